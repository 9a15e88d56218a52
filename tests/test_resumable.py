from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.conftest import Run

RUN = [sys.executable, "-c", "from zhengming.cli import main; main()", "annotate", "--json", "--lines"]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "texts.txt"
    path.write_text("".join(f"第{n}例 OA 患者的软骨，MMP-{n % 20}\n" for n in range(2000)), encoding="utf-8")
    return path


def whole(run: Run, tmp_path: Path) -> bytes:
    assert run("annotate", "--json", "--lines", "texts.txt", "-o", "whole.jsonl").returncode == 0
    return (tmp_path / "whole.jsonl").read_bytes()


def test_the_same_bytes_for_any_number_of_workers(run: Run, texts: Path, tmp_path: Path) -> None:
    expected = whole(run, tmp_path)
    (tmp_path / "d.tex").write_text("\\documentclass{article}\\begin{document}软骨 OA\\end{document}", encoding="utf-8")
    for extra in ([], ["d.tex"]):
        results = [run("annotate", "--json", "--lines", "texts.txt", *extra, "--workers", n) for n in ("1", "2", "3")]
        assert [r.returncode for r in results] == [0, 0, 0]
        assert results[0].stdout == results[1].stdout == results[2].stdout
        assert results[0].stdout.startswith(expected)
    assert b'"place"' in results[0].stdout


def test_a_packed_file_is_the_same(run: Run, texts: Path, tmp_path: Path) -> None:
    import gzip

    expected = whole(run, tmp_path)
    assert run("annotate", "--json", "--lines", "texts.txt", "-o", "a.jsonl.gz", "--workers", "2").returncode == 0
    assert gzip.decompress((tmp_path / "a.jsonl.gz").read_bytes()) == expected


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("cut", [1, 500, 100_000, 400_000])
def test_resume_goes_on_after_the_last_complete_line(
    run: Run, texts: Path, tmp_path: Path, workers: str, cut: int
) -> None:
    expected = whole(run, tmp_path)
    (tmp_path / "a.jsonl.partial").write_bytes(expected[:cut])
    command = ["annotate", "--json", "--lines", "texts.txt", "-o", "a.jsonl", "--workers", workers]
    refused = run(*command)
    assert refused.returncode == 2
    assert "a.jsonl.partial" in refused.stderr.decode()
    assert "--resume" in refused.stderr.decode()
    assert (tmp_path / "a.jsonl.partial").read_bytes() == expected[:cut]
    done = run(*command, "--resume")
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "a.jsonl").read_bytes() == expected
    assert not (tmp_path / "a.jsonl.partial").exists()


def test_resume_from_nothing_and_from_everything(run: Run, texts: Path, tmp_path: Path) -> None:
    expected = whole(run, tmp_path)
    (tmp_path / "b.jsonl.partial").write_bytes(expected)
    for name in ("a.jsonl", "b.jsonl"):
        assert run("annotate", "--json", "--lines", "texts.txt", "-o", name, "--resume").returncode == 0
        assert (tmp_path / name).read_bytes() == expected


@pytest.mark.parametrize("change", ["option", "input", "shorter"])
def test_resume_sees_that_something_is_different(run: Run, texts: Path, tmp_path: Path, change: str) -> None:
    expected = whole(run, tmp_path)
    (tmp_path / "a.jsonl.partial").write_bytes(expected[:100_000])
    options = ["--byte-offsets"] if change == "option" else []
    if change == "input":
        texts.write_text("软骨\n" + texts.read_text(encoding="utf-8"), encoding="utf-8")
    if change == "shorter":
        texts.write_text("软骨\n", encoding="utf-8")
    done = run("annotate", "--json", "--lines", "texts.txt", "-o", "a.jsonl", "--resume", *options)
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1
    assert "a.jsonl.partial:" in done.stderr.decode()
    assert not (tmp_path / "a.jsonl").exists()
    kept = (tmp_path / "a.jsonl.partial").read_bytes()
    assert expected.startswith(kept)
    assert kept.endswith(b"\n")


@pytest.mark.parametrize(
    "options", [["--json"], ["-o", "a.tsv"], ["--json", "-o", "a.jsonl.gz"], ["--json", "-o", "a.jsonl", "--explain"]]
)
def test_what_cannot_be_resumed(run: Run, texts: Path, options: list[str]) -> None:
    done = run("annotate", "texts.txt", "--resume", *options)
    assert done.returncode == 2
    assert "--resume" in done.stderr.decode()


def started(tmp_path: Path, workers: str) -> subprocess.Popen[bytes]:
    """A run with more to do than it will have time for, once it has written something."""
    text = "".join(f"第{n}例 OA 患者的软骨，MMP-{n % 20}\n" for n in range(400_000))
    (tmp_path / "many.txt").write_text(text, encoding="utf-8")
    process = subprocess.Popen(
        [*RUN, "many.txt", "-o", "out.jsonl", "--workers", workers], cwd=tmp_path, stderr=subprocess.PIPE
    )
    partial = tmp_path / "out.jsonl.partial"
    for _ in range(600):
        if process.poll() is not None or (partial.exists() and partial.stat().st_size > 100_000):
            break
        time.sleep(0.05)
    assert process.poll() is None
    return process


def children(process: subprocess.Popen[bytes]) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    except OSError:
        return True


def all_gone(pids: list[int]) -> bool:
    end = time.time() + 10
    while time.time() < end and not all(map(gone, pids)):
        time.sleep(0.05)
    return all(map(gone, pids))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_ended_leaves_complete_lines(
    run: Run, tmp_path: Path, workers: str, kind: signal.Signals
) -> None:
    process = started(tmp_path, workers)
    pids = children(process)
    assert len(pids) == (2 if workers == "2" else 0)
    process.send_signal(kind)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert said.decode().count("\n") == 1
    assert "--resume" in said.decode()
    assert all_gone(pids)
    lines = (tmp_path / "out.jsonl.partial").read_bytes().splitlines(keepends=True)
    assert all(line.endswith(b"\n") and json.loads(line) for line in lines)
    assert f"{len(lines)} documents" in said.decode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many.txt", "out.jsonl.partial"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_killed_worker_ends_the_run_with_one_clear_line(run: Run, tmp_path: Path) -> None:
    process = started(tmp_path, "2")
    pids = children(process)
    os.kill(pids[0], signal.SIGKILL)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "SIGKILL" in said.decode()
    assert all_gone(pids)
    assert (tmp_path / "out.jsonl.partial").read_bytes().endswith(b"\n")
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_workers_do_not_outlive_a_killed_run(run: Run, tmp_path: Path) -> None:
    process = started(tmp_path, "2")
    pids = children(process)
    process.kill()
    process.communicate(timeout=30)
    assert all_gone(pids)
    assert not (tmp_path / "out.jsonl").exists()
    # What there is of it can be resumed; here with less to do.
    partial = tmp_path / "out.jsonl.partial"
    lines = [line for line in partial.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
    source = (tmp_path / "many.txt").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "many.txt").write_text("".join(source[: len(lines) + 10]), encoding="utf-8")
    done = run("annotate", "--json", "--lines", "many.txt", "-o", "out.jsonl", "--resume", "--workers", "2")
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "out.jsonl").read_bytes().count(b"\n") == len(lines) + 10

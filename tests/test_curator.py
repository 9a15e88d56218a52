"""The curator's commands and `evaluate` as a user meets them: exit status, one line for what is wrong, JSON."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.test_evaluation import gold_set

ROOT = Path(__file__).resolve().parent.parent


def test_add_mint_retire_and_what_they_did(run: Run, small_lexicon: Path, tmp_path: Path) -> None:
    folder = str(small_lexicon)
    shutil.copytree(small_lexicon, tmp_path / "before")
    done = run("lexicon", "add", "骨关节炎", "退变性骨关节病", "DJD", "--lexicon", folder)
    assert (done.returncode, done.stdout.decode().strip()) == (0, "ZM:aaaaa2\tosteoarthritis\t骨关节炎")
    again = run("lexicon", "add", "OA", "DJD", "--lexicon", folder)
    assert again.returncode == 2
    assert "is found already" in again.stderr.decode()
    (tmp_path / "t.txt").write_text("DJD 与关节炎", encoding="utf-8")
    changes = run("lexicon", "diff", str(tmp_path / "before"), "--lexicon", folder, "--text", "t.txt", "--json")
    assert [json.loads(line)["kind"] for line in changes.stdout.splitlines()] == ["gained"]
    added = run(
        "lexicon", "add", "joint stiffness", "--category", "symptom", "--zh", "关节僵硬", "--lexicon", folder, "--json"
    )
    id_ = json.loads(added.stdout)["id"]
    retired = run("lexicon", "retire", id_, "--note", "a test", "--lexicon", folder)
    assert retired.returncode == 0
    assert id_ in (small_lexicon / "retired.tsv").read_text(encoding="utf-8")
    minted = run("lexicon", "mint", "3").stdout.decode().split()
    assert len(set(minted)) == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["add", "nothing known", "x"], "is not one concept"), (["add", "OA", "x", "--type", "alias"], "--type alias"),
     (["add", "OA"], "missing argument"), (["retire", "ZM:zzzzzz"], "is not one concept"),
     (["diff", "no-such-revision"], "no lexicon at"), (["lint", "--xrefs", "nowhere"], "nowhere")],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(arguments: list[str], said: str, run: Run, small_lexicon: Path) -> None:
    place = [str(small_lexicon)] if arguments[0] == "lint" else ["--lexicon", str(small_lexicon)]
    done = run("lexicon", *arguments, *place)
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    assert said in line


def test_lint_against_terminologies_and_texts(run: Run, small_lexicon: Path, tmp_path: Path) -> None:
    (tmp_path / "mesh.tsv").write_text("id\tlabel\nMESH:D010003\tGout\nMESH:D001168\tArthritis\n", encoding="utf-8")
    (tmp_path / "t.txt").write_text("OA 患者", encoding="utf-8")
    done = run("lexicon", "lint", str(small_lexicon), "--xrefs", "mesh.tsv", "--text", "t.txt")
    assert done.returncode == 1
    first, second = done.stdout.decode().splitlines()
    assert first.startswith("concepts/disease.tsv:3: xrefs.label: 'MESH:D010003'")
    assert second.split("\t")[1:] == ["osteoarthritis", "1", "100.00%", "OA"]


def test_evaluate_and_record(run: Run, small_lexicon: Path, tmp_path: Path) -> None:
    gold = gold_set(tmp_path / "g")
    done = run("evaluate", "g", "--lexicon", str(small_lexicon), "--record", "--errors")
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    assert rows[1] == ["zhengming", "all", "1.000", "1.000", "1.000", "2", "2", "2"]
    assert ["plain dictionary", "all", "0.500", "0.500", "0.500", "1", "2", "2"] in rows
    assert "| all | 2 | 1.000" in (gold / "RESULTS.md").read_text(encoding="utf-8")
    (tmp_path / "empty.jsonl").write_text('{"id": "d", "annotations": []}\n', encoding="utf-8")
    run("annotate", "g/s/d.txt", "--json", "-o", "full.jsonl", "--lexicon", str(small_lexicon))
    two = run("evaluate", "g", "--system", "empty.jsonl", "--system", "full.jsonl", "--lexicon", str(small_lexicon))
    assert [line for line in two.stdout.decode().splitlines() if line.startswith("mended\tmissed\ts/d\t0\t2\tOA")]
    assert run("evaluate", "full.jsonl").returncode == 2
    shown = run("evaluate", "g", "--json", "--lexicon", str(small_lexicon)).stdout.splitlines()
    assert json.loads(shown[0])["f1"] == 1.0


def test_build_one_file_and_use_it(run: Run, small_lexicon: Path, tmp_path: Path) -> None:
    folder = str(small_lexicon)
    done = run("lexicon", "build", folder, "-o", "mine.zm")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode().startswith("zhengming: mine.zm: 2 concepts, ")
    told = json.loads(run("lexicon", "build", "--lexicon", folder, "-o", "same.zm", "--json").stdout)
    assert (told["file"], told["concepts"]) == ("same.zm", 2)
    assert told["bytes"] == (tmp_path / "same.zm").stat().st_size
    assert (tmp_path / "mine.zm").read_bytes() == (tmp_path / "same.zm").read_bytes()
    for arguments in (
        ["lookup", "OA", "--json"],
        ["normalize", "骨性关节炎", "--json"],
        ["lexicon", "stats", "--json"],
    ):
        wanted = run(*arguments, "--lexicon", folder)
        for _ in range(2):
            assert run(*arguments, "--lexicon", "mine.zm").stdout == wanted.stdout
    (tmp_path / "table.csv").write_text("冻结肩,frozen shoulder\n", encoding="utf-8")
    both = run("annotate", "--json", "--lexicon", "mine.zm", "--lexicon", "table.csv", stdin="冻结肩 OA".encode())
    assert [a["en"] for a in json.loads(both.stdout)["annotations"]] == ["frozen shoulder", "osteoarthritis"]
    assert run("lexicon", "build", "mine.zm", "table.csv", "-o", "both.zm").returncode == 0
    assert json.loads(run("lookup", "冻结肩", "OA", "--json", "--lexicon", "both.zm").stdout.splitlines()[1])["senses"]
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["build"], "missing option: -o"), (["build", "nowhere", "-o", "x.zm"], "lexicon not found: nowhere"),
     (["build", "t.csv", "-o", "t.csv"], "is an input"), (["build", "t.csv", "-o", "no/x.zm"], "cannot be written"),
     (["build", "t.csv", "-o", "."], "cannot be written"), (["stats", "--lexicon", "bad.zm"], "no compiled lexicon"),
     (["build", "bad.zm", "-o", "x.zm"], "no compiled lexicon")],
)  # fmt: skip
def test_what_cannot_be_built_is_one_line(arguments: list[str], said: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("冻结肩,frozen shoulder\n", encoding="utf-8")
    (tmp_path / "bad.zm").write_bytes(b"\x89ZHENGMINK\r\n\x1a\n" + bytes(99))
    done = run("lexicon", *arguments)
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    assert said in line
    assert not (tmp_path / "x.zm").exists()

"""What is read besides single small files: patterns, large files of lines, Parquet."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import Run

from zhengming.errors import InputError
from zhengming.formats import given as given_module
from zhengming.formats import inputs, read
from zhengming.formats.given import Given


def never(error: InputError) -> None:
    raise AssertionError(str(error))


def test_patterns_give_files_in_order_of_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.txt", "deep/c.txt", "deep.txt/d.md", "[x].txt"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text("OA", encoding="utf-8")
    assert inputs.collect(["?.txt"], (), never) == [Path("a.txt"), Path("b.txt")]
    assert inputs.collect(["**/c*"], (), never) == [Path("deep/c.txt")]
    assert inputs.collect([f"{tmp_path}/[ab].txt"], (), never) == [tmp_path / "a.txt", tmp_path / "b.txt"]
    assert inputs.collect(["[x].txt"], (), never) == [Path("[x].txt")]
    said: list[InputError] = []
    assert inputs.collect(["*.docx"], (), said.append) == []
    assert [error.key for error in said] == ["input.missing"]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    "data",
    ["\ufeff一\r\n\n二\u2028\x85三\n".encode(), "一\n二".encode(), "一\n\n".encode(), "一\n二".encode("gbk") * 3,
     "一\0\n二\n".encode(), "一\n".encode() + b"\xff\n"],
)  # fmt: skip
def test_lines_are_the_same_read_piece_by_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: bool, data: bytes
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(gzip.compress(data) if packed else data)
    whole = Given("a.txt", path, lambda error: None)
    expected = list(whole.each_line())
    assert len(expected) > 1
    monkeypatch.setattr(given_module, "_LARGE", 1)
    monkeypatch.setattr(given_module, "_PART", 2)
    found = list(whole.each_line())
    # What comes after the last line feed is an empty line, or none.
    assert found == expected or [*found, ""] == expected


def test_a_large_file_of_lines_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    line = json.dumps({"text": "骨关节炎" * 500}, ensure_ascii=False) + "\n"
    path.write_text(line * 6000, encoding="utf-8")
    assert path.stat().st_size > 30_000_000
    tracemalloc.start()
    count = sum(1 for _ in read(path, warn=never))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 6000
    assert peak < 8_000_000


@pytest.mark.parametrize("workers", ["1", "2"])
def test_parquet_in_and_out(run: Run, tmp_path: Path, workers: str) -> None:
    texts = [f"第{n}例 OA (osteoarthritis) 患者的软骨" for n in range(5000)]
    frame = pl.DataFrame({"pmid": list(range(5000)), "abstract": texts, "year": [1.5] * 5000})
    frame.write_parquet(tmp_path / "in.parquet")
    done = run("annotate", "in.parquet", "-o", "out.parquet", "--workers", workers)
    assert (done.returncode, done.stderr) == (0, b"")
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()
    expected = [json.loads(line) for line in run("annotate", "--json", "in.parquet").stdout.splitlines()]
    assert [(row["id"], row["text"]) for row in rows] == [(str(n), text) for n, text in enumerate(texts)]
    for row, line in zip(rows, expected, strict=True):
        for key in ("annotations", "definitions"):
            assert [{k: v for k, v in item.items() if k != "place"} for item in row[key]] == line[key]
    assert pl.read_parquet(tmp_path / "out.parquet").height == 5000
    back = list(read(tmp_path / "out.parquet", warn=never))
    assert [len(source.marks) for source in back] == [len(line["annotations"]) for line in expected]


def test_columns_of_parquet_are_chosen_and_missed(run: Run, tmp_path: Path) -> None:
    table = pa.table({"zh": ["软骨", None], "en": ["cartilage", "meniscus"], "n": [[1], [2]]})
    pq.write_table(table, tmp_path / "a.parquet")
    done = run("annotate", "--json", "a.parquet", "--column", "en")
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == ["cartilage", "meniscus"]
    done = run("annotate", "--json", "a.parquet", "--column", "none")
    assert done.returncode == 2
    assert "none" in done.stderr.decode()
    (tmp_path / "b.parquet").write_bytes(b"PAR1 and nothing else")
    done = run("annotate", "--json", "b.parquet")
    assert done.returncode == 2
    assert done.stderr.decode().count("\n") == 1


def test_packed_parquet_is_read(tmp_path: Path) -> None:
    raw = io.BytesIO()
    pq.write_table(pa.table({"text": ["软骨"]}), raw)
    (tmp_path / "a.parquet.gz").write_bytes(gzip.compress(raw.getvalue()))
    assert [source.text for source in read(tmp_path / "a.parquet.gz", warn=never)] == ["软骨"]

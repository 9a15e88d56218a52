"""The commands over whole files as a user meets them: exit status, files, one line for what is wrong."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from tests.conftest import Run

OA = "ZM:cvwjtz"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text('no,term\n1,"骨性关节炎"\n2,xyzzy\n3,NP\n4,\n', encoding="utf-8")
    return path


def test_a_column_to_the_screen_and_to_a_file(run: Run, table: Path, tmp_path: Path) -> None:
    done = run("normalize", "--input", "a.csv", "--column", "term", "--to", "id")
    assert done.returncode == 1
    assert done.stdout.decode() == f'no,term,id\n1,"骨性关节炎",{OA}\n2,xyzzy,\n3,NP,\n4,,\n'
    said = done.stderr.decode().splitlines()
    assert said[0].startswith("zhengming: term: 4 rows, 1 mapped (33.3%), 1 ambiguous, 1 unmapped, 1 empty; added: id")
    assert said[1:] == [
        "zhengming: term, ambiguous most often: NP (1)",
        "zhengming: term, unmapped most often: xyzzy (1)",
    ]
    told = run(
        "normalize",
        "--input",
        "a.csv",
        "--column",
        "2",
        "--to",
        "zh",
        "--excel",
        "-o",
        "b.csv",
        "--summary",
        "s.tsv",
        "--json",
    )
    record = json.loads(told.stdout)
    assert (record["output"], record["columns"][0]["mapped"], record["columns"][0]["added"]) == ("b.csv", 1, ["zh"])
    assert told.stderr == b""
    assert (tmp_path / "b.csv").read_bytes().startswith("\ufeffno,term,zh\n1".encode())
    assert (tmp_path / "s.tsv").read_text(encoding="utf-8").splitlines()[1] == "term\tunmapped\t1\txyzzy\t"
    assert (
        run("normalize", "--input", "a.csv", "--column", "term", "--lang", "zh")
        .stderr.decode()
        .startswith("zhengming: term：共 4 行")
    )
    (tmp_path / "good.csv").write_text("term\nOA\n\n", encoding="utf-8")
    assert run("normalize", "--input", "good.csv").returncode == 0


def test_standard_input_and_other_formats(run: Run, tmp_path: Path) -> None:
    piped = run("normalize", "--input", "-", "--input-format", "tsv", "--to", "en", stdin="term\n骨性关节炎\n".encode())
    assert piped.stdout.decode() == "term\ten\n骨性关节炎\tosteoarthritis\n"
    (tmp_path / "a.jsonl").write_text('{"k": "OA"}\nbroken\n', encoding="utf-8")
    lines = run("normalize", "--input", "a.jsonl", "--column", "k", "--to", "zh")
    assert lines.stdout.decode() == '{"k": "OA", "zh": "骨关节炎"}\nbroken\n'
    assert lines.returncode == 3
    book = openpyxl.Workbook()
    book.active.append(["term"])
    book.active.append(["骨性关节炎"])
    book.save(tmp_path / "a.xlsx")
    assert run("normalize", "--input", "a.xlsx", "-o", "b.xlsx").returncode == 0
    rows = list(openpyxl.load_workbook(tmp_path / "b.xlsx").active.iter_rows(values_only=True))
    assert rows[0] == ("term", "id", "en", "zh", "abbr", "category", "score", "via")
    assert rows[1][1:5] == (OA, "osteoarthritis", "骨关节炎", "OA")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--column", "trem"], "did you mean term?"), (["--column", "9"], "no column '9' among 2"),
        ([], "several columns: choose with --column: no, term"), (["--column", "term", "-o", "a.csv"], "is an input"),
        (["--column", "term", "-o", "b.xlsx"], "choose a name ending in .csv .txt"),
        (["--column", "term", "--sheet", "1"], "--sheet says nothing about csv files"),
        (["--column", "term", "--json"], "name a file for the rows with -o"), (["OA"], "leave one of them out"),
        (["--column", "term", "--to", "fr"], "--to fr"), (["--column", "term", "--header-row", "9"], "no row with column names"),
        (["--column", "term", "-o", "b.csv", "--summary", "b.csv"], "b.csv"),
        (["--column", "term", "--input-format", "xls"], "no format 'xls'"),
        (["--column", "term", "--encoding", "ascii"], "not ascii"),
    ],
)  # fmt: skip
def test_what_cannot_be_normalised_is_one_line(
    run: Run, table: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    done = run("normalize", "--input", "a.csv", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert said in line
    assert list(tmp_path.iterdir()) == [table]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--column", "x", "OA"], "--column needs a spreadsheet"), (["-o", "x", "OA"], "-o needs a spreadsheet"),
        (["--input", "no.csv"], "no.csv: no such file"), (["--input", "a.docx"], "not the name of a spreadsheet"),
        (["--input", "no.parquet"], "not written to the screen"), (["--input", ".", "--input-format", "csv"], "cannot be read"),
    ],
)  # fmt: skip
def test_wrong_usage_of_tables(run: Run, arguments: list[str], said: str) -> None:
    done = run("normalize", *arguments)
    assert done.returncode == 2
    (line,) = done.stderr.decode().splitlines()
    assert said in line


def test_an_interrupted_table_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("term\n" + "骨性关节炎\n" * 3_000_000, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-c", "from zhengming.cli import main; main()", "normalize", "--input", "a.csv", "-o", "b.csv"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    time.sleep(4.0)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert said == b""
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_rewrite_writes_the_text_and_the_list(run: Run, tmp_path: Path) -> None:
    text = "\ufeff骨性关节炎\r\n与 OA，hADSCs\n"
    (tmp_path / "t.txt").write_bytes(text.encode())
    done = run("rewrite", "t.txt", "--to", "zh", "-o", "u.txt")
    assert (done.returncode, done.stdout) == (0, b"")
    assert (tmp_path / "u.txt").read_bytes().decode() == "\ufeff骨关节炎\r\n与 骨关节炎，hADSCs\n"
    rows = (tmp_path / "u.txt.changes.tsv").read_text(encoding="utf-8").splitlines()
    assert [row.split("\t")[3:5] + row.split("\t")[-1:] for row in rows[1:]] == [
        ["骨性关节炎", "骨关节炎", "replaced"], ["OA", "骨关节炎", "replaced"], ["hADSCs", "hADSCs", "says_more"],
    ]  # fmt: skip
    assert done.stderr.decode().splitlines() == [
        "zhengming: 2 replaced, 0 glossed, 1 left as they were (says_more 1)",
        "zhengming: list of changes: u.txt.changes.tsv",
    ]
    assert run("rewrite", "-", "--to", "en", stdin="骨性关节炎".encode()).stdout == b"Osteoarthritis"
    record = json.loads(run("rewrite", "t.txt", "--to", "zh", "--gloss", "--json").stdout)
    assert record["text"].startswith("骨关节炎（osteoarthritis，OA）\r\n")
    assert (record["changes"][0]["action"], record["changes"][0]["concept"]) == ("glossed", OA)


def test_a_dry_run_shows_a_diff_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("a\n骨性关节炎\n", encoding="utf-8")
    done = run("rewrite", "t.txt", "--to", "zh", "--dry-run", "-o", "u.txt")
    assert done.stdout.decode().splitlines() == [
        "--- t.txt", "+++ t.txt", "@@ -1,2 +1,2 @@", " a", "-骨性关节炎", "+骨关节炎"
    ]  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["t.txt"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["t.txt", "--to", "id"], "--to id: must be one of zh, en, abbr"), (["t.txt"], "missing option"),
        (["no.txt", "--to", "zh"], "no.txt: no such file"), (["t.txt", "--to", "zh", "-o", "t.txt"], "is an input"),
        (["t.jsonl", "--to", "zh"], "a jsonl file is not rewritten"),
        (["t.txt", "--to", "zh", "-o", "u.txt", "--changes", "u.txt"], "u.txt"),
        (["t.txt", "--to", "zh", "-o", "u.txt", "--changes", "t.txt"], "is an input"),
    ],
)  # fmt: skip
def test_what_cannot_be_rewritten_is_one_line(run: Run, tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "t.txt").write_text("OA", encoding="utf-8")
    done = run("rewrite", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert said in line
    assert [path.name for path in tmp_path.iterdir()] == ["t.txt"]
    assert (tmp_path / "t.txt").read_text(encoding="utf-8") == "OA"


def test_concepts_in_every_format(run: Run, tmp_path: Path) -> None:
    (tmp_path / "zh.txt").write_text("骨性关节炎，OA", encoding="utf-8")
    (tmp_path / "en.txt").write_text("osteoarthritis", encoding="utf-8")
    assert run("concepts", "zh.txt", "en.txt").stdout.decode().splitlines() == [
        "id,en,zh,abbr,category,documents,mentions,zh.txt,en.txt", f"{OA},osteoarthritis,骨关节炎,OA,disease,2,3,2,1",
    ]  # fmt: skip
    second = run("concepts", "zh.txt", "en.txt", "-o", "c.csv")
    assert second.stderr.decode().endswith("c-wordings.csv\n")
    wanted = f"{OA},osteoarthritis,骨关节炎,OA,disease,2,3,骨性关节炎 (1); OA (1),osteoarthritis (1)"
    assert (tmp_path / "c-wordings.csv").read_text(encoding="utf-8").splitlines()[1] == wanted
    assert run("concepts", "zh.txt", "en.txt", "--wordings").stdout.decode().splitlines()[1] == wanted
    assert run("concepts", "zh.txt", "en.txt", "-o", "c.xlsx").returncode == 0
    assert openpyxl.load_workbook(tmp_path / "c.xlsx").sheetnames == ["Counts", "Wordings"]
    page = run("concepts", "zh.txt", "--format", "markdown", "--lang", "zh").stdout.decode()
    assert "## 次数" in page
    assert "## 用词" in page
    assert json.loads(run("concepts", "zh.txt", "--json").stdout)["by_document"]["zh.txt"]["count"] == 2
    some = run("concepts", "zh.txt", "no.txt")
    assert (some.returncode, some.stdout.decode().count("\n")) == (3, 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no.txt", "-o", "c.csv"], "no.txt: no such file"), (["t.txt", "--format", "xlsx"], "name a file with -o"),
        (["t.txt", "--format", "pdf"], "no format 'pdf'"), (["t.txt", "-o", "t.txt"], "is an input"),
        (["t.txt", "--format", "csv", "--json"], "leave one of them out"),
    ],
)  # fmt: skip
def test_what_cannot_be_tabulated_is_one_line(run: Run, tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "t.txt").write_text("OA", encoding="utf-8")
    done = run("concepts", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert said in line
    assert [path.name for path in tmp_path.iterdir()] == ["t.txt"]

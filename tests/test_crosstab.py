"""Concepts by documents: counts, wordings, and the three formats."""

from __future__ import annotations

import csv
import io
import sys

import openpyxl
import pytest

from zhengming.crosstab import Crosstab, count_concepts, write_csv, write_markdown, write_workbook
from zhengming.errors import OutputError
from zhengming.model import Document
from zhengming.tagger import Tagger

TEXTS = {
    "zh.txt": "骨性关节炎与骨关节炎，MSCs 与 MMP-3/13",
    "en.txt": "OA and osteo-\narthritis of cartilage",
    "=x|y": "软骨",
}


@pytest.fixture
def crosstab(tagger: Tagger) -> Crosstab:
    return count_concepts(tagger.annotate(text, id=name) for name, text in TEXTS.items())


def test_counts_and_wordings(crosstab: Crosstab) -> None:
    header, *rows = crosstab.counts()
    assert header[5:] == ["documents", "mentions", "zh.txt", "en.txt", "=x|y"]
    by_name = {row[1]: row[5:] for row in rows}
    assert by_name["osteoarthritis"] == [2, 4, 2, 2, 0]
    assert by_name["cartilage"] == [2, 2, 0, 1, 1]
    assert by_name["matrix metalloproteinase 13"] == [1, 1, 1, 0, 0]
    assert [row[1] for row in rows][:2] == ["osteoarthritis", "cartilage"]
    said = {row[1]: row[7:] for row in crosstab.wordings()}
    assert said["osteoarthritis"] == ["骨性关节炎 (1); 骨关节炎 (1)", "OA (1); osteo- arthritis (1)", ""]
    assert said["matrix metalloproteinase 13"][0] == "MMP-13 (1)"


def test_records(crosstab: Crosstab) -> None:
    record = next(crosstab.records())
    assert (record["en"], record["documents"], record["mentions"]) == ("osteoarthritis", 2, 4)
    assert record["by_document"]["en.txt"] == {"count": 2, "wordings": {"OA": 1, "osteo- arthritis": 1}}


def test_two_documents_of_one_name_are_two_columns(tagger: Tagger) -> None:
    found = count_concepts([tagger.annotate("软骨", id="a"), tagger.annotate("软骨，软骨", id="a"), Document("x")])
    assert found.documents == ["a", "a (2)", "3"]
    assert list(found.counts())[1][6:] == [3, 1, 2, 0]


def test_csv_and_markdown(crosstab: Crosstab) -> None:
    stream = io.StringIO()
    write_csv(crosstab.counts(), stream)
    rows = list(csv.reader(io.StringIO(stream.getvalue())))
    assert rows[0][-1] == "'=x|y"
    assert rows[1][-3:] == ["2", "2", "0"]
    page = io.StringIO()
    write_markdown([("Counts", crosstab.counts()), ("Wordings", crosstab.wordings())], page)
    lines = page.getvalue().splitlines()
    assert lines[2].endswith("| zh.txt | en.txt | =x\\|y |")
    assert lines[3].count("|") == 11
    assert "## Wordings" in lines


def test_workbook(crosstab: Crosstab, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.BytesIO()
    write_workbook([("Counts", crosstab.counts()), ("Wordings", crosstab.wordings())], stream, "x.xlsx")
    book = openpyxl.load_workbook(stream)
    assert book.sheetnames == ["Counts", "Wordings"]
    assert [cell.value for cell in book["Counts"][2]][5:] == [2, 4, 2, 2, 0]
    assert book["Counts"]["J1"].value == "=x|y"
    assert book["Counts"]["J1"].data_type == "s"
    assert book["Wordings"]["H2"].value == "骨性关节炎 (1); 骨关节炎 (1)"
    wide = Crosstab([str(number) for number in range(17_000)], crosstab.rows)
    with pytest.raises(OutputError, match="16384"):
        write_workbook([("Counts", wide.counts())], io.BytesIO(), "x.xlsx")
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(OutputError, match=r"pip install 'zhengming\[xlsx\]'"):
        write_workbook([], io.BytesIO(), "x.xlsx")

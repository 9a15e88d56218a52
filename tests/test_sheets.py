"""Spreadsheets are written again with columns added, and nothing that was there changes."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, Side

from zhengming.errors import InputError, UsageError, ZhengmingError
from zhengming.sheets import SHEETS, Added, How, Sheet, harmless, kind_of, open_sheet, position

ADDED = [Added("len"), Added("size", number=True)]


def extend(path: Path, column: str | int, notes: list[ZhengmingError] | None = None, **options: Any) -> bytes:
    """The file with two columns added for one of its own: its text in brackets, and how long that is."""
    told: list[ZhengmingError] = [] if notes is None else notes
    how = How(told.append, **options)
    out = io.BytesIO()
    with open_sheet(str(path), kind_of(None, path.name, how), how) as sheet:
        place = column if isinstance(column, int) else position(sheet, column, path.name)
        seen: list[str | None] = []

        def fill(strings: Sequence[str | None]) -> list[str | float | None]:
            seen.extend(strings)
            (string,) = strings
            return [f"<{string}>", len(string)] if string else [None, None]

        sheet.extend(out, [place], ADDED, fill)
        assert len(seen) == sheet.rows
    return out.getvalue()


def made(tmp_path: Path, name: str, data: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


# --- CSV and TSV -----------------------------------------------------------------------------------------------------


def test_csv_keeps_quotes_line_ends_and_ragged_rows_to_the_character(tmp_path: Path) -> None:
    path = made(tmp_path, "a.csv", 'no,"term",note\r\n1,"a ""b""","x\ny"\n\r\n2,c\r\n3,d,e,f\r\n4,,\n5,"",last')
    assert extend(path, "term").decode() == (
        'no,"term",note,,len,size\r\n1,"a ""b""","x\ny",,"<a ""b"">",5\n\r\n2,c,,,<c>,1\r\n3,d,e,f,<d>,1\r\n4,,,,,\n5,"",last,,,'
    )


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("a.csv", "no;term\n1;x,y\n", "no;term;len;size\n1;x,y;<x,y>;3\n"),
        ("a.csv", "sep=|\nno|term\n1|x\n", "sep=|\nno|term|len|size\n1|x|<x>|1\n"),
        ("a.txt", "no\tterm\n1\tx\n", "no\tterm\tlen\tsize\n1\tx\t<x>\t1\n"),
        ("a.tsv", 'no\tterm\n1\t"x\ty"\n', 'no\tterm\tlen\tsize\n1\t"x\ty"\t"<x\ty>"\t3\n'),
        ("a.tsv", 'no\tterm\n1\t"x\n2\ty"z\n3\tw\n', 'no\tterm\tlen\tsize\n1\t"x\t<"x>\t2\n2\ty"z\t<y"z>\t3\n3\tw\t<w>\t1\n'),
        ("a.csv", "\ufeffno,term\n1,=x\n", "\ufeffno,term,len,size\n1,=x,<=x>,2\n"),
        ("a.csv", "no,term\r1,x\r", "no,term,len,size\r1,x,<x>,1\r"),
        ("a.csv", "no,term\n1,\x00x\n", "no,term,len,size\n1,\x00x,<\x00x>,2\n"),
    ],
)  # fmt: skip
def test_delimiters_quotes_marks_and_line_ends(tmp_path: Path, name: str, text: str, wanted: str) -> None:
    assert extend(made(tmp_path, name, text), "term").decode() == wanted


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig", "big5", "utf-16-le"])
def test_csv_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    row = "膝關節,治療骨關節炎的細胞，其中有一些是從骨髓來的，我們的研究說明了這個問題\n"
    text = "編號,名稱\n" + row * 20
    notes: list[ZhengmingError] = []
    done = extend(made(tmp_path, "a.csv", text.encode(encoding)), "編號", notes)
    assert done.startswith(codecs.BOM_UTF8) == (encoding in ("utf-16", "utf-8-sig"))
    lines = done.decode("utf-8-sig").splitlines()
    assert lines[1] == row.rstrip() + ",<膝關節>,3"
    assert [note.key for note in notes] == ([] if encoding == "utf-8-sig" else ["input.guessed"])


def test_the_encoding_is_found_where_it_shows_first(tmp_path: Path) -> None:
    """A first megabyte of ASCII says nothing about what comes behind it."""
    head = "no,term\n" + "1,plain\n" * 200_000
    tail = "2,骨关节炎的治疗与软骨细胞的研究，我们说明了这个问题\n" * 50
    done = extend(made(tmp_path, "a.csv", (head + tail).encode("gb18030")), "term").decode()
    assert done.endswith(
        "2,骨关节炎的治疗与软骨细胞的研究，我们说明了这个问题,<骨关节炎的治疗与软骨细胞的研究，我们说明了这个问题>,25\n"
    )


def test_stray_bytes_in_utf8_stay_as_they_are(tmp_path: Path) -> None:
    data = b"no,term\n" + "1,软骨\n".encode() * 500 + b"2,\xff\n" + "3,骨\n".encode()
    notes: list[ZhengmingError] = []
    done = extend(made(tmp_path, "a.csv", data), "no", notes)
    assert b"\n2,\xff,<2>,1\n" in done
    assert [note.key for note in notes] == ["input.kept_bytes"]


@pytest.mark.parametrize(
    ("data", "options", "key"),
    [
        (b'a,b\n1,"x\n2,y\n', {}, "sheet.open_quote"),
        (b'a,b\n1,"' + b"x" * 1_100_000 + b'"\n', {}, "sheet.record"),
        (b"PK\x03\x04....", {}, "input.binary"),
        ("a,b\n骨,1\n".encode(), {"encoding": "ascii"}, "input.wrong_encoding"),
        (b"a,b\n", {"encoding": "klingon"}, "input.unknown_encoding"),
    ],
)
def test_what_is_no_csv_is_refused(tmp_path: Path, data: bytes, options: dict[str, Any], key: str) -> None:
    with pytest.raises(InputError) as error:
        extend(made(tmp_path, "a.csv", data), 0, **options)
    assert error.value.key == key


def test_the_open_quote_is_shown_where_it_opens(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        extend(made(tmp_path, "a.csv", 'a,b\n1,"x\ny"\n2,"z\n3,w\n'), 0)
    assert error.value.values["line"] == 4


def test_header_rows(tmp_path: Path) -> None:
    path = made(tmp_path, "a.csv", "Table 1\n\nno,term\n1,x\n")
    assert extend(path, "term", header_row=3).decode() == "Table 1\n\nno,term,len,size\n1,x,<x>,1\n"
    assert extend(path, 1, header_row=0).decode() == "Table 1,,,\n\nno,term,<term>,4\n1,x,<x>,1\n"


# A NUL byte is what binary files have: they are refused.
cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=6) | st.sampled_from(
    ["", "a,b", '"', "x\ny", "=1"]
)


@given(
    rows=st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=6),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_every_csv_row_is_kept(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], quoting: Any, end: str
) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    stream = io.StringIO()
    csv.writer(stream, quoting=quoting, lineterminator=end).writerows([["h1", "h2"], *rows])
    path.write_bytes(stream.getvalue().encode())
    done = extend(path, 0).decode()
    back = list(csv.reader(io.StringIO(done, newline="")))
    width = max(2, *map(len, rows))
    kept = [["h1", "h2"], *rows]
    assert len(back) == len(kept)
    for old, new in zip(kept, back, strict=True):
        assert new[: len(old)] == old
        assert len(new) == width + 2
        if old is not kept[0]:
            assert new[width:] == ([harmless(f"<{old[0]}>"), str(len(old[0]))] if old[0] else ["", ""])


def test_our_cells_are_no_formulas() -> None:
    assert [harmless(text) for text in ("=1", "+x", "-x", "@x", "＝1", "\tx")] == [
        "'=1",
        "'+x",
        "'-x",
        "'@x",
        "'＝1",
        "'\tx",
    ]
    assert [harmless(text) for text in ("TNF-α", "", "-", "(-)-x")] == ["TNF-α", "", "-", "(-)-x"]


# --- JSON Lines ------------------------------------------------------------------------------------------------------


def test_json_lines_keep_their_text(tmp_path: Path) -> None:
    text = '{"term": "x", "v": 1.00}\n{}\nnot json\n\n  {"term": ["a"], "u": "\\u9aa8"}  \r\n{"term": null}'
    notes: list[ZhengmingError] = []
    done = extend(made(tmp_path, "a.jsonl", text), "term", notes).decode().split("\n")
    assert done == [
        '{"term": "x", "v": 1.00, "len": "<x>", "size": 1}',
        '{"len": null, "size": null}',
        "not json",
        "",
        '  {"term": ["a"], "u": "\\u9aa8", "len": "<[\\"a\\"]>", "size": 5}  \r',
        '{"term": null, "len": null, "size": null}',
    ]
    assert all(json.loads(done[number]) for number in (0, 1, 4, 5))
    assert [(note.key, note.values["line"]) for note in notes] == [("sheet.no_object", 3)]


# --- Parquet ---------------------------------------------------------------------------------------------------------


def test_parquet_keeps_types_and_metadata(tmp_path: Path) -> None:
    table = pa.table(
        {
            "no": pa.array([1, 2, 3], pa.int16()),
            "term": pa.array(["x", None, "yy"]).dictionary_encode(),
            "day": pa.array([datetime.date(2024, 1, 1)] * 3),
            "list": pa.array([[1], [], None]),
        }
    ).replace_schema_metadata({"mine": "kept"})
    path = tmp_path / "a.parquet"
    pq.write_table(table, path, compression="zstd", row_group_size=2)
    done = pq.ParquetFile(io.BytesIO(extend(path, "term")))
    read = done.read()
    assert read.select(table.column_names).equals(table)
    assert read.schema.metadata[b"mine"] == b"kept"
    assert read.column("len").to_pylist() == ["<x>", None, "<yy>"]
    assert read.column("size").to_pylist() == [1.0, None, 2.0]
    assert done.metadata.row_group(0).column(0).compression == "ZSTD"
    pq.write_table(table.slice(0, 0), path)
    assert pq.read_table(io.BytesIO(extend(path, "term"))).num_rows == 0


# --- XLSX ------------------------------------------------------------------------------------------------------------


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


def rows_of(data: bytes, computed: bool = False) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=computed)
    return list(book.worksheets[0].iter_rows(values_only=True))


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Formulas, dates, styles, a comment, a merged title, bordered empty cells, a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "数据"
    sheet.append(["表1"])
    sheet.merge_cells("A1:H1")
    sheet.append(["编号", "术语", "日期", "公式"])
    for number, term in enumerate(["骨关节炎", None, "<a&b>", 7, True], start=1):
        sheet.append([number, term, datetime.date(2024, 1, number), f"=A{number + 2}*2"])
    sheet.append([])
    sheet["B2"].font = Font(bold=True)
    sheet["A3"].comment = Comment("remark", "me")
    for column in "EFGH":
        sheet[f"{column}4"].border = sheet[f"{column}3"].border = Border(left=Side("thin"))
    book.create_sheet("second").append(["x", "y"])
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def test_xlsx_changes_nothing_but_the_rows_of_one_sheet(workbook: Path) -> None:
    notes: list[ZhengmingError] = []
    done = extend(workbook, "术语", notes, header_row=2)
    assert [note.key for note in notes] == ["sheet.first"]
    before, after = parts(workbook.read_bytes()), parts(done)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    old, new = rows_of(workbook.read_bytes()), rows_of(done)
    assert [row[:4] for row in new] == [row[:4] for row in old]
    assert [row[4:6] for row in new[1:]] == [
        ("len", "size"), ("<骨关节炎>", 4), (None, None), ("<<a&b>>", 5), ("<7>", 1), ("<1>", 1),
    ]  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(done)).worksheets[0]
    assert sheet.dimensions == "A1:H7"
    assert sheet["E2"].font.bold
    assert sheet["E3"].border.left.style == "thin"
    assert sheet["G4"].border.left.style == "thin"
    streamed = openpyxl.load_workbook(io.BytesIO(done), read_only=True).worksheets[0]
    assert [row[4] for row in streamed.iter_rows(min_row=2, values_only=True)][:2] == ["len", "<骨关节炎>"]


def test_xlsx_reads_results_of_formulas_and_says_where_there_are_none(tmp_path: Path, workbook: Path) -> None:
    path = tmp_path / "b.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["term", "n"])
    sheet.write_formula(1, 0, '="O"&"A"', None, "OA")
    sheet.write_rich_string(2, 0, "IL", book.add_format({"bold": True}), "-6")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Sheet1!$B$2:$B$3"})
    sheet.insert_chart("E2", chart)
    book.close()
    done = extend(path, "term")
    assert [row[2] for row in rows_of(done, computed=True)] == ["len", "<OA>", "<IL-6>"]
    assert rows_of(done)[1][0] == '="O"&"A"'
    assert parts(done)["xl/charts/chart1.xml"] == parts(path.read_bytes())["xl/charts/chart1.xml"]
    notes: list[ZhengmingError] = []
    extend(workbook, "公式", notes, header_row=2, sheet="数据")
    assert [(note.key, note.values["count"]) for note in notes] == [("sheet.unsolved", 5)]


def test_xlsx_of_another_writer(tmp_path: Path, workbook: Path) -> None:
    """Prefixed names, no cell references, self-closing rows, CDATA, readings beside strings, escapes."""
    sheet = (
        '<?xml version="1.0"?><x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:dimension ref="A1"/><x:sheetData><x:row spans="1:2"><x:c t="inlineStr"><x:is><x:t>term</x:t></x:is></x:c>'
        '<x:c t="s"><x:v>0</x:v></x:c></x:row><x:row r="2"/><x:row r="3" spans="1:2"><x:c r="A3" t="inlineStr"><x:is><x:t>'
        "<![CDATA[</row>]]></x:t><x:rPh><x:t>yomi</x:t></x:rPh></x:is></x:c><x:c r=\"E3\"><x:f>1/0</x:f></x:c></x:row></x:sheetData>"
        "</x:worksheet>"
    )  # fmt: skip
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><r><t>a</t></r><r><t>_x0041_</t></r>'
        "<rPh><t>no</t></rPh></si></sst>"
    )
    path = tmp_path / "b.xlsx"
    source = parts(workbook.read_bytes())
    with zipfile.ZipFile(path, "w") as book:
        for name, data in source.items():
            book.writestr(name, {"xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": strings}.get(name, data))
    how = How(lambda note: None)
    with open_sheet(str(path), SHEETS["xlsx"], how) as opened:
        assert opened.columns == ["term", "aA", "", "", ""] or opened.columns[0] == "term"
        assert opened.rows == 1
    xml = parts(extend(path, "term"))["xl/worksheets/sheet1.xml"].decode()
    assert '<x:c r="F1" t="inlineStr"><x:is><x:t xml:space="preserve">len</x:t></x:is></x:c>' in xml
    assert '<x:c r="F3" t="inlineStr"><x:is><x:t xml:space="preserve">&lt;&lt;/row&gt;&gt;</x:t>' in xml
    assert '<x:dimension ref="A1:G3"/>' in xml
    assert "spans" not in xml
    assert '<x:row r="2"/>' in xml


@pytest.mark.parametrize(
    ("data", "key"),
    [(b"\xd0\xcf\x11\xe0 an old or a locked one", "sheet.damaged"), (b"", "sheet.damaged")],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes, key: str) -> None:
    with pytest.raises(InputError) as error:
        extend(made(tmp_path, "a.xlsx", data), 0)
    assert error.value.key == key


def test_a_cut_workbook_is_refused(tmp_path: Path, workbook: Path) -> None:
    source = parts(workbook.read_bytes())
    del source["xl/worksheets/sheet1.xml"]
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        for name, data in source.items():
            book.writestr(name, data)
    with pytest.raises(InputError, match="not a readable XLSX"):
        extend(path, 0)


def test_sheets_by_name_and_number(workbook: Path) -> None:
    assert rows_of_second(extend(workbook, "x", sheet="second")) == [("x", "y", "len", "size")]
    assert rows_of_second(extend(workbook, "y", sheet="2")) == [("x", "y", "len", "size")]
    with pytest.raises(InputError, match="did you mean second"):
        extend(workbook, "x", sheet="secnd")


def rows_of_second(data: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(data)).worksheets[1].iter_rows(values_only=True))


# --- columns and formats ---------------------------------------------------------------------------------------------


class Named(Sheet):
    def __init__(self, *columns: str) -> None:
        self.columns, self.rows = list(columns), 0


def test_columns_by_name_and_number() -> None:
    sheet = Named("Term ", "2", "", "note", "note", "NOTE")
    assert [position(sheet, wanted, "f") for wanted in ("term", "2", "3", "NOTE", "1")] == [0, 1, 2, 5, 0]
    for wanted, key in (("note", "sheet.twice"), ("tem", "sheet.no_column"), ("7", "sheet.no_column")):
        with pytest.raises(UsageError) as error:
            position(sheet, wanted, "f")
        assert error.value.key == key
    assert error.value.values["count"] == 6
    with pytest.raises(UsageError, match="a number from 1 to 2 instead of 'term'"):
        position(Named("", ""), "term", "f")


def test_formats_and_the_options_that_fit_them() -> None:
    plain = How(print)
    assert kind_of(None, "A.XLSX", plain).name == "xlsx"
    assert kind_of("tsv", "-", plain).name == "tsv"
    for name, file, how, key in (
        (None, "a.docx", plain, "sheet.suffix"),
        ("xls", "a", plain, "usage.format"),
        (None, "a.parquet", How(print, header_row=0), "sheet.not_for"),
        (None, "a.csv", How(print, sheet="1"), "sheet.not_for"),
        (None, "a.xlsx", How(print, excel=True), "sheet.not_for"),
    ):
        with pytest.raises(UsageError) as error:
            kind_of(name, file, how)
        assert error.value.key == key

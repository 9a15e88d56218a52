"""Every format that is written and read: what comes back is the same document, in whatever offsets it was written."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.strategies import anything, bilingual

from zhengming.errors import InputError
from zhengming.formats import FORMATS, Stamp, files, read, write
from zhengming.formats.marks import all_marks
from zhengming.formats.offsets import Offsets, Unit
from zhengming.formats.stamp import encodable
from zhengming.formats.xml import fit
from zhengming.model import Document, Mark, Passage, Relation, Source
from zhengming.tagger import Tagger

STAMP = Stamp("0", "test+0")
#: Formats that hold a whole text with its marks, both ways.
WHOLE = (
    "jsonl",
    "json",
    "brat",
    "pubtator",
    "bioc-xml",
    "bioc-json",
    "pubannotation",
    "label-studio",
    "doccano",
    "docbin",
    "parquet",
)


def never(error: InputError) -> None:
    raise AssertionError(str(error))


def written(documents: list[Document], name: str, stamp: Stamp = STAMP) -> bytes:
    if FORMATS[name].writes == "bytes":
        raw = io.BytesIO()
        write(documents, raw, name, stamp)
        return raw.getvalue()
    text = io.StringIO()
    write(documents, text, name, stamp)
    return text.getvalue().encode()


def again(documents: list[Document], name: str, folder: Path, unit: Unit = "codepoints") -> list[Source]:
    """The documents written in a format, and read from it."""
    stamp = Stamp("0", "test+0", unit=unit)
    if name == "brat":
        found = []
        for number, document in enumerate(documents):
            for ending, data in files(document, name, stamp):
                (folder / f"{number}{ending}").write_bytes(data)
            found += read(folder / f"{number}.ann", encoding="utf-8", unit=unit, warn=lambda error: None)
        return found
    reader = {"doccano": "jsonl"}.get(name, name)
    return list(read(written(documents, name, stamp), "x", format=reader, unit=unit, warn=lambda error: None))


def expected(document: Document, name: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text, and each mark's place and text, as the format can hold them."""
    text = (
        document.text
        if name in ("jsonl", "json", "pubannotation", "label-studio", "doccano")
        else encodable(document.text)
    )
    marks = [(m.start, m.end) for m in all_marks(document, STAMP)]
    if name == "bioc-xml":
        text = fit(text)
    if name == "pubtator":
        first = re.search(r"[\r\n]", text)
        cut = first.start() if first else len(text)
        flat = re.sub(r"[\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029]", " ", text)
        text = flat[:cut] + ("\n" + flat[cut + 1 :] if flat[cut + 1 :] else "")
    return text, [(start, end, text[start:end]) for start, end in marks]


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("unit", ["codepoints", "bytes", "utf16"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(bilingual | anything, min_size=1, max_size=3))
def test_written_and_read_again(tagger: Tagger, tmp_path: Path, name: str, unit: Unit, texts: list[str]) -> None:
    # A file of control characters is told to be none of text.
    assume("\0" not in "".join(texts) or sum(c < " " for text in texts for c in text) < 3)
    documents = [tagger.annotate(text, id=f"d{n}") for n, text in enumerate(texts)]
    back = again(documents, name, tmp_path, unit)
    assert len(back) == len(documents)
    for source, document in zip(back, documents, strict=True):
        text, marks = expected(document, name)
        assert source.text == text
        if name == "brat":
            # A mark that a line end cuts has a piece for each line; all else is where it was.
            marks = [mark for mark in marks if not re.search(r"[\r\n]", mark[2])]
            source.marks = [mark for mark in source.marks if not mark.pieces]
        assert sorted((m.start, m.end, text[m.start : m.end]) for m in source.marks) == sorted(marks)
        concepts = sorted(a.concept.id for a in document if name != "brat" or not re.search(r"[\r\n]", a.text))
        if name != "doccano":
            assert sorted(mark.id for mark in source.marks) == concepts


@pytest.fixture
def annotated() -> Source:
    """A document that others have annotated: overlapping and discontinuous marks, a relation, an event, infons."""
    text = "兔膝骨关节炎模型\n人 𠀀 bone marrow and adipose stem cells 与 OA。"
    start = text.index("bone")
    end = text.index("stem")
    marks = [
        Mark(1, 6, "膝骨关节炎", "Disease", "MESH:D020370", "T1", infons={"note": "knee"}),
        Mark(2, 6, "骨关节炎", "Disease", "MESH:D010003", "T2"),
        Mark(
            start,
            end + 10,
            "bone marrow stem cells",
            "Cell",
            "CL:0002540",
            "T4",
            ((start, start + 11), (end, end + 10)),
        ),
    ]
    relations = [Relation("R1", "broader", (("Arg1", "T1"), ("Arg2", "T2")))]
    passages = [Passage(0, 8, "title"), Passage(9, len(text), "abstract")]
    return Source("d0", text, marks, relations, passages)


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("unit", ["codepoints", "bytes", "utf16"])
def test_what_was_there_before_stays(tagger: Tagger, annotated: Source, tmp_path: Path, name: str, unit: Unit) -> None:
    document = tagger.annotate(annotated.text, id="d0")
    document.source = annotated
    ours = len(document)
    assert ours >= 3
    (back,) = again([document], name, tmp_path, unit)
    assert back.text == annotated.text
    kept = [mark for mark in back.marks if mark.type in ("Disease", "Cell")]
    whole = [(m.start, m.end, m.type) for m in kept if not m.pieces]
    assert {(1, 6, "Disease"), (2, 6, "Disease")} <= set(whole)
    if FORMATS["jsonl" if name == "doccano" else name].relations and name != "doccano":
        assert [r.type for r in back.relations] == ["broader"]
        if name not in ("pubtator", "label-studio"):
            assert {member for _, member in back.relations[0].members} == {"T1", "T2"}
    if name in ("jsonl", "json", "brat", "bioc-xml", "bioc-json", "pubannotation", "parquet"):
        pieces = annotated.marks[2].pieces
        assert [m.pieces for m in kept if m.pieces] == [pieces]
        assert {m.key for m in kept} == {"T1", "T2", "T4"}
        assert {m.id for m in kept} == {"MESH:D020370", "MESH:D010003", "CL:0002540"}
    if name in ("jsonl", "json", "bioc-xml", "bioc-json", "pubannotation"):
        assert next(m for m in kept if m.key == "T1").infons["note"] == "knee"
    if name.startswith("bioc"):
        assert [(p.start, p.end, p.type) for p in back.passages] == [
            (p.start, p.end, p.type) for p in annotated.passages
        ]


def test_annotating_twice_adds_nothing(tagger: Tagger) -> None:
    first = tagger.annotate("骨关节炎（OA）患者的软骨细胞", id="a")
    once = written([first], "bioc-json")
    (source,) = read(once, "a.json", warn=never)
    second = tagger.annotate(source.text, id=source.id)
    second.source = source
    assert len(source.marks) == len(first) == len(second)
    assert json.loads(written([second], "bioc-json"))["documents"] == json.loads(once)["documents"]


@given(bilingual | anything, st.sampled_from(["bytes", "utf16"]))
def test_offsets_go_there_and_back(text: str, unit: Unit) -> None:
    offsets = Offsets(text, unit)
    encoding, size = ("utf-8", 1) if unit == "bytes" else ("utf-16-le", 2)
    for place in range(len(text) + 1):
        assert offsets.out(place) == len(text[:place].encode(encoding, "surrogatepass")) // size
        assert offsets.into(offsets.out(place)) == place
    assert offsets.into(offsets.out(len(text)) + 1) > len(text)
    assert offsets.into(-1) < 0


@pytest.mark.parametrize("unit", ["bytes", "utf16"])
@pytest.mark.parametrize("name", ["jsonl", "brat", "pubtator", "bioc-xml", "bioc-json"])
def test_offsets_of_another_unit_show_themselves(tagger: Tagger, tmp_path: Path, name: str, unit: Unit) -> None:
    """A file whose marks have texts needs no option: what its offsets count is seen, and said."""
    document = tagger.annotate("𠀀骨关节炎（OA）患者的软骨细胞与IL-6", id="a")
    said: list[str] = []
    stamp = Stamp("0", "test+0", unit=unit)
    if name == "brat":
        for ending, data in files(document, name, stamp):
            (tmp_path / f"a{ending}").write_bytes(data)
        (source,) = read(tmp_path / "a.ann", warn=lambda error: said.append(error.key))
    else:
        (source,) = read(written([document], name, stamp), "x", format=name, warn=lambda error: said.append(error.key))
    assert [(m.start, m.end, m.text) for m in source.marks] == [(a.start, a.end, a.text) for a in document]
    assert said == ["input.unit"]


def test_tables_hold_every_mention(tagger: Tagger) -> None:
    import csv

    import openpyxl

    document = tagger.annotate("软\r\n骨与osteo-\narthritis和滑膜", id='=1+1 "x", y')
    csv_rows = list(csv.DictReader(io.StringIO(written([document], "csv").decode("utf-8-sig"), newline="")))
    assert [(row["text"], int(row["start"]), row["document"]) for row in csv_rows] == [
        (a.text, a.start, document.id) for a in document
    ]
    book = openpyxl.load_workbook(io.BytesIO(written([document], "xlsx")))
    rows: list[Any] = list(book["mentions"].iter_rows(min_row=2, values_only=True))
    assert [(row[1], row[2], row[4]) for row in rows] == [(a.start, a.end, a.concept.id) for a in document]
    assert {row[0] for row in rows} == {document.id}
    assert {cell.data_type for row in book["mentions"].iter_rows(min_row=2, max_col=1) for cell in row} == {"s"}
    assert [row[0] for row in book["concepts"].iter_rows(min_row=2, values_only=True)] == sorted(
        {a.concept.id for a in document}, key=[a.concept.id for a in document].index
    )


def test_web_annotations_point_into_the_text(tagger: Tagger, annotated: Source) -> None:
    document = tagger.annotate(annotated.text, id="a b/文.txt")
    document.source = annotated
    page = json.loads(written([document, tagger.annotate("OA 与软骨", id="c")], "web-annotation"))
    assert (page["@context"], page["type"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationPage")
    ids = [item["id"] for item in page["items"]]
    assert len(ids) == len(set(ids))
    for item in page["items"]:
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        assert item["body"]
        assert all(re.fullmatch(r"[A-Za-z][\w+.-]*:\S+", body["source"]) for body in item["body"] if "source" in body)
        for target in targets:
            assert target["source"].isascii()
            text = document.text if target["source"].startswith("a%20b/") else "OA 与软骨"
            position, quoted = target["selector"]
            start, end = position["start"], position["end"]
            assert text[start:end] == quoted["exact"]
            assert text[:start].endswith(quoted["prefix"])
            assert text[end:].startswith(quoted["suffix"])

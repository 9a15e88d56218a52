"""What is read from each kind of file, made here byte by byte: text, names, parts and places."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import bilingual

from zhengming.errors import InputError
from zhengming.formats import Source, Stamp, files, read, write
from zhengming.formats.extract import Extract
from zhengming.formats.given import Given, suffix_of
from zhengming.formats.layout import Glyph, joined, lines_of, ordered, without_repeated
from zhengming.tagger import Tagger

ROOT = Path(__file__).resolve().parent
STAMP = Stamp("0", "test+0")


def never(error: InputError) -> None:
    raise AssertionError(str(error))


def texts(content: bytes, name: str, **options: Any) -> list[tuple[str, str]]:
    return [(source.id, source.text) for source in read(content, name, warn=never, **options)]


def one(content: bytes, name: str) -> Source:
    (source,) = read(content, name, warn=never)
    return source


ARTICLES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID Version="1">11</PMID><Article><ArticleTitle>IL-1<sub>&#946;</sub> in
   <i>osteoarthritis</i>.</ArticleTitle><Abstract><AbstractText Label="AIM">Pain &lt; 3.</AbstractText>
<AbstractText Label="UNLABELLED">Cartilage.</AbstractText></Abstract></Article>
<CommentsCorrectionsList><CommentsCorrections><PMID>99</PMID></CommentsCorrections></CommentsCorrectionsList>
<OtherAbstract Language="chi"><AbstractText>目的。</AbstractText></OtherAbstract></MedlineCitation></PubmedArticle>
<PubmedBookArticle><BookDocument><PMID>12</PMID><ArticleTitle>Knee</ArticleTitle></BookDocument></PubmedBookArticle>
</PubmedArticleSet>""".encode()


def test_pubmed_articles() -> None:
    expected = [("11", "IL-1β in osteoarthritis.\nAIM: Pain < 3.\nCartilage.\n目的。"), ("12", "Knee")]
    for name in ("pubmed25n0001.xml", "x", "a.pxml"):
        assert texts(ARTICLES, name) == expected
    assert texts(gzip.compress(ARTICLES), "pubmed25n0001.xml.gz") == expected
    (first, _) = read(ARTICLES, "a.xml", warn=never)
    assert [(p.type, first.text[p.start : p.end]) for p in first.passages][:2] == [
        ("title", "IL-1β in osteoarthritis."), ("abstract", "AIM: Pain < 3."),
    ]  # fmt: skip


def test_a_baseline_is_read_record_by_record(tmp_path: Path) -> None:
    """What is held of a file does not grow with it: two thousand articles take no more than two hundred, and a little."""
    import tracemalloc

    article = (
        b"<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>"
        + b"bone " * 200
        + (b"</ArticleTitle></Article></MedlineCitation></PubmedArticle>\n")
    )
    peaks = []
    for count in (200, 2000):
        path = tmp_path / f"{count}.xml.gz"
        path.write_bytes(gzip.compress(b"<PubmedArticleSet>" + article * count + b"</PubmedArticleSet>"))
        tracemalloc.start()
        assert sum(1 for _ in read(path, warn=never)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 500_000


EXPORTS = {
    "cnki.ris": "TY  - JOUR\nTI  - 间充质干细胞治疗膝骨关节炎\nAU  - 张三\nAB  - 目的：脂肪干细胞\n治疗骨关节炎。\nDO  - 10.1/x\nER  - \n\n",
    "endnote.txt": "%0 Journal Article\n%A 张三\n%T 间充质干细胞治疗膝骨关节炎\n%X 目的：脂肪干细胞\n治疗骨关节炎。\n%R 10.1/x\n",
    "note.net": "{Reference Type}: Journal Article\n{Title}: 间充质干细胞治疗膝骨关节炎\n{Abstract}: 目的：脂肪干细胞治疗骨关节炎。\n{DOI}: 10.1/x\n",
    "refworks.txt": "RT Journal Article\nSR 1\nA1 张三\nT1 间充质干细胞治疗膝骨关节炎\nAB 目的：脂肪干细胞治疗骨关节炎。\nDO 10.1/x\n",
    "wanfang": "TY  - JOUR\r\nT1  - 间充质干细胞治疗膝骨关节炎\r\nN2  - 目的：脂肪干细胞治疗骨关节炎。\r\nDO  - 10.1/x\r\nER  -\r\n",
}


@pytest.mark.parametrize("name", EXPORTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_exports_of_databases(name: str, encoding: str) -> None:
    said: list[str] = []
    content = (EXPORTS[name] * 2).encode(encoding)
    found = list(read(content, name, warn=lambda error: said.append(error.key)))
    assert [source.text for source in found] == ["间充质干细胞治疗膝骨关节炎\n\n目的：脂肪干细胞治疗骨关节炎。"] * 2
    assert {source.id for source in found} == {"10.1/x"}
    assert said == (["input.guessed"] if encoding == "gb18030" else [])


def test_nbib() -> None:
    content = b"PMID- 1\nOWN - NLM\nTI  - Pain in\n      OA.\nAB  - AIM: x\n      y.\n\nPMID- 2\nTI  - Knee\n"
    assert texts(content, "pubmed-1.txt") == [("1", "Pain in OA.\nAIM: x y."), ("2", "Knee")]


@pytest.mark.parametrize(
    ("content", "options", "expected"),
    [
        ("id,text\n7,软骨\n8,\n9,滑膜\n", {}, [("7", "软骨"), ("9", "滑膜")]),
        ("PMID;Title;Abstract\n1;OA;疼痛是\n", {}, [("1", "OA\n\n疼痛是")]),
        ('编号,标题,摘要\na,"膝,骨","一\n二"\n', {}, [("a", "膝,骨\n\n一\n二")]),
        ("a,b\nx,y\n", {"columns": ("b",)}, [("t.csv:2", "y")]),
        ("\n\nonly\n\n软骨\n", {}, [("t.csv:5", "软骨")]),
    ],
)
def test_columns_of_tables(content: str, options: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert texts(content.encode(), "t.csv", **options) == expected
    import openpyxl

    rows = list(csv.reader(io.StringIO(content), delimiter=";" if ";" in content else ","))
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    raw = io.BytesIO()
    book.save(raw)
    found = texts(raw.getvalue(), "t.xlsx", **options)
    assert [text for _, text in found] == [text for _, text in expected]


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    said: list[str] = []
    (source,) = read(b"a,b\nx,longer\n", "t.csv", warn=lambda error: said.append(error.key))
    assert (source.text, said) == ("longer", ["input.column"])
    with pytest.raises(InputError, match=r"no column 'c' \(there are: a, b\)"):
        list(read(b"a,b\nx,longer\n", "t.csv", columns=("c",), warn=never))
    own = b"document\tstart\tend\ttext\tconcept\nx\t1\t2\ty\tz\n"
    with pytest.raises(InputError, match="no texts"):
        list(read(own, "out.tsv", warn=never))


PAGE = """<!doctype html><html><head><title>OA</title><style>OA</style></head><body><h1>OA</h1><p>疼痛，骨<b>关节</b>炎
 与 IL-1&beta;<sup>1,2</sup> 和 10<sup>6</sup> CD4<sup>+</sup>。<br>软骨</p><a href="x">滑膜</a>
<table><tr><td>骨<td>关节炎</table><script>var OA = "<p>OA</p>";</script><pre>a
  b</pre>&lt;OA&gt; &nosuch; <!-- OA --></body></html>"""


def test_html_text_and_back(tagger: Tagger) -> None:
    source = one(PAGE.encode(), "a.html")
    assert "OA\n\n疼痛，骨关节炎 与 IL-1β 1,2 和 106 CD4+。\n\n软骨" in source.text
    assert "骨\t关节炎" in source.text
    assert "a\n  b" in source.text
    assert source.text.count("OA") == 2
    document = tagger.annotate(source.text, id=source.id)
    document.source = source
    ((ending, data),) = files(document, "html-links", STAMP)
    page = data.decode()
    assert ending == ".html"
    assert re.sub(r"<a href=\"https://bioregistry[^>]*>|<abbr [^>]*>|</abbr>|</a>", "", page) == PAGE.replace(
        "</a>", ""
    )
    assert page.count(">关节</a></b>") == 1
    assert '<a href="x">滑膜</a>' in page
    again = one(data, "b.html")
    assert again.text == source.text


MARKDOWN = """---
title: OA
---
# 骨关节炎 *研究* 与 **骨**关节炎

We used **BM-MSCs**[^1] and TGF-$\\beta$1 [@OA2019] in `OA` [osteoarthritis](http://x.y/OA "OA") IL-6^2,3^ US$5 and A$6.
![软骨](OA.png) \\*OA\\* &beta; https://oa.org/OA

- 脂肪干细胞
- 外泌体

| 名称 | OA |
|------|:--:|

```
OA
```
"""


def test_markdown_text_and_back(tagger: Tagger) -> None:
    source = one(MARKDOWN.encode(), "a.md")
    assert source.text.startswith("骨关节炎 研究 与 骨关节炎\n\n")
    assert "BM-MSCs and TGF-β1  in   osteoarthritis IL-6 2,3 US$5 and A$6." in source.text
    assert "脂肪干细胞\n\n外泌体" in source.text
    assert source.text.count("OA") == 2
    document = tagger.annotate(source.text, id=source.id)
    document.source = source
    for a in document:
        place = source.origin.place(a.start, a.end)  # type: ignore[union-attr]
        raw = MARKDOWN[place["start"] : place["end"]]
        assert raw.replace("**", "").replace("$\\beta$", "β") == a.text
        assert MARKDOWN.split("\n")[place["line"] - 1][place["column"] - 1 :].startswith(raw)
    ((_, data),) = files(document, "markdown", STAMP)
    linked = data.decode()
    assert '**[骨](https://bioregistry.io/MESH:D010003 "' in linked
    assert '[osteoarthritis](http://x.y/OA "OA")' in linked
    assert "![软骨](OA.png)" in linked
    assert "```\nOA\n```" in linked
    assert [a.text for a in tagger.annotate(one(data, "b.md").text)] == [a.text for a in document]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from("*_`[]()!#>-|$^~\\&;<>\n ab骨1:/@") | bilingual, max_size=40).map("".join))
def test_any_markup_gives_text_that_stands_in_the_file(raw: str) -> None:
    for name in ("a.md", "a.html", "a.tex"):
        try:
            source = next(read(raw.encode("utf-8", "replace"), name, encoding="utf-8", warn=lambda error: None))
        except InputError as error:
            assert (name, error.key) == ("a.tex", "input.damaged")
            continue
        assert isinstance(source.origin, Extract)
        for at, character in enumerate(source.text):
            for start, end in source.origin.pieces(at, at + 1):
                shown = source.origin.raw[start:end]
                assert shown == character or name != "a.md" or len(shown) > 1 or shown in "|"


LATEX = r"""\documentclass{article}\newcommand{\x}[1]{OA #1}\title{骨关节炎}
\begin{document}\maketitle
\section{引言} % OA
\textbf{骨}关节炎 (OA)\citep[see][p.~2]{OA2019}的TGF-$\beta$1、IL-1\textbeta{}、CD4$^{+}$、BM-MSCs\textsuperscript{1,2}、5~\% na\"ive.
See \href{http://OA}{滑膜} and \textcolor{red}{软骨}\footnote{外泌体}\label{OA}.
\begin{equation} OA = x^2 \end{equation}
\begin{tabular}{lc} 骨 & 关节炎 \\ OA & 疼痛 \end{tabular}
\end{document} OA"""


def test_latex(tagger: Tagger) -> None:
    source = one(LATEX.encode(), "a.tex")
    assert "骨关节炎 (OA)的TGF-β1、IL-1β、CD4+、BM-MSCs 1,2、5 % naïve." in source.text
    document = tagger.annotate(source.text)
    found = [a.text for a in document]
    assert found.count("OA") == 2
    assert {"滑膜", "软骨", "外泌体", "TGF-β1", "IL-1β", "BM-MSCs", "疼痛"} <= set(found)
    for a in document:
        place = source.origin.place(a.start, a.end)  # type: ignore[union-attr]
        raw = LATEX[place["start"] : place["end"]]
        assert (
            raw.replace("}", "").replace(r"$\beta$", "β").replace(r"\textbeta{", "β").replace(r"\textbeta", "β")
            == a.text
        )


def docx_of(*paragraphs: str) -> bytes:
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


def test_docx_text_and_back(tagger: Tagger, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_heading("OA", 1)
    paragraph = document.add_paragraph("疼痛与BM-")
    paragraph.add_run("MSCs").bold = True
    paragraph.add_run("1,2").font.superscript = True
    paragraph.add_run("\t和 OA")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "骨", "关节炎"
    document.save(str(tmp_path / "a.docx"))
    source = next(read(tmp_path / "a.docx", warn=never))
    assert source.text == "OA\n\n疼痛与BM-MSCs 1,2\t和 OA\n\n骨\n\n关节炎\n\n"
    found = tagger.annotate(source.text, id="a")
    found.source = source
    ((ending, data),) = files(found, "docx", STAMP)
    (tmp_path / f"b{ending}").write_bytes(data)
    assert next(read(tmp_path / "b.docx", warn=never)).text == source.text
    back: Any = docx.Document(str(tmp_path / "b.docx"))
    runs = [run for p in back.paragraphs for run in p.runs] + [
        run for row in back.tables[0].rows for cell in row.cells for p in cell.paragraphs for run in p.runs
    ]
    shaded = "|".join(run.text for run in runs if run._r.xpath(".//w:shd"))
    assert shaded.replace("BM-|MSCs", "BM-MSCs") == "|".join(a.text for a in found)
    assert [run.bold for run in runs if run.text == "MSCs"] == [True]
    comments = [comment.text for comment in back.comments]
    assert len(comments) == len({a.concept for a in found})
    assert "骨关节炎 · osteoarthritis · OA" in comments[0]
    # The document that was read is as it was.
    ((_, same),) = files(found, "docx", STAMP)
    assert len(docx.Document(io.BytesIO(same)).comments) == len(comments)  # type: ignore[arg-type]


def with_note(content: bytes, text: str, note: str) -> bytes:
    """A Word file with one note more: a `footnote` or an `endnote`."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{note}s+xml"
    relation = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{note}s"
    raw = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(raw, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode("utf-8", "surrogateescape")
            if name == "[Content_Types].xml":
                part = part.replace(
                    "</Types>", f'<Override PartName="/word/{note}s.xml" ContentType="{kind}"/></Types>'
                )
            if name == "word/_rels/document.xml.rels":
                part = part.replace(
                    "</Relationships>",
                    f'<Relationship Id="rId{note}" Type="{relation}" Target="{note}s.xml"/></Relationships>',
                )
            new.writestr(name, part.encode("utf-8", "surrogateescape"))
        new.writestr(
            f"word/{note}s.xml",
            f'<w:{note}s xmlns:w="{word}"><w:{note} w:id="1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{note}></w:{note}s>',
        )
    return raw.getvalue()


@pytest.mark.parametrize("note", ["footnote", "endnote"])
def test_notes_are_read_and_shaded(tagger: Tagger, note: str) -> None:
    source = one(with_note(docx_of("软骨"), "注：骨关节炎", note), "a.docx")
    assert source.text == "软骨\n\n注：骨关节炎\n\n"
    document = tagger.annotate(source.text, id="a")
    document.source = source
    ((_, data),) = files(document, "docx", STAMP)
    assert one(data, "b.docx").text == source.text
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        notes = archive.read(f"word/{note}s.xml").decode()
        comments = archive.read("word/comments.xml").decode()
    assert notes.count("<w:shd ") == 1
    assert "osteoarthritis" not in comments
    assert "cartilage" in comments


def test_both_kinds_of_notes_in_one_document(tagger: Tagger) -> None:
    source = one(with_note(with_note(docx_of("软骨"), "膝", "endnote"), "骨", "footnote"), "a.docx")
    assert source.text == "软骨\n\n骨\n\n膝\n\n"


@pytest.mark.parametrize("note", ["footnote", "endnote"])
def test_words_around_the_mark_of_a_note_stay_apart(tagger: Tagger, note: str) -> None:
    import docx
    from docx.oxml import OxmlElement

    written = docx.Document()
    paragraph = written.add_paragraph("osteoarthritis")
    mark = OxmlElement(f"w:{note}Reference")
    mark.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}id", "1")
    paragraph.add_run()._r.append(mark)
    paragraph.add_run("cartilage")
    raw = io.BytesIO()
    written.save(raw)
    source = one(raw.getvalue(), "a.docx")
    assert source.text == "osteoarthritis cartilage\n\n"
    document = tagger.annotate(source.text, id="a")
    assert [a.text for a in document] == ["osteoarthritis", "cartilage"]
    document.source = source
    ((_, data),) = files(document, "docx", STAMP)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = archive.read("word/document.xml").decode()
    assert body.count(f"<w:{note}Reference") == 1
    assert body.count("<w:shd ") == 2


def test_any_document_becomes_a_word_document(tagger: Tagger) -> None:
    document = tagger.annotate("骨关节炎\n\n与\t软骨 \x00", id="a")
    ((_, data),) = files(document, "docx", STAMP)
    source = one(data, "a.docx")
    assert source.text.split() == ["骨关节炎", "与", "软骨", "\ufffd"]


def page_of(*lines: tuple[float, float, str], size: float = 10) -> list[Glyph]:
    """Characters of lines that begin at (x, y), each as wide as the size."""
    return [
        Glyph(character, x + at * size, x + (at + 1) * size, y, y + size, size)
        for x, y, text in lines
        for at, character in enumerate(text)
    ]


def test_columns_are_read_one_after_the_other() -> None:
    left = [(50.0, 600.0 - 15 * n, f"左栏第{n}行的文字内容正文") for n in range(8)]
    right = [(300.0, 600.0 - 15 * n, f"右栏第{n}行的文字内容正文") for n in range(8)]
    title = [(50.0, 700.0, "标题" * 18)]
    foot = [(50.0, 400.0, "全宽的表注" * 7)]
    rows = [line for pair in zip(left, right, strict=True) for line in pair]
    random.Random(1).shuffle(rows)
    lines = ordered(lines_of(page_of(*foot, *rows, *title)))
    assert [line.text for line in lines] == [text for _, _, text in (*title, *left, *right, *foot)]
    assert joined(lines).count("\n") == len(lines)


def test_spaces_and_raised_numbers() -> None:
    (line,) = lines_of([*page_of((0, 100, "stem cells")), *page_of((100, 106, "1,2"), size=6)])
    assert line.text == "stem cells 1,2"
    (line,) = lines_of([*page_of((0, 100, "10")), *page_of((20, 106, "6"), size=6)])
    assert line.text == "106"
    (line,) = lines_of(page_of((0, 100, "骨 关 节 炎")))
    assert line.text == "骨关节炎"


def test_what_repeats_at_the_edge_of_pages_goes() -> None:
    pages = [
        (lines_of(page_of((50, 780, f"某杂志第{n}期"), (50, 400, f"正文第{n}页"), (250, 20, str(n)))), 800.0)
        for n in range(4)
    ]
    assert [[line.text for line in lines] for lines in without_repeated(pages)] == [[f"正文第{n}页"] for n in range(4)]


def pdf_of(pages: list[list[tuple[float, float, str]]], scale: float = 1) -> bytes:
    """A PDF of Latin text in Helvetica of 10 points, written out by hand; `scale` of it is in the text's matrix."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = " ".join(f"{scale} 0 0 {scale} {x} {y} Tm ({text}) Tj" for x, y, text in lines)
        content = f"BT /F1 {10 / scale} Tf {shown} ET"
        kids.append(f"{len(objects) + 2} 0 R")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\n"
            f"startxref\n{start}\n%%EOF\n"
        ).encode()
    )


@pytest.mark.parametrize("scale", [1, 0.5, 2])
def test_pdf_of_a_page_that_is_scaled(scale: float) -> None:
    # Browsers write no spaces, and a font's size is not what is seen: knee is 21.7 points wide.
    words = [(50.0, 600.0, "knee"), (74.2, 600.0, "pain"), (50.0, 580.0, "knee"), (71.8, 580.0, "cap")]
    assert one(pdf_of([words], scale), "a.pdf").text == "knee pain\nkneecap\n"


def test_pdf_in_columns_with_pages(tagger: Tagger) -> None:
    left = [
        "Pain of the knee in osteoarthri-",
        "tis is a problem of many adults",
        "whose cartilage has been lost.",
        "Synovitis follows it.",
    ]
    right = [
        "Mesenchymal stem cells from the",
        "bone marrow are one of several",
        "treatments that have been tried",
        "in animals and in patients.",
    ]
    pages = [
        [(50, 770, "Journal of Knees 12"), *((50, 600 - 14 * n, text) for n, text in enumerate(left)),
         *((320, 600 - 14 * n, text) for n, text in enumerate(right)), (290, 20, str(number))]
        for number in (1, 2, 3)
    ]  # fmt: skip
    source = one(pdf_of(pages), "a.pdf")
    assert source.text == "".join(line + "\n" for line in [*left, *right] * 3)
    assert [passage.infons["page"] for passage in source.passages] == ["1", "2", "3"]
    document = tagger.annotate(source.text, id="a.pdf")
    document.source = source
    stream = io.StringIO()
    write([document], stream, "jsonl", STAMP)
    annotations = json.loads(stream.getvalue())["annotations"]
    assert [a["place"] for a in annotations if a["text"] == "osteoarthri-\ntis"] == [{"page": n} for n in (1, 2, 3)]
    table = io.StringIO()
    write([document], table, "table", STAMP)
    assert table.getvalue().splitlines()[1].endswith("\tpage 1")


def test_bioc_passages_and_odd_offsets() -> None:
    collection = {"documents": [{"id": "1", "passages": [
        {"offset": 0, "infons": {"type": "title"}, "text": "骨关节炎", "annotations": []},
        {"offset": 13, "infons": {}, "text": "软骨 OA", "annotations": [
            {"id": "a", "infons": {"type": "X", "n": 3}, "text": "OA", "locations": [{"offset": 20, "length": 2}]}]},
    ]}]}  # fmt: skip
    said: list[str] = []
    (source,) = read(json.dumps(collection).encode(), "a.json", warn=lambda error: said.append(error.key))
    assert source.text == "骨关节炎\n软骨 OA"
    assert [(m.text, source.text[m.start : m.end], m.infons["n"]) for m in source.marks] == [("OA", "OA", "3")]
    assert said == ["input.unit"]
    collection["documents"][0]["passages"][1]["offset"] = 10**12  # type: ignore[index]
    said.clear()
    (source,) = read(json.dumps(collection).encode(), "a.json", warn=lambda error: said.append(error.key))
    assert (source.text, source.marks) == ("骨关节炎\n软骨 OA", [])
    assert said == ["input.passages", "input.offsets"]


def test_events_of_brat_go_through_bioc_and_back(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("TGF-β1 activates Smad2.", encoding="utf-8")
    listed = (
        "T1\tProtein 0 6\tTGF-β1\nT2\tProtein 17 22\tSmad2\nT3\tActivation 7 16\tactivates\nT4\tX 0 3;17 22\tTGF Smad2\n"
        "E1\tActivation:T3 Cause:T1 Theme:T2\nR1\tpart-of Arg1:T1 Arg2:T2\n*\tEquiv T1 T2\n"
        "N1\tReference T1 HGNC:11766\tTGFB1\nA1\tNegation E1\n#1\tAnnotatorNotes T1\tsee paper\n"
    )
    (tmp_path / "a.ann").write_text(listed, encoding="utf-8")
    (source,) = read(tmp_path / "a.ann", warn=never)
    from zhengming.model import Document

    document = Document(source.text, id="a", source=source)
    ((_, text), (_, ann)) = files(document, "brat", STAMP)
    assert text.decode() == source.text
    assert sorted(ann.decode().splitlines()) == sorted(listed.splitlines())
    stream = io.StringIO()
    write([document], stream, "bioc-xml", STAMP)
    (back,) = read(stream.getvalue().encode(), "a.xml", warn=never)
    assert [(m.key, m.type, m.id, m.pieces) for m in back.marks] == [
        (m.key, m.type, m.id, m.pieces) for m in source.marks
    ]
    assert [(r.type, r.members) for r in back.relations] == [(r.type, r.members) for r in source.relations]


def test_bioc_is_what_others_read(tagger: Tagger) -> None:
    """The `bioc` package reads what is written, and lxml finds that it keeps to the DTD."""
    import bioc
    from lxml import etree

    document = tagger.annotate("骨关节炎（OA）& <b>\r\n软骨\x00细胞", id="a&b")
    stream = io.StringIO()
    write([document, tagger.annotate("OA", id="c")], stream, "bioc-xml", STAMP)
    dtd = etree.DTD(str(ROOT / "data" / "BioC.dtd"))
    assert dtd.validate(etree.fromstring(stream.getvalue().encode())), dtd.error_log
    collection = bioc.loads(stream.getvalue())
    bioc.validate(collection)
    (passage,) = collection.documents[0].passages
    assert passage.text == document.text.replace("\x00", "\ufffd")
    for a, mine in zip(passage.annotations, document, strict=True):
        (place,) = a.locations
        assert passage.text[place.offset : place.offset + place.length] == a.text == mine.text
        assert (a.infons["identifier"], a.infons["type"]) == (mine.concept.id, mine.concept.category)
    stream = io.StringIO()
    write([document], stream, "bioc-json", STAMP)
    from bioc import biocjson

    again = biocjson.loads(stream.getvalue())
    assert [a.text for a in again.documents[0].passages[0].annotations] == [a.text for a in document]
    stream = io.StringIO()
    write([tagger.annotate("OA pain.\nBM-MSCs help.", id="7")], stream, "pubtator", STAMP)
    from bioc import pubtator

    (record,) = pubtator.load(io.StringIO(stream.getvalue()))
    assert [record.text[a.start : a.end] == a.text for a in record.annotations] == [True, True]


def test_brat_is_what_others_read(tagger: Tagger) -> None:
    from bioc import brat

    document = tagger.annotate("骨关节炎（OA）患者的软骨细胞", id="a")
    ((_, text), (_, ann)) = files(document, "brat", STAMP)
    found = brat.load(io.StringIO(text.decode()), io.StringIO(ann.decode()))
    assert [(e.text, *e.total_span) for e in found.entities] == [(a.text, a.start, a.end) for a in document]


@pytest.mark.parametrize(
    ("name", "content", "format_"),
    [
        ("a.json", b'[{"id": 1, "text": "x"}]', "json"), ("a.json", b'{"text": "x", "denotations": []}', "pubannotation"),
        ("a.json", b'{"source": "", "documents": [{"id": "1", "passages": []}]}', "bioc-json"),
        ("a.json", b'[{"id": 3, "data": {"text": "x"}}]', "label-studio"), ("a.xml", ARTICLES, "pubmed"),
        ("a.xml", b"<?xml version='1.0'?><collection><document/></collection>", "bioc-xml"),
        ("-", b'{"id": "a", "text": "x"}\n', "jsonl"), ("-", "骨".encode(), "text"), ("-", b"%PDF-1.7", "pdf"),
        ("a.txt", b"1|t|x\n1|a|y\n", "pubtator"), ("a.txt", b'{"id": "a"}\n', "text"), ("a.txt.gz", b"x", "text"),
        ("-", docx_of("x"), "docx"), ("a.TSV", b"x", "table"), ("a.unknown", b"<!DOCTYPE html><p>", "html"),
    ],
)  # fmt: skip
def test_the_content_tells_the_format(name: str, content: bytes, format_: str) -> None:
    from zhengming.formats import guess

    assert guess(Given(name, content, never)).name == format_


def test_packed_files() -> None:
    from backports import zstd

    for packed, name in ((gzip.compress("软骨".encode()), "a.txt.gz"), (zstd.compress("软骨".encode()), "a.txt.zst")):
        assert texts(packed, name) == [(name, "软骨")]
    assert (suffix_of("x/a.JSONL.gz"), suffix_of("a.gz"), suffix_of("a")) == (".jsonl", "", "")

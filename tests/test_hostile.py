"""Files that are broken, cut off or made to hurt: one clear line each, the other documents done, memory bounded."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import Run
from tests.test_readers import ARTICLES, docx_of, pdf_of

from zhengming.errors import InputError
from zhengming.formats import FORMATS, files, read
from zhengming.formats import given as given_module
from zhengming.formats.stamp import Stamp
from zhengming.model import Document

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE collection [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]><collection><document><passage><text>&j;</text></passage></document></collection>"
).encode()
OUTSIDE = (
    b'<?xml version="1.0"?><!DOCTYPE collection [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<collection><document><passage><text>&x;</text></passage></document></collection>"
)


def archive(**parts: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in parts.items():
            out.writestr(name.replace("__", "/") + ".xml", content)
    return raw.getvalue()


BAD = {
    "laughs.xml": (LAUGHS, "declares XML entities"),
    "wide.xml": (LAUGHS.decode().replace('encoding="utf-8"', "").encode("utf-16"), "declares XML entities"),
    "outside.xml": (OUTSIDE, "declares XML entities"),
    "cut.xml": (ARTICLES[:400], "not well-formed XML"),
    "other.xml": (b"<?xml version='1.0'?><a><b/></a>", "no document in it that we know"),
    "cut.xml.gz": (gzip.compress(ARTICLES)[:-20], "damaged or cut off"),
    "garbage.txt.gz": (b"\x1f\x8b\x08garbage" * 9, "damaged or cut off"),
    "cut.txt.zst": (zstd.compress(os.urandom(1000))[:500], "damaged or cut off"),
    "bomb.docx": (archive(word__document=b"<w/>" + b" " * (300 << 20)), "unpacks to more than"),
    "entities.docx": (archive(word__document=LAUGHS), "declares XML entities"),
    "entities.xlsx": (archive(xl__workbook=OUTSIDE), "declares XML entities"),
    "empty.docx": (b"", "damaged or cut off"),
    "cut.docx": (docx_of("x")[:2000], "damaged or cut off"),
    "shell.docx": (archive(word__document=b"<w/>"), "cannot be read as DOCX"),
    "shell.xlsx": (archive(xl__workbook=b"<w/>"), "cannot be read as XLSX"),
    "renamed.xlsx": (docx_of("x"), "another kind of file"),
    "old.docx": (b"\xd0\xcf\x11\xe0" + b"x" * 600, "an old or encrypted Office file"),
    "cut.pdf": (pdf_of([[(50, 700, "Pain")]])[:90], "cannot be read as PDF"),
    "noise.pdf": (b"%PDF-1.7\n" + b"\xff\x00" * 500, "cannot be read as PDF"),
    "scan.pdf": (pdf_of([[]]), "1 of 1 pages have no text"),
    "bad.json": (b'{"text": ', "not JSON"),
    "deep.json": (b"[" * 100_000, "not JSON"),
    "shape.json": (b'[{"text": 5}]', "record 1 is not of the shape"),
    "shape2.json": (b'{"documents": [{"passages": [{"offset": 0, "text": 7}]}]}', "record 1 is not of the shape"),
    "shape3.json": (b'{"text": "OA", "denotations": [{"span": 3}]}', "record 1 is not of the shape"),
    "offsets.json": (b'{"text": "OA", "denotations": [{"id": "T1", "obj": "x", "span": {"begin": 1, "end": 99}}]}', "1 annotations outside"),
    "offsets.pubtator": (b"1|t|OA\n1|a|\n1\t50\t52\tOA\tX\ty\n", "1 annotations outside"),
    "lines.pubtator": (b"1|t|OA\n1|a|\nnonsense\n", "lines.pubtator:3: not a line"),
    "alone.ann": (b"T1\tX 0 2\tOA\n", "annotations need their text beside them"),
    "bad.spacy": (b"nonsense", "cannot be read as DocBin"),
    "wide.csv": (b'text\n"' + b"x" * 10, ""),
    "nocolumn.xlsx": (b"PK", "damaged or cut off"),
    "none.ris": (b"no tags here\n", "no document in it that we know"),
    "deep.tex": (rb"\begin{x}" * 5000, "cannot be read as LaTeX"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_one_line_and_the_rest_is_done(name: str, run: Run, tmp_path: Path) -> None:
    content, message = BAD[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text("骨关节炎", encoding="utf-8")
    done = run("annotate", "--json", name, "good.txt")
    said = done.stderr.decode().splitlines()
    records = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert records[-1]["id"] == "good.txt"
    assert len(records[-1]["annotations"]) == 1
    assert "root:" not in done.stdout.decode()
    if message:
        assert done.returncode == 3
        assert len(said) == 1
        assert name in said[0]
        assert message in said[0]


def test_what_stands_before_the_break_is_done(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(ARTICLES.replace(b"<PubmedBookArticle>", b"<Pubmed<"))
    done = run("annotate", "--json", "a.xml")
    assert done.returncode == 3
    assert json.loads(done.stdout)["id"] == "11"
    assert b"nothing read from there on" in done.stderr


def test_a_packed_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(given_module, "LIMIT", 1 << 20)
    for packed, name in ((gzip.compress(b"a" * (4 << 20)), "a.txt.gz"), (zstd.compress(b"a" * (4 << 20)), "a.txt.zst")):
        with pytest.raises(InputError, match="unpacks to more than 1 MB"):
            list(read(packed, name, warn=lambda error: None))
    assert len(next(read(b"a" * (4 << 20), "a.txt", warn=lambda error: None)).text) == 4 << 20


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([item.name for item in FORMATS.values() if item.reads and item.name != "brat"]),
    st.binary(max_size=200),
    st.data(),
)
def test_no_bytes_give_anything_but_our_own_error(name: str, noise: bytes, data: st.DataObject) -> None:
    """A file of each format, cut off or with noise in it, and noise alone."""
    good = GOOD.get(name, b'{"id": "a", "text": "OA"}')
    at = data.draw(st.integers(0, len(good)))
    for content in (noise, good[:at], good[:at] + noise + good[at + 3 :]):
        try:
            for source in read(content, "x", format=name, warn=lambda error: None):
                assert all(0 <= mark.start < mark.end <= len(source.text) for mark in source.marks)
        except InputError as error:
            assert str(error)


GOOD = {
    "pubmed": ARTICLES, "docx": docx_of("OA", "软骨"), "pdf": pdf_of([[(50, 700, "Pain of the knee")]]),
    "pubtator": b"1|t|OA\n1|a|pain\n1\t0\t2\tOA\tX\tY\n", "ris": b"TY  - JOUR\nTI  - OA\nER  - \n", "csv": b"id,text\n1,OA\n",
    "nbib": b"PMID- 1\nTI  - OA\n", "endnote": b"%0 Book\n%T OA\n", "latex": b"\\textbf{OA} $x$ \\cite{a}",
    "bioc-json": b'{"documents": [{"id": "1", "infons": {}, "passages": [{"offset": 0, "text": "OA", "annotations": '
    b'[{"id": "1", "infons": {}, "text": "OA", "locations": [{"offset": 0, "length": 2}]}]}]}]}',
    "pubannotation": b'{"text": "OA", "denotations": [{"id": "T1", "obj": "x", "span": {"begin": 0, "end": 2}}], "relations": []}',
    "label-studio": b'[{"data": {"text": "OA"}, "annotations": [{"result": [{"id": "a", "value": {"start": 0, "end": 2, "labels": ["x"]}}]}]}]',
    "html": b"<html><p>OA<sup>1</sup>&amp;</p>", "markdown": b"# OA\n\n*x* [y](z) `c`\n",
    "bioc-xml": b"<collection><document><id>1</id><passage><offset>0</offset><text>OA</text></passage></document></collection>",
}  # fmt: skip


def test_nothing_heavy_is_imported_for_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("OA", encoding="utf-8")
    heavy = ("spacy", "openpyxl", "docx", "lxml", "pypdfium2", "pylatexenc", "xml.etree", "html.parser")
    code = f"import sys; from zhengming.cli import main\ntry: main()\nfinally: print([m for m in {heavy} if m in sys.modules], file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code, "annotate", "--json", "a.txt"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=True,
    )
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "extra"), [("docx", "docx"), ("xlsx", "openpyxl"), ("pdf", "pypdfium2"), ("tex", "pylatexenc")]
)
def test_a_missing_package_says_what_to_type(run: Run, tmp_path: Path, name: str, extra: str) -> None:
    (tmp_path / f"{extra}.py").write_text("raise ImportError('not installed')", encoding="utf-8")
    (tmp_path / f"a.{name}").write_bytes(docx_of("x"))
    path = os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = run("annotate", f"a.{name}", PYTHONPATH=path)
    wanted = {"tex": "latex"}.get(name, name)
    assert done.returncode == 2
    assert f"pip install 'zhengming[{wanted}]'" in done.stderr.decode()
    assert len(done.stderr.decode().splitlines()) == 1
    if name in ("docx", "xlsx"):
        done = run("annotate", "--format", name, "-o", f"out.{name}", stdin=b"OA", PYTHONPATH=path)
        assert (done.returncode, sorted(tmp_path.glob("out*"))) == (2, [])
        assert f"pip install 'zhengming[{wanted}]'" in done.stderr.decode()


def test_each_document_gets_its_own_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in" / "b").mkdir(parents=True)
    for name in ("in/a.txt", "in/b/a.txt", "in/..x.txt"):
        (tmp_path / name).write_text("骨关节炎", encoding="utf-8")
    done = run("annotate", "in", "--format", "brat", "-o", "out")
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "a-2.ann",
        "a-2.txt",
        "a.ann",
        "a.txt",
        "x.ann",
        "x.txt",
    ]
    done = run("annotate", "--json", "out")
    assert len(done.stdout.splitlines()) == 3
    assert all(len(json.loads(line)["existing"]) == 1 for line in done.stdout.splitlines())
    done = run("annotate", "out", "--format", "brat", "-o", "out")
    assert done.returncode == 2
    assert b"is not overwritten" in done.stderr
    for arguments in (["--format", "brat"], ["--format", "docx", "-o", "one.docx"]):
        done = run("annotate", "in", *arguments)
        assert done.returncode == 2
        assert b"name a folder with -o" in done.stderr
    assert not (tmp_path / "one.docx").exists()


def test_what_a_format_cannot_hold_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "OA pain", "label": [[0, 2, "X"]], "relations": [{"id": 1, "from_id": 1, "to_id": 2, "type": "r"}]}\n'
    )
    done = run("annotate", "a.jsonl", "--format", "html", "-o", "a.html")
    assert done.returncode == 0
    assert b"1 annotations and 1 relations" in done.stderr
    done = run("annotate", "a.jsonl")
    assert b"\tX\t\texisting\t" in done.stdout


def test_packed_output(run: Run, tmp_path: Path) -> None:
    for name, unpack in (("o.jsonl.gz", gzip.decompress), ("o.jsonl.zst", zstd.decompress)):
        assert run("annotate", "-o", name, stdin="软骨".encode()).returncode == 0
        assert json.loads(unpack((tmp_path / name).read_bytes()))["text"] == "软骨"


def test_a_closed_pipe_ends_a_workbook_quietly(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("骨关节炎。" * 30_000, encoding="utf-8")
    code = "from zhengming.cli import main; main()"
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -c '{code}' annotate a.txt --format xlsx | head -c 2"],
        cwd=tmp_path, capture_output=True, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == (b"PK", b"")


def test_markup_is_read_in_time_that_grows_with_it() -> None:
    """Unclosed marks by the ten thousand: what is quadratic, or worse, shows here."""
    for name, piece in (
        ("a.md", "*a [b `c $d "),
        ("a.md", "**"),
        ("a.md", "["),
        ("a.html", "<p>a&"),
        ("a.html", "<!-- "),
        ("a.md", "_a ~"),
    ):
        begun = time.perf_counter()
        list(read((piece * 5_000).encode(), name, warn=lambda error: None))
        assert time.perf_counter() - begun < 10, (name, piece)


def test_files_of_a_document_are_all_that_is_given() -> None:
    document = Document("OA", id="a")
    assert [ending for ending, _ in files(document, "brat", Stamp("0", "0"))] == [".txt", ".ann"]

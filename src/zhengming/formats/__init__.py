"""Documents in and out: one file a format, with its reader and writer side by side, and one table of them.

Start reading at `FORMATS`. A reader turns a file into `Source` documents; a writer turns annotated documents into text,
bytes, or files. A format's module is imported when it is used, and what it needs beyond Python when it reads or writes:

    for source in zhengming.formats.read(Path("paper.docx"), warn=print):
        document = tagger.annotate(source.text, id=source.id)
        document.source = source
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any, Literal

from zhengming.errors import InputError, UsageError, nearest
from zhengming.formats.given import Given, suffix_of
from zhengming.formats.offsets import Unit
from zhengming.formats.stamp import Stamp
from zhengming.model import Document, Source

__all__ = ["FORMATS", "Format", "Source", "Stamp", "files", "format_of", "guess", "read", "write"]


@dataclass(frozen=True, slots=True)
class Format:
    """A document format.

    Attributes:
        name: what `--format` and `--input-format` call it.
        suffixes: file names that end so are read, or written, with it.
        reads: whether its module has `read(given)`, which gives `Source` documents.
        writes: what its module has: `write(documents, stream, stamp)` for `text` or `bytes`, or
            `files(document, stamp)`, which gives the ending and the bytes of each of a document's own files.
        begins: a pattern that the first bytes of a file show, where the name alone does not tell the format.
        module: the module in this package; that of its name if empty.
        marks: whether it can hold what a document was annotated with before.
        relations: whether it can hold relations between those.
    """

    name: str
    suffixes: tuple[str, ...]
    reads: bool
    writes: Literal["", "text", "bytes", "files"]
    begins: bytes = b""
    module: str = ""
    marks: bool = False
    relations: bool = False

    def call(self, function: str) -> Callable[..., Any]:
        """A function of the format's module."""
        found: Callable[..., Any] = getattr(import_module(f"{__name__}.{self.module or self.name}"), function)
        return found


FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format("text", (".txt", ".text"), True, "", module="plain"),
        Format("markdown", (".md", ".markdown"), True, "files"),
        Format("docx", (".docx",), True, "files", rb"PK\x03\x04.*word/"),
        Format("pdf", (".pdf",), True, "", rb"%PDF-"),
        Format("latex", (".tex", ".latex", ".ltx"), True, "", rb"\\documentclass"),
        Format("pubmed", (".pxml",), True, "", rb"<(?:.{0,4000}?<)?Pubmed(?:Book)?Article"),
        Format("nbib", (".nbib", ".medline"), True, "", rb"PMID *- *\d"),
        Format("ris", (".ris",), True, "", rb"TY\s{0,2}-|RT \w"),
        Format("endnote", (".enw", ".net", ".end"), True, "", rb"%0 |\{Reference Type\}:"),
        Format("bioc-json", (), True, "text", rb'[\[{].*"passages"\s*:', "bioc_json", marks=True, relations=True),
        Format(
            "pubannotation", (), True, "text", rb'[\[{].*"(?:denotations|sourcedb)"\s*:', marks=True, relations=True
        ),
        Format(
            "jsonl", (".jsonl", ".ndjson"), True, "text", rb'\{[ \t]*"[^\n]*(?:\}\s*\n|\Z)', marks=True, relations=True
        ),
        Format("json", (".json",), True, "text", module="json_list", marks=True, relations=True),
        Format("table", (".tsv", ".tab"), True, "text", marks=True),
        Format("brat", (".ann",), True, "files", marks=True, relations=True),
        Format("pubtator", (".pubtator",), True, "text", rb"[^|\s]{1,80}\|t\|", marks=True, relations=True),
        Format(
            "bioc-xml",
            (".xml", ".bioc"),
            True,
            "text",
            rb"<(?:.{0,4000}?<)?collection[\s>]",
            "bioc_xml",
            marks=True,
            relations=True,
        ),
        Format("label-studio", (), True, "text", rb'\[.*"data"\s*:\s*\{', "label_studio", marks=True, relations=True),
        Format("doccano", (), False, "text", marks=True),
        Format("web-annotation", (".jsonld",), False, "text", module="web_annotation", marks=True),
        Format("docbin", (".spacy",), True, "bytes", marks=True),
        Format("csv", (".csv",), True, "text", module="comma", marks=True),
        Format("xlsx", (".xlsx", ".xlsm"), True, "bytes", rb"PK\x03\x04.*xl/", marks=True),
        Format("parquet", (".parquet", ".pq"), True, "bytes", rb"PAR1", marks=True),
        Format("html", (".html", ".htm", ".xhtml"), True, "text", rb"(?i)<!doctype html|<html"),
        Format("html-links", (), False, "files", module="html"),
    )
}

#: Endings that several formats use: the content tells which; so it does where there is no ending or an unknown one.
_SHARED = frozenset((".txt", ".text", ".json", ".xml", ""))
#: What a file called `.txt` may be besides running text: what databases and reference managers export under that name.
_EXPORTS = ("pubtator", "nbib", "ris", "endnote")
#: Tables are read when they are named, not when a folder is: there they are mostly results.
TABLES = ("table", "csv", "xlsx", "parquet")
_SPACE = re.compile(rb"(?:\xef\xbb\xbf)?\s*")


def format_of(name: str | None, path: str, *, writing: bool = False) -> Format:
    """The format of this name or ending, or the one that a file's name tells; where it tells none, plain text in and a table out.

    Raises:
        UsageError: no format of that name, or not in that direction.
    """
    able = {key: item for key, item in FORMATS.items() if (item.writes if writing else item.reads)}
    if name is not None:
        # By its ending too: tsv, md, spacy.
        named = able.get(name) or next((item for item in able.values() if f".{name}" in item.suffixes), None)
        if named is None:
            raise UsageError("usage.format", value=name, nearest=nearest(name, able))
        return named
    suffix = suffix_of(path)
    for item in able.values():
        if suffix in item.suffixes:
            return item
    return FORMATS["table" if writing else "text"]


def guess(given: Given) -> Format:
    """The format of a file by its name, and by its content where the name does not tell."""
    suffix = suffix_of(given.name)
    able = [item for item in FORMATS.values() if item.reads]
    if suffix in _SHARED or not any(suffix in item.suffixes for item in able):
        head = given.head()
        start = _SPACE.match(head)
        at = start.end() if start else 0
        exports = suffix in FORMATS["text"].suffixes
        for item in able:
            if item.begins and (item.name in _EXPORTS or not exports) and re.match(item.begins, head[at:], re.DOTALL):
                return item
    return format_of(None, given.name)


def read(
    content: bytes | Path,
    name: str = "",
    *,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
    lines: bool = False,
    columns: tuple[str, ...] = (),
    unit: Unit = "codepoints",
    warn: Callable[[InputError], None],
) -> Iterator[Source]:
    """The documents in a file.

    Args:
        content: its bytes, or where it is; a file is read piece by piece where its format allows.
        name: its name, where only its bytes are given: it tells the format, and names the documents.
        format: name of the format, where neither the file's name nor its content tells it.
        encoding: the encoding; None finds it out.
        lines: one document a line (plain text).
        columns: the columns with the text (tables).
        unit: what offsets in it count, where it does not show itself.
        warn: told of what was guessed, and of each part that cannot be read.

    Raises:
        InputError: nothing of it can be read, or nothing more.
    """
    given = Given(name or str(content), content, warn, encoding, lines, columns, unit)
    chosen = guess(given) if format is None else format_of(format, "")
    yield from chosen.call("read")(given)


def write(documents: Iterable[Document], stream: IO[Any], format: str, stamp: Stamp) -> None:  # noqa: A002
    """Write annotated documents in a format.

    Args:
        documents: what to write; read as it is written where the format allows.
        stream: where to: of text, or of bytes where the format's `writes` says so.
        format: name of the format.
        stamp: what made them: tool and lexicon versions, and the language of labels.
    """
    format_of(format, "", writing=True).call("write")(documents, stream, stamp)


def files(document: Document, format: str, stamp: Stamp) -> list[tuple[str, bytes]]:  # noqa: A002
    """The files of an annotated document, as (ending, bytes), in a format that gives each document files of its own."""
    return list(format_of(format, "", writing=True).call("files")(document, stamp))

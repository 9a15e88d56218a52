"""A plain table: one mention a line, tab-separated, with a header."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from zhengming.formats.source import Stamp, encodable
from zhengming.model import Definition, Document

#: The header of mentions.
COLUMNS = ("document", "start", "end", "text", "concept", "en", "zh", "abbr", "category", "score", "via", "partial")
#: The header of definitions.
DEFINITION_COLUMNS = ("document", "start", "end", "short", "long_en", "long_zh", "concept")


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """All mentions of all documents under one header; undecided names, if asked for, with their senses as `en`."""
    _line(stream, *COLUMNS)
    for document in documents:
        rows: list[tuple[object, ...]] = [
            (a.start, a.end, a.text, a.concept.id, a.concept.en, a.concept.zh, a.concept.abbr or "",
             a.concept.category, a.score, a.via, "yes" if a.partial else "")
            for a in document.annotations
        ]  # fmt: skip
        if stamp.ambiguous:
            rows += [
                (u.start, u.end, u.text, "-", " | ".join(s.long_en for s in u.senses),
                 " | ".join(s.long_zh for s in u.senses), "", "", u.senses[0].score if u.senses else 0, "ambiguous", "")
                for u in document.ambiguous
            ]  # fmt: skip
            rows.sort(key=lambda row: row[:2])
        for row in rows:
            _line(stream, document.id or "", *row)


def write_definitions(documents: Iterable[tuple[str, list[Definition]]], stream: TextIO) -> None:
    """The definitions of each document, by its name, under one header."""
    _line(stream, *DEFINITION_COLUMNS)
    for name, definitions in documents:
        for d in definitions:
            concept = d.concept.id if d.concept is not None else ""
            _line(stream, name, d.start, d.end, d.short or "", d.long_en or "", d.long_zh or "", concept)


def _line(stream: TextIO, *values: object) -> None:
    stream.write("\t".join(map(_cell, values)) + "\n")


def _cell(value: object) -> str:
    """A value on one line: a mention that a line end cuts keeps its table row."""
    return " ".join(encodable(value).split()) if isinstance(value, str) else str(value)

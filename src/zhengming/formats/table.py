"""A plain table: one mention a line, tab-separated, with a header; in, one text a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from zhengming.formats import grid
from zhengming.formats.given import Given
from zhengming.formats.stamp import Stamp, encodable
from zhengming.model import Definition, Document, Source

#: The header of definitions.
DEFINITION_COLUMNS = ("document", "start", "end", "short", "long_en", "long_zh", "concept")


def read(given: Given) -> Iterator[Source]:
    """A document for each line under the header."""
    from zhengming.formats import comma

    return comma.sources(given, "\t")


def write(documents: Iterable[Document], stream: IO[str], stamp: Stamp) -> None:
    """All mentions of all documents under one header; a mention that a line end cuts keeps its table row."""
    _line(stream, *grid.COLUMNS)
    for document in documents:
        for row in grid.mentions(document, stamp):
            _line(stream, document.id or "", *row)


def write_definitions(documents: Iterable[tuple[str, list[Definition]]], stream: IO[str]) -> None:
    """The definitions of each document, by its name, under one header."""
    _line(stream, *DEFINITION_COLUMNS)
    for name, definitions in documents:
        for d in definitions:
            concept = d.concept.id if d.concept is not None else ""
            _line(stream, name, d.start, d.end, d.short or "", d.long_en or "", d.long_zh or "", concept)


def _line(stream: IO[str], *values: object) -> None:
    stream.write("\t".join(map(_cell, values)) + "\n")


def _cell(value: object) -> str:
    return " ".join(encodable(value).split()) if isinstance(value, str) else str(value)

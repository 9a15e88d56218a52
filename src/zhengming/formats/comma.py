"""CSV: one mention a row out, as spreadsheets open it; in, one text a row."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterable, Iterator
from typing import TextIO

from zhengming.errors import InputError
from zhengming.formats import grid
from zhengming.formats.given import Given
from zhengming.formats.stamp import Stamp, encodable
from zhengming.model import Document, Source


def read(given: Given) -> Iterator[Source]:
    """A document for each row under the header; commas or semicolons or tabs, whichever the header has most of."""
    return sources(given, None)


def sources(given: Given, delimiter: str | None) -> Iterator[Source]:
    """A document for each row, its cells cut at this character.

    Raises:
        InputError: a column is not there, or a row cannot be read.
    """
    text = given.text()
    header = text.lstrip("\ufeff").lstrip("\r\n").split("\n", 1)[0]
    delimiter = delimiter or max(",;\t", key=header.count)
    csv.field_size_limit(sys.maxsize)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, doublequote=True)
    try:
        yield from grid.documents(rows, given, given.name)
    except csv.Error as error:
        raise InputError("input.csv", file=given.name, line=rows.line_num, reason=error) from error


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """All mentions of all documents under one header; begins with a byte order mark, or Excel takes Chinese for Latin."""
    stream.write("\ufeff")
    out = csv.writer(stream, lineterminator="\n")
    out.writerow(grid.COLUMNS)
    for document in documents:
        for row in grid.mentions(document, stamp):
            out.writerow([encodable(cell) if isinstance(cell, str) else cell for cell in (document.id or "", *row)])

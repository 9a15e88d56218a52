"""What the spreadsheet formats share: a sheet that can be written again with columns of ours at its end."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple, Protocol

from zhengming.errors import InputError, ZhengmingError

#: What stands in a cell of ours; None is an empty one.
Cell = str | float | None


class Added(NamedTuple):
    """A column of ours: its name, and whether it holds numbers."""

    name: str
    number: bool = False


#: From the strings of the chosen columns in one row (None where a cell is empty) to our cells of that row.
Fill = Callable[[Sequence[str | None]], Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class How:
    """How to read a sheet.

    Attributes:
        warn: told of what was guessed, and of rows that nothing could be added to.
        encoding: of CSV, TSV and JSON Lines; None finds it out.
        header_row: number of the row with the column names, 0 for none, None for the first row that is not empty.
        sheet: name or number of the sheet of a workbook; None for the first one that is shown.
        excel: whether Excel is to open the CSV: it wants a byte order mark.
    """

    warn: Callable[[ZhengmingError], None]
    encoding: str | None = None
    header_row: int | None = None
    sheet: str | None = None
    excel: bool = False


class Sheet(Protocol):
    """A table in a file, read once for its shape and once more when it is written again.

    Attributes:
        columns: the names of its columns, "" where one has none.
        rows: how many rows of data it has.
    """

    columns: list[str]
    rows: int

    def extend(self, out: BinaryIO, chosen: Sequence[int], added: Sequence[Added], fill: Fill) -> None:
        """Write the sheet with columns added at its end; everything that was there stays as it was.

        Args:
            out: where to.
            chosen: positions of the columns that `fill` is given.
            added: the added columns; none of their names is in `columns`.
            fill: called once a row of data, in order; gives the cells for `added`.
        """


def lines_of(stream: BinaryIO, name: str, encoding: str, newline: str) -> Generator[str]:
    """The lines of a stream from its beginning, with their ends; the stream stays open.

    Bytes that are not UTF-8 in a file that otherwise is come as lone surrogates, to be written as they were.

    Args:
        stream: the bytes.
        name: the file's name, for messages.
        encoding: a codec.
        newline: what ends a line, as for `open`.

    Raises:
        InputError: the bytes are not in that encoding.
    """
    stream.seek(0)
    errors = "surrogateescape" if encoding.startswith("utf-8") else "strict"
    lines = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=newline)
    try:
        # Not `yield from`, which would close the stream together with this generator.
        for line in lines:  # noqa: UP028
            yield line
    except UnicodeDecodeError as error:
        byte = stream.tell() - len(error.object) + error.start
        raise InputError("input.wrong_encoding", file=name, encoding=encoding, byte=byte) from error
    finally:
        # Somebody may keep this generator longer than the file, in the traceback of an error.
        if not stream.closed:
            lines.detach()


#: What a spreadsheet runs when a CSV cell begins with it, in the full-width forms that Chinese input methods give too.
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def harmless(text: str) -> str:
    """A string of ours for a CSV cell: what a spreadsheet would run as a formula gets an apostrophe before it.

    >>> harmless("=HYPERLINK(1)"), harmless("TNF-α")
    ("'=HYPERLINK(1)", 'TNF-α')
    """
    return "'" + text if len(text) > 1 and text.startswith(_FORMULA) else text


def printable(text: str) -> str:
    """A string without the characters that no XML file may hold."""
    return _CONTROLS.sub("\ufffd", text)

"""Spreadsheets in and out: one file a format, and one table of them. Start reading at `open_sheet`.

A sheet is read as a stream and written again as one, with columns added; what was there is not touched.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from zhengming.errors import InputError, UsageError, nearest
from zhengming.sheets.delimited import Delimited
from zhengming.sheets.lines import Lines
from zhengming.sheets.parquet import Parquet
from zhengming.sheets.sheet import Added, Cell, Fill, How, Sheet, harmless, printable
from zhengming.sheets.xlsx import Workbook

__all__ = [
    "SHEETS", "Added", "Cell", "Fill", "How", "Kind", "Sheet", "harmless", "kind_of", "open_sheet", "position", "printable",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """A spreadsheet format.

    Attributes:
        name: what `--input-format` calls it.
        suffixes: file names that end so are read with it.
        reader: a file to its sheet.
        text: whether it is text, which may go to the screen or through a pipe.
        options: the attributes of `How` that say something about it.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: Callable[[BinaryIO, str, How], Sheet]
    text: bool
    options: tuple[str, ...]


SHEETS: dict[str, Kind] = {
    item.name: item
    for item in (
        Kind("csv", (".csv", ".txt"), lambda stream, name, how: Delimited(stream, name, False, how), True,
             ("encoding", "header_row", "excel")),
        Kind("tsv", (".tsv", ".tab"), lambda stream, name, how: Delimited(stream, name, True, how), True,
             ("encoding", "header_row", "excel")),
        Kind("xlsx", (".xlsx", ".xlsm"), Workbook, False, ("header_row", "sheet")),
        Kind("parquet", (".parquet", ".pq"), Parquet, False, ()),
        Kind("jsonl", (".jsonl", ".ndjson"), Lines, True, ("encoding",)),
    )
}  # fmt: skip


def kind_of(name: str | None, path: str, how: How) -> Kind:
    """The format of this name, or the one that a file's name tells.

    Raises:
        UsageError: there is none, or an option says nothing about it.
    """
    if name is not None:
        if name not in SHEETS:
            raise UsageError("usage.format", value=name, nearest=nearest(name, SHEETS))
        kind = SHEETS[name]
    else:
        suffix = Path(path).suffix.lower()
        found = [kind for kind in SHEETS.values() if suffix in kind.suffixes]
        if not found:
            raise UsageError("sheet.suffix", file=path, formats=", ".join(SHEETS))
        kind = found[0]
    given = {"encoding": how.encoding, "header_row": how.header_row, "sheet": how.sheet, "excel": how.excel or None}
    for option, value in given.items():
        if value is not None and option not in kind.options:
            raise UsageError("sheet.not_for", option="--" + option.replace("_", "-"), format=kind.name)
    return kind


@contextmanager
def open_sheet(path: str, kind: Kind, how: How) -> Iterator[Sheet]:
    """The sheet in a file; `-` is standard input.

    Raises:
        InputError: it cannot be read.
    """
    try:
        with _stream(path) as stream:
            yield kind.reader(stream, path, how)
    except FileNotFoundError as error:
        raise InputError("input.missing", file=path) from error


@contextmanager
def _stream(path: str) -> Iterator[BinaryIO]:
    if path != "-":
        try:
            stream = Path(path).open("rb")  # noqa: SIM115
        except FileNotFoundError as error:
            raise InputError("input.missing", file=path) from error
        except OSError as error:
            raise InputError("input.unreadable", file=path, reason=error.strerror or error) from error
        with stream:
            yield stream
        return
    # A sheet is read twice: first for its shape.
    with tempfile.TemporaryFile() as held:
        shutil.copyfileobj(sys.stdin.buffer, held)
        held.seek(0)
        yield held


def position(sheet: Sheet, wanted: str, file: str) -> int:
    """Which column somebody means: by its name, else by its number, from 1.

    Raises:
        UsageError: there is none of that name or number, with the nearest names; or there are several.
    """
    names = sheet.columns
    loose = wanted.strip().casefold()
    for exact in (True, False):
        found = [
            n
            for n, name in enumerate(names)
            if name and (name == wanted if exact else name.strip().casefold() == loose)
        ]
        if len(found) > 1:
            numbers = ", ".join(str(number + 1) for number in found)
            raise UsageError("sheet.twice", file=file, value=wanted, numbers=numbers)
        if found:
            return found[0]
    if wanted.isdecimal() and 0 < int(wanted) <= len(names):
        return int(wanted) - 1
    if not any(names):
        raise UsageError("sheet.no_names", file=file, value=wanted, count=len(names))
    raise UsageError("sheet.no_column", file=file, value=wanted, nearest=_offer(wanted, names), count=len(names))


def _offer(wanted: str, names: Sequence[str]) -> str:
    listed = [name for name in names if name]
    near = nearest(wanted, listed)
    return near if near in listed or len(listed) <= 12 else ", ".join(listed[:12]) + ", …"

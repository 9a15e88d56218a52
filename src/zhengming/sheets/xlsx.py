"""XLSX: our cells are put into the rows of one sheet; every other byte of the workbook is copied as it is.

A library that reads a workbook and writes it again drops what it does not model (charts, pictures, the last results of
formulas), and holds all of it in memory. Here expat tells where in the sheet's bytes each row ends, cells are inserted
there, and nothing else is touched: formulas, dates, styles, widths, filters, comments, macros and other sheets stay.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, BinaryIO, NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat
from xml.sax.saxutils import escape
from zipfile import BadZipFile, ZipFile, ZipInfo

from zhengming.errors import InputError, nearest
from zhengming.sheets.sheet import Added, Cell, Fill, How, printable

#: As many columns as a sheet may have.
_MOST = 16_384
_PART = 1 << 16
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_SPANS = re.compile(rb'\A(<[^>]*?)\s+spans="[^"]*"')
_DIMENSION = re.compile(rb'(<(?:\w+:)?dimension\b[^>]*?\bref=)(["\'])[^"\']*\2')
#: What a file that is no workbook, or half of one, comes up with.
_DAMAGES = (
    BadZipFile, KeyError, ValueError, EOFError, ElementTree.ParseError, expat.ExpatError, NotImplementedError,
    RuntimeError, zlib.error,
)  # fmt: skip
_RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class _Row(NamedTuple):
    """A row of the sheet: its number, its strings by column, and where its bytes are."""

    number: int
    values: dict[int, str]
    styles: dict[int, str]
    #: Column, first byte and one past the last of each cell that holds nothing.
    blank: list[tuple[int, int, int]]
    #: Columns of formulas that nobody has computed yet.
    unsolved: set[int]
    start: int
    #: First byte of its closing tag.
    end: int
    prefix: str


class Workbook:
    """One sheet of an XLSX workbook.

    Raises:
        InputError: it is none, is protected by a password, or has no such sheet.
    """

    def __init__(self, stream: BinaryIO, name: str, how: How) -> None:
        self._name = name
        self._warn = how.warn
        with self._told():
            self._zip = ZipFile(stream)
            self._part, strings = self._find(how)
            self._strings = list(self._shared(strings)) if strings else []
            self._measure(how.header_row)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What is wrong with the file, in one message."""
        try:
            yield
        except _DAMAGES as error:
            raise InputError("sheet.damaged", file=self._name, format="XLSX", reason=error) from error

    # --- the parts of a workbook -------------------------------------------------------------------------------------

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: id to (kind, name of the part)."""
        folder, name = posixpath.split(part)
        with self._zip.open(posixpath.join(folder, "_rels", name + ".rels")) as stream:
            return {
                item.get("Id", ""): (
                    item.get("Type", "").rpartition("/")[2],
                    posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip("/"),
                )
                for item in ElementTree.parse(stream).iter(_RELATED)
            }

    def _find(self, how: How) -> tuple[str, str | None]:
        """The parts that hold the wanted sheet and the strings."""
        book = dict(self._related("").values())["officeDocument"]
        related = self._related(book)
        sheets: dict[str, str] = {}
        shown: list[str] = []
        with self._zip.open(book) as stream:
            for item in ElementTree.parse(stream).iter():
                if item.tag.rpartition("}")[2] != "sheet":
                    continue
                id_ = next((value for key, value in item.items() if key.endswith("}id")), "")
                kind, part = related.get(id_, ("", ""))
                if kind == "worksheet":
                    sheets[item.get("name", "")] = part
                    if item.get("state", "visible") == "visible":
                        shown.append(item.get("name", ""))
        wanted = how.sheet
        if wanted is not None and wanted not in sheets and wanted.isdecimal() and 0 < int(wanted) <= len(sheets):
            wanted = list(sheets)[int(wanted) - 1]
        if wanted is None and sheets:
            wanted = (shown or list(sheets))[0]
            if len(sheets) > 1:
                how.warn(InputError("sheet.first", file=self._name, sheet=wanted, count=len(sheets)))
        if wanted not in sheets:
            near = nearest(wanted or "", sheets)
            raise InputError("sheet.no_sheet", file=self._name, value=wanted or "", nearest=near)
        strings = next((part for kind, part in related.values() if kind == "sharedStrings"), None)
        return sheets[wanted], strings

    def _shared(self, part: str) -> Iterator[str]:
        """The strings that cells refer to by number."""
        with self._zip.open(part) as stream:
            parents: list[ElementTree.Element] = []
            for event, item in ElementTree.iterparse(stream, ("start", "end")):
                if event == "start":
                    parents.append(item)
                    continue
                parents.pop()
                if item.tag.rpartition("}")[2] == "si":
                    yield _unescaped("".join(_runs(item)))
                    parents[-1].clear()

    # --- rows --------------------------------------------------------------------------------------------------------

    def _measure(self, header_row: int | None) -> None:
        self.columns: list[str] = []
        self._header = self.rows = self._width = self._last = 0
        with self._zip.open(self._part) as stream:
            scan = _Scan(self._strings)
            while part := stream.read(_PART):
                for row in scan.feed(part):
                    self._last = row.number
                    self._width = max(self._width, max(row.values, default=-1) + 1)
                    if self._header == 0 and header_row != 0 and row.number >= (header_row or 1) and row.values:
                        self._header = row.number
                        self.columns = [row.values.get(i, "") for i in range(max(row.values) + 1)]
                    elif self._header or header_row == 0:
                        self.rows += bool(row.values)
        if self._header or header_row == 0:
            self.columns += [""] * (self._width - len(self.columns))

    def extend(self, out: BinaryIO, chosen: Sequence[int], added: Sequence[Added], fill: Fill) -> None:
        """See `Sheet.extend`."""
        if self._width + len(added) > _MOST:
            raise InputError("sheet.too_wide", file=self._name, most=_MOST)
        self._unsolved = 0
        with self._told(), ZipFile(out, "w") as target:
            for info in self._zip.infolist():
                copy = ZipInfo(info.filename, info.date_time)
                copy.compress_type, copy.external_attr = info.compress_type, info.external_attr
                large = info.file_size > 1 << 29
                with self._zip.open(info) as old, target.open(copy, "w", force_zip64=large) as new:
                    if info.filename == self._part:
                        self._rewrite(old, new, chosen, added, fill)
                    else:
                        shutil.copyfileobj(old, new, 1 << 20)
        if self._unsolved:
            self._warn(InputError("sheet.unsolved", file=self._name, count=self._unsolved))

    def _rewrite(
        self, old: IO[bytes], new: IO[bytes], chosen: Sequence[int], added: Sequence[Added], fill: Fill
    ) -> None:
        scan = _Scan(self._strings)
        pending, base = bytearray(), 0
        last = f"{_letters(self._width + len(added) - 1)}{self._last}".encode()
        while part := old.read(_PART):
            pending += part
            for row in scan.feed(part):
                before, raw = bytes(pending[: row.start - base]), bytes(pending[row.start - base : row.end - base])
                if base == 0:
                    before = _DIMENSION.sub(rb"\g<1>\g<2>A1:%s\g<2>" % last, before)
                new.write(before)
                del pending[: row.end - base]
                base = row.end
                cells: Sequence[Cell] = ()
                style = ""
                if row.number == self._header:
                    cells, style = [column.name for column in added], row.styles.get(chosen[0], "")
                elif row.number > self._header and row.values:
                    self._unsolved += not row.unsolved.isdisjoint(chosen)
                    cells = fill([row.values.get(i) for i in chosen])
                new.write(self._with(raw, row, cells, style) if cells else raw)
        new.write(pending)

    def _with(self, raw: bytes, row: _Row, cells: Sequence[Cell], style: str) -> bytes:
        """The bytes of a row, up to its closing tag, with our cells in their place."""
        first, width = self._width, len(cells)
        # Cells that hold nothing but a border stand where ours go, or behind them.
        place = next((start for column, start, _ in row.blank if column >= first), row.end) - row.start
        ours = "".join(
            _cell(row, column, cell, row.styles.get(column, style)) for column, cell in enumerate(cells, start=first)
        ).encode("ascii", "xmlcharrefreplace")
        gone = [
            (start - row.start, end - row.start) for column, start, end in row.blank if first <= column < first + width
        ]
        tail = place
        parts = [raw[:place], ours]
        for start, end in gone:
            parts.append(raw[tail:start])
            tail = end
        return _SPANS.sub(rb"\1", b"".join((*parts, raw[tail:])), count=1)


class _Scan:
    """A sheet's bytes to its rows, as they come."""

    def __init__(self, strings: Sequence[str]) -> None:
        self._strings = strings
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._rows: list[_Row] = []
        self._inside = False
        self._number = 0
        self._column = -1
        self._kind = ""
        self._held: list[str] | None = None
        self._phonetic = 0
        self._value = ""
        self._formula = False
        self._cell_start = 0
        self._ended: tuple[int, int] | None = None

    def feed(self, part: bytes) -> list[_Row]:
        """The rows that end in these bytes."""
        self._rows = []
        self._parser.Parse(part, False)
        return self._rows

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "sheetData":
            self._inside = True
        if not self._inside:
            return
        at = self._parser.CurrentByteIndex
        self._settle(at)
        if name == "c":
            reference = attributes.get("r")
            self._column = _column(reference) if reference else self._column + 1
            self._kind = attributes.get("t", "n")
            self._value = ""
            self._formula = False
            self._cell_start = at
            if "s" in attributes:
                self._styles[self._column] = attributes["s"]
        elif name in ("v", "t"):
            self._held = []
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._phonetic += 1
        elif name == "row":
            self._number = int(attributes.get("r", self._number + 1))
            self._column = -1
            self._row_start = at
            self._values: dict[int, str] = {}
            self._styles: dict[int, str] = {}
            self._blank: list[tuple[int, int, int]] = []
            self._formulas: set[int] = set()

    def _end(self, tag: str) -> None:
        if not self._inside:
            return
        name = tag.rpartition(":")[2]
        at = self._parser.CurrentByteIndex
        self._settle(at)
        if name in ("v", "t"):
            text = "".join(self._held or ())
            self._held = None
            if not self._phonetic:
                self._value = text if name == "v" else self._value + text
        elif name == "c":
            value = self._read()
            if self._formula and not self._value:
                self._formulas.add(self._column)
            if value or self._formula or self._kind == "e":
                self._values[self._column] = value
            else:
                self._ended = (self._column, self._cell_start)
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "row":
            if at > self._row_start:
                prefix = tag[: -len("row")]
                self._rows.append(
                    _Row(self._number, self._values, self._styles, self._blank, self._formulas, self._row_start,
                         at, prefix)
                )  # fmt: skip
        elif name == "sheetData":
            self._inside = False

    def _settle(self, at: int) -> None:
        """A cell that held nothing ends where the next tag begins."""
        if self._ended is not None:
            self._blank.append((*self._ended, at))
            self._ended = None

    def _text(self, text: str) -> None:
        if self._held is not None:
            self._held.append(text)

    def _read(self) -> str:
        """The string of the cell that ends here: "" where it holds none."""
        if self._kind == "s":
            number = int(self._value) if self._value.strip().isdecimal() else -1
            return self._strings[number] if 0 <= number < len(self._strings) else ""
        if self._kind == "e":
            return ""
        return _unescaped(self._value) if self._kind in ("str", "inlineStr") else self._value


def _cell(row: _Row, column: int, cell: Cell, style: str) -> str:
    if cell is None or cell == "":
        return ""
    p = row.prefix
    start = f'<{p}c r="{_letters(column)}{row.number}"' + (f' s="{style}"' if style else "")
    if not isinstance(cell, str):
        return f"{start}><{p}v>{cell}</{p}v></{p}c>"
    text = _ESCAPED.sub(lambda match: f"_x005F{match[0]}", escape(printable(cell)))
    return f'{start} t="inlineStr"><{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is></{p}c>'


def _unescaped(text: str) -> str:
    """`_x000D_` in a workbook is the character with that number."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _runs(item: ElementTree.Element) -> Iterator[str]:
    """The pieces of a string, its readings (furigana, pinyin) left out."""
    for child in item:
        name = child.tag.rpartition("}")[2]
        if name == "t":
            yield child.text or ""
        elif name == "r":
            yield from _runs(child)


def _column(reference: str) -> int:
    """The number of a cell's column, from 0: C7 is 2."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number - 1


def _letters(column: int) -> str:
    """A column's letters: 2 is C."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

"""CSV and TSV: what was there stays to the character (quotes, line ends, ragged rows), ours is written behind it."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Generator, Iterator, Sequence
from functools import lru_cache
from typing import BinaryIO, Literal, NamedTuple

from zhengming.errors import InputError
from zhengming.formats.encoding import detect
from zhengming.formats.stamp import encodable
from zhengming.sheets.sheet import Added, Cell, Fill, How, harmless, lines_of

_DELIMITERS = ",;\t|"
_SEP = re.compile(r"sep=(.)(?:\r\n|\r|\n)?", re.IGNORECASE)

#: A cell that is longer, in characters, is a quotation mark that nobody closed.
_LONGEST_CELL = 1 << 20


class _Record(NamedTuple):
    """One record: its number (blank lines count), the line it ends in, its text as it is, and its fields."""

    number: int
    line: int
    raw: str
    fields: list[str]


class Delimited:
    """A CSV or TSV file; a byte order mark stays one, the output is UTF-8."""

    def __init__(self, stream: BinaryIO, name: str, tabs: bool, how: How) -> None:
        self._stream, self._name = stream, name
        self._encoding = detect(stream, name, how.encoding, how.warn)
        stream.seek(0)
        self._mark = how.excel or stream.read(2) in (codecs.BOM_UTF8[:2], codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        self._first, self._delimiter = self._begin(tabs)
        self._quoting: Literal[0, 3] = csv.QUOTE_MINIMAL
        try:
            self._measure(how.header_row, strict=self._delimiter == "\t")
        except csv.Error:
            # A tab-separated file whose quotation marks do not pair never meant them as such.
            self._quoting = csv.QUOTE_NONE
            self._measure(how.header_row, strict=False)
            how.warn(InputError("sheet.quotes", file=name))

    def _begin(self, tabs: bool) -> tuple[int, str]:
        """How many lines stand before the table (Excel's `sep=;`), and the delimiter."""
        lines = self._lines()
        line = next(lines, "")
        lines.close()
        said = _SEP.fullmatch(line)
        if said:
            return 1, said[1]
        if tabs:
            return 0, "\t"
        return 0, max(_DELIMITERS, key=lambda d: len(next(csv.reader([line], delimiter=d), [])))

    def _measure(self, header_row: int | None, strict: bool) -> None:
        self.columns: list[str] = []
        self._header = 0
        rows = width = 0
        for record in self._records(strict):
            fields = record.fields
            if not self._header and header_row != 0 and (
                record.number == header_row if header_row else any(map(str.strip, fields))
            ):  # fmt: skip
                self._header, self.columns = record.number, fields
            elif fields and (self._header or header_row == 0):
                rows += 1
            width = max(width, len(fields))
        self.rows = rows
        if self._header or header_row == 0:
            self.columns += [""] * (width - len(self.columns))

    def _lines(self) -> Generator[str]:
        return lines_of(self._stream, self._name, self._encoding, newline="")

    def _records(self, strict: bool = False) -> Iterator[_Record]:
        held: list[str] = []

        def lines() -> Iterator[str]:
            for line in self._lines():
                held.append(line)
                yield line
            held.append("")
            yield "\n"

        source = lines()
        for _ in range(self._first):
            next(source)
            yield _Record(0, 0, held.pop(), [])
        csv.field_size_limit(_LONGEST_CELL)
        reader = csv.reader(source, delimiter=self._delimiter, quoting=self._quoting, strict=strict)
        number = 0
        while True:
            try:
                fields = next(reader, None)
            except csv.Error as error:
                if strict:
                    raise
                line = reader.line_num - len(held) + 1 + self._first
                raise InputError("sheet.record", file=self._name, line=line, reason=error) from error
            if fields is None:
                return
            if held[-1] == "":
                # The end: a record that ran into it has a quotation mark that nothing closes.
                if len(held) > 1:
                    line = reader.line_num - len(held) + 1 + self._first
                    raise InputError("sheet.open_quote", file=self._name, line=line)
                return
            number += 1
            raw = held[0] if len(held) == 1 else "".join(held)
            held.clear()
            yield _Record(number, reader.line_num + self._first, raw, fields)

    def extend(self, out: BinaryIO, chosen: Sequence[int], added: Sequence[Added], fill: Fill) -> None:
        """See `Sheet.extend`."""
        if self._mark:
            out.write(codecs.BOM_UTF8)
        # The same terms come again and again.
        written = lru_cache(maxsize=16_384)(self._cell)
        for record in self._records():
            text = record.raw
            if record.fields:
                cells: Sequence[Cell] = ()
                if record.number == self._header:
                    cells = [column.name for column in added]
                elif record.number > self._header:
                    fields = record.fields
                    cells = fill([fields[i] if i < len(fields) else None for i in chosen])
                if cells:
                    body = text.rstrip("\r\n") if text[-1] in "\r\n" else text
                    padding = self._delimiter * (len(self.columns) - len(record.fields))
                    text = self._delimiter.join((body + padding, *map(written, cells))) + text[len(body) :]
            out.write(text.encode("utf-8", "surrogateescape"))

    def _cell(self, cell: Cell) -> str:
        if not isinstance(cell, str):
            return "" if cell is None else str(cell)
        text = harmless(encodable(cell))
        if self._quoting == csv.QUOTE_NONE:
            return " ".join(text.split())
        if any(mark in text for mark in (self._delimiter, '"', "\n", "\r")):
            text = '"' + text.replace('"', '""') + '"'
        return text

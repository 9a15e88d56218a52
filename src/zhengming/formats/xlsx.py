"""Excel: one mention a row out, and the concepts with their counts; in, one text a row."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, Any

from zhengming.errors import InputError, UsageError
from zhengming.formats import grid
from zhengming.formats.archive import office_file
from zhengming.formats.given import Given
from zhengming.formats.stamp import Stamp, encodable
from zhengming.model import Concept, Document, Source

#: What a cell cannot hold, and how much it can; rows a sheet can have.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CELL, _ROWS = 32_767, 1_048_576
_WIDTHS = (24, 8, 8, 28, 12, 36, 24, 10, 14, 8, 12, 8, 10)


def read(given: Given) -> Iterator[Source]:
    """A document for each row of each sheet that has the column.

    Raises:
        InputError: no workbook, or no sheet has the column.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise InputError("input.extra", file=given.name, extra="xlsx") from error
    packed = office_file(given, "xl/workbook.xml")
    try:
        book: Any = openpyxl.load_workbook(packed, read_only=True, data_only=True, keep_links=False)
        sheets = list(book.worksheets)
        refused: list[InputError] = []
        for sheet in sheets:
            # The size that a file declares need not be true, nor small.
            sheet.reset_dimensions()
            name = given.name if len(sheets) == 1 else f"{given.name}:{sheet.title}"
            try:
                yield from grid.documents(sheet.iter_rows(values_only=True), given, name)
            except InputError as error:
                refused.append(error)
        if len(refused) == len(sheets) and refused:
            raise refused[0]
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise InputError("input.damaged", file=given.name, kind="XLSX", reason=_reason(error)) from error


def tables(given: Given) -> list[list[list[object]]]:
    """The rows of each sheet.

    Raises:
        InputError: no workbook, or a damaged one.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise InputError("input.extra", file=given.name, extra="xlsx") from error
    packed = office_file(given, "xl/workbook.xml")
    try:
        book: Any = openpyxl.load_workbook(packed, read_only=True, data_only=True, keep_links=False)
        found = []
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            found.append([list(row) for row in sheet.iter_rows(values_only=True)])
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise InputError("input.damaged", file=given.name, kind="XLSX", reason=_reason(error)) from error
    return found


def _reason(error: Exception) -> str:
    return f"{type(error).__name__} {error}".strip()[:120]


def write(documents: Iterable[Document], stream: IO[bytes], stamp: Stamp) -> None:
    """A workbook with the sheets `mentions` and `concepts`.

    Raises:
        UsageError: openpyxl is not installed.
    """
    try:
        import openpyxl
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
    except ImportError as error:
        raise UsageError("usage.extra", value="xlsx", extra="xlsx") from error
    book: Any = openpyxl.Workbook(write_only=True)

    def begin(title: str, header: Iterable[str], widths: Iterable[int]) -> Any:
        sheet: Any = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, width in enumerate(widths):
            sheet.column_dimensions[chr(ord("A") + number)].width = width
        cells = [WriteOnlyCell(sheet, value=name) for name in header]
        for cell in cells:
            cell.font = Font(bold=True)
        sheet.append(cells)
        return sheet

    def cells_of(sheet: Any, row: Iterable[object]) -> list[Any]:
        cells = [WriteOnlyCell(sheet, value=_fit(value)) for value in row]
        for cell in cells:
            # A text that begins with = is a text.
            if cell.data_type == "f":
                cell.data_type = "s"
        return cells

    counts: Counter[Concept] = Counter()
    papers: Counter[Concept] = Counter()
    sheet, rows, sheets = begin("mentions", grid.COLUMNS, _WIDTHS), 1, 1
    for document in documents:
        counts.update(a.concept for a in document.annotations)
        papers.update({a.concept for a in document.annotations})
        for row in grid.mentions(document, stamp):
            if rows == _ROWS:
                sheets += 1
                sheet, rows = begin(f"mentions {sheets}", grid.COLUMNS, _WIDTHS), 1
            sheet.append(cells_of(sheet, (document.id or "", *row)))
            rows += 1
    header = ("concept", "en", "zh", "abbr", "category", "mentions", "documents", "xrefs")
    sheet = begin("concepts", header, (12, 36, 24, 10, 14, 10, 10, 40))
    for c, count in counts.most_common():
        sheet.append(cells_of(sheet, (c.id, c.en, c.zh, c.abbr or "", c.category, count, papers[c], " ".join(c.xrefs))))
    book.properties.creator = stamp.annotator
    # A pipe that its reader closes would break in the middle of the archive: it is finished first.
    with tempfile.TemporaryFile() as finished:
        book.save(finished)
        finished.seek(0)
        shutil.copyfileobj(finished, stream)


def _fit(value: object) -> Any:
    return _ILLEGAL.sub("\ufffd", encodable(value))[:_CELL] if isinstance(value, str) else value

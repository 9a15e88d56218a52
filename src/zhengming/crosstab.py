"""Concepts by documents: Chinese and English papers about one thing line up. Start reading at `count_concepts`.

One row a concept and one column a document, with counts; and the same with each document's own wording.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, BinaryIO

from zhengming.errors import OutputError
from zhengming.formats.stamp import encodable
from zhengming.model import Annotation, Concept, Document
from zhengming.sheets import harmless, printable

#: The columns before those of the documents; the last two say in how many documents and how often.
COLUMNS = ("id", "en", "zh", "abbr", "category", "documents", "mentions")
#: As many columns as a sheet of a workbook may have, and as many characters as one of its cells.
_MOST, _LONGEST = 16_384, 32_767


@dataclass(slots=True)
class Row:
    """One concept: its wordings with their counts, by the number of the document."""

    concept: Concept
    wordings: dict[int, Counter[str]] = field(default_factory=dict)

    def count(self, document: int) -> int:
        """How often a document mentions it."""
        return sum(self.wordings.get(document, Counter()).values())

    @property
    def total(self) -> int:
        """How often all documents together mention it."""
        return sum(sum(counts.values()) for counts in self.wordings.values())


@dataclass(slots=True)
class Crosstab:
    """Concepts by documents.

    Attributes:
        documents: names of the documents, each once.
        rows: the concepts, those of most documents first, then those mentioned most.
    """

    documents: list[str]
    rows: list[Row]

    def counts(self) -> Iterator[list[str | int]]:
        """The counts with a header: `COLUMNS`, then one column a document."""
        yield [*COLUMNS, *self.documents]
        for row in self.rows:
            yield [*_labels(row), *(row.count(number) for number in range(len(self.documents)))]

    def wordings(self) -> Iterator[list[str | int]]:
        """The same with each document's own wording, most frequent first: `骨关节炎 (3); OA (2)`."""
        yield [*COLUMNS, *self.documents]
        for row in self.rows:
            said = (row.wordings.get(number, Counter()).most_common() for number in range(len(self.documents)))
            yield [*_labels(row), *("; ".join(f"{text} ({count})" for text, count in words) for words in said)]

    def records(self) -> Iterator[dict[str, Any]]:
        """One record a concept: its labels, and by document the count and the wordings."""
        for row in self.rows:
            labels = dict(zip(COLUMNS, _labels(row), strict=True))
            documents = {
                self.documents[number]: {
                    "count": row.count(number),
                    "wordings": dict(row.wordings[number].most_common()),
                }
                for number in sorted(row.wordings)
            }
            yield {"concept": labels.pop("id"), **labels, "by_document": documents}


def count_concepts(documents: Iterable[Document]) -> Crosstab:
    """Count the concepts of annotated documents.

    Args:
        documents: read one by one and not kept; two of the same name are two columns.
    """
    names: dict[str, None] = {}
    rows: dict[Concept, Row] = {}
    for number, document in enumerate(documents):
        name = document.id or str(number + 1)
        same, further = name, 2
        while name in names:
            name, further = f"{same} ({further})", further + 1
        names[name] = None
        for a in document.annotations:
            row = rows.setdefault(a.concept, Row(a.concept))
            row.wordings.setdefault(number, Counter())[_wording(a)] += 1
    order = sorted(
        rows.values(), key=lambda row: (-len(row.wordings), -row.total, row.concept.en.casefold(), row.concept)
    )
    return Crosstab(list(names), order)


def _wording(a: Annotation) -> str:
    """A mention on one line; of MMP-3/13 the second is MMP-13, not 13."""
    text = " ".join(a.text.split())
    return a.name.text if a.via == "composition" and text != a.name.text and text in a.name.text else text


def _fitting(text: str) -> str:
    """A string that a cell of a workbook can hold."""
    text = printable(text)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _labels(row: Row) -> list[str | int]:
    c = row.concept
    return [c.id, c.en, c.zh, c.abbr or "", c.category, len(row.wordings), row.total]


# --- writing ---------------------------------------------------------------------------------------------------------


def write_csv(rows: Iterable[Sequence[str | int]], stream: IO[Any]) -> None:
    """One table as CSV; a name or a wording that a spreadsheet would run as a formula is made harmless."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerows([harmless(encodable(cell)) if isinstance(cell, str) else cell for cell in row] for row in rows)


def write_markdown(
    tables: Iterable[tuple[str, Iterable[Sequence[str | int]]]],
    stream: IO[Any],
    *,
    left: int = 5,
    right: int | None = None,
) -> None:
    """Tables under their titles as Markdown.

    Args:
        tables: title, and rows with the header first.
        stream: where to.
        left: how many columns at the beginning are set left.
        right: how many behind them are set right, as numbers are; None for all.
    """
    for number, (title, rows) in enumerate(tables):
        stream.write(("\n" if number else "") + f"## {title}\n\n")
        for line, row in enumerate(rows):
            cells = [
                re.sub(r"([\\|<`*])", r"\\\1", encodable(cell)) if isinstance(cell, str) else str(cell) for cell in row
            ]
            stream.write("| " + " | ".join(cells) + " |\n")
            if line == 0:
                numbers = len(row) - left if right is None else right
                stream.write("|" + "---|" * left + "---:|" * numbers + "---|" * (len(row) - left - numbers) + "\n")


def write_workbook(tables: Sequence[tuple[str, Iterable[Sequence[str | int]]]], stream: BinaryIO, name: str) -> None:
    """Tables as the sheets of an XLSX workbook, with the header and the terms kept in view.

    Raises:
        OutputError: there are more documents than a sheet has columns, or xlsxwriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError as error:
        raise OutputError("dependency.extra", package="xlsxwriter", extra="xlsx") from error
    book = xlsxwriter.Workbook(
        stream, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True})
    for title, rows in tables:
        sheet = book.add_worksheet(title[:31])
        sheet.set_column(0, 0, 11)
        sheet.set_column(1, 2, 32)
        sheet.freeze_panes(1, 3)
        last = width = 0
        for last, row in enumerate(rows):
            width = len(row)
            if width > _MOST:
                raise OutputError("sheet.too_wide", file=name, most=_MOST)
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(last, column, _fitting(cell), bold if last == 0 else None)
                else:
                    sheet.write_number(last, column, cell)
        sheet.autofilter(0, 0, last, width - 1)
    book.close()

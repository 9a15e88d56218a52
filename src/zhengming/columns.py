"""Columns of free strings to concepts: spreadsheets in files, and pandas and polars series. Start reading at `Answers`.

Each string is normalised once, each row is kept, and what does not mean one concept gets empty cells and is counted.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from zhengming.errors import InputError, OutputError, UsageError
from zhengming.formats.stamp import encodable
from zhengming.model import Concept, Match
from zhengming.sheets import Added, Cell, How, Kind, Sheet, harmless, open_sheet, position
from zhengming.tagger import Tagger, load

#: What is said of a concept, in this order.
COLUMNS = ("id", "en", "zh", "abbr", "category", "score", "via")
#: What may become of a cell.
STATUSES = ("mapped", "ambiguous", "unmapped", "empty")
#: The forms that may be asked for alone.
FORMS = ("zh", "en", "abbr", "id")
#: So many distinct strings are remembered with their answers, and counted in the summary.
_KEPT = 100_000
#: A longer cell is a text, not a term: it is neither remembered nor listed whole.
_LONG = 200


class Answer(NamedTuple):
    """What a string means: `mapped`, `ambiguous`, `unmapped` or `empty`, our cells, and the senses it may have."""

    status: str
    cells: tuple[Cell, ...]
    senses: tuple[Concept, ...] = ()


def undecided(matches: Sequence[Match]) -> list[Match]:
    """The senses of a string where none of them is likelier than not: then nothing is given for it."""
    return [match for match in matches if match.ambiguous] if matches and matches[0].score < 0.5 else []


class Answers:
    """Cells for strings, each distinct one normalised once.

    Args:
        tagger: what normalises.
        to: one of `zh`, `en`, `abbr`, `id` for that form alone; None for all of `COLUMNS`.
        min_score: answers below are none.

    Raises:
        UsageError: `to` is none of these.
    """

    def __init__(self, tagger: Tagger, to: str | None = None, min_score: float = 0.0) -> None:
        if to is not None and to not in FORMS:
            raise UsageError("usage.to", value=to)
        self._tagger, self._min_score = tagger, min_score
        self.columns = (to,) if to is not None else COLUMNS
        self._nothing = (None,) * len(self.columns)
        self._remembered = lru_cache(maxsize=_KEPT)(self._answer)

    def __call__(self, string: str | None) -> Answer:
        """The answer for one string; None and blanks have an empty one."""
        if string is None or not string.strip():
            return Answer("empty", self._nothing)
        return self._remembered(string) if len(string) <= _LONG else self._answer(string)

    def _answer(self, string: str) -> Answer:
        matches = self._tagger.normalize(string, min_score=self._min_score)
        senses = undecided(matches)
        if senses:
            # The column that says how a concept was found says that none was chosen.
            cells: tuple[Cell, ...] = tuple("ambiguous" if column == "via" else None for column in self.columns)
            return Answer("ambiguous", cells, tuple(match.concept for match in senses))
        if not matches:
            return Answer("unmapped", self._nothing)
        best, concept = matches[0], matches[0].concept
        cells = tuple(
            best.score if column == "score" else best.via if column == "via" else getattr(concept, column) or None
            for column in self.columns
        )
        return Answer("mapped", cells)


class Frequencies:
    """How often strings occur, in bounded memory: when there are too many, those seen least are let go.

    Attributes:
        exact: whether every string was counted every time.
    """

    def __init__(self, most: int = _KEPT) -> None:
        self._most = most
        self._counts: Counter[str] = Counter()
        self.exact = True

    def add(self, string: str) -> None:
        """Count a string once more."""
        self._counts[string if len(string) <= _LONG else string[:_LONG] + "…"] += 1
        if len(self._counts) > 2 * self._most:
            self._counts = Counter(dict(self._counts.most_common(self._most)))
            self.exact = False

    def most_common(self, count: int | None = None) -> list[tuple[str, int]]:
        """The strings with their counts, most frequent first."""
        return self._counts.most_common(count)


@dataclass(slots=True)
class ColumnSummary:
    """What became of one column.

    Attributes:
        column: its name, or its number where it has none.
        added: the names of the columns added for it.
        counts: cells by status: `mapped`, `ambiguous`, `unmapped`, `empty`.
        unmapped: the strings nothing was found for.
        ambiguous: the strings that mean several things.
        senses: what those may mean.
    """

    column: str
    added: tuple[str, ...]
    counts: Counter[str] = field(default_factory=Counter)
    unmapped: Frequencies = field(default_factory=Frequencies)
    ambiguous: Frequencies = field(default_factory=Frequencies)
    senses: dict[str, tuple[Concept, ...]] = field(default_factory=dict)

    def add(self, string: str | None, answer: Answer) -> None:
        """Count one cell."""
        self.counts[answer.status] += 1
        if string is None:
            return
        if answer.status == "unmapped":
            self.unmapped.add(string.strip())
        elif answer.status == "ambiguous":
            self.ambiguous.add(string.strip())
            if len(self.senses) < _KEPT:
                self.senses[string.strip()] = answer.senses


def normalize_file(
    source: str,
    target: BinaryIO,
    columns: Sequence[str],
    *,
    tagger: Tagger,
    kind: Kind,
    how: How,
    to: str | None = None,
    min_score: float = 0.0,
    progress: Callable[[int], Callable[[], None]] = lambda rows: lambda: None,
) -> list[ColumnSummary]:
    """Write a spreadsheet again with what its strings mean beside it; see `COLUMNS`.

    Args:
        source: the file to read, `-` for standard input; it is read twice, never held.
        target: where to write.
        columns: names or numbers (from 1) of the columns to normalise; none for the only column.
        tagger: what normalises.
        kind: the spreadsheet's format (`sheets.kind_of`).
        how: how to read it.
        to: add this form alone (`zh`, `en`, `abbr`, `id`).
        min_score: answers below are none.
        progress: given the number of rows, gives a function that is called after each of them.

    Returns:
        list: a summary for each column.

    Raises:
        InputError: it cannot be read.
        UsageError: it has no such column, or several where one is wanted.
    """
    answers = Answers(tagger, to, min_score)
    with open_sheet(source, kind, how) as sheet:
        if not sheet.columns:
            raise InputError("sheet.empty", file=source)
        if not columns and len(sheet.columns) > 1:
            names = ", ".join(name or str(number) for number, name in enumerate(sheet.columns[:30], start=1))
            raise UsageError("sheet.which", file=source, names=names)
        chosen = list(dict.fromkeys(position(sheet, column, source) for column in columns or ["1"]))
        summaries = _named(sheet, chosen, answers.columns)
        tick = progress(sheet.rows)

        def fill(strings: Sequence[str | None]) -> list[Cell]:
            cells: list[Cell] = []
            for string, summary in zip(strings, summaries, strict=True):
                answer = answers(string)
                summary.add(string, answer)
                cells += answer.cells
            tick()
            return cells

        added = [
            Added(name, own == "score") for s in summaries for name, own in zip(s.added, answers.columns, strict=True)
        ]
        sheet.extend(target, chosen, added, fill)
    return summaries


def _named(sheet: Sheet, chosen: Sequence[int], columns: Sequence[str]) -> list[ColumnSummary]:
    """A summary for each chosen column, with names for its new columns that no column has yet.

    Our own names stand alone where one column is chosen and they are free; else the column's name comes before them.
    """
    taken = {name.strip().casefold() for name in sheet.columns}
    summaries = []
    for place in chosen:
        column = sheet.columns[place].strip() or str(place + 1)
        added = []
        for name in columns:
            own = name
            if len(chosen) > 1 or own in taken:
                own = f"{column}_{name}"
            number = 2
            while own.casefold() in taken:
                own = f"{column}_{name}_{number}"
                number += 1
            taken.add(own.casefold())
            added.append(own)
        summaries.append(ColumnSummary(column, tuple(added)))
    return summaries


def normalize_series(
    series: Any, *, tagger: Tagger | None = None, to: str | None = None, min_score: float = 0.0
) -> Any:
    """What the strings of a pandas or polars series mean.

    Args:
        series: strings; missing values stay missing, other values are read as they print.
        tagger: what normalises; None for the packaged lexicon.
        to: give this form alone (`zh`, `en`, `abbr`, `id`).
        min_score: answers below are none.

    Returns:
        A frame of the same library with a row for each value, under the series' index where it has one: `id`, `en`,
        `zh`, `abbr`, `category`, `score` and `via`, or the one form asked for.

    Raises:
        UsageError: it is no series.
    """
    if not (hasattr(series, "to_frame") and hasattr(series, "to_list")):
        raise UsageError("usage.series", value=type(series).__name__)
    answers = Answers(tagger or load(), to, min_score)
    rows = [answers(_string(value)).cells for value in series.to_list()]
    cells = {name: [row[place] for row in rows] for place, name in enumerate(answers.columns)}
    frame = type(series.to_frame())
    if hasattr(series, "index"):
        made = frame(cells, index=series.index, columns=list(answers.columns), dtype=object)
        return made.astype({"score": float}) if "score" in cells else made
    return frame(cells, schema={name: float if name == "score" else str for name in answers.columns})


def _string(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    missing = value is None or type(value).__name__ in ("NAType", "NaTType")
    return None if missing or (isinstance(value, float) and math.isnan(value)) else str(value)


#: The columns of the list of strings that mean nothing, or several things.
SUMMARY_COLUMNS = ("column", "status", "count", "string", "senses")


def summary_rows(summaries: Sequence[ColumnSummary]) -> Iterator[tuple[str, ...]]:
    """The unmapped and the ambiguous strings of each column as rows under `SUMMARY_COLUMNS`, most frequent first."""
    for s in summaries:
        for status, counted in (("unmapped", s.unmapped), ("ambiguous", s.ambiguous)):
            for string, count in counted.most_common():
                senses = "; ".join(f"{concept.en} ({concept.id})" for concept in s.senses.get(string, ()))
                cells = (s.column, status, str(count), harmless(" ".join(string.split())), senses)
                yield tuple(" ".join(encodable(cell).split()) for cell in cells)


def summary_record(summary: ColumnSummary, most: int = 100) -> dict[str, Any]:
    """The summary of a column as a record, with the `most` frequent of the strings without a concept."""
    s = summary
    return {
        "column": s.column,
        "added": list(s.added),
        "rows": s.counts.total(),
        **{status: s.counts[status] for status in STATUSES},
        "distinct_exact": s.unmapped.exact and s.ambiguous.exact,
        "most_unmapped": [{"string": string, "count": count} for string, count in s.unmapped.most_common(most)],
        "most_ambiguous": [
            {"string": string, "count": count, "senses": [concept.id for concept in s.senses.get(string, ())]}
            for string, count in s.ambiguous.most_common(most)
        ],
    }


def output_for(source: str, output: Path | None, kind: Kind) -> Path | None:
    """The file to write, None for standard output.

    Raises:
        OutputError: a binary format without a file name, or a file name of another format.
    """
    if output is None:
        if not kind.text:
            raise OutputError("sheet.no_output", format=kind.name)
        return None
    suffix = output.suffix.lower()
    # A workbook with macros under the name of one without is refused by Excel.
    allowed = (
        {Path(source).suffix.lower()}
        if kind.name == "xlsx" and source != "-"
        else {Path(source).suffix.lower(), *kind.suffixes}
    )
    if suffix not in allowed:
        raise OutputError(
            "sheet.other_format", file=output, format=kind.name, suffixes=" ".join(sorted(allowed - {""}))
        )
    return output

"""Plain tables: the user says which column is what. Start reading at `read`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Literal

from zhengming.errors import UsageError, nearest
from zhengming.exchange.terms import Skip, Term

#: What a column may be: the concept's id, a name, several names in one cell, a preferred name, a short form.
ROLES = ("id", "name", "synonyms", "en", "zh", "abbr")


def read(text: str, columns: Mapping[str, str]) -> Iterator[Term | Skip]:
    """The names of a table separated by tabs, commas or semicolons.

    Raises:
        UsageError: no column is named, or one that is not there.
    """
    first = text.partition("\n")[0]
    delimiter = max("\t,;", key=first.count)
    # A quotation mark inside a tab-separated field is one: such files are seldom written by spreadsheets.
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "\t" and text.count('"') % 2 else csv.QUOTE_MINIMAL
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    header = [cell.strip() for cell in next(table, [])]
    numbered = (
        bool(columns)
        and all(value.isdigit() for value in columns.values())
        and not set(columns.values()) <= set(header)
    )
    places = {role: _place(header, role, value, numbered) for role, value in columns.items()}
    if not places or places.keys() == {"id"}:
        raise UsageError("import.columns", found=", ".join(header[:12]))
    if numbered:
        table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)
    for row in table:
        number = table.line_num
        if not any(cell.strip() for cell in row):
            continue
        if len(row) <= max(places.values()):
            yield Skip(number, "import.fields", delimiter.join(row)[:60])
            continue
        cells = {role: row[place].strip() for role, place in places.items()}
        named = [
            *((cells[role], "preferred") for role in ("en", "zh", "name") if cells.get(role)),
            *((name.strip(), "") for name in _several(cells.get("synonyms", "")) if name.strip()),
            *((cells[role], "abbreviation") for role in ("abbr",) if cells.get(role)),
        ]
        if not named:
            yield Skip(number, "import.nameless", cells.get("id", ""))
        elif "id" in places and not cells["id"]:
            yield Skip(number, "import.no_id", named[0][0][:60])
        else:
            id_ = cells.get("id") or named[0][0]
            for name, type_ in named:
                yield Term(id_, name, type_, number)


def _place(header: list[str], role: str, value: str, numbered: bool) -> int:
    if role not in ROLES:
        raise UsageError("import.role", value=role, allowed=", ".join(ROLES))
    if numbered and 0 < int(value) <= len(header):
        return int(value) - 1
    if numbered or value not in header:
        raise UsageError("import.no_column", value=value, nearest=nearest(value, header[:30]))
    return header.index(value)


def _several(cell: str) -> list[str]:
    """The names in one cell: separated by |, else by semicolons."""
    return cell.split("|") if "|" in cell else cell.replace("；", ";").split(";")

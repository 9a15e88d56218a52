"""Short forms whose letters their long form does not spell (HbA1c, GSH-Px), from `lexicon/language/conventional.tsv`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from zhengming.characters import is_han
from zhengming.tables import packaged_lexicon, rows

COLUMNS = ("short", "en", "zh")


def stands_for(short: str, long: str) -> bool:
    """Whether a short form conventionally stands for a long one."""
    return short in _table().get(_bare(long), ())


def is_long_form(text: str) -> bool:
    """Whether a string is a long form of the table."""
    return _bare(text) in _table()


def conventional_start(text: str, end: int) -> int | None:
    """Where the longest Chinese long form of the table begins that ends at a position."""
    table = _table()
    return next(
        (at for at in range(max(0, end - _LONGEST), end - 1) if is_han(text[end - 1]) and _bare(text[at:end]) in table),
        None,
    )


#: The longest Chinese long form of the table, in characters.
_LONGEST = 20


@cache
def _table() -> Mapping[str, frozenset[str]]:
    """Long form, in small letters and singular, to its short forms."""
    table: dict[str, frozenset[str]] = {}
    for _, (short, english, chinese) in rows(packaged_lexicon() / "language" / "conventional.tsv", COLUMNS):
        for long in (*english.split("; "), *chinese.split("; ")):
            if long:
                table[_bare(long)] = table.get(_bare(long), frozenset()) | {short}
    return table


def _bare(long: str) -> str:
    return long.lower().removesuffix("s")

"""Short forms whose letters their long form does not spell (HbA1c, GSH-Px), from `lexicon/language/conventional.tsv`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from zhengming.characters import is_han
from zhengming.tables import packaged_lexicon, rows

COLUMNS = ("short", "en", "zh")


def stands_for(short: str, long: str) -> bool:
    """Whether a short form conventionally stands for a long one."""
    known = _by_short().get(short)
    return known is not None and _bare(long) in known


def is_long_form(text: str) -> bool:
    """Whether a string is a long form of the table."""
    return _bare(text) in _long_forms()


def conventional_start(text: str, end: int) -> int | None:
    """Where the longest Chinese long form of the table begins that ends at a position."""
    if not is_han(text[end - 1]):
        return None
    table = _long_forms()
    return next((at for at in range(max(0, end - _LONGEST), end - 1) if _bare(text[at:end]) in table), None)


#: The longest Chinese long form of the table, in characters.
_LONGEST = 20


@cache
def _by_short() -> Mapping[str, frozenset[str]]:
    """Short form to its long forms, in small letters and singular."""
    path = packaged_lexicon() / "language" / "conventional.tsv"
    return {
        short: frozenset(_bare(long) for side in (english, chinese) for long in side.split("; ") if long)
        for _, (short, english, chinese) in rows(path, COLUMNS)
    }


@cache
def _long_forms() -> frozenset[str]:
    return frozenset().union(*_by_short().values())


def _bare(long: str) -> str:
    return long.lower().removesuffix("s")

"""Offsets in other units than ours: bytes of UTF-8 and UTF-16 units, as some formats' readers and writers count."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Literal

Unit = Literal["codepoints", "bytes", "utf16"]
UNITS: tuple[Unit, ...] = ("codepoints", "bytes", "utf16")


class Offsets:
    """Places in one text, from code points into another unit and back.

    Args:
        text: the text.
        unit: the other unit.
    """

    __slots__ = ("_starts",)

    def __init__(self, text: str, unit: Unit) -> None:
        self._starts: Sequence[int] | None = None
        if unit == "codepoints" or text.isascii():
            return
        if unit == "bytes":
            sizes: Iterable[int] = (
                1 if c < "\x80" else 2 if c < "\u0800" else 3 if c < "\U00010000" else 4 for c in text
            )
        else:
            sizes = (1 if c < "\U00010000" else 2 for c in text)
        self._starts = list(accumulate(sizes, initial=0))

    def out(self, place: int) -> int:
        """A place in code points, in the other unit."""
        return place if self._starts is None else self._starts[place]

    def into(self, place: int) -> int:
        """A place in the other unit, in code points; one inside a character goes to its start, one outside stays outside."""
        if self._starts is None:
            return place
        if not 0 <= place <= self._starts[-1]:
            return place if place < 0 else len(self._starts) + place
        return bisect_right(self._starts, place) - 1


def unit_of(text: str, spans: Sequence[tuple[int, int, str]], asked: Unit) -> Unit:
    """The unit in which spans were counted: the one asked for, unless their texts show that it is another.

    Args:
        text: the text.
        spans: (start, end, text of the mention) as the file has them.
        asked: the unit to take where the texts do not tell.
    """
    if text.isascii() or not spans:
        return asked

    def right(unit: Unit) -> int:
        offsets = Offsets(text, unit)
        return sum(text[max(0, offsets.into(start)) : max(0, offsets.into(end))] == said for start, end, said in spans)

    best = max(UNITS, key=lambda unit: (right(unit), unit == asked))
    return best if right(best) > right(asked) else asked

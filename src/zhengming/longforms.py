"""The letters of an English long form: which words before a bracket a short form can stand for.

Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions in biomedical text"; before it,
the words whose initials are the whole short form, so that MM is multiple myeloma and not myeloma.
"""

from __future__ import annotations

import re
from functools import lru_cache

from zhengming.characters import HAN

#: Longest stretch before a bracket that is looked at, in characters.
BEFORE = 160
#: What a long form must hold: three lower-case letters in a row.
THREE_LETTERS = re.compile("[a-z]{3}")

_GREEK_LETTERS = str.maketrans("αβγδεκμω", "abgdekmo")


def _letters(text: str) -> str:
    return text.lower().translate(_GREEK_LETTERS)


@lru_cache(maxsize=8192)
def _bare(short: str) -> str:
    """A short form's letters and digits, without a plural s."""
    if len(short) > 2 and short.endswith("s") and short[-2].isalnum() and not short[-2].islower():
        short = short[:-1]
    return "".join(c for c in _letters(short) if c.isalnum())


def _align(short: str, long: str) -> int | None:
    """Where the long form of Schwartz and Hearst's algorithm begins in `long`, or None."""
    place = len(long)
    for number in range(len(short) - 1, -1, -1):
        while True:
            place = long.rfind(short[number], 0, place)
            if place < 0:
                return None
            if number or place == 0 or not long[place - 1].isalnum():
                break
    return place


def aligned(short: str, long: str) -> bool:
    """Whether a bounded long form can stand for a short form: its letters in order, the first at the first word."""
    bare = _bare(short)
    letters = _letters(long)
    if not bare or len(long) <= len(short) or not letters or letters[0] != bare[0]:
        return False
    rest = iter(letters[1:])
    return all(letter in rest for letter in bare[1:])


#: What ends a sentence or a clause that no long form reaches over.
_STOPS = (". ", "; ", "! ", "? ", ": ", "\n", "(", ")", "[", "]")
_HAN_CHARACTER = re.compile(f"[{HAN}。、]")


def english_long_form(text: str, edge: int, short: str) -> int | None:
    """Where the English long form of `short` that ends at `edge` begins, or None.

    At most min(n + 5, 2n) words are looked at, within the sentence; the long form must be longer than the short one
    and not hold it.
    """
    bare = _bare(short)
    if not bare:
        return None
    window = max(0, edge - BEFORE)
    segment = text[window:edge]
    last = max((segment.rfind(stop) + len(stop) for stop in _STOPS if stop in segment), default=0)
    if not segment.isascii():
        for found in _HAN_CHARACTER.finditer(segment, last):
            last = found.end()
    first = _begin(segment, last, min(len(bare) + 5, len(bare) * 2))
    initials = _by_initials(bare, segment, first)
    if initials is not None and THREE_LETTERS.search(segment, initials):
        return window + initials
    place = _align(bare, _letters(segment[first:]))
    if place is None:
        return None
    begin = window + first + place
    long_form = text[begin:edge]
    if len(long_form) <= len(short) or not THREE_LETTERS.search(long_form):
        return None
    return None if re.search(rf"(?<!\w){re.escape(short)}(?!\w)", long_form) else begin


_WORD_STARTS = re.compile(r"(?<![A-Za-z0-9'])[A-Za-z0-9]")
_SMALL = frozenset(("of", "and", "the", "in", "for", "to", "with", "by", "a"))


def initials_long_form(text: str, edge: int, short: str) -> int | None:
    """Where the words whose initials are all of a short form begin that end at `edge`, or None."""
    segment = text[max(0, edge - BEFORE) : edge]
    words = [match.start() for match in _WORD_STARTS.finditer(segment)][-len(short) :]
    if len(words) < len(short) or "".join(segment[place] for place in words).lower() != short:
        return None
    begin = edge - len(segment) + words[0]
    return begin if _CLAUSE.search(text, begin, edge) is None else None


_CLAUSE = re.compile(r"[.;:()\[\]\n]")


def _by_initials(bare: str, segment: str, first: int) -> int | None:
    """Where the words whose initials make up the whole short form begin: MM is multiple myeloma, not myeloma."""
    words = [word for word in segment[first:].replace("-", " ").replace("/", " ").split() if word not in _SMALL]
    words = words[-len(bare) :]
    if _letters("".join([word[0] for word in words])) != bare:
        return None
    starts = [match.start() for match in _WORD_STARTS.finditer(segment, first)]
    return next((start for start in reversed(starts) if segment.startswith(words[0], start)), None)


def _begin(segment: str, last: int, words: int) -> int:
    """Where the last so many words of a segment begin, not before `last`."""
    place = len(segment)
    for _ in range(words):
        place = segment.rfind(" ", last, place)
        if place < 0:
            return last
    return place + 1

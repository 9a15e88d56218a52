"""What the Chinese of a definition says and its English does not, by the translations of its morphemes."""

from __future__ import annotations

import re
from typing import NamedTuple

from zhengming.beginnings import ENGLISH_WORD, Translation, sizes, translations
from zhengming.characters import is_han

_LITTLE = frozenset(("of", "and", "the", "in", "for", "to", "with", "by", "a", "on", "s", "or"))
_LATIN = re.compile(r"[A-Za-z0-9α-ωΑ-ΩⅠ-Ⅻ]+$")


class Sides(NamedTuple):
    """What two sides of a definition have in common.

    Attributes:
        known: how many characters the morphemes of two and more have that the translations know.
        said: how many morphemes the English says, whole or in part.
        lost: the first letters of the words that the others stand for.
    """

    known: int
    said: int
    lost: frozenset[str]


def sides(chinese: str, english: str) -> Sides:
    """Compare a Chinese term and its English, the longest morphemes first, from the end.

    Args:
        chinese: the Chinese long form.
        english: the English one.
    """
    words = [word for word in map(str.lower, ENGLISH_WORD.findall(english)) if word not in _LITTLE]
    run = "".join(words)
    table = translations()
    text = re.sub(r"[\s的与和及、/()（）-]", "", chinese)
    end, known, said, lost = len(text), 0, 0, set[str]()
    while end > 0:
        if not is_han(text[end - 1]):
            latin = _LATIN.search(text, 0, end)
            end = latin.start() if latin else end - 1
            continue
        found = sorted(
            (size for size in sizes().get(text[end - 1], ()) if size <= end and text[end - size : end] in table),
            reverse=True,
        )
        shares = [(_share(table[text[end - size : end]], words, run), size) for size in found]
        share, size = next(((s, n) for s, n in shares if s[0] >= 0.5), shares[0] if shares else ((0.0, frozenset()), 1))
        if size > 1:
            known += size
            said += share[0] > 0
            lost |= share[1]
        end -= size
    return Sides(known, said, frozenset(lost))


def _share(readings: tuple[Translation, ...], words: list[str], run: str) -> tuple[float, frozenset[str]]:
    """The best share of a translation's words that the English has, and the first letters of the rest."""
    best: tuple[float, frozenset[str]] = (-1.0, frozenset())
    rest: frozenset[str] = frozenset()
    for said, _ in readings:
        told = [word.lower() for word in said if word not in _LITTLE] or list(said)
        unsaid = [word for word in told if not _has(word, words, run)]
        share = 1 - len(unsaid) / len(told)
        rest |= {word[0] for word in unsaid}
        if share > best[0]:
            best = share, frozenset(word[0] for word in unsaid)
    return (0.0, rest) if best[0] <= 0 else best


def _has(word: str, words: list[str], run: str) -> bool:
    return word in words if len(word) < 4 else word[: max(4, len(word) - 3)] in run

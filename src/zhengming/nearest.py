"""The nearest listed name of a string, close or not: what is offered when nothing is close enough to be an answer."""

from __future__ import annotations

import re
from itertools import pairwise

from zhengming.folding import fold
from zhengming.model import Concept, Match, Name
from zhengming.morphemes import canonical, features
from zhengming.work import Tools

#: The share of nearest names that are right, by their likeness (`tests/benchmarks/calibration.py`).
_LIKELY = (
    (0.0, 0.0), (0.3, 0.15), (0.4, 0.35), (0.5, 0.48), (0.6, 0.6), (0.72, 0.63), (0.8, 0.77), (0.87, 0.88), (1.0, 0.93)
)  # fmt: skip
#: How much words that only the string, or only the name has take away beside those that both have, and what the very
#: same words add to those that are only broadly the same.
_MISSING, _EXTRA, _SAME = 0.6, 0.5, 0.6
#: What names of other numbers keep of their likeness.
_OTHER_NUMBER = 0.7


def overlapping(tools: Tools, plain: str, k: int, steps: tuple[str, ...]) -> list[Match]:
    """The names that share most words and characters with a string: the nearest, close or not."""
    key = canonical(plain.lower())
    trail = (*steps, "nearest.overlapping")
    index = tools.lexicon.near
    ranked = []
    own, numbers = features(key), set(_NUMBER.findall(key))
    for place, other, both, missing, extra in index.overlapping(key, 4 * k + 40):
        theirs = features(other)
        share = both / (both + _MISSING * missing + _EXTRA * extra)
        # Of names that are equal in broad terms the one with the same words counts.
        share = (share + _SAME * 2 * len(own & theirs) / (len(own) + len(theirs))) / (1 + _SAME)
        if numbers and not numbers & set(_NUMBER.findall(other)) and _NUMBER.search(other):
            share *= _OTHER_NUMBER
        ranked.append((round(share, 3), place))
    answers: dict[Concept, tuple[tuple[object, ...], Match]] = {}
    for share, place in ranked:
        for concept, name in (tools.lexicon.name_at(*pair) for pair in index.names_of(place)):
            order = (-share, *generality(concept, name))
            if concept not in answers or order < answers[concept][0]:
                answers[concept] = (order, Match(concept, name, _likely(share), "fuzzy", trail, False))
    best = sorted(answers.values(), key=lambda item: item[0])
    return [match for _, match in best[:k]]


def _likely(share: float) -> float:
    """The share of nearest names that are right at this likeness, where the lexicon has the concept at all."""
    for (low, less), (high, more) in pairwise(_LIKELY):
        if share <= high:
            return round(less + (more - less) * (share - low) / (high - low), 4)
    return _LIKELY[-1][1]


_NUMBER = re.compile(r"\d+")


def generality(concept: Concept, name: Name) -> tuple[bool, bool, int]:
    """Where concepts share a name: the one that prefers it, then one without a number of its own, then the best known."""
    return name.type != "preferred", bool(re.search(r"\d|\b[IVX]+\b", concept.en)), -len(concept.names)


def alike(text: str, concept: Concept) -> float:
    """The share of words and characters that a string has in common with the closest name of a concept."""
    own = features(canonical(fold(text).text, wide=True))
    best = 0.0
    for name in concept.names:
        other = features(canonical(fold(name.text).text, wide=True))
        if own and other:
            best = max(best, 2 * len(own & other) / (len(own) + len(other)))
    return best

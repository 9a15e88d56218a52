"""The nearest listed names of one string, with guards. Start reading at `nearest_names`.

No threshold tells 白细胞介素-6 from 白细胞介素-1 (ratio 0.86) and 骨关节炎 from 骨性关节炎 (0.89) apart: rapidfuzz scores,
the guards refuse what an edit must never touch.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from zhengming.characters import is_han

#: Pairs of morphemes that turn a term into its opposite or its neighbour; a string with one is never one with the other.
_OPPOSED = (
    ("前", "后"), ("上", "下"), ("左", "右"), ("内", "外"), ("成", "破"), ("促", "抑"), ("增", "减"), ("升", "降"),
    ("同", "异"), ("大", "小"), ("急", "慢"), ("高", "低"), ("自", "异"), ("有", "无"), ("头", "尾"), ("干", "湿"),
    ("hyper", "hypo"), ("pro", "anti"), ("inter", "intra"), ("micro", "macro"), ("allo", "auto"), ("an", "hyper"),
    ("endo", "exo"), ("agonist", "antagonist"), ("blast", "clast"), ("anterior", "posterior"), ("medial", "lateral"),
    ("osteo", "chondro"), ("upper", "lower"), ("acute", "chronic"), ("in", "ase"), ("genesis", "lysis"),
)  # fmt: skip
_SYMBOLS = re.compile(r"\d+|[α-ω]|(?<![a-z])[ivx]{1,4}(?![a-z])|alpha|beta|gamma|kappa|delta|[一二三四]型")
#: Morphemes that may be there or not without making another term.
_LIGHT = frozenset("性的型样症化类式之术法了")


def nearest_names(query: str, names: Collection[str], limit: int = 5, floor: float = 0.82) -> list[tuple[str, float]]:
    """The listed names closest to a string.

    Args:
        query: a folded, lower-cased string.
        names: folded, lower-cased spellings.
        limit: how many at most.
        floor: the lowest similarity taken, in [0, 1].

    Returns:
        list: (spelling, similarity), best first.
    """
    from rapidfuzz import fuzz, process

    if len(query) < 3 or looks_short(query):
        return []
    found = process.extract(query, names, scorer=fuzz.ratio, score_cutoff=100 * floor, limit=limit * 8)
    kept = [(name, score / 100) for name, score, _ in found if not refused(query, name)]
    return kept[:limit]


def similar_names(query: str, names: Collection[str], limit: int = 5) -> list[tuple[str, float]]:
    """Names that look like a string, without guards: offered to a person, never taken for it."""
    from rapidfuzz import fuzz, process

    if len(query) < 3 or looks_short(query):
        return []
    return [
        (name, score / 100)
        for name, score, _ in process.extract(query, names, scorer=fuzz.ratio, score_cutoff=65, limit=limit)
    ]


def nearest_short(query: str, names: Collection[str], limit: int = 5) -> list[tuple[str, float]]:
    """Short forms one edit away: offered for a mistyped look-up, never taken for it."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    near = [name for name in names if abs(len(name) - len(query)) <= 1 and looks_short(name)]
    found = process.extract(query, near, scorer=OSA.distance, score_cutoff=1, limit=limit)
    return [(name, 1 - distance / max(len(name), len(query))) for name, distance, _ in found]


def looks_short(text: str) -> bool:
    """Whether a string is a short form rather than a word: an edit of one is another (MMP-3, MMP-13; ACL, ACLT)."""
    if any(map(is_han, text)):
        return False
    return len(text) <= 5 or (len(text) <= 10 and " " not in text and any(map(str.isdigit, text)))


def refused(one: str, other: str) -> bool:
    """Whether two strings may never stand for each other, however alike they look."""
    if sorted(_SYMBOLS.findall(one)) != sorted(_SYMBOLS.findall(other)) or looks_short(other):
        return True
    if any((a in one) != (a in other) and (b in one) != (b in other) for a, b in _OPPOSED):
        return True
    han = any(map(is_han, one)) or any(map(is_han, other))
    return _other_chinese(one, other) if han else _other_words(one, other)


def _other_chinese(one: str, other: str) -> bool:
    """A Chinese character replaced, or one with a meaning of its own added, makes another term (临床前研究)."""
    from rapidfuzz.distance import Levenshtein

    for edit in Levenshtein.editops(one, other):
        changed = one[edit.src_pos] if edit.tag == "delete" else other[edit.dest_pos]
        if edit.tag == "replace" or (changed not in _LIGHT and changed not in " -"):
            return True
    return False


def _other_words(one: str, other: str) -> bool:
    """A mistyped word has its first letters right and one or two wrong; any other difference is another word."""
    from rapidfuzz.distance import OSA

    ours, theirs = re.split("[ -]+", one), re.split("[ -]+", other)
    if len(ours) != len(theirs):
        return "".join(ours) != "".join(theirs)
    for mine, yours in zip(ours, theirs, strict=True):
        if mine == yours:
            continue
        kept = 3 if len(mine) < 6 else 4
        if min(len(mine), len(yours)) < 4 or mine[:kept] != yours[:kept]:
            return True
        if OSA.distance(mine, yours) > (1 if len(mine) < 10 else 2):
            return True
    return False

"""The nearest listed names of one string, with guards. Start reading at `nearest_names`.

No threshold tells 白细胞介素-6 from 白细胞介素-1 (ratio 0.86) and 骨关节炎 from 骨性关节炎 (0.89) apart: rapidfuzz measures,
the guards (`resemblance`) refuse what an edit must never touch. `Candidates` finds the few names worth measuring.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from zhengming.candidates import Candidates, reach
from zhengming.characters import HAN, is_han
from zhengming.morphemes import canonical, confusable, morphemes, ordinary, pairs

_GREEK = "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau|upsilon|phi|chi|psi|omega"
#: What tells members of a family apart: numbers, Greek letters, letters of chains, words too short to be mistyped.
_SYMBOLS = re.compile(rf"\d+(?:\.\d+)?|\b(?:{_GREEK})\b|\b[a-z]{{1,2}}\b|[甲乙丙]|丁(?=[型肝种组级基酸醇烷烯二])")
#: Beside Chinese stand short forms.
_BESIDE_CHINESE = re.compile("(?<![a-z])[a-z]{3,5}(?![a-z])")
#: Morphemes that may be there or not without making another term. 样 and 类 are none: 成纤维样细胞 are like 成纤维细胞.
_LIGHT = frozenset("性的型症式之术法了氏")
#: Behind a name these make another: 纤维蛋白性, 血清型, 脐带式, 黏多糖症.
_MAKES_ANOTHER = frozenset("性型式了症")
_HAN = re.compile(f"[{HAN}]")
_LONG_WORD = re.compile("[a-z]{5,}")
_DOUBLED = re.compile(r"(.)\1+")


def nearest_names(query: str, index: Candidates, limit: int = 5) -> list[tuple[int, float]]:
    """The listed names that a string may be a misprint of.

    Args:
        query: a canonical string (see `morphemes.canonical`).
        index: the canonical names.
        limit: how many at most.

    Returns:
        list: (place of the name in the index, similarity in [0, 1]), best first.
    """
    if len(query) < 2 or looks_short(query):
        return []
    near = index.within_reach(query)
    if not near:
        return []
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    names = [name for _, name in near]
    found = []
    for name, _, number in process.extract(query, names, scorer=Levenshtein.distance, score_cutoff=2, limit=None):
        similarity = resemblance(query, name, index)
        if similarity:
            found.append((near[number][0], similarity))
    found.sort(key=lambda item: (-item[1], item[0]))
    return found[:limit]


def respelled(query: str, index: Candidates) -> str:
    """A canonical string with the misprint mended that kept a word from being read as its synonym: diabetci, dosorder.

    Args:
        query: a canonical string.
        index: the canonical names, whose words are no misprints.

    Returns:
        str: the canonical string it should be; "" where no word is one letter off from just one word with a synonym.
    """
    from rapidfuzz.distance import OSA

    words = query.split()
    for number, word in enumerate(words):
        if len(word) < 6 or not word.isalpha() or not word.isascii() or index.has_word(word) or word in _ordinary():
            continue
        glued = next((small for small in ("the", "of", "in", "and") if word.startswith(small)), "")
        if glued and index.has_word(word[len(glued) :]):
            # of thecartilage
            return canonical(" ".join([*words[:number], word[len(glued) :], *words[number + 1 :]]))
        meant = {
            form
            for known, form in morphemes("same").items()
            if known[:1] == word[0] and " " not in known and OSA.distance(word, known, score_cutoff=1) <= 1
        }
        if len(meant) == 1:
            return canonical(" ".join([*words[:number], *meant, *words[number + 1 :]]))
    return ""


def clipped_names(query: str, index: Candidates) -> list[int]:
    """The names that a string with shortened words may stand for: chondrogenic diff., flow cyt., inflam. response.

    Args:
        query: folded and lower-cased.
        index: the canonical names.

    Returns:
        list: places of names of as many words, each the same or begun by a word that a full stop or no dictionary ends.
    """
    words = query.split()
    stems = [word.rstrip(".") for word in words]
    short = [
        stem.isalpha()
        and stem.isascii()
        and len(stem) >= (_CLIPPED if word.endswith(".") else _CLIPPED_UNMARKED)
        and not index.has_word(canonical(stem))
        for word, stem in zip(words, stems, strict=True)
    ]
    if len(words) < 2 or not any(short) or all(short):
        return []
    keys = [canonical(stem) for stem in stems]
    found = []
    for place, name, *_ in index.overlapping(" ".join(keys), _CLIPPED_AMONG):
        theirs = name.split()
        if len(theirs) == len(words) and all(
            name == key or (is_short and name.startswith(stem))
            for name, key, stem, is_short in zip(theirs, keys, stems, short, strict=True)
        ):
            found.append(place)
    return found


#: The fewest letters of a shortened word, with a full stop and without; so many of the nearest names are looked at.
_CLIPPED, _CLIPPED_UNMARKED, _CLIPPED_AMONG = 3, 5, 80


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
    if _HAN.search(text):
        return False
    return len(text) <= 5 or (len(text) <= 10 and " " not in text and any(map(str.isdigit, text)))


def resemblance(one: str, other: str, known: Candidates | None = None) -> float:
    """How alike two canonical strings are that may stand for each other; 0 where a guard refuses.

    Args:
        one: a string that may be mistyped.
        other: a listed name.
        known: the names whose words are words, and no misprints of others.
    """
    from rapidfuzz.distance import OSA, Levenshtein

    if one == other:
        return 1.0
    measure = OSA if reach(len(other)) == 1 else Levenshtein
    distance = measure.distance(one, other, score_cutoff=2)
    if distance > reach(len(other)) or looks_short(other) or symbols(one) != symbols(other):
        return 0.0
    if _HAN.search(other):
        if not _mistyped_chinese(one, other):
            return 0.0
    elif not _mistyped_words(one.split(), other.split(), known):
        return 0.0
    if opposed(one, other):
        return 0.0
    # ostecolast is nearer to osteoclast than to osteoblast: two neighbours swapped are one slip.
    return float(1 - OSA.distance(one, other) / max(len(one), len(other)))


def rearranged(one: str, other: str) -> bool:
    """Whether two canonical strings of the same words, in any order, may mean the same."""
    if one == other:
        return True
    if len(one) < 6 and all(map(is_han, one)):
        # 形成骨 is no 骨形成, and 间质细胞 are no 细胞间质.
        return one not in other * 2
    if _DIRECTED.search(one):
        # M2-to-M1 polarization is not M1-to-M2 polarization.
        return False
    numbers = _NUMBERS.findall(one), _NUMBERS.findall(other)
    # Collagen type 1 alpha 2 is not collagen type 2 alpha 1, nor programmed cell death 1 a type 1 of it.
    return set(numbers[0]) == set(numbers[1])


_DIRECTED = re.compile(r"versus|\bvs\b|抗|transition|polari[sz]ation|conversion|switch|转化|极化|转换")
#: A number and the word it counts.
_NUMBERS = re.compile(r"[a-z]+ \d+")


def refused(one: str, other: str) -> bool:
    """Whether two canonical strings may never stand for each other, however alike they look."""
    return looks_short(other) or symbols(one) != symbols(other) or opposed(one, other)


def opposed(one: str, other: str) -> bool:
    """Whether one string has a morpheme where the other has its opposite."""
    ours, theirs = _morphemes(one), _morphemes(other)
    if ours == theirs:
        return False
    gone, come = ours - theirs, theirs - ours
    return any((a in gone and b in come) or (b in gone and a in come) for a, b in pairs("opposed"))


@lru_cache(1 << 12)
def symbols(text: str) -> list[str]:
    """What tells members of a family apart: the numbers, Greek letters and single letters of a canonical string, sorted."""
    found = _SYMBOLS.findall(text)
    if _HAN.search(text):
        found += _BESIDE_CHINESE.findall(text)
    return sorted(found)


@lru_cache(1 << 12)
def _morphemes(text: str) -> frozenset[str]:
    """The morphemes of a string that have an opposite."""
    return frozenset(morpheme for morpheme in _opposed() if morpheme in text)


@lru_cache(1)
def _opposed() -> frozenset[str]:
    return frozenset(morpheme for pair in pairs("opposed") for morpheme in pair)


def _mistyped_chinese(ours: str, theirs: str) -> bool:
    """A Chinese character is mistyped for one that sounds or looks like it; a light one may be there or not."""
    from rapidfuzz.distance import Levenshtein

    if _LONG_WORD.sub("x", ours) == _LONG_WORD.sub("x", theirs):
        # Lyshlom膝关节评分: the slip is in a Latin word.
        return _mistyped_words(_LONG_WORD.findall(ours), _LONG_WORD.findall(theirs), None)
    others = confusable()
    edits = Levenshtein.editops(ours, theirs)
    for edit in edits:
        if edit.tag == "replace":
            mine, yours = ours[edit.src_pos], theirs[edit.dest_pos]
            if is_han(yours) != is_han(mine) or (is_han(yours) and yours not in others.get(mine, ())):
                return False
            if not is_han(yours) and len(edits) > 1:
                return False
            continue
        text, place = (ours, edit.src_pos) if edit.tag == "delete" else (theirs, edit.dest_pos)
        changed = text[place]
        doubled = changed in text[max(0, place - 1) : place] + text[place + 1 : place + 2]
        if edit.tag == "delete" and place == len(ours) - 1 and changed in _MAKES_ANOTHER:
            return False
        if changed == "性" and not place:
            # 性功能障碍 is no 功能障碍.
            return False
        if is_han(changed) and changed not in _LIGHT and not (doubled and edit.tag == "delete"):
            return False
        if not is_han(changed) and len(edits) > 1:
            return False
    return True


@lru_cache(1 << 12)
def _ending(word: str) -> str:
    """The listed ending of a word that makes it a word of its own: -tomy, -tome; "" if it has none."""
    return next((word[at:] for at in range(1, len(word)) if word[at:] in morphemes("ending")), "")


#: Consonants typed for each other: they sound alike or are neighbours on the keyboard.
_ALIKE = tuple(
    map(
        frozenset,
        ("ckqsxz", "bvw", "bpdq", "fvp", "gjk", "mn", "lr", "dt", "td", "rt", "yt", "hgj", "sdz", "nbh", "kjl"),
    )
)


def _other_consonant(mine: str, yours: str) -> bool:
    """Whether two short words differ in one consonant that nobody types for the other."""
    different = [pair for pair in zip(mine, yours, strict=False) if pair[0] != pair[1]]
    if len(mine) != len(yours) or len(different) != 1:
        return False
    pair = set(different[0])
    return not pair & set("aeiouy") and not any(pair <= alike for alike in _ALIKE)


@lru_cache(1)
def _ordinary() -> frozenset[str]:
    return frozenset(form for word in ordinary() for form in (word, canonical(word)))


def _mistyped_words(ours: Sequence[str], theirs: Sequence[str], known: Candidates | None) -> bool:
    """A mistyped word begins as it should and has one or two letters wrong; a known word is no misprint of another."""
    from rapidfuzz.distance import OSA

    if len(ours) != len(theirs):
        mine, yours = "".join(ours), "".join(theirs)
        return mine == yours or (len(yours) > 9 and mine[:1] == yours[0] and OSA.distance(mine, yours) <= 1)
    same = sum(map(str.__eq__, ours, theirs))
    for mine, yours in zip(ours, theirs, strict=True):
        if mine == yours:
            continue
        if len(yours) < 4 or mine[0] != yours[0] or abs(len(mine) - len(yours)) > 1:
            return False
        if known is not None and known.has_word(mine):
            return False
        simple, simpler = _DOUBLED.sub(r"\1", mine), _DOUBLED.sub(r"\1", yours)
        own, other = _ending(simple), _ending(simpler)
        # osteotome, osteotomy: no misprint makes one ending of another; between more words that fit it may be one.
        if (
            same < 2
            and own
            and other
            and sorted(mine) != sorted(yours)
            and not (own.endswith(other) or other.endswith(own))
        ):
            return False
        if not same and len(yours) < 8 and _other_consonant(mine, yours):
            # lectin, leptin
            return False
        distance = min(OSA.distance(simple, simpler), OSA.distance(mine, yours))
        if mine in _ordinary() and (not same or distance > 1 or (same < 2 and len(mine) > 5)):
            # auricular cartilage, spiral ganglion; but knee join, lumber disc herniation
            return False
        if distance and len(yours) < 5:
            return False
        if distance > (1 if len(yours) < (8 if same else 9) else 2):
            return False
    return True

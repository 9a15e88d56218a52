"""Where the Chinese long form of a definition begins. Start reading at `long_form`.

In `兔骨髓间充质干细胞（BMSCs）` nothing marks the beginning: the reader knows it from the letters, because 骨髓 is bone
marrow and 兔 is no B. So each beginning is weighed by what the short form or the English beside it says about the
morphemes behind it (`lexicon/language/translations.tsv`), by how long such a term is, by the words that stand before one
(`boundaries.tsv`), and by the names of the lexicon. The letters are matched from the right, as in Schwartz and Hearst
(2003), but over morphemes and with weights, in one pass of dynamic programming.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from zhengming.beginnings import (
    BARRIERS,
    ENGLISH_WORD,
    Translation,
    before,
    boundaries,
    inside_morpheme,
    sizes,
    translations,
)
from zhengming.characters import HAS_HAN, is_han
from zhengming.longforms import bare_letters, in_order
from zhengming.shortforms import Names

#: From this share of its letters on a short form is taken to abbreviate a Chinese term.
EXPLAINED = 0.5
#: Longest Chinese long form, in characters.
_LONGEST = 40
_INSIDE_LATIN = re.compile(r"[A-Za-z0-9α-ωΑ-ΩⅠ-Ⅻ][A-Za-z0-9α-ωΑ-ΩⅠ-Ⅻ+'.\-]*$")
_SMALL = frozenset(("of", "and", "the", "in", "for", "to", "with", "by", "a", "on", "s"))


class LongForm(NamedTuple):
    """A beginning that was chosen.

    Attributes:
        begin: its position.
        letters: the share of the short form's letters, or of the English words, that its morphemes explain.
        weight: how much speaks for it.
    """

    begin: int
    letters: float
    weight: float


_ONE = (1,)


def long_form(text: str, edge: int, short: str | None, english: str | None, names: Names) -> LongForm | None:
    """Where the Chinese long form that ends at `edge` begins.

    Args:
        text: folded text, case kept.
        edge: one past the last character of the long form.
        short: the short form that it is for, if there is one.
        english: the English long form beside it, if there is one.
        names: what the lexicon knows about the text.

    Returns:
        The best beginning, or None where nothing Chinese stands before the edge.
    """
    chosen = _chosen(text, edge, short, english, names)
    turned = _KIND_BEHIND.fullmatch(short) if short else None
    if chosen is None or turned is None or chosen.letters == 1:
        return chosen
    # 腹泻型肠易激综合征（IBS-D）: what the letters have behind a hyphen stands first in Chinese; 调节性T细胞（Treg）.
    last, first = turned[2] or turned[4][0], turned[1] or turned[3]
    other = _chosen(text, edge, f"{last}{first}", english, names)
    return other if other and (turned[4] or other.weight > chosen.weight) else chosen


_KIND_BEHIND = re.compile(r"([A-Z][A-Za-z]+)-([A-Z]{1,2}|[Ⅰ-Ⅻ])|([TB])(reg|eff|mem|conv)s?")


def _chosen(text: str, edge: int, short: str | None, english: str | None, names: Names) -> LongForm | None:
    sides = _Sides(short, english)
    paths = []
    for begin, weight, matched, explains in _paths(text, edge, sides):
        if edge - begin > 1:
            paths.append((weight + sides.size(edge - begin) + (_FIRST if explains else -_FIRST), begin, matched))
    if not paths:
        return None
    # What stands before a beginning cannot make up for more than this; only a listed name can.
    least = max(paths)[0] - _WITHIN
    listed = names.start(edge)
    best: LongForm | None = None
    for weight, begin, matched in paths:
        term = text[begin:edge]
        if (weight < least and begin != listed) or not HAS_HAN.search(term):
            continue
        if not term[0].isalnum() or (term[0] in _JOINS and term[:2] not in translations()):
            continue
        weight += before(text, begin, names) + sides.before(text, begin)
        if english is None and inside_morpheme(text, begin):
            weight += _CUT
        if term[:2] in _VERBS:
            weight += _VERB_FIRST
        if names.known(term):
            # A name of the very concept that has this short form leaves nothing to weigh.
            weight += 6.0 if short and short[0] not in _SPECIES and names.names(short, term) else _LISTED
        if best is None or weight > best.weight:
            best = LongForm(begin, matched, weight)
    return best


def explained(chinese: str, short: str | None, english: str | None) -> float:
    """The share of a short form's letters, or of the English words, that a whole Chinese term explains."""
    paths = _paths(chinese, len(chinese), _Sides(short, english))
    return max((path[2] for path in paths if path[0] == 0), default=0.0)


def explained_freely(chinese: str, short: str) -> float:
    """The share of a short form's letters that a Chinese term explains in any order: all of at least four, or none.

    PGIC is 患者总体变化印象, RANKL 核因子κB受体活化因子配体: Chinese has the words of some terms in another order.
    """
    letters = "".join(sorted(bare_letters(short)))
    if len(letters) < _FREE or not short.isalpha():
        return 0.0
    return float(_consumed(chinese, len(chinese), letters))


@lru_cache(maxsize=8192)
def _consumed(chinese: str, end: int, letters: str) -> bool:
    """Whether the morphemes before a position can take all of the letters, which are sorted."""
    if not letters:
        return True
    if not end:
        return False
    table = translations()
    for size in reversed(sizes().get(chinese[end - 1], _ONE)):
        if size > end:
            continue
        for taken in sorted({first for _, first in table.get(chinese[end - size : end], ()) if first}):
            rest = letters
            for letter in taken:
                before, found, behind = rest.partition(letter)
                if not found:
                    break
                rest = before + behind
            else:
                if _consumed(chinese, end - size, rest):
                    return True
    # What stands for itself (κB), or explains nothing.
    own = bare_letters(chinese[end - 1])
    return _consumed(chinese, end - 1, letters.replace(own, "", 1) if own else letters)


#: The fewest letters that are looked for in any order.
_FREE = 4
#: What a beginning weighs behind letters that the bracket begins with too, and behind a slash that it does not have.
_BEHEADED, _OTHER_SIDE = -2.5, 2.0
#: So much may speak for a beginning besides its morphemes.
_WITHIN = 5.0
#: So many ways to read what is behind a position are followed.
_WAYS = 4
#: What a letter without a morpheme weighs, at its place and at the beginning.
_SKIPPED, _LEFT = -0.85, -1.75
_NOTHING = (-math.inf, 0, False, 0)
#: What a beginning weighs inside a long morpheme.
_CUT = -0.8
#: What a beginning weighs with a verb that more often stands before a term than in it: 检测|丙二醛.
_VERB_FIRST = -2.0
_VERBS = frozenset(
    ("检测", "测定", "测量", "检查", "比较", "分析", "观察", "评价", "评估", "研究", "同时", "分别", "采用")
)
#: What a morpheme weighs that explains nothing.
_UNEXPLAINED = -0.8
#: What a character weighs that is no morpheme, and a word that no term holds.
_UNKNOWN, _WORDS_INSIDE = -0.6, -2.2
#: How far lengths spread: beside an English long form, and beside a short form alone.
_SPREAD_ENGLISH, _SPREAD_SHORT = 0.40, 0.55


#: Letters of species before a short form: the name without them leaves one letter unexplained.
_SPECIES = frozenset("hrmpbc")
#: What no term begins with.
_JOINS = frozenset("和与及或的在对将把被以于由从向为等并且而但")


class _Sides:
    """What stands in the bracket: the letters to be explained, and the English words."""

    def __init__(self, short: str | None, english: str | None) -> None:
        self.letters = bare_letters(short) if short else ""
        self.slashed = "/" in (short or "") or "/" in (english or "")
        words = [word.lower() for word in ENGLISH_WORD.findall(english or "")]
        self.words = [word for word in words if word not in _SMALL]
        self.joins = "and" in words or "or" in words
        self.english = "".join(self.words)
        if english:
            # Three to four English letters make a Chinese character.
            self.expected, self._spread = max(2.0, len(self.english) / 3.3), _SPREAD_ENGLISH
        else:
            self.expected, self._spread = 2.0 * len(self.letters) or 6.0, _SPREAD_SHORT

    def size(self, size: int) -> float:
        """How usual a number of characters is."""
        return -0.5 * (math.log(size / self.expected) / self._spread) ** 2

    def before(self, text: str, begin: int) -> float:
        """What letters and a slash right before a beginning say, beside what the bracket holds."""
        if begin == 0 or is_han(mark := text[begin - 1]):
            return 0.0
        if mark == "/":
            # Wnt/β-链蛋白(β-catenin), but CCAAT/增强子结合蛋白(C/EBP)
            return 0.0 if self.slashed else _OTHER_SIDE
        token = _INSIDE_LATIN.search(text, max(0, begin - 8), begin)
        letters = bare_letters(token[0]) if token and is_han(text[begin]) else ""
        # The P of P选择素(P-selectin) belongs to it.
        heads = letters and (self.letters.startswith(letters) or bare_letters(self.english).startswith(letters))
        return _BEHEADED if heads else 0.0

    def says(self, words: tuple[str, ...]) -> float:
        """The share of these words that the English has, or a word with the same stem."""
        told = [word for word in words if word not in _SMALL] or words
        return sum(map(self._has, told)) / len(told)

    def _has(self, word: str) -> bool:
        if len(word) < 4:
            return word in self.words
        return word[: max(4, len(word) - 3)] in self.english


def _paths(text: str, edge: int, sides: _Sides) -> list[tuple[int, float, float, bool]]:
    """For each beginning the best way to read what is behind it.

    Returns:
        list: (begin, weight, share of the letters explained, whether its first morpheme explains any).
    """
    table, stops = translations(), boundaries()
    letters = sides.letters
    total = len(letters)
    lowest = max(0, edge - min(_LONGEST, int(2 * sides.expected) + 6))
    # For each position and number of letters still unexplained: weight, how many English words were met, whether the
    # morpheme read last explained something, and how many letters have none.
    states: list[dict[int, tuple[float, int, bool, int]]] = [{} for _ in range(edge - lowest + 1)]
    states[0][total] = (0.0, 0, False, 0)
    found = []
    for offset in range(edge - lowest + 1):
        here = states[offset]
        if not here:
            continue
        for rest, (weight, met, explains, skipped) in sorted(here.items(), reverse=True):
            # A letter that no morpheme stands for: the D of 聚偏氟乙烯 (PVDF).
            if rest > 1 and here.get(rest - 1, _NOTHING)[0] < weight + _SKIPPED:
                here[rest - 1] = (weight + _SKIPPED, met, explains, skipped + 1)
        if len(here) > _WAYS:
            here = dict(sorted(here.items(), key=_worth, reverse=True)[:_WAYS])
        end = edge - offset
        if offset:
            rest, (weight, met, explains, skipped) = max(here.items(), key=_worth)
            if total:
                share = (total - rest - skipped) / total
                found.append((end, weight + (_LEFT if not sides.words else -0.5) * rest, share, explains))
            else:
                found.append((end, weight, min(1.0, met / max(1, len(sides.words))), explains))
        if end == lowest:
            break
        for piece, gains in _pieces(text, end, lowest, table, stops, sides):
            then = states[offset + len(piece)]
            usable = [gain for gain in gains if not gain[0] or gain[0] in letters]
            long_words = () if sides.words else _long_words(piece)
            for rest, (weight, met, _, skipped) in here.items():
                inside = _letters_inside(letters, rest, long_words, len(piece)) if long_words and rest > 1 else ()
                for initials, gain, hit in (*usable, *inside):
                    size = len(initials)
                    if size and not letters.endswith(initials, 0, rest):
                        continue
                    if hit and total and not rest:
                        # All letters are explained: a word that the English has once more says nothing.
                        gain, hit = _UNEXPLAINED, 0
                    value = (weight + gain, met + hit, bool(size or hit), skipped)
                    left = rest - size
                    if left not in then or then[left] < value:
                        then[left] = value
    return found


def _worth(state: tuple[int, tuple[float, int, bool, int]]) -> float:
    return state[1][0] + _LEFT * state[0]


def _pieces(
    text: str,
    end: int,
    lowest: int,
    table: Mapping[str, tuple[Translation, ...]],
    stops: frozenset[str],
    sides: _Sides,
) -> list[tuple[str, list[tuple[str, float, int]]]]:
    """What may stand before a position: each with the initials it takes, what that weighs, and the words it meets."""
    character = text[end - 1]
    if character in BARRIERS:
        return []
    if character == " ":
        return [(" ", [("", -1.0, 0)])]
    if not is_han(character):
        latin = _INSIDE_LATIN.search(text, lowest, end)
        if latin is None:
            return [(character, [("", -0.8 if character in "/·-'" else -2.5, 0)])]
        pieces = [(latin[0], _latin(latin[0], sides))]
        for size in sizes().get(character, _ONE):
            # 辅酶A, 维生素D
            piece = text[end - size : end]
            if 1 < size <= end - lowest and is_han(piece[0]) and (known := table.get(piece)):
                pieces.append((piece, _gains(piece, known, sides, False) if sides.words else _by_letters(piece)))
        return pieces
    pieces = []
    for size in sizes().get(character, _ONE):
        if size > end - lowest:
            break
        piece = text[end - size : end]
        known = table.get(piece)
        if known is None:
            if size == 1:
                cost = _WORDS_INSIDE if piece in stops else _UNKNOWN
                if piece in "和与及" and sides.joins:
                    cost = -0.2
                pieces.append((piece, [("", cost, 0)]))
            elif piece in stops:
                pieces.append((piece, [("", _WORDS_INSIDE, 0)]))
            continue
        gains = _gains(piece, known, sides, piece in stops) if sides.words else _by_letters(piece)
        pieces.append((piece, gains))
    return pieces


@lru_cache(maxsize=8192)
def _by_letters(piece: str) -> list[tuple[str, float, int]]:
    """What a morpheme can explain of any short form."""
    return _gains(piece, translations()[piece], _Sides(None, None), piece in boundaries())


def _gains(piece: str, known: tuple[Translation, ...], sides: _Sides, stop: bool) -> list[tuple[str, float, int]]:
    # A long word that the English does not say is no part of what it says.
    unsaid = _UNEXPLAINED - (0.6 * max(0, len(piece) - 5) if sides.words else 0.0)
    gains: dict[str, tuple[float, int]] = {"": (min(unsaid, _WORDS_INSIDE) if stop else unsaid, 0)}
    for words, initials in known:
        share = sides.says(words) if sides.words else 0.0
        met = share > 0.34
        reward = (1.2 + 0.3 * len(piece)) * share if met else 0.0
        if met and gains[""][0] < reward:
            gains[""] = (reward, 1)
        if sides.words and not met:
            continue
        # Lys for lysine, allo-HSCT: a short form may hold the beginning of a word.
        start = words[0] if initials and len(words[0]) > 4 else ""
        for taken in sorted({initials, initials[:1], start[:2], start[:3], start[:4]} - {""}) if initials else ():
            whole = taken in (initials, initials[:1])
            gain = (
                reward + (1.2 * len(taken) if whole else 1.3) + 0.15 * len(piece) - (0.4 if taken != initials else 0.0)
            )
            if gain > gains.get(taken, (-9.0, 0))[0]:
                gains[taken] = (gain, int(met))
        if not initials and not sides.words:
            gains[""] = (max(gains[""][0], -0.1), 0)
    return [(initials, *value) for initials, value in gains.items()]


@lru_cache(maxsize=8192)
def _long_words(piece: str) -> tuple[str, ...]:
    """The words that alone translate a morpheme and may lend several letters."""
    known = translations().get(piece, ()) if len(piece) > 1 else ()
    return tuple(words[0] for words, initials in known if len(words) == 1 and initials and len(words[0]) > 6)


def _letters_inside(
    letters: str, rest: int, long_words: tuple[str, ...], size: int
) -> Iterator[tuple[str, float, int]]:
    """Hcy for homocysteine, EM for endometriosis: the last of the letters, in their order inside one word."""
    for count in range(2, min(rest, _INSIDE_WORD) + 1):
        taken = letters[rest - count : rest]
        for word in long_words:
            if word[0] == taken[0] and not word.startswith(taken) and in_order(taken, word):
                yield taken, _BY_ORDER + 0.15 * size, 0
                break


#: So many letters of a short form may come from one word.
_INSIDE_WORD = 4
_BY_ORDER = 0.0


def _latin(token: str, sides: _Sides) -> list[tuple[str, float, int]]:
    """DNA in DNA甲基转移酶 stands for itself, or for its first letter."""
    letters = bare_letters(token)
    met = bool(sides.words) and (letters in sides.english or letters[:4] in sides.english)
    gains = [("", 0.8 if met else -0.6, int(met))]
    ours = 0.8 if met else 0.0
    gains += [
        (taken, ours + (1.3 if taken == letters else 1.0), int(met))
        for taken in dict.fromkeys((letters, letters[:1]))
        if taken
    ]
    return gains


#: What a first morpheme weighs that explains something, and a listed name.
_FIRST, _LISTED = 0.7, 2.0

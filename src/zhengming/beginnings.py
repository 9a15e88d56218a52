"""What stands before a Chinese term, and the tables of morphemes and of words that are part of no term.

Where a term begins is weighed by `chinese`; this module says what the characters before a beginning say about it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from zhengming.characters import is_han
from zhengming.shortforms import Names
from zhengming.tables import packaged_lexicon, rows

#: A word of English, a number or a Greek letter.
ENGLISH_WORD = re.compile(r"[A-Za-z]+|[0-9]+|[α-ω]+")
#: What no long form reaches over.
BARRIERS = frozenset('\n\t,;:。、!?()[]“”"<>《》{}「」『』【】|=%①②③④⑤⑥⑦⑧⑨⑩')

_SMALL = frozenset(("of", "the", "and", "in", "for", "to", "with"))
#: Translations of a morpheme: the words, and their initials ("" for an ending such as -ase).
Translation = tuple[tuple[str, ...], str]


@cache
def translations() -> Mapping[str, tuple[Translation, ...]]:
    """The morphemes of `translations.tsv`, each with its translations."""
    table = {}
    for _, (chinese, english, _note) in rows(
        packaged_lexicon() / "language" / "translations.tsv", ("zh", "en", "note")
    ):
        readings = []
        for phrase in english.split("; "):
            words = tuple(ENGLISH_WORD.findall(phrase))
            if words:
                ending = phrase.startswith("-")
                # ADL leaves out the of of activities of daily living, TOF has that of train of four.
                said = dict.fromkeys((words, tuple(word for word in words if word not in _SMALL) or words))
                readings += [(words, "" if ending else "".join(word[0] for word in taken)) for taken in said]
        table[chinese] = tuple(readings)
    return table


@cache
def boundaries() -> frozenset[str]:
    """The words of `boundaries.tsv`, which are part of no term."""
    return frozenset(text for _, (text,) in rows(packaged_lexicon() / "language" / "boundaries.tsv", ("text",)))


@cache
def sizes() -> Mapping[str, tuple[int, ...]]:
    """By their last character the lengths of the morphemes and of the words that stand before a term."""
    lengths: dict[str, set[int]] = {}
    for word in (*translations(), *boundaries()):
        lengths.setdefault(word[-1], {1}).add(len(word))
    return {character: tuple(sorted(found)) for character, found in lengths.items()}


#: What stands before a beginning: a mark or nothing, a space, a word or a character that is part of no term, any other
#: word, the inside of a word.
_MARK, _SPACE, _STOP, _FUNCTION, _WORD_ENDS, _INSIDE, _CROSSED = 2.4, 1.2, 1.8, 1.6, 0.25, 0.0, -0.8
#: So many characters or more make a long morpheme.
_LONG = 5
#: The same for a number that belongs to what is behind it.
_SPLIT = -6.0
#: Characters that belong to what is behind them: 类|胰岛素, 非|小细胞; 前 not after a point in time.
_PREFIXES = frozenset("类非不亚单双三四五六抗去超极副次反伪拟前")
_JOINING = frozenset("对与和及")
_PLACES = frozenset("之以日年月周天术治目此")


def before(text: str, begin: int, names: Names) -> float:
    """What the characters before a beginning say: most terms stand behind a mark or a word that is part of none."""
    if begin == 0:
        return _MARK
    before = text[begin - 1]
    if before in BARRIERS:
        return _MARK
    if before == " ":
        return _SPACE
    if not is_han(before):
        if before.isalnum():
            if text[begin] in "型期级度" or (begin > 1 and text[begin - 2] == "第"):
                # 2型糖尿病, 第1秒用力呼气容积 without its number is another thing.
                return _SPLIT
            glued = not is_han(text[begin]) or "α" <= before <= "ω"
            return -2.0 if glued else 0.2
        return _MARK if before == "-" and text[begin - 2 : begin] == "--" else -2.0
    stops, table = boundaries(), translations()
    longest = max((size for size in (1, 2, 3, 4) if begin >= size and text[begin - size : begin] in stops), default=0)
    if before in _PREFIXES and longest < 2 and not (before == "前" and text[begin - 2 : begin - 1] in _PLACES):
        return -2.0
    # 血浆|细胞游离DNA: a word that ends here outweighs one that crosses (浆细胞).
    ends = any(begin >= size and text[begin - size : begin] in table for size in (2, 3, 4))
    crossed = names.crosses(begin)
    if longest > 1:
        return _STOP - (0.5 if crossed else 0.0)
    if longest and (not crossed or before in _JOINING):
        # 对|内皮型: 对内 is a word, but not here.
        return _FUNCTION - (0.8 if crossed else 0.0)
    if text[begin].isdigit() and text[begin + 1 : begin + 2] not in "-,'":
        # 因子4E|结合蛋白: the number belongs to what is before it.
        return _SPLIT
    return (_CROSSED if crossed and not ends else 0.0) + (_WORD_ENDS if ends else _INSIDE)


def inside_morpheme(text: str, begin: int) -> bool:
    """Whether a position is inside a longer morpheme: 同型|半胱氨酸."""
    table = translations()
    return any(
        text[begin - before : begin + behind] in table
        for before in range(1, min(4, begin) + 1)
        for behind in range(max(1, _LONG - before), 7)
    )


def stands_apart(text: str, begin: int) -> bool:
    """Whether a mark or a word that is part of no term stands before a position."""
    if begin == 0 or not is_han(text[begin - 1]):
        return True
    return any(text[max(0, begin - size) : begin] in boundaries() for size in (2, 3, 4)) or text[begin - 1] in "的"


def tells(text: str) -> bool:
    """Whether Chinese in a bracket tells what a thing does instead of what it is called: 编码…的基因, 调控软骨细胞肥大."""
    return "的" in text or any(text[:size] in boundaries() for size in (2, 3, 4))


_COUNTRY = re.compile("(?:美国|英国|德国|日本|中国|法国|加拿大|澳大利亚|欧洲|韩国|国际)$")
_BODY = re.compile("(?:局|署|院|会|中心|学会|协会|联盟|组织|部|所|大学)$")


def whole(text: str, begin: int, edge: int) -> int:
    """美国|食品药品监督管理局 with its country; of 自体干细胞移植目前认为自体干细胞移植 what is said twice once."""
    country = _COUNTRY.search(text, max(0, begin - 4), begin)
    if country and _BODY.search(text, begin, edge):
        return country.start()
    for size in range((edge - begin) // 2, 3, -1):
        if text.startswith(text[edge - size : edge], begin) and "/" not in text[begin:edge]:
            return edge - size
    return begin

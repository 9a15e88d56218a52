"""When two wordings of a long or short form are one, and how a list gives them: singular, small letters, one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from zhengming.characters import HAN
from zhengming.folding import fold
from zhengming.variants import plural

_GREEK = {
    chr(code): unicodedata.name(chr(code)).rsplit(" ", 1)[-1].lower().replace("lamda", "lambda")
    for code in range(0x3B1, 0x3CA)
    if code != 0x3C2
}
_SPELLED = re.compile(rf"(?i)(?<![A-Za-z])(?:{'|'.join(sorted(_GREEK.values(), key=len, reverse=True))})(?![A-Za-z])")
_SIGNS = {name: sign for sign, name in _GREEK.items()}


@lru_cache(maxsize=8192)
def short_key(short: str) -> str:
    """What the spellings of one short form share: no hyphens and spaces, no plural s, Greek letters as letters.

    >>> short_key("AD-MSCs"), short_key("TGF-beta1"), short_key("MMP 13")
    ('ADMSC', 'TGFβ1', 'MMP13')
    """
    text, before = fold(short.strip()).cased, ""
    while text != before:
        before = text
        text = re.sub(r"[\s'’·-]", "", _SPELLED.sub(_sign, text))
    return text[:-1] if is_plural(text) else text


def _sign(spelled: re.Match[str]) -> str:
    """A Greek letter by its name; PI and TAU in capitals are short forms of their own."""
    name = spelled[0]
    return name if name.isupper() and len(name) < 4 else _SIGNS[name.lower()]


def is_plural(short: str) -> bool:
    """Whether a short form ends in a plural s: MSCs, IL-1Rs; not PBS."""
    return len(short) > 2 and short.endswith("s") and (short[-2].isupper() or short[-2].isdigit() or short[-2] == ")")


def singular_short(short: str) -> str:
    """A short form without its plural s."""
    return short[:-1] if is_plural(short) else short


@lru_cache(maxsize=4096)
def singular(english: str) -> str:
    """An English long form in the singular, where taking its plural again gives what was there."""
    last = re.search(r"[A-Za-z]+$", english)
    if last is None or len(last[0]) < 4 or last[0].endswith(("is", "us", "ss", "as")):
        return english
    forms = [english[:-1], english[:-2], english[:-3] + "y"] if last[0].endswith("s") else []
    if last[0].endswith("ies"):
        forms = [english[:-3] + "y", english[:-1]]
    elif last[0].endswith(("sses", "xes", "ches", "shes")):
        forms = [english[:-2]]
    elif last[0].endswith("ses"):
        forms = (
            [english[:-2] + "is", english[:-1]]
            if last[0].endswith(("oses", "ases", "yses", "eses"))
            else [english[:-1]]
        )
    return next((form for form in forms if english in plural(form, "en")), english)


def loose_en(english: str) -> str:
    """What spellings of one English wording share: letters and digits, in the singular, American."""
    text = singular(fold(" ".join(english.split())).text.strip())
    text = _SPELLED.sub(lambda found: _SIGNS[found[0].lower()], text)
    text = re.sub(r"\b(?:the|an?|of)\b", " ", text)
    text = (
        text.replace("tumour", "tumor")
        .replace("aem", "em")
        .replace("oest", "est")
        .replace("oed", "ed")
        .replace("paed", "ped")
    )
    words = re.findall(r"[^\W_]+", text.replace("colour", "color").replace("fibre", "fiber"))
    return "".join(singular(word) for word in words)


def loose_zh(chinese: str) -> str:
    """What spellings of one Chinese wording share."""
    return re.sub(r"[^\w]|[的性源]", "", fold(chinese).text)


def near_en(one: str, other: str) -> bool:
    """Whether two English wordings differ by no more than spelling and number."""
    first, second = loose_en(one), loose_en(other)
    return first == second or (not _other_number(first, second) and _ratio(first, second) >= 0.92)


def same_en(one: str, other: str) -> bool:
    """The same, or one of them lacks words of the other at an end: interleukin, interleukin-6."""
    first, second = loose_en(one), loose_en(other)
    return near_en(one, other) or (not _other_number(first, second) and (first in second or second in first))


def _other_number(one: str, other: str) -> bool:
    numbers = [re.findall(r"\d+", text) for text in (one, other)]
    return all(numbers) and numbers[0] != numbers[1]


def near_zh(one: str, other: str) -> bool:
    """Whether two Chinese wordings differ by no more than a character in five."""
    return _ratio(loose_zh(one), loose_zh(other)) >= 0.8


def same_zh(one: str, other: str) -> bool:
    """Whether they differ by no more than a character in three, or one holds the other."""
    first, second = loose_zh(one), loose_zh(other)
    return first in second or second in first or _ratio(first, second) >= 0.7


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


_DASHES = re.compile("[\u00ad\u2010-\u2013\u2043\u2212\ufe63\uff0d]")
_SPACE_IN_CHINESE = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}])")


def tidy(text: str) -> str:
    """A wording on one line, its hyphens the one of the keyboard, without what stands around it."""
    text = _DASHES.sub("-", " ".join(text.split())).strip(" \"'“”‘’,;:，；：。、.")
    return _SPACE_IN_CHINESE.sub("", text)


def lowered(english: str, small: Collection[str]) -> str:
    """An English wording with small letters where its capitals are those of a sentence's or a title's beginning.

    Args:
        english: the wording.
        small: words that are no proper names.
    """
    words = re.findall(r"[A-Za-z]+", english)
    capital = [word for word in words if len(word) > 1 and word[0].isupper() and word[1:].islower()]
    if not capital:
        return english

    def is_common(word: str) -> bool:
        return word.lower() in small or singular(word.lower()) in small

    if not all(map(is_common, capital)):
        return english
    return re.sub(r"[A-Za-z]+", lambda found: found[0].lower() if found[0] in capital else found[0], english)


def apart(english: str, names: Sequence[str]) -> str:
    """Words that extracted text has run together (mesenchymalstem cell), apart as in a name that they are."""
    letters = loose_en(english)
    same = next((name for name in names if loose_en(name) == letters and name.count(" ") > english.count(" ")), None)
    if same is None:
        return english
    longest, words = (max(map(len, re.split("[ -]", text))) for text in (english, same))
    return same if longest > words else english


def sort_key(short: str) -> tuple[object, ...]:
    """The place of a short form in a list: digits first and by value, Greek letters by their names, case and marks last.

    >>> sorted(["IL-10", "β-gal", "IL-6", "AMPK", "α-SMA", "5-HT", "BMP"], key=sort_key)
    ['5-HT', 'α-SMA', 'AMPK', 'β-gal', 'BMP', 'IL-6', 'IL-10']
    """
    folded = fold(short).text
    spelled = "".join(_GREEK.get(c, c) for c in folded)
    parts = re.findall(r"\d+|[^\W\d_]+", spelled)
    natural = [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]
    return (natural, folded, short)

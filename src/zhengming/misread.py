"""Letters written for others: the names of Greek ones, and what scanners and keyboards mistake.

Two steps of `forms`: `greek_letters` and `mistaken_letters`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.characters import HAN

#: Names of Greek letters, and the letters.
GREEK_WORDS = {
    "alfa": "α", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "kappa": "κ", "阿尔法": "α", "贝塔": "β", "伽马": "γ",
}  # fmt: skip
_GREEK_WORD = re.compile(
    rf"(?<=[A-Z{HAN}])(?:[\s-]?(?P<word>{'|'.join(GREEK_WORDS)})(?![a-z])|[\s-]{{1,3}}(?P<mark>[α-ω]))(?:\s(?=[A-Z](?![A-Za-z])))?",
    re.IGNORECASE,
)


def greek_letters(form: str) -> Iterator[str]:
    """The name of a Greek letter behind a symbol is the letter: PPAR gamma, TNF alfa."""
    bare = _GREEK_WORD.sub(lambda match: match["mark"] or GREEK_WORDS[match["word"].lower()], form)
    if bare != form:
        yield bare


_LATIN_FOR_GREEK = re.compile(
    rf"(?<=[A-Z])(?P<y>y)(?![A-Za-z])|(?<=[A-Za-z])(?P<one>1)(?=-\d)|(?<=[A-Z\d]-)(?P<a>[abgk])(?![A-Za-z])|(?<=[{HAN}]\d)a(?![A-Za-z])|(?<=[{HAN}]-\d)a(?![A-Za-z])"
    rf"|(?<![A-Za-z\d])(?P<first>[abgk])(?=-[a-z]{{4}})|(?<=[{HAN}])(?P<dash>[一ー])(?=[{HAN}])|(?<=[A-Za-z])(?P<hyphen>[一ー])(?=[\dα-ω])"
    r"|(?<=[a-z])(?P<o>0)(?=[a-z])|(?<![A-Za-z\d])(?P<i>l)(?=[A-Z]|[a-z]+-\d)|(?<=[A-Z]\d)(?P<l>l)(?![A-Za-z])|(?<=[-A-Za-z])(?P<el>I)(?=[a-z])"
    r"|(?<=[A-Z])(?P<ii>l)(?=[A-Z])|(?<=[a-z])(?P<ell>1)(?=[a-z])|(?<=[A-Z])(?P<zero>0)(?=[A-Z])|^(?P<first0>0)(?=[A-Z]{2})"
    r"|(?<=^P)(?P<eye>1)(?=3K)|(?<=[A-Z]c)(?P<bcl>1)(?=-?\d)|(?<=-)(?P<yy>y)$"
)
_MISREAD = {"y": "γ", "one": "l", "dash": "-", "hyphen": "-", "o": "o", "i": "I", "ii": "I", "l": "1", "el": "l",
            "ell": "l", "zero": "O", "first0": "O", "eye": "I", "bcl": "l", "yy": "γ"}  # fmt: skip
_GREEK_LETTERS = {"a": "α", "b": "β", "g": "γ", "k": "κ"}


def mistaken_letters(form: str) -> Iterator[str]:
    """Letters that scanners and keyboards put for others: PPARy is PPARγ, Bc1-2 is Bcl-2, lL-8 is IL-8, 上皮一间质 is 上皮-间质."""
    bare = _LATIN_FOR_GREEK.sub(lambda match: _GREEK_LETTERS.get(match[0]) or _MISREAD[str(match.lastgroup)], form)
    if bare != form:
        yield bare
    for seen, meant in _SHAPES:
        for place in re.finditer(rf"(?<=[a-z]){seen}(?=[a-z])", form):
            yield form[: place.start()] + meant + form[place.end() :]


#: Letters that look like others side by side: turnor, osteodast.
_SHAPES = (("rn", "m"), ("d", "cl"), ("cl", "d"), ("vv", "w"), ("li", "h"))

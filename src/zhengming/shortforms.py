"""What a definition is made of: what a short form looks like, what the lexicon knows, and what was found."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, Protocol

from zhengming.characters import HAN
from zhengming.longforms import THREE_LETTERS


class Names(Protocol):
    """What the lexicon knows about a text."""

    def start(self, end: int) -> int | None:
        """Where the longest listed Chinese name that ends at a position begins, or None."""
        ...

    def known(self, text: str) -> bool:
        """Whether a string is a listed name or a known meaning of an ambiguous one."""
        ...

    def names(self, short: str, long: str) -> bool:
        """Whether a short and a long form are names of one concept."""
        ...

    def crosses(self, position: int) -> bool:
        """Whether a word of the dictionary reaches over a position."""
        ...


class Found(NamedTuple):
    """A definition in folded text: spans as (start, end), None where a part is missing.

    `span` covers the whole expression, from the long form to the closing mark; `letters` is the share of the short form
    that its long form explains.
    """

    span: tuple[int, int]
    short: tuple[int, int] | None
    long_en: tuple[int, int] | None
    long_zh: tuple[int, int] | None
    letters: float


_SHORT = re.compile(
    r"[A-Za-z0-9α-ωΑ-Ω](?:[A-Za-z0-9α-ωΑ-ΩⅠ-Ⅻ'./+\-]|\([A-Za-z0-9+-]{1,4}\)|(?<=[\dα-ω]),(?=\d))*(?: [A-Za-z0-9α-ωⅠ-Ⅻ.\-]{1,6})?"
)
#: S. pyogenes.
_SPECIES = re.compile(r"[A-Z]\. [a-z]{4,}")
#: The longest short form, and the longest one whose parts hyphens join.
_LONGEST, _LONGEST_JOINED = 18, 26
#: From this length on what has a word in small letters in it is no short form.
_CHEMICAL, _WORD_IN = 14, re.compile("[a-z]{5}")
_JUNK = re.compile(
    r"(?i)[ivx]{1,5}|[a-h]|\d.*%|[np]\s*[=<>≤≥].*|p|n|\d+(?:\.\d+)?\s*(?:mg|ml|μg|μl|kg|g|mm|cm|μm|nm|h|d|min|s|years?|"
    r"weeks?|months?|days?|hz|u|iu|[fpnmμ]?mol|[kmg]?pa|mmhg|rpm|ppm|kda|kcal)?(?:/.*)?|(?:fig|figure|table|tab|ref|see|图|表|见|详见)\b.*|\[?\d+(?:[-,]\d+)*\]?|"
    r"et al.*|e\.g\..*|vs\.? .*|\d+ ?[a-z]{0,3} ?vs\.? ?\d.*|version .*|usa|china|uk|ok|.*[=<>≤≥±].*|https?:.*|doi.*"
)


@lru_cache(maxsize=8192)
def kind_of(part: str) -> str:
    """What a part of a bracket may be: `short`, `zh`, `en`, or `junk`."""
    if _JUNK.fullmatch(part):
        return "junk"
    if not part.isascii() and _ANY_HAN.search(part):
        return "zh" if "。" not in part and "、" not in part and not _MEASURED.search(part) else "junk"
    if is_short_form(part):
        return "short"
    return "en" if _PHRASE.fullmatch(part) and THREE_LETTERS.search(part) else "junk"


#: VEGF（每片）, PCL（相对分子质量80 000）.
_MEASURED = re.compile(r"^[每约共各][^\W\d]|\d ?000$")
_ANY_HAN = re.compile(f"[{HAN}]")
_PHRASE = re.compile(r"[A-Za-z0-9α-ωΑ-Ω](?:[^()=<>]|\([^()=<>]{1,30}\))*")
#: Kinds of T and B cells, pressures and volumes with what is meant of them: Treg, Ppeak.
_CELL_KIND = re.compile(
    r"[TB](?:reg|eff|conv?|mem|naive|scm?|rm|cm|em|fh|fr|pex|ex)s?|[PVQT](?:peak|plat|mean|max|min|end)"
)
_PLAIN_WORD = re.compile(r"[A-Z]?[a-z]{3,}(?:-[a-z]+)*")


_GREEK_NAMES = frozenset(("alpha", "beta", "gamma", "delta", "kappa"))


@lru_cache(maxsize=8192)
def is_short_form(part: str) -> bool:
    """Whether a string looks like an abbreviation: 2 to 18 characters, a capital or Greek letter among them."""
    if _SPECIES.fullmatch(part):
        return True
    letters = [c for c in part if c.isalpha()]
    longest = _LONGEST_JOINED if "-" in part else _LONGEST
    if not 2 <= len(part) <= longest or not letters or not _SHORT.fullmatch(part):
        return False
    if len(part) > _CHEMICAL and _WORD_IN.search(part):
        # N-methyl-D-aspartate
        return False
    if sum(c.isalnum() for c in part) < 2:
        # M+ and M-, the positive and the negative.
        return part[0].isupper() and part[1] in "+-"
    words = part.split(" ")
    capitals = sum(c.isupper() for c in part)
    if len(words[0]) > 3 and words[0].islower() and words[0] not in _GREEK_NAMES:
        return False
    if len(words) > 1 and len(words[1]) > 3 and words[1].islower() and words[1] not in _GREEK_NAMES:
        # MEF cells, E site: the word behind is part of the name only where the letters before are capitals.
        return words[0].isupper()
    if _PLAIN_WORD.fullmatch(part):
        return _CELL_KIND.fullmatch(part) is not None
    return (
        capitals >= 2
        or (capitals == 1 and len(part) <= 6)
        or any("α" <= c <= "ω" for c in part)
        or (any(c.isdigit() for c in part) and len(letters) >= 2)
    )

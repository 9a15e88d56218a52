"""Whether two long forms say the same: singular and plural, hyphens, British spelling and 的 aside."""

from __future__ import annotations

import re

from zhengming.folding import fold
from zhengming.variants import american

#: non-steroidal and nonsteroidal, anti-inflammatory and antiinflammatory are one word each.
_PREFIX = re.compile(r"\b(non|anti|micro)[- ](?=[a-z])")
_WORD = re.compile(r"[a-z0-9]+|[α-ω]")
_SAME = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "kappa": "κ", "vs": "versus", "programme": "program"}


def english_words(long: str) -> list[str]:
    """The words of an English long form, singular, in American spelling."""
    said = _PREFIX.sub(r"\1", fold(long).text.replace("&", " and "))
    words = [american(_SAME.get(word, word)) for word in _WORD.findall(said)]
    return [singular(word) for word in words if word != "the"]


def singular(word: str) -> str:
    """A word without its plural ending."""
    if len(word) > 5 and word.endswith(("oses", "yses", "eses")):
        return word[:-2] + "is"
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def same_english(one: str, other: str) -> bool:
    """Whether two English long forms are the same."""
    return "".join(english_words(one)) == "".join(english_words(other))


def same_chinese(one: str, other: str) -> bool:
    """Whether two Chinese long forms are the same, or one is the other with words before it."""
    first, second = (re.sub(r"[\W_]|的", "", fold(long).text) for long in (one, other))
    return first.endswith(second) or second.endswith(first)

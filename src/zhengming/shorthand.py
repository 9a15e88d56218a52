"""What the short forms of a document stand for in it, for strings that come from that document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhengming.folding import fold
from zhengming.model import Definition
from zhengming.morphemes import canonical
from zhengming.work import Tools, bare_short

_NUMBER = re.compile(r"\d+")
_IN_BRACKETS = re.compile(r"\(([A-Z][\w-]{1,9})[;,)]")
_WORD = re.compile(r"[\w'-]+")


def short_forms(tools: Tools, text: str, definitions: Sequence[Definition]) -> dict[str, str]:
    """What the short forms of a document stand for in it.

    Args:
        tools: what is built from the lexicon.
        text: the document.
        definitions: what it defines by rule; a listed name right before a short form in brackets defines one too, whatever
            their letters: Myotonic dystrophy (DM).
    """
    long: dict[str, str] = {}
    parts: dict[str, str] = {}
    for found in definitions:
        written = found.long_en or found.long_zh
        if not found.short or not written:
            continue
        written = fold(written).cased
        if _NUMBER.findall(found.short) != _NUMBER.findall(canonical(written.lower())) and any(
            map(str.isdigit, found.short)
        ):
            # The third component of complement (C3): what was read lost its number.
            continue
        long.setdefault(bare_short(fold(found.short).cased), written)
        # hyperparathyroidism-jaw tumor (HPT-JT) defines HPT and JT too.
        halves, halved = found.short.split("-"), written.split("-")
        if len(halves) == len(halved) > 1:
            parts |= dict(zip(halves, halved, strict=True))
    folded = fold(text).cased
    for bracket in _IN_BRACKETS.finditer(folded):
        short = bare_short(bracket[1])
        ahead = folded[max(0, bracket.start() - 90) : bracket.start()].rstrip()
        words = [word.start() for word in _WORD.finditer(ahead)][-9:]
        for start in words if short not in long else ():
            if len(ahead) - start > len(short) + 2 and tools.entries(ahead[start:]):
                long[short] = ahead[start:]
                break
    return parts | long

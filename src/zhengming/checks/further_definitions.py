"""Definitions that only a manuscript's reader takes for one: of symbols that their English does not spell, of listed names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhengming.folding import fold
from zhengming.model import Concept, Definition
from zhengming.shortforms import is_short_form

if TYPE_CHECKING:
    from zhengming.checks.reading import Reading

#: A short form alone in brackets.
_BRACKETED = re.compile(r"[(（]\s*([A-Za-z][A-Za-z0-9α-ω/-]{1,14})\s*[)）]")
#: English of two words or more and a short form with a capital, in brackets after Chinese.
_THREEFOLD = re.compile(
    r"(?<=[\u4e00-\u9fff])([(（]\s*([a-z][A-Za-z0-9-]+(?: [A-Za-z0-9-]+)+)\s*[,，]\s*([A-Za-z]*[A-Z][A-Za-z0-9/-]{1,7})\s*[)）])"
)


def explained(reading: Reading, found: list[Definition]) -> Iterator[Definition]:
    """糖化血红蛋白（glycated hemoglobin，HbA1c）: Chinese, English and a symbol that the English does not spell."""
    taken = {place for d in found for place in range(d.start, d.end)}
    for bracket in _THREEFOLD.finditer(reading.folded.cased):
        start, end = reading.folded.raw_span(*bracket.span(1))
        if start not in taken and is_short_form(bracket[3]) and reading.folded.cased.count(bracket[3]) > 1:
            yield Definition(
                bracket[3], bracket[2].strip(), None, start, end, next(iter(reading.listed(bracket[3])), None)
            )


def listed_definitions(reading: Reading, found: list[Definition]) -> Iterator[Definition]:
    """Full names that the lexicon lists for a short form, directly before it in brackets, however they are built."""
    taken = {place for d in found for place in range(d.start, d.end)}
    for bracket in _BRACKETED.finditer(reading.folded.cased):
        start, end = reading.folded.raw_span(*bracket.span())
        if start in taken:
            continue
        before = " ".join(reading.folded.text[max(0, bracket.start() - 120) : bracket.start()].split())
        best: tuple[str, Concept, str] | None = None
        for concept in reading.listed(bracket[1].removesuffix("s")) or reading.listed(bracket[1]):
            for name in concept.names:
                said = fold(name.text).text
                ends = before.removesuffix("s").endswith(said.removesuffix("s"))
                longer = best is None or len(said) > len(best[0])
                if name.lang != "mul" and len(said) > 3 and ends and longer:
                    best = said, concept, name.lang
        if best is None:
            continue
        at = reading.text.lower().rfind(best[0].removesuffix("s"), 0, start)
        if (
            at < 0
            or reading.text[at - 1 : at].isalpha()
            and reading.text[at].isascii()
            or start - at > len(best[0]) + 12
        ):
            continue
        long = reading.text[at:start].strip()
        english = best[2] == "en"
        yield Definition(bracket[1], long if english else None, None if english else long, at, end, best[1])

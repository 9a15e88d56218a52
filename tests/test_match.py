"""The fast matcher against a slow, obvious one, and the two automata against each other."""

from __future__ import annotations

import itertools
import re
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import anything, bilingual

from zhengming.automaton import AhoCorasickMatcher, DaachorseMatcher
from zhengming.characters import WORD_CHARACTERS
from zhengming.folding import fold
from zhengming.match import NameIndex, best_cover, scans
from zhengming.tagger import Tagger


def brute_force(tagger: Tagger, raw: str) -> set[tuple[int, int, str]]:
    """Every listed spelling at every position, by comparing strings: the reference.

    What fails at an edge stands where short forms in their own spelling are run together, each edge at another one's.
    """
    folded, index = fold(raw), tagger.lexicon.index
    text, found, pieces = folded.text, set(), set()
    longest = max(map(len, index))
    for start in range(len(text)):
        for end in range(start + 1, min(len(text), start + longest) + 1):
            for entry in index.get(text[start:end], ()):
                if not entry.tagged or (entry.exact_case and folded.cased[start:end] != entry.spelling):
                    continue
                short = (
                    entry.name.type == "abbreviation" and entry.spelling == folded.cased[start:end] and end - start > 2
                )
                left = start and text[start] in WORD_CHARACTERS and text[start - 1] in WORD_CHARACTERS
                right = end < len(text) and text[end - 1] in WORD_CHARACTERS and text[end] in WORD_CHARACTERS
                left = left and not (text.startswith(RNA, start) and not folded.cased[start - 1].islower())
                right = right and not text.startswith(RNA, end) and not counted(folded.cased, end)
                ratio = text[end - 1].isdigit() and " " in text[start:end][-3:] and re.match(r"[:%×]|\.\d", text[end:])
                if not left and not right and not ratio:
                    found.add((start, end, entry.concept.id, False, False))
                if short and not ratio and not ((left or right) and folded.cased[start].islower()):
                    pieces.add((start, end, entry.concept.id, bool(left), bool(right)))
    while True:
        starts, ends = {p[0] for p in pieces}, {p[1] for p in pieces}
        standing = {
            p
            for p in pieces
            if (not p[3] or p[0] in ends or AFTER_WORD.search(folded.cased[: p[0]]))
            and (not p[4] or p[1] in starts or BEFORE_WORD.match(folded.cased[p[1] :]))
        }
        if standing == pieces:
            return {p[:3] for p in found | pieces}
        pieces = standing


LITTLE = (
    "after|and|are|as|at|between|by|can|could|for|from|had|has|have|in|into|is|of|on|or|than|that|the|their|these|this|"
    "those|to|was|were|when|which|while|with|without"
)
AFTER_WORD = re.compile(rf"(?<![A-Za-z0-9])(?i:{LITTLE})(?<=[a-z])$")
BEFORE_WORD = re.compile(
    rf"(?:{LITTLE}|cells?|expression|groups?|injection|levels?|patients|protein|treatment)(?![A-Za-z0-9])"
)
RNA = ("mrna", "sirna", "shrna")


def counted(cased: str, end: int) -> bool:
    plural = cased[end - 1] == "s" and cased[end - 2].isupper()
    return plural and re.match(r"\d+ ?[×%]|\d+(?:周|天|个|例|只|次|组|h\b|d\b)", cased[end:]) is not None


@cache
def plain_index(tagger: Tagger) -> NameIndex:
    """The listed names alone: no species prefixes, no blocks."""
    return NameIndex(scans(tagger.lexicon.index, ()), tagger.lexicon.meanings, {})


@settings(max_examples=60, deadline=None)
@given(text=bilingual | anything)
def test_find_equals_brute_force(text: str, tagger: Tagger) -> None:
    hits, _blocks = plain_index(tagger).find(fold(text))
    assert {(h.start, h.end, e.concept.id) for h in hits for e in h.entries} == brute_force(tagger, text)


def test_short_forms_that_extraction_glues_to_words(tagger: Tagger) -> None:
    def found(text: str) -> list[str]:
        return [a.text for a in tagger.annotate(text).annotations]

    assert found("theMSCs andIL-6 were seen afterLPSinjection, and BMSCsin vitro") == ["MSCs", "IL-6", "LPS", "BMSCs"]
    # Within a word, a product's name or another short form it is part of that.
    assert found("Cura-100, theOATs, isMSCS, GOAL") == []


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text("ab骨关节β", min_size=1, max_size=4), min_size=1, max_size=8, unique=True),
    st.text("ab骨关节βc", max_size=40),
)
def test_both_automata_find_the_same(patterns: list[str], text: str) -> None:
    expected = sorted(
        (start, start + len(pattern), number)
        for number, pattern in enumerate(patterns)
        for start in range(len(text))
        if text.startswith(pattern, start)
    )
    assert sorted(DaachorseMatcher(patterns).scan(text)) == expected
    assert sorted(AhoCorasickMatcher(patterns).scan(text)) == expected


spans = st.lists(
    st.tuples(st.integers(0, 30), st.integers(1, 9), st.sampled_from((0.5, 0.9))).map(
        lambda t: (t[0], t[0] + t[1], t[2])
    ),
    max_size=12,
)


@given(spans)
def test_best_cover_is_greedy_by_length(candidates: list[tuple[int, int, float]]) -> None:
    kept = [candidates[n] for n in best_cover(candidates)]
    assert kept == sorted(kept)
    for one, other in itertools.combinations(kept, 2):
        assert one[1] <= other[0] or other[1] <= one[0]
    for span in candidates:
        if span not in kept:
            assert any(s < span[1] and span[0] < e and e - s >= span[1] - span[0] for s, e, _ in kept)

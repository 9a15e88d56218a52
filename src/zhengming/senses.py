"""Which meaning an ambiguous name has in its context; it may be none of ours. Start reading at `SenseIndex.rank`.

A meaning's weight is its prior, raised by each of its cues in the sentence, and less by those elsewhere in the
document and by other concepts of the lexicon beside it (a naive Bayes estimate with two weights for all cues).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from zhengming.folding import fold
from zhengming.lexicon import Meaning
from zhengming.match import WORD_CHARACTERS, Matcher

#: A cue in a text: its span, its number, and the line of the meaning it speaks for.
Cue = tuple[int, int, int, int]
#: What a cue adds to the log odds: in the sentence, elsewhere in the document, and each other concept of ours.
IN_SENTENCE, IN_DOCUMENT, COMPANY = 1.6, 0.8, 0.25
#: At most so many distinct cues of a kind count.
_CAP = 3
#: A meaning is taken only from this probability on.
THRESHOLD = 0.6


class SenseIndex:
    """All ambiguous names of a lexicon, their meanings, and one automaton over all cues.

    Args:
        meanings: ambiguous name to its meanings.
        build: makes a matcher from patterns.
    """

    def __init__(
        self, meanings: Mapping[str, tuple[Meaning, ...]], build: Callable[[Sequence[str]], Matcher]
    ) -> None:
        self.meanings = meanings
        cues: dict[str, set[tuple[str, int]]] = {}
        self._by_concept: dict[str, set[tuple[str, int]]] = {}
        for text, lines in meanings.items():
            for number, meaning in enumerate(lines):
                for cue in meaning.cues:
                    if cue.startswith("ZM:"):
                        self._by_concept.setdefault(cue, set()).add((text, number))
                    else:
                        cues.setdefault(fold(cue).text, set()).add((text, number))
        self._patterns = list(cues.items())
        self._matcher = build(list(cues))

    def find_cues(self, text: str, names: Collection[str]) -> dict[str, list[Cue]]:
        """The cues in folded text for each of `names`; Latin ones only as words, a plural s allowed."""
        found: dict[str, list[Cue]] = {}
        word = WORD_CHARACTERS
        size = len(text)
        for start, end, number in self._matcher.scan(text):
            if text[start] in word and start and text[start - 1] in word:
                continue
            if text[end - 1] in word and end < size and text[end] in word:
                if text[end] != "s" or (end + 1 < size and text[end + 1] in word):
                    continue
            for name, line in self._patterns[number][1]:
                if name in names:
                    found.setdefault(name, []).append((start, end, number, line))
        return found

    def rank(
        self,
        name: str,
        start: int,
        end: int,
        sentence: tuple[int, int],
        cues: Iterable[Cue],
        company: frozenset[str],
    ) -> list[tuple[Meaning, float]]:
        """The meanings of `name` with their probabilities in this context, best first.

        Args:
            name: an ambiguous name, as listed.
            start: where it stands in the text.
            end: one past its last character.
            sentence: the span of its sentence.
            cues: what `find_cues` found for this name in the document.
            company: ids of the unambiguous concepts in the document.

        Returns:
            list: they add up to less than 1 where a meaning that nobody listed is possible.
        """
        lines = self.meanings[name]
        near: list[set[object]] = [set() for _ in lines]
        far: list[set[object]] = [set() for _ in lines]
        first, last = sentence
        for cue_start, cue_end, number, line in cues:
            if cue_start < end and start < cue_end:
                continue
            (near if first <= cue_start and cue_end <= last else far)[line].add(number)
        for concept in company:
            for text, line in self._by_concept.get(concept, ()):
                if text == name:
                    far[line].add(concept)
        weights = []
        for meaning, close, distant in zip(lines, near, far, strict=True):
            logit = IN_SENTENCE * min(len(close), _CAP) + IN_DOCUMENT * min(len(distant - close), _CAP)
            if meaning.concept is not None:
                logit += COMPANY * min(len(company - {meaning.concept.id}), 4)
            weights.append(max(meaning.prior, 1e-4) * math.exp(logit))
        total = sum(weights) + max(0.02, 1 - sum(meaning.prior for meaning in lines))
        ranked = [(meaning, weight / total) for meaning, weight in zip(lines, weights, strict=True)]
        return sorted(ranked, key=lambda item: -item[1])


def sentence_ends(text: str) -> list[int]:
    """Where sentences end in folded text: what a cue's sentence is bounded by."""
    return [end.end() for end in _SENTENCE_END.finditer(text)]


def sentence_around(ends: Sequence[int], start: int, end: int, size: int) -> tuple[int, int]:
    """The span of the sentence that holds a mention, from what `sentence_ends` found."""
    place = bisect_right(ends, start)
    after = bisect_left(ends, end)
    return (ends[place - 1] if place else 0), (ends[after] if after < len(ends) else size)


_SENTENCE_END = re.compile(r"[。!?;\n]|\.(?= )")

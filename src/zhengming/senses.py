"""Which meaning an ambiguous name has in its context; it may be none of ours. Start reading at `SenseIndex.rank`.

A meaning's weight is its prior, raised by each of its cues in the sentence, and less by those elsewhere in the
document and by other concepts of the lexicon beside it (a naive Bayes estimate with two weights for all cues).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from zhengming.automaton import Matcher
from zhengming.characters import WORD_CHARACTERS
from zhengming.folding import fold
from zhengming.lexicon import Meaning
from zhengming.sections import Memo

#: A cue in a text: its span, its number, and the line of the meaning it speaks for.
Cue = tuple[int, int, int, int]
#: What a cue adds to the log odds: in the sentence, elsewhere in the document, and each other concept of ours.
IN_SENTENCE, IN_DOCUMENT, COMPANY = 2.0, 0.8, 0.25
#: At most so many distinct cues of a kind count.
_CAP = 3
#: A meaning is taken only from this probability on.
THRESHOLD = 0.6


class CueTable:
    """The cues for one name in one text: by place, and how often each speaks for each line of its meanings."""

    def __init__(self, cues: list[Cue]) -> None:
        self._cues = sorted(cues)
        self._starts = [cue[0] for cue in self._cues]
        self._counts: dict[int, Counter[int]] = {}
        for _, _, number, line in cues:
            self._counts.setdefault(line, Counter())[number] += 1

    def around(
        self, sentence: tuple[int, int], start: int, end: int
    ) -> tuple[dict[int, set[object]], dict[int, set[object]]]:
        """The cues in a sentence and those in the whole text, by line; what lies in the mention itself is neither."""
        first, last = sentence
        near: dict[int, set[object]] = {}
        own: Counter[tuple[int, int]] = Counter()
        low, high = bisect_left(self._starts, first), bisect_left(self._starts, last)
        for cue_start, cue_end, number, line in self._cues[low:high]:
            if start <= cue_start and cue_end <= end:
                own[line, number] += 1
            elif cue_end <= last:
                near.setdefault(line, set()).add(number)
        everywhere: dict[int, set[object]] = {
            line: {number for number, count in counts.items() if count > own[line, number]}
            for line, counts in self._counts.items()
        }
        return near, everywhere


class _Ambiguous(NamedTuple):
    """An ambiguous name: its lines, the sum of their priors, the lines with concepts for cues, and the other cues."""

    lines: Sequence[Meaning]
    prior: float
    concepts: Sequence[tuple[int, frozenset[str]]]
    cues: Matcher
    spoken_for: Sequence[tuple[int, ...]]


class SenseIndex:
    """All ambiguous names of a lexicon, their meanings, and for each an automaton over its cues, built when first met.

    Args:
        meanings: ambiguous name to its meanings.
        build: makes a matcher from patterns.
    """

    def __init__(self, meanings: Mapping[str, tuple[Meaning, ...]], build: Callable[[Sequence[str]], Matcher]) -> None:
        self.meanings = meanings
        self._build = build
        self._names: Memo[str, _Ambiguous] = Memo(self._ambiguous)

    def find_cues(self, text: str, name: str) -> CueTable:
        """The cues for an ambiguous name in folded text; Latin ones only as words, a plural s allowed."""
        known = self._names[name]
        lines = known.spoken_for
        found = []
        word = WORD_CHARACTERS
        size = len(text)
        for start, end, number in known.cues.scan(text):
            if text[start] in word and start and text[start - 1] in word:
                continue
            if text[end - 1] in word and end < size and text[end] in word:
                plural = text[end] == "s" and not (end + 1 < size and text[end + 1] in word)
                if not plural:
                    continue
            found.extend([(start, end, number, line) for line in lines[number]])
        return CueTable(found)

    def _ambiguous(self, name: str) -> _Ambiguous:
        lines = self.meanings[name]
        cues: dict[str, list[int]] = {}
        concepts = []
        for line, meaning in enumerate(lines):
            if ids := frozenset(cue for cue in meaning.cues if cue.startswith("ZM:")):
                concepts.append((line, ids))
            for cue in meaning.cues:
                if not cue.startswith("ZM:"):
                    cues.setdefault(fold(cue).text, []).append(line)
        prior = sum(meaning.prior for meaning in lines)
        return _Ambiguous(lines, prior, concepts, self._build(list(cues)), [tuple(found) for found in cues.values()])

    def rank(
        self,
        name: str,
        start: int,
        end: int,
        sentence: tuple[int, int],
        cues: CueTable,
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
        lines, prior, company_of, _cues, _spoken_for = self._names[name]
        near, far = cues.around(sentence, start, end)
        for line, concepts in company_of:
            if met := company & concepts:
                far[line] = far.get(line, set()) | met
        company_size = len(company)
        weights = []
        for line, meaning in enumerate(lines):
            logit = 0.0
            if line in far:
                close, distant = near.get(line, _NONE), far[line]
                logit = IN_SENTENCE * min(len(close), _CAP) + IN_DOCUMENT * min(len(distant - close), _CAP)
            if meaning.concept is not None:
                logit += COMPANY * min(company_size - (meaning.concept in company), 4)
            weights.append(max(meaning.prior, 1e-4) * (math.exp(logit) if logit else 1.0))
        total = sum(weights) + max(0.02, 1 - prior)
        ranked = [(meaning, weight / total) for meaning, weight in zip(lines, weights, strict=True)]
        return sorted(ranked, key=_by_probability, reverse=True)


_NONE: frozenset[object] = frozenset()


def _by_probability(item: tuple[Meaning, float]) -> float:
    return item[1]


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the sentence that holds text[start:end], looked for at most 300 characters away."""
    low, high = max(0, start - 300), min(len(text), end + 300)
    before, after = text[low:start], text[end:high]
    first = max([before.rfind(mark) for mark in _ENDS])
    lasts = [place for mark in _ENDS if (place := after.find(mark)) >= 0]
    return (low + first + 1 if first >= 0 else low), (end + min(lasts) if lasts else high)


_ENDS = ("。", "!", "?", ". ", "\n", ";")

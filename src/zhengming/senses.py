"""Which meaning an ambiguous name has in its context; it may be none of ours. Start reading at `Context.rank`.

A meaning's weight is its prior, raised by each of its cues in the sentence, and less by those elsewhere in the
document and by other concepts of the lexicon beside it (a naive Bayes estimate with two weights for all cues).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from zhengming.automaton import Matcher
from zhengming.characters import WORD_CHARACTERS
from zhengming.folding import fold
from zhengming.lexicon import Meaning
from zhengming.sections import Memo

#: What a cue adds to the log odds: in the sentence, elsewhere in the document, and each other concept of ours.
IN_SENTENCE, IN_DOCUMENT, COMPANY = 2.0, 0.8, 0.25
#: At most so many distinct cues of a kind, and so many other concepts, count.
_CAP, _MOST_COMPANY = 3, 4
#: A meaning is taken only from this probability on.
THRESHOLD = 0.6

#: Meanings with their probabilities, best first.
Ranking = list[tuple[Meaning, float]]
#: For each meaning: its cues in the sentence, those elsewhere, and the other concepts of ours.
_Evidence = tuple[tuple[int, int, int], ...]


class _Ambiguous:
    """An ambiguous name: its meanings, and an automaton over their cues."""

    def __init__(self, lines: Sequence[Meaning], build: Callable[[Sequence[str]], Matcher]) -> None:
        cues: dict[str, list[int]] = {}
        self.lines = lines
        #: The meanings that concepts speak for.
        self.concepts: list[tuple[int, frozenset[str]]] = []
        for line, meaning in enumerate(lines):
            if ids := frozenset(cue for cue in meaning.cues if cue.startswith("ZM:")):
                self.concepts.append((line, ids))
            for cue in meaning.cues:
                if not cue.startswith("ZM:"):
                    cues.setdefault(fold(cue).text, []).append(line)
        self.cues = build(list(cues))
        #: For each cue the meanings that it speaks for.
        self.spoken_for = [tuple(found) for found in cues.values()]
        self._rest = max(0.02, 1 - sum(meaning.prior for meaning in lines))
        # Most mentions of a name have one of a few kinds of evidence.
        self.ranking: Memo[_Evidence, Ranking] = Memo(self._ranking, 4096)

    def _ranking(self, evidence: _Evidence) -> Ranking:
        weights = []
        for meaning, (close, distant, company) in zip(self.lines, evidence, strict=True):
            logit = IN_SENTENCE * close + IN_DOCUMENT * distant + COMPANY * company
            weights.append(max(meaning.prior, 1e-4) * math.exp(logit))
        total = sum(weights) + self._rest
        ranked = [(meaning, weight / total) for meaning, weight in zip(self.lines, weights, strict=True)]
        return sorted(ranked, key=_by_probability, reverse=True)


class SenseIndex:
    """All ambiguous names of a lexicon, their meanings, and for each an automaton over its cues, built when first met.

    Args:
        meanings: ambiguous name to its meanings.
        build: makes a matcher from patterns.
    """

    def __init__(self, meanings: Mapping[str, tuple[Meaning, ...]], build: Callable[[Sequence[str]], Matcher]) -> None:
        self._names: Memo[str, _Ambiguous] = Memo(lambda name: _Ambiguous(meanings[name], build))

    def context(self, name: str, text: str, company: frozenset[str]) -> Context:
        """What a text says about an ambiguous name.

        Args:
            name: an ambiguous name, as listed.
            text: folded text.
            company: ids of the unambiguous concepts in the text.
        """
        return Context(self._names[name], text, company)


class Context:
    """What one text says about one ambiguous name: its cues, and the other concepts."""

    def __init__(self, known: _Ambiguous, text: str, company: frozenset[str]) -> None:
        self._known = known
        self._text = text
        self._cues = _find_cues(known, text)
        self._counts = Counter(cue[2] for cue in self._cues)
        self._beside = [
            0 if meaning.concept is None else min(len(company) - (meaning.concept in company), _MOST_COMPANY)
            for meaning in known.lines
        ]
        self._met = [0] * len(known.lines)
        for line, concepts in known.concepts:
            self._met[line] = len(company & concepts)

    def rank(self, start: int, end: int) -> Ranking:
        """The meanings of the mention at text[start:end] with their probabilities, best first.

        Returns:
            list: they add up to less than 1 where a meaning that nobody listed is possible.
        """
        known, cues = self._known, self._cues
        close, distant = [0] * len(known.lines), self._met
        if cues:
            first, last = sentence_around(self._text, start, end)
            near, own = set(), dict[int, int]()
            for at in range(bisect_left(cues, (first,)), len(cues)):
                cue_start, cue_end, number = cues[at]
                if cue_start >= last:
                    break
                if start <= cue_start and cue_end <= end:
                    # What lies in the mention itself says nothing about it.
                    own[number] = own.get(number, 0) + 1
                elif cue_end <= last:
                    near.add(number)
            distant = distant.copy()
            for number, count in self._counts.items():
                if number in near:
                    for line in known.spoken_for[number]:
                        close[line] += 1
                elif count > own.get(number, 0):
                    for line in known.spoken_for[number]:
                        distant[line] += 1
        evidence = zip(close, distant, self._beside, strict=True)
        return known.ranking[tuple([(min(c, _CAP), min(d, _CAP), beside) for c, d, beside in evidence])]


def _find_cues(known: _Ambiguous, text: str) -> list[tuple[int, ...]]:
    """The cues for an ambiguous name in folded text, in order; Latin ones only as words, a plural s allowed."""
    found: list[tuple[int, ...]] = []
    word = WORD_CHARACTERS
    size = len(text)
    for cue in known.cues.scan(text):
        start, end, _number = cue
        if start and text[start - 1] in word and text[start] in word:
            continue
        if end < size and text[end] in word and text[end - 1] in word:
            plural = text[end] == "s" and not (end + 1 < size and text[end + 1] in word)
            if not plural:
                continue
        found.append(cue)
    return sorted(found)


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

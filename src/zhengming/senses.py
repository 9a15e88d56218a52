"""Which meaning an ambiguous name has in its context; it may be none of ours. Start reading at `Context.rank`.

A meaning's weight is its prior, raised by each of its cues in the sentence, and less by those elsewhere in the
document and by other concepts of the lexicon beside it (a naive Bayes estimate with few weights for all cues). Where
that does not decide, the vocabulary of the sciences does (`lexicon/language/fields.tsv`): a meaning belongs to one or
more fields (`@engineering` among its cues; ours to medicine unless they say otherwise), and what nobody listed is the
likelier, the more the text speaks of another field.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from zhengming.automaton import Matcher
from zhengming.characters import WORD_CHARACTERS
from zhengming.folding import fold
from zhengming.lexicon import Meaning
from zhengming.sections import Memo
from zhengming.tables import packaged_lexicon, rows

#: What a cue adds to the log odds: in the sentence, elsewhere in the document, and each other concept of ours. Set, as
#: the next one, on the ambiguous names of `corpora/context` with cues that were older than that set.
IN_SENTENCE, IN_DOCUMENT, COMPANY = 5.0, 2.5, 0.4
#: A meaning that nobody listed is so many times likelier than the listed priors leave over: without a word that speaks
#: for a meaning only the names that are nearly always ours are taken.
_UNLISTED = 16
#: At most so many distinct cues of a kind, and so many other concepts, count.
_CAP, _MOST_COMPANY = 3, 4
#: What a word of a meaning's field adds: in the sentence, and elsewhere; at most so many of each count.
FIELD_IN_SENTENCE, FIELD_IN_DOCUMENT, _MOST_WORDS = 0.6, 0.25, 4
#: A meaning is taken only from this probability on, and from this one on a name is taken to mean nothing of ours: set on
#: the ambiguous names of `corpora/context`, so that more than nine in ten are answered.
THRESHOLD, NOT_OURS = 0.6, 0.8
#: Where the names, cues and concepts are so sure, the vocabulary of the sciences is not asked.
_SURE = 0.8
#: From here on it makes no difference how sure they are: no mention has a higher score.
_CERTAIN = 0.98
#: The field of our concepts.
_OURS = "medicine"

#: Meanings with their probabilities, best first.
Ranking = list[tuple[Meaning, float]]
#: For each meaning: its cues in the sentence, those elsewhere, and the other concepts of ours.
_Evidence = tuple[tuple[int, int, int], ...]


class _Ambiguous:
    """An ambiguous name: its meanings, and an automaton over their cues."""

    def __init__(self, lines: Sequence[Meaning], build: Callable[[Sequence[str]], Matcher]) -> None:
        cues: dict[str, list[int]] = {}
        self.lines = lines
        #: The fields of each meaning; none where it may stand in any.
        self.fields = [
            frozenset(cue[1:] for cue in meaning.cues if cue[0] == "@")
            or frozenset([_OURS] if meaning.concept is not None else [])
            for meaning in lines
        ]
        #: The meanings that concepts speak for.
        self.concepts: list[tuple[int, frozenset[str]]] = []
        for line, meaning in enumerate(lines):
            if ids := frozenset(cue for cue in meaning.cues if cue.startswith("ZM:")):
                self.concepts.append((line, ids))
            for cue in meaning.cues:
                if not cue.startswith(("ZM:", "@")):
                    cues.setdefault(fold(cue).text, []).append(line)
        self.cues = build(list(cues))
        #: For each cue the meanings that it speaks for.
        self.spoken_for = [tuple(found) for found in cues.values()]
        #: What is left for a meaning that nobody listed.
        self.rest = _UNLISTED * max(0.02, 1 - sum(meaning.prior for meaning in lines))
        # Most mentions of a name have one of a few kinds of evidence.
        self.ranking: Memo[_Evidence, Ranking] = Memo(self._ranking, 4096)

    def _ranking(self, evidence: _Evidence) -> Ranking:
        weights = []
        for meaning, (close, distant, company) in zip(self.lines, evidence, strict=True):
            logit = IN_SENTENCE * close + IN_DOCUMENT * distant + COMPANY * company
            weights.append(max(meaning.prior, 1e-4) * math.exp(logit))
        return _ranked(self.lines, weights, self.rest)


class SenseIndex:
    """All ambiguous names of a lexicon, their meanings, and for each an automaton over its cues, built when first met.

    Args:
        meanings: ambiguous name to its meanings.
        build: makes a matcher from patterns.
    """

    def __init__(self, meanings: Mapping[str, tuple[Meaning, ...]], build: Callable[[Sequence[str]], Matcher]) -> None:
        self._build = build
        self._names: Memo[str, _Ambiguous] = Memo(lambda name: _Ambiguous(meanings[name], build))

    def context(self, name: str, text: str, company: frozenset[str], science: Science | None = None) -> Context:
        """What a text says about an ambiguous name.

        Args:
            name: an ambiguous name, as listed.
            text: folded text.
            company: ids of the unambiguous concepts in the text.
            science: the vocabulary of the text, where several names are asked about.
        """
        return Context(self._names[name], text, company, science or self.science(text))

    def science(self, text: str) -> Science:
        """The vocabulary of a folded text, to be shared by the names in it."""
        return Science(text, self._vocabulary)

    @cached_property
    def _vocabulary(self) -> _Vocabulary:
        return _Vocabulary(self._build)


class Context:
    """What one text says about one ambiguous name: its cues, and the other concepts."""

    def __init__(self, known: _Ambiguous, text: str, company: frozenset[str], science: Science) -> None:
        self._known = known
        self._text = text
        self._science = science
        self._cues = _words(text, known.cues.scan(text))
        self._counts = Counter(cue[2] for cue in self._cues)
        self._beside = [
            0 if meaning.concept is None else min(len(company) - (meaning.concept in company), _MOST_COMPANY)
            for meaning in known.lines
        ]
        self._met = [0] * len(known.lines)
        for line, concepts in known.concepts:
            self._met[line] = len(company & concepts)
        self._certain = self._by_document()
        #: Whether a cue lies in the mention itself, by the mention.
        self._speaks: Memo[str, bool] = Memo(lambda mention: bool(_words(mention, known.cues.scan(mention))))

    def _by_document(self) -> Ranking | None:
        """The ranking that no sentence can change: the text is sure of a meaning, and nothing speaks for another one."""
        known = self._known
        told = [0] * len(known.lines)
        for number in self._counts:
            for line in known.spoken_for[number]:
                told[line] += 1
        evidence = zip(told, self._met, self._beside, strict=True)
        ranking = known.ranking[tuple([(0, min(cues + met, _CAP), beside) for cues, met, beside in evidence])]
        meaning, probability = ranking[0]
        sure = probability >= _CERTAIN and sum(told) == told[known.lines.index(meaning)]
        return ranking if sure else None

    def rank(self, start: int, end: int) -> Ranking:
        """The meanings of the mention at text[start:end] with their probabilities, best first.

        Returns:
            list: they add up to less than 1 where a meaning that nobody listed is possible.
        """
        if self._certain is not None and not self._speaks[self._text[start:end]]:
            return self._certain
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
        ranking = known.ranking[tuple([(min(c, _CAP), min(d, _CAP), beside) for c, d, beside in evidence])]
        return ranking if ranking[0][1] >= _SURE else self._by_field(ranking, start, end)

    def _by_field(self, ranking: Ranking, start: int, end: int) -> Ranking:
        """The ranking with what the vocabulary around the mention says about the field."""
        says = self._science.around(self._text, start, end)
        if not says:
            return ranking
        known = self._known
        weights = []
        for meaning, probability in ranking:
            fields = known.fields[known.lines.index(meaning)]
            weights.append(probability * math.exp(max((says.get(field, 0.0) for field in fields), default=0.0)))
        foreign, ours = (
            max((weight for field, weight in says.items() if field != _OURS), default=0.0),
            says.get(_OURS, 0.0),
        )
        # The other meanings that medicine has for a name are listed better than those of all other sciences.
        rest = (1 - sum(probability for _, probability in ranking)) * math.exp(
            foreign if foreign >= ours else foreign - ours
        )
        return _ranked([meaning for meaning, _ in ranking], weights, rest)


def _ranked(lines: Sequence[Meaning], weights: Sequence[float], rest: float) -> Ranking:
    total = sum(weights) + rest
    ranked = [(meaning, weight / total) for meaning, weight in zip(lines, weights, strict=True)]
    return sorted(ranked, key=_by_probability, reverse=True)


# --- the vocabulary of the sciences --------------------------------------------------------------------------------


class _Vocabulary:
    """Words that tell the field of a text."""

    def __init__(self, build: Callable[[Sequence[str]], Matcher]) -> None:
        words: dict[str, str] = {}
        for _, (field, _language, listed) in rows(packaged_lexicon() / "language" / "fields.tsv", FIELD_COLUMNS):
            for word in listed.split("; "):
                words.setdefault(fold(word).text, field)
        self.fields = list(words.values())
        self.words = build(list(words))


FIELD_COLUMNS = ("field", "lang", "words")


class Science:
    """The words of a text that tell its field, found when first asked for."""

    def __init__(self, text: str, vocabulary: _Vocabulary) -> None:
        self._text = text
        self._vocabulary = vocabulary
        self._known: dict[tuple[int, int], dict[str, float]] = {}

    @cached_property
    def _found(self) -> list[tuple[int, ...]]:
        return _words(self._text, self._vocabulary.words.scan(self._text))

    def around(self, text: str, start: int, end: int) -> dict[str, float]:
        """What each field gains in log odds by the words in the sentence of text[start:end] and elsewhere."""
        if not self._found:
            return {}
        sentence = sentence_around(text, start, end)
        known = self._known.get(sentence)
        if known is None:
            near, far = Counter[str](), Counter[str]()
            numbers: dict[int, bool] = {}
            for first, last, number in self._found:
                inside = sentence[0] <= first and last <= sentence[1]
                numbers[number] = inside or numbers.get(number, False)
            for number, inside in numbers.items():
                (near if inside else far)[self._vocabulary.fields[number]] += 1
            known = self._known[sentence] = {
                field: FIELD_IN_SENTENCE * min(near[field], _MOST_WORDS)
                + FIELD_IN_DOCUMENT * min(far[field], _MOST_WORDS)
                for field in {*near, *far}
            }
        return known


# --- places --------------------------------------------------------------------------------------------------------


def _words(text: str, occurrences: Sequence[tuple[int, int, int]]) -> list[tuple[int, ...]]:
    """Occurrences in folded text, in order; Latin ones only as words, a plural s allowed."""
    found: list[tuple[int, ...]] = []
    word = WORD_CHARACTERS
    size = len(text)
    for cue in occurrences:
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

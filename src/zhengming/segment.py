"""Chinese word edges from a dictionary, asked only where a word crosses the edge of a hit. Start at `Words.best_cut`.

A Chinese hit is safe at an edge unless some word of jieba's dictionary, or another hit, reaches over that edge:
若干|细胞因子 and not 若|干细胞|因子. Only there is the neighbourhood cut into words, with the hits as words of their own,
and the cheapest cut says which edges hold (a shortest path over word costs, as in unigram segmenters; here the number
of words counts before their frequency, and a bare bound character such as 症 costs more than a word).
"""

from __future__ import annotations

import importlib.util
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from zhengming.characters import is_han
from zhengming.errors import LexiconError
from zhengming.sections import Memo
from zhengming.tables import packaged_lexicon, rows

#: Words longer than this never matter at an edge: the longest that cross one have five characters.
_REACH = 5
#: Words that jieba counts so often are there to contend with others.
_COMMON = 100
#: How far a disputed neighbourhood may grow to each side, in characters.
_WINDOW = 14
#: So many words, and so many pairs of characters, are remembered once they were asked for.
_REMEMBERED = 1 << 17


class Words:
    """A word list with frequencies: those words of jieba's dictionary that can cross the edge of a listed name.

    Args:
        frequency: word to its count in jieba's dictionary.
        pairs: every two neighbouring characters inside a word, with those words and how far in the second one stands:
            most places between two characters are in no word, and the others in few.
        bound: characters that hardly stand alone (a suffix such as 症), with the cost of leaving one bare.

    Attributes:
        counts: `counts[word]` is the word's count, 0 for a string that is no word.
        inside: `inside[pair]` are the words around two neighbouring characters, as in `pairs`.
    """

    def __init__(
        self,
        frequency: Mapping[str, int],
        pairs: Mapping[str, Sequence[tuple[int, str]]],
        bound: Mapping[str, float],
    ) -> None:
        self.frequency = frequency
        self.pairs = pairs
        self.bound = bound
        # A compiled word list is decoded word by word; what was asked for once is asked for again.
        self.counts: Memo[str, int] = Memo(lambda word: frequency.get(word, 0), _REMEMBERED)
        self.inside: Memo[str, Sequence[tuple[int, str]]] = Memo(lambda pair: pairs.get(pair, ()), _REMEMBERED)

    @classmethod
    def of(cls, frequency: Mapping[str, int], bound: Mapping[str, float]) -> Words:
        """A word list from its frequencies."""
        pairs: dict[str, list[tuple[int, str]]] = {}
        for word in frequency:
            if len(word) == 2:
                pairs.setdefault(word, []).append((1, word))
            else:
                for place in range(1, len(word)):
                    pairs.setdefault(word[place - 1 : place + 1], []).append((place, word))
        return cls(frequency, pairs, bound)

    def crossing(self, text: str, position: int) -> list[tuple[int, int]]:
        """The spans of words that begin before `position` and end after it."""
        if position < 1 or not (words := self.inside[text[position - 1 : position + 1]]):
            return []
        return [
            (position - place, position - place + len(word))
            for place, word in words
            if text.startswith(word, position - place)
        ]

    def best_cut(self, text: str, hits: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, ...]:
        """The word edges of the cheapest cut of text[start:end], with `hits` as words.

        Args:
            text: folded text.
            hits: spans of names inside the window.
            start: first character of the window.
            end: one past its last.

        Returns:
            Positions from `start` to `end`, both included.
        """
        at: dict[int, list[tuple[int, float]]] = {}
        for hit_start, hit_end in hits:
            at.setdefault(hit_end, []).append((hit_start, _name_cost(hit_end - hit_start)))
        best = {start: (0.0, start)}
        for here in range(start + 1, end + 1):
            options = [(best[s][0] + cost, s) for s, cost in at.get(here, ()) if s in best]
            for s in range(max(start, here - _REACH), here):
                if s not in best:
                    continue
                cost = self._cost(text, s, here, best[s][1])
                if cost is not None:
                    options.append((best[s][0] + cost, s))
            best[here] = min(options)
        edges = [end]
        while edges[-1] != start:
            edges.append(best[edges[-1]][1])
        return tuple(reversed(edges))

    def _cost(self, text: str, start: int, end: int, previous: int) -> float | None:
        """The cost of a word: about 1; a rare one, and a character that hardly stands alone, costs more."""
        word = text[start:end]
        count = self.counts[word]
        if end - start > 1:
            if not count:
                return None
            if start and self._leans_back(text, start, word):
                return 2.0
            return 0.95 if count >= 100 else 1.0 if count >= 20 else 1.15 if count > 5 else 1.4
        if not is_han(word):
            return 0.2
        if word in self.bound:
            # 骨关节炎|性: the suffix 性 leans on a whole word before it.
            leans = word == "性" and (
                start - previous >= 3 or (start == previous and is_han(text[start - 1 : start] or " "))
            )
            return 0.5 if leans else self.bound[word]
        if count >= 100_000:
            return 1.0
        return 1.5 if count >= 1_000 else 1.7

    def _leans_back(self, text: str, start: int, word: str) -> bool:
        """Whether the first character of a word belongs to what is before it: 5个|人, not 5|个人; 疏松性|骨折, not 疏松|性骨折."""
        before = text[start - 1]
        if word[0] in _CLASSIFIERS:
            return before.isdigit() or before in _NUMERALS
        return word[0] == "性" and len(word) > 2 and is_han(before)


#: Words that count things, and what stands before them.
_CLASSIFIERS = frozenset("个例名只种株条枚")
_NUMERALS = frozenset("一二三四五六七八九十百千两几数多每各")


def _name_cost(length: int) -> float:
    """A listed name is a word; the longer, the less it is there by chance."""
    return 0.97 if length == 2 else 1.6 if length == 1 else 0.8 if length < 5 else 0.7


def relevant_words(
    dictionary: Mapping[str, int], names: Collection[str], confusable: Mapping[str, Collection[str]]
) -> dict[str, int]:
    """The words that are to be known beside the listed names.

    These are words that may cross an edge of one, their pieces, the common words that contend with them (揭示|人 against
    揭|示人), and the words that a misprint of one would be (家属, 家猪).

    Args:
        dictionary: all words with their frequencies.
        names: folded spellings of the listed names.
        confusable: for each Chinese character those it is mistyped for.
    """
    prefixes: set[str] = set()
    suffixes: set[str] = set()
    inside: set[str] = set()
    for name in names:
        if not name or not (is_han(name[0]) or is_han(name[-1])):
            continue
        size = len(name)
        for length in range(1, min(size, _REACH) + 1):
            if is_han(name[0]):
                prefixes.add(name[:length])
            if is_han(name[-1]):
                suffixes.add(name[size - length :])
        inside.update(name[i:j] for i in range(size) for j in range(i + 1, min(size, i + _REACH) + 1))
    crossing: set[str] = set()
    for word in dictionary:
        if not 1 < len(word) <= _REACH:
            continue
        for cut in range(1, len(word)):
            # The word reaches over a name's left edge, or over its right one.
            if word[cut:] in prefixes or word[:cut] in suffixes:
                crossing.add(word)
                break
    pieces = {word[i:j] for word in crossing for i in range(len(word)) for j in range(i + 1, len(word) + 1)}
    common = {word for word, count in dictionary.items() if count >= _COMMON and 1 < len(word) <= _REACH}
    alike = {
        made
        for name in names
        if 1 < len(name) <= _REACH
        for place, character in enumerate(name)
        for other in confusable.get(character, ())
        if (made := name[:place] + other + name[place + 1 :]) in dictionary
    }
    kept = crossing | ((pieces | inside) & dictionary.keys()) | (common if crossing else set()) | alike
    return {word: dictionary[word] for word in sorted(kept)}


#: What begins with these is no word but a word behind a preposition: 经静脉, 非小细胞.
_FUNCTION = frozenset("经由以在于从向对为与和及或的不非再各每全总该其被")
#: Words of the field that jieba does not have count as often as this.
_OF_THE_FIELD = 60


def dictionary() -> dict[str, int]:
    """Jieba's word list with frequencies, and the words of the field (`lexicon/language/translations.tsv`) that it lacks.

    Jieba's is read from its file: importing jieba sets up logging and a shared cache.
    """
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise LexiconError("dependency.missing", package="jieba")
    words: dict[str, int] = {}
    with (Path(spec.origin).parent / "dict.txt").open(encoding="utf-8") as lines:
        for line in lines:
            word, count, _tag = line.split(" ")
            words[word] = int(count)
    for _, (word, _english, _note) in rows(packaged_lexicon() / "language" / "translations.tsv", ("zh", "en", "note")):
        if 1 < len(word) < 4 and all(map(is_han, word)) and word[0] not in _FUNCTION:
            words.setdefault(word, _OF_THE_FIELD)
    return words

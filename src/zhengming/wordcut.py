"""Chinese text cut into words as jieba cuts it, without jieba: its dictionary, the likeliest path, no global state.

The likeliest path over a text is the likeliest path over each stretch that no word reaches out of, so one scan finds
the words, words that overlap make a stretch, and the few hundred thousand stretches that occur are remembered. Start
reading at `WordCutter.mark`. Equal to `jieba.cut(text, HMM=False)` on Chinese text (a test compares them); jieba's guesses
at words that are in no dictionary (its hidden Markov model) are left out: they differ from text to text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import log

from zhengming import cache as kept_files
from zhengming.automaton import matcher, restored
from zhengming.characters import is_han
from zhengming.sections import Memo, Sections, Writer
from zhengming.segment import dictionary

#: So many stretches are remembered.
_REMEMBERED = 1 << 17
#: What begins in a word of a length: its first character.
_WORD = [b"", *(b"\1" + bytes(length) for length in range(63))]


class WordCutter:
    """Cuts Chinese text by a dictionary.

    Args:
        file: the dictionary as `_compiled` writes it.
    """

    def __init__(self, file: Sections) -> None:
        words = file.strings("words")
        self._counts = file.numbers("counts")
        self._matcher = restored(words, bytes(file.bytes("automaton")))
        singles = file.strings("singles")
        total = log(sum(file.numbers("total")))
        self._total = total
        self._singles = {
            character: log(count) - total
            for character, count in zip(singles, file.numbers("singles.counts"), strict=True)
        }
        self._marks: Memo[str, bytes] = Memo(self._cut, _REMEMBERED)

    def mark(self, text: str, cuts: Sequence[int], begins: bytearray) -> None:
        """Write where words begin.

        Args:
            text: simplified Chinese, with anything between.
            cuts: positions, in order, that no word may reach over.
            begins: a byte for each character; written only inside words of two characters and more: 1 where a word of
                the cut begins, 0 elsewhere.
        """
        stretches: list[tuple[int, int, bool]] = []
        reach = 0
        # In order of their ends, the longest first: what a word spans is that word, whatever words are inside it.
        for start, end, _ in self._matcher.scan(text):
            if start >= reach:
                stretches.append((start, end, True))
                reach = end
                continue
            one = True
            while stretches and stretches[-1][1] > start:
                before, reach, spanned = stretches.pop()
                if before < start:
                    one = spanned and reach == end
                    start = before
            stretches.append((start, end, one))
            reach = end
        marks, word = self._marks, _WORD
        at, size = 0, len(cuts)
        for start, end, one in stretches:
            while at < size and cuts[at] <= start:
                at += 1
            if at < size and cuts[at] < end:
                while at < size and cuts[at] < end:
                    begins[start : cuts[at]] = marks[text[start : cuts[at]]]
                    start = cuts[at]
                    at += 1
                begins[start:end] = marks[text[start:end]]
            elif one:
                begins[start:end] = word[end - start]
            else:
                begins[start:end] = marks[text[start:end]]

    def cut(self, text: str) -> list[str]:
        """The words of a Chinese text."""
        places = [*(place for place, begins in enumerate(self._marks[text]) if begins), len(text)]
        return [text[a:b] for a, b in pairwise(places)]

    def _cut(self, text: str) -> bytes:
        """The likeliest cut: a 1 for each character that begins a word, a 0 for each other one."""
        if not text:
            return b""
        ends: list[list[tuple[int, float]]] = [[] for _ in text]
        for start, end, number in self._matcher.scan(text):
            ends[start].append((end, log(self._counts[number]) - self._total))
        best: list[tuple[float, int]] = [(0.0, 0)] * (len(text) + 1)
        for place in range(len(text) - 1, -1, -1):
            alone = self._singles.get(text[place])
            options = ends[place] if alone is None else [*ends[place], (place + 1, alone)]
            # A character that the dictionary knows only inside words stands alone where none of them is there.
            options = options or [(place + 1, -self._total)]
            best[place] = max((cost + best[end][0], end) for end, cost in options)
        begins = bytearray(len(text))
        place = 0
        while place < len(text):
            begins[place] = 1
            place = best[place][1]
        return bytes(begins)


@cache
def words_of_jieba() -> WordCutter:
    """The cutter by jieba's dictionary and the words of the field, built once and kept in the cache folder.

    Raises:
        LexiconError: jieba is not installed.
    """
    return WordCutter(kept_files.kept("words", ("jieba",), _compiled))


def _compiled() -> list[bytes | bytearray | memoryview]:
    listed = dictionary()
    counts = {
        word: max(1, count) for word, count in listed.items() if all(map(is_han, word)) and len(word) < len(_WORD)
    }
    total = sum(listed.values())
    words = [word for word in counts if len(word) > 1 and _is_likely(word, counts, log(total))]
    singles = [word for word in counts if len(word) == 1]
    out = Writer()
    out.strings("words", words)
    out.numbers("counts", [counts[word] for word in words])
    out.strings("singles", singles)
    out.numbers("singles.counts", [counts[word] for word in singles])
    out.numbers("total", [total])
    out.raw("automaton", matcher(words, most=len(words)).stored())
    return out.parts({"kind": "words"})


def _is_likely(word: str, counts: Mapping[str, int], total: float) -> bool:
    """Whether a word is likelier than the likeliest cut of it: one that is not is on no likeliest path at all."""
    size = len(word)
    best = [0.0] * (size + 1)
    for start in range(size - 1, -1, -1):
        costs = [
            log(count) - total + best[end]
            for end in range(start + 1, size + 1)
            if (count := counts.get(word[start:end])) is not None and (start, end) != (0, size)
        ]
        best[start] = max(costs, default=-total + best[start + 1])
    return log(counts[word]) - total >= best[0]

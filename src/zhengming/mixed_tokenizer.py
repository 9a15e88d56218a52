"""`zhengming.MixedTokenizer.v1`: spaCy tokens for Chinese, English and mixed text, at every edge of an annotation.

Chinese is cut into jieba's words with the lexicon's names kept whole, everything else by one pattern. `doc.text` is the
text. Start reading at `MixedTokenizer.__call__`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress, repeat
from operator import not_
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from zhengming.carried import Carried
from zhengming.characters import HAN, HAS_HAN
from zhengming.folding import replace_characters
from zhengming.formats.stamp import encodable
from zhengming.tokencuts import SYMBOL, Cuts, cuts_of
from zhengming.wordcut import words_of_jieba

#: A letter of any script but Chinese; the same or a digit, or a mark that combines with it.
_LETTER = f"[^\\W\\d{HAN}]"
_WORD = f"(?:[^\\W{HAN}]|[\u0300-\u036f])"
#: RT-PCR; day-7; 2.5, 10mg; any other word; the 's of Crohn's.
_LATIN = rf"{SYMBOL}(?!{_WORD})|{_LETTER}{_WORD}*+(?:[-\u2010\u2011]\d{_WORD}*+)*+|\d++(?:\.\d++)*+{_WORD}*+|{_WORD}++|['\u2019]s(?!{_WORD})"
#: What stands between two spaces.
_TOKENS = re.compile(rf"{_LATIN}|\S")
#: White space that is more than one space between words.
_GAPS = re.compile(r"((?: (?=\s)|[^\S ])\s*)")
#: The tokens of two characters and more.
_LONG = re.compile(rf"(?=..)(?:{_LATIN}|\s{{2,}}+)", re.DOTALL)
_SPACE = re.compile(r"\s")
_SYMBOL = re.compile(SYMBOL)
#: Beside these a token ends anyway.
_APART = frozenset(" \t\n\r()[],;:，。；：（）、")
#: Chinese with whatever stands between; longer stretches without it go the way of Latin text.
_ZONE = re.compile(f"[{HAN}]+(?:[^{HAN}]{{1,60}}+[{HAN}]+)*+")


#: So many words of this tokenizer's are kept in the vocabulary; spaCy makes all further ones anew each time.
_KEPT = 500_000


@registry.tokenizers("zhengming.MixedTokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer(
    lexicon: str | list[str] | None = None, nested: bool = False
) -> Callable[[Language], MixedTokenizer]:
    """What `[nlp.tokenizer]` of a config makes the tokenizer of (see `MixedTokenizer`)."""

    def make(nlp: Language) -> MixedTokenizer:
        return MixedTokenizer(nlp.vocab, lexicon, nested=nested)

    return make


class MixedTokenizer:
    """Tokens for Chinese, English and mixed text that begin and end wherever an annotation does.

    Chinese is cut into the words of jieba's dictionary, names of the lexicon stay whole, and so do symbols such as `IL-1β`
    and `RT-PCR`, unless an annotation has an edge inside. `doc.text` is the text, whatever it holds; only half of a surrogate
    pair, which spaCy cannot hold, becomes U+FFFD.

    Args:
        vocab: the pipeline's vocabulary.
        lexicon: path of a lexicon folder, a compiled lexicon or a two-column table, several to be merged, or None; the same
            as the component's.
        nested: also a token edge at every edge of a concept inside a longer one, for a component with `nested`.

    Raises:
        LexiconError: the lexicon cannot be loaded.
    """

    def __init__(self, vocab: Vocab, lexicon: str | Sequence[str] | None = None, *, nested: bool = False) -> None:
        self.vocab = vocab
        self.nested = nested
        self._carried = Carried(lexicon)
        self._known: set[str] = set()
        self._size = 0

    def __call__(self, text: str) -> Doc:
        """The tokens of a text.

        Raises:
            TypeError: it is no text.
            LexiconError: the lexicon, or jieba's dictionary, cannot be loaded.
        """
        if not isinstance(text, str):
            raise TypeError(f"a text must be a str, not {type(text).__name__}")
        if not text.isascii():
            text = encodable(text)
        cuts = cuts_of(self._carried.tagger, text, self.nested)
        words, spaces = _mixed(text, cuts)
        self._keep(words)
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 50) -> Iterator[Doc]:
        """The tokens of each text."""
        return map(self, texts)

    def _keep(self, words: Sequence[str]) -> None:
        """Put new words into the vocabulary: by itself spaCy makes each long one anew wherever it stands."""
        vocab = self.vocab
        if len(vocab) < self._size:
            # A memory zone has ended, and its words are gone.
            self._known.clear()
        new = set(words) - self._known
        if new and len(self._known) < _KEPT:
            for word in new:
                vocab[word]
            self._known |= new
            self._size = len(vocab)

    # --- saved and sent ----------------------------------------------------------------------------------------------

    def to_bytes(self, *, exclude: Sequence[str] = ()) -> bytes:
        """The lexicon, where it is not the packaged one; settings are in the pipeline's config."""
        return self._carried.to_bytes(exclude)

    def from_bytes(self, data: bytes, *, exclude: Sequence[str] = ()) -> MixedTokenizer:
        """Take over what `to_bytes` gave."""
        self._carried.from_bytes(data, exclude)
        return self

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Write the same into a folder."""
        self._carried.to_disk(path, exclude)

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> MixedTokenizer:
        """Take over what `to_disk` wrote."""
        self._carried.from_disk(path, exclude)
        return self

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_known": set(), "_size": 0}


Tokens = tuple[list[str], list[bool]]


def _latin(text: str, cuts: Cuts, start: int, end: int) -> Tokens:
    """The words of a stretch without Chinese, and whether a space is behind each."""
    edges, whole = cuts.edges, cuts.whole
    glued = [
        edge
        for edge in edges[bisect_right(edges, start) : bisect_left(edges, end)]
        if text[edge] not in _APART and text[edge - 1] not in _APART
    ]
    # Names that the pattern would take apart.
    units = [
        (a, b)
        for a, b in whole[bisect_left(whole, (start, 0)) : bisect_left(whole, (end, 0))]
        if not text[a:b].isalnum() and not _SPACE.search(text, a, b) and not _SYMBOL.fullmatch(text, a, b)
    ]
    if glued:
        taken = {place for a, b in units for place in range(a, b + 1)}
        units = sorted([*units, *((place, place) for place in glued if place not in taken)])
    words: list[str] = []
    spaces: list[bool] = []
    for a, b in units:
        if start < a:
            _add_words(text[start:a], words, spaces)
        start = b
        if a < b:
            space = text[b : b + 1] == " "
            words.append(text[a:b])
            spaces.append(space)
            start += space
    _add_words(text[start:end], words, spaces)
    return words, spaces


def _add_words(text: str, words: list[str], spaces: list[bool]) -> None:
    """Add the words of a stretch in which nothing is a name; most stand between two spaces and need no pattern."""
    first = len(words)
    for number, stretch in enumerate(_GAPS.split(text)):
        if number % 2:
            if stretch[0] == " " and len(words) > first:
                spaces[-1] = True
                stretch = stretch[1:]
            words.append(stretch)
            spaces.append(False)
            continue
        pieces = stretch.split(" ")
        last = pieces.pop()
        if pieces and not pieces[0]:
            # A space that no word of this stretch stands before.
            del pieces[0]
            words.append(" ")
            spaces.append(False)
        done = 0
        for place in compress(range(len(pieces)), map(not_, map(str.isalpha, pieces))):
            words += pieces[done:place]
            words += _parts(pieces[place])
            spaces += repeat(True, place - done)
            spaces += repeat(False, len(words) - len(spaces) - 1)
            spaces.append(True)
            done = place + 1
        words += pieces[done:]
        spaces += repeat(True, len(pieces) - done)
        if last:
            words += _parts(last)
            spaces += repeat(False, len(words) - len(spaces))


def _parts(piece: str) -> Sequence[str]:
    """The tokens of what stands between two spaces: most often a word, or a word and a mark behind it."""
    word = piece[:-1]
    if word.isalpha() and not piece[-1].isalnum():
        return (word, piece[-1])
    return _TOKENS.findall(piece)


def _mixed(text: str, cuts: Cuts) -> Tokens:
    """The words of any text, and whether a space is behind each."""
    folded = cuts.folded
    if not HAS_HAN.search(folded.text):
        return _latin(text, cuts, 0, len(text))
    begins = bytearray(b"\1") * (len(text) + 1)
    simplified = folded.cased if folded.starts is None else replace_characters(text)
    words_of_jieba().mark(simplified, cuts.edges, begins)
    words: list[str] = []
    spaces: list[bool] = []
    position, size = 0, len(text)

    def add(part: Tokens) -> None:
        words.extend(part[0])
        spaces.extend(part[1])

    for zone in _ZONE.finditer(simplified):
        start, end = zone.span()
        # No name without white space reaches out of a zone.
        while start > position and not text[start - 1].isspace():
            start -= 1
        while end < size and not text[end].isspace():
            end += 1
        if end <= position:
            continue
        if position < start:
            add(_latin(text, cuts, position, start))
        add(_chinese(text, cuts, max(start, position), end, begins))
        position = end
        if text[end : end + 1] == " ":
            spaces[-1] = True
            position += 1
    if position < size:
        add(_latin(text, cuts, position, size))
    return words, spaces


def _chinese(text: str, cuts: Cuts, start: int, end: int, begins: bytearray) -> Tokens:
    """The words of a stretch with Chinese, whose words are marked in `begins` already."""
    for match in _LONG.finditer(text, start, end):
        a, b = match.span()
        a += 2 if text[a] == " " else 1
        begins[a:b] = bytes(b - a)
    edges, whole = cuts.edges, cuts.whole
    for edge in edges[bisect_left(edges, start) : bisect_right(edges, end)]:
        begins[edge] = 1
    for a, b in whole[bisect_left(whole, (start, 0)) : bisect_left(whole, (end, 0))]:
        if not _SPACE.search(text, a, b):
            begins[a + 1 : b] = bytes(b - a - 1)
    places = [*compress(range(start, end), begins[start:end]), end]
    words = list(map(text.__getitem__, map(slice, places, places[1:])))
    if " " not in words:
        return words, [False] * len(words)
    kept: list[str] = []
    spaces: list[bool] = []
    apart = True
    for word in words:
        if word == " " and not apart:
            spaces[-1] = apart = True
        else:
            kept.append(word)
            spaces.append(False)
            apart = word.isspace()
    return kept, spaces

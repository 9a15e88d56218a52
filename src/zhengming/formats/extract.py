"""Text taken out of markup, with the way back: which part of the text stands where in the file."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence


class Extract:
    r"""The text of a file with markup, put together piece by piece.

    A piece is either text that stands in the file character for character, or one that the file writes otherwise
    (`&beta;`, `\%`): its characters share one place. What is put in between (a line end after a paragraph) has none.

    Args:
        raw: the file's characters, or whatever places are counted in.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.text = ""
        self._parts: list[str] = []
        self._size = 0
        #: Start in the text, start and end in the file, and whether the piece is the file's characters as they are.
        self._pieces: list[tuple[int, int, int, bool]] = []
        self._lines: list[int] | None = None

    def keep(self, start: int, end: int) -> None:
        """Take over the file's characters from start to end as they are."""
        if end > start:
            self._piece(self.raw[start:end], start, end, True)

    def add(self, text: str, start: int, end: int) -> None:
        """Take over what the file writes from start to end as this text."""
        if text:
            self._piece(text, start, end, text == self.raw[start:end])

    def put(self, text: str) -> None:
        """Put a text in between that has no place in the file."""
        self._parts.append(text)
        self._size += len(text)

    def _piece(self, text: str, start: int, end: int, same: bool) -> None:
        self._pieces.append((self._size, start, end, same))
        self.put(text)

    def ends_with(self, text: str) -> bool:
        """Whether the text so far ends so; true of an empty one."""
        tail = "".join(self._parts[-2:])
        return not self._size or tail.endswith(text)

    def done(self) -> str:
        """The whole text."""
        self.text = "".join(self._parts)
        self._parts = [self.text]
        return self.text

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The places in the file of a span of the text: one for each piece that it touches."""
        at = max(0, bisect_right(self._pieces, start, key=lambda piece: piece[0]) - 1)
        for number in range(at, len(self._pieces)):
            begin, raw_start, raw_end, same = self._pieces[number]
            if begin >= end:
                break
            if not same:
                upper = self._pieces[number + 1][0] if number + 1 < len(self._pieces) else len(self.text)
                if start < upper:
                    yield raw_start, raw_end
                continue
            low, high = max(start, begin), min(end, begin + raw_end - raw_start)
            if low < high:
                yield raw_start + low - begin, raw_start + high - begin

    def place(self, start: int, end: int) -> dict[str, int]:
        """Line, column (both from 1), start and end in the file."""
        pieces = list(self.pieces(start, end))
        if not pieces:
            return {}
        first, last = pieces[0][0], pieces[-1][1]
        if self._lines is None:
            self._lines = [0, *(found.end() for found in re.finditer("\n", self.raw))]
        line = bisect_right(self._lines, first)
        return {"line": line, "column": first - self._lines[line - 1] + 1, "start": first, "end": last}

    def superscript(self, content: str) -> None:
        """Keep the number of a citation, set as a superscript, from running into the word before it.

        Args:
            content: the text of the superscript that comes next; `2` of `OA²` is one, that of `10²` and `Ca²⁺` is none.
        """
        if runs_into("".join(self._parts[-6:])[-40:], content):
            self.put(" ")

    def woven(self, marks: Iterable[tuple[int, int, str, str]], closed: Sequence[tuple[int, int]] = ()) -> str:
        """The file with something before and after each part of it that the marks cover.

        Args:
            marks: start and end in the text, and what to put before and after; one that overlaps an earlier one is left.
            closed: places of the file, in order, where nothing may be put.
        """
        parts: list[str] = []
        position = 0
        for start, end, opening, closing in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
            for low, high in self._joined(start, end):
                at = bisect_right(closed, (high, -1)) - 1
                if low < position or (at >= 0 and closed[at][1] > low) or not self.raw[low:high].strip():
                    continue
                parts += (self.raw[position:low], opening, self.raw[low:high], closing)
                position = high
        return "".join(parts) + self.raw[position:]

    def _joined(self, start: int, end: int) -> list[tuple[int, int]]:
        joined: list[tuple[int, int]] = []
        for low, high in self.pieces(start, end):
            if joined and joined[-1][1] == low:
                joined[-1] = (joined[-1][0], high)
            else:
                joined.append((low, high))
        return joined


_CITED = re.compile(r"[\[［(（]?\d{1,3}(?:\s?[,，、;–—~-]\s?\d{1,3})*[\])］）]?")


def runs_into(before: str, content: str) -> bool:
    """Whether a superscript is the number of a citation that would run into the word before it."""
    word = before.split(" ")[-1]
    power = re.fullmatch(r"[\d.,×·*+−-]*", word) and content.isdigit()
    return bool(word and not word[-1].isspace() and not power and _CITED.fullmatch(content))


_COMMAND = re.compile(r"\\(?:(?:mathrm|mathit|mathbf|text|textrm|rm|boldsymbol|bm|up)(?![A-Za-z])\s*|[,;!: ])")
_GREEK = re.compile(r"\\(?:up|var|text)?([A-Za-z]+)\s*")
_LETTERS = re.compile(r"[\w^+\-−/.'′*±%℃°]{1,16}")


def simple_math(code: str) -> str | None:
    r"""What a piece of TeX mathematics says where it is but a letter or a sign in running text, else None.

    >>> simple_math(r"\beta"), simple_math("^{+}"), simple_math(r"\frac{a}{b} = 1")
    ('β', '+', None)
    """

    def letter(found: re.Match[str]) -> str:
        name = found[1]
        case = "CAPITAL" if name[0].isupper() else "SMALL"
        try:
            return unicodedata.lookup(f"GREEK {case} LETTER {'LAMDA' if name.lower() == 'lambda' else name.upper()}")
        except KeyError:
            return {"pm": "±", "times": "×", "degree": "°", "circ": "°", "prime": "′"}.get(name, found[0])

    text = _GREEK.sub(letter, _COMMAND.sub("", code))
    text = re.sub(r"[_{}\s]", "", text)
    # 10^6 stays a power; in CD4^+ the sign is written as it is read.
    text = re.sub(r"(?<!\d)\^|\^(?![-−]?\d)", "", text)
    return text if _LETTERS.fullmatch(text) else None

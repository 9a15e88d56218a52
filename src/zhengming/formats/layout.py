"""Characters on a page to lines in reading order: what a PDF does not say.

Heights count upwards, as in PDF: the top of a page has the greatest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from zhengming.formats.extract import runs_into

#: The share of a page's height at its top and bottom where running heads stand.
_MARGIN = 0.12


class Glyph(NamedTuple):
    """A character with its box and its size, in points."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


class Line(NamedTuple):
    """A line, or the part of one that stands in one column, with its box."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """The lines that characters form in the order in which they were set."""
    rows: list[list[Glyph]] = []
    for glyph in glyphs:
        if rows and _goes_on(rows[-1], glyph):
            rows[-1].append(glyph)
        elif not glyph.text.isspace():
            rows.append([glyph])
    return _merged([line for row in rows if (line := _line(row)).text])


def _goes_on(row: list[Glyph], glyph: Glyph) -> bool:
    if glyph.text.isspace():
        return True
    last = next(before for before in reversed(row) if not before.text.isspace())
    shared = min(last.top, glyph.top) - max(last.bottom, glyph.bottom)
    lower = min(last.top - last.bottom, glyph.top - glyph.bottom)
    size = max(last.size, glyph.size, 1.0)
    return shared > 0.35 * lower and -0.6 * size < glyph.left - last.right < 1.6 * size


def _line(row: list[Glyph]) -> Line:
    """The text of a row, with spaces where its characters stand apart, and before the number of a citation."""
    shown = [glyph for glyph in row if not glyph.text.isspace()]
    size = median(glyph.size for glyph in shown)
    base = median(glyph.bottom for glyph in shown)
    parts: list[str] = []
    before: Glyph | None = None
    space = False
    for at, glyph in enumerate(row):
        if glyph.text.isspace():
            space = True
            continue
        apart = before is not None and (space or glyph.left - before.right > 0.22 * size)
        # Between Chinese characters a space is a matter of type-setting.
        if apart and before is not None and not (_han(before.text) and _han(glyph.text)):
            parts.append(" ")
        elif before is not None and _raised(glyph, size, base) and not _raised(before, size, base):
            stop = next((n for n in range(at, len(row)) if not _raised(row[n], size, base)), len(row))
            content = "".join(other.text for other in row[at:stop])
            if runs_into("".join(parts)[-40:], content.strip()):
                parts.append(" ")
        parts.append(glyph.text)
        before, space = glyph, False
    text = "".join(parts).strip()
    return Line(
        text,
        min(g.left for g in shown),
        max(g.right for g in shown),
        min(g.bottom for g in shown),
        max(g.top for g in shown),
        size,
    )


def _raised(glyph: Glyph, size: float, base: float) -> bool:
    return glyph.size < 0.82 * size and glyph.bottom > base + 0.12 * size


def _han(text: str) -> bool:
    return "\u2e80" <= text <= "\u9fff" or "\uf900" <= text <= "\ufaff" or "\uff00" <= text <= "\uffef"


def _merged(lines: list[Line]) -> list[Line]:
    """Lines whose parts were set one after the other, put together: what stands on one height with a word's space between."""
    merged: list[Line] = []
    for line in lines:
        last = merged[-1] if merged else None
        if last is not None:
            shared = min(last.top, line.top) - max(last.bottom, line.bottom)
            gap = line.left - last.right
            if (
                shared > 0.5 * min(last.top - last.bottom, line.top - line.bottom)
                and -0.3 * line.size < gap < 1.0 * line.size
            ):
                seam = "" if gap < 0.22 * line.size or (_han(last.text[-1]) and _han(line.text[0])) else " "
                merged[-1] = Line(
                    last.text + seam + line.text, last.left, max(last.right, line.right), min(last.bottom, line.bottom),
                    max(last.top, line.top), max(last.size, line.size),
                )  # fmt: skip
                continue
        merged.append(line)
    return merged


def ordered(lines: list[Line]) -> list[Line]:
    """Lines in reading order: from the top, and where columns stand side by side, one column after the other."""
    gutter = _gutter(lines)
    if gutter is None:
        return _rows(lines)
    band: list[Line] = []
    found: list[Line] = []

    def flush() -> None:
        left = [line for line in band if line.right <= gutter + 1]
        right = [line for line in band if line.right > gutter + 1]
        found.extend(ordered(left) if len(left) < len(lines) else _rows(left))
        found.extend(ordered(right) if len(right) < len(lines) else _rows(right))
        band.clear()

    for line in sorted(lines, key=lambda line: -line.top):
        if line.left < gutter < line.right:
            flush()
            found.append(line)
        else:
            band.append(line)
    flush()
    return found


def joined(lines: Sequence[Line]) -> str:
    """The text of lines: each ends with a line end, and with another where letters of another size follow."""
    parts: list[str] = []
    for at, line in enumerate(lines):
        parts.append(line.text + "\n")
        if at + 1 < len(lines) and not 0.87 < lines[at + 1].size / max(line.size, 0.1) < 1.15:
            parts.append("\n")
    return "".join(parts)


def _rows(lines: list[Line]) -> list[Line]:
    """Lines from the top; those on one height from the left."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -(line.top + line.bottom)):
        middle = (line.top + line.bottom) / 2
        if rows and rows[-1][0].bottom < middle < rows[-1][0].top:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.left)]


def _gutter(lines: list[Line]) -> float | None:
    """The middle of the best upright strip with lines on both sides of it, side by side.

    Wide lines may cross it (a title, an abstract), and a few narrow ones (the last line of the abstract).
    """
    if len(lines) < 4:
        return None
    width = max(line.right for line in lines) - min(line.left for line in lines)
    narrow = [line for line in lines if line.right - line.left < 0.62 * width]
    if len(narrow) < 4:
        return None
    size = median(line.size for line in narrow)
    edges = sorted({round(edge, 1) for line in narrow for edge in (line.left, line.right)})
    found: list[tuple[int, float, float]] = []
    for left, right in pairwise(edges):
        middle = (left + right) / 2
        crossing = sum(line.left < middle < line.right for line in narrow)
        if right - left > 0.8 * size and crossing <= max(1, 0.1 * len(narrow)):
            found.append((crossing, left - right, middle))
    for _, _, middle in sorted(found):
        if _side_by_side([n for n in narrow if n.right <= middle], [n for n in narrow if n.left >= middle]):
            return middle
    return None


def _side_by_side(left: list[Line], right: list[Line]) -> bool:
    """Whether enough of two columns stands at the same heights."""
    if min(len(left), len(right)) < 2:
        return False
    top = min(max(line.top for line in left), max(line.top for line in right))
    bottom = max(min(line.bottom for line in left), min(line.bottom for line in right))
    inside = [sum(line.bottom < top and line.top > bottom for line in column) for column in (left, right)]
    return min(inside) >= 2


def without_repeated(pages: Sequence[tuple[list[Line], float]]) -> list[list[Line]]:
    """The lines of each page without running heads, feet and page numbers: what recurs at its top or bottom.

    Args:
        pages: for each page its lines and its height.
    """
    seen: Counter[str] = Counter()
    for lines, height in pages:
        seen.update({_pattern(line) for line in lines if _in_margin(line, height)})
    enough = max(2, 0.3 * len(pages))
    return [
        [line for line in lines if not (_in_margin(line, height) and seen[_pattern(line)] >= enough)]
        for lines, height in pages
    ]  # fmt: skip


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom > (1 - _MARGIN) * height or line.top < _MARGIN * height


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", "".join(line.text.split()))

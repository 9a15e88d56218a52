"""PDF: its text in reading order, without what repeats on its pages, with the page of each place.

pypdfium2 gives characters with their boxes; what is a line, a column and a running head is decided here (`layout`).
"""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from zhengming.errors import InputError
from zhengming.formats.given import Given
from zhengming.formats.layout import Glyph, Line, joined, lines_of, ordered, without_repeated
from zhengming.model import Passage, Source

#: A turn of a character by more than this (radians) makes it no part of a line.
_TURNED = 0.2


class Pages:
    """Where the pages of a text begin."""

    def __init__(self, starts: list[int]) -> None:
        self.starts = starts

    def place(self, start: int, end: int) -> dict[str, int]:
        """The number of the page, from 1."""
        return {"page": bisect_right(self.starts, start)}


def read(given: Given) -> Iterator[Source]:
    """The text of all pages, a line for each of theirs; one column after the other.

    Raises:
        InputError: no PDF, a damaged or locked one.
    """
    try:
        import pypdfium2
    except ImportError as error:
        raise InputError("input.extra", file=given.name, extra="pdf") from error
    data = given.data()
    try:
        document: Any = pypdfium2.PdfDocument(data)
        pages = [_page(pypdfium2, document, number) for number in range(len(document))]
        document.close()
    except Exception as error:  # pypdfium2 raises whatever its parts raise
        reason = f"{error}".strip()[:120] or type(error).__name__
        raise InputError("input.damaged", file=given.name, kind="PDF", reason=reason) from error
    empty = sum(not lines for lines, _ in pages)
    if empty:
        given.warn(InputError("input.scan", file=given.name, count=empty, pages=len(pages)))
    if empty == len(pages):
        return
    source = Source(given.name, "")
    starts: list[int] = []
    texts: list[str] = []
    size = 0
    for number, lines in enumerate(without_repeated(pages), start=1):
        starts.append(size)
        text = joined(ordered(lines))
        source.passages.append(Passage(size, size + len(text), "page", {"page": str(number)}))
        texts.append(text)
        size += len(text)
    source.text = "".join(texts)
    source.origin = Pages(starts)
    yield source


def _page(library: Any, document: Any, number: int) -> tuple[list[Line], float]:
    """The lines of a page, in the order in which they were set, and the page's height."""
    raw = library.raw
    page = document[number]
    text = page.get_textpage()
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    glyphs: list[Glyph] = []
    turned: list[Glyph] = []
    for at in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, at)
        # Where a word is cut at the end of a line, pdfium gives a hyphen this code.
        character = "-" if code == 2 else chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if not character or raw.FPDFText_IsGenerated(text, at) == 1 or character in "\r\n\0":
            continue
        raw.FPDFText_GetLooseCharBox(text, at, ctypes.byref(box))
        # The size that a font was asked for is scaled as all of the page is.
        scale = math.hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(text, at, ctypes.byref(matrix)) else 1.0
        size = raw.FPDFText_GetFontSize(text, at) * scale
        glyph = Glyph(character, box.left, box.right, box.bottom, box.top, size)
        angle = raw.FPDFText_GetCharAngle(text, at)
        (turned if _TURNED < angle < 6.283 - _TURNED else glyphs).append(glyph)
    height = float(page.get_height())
    lines = lines_of(glyphs)
    if turned:
        said = "".join(glyph.text for glyph in turned).strip()
        lines += [Line(said, 0.0, 1.0, -1.0, 0.0, 1.0)] if said else []
    text.close()
    page.close()
    return lines, height

"""Text with spans as HTML. Only strings and numbers come in; all text that goes out is escaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

#: One hue a category, far apart in lightness-safe pastel; unknown categories are grey.
HUES = {
    "cell": 145,
    "cell_state": 120,
    "cell_product": 165,
    "gene_protein": 215,
    "mirna": 235,
    "pathway": 255,
    "chemical": 30,
    "biomaterial": 45,
    "disease": 0,
    "symptom": 345,
    "outcome": 310,
    "anatomy": 190,
    "animal_model": 285,
    "organism": 85,
    "treatment": 60,
    "procedure": 70,
    "process": 200,
    "control": 20,
    "qualifier": 100,
    "research": 270,
    "resource": 330,
}


class Span(NamedTuple):
    """A marked stretch of text: code-point offsets, a category, an id and a title to show."""

    start: int
    end: int
    category: str
    id: str
    title: str


def colour(category: str) -> str:
    """The background of a category as a CSS colour."""
    hue = HUES.get(category)
    return "hsl(0 0% 88%)" if hue is None else f"hsl({hue} 75% 86%)"


def weave(text: str, spans: Sequence[Span], open_tag: Callable[[Span], str], close_tag: str) -> str:
    """`text`, escaped, with `open_tag(span)` and `close_tag` around every span.

    Nested spans nest; a span that crosses one already open is left out (no valid HTML could show it).
    """
    parts: list[str] = []
    open_ends: list[int] = []
    position = 0

    def close_until(limit: int) -> None:
        nonlocal position
        while open_ends and open_ends[-1] <= limit:
            end = open_ends.pop()
            parts.append(escape(text[position:end]))
            parts.append(close_tag)
            position = end

    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        close_until(span.start)
        if open_ends and span.end > open_ends[-1]:
            continue
        parts.append(escape(text[position : span.start]))
        parts.append(open_tag(span))
        position = span.start
        open_ends.append(span.end)
    close_until(len(text))
    parts.append(escape(text[position:]))
    return "".join(parts)


def inline(text: str, spans: Sequence[Span]) -> str:
    """A self-contained fragment for notebooks: highlighted text, the concept as a tooltip."""

    def mark(span: Span) -> str:
        style = f"background:{colour(span.category)};color:#111;border-radius:3px;padding:0 2px"
        title = escape(f"{span.title} ({span.category}, {span.id})", quote=True)
        return f'<mark style="{style}" title="{title}">'

    body = weave(text, spans, mark, "</mark>")
    return f'<div style="white-space:pre-wrap;line-height:1.9">{body}</div>'

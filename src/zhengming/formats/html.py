"""One self-contained page: the texts with their concepts marked, a card on hover or tap, and the list with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TextIO

from zhengming import markup, messages
from zhengming.formats.source import Stamp, encodable
from zhengming.model import Concept, Document, spans

#: The template, beside this file.
_PAGE = Path(__file__).with_name("page.html")


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """One page for all documents; it loads nothing from anywhere."""
    from jinja2 import Environment
    from markupsafe import Markup

    def mark(span: markup.Span) -> str:

        title = escape(span.title, quote=True)
        return (
            f'<mark tabindex="0" data-id="{escape(span.id, quote=True)}" title="{title}" '
            f'style="--c:{markup.colour(span.category)}">'
        )

    counts: Counter[Concept] = Counter()
    bodies = []
    for document in documents:
        counts.update(a.concept for a in document.annotations)
        bodies.append((document.id, Markup(markup.weave(document.text, spans(document), mark, "</mark>"))))  # noqa: S704
    chinese = stamp.lang == "zh"
    records = {
        concept.id: {
            "id": concept.id,
            "en": concept.en,
            "zh": concept.zh,
            "abbr": concept.abbr or "",
            "category": messages.category(concept.category, stamp.lang),
            "xrefs": " ".join(concept.xrefs),
            "definition": (concept.definition_zh if chinese else concept.definition_en)
            or concept.definition_en
            or concept.definition_zh,
        }
        for concept in counts
    }
    page = Environment(autoescape=True).from_string(_PAGE.read_text(encoding="utf-8"))
    summary = messages.text(
        "html.summary", stamp.lang, documents=len(bodies), mentions=sum(counts.values()), concepts=len(counts),
        tool=stamp.tool, lexicon=stamp.lexicon,
    )  # fmt: skip
    stream.write(
        encodable(
            page.render(
                lang="zh-CN" if chinese else "en",
                title=messages.text("html.title", stamp.lang),
                summary=summary,
                heads=[messages.text(f"html.{key}", stamp.lang) for key in ("english", "chinese", "count")],
                documents=bodies,
                concepts=[(c, n, markup.colour(c.category)) for c, n in counts.most_common()],
                records=records,
            )
        )
    )

"""HTML: pages in; out one self-contained page (`html`), or the page that was read with its terms linked (`html-links`).

The self-contained page holds the texts with their concepts marked, a card on hover or tap, and the list with counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape, unescape
from html.parser import HTMLParser
from itertools import accumulate
from pathlib import Path
from typing import TextIO

from zhengming import markup, messages
from zhengming.formats import links
from zhengming.formats.extract import Extract
from zhengming.formats.given import Given
from zhengming.formats.stamp import Stamp, encodable
from zhengming.model import Concept, Document, Source, spans

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form "
        "h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section summary table tbody tfoot thead tr ul",
    )
)
_UNREAD = frozenset(
    (
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "iframe",
        "object",
        "head",
        "select",
        "textarea",
        "title",
    )
)
_VOID = frozenset(("br", "col", "hr", "img", "input", "link", "meta", "wbr"))
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_SUP = re.compile(r"<sup[^>]*>\s*([^<>]{1,40}?)\s*</sup>", re.IGNORECASE)

#: The template, beside this file.
_PAGE = Path(__file__).with_name("page.html")


class Page(Extract):
    """The text of a page, with the places where no link can be put."""

    def __init__(self, raw: str) -> None:
        super().__init__(raw)
        self.closed: list[tuple[int, int]] = []


class _Reader(HTMLParser):
    """Takes the text out of a page; positions are those of its characters."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=False)
        self.page = page
        self._lines = list(accumulate((len(line) + 1 for line in page.raw.split("\n")), initial=0))
        self._unread: list[str] = []
        self._kept = 0
        self._link: int | None = None
        self.feed(page.raw)
        self.close()
        self._end_link(len(page.raw))

    @property
    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._unread.clear()
        if tag in _UNREAD:
            self._unread.append(tag)
        if self._unread:
            return
        if tag in _BLOCKS or tag == "br":
            self._break("\n\n")
        elif tag in ("td", "th"):
            self._break("\t")
        elif tag == "sup" and (found := _SUP.match(self.page.raw, self._at)):
            self.page.superscript(found[1])
        elif tag in ("a", "button") and self._link is None:
            self._link = self._at
        if tag == "pre":
            self._kept += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID or tag in _BLOCKS:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._unread:
            if tag in self._unread:
                del self._unread[self._unread.index(tag) :]
            return
        if tag in _BLOCKS:
            self._break("\n\n")
        if tag == "pre":
            self._kept = max(0, self._kept - 1)
        if tag in ("a", "button"):
            self._end_link(self._at)

    def _end_link(self, at: int) -> None:
        if self._link is not None:
            self.page.closed.append((self._link, at))
            self._link = None

    def _break(self, mark: str) -> None:
        """Part what stands before: by a tab in a row of a table, else by an empty line, as one line end may cut a name."""
        if not self.page.ends_with("\n") and not self.page.ends_with(mark):
            self.page.put(mark)

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        at = self._at
        if self._kept:
            self.page.keep(at, at + len(data))
            return
        for found in re.finditer(r"[ \t\r\n\f]+|[^ \t\r\n\f]+", data):
            start, end = at + found.start(), at + found.end()
            if found[0][0] not in " \t\r\n\f":
                self.page.keep(start, end)
            elif not self.page.ends_with("\n") and not self.page.ends_with(" "):
                self.page.add(" ", start, end)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        at = self._at
        end = at + len(written)
        if self.page.raw[end : end + 1] == ";":
            end += 1
        if not self._unread:
            self.page.add(unescape(self.page.raw[at:end]), at, end)


def read(given: Given) -> Iterator[Source]:
    """The text of a page: what a reader sees, a line for each paragraph, scripts and styles left out."""
    declared = _CHARSET.search(given.head(4096))
    charset = declared[1].decode("ascii", "replace").lower() if declared else None
    page = Page(given.text("gb18030" if charset in ("gb2312", "gbk") else charset))
    _Reader(page)
    yield Source(given.name, page.done(), origin=page)


def files(document: Document, stamp: Stamp) -> Iterator[tuple[str, bytes]]:
    """The page itself, with a link at each term, or its gloss where there is nothing to link to."""
    origin = document.source.origin if document.source else None
    if isinstance(origin, Page):
        page = origin
    else:
        head = f'<!doctype html>\n<meta charset="utf-8">\n<title>{escape(document.id or "")}</title>\n'
        page = Page(
            f'{head}<pre style="white-space:pre-wrap;font:inherit">{escape(document.text, quote=False)}</pre>\n'
        )
        _Reader(page)
        page.done()
    marks = []
    for a in document.annotations:
        title = escape(links.gloss(a.concept, stamp.lang), quote=True)
        link = links.address(a.concept)
        opening = f'<a href="{escape(link)}" title="{title}">' if link else f'<abbr title="{title}">'
        marks.append((a.start, a.end, opening, "</a>" if link else "</abbr>"))
    text = re.sub(
        r"(<meta[^>]+charset\s*=\s*[\"']?\s*)[\w-]+", r"\1utf-8", page.woven(marks, page.closed), count=1, flags=re.I
    )
    yield ".html", encodable(text).encode()


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

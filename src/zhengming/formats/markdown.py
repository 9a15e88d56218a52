"""Markdown: its running text in, without code, addresses, citations and markup; the document with its terms linked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from zhengming.formats import links
from zhengming.formats.extract import Extract, simple_math
from zhengming.formats.given import Given
from zhengming.formats.stamp import Stamp, encodable
from zhengming.model import Document, Source

_FRONT = re.compile(r"---[ \t]*\r?\n.*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,}|\$\$)")
_UNREAD = re.compile(
    r"\s*\[[^\]]+\]:\s*\S+.*|\s{0,3}(?:=+|-{2,}|(?:[-*_]\s*){3,})\s*|\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*"
)
_PREFIX = re.compile(r"\s{0,3}(?:(?:#{1,6}|>|[-*+]|\d{1,9}[.)])(?:[ \t]+(?:\[[ xX]\][ \t]+)?|$)|\[\^[^\]]+\]:\s*)")
_INDENT = re.compile(r"[ \t]+")
_TOKEN = re.compile(
    r"""(?P<escape>\\[!-/:-@\[-`{-~])
    |(?P<comment><!--.{0,20000}?-->)
    |(?P<code>(?P<ticks>`+)(?!`).{1,2000}?(?<!`)(?P=ticks)(?!`))
    |(?P<math>\$(?:(?=[^\s$])(?P<tex>[^$]{1,400}?)(?<=[^\s\\])\$(?!\d)|(?P<letter>\\[A-Za-z]+)\$))
    |(?P<address><(?:https?://|mailto:)[^<>\s]*>|https?://[^\s<>()（），。；]+)
    |(?P<break><br\s*/?>)
    |(?P<tag></?[A-Za-z][^<>]*>)
    |(?P<note>\[\^[^\]\s]+\])
    |(?P<cite>\[[^\[\]]*?@[\w][^\[\]]*\]|(?<![\w.])-?@[A-Za-z_][\w:.#$%&+?<>~/-]*\w)
    |(?P<target>(?<=\])\((?:[^()\s]|\([^()\s]*\))*(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)|(?<=\])\[[^\[\]]*\]|(?<=[\])])\{[^{}]*\})
    |(?P<bracket>!?\[(?=(?P<label>[^\[\]]*)\](?P<after>[(\[{]?)))
    |(?P<closing>\])
    |(?P<entity>&(?:\#\d{1,7}|\#[xX][\da-fA-F]{1,6}|[A-Za-z]\w{1,30});)
    |(?P<sup>\^(?P<high>[^\s^]{1,20})\^)
    |(?P<pipe>\|)""",
    re.VERBOSE | re.DOTALL,
)
_EMPHASIS = (
    re.compile(r"(?<![\\*])(\*{1,3})(?=[^\s*])(.{1,2000}?)(?<=[^\s*\\])\1(?!\*)", re.DOTALL),
    re.compile(r"(?<![\\\w])(_{1,3})(?=[^\s_])(.{1,2000}?)(?<=[^\s_\\])\1(?!\w)", re.DOTALL),
    re.compile(r"(?<!\\)(~~|==)(?=\S)(.{1,2000}?)(?<=\S)\1", re.DOTALL),
    re.compile(r"(?<![\\~])(~)(?=[^\s~])([^\s~]{1,20})\1(?!~)"),
)


class Page(Extract):
    """The text of a Markdown file, with the places where no link can be put."""

    def __init__(self, raw: str) -> None:
        super().__init__(raw)
        self.closed: list[tuple[int, int]] = []
        block: list[tuple[int, int]] = []
        front = _FRONT.match(raw)
        at = front.end() if front else 0
        fence = ""
        for line in raw[at:].splitlines(keepends=True):
            end = at + len(line)
            opened = _FENCE.match(line)
            if fence:
                if opened and opened[1].startswith(fence):
                    fence = ""
            elif opened and not (opened[1] == "$$" and line.count("$$") > 1):
                fence = opened[1]
                self._flush(block)
            elif not line.strip():
                self._flush(block)
                self.keep(at, end)
            elif _UNREAD.fullmatch(line.rstrip("\r\n")):
                self._flush(block)
            else:
                start = at
                while found := _PREFIX.match(raw, start, end):
                    start = found.end()
                if start > at:
                    self._flush(block)
                    if not self.ends_with("\n\n"):
                        self.put("\n")
                found = _INDENT.match(raw, start, end)
                block.append((found.end() if found else start, end))
                if line.lstrip().startswith("#"):
                    self._flush(block)
                    self.put("\n")
            at = end
        self._flush(block)

    def _flush(self, block: list[tuple[int, int]]) -> None:
        """Take the text of a paragraph, given as the spans of its lines without what begins them."""
        if not block:
            return
        raw = self.raw
        skipped: set[int] = set()
        low, high = block[0][0], block[-1][1]
        tokens = list(_TOKEN.finditer(raw, low, high))
        covered = [
            (t.start(), t.end()) for t in tokens if t.lastgroup not in ("bracket", "closing", "label", "after", "pipe")
        ]
        for pattern in _EMPHASIS:
            stack = [(low, high)]
            while stack:
                first, last = stack.pop()
                for found in pattern.finditer(raw, first, last):
                    size = len(found[1])
                    edges = {*range(found.start(), found.start() + size), *range(found.end() - size, found.end())}
                    if not any(a < found.start() + 1 and b > found.start() for a, b in covered):
                        skipped |= edges
                        stack.append((found.start(2), found.end(2)))
        lines = iter(block)
        start, end = next(lines)
        at = start
        for token in [*tokens, None]:
            stop = token.start() if token else high
            while True:
                self._plain(max(at, start), min(stop, end), skipped)
                if stop < end or end == high:
                    break
                start, end = next(lines)
            at = stop
            if token is not None:
                at = max(at, self._token(token))
        block.clear()

    def _plain(self, start: int, end: int, skipped: set[int]) -> None:
        at = start
        for place in sorted(p for p in skipped if start <= p < end):
            self.keep(at, place)
            at = place + 1
        self.keep(at, end)

    def _token(self, token: re.Match[str]) -> int:
        """Take what a piece of markup says; the place after it."""
        start, end, group = token.start(), token.end(), token.groupdict()
        if group["escape"]:
            self.add(token[0][1], start, end)
        elif group["entity"]:
            self.add(unescape(token[0]), start, end)
        elif group["math"]:
            code = group["tex"] or group["letter"]
            said = simple_math(code)
            if said is not None and code.startswith("^"):
                self.superscript(said)
            self.add(said, start, end) if said else self.put(" ")
            self.closed.append((start, end))
        elif group["sup"]:
            self.superscript(group["high"])
            self.keep(start + 1, end - 1)
        elif group["break"]:
            self.put("\n")
        elif group["pipe"]:
            self.add("\t", start, end)
        elif group["bracket"]:
            linked = group["after"] in ("(", "[") and bool(group["after"])
            if linked or token[0].startswith("!"):
                self.closed.append((start, end + len(group["label"]) + 1))
            else:
                self.keep(start, end)
        elif group["closing"]:
            if not (self.closed and self.closed[-1][1] == end):
                self.keep(start, end)
        elif group["code"] or group["address"]:
            self.put(" ")
        return end


def read(given: Given) -> Iterator[Source]:
    """The running text of a file, with the way back to its lines and columns."""
    page = Page(given.text())
    yield Source(given.name, page.done(), origin=page)


def files(document: Document, stamp: Stamp) -> Iterator[tuple[str, bytes]]:
    """The file itself, each term a link, or with its gloss where there is nothing to link to."""
    origin = document.source.origin if document.source else None
    if isinstance(origin, Page):
        page = origin
    else:
        page = Page(re.sub(r"([\\`*_\[\]<>|$~^&@]|^\s*[#>+-])", r"\\\1", document.text, flags=re.MULTILINE))
        page.done()
    if page.text != document.text:
        page = Page("")
        page.raw = document.text
        page.keep(0, len(document.text))
        page.done()
    marks = []
    for a in document.annotations:
        gloss, link = links.gloss(a.concept, stamp.lang), links.address(a.concept)
        if link:
            title = gloss.replace("\\", "\\\\").replace('"', '\\"')
            marks.append((a.start, a.end, "[", f']({link} "{title}")'))
        else:
            marks.append((a.start, a.end, f'<abbr title="{escape(gloss, quote=True)}">', "</abbr>"))
    yield ".md", encodable(page.woven(marks, page.closed)).encode()

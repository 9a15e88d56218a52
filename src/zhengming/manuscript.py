"""The scopes of a manuscript: titles, abstracts, keywords, body, tables, captions, references. Start at `manuscript`.

They are found by the headings and marks that authors write, line by line, in the text that a format's reader gives; what
LaTeX or Word say themselves (an `abstract` environment, a cell of a table) goes before that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from zhengming.characters import HAN, is_han
from zhengming.formats.extract import Extract
from zhengming.headings import (
    ABSTRACT_EN,
    ABSTRACT_ZH,
    AFTER_REFERENCES,
    COUNTS,
    DOTTED,
    FIGURE,
    FRONT,
    HASHES,
    KEYWORD_LIST,
    KEYWORDS,
    LONG,
    NAMED,
    NOTE,
    NUMBERED,
    REFERENCES,
    SENTENCE,
    STRUCTURE,
    STRUCTURED,
    TABLE,
    TELLS,
    WRAPPED,
    Line,
    lines,
)
from zhengming.model import Source

#: What a line may belong to. `front` is whatever stands before the text and is neither title nor abstract (authors, grants).
SCOPES = (
    "title", "front", "abstract-zh", "abstract-en", "keywords", "heading", "body", "table", "note", "caption", "references",
)  # fmt: skip


@dataclass(slots=True)
class Part:
    """A stretch of text in one scope.

    Attributes:
        start: first character, in code points of the text.
        end: one past the last.
        scope: one of `SCOPES`.
        unit: what it is read together with and abbreviations are defined for: each abstract, each title and each table with
            its note stands alone; headings, body and captions are one.
    """

    start: int
    end: int
    scope: str
    unit: str


@dataclass(slots=True)
class Manuscript:
    """A text with its parts, in order and without gaps."""

    text: str
    parts: list[Part]
    source: Source
    _starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [part.start for part in self.parts]

    def part_at(self, place: int) -> Part:
        """The part that a character stands in."""
        return self.parts[max(0, bisect_right(self._starts, place) - 1)]

    def of(self, *scopes: str) -> Iterator[Part]:
        """The parts of some scopes."""
        return (part for part in self.parts if part.scope in scopes)


def manuscript(source: Source, headings: Iterable[tuple[str, str]] = ()) -> Manuscript:
    """A document with its scopes.

    Args:
        source: the document as it was read.
        headings: further headings, as (pattern, scope): a line that the pattern matches as a whole begins that scope.
    """
    own = [(re.compile(pattern, re.IGNORECASE), scope) for pattern, scope in headings]
    told = _told(source)
    reader = _Reader(source.text, own, bool(told))
    for line in lines(source.text):
        reader.take(line, _scope_of(told, line))
    return Manuscript(source.text, _joined(reader.parts, len(source.text)), source)


# --- what the file itself tells --------------------------------------------------------------------------------------

_Told = list[tuple[int, int, str]]


def _told(source: Source) -> _Told:
    """Spans of the text whose scope the file tells, in order; the innermost last."""
    origin: Any = source.origin
    if isinstance(origin, Extract):
        return sorted(_latex(origin) if "\\begin{" in origin.raw else _markdown(origin))
    if hasattr(origin, "spots"):
        return _word(origin)
    return []


def _scope_of(told: _Told, line: Line) -> str:
    at = bisect_right(told, (line.start, len(line.text) + line.end, "~"))
    for start, end, scope in reversed(told[max(0, at - 40) : at]):
        if start <= line.start < end or line.start <= start < line.end:
            return scope
    for start, end, scope in told[at : at + 2]:
        if line.start <= start < line.end and end:
            return scope
    return ""


_ENVIRONMENTS = {"abstract": "abstract", "table": "table", "table*": "table", "longtable": "table", "tabular": "table",
                 "tablenotes": "note", "keywords": "keywords", "keyword": "keywords", "IEEEkeywords": "keywords"}  # fmt: skip
_COMMANDS = {"title": "title", "keywords": "keywords", "enkeywords": "keywords", "ekeywords": "keywords", "cnkeywords": "keywords",
             "abstract": "abstract", "caption": "caption", "section": "heading", "subsection": "heading",
             "subsubsection": "heading", "author": "front", "affil": "front", "date": "front"}  # fmt: skip
_BEGIN = re.compile(r"\\(begin|end)\{(" + "|".join(map(re.escape, _ENVIRONMENTS)) + r")\}")
_COMMAND = re.compile(r"\\(" + "|".join(_COMMANDS) + r")\*?(?:\[[^\]]*\])?\{")


def _latex(page: Extract) -> Iterator[tuple[int, int, str]]:
    spans = []
    open_: list[tuple[int, str]] = []
    for found in _BEGIN.finditer(page.raw):
        if found[1] == "begin":
            open_.append((found.end(), found[2]))
        elif open_ and open_[-1][1] == found[2]:
            start, name = open_.pop()
            spans.append((start, found.start(), _ENVIRONMENTS[name]))
    for found in _COMMAND.finditer(page.raw):
        depth, at = 1, found.end()
        while at < len(page.raw) and depth:
            depth += {"{": 1, "}": -1}.get(page.raw[at], 0) if page.raw[at - 1] != "\\" else 0
            at += 1
        spans.append((found.end(), at - 1, _COMMANDS[found[1]]))
    for line in lines(page.text):
        place = page.place(line.start, line.end)
        inside = [(start, scope) for start, end, scope in spans if place and start <= place["start"] < end]
        if inside:
            scope = max(inside)[1]
            # A note is a line of the table's environment behind its cells.
            is_note = scope == "table" and "\t" not in line.text and NOTE.match(line.text.strip())
            yield line.start, line.end, "note" if is_note else scope


def _markdown(page: Extract) -> Iterator[tuple[int, int, str]]:
    for line in lines(page.text):
        place = page.place(line.start, line.end)
        if not place:
            continue
        begin = page.raw.rfind("\n", 0, place["start"]) + 1
        head = page.raw[begin : place["start"]].lstrip()
        if head.startswith("#"):
            yield line.start, line.end, "title" if head.count("#") == 1 and not page.raw[:begin].strip() else "heading"
        elif head.startswith("|") or "\t" in line.text:
            yield line.start, line.end, "table"


def _word(file: Any) -> _Told:
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    told = []
    for start, end, element in file.spots:
        if next(element.iterancestors(f"{space}tbl"), None) is not None:
            told.append((start, end, "table"))
            continue
        style = next(element.iterancestors(f"{space}p")).find(f"{space}pPr/{space}pStyle")
        name = (style.get(f"{space}val") or "").lower() if style is not None else ""
        if name == "title" or name.startswith("heading"):
            told.append((start, end, "title" if name == "title" else "heading"))
    return told


# --- what the lines tell ---------------------------------------------------------------------------------------------


def _chinese(text: str) -> bool:
    # A Chinese character says as much as some three letters.
    return sum(map(is_han, text)) * 8 > len(text)


class _Reader:
    """Gives each line its scope, by what stood before."""

    def __init__(self, text: str, own: list[tuple[re.Pattern[str], str]], told: bool) -> None:
        self.parts: list[Part] = []
        self.own = own
        self.told = told
        self.scope = "front" if self._has_front(text) else "body"
        self.titled: set[str] = set()
        self.table = 0
        self.table_kind = ""
        self.body_seen = self.scope == "body"
        self.abstracts = 0

    @staticmethod
    def _has_front(text: str) -> bool:
        head = [line.text for _, line in zip(range(FRONT), lines(text), strict=False)]
        return any(ABSTRACT_ZH.match(line) or ABSTRACT_EN.match(line) or KEYWORDS.match(line) for line in head)

    def take(self, line: Line, told: str) -> None:
        """Put a line into its scope."""
        mark = HASHES.match(line.text)
        if mark and not self.told:
            # Markdown in a file that is not called so.
            told = "heading" if self.titled or len(mark[1]) > 1 else "title"
            line = replace(line, text=line.text[mark.end() :])
        self._put(line, *self._scope(line, told))

    def _put(self, line: Line, scope: str, unit: str) -> None:
        self.parts.append(Part(line.start, line.end, scope, unit))

    def _scope(self, line: Line, told: str) -> tuple[str, str]:
        text = line.text
        for pattern, scope in self.own:
            if pattern.fullmatch(text):
                self.scope = scope
                return "heading", "body"
        if told == "abstract" and KEYWORDS.match(text):
            return "keywords", "keywords-zh" if _chinese(text) else "keywords-en"
        if told == "abstract":
            kind = "abstract-zh" if _chinese(text) else "abstract-en"
            self.scope = kind
            return kind, kind
        if told in ("title", "keywords", "front", "note"):
            if told == "note":
                return "note", f"table:{self.table}"
            if told == "title":
                self.titled.add("zh" if _chinese(text) else "en")
            return told, told + ("-zh" if _chinese(text) else "-en")
        return (
            self._marked(text, line, told)
            or self._in_table(text, line, told)
            or (self._in_references(text) if self.scope == "references" else None)
            or self._running(text, line, told)
        )

    def _marked(self, text: str, line: Line, told: str) -> tuple[str, str] | None:
        """A line that begins a scope by what it says."""
        if told in ("table", "caption"):
            return None
        for pattern, kind in ((ABSTRACT_ZH, "abstract-zh"), (ABSTRACT_EN, "abstract-en")):
            found = pattern.match(text)
            if found and not (self.body_seen and found.end() < len(text) and told != "heading"):
                self.scope, self.table_kind = kind, ""
                return kind, kind
        if KEYWORDS.match(text) and not (self.body_seen and len(text) > LONG * 2):
            self.scope, self.table_kind = "keywords", ""
            return "keywords", "keywords"
        if REFERENCES.fullmatch(text):
            self.scope, self.table_kind = "references", ""
            return "heading", "body"
        if self.scope == "references" and not (told == "heading" or AFTER_REFERENCES.fullmatch(text)):
            return None
        caption = TABLE.match(text)
        if caption and len(text) <= LONG and not TELLS.match(caption["rest"]) and not text.endswith(("。", ";", "；")):
            if not (self.scope == "table" and self.table_kind == "caption" and not line.blank_before):
                twin = self.scope == "table" and self.table_kind == "caption"
                self.table += 0 if twin else 1
            self.scope, self.table_kind, self.body_seen = "table", "caption", True
            return "caption", f"table:{self.table}"
        caption = FIGURE.match(text)
        if caption and line.blank_before and not TELLS.match(caption["rest"]) and self.scope != "front":
            if self.scope != "table":
                self.scope = "body"
            return "caption", "body"
        return None

    def _in_table(self, text: str, line: Line, told: str) -> tuple[str, str] | None:
        unit = f"table:{self.table}"
        if told == "table":
            if self.scope != "table":
                self.table += 1
                unit = f"table:{self.table}"
            self.scope, self.table_kind, self.body_seen = "table", "cells", True
            return "table", unit
        if told == "caption":
            return "caption", unit if self.scope == "table" else "body"
        if self.scope != "table":
            return None
        if told == "heading" or self._heading(text, line):
            return None
        cells = "\t" in text or "  " in text
        if self.table_kind == "note":
            if not line.blank_before:
                return "note", unit
            if not NOTE.match(text):
                return None
        if NOTE.match(text) and not cells:
            self.table_kind = "note"
            return "note", unit
        if cells:
            self.table_kind = "cells"
            return "table", unit
        if self.table_kind == "cells" and self.told:
            return None
        if line.blank_before and len(text) > LONG:
            return None
        return "table", unit

    def _in_references(self, text: str) -> tuple[str, str] | None:
        return None if AFTER_REFERENCES.fullmatch(text) else ("references", "references")

    def _heading(self, text: str, line: Line) -> bool:
        if NAMED.fullmatch(text):
            return True
        if len(text) > 60 or SENTENCE.search(text) or not NUMBERED.match(text):
            return False
        # 14 天光滑明亮: a number that a line begins with counts something, unless a dot or an empty line sets it apart.
        return (
            not COUNTS.match(text)
            and (line.blank_before or not text[0].isdigit() or self.scope != "table")
            and (
                DOTTED.match(text) is not None
                or (line.blank_before and self.scope != "table" and not WRAPPED.search(text))
            )
        )

    def _running(self, text: str, line: Line, told: str) -> tuple[str, str]:
        chinese = _chinese(text)
        lang = "zh" if chinese else "en"
        if told == "heading" or self._heading(text, line):
            if (
                self.scope in ("front", "keywords")
                and told == "heading"
                and not NAMED.fullmatch(text)
                and (not NUMBERED.match(text) and lang not in self.titled and not self.body_seen)
            ):
                self.titled.add(lang)
                return "title", f"title-{lang}"
            if self.scope.startswith("abstract") and STRUCTURE.fullmatch(text) and told != "heading":
                return self.scope, self.scope
            self.scope, self.body_seen = "body", True
            return "heading", "body"
        if self.scope == "references":
            self.scope = "body"
        if self.scope == "front":
            if lang not in self.titled and len(text) <= LONG and not text.endswith(("。", ".")):
                self.titled.add(lang)
                return "title", f"title-{lang}"
            return "front", "front"
        if self.scope == "keywords":
            if not line.blank_before:
                return "keywords", "keywords"
            if not self.body_seen and not chinese and len(text) <= LONG * 2 and not text.endswith("."):
                if lang not in self.titled:
                    self.titled.add(lang)
                    return "title", f"title-{lang}"
                return "front", "front"
            if len(text) <= 80 and not text.endswith(("。", ".", "；", ";")) and not self.body_seen:
                return "front", "front"
            self.scope = "body"
        elif self.scope == "abstract-zh" and not chinese and len(text) <= LONG and line.blank_before:
            self.scope = "keywords"
            self.titled.add("en")
            return "title", "title-en"
        elif (self.scope == "abstract-en" and chinese) or self.scope == "table" or self._is_over(line, chinese):
            self.scope = "body"
        if self.scope.startswith("abstract"):
            if KEYWORD_LIST.fullmatch(text):
                return "keywords", "keywords"
            return self.scope, self.scope
        self.scope, self.body_seen = "body", True
        return "body", "body"

    def _is_over(self, line: Line, chinese: bool) -> bool:
        """Whether a paragraph after a whole Chinese abstract is the text, whose first heading is missing."""
        return (
            self.scope == "abstract-zh"
            and chinese
            and line.blank_before
            and len(line.text) > LONG
            and self.parts[-1].end - self.parts[-1].start > LONG
            and not STRUCTURED.match(line.text)
        )


def _joined(parts: list[Part], size: int) -> list[Part]:
    """The parts with neighbours of one scope and unit as one, so that they cover the text."""
    joined: list[Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last is not None and (last.scope, last.unit) == (part.scope, part.unit) and part.scope != "heading":
            last.end = part.end
        else:
            if last is not None:
                last.end = part.start
            joined.append(Part(part.start, part.end, part.scope, part.unit))
    if not joined:
        return [Part(0, size, "body", "body")]
    joined[0].start, joined[-1].end = 0, size
    return joined


def han_share(text: str) -> float:
    """The share of Chinese characters among the letters of a text: which language it is in."""
    letters = sum(character.isalpha() for character in text)
    return len(re.findall(f"[{HAN}]", text)) / letters if letters else 0.0

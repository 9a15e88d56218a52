"""A plain table: one mention a line, tab-separated, with a header."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from zhengming.formats.source import Stamp, encodable
from zhengming.model import Document

COLUMNS = ("document", "start", "end", "text", "concept", "en", "zh", "abbr", "category", "score", "via", "partial")


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """All mentions of all documents under one header; undecided names, if asked for, with their senses as `en`."""
    stream.write("\t".join(COLUMNS) + "\n")
    for document in documents:
        rows: list[tuple[object, ...]] = [
            (a.start, a.end, a.text, a.concept.id, a.concept.en, a.concept.zh, a.concept.abbr or "",
             a.concept.category, a.score, a.via, "yes" if a.partial else "")
            for a in document.annotations
        ]  # fmt: skip
        if stamp.ambiguous:
            rows += [
                (u.start, u.end, u.text, "-", " | ".join(s.long_en for s in u.senses),
                 " | ".join(s.long_zh for s in u.senses), "", "", u.senses[0].score if u.senses else 0, "ambiguous", "")
                for u in document.ambiguous
            ]  # fmt: skip
            rows.sort(key=lambda row: row[:2])
        for row in rows:
            stream.write("\t".join(_cell(value) for value in (document.id or "", *row)) + "\n")


def _cell(value: object) -> str:
    """A value on one line: a mention that a line end cuts keeps its table row."""
    return " ".join(encodable(value).split()) if isinstance(value, str) else str(value)

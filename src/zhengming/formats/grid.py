"""Rows of a table as documents: which column holds the text, which the name, and what a place is called in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from zhengming.errors import InputError
from zhengming.formats.given import Given
from zhengming.formats.offsets import Offsets
from zhengming.formats.stamp import Stamp
from zhengming.model import Document, Passage, Source

#: The header of mentions.
COLUMNS = (
    "document", "start", "end", "text", "concept", "en", "zh", "abbr", "category", "score", "via", "partial", "place",
)  # fmt: skip
#: Between a title and a text: an empty line, as many a title ends without a stop.
_SEAM = "\n\n"
_TITLES = ("title", "article title", "ti", "标题", "题名", "题目", "篇名", "文题", "論文標題", "標題")
_TEXTS = (
    "text", "abstract", "ab", "content", "body", "sentence", "passage", "full text", "fulltext", "description", "note", "notes",
    "文本", "摘要", "中文摘要", "内容", "正文", "全文", "原文", "句子", "病历", "主诉", "现病史", "描述", "備註", "备注", "內容",
)  # fmt: skip
_NAMES = (
    "id",
    "doc",
    "document",
    "doc_id",
    "docid",
    "document id",
    "pmid",
    "uid",
    "doi",
    "编号",
    "文档",
    "編號",
    "文献编号",
)


def documents(rows: Iterable[Sequence[object]], given: Given, name: str) -> Iterator[Source]:
    """A document for each row under the header; the columns are those asked for, or found by name or by length.

    Args:
        rows: the header, then the rows.
        given: the file.
        name: what documents are called that have no column for it: `name:row`.

    Raises:
        InputError: a column is not there, or the table is one of ours: mentions, not texts.
    """
    numbered = ((number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1))
    filled = ((number, row) for number, row in numbered if any(cell.strip() for cell in row))
    first = next(filled, None)
    if first is None:
        given.warn(InputError("input.empty", file=given.name))
        return
    header = [cell.strip() for cell in first[1]]
    if header[:5] == list(COLUMNS[:5]):
        raise InputError("input.own_table", file=given.name)
    ahead = list(islice(filled, 50))
    wanted = _columns(header, [row for _, row in ahead], given)
    keys = [cell.casefold().lstrip("\ufeff") for cell in header]
    key = next((keys.index(known) for known in _NAMES if known in keys and keys.index(known) not in wanted), None)
    for number, row in chain(ahead, filled):
        parts = [(header[at], row[at]) for at in wanted if at < len(row) and row[at].strip()]
        if not parts:
            continue
        called = row[key].strip() if key is not None and key < len(row) else ""
        source = Source(called or f"{name}:{number}", _SEAM.join(part for _, part in parts))
        at = 0
        for label, part in parts:
            kind = "title" if label.casefold() in _TITLES else label
            source.passages.append(Passage(at, at + len(part), kind))
            at += len(part) + len(_SEAM)
        yield source


def _text(cell: object) -> str:
    return "" if cell is None else cell if isinstance(cell, str) else str(cell)


def _columns(header: list[str], rows: list[list[str]], given: Given) -> list[int]:
    keys = [cell.casefold().lstrip("\ufeff") for cell in header]
    if given.columns:
        for column in given.columns:
            if column.strip().casefold() not in keys:
                raise InputError("input.no_column", file=given.name, value=column, columns=", ".join(header))
        return [keys.index(column.strip().casefold()) for column in given.columns]
    texts = [keys.index(known) for known in _TEXTS if known in keys][:1]
    titles = [keys.index(known) for known in _TITLES if known in keys][:1]
    if texts or titles:
        return titles + texts
    sizes = [sum(len(row[at]) for row in rows if at < len(row)) for at in range(len(header))]
    longest = max(range(len(header)), key=lambda at: (sizes[at], -at))
    if len(header) > 1:
        given.warn(InputError("input.column", file=given.name, value=header[longest]))
    return [longest]


def place_of(document: Document, start: int, end: int) -> str:
    """Where a span stands in the file that the text was taken from: `page 3`, `12:5` (line and column), or nothing."""
    if document.source is None or document.source.origin is None:
        return ""
    place = document.source.origin.place(start, end)
    if "line" in place:
        return f"{place['line']}:{place['column']}"
    return ", ".join(f"{key} {value}" for key, value in place.items())


def mentions(document: Document, stamp: Stamp) -> list[tuple[object, ...]]:
    """The rows of a document, under `COLUMNS` without the first.

    What the document was annotated with before has `existing` as `via`; undecided names, if asked for, have
    `ambiguous`, with their senses as `en` and `zh`.
    """
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
    if document.source is not None:
        rows += [
            (mark.start, mark.end, mark.text, mark.id or "-", mark.infons.get("en", ""), mark.infons.get("zh", ""), "",
             mark.type, "", "existing", "")
            for mark in document.source.marks
        ]  # fmt: skip
    rows.sort(key=lambda row: row[:2])
    out = Offsets(document.text, stamp.unit).out
    return [(out(row[0]), out(row[1]), *row[2:], place_of(document, row[0], row[1])) for row in rows]  # type: ignore[arg-type]

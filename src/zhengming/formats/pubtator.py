"""PubTator: `id|t|title`, `id|a|abstract`, a line for each mention; documents are parted by an empty line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from zhengming.errors import InputError
from zhengming.formats.given import Given
from zhengming.formats.marks import all_marks, take, whole
from zhengming.formats.offsets import Offsets
from zhengming.formats.stamp import Stamp, encodable
from zhengming.model import Document, Mark, Passage, Relation, Source

_TEXT = re.compile(r"([^|\t\n]+)\|([ta])\|(.*)", re.DOTALL)


def read(given: Given) -> Iterator[Source]:
    """Each document: its title and, after a line end, its abstract, with the mentions; lines that are none are reported.

    The order of columns of the FBK variant (key and type before the offsets) is understood as well.
    """
    source: Source | None = None
    marks: list[Mark] = []
    for number, line in enumerate([*given.text().split("\n"), ""], start=1):
        line = line.rstrip("\r")
        head = _TEXT.fullmatch(line)
        if source is not None and (not line.strip() or (head and head[2] == "t")):
            take(given, source, marks)
            yield source
            source, marks = None, []
        if head:
            source = _passage(source, head)
        elif line.strip():
            fields = line.split("\t")
            if source is None or not _fields(fields, source, marks):
                given.warn(InputError("input.line", file=given.name, line=number, value=line[:60]))


def _passage(source: Source | None, head: re.Match[str]) -> Source:
    name, kind, text = head.groups()
    if source is None:
        source = Source(name, "")
    start = len(source.text) + 1 if source.passages else 0
    if text or kind == "t":
        source.text += "\n" * bool(source.passages) + text
        source.passages.append(Passage(start, start + len(text), "title" if kind == "t" else "abstract"))
    return source


def _fields(fields: list[str], source: Source, marks: list[Mark]) -> bool:
    if len(fields) >= 4 and whole(fields[1]) >= 0 and whole(fields[2]) >= 0:
        kind, identifier, more = [*fields[4:6], "", ""][:2] + [fields[6:]]
        infons = {f"pubtator {number}": value for number, value in enumerate(more)}
        marks.append(Mark(whole(fields[1]), whole(fields[2]), fields[3], str(kind), str(identifier), infons=infons))
    elif len(fields) >= 6 and whole(fields[3]) >= 0 and whole(fields[4]) >= 0:
        marks.append(Mark(whole(fields[3]), whole(fields[4]), fields[5], fields[2], key=fields[1]))
    elif len(fields) >= 4 and fields[1]:
        source.relations.append(Relation("", fields[1], tuple(("", member) for member in fields[2:])))
    else:
        return False
    return True


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """Each document as its first passage, or line, and the rest; line ends and tabs inside them become spaces.

    The pieces of a discontinuous mark are lines of their own, as the format has no other way.
    """
    for number, document in enumerate(documents, start=1):
        text = encodable(document.text)
        name = re.sub(r"[|\s]+", "_", encodable(document.id or "").strip()) or str(number)
        cut = _cut(document, text)
        flat = re.sub(r"[\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029]", " ", text)
        stream.write(f"{name}|t|{flat[:cut]}\n{name}|a|{flat[cut + 1 :]}\n")
        out = Offsets(text, stamp.unit).out
        for mark in all_marks(document, stamp):
            for start, end in mark.pieces or ((mark.start, mark.end),):
                fields = [name, str(out(start)), str(out(end)), flat[start:end], _cell(mark.type)]
                more = [_cell(mark.infons[key]) for key in mark.infons if key.startswith("pubtator ")]
                stream.write("\t".join([*fields, _cell(mark.id), *more]).rstrip("\t") + "\n")
        for relation in document.source.relations if document.source else ():
            stream.write(
                "\t".join([name, _cell(relation.type), *(_cell(member) for _, member in relation.members)]) + "\n"
            )
        stream.write("\n")


def _cut(document: Document, text: str) -> int:
    """Where the title ends: with the first passage if a character that may be a space stands after it, or a line."""
    passages = document.source.passages if document.source else []
    if passages and text[passages[0].end : passages[0].end + 1] in ("\n", " "):
        return passages[0].end
    found = re.search(r"[\r\n]", text)
    return found.start() if found else len(text)


def _cell(value: str) -> str:
    return " ".join(encodable(value).split())

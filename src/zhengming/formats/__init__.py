"""Documents in and out: one file a format, with its reader and writer side by side, and one table of them.

Start reading at `FORMATS`. A reader turns bytes into `Source` documents, a writer turns annotated documents into text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from zhengming.errors import InputError, UsageError, nearest
from zhengming.formats import html, jsonl, plain, table
from zhengming.formats.source import Source, Stamp
from zhengming.model import Document

__all__ = ["FORMATS", "Format", "Source", "Stamp", "format_of", "read", "write"]

Reader = Callable[[bytes, str, "str | None", bool, Callable[[InputError], None]], Iterator[Source]]
Writer = Callable[[Iterable[Document], TextIO, Stamp], None]


@dataclass(frozen=True, slots=True)
class Format:
    """A document format.

    Attributes:
        name: what `--format` and `--input-format` call it.
        suffixes: file names that end so are read, or written, with it.
        reader: bytes to documents, or None if it is only written.
        writer: documents to text, or None if it is only read.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: Reader | None
    writer: Writer | None


FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format("text", (".txt", ".text", ".md"), plain.read, None),
        Format("jsonl", (".jsonl", ".ndjson"), jsonl.read, jsonl.write),
        Format("table", (".tsv",), None, table.write),
        Format("html", (".html", ".htm"), None, html.write),
    )
}


def format_of(name: str | None, path: str, *, writing: bool = False) -> Format:
    """The format of this name, or the one that a file's name tells; where it tells none, plain text in and a table out.

    Raises:
        UsageError: no format of that name, or not in that direction.
    """
    able = {key: item for key, item in FORMATS.items() if (item.writer if writing else item.reader)}
    if name is not None:
        if name not in able:
            raise UsageError("usage.format", value=name, nearest=nearest(name, able))
        return able[name]
    suffix = Path(path).suffix.lower()
    for item in able.values():
        if suffix in item.suffixes:
            return item
    return FORMATS["table" if writing else "text"]


def read(
    data: bytes,
    name: str,
    *,
    format: str | None = None,  # noqa: A002
    encoding: str | None = None,
    lines: bool = False,
    warn: Callable[[InputError], None],
) -> Iterator[Source]:
    """The documents in a file's bytes.

    Args:
        data: the bytes.
        name: the file's name: it tells the format, and names the documents.
        format: name of the format, where the file's name does not tell it.
        encoding: the encoding; None finds it out.
        lines: one document a line (plain text).
        warn: told of what was guessed, and of each part that cannot be read.

    Raises:
        InputError: nothing of it can be read.
    """
    reader = format_of(format, name).reader
    assert reader is not None
    yield from reader(data, name, encoding, lines, warn)


def write(documents: Iterable[Document], stream: TextIO, format: str, stamp: Stamp) -> None:  # noqa: A002
    """Write annotated documents in a format.

    Args:
        documents: what to write; read as it is written where the format allows.
        stream: where to.
        format: name of the format.
        stamp: what made them: tool and lexicon versions, and the language of labels.
    """
    writer = format_of(format, "", writing=True).writer
    assert writer is not None
    writer(documents, stream, stamp)

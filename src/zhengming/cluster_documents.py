"""The documents of files as Spark gives them: lines of JSON, rows of Parquet, whole PubMed files. Runs at the executors."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from zhengming.errors import InputError
from zhengming.formats.given import Given
from zhengming.formats.jsonl import read as read_lines

#: A document: its name, its text, and why there is none.
Item = tuple[str | None, str | None, str | None]


class Reading(Protocol):
    """What makes documents of batches as they come from Spark."""

    def __call__(self, batches: Iterable[Any], /) -> Iterator[Item]:
        """The documents."""


@dataclass(frozen=True, slots=True)
class Lines:
    """JSON Lines in UTF-8: batches with the columns `value` (bytes) and `number` (by which `first` tells that of the line).

    Attributes:
        name: the file's name, which names the documents that have none.
        first: for each part of the file the number of its first line.
    """

    name: str
    first: tuple[int, ...]

    def __call__(self, batches: Iterable[Any]) -> Iterator[Item]:
        """The documents."""
        for batch in batches:
            for line, place in zip(batch.column("value").to_pylist(), batch.column("number").to_pylist(), strict=True):
                # Spark numbers rows by their part of the file and their place in it.
                number = self.first[place >> 33] + (place & ((1 << 33) - 1)) + 1
                line = line.removeprefix(BOM_UTF8)
                if line.strip():
                    yield self._item(line, number)

    def _item(self, line: bytes, number: int) -> Item:
        name = f"{self.name}:{number}"
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            return name, None, _told(InputError("cluster.not_utf8", file=self.name, line=number, byte=error.start))
        failed: list[InputError] = []
        for source in read_lines(Given(self.name, text.encode(), failed.append, encoding="utf-8")):
            return name if source.id == f"{self.name}:1" else source.id, source.text, None
        first = failed[0] if failed else InputError("input.json_text", file=self.name, line=number, value=text[:60])
        return name, None, _told(InputError(first.key, **{**first.values, "line": number}))


@dataclass(frozen=True, slots=True)
class Rows:
    """Parquet: batches with the columns `id` and `text`."""

    def __call__(self, batches: Iterable[Any]) -> Iterator[Item]:
        """The documents."""
        for batch in batches:
            names = batch.column("id").to_pylist()
            yield from ((name, text, None) for name, text in zip(names, batch.column("text").to_pylist(), strict=True))


@dataclass(frozen=True, slots=True)
class PubMed:
    """PubMed XML: batches with the column `content`, each row a whole file, packed or not."""

    name: str

    def __call__(self, batches: Iterable[Any]) -> Iterator[Item]:
        """The documents; where a file is broken, what stands before has been given, and one row tells it."""
        # The command line knows this module, and only this format needs an XML parser.
        from zhengming.formats.pubmed import read as read_pubmed

        for batch in batches:
            for content in batch.column("content"):
                failed: list[InputError] = []
                try:
                    for source in read_pubmed(Given(self.name, content.as_py(), failed.append)):
                        yield source.id, source.text, None
                except InputError as error:
                    failed.append(error)
                yield from ((self.name, None, _told(error)) for error in failed)


def _told(error: InputError) -> str:
    return f"{error.key}: {error}"

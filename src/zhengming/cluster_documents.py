"""The documents of files as Spark gives them: lines of JSON, rows of Parquet, whole PubMed files. Runs at the executors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from zhengming.errors import InputError
from zhengming.formats.given import Given
from zhengming.formats.jsonl import read as read_lines
from zhengming.formats.pubmed import read as read_pubmed

#: A document: its name, its text, and why there is none.
Item = tuple[str | None, str | None, str | None]
#: The documents of batches as they come from Spark.
Reading = Callable[[Iterable[Any]], Iterator[Item]]


class Lines(NamedTuple):
    """JSON Lines: batches with the columns `value` and `number` (of the line, told by `first` for each part of the file).

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
                if line.strip("\ufeff\r\t "):
                    yield self._item(line.removeprefix("\ufeff"), number)

    def _item(self, line: str, number: int) -> Item:
        failed: list[InputError] = []
        given = Given(self.name, line.encode("utf-8", "surrogatepass"), failed.append, encoding="utf-8")
        for source in read_lines(given):
            name = f"{self.name}:{number}" if source.id == f"{self.name}:1" else source.id
            return name, source.text, None
        return f"{self.name}:{number}", None, _told(failed[0]) if failed else "input.no_text"


class Rows(NamedTuple):
    """Parquet: batches with the columns `id` and `text`."""

    name: str

    def __call__(self, batches: Iterable[Any]) -> Iterator[Item]:
        """The documents."""
        for batch in batches:
            names = batch.column("id").to_pylist()
            yield from ((name, text, None) for name, text in zip(names, batch.column("text").to_pylist(), strict=True))


class PubMed(NamedTuple):
    """PubMed XML: batches with the column `content`, each row a whole file, packed or not."""

    name: str

    def __call__(self, batches: Iterable[Any]) -> Iterator[Item]:
        """The documents; where a file is broken, what stands before has been given, and one row tells it."""
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

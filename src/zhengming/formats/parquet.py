"""Parquet: one document a row, its annotations as a list in it; read and written some rows at a time.

What is written has the names of our JSON Lines, and is read again as that is; any other file is a table of texts.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import IO, Any, cast

from zhengming.arrow import pyarrow
from zhengming.errors import InputError
from zhengming.formats import grid
from zhengming.formats.given import Given
from zhengming.formats.jsonl import document_record, source_of
from zhengming.formats.marks import shaped
from zhengming.formats.stamp import Stamp, encodable
from zhengming.model import Document, Source

#: At most so many rows, and about so many characters of text, are held at a time.
_ROWS, _CHARACTERS = 2048, 4_000_000


def read(given: Given) -> Iterator[Source]:
    """A document for each row; the columns with the text are those asked for, or found by name or by length.

    Raises:
        InputError: it is no Parquet file, or has no column with text.
        UsageError: pyarrow is not installed.
    """
    pa = pyarrow()
    with given.stream() as packed:
        # What was packed once more cannot be read from its end, where the list of columns is.
        stream = packed if isinstance(packed, io.BytesIO | io.BufferedReader) else io.BytesIO(given.data())
        try:
            file = pa.parquet.ParquetFile(stream)
            names = [
                field.name for field in file.schema_arrow if pa.types.is_string(field.type)
                or pa.types.is_large_string(field.type) or pa.types.is_integer(field.type)
            ]  # fmt: skip
            ours = {"text", "annotations"} <= set(file.schema_arrow.names) and not given.columns
            rows = _rows(file, None if ours else names)
            if ours:
                for number, record in enumerate(rows, start=1):
                    if isinstance(record["text"], str):
                        with shaped(given, number):
                            yield source_of(_plain(record), given, number)
            elif names:
                yield from grid.documents(_table(names, rows), given, given.name)
            else:
                raise InputError(
                    "input.no_column", file=given.name, value="text", columns=", ".join(file.schema_arrow.names)
                )
        except (pa.ArrowException, OSError) as error:
            raise InputError("sheet.damaged", file=given.name, format="Parquet", reason=error) from error


def _rows(file: Any, columns: list[str] | None) -> Iterator[dict[str, Any]]:
    for batch in file.iter_batches(batch_size=_ROWS, columns=columns):
        yield from batch.to_pylist()


def _table(names: list[str], rows: Iterable[dict[str, Any]]) -> Iterator[list[object]]:
    yield list(names)
    for row in rows:
        yield [row[name] for name in names]


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    """A row as a line of JSON has it: maps as objects."""
    for mark in record.get("existing") or ():
        mark["infons"] = dict(mark["infons"] or ())
    return record


def _schema(pa: Any, stamp: Stamp) -> Any:
    text, number = pa.string(), pa.int64()
    place = [("start", number), ("end", number), ("text", text)]
    concept = [("concept", text), ("en", text), ("zh", text), ("abbr", text), ("category", text)]
    where = ("place", pa.map_(text, number))
    lists: dict[str, list[tuple[str, Any]]] = {
        "annotations": [*place, *concept, ("score", pa.float64()), ("via", text), ("partial", pa.bool_()), where],
        "definitions": [
            ("short", text), ("long_en", text), ("long_zh", text), ("start", number), ("end", number), ("concept", text), where
        ],
    }  # fmt: skip
    if stamp.ambiguous:
        senses = pa.list_(pa.struct([*concept, ("name", text), ("score", pa.float64())]))
        lists["ambiguous"] = [*place, ("senses", senses), where]
    lists["existing"] = [
        *place, ("type", text), ("id", text), ("key", text), ("pieces", pa.list_(pa.list_(number))),
        ("infons", pa.map_(text, text)), where,
    ]  # fmt: skip
    columns = [(name, pa.list_(pa.struct(fields))) for name, fields in lists.items()]
    return pa.schema([("id", text), ("text", text), *columns, ("lexicon", text), ("tool", text)])


def write(documents: Iterable[Document], stream: IO[bytes], stamp: Stamp) -> None:
    """A row a document, with the fields of its line in JSON Lines.

    Raises:
        UsageError: pyarrow is not installed.
    """
    pa = pyarrow()
    schema = _schema(pa, stamp)
    rows: list[Any] = []
    size = 0
    with pa.parquet.ParquetWriter(stream, schema) as writer:
        for document in documents:
            rows.append(_row(document_record(document, stamp)))
            size += len(document.text)
            if len(rows) == _ROWS or size >= _CHARACTERS:
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))
                rows, size = [], 0
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def _row(value: Any) -> Any:
    """A record as Arrow takes it: no lone surrogates, maps as pairs."""
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {
            key: [(_row(name), _row(said)) for name, said in cast(Any, item).items()] if key in ("place", "infons") else _row(item)
            for key, item in value.items()
        }  # fmt: skip
    return [_row(item) for item in value] if isinstance(value, list | tuple) else value

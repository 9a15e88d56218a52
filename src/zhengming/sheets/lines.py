"""JSON Lines: each object stays as it is written, our fields are put before its closing brace."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from zhengming.errors import InputError
from zhengming.formats.encoding import detect
from zhengming.formats.jsonl import dumps
from zhengming.sheets.sheet import Added, Fill, How, lines_of


class Lines:
    """A JSON Lines file; its columns are the fields of all its objects."""

    def __init__(self, stream: BinaryIO, name: str, how: How) -> None:
        self._stream, self._name = stream, name
        self._encoding = detect(stream, name, how.encoding, how.warn)
        fields: dict[str, None] = {}
        self.rows = 0
        for number, line, record in self._records():
            if isinstance(record, dict):
                fields.update(dict.fromkeys(record))
                self.rows += 1
            elif line.strip():
                how.warn(InputError("sheet.no_object", file=name, line=number, value=line.strip()[:60]))
        self.columns = list(fields)

    def _records(self) -> Iterator[tuple[int, str, Any]]:
        """Each line with its number and what it holds; None where it is no JSON."""
        for number, line in enumerate(lines_of(self._stream, self._name, self._encoding, newline="\n"), start=1):
            try:
                yield number, line, json.loads(line)
            except (json.JSONDecodeError, RecursionError):
                yield number, line, None

    def extend(self, out: BinaryIO, chosen: Sequence[int], added: Sequence[Added], fill: Fill) -> None:
        """See `Sheet.extend`."""
        if self._encoding == "utf-8-sig":
            out.write(codecs.BOM_UTF8)
        ours = [column.name for column in added]
        names = [self.columns[place] for place in chosen]
        for _, line, record in self._records():
            if isinstance(record, dict):
                cells = fill([_string(record.get(name)) for name in names])
                body = line.rstrip()
                fields = dumps(dict(zip(ours, cells, strict=True)))[1:]
                line = body[:-1].rstrip() + (", " if record else "") + fields + line[len(body) :]
            out.write(line.encode("utf-8", "surrogateescape"))


def _string(value: Any) -> str | None:
    """A field as a string; a list or an object as its JSON, so that the summary shows what could not be read."""
    if value is None or isinstance(value, str):
        return value
    return dumps(value)

"""JSON: a list of documents of the same shape as in JSON Lines; Label Studio's tasks are read too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TextIO

from zhengming.errors import InputError
from zhengming.formats import jsonl, label_studio
from zhengming.formats.given import Given
from zhengming.formats.marks import shaped
from zhengming.formats.stamp import Stamp
from zhengming.model import Document, Source


def read(given: Given) -> Iterator[Source]:
    """Each object of the list (or the one object) with its `text`; a file of JSON Lines under this name is one, too.

    Raises:
        InputError: not JSON, or no documents.
    """
    text = given.text()
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        if getattr(error, "msg", "") == "Extra data" and text.lstrip().startswith("{"):
            yield from jsonl.read(replace(given, content=text.encode("utf-8", "surrogatepass"), encoding="utf-8"))
            return
        reason = getattr(error, "msg", "nested too deep")
        raise InputError("input.json_file", file=given.name, line=getattr(error, "lineno", 1), reason=reason) from error
    if isinstance(found, dict) and isinstance(found.get("documents"), list):
        found = found["documents"]
    listed = found if isinstance(found, list) else [found]
    if not any(isinstance(item, dict) and ("text" in item or "data" in item) for item in listed) and listed:
        raise InputError("input.no_record", file=given.name, kind='{"id": …, "text": …}')
    for number, record in enumerate(listed, start=1):
        with shaped(given, number):
            if isinstance(record.get("data"), dict):
                yield label_studio.source_of(record, given, number)
            elif isinstance(record["text"], str):
                yield jsonl.source_of(record, given, number)
            else:
                raise TypeError("text")


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """One list, a document a line."""
    stream.write("[")
    for number, document in enumerate(documents):
        stream.write(("," if number else "") + "\n" + jsonl.dumps(jsonl.document_record(document, stamp)))
    stream.write("\n]\n")

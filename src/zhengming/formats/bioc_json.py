"""BioC JSON: a collection, a list of them, or the documents themselves, as PubTator and PubMed Central give them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from zhengming.errors import InputError
from zhengming.formats import bioc
from zhengming.formats.given import Given
from zhengming.formats.jsonl import dumps
from zhengming.formats.marks import shaped
from zhengming.formats.stamp import Stamp
from zhengming.model import Document, Source


def read(given: Given) -> Iterator[Source]:
    """Each document, with its passages, annotations and relations.

    Raises:
        InputError: not JSON.
    """
    try:
        found = json.loads(given.text())
    except (json.JSONDecodeError, RecursionError) as error:
        reason = getattr(error, "msg", "nested too deep")
        raise InputError("input.json_file", file=given.name, line=getattr(error, "lineno", 1), reason=reason) from error
    for number, tree in enumerate(_documents(found), start=1):
        with shaped(given, number):
            yield bioc.source_of(tree, given)


def _documents(found: Any) -> Iterator[Any]:
    if isinstance(found, list):
        for item in found:
            yield from _documents(item)
    elif isinstance(found, dict) and isinstance(listed := found.get("documents", found.get("PubTator3")), list):
        yield from listed
    else:
        yield found


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """One collection, a document a line."""
    head = {**dict(bioc.key_of(stamp)), "infons": {}}
    stream.write(dumps(head)[:-1] + ', "documents": [')
    for number, document in enumerate(documents):
        stream.write(("," if number else "") + "\n" + dumps(bioc.tree_of(document, stamp)))
    stream.write("\n]}\n")

"""The dictionary style of BioSyn and DNorm (MEDIC): `id|other ids||name|name`, one concept a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from zhengming.exchange.terms import Skip, Term

_LINE = re.compile(r"[\w:.+-]+(?:\|[\w:.+-]*)*\|\|\S")


def is_one(text: str) -> bool:
    """Whether a text begins as such a file does."""
    lines = [line for line in text.splitlines()[:20] if line.strip()]
    return bool(lines) and bool(_LINE.match(lines[0])) and sum("||" in line for line in lines) > len(lines) / 2


def read(text: str, columns: Mapping[str, str]) -> Iterator[Term | Skip]:
    """The names; the first is preferred, ids after the first one are cross-references."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        ids, separator, names = line.partition("||")
        listed = [id_.strip() for id_ in ids.split("|") if id_.strip()]
        if not separator or not listed:
            yield Skip(number, "import.no_id" if separator else "import.shape", line[:60])
            continue
        texts = [name.strip() for name in names.split("|") if name.strip()]
        if not texts:
            yield Skip(number, "import.nameless", line[:60])
        for place, name in enumerate(texts):
            yield Term(listed[0], name, "" if place else "preferred", number, xrefs=() if place else tuple(listed[1:]))

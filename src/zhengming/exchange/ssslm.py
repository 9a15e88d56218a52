"""SSSLM tables (https://github.com/cthoyt/ssslm): one name a line with its CURIE, predicate and type."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from zhengming.exchange.terms import Skip, Term

_NOT_THIS = ("hasBroadSynonym", "hasNarrowSynonym")
_TYPES = {"OMO:0003000": "abbreviation"}
#: Types of names that stand for more than one thing, or for nothing sure.
_UNSURE = ("OMO:0003001", "OMO:0003002")


def is_one(text: str) -> bool:
    """Whether a text has the header of such a table."""
    header = text.partition("\n")[0].rstrip("\r").split("\t")
    return {"text", "curie", "predicate"} <= set(header)


def read(text: str, columns: Mapping[str, str]) -> Iterator[Term | Skip]:
    """The names; a label is preferred, broader and narrower ones are left out."""
    table = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, row in enumerate(table, start=2):
        id_, name = (row.get("curie") or "").strip(), (row.get("text") or "").strip()
        predicate, type_ = row.get("predicate") or "", row.get("type") or ""
        if not id_:
            yield Skip(number, "import.no_id", name[:60])
        elif not name:
            yield Skip(number, "import.nameless", id_)
        elif predicate.endswith(_NOT_THIS):
            yield Skip(number, "import.other_breadth", f"{id_} {name}")
        elif type_ in _UNSURE:
            yield Skip(number, "import.unsure", f"{id_} {name}")
        else:
            label = predicate.endswith(("label", "prefLabel"))
            yield Term(id_, name, "preferred" if label else _TYPES.get(type_, ""), number)
            if (row.get("name") or "").strip():
                yield Term(id_, (row["name"] or "").strip(), "preferred", number)

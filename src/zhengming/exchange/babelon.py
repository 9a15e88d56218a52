"""Babelon tables (https://github.com/monarch-initiative/babelon): translations of an ontology's labels, synonyms, definitions."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping

from zhengming.exchange.terms import Skip, Term

_NAMES = {
    "rdfs:label": "preferred",
    "oboInOwl:hasExactSynonym": "",
    "oboInOwl:hasRelatedSynonym": "",
    "IAO:0000118": "",
}


def is_one(text: str) -> bool:
    """Whether a text has the header of such a table."""
    header = text.partition("\n")[0].rstrip("\r").split("\t")
    return {"subject_id", "translation_language", "translation_value"} <= set(header)


def read(text: str, columns: Mapping[str, str]) -> Iterator[Term | Skip]:
    """The Chinese and English names, joined to concepts that another file lists, or with their source labels alone."""
    table = csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, row in enumerate(table, start=2):
        id_, name = (row.get("subject_id") or "").strip(), (row.get("translation_value") or "").strip()
        predicate, status = row.get("predicate_id") or "rdfs:label", row.get("translation_status") or ""
        language = (row.get("translation_language") or "").lower()
        if not id_:
            yield Skip(number, "import.no_id", name[:60])
        elif predicate not in _NAMES:
            yield Skip(number, "import.not_a_name", f"{id_} {predicate}")
        elif not name or status == "NOT_TRANSLATED":
            yield Skip(number, "import.nameless", id_)
        elif not language.startswith(("zh", "en")):
            yield Skip(number, "import.language", f"{id_} {language} {name}")
        else:
            yield Term(id_, name, _NAMES[predicate], number)
            source = (row.get("source_value") or "").strip()
            if predicate == "rdfs:label" and source and (row.get("source_language") or "").lower().startswith("en"):
                yield Term(id_, source, "preferred", number)

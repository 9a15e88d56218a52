"""OBO files: ontologies as the OBO Foundry publishes them (https://owlcollab.github.io/oboformat/doc/obo-syntax.html)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from zhengming.exchange.terms import Skip, Term

_SYNONYM = re.compile(r'synonym: "((?:[^"\\]|\\.)*)"\s*(EXACT|RELATED|BROAD|NARROW)?\s*([\w:-]*)')
_DEFINITION = re.compile(r'def: "((?:[^"\\]|\\.)*)"')
_ESCAPE = re.compile(r"\\(.)")


def is_one(text: str) -> bool:
    """Whether a text begins as an OBO file does."""
    return text.startswith("format-version:") or "\n[Term]" in text


def read(text: str, columns: Mapping[str, str]) -> Iterator[Term | Skip]:
    """The terms: label preferred, exact and related synonyms; what is obsolete, broader or narrower is left out."""
    stanza: list[tuple[int, str]] = []
    kind = ""
    lines = text.splitlines()
    for number, line in enumerate([*lines, "[end]"], start=1):
        if line.startswith("["):
            if kind == "[Term]":
                yield from _term(stanza)
            kind, stanza = line.strip(), []
        elif line:
            stanza.append((number, line))


def _term(stanza: list[tuple[int, str]]) -> Iterator[Term | Skip]:
    values: dict[str, list[tuple[int, str]]] = {}
    for number, line in stanza:
        key, _, value = line.partition(":")
        values.setdefault(key, []).append((number, value.strip()))
    first = stanza[0][0] if stanza else 0
    if "id" not in values:
        yield Skip(first, "import.no_id", stanza[0][1][:60] if stanza else "")
        return
    id_ = values["id"][0][1].partition(" !")[0].strip()
    if ("is_obsolete" in values and values["is_obsolete"][0][1] == "true") or "name" not in values:
        reason = "import.obsolete" if "is_obsolete" in values else "import.nameless"
        yield Skip(first, reason, f"{id_} {values.get('name', [(0, '')])[0][1]}".strip())
        return
    number, name = values["name"][0]
    definition = _DEFINITION.match(f"def: {values['def'][0][1]}") if "def" in values else None
    xrefs = tuple(value.split()[0] for _, value in values.get("xref", ()) if value)
    parent = values["is_a"][0][1].partition(" !")[0].partition(" {")[0].strip() if "is_a" in values else ""
    yield Term(
        id_, _plain(name), "preferred", number, parent, (*xrefs, *(v for _, v in values.get("alt_id", ()))),
        _plain(definition[1]) if definition else "",
    )  # fmt: skip
    for number, value in values.get("synonym", ()):
        found = _SYNONYM.match(f"synonym: {value}")
        if found is None:
            yield Skip(number, "import.shape", value[:60])
        elif found[2] in ("BROAD", "NARROW"):
            yield Skip(number, "import.other_breadth", f"{id_} {_plain(found[1])}")
        else:
            yield Term(id_, _plain(found[1]), "abbreviation" if found[3] == "abbreviation" else "", number)


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda match: " " if match[1] in "nt" else match[1], text)

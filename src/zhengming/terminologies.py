"""Public terminology files, read for one purpose: to check that an identifier means what a concept is called.

Read are OBO files, tables with a header (`id`, `label`, `synonyms` separated by |; HGNC's own columns), MeSH's table of
records without one, and JSON lists of terms (Disease Ontology); each plain or gzipped.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from zhengming.errors import InputError

#: An entry: identifier, and its label and synonyms.
Entry = tuple[str, list[str]]


def read(path: Path) -> dict[str, list[str]]:
    """Identifier to label and synonyms, of a file or of all such files in a folder.

    Raises:
        InputError: a file cannot be read, or no entry is in it.
    """
    files = [path] if path.is_file() else sorted(p for p in path.glob("*") if _SUFFIX.search(p.name))
    entries: dict[str, list[str]] = {}
    for file in files:
        listed = list(_entries(file))
        # An ontology names terms of others that it builds on; it is a list of its own ones only, and an extract of none.
        counts = Counter(id_.partition(":")[0] for id_, _ in listed)
        for id_, names in listed:
            if 2 * counts[id_.partition(":")[0]] > len(listed):
                entries.setdefault(id_, []).extend(names)
    if not entries:
        raise InputError("terminology.none", file=path)
    return entries


_SUFFIX = re.compile(r"\.(?:obo|tsv|json)(?:\.gz)?$")


def _entries(path: Path) -> Iterator[Entry]:
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise InputError("input.unreadable", file=path, reason=getattr(error, "strerror", None) or error) from error
    name = path.name.removesuffix(".gz")
    if name.endswith(".obo"):
        return _obo(text)
    return _json(text, path) if name.endswith(".json") else _table(text)


_SYNONYM = re.compile(r'synonym: "(.*?)(?<!\\)"')


def _obo(text: str) -> Iterator[Entry]:
    for stanza in text.split("\n[Term]\n")[1:]:
        id_, names = "", []
        for line in stanza.split("\n\n", 1)[0].split("\n"):
            if line.startswith("id: "):
                id_ = line[4:].strip()
            elif line.startswith("name: "):
                names.append(line[6:].strip())
            elif found := _SYNONYM.match(line):
                names.append(found[1])
        if id_ and names:
            yield id_, names


def _json(text: str, path: Path) -> Iterator[Entry]:
    try:
        terms = json.loads(text)
    except ValueError as error:
        raise InputError("input.unreadable", file=path, reason=error) from error
    for term in terms if isinstance(terms, list) else ():
        if isinstance(term, dict) and "id" in term:
            listed = [s.get("synonym", "") if isinstance(s, dict) else str(s) for s in term.get("synonyms") or ()]
            yield str(term["id"]), [str(term.get("name", "")), *listed]


_MESH = re.compile(r"[DC]\d{6,}$")
#: Columns that hold names, in the tables that have a header.
_NAME_COLUMNS = {"label", "synonyms", "Approved symbol", "Approved name", "Alias symbols", "Previous symbols"}


def _table(text: str) -> Iterator[Entry]:
    lines = text.split("\n")
    header = lines[0].rstrip("\r").split("\t")
    if _MESH.match(header[0]):
        for line in lines:
            fields = line.split("\t")
            if len(fields) > 1:
                yield f"MESH:{fields[0]}", [fields[1], *(fields[2].split("|") if len(fields) > 2 else ())]
        return
    columns = [number for number, name in enumerate(header) if name in _NAME_COLUMNS]
    if not columns or header[0] not in ("id", "HGNC ID"):
        return
    for line in lines[1:]:
        fields = line.rstrip("\r").split("\t")
        if len(fields) >= max(columns):
            names = [name.strip() for c in columns if c < len(fields) for name in re.split(r"\||, ", fields[c])]
            names += [fields[c] for c in columns if c < len(fields) and ", " in fields[c]]
            yield fields[0], [name for name in names if name]

"""PubAnnotation JSON: `text` with `denotations`, `attributes` and `relations`; one object, or a list of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from zhengming.errors import InputError
from zhengming.formats.given import Given
from zhengming.formats.jsonl import dumps
from zhengming.formats.marks import all_marks, shaped, take, whole
from zhengming.formats.offsets import Offsets
from zhengming.formats.stamp import Stamp
from zhengming.model import Document, Mark, Relation, Source

#: Predicates of attributes that give the identifier of what a denotation names.
_IDENTIFIERS = ("id", "identifier", "concept", "normalization", "dbref")


def read(given: Given) -> Iterator[Source]:
    """Each document with its denotations; the tracks of several projects are put together.

    Raises:
        InputError: not JSON.
    """
    try:
        found = json.loads(given.text())
    except (json.JSONDecodeError, RecursionError) as error:
        reason = getattr(error, "msg", "nested too deep")
        raise InputError("input.json_file", file=given.name, line=getattr(error, "lineno", 1), reason=reason) from error
    for number, record in enumerate(found if isinstance(found, list) else [found], start=1):
        with shaped(given, number):
            yield _source(record, given, number, isinstance(found, list))


def _source(record: dict[str, Any], given: Given, number: int, several: bool) -> Source:
    name = ":".join(str(record[key]) for key in ("sourcedb", "sourceid") if record.get(key))
    if not isinstance(record["text"], str):
        raise TypeError("text")
    source = Source(name or (f"{given.name}:{number}" if several else given.name), record["text"])
    for key in ("sourcedb", "sourceid", "divid", "project", "target"):
        if isinstance(record.get(key), str | int):
            source.infons[key] = str(record[key])
    marks: list[Mark] = []
    for track in [record, *record.get("tracks", ())]:
        attributes: dict[str, list[dict[str, Any]]] = {}
        for attribute in track.get("attributes", ()):
            attributes.setdefault(str(attribute["subj"]), []).append(attribute)
        for item in track.get("denotations", ()):
            spans = item["span"] if isinstance(item["span"], list) else [item["span"]]
            pieces = tuple((whole(span["begin"]), whole(span["end"])) for span in spans)
            mark = Mark(
                pieces[0][0],
                pieces[-1][1],
                "",
                str(item["obj"]),
                key=str(item.get("id", "")),
                pieces=pieces[len(pieces) == 1 :],
            )
            for attribute in attributes.get(mark.key, ()):
                predicate, value = str(attribute["pred"]), str(attribute["obj"])
                if predicate in _IDENTIFIERS and not mark.id:
                    mark.id = value
                    mark.infons["predicate"] = predicate
                else:
                    mark.infons[predicate] = value
            marks.append(mark)
        for item in track.get("relations", ()):
            members = (("subj", str(item["subj"])), ("obj", str(item["obj"])))
            source.relations.append(Relation(str(item.get("id", "")), str(item["pred"]), members))
    take(given, source, marks)
    return source


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """One document as an object, several as a list."""
    waiting = ""
    several = False
    for document in documents:
        if waiting:
            stream.write(("" if several else "[\n") + waiting + ",\n")
            several = True
        waiting = dumps(_record(document, stamp))
    stream.write(waiting + ("\n]\n" if several else "\n") if waiting else "[]\n")


def _record(document: Document, stamp: Stamp) -> dict[str, Any]:
    source = document.source or Source("", document.text)
    out = Offsets(document.text, stamp.unit).out
    marks = all_marks(document, stamp)
    keys = {mark.key for mark in marks}
    denotations: list[dict[str, Any]] = []
    attributes: list[dict[str, Any]] = []

    def attribute(key: str, predicate: str, value: str) -> None:
        attributes.append({"id": f"A{len(attributes) + 1}", "subj": key, "pred": predicate, "obj": value})

    spare = 0
    for mark in marks:
        key = mark.key
        while not key or (key != mark.key and key in keys):
            spare += 1
            key = f"D{spare}"
        spans = [{"begin": out(start), "end": out(end)} for start, end in mark.pieces or ((mark.start, mark.end),)]
        denotations.append({"id": key, "span": spans if len(spans) > 1 else spans[0], "obj": mark.type or mark.id})
        if mark.id:
            attribute(key, mark.infons.get("predicate", "identifier"), mark.id)
        for name, value in mark.infons.items():
            if name != "predicate":
                attribute(key, name, value)
    known = {"sourcedb": source.infons.get("sourcedb"), "sourceid": source.infons.get("sourceid", document.id)}
    record: dict[str, Any] = {key: value for key, value in known.items() if value}
    record |= {"text": document.text, "denotations": denotations, "attributes": attributes}
    relations: list[dict[str, Any]] = []
    for r in source.relations:
        (_, first), *others = r.members or (("", ""),)
        for role, other in others:
            kind = r.type if len(others) == 1 else f"{r.type} {role}".strip()
            key = r.key if r.key and len(others) == 1 else f"R{len(relations) + 1}"
            relations.append({"id": key, "pred": kind, "subj": first, "obj": other})
    if relations:
        record["relations"] = relations
    return record

"""JSON Lines: one document a line, `{"id": …, "text": …}` in, the same with its annotations out.

What a line that is read has as annotations is kept as marks: our own `annotations`, `existing` and `relations`, and
doccano's `label` (`[[start, end, label]]`) and `entities`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from zhengming.errors import InputError
from zhengming.formats.given import Given
from zhengming.formats.marks import shaped, take, whole
from zhengming.formats.offsets import Offsets
from zhengming.formats.stamp import Stamp
from zhengming.model import (
    Annotation,
    Concept,
    Definition,
    Document,
    Mark,
    Match,
    Relation,
    Sense,
    Source,
    Undecided,
)


def read(given: Given) -> Iterator[Source]:
    """Each line's `text` under its `id` (or `name:line`); a line that is none is reported and left out."""
    for number, line in enumerate(given.each_line(), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            reason = getattr(error, "msg", "nested too deep")
            given.warn(InputError("input.json", file=given.name, line=number, reason=reason))
            continue
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            given.warn(InputError("input.json_text", file=given.name, line=number, value=line[:60]))
            continue
        with shaped(given, number):
            yield source_of(record, given, number)


def source_of(record: dict[str, Any], given: Given, number: int) -> Source:
    """The document of a record with a string as `text`; `number` names it where it has no `id`."""
    name = record.get("id")
    source = Source(f"{given.name}:{number}" if name is None else str(name), record["text"])
    marks: list[Mark] = []
    for key in ("existing", "annotations", "label", "labels", "entities"):
        listed = record.get(key)
        if isinstance(listed, list):
            marks += [mark for item in listed if (mark := _mark(item)) is not None]
    take(given, source, marks)
    listed = record.get("relations")
    for item in listed if isinstance(listed, list) else ():
        if not isinstance(item, dict):
            continue
        members = item.get("members") or [("from", item.get("from_id")), ("to", item.get("to_id"))]
        source.relations.append(
            Relation(
                str(item.get("id", "")),
                str(item.get("type", "")),
                tuple((str(role), str(key)) for role, key in members),
                _strings(item.get("infons")),
            )  # fmt: skip
        )
    return source


def _mark(item: Any) -> Mark | None:
    if isinstance(item, list) and len(item) >= 3:
        return Mark(whole(item[0]), whole(item[1]), "", str(item[2]))
    if not isinstance(item, dict):
        return None
    start, end = item.get("start", item.get("start_offset")), item.get("end", item.get("end_offset"))
    if start is None and end is None:
        return None
    if "concept" in item:
        infons = {key: item[key] for key in ("en", "zh", "abbr", "score", "via") if item.get(key)}
        return Mark(
            whole(start), whole(end), str(item.get("text", "")), str(item.get("category", "")),
            str(item["concept"] or ""), infons=_strings(infons),
        )  # fmt: skip
    pieces = item.get("pieces")
    return Mark(
        whole(start), whole(end), str(item.get("text", "")), str(item.get("type", item.get("label", ""))),
        "" if "start_offset" in item else str(item.get("id", "")),
        str(item.get("id" if "start_offset" in item else "key", "")),
        tuple((whole(a), whole(b)) for a, b in pieces) if isinstance(pieces, list) else (), _strings(item.get("infons")),
    )  # fmt: skip


def _strings(infons: Any) -> dict[str, str]:
    return {str(key): str(value) for key, value in infons.items()} if isinstance(infons, dict) else {}


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """One line a document, as the contract's JSON shape has it."""
    for document in documents:
        stream.write(dumps(document_record(document, stamp)) + "\n")


_SURROGATE = re.compile("[\ud800-\udfff]")


def dumps(record: object) -> str:
    """JSON on one line, Chinese as it is; a lone surrogate, which UTF-8 cannot hold, as its escape."""
    text = json.dumps(record, ensure_ascii=False)
    if _SURROGATE.search(text):
        text = _SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
    return text


def labels(concept: Concept) -> dict[str, Any]:
    """The fields that every answer gives of a concept."""
    return {
        "concept": concept.id,
        "en": concept.en,
        "zh": concept.zh,
        "abbr": concept.abbr,
        "category": concept.category,
    }


def document_record(document: Document, stamp: Stamp) -> dict[str, Any]:
    """The record of an annotated document; what it was annotated with before is `existing`."""
    source = document.source
    out = Offsets(document.text, stamp.unit).out
    record: dict[str, Any] = {"id": document.id, "text": document.text}
    record["annotations"] = [annotation_record(a) for a in document.annotations]
    record["definitions"] = [definition_record(d) for d in document.definitions]
    if stamp.ambiguous:
        record["ambiguous"] = [undecided_record(u) for u in document.ambiguous]
    if source and source.marks:
        record["existing"] = [mark_record(mark) for mark in source.marks]
    for item in (
        item for key in ("annotations", "definitions", "ambiguous", "existing") for item in record.get(key, ())
    ):
        if source and source.origin and (place := source.origin.place(item["start"], item["end"])):
            item["place"] = place
        item["start"], item["end"] = out(item["start"]), out(item["end"])
        if "pieces" in item:
            item["pieces"] = [(out(start), out(end)) for start, end in item["pieces"]]
    if source and source.relations:
        record["relations"] = [
            {"id": r.key, "type": r.type, "members": r.members, **({"infons": r.infons} if r.infons else {})}
            for r in source.relations
        ]
    return record | {"lexicon": stamp.lexicon, "tool": stamp.tool}


def mark_record(mark: Mark) -> dict[str, Any]:
    """The record of a mark that the document came with."""
    record: dict[str, Any] = {"start": mark.start, "end": mark.end, "text": mark.text, "type": mark.type, "id": mark.id}
    if mark.key:
        record["key"] = mark.key
    if mark.pieces:
        record["pieces"] = mark.pieces
    if mark.infons:
        record["infons"] = mark.infons
    return record


def annotation_record(a: Annotation) -> dict[str, Any]:
    """The record of a mention."""
    return {
        "start": a.start,
        "end": a.end,
        "text": a.text,
        **labels(a.concept),
        "score": a.score,
        "via": a.via,
        "partial": a.partial,
    }


def definition_record(d: Definition) -> dict[str, Any]:
    """The record of a definition."""
    return {
        "short": d.short,
        "long_en": d.long_en,
        "long_zh": d.long_zh,
        "start": d.start,
        "end": d.end,
        "concept": d.concept.id if d.concept is not None else None,
    }


def undecided_record(u: Undecided) -> dict[str, Any]:
    """The record of an undecided name."""
    return {"start": u.start, "end": u.end, "text": u.text, "senses": [sense_record(s) for s in u.senses]}


def sense_record(sense: Sense) -> dict[str, Any]:
    """The record of a meaning; one that is not ours has `"concept": null` and its long forms as labels."""
    own = labels(sense.concept) if sense.concept is not None else {
        "concept": None, "en": sense.long_en, "zh": sense.long_zh, "abbr": None, "category": None,
    }  # fmt: skip
    return own | {"name": sense.name, "score": sense.score}


def match_record(match: Match) -> dict[str, Any]:
    """The record of an answer to `normalize`."""
    return {
        **labels(match.concept),
        "name": match.name.text,
        "score": match.score,
        "via": match.via,
        "steps": list(match.steps),
    }

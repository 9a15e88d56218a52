"""JSON Lines: one document a line, `{"id": …, "text": …}` in, the same with its annotations out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TextIO

from zhengming.errors import InputError
from zhengming.formats.encoding import decode
from zhengming.formats.source import Source, Stamp
from zhengming.model import Annotation, Concept, Definition, Document, Match, Sense, Undecided


def read(
    data: bytes, name: str, encoding: str | None, lines: bool, warn: Callable[[InputError], None]
) -> Iterator[Source]:
    """Each line's `text` under its `id` (or `name:line`); a line that is none is reported and left out."""
    text = decode(data, name, encoding, warn)
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            warn(InputError("input.json", file=name, line=number, reason=getattr(error, "msg", "nested too deep")))
            continue
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            warn(InputError("input.json_text", file=name, line=number, value=line[:60]))
            continue
        given = record.get("id")
        yield Source(f"{name}:{number}" if given is None else str(given), record["text"])


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
    """The record of an annotated document."""
    record: dict[str, Any] = {
        "id": document.id,
        "text": document.text,
        "annotations": [annotation_record(a) for a in document.annotations],
        "definitions": [definition_record(d) for d in document.definitions],
    }
    if stamp.ambiguous:
        record["ambiguous"] = [undecided_record(u) for u in document.ambiguous]
    return record | {"lexicon": stamp.lexicon, "tool": stamp.tool}


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

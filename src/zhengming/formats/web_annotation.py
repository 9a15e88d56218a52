"""W3C Web Annotation: JSON-LD, one page of annotations that point into the documents by position and by quotation."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TextIO
from urllib.parse import quote

from zhengming.formats.jsonl import dumps
from zhengming.formats.marks import all_marks
from zhengming.formats.offsets import Offsets
from zhengming.formats.stamp import Stamp
from zhengming.model import Document, Mark

#: How much of the text before and after is quoted.
_AROUND = 32


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """One AnnotationPage for all documents, an annotation a line; each names its concept and its category."""
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "urn:zhengming:annotations", "type": "AnnotationPage"}
    stream.write(dumps(page)[:-1] + ', "items": [')
    count = 0
    for document in documents:
        links = {a.concept.id: a.concept.xrefs for a in document.annotations}
        out = Offsets(document.text, stamp.unit).out
        source = quote(document.id or "document", safe="/:@!$&'()*+,;=-._~")
        for mark in all_marks(document, stamp):
            count += 1
            stream.write(
                ("," if count > 1 else "")
                + "\n"
                + dumps(_item(mark, document, source, links.get(mark.id, ()), out, stamp))
            )
    stream.write("\n]}\n")


def _item(
    mark: Mark, document: Document, source: str, links: Iterable[str], out: Callable[[int], int], stamp: Stamp
) -> dict[str, Any]:
    text = document.text
    body: list[dict[str, Any]] = [
        {"type": "SpecificResource", "source": place, "purpose": "identifying"}
        for place in (
            *([_iri(mark.id)] if mark.id else ()),
            *(f"https://bioregistry.io/{quote(link, safe=':')}" for link in links),
        )
    ]
    if mark.type:
        body.append({"type": "TextualBody", "value": mark.type, "purpose": "tagging"})
    body += [
        {"type": "TextualBody", "value": mark.infons[name], "language": name, "purpose": "describing"}
        for name in ("en", "zh")
        if mark.infons.get(name)
    ]
    targets = [
        {
            "source": source,
            "selector": [
                {"type": "TextPositionSelector", "start": out(start), "end": out(end)},
                {
                    "type": "TextQuoteSelector", "exact": text[start:end],
                    "prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND],
                },
            ],
        }
        for start, end in mark.pieces or ((mark.start, mark.end),)
    ]  # fmt: skip
    record: dict[str, Any] = {
        "id": f"urn:zhengming:{source}#{mark.start},{mark.end},{quote(mark.key)}",
        "type": "Annotation",
    }
    if mark.infons.get("annotator") == stamp.annotator:
        record["generator"] = {"type": "Software", "name": stamp.annotator}
    return record | {"body": body, "target": targets if len(targets) > 1 else targets[0]}


def _iri(identifier: str) -> str:
    """An identifier as an IRI: a CURIE as it stands, anything else as a name in a URN."""
    safe = quote(identifier, safe=":/#?&=%-._~")
    return safe if ":" in safe else f"urn:x-identifier:{safe}"

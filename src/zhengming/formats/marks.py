"""The marks that a file has: checked against its text when they are read, and put with ours when it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from zhengming.errors import InputError
from zhengming.formats.given import Given
from zhengming.formats.offsets import Offsets, Unit, unit_of
from zhengming.formats.stamp import Stamp
from zhengming.model import Annotation, Document, Mark, Source


def take(given: Given, source: Source, marks: Sequence[Mark], unit: Unit | None = None) -> None:
    """Give a document the marks that its file has, with offsets as the file counts them.

    Marks outside the text are left out and said; a mark whose text differs from the document's stays, and is said too.

    Args:
        given: the file.
        source: the document; its text is there already.
        marks: the marks, in any order.
        unit: what they count; None: what the user said, unless their texts show that it is another.
    """
    if not marks:
        return
    text = source.text
    if unit is None:
        unit = unit_of(text, [(m.start, m.end, m.text) for m in marks if m.text and not m.pieces], given.unit)
        if unit != given.unit:
            given.warn(InputError("input.unit", file=given.name, document=source.id, unit=unit))
    offsets = Offsets(text, unit)
    outside: list[Mark] = []
    differing: list[Mark] = []
    for mark in marks:
        spans = [(offsets.into(start), offsets.into(end)) for start, end in mark.pieces or ((mark.start, mark.end),)]
        if not all(0 <= start < end <= len(text) for start, end in spans):
            outside.append(mark)
            continue
        mark.start, mark.end = min(start for start, _ in spans), max(end for _, end in spans)
        mark.pieces = tuple(spans) if len(spans) > 1 else ()
        shown = " ".join(text[start:end] for start, end in spans)
        if not mark.text:
            mark.text = shown
        elif not mark.pieces and mark.text != shown and _bare(mark.text) != _bare(shown):
            differing.append(mark)
        source.marks.append(mark)
    if outside:
        first = outside[0]
        given.warn(
            InputError(
                "input.offsets",
                file=given.name,
                document=source.id,
                count=len(outside),
                span=f"{first.start}-{first.end}",
                size=len(text),
            )  # fmt: skip
        )
    if differing:
        first = differing[0]
        given.warn(
            InputError(
                "input.surface",
                file=given.name,
                document=source.id,
                count=len(differing),
                span=f"{first.start}-{first.end}",
                shown=text[first.start : first.end][:40],
                said=first.text[:40],
            )  # fmt: skip
        )


def _bare(text: str) -> str:
    return "".join(text.split())


def all_marks(document: Document, stamp: Stamp) -> list[Mark]:
    """The marks that a document came with, as they were, then ours: numbered on, and none that says the same again."""
    kept = document.source.marks if document.source else []
    known = {(mark.start, mark.end, mark.id) for mark in kept}
    taken = [int(mark.key[1:]) for mark in kept if re.fullmatch(r"T\d{1,9}", mark.key)]
    number = max(taken, default=0)
    marks = list(kept)
    for a in document.annotations:
        if (a.start, a.end, a.concept.id) not in known:
            number += 1
            marks.append(_mark(a, f"T{number}", stamp))
    return marks


def _mark(a: Annotation, key: str, stamp: Stamp) -> Mark:
    infons = {"en": a.concept.en, "zh": a.concept.zh, "score": f"{a.score:g}", "via": a.via}
    return Mark(
        a.start, a.end, a.text, a.concept.category, a.concept.id, key, infons=infons | {"annotator": stamp.annotator}
    )


@contextmanager
def shaped(given: Given, record: object) -> Iterator[None]:
    """A record of JSON being read: what is not of the shape that the format asks for is reported, and left out."""
    try:
        yield
    except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
        reason = f"{type(error).__name__} {error}"[:80]
        given.warn(InputError("input.shape", file=given.name, record=record, reason=reason))


def whole(value: object) -> int:
    """A number of a file as an offset; what is none lies outside every text."""
    if isinstance(value, bool):
        return -1
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and re.fullmatch(r"\d{1,18}", value) else -1

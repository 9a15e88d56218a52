"""What `doc._` and `span._` show of a document: plain data of ours, and the same as code written for scispaCy reads it.

`doc._.zhengming` is stored with the document, in nothing but strings, numbers, lists and dictionaries, so that it goes
wherever spaCy takes `user_data`. The rest is read from it when asked for. Where scispaCy has registered an attribute of
the same name its own stays, and `fill` puts our part into it, as scispaCy does itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from typing import Any

from spacy.tokens import Doc, Span

from zhengming.match import edges_hold

Record = dict[str, Any]
Found = tuple[Span, Span]


def register() -> None:
    """Make the attributes known; those that others have registered stay as they are."""
    if not Doc.has_extension("zhengming"):
        Doc.set_extension("zhengming", default=None)
    for kind, name, getter in _VIEWS:
        if not kind.has_extension(name):
            kind.set_extension(name, getter=getter, setter=_setter(name))


def fill(doc: Doc, spans: list[Span]) -> None:
    """Put our part where others' attributes stand in place of our views.

    Args:
        doc: a document with `doc._.zhengming`.
        spans: our spans in it.
    """
    register()
    foreign = {name for kind, name, getter in _VIEWS if kind.get_extension(name)[2] is not getter}
    if "kb_ents" in foreign:
        for span in spans:
            listed = list(span._.kb_ents or ())
            span._.kb_ents = [*listed, *(pair for pair in _own_kb_ents(span) if pair not in listed)]
    if foreign & {"abbreviations", "long_form"}:
        found = sorted(_defined(doc), key=lambda pair: pair[0].start)
        for short, long in found:
            if "long_form" in foreign:
                short._.long_form = long
        if "abbreviations" in foreign:
            listed = list(doc._.abbreviations or ())
            taken = {(span.start, span.end) for span in listed}
            doc._.abbreviations = [*listed, *(s for s, _ in found if (s.start, s.end) not in taken)]


def merged(before: Record | None, data: Record) -> Record:
    """The data of a component together with what another one has found in the same document."""
    if not before:
        return data
    both: Record = {}
    for key, value in data.items():
        if isinstance(value, list):
            listed = [*before[key], *(record for record in value if record not in before[key])]
            both[key] = sorted(listed, key=lambda record: (record["start"], -record["end"]))
        else:
            both[key] = ", ".join(dict.fromkeys((*before[key].split(", "), value)))
    return both


def span_at(doc: Doc, start: int, end: int, label: str = "", kb_id: str = "", name: str = "") -> Span | None:
    """The span of a stretch of text, white space at its ends left out; None where an edge is inside a token."""
    text = doc.text[start:end]
    end = start + len(text.rstrip())
    start += len(text) - len(text.lstrip())
    return doc.char_span(start, end, label, kb_id, span_id=name)


def _setter(name: str) -> Any:
    def put(thing: Any, value: Any) -> None:
        thing.doc.user_data[_key(name, thing)] = value

    return put


def _stored(name: str, thing: Doc | Span) -> Any:
    """What somebody has put there, or `_MISSING`."""
    stored: dict[Any, Any] = thing.doc.user_data
    return stored.get(_key(name, thing), _MISSING)


def _key(name: str, thing: Doc | Span) -> tuple[str, str, int | None, int | None]:
    """Where spaCy itself stores an attribute."""
    return ("._.", name, *((thing.start_char, thing.end_char) if isinstance(thing, Span) else (None, None)))


_MISSING = object()


def _records(doc: Doc) -> Record:
    return doc._.zhengming or {"annotations": [], "definitions": []}


def _annotation(span: Span) -> Record | None:
    """The record of one of our spans; None for any other span."""
    records = _records(span.doc)["annotations"]
    start = span.start_char
    number = bisect_left(records, start, key=lambda record: record["start"])
    # White space at the ends of a mention is in no span.
    while (
        number
        and records[number - 1]["end"] > start
        and not span.doc.text[records[number - 1]["start"] : start].strip()
    ):
        number -= 1
    for record in records[number:]:
        if record["start"] > start:
            return None
        if record["text"].strip() == span.text.strip() and span.kb_id_ in ("", record["concept"]):
            return dict(record)
    return None


def _kb_ents(span: Span) -> list[tuple[str, float]]:
    """As scispaCy's `span._.kb_ents`: concepts with their scores, best first."""
    value = _stored("kb_ents", span)
    return _own_kb_ents(span) if value is _MISSING else list(value)


def _own_kb_ents(span: Span) -> list[tuple[str, float]]:
    record = _annotation(span)
    return [] if record is None else [(record["concept"], record["score"])]


def _defined(doc: Doc) -> Iterator[Found]:
    """Each occurrence of a short form that the document defines, with its long form (English before Chinese)."""
    text = doc.text
    for record in _records(doc)["definitions"]:
        short = record["short"]
        long = next((form for form in (record["long_en"], record["long_zh"]) if form), None)
        if not short or not long:
            continue
        at = text.find(long, record["start"], record["end"])
        span = (at, at + len(long)) if at >= 0 else (record["start"], record["end"])
        long_form = doc.char_span(span[0], span[1], alignment_mode="expand")
        place = text.find(short)
        while place >= 0:
            end = place + len(short)
            found = doc.char_span(place, end, alignment_mode="expand") if edges_hold(text, place, end) else None
            if found is not None and long_form is not None:
                yield found, long_form
            place = text.find(short, end)


def _abbreviations(doc: Doc) -> list[Span]:
    """As scispaCy's `doc._.abbreviations`: the short forms that the document defines, wherever they stand."""
    value = _stored("abbreviations", doc)
    if value is not _MISSING:
        return list(value)
    return sorted({(s.start, s.end): s for s, _ in _defined(doc)}.values(), key=lambda span: span.start)


def _long_form(span: Span) -> Span | None:
    """As scispaCy's `span._.long_form`: what a short form stands for in its document."""
    value = _stored("long_form", span)
    if value is not _MISSING:
        return value  # type: ignore[no-any-return]
    found = [(short, long) for short, long in _defined(span.doc) if (short.start, short.end) == (span.start, span.end)]
    # The last definition before it, or the first one behind it.
    before = [long for _, long in found if long.start <= span.start]
    return before[-1] if before else found[0][1] if found else None


#: Our views, by what they belong to.
_VIEWS: tuple[tuple[Any, str, Callable[..., Any]], ...] = (
    (Span, "zhengming", _annotation),
    (Span, "kb_ents", _kb_ents),
    (Doc, "abbreviations", _abbreviations),
    (Span, "long_form", _long_form),
)

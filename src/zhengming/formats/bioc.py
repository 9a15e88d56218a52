"""BioC, in whatever syntax: a tree of plain dictionaries, as BioC JSON has it, to documents and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from zhengming.errors import InputError
from zhengming.formats.given import Given
from zhengming.formats.marks import all_marks, take, whole
from zhengming.formats.offsets import UNITS, Offsets, Unit
from zhengming.formats.stamp import Stamp
from zhengming.model import Document, Mark, Passage, Relation, Source

Tree = dict[str, Any]

#: Infons that hold an identifier, the usual one first.
_IDENTIFIERS = (
    "identifier", "Identifier", "id", "concept_id", "cui", "CUI", "MESH", "NCBI Gene", "NCBI GENE", "normalized_id", "accession",
)  # fmt: skip
#: Passages further apart than this have offsets that count something else.
_GAP = 1000


def source_of(tree: Tree, given: Given) -> Source:
    """The document of a tree; its passages keep their offsets where these count code points of one text.

    Where they do not (they count bytes, or overlap, or leave a gap that no text fills) the passages follow each other,
    and what annotations name is found by its place within its passage.
    """
    passages = [(passage, *_text(passage)) for passage in tree.get("passages", ())]
    unit = _unit(passages, given.unit)
    name = str(tree["id"]) if tree.get("id") not in (None, "") else given.name
    if unit != given.unit:
        given.warn(InputError("input.unit", file=given.name, document=name, unit=unit))
    source = Source(name, "", infons=_infons(tree))
    parts: list[str] = []
    size = 0
    marks: list[Mark] = []
    ends: int | None = None
    moved = False
    # Where each passage begins in the file, in the text, and how its own offsets are counted.
    begins: list[tuple[int, int, Offsets, int]] = []
    for passage, offset, text in passages:
        local = Offsets(text, unit)
        gap = 0 if ends is None else offset - ends
        if not 0 <= gap <= _GAP:
            moved, gap = True, 1
        parts += ("\n" * gap, text)
        begins.append((offset, size + gap, local, len(text)))
        size += gap + len(text)
        ends = offset + local.out(len(text))
        infons = _infons(passage)
        source.passages.append(Passage(size - len(text), size, infons.get("type", ""), infons))
    source.text = "".join(parts)
    if moved:
        given.warn(InputError("input.passages", file=given.name, document=name))
    elif begins and begins[0][0] and unit == "codepoints":
        source.infons["bioc offset"] = str(begins[0][0])
    for number, (passage, _, _) in enumerate(passages):
        for part in (passage, *passage.get("sentences", ())):
            marks += (_mark(item, begins[number]) for item in part.get("annotations", ()))
            source.relations += map(_relation, part.get("relations", ()))
    for item in tree.get("annotations", ()):
        at = whole(item["locations"][0]["offset"]) if item.get("locations") else -1
        inside = [begin for begin in begins if begin[0] <= at]
        if inside:
            marks.append(_mark(item, inside[-1]))
    source.relations += map(_relation, tree.get("relations", ()))
    take(given, source, marks, "codepoints")
    return source


def _text(passage: Tree) -> tuple[int, str]:
    """The offset and the text of a passage, put together from its sentences where it has none of its own."""
    text = passage.get("text") or ""
    offset = whole(passage.get("offset"))
    if not text:
        for sentence in passage.get("sentences", ()):
            gap = whole(sentence.get("offset")) - offset - len(text)
            text += " " * (gap if 0 <= gap <= _GAP else 1 if text else 0) + (sentence.get("text") or "")
    if not isinstance(text, str):
        raise TypeError("text")
    return offset, text


def _unit(passages: list[tuple[Tree, int, str]], asked: Unit) -> Unit:
    if all(text.isascii() for _, _, text in passages):
        return asked
    right = dict.fromkeys(UNITS, 0)
    for passage, offset, text in passages:
        if text.isascii():
            continue
        listed = [item for part in (passage, *passage.get("sentences", ())) for item in part.get("annotations", ())]
        for unit in UNITS:
            local = Offsets(text, unit)
            for item in listed:
                spans = [
                    (whole(at.get("offset")) - offset, whole(at.get("length"))) for at in item.get("locations", ())
                ]
                said = "".join(text[max(0, local.into(a)) : max(0, local.into(a + size))] for a, size in spans)
                right[unit] += said == item.get("text")
    best = max(UNITS, key=lambda unit: (right[unit], unit == asked))
    return best if right[best] > right[asked] else asked


def _infons(tree: Tree) -> dict[str, str]:
    infons = tree.get("infons") or {}
    return {
        str(key): value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in infons.items()
        if value is not None
    }


def _mark(item: Tree, begin: tuple[int, int, Offsets, int]) -> Mark:
    offset, start, local, size = begin
    pieces = []
    for at in item.get("locations", ()):
        low = whole(at["offset"]) - offset
        spot = (local.into(low), local.into(low + max(0, whole(at["length"]))))
        pieces.append((start + spot[0], start + spot[1]) if 0 <= spot[0] <= spot[1] <= size else (-1, -1))
    infons = _infons(item)
    found = next((infons[key] for key in _IDENTIFIERS if infons.get(key)), "")
    first, last = (pieces[0][0], pieces[-1][1]) if pieces else (-1, -1)
    return Mark(
        first, last, str(item.get("text") or ""), infons.get("type", ""), found, str(item.get("id", "")),
        tuple(pieces) if len(pieces) > 1 else (), infons,
    )  # fmt: skip


def _relation(item: Tree) -> Relation:
    infons = _infons(item)
    members = tuple((str(node.get("role", "")), str(node.get("refid", ""))) for node in item.get("nodes", ()))
    return Relation(str(item.get("id", "")), infons.get("type", ""), members, infons)


def tree_of(document: Document, stamp: Stamp, fit: Callable[[str], str] = str) -> Tree:
    """The tree of an annotated document: its passages, or one of the whole text, with the marks that begin in each.

    Args:
        document: the document.
        stamp: what made its annotations.
        fit: makes a text one that can be written, character for character.
    """
    text = fit(document.text)
    source = document.source or Source(document.id or "", text)
    offsets = Offsets(text, stamp.unit)
    base = whole(source.infons.get("bioc offset", "0")) if stamp.unit == "codepoints" else 0

    def out(place: int) -> int:
        return base + offsets.out(place)

    passages = source.passages or [Passage(0, len(text))]
    trees: list[Tree] = [
        {
            "infons": ({"type": p.type} if p.type else {}) | p.infons, "offset": out(p.start),
            "text": text[p.start : p.end], "sentences": [], "annotations": [], "relations": [],
        }
        for p in passages
    ]  # fmt: skip
    for mark in all_marks(document, stamp):
        at = max((n for n, p in enumerate(passages) if p.start <= mark.start), default=0)
        trees[at]["annotations"].append(_annotation(mark, text, out))
    infons = {key: value for key, value in source.infons.items() if key != "bioc offset"}
    relations: list[Tree] = [
        {
            "id": r.key or f"R{number}", "infons": ({"type": r.type} if r.type else {}) | r.infons,
            "nodes": [{"refid": member, "role": role} for role, member in r.members],
        }
        for number, r in enumerate(source.relations, start=1)
    ]  # fmt: skip
    return {"id": document.id or "", "infons": infons, "passages": trees, "annotations": [], "relations": relations}


def _annotation(mark: Mark, text: str, out: Any) -> Tree:
    infons = {"type": mark.type} if mark.type else {}
    if mark.id and mark.id not in mark.infons.values():
        infons["identifier"] = mark.id
    spans = mark.pieces or ((mark.start, mark.end),)
    return {
        "id": mark.key,
        "infons": infons | mark.infons,
        "text": mark.text or " ".join(text[start:end] for start, end in spans),
        "locations": [{"offset": out(start), "length": out(end) - out(start)} for start, end in spans],
    }


def key_of(stamp: Stamp) -> Iterator[tuple[str, str]]:
    """What a collection says of itself: source, date and key."""
    yield from (("source", stamp.annotator), ("date", ""), ("key", ""))

"""brat: a text beside its annotations, `a.txt` and `a.ann`; the contents of the latter are kept line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from zhengming.errors import InputError
from zhengming.formats.encoding import decode
from zhengming.formats.given import Given, suffix_of
from zhengming.formats.marks import all_marks, take
from zhengming.formats.offsets import Offsets
from zhengming.formats.stamp import Stamp, encodable
from zhengming.model import Document, Mark, Relation, Source

_SPAN = re.compile(r"(\S+) (\d{1,18} \d{1,18}(?:;\d{1,18} \d{1,18})*)")
_TYPE = re.compile(r"[^\w.:-]+")


def read(given: Given) -> Iterator[Source]:
    """The text beside a file of annotations, with them; of standard input or bytes alone there is no such text.

    Raises:
        InputError: the text is not there, or one of the two cannot be read.
    """
    place = Path(given.name)
    if suffix_of(given.name) != ".ann" or isinstance(given.content, bytes):
        raise InputError("input.brat", file=given.name, text=place.with_suffix(".txt"))
    try:
        data = place.with_suffix(".txt").read_bytes()
    except OSError as error:
        raise InputError("input.brat", file=given.name, text=place.with_suffix(".txt")) from error
    text = decode(data, str(place.with_suffix(".txt")), given.encoding, given.warn)
    source = Source(str(place.with_suffix(".txt")), text)
    listed = given.data()
    marks: dict[str, Mark] = {}
    for number, line in enumerate(
        decode(listed, given.name, given.encoding, given.warn).splitlines() if listed else (), start=1
    ):
        if line.strip() and not _line(line.rstrip("\r"), source, marks):
            given.warn(InputError("input.line", file=given.name, line=number, value=line[:60]))
    take(given, source, list(marks.values()))
    yield source


def _line(line: str, source: Source, marks: dict[str, Mark]) -> bool:
    """Take one line of annotations; whether it is one."""
    key, _, rest = line.partition("\t")
    body, _, shown = rest.partition("\t")
    words = body.split()
    kind = key[:1]
    if not words:
        return False
    if kind == "T" and (found := _SPAN.fullmatch(body.strip())):
        spans = [(int(a), int(b)) for a, _, b in (part.partition(" ") for part in found[2].split(";"))]
        pieces = tuple(spans) if len(spans) > 1 else ()
        marks[key] = Mark(spans[0][0], spans[-1][1], shown, found[1], key=key, pieces=pieces)
    elif kind == "N" and len(words) == 3 and words[1] in marks and not marks[words[1]].id:
        mark = marks[words[1]]
        mark.id = words[2]
        mark.infons |= {"reference": words[0], "reference text": shown}
    elif kind in "RE*":
        named = words[0].partition(":") if kind == "E" else (words[0], "", "")
        members = [("", named[2])] if kind == "E" else []
        for word in words[1:]:
            role, colon, member = word.partition(":")
            members.append((role, member) if colon else ("", role))
        source.relations.append(Relation(key, named[0], tuple(members)))
    elif kind in "AM#N" and len(words) >= 2:
        # Attributes, notes and further references stay as they are: their line under the key that begins it.
        held = marks[words[1]].infons if words[1] in marks else source.infons
        number = sum(name.startswith(f"brat {key}") for name in held)
        held[f"brat {key}" + (f" {number}" if number else "")] = rest
    else:
        return False
    return True


def files(document: Document, stamp: Stamp) -> Iterator[tuple[str, bytes]]:
    """The text and its annotations; a mark linked to an identifier has an `N` line too."""
    text = encodable(document.text)
    out = Offsets(text, stamp.unit).out
    source = document.source or Source("", text)
    lines: list[str] = []
    extra: list[str] = []
    used = {name.split(" ")[1] for m in source.marks for name in m.infons if name.startswith("brat ")}
    number = max((int(key[1:]) for key in used if re.fullmatch(r"N\d+", key)), default=0)
    taken = {mark.key for mark in source.marks}
    spare = 0
    for mark in all_marks(document, stamp):
        key = mark.key
        if not re.fullmatch(r"T\d+", key):
            spare += 1
            while f"T{spare + 100_000}" in taken:
                spare += 1
            key = f"T{spare + 100_000}"
        spans, shown = _spans(mark, text)
        place = ";".join(f"{out(start)} {out(end)}" for start, end in spans)
        lines.append(f"{key}\t{_TYPE.sub('_', mark.type) or 'mark'} {place}\t{shown}")
        if mark.id:
            number += 1
            reference = _TYPE.sub("_", mark.infons.get("reference", "Reference"))
            label = mark.infons.get("reference text") or mark.infons.get("zh") or mark.infons.get("en") or shown
            identifier = re.sub(r"\s+", "_", mark.id)
            identifier = identifier if ":" in identifier else f"ID:{identifier}"
            extra.append(f"N{number}\t{reference} {key} {identifier}\t{encodable(label)}")
        extra += [f"{name.split(' ')[1]}\t{value}" for name, value in mark.infons.items() if name.startswith("brat ")]
    for relation in source.relations:
        members = [f"{role}:{member}" if role else member for role, member in relation.members]
        if relation.key.startswith("E") and members:
            lines.append(f"{relation.key}\t{relation.type}:{' '.join(members)}")
        else:
            lines.append(f"{relation.key or '*'}\t{relation.type} {' '.join(members)}")
    extra += [f"{name.split(' ')[1]}\t{value}" for name, value in source.infons.items() if name.startswith("brat ")]
    yield ".txt", text.encode()
    yield ".ann", "".join(line + "\n" for line in lines + extra).encode()


def _spans(mark: Mark, text: str) -> tuple[list[tuple[int, int]], str]:
    """Where a mark is, as brat has it: cut where a line ends, as its readers hold no line end in a mark."""
    spans: list[tuple[int, int]] = []
    for start, end in mark.pieces or ((mark.start, mark.end),):
        spans += [(start + found.start(), start + found.end()) for found in re.finditer(r"[^\n\r]+", text[start:end])]
    spans = spans or [(mark.start, mark.end)]
    return spans, " ".join(text[start:end] for start, end in spans).replace("\n", " ").replace("\r", " ").replace(
        "\t", " "
    )

"""Documents from one process to another: columns of numbers, of which objects are made when somebody looks at them."""

from __future__ import annotations

import marshal
import os
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, NamedTuple, cast

from zhengming.arrays import Columns
from zhengming.lexicon import Lexicon
from zhengming.model import Annotation, Concept, Definition, Document, Name, Sense, Undecided, Via
from zhengming.work import Work

_VIAS: tuple[Via, ...] = ("lexicon", "definition", "composition", "fuzzy")
_KINDS = {(via, partial): 2 * number + partial for number, via in enumerate(_VIAS) for partial in (False, True)}
#: The objects behind so many numbers are known by their identity before all are forgotten.
_KNOWN = 100_000


class Packed(NamedTuple):
    """The documents of a batch.

    Attributes:
        sender: the process that sends them.
        counts: the number of mentions in each document.
        starts: of all mentions, one document after the other.
        ends: of them.
        meant: number of their concept and name, among all that this process has sent.
        scores: of them.
        kinds: how they were found, and whether they are partial.
        new: the concepts (by id) and names that have numbers since the last batch.
        others: definitions and undecided names of each document, or nothing.
    """

    sender: int
    counts: array[int]
    starts: array[int]
    ends: array[int]
    meant: array[int]
    scores: array[float]
    kinds: array[int]
    new: list[tuple[str, Name]]
    others: list[bytes]


class Sender:
    """Packs what a process found; numbers concepts and names as they come."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, Name], int] = {}
        self._known: dict[tuple[int, int], tuple[int, Concept, Name]] = {}

    def pack(self, found: Iterable[tuple[Work, list[Definition], list[Undecided]]]) -> Packed:
        """The documents of texts that have gone through the tagger."""
        before = len(self._numbers)
        counts, others = array("I"), []
        columns = array("q"), array("q"), array("I"), array("d"), array("B")
        starts, ends, meant, scores, kinds = (cast(Any, column.append) for column in columns)
        known = self._known
        for work, definitions, undecided in found:
            span = work.folded.raw_span
            for c in work.candidates:
                start, end = span(c.start, c.end)
                starts(start)
                ends(end)
                key = id(c.concept), id(c.name)
                meant(known[key][0] if key in known else self._number(c.concept, c.name))
                scores(c.score)
                kinds(_KINDS[c.via, bool(c.partial)])
            counts.append(len(work.candidates))
            others.append(_others(definitions, undecided) if definitions or undecided else b"")
        new = list(self._numbers)[before:] if len(self._numbers) > before else []
        return Packed(os.getpid(), counts, *columns, new, others)

    def _number(self, concept: Concept, name: Name) -> int:
        if len(self._known) >= _KNOWN:
            self._known.clear()
        number = self._numbers.setdefault((concept.id, name), len(self._numbers))
        # Kept with the objects: an identity is given again when its object is gone.
        self._known[id(concept), id(name)] = number, concept, name
        return number


def _others(definitions: list[Definition], undecided: list[Undecided]) -> bytes:
    def identity(concept: Concept | None) -> str | None:
        return None if concept is None else concept.id

    return marshal.dumps(
        (
            [(d.short, d.long_en, d.long_zh, d.start, d.end, identity(d.concept)) for d in definitions],
            [
                (u.start, u.end, u.text, [(identity(s.concept), s.name, s.long_en, s.long_zh, s.score) for s in u.senses])
                for u in undecided
            ],
        )
    )  # fmt: skip


class Receiver:
    """Unpacks what one process or several have found.

    Args:
        lexicon: the lexicon that they work with.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._concepts = lexicon.concepts
        self._meant: dict[int, list[tuple[Concept, Name]]] = {}

    def _meanings(self, packed: Packed) -> list[tuple[Concept, Name]]:
        """Concepts and names by the numbers of a process, the new ones added."""
        listed = self._meant.setdefault(packed.sender, [])
        for id_, name in packed.new:
            concept = self._concepts[id_]
            # The objects of this process, so that `is` and memory are as without workers.
            own = next((own for own in concept.names if own == name), name)
            listed.append((concept, own))
        return listed

    def documents(self, packed: Packed, texts: list[str]) -> Iterator[Document]:
        """The documents of a batch."""
        meant = self._meanings(packed)
        first = 0
        for number, text in enumerate(texts):
            count = packed.counts[number]
            others = packed.others[number]
            if count or others:
                document = Arrived.__new__(Arrived)
                document.text, document.id, document.source = text, None, None
                document.mentions = packed, meant, first, first + count
                document.others = others, self._concepts
                yield document
            else:
                yield Document(text)
            first += count

    def columns(self, packed: Packed, columns: Columns, before: int) -> None:
        """Add the mentions of a batch to columns; `before` texts came before it."""
        meant = self._meanings(packed)
        for number, count in enumerate(packed.counts, start=before):
            columns["document"].extend(array("q", [number]) * count)
        columns["start"].extend(packed.starts)
        columns["end"].extend(packed.ends)
        columns["concept"].extend([meant[number][0].id for number in packed.meant])
        columns["score"].extend(packed.scores)
        columns["via"].extend([_VIAS[kind >> 1] for kind in packed.kinds])


_ANNOTATIONS, _DEFINITIONS, _AMBIGUOUS = (
    cast(Any, Document.__dict__[name]) for name in ("annotations", "definitions", "ambiguous")
)  # fmt: skip


class Arrived(Document):
    """A document whose annotations are columns until somebody asks for them; equal to the same `Document`.

    Attributes:
        mentions: the batch with its mentions, the concepts and names by number, first and last place.
        others: definitions and undecided names as bytes, and the concepts by id.
    """

    __slots__ = ("mentions", "others")
    __qualname__ = Document.__qualname__
    mentions: tuple[Packed, list[tuple[Concept, Name]], int, int] | None
    others: tuple[bytes, Mapping[str, Concept]]

    @property
    def annotations(self) -> list[Annotation]:
        """As those of `Document`."""
        try:
            found: list[Annotation] = _ANNOTATIONS.__get__(self)
        except AttributeError:
            found = []
            if self.mentions is None:
                raise
            packed, meant, first, last = self.mentions
            text = self.text
            add = found.append
            for start, end, number, score, kind in zip(
                packed.starts[first:last], packed.ends[first:last], packed.meant[first:last],
                packed.scores[first:last], packed.kinds[first:last], strict=True,
            ):  # fmt: skip
                concept, name = meant[number]
                add(Annotation(start, end, text[start:end], concept, name, score, _VIAS[kind >> 1], bool(kind & 1)))
            self.annotations = found
        return found

    @annotations.setter
    def annotations(self, found: list[Annotation]) -> None:
        _ANNOTATIONS.__set__(self, found)
        self.mentions = None

    @property
    def definitions(self) -> list[Definition]:
        """As those of `Document`."""
        try:
            found: list[Definition] = _DEFINITIONS.__get__(self)
        except AttributeError:
            self._unpack()
            found = _DEFINITIONS.__get__(self)
        return found

    @definitions.setter
    def definitions(self, found: list[Definition]) -> None:
        _DEFINITIONS.__set__(self, found)

    @property
    def ambiguous(self) -> list[Undecided]:
        """As those of `Document`."""
        try:
            found: list[Undecided] = _AMBIGUOUS.__get__(self)
        except AttributeError:
            self._unpack()
            found = _AMBIGUOUS.__get__(self)
        return found

    @ambiguous.setter
    def ambiguous(self, found: list[Undecided]) -> None:
        _AMBIGUOUS.__set__(self, found)

    def _unpack(self) -> None:
        """Fill in what nobody has set yet."""
        data, concepts = self.others
        definitions, undecided = marshal.loads(data) if data else ((), ())

        def known(id_: str | None) -> Concept | None:
            return None if id_ is None else concepts[id_]

        if not _is_set(_DEFINITIONS, self):
            self.definitions = [
                Definition(short, long_en, long_zh, start, end, known(id_))
                for short, long_en, long_zh, start, end, id_ in definitions
            ]
        if not _is_set(_AMBIGUOUS, self):
            self.ambiguous = [
                Undecided(start, end, text, [Sense(known(id_), *said) for id_, *said in senses])
                for start, end, text, senses in undecided
            ]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and all(
            getattr(self, field.name) == getattr(other, field.name) for field in fields(Document) if field.compare
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (Document, tuple(getattr(self, field.name) for field in fields(Document)))


def _is_set(descriptor: Any, document: Arrived) -> bool:
    try:
        descriptor.__get__(document)
    except AttributeError:
        return False
    return True

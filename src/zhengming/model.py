"""The shapes users depend on: concepts, names, annotations, senses, matches, definitions, documents.

Offsets are counts of Unicode code points into the text exactly as the user gave it, `start` inclusive, `end`
exclusive: `text[a.start:a.end] == a.text` always.

Annotation, Definition and Document are plain slotted dataclasses: one is made per hit, and a frozen one costs four
times as much. The rest is frozen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from zhengming import markup

Via = Literal["lexicon", "definition", "composition", "fuzzy"]


@dataclass(frozen=True, slots=True)
class Name:
    """One listed name of a concept.

    Attributes:
        text: the name as listed.
        lang: `en`, `zh-Hans`, `zh-Hant`, or `mul` for Latin short forms used in both languages.
        type: `preferred`, `synonym`, `abbreviation`, `former` or `misspelling`.
        source: where the name comes from (see `lexicon/sources.tsv`).
    """

    text: str
    lang: str
    type: str
    source: str


class Concept(str):
    """A concept: its id (a string such as `ZM:k7q2m9`) with its record attached.

    It compares, hashes, sorts and serialises as the id, so `annotation.concept == "ZM:k7q2m9"` and
    `annotation.concept.en` both work.

    Attributes:
        en: preferred English term.
        zh: preferred Chinese term (simplified).
        abbr: preferred short form, or None.
        category: the lexicon file it is listed in (`cell`, `disease`, ...).
        names: every listed `Name`, preferred ones first.
        parent: id of the nearest broader concept, or None.
        xrefs: identifiers elsewhere, as CURIEs (`MESH:D010003`).
        source: where the review uses it, or which other source speaks of it.
        definition_en: definition in English, or "".
        definition_zh: definition in Chinese, or "".
        note: a curator's remark, or "".
    """

    __slots__ = (
        "abbr",
        "category",
        "definition_en",
        "definition_zh",
        "en",
        "names",
        "note",
        "parent",
        "source",
        "xrefs",
        "zh",
    )
    en: str
    zh: str
    abbr: str | None
    category: str
    names: tuple[Name, ...]
    parent: str | None
    xrefs: tuple[str, ...]
    source: str
    definition_en: str
    definition_zh: str
    note: str

    def __new__(cls, id: str, **record: Any) -> Concept:  # noqa: A002
        """A concept with this id; `record` holds the other attributes (missing ones are empty)."""
        self = super().__new__(cls, id)
        empty = {"names": (), "xrefs": (), "abbr": None, "parent": None}
        for slot in cls.__slots__:
            object.__setattr__(self, slot, record.pop(slot, empty.get(slot, "")))
        if record:
            raise TypeError(f"unknown fields of a concept: {', '.join(record)}")
        return self

    @property
    def id(self) -> str:
        """The id as a plain string."""
        return str.__str__(self)

    def __str__(self) -> str:
        return str.__str__(self)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a concept is immutable: cannot set {name!r}")

    def __reduce__(self) -> tuple[object, ...]:
        return (_concept, (self.id, {slot: getattr(self, slot) for slot in self.__slots__}))

    def __repr__(self) -> str:
        return f"Concept({self.id!r}, en={self.en!r}, zh={self.zh!r})"


def _concept(id: str, record: dict[str, Any]) -> Concept:  # noqa: A002
    return Concept(id, **record)


@dataclass(slots=True)
class Annotation:
    """A mention of a concept in a text.

    Attributes:
        start: first character, in code points of the text as given.
        end: one past the last character.
        text: the characters between them.
        concept: what is meant.
        name: the listed name that matched.
        score: the share of such calls that are right, in [0, 1].
        via: `lexicon`, `definition`, `composition` or `fuzzy`.
        partial: true inside a longer, unknown compound.
    """

    start: int
    end: int
    text: str
    concept: Concept
    name: Name
    score: float
    via: Via
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of a name; `concept` is None where the meaning is not one of the lexicon's."""

    concept: Concept | None
    name: str
    long_en: str
    long_zh: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """One answer to `normalize`: a concept for a string, and the named steps that led there."""

    concept: Concept
    name: Name
    score: float
    via: Via
    steps: tuple[str, ...]
    ambiguous: bool


@dataclass(slots=True)
class Definition:
    """A short form, or a bilingual pair, that a document itself defines.

    Attributes:
        short: the short form, or None for a bilingual pair without one.
        long_en: English long form, or None.
        long_zh: Chinese long form, or None.
        start: first character of the whole expression.
        end: one past its closing mark.
        concept: the concept of the lexicon that is meant, or None where it is not ours.
    """

    short: str | None
    long_en: str | None
    long_zh: str | None
    start: int
    end: int
    concept: Concept | None = None


@dataclass(slots=True)
class Undecided:
    """An ambiguous name that the context does not decide: not annotated, but known."""

    start: int
    end: int
    text: str
    senses: list[Sense]


@dataclass(slots=True)
class Mark:
    """An annotation as files of other tools have it: one that a file already had, or one of ours on its way into one.

    Attributes:
        start: first character, in code points of the document's text.
        end: one past the last character.
        text: what the file shows as its text; the characters between them, unless it is in pieces.
        type: its type or label.
        id: the identifier that it is linked to, or "".
        key: its name in the file (`T1`), or "".
        pieces: the spans of one that is discontinuous; empty otherwise.
        infons: whatever else the file says of it.
    """

    start: int
    end: int
    text: str
    type: str
    id: str = ""
    key: str = ""
    pieces: tuple[tuple[int, int], ...] = ()
    infons: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Relation:
    """A relation or an event that a file has: its type, and (role, key) of the marks or relations that take part."""

    key: str
    type: str
    members: tuple[tuple[str, str], ...]
    infons: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Passage:
    """A part of a document: a title, an abstract, a page."""

    start: int
    end: int
    type: str = ""
    infons: dict[str, str] = field(default_factory=dict)


class Origin(Protocol):
    """The file that a text was taken from, where the text is not the file itself."""

    def place(self, start: int, end: int) -> dict[str, int]:
        """Where a span of the text stands there: `page`, `paragraph`, or `line`, `column`, `start` and `end`."""


@dataclass(slots=True)
class Source:
    """A document as it was read, before it is annotated.

    Attributes:
        id: its name.
        text: its text; every offset counts code points in it.
        marks: the annotations that the file already had; they are kept as they are.
        relations: the relations between them.
        passages: its parts in order, where the file tells them.
        infons: whatever else the file says of it.
        origin: the file itself, where places in it can be told, or it can be written anew with marks.
    """

    id: str
    text: str
    marks: list[Mark] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    infons: dict[str, str] = field(default_factory=dict)
    origin: Origin | None = None


@dataclass(slots=True)
class Document:
    """A text with what was found in it; iterating gives its annotations.

    Attributes:
        text: the text exactly as given.
        annotations: mentions in order of their start; without overlap unless nested ones were asked for.
        definitions: what the text itself defines.
        ambiguous: names of ours that the context did not decide.
        id: the document's name, where it has one.
        source: the document as it was read, where it comes from a file: what it was annotated with before is in there.
    """

    text: str
    annotations: list[Annotation] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    ambiguous: list[Undecided] = field(default_factory=list)
    id: str | None = None
    source: Source | None = field(default=None, repr=False, compare=False)

    def __iter__(self) -> Iterator[Annotation]:
        return iter(self.annotations)

    def __len__(self) -> int:
        return len(self.annotations)

    def _repr_html_(self) -> str:
        return markup.inline(self.text, spans(self))


def spans(document: Document) -> list[markup.Span]:
    """What the HTML views need of a document's annotations: nothing but strings and numbers."""
    return [
        markup.Span(
            a.start,
            a.end,
            a.concept.category,
            a.concept.id,
            " · ".join(part for part in (a.concept.en, a.concept.zh, a.concept.abbr) if part),
        )
        for a in document.annotations
    ]

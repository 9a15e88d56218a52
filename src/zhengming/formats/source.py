"""What the formats share: a document before it is annotated, and the stamp of what annotated it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A document to annotate: its name and its text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """What made the annotations, and how to say it.

    Attributes:
        tool: the tool's version.
        lexicon: the lexicon's version and digest.
        lang: language of labels (`en` or `zh`).
        ambiguous: whether undecided names are written too.
    """

    tool: str
    lexicon: str
    lang: str = "en"
    ambiguous: bool = False

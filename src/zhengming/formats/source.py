"""What the formats share: a document before it is annotated, and the stamp of what annotated it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SURROGATE = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """A text with U+FFFD for each lone surrogate, which UTF-8 cannot hold."""
    return _SURROGATE.sub("\ufffd", text)


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

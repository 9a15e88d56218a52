"""What the writers share: the stamp of what annotated a document."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zhengming.formats.offsets import Unit

_SURROGATE = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """A text with U+FFFD for each lone surrogate, which UTF-8 cannot hold."""
    return _SURROGATE.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What made the annotations, and how to say it.

    Attributes:
        tool: the tool's version.
        lexicon: the lexicon's version and digest.
        lang: language of labels (`en` or `zh`).
        ambiguous: whether undecided names are written too.
        unit: what offsets count: code points, bytes of UTF-8, or UTF-16 units.
    """

    tool: str
    lexicon: str
    lang: str = "en"
    ambiguous: bool = False
    unit: Unit = "codepoints"

    @property
    def annotator(self) -> str:
        """Tool and lexicon in one line."""
        return f"zhengming {self.tool}, lexicon {self.lexicon}"

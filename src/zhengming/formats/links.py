"""What a document that is given its terms back says of each: where to read on, and what it is."""

from __future__ import annotations

from urllib.parse import quote

from zhengming import messages
from zhengming.model import Concept


def address(concept: Concept) -> str:
    """Where to read on about a concept: its first identifier elsewhere, through a resolver; "" without one."""
    return f"https://bioregistry.io/{quote(concept.xrefs[0], safe=':')}" if concept.xrefs else ""


def gloss(concept: Concept, lang: str) -> str:
    """A concept in one line: its terms in both languages, its short form and its category."""
    terms = " · ".join(part for part in (concept.zh, concept.en, concept.abbr) if part)
    return f"{terms} ({messages.category(concept.category, lang)}, {concept.id})"


def definition(concept: Concept, lang: str) -> str:
    """Its definition, in that language where it has one."""
    first, second = concept.definition_en, concept.definition_zh
    return (second or first) if lang == "zh" else (first or second)

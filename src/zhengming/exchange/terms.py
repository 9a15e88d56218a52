"""What every reader of terminologies gives, and the lexicon that is made of it. Start reading at `lexicon_of`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import NamedTuple

from zhengming.characters import is_han
from zhengming.lexicon import Lexicon
from zhengming.model import Concept, Name


class Term(NamedTuple):
    """One name of a concept, or a remark about it where the text is empty.

    Attributes:
        id: of the concept.
        text: the name.
        type: `preferred`, `synonym`, `abbreviation`; "" to be found out.
        line: where it stands, counted from 1.
        parent: id of a broader concept, or "".
        xrefs: identifiers elsewhere.
        definition: in English, or "".
    """

    id: str
    text: str
    type: str = ""
    line: int = 0
    parent: str = ""
    xrefs: tuple[str, ...] = ()
    definition: str = ""


class Skip(NamedTuple):
    """A line that gives no name, or not all of its names: the key of a message that says why, and what stands there."""

    line: int
    reason: str
    value: str


_SHORT = re.compile(r"(?=.*[A-Z])[A-Z0-9α-ωΑ-Ω][A-Za-z0-9α-ω/-]{0,8}[A-Z0-9α-ω]")
#: A "name" longer than this is a sentence.
_LONGEST = 300


def lexicon_of(terms: Iterable[Term], version: str, digest: Callable[[], str]) -> tuple[Lexicon, list[Skip]]:
    """The lexicon of these terms, and the terms that could not be taken.

    Args:
        terms: in any order; those of one id make one concept.
        version: the lexicon's.
        digest: of what it was read from; asked for when all is read.
    """
    listed: dict[str, dict[str, Name]] = {}
    records: dict[str, dict[str, object]] = {}
    skipped: list[Skip] = []
    for term in terms:
        _take(term, listed, records, skipped)
    concepts: dict[str, Concept] = {}
    for id_, names in listed.items():
        if not names:
            skipped.append(Skip(0, "import.nameless", id_))
            continue
        record = records.get(id_, {})
        chosen = sorted(names.values(), key=lambda name: name.type != "preferred")
        english = next((n.text for n in chosen if n.lang == "en"), "") or next(
            (n.text for n in chosen if n.lang == "mul"), ""
        )
        chinese = next((n.text for n in chosen if n.lang == "zh-Hans"), "")
        short = next((n.text for n in chosen if n.type == "abbreviation"), None)
        parent = record.get("parent")
        concepts[id_] = Concept(
            id_, en=english or chinese, zh=chinese, abbr=short, category="term", names=tuple(chosen),
            parent=parent if parent in listed else None, xrefs=record.get("xrefs", ()), source=version,
            definition_en=record.get("definition", ""),
        )  # fmt: skip
    return Lexicon(concepts, version=version, digest=digest()), skipped


def _take(
    term: Term, listed: dict[str, dict[str, Name]], records: dict[str, dict[str, object]], skipped: list[Skip]
) -> None:
    names = listed.setdefault(term.id, {})
    if term.parent or term.xrefs or term.definition:
        record = records.setdefault(term.id, {})
        for key in ("parent", "xrefs", "definition"):
            value = getattr(term, key)
            if value:
                record.setdefault(key, value)
    text = " ".join(term.text.split())
    if not text:
        return
    if len(text) > _LONGEST or not any(map(str.isalnum, text)):
        skipped.append(Skip(term.line, "import.no_name", text[:60]))
        return
    if any(unicodedata.category(c) in ("Cc", "Co", "Cs") or c == "\ufffd" for c in text):
        skipped.append(Skip(term.line, "import.characters", text[:60]))
        return
    if text in names:
        return
    han = any(map(is_han, text))
    type_ = term.type or ("abbreviation" if _SHORT.fullmatch(text) and not han else "synonym")
    lang = "zh-Hans" if han else "mul" if type_ == "abbreviation" else "en"
    if type_ == "preferred" and any(n.type == "preferred" and n.lang == lang for n in names.values()):
        type_ = "synonym"
    names[text] = Name(text, lang, type_, "import")

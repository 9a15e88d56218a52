"""The bilingual abbreviation table (缩略词表) of one document or several. Start reading at `collect_abbreviations`.

A document's own definitions come first, the lexicon fills what they leave open, and says so. What the text does not decide is
listed with nothing beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zhengming.folding import fold
from zhengming.glossary_text import Meaning, Place, Text
from zhengming.longforms import aligned
from zhengming.model import Concept, Document, Sense
from zhengming.tagger import Tagger
from zhengming.wordings import (
    loose_en,
    near_en,
    near_zh,
    same_en,
    short_key,
    singular,
    singular_short,
    sort_key,
    tidy,
)

#: What a line may be marked with: nothing in it is the document's, its English or its Chinese is the lexicon's, the short
#: form has several long forms, the text does not decide which of several meanings it has.
MARKS = ("lexicon", "lexicon-en", "lexicon-zh", "conflict", "undecided")


@dataclass(slots=True)
class Line:
    """One line of the table.

    Attributes:
        short: the short form in the singular, as the document defines it or mostly writes it.
        en: English long form, or None.
        zh: Chinese long form, or None.
        concept: the lexicon's concept that is meant, or None.
        marks: of `MARKS`.
        first: where it stands first.
        uses: how often each document writes it, by the document's number; its definition included.
        senses: what it may mean where the text does not decide.
        key: what all spellings of the short form share.
        wordings: every wording of the long forms that the documents give.
    """

    short: str
    en: str | None
    zh: str | None
    concept: Concept | None
    marks: tuple[str, ...]
    first: Place
    uses: dict[int, int]
    senses: tuple[Sense, ...] = ()
    key: str = ""
    wordings: frozenset[str] = frozenset()

    @property
    def count(self) -> int:
        """How often all documents together write it."""
        return sum(self.uses.values())


@dataclass(slots=True)
class Glossary:
    """The table.

    Attributes:
        documents: names of the documents.
        lines: its lines, in alphabetical order.
        texts: the texts of the documents, to ask what stands in them.
    """

    documents: list[str]
    lines: list[Line]
    texts: list[Text] = field(repr=False)

    def by_first_use(self) -> list[Line]:
        """The lines in the order in which the documents use them first."""
        return sorted(self.lines, key=lambda line: (line.first.document, line.first.start, sort_key(line.short)))

    def uses_of(self, short: str) -> int:
        """How often the documents write a short form, whether or not they define it."""
        spellings = {fold(tidy(text)).cased for text in (short, singular_short(short))}
        return sum(len(text.occurrences({short_key(short): spellings})) for text in self.texts)


def collect_abbreviations(documents: Iterable[Document], tagger: Tagger) -> Glossary:
    """The abbreviation table of documents.

    Args:
        documents: annotated documents, best with `nested=True`, so that a short form inside a longer term counts.
        tagger: what annotated them.
    """
    small = frozenset(word for concept in tagger.lexicon for word in re.findall(r"\b[a-z]{2,}", concept.en))
    texts: list[Text] = []
    meanings: dict[str, list[Meaning]] = {}
    for number, document in enumerate(documents):
        text = Text(document, number, tagger, small)
        texts.append(text)
        text.add_to(meanings)
    lines = [line for found in _merged_case(meanings) for line in _lines(found, texts, tagger)]
    lines.sort(key=lambda line: (sort_key(line.short), line.first.document, line.first.start))
    return Glossary([text.name for text in texts], lines, texts)


# --- all texts -------------------------------------------------------------------------------------------------------


def _merged_case(meanings: Mapping[str, list[Meaning]]) -> list[list[Meaning]]:
    """The meanings of each short form; those of iNOS and iNOs together where they mean the same."""
    groups: dict[str, list[Meaning]] = {}
    for found in meanings.values():
        for meaning in found:
            if not meaning.uses:
                # Defined in the document's own list, and never used.
                continue
            same = groups.setdefault(meaning.key.lower(), [])
            other = next(
                (m for m in same if m.concept is not None and m.concept == meaning.concept and _may_merge(m, meaning)),
                None,
            )
            if other is None:
                same.append(meaning)
                continue
            other.own |= meaning.own
            for name in ("shorts", "en", "zh", "uses"):
                getattr(other, name).update(getattr(meaning, name))
            other.defined_as += meaning.defined_as
            other.places += meaning.places
    split: list[list[Meaning]] = []
    for same in groups.values():
        by_key: dict[str, list[Meaning]] = {}
        for meaning in same:
            by_key.setdefault(meaning.key, []).append(meaning)
        split += by_key.values()
    return split


def _may_merge(one: Meaning, other: Meaning) -> bool:
    """Whether two meanings of one concept agree in their wordings too."""
    if one.en and other.en:
        return any(same_en(a, b) for a in one.en for b in other.en)
    return True


def _lines(found: list[Meaning], texts: Sequence[Text], tagger: Tagger) -> Iterator[Line]:
    """A line for each meaning of a short form."""
    conflict = sum(not m.senses for m in found) > 1
    for m in found:
        marks: list[str] = []
        pairs = [pair for text in texts if m.uses[text.number] for pair in text.document.definitions if not pair.short]
        en, zh = _wording(m.en), _wording(m.zh)
        wordings = frozenset([*m.en, *m.zh])
        if m.own:
            if en and zh is None:
                zh = next((tidy(p.long_zh) for p in pairs if p.long_en and p.long_zh and same_en(p.long_en, en)), None)
            elif zh and en is None:
                en = next(
                    (singular(tidy(p.long_en)) for p in pairs if p.long_en and p.long_zh and p.long_zh == zh), None
                )
            short = m.defined_as[0]
            filled_en, filled_zh = _from_lexicon(m, en, zh, tagger)
            if (en is None or _truncated(short, en, zh)) and filled_en:
                en = filled_en
                marks.append("lexicon-en")
            if zh is None and filled_zh:
                zh = filled_zh
                marks.append("lexicon-zh")
        else:
            short = max(
                m.shorts,
                key=lambda text: (text == getattr(m.concept, "abbr", None), m.shorts[text], not text.isascii()),
            )
            if m.concept is not None:
                marks.append("lexicon")
                en, zh = _with_species(short, m.concept)
            else:
                marks.append("undecided")
        if conflict and not m.senses:
            marks.append("conflict")
        number, start = min(m.places)
        yield Line(
            short, en, zh, m.concept, tuple(marks), texts[number].place(start), dict(m.uses), m.senses,
            m.key, wordings,
        )  # fmt: skip


def _wording(said: Counter[str]) -> str | None:
    """The wording that documents give most often; of one that lacks a word of another, the other."""
    if not said:
        return None
    best = max(said, key=lambda text: (said[text], not text[:1].isupper()))
    longer = [text for text in said if best != text and loose_en(best) in loose_en(text) and said[text] == said[best]]
    return max(longer, key=len) if longer and best.isascii() else best


#: Species before a short form, as `lexicon/affixes.tsv` has them; a lexicon in memory keeps the letters alone.
_SPECIES = {
    "c": ("canine", "犬"), "e": ("equine", "马"), "h": ("human", "人"), "hu": ("human", "人"), "m": ("mouse", "小鼠"),
    "p": ("porcine", "猪"), "r": ("rat", "大鼠"),
}  # fmt: skip


def _truncated(short: str, en: str, zh: str | None) -> bool:
    """Interleukin for IL-6, where the Chinese has the number: the English is cut short."""
    sign = re.search(r"(\d+|[α-ω])$", fold(short).cased)
    if sign is None or zh is None or sign[1] not in fold(zh).text:
        return False
    return sign[1] not in loose_en(en) and not re.search(r"(?i)\b(?:one|two|three|four|five|six|i{1,3}|iv|v)\b", en)


def _from_lexicon(m: Meaning, en: str | None, zh: str | None, tagger: Tagger) -> tuple[str | None, str | None]:
    """Long forms of the lexicon for a definition that lacks one; none where they would say less than the document does."""
    if m.concept is None:
        for sense in tagger.lookup(m.defined_as[0]) if en or zh else ():
            if (en and sense.long_en and loose_en(sense.long_en) == loose_en(en)) or (
                zh and sense.long_zh and sense.long_zh == zh
            ):
                return sense.long_en or None, sense.long_zh or None
        return None, None
    if en and zh is None:
        said, chinese = _species_of(en, "en")
        if _is_name(said, m.concept, "en") or any(near_en(said, n.text) for n in m.concept.names if n.lang == "en"):
            return None, chinese + m.concept.zh
    elif zh and en is None and _may_stand_for(m.defined_as[0], m.concept):
        said, english = _species_of(zh, "zh")
        if _is_name(said, m.concept, "zh") or any(near_zh(said, n.text) for n in m.concept.names if n.lang[:2] == "zh"):
            return english + m.concept.en, None
    elif en and zh and _may_stand_for(m.defined_as[0], m.concept):
        return m.concept.en, m.concept.zh
    return None, None


def _species_of(text: str, lang: str) -> tuple[str, str]:
    """A long form without the species that it begins with, and that species in the other language, or ""."""
    for english, chinese in _SPECIES.values():
        if lang == "en" and text.lower().startswith(english + " "):
            return text[len(english) + 1 :], chinese
        if lang == "zh" and (found := re.match(f"{chinese}(?:来?源性?)?的?", text)):
            return text[found.end() :], english + " "
    return text, ""


def _may_stand_for(short: str, concept: Concept) -> bool:
    """Whether a short form is listed for a concept, or has the letters of its English name: MLC is no mesenchymal stem cell."""
    return aligned(short, concept.en) or any(
        short_key(short).lower()
        in (short_key(n.text).lower(), *(letters + short_key(n.text).lower() for letters in _SPECIES))
        for n in concept.names
        if n.type == "abbreviation"
    )


def _is_name(text: str, concept: Concept, lang: str) -> bool:
    loose = loose_en if lang == "en" else _folded
    wanted = loose(text)
    return any(name.lang.startswith(lang) and loose(name.text) == wanted for name in concept.names)


def _folded(text: str) -> str:
    return fold(text).text


def _with_species(short: str, concept: Concept) -> tuple[str, str]:
    """hUC-MSC: human umbilical cord mesenchymal stem cell, though the concept says nothing of the species."""
    for letters, (english, chinese) in _SPECIES.items():
        rest = short.removeprefix(letters).lstrip("-")
        if not short.startswith(letters) or not rest[:1].isupper() or short.startswith(concept.abbr or " "):
            continue
        if any(short_key(name.text) == short_key(rest) for name in concept.names if name.type == "abbreviation"):
            return f"{english} {concept.en}", f"{chinese}{concept.zh}"
    return _with_letters_of(short, concept), concept.zh


def _with_letters_of(short: str, concept: Concept) -> str:
    """The English name that a short form abbreviates: basic fibroblast growth factor for bFGF, not fibroblast growth factor 2."""
    names = [name.text for name in concept.names if name.lang == "en" and name.type == "synonym"]
    if aligned(short, concept.en):
        return concept.en
    fitting = [name for name in names if aligned(short, name) and not _SHORTENED.search(name)]
    if short_key(short).lower() == short_key(concept.abbr or "").lower():
        # What the lexicon itself pairs stays a pair (AKT and protein kinase B) unless another name has just its initials (WBC).
        fitting = [name for name in fitting if "".join(word[0] for word in name.split()).lower() == short.lower()]
    return fitting[0] if fitting else concept.en


#: A word of a name that is a short form itself: JNK MAP kinase, Vit. C.
_SHORTENED = re.compile(r"\b\w*[A-Z]\w*[A-Z]|\b[a-z]+[A-Z]|\b(?:Na|Vit)\b")

"""The bilingual abbreviation table (缩略词表) of one document or several. Start reading at `collect_abbreviations`.

A document's own definitions come first, the lexicon fills what they leave open, and says so. What the text does not decide is
listed with nothing beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zhengming import abbreviation_lists
from zhengming.folding import Folded, fold
from zhengming.longforms import aligned
from zhengming.match import edges_hold
from zhengming.model import Concept, Definition, Document, Sense
from zhengming.shortforms import is_short_form
from zhengming.tagger import Tagger
from zhengming.wordings import (
    is_plural,
    loose_en,
    lowered,
    near_en,
    near_zh,
    same_en,
    same_zh,
    short_key,
    singular,
    singular_short,
    sort_key,
    tidy,
)

#: What a line may be marked with: nothing in it is the document's, its English or its Chinese is the lexicon's, the short
#: form has several long forms, the text does not decide which of several meanings it has.
MARKS = ("lexicon", "lexicon-en", "lexicon-zh", "conflict", "undecided")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a short form stands first.

    Attributes:
        document: number of the document, from 0.
        start: first character in its text.
        line: line in the file or, where the format has none, in the text; from 1.
        column: column in that line, from 1.
        page: page of a PDF, else None.
        paragraph: paragraph of a Word file, else None.
    """

    document: int
    start: int
    line: int
    column: int
    page: int | None = None
    paragraph: int | None = None


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
    texts: list[_Text] = field(repr=False)

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
    texts: list[_Text] = []
    meanings: dict[str, list[_Meaning]] = {}
    for number, document in enumerate(documents):
        text = _Text(document, number, tagger, small)
        texts.append(text)
        text.add_to(meanings)
    lines = [line for found in _merged_case(meanings) for line in _lines(found, texts, tagger)]
    lines.sort(key=lambda line: (sort_key(line.short), line.first.document, line.first.start))
    return Glossary([text.name for text in texts], lines, texts)


# --- one text --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Meaning:
    """What a short form stands for in one document or more."""

    key: str
    own: bool
    concept: Concept | None = None
    senses: tuple[Sense, ...] = ()
    shorts: Counter[str] = field(default_factory=Counter)
    defined_as: list[str] = field(default_factory=list)
    en: Counter[str] = field(default_factory=Counter)
    zh: Counter[str] = field(default_factory=Counter)
    places: list[tuple[int, int]] = field(default_factory=list)
    uses: Counter[int] = field(default_factory=Counter)

    def fits(self, en: str | None, zh: str | None, concept: Concept | None) -> bool:
        """Whether a definition gives the same meaning."""
        if not self.own:
            return False
        if en and self.en:
            return any(same_en(en, other) for other in self.en)
        if concept is not None and self.concept is not None:
            return concept == self.concept
        if zh and self.zh:
            return any(same_zh(zh, other) for other in self.zh)
        # One gives the English, the other the Chinese.
        return True

    def add(self, short: str, en: str | None, zh: str | None, concept: Concept | None) -> None:
        self.defined_as.append(short)
        self.en.update([en] if en else [])
        self.zh.update([zh] if zh else [])
        self.concept = self.concept if self.concept is not None else concept


#: A letter or digit of a short form, and what may stand between two of them in another spelling of it.
_PIECE = re.compile(r"[A-Za-z]+|\d+|[^A-Za-z\d\s-]|[\s-]+")


class _Text:
    """One document: its folded text, what is not running text in it, and what its short forms mean."""

    def __init__(self, document: Document, number: int, tagger: Tagger, small: frozenset[str]) -> None:
        self.document = document
        self.number = number
        self.name = document.id or str(number + 1)
        self.tagger = tagger
        self.folded: Folded = fold(document.text)
        found = abbreviation_lists.parts(document.text)
        self._references, self._lists = found.references, found.lists
        self._small = small
        self._line_starts = [0, *(end.end() for end in re.finditer("\n", document.text))]

    def add_to(self, meanings: dict[str, list[_Meaning]]) -> None:
        """Put what this document's short forms mean, and how often it uses them, beside those of the documents before."""
        defined: dict[str, list[tuple[int, _Meaning]]] = {}
        spellings: dict[str, set[str]] = {}
        for d in self._definitions():
            short = _in_singular(tidy(d.short or ""), d.concept, d.long_en)
            key = _key(short, d.concept)
            en, zh = self._long_forms(d)
            own = meanings.setdefault(key, [])
            meaning = next((m for m in own if m.fits(en, zh, d.concept)), None)
            if meaning is None:
                meaning = _Meaning(key, True)
                own.append(meaning)
            meaning.add(short, en, zh, d.concept)
            defined.setdefault(key, []).append((d.start, meaning))
            spellings.setdefault(key, set()).add(fold(short).cased)
        decided = self._decided(spellings)
        undecided = self._undecided(spellings)
        for start, end, key in self.occurrences(spellings):
            if key in defined:
                chosen = _last_before(defined[key], start)
            elif key in decided:
                chosen = self._from_lexicon(meanings, key, decided[key], start)
            else:
                chosen = self._open(meanings, key, undecided[key])
            chosen.places.append((self.number, start))
            chosen.uses[self.number] += 1
            written = tidy(self.document.text[start:end])
            chosen.shorts[written if written in spellings[key] else singular_short(written)] += 1

    def _definitions(self) -> Iterator[Definition]:
        """Definitions of short forms in Latin letters; those of the document's own abbreviation list come last."""
        held = [
            d
            for d in self.document.definitions
            if d.short and is_short_form(short := fold(tidy(d.short)).cased) and not _LABEL.fullmatch(short) and not _inside(d.start, self._references)
        ]
        yield from sorted(held, key=lambda d: (_inside(d.start, self._lists), d.start))

    def _long_forms(self, d: Definition) -> tuple[str | None, str | None]:
        en = tidy(d.long_en) if d.long_en else None
        zh = tidy(d.long_zh) if d.long_zh else None
        if en:
            article = re.match(r"(?i)(?:the|an?) (?=(.))", en)
            # A disintegrin and metalloproteinase is the A of ADAM.
            if article and (article[0][0].lower() != (d.short or " ")[0].lower() or article[1].lower() == article[0][0].lower()):
                en = en[article.end() :]
            names = [] if d.concept is None else [name.text for name in d.concept.names if name.lang == "en"]
            # anti-calcitonin gene related peptide (CGRP): the short form stands for what is behind the hyphen.
            bare = re.sub(r"^(?:anti|non|pre|post)-", "", en)
            if bare != en and any(same_en(bare, name) for name in names) and not re.match("(?i)[anp]", d.short or ""):
                en = bare
            # The last name of a proper name keeps its s: Federation of Gynecology and Obstetrics.
            if is_plural(d.short or "") or en.split()[-1].islower():
                en = singular(en)
            en = lowered(_apart(en, names), self._small, self.document.text)
        return en, zh

    def _decided(self, spellings: dict[str, set[str]]) -> dict[str, list[tuple[int, Concept]]]:
        """The short forms that the document does not define and the lexicon knows, with their meanings by place."""
        found: dict[str, list[tuple[int, Concept]]] = {}
        own = set(spellings)
        for a in self.document.annotations:
            if a.name.type != "abbreviation" or a.partial or self._aside(a.start):
                continue
            written = a.name.text if a.via == "composition" else a.text
            for text, concept in self._components(" ".join(written.split()), a.concept):
                key = _key(text, concept)
                if key in own or not is_short_form(fold(text).cased) or not _is_listed(text) or _says_itself(key, concept):
                    continue
                found.setdefault(key, []).append((a.start, concept))
                spellings.setdefault(key, set()).add(fold(_in_singular(tidy(text), concept)).cased)
        return found

    def _components(self, text: str, concept: Concept) -> Iterator[tuple[str, Concept]]:
        """AMPK/NF-κB: a table lists AMPK and NF-κB."""
        parts = text.split("/")
        if len(parts) > 1:
            known = [self._only_meaning(part) for part in parts]
            if all(known):
                yield from ((part, c) for part, c in zip(parts, known, strict=True) if c is not None)
                return
        yield text, concept

    def _only_meaning(self, short: str) -> Concept | None:
        senses = self.tagger.lookup(short)
        return senses[0].concept if len(senses) == 1 and is_short_form(short) else None

    def _undecided(self, spellings: dict[str, set[str]]) -> dict[str, tuple[Sense, ...]]:
        """Short forms of several meanings that the text decides nowhere."""
        found: dict[str, tuple[Sense, ...]] = {}
        for u in self.document.ambiguous:
            text = fold(" ".join(u.text.split())).cased
            key = short_key(text)
            if key in spellings and key not in found:
                continue
            if is_short_form(text) and _is_listed(text) and not self._aside(u.start):
                found[key] = tuple(u.senses)
                spellings.setdefault(key, set()).add(singular_short(text))
        return found

    def _from_lexicon(
        self, meanings: dict[str, list[_Meaning]], key: str, places: Sequence[tuple[int, Concept]], start: int
    ) -> _Meaning:
        """The meaning that the lexicon gives a short form at a place: that of the mention there, else the most frequent."""
        most = Counter(concept for _, concept in places).most_common(1)[0][0]
        concept = next((concept for at, concept in places if at == start), most)
        known = meanings.setdefault(key, [])
        meaning = next((m for m in known if m.concept == concept and not m.senses), None)
        if meaning is None:
            meaning = _Meaning(key, False, concept)
            known.append(meaning)
        return meaning

    def _open(self, meanings: dict[str, list[_Meaning]], key: str, senses: tuple[Sense, ...]) -> _Meaning:
        known = meanings.setdefault(key, [])
        meaning = next((m for m in known if m.senses), None)
        if meaning is None:
            meaning = _Meaning(key, False, None, senses)
            known.append(meaning)
        return meaning

    # --- occurrences -------------------------------------------------------------------------------------------------

    def occurrences(self, spellings: Mapping[str, set[str]]) -> list[tuple[int, int, str]]:
        """Where short forms stand in the running text, in order: start and end in the text as given, and the key.

        Args:
            spellings: folded spellings by key; each is found with and without hyphens and plural s.
        """
        if not spellings:
            return []
        by_pattern: dict[str, str] = {}
        for key, texts in spellings.items():
            for text in texts:
                by_pattern.setdefault(_pattern(text), key)
        ordered = sorted(by_pattern, key=len, reverse=True)
        finder = re.compile("|".join(f"(?:{pattern})s?" for pattern in ordered))
        whole = {pattern: re.compile(f"(?:{pattern})s?") for pattern in ordered}
        text, raw_span = self.folded.cased, self.folded.raw_span
        found: list[tuple[int, int, str]] = []
        last = -1
        for match in finder.finditer(text):
            start, end = match.span()
            if not edges_hold(text, start, end) or not _stands_alone(text, start, end, last, finder):
                continue
            begin, stop = raw_span(start, end)
            if self._aside(begin):
                continue
            last = end
            key = next(by_pattern[pattern] for pattern in ordered if whole[pattern].fullmatch(match[0]))
            found.append((begin, stop, key))
        return found

    def _aside(self, start: int) -> bool:
        return _inside(start, self._references) or _inside(start, self._lists)

    def place(self, start: int) -> Place:
        """Where a character of the text stands in its file."""
        origin = self.document.source.origin if self.document.source else None
        told = origin.place(start, start + 1) if origin is not None else {}
        line = bisect_right(self._line_starts, start)
        column = start - self._line_starts[line - 1] + 1
        return Place(
            self.number, start, told.get("line", line), told.get("column", column), told.get("page"), told.get("paragraph")
        )


#: Month 5, Part B: a place in a study, no short form.
_LABEL = re.compile(r"[A-Z][a-z]{2,} (?:\d{1,3}|[A-Z]|[IVX]+)")


def _in_singular(short: str, concept: Concept | None, long_en: str | None = None) -> str:
    """A short form without its plural s; no plural are iNOs of iNOS, and ARDs of acute respiratory distress syndrome."""
    stands_for_s = long_en is not None and singular(long_en) == long_en and re.search(r"(?i)\bs[a-z]+$", long_en)
    return short if stands_for_s or _misspelt(short, concept) else singular_short(short)


def _key(short: str, concept: Concept | None) -> str:
    return short_key(_misspelt(short, concept) or short)


def _misspelt(short: str, concept: Concept | None) -> str | None:
    """The short form of the concept that ends in S where this one ends in s."""
    names = concept.names if concept is not None and is_plural(short) else ()
    return next((n.text for n in names if n.text.endswith("S") and n.text.lower() == short.lower()), None)


def _inside(start: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(low <= start < high for low, high in spans)


def _last_before(defined: Sequence[tuple[int, _Meaning]], start: int) -> _Meaning:
    """The last definition that begins before a place, else the first one behind it."""
    ordered = sorted(defined, key=lambda item: item[0])
    return next((meaning for at, meaning in reversed(ordered) if at <= start), ordered[0][1])


#: Species before a short form, as `lexicon/affixes.tsv` has them; a lexicon in memory keeps the letters alone.
_SPECIES = {
    "c": ("canine", "犬"), "e": ("equine", "马"), "h": ("human", "人"), "hu": ("human", "人"), "m": ("mouse", "小鼠"),
    "p": ("porcine", "猪"), "r": ("rat", "大鼠"),
}  # fmt: skip
_ATOMS = re.compile(r"(?:(?:Na|K|Ca|Mg|Fe|Zn|H|Li|Cu|Mn|Al|C|N|O|S|P|Cl|Si|I|Br|F|Ag|Au|Ti|Sr)\d*)+")
#: Units, signs and statistics: in no table unless the document itself defines them.
_UNITS = re.compile(
    r"(?i)m[lg]|kg|rpm|min|ph|vs|sd|se|sem|ci|or|rr|hr|iqr|anova|df|k?da|n[mM]|μm|ng|mmol|ppm|kpa|mpa|hz|khz|mhz"
)


def _says_itself(key: str, concept: Concept) -> bool:
    """CD44 molecule, Wnt protein: a name of a thing, not a short form of words."""
    return any(short_key(word).lower() == key.lower() for word in re.split(r"[\s(),]+", concept.en))


def _is_listed(short: str) -> bool:
    """Whether a short form that only the lexicon explains belongs into an abbreviation table."""
    if sum(c.isalnum() for c in short) < 2 or re.fullmatch(r"[a-z]{1,2}|[IVX]+|[A-Z]\d|\d+[A-Za-z]?", short):
        return False
    if _UNITS.fullmatch(short) or re.fullmatch(r".*[A-Za-z]\d?[+⁺−]", short) and len(short) < 6:
        return False
    return not (_ATOMS.fullmatch(short) and (any(c.isdigit() for c in short) or any(c.islower() for c in short)))



def _pattern(short: str) -> str:
    """A pattern for the spellings of a short form: MMP-13, MMP13, MMP 13; a hyphen where letters meet digits or Greek."""
    pieces = _PIECE.findall(short)
    parts: list[str] = []
    for number, piece in enumerate(pieces):
        if piece.isspace() or piece.strip() in ("", "-"):
            parts.append("[- ]?" if number and len(pieces) > number + 1 else re.escape(piece))
            continue
        if number and parts[-1] != "[- ]?" and pieces[number - 1][-1].isalnum() and piece[0].isalnum():
            parts.append("-?")
        parts.append(re.escape(piece))
    return "".join(parts)


def _stands_alone(text: str, start: int, end: int, last: int, finder: re.Pattern[str]) -> bool:
    """Whether a short form is a word: OA-induced, anti-TNF-α, GFP-MSC of two short forms; not the IL of IL-6."""
    before = text[start - 1 : start]
    if before in ("-", "'") and start > 1 and last != start - 1:
        head = re.search(r"[^\W_]+$", text[max(0, start - 40) : start - 1])
        if head is not None and head[0].isascii() and not (head[0].islower() and len(head[0]) > 1):
            return False
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum() and text[end + 1].isascii():
        rest = re.match(r"[A-Za-z0-9α-ω]+", text[end + 1 :][:40])
        following = finder.match(text, end + 1)
        word = rest[0] if rest else ""
        if following is not None and edges_hold(text, *following.span()):
            return True
        return len(word) > 2 and word[1:].islower()
    return not (text[end : end + 1] == "-" and "α" <= text[end + 1 : end + 2] <= "ω")


# --- all texts -------------------------------------------------------------------------------------------------------


def _merged_case(meanings: Mapping[str, list[_Meaning]]) -> list[list[_Meaning]]:
    """The meanings of each short form; those of iNOS and iNOs together where they mean the same."""
    groups: dict[str, list[_Meaning]] = {}
    for found in meanings.values():
        for meaning in found:
            if not meaning.uses:
                # Defined in the document's own list, and never used.
                continue
            same = groups.setdefault(meaning.key.lower(), [])
            other = next((m for m in same if m.concept is not None and m.concept == meaning.concept and _may_merge(m, meaning)), None)
            if other is None:
                same.append(meaning)
                continue
            other.own |= meaning.own
            for name in ("shorts", "en", "zh", "uses"):
                getattr(other, name).update(getattr(meaning, name))
            other.defined_as += meaning.defined_as
            other.places += meaning.places
    split: list[list[_Meaning]] = []
    for same in groups.values():
        by_key: dict[str, list[_Meaning]] = {}
        for meaning in same:
            by_key.setdefault(meaning.key, []).append(meaning)
        split += by_key.values()
    return split


def _may_merge(one: _Meaning, other: _Meaning) -> bool:
    """Whether two meanings of one concept agree in their wordings too."""
    if one.en and other.en:
        return any(same_en(a, b) for a in one.en for b in other.en)
    return True


def _lines(found: list[_Meaning], texts: Sequence[_Text], tagger: Tagger) -> Iterator[Line]:
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
                en = next((singular(tidy(p.long_en)) for p in pairs if p.long_en and p.long_zh and p.long_zh == zh), None)
            short = m.defined_as[0]
            filled_en, filled_zh = _from_lexicon(m, en, zh, tagger)
            if (en is None or _truncated(short, en, zh)) and filled_en:
                en = filled_en
                marks.append("lexicon-en")
            if zh is None and filled_zh:
                zh = filled_zh
                marks.append("lexicon-zh")
        else:
            short = m.shorts.most_common(1)[0][0]
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


def _truncated(short: str, en: str, zh: str | None) -> bool:
    """Interleukin for IL-6, where the Chinese has the number: the English is cut short."""
    sign = re.search(r"(\d+|[α-ω])$", fold(short).cased)
    if sign is None or zh is None or sign[1] not in fold(zh).text:
        return False
    return sign[1] not in loose_en(en) and not re.search(r"(?i)\b(?:one|two|three|four|five|six|i{1,3}|iv|v)\b", en)


def _from_lexicon(m: _Meaning, en: str | None, zh: str | None, tagger: Tagger) -> tuple[str | None, str | None]:
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
        short_key(short).lower() in (short_key(n.text).lower(), *(letters + short_key(n.text).lower() for letters in _SPECIES))
        for n in concept.names
        if n.type == "abbreviation"
    )


def _apart(english: str, names: Sequence[str]) -> str:
    """Words that extracted text has run together (mesenchymalstem cell), apart as in a name that they are."""
    letters = loose_en(english)
    same = next((name for name in names if loose_en(name) == letters and name.count(" ") > english.count(" ")), None)
    if same is None:
        return english
    longest, words = (max(map(len, re.split("[ -]", text))) for text in (english, same))
    return same if longest > words else english


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
    return concept.en, concept.zh

"""The short forms of one document: what it defines, what the lexicon knows of the rest, and where each is used.

Start reading at `Text.add_to`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from zhengming import abbreviation_lists
from zhengming.characters import HAN
from zhengming.folding import Folded, fold
from zhengming.match import edges_hold
from zhengming.model import Concept, Definition, Document, Sense
from zhengming.shortforms import is_short_form
from zhengming.tagger import Tagger
from zhengming.wordings import (
    apart,
    is_plural,
    lowered,
    same_en,
    same_zh,
    short_key,
    singular,
    singular_short,
    tidy,
)


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
class Meaning:
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
        """Count one more definition that gives this meaning."""
        self.defined_as.append(short)
        self.en.update([en] if en else [])
        self.zh.update([zh] if zh else [])
        self.concept = self.concept if self.concept is not None else concept


#: VAS评分: a short form with a Chinese word that says what it is.
_BEFORE_HAN = re.compile(rf"[A-Za-z0-9α-ω+-]{{2,}}(?= ?[{HAN}])")
#: A letter or digit of a short form, and what may stand between two of them in another spelling of it.
_PIECE = re.compile(r"[A-Za-z]+|\d+|[^A-Za-z\d\s-]|[\s-]+")


class Text:
    """One document: its folded text, what is not running text in it, and what its short forms mean."""

    def __init__(self, document: Document, number: int, tagger: Tagger, small: frozenset[str]) -> None:
        self.document = document
        self.number = number
        self.name = document.id or str(number + 1)
        self.tagger = tagger
        self.folded: Folded = fold(document.text)
        found = abbreviation_lists.parts(document.text)
        self._references, self._lists, self._items = found
        # A word that the document itself writes small is no proper name either.
        self._small = small.union(re.findall(r"(?<![\w-])[a-z]{2,}(?![\w])", document.text))
        self._line_starts = [0, *(end.end() for end in re.finditer("\n", document.text))]

    def add_to(self, meanings: dict[str, list[Meaning]]) -> None:
        """Put what this document's short forms mean, and how often it uses them, beside those of the documents before."""
        defined: dict[str, list[tuple[int, Meaning]]] = {}
        spellings: dict[str, set[str]] = {}
        for d in self._definitions():
            short = _in_singular(tidy(d.short or ""), d.concept, d.long_en)
            key = _key(short, d.concept)
            en, zh = self._long_forms(d)
            own = meanings.setdefault(key, [])
            meaning = next((m for m in own if m.fits(en, zh, d.concept)), None)
            if meaning is None:
                meaning = Meaning(key, True)
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
        """Definitions of short forms in Latin letters; the document's own list tells of those that its text leaves open."""
        defined: set[str] = set()
        for d in self.document.definitions:
            short = fold(tidy(d.short or "")).cased
            if is_short_form(short) and not _LABEL.fullmatch(short) and not self._aside(d.start):
                defined.add(short_key(short))
                yield d
        end = len(self.document.text)
        for item in self._items:
            if short_key(item.short) not in defined and is_short_form(fold(tidy(item.short)).cased):
                senses = self.tagger.lookup(item.en or item.zh or "")
                concept = senses[0].concept if len(senses) == 1 else None
                yield Definition(item.short, item.en or None, item.zh or None, end, end, concept)

    def _long_forms(self, d: Definition) -> tuple[str | None, str | None]:
        en = tidy(d.long_en) if d.long_en else None
        zh = tidy(d.long_zh) if d.long_zh else None
        if en:
            article = re.match(r"(?i)(?:the|an?) (?=(.))", en)
            # A disintegrin and metalloproteinase is the A of ADAM.
            if article and (
                article[0][0].lower() != (d.short or " ")[0].lower() or article[1].lower() == article[0][0].lower()
            ):
                en = en[article.end() :]
            names = [] if d.concept is None else [name.text for name in d.concept.names if name.lang == "en"]
            # anti-calcitonin gene related peptide (CGRP): the short form stands for what is behind the hyphen.
            bare = re.sub(r"^(?:anti|non|pre|post)-", "", en)
            if bare != en and any(same_en(bare, name) for name in names) and not re.match("(?i)[anp]", d.short or ""):
                en = bare
            # The last name of a proper name keeps its s: Federation of Gynecology and Obstetrics.
            if is_plural(d.short or "") or en.split()[-1].islower():
                en = singular(en)
            en = lowered(apart(en, names), self._small)
        return en, zh

    def _decided(self, spellings: dict[str, set[str]]) -> dict[str, list[tuple[int, Concept]]]:
        """The short forms that the document does not define and the lexicon knows, with their meanings by place."""
        found: dict[str, list[tuple[int, Concept]]] = {}
        own = set(spellings)
        for a in self.document.annotations:
            if a.partial or self._aside(a.start):
                continue
            written = a.name.text if a.via == "composition" else a.text
            if a.name.type != "abbreviation":
                head = _BEFORE_HAN.match(written)
                if head is None or a.concept not in {sense.concept for sense in self.tagger.lookup(head[0])}:
                    continue
                written = head[0]
            for text, concept in self._components(" ".join(written.split()), a.concept):
                key = _key(text, concept)
                if (
                    key in own
                    or not is_short_form(fold(text).cased)
                    or not _is_listed(text)
                    or _says_itself(key, concept)
                ):
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
        self, meanings: dict[str, list[Meaning]], key: str, places: Sequence[tuple[int, Concept]], start: int
    ) -> Meaning:
        """The meaning that the lexicon gives a short form at a place: that of the mention there, else the most frequent."""
        most = Counter(concept for _, concept in places).most_common(1)[0][0]
        concept = next((concept for at, concept in places if at == start), most)
        known = meanings.setdefault(key, [])
        meaning = next((m for m in known if m.concept == concept and not m.senses), None)
        if meaning is None:
            meaning = Meaning(key, False, concept)
            known.append(meaning)
        return meaning

    def _open(self, meanings: dict[str, list[Meaning]], key: str, senses: tuple[Sense, ...]) -> Meaning:
        known = meanings.setdefault(key, [])
        meaning = next((m for m in known if m.senses), None)
        if meaning is None:
            meaning = Meaning(key, False, None, senses)
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
        # A look at the edge first: most characters begin no word, and need none of the patterns.
        finder = re.compile("(?<![A-Za-z0-9])(?:" + "|".join(f"(?:{pattern})s?" for pattern in ordered) + ")")
        whole = {pattern: re.compile(f"(?:{pattern})s?") for pattern in ordered}
        text, raw_span = self.folded.cased, self.folded.raw_span
        keys: dict[str, str] = {}
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
            written = match[0]
            if written not in keys:
                keys[written] = next(by_pattern[pattern] for pattern in ordered if whole[pattern].fullmatch(written))
            found.append((begin, stop, keys[written]))
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
            self.number,
            start,
            told.get("line", line),
            told.get("column", column),
            told.get("page"),
            told.get("paragraph"),
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


def _last_before(defined: Sequence[tuple[int, Meaning]], start: int) -> Meaning:
    """The last definition that begins before a place, else the first one behind it."""
    ordered = sorted(defined, key=lambda item: item[0])
    return next((meaning for at, meaning in reversed(ordered) if at <= start), ordered[0][1])


_ATOMS = re.compile(r"(?:(?:Na|K|Ca|Mg|Fe|Zn|H|Li|Cu|Mn|Al|C|N|O|S|P|Cl|Si|I|Br|F|Ag|Au|Ti|Sr)\d*)+")
#: Units, signs and statistics: in no table unless the document itself defines them.
_UNITS = re.compile(
    r"(?i)m[lg]|kg|rpm|min|ph|vs|sd|se|sem|ci|or|rr|hr|iqr|anova|df|k?da|n[mM]|μm|ng|mmol|ppm|kpa|mpa|hz|khz|mhz"
)


def _says_itself(key: str, concept: Concept) -> bool:
    """CD44 molecule, Wnt protein: a name of a thing, not a short form of words."""
    words = [concept.en, *re.split(r"[\s(),]+", concept.en)]
    return any(short_key(word).lower() == key.lower() for word in words)


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

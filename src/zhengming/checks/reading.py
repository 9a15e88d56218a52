"""A manuscript as the checks see it: its scopes, the short forms it uses and defines, its concepts. Start at `Reading`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from zhengming.characters import is_han
from zhengming.checks.further_definitions import explained, listed_definitions
from zhengming.checks.symbols import (
    EXEMPT_SHAPE,
    MISREAD,
    is_cells,
    is_gene_context,
    is_prose,
    is_used_word,
    symbol_key,
    with_greek,
    with_roman,
)
from zhengming.checks.words import Words
from zhengming.folding import Folded, fold
from zhengming.lexicon import Lexicon
from zhengming.manuscript import Manuscript, han_share
from zhengming.model import Annotation, Concept, Definition, Document
from zhengming.profiles import Profile
from zhengming.shortforms import is_short_form
from zhengming.tagger import Tagger


@dataclass(slots=True)
class Use:
    """A short form where it stands.

    Attributes:
        start: first character in the text.
        end: one past the last.
        form: as written, dashes and width folded.
        key: what its spellings have in common: no hyphens, Greek as letters, small letters, singular.
        plural: whether it ends in a plural s.
        unit: the unit of text it stands in.
        scope: its scope.
        defining: whether this is where it is defined.
        gene: whether it is written as a gene: in italics, or beside a word such as 基因 or mRNA.
        attached: whether letters or a hyphenated word follow or precede it without space: MSC-derived, IL-1β-BM-MSCs.
    """

    start: int
    end: int
    form: str
    key: str
    plural: bool
    unit: str
    scope: str
    defining: bool
    gene: bool
    attached: bool


@dataclass(slots=True)
class Defined:
    """A definition of the manuscript: what the tagger found, and where its short form stands."""

    found: Definition
    short: Use
    unit: str

    @property
    def key(self) -> str:
        """The key of its short form."""
        return self.short.key


#: Scopes in which a short form counts as used in running text.
RUNNING = ("body", "abstract-zh", "abstract-en")
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9_@\\α-ωΑ-Ω.])(?:[A-Za-zα-ωΑ-Ω]|\d+[A-Z]?-(?=[A-Z]{2}))[A-Za-z0-9α-ωΑ-ΩⅠ-Ⅻ]*(?:[-‐][A-Za-z0-9α-ωΑ-ΩⅠ-Ⅻ]+)*(?![@\\])"
)
#: Not read: addresses, DOIs, file names.
_ADDRESS = re.compile(r"(?:https?://|www\.|doi:?\s*10\.|10\.\d{4,}/)\S+|\S+@\S+\.\S+", re.IGNORECASE)
_MAKER = re.compile(
    r"[（(][^（）()]{0,80}?(?:公司|Inc\b|Ltd|Corp|GmbH|USA|美国|中国|德国|日本|英国|Germany|Japan|China|货号|批号|Cat)[^（）()]{0,60}[)）]"
)
#: SANG et al., 2018.
_AUTHORS = re.compile(r"\b[A-Z]{2,}(?:-[A-Z]+)?,?(?=(?:[\s,]+(?:(?:and|&)\s+)?[A-Z]{2,}){0,3},?\s*et\s?al\b)")
_ROMAN = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"
#: 40 CM: a unit in capitals.
_UNIT_AFTER_NUMBER = re.compile(r".{0,2}\d ?(?:CM|MM|ML|KG|MG|NM|HZ|KV|MA|UL|UG|MIN|KDA)$")
_NUMBERED_FORM = re.compile(r"[A-Z][A-Za-z]+-(?:\d{1,2}|[IVX]{1,4})")
_HAN_TAIL = "细胞曲线蛋白因子通路法病"
_NOT_READ = ("references", "front", "keywords")


class Reading:
    """A manuscript with all that the checks look at.

    Args:
        paper: the manuscript.
        tagger: what finds concepts and definitions.
        words: the words of the rules.
        profile: what the journal asks for.
    """

    def __init__(self, paper: Manuscript, tagger: Tagger, words: Words, profile: Profile) -> None:
        self.paper = paper
        self.text = paper.text
        self.tagger = tagger
        self.words = words
        self.profile = profile
        self.exempt = words.exempt | profile.exempt
        self.folded: Folded = fold(self.text)

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon."""
        return self.tagger.lexicon

    @cached_property
    def document(self) -> Document:
        """What the tagger finds."""
        return self.tagger.annotate(self.text)

    @cached_property
    def annotations(self) -> list[Annotation]:
        """Mentions of concepts outside references and front matter."""
        return [a for a in self.document.annotations if self.scope(a.start) not in _NOT_READ]

    @cached_property
    def definitions(self) -> list[Definition]:
        """All definitions outside references and front matter, pairs without a short form included."""
        found = [d for d in self.document.definitions if self.scope(d.start) not in _NOT_READ]
        found += [d for d in explained(self, found) if self.scope(d.start) not in _NOT_READ]
        listed = [d for d in listed_definitions(self, found) if self.scope(d.start) not in _NOT_READ]
        return sorted([*found, *listed], key=lambda d: (d.start, d.end))

    @cached_property
    def chinese(self) -> bool:
        """Whether the body is Chinese."""
        return han_share("".join(self.text[p.start : p.end] for p in self.paper.of("body"))) > 0.3

    def scope(self, place: int) -> str:
        """The scope of a character."""
        return self.paper.part_at(place).scope

    def unit(self, place: int) -> str:
        """The unit of a character."""
        return self.paper.part_at(place).unit

    def is_chinese(self, place: int, reach: int = 40) -> bool:
        """Whether the text around a place is Chinese."""
        return any(map(is_han, self.text[max(0, place - reach) : place + reach]))

    # --- folded places -----------------------------------------------------------------------------------------------

    def fold_place(self, raw: int) -> int:
        """The folded place of one in the text."""
        return raw if self.folded.starts is None else bisect_left(self.folded.starts, raw, 0, len(self.folded.text))

    def find(self, needle: str) -> Iterator[tuple[int, int]]:
        """Where a folded, lower-case string stands in the text, width, case and line ends aside."""
        at = self.folded.text.find(needle)
        while at >= 0 and needle:
            yield self.folded.raw_span(at, at + len(needle))
            at = self.folded.text.find(needle, at + len(needle))

    # --- short forms -------------------------------------------------------------------------------------------------

    @cached_property
    def _definition_spans(self) -> list[tuple[int, int, Definition, int, int]]:
        """Folded spans of definitions with a short form, and of that short form."""
        spans = []
        cased = self.folded.cased
        for d in self.definitions:
            # Treg细胞 is read as Treg.
            short = fold(d.short or "").cased.rstrip(_HAN_TAIL).rstrip()
            if len(short) < 2 or any(map(is_han, short)) or is_cells(d):
                continue
            start, end = self.fold_place(d.start), self.fold_place(d.end)
            at = cased.find(short, start, end) if cased.startswith(short, start) else cased.rfind(short, start, end)
            if at >= 0:
                spans.append((start, end, d, at, at + len(short)))
        return spans

    @cached_property
    def alike(self) -> dict[str, set[str]]:
        """The Latin words of the text by what they are when I, l and 1 are one letter, and O and 0."""
        found: dict[str, set[str]] = defaultdict(set)
        for word in re.findall(r"[A-Za-z0-9|]{3,}", self.folded.cased):
            found[word.translate(MISREAD)].add(word)
        return found

    @cached_property
    def known(self) -> frozenset[str]:
        """The keys of short forms that the manuscript defines."""
        return frozenset(self.key(fold(d.short).cased)[0] for d in self.definitions if d.short)

    def key(self, form: str) -> tuple[str, bool]:
        """The key of a short form, and whether it is written as a plural."""
        plural = self._is_plural(form)
        return symbol_key(form[:-1] if plural else form), plural

    def _is_plural(self, form: str) -> bool:
        if len(form) < 3 or form[-1] != "s" or not (form[-2].isupper() or form[-2].isdigit()):
            return False
        return not any(entry.name.text.lower() == form.lower() for entry in self.lexicon.index.get(form.lower(), ()))

    def listed(self, form: str) -> list[Concept]:
        """The concepts of the lexicon that have a string as a short form."""
        # Its, Oct, SPS: a word with a capital is a short form only where it is listed so, and S is no plural.
        exact = form.isalpha() and form[:1].isupper() and form[1:].islower()
        return [
            entry.concept
            for entry in self.lexicon.index.get(form.lower(), ())
            if (entry.name.type == "abbreviation" or entry.name.lang == "mul")
            and (entry.name.text == form if exact else not (form[-1:] == "S" and form[:-1] == entry.name.text))
        ]

    def meaning(self, use: Use) -> Concept | None:
        """What a short form means: what the tagger made of it there, or its one meaning."""
        at = bisect_left(self._starts, use.start)
        if at < len(self._starts) and self._starts[at] == use.start and self.document.annotations[at].end >= use.end:
            found = self.document.annotations[at]
            if found.end == use.end:
                return found.concept
        if self.lexicon.meanings.get(use.form) or self.lexicon.meanings.get(use.form.removesuffix("s")):
            return None
        return next((concept for concept in self.listed(use.form) if not _is_member(concept, use.form)), None)

    @cached_property
    def _starts(self) -> list[int]:
        return [a.start for a in self.document.annotations]

    def is_own_name(self, form: str) -> bool:
        """Whether the full name has the short form in it, so that there is nothing to spell out: Wnt protein, HLA-DR antigen."""
        return any(re.match(rf"{re.escape(form)}\b", concept.en, re.IGNORECASE) for concept in self.listed(form))

    def is_exempt(self, form: str) -> bool:
        """Whether a short form needs no definition: everyday ones, units, reagents, makers, strains."""
        single = form[:-1] if form.endswith("s") and len(form) > 2 else form
        return form in self.exempt or single in self.exempt or EXEMPT_SHAPE.fullmatch(form) is not None

    @cached_property
    def uses(self) -> list[Use]:
        """Every short form of the manuscript, in order."""
        cased = self.folded.cased
        barred: set[int] = set()
        for elsewhere in (_ADDRESS, _MAKER, _AUTHORS):
            for match in elsewhere.finditer(cased):
                barred.update(range(*match.span()))
        defining = {(at, end) for _, _, _, at, end in self._definition_spans}
        found = []
        # BV/TV, Tb.Th, D+Q: what is defined with a slash, a point or a plus is one short form; CTX II beside CTX-II too.
        told = {cased[at:end] for at, end in defining}
        spaced = {form.replace("-", " ") for form in told if _NUMBERED_FORM.fullmatch(form)}
        slashed = "|".join(sorted(map(re.escape, {form for form in told if re.search("[/.+&]", form)} | spaced)))
        tokens = re.compile(rf"(?<![A-Za-z0-9])(?:{slashed})(?![A-Za-z0-9])|{_TOKEN.pattern}") if slashed else _TOKEN
        for token in tokens.finditer(cased):
            for start, end in self._pieces(token, defining):
                if (start, end) not in defining and (
                    start in barred
                    or _UNIT_AFTER_NUMBER.match(cased, max(0, start - 3), end)
                    or is_prose(cased, start, end)
                ):
                    continue
                raw_start, raw_end = self.folded.raw_span(start, end)
                part = self.paper.part_at(raw_start)
                if part.scope in _NOT_READ:
                    continue
                form = cased[start:end]
                key, plural = self.key(form)
                attached = (start, end) != token.span()
                gene = is_gene_context(cased, start, end) or self.is_italic(raw_start, raw_end)
                found.append(
                    Use(
                        raw_start,
                        raw_end,
                        form,
                        key,
                        plural,
                        part.unit,
                        part.scope,
                        (start, end) in defining,
                        gene,
                        attached,
                    )
                )
        # eIF2a beside eIF2α: one symbol.
        keys = {use.key for use in found}
        for use in found:
            if (greek := with_greek(use.key)) in keys:
                use.key = greek
            elif use.key not in self.known and (roman := with_roman(use.key)) in self.known:
                # CTX-2 beside CTX-II.
                use.key = roman
        return found

    def is_italic(self, start: int, end: int) -> bool:
        """Whether what stands at a place is in italics, as genes are."""
        origin = self.paper.source.origin
        raw, place = getattr(origin, "raw", None), origin.place(start, end) if origin is not None else {}
        if not isinstance(raw, str) or "start" not in place:
            return False
        before, after = raw[: place["start"]][-12:], raw[place["end"] : place["end"] + 1]
        return (before.endswith(("*", "_")) and not before.endswith("**") and after in "*_") or before.endswith(
            ("\\textit{", "\\emph{", "\\it ")
        )

    def _pieces(self, token: re.Match[str], defining: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The short forms in a word: the whole, or the known ones that hyphens join."""
        start, end, word = token.start(), token.end(), token[0]
        for low, high in defining:
            if start <= low < end or low <= start < high:
                yield low, high
                return
        if self._is_known(word) or "/" in word:
            yield start, end
            return
        if "-" not in word:
            if is_used_word(word) or self._is_latin_in_chinese(word, start, end):
                yield start, end
            return
        parts = [(found.start(), found.end()) for found in re.finditer(r"[^-‐]+", word)]
        number, known = 0, False
        spans = []
        while number < len(parts):
            for last in range(len(parts), number, -1):
                low, high = parts[number][0], parts[last - 1][1]
                if self._is_known(word[low:high]):
                    spans.append((low, high, True))
                    number, known = last, True
                    break
            else:
                low, high = parts[number]
                spans.append((low, high, False))
                number += 1
        tail = re.search(r"(?:[-‐][a-z]{2,})+$", word)
        if not known and tail:
            # XYZ-induced: the word behind is English.
            stem = word[: tail.start()]
            if is_used_word(stem):
                yield start, start + len(stem)
            return
        if not known:
            if is_used_word(word):
                yield start, end
            return
        if any(
            one[2] and two[0] == one[1] + 1 and (word[two[0]].isdigit() or word[two[0]] in _ROMAN)
            for one, two in zip(spans, spans[1:], strict=False)
        ):
            # IL-17F, AS-Ⅳ: an unlisted member of a listed family.
            yield start, end
            return
        for low, high, listed in spans:
            if listed or (is_used_word(word[low:high]) and high - low > 2):
                yield start + low, start + high

    def _is_latin_in_chinese(self, word: str, start: int, end: int) -> bool:
        """IS 患者, 采用 OR: a word of English in capitals is a short form within Chinese text."""
        around = self.folded.text[max(0, start - 2) : start] + self.folded.text[end : end + 2]
        return len(word) < 4 and word.isupper() and is_short_form(word) and any(map(is_han, around))

    def _is_known(self, word: str) -> bool:
        if word in self._told:
            # Mitf: a word's shape, but the text defines it.
            return True
        if not is_short_form(word):
            return False
        return self.key(word)[0] in self.known or bool(self.listed(word)) or word in self.exempt

    @cached_property
    def _told(self) -> frozenset[str]:
        return frozenset(self.folded.cased[at:end] for _, _, _, at, end in self._definition_spans)

    @cached_property
    def defined(self) -> list[Defined]:
        """The definitions of short forms, with the place of each, in order."""
        by_place = {(use.start, use.end): use for use in self.uses if use.defining}
        listed = []
        for _, _, d, at, end in self._definition_spans:
            use = by_place.get(self.folded.raw_span(at, end))
            if use is not None:
                listed.append(Defined(d, use, self.unit(d.start)))
        return listed

    @cached_property
    def defined_in(self) -> dict[str, dict[str, list[Defined]]]:
        """Unit, then key, to definitions in order."""
        units: dict[str, dict[str, list[Defined]]] = defaultdict(lambda: defaultdict(list))
        for item in self.defined:
            units[item.unit][item.key].append(item)
        return units

    @cached_property
    def uses_of(self) -> dict[str, list[Use]]:
        """Key to uses, in order."""
        by_key: dict[str, list[Use]] = defaultdict(list)
        for use in self.uses:
            by_key[use.key].append(use)
        return by_key

    def in_definition(self, start: int, end: int) -> bool:
        """Whether a span touches a definition."""
        spans = self._all_definitions
        at = bisect_left(spans, (end, 0))
        return any(low < end and start < high for low, high in spans[max(0, at - 3) : at])

    @cached_property
    def _all_definitions(self) -> list[tuple[int, int]]:
        return sorted((d.start, d.end) for d in self.definitions)


def _is_member(concept: Concept, form: str) -> bool:
    """Whether a concept is one of the family that a short form stands for: IGF-1 for IGF."""
    own = concept.abbr or ""
    return own != form and own.startswith(form) and own[len(form) :].lstrip("-").isdigit()

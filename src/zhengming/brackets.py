"""Brackets, and the parts of what stands in them. Start reading at `brackets`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_letters, digits
from typing import NamedTuple

from zhengming.characters import HAN, is_han
from zhengming.conventional import stands_for
from zhengming.longforms import LOWER, aligned, is_lower
from zhengming.shortforms import Names, is_short_form, kind_of

#: Longest bracket content that is looked at, in characters.
_INSIDE = 260
#: What a bracket must hold to define anything: a capital, a Greek letter or Chinese; else it explains what is before it.
_TELLING = re.compile(rf"[A-ZΑ-Ωα-ω{HAN}]")
#: In square brackets stand citations, remarks, and short forms: electroencephalogram [EEG].
_SQUARE = re.compile(rf"(?<=[ {HAN}”》])\[([A-Za-zα-ω][A-Za-z0-9α-ω/-]{{1,11}})\]")
#: 聚己内酯〔poly(ε-caprolactone), PCL〕: behind Chinese a square bracket may hold what a round one does.
_SQUARE_LONG = re.compile(rf"(?<=[{HAN}])\[([a-z][^\[\]\n。]{{3,120}},[^\[\]\n。]{{1,30}})\]")


def brackets(text: str) -> Iterator[tuple[int, int]]:
    """Spans of bracket contents, short enough, within one sentence, and with something to tell."""
    position = 0
    while (opening := text.find("(", position)) >= 0:
        position = opening + 1
        closing = text.find(")", position, opening + _INSIDE)
        if closing < 0:
            continue
        if text.find("(", position, closing) >= 0:
            closing = _closing(text, opening)
        elif (
            not _TELLING.search(text, position, closing)
            and _explains_nothing(text, opening)
            and not (closing - position <= LOWER and text[position:closing].isalpha())
        ):
            continue
        if closing > position and "。" not in text[position:closing]:
            yield position, closing
    if "[" in text:
        yield from (match.span(1) for match in _SQUARE.finditer(text))
        if not text.isascii():
            yield from (match.span(1) for match in _SQUARE_LONG.finditer(text))


_NUMBERS = re.compile(r"[\d\s.,=<>≤≥%±:/-]*$")


def _explains_nothing(text: str, opening: int) -> bool:
    """(osteoarthritis) explains a short form or a Chinese term before it; (n = 20) and (mean age) nothing."""
    before = text[max(0, opening - 4) : opening].rstrip()[-2:]
    if not before or is_han(before[-1]):
        return _NUMBERS.match(text, opening + 1, text.find(")", opening)) is not None
    if not before[-1].islower() or (before.endswith("s") and before[-2:-1].isupper()):
        return False
    # rh (recombinant human): the initials of what is in the bracket.
    token = text[max(0, opening - 8) : opening].rstrip()
    token = token[len(token.rstrip(_TOKEN)) :]
    inner = text[opening + 1 : opening + 60].partition(")")[0]
    if token[:1].isupper() and " " in inner:
        # Shh (sonic hedgehog)
        return not (is_short_form(token) and (aligned(token, inner) or stands_for(token, inner)))
    return not is_lower(token) or "".join(word[:1] for word in inner.split(" ")).lower() != token


#: What the word before a bracket is made of.
_TOKEN = f"{ascii_letters}{digits}-"


def _closing(text: str, opening: int) -> int:
    depth = 0
    for here in range(opening, min(len(text), opening + _INSIDE)):
        character = text[here]
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if not depth:
                return here
    return -1


class Part(NamedTuple):
    """A part of a bracket: its span, what it may be, and whether 简称 or the like stands before it."""

    start: int
    end: int
    kind: str
    led: bool

    @property
    def span(self) -> tuple[int, int]:
        """First character and one past the last."""
        return self.start, self.end


class Bracket(NamedTuple):
    """A bracket that may define something: the end of what stands before it, its own end, its parts."""

    edge: int
    close: int
    parts: list[Part]

    def all(self, kind: str) -> list[Part]:
        """The parts of a kind."""
        return [part for part in self.parts if part.kind == kind]

    def first(self, kind: str) -> tuple[int, int] | None:
        """The first part of a kind."""
        for part in self.parts:
            if part.kind == kind:
                return part.start, part.end
        return None


_LEAD = re.compile(
    r"(?:以下|下文|后文|下称|本文)?(?:均|统一)?(?:简称|缩写|缩略语|简写|略称)(?:为|是|作)?[:\s]*"
    r"|(?:又称|也称|亦称|下称|也被称|又名|也叫|称|即|英文(?:名|全称)?(?:为)?|英文(?:缩写|简称)(?:为)?|全称)(?:为|是|作)?[:\s]*"
    r"|(?:以下|下文|后文|文中)?(?:均|统一|皆)?(?:以|用)(?=[A-Za-z0-9-]+\s*(?:表示|代替|代称))"
    r"|(?:hereafter|hereinafter|henceforth|abbreviated(?: as| to)?|abbr\.|i\.e\.,?|termed|(?:also )?known as|also called|or)\s+",
    re.IGNORECASE,
)
#: 下文均以DRG表示
_SAID = re.compile(r"(?<=[A-Za-z0-9])\s*(?:表示|代替|代称)$")
_PADDING = frozenset(" \"“”'‘’")
_LEAD_FIRST = frozenset("以下后本均统简缩略又也亦称即英全hHaAiItTkKoO")
_MARKS = re.compile(r"[,;](?!\d+(?![\w(-]| [a-zμ]))|:\s")


def parts_of(text: str, start: int, end: int) -> Iterator[Part]:
    """The parts of a bracket between commas and semicolons, without white space, quotes and lead-in words."""
    position = start
    marks = [end]
    if "," in text[start:end] or ";" in text[start:end] or ":" in text[start:end]:
        marks = [m.start() for m in _MARKS.finditer(text, start, end) if not _is_inner(text, start, m.start())]
        marks.append(end)
    for mark in marks:
        first, last = position, mark
        position = last + 1
        led = False
        while first < last and text[first] in _PADDING:
            first += 1
        if text[first : first + 1] in _LEAD_FIRST and (lead := _LEAD.match(text, first, last)):
            led = is_han(text[first])
            first = lead.end()
            while first < last and text[first] in _PADDING:
                first += 1
        if led and (said := _SAID.search(text, first, last)):
            last = said.start()
        while first < last and text[last - 1] in _PADDING:
            last -= 1
        if first == last:
            continue
        inner = text.find("[", first, last)
        if inner > first and text[last - 1] == "]":
            # complete Freund's adjuvant[完全弗氏佐剂]
            close = inner - (text[inner - 1] == " ")
            yield Part(first, close, kind_of(text[first:close]), led)
            first, last = inner + 1, last - 1
        yield Part(first, last, kind_of(text[first:last]), led)


def _is_inner(text: str, start: int, place: int) -> bool:
    """Whether a comma stands between the digits of a name or in a bracket of its own: 1,25-(OH)2D3."""
    behind = text[place + 1 : place + 2]
    if (text[place - 1] in "'0123456789" and behind.isdigit()) or (text[place - 1] == behind == "N"):
        return True
    return text.count("(", start, place) > text.count(")", start, place)


#: Extracted text runs words together: small RNAs became smallRNAs, Cell Counting Kit-8 CellCounting Kit-8.
_WORDS_TOGETHER = re.compile(
    r"(?![a-z][A-Z][a-z]+$)(?=.*(?:[a-z][A-Z]|[A-Z]{2}| )).*(?!alpha|gamma|kappa|delta)[a-z]{5}"
)


def with_words_apart(text: str, bracket: Bracket) -> Bracket:
    """What has a whole word in lower case beside its capitals is English, and no short form."""
    parts = [
        part._replace(kind="en")
        if part.kind == "short" and _WORDS_TOGETHER.match(text[part.start : part.end])
        else part
        for part in bracket.parts
    ]
    return bracket if parts == bracket.parts else bracket._replace(parts=parts)


_SHORT_BEHIND = re.compile(r".*[a-z]( )([A-Z][A-Za-z0-9-]{1,7})$")


def with_short_apart(text: str, bracket: Bracket) -> Bracket:
    """听觉脑干诱发电位(auditory brainstem response ABR): English and its short form without a comma."""
    if [part.kind for part in bracket.parts] != ["en"]:
        return bracket
    part = bracket.parts[0]
    found = _SHORT_BEHIND.match(text, part.start, part.end)
    if not found or not is_short_form(found[2]) or not aligned(found[2], text[part.start : found.start(1)]):
        return bracket
    return bracket._replace(
        parts=[part._replace(end=found.start(1)), part._replace(start=found.start(2), kind="short")]
    )


def with_plain_short(text: str, bracket: Bracket, names: Names) -> Bracket:
    """Microphthalmia transcription factor，Mitf: a word that only beside its long form is seen to be a short form."""
    kinds = [part.kind for part in bracket.parts]
    if kinds != ["en", "en"]:
        return bracket
    first, second = bracket.parts
    word = text[second.start : second.end]
    long = text[first.start : first.end]
    if not (len(word) <= _PLAIN and word.isalnum() and aligned(word, long)) and (
        " " in word or not names.names(word, long)
    ):
        return bracket
    return bracket._replace(parts=[first, second._replace(kind="short")])


#: The longest short form that looks like a word.
_PLAIN = 6


#: What the names of substances end with, in Chinese and in English.
_SUBSTANCES = frozenset("素白酶肽糖酸碱苷醇酮烯胺酯酚醛")
_SUBSTANCE = re.compile(r"[A-Z][a-z]{2,}(?:in|ase|ose|ol|one|ide|ine|ate|an|gen|oid|ene|al)s?(?:[ -]?[A-Z0-9]{1,2})?")


def is_substance(english: str, last: str) -> bool:
    """Whether one English word is the name of a substance, as the last character of the Chinese says: 头蛋白(Noggin)."""
    return last in _SUBSTANCES and _SUBSTANCE.fullmatch(english) is not None


#: Burkholderia pseudomallei; Prevotella, where the Chinese says that it is a genus.
_TAXON = re.compile(r"[A-Z](?:[a-z]{3,}(?: [a-z]{4,})?|\. ?[a-z]{4,})$")
_TAXA = frozenset("菌属科目门纲族")


def is_taxon(english: str, last: str) -> bool:
    """Whether English is the name of a species, or of a genus where the last character of the Chinese says so."""
    return _TAXON.match(english) is not None and (" " in english or "." in english or last in _TAXA)


_OPENING = {"”": "“", "》": "《", "」": "「", '"': '"'}


def unquoted(text: str, edge: int) -> tuple[int, int | None]:
    """The end of a term in quotation marks, and where it begins."""
    mark = _OPENING.get(text[edge - 1])
    if mark is None:
        return edge, None
    begin = text.rfind(mark, max(0, edge - 60), edge - 1)
    return edge - 1, (begin + 1 if begin >= 0 else None)

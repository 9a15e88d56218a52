"""Short forms that a document itself defines, in Chinese, English and mixed text. Start reading at `definitions`.

Works on folded text (brackets, commas and dashes are one kind there) and only around brackets and in abbreviation
lists. The letters of an English long form are found as in Schwartz and Hearst (2003), "A simple algorithm for
identifying abbreviation definitions in biomedical text"; single-word long forms, Greek letters and digits are allowed.
The left edge of a Chinese long form is a listed name where one ends at the bracket, else the nearest function word or
mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from zhengming.characters import HAN, is_han
from zhengming.longforms import BEFORE, THREE_LETTERS, aligned, english_long_form, initials_long_form

_HAN = f"[{HAN}]"
#: Longest bracket content that is looked at, in characters.
_INSIDE = 260

NameStart = Callable[[int], "int | None"]
Known = Callable[[str], bool]


class Found(NamedTuple):
    """A definition in folded text: spans as (start, end), None where a part is missing.

    `span` covers the whole expression, from the long form to the closing mark.
    """

    span: tuple[int, int]
    short: tuple[int, int] | None
    long_en: tuple[int, int] | None
    long_zh: tuple[int, int] | None


def definitions(text: str, name_start: NameStart, known: Known) -> list[Found]:
    """What a document defines.

    Args:
        text: folded text, case kept.
        name_start: for a position, where the longest listed Chinese name that ends there begins, or None.
        known: whether a string is a listed name or a known meaning of an ambiguous one.

    Returns:
        list: definitions in order of their start.
    """
    found = [item for start, end in _brackets(text) if (item := _in_brackets(text, start, end, name_start, known))]
    if ";" in text or "\n" in text:
        taken = {at for item in found for at in range(*item.span)}
        found += [item for item in _listed(text, known) if item.span[0] not in taken and item.span[1] - 1 not in taken]
    return sorted(found)


# --- brackets ------------------------------------------------------------------------------------------------------


#: What a bracket must hold to define anything: a capital, a Greek letter or Chinese; else it explains what is before it.
_TELLING = re.compile(rf"[A-ZΑ-Ωα-ω{HAN}]")


#: In square brackets stand citations, remarks, and short forms: electroencephalogram [EEG].
_SQUARE = re.compile(r"(?<= )\[([A-Za-zα-ω][A-Za-z0-9α-ω/-]{1,11})\]")
#: The longest short form in lower case: mean blood pressure (mbp).
_LOWER = 4


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Spans of outermost bracket contents, short enough, within one sentence, and with something to tell."""
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
            and not (closing - position <= _LOWER and text[position:closing].isalpha())
        ):
            continue
        if closing > position and "。" not in text[position:closing]:
            yield position, closing
    if "[" in text:
        yield from (match.span(1) for match in _SQUARE.finditer(text))


def _explains_nothing(text: str, opening: int) -> bool:
    """(osteoarthritis) explains a short form before it; (n = 20) and (mean age) nothing."""
    before = text[max(0, opening - 4) : opening].rstrip()
    return before[-1:].islower() and not (before.endswith("s") and before[-2:-1].isupper())


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


def _in_brackets(text: str, start: int, end: int, name_start: NameStart, known: Known) -> Found | None:
    inner = text[start:end]
    if (
        inner[0] in _LEAD_FIRST
        or "," in inner
        or ";" in inner
        or ":" in inner
        or inner[0] in _PADDING
        or inner[-1] in _PADDING
    ):
        parts = list(_parts(text, start, end))
    else:
        parts = [(start, end)]
    if not parts:
        return None
    kinds = [_kind(text[s:e]) for s, e in parts]
    if "junk" in kinds:
        # dimethyl sulphoxide (DMSO, 18 h before) and (TEA; 10 mM): what follows the short form is a remark.
        first = text[slice(*parts[0])]
        if kinds[0] != "short" and not _single(first) and not (len(parts) == 1 and _is_lower(first)):
            return None
        parts, kinds = parts[:1], ["short"]
    elif len(parts) > 4:
        return None
    edge = start - 1
    while edge > 0 and text[edge - 1] == " ":
        edge -= 1
    if edge == 0 or not (text[edge - 1].isalnum() or text[edge - 1] in "'\"”+-"):
        return None
    here = is_han(text[edge - 1]) or _chinese_name_before(text, edge, name_start)
    if here and kinds == ["short"] and not is_short_form(text[slice(*parts[0])]):
        return None
    bracket = _Bracket(edge, end + 1, parts, kinds)
    return (_after_chinese if here else _after_latin)(text, bracket, name_start, known)


class _Bracket(NamedTuple):
    """A bracket that may define something: the end of what stands before it, its own end, its parts and their kinds."""

    edge: int
    close: int
    parts: list[tuple[int, int]]
    kinds: list[str]

    def first(self, kind: str) -> tuple[int, int] | None:
        """The first part of a kind."""
        return self.parts[self.kinds.index(kind)] if kind in self.kinds else None


_NUMBERED_HAN = re.compile(rf"{_HAN}-?[A-Z]?[0-9α-ω]{{1,3}}$")


def _chinese_name_before(text: str, edge: int, name_start: NameStart) -> bool:
    """转化生长因子-β (…): the long form is Chinese though its last character is not."""
    begin = name_start(edge)
    if begin is not None and any(map(is_han, text[begin:edge])):
        return True
    return _NUMBERED_HAN.search(text, max(0, edge - 6), edge) is not None


_LEAD = re.compile(
    r"(?:以下)?(?:简称|缩写|缩略语)(?:为|是|作)?[:\s]*|(?:又称|也称|也叫|称为|即|英文(?:名|全称)?(?:为)?|英文缩写(?:为)?)[:\s]*"
    r"|(?:hereafter|hereinafter|henceforth|abbreviated(?: as| to)?|abbr\.|i\.e\.,?|termed|known as|also known as|or)\s+",
    re.IGNORECASE,
)


_PADDING = frozenset(" \"“”'‘’")
_LEAD_FIRST = frozenset("以简缩又也称即英hHaAiItTkKoO")
_MARKS = re.compile(r"[,;](?!\d+(?![\w-]))|:\s")


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a bracket between commas and semicolons, without white space, quotes and lead-in words."""
    position = start
    for mark in (*[m.start() for m in _MARKS.finditer(text, start, end)], end):
        first, last = position, mark
        position = last + 1
        while first < last and text[first] in " \"“'‘":
            first += 1
        if text[first : first + 1] in _LEAD_FIRST and (lead := _LEAD.match(text, first, last)):
            first = lead.end()
            while first < last and text[first] in " \"“'‘":
                first += 1
        while first < last and text[last - 1] in " \"”'’":
            last -= 1
        if first < last:
            yield first, last


_SHORT = re.compile(r"[A-Za-z0-9α-ωΑ-Ω][A-Za-z0-9α-ωΑ-Ω'./+\-]*(?: [A-Za-z0-9α-ω.\-]{1,6})?")
_JUNK = re.compile(
    r"(?i)[ivx]{1,5}|[a-h]|\d.*%|[np]\s*[=<>≤≥].*|p|n|\d+(?:\.\d+)?\s*(?:mg|ml|μg|μl|kg|g|mm|cm|μm|nm|h|d|min|s|years?|"
    r"weeks?|months?|days?|hz|u|iu)?(?:/.*)?|(?:fig|figure|table|tab|ref|see|图|表|见|详见)\b.*|\[?\d+(?:[-,]\d+)*\]?|"
    r"et al.*|e\.g\..*|vs\.? .*|version .*|usa|china|uk|ok|.*[=<>≤≥±].*|https?:.*|doi.*"
)


@lru_cache(maxsize=8192)
def _kind(part: str) -> str:
    """What a part of a bracket may be: `short`, `zh`, `en`, or `junk`."""
    if _JUNK.fullmatch(part):
        return "junk"
    if not part.isascii() and _ANY_HAN.search(part):
        return "zh" if "。" not in part and "、" not in part else "junk"
    if is_short_form(part):
        return "short"
    return "en" if _PHRASE.fullmatch(part) and THREE_LETTERS.search(part) else "junk"


_ANY_HAN = re.compile(_HAN)
_PHRASE = re.compile(r"[A-Za-z0-9α-ωΑ-Ω][^()=<>]*")
_PLAIN_WORD = re.compile(r"[A-Z]?[a-z]{3,}(?:-[a-z]+)*")


_GREEK_NAMES = frozenset(("alpha", "beta", "gamma", "delta", "kappa"))


@lru_cache(maxsize=8192)
def is_short_form(part: str) -> bool:
    """Whether a string looks like an abbreviation: 2 to 18 characters, a capital or Greek letter among them."""
    letters = [c for c in part if c.isalpha()]
    if not 2 <= len(part) <= 18 or not letters or not _SHORT.fullmatch(part) or sum(c.isalnum() for c in part) < 2:
        return False
    words = part.split(" ")
    capitals = sum(c.isupper() for c in part)
    if any(len(word) > 3 and word.islower() and word not in _GREEK_NAMES for word in words):
        return False
    if _PLAIN_WORD.fullmatch(part):
        return False
    return (
        capitals >= 2
        or (capitals == 1 and len(part) <= 6)
        or any("α" <= c <= "ω" for c in part)
        or (any(c.isdigit() for c in part) and len(letters) >= 2)
    )


def _after_chinese(text: str, bracket: _Bracket, name_start: NameStart, known: Known) -> Found | None:
    """全称（English，ABBR） 全称（ABBR） 全称（English）."""
    edge, close, parts, kinds = bracket
    if "zh" in kinds:
        return None
    english, short = bracket.first("en"), bracket.first("short")
    begin: int | None
    if kinds.count("short") > 1 or kinds.count("en") > 1:
        # 肿瘤坏死因子 (TNF-α, IL-6): a list of things; English, ABBR: the second is the short form.
        if english is None and kinds == ["short", "short"] and aligned(text[slice(*parts[1])], text[slice(*parts[0])]):
            english, short = parts
        else:
            return None
    if english is None and short is None:
        return None
    listed = name_start(edge)
    begin = listed if listed is not None else chinese_left_edge(text, edge)
    if begin is None or edge - begin < 2:
        return None
    if english is None and listed is None and not known(text[begin:edge]):
        capitals = short is not None and sum(map(str.isupper, text[slice(*short)])) > 1
        if not capitals or edge - begin < 3:
            return None
    if english and short and not aligned(text[slice(*short)], text[slice(*english)]) and listed is None:
        return None
    return Found((begin, close), short, english, (begin, edge))


#: Marks, and function words and verbs, that end before a Chinese long form begins.
_CHINESE_MARKS = frozenset(
    " \n\t,.;:。、!?()[]“”\"'<>《》/与和及或在对以为由被将经使是有了并而等于从向把该其此各每即如中的"
)
_CHINESE_STOP = re.compile(
    "通过|采用|使用|应用|利用|检测|测定|进行|以及|包括|例如|其中|介导|诱导|促进|抑制|激活|降低|升高"
    "|提高|表达|分泌|治疗|患者|显示|发现|报道|称为|属于|具有|根据|评估|观察|比较"
)


def chinese_left_edge(text: str, edge: int) -> int | None:
    """Where an unlisted Chinese long form begins: after the last mark or function word before the bracket."""
    begin = edge - 2
    window = max(0, edge - 24)
    while begin > window and text[begin - 1] not in _CHINESE_MARKS:
        begin -= 1
    for match in _CHINESE_STOP.finditer(text, max(begin, 0), edge):
        if match.end() <= edge - 2:
            begin = match.end()
    while 0 <= begin < edge and not is_han(text[begin]):
        begin += 1
    return begin if 0 <= begin < edge else None


def _after_latin(text: str, bracket: _Bracket, name_start: NameStart, known: Known) -> Found | None:
    """English (ABBR), ABBR (English), English (ABBR, 中文), ABBR（中文） and English（中文）."""
    edge, close, parts, kinds = bracket
    chinese, english = bracket.first("zh"), bracket.first("en")
    shorts = [part for part, kind in zip(parts, kinds, strict=True) if kind == "short"]
    if kinds == ["en"] and _is_lower(text[slice(*parts[0])]):
        shorts = parts
    head = _token_before(text, edge)
    head_text = text[slice(*head)]
    if is_short_form(head_text) and not shorts:
        for long_form in (english, chinese):
            if long_form is None:
                continue
            long_text = text[slice(*long_form)]
            if known(long_text) or (long_form is english and aligned(head_text, long_text)):
                if english and english != long_form and not aligned(head_text, text[slice(*english)]):
                    english = None
                return Found((head[0], close), head, english, chinese)
        return None
    if len(shorts) == 1:
        short = shorts[0]
        begin = _english_begin(text, edge, text[slice(*short)])
        if begin is None:
            if english and english != short and aligned(text[slice(*short)], text[slice(*english)]):
                # An explanation all in one bracket: did not change (NS, not significant), (blood-brain barrier, BBB).
                return Found((min(short[0], english[0]), close - 1), short, english, chinese)
            return None
        return Found((begin, close), short, (begin, edge), chinese)
    if chinese and not shorts and len(parts) == 1 and known(text[slice(*chinese)]):
        window = text[max(0, edge - BEFORE) : edge]
        words = [m.start() for m in _WORD_BEGIN.finditer(window)][-8:]
        for offset in words:
            begin = edge - len(window) + offset
            if known(text[begin:edge]):
                return Found((begin, close), None, (begin, edge), chinese)
    return None


def _is_lower(part: str) -> bool:
    return 2 <= len(part) <= _LOWER and part.isalpha() and part.islower() and part.isascii()


_SINGLE = re.compile(r"[A-Z]\d?$")
#: How far away the other use of a single letter is looked for, in characters: an abstract's length.
_NEARBY = 5000


def _single(part: str) -> bool:
    return _SINGLE.match(part) is not None


def _english_begin(text: str, edge: int, short: str) -> int | None:
    """Where the English long form of a short form before a bracket begins, locants and the like included.

    Short forms in lower case need all initials (mean blood pressure (mbp)); single letters one word that begins with
    them, and another use in the text (progesterone (P), triiodothyronine (T3)).
    """
    if _is_lower(short):
        return initials_long_form(text, edge, short)
    if _single(short):
        word = _LAST_WORD.search(text, max(0, edge - 40), edge)
        if word is None or word[0][0].upper() != short[0]:
            return None
        use = re.compile(rf"(?<![\w(-]){short}(?![\w)])").search(text, max(0, edge - _NEARBY), edge + _NEARBY)
        return word.start() if use else None
    begin = english_long_form(text, edge, short)
    if begin is not None and text[begin - 1 : begin] == "-":
        locant = _LOCANT.search(text, max(0, begin - 24), begin)
        if locant is not None:
            return locant.start()
    return begin


_LAST_WORD = re.compile(r"[A-Za-z]{5,}$")
#: What a chemical name may begin with: 2,6-, alpha-, 17beta-, delta-9-, N-, 4,5',8-.
_LOCANT = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:\d+'{0,2}|[α-ω]|alpha|beta|gamma|delta|[NOSDLRH]|[nomp]|cis|trans)(?:,|-)?)+-$"
)
_WORD_BEGIN = re.compile(r"(?<![A-Za-z0-9α-ω])[A-Za-z0-9α-ω]")
_TOKEN = re.compile(rf"[^\s()\[\],;:。、{HAN}]+$")


def _token_before(text: str, edge: int) -> tuple[int, int]:
    token = _TOKEN.search(text, max(0, edge - 40), edge)
    return token.span() if token else (edge, edge)


# --- abbreviation lists --------------------------------------------------------------------------------------------

#: Where an item of a list may begin: a word before a comma, colon or dash, behind the end of another item.
_ITEM_START = re.compile(
    r"(?:^|[;。\n:]|\.(?= )) ?(?P<short>[A-Za-z0-9α-ω][A-Za-z0-9α-ω/'+.\-]{1,24})(?=,|:|=| - | = )"
)
#: What it then stands for: English, Chinese, or both, to the end of the item.
_ITEM_REST = re.compile(
    rf"(?:,|:| ?=| -) *(?P<en>[A-Za-zα-ω][A-Za-z0-9α-ω'/,\- ]{{3,120}}?)?[ ]?(?P<zh>{_HAN}[{HAN}A-Za-z0-9α-ω/()\-]{{1,40}})?[ ]*"
    r"(?=[;。\n]|\.(?:\s|$)|$)"
)


def _listed(text: str, known: Known) -> Iterator[Found]:
    """The list under a table or after "Abbreviations": `OA, osteoarthritis 骨关节炎；MIA, …`.

    One item makes no list: its long form must be known, or another item stand beside it.
    """
    items: list[tuple[Found, bool]] = []
    for start in _ITEM_START.finditer(text):
        short = start["short"]
        if not is_short_form(short) or not (rest := _ITEM_REST.match(text, start.end())):
            continue
        english, chinese = (rest["en"] or "").rstrip(), rest["zh"]
        sure = (english and known(english)) or (chinese and known(chinese))
        if not sure and not (THREE_LETTERS.search(english) and aligned(short, english)):
            continue
        span_en = (rest.start("en"), rest.start("en") + len(english)) if english else None
        span_zh = rest.span("zh") if chinese else None
        span = (start.start("short"), (span_zh or span_en or (0, 0))[1])
        items.append((Found(span, start.span("short"), span_en, span_zh), bool(sure)))
    ends = {found.span[1] for found, _ in items}
    begins = {found.span[0] for found, _ in items}
    for found, sure in items:
        beside = any(found.span[0] - gap in ends or found.span[1] + gap in begins for gap in (1, 2, 3))
        if sure or beside:
            yield found

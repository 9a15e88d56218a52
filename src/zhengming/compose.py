"""Names built from parts: a species letter before a cell's short form, a number that stands for a whole name.

`species_prefixed` runs when the index is built, `elided` and `elided_before` on what the cover kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from zhengming.characters import is_han
from zhengming.lexicon import Affix, Entry, Meaning

#: Short forms of these categories take a species letter (hUC-MSCs, rBMSC, mMSC-Exo).
_SPECIES_HEADS = frozenset({"cell", "cell_product"})


def species_prefixed(
    index: Mapping[str, tuple[Entry, ...]], affixes: Iterable[Affix], meanings: Mapping[str, Sequence[Meaning]]
) -> dict[str, tuple[Entry, ...]]:
    """Spellings with a species prefix (`affixes.tsv`) that no listed name has already.

    Args:
        index: folded spelling to entries.
        affixes: those of kind `species` are used.
        meanings: names with several meanings: one that is mostly something else takes no prefix (hEC).
    """
    prefixes = [affix.text for affix in affixes if affix.kind == "species"]
    built: dict[str, list[Entry]] = {}
    for key, entries in index.items():
        for entry in entries:
            letters = sum(c.isalpha() for c in entry.spelling)
            if (
                entry.name.type != "abbreviation"
                or entry.concept.category not in _SPECIES_HEADS
                or not entry.tagged
                or letters < 3
                or " " in entry.spelling
                or not entry.spelling[0].isupper()
                or not _mostly(entry, meanings)
            ):
                continue
            for prefix in prefixes:
                spelling = prefix + entry.spelling
                if spelling.lower() in index:
                    continue
                steps = (*entry.steps, "compose.species_prefixed")
                built.setdefault(prefix + key, []).append(
                    replace(entry, spelling=spelling, steps=steps, exact_case=True, via="composition")
                )
    return {key: tuple(entries) for key, entries in built.items()}


def _mostly(entry: Entry, meanings: Mapping[str, Sequence[Meaning]]) -> bool:
    """Whether a name means its concept at least as often as anything else."""
    lines = meanings.get(entry.name.text, ())
    return not lines or any(meaning.concept == entry.concept and meaning.prior >= 0.5 for meaning in lines)


# --- series that share a part --------------------------------------------------------------------------------------

_ROMAN = r"(?:i{1,3}|iv|vi{0,3}|ix|xi{0,2}|[ⅰ-ⅿ])"
#: The shapes of what members end with, each by what stands for it in a later member: 3, 1a, 1α; β; V4; 1A1; III; DR.
_SHAPES = tuple(
    (re.compile(shape), re.compile(f"(?:{tail})$"))
    for shape, tail in (
        (r"\d{1,3}(?:[α-ω]|[a-z]\b)?", r"\d+(?:[α-ω]|[a-z]\b)?"),
        (r"[α-ω]\d", r"[α-ω]\d"),
        (r"[α-ω]", r"[α-ω]"),
        (_ROMAN, rf"(?<![a-z]){_ROMAN}"),
        (r"\d{1,2}[a-z]\d{1,2}", r"\d+[a-z]\d+"),
        (r"[a-z]\d{1,2}", r"[a-z]\d+"),
        (r"[a-z]{1,2}", r"(?<=-)[a-z]"),
    )
)
_GREEK = frozenset("αβγδεκλμω")
_NEXT = re.compile(
    r"(?P<glue>\s?/\s?|\s?、\s?|\s?(?:和|与|及|或|以及)\s?|,\s?(?:and |or )?| and | or )(?P<hyphen>-?)"
    rf"(?P<part>[a-z]?\d{{1,3}}(?:[a-z]\d{{1,2}})?(?:[α-ω]|[a-z](?![a-z\d]))?|[α-ω]\d?|{_ROMAN}(?![a-z])|[a-z]{{1,2}}(?![a-z]))"
)
#: After a member without hyphen that no slash joins, a sentence goes on about the series, not with a number of something.
_GOES_ON = re.compile(
    r"$|[,.;:)\]。、]|(?: ?(?:型|的|水平|表达|浓度|含量|均|显著|蛋白|基因|共|升高|降低|及其|受体|阳性|等|则|之间|三者|两者|mrna))|"
    r" (?:levels?|mrna|expression|were|was|are|is|in|and|or|proteins?|concentrations?|genes?|receptors?|production|secretion)\b"
)


def elided(text: str, start: int, end: int, index: Mapping[str, tuple[Entry, ...]]) -> Iterator[tuple[int, int, Entry]]:
    """Later members of a series that drop the common stem: the `13` of `MMP-3/13`, the `III` of `collagen type I/III`.

    After a comma or `and` the hyphen must be repeated (`MMP-1, -3 and -13`), or the sentence go on as no count does:
    `IL-6, 8 patients` is no series.

    Args:
        text: folded, lower-cased text.
        start: first character of the member that has the stem.
        end: one past its last.
        index: folded spelling to entries.
    """
    position = end
    while match := _NEXT.match(text, position):
        first, last = match.span("part")
        part, after = match["part"], text[last : last + 1]
        if after and (after in "-%." and (after == "%" or text[last + 1 : last + 2].isdigit())):
            return
        if after.isalnum() and not is_han(after):
            return
        # A Greek letter counts nothing; a number between marks of enumeration neither, unless a noun follows it.
        listed = "、" in match["glue"] and (not is_han(after or ",") or after in "和与及等")
        sure = match["hyphen"] or "/" in match["glue"] or listed or part[0] in _GREEK
        if not (sure or _GOES_ON.match(text, last) or _NEXT.match(text, last)) or _MEASURED.match(text, last):
            return
        stem = _stem(text, start, end, part)
        if stem is None:
            return
        entries = index.get(stem + part, ())
        position = last
        if len({entry.concept for entry in entries}) == 1:
            yield first - len(match["hyphen"]), last, entries[0]
        elif len(part) > 1 and part.isalpha() and part.isascii():
            # What is none of ours may stand between two that are (MMP-1, -4 and -13), a word may not.
            return


#: TGF-β1, 2 mmol/L: a number with its unit.
_MEASURED = re.compile(
    r" ?(?:[mnμpkf]?(?:mol|g|l|m)(?:/|\b)|[mnμ]m\b|%|×|h\b|d\b|min\b|weeks?\b|days?\b|例|只|周|天|个|次|ng|mg|μg|ml|kg)"
)


def _stem(text: str, start: int, end: int, part: str) -> str | None:
    """What is before the part of a name in whose place `part` may stand."""
    for shape, tail in _SHAPES:
        if shape.fullmatch(part) and (found := tail.search(text, start, end)) and found.start() > start:
            return text[start : found.start()]
    return None


_BEFORE = re.compile(
    r"(?P<hyphen>-?)(?P<glue>\s?/\s?|\s?、\s?|\s?(?:以及|和|与|及|或)\s?|,? (?:and|or) |, (?:and |or )?)$"
)
#: Heads that are too general to be shared by what is a name itself: 滑膜与软骨细胞, muscle and stem cells.
_GENERAL = frozenset(("细胞", "组织", "cell", "cells", "tissue", "tissues", "蛋白", "因子", "protein", "factor", "treatment", "治疗",
                      "通路", "信号通路", "信号", "途径", "pathway", "pathways", "signaling", "signalling", "signaling pathway"))  # fmt: skip
#: The longest member whose head stands only behind a later one, in characters and in Latin words.
_LONGEST_MEMBER, _MOST_WORDS = 24, 2


def elided_before(
    text: str, start: int, end: int, index: Mapping[str, tuple[Entry, ...]]
) -> Iterator[tuple[int, int, Entry]]:
    """Earlier members of a series that share the head of the last: 骨髓 and 脂肪 of `骨髓、脂肪和脐带来源的间充质干细胞`.

    Args:
        text: folded, lower-cased text.
        start: first character of the member that has the head.
        end: one past its last.
        index: folded spelling to entries.

    Yields:
        The members from right to left: first character, one past the last, what is meant.
    """
    if start < 2 or text[start - 1] not in _GLUE_ENDS:
        return
    name = text[start:end]
    position = start
    while glue := _BEFORE.search(text, max(0, position - 6), position):
        edge = glue.start("glue")
        found = _member(text, edge, name, bool(glue["hyphen"]), index)
        if found is not None:
            yield found
            position = found[0]
        elif glue["hyphen"] and (unlisted := _HYPHENED.search(text, max(0, edge - _LONGEST_MEMBER), edge)):
            # bone marrow-, periosteum- and synovium-derived MSCs: one that is none of ours may stand between.
            position = unlisted.start()
        else:
            return


_HYPHENED = re.compile(r"(?<![a-z])[a-z]+-$")
_GLUE_ENDS = frozenset(" /、和与及或,")


def _member(
    text: str, edge: int, name: str, hyphen: bool, index: Mapping[str, tuple[Entry, ...]]
) -> tuple[int, int, Entry] | None:
    """The longest stretch before an edge that makes a name together with an end of `name`."""
    stop = edge - hyphen
    heads = _heads(name, hyphen)
    for begin in _beginnings(text, stop) if heads else ():
        member = text[begin:stop]
        alone = {entry.concept.category for entry in index.get(member, ()) if entry.tagged}
        for head in heads:
            whole = member + head
            # 滑膜与软骨细胞 may be tissue and cells; 破骨 of 成骨、破骨细胞 is nothing by itself.
            if whole == name or (alone and head.strip(" -") in _GENERAL and index.get(name[: -len(head)])):
                continue
            entries = index.get(whole, ())
            if len({entry.concept for entry in entries}) != 1 or not entries[0].tagged:
                continue
            category = entries[0].concept.category
            if len(head) == 1 and category != "organism":
                continue
            # 痛风和类风湿关节炎: what is by itself the same kind of thing needs no head, unless the other does (成骨、成脂分化).
            if category not in alone or _parallel(name[: -len(head)], member, category, index):
                return begin, edge, entries[0]
    return None


def _parallel(other: str, member: str, category: str, index: Mapping[str, tuple[Entry, ...]]) -> bool:
    return other != member and any(entry.concept.category == category for entry in index.get(other, ()))


def _beginnings(text: str, stop: int) -> Iterator[int]:
    """Where a member may begin that ends at `stop`, the longest first: at a word, or at any Chinese character."""
    low = max(0, stop - _LONGEST_MEMBER)
    places: list[int] = []
    words = 0
    for place in range(stop - 1, low - 1, -1):
        character = text[place]
        if character in ",;:。、()[]\n/":
            break
        before = text[place - 1] if place else " "
        if before.isalnum() and character.isascii() and before.isascii():
            continue
        chinese = is_han(character)
        if (chinese or not before.isalnum() or is_han(before)) and character not in " -":
            places.append(place)
            words += not chinese
            if words == _MOST_WORDS:
                break
    return reversed(places)


@lru_cache(maxsize=8192)
def _heads(name: str, hyphen: bool) -> tuple[str, ...]:
    """The ends of a name that members may share, the longest first."""
    return tuple(
        name[place:]
        for place in range(1, len(name))
        if is_han(name[place])
        or name[place] in " -"
        or (hyphen and name[place - 1].isalpha())
        or is_han(name[place - 1])
    )


_NUMERAL = rf"(?:{_ROMAN}|\d|[a-d])\b"
_SERIES = rf"(?P<first>{_NUMERAL})(?P<more>(?:(?:, ?(?:and |or )?|/| and | or ){_NUMERAL})+)"
_TYPES_BEFORE = re.compile(rf"\btypes? {_SERIES} $")
_TYPES_BEHIND = re.compile(rf"(?: types)? {_SERIES}")
_KIND = re.compile(_NUMERAL)
_NUMERAL_ENDS = frozenset("ivxabcd123456789")


def typed(text: str, start: int, end: int, index: Mapping[str, tuple[Entry, ...]]) -> Iterator[tuple[int, int, Entry]]:
    """The members of `types I, II and X collagen`: each numeral, the last one with the head; of `collagens I and III` the first.

    Args:
        text: folded, lower-cased text.
        start: first character of the head.
        end: one past its last.
        index: folded spelling to entries.
    """
    series = None
    if text[start - 2 : start - 1] in _NUMERAL_ENDS and "type" in text[max(0, start - 40) : start]:
        series, whole = _TYPES_BEFORE.search(text, max(0, start - 40), start), -1
    elif text[end : end + 1] == " " and (text[end - 1] == "s" or text.startswith(" types ", end)):
        series, whole = _TYPES_BEHIND.match(text, end), 0
    if series is None:
        return
    head = text[start:end]
    places = [series.span("first"), *(m.span() for m in _KIND.finditer(text, *series.span("more")))]
    spans = places.copy()
    spans[whole] = (min(spans[whole][0], start), max(spans[whole][1], end))
    for place, span in zip(places, spans, strict=True):
        kind = f"type {text[slice(*place)]} "
        entries = index.get(kind + head, ()) or index.get(kind + head.removesuffix("s"), ())
        if len({entry.concept for entry in entries}) == 1:
            yield *span, entries[0]


_AFTER = re.compile(r"(?:、|和|与|及|以及)(?P<part>[\u4e00-\u9fff]{2,4})")


def elided_after(
    text: str, start: int, end: int, index: Mapping[str, tuple[Entry, ...]]
) -> tuple[int, int, Entry] | None:
    """A later member that shares the beginning of a Chinese name: the 退变 of 半月板损伤和退变.

    Returns:
        Its first character, one past its last, and what is meant; or None.
    """
    following = _AFTER.match(text, end)
    if following is None:
        return None
    first, reach = following.span("part")
    for last in range(reach, first + 1, -1):
        part = text[first:last]
        for place in range(end - 2, start + 1, -1):
            entries = index.get(text[start:place] + part, ())
            if len({entry.concept for entry in entries}) == 1 and entries[0].tagged:
                return first, last, entries[0]
    return None


#: A number or a Greek letter, and a numeral behind a hyphen, with a further one joined to it: each begins with one set of
#: characters, so that the search jumps from one to the next.
_JOINED_NUMBER = re.compile(r"[\dα-ω](?=/-?[\dα-ω]|、-?[\dα-ω]|, ?-?\d| and -?\d| ?[和与及] ?-?[\dα-ω])")
_JOINED_NUMERAL = re.compile(r"-(?:i{1,3}|iv|vi?|[a-z])(?=/-?[ivx]|、[a-z]|, ?-[ivx]| and -[ivx])")
_SYMBOL = re.compile(r"(?<![a-z0-9-])[a-z]{2,6}-?(?:\d{1,3}[α-ω]?|[α-ω]|(?<=-)(?:i{1,3}|iv|vi?|[a-z]))$")


#: IL-12/23 inhibitors: a class of drugs, as TNF inhibitors are.
SERIES_OF_DRUGS = re.compile(
    r"(?:/[a-z]*-?\d{1,2}[α-ω]?)+ ?(?:抑制剂|拮抗剂|单抗|inhibitors?\b|antagonists?\b|blockers?\b)"
)


def unlisted_heads(text: str) -> Iterator[tuple[int, int]]:
    """Where symbols stand that may begin a series though no name of ours is there: the IL-5 of `IL-5, 6 and 9`."""
    numerals = _JOINED_NUMERAL.finditer(text) if "-" in text else ()
    for joined in (*_JOINED_NUMBER.finditer(text), *numerals):
        symbol = _SYMBOL.search(text, max(0, joined.end() - 14), joined.end())
        if symbol is not None and not SERIES_OF_DRUGS.match(text, symbol.end()):
            yield symbol.span()

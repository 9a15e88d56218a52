"""Where tokens must begin and end so that every annotation of a text can be a span of tokens, for a fraction of its cost.

What takes an annotation its time is the meaning of names, and meanings move no edges: a name that stands alone has its
edges whatever it means. Only where an uncertain name lies over another one, or a definition may add a Chinese name that
is not looked for in running text, the text goes all the way through the stages of the tagger. Start reading at
`cuts_of`. A test holds the cuts against the annotations of all texts it is given.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from weakref import WeakKeyDictionary

from zhengming.automaton import Matcher, matcher
from zhengming.characters import HAS_HAN
from zhengming.folding import Folded, fold
from zhengming.hits import check_edges, drop_refused, find_names
from zhengming.match import Hit
from zhengming.meanings import read_definitions
from zhengming.mentions import add_elided, cover
from zhengming.model import Concept
from zhengming.tagger import STAGES, Tagger
from zhengming.work import Candidate, Tools, Work, bare_short

Span = tuple[int, int]


class Cuts(NamedTuple):
    """What a tokenizer must respect in a text.

    Attributes:
        folded: the text, folded.
        edges: where a token must begin or end, in order.
        whole: stretches that are one token where no white space is in them; they do not overlap.
    """

    folded: Folded
    edges: list[int]
    whole: list[Span]


def cuts_of(tagger: Tagger, text: str, nested: bool = False) -> Cuts:
    """The cuts that the annotations of a text ask for.

    Args:
        tagger: finds the annotations.
        text: any text.
        nested: also the edges of concepts inside longer ones.
    """
    tools: Tools = tagger._tools
    work = Work(fold(text), nested, None)
    find_names(tools, work)
    drop_refused(tools, work)
    latin = not HAS_HAN.search(work.folded.text)
    if nested or (not latin and _may_define(tools, work.folded)):
        return _all_stages(tools, work)
    found = list(work.hits)
    # As if the text defined something: an abbreviation then hides none of the names inside it.
    work.defined = _SOMETHING
    check_edges(tools, work)
    work.hits.sort(key=_by_place)
    contested, uncertain = _contested(work.hits, work.folded.text if latin else None)
    compounds = _compounds(text)
    read = Work(work.folded, nested, None)
    if contested or any(_stands_elsewhere(text, *item) for item in compounds.items()):
        read.hits, read.blocks = found, work.blocks
        read_definitions(tools, read)
        if any(_may_go(hit, read) for hit in contested):
            return _all_stages(tools, read, first=STAGES.index(read_definitions) + 1)
    return _cuts(work.folded, _standing(tools, work, uncertain, latin), compounds, read)


#: What `check_edges` takes for a text that defines something.
_SOMETHING: dict[str, list[tuple[int, Concept | None]]] = {"": []}


def _by_place(hit: Hit) -> Span:
    return hit.start, -hit.end


def _contested(hits: list[Hit], latin: str | None) -> tuple[list[Hit], bool]:
    """The uncertain hits with an edge of another one inside, and whether there are uncertain ones at all.

    In Latin text a name in several words is several tokens, whatever it means.
    """
    uncertain = [hit for hit in hits if not hit.plain or hit.entries[0].name.type == "abbreviation"]
    if not uncertain:
        return [], False
    edges = sorted({edge for hit in hits for edge in (hit.start, hit.end)})
    contested = [
        hit
        for hit in uncertain
        if bisect_right(edges, hit.start) != bisect_left(edges, hit.end)
        and (latin is None or " " not in latin[hit.start : hit.end])
    ]
    return contested, True


def _may_go(hit: Hit, read: Work) -> bool:
    """Whether something that context tells can take a hit away: several meanings, or one of the text's own."""
    if not hit.plain:
        return True
    meanings = read.defined.get(bare_short(read.folded.cased[hit.start : hit.end]), ())
    return any(concept is None for _, concept in meanings)


def _standing(tools: Tools, work: Work, uncertain: bool, latin: bool) -> list[Span]:
    """The folded spans of the mentions, and of the members of series, whatever the uncertain ones turn out to mean."""
    hits = work.hits
    if not hits and latin:
        return []

    def spans(hits: Iterable[Hit]) -> set[Span]:
        work.candidates = [
            Candidate(hit.start, hit.end, hit.entries[0].concept, hit.entries[0].name, 1.0, "lexicon", False)
            for hit in hits
        ]
        cover(tools, work)
        found = {(c.start, c.end) for c in work.candidates}
        if not latin:
            # Members of Latin series end where Latin words do.
            add_elided(tools, work)
            found |= {(c.start, c.end) for c in work.candidates}
        return found

    standing = spans(hits)
    if uncertain and not latin:
        standing |= spans(hit for hit in hits if hit.plain and hit.entries[0].name.type != "abbreviation")
    return sorted(standing)


def _all_stages(tools: Tools, work: Work, first: int = STAGES.index(read_definitions)) -> Cuts:
    """The cuts by the annotations themselves."""
    for stage in STAGES[first:]:
        stage(tools, work)
    spans = [(c.start, c.end) for c in work.candidates]
    return _cuts(work.folded, spans, _compounds(work.folded.raw), work)


def _cuts(folded: Folded, spans: list[Span], compounds: Mapping[Span, list[str]], read: Work) -> Cuts:
    if folded.starts is not None:
        spans = [folded.raw_span(*span) for span in spans]
    edges = sorted({edge for span in spans for edge in span})
    whole = [span for span in dict.fromkeys(spans) if bisect_right(edges, span[0]) == bisect_left(edges, span[1])]
    text, taken = folded.raw, set(whole)
    joints = [
        edge
        for span, parts in compounds.items()
        if span not in taken and (_is_member(text, span[0], parts[0]) or _defines_part(read, parts))
        for joint in SYMBOL_JOINT.finditer(text, *span)
        for edge in joint.span()
    ]
    return Cuts(folded, sorted({*edges, *joints}) if joints else edges, whole)


# --- compounds -----------------------------------------------------------------------------------------------------

_DASH = "-\u2010\u2011\u2013"
_PART = "[A-Za-z0-9\u0370-\u03ff]"
_IN_PART = re.compile(_PART).match
#: A symbol in several parts: RT-PCR, PD-L1, c-KIT, NF-κB2, Nav1.6, IL-37.
SYMBOL = rf"(?:[a-z]?[A-Z]{_PART}*+|[a-z](?=[{_DASH}.]))(?:(?:[{_DASH}](?=[A-Z0-9\u0370-\u03ff])|\.(?=\d)){_PART}++)++"
_SYMBOL = re.compile(SYMBOL)
SYMBOL_JOINT = re.compile(rf"[{_DASH}.]")
#: What may join parts of one of which a text may speak by itself: a number behind a hyphen belongs to what is before it.
_JOINT = re.compile(rf"[{_DASH}](?=[A-Z\u0370-\u03ff])|\.(?=\d)")


def _compounds(text: str) -> dict[Span, list[str]]:
    """The symbols in several parts, with their parts."""
    found: dict[Span, list[str]] = {}
    reach = 0
    for joint in _JOINT.finditer(text):
        start = joint.start()
        if start < reach or not start or not _IN_PART(text, start - 1):
            continue
        while start and (_IN_PART(text, start - 1) or (text[start - 1] in _DASH and text[start].isdigit())):
            start -= 1
        match = _SYMBOL.match(text, start)
        if match is not None and match.end() > joint.end():
            reach = match.end()
            found[match.span()] = SYMBOL_JOINT.split(match[0])
    return found


def _sequences(parts: list[str]) -> Iterator[str]:
    """Neighbouring parts together, all of them excepted."""
    size = len(parts)
    return ("".join(parts[a:b]) for a in range(size) for b in range(a + 1, size + 1) if b - a < size)


def _stands_elsewhere(text: str, span: Span, parts: list[str]) -> bool:
    """Whether a part of a compound is in the text without it, as it must be where the text defines it."""
    whole = text[span[0] : span[1]]
    times = text.count(whole)
    return any(
        text.count(part) > times * whole.count(part) for part in (p.removesuffix("s") for p in parts) if len(part) > 1
    )


def _defines_part(read: Work, parts: list[str]) -> bool:
    return bool(read.defined) and any(bare_short(part) in read.defined for part in _sequences(parts))


#: What may be the later member of a series and the first part of a compound, and what then stands before it: `HLA-A/B-DR`.
_MEMBER = re.compile(r"[a-z]{1,2}|[ivx]{1,4}|[a-z]\d{1,3}[α-ω]?", re.IGNORECASE)
_BEHIND_MEMBER = re.compile(
    rf"(?<!{_PART})(?:[a-z]{{1,2}}|[ivx]{{1,4}}|[a-z]+\d{{1,3}}[α-ω]?) ?(?:[/、和与及或,]|,? ?\band|,? ?\bor) ?$",
    re.IGNORECASE,
)


def _is_member(text: str, start: int, part: str) -> bool:
    return bool(_MEMBER.fullmatch(part)) and bool(_BEHIND_MEMBER.search(text, max(0, start - 16), start))


# --- Chinese names that only a definition brings in -----------------------------------------------------------------

_looked_up: WeakKeyDictionary[Tools, Matcher] = WeakKeyDictionary()


def _may_define(tools: Tools, folded: Folded) -> bool:
    """Whether the text may define a Chinese name that is not looked for in running text, or a Chinese short form."""
    text = folded.text
    if "(" not in text and not _CALLED.search(text):
        return False
    if _SHORT_IN_BRACKETS.search(text):
        return True
    names = _looked_up.get(tools)
    if names is None:
        index = tools.lexicon.index
        names = _looked_up[tools] = matcher(
            [
                key
                for key, entries in index.items()
                if HAS_HAN.search(key) and not any(entry.tagged for entry in entries)
            ]
        )
    called = bool(_CALLED.search(text))
    for start, end, _ in names.scan(text):
        after = text[end : end + 1]
        # A long form stands before a bracket, in one, or behind a word that introduces it.
        if (
            after == "("
            or after in _CLOSING
            or (not after.isalnum() and (called or text[start - 1 : start] in _OPENING))
        ):
            return True
    return False


_OPENING, _CLOSING = frozenset("(,;:[ "), frozenset(')”》」"')
_CALLED = re.compile("[称即写]")
_SHORT_IN_BRACKETS = re.compile(r"\([^()]{0,12}[称即写]")

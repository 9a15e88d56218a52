"""From candidates to mentions: the best cover, series with a common stem, and what is part of something longer."""

from __future__ import annotations

import re
from bisect import bisect_right

from zhengming import compose
from zhengming.characters import is_han
from zhengming.lexicon import Entry
from zhengming.match import best_cover
from zhengming.work import SCORES, Candidate, Tools, Work


class Places:
    """Where mentions are, to ask which one is at a position."""

    def __init__(self, candidates: list[Candidate]) -> None:
        self._candidates = candidates
        self._starts = [c.start for c in candidates]

    def at(self, position: int) -> Candidate | None:
        """The mention that begins last at or before a position and reaches over it."""
        number = bisect_right(self._starts, position) - 1
        found = self._candidates[number] if number >= 0 else None
        return found if found and position < found.end else None

    def within(self, start: int, end: int) -> list[Candidate]:
        """The mentions that reach into a stretch."""
        number = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_right(self._starts, end - 1)
        return [c for c in self._candidates[number:last] if c.start < end and start < c.end]


def cover(tools: Tools, work: Work) -> None:
    """The best cover of what is left, or everything where nested mentions are asked for."""
    if not work.candidates:
        return
    if not work.nested and work.trail is None and _apart(work.candidates):
        return
    unique = {(c.start, c.end, c.concept): c for c in sorted(work.candidates, key=lambda c: c.score)}
    candidates = sorted(unique.values(), key=lambda c: (c.start, -c.end, -c.score))
    chosen = best_cover((c.start, c.end, c.score) for c in candidates)
    kept = [candidates[number] for number in chosen]
    if work.trail is not None:
        taken = {(c.start, c.end) for c in kept}
        for c in candidates:
            holds = (c.start, c.end) in taken
            work.note(c.start, c.end, "match.best_cover", holds, "" if holds else "inside or across a longer mention")
    if work.nested:
        places = Places(kept)
        inner = []
        for c in candidates:
            holder = places.at(c.start)
            if holder and c.end <= holder.end and c != holder and c.concept != holder.concept:
                inner.append(c)
        kept = sorted([*kept, *inner], key=lambda c: (c.start, -c.end))
    work.candidates = kept


def _apart(candidates: list[Candidate]) -> bool:
    """Whether the candidates are in order and none overlaps another, as in most texts: then there is nothing to choose."""
    reach = 0
    for candidate in candidates:
        if candidate.start < reach:
            return False
        reach = candidate.end
    return True


def add_elided(tools: Tools, work: Work) -> None:
    """The members of a series that share a part with another (`MMP-3/13`, 骨髓和脂肪间充质干细胞), each on its own characters."""
    candidates = work.candidates
    text, index = work.folded.text, tools.lexicon.index
    added: list[Candidate] = []
    gone: set[int] = set()

    def later(start: int, end: int) -> None:
        for first, last, entry in compose.elided(text, start, end, index):
            if places.at(first) or places.at(last - 1):
                break
            added.append(_composed(work, first, last, entry, "compose.elided"))

    places = Places(candidates)
    for number, candidate in enumerate(candidates):
        start, end = candidate.start, candidate.end
        # Most names stand between spaces, and few of the spaces belong to an "and".
        after, before = text[end : end + 1], text[start - 1 : start]
        if after in _GLUE:
            if is_han(text[end - 1]):
                found = compose.elided_after(text, start, end, index) if after in "、和与及以" else None
                if found and not places.at(found[0]) and not places.at(found[1] - 1):
                    added.append(_composed(work, *found, "compose.elided_after"))
            elif after != " " or text.startswith(_AND, end):
                later(start, end)
        for first, last, entry in compose.typed(text, start, end, index):
            inside = places.within(first, last)
            gone.update(map(id, inside))
            added.append(_composed(work, first, last, entry, "compose.typed"))
        precedes = before in _GLUE and start > 1 and (before != " " or _joins(text, start))
        if precedes and not (number and _same_kind(candidates[number - 1], candidate)):
            for first, last, entry in compose.elided_before(text, start, end, index):
                inside = places.within(first, last)
                # What is a name itself (骨髓) gives way only where all of it is the member.
                if any(c.start < first or last < c.end for c in inside):
                    break
                gone.update(map(id, inside))
                added.append(_composed(work, first, last, entry, "compose.elided_before"))
    for start, end in compose.unlisted_heads(text):
        if not places.at(start) and not places.at(end - 1):
            later(start, end)
    if added:
        kept = [c for c in candidates if id(c) not in gone]
        work.candidates = sorted([*kept, *added], key=lambda c: (c.start, -c.end))


def _same_kind(before: Candidate, candidate: Candidate) -> bool:
    """IL-6 and TNF-α: what stands beside a name of its own kind is whole by itself."""
    gap = candidate.start - before.end
    return 0 < gap < 6 and before.concept.category == candidate.concept.category != "process"


def _joins(text: str, start: int) -> bool:
    """Whether an "and", a comma or the like stands before the space before a position."""
    return text[start - 2] in ",/、和与及或" or text[start - 5 : start] == " and " or text[start - 4 : start] == " or "


def _composed(work: Work, start: int, end: int, entry: Entry, code: str) -> Candidate:
    work.note(start, end, code, True, entry.name.text)
    return Candidate(start, end, entry.concept, entry.name, SCORES["composition"], "composition", False)


_GLUE = frozenset("/、,和与及或以 ")
_AND = (" and ", " or ", " /", " 、", " 和", " 与", " 及", " 或")
_TOKEN_LEFT = re.compile(r"([A-Za-z0-9α-ω]+)-$")
_TOKEN_RIGHT = re.compile(r"-([A-Za-z0-9α-ω]+)")


def mark_partial(tools: Tools, work: Work) -> None:
    """Mark mentions that are part of a longer, unknown compound: the MSC of `PD-MSC`, the OA of `OA-FLS`."""
    if not work.candidates:
        return
    text = work.folded.cased
    # A short form defined for a longer phrase that is not ours (fMRI) shows that the name at its end is not the whole story.
    phrases = {end: start for f, concept in work.definitions if concept is None for start, end in filter(None, f[2:4])}
    if not work.partial and not phrases and "-" not in text:
        return
    marked = []
    places = Places(work.candidates)
    for c in work.candidates:
        partial = (c.start, c.end) in work.partial or phrases.get(c.end, c.start) < c.start
        if text[c.start - 1 : c.start] == "-" or text[c.end : c.end + 1] == "-":
            partial |= _in_code(tools.links, places, text, c)
        marked.append(c._replace(partial=True) if partial else c)
    work.candidates = marked


def _in_code(links: frozenset[str], places: Places, text: str, c: Candidate) -> bool:
    """Whether a hyphen ties a mention to a code that is no mention itself and no affix we know."""
    left, right = _TOKEN_LEFT.search(text, max(0, c.start - 30), c.start), _TOKEN_RIGHT.match(text, c.end)
    sides = ((left, c.start - 2), (right, c.end + 1))
    return any(
        token is not None and _is_code(token[1]) and token[1].lower() not in links and not places.at(place)
        for token, place in sides
    )


def _is_code(token: str) -> bool:
    return not token.islower() or any(map(str.isdigit, token))

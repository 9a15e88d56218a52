"""Names in folded text: one scan, script-aware edges, the best cover. Start reading at `NameIndex.find`.

The automaton reports every overlapping occurrence (Aho and Corasick 1975); a leftmost-longest one would let a longest
hit that fails its edges hide a shorter one that holds. Two automata share the work: names that count in any case run
over the lower-cased text, short forms that need their own case (OA, HA, IT) over the cased one, where they are rare.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import NamedTuple

from zhengming.automaton import Matcher, matcher
from zhengming.characters import WORD_CHARACTERS, is_han
from zhengming.folding import Folded
from zhengming.lexicon import Entry
from zhengming.sections import Memo

#: A stretch of text where some concepts (none listed: all) are not meant.
Block = tuple[int, int, frozenset[str]]


class Hit(NamedTuple):
    """A name found in folded text whose Latin edges hold; Chinese edges are not asked yet.

    `plain` is true where the name has one meaning that no context changes.
    """

    start: int
    end: int
    entries: tuple[Entry, ...]
    plain: bool


#: Written on to a gene's symbol without a space (IL-6mRNA), it hides neither of the two.
_RNA = ("mrna", "mRNA", "sirna", "siRNA", "shrna", "shRNA")


_MARKER = re.compile(r"CD\d{1,3}$")


def _is_glued(pattern: str, cased: str, start: int) -> bool:
    """COL2A1mRNA, but not tmRNA; CD28T细胞: what a cell carries, and the cell."""
    if pattern.startswith(_RNA):
        return not cased[start - 1].islower()
    return len(pattern) > 2 and is_han(pattern[1]) and _MARKER.search(cased, max(0, start - 5), start) is not None


def _is_phosphorylated(entries: tuple[Entry, ...], cased: str, start: int) -> bool:
    """pSmad2 is Smad2 with a phosphate."""
    return (
        cased[start - 1] == "p"
        and cased[start].isupper()
        and (start == 1 or cased[start - 2] not in WORD_CHARACTERS)
        and any(entry.concept.category == "gene_protein" and entry.name.type == "abbreviation" for entry in entries)
    )


_COUNT = re.compile(r"\d+ ?[×%]|\d+(?:周|天|个|例|只|次|组|h\b|d\b)")


def _ends_before(folded: Folded, end: int) -> bool:
    """Whether a short form ends here though a letter or digit follows: IL-6mRNA, ADSCs1×10^6, NSAIDs1周."""
    if folded.text.startswith(_RNA, end):
        return True
    cased = folded.cased
    countable = (cased[end - 1] == "s" and cased[end - 2].isupper()) or "α" <= cased[end - 1] <= "ω"
    return countable and _COUNT.match(cased, end) is not None


_RATIO = frozenset(":%×.")
_PROPORTION = re.compile(r"[:%×]|\.\d")


def _is_proportion(text: str, start: int, end: int) -> bool:
    """胶原 2:1, 胶原 2%: a number apart from the name before it begins something else."""
    return text[end - 1].isdigit() and " " in text[start:end][-3:] and _PROPORTION.match(text, end) is not None


class Scan(NamedTuple):
    """What one automaton looks for.

    Attributes:
        cased: whether it runs over the cased text.
        patterns: the strings it looks for.
        entries: what the pattern of a number means; nothing where it is only a block.
        automaton: finds them.
    """

    cased: bool
    patterns: Sequence[str]
    entries: Callable[[int], tuple[Entry, ...]]
    automaton: Matcher


#: What `find` asks of a pattern: whether its edges are Latin, its entries, whether they are plain, its block, the only
#: case it counts in, and itself.
_Row = tuple[bool, bool, tuple[Entry, ...], bool, "frozenset[str] | None", "str | None", str]


def scans(
    index: Mapping[str, tuple[Entry, ...]],
    blocks: Iterable[str],
    build: Callable[[Sequence[str]], Matcher] = matcher,
) -> tuple[Scan, ...]:
    """The automata over all spellings of a lexicon, built.

    Args:
        index: folded spelling to entries (`Lexicon.index`).
        blocks: folded strings that are not a name though they hold or look like one.
        build: makes a matcher from patterns; the default takes the fastest there is.
    """
    any_case: dict[str, list[Entry]] = {}
    own_case: dict[str, list[Entry]] = {}
    for key, entries in index.items():
        for entry in entries:
            if entry.tagged:
                # A lower-case short form that needs its case (p38) cannot be told from case by the cased text alone.
                own = entry.exact_case and entry.spelling != key
                group, pattern = (own_case, entry.spelling) if own else (any_case, key)
                group.setdefault(pattern, []).append(entry)
    for phrase in blocks:
        any_case.setdefault(phrase, [])
    return tuple(
        Scan(cased, patterns := list(group), [*map(tuple, group.values())].__getitem__, build(patterns))
        for cased, group in ((False, any_case), (True, own_case))
    )


class NameIndex:
    """The names of a lexicon in running text.

    Args:
        scans: the automata, and what their patterns mean.
        ambiguous: names (as listed) with several meanings.
        blocks: folded strings that are not a name though they hold or look like one, with the ids of the concepts
            that are not meant there (none: no concept is).
    """

    def __init__(self, scans: Iterable[Scan], ambiguous: Container[str], blocks: Mapping[str, frozenset[str]]) -> None:
        def row(scan: Scan) -> Callable[[int], _Row]:
            def make(number: int) -> _Row:
                pattern, entries = scan.patterns[number], scan.entries(number)
                return (
                    pattern[0] in WORD_CHARACTERS,
                    pattern[-1] in WORD_CHARACTERS,
                    entries,
                    _is_plain(entries, ambiguous),
                    None if scan.cased else blocks.get(pattern),
                    pattern if not scan.cased and entries and all(entry.exact_case for entry in entries) else None,
                    pattern,
                )

            return make

        # Most patterns never occur: what one means is looked at when it does.
        self._scans = [(scan.cased, scan.automaton, Memo(row(scan))) for scan in scans]

    def find(self, folded: Folded) -> tuple[list[Hit], list[Block]]:
        """Every occurrence of a name whose Latin, Greek and digit edges meet no further letter or digit; and of blocks.

        Returns:
            tuple: the hits, and the blocks as (start, end, ids of the concepts not meant there).
        """
        word, new = WORD_CHARACTERS, tuple.__new__
        kept = folded.cased
        hits: list[Hit] = []
        joined: list[Hit] = []
        blocks: list[Block] = []
        for cased, automaton, rows in self._scans:
            text = kept if cased else folded.text
            if cased and text == folded.text:
                continue
            size = len(text)
            for start, end, number in automaton.scan(text):
                left, right, entries, plain, blocked, exact, pattern = rows[number]
                loose = False
                # Most occurrences are inside a longer Latin word (the rat of separate): they are to cost little.
                if left and start and text[start - 1] in word and not _is_phosphorylated(entries, kept, start):
                    if kept[start].islower():
                        if not _is_glued(pattern, kept, start):
                            continue
                    elif not _is_glued(pattern, kept, start):
                        loose = True
                if right and end < size:
                    if text[end] in word:
                        if not _ends_before(folded, end):
                            if not entries or kept[start].islower():
                                continue
                            loose = True
                    elif text[end] in _RATIO and _is_proportion(text, start, end):
                        continue
                if loose:
                    if entries and end - start > 2:
                        joined.append(new(Hit, (start, end, entries, plain)))
                    continue
                if entries and (exact is None or kept[start:end] == exact):
                    hits.append(new(Hit, (start, end, entries, plain)))
                if blocked is not None:
                    blocks.append((start, end, blocked))
        return (hits + _joined(folded, hits, joined) if joined else hits), blocks


def _joined(folded: Folded, hits: Sequence[Hit], loose: Sequence[Hit]) -> list[Hit]:
    """Short forms that extracted text runs together (DRGNav1.7mRNA): each edge that fails meets the edge of another.

    Only short forms in their own spelling, of three characters and more: otherwise OAT would be OA and T.
    """
    cased, text, word = folded.cased, folded.text, WORD_CHARACTERS
    # Nearly all pieces are part of an unlisted word: no other begins or ends where they do.
    ends = {0, *(hit.end for hit in hits), *(hit.end for hit in loose)}
    starts = {len(text), *(hit.start for hit in hits), *(hit.start for hit in loose)}
    pieces = [
        hit for hit in loose
        if (hit.start in ends or text[hit.start - 1] not in word or _after_word(cased, hit.start))
        and (hit.end in starts or text[hit.end] not in word or _ends_before(folded, hit.end) or _before_word(cased, hit.end))
        and _in_own_spelling(cased, hit)
    ]  # fmt: skip
    if not pieces:
        return []
    pieces.sort(key=lambda hit: hit.start)
    whole = [hit for hit in hits if _in_own_spelling(cased, hit)]
    # A piece stands in a chain that begins at a free edge and ends at one: followed once from either side.
    ends, starts = {hit.end for hit in whole}, {hit.start for hit in whole}
    from_left = set()
    for hit in pieces:
        if hit.start in ends or not hit.start or text[hit.start - 1] not in word or _after_word(cased, hit.start):
            ends.add(hit.end)
            from_left.add((hit.start, hit.end))
    standing = []
    for hit in sorted(pieces, key=lambda hit: -hit.end):
        free = hit.end == len(text) or text[hit.end] not in word or _ends_before(folded, hit.end)
        if free or hit.end in starts or _before_word(cased, hit.end):
            starts.add(hit.start)
            if (hit.start, hit.end) in from_left:
                standing.append(hit)
    return standing


#: Words that extraction runs together with a short form: ofMSCs, afterLPSinjection.
_LITTLE_WORDS = (
    "after and are as at between by can could for from had has have in into is of on or than that the their these this "
    "those to was were when which while with without"
)
_AFTER_WORD = re.compile(rf"(?<![A-Za-z0-9])(?:{_LITTLE_WORDS.replace(' ', '|')})$", re.IGNORECASE)
_BEFORE_WORD = re.compile(
    rf"(?:{_LITTLE_WORDS.replace(' ', '|')}|cells?|expression|groups?|injection|levels?|patients|protein|treatment)(?![A-Za-z0-9])"
)


def _after_word(cased: str, start: int) -> bool:
    """Whether a little word in small letters stands glued before a position."""
    return cased[start - 1].islower() and _AFTER_WORD.search(cased, max(0, start - 9), start) is not None


def _before_word(cased: str, end: int) -> bool:
    """Whether a word in small letters stands glued behind a position."""
    return _BEFORE_WORD.match(cased, end) is not None


def _in_own_spelling(cased: str, hit: Hit) -> bool:
    surface = cased[hit.start : hit.end]
    return len(surface) > 2 and any(
        entry.name.type == "abbreviation" and entry.spelling == surface for entry in hit.entries
    )


def _is_plain(entries: Sequence[Entry], ambiguous: Container[str]) -> bool:
    return len({entry.concept for entry in entries}) == 1 and not any(
        entry.attributive or entry.name.text in ambiguous for entry in entries
    )


def edges_hold(text: str, start: int, end: int) -> bool:
    """Whether a Latin, Greek or digit edge of text[start:end] meets no further letter or digit (`GOAL` is not OA)."""
    if start and text[start] in WORD_CHARACTERS and text[start - 1] in WORD_CHARACTERS:
        return False
    return not (end < len(text) and text[end - 1] in WORD_CHARACTERS and text[end] in WORD_CHARACTERS)


def best_cover(spans: Iterable[tuple[int, int, float]]) -> list[int]:
    """Numbers of the spans that make the best cover without overlap: longest first, then best scored, then leftmost.

    Args:
        spans: (start, end, score) of each candidate.

    Returns:
        list: positions in `spans`, in order of start.
    """
    listed = list(spans)
    order = sorted(range(len(listed)), key=lambda i: (listed[i][0], -listed[i][1]))
    kept: list[int] = []
    first = 0
    while first < len(order):
        # Spans that overlap, one after the other, make a group; groups do not touch each other.
        reach, last = listed[order[first]][1], first + 1
        while last < len(order) and listed[order[last]][0] < reach:
            reach = max(reach, listed[order[last]][1])
            last += 1
        kept += [order[first]] if last == first + 1 else _longest_first(listed, order[first:last])
        first = last
    return kept


def _longest_first(listed: Sequence[tuple[int, int, float]], group: Sequence[int]) -> list[int]:
    kept: list[int] = []
    for number in sorted(group, key=lambda i: (listed[i][0] - listed[i][1], -listed[i][2], listed[i][0])):
        start, end, _ = listed[number]
        if not any(listed[other][0] < end and start < listed[other][1] for other in kept):
            kept.append(number)
    return sorted(kept, key=lambda i: listed[i][0])

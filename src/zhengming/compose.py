"""Names built from parts: a species letter before a cell's short form, a number that stands for a whole name.

`species_prefixed` runs when the index is built, `elided` on what the cover kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

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


_GREEK = frozenset("αβγδεκλμω")
_TAIL = re.compile(r"(?:\d+[α-ω]?|[α-ω])$")
_NEXT = re.compile(
    r"(?P<glue>\s?/\s?|\s?、\s?|\s?(?:和|与|及|或|以及)\s?|,\s?(?:and |or )?| and | or )(?P<hyphen>-?)(?P<part>\d{1,2}[α-ω]?|[α-ω])"
)


def elided(text: str, start: int, end: int, index: Mapping[str, tuple[Entry, ...]]) -> Iterator[tuple[int, int, Entry]]:
    """Members of a series that drop the common stem: the `13` of `MMP-3/13`, the `β` of `IL-1α/β`.

    After a comma or `and` the hyphen must be repeated (`MMP-1, -3 and -13`): `IL-6, 8 patients` is no series.

    Args:
        text: folded, lower-cased text.
        start: first character of the member that has the stem.
        end: one past its last.
        index: folded spelling to entries.
    """
    tail = _TAIL.search(text, start, end)
    if tail is None or tail.start() == start:
        return
    stems = [text[start : tail.start()]]
    if len(tail[0]) > 1 and tail[0][-1] in _GREEK:
        stems.append(text[start : end - 1])
    position = end
    while match := _NEXT.match(text, position):
        first, last = match.span("part")
        after = text[last : last + 1]
        sure = match["hyphen"] or "/" in match["glue"] or ("、" in match["glue"] and not is_han(after or ","))
        if not sure or (after and (after in "%-." or (after.isalnum() and not is_han(after)))):
            return
        part = match["part"]
        stem = stems[-1] if part[0] in _GREEK else stems[0]
        entries = index.get(stem + part, ())
        if len({entry.concept for entry in entries}) != 1:
            return
        yield first - len(match["hyphen"]), last, entries[0]
        position = last

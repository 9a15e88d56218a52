"""The least that a dictionary tagger must do, in forty lines: what whole `annotate` is measured against (`peers.py`).

The same fold, an overlapping scan, the edges of Latin words, the longest name first, one slotted object a hit, offsets in
the text as given; no definitions, senses, Chinese word edges or composition.
"""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_lowercase, digits

import daachorse

from zhengming.folding import fold

WORD = frozenset(ascii_lowercase + digits)


class Hit:
    __slots__ = ("concept", "end", "start", "text")

    def __init__(self, start: int, end: int, text: str, concept: str) -> None:
        self.start, self.end, self.text, self.concept = start, end, text, concept


class Reference:
    def __init__(self, names: Mapping[str, str]) -> None:
        self.ids = list(names.values())
        self.scan = daachorse.CharwiseDoubleArrayAhoCorasick(list(names)).find_overlapping

    def __call__(self, raw: str) -> list[Hit]:
        folded = fold(raw)
        text, ids, raw_span, last, free = folded.text, self.ids, folded.raw_span, len(folded.text), 0
        found = [
            (start, -end, number)
            for start, end, number in self.scan(text)
            if not (start and text[start] in WORD and text[start - 1] in WORD)
            and not (end < last and text[end] in WORD and text[end - 1] in WORD)
        ]
        found.sort()
        hits = []
        for start, end, number in found:
            if start >= free:
                free = -end
                first, after = raw_span(start, free)
                hits.append(Hit(first, after, raw[first:after], ids[number]))
        return hits

"""Which hits stand: found names, less what a block, a number or a word across their Chinese edges takes away."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping
from operator import itemgetter

from zhengming.characters import is_han
from zhengming.compose import SERIES_OF_DRUGS
from zhengming.match import Block, Hit
from zhengming.segment import Words
from zhengming.work import Tools, Work


def find_names(tools: Tools, work: Work) -> None:
    """Every listed name whose Latin edges hold."""
    work.hits, work.blocks = tools.names.find(work.folded)
    if work.trail is not None:
        for hit in work.hits:
            names = ", ".join(dict.fromkeys(entry.name.text for entry in hit.entries))
            work.note(hit.start, hit.end, "match.find", True, names)


def drop_refused(tools: Tools, work: Work) -> None:
    """No hit in a URL, inside a string that is not that concept, before another member's number, or across a list."""
    if not work.hits:
        return
    text = work.folded.text
    _drop_numbered(tools, work, text)
    blocks = work.blocks
    for mark, address in _ADDRESSES:
        if mark in text:
            blocks = blocks + [(*match.span(), frozenset[str]()) for match in address.finditer(text)]
    if blocks:
        _drop_blocked(tools, work, blocks)
    if work.folded.seams:
        _drop_across_lists(work, sorted(_spaces(work)))


def _drop_numbered(tools: Tools, work: Work, text: str) -> None:
    """The MMP of MMP-9 goes; that of MMP-13, a name of its own, is left to the cover."""
    numbered = []
    for hit in work.hits:
        after = text[hit.end : hit.end + 1]
        if after in _NUMBER_GLUE:
            # Nearly every name has a space behind it: only what can be a number or a receptor is looked at further.
            if after == " " and text[hit.end + 1 : hit.end + 2] not in _BEHIND_SPACE:
                continue
            if _numbered(text, hit, tools.lexicon.families):
                numbered.append(hit)
    if not numbered:
        return
    ends: dict[int, int] = {}
    for hit in work.hits:
        ends[hit.start] = max(hit.end, ends.get(hit.start, 0))
    gone = {id(hit) for hit in numbered if ends[hit.start] == hit.end}
    for hit in numbered:
        if id(hit) in gone:
            work.note(hit.start, hit.end, "hits.drop_refused", False, "a number makes it another one")
            # Nothing inside it is meant either: the 白细胞 of 白细胞介素-17 is no leukocyte.
            work.blocks.append((hit.start, hit.end, frozenset()))
    work.hits = [hit for hit in work.hits if id(hit) not in gone]


def _drop_blocked(tools: Tools, work: Work, blocks: list[Block]) -> None:
    """What `refuse.tsv` and `ignore.tsv` say inside their strings.

    A name of the refused concept that begins inside the string and goes on behind it goes too (IV型胶原蛋白), and any name
    that begins inside a refused cell: 扁桃体干细胞移植 is no transplantation of ours.
    Where the string is a name itself (软骨细胞, in which no 骨细胞 is meant), the edges decide about that.
    """
    named = {(hit.start, hit.end): hit for hit in work.hits}
    words, spaces = tools.lexicon.words, _spaces(work)
    at: dict[int, list[Block]] = {}
    for block in blocks:
        if _is_severed(words, work.folded.text, block, named, spaces):
            continue
        for position in range(block[0], block[1]):
            at.setdefault(position, []).append(block)
    if not at:
        return
    touched = [hit for hit in work.hits if hit.start in at]
    left: dict[int, Hit] = {}
    gone: dict[int, int] = {}
    for hit in sorted(touched, key=_by_length):
        entries = hit.entries
        if gone.get(hit.start, -1) >= hit.end:
            # The 营养因子 of a refused 神经营养因子.
            entries = ()
        for start, end, ids in at[hit.start]:
            if hit.end <= end:
                entries = tuple(e for e in entries if ids and e.concept.id not in ids)
            elif start < hit.start and (start, end) not in named:
                whole = _is_cell(tools, ids)
                entries = () if whole else tuple(e for e in entries if e.concept.id not in ids)
        if entries:
            left[id(hit)] = hit if len(entries) == len(hit.entries) else hit._replace(entries=entries, plain=False)
        else:
            for position in range(hit.start, hit.end):
                gone[position] = max(hit.end, gone.get(position, 0))
            work.note(hit.start, hit.end, "hits.drop_refused", False, "ignore.tsv, refuse.tsv or an address")
    kept = []
    for hit in work.hits:
        if hit.start in at:
            if id(hit) in left:
                kept.append(left[id(hit)])
        elif gone and gone.get(hit.start, -1) >= hit.end:
            work.note(hit.start, hit.end, "hits.drop_refused", False, "ignore.tsv, refuse.tsv or an address")
        else:
            kept.append(hit)
    work.hits = kept


def _is_severed(
    words: Words, text: str, block: Block, named: Mapping[tuple[int, int], Hit], spaces: Container[int]
) -> bool:
    """高铁死亡 is not there in 提高铁死亡, nor 骨髓炎 in 骨髓炎症: a word reaches over its edge, and it is no word itself.

    A word that is another name of the refused concept does not count: IV型胶原 is there in IV型胶原蛋白.
    """
    start, end, ids = block
    behind = [
        span for span in words.crossing(text, end)
        if span not in named or not any(entry.concept.id in ids for entry in named[span].entries)
    ]  # fmt: skip
    if start in spaces or not (behind or words.crossing(text, start)):
        return False
    return bool(behind) or text[start:end] not in words.frequency


def _drop_across_lists(work: Work, spaces: list[int]) -> None:
    """White space with a listed name on either side separates two items; no name reaches over it."""
    begins, ends = {hit.start for hit in work.hits}, {hit.end for hit in work.hits}
    listed = [at for at in spaces if at in begins and at in ends]
    kept = []
    for hit in work.hits:
        place = bisect_right(listed, hit.start)
        if place < len(listed) and listed[place] < hit.end:
            work.note(hit.start, hit.end, "folding.join_seams", False, "a list: names on both sides of white space")
        else:
            kept.append(hit)
    work.hits = kept


def _is_cell(tools: Tools, ids: frozenset[str]) -> bool:
    return any(tools.lexicon.concepts[id_].category == "cell" for id_ in ids if id_ in tools.lexicon.concepts)


_NUMBER_GLUE = frozenset("- 0123456789r受化/")
_BEHIND_SPACE = frozenset("0123456789r受")
_RECEPTOR = re.compile(r"[ -]?(?:receptors?\b|受体)")
_MEMBER = re.compile(
    r"-(?:\d|[α-ω]|alpha|beta|gamma)|(?P<apart> ?\d{1,2}(?![\d%:×]|[.,]\d)(?! ?(?:[a-zμ]{1,2}\b|days?|weeks?|min|例|只|天|周|个)))"
)


def _numbered(text: str, hit: Hit, families: Container[str]) -> bool:
    """Whether what follows makes a hit another thing: the SF of SF-36, the 白细胞介素 of 白细胞介素-17, TNF receptor."""
    if hit.entries[0].concept.category == "gene_protein" and (
        _RECEPTOR.match(text, hit.end) or SERIES_OF_DRUGS.match(text, hit.end)
    ):
        return True
    if text[hit.end] == "化":
        # PEG化: modified with it.
        return not is_han(text[hit.end - 1])
    member = _MEMBER.match(text, hit.end)
    if member is None or text[hit.end - 1].isdigit():
        return False
    entry = hit.entries[0]
    return entry.concept.id in families or (member["apart"] is None and entry.name.type == "abbreviation")


#: Addresses by a mark that each kind has; each pattern begins with what is rare.
_ADDRESSES = (
    ("10.", re.compile(r"10\.(?<![\d.]10\.)\d{4,9}/\S+")),
    ("://", re.compile(r"(?:https?|ftp)://[^\s\u3000-\uffef]+")),
    ("www.", re.compile(r"www\.[^\s\u3000-\uffef]+")),
    ("@", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.]+")),
)


_SPAN = itemgetter(0, 1)
#: How far from a group of hits another one can still be a word of the same cut, in characters.
_NEAR = 20


def check_edges(tools: Tools, work: Work) -> None:
    """No hit whose Chinese edge lies inside a word (若干|细胞因子), by the dictionary and the other hits.

    Hits that overlap make a group. Most groups are one name and the names inside it: where its edges meet no word, it
    is kept and the rest, which the cover would drop, is not looked at (unless nested mentions are asked for).
    """
    if not work.hits:
        return
    hits = _without_loose_species(work)
    text, words = work.folded.text, tools.lexicon.words
    prune = not work.nested and work.trail is None
    kept: list[Hit] = []
    hits.sort(key=_SPAN)
    first, size = 0, len(hits)
    # Between Latin letters there are no words of the dictionary.
    crossing = _nothing if text.isascii() else words.crossing
    while first < size:
        head = hits[first]
        start, reach = head.start, head.end
        last = first + 1
        while last < size and hits[last].start < reach:
            if hits[last].start == start and hits[last].end > head.end:
                head = hits[last]
            reach = max(reach, hits[last].end)
            last += 1
        if (
            reach == head.end
            and (last == first + 1 or (prune and _owns(work, head)))
            and not crossing(text, start)
            and not crossing(text, reach)
        ):
            kept.append(head)
        else:
            low, high = first, last
            while low and hits[low - 1].end > start - _NEAR:
                low -= 1
            while high < size and hits[high].start < reach + _NEAR:
                high += 1
            kept += _check_group(
                _Edges(words, text, work, hits[low:high], _spaces(work)), work, hits[first:last], prune
            )
        first = last
    work.hits = kept


def _nothing(text: str, position: int) -> tuple[()]:
    return ()


def _without_loose_species(work: Work) -> list[Hit]:
    """The hits less one-character species names that stand neither directly before another mention nor alone."""
    loose = [hit for hit in work.hits if not hit.plain and hit.entries[0].attributive]
    if not loose:
        return work.hits
    starts = {hit.start for hit in work.hits}
    spaces = _spaces(work)
    gone = set()
    for hit in loose:
        if not _stands_alone(work.folded.text, hit, starts, spaces):
            work.note(hit.start, hit.end, "hits.check_edges", False, "a species only before another mention, or alone")
            gone.add(id(hit))
    return [hit for hit in work.hits if id(hit) not in gone]


def _spaces(work: Work) -> set[int]:
    """Where white space between two Chinese characters was taken out that may separate items of a list."""
    return {at for at, certain in work.folded.seams if not certain}


def _stands_alone(text: str, hit: Hit, starts: set[int], spaces: set[int]) -> bool:
    behind = text[hit.end : hit.end + 1]
    # 兔抗ADAMTS-5: whose antibody it is.
    if hit.end in starts or (behind == " " and hit.end + 1 in starts) or behind == "抗":
        return True
    free_before = hit.start in spaces or not text[hit.start - 1 : hit.start].isalnum()
    return free_before and (hit.end in spaces or not behind.isalnum())


def _check_group(edges: _Edges, work: Work, hits: list[Hit], prune: bool) -> list[Hit]:
    """Longest first: what lies inside a hit that will be kept is not looked at, or noted as inner."""
    owner: dict[int, int] = {}
    kept = []
    for hit in sorted(hits, key=_by_length):
        start, end = hit.start, hit.end
        first, last = owner.get(start), owner.get(end - 1)
        inner = first is not None and first == last
        if inner and prune:
            continue
        if not edges.hold(start, end):
            continue
        kept.append(hit)
        if inner:
            work.inner.add((start, end))
        if first is None and last is None and _owns(work, hit):
            owner.update(dict.fromkeys(range(start, end), start))
    return kept


def _owns(work: Work, hit: Hit) -> bool:
    """Whether nothing but its edges can still take a hit away."""
    return hit.plain and not (work.defined and hit.entries[0].name.type == "abbreviation")


def _by_length(hit: Hit) -> tuple[int, int]:
    return hit.start - hit.end, hit.start


_PERSONS = frozenset("人者")
_GOING_ON = frozenset(("细胞核", "细胞膜", "细胞质", "细胞浆", "分析法"))
#: What the name of a cell ends with; its shorter name may be refused inside it (干细胞 in 神经干细胞).
_CELL_HEADS = ("细胞", "cell", "cells")


class _Edges:
    """The Chinese edges of a group of hits; the hits near it are words too."""

    def __init__(self, words: Words, text: str, work: Work, hits: list[Hit], spaces: set[int]) -> None:
        self.words = words
        self.text = text
        self.work = work
        self.names = {(hit.start, hit.end) for hit in hits}
        self.spaces = spaces
        self.verdicts: dict[tuple[int, int], bool] = {}
        self.longest = 0
        self._list(self.names)
        if self.crossed:
            self.cells = {(hit.start, hit.end) for hit in hits if hit.entries[0].concept.category == "cell"}
            severed = {
                span
                for span in self.names
                if span[0] in self.crossed and (self._severs_symbol(span[0]) or self._severs_cell(*span))
            }
            if severed:
                self.verdicts = dict.fromkeys(severed, False)
                self._list(self.names - severed)

    def _list(self, spans: set[tuple[int, int]]) -> None:
        """The spans in order, and the positions where one reaches over the edge of another without holding it."""
        self.spans = sorted(spans)
        self.starts = [start for start, _ in self.spans]
        self.crossed: set[int] = set()
        open_spans: list[tuple[int, int]] = []
        for start, end in self.spans:
            open_spans = [span for span in open_spans if span[1] > start]
            for before, other in open_spans:
                if before < start and other < end:
                    self.crossed.update((start, other))
                    self.longest = max(self.longest, end - start, other - start)
            open_spans.append((start, end))
        if self.crossed:
            self.longest = max(end - start for start, end in self.spans)

    def hold(self, start: int, end: int) -> bool:
        """Whether both edges of a span hold."""
        verdict = self.verdicts.get((start, end))
        if verdict is None:
            verdict = self.verdicts[start, end] = self._hold(start, end)
        return verdict

    def _crossing(self, position: int) -> list[tuple[int, int]]:
        """The words and the other hits that reach over a position between two Chinese characters."""
        text = self.text
        by_hit = position in self.crossed
        if not by_hit and not self.words.inside[text[position - 1 : position + 1]]:
            return []
        if not 0 < position < len(text) or position in self.spaces:
            return []
        if not (is_han(text[position]) and is_han(text[position - 1])):
            return []
        found = self.words.crossing(text, position)
        if by_hit:
            low = bisect_left(self.starts, position - self.longest + 1)
            found += [span for span in self.spans[low : bisect_left(self.starts, position)] if span[1] > position]
        return found

    def _hold(self, start: int, end: int) -> bool:
        disputes, compounds = [], []
        for span in (*self._crossing(start), *self._crossing(end)):
            if span[0] <= start and end <= span[1]:
                # A longer name is no objection, nor a compound of whole words (中枢|神经系统).
                if span in self.names:
                    continue
                if end - start > 1 and self._compound(span, start, end):
                    self.work.partial.add((start, end))
                    compounds.append(span)
                    continue
            if not self._goes_on(end, span):
                disputes.append(span)
        # Of 糖尿病|人 the other reading, 糖尿|病人, is the same word.
        disputes = [span for span in disputes if not any(c[0] <= span[0] and span[1] <= c[1] for c in compounds)]
        disputes = [span for span in disputes if not self._shares_name(start, end, span)]
        if not disputes:
            return True
        first = self._window_edge(min(start, *(s for s, _ in disputes)), -1, start)
        last = self._window_edge(max(end, *(e for _, e in disputes)), 1, end)
        # A longer name around this one does not decide about it: 膝关节|软骨缺损 inside 膝关节软骨缺损.
        inside = [
            (s, e)
            for s, e in self.spans[bisect_left(self.starts, first) : bisect_left(self.starts, last)]
            if e <= last and not (s <= start and end <= e and e - s > end - start)
        ]
        cut = self.words.best_cut(self.text, inside, first, last)
        holds = start in cut and end in cut
        if self.work.trail is not None:
            pieces = "|".join(self.text[a:b] for a, b in zip(cut, cut[1:], strict=False))
            self.work.note(start, end, "segment.best_cut", holds, pieces)
        return holds

    def _goes_on(self, end: int, word: tuple[int, int]) -> bool:
        """脂肪细胞|核, 荟萃分析|法: a word that is the end of the name with a part of the cell, or a method, behind it."""
        text = self.text
        return (
            word[0] == end - 2
            and word[1] == end + 1
            and text[word[0] : word[1]] in _GOING_ON
            and not text.startswith("因子", word[1])
        )

    def _shares_name(self, start: int, end: int, other: tuple[int, int]) -> bool:
        """肘关节 and 关节内给药 may both be inside 肘关节内给药: at the two ends of one longer name."""
        if other not in self.names:
            return False
        whole = min(start, other[0]), max(end, other[1])
        return whole not in ((start, end), other) and self.verdicts.get(whole, False)

    def _severs_symbol(self, start: int) -> bool:
        """细胞的增殖 in B细胞的增殖: the symbol that a name carries in front belongs to it."""
        text = self.text
        return is_han(text[start]) and not is_han(text[start - 1]) and text[start - 1].isalnum()

    def _severs_cell(self, start: int, end: int) -> bool:
        """A name that reaches into this one and is the longer form of its first part has the part.

        脂肪干细胞|移植, not 脂肪|干细胞移植; 免疫细胞|的分化, not 免疫|细胞的分化; adipose stem cell|transplantation.
        """
        low = bisect_left(self.starts, start - self.longest + 1)
        for span in self.spans[low : bisect_left(self.starts, start)]:
            place = span[1]
            if start < place < end and span in self.cells:
                shared = self.text[start:place]
                head = shared.endswith(_CELL_HEADS) and (shared != "细胞" or self.text[place] not in "外内间膜核")
                if (head or (start, place) in self.cells) and not self._crossing(span[0]):
                    return True
        return False

    def _compound(self, span: tuple[int, int], start: int, end: int) -> bool:
        parts = self.text[span[0] : start], self.text[end : span[1]]
        # A patient's word may be one of the dictionary's: 糖尿病|人.
        return all(not part or part in _PERSONS or (len(part) > 1 and self.words.counts[part]) for part in parts)

    def _window_edge(self, position: int, step: int, anchor: int) -> int:
        """The nearest position at or beyond this one that no word crosses, within reach."""
        while abs(position - anchor) < 14:
            crossing = self._crossing(position)
            if not crossing:
                break
            position = min(s for s, _ in crossing) if step < 0 else max(e for _, e in crossing)
        return position

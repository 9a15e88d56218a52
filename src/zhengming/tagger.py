"""Annotate, look up, normalise, define. Start reading at `STAGES`: a text's way through the tagger is that list.

A tagger is immutable: it holds a lexicon and what is built from it. What is costly (automata, word list, fuzzy names) is
built when first needed.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from zhengming import abbreviations, compose, fuzzy, match, senses
from zhengming.automaton import matcher
from zhengming.characters import is_han
from zhengming.errors import UsageError
from zhengming.folding import Folded, fold
from zhengming.lexicon import Entry, Lexicon, Meaning
from zhengming.match import Hit, NameIndex
from zhengming.model import Annotation, Concept, Definition, Document, Match, Name, Sense, Undecided, Via
from zhengming.segment import Words

#: The share of calls that are right, by how the mention was found. Measured by `tests/benchmarks/reliability.py`.
SCORES: dict[str, float] = {"lexicon": 0.98, "definition": 0.98, "composition": 0.96}


class Step(NamedTuple):
    """One step of an explanation: the function that fired or refused (`segment.crosses_word`), and what it saw."""

    code: str
    kept: bool
    detail: str


@dataclass(slots=True)
class Explanation:
    """Why a span was annotated or not.

    Attributes:
        start: first character of the span in the text as given.
        end: one past the last.
        text: the characters between them.
        candidates: the concepts whose names match there.
        steps: what happened to it, in order.
        annotated: whether it is in the result.
    """

    start: int
    end: int
    text: str
    candidates: list[Concept]
    steps: list[Step]
    annotated: bool


class _Candidate(NamedTuple):
    start: int
    end: int
    concept: Concept
    name: Name
    score: float
    via: Via
    partial: bool


class _Work:
    """One text on its way through the stages; all positions are folded ones."""

    __slots__ = ("ambiguous", "blocks", "candidates", "defined", "definitions", "folded", "hits", "nested", "partial", "trail")

    def __init__(self, folded: Folded, nested: bool, trail: dict[tuple[int, int], list[Step]] | None) -> None:
        self.folded = folded
        self.nested = nested
        self.trail = trail
        self.hits: list[Hit] = []
        self.blocks: list[match.Block] = []
        self.definitions: list[tuple[abbreviations.Found, Concept | None]] = []
        self.defined: dict[str, list[tuple[int, Concept | None]]] = {}
        self.partial: set[tuple[int, int]] = set()
        self.candidates: list[_Candidate] = []
        self.ambiguous: list[tuple[int, int, str, list[tuple[Meaning, float]]]] = []

    def note(self, start: int, end: int, code: str, kept: bool, detail: str = "") -> None:
        if self.trail is not None:
            self.trail.setdefault((start, end), []).append(Step(code, kept, detail))


class Tagger:
    """Finds, looks up and normalises the names of a lexicon.

    Args:
        lexicon: the lexicon to use.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __len__(self) -> int:
        return len(self.lexicon)

    def __repr__(self) -> str:
        return f"Tagger({len(self.lexicon)} concepts, lexicon {self.lexicon.stamp})"

    def __reduce__(self) -> tuple[type[Tagger], tuple[Lexicon]]:
        return (Tagger, (self.lexicon,))

    # --- what is built once ----------------------------------------------------------------------------------------

    @cached_property
    def _names(self) -> NameIndex:
        lexicon = self.lexicon
        built = compose.species_prefixed(lexicon.index, lexicon.affixes, lexicon.meanings)
        blocks = dict(lexicon.refused) | dict.fromkeys(lexicon.ignored, frozenset[str]())
        return NameIndex({**lexicon.index, **built}, lexicon.meanings, blocks)

    @cached_property
    def _senses(self) -> senses.SenseIndex:
        return senses.SenseIndex(self.lexicon.meanings, matcher)

    @cached_property
    def _long_forms(self) -> frozenset[str]:
        """The long forms of all meanings of ambiguous names, ours and others'."""
        meanings = [meaning for lines in self.lexicon.meanings.values() for meaning in lines]
        return frozenset(form.lower() for m in meanings for form in (m.long_en, m.long_zh) if form)

    @cached_property
    def _families(self) -> frozenset[str]:
        """Ids of molecules with members of their own (interleukin, MMP): a number after their name means a member."""
        return frozenset(c.parent for c in self.lexicon if c.parent and c.category == "gene_protein")

    @cached_property
    def _links(self) -> frozenset[str]:
        return frozenset(affix.text for affix in self.lexicon.affixes if affix.kind in ("link", "suffix"))

    # --- annotate --------------------------------------------------------------------------------------------------

    def annotate(self, text: str, *, nested: bool = False, id: str | None = None) -> Document:  # noqa: A002
        """Find the lexicon's concepts in a text.

        Args:
            text: any string.
            nested: also list concepts inside longer ones.
            id: the document's name, kept in the result.

        Returns:
            Document: annotations in order of start, without overlap unless `nested`; offsets in code points of `text`.
        """
        return self._annotate(text, nested, id, None)

    def _annotate(
        self, text: str, nested: bool, id_: str | None, trail: dict[tuple[int, int], list[Step]] | None
    ) -> Document:
        work = _Work(fold(text), nested, trail)
        for stage in STAGES:
            stage(self, work)
        if not (work.candidates or work.definitions or work.ambiguous):
            return Document(text, id=id_)
        span = work.folded.raw_span
        annotations = []
        for candidate in work.candidates:
            start, end = span(candidate.start, candidate.end)
            annotations.append(
                Annotation(
                    start, end, text[start:end], candidate.concept, candidate.name, candidate.score, candidate.via,
                    candidate.partial,
                )  # fmt: skip
            )
        definitions = [self._definition(work.folded, found, concept) for found, concept in work.definitions]
        undecided = []
        for first, last, _name, ranked in work.ambiguous:
            start, end = span(first, last)
            undecided.append(Undecided(start, end, text[start:end], [_sense(m, p) for m, p in ranked]))
        return Document(text, annotations, definitions, undecided, id_)

    def annotate_many(self, texts: Iterable[str], *, workers: int = 1, nested: bool = False) -> Iterator[Document]:
        """Annotate many texts, in input order and bounded memory.

        Args:
            texts: any iterable of strings; it is read as results are taken.
            workers: processes to use; 1 works in this one.
            nested: as for `annotate`.
        """
        if workers < 1:
            raise UsageError("usage.workers", value=workers)
        if workers == 1:
            for text in texts:
                yield self.annotate(text, nested=nested)
            return
        with ProcessPoolExecutor(workers, initializer=_start_worker, initargs=(self, nested)) as pool:
            waiting = []
            for batch in _batches(texts, 32):
                waiting.append(pool.submit(_annotate_batch, batch))
                if len(waiting) > 2 * workers:
                    yield from waiting.pop(0).result()
            for result in waiting:
                yield from result.result()

    def annotate_columns(self, texts: Iterable[str]) -> dict[str, list[object]]:
        """The annotations of many texts as columns of equal length.

        Returns:
            dict: `document` (number of the text), `start`, `end`, `concept` (id), `score`, `via`.
        """
        columns: dict[str, list[object]] = {
            name: [] for name in ("document", "start", "end", "concept", "score", "via")
        }
        for number, text in enumerate(texts):
            for a in self.annotate(text):
                for name, value in zip(
                    columns, (number, a.start, a.end, a.concept.id, a.score, a.via), strict=True
                ):
                    columns[name].append(value)
        return columns

    def define(self, text: str) -> list[Definition]:
        """The short forms and bilingual pairs that a text itself defines, in order of their start."""
        work = _Work(fold(text), False, None)
        find_names(self, work)
        read_definitions(self, work)
        return [self._definition(work.folded, found, concept) for found, concept in work.definitions]

    def explain(self, text: str) -> list[Explanation]:
        """For each span where a name stands: its candidates, and the steps that kept or dropped it."""
        trail: dict[tuple[int, int], list[Step]] = {}
        work = _Work(fold(text), False, trail)
        for stage in STAGES:
            stage(self, work)
        result = {(c.start, c.end): c for c in work.candidates}
        index = self.lexicon.index
        explanations = []
        for (first, last), steps in sorted(trail.items()):
            start, end = work.folded.raw_span(first, last)
            entries = index.get(work.folded.text[first:last], ())
            concepts = list(dict.fromkeys(entry.concept for entry in entries))
            kept = result.get((first, last))
            if kept is not None and kept.concept not in concepts:
                concepts.append(kept.concept)
            explanations.append(Explanation(start, end, text[start:end], concepts, steps, kept is not None))
        return explanations

    def _definition(self, folded: Folded, found: abbreviations.Found, concept: Concept | None) -> Definition:
        def text(span: tuple[int, int] | None) -> str | None:
            if span is None:
                return None
            start, end = folded.raw_span(*span)
            # A long form that a line end cut is given whole.
            raw = folded.raw[start:end]
            return folded.cased[span[0] : span[1]] if "\n" in raw or "\r" in raw else raw

        start, end = folded.raw_span(*found.span)
        return Definition(text(found.short), text(found.long_en), text(found.long_zh), start, end, concept)

    def _concepts_of(self, text: str) -> set[Concept]:
        """The concepts of a long form (folded), by name, or by name after a species or an article before it."""
        index = self.lexicon.index
        entries = index.get(text.lower(), ())
        if not entries and (before := _BEFORE_NAME.match(text)):
            entries = index.get(text[before.end() :].lower(), ())
        return {entry.concept for entry in entries}

    def _short_entries(self, short: str) -> Sequence[Entry]:
        """The entries of a short form (folded), with or without a plural s."""
        index = self.lexicon.index
        return index.get(short.lower(), ()) or index.get(_bare_short(short).lower(), ())

    # --- look up ---------------------------------------------------------------------------------------------------

    def lookup(self, query: str) -> list[Sense]:
        """What an abbreviation, a term or an id stands for.

        Args:
            query: a name in any spelling, an id of ours (`ZM:…`) or an identifier elsewhere (`MESH:…`).

        Returns:
            list: all senses, best first; a meaning that is not ours has no concept. Empty if nothing is found.
        """
        query = query.strip()
        concept = self.lexicon.resolve(query)
        if concept is not None:
            return [Sense(concept, query, concept.en, concept.zh, 1.0)]
        entries = self._entries(query)
        ranked: dict[object, Sense] = {}
        for name in dict.fromkeys([query, *(entry.name.text for entry in entries)]):
            for meaning in self.lexicon.meanings.get(name, ()):
                sense = Sense(meaning.concept, name, meaning.long_en, meaning.long_zh, meaning.prior)
                ranked.setdefault(meaning.concept or (meaning.long_en, meaning.long_zh), sense)
        for entry in entries:
            share = 0.9 if not ranked else 0.01
            sense = Sense(entry.concept, entry.name.text, entry.concept.en, entry.concept.zh, share)
            ranked.setdefault(entry.concept, sense)
        return sorted(ranked.values(), key=lambda sense: -sense.score)

    def near(self, query: str, k: int = 5) -> list[Name]:
        """Listed names that look like a string: what to offer when `lookup` finds nothing."""
        folded = fold(query.strip()).text
        found = fuzzy.nearest_names(folded, self._fuzzy_names, k * 3, floor=0.6)
        if not found and len(folded) > 1:
            found = fuzzy.nearest_short(folded, self._fuzzy_names, k * 3)
        names = (self.lexicon.index[spelling][0].name for spelling, _ in found)
        return list({name.text: name for name in names}.values())[:k]

    def _entries(self, text: str) -> list[Entry]:
        """The entries of a string: those in its own case first, and only those where case tells short forms apart."""
        folded = fold(text.strip())
        cased = " ".join(folded.cased.split())
        entries = self.lexicon.index.get(cased.lower(), ())
        own = [entry for entry in entries if entry.spelling == cased]
        return [*own, *(entry for entry in entries if entry not in own)]

    # --- normalise -------------------------------------------------------------------------------------------------

    @cached_property
    def _fuzzy_names(self) -> list[str]:
        return list(self.lexicon.index)

    def normalize(self, text: str, k: int = 5, *, min_score: float = 0.0) -> list[Match]:
        """The concepts that a free string may mean.

        Args:
            text: a term as somebody wrote it.
            k: at most so many answers.
            min_score: leave out answers below this score.

        Returns:
            list: best first; [] means nothing is close enough.
        """
        for steps, form in _forms(text):
            found = self._exact(form, steps)
            if found:
                return [m for m in found[:k] if m.score >= min_score]
        answers: dict[Concept, Match] = {}
        for steps, form in _forms(text):
            for spelling, similarity in fuzzy.nearest_names(form.lower(), self._fuzzy_names):
                for entry in self.lexicon.index[spelling]:
                    score = round(similarity * 0.9, 4)
                    known = answers.get(entry.concept)
                    if known is None or known.score < score:
                        trail = (*steps, "fuzzy.nearest_names")
                        answers[entry.concept] = Match(entry.concept, entry.name, score, "fuzzy", trail, False)
        best = sorted(answers.values(), key=lambda m: -m.score)
        return [m for m in best[:k] if m.score >= min_score]

    def _exact(self, form: str, steps: tuple[str, ...]) -> list[Match]:
        entries = self._entries(form)
        if not entries:
            return []
        priors = {
            meaning.concept: meaning.prior
            for entry in entries
            for meaning in self.lexicon.meanings.get(entry.name.text, ())
            if meaning.concept is not None
        }
        answers: dict[Concept, Match] = {}
        concepts = {entry.concept for entry in entries}
        for entry in entries:
            unsure = len(concepts) > 1 or entry.concept in priors
            score = priors.get(entry.concept, 0.5 if len(concepts) > 1 else 0.97)
            via: Via = "composition" if "tagger.species" in steps else "lexicon"
            answers.setdefault(
                entry.concept,
                Match(entry.concept, entry.name, score, via, (*steps, *entry.steps), unsure),
            )
        return sorted(answers.values(), key=lambda m: -m.score)


# --- the stages ----------------------------------------------------------------------------------------------------


def find_names(tagger: Tagger, work: _Work) -> None:
    """Every listed name whose Latin edges hold."""
    work.hits, work.blocks = tagger._names.find(work.folded)
    if work.trail is not None:
        for hit in work.hits:
            names = ", ".join(dict.fromkeys(entry.name.text for entry in hit.entries))
            work.note(hit.start, hit.end, "match.find", True, names)


def read_definitions(tagger: Tagger, work: _Work) -> None:
    """What the document itself defines, and which concept each definition means."""
    text = work.folded.cased
    if "(" not in text and ";" not in text and "\n" not in text:
        return
    index = tagger.lexicon.index
    ends: dict[int, int] = {}
    for hit in work.hits:
        if is_han(text[hit.start]) or is_han(text[hit.end - 1]):
            ends[hit.end] = min(hit.start, ends.get(hit.end, hit.start))
    meant = tagger._long_forms

    def known(string: str) -> bool:
        return string.lower() in index or string.lower() in meant

    for found in abbreviations.definitions(text, ends.get, known):
        found, concept, sure = _defined_concept(tagger, work, found)
        if not sure:
            continue
        work.definitions.append((found, concept))
        if found.short:
            short = _bare_short(text[slice(*found.short)])
            work.defined.setdefault(short, []).append((found.span[0], concept))
            work.note(*found.short, "abbreviations.definitions", concept is not None, concept.en if concept else "—")


def _defined_concept(
    tagger: Tagger, work: _Work, found: abbreviations.Found
) -> tuple[abbreviations.Found, Concept | None, bool]:
    """The definition with its best Chinese left edge, the concept it means, and whether it is one at all.

    Of the listed names that end at the bracket, the one that means the same as the English (慢性压迫|背根神经节) is it.

    `炎症 (M1) 表型` and `SP1（抑制软骨细胞增殖）` only look like one: without an English long form, a short form of ours
    that means something else is a remark, not a definition.
    """
    text = work.folded.cased
    long_en = text[slice(*found.long_en)] if found.long_en else None
    long_zh = text[slice(*found.long_zh)] if found.long_zh else None
    english = tagger._concepts_of(long_en) if long_en else set()
    chinese = tagger._concepts_of(long_zh) if long_zh else set()
    if english and found.long_zh and not chinese & english:
        for hit in work.hits:
            if hit.end == found.long_zh[1] and any(e.concept in english for e in hit.entries):
                shift = found.span[0] == found.long_zh[0]
                found = found._replace(
                    long_zh=(hit.start, hit.end), span=(hit.start if shift else found.span[0], found.span[1])
                )
                chinese = {e.concept for e in hit.entries}
    if chinese and found.long_zh and _modified(text, found.long_zh[0]):
        chinese = set()
    short_text = text[slice(*found.short)] if found.short else ""
    own = {entry.concept for entry in tagger._short_entries(short_text)} if found.short else set()
    both = english & chinese
    if both:
        return found, next(iter(both & own or both)), True
    for side in (chinese, english):
        if side & own:
            return found, next(iter(side & own)), True
    if found.short and not long_en and own:
        rivals = {m.long_zh for m in tagger.lexicon.meanings.get(_bare_short(short_text), ()) if m.concept is None}
        if any(rival and long_zh and rival in long_zh for rival in rivals):
            return found, None, True
        return found, None, False
    if english and not chinese:
        return found, next(iter(english)), True
    if chinese and not english and (long_en is None or own):
        concept = next(iter(chinese))
        if long_en is None and short_text and not _could_abbreviate(short_text, concept):
            return found, None, False
        return found, concept, True
    if english and chinese:
        return found, next(iter(chinese)), True
    return found, None, found.short is not None


def _could_abbreviate(short: str, concept: Concept) -> bool:
    """Whether a short form has the letters of one of the concept's English names: SF-36 after 生活质量 has not."""
    return any(abbreviations.aligned(short, name.text) for name in concept.names if name.lang == "en")


def _modified(text: str, start: int) -> bool:
    """Whether a Chinese name goes on to the left: 髓核源|间充质干细胞 is not just any of them."""
    before = text[max(0, start - 3) : start]
    return before.endswith(("源", "源性", "来源", "来源的", "衍生", "样", "类"))


def _bare_short(short: str) -> str:
    """A short form without plural s, hyphens and spaces, its case kept: what occurrences are compared by."""
    short = re.sub(r"[-\s]", "", short)
    return short[:-1] if len(short) > 2 and short.endswith("s") and (short[-2].isupper() or short[-2].isdigit()) else short


def drop_refused(tagger: Tagger, work: _Work) -> None:
    """No hit in a URL, inside a string that is not that concept, before another member's number, or across a list."""
    text = work.folded.text
    families = tagger._families
    kept = []
    for hit in work.hits:
        if text[hit.end : hit.end + 1] in _NUMBER_GLUE and _numbered(text, hit, families):
            # The MMP of MMP-9 goes; that of MMP-13, a name of its own, is left to the cover.
            if not any(other.start == hit.start and other.end > hit.end for other in work.hits):
                work.note(hit.start, hit.end, "tagger.drop_refused", False, "a number makes it another one")
                continue
        kept.append(hit)
    work.hits = kept
    blocks = work.blocks
    if "://" in text or "@" in text or "www." in text:
        blocks = blocks + [(*m.span(), frozenset[str]()) for m in _ADDRESS.finditer(text)]
    if blocks:
        kept = []
        for hit in work.hits:
            entries = hit.entries
            for start, end, ids in blocks:
                if start <= hit.start and hit.end <= end:
                    entries = tuple(e for e in entries if ids and e.concept.id not in ids)
            if entries:
                kept.append(hit if entries is hit.entries else hit._replace(entries=entries, plain=False))
            else:
                work.note(hit.start, hit.end, "tagger.drop_refused", False, "ignore.tsv, refuse.tsv or an address")
        work.hits = kept
    unsure = [at for at, certain in work.folded.seams if not certain]
    if unsure:
        begins, ends = {hit.start for hit in work.hits}, {hit.end for hit in work.hits}
        listed = [at for at in unsure if at in begins and at in ends]
        for hit in work.hits:
            if any(hit.start < at < hit.end for at in listed):
                work.note(hit.start, hit.end, "folding.join_seams", False, "a list: names on both sides of white space")
        work.hits = [hit for hit in work.hits if not any(hit.start < at < hit.end for at in listed)]


_NUMBER_GLUE = frozenset("- 0123456789")
_MEMBER = re.compile(r"-\d|(?P<apart> ?\d{1,2}(?![\d.,%])(?! ?(?:[a-zμ]{1,2}\b|days?|weeks?|min|例|只|天|周|个)))")


def _numbered(text: str, hit: Hit, families: frozenset[str]) -> bool:
    """Whether a number makes a hit another thing: the SF of SF-36, the 白细胞介素 of 白细胞介素-17, MMP 9."""
    member = _MEMBER.match(text, hit.end)
    if member is None or text[hit.end - 1].isdigit():
        return False
    entry = hit.entries[0]
    return entry.concept.id in families or (member["apart"] is None and entry.name.type == "abbreviation")


_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s\u3000-\uffef]+|www\.[^\s\u3000-\uffef]+|[\w.+-]+@[\w-]+\.[\w.]+")


def check_edges(tagger: Tagger, work: _Work) -> None:
    """No hit whose Chinese edge lies inside a word (若干|细胞因子), by the dictionary and the other hits.

    Longest first: what lies inside a hit that will be kept is not looked at, unless nested mentions are asked for.
    """
    hits = work.hits
    if not hits:
        return
    text = work.folded.text
    edges = None if text.isascii() else _Edges(tagger.lexicon.words, text, work)
    prune = not work.nested and work.trail is None
    owner: dict[int, int] = {}
    kept = []
    for hit in sorted(hits, key=_by_length):
        start, end = hit.start, hit.end
        first, last = owner.get(start), owner.get(end - 1)
        if prune and first is not None and first == last:
            continue
        if edges is not None and not edges.hold(start, end):
            continue
        kept.append(hit)
        if first is None and last is None and prune and hit.plain and not (
            work.defined and hit.entries[0].name.type == "abbreviation"
        ):
            owner.update(dict.fromkeys(range(start, end), start))
    work.hits = kept


def _by_length(hit: Hit) -> tuple[int, int]:
    return hit.start - hit.end, hit.start


class _Edges:
    """The Chinese edges of one text's hits."""

    def __init__(self, words: Words, text: str, work: _Work) -> None:
        self.words = words
        self.text = text
        self.work = work
        spans = {(hit.start, hit.end) for hit in work.hits}
        self.inner = {at for start, end in spans for at in range(start + 1, end)}
        self.spans = sorted(span for span in spans if not self._severs_symbol(span[0]))
        self.starts = [start for start, _ in self.spans]
        self.longest = max((end - start for start, end in self.spans), default=0)
        self.spaces = {at for at, certain in work.folded.seams if not certain}
        self.verdicts: dict[tuple[int, int], bool] = {}

    def hold(self, start: int, end: int) -> bool:
        """Whether both edges of a span hold."""
        verdict = self.verdicts.get((start, end))
        if verdict is None:
            verdict = self.verdicts[start, end] = self._hold(start, end)
        return verdict

    def _crossing(self, position: int) -> list[tuple[int, int]]:
        """The words and the other hits that reach over a position between two Chinese characters."""
        text = self.text
        by_hit = position in self.inner
        if not by_hit and text[position - 1 : position + 1] not in self.words.pairs:
            return []
        if not 0 < position < len(text) or position in self.spaces:
            return []
        if not (is_han(text[position]) and is_han(text[position - 1])):
            return []
        found = list(self.words.crossing(text, position))
        if by_hit:
            low = bisect_left(self.starts, position - self.longest + 1)
            found += [span for span in self.spans[low : bisect_left(self.starts, position)] if span[1] > position]
        return found

    def _hold(self, start: int, end: int) -> bool:
        if self._severs_symbol(start):
            return False
        disputes = []
        for span in (*self._crossing(start), *self._crossing(end)):
            if span[0] <= start and end <= span[1]:
                # A longer name is no objection, nor a compound of whole words (中枢|神经系统).
                if span in self.verdicts or span in self.spans:
                    continue
                if end - start > 1 and self._compound(span, start, end):
                    self.work.partial.add((start, end))
                    continue
            disputes.append(span)
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

    def _shares_name(self, start: int, end: int, other: tuple[int, int]) -> bool:
        """肘关节 and 关节内给药 may both be inside 肘关节内给药: at the two ends of one longer name."""
        if other not in self.verdicts and other not in self.spans:
            return False
        whole = min(start, other[0]), max(end, other[1])
        return whole not in ((start, end), other) and self.verdicts.get(whole, False)

    def _severs_symbol(self, start: int) -> bool:
        """细胞的增殖 in B细胞的增殖: the symbol that a name carries in front belongs to it."""
        text = self.text
        return (
            start in self.inner and is_han(text[start]) and not is_han(text[start - 1]) and text[start - 1].isalnum()
        )

    def _compound(self, span: tuple[int, int], start: int, end: int) -> bool:
        parts = self.text[span[0] : start], self.text[end : span[1]]
        return all(not part or (len(part) > 1 and part in self.words.frequency) for part in parts)

    def _window_edge(self, position: int, step: int, anchor: int) -> int:
        """The nearest position at or beyond this one that no word crosses, within reach."""
        while abs(position - anchor) < 14:
            crossing = self._crossing(position)
            if not crossing:
                break
            position = min(s for s, _ in crossing) if step < 0 else max(e for _, e in crossing)
        return position


def choose_meanings(tagger: Tagger, work: _Work) -> None:
    """One concept for each hit: the document's own meaning, the only one, or the one that the context favours."""
    text = work.folded.text
    meanings = tagger.lexicon.meanings
    defined = work.defined
    unsure: list[Hit] = []
    sure: list[_Candidate] = []
    for hit in work.hits:
        start, end, entries, plain = hit
        entry = entries[0]
        if defined and entry.name.type == "abbreviation":
            own = defined.get(_bare_short(work.folded.cased[start:end]))
            if own:
                concept = next((c for at, c in reversed(own) if at <= start), own[0][1])
                work.note(start, end, "tagger.choose_meanings", concept is not None, "the document defines it")
                if concept is not None:
                    name = next((e.name for e in entries if e.concept == concept), entry.name)
                    sure.append(_Candidate(start, end, concept, name, SCORES["definition"], "definition", False))
                continue
        if not plain:
            if entry.name.text in meanings or any(other.concept is not entry.concept for other in entries):
                unsure.append(hit)
                continue
            if entry.attributive and not _stands_alone(text, hit, work.hits):
                work.note(start, end, "tagger.choose_meanings", False, "a species only before another mention, or alone")
                continue
        sure.append(_Candidate(start, end, entry.concept, entry.name, SCORES[entry.via], entry.via, False))
    work.candidates = sure
    if unsure:
        _rank_unsure(tagger, work, unsure, frozenset(c.concept.id for c in sure))


def _rank_unsure(tagger: Tagger, work: _Work, unsure: Sequence[Hit], company: frozenset[str]) -> None:
    text = work.folded.text
    index = tagger._senses
    cues: dict[str, list[senses.Cue]] = {}
    ranks: dict[tuple[str, int], list[tuple[Meaning, float]]] = {}
    for start, end, entries, _plain in unsure:
        name = next((e.name.text for e in entries if e.name.text in index.meanings), None)
        if name is None:
            concepts = list(dict.fromkeys(entry.concept for entry in entries))
            share = 1 / len(concepts)
            ranked = [(Meaning(entries[0].name.text, c, c.en, c.zh, share, ()), share) for c in concepts]
        else:
            sentence = senses.sentence_around(text, start, end)
            known = ranks.get((name, sentence[0]))
            if known is None:
                if name not in cues:
                    cues[name] = index.find_cues(text, name)
                known = index.rank(name, start, end, sentence, cues[name], company)
                ranks[name, sentence[0]] = known
            ranked = known
        best, probability = ranked[0]
        entry = next((e for e in entries if e.concept == best.concept), None)
        holds = probability >= senses.THRESHOLD and entry is not None
        if work.trail is not None:
            work.note(start, end, "senses.rank", holds, f"{best.long_en} {probability:.2f}")
        if probability < senses.THRESHOLD:
            work.ambiguous.append((start, end, name or "", ranked))
        elif entry is not None:
            score = round(min(probability, SCORES["lexicon"]), 4)
            work.candidates.append(_Candidate(start, end, entry.concept, entry.name, score, entry.via, False))


def _stands_alone(text: str, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a one-character species name stands directly before another mention, or between no other letters."""
    after = hit.end + (text[hit.end : hit.end + 1] == " ")
    if any(other.start == after or other.start == hit.end for other in hits if other.end > hit.end):
        return True
    before, behind = text[hit.start - 1 : hit.start], text[hit.end : hit.end + 1]
    return not before.strip("\n").isalnum() and not behind.isalnum()


def add_defined(tagger: Tagger, work: _Work) -> None:
    """Occurrences of short forms that the document defines and the lexicon does not list, and their long forms."""
    text = work.folded.cased
    for found, concept in work.definitions:
        if concept is None:
            continue
        listed = {(c.start, c.end) for c in work.candidates}
        for long_form in (found.long_zh, found.long_en):
            if long_form is None or long_form in listed:
                continue
            # A name that is only looked up (一氧化氮合酶 for iNOS) counts where the document itself says so.
            name = next((e.name for e in tagger._entries(text[slice(*long_form)]) if e.concept == concept), None)
            if name is not None:
                work.candidates.append(
                    _Candidate(*long_form, concept, name, SCORES["definition"], "definition", False)
                )
        if not found.short:
            continue
        short = text[slice(*found.short)]
        taken = {(c.start, c.end) for c in work.candidates}
        for occurrence in re.finditer(rf"{re.escape(short.removesuffix('s') if short[-2:-1].isupper() else short)}s?", text):
            start, end = occurrence.span()
            if (start, end) in taken or not match.edges_hold(text, start, end):
                continue
            own = work.defined[_bare_short(short)]
            meant = next((c for at, c in reversed(own) if at <= start), own[0][1])
            if meant is None:
                continue
            name = Name(short, "mul", "abbreviation", "document")
            work.note(start, end, "tagger.add_defined", True, meant.en)
            work.candidates.append(_Candidate(start, end, meant, name, SCORES["definition"], "definition", False))


def cover(tagger: Tagger, work: _Work) -> None:
    """The best cover of what is left, or everything where nested mentions are asked for."""
    if not work.candidates:
        return
    unique = {(c.start, c.end, c.concept): c for c in sorted(work.candidates, key=lambda c: c.score)}
    candidates = sorted(unique.values(), key=lambda c: (c.start, -c.end, -c.score))
    chosen = match.best_cover((c.start, c.end, c.score) for c in candidates)
    kept = [candidates[number] for number in chosen]
    if work.trail is not None:
        taken = {(c.start, c.end) for c in kept}
        for c in candidates:
            holds = (c.start, c.end) in taken
            work.note(c.start, c.end, "match.best_cover", holds, "" if holds else "inside or across a longer mention")
    if work.nested:
        outer = {(c.start, c.end) for c in kept}
        inner = [
            c for c in candidates
            if (c.start, c.end) not in outer and any(s <= c.start and c.end <= e for s, e in outer)
        ]  # fmt: skip
        kept = sorted([*kept, *inner], key=lambda c: (c.start, -c.end))
    work.candidates = kept


def add_elided(tagger: Tagger, work: _Work) -> None:
    """The later members of a series with a common stem (`MMP-3/13`), each on its own characters."""
    if not work.candidates:
        return
    text, index = work.folded.text, tagger.lexicon.index
    added = []
    taken = [(c.start, c.end) for c in work.candidates]
    for candidate in work.candidates:
        last = text[candidate.end - 1]
        if not (last.isdigit() or "α" <= last <= "ω") or text[candidate.end : candidate.end + 1] not in _GLUE:
            continue
        for start, end, entry in compose.elided(text, candidate.start, candidate.end, index):
            if any(s < end and start < e for s, e in taken):
                break
            work.note(start, end, "compose.elided", True, entry.name.text)
            added.append(
                _Candidate(start, end, entry.concept, entry.name, SCORES["composition"], "composition", False)
            )
    if added:
        work.candidates = sorted([*work.candidates, *added], key=lambda c: (c.start, -c.end))


_GLUE = frozenset(" /、,和与及或以")
_TOKEN_LEFT = re.compile(r"([A-Za-z0-9α-ω]+)-$")
_TOKEN_RIGHT = re.compile(r"-([A-Za-z0-9α-ω]+)")


def mark_partial(tagger: Tagger, work: _Work) -> None:
    """Mark mentions that are part of a longer, unknown compound: the MSC of `PD-MSC`, the OA of `OA-FLS`."""
    text = work.folded.cased
    if not work.partial and "-" not in text:
        return
    links = tagger._links
    covered = {i for c in work.candidates for i in (c.start, c.end - 1)}
    marked = []
    for c in work.candidates:
        partial = (c.start, c.end) in work.partial
        if text[c.start - 1 : c.start] == "-" and c.start > 1 and c.start - 2 not in covered:
            token = _TOKEN_LEFT.search(text, max(0, c.start - 30), c.start)
            partial |= bool(token) and _is_code(token[1]) and token[1].lower() not in links
        if text[c.end : c.end + 1] == "-" and c.end + 1 not in covered:
            token = _TOKEN_RIGHT.match(text, c.end)
            partial |= bool(token) and _is_code(token[1]) and token[1].lower() not in links
        marked.append(c._replace(partial=True) if partial else c)
    work.candidates = marked


def _is_code(token: str) -> bool:
    return not token.islower() or any(map(str.isdigit, token))


Stage = Callable[[Tagger, _Work], None]
STAGES: tuple[Stage, ...] = (
    find_names,
    read_definitions,
    drop_refused,
    check_edges,
    choose_meanings,
    add_defined,
    cover,
    add_elided,
    mark_partial,
)


_BEFORE_NAME = re.compile(
    r"(?i)(?:(?:the|a|an|human|rat|mouse|murine|rabbit|canine|porcine|bovine|allogeneic|autologous|serum|plasma)\s+)+"
    r"|人源|人类|人|大鼠|小鼠|兔|自体|同种异体|血清|血浆"
)

# --- forms of a free string ----------------------------------------------------------------------------------------


def _forms(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """A free string, then simpler forms of it, each with the steps that made it."""
    plain = " ".join(fold(text).cased.split()).strip(" .,;:。、")
    if not plain:
        return
    seen = {plain}
    yield (), plain
    queue: list[tuple[tuple[str, ...], str]] = [((), plain)]
    while queue:
        steps, form = queue.pop(0)
        for simplify in (close_spaces, bracketed, species, word_order):
            for simpler in simplify(form):
                simpler = " ".join(simpler.split()).strip(" .,;:。、()")
                if simpler and simpler not in seen:
                    seen.add(simpler)
                    step = (*steps, f"tagger.{simplify.__name__}")
                    queue.append((step, simpler))
                    yield step, simpler


def close_spaces(form: str) -> Iterator[str]:
    """Spaces around marks, and between a letter and a number, say nothing."""
    yield re.sub(r"\s*([-/(),])\s*", r"\1", form)


def bracketed(form: str) -> Iterator[str]:
    """肿瘤坏死因子α(TNF-α), Cr(Creatinine): what stands before the bracket, then what is in it."""
    match_ = re.fullmatch(r"([^()]+)\(([^()]+)\)([^()]*)", form)
    if match_:
        yield match_[1] + match_[3]
        yield match_[2]


def species(form: str) -> Iterator[str]:
    """A species or a source before a name narrows it no further than our concepts go."""
    found = re.match(r"(?i)(?:human|rat|mouse|murine|rabbit|canine|porcine|bovine|ovine|equine|serum|plasma)\s+(?=\S)", form)
    if found:
        yield form[found.end() :]
    chinese = re.match(r"(?:人类|人源|人|大鼠|小鼠|兔|犬|猪|血清|血浆)(?=\S{3})", form)
    if chinese:
        yield form[chinese.end() :]


def word_order(form: str) -> Iterator[str]:
    """`osteoarthritis of the knee` is `knee osteoarthritis`; 膝关节的骨关节炎 is 膝关节骨关节炎."""
    of = re.fullmatch(r"(.+?) (?:of|in) (?:the )?(.+)", form)
    if of:
        yield f"{of[2]} {of[1]}"
    inverted = re.fullmatch(r"([^,]+), ([^,]+)", form)
    if inverted:
        yield f"{inverted[2]} {inverted[1]}"
    if "的" in form:
        yield form.replace("的", "")


def _sense(meaning: Meaning, probability: float) -> Sense:
    return Sense(meaning.concept, meaning.text, meaning.long_en, meaning.long_zh, round(probability, 4))


# --- many documents ------------------------------------------------------------------------------------------------

_worker: tuple[Tagger, bool] | None = None


def _start_worker(tagger: Tagger, nested: bool) -> None:
    global _worker
    _worker = (tagger, nested)


def _annotate_batch(texts: list[str]) -> list[Document]:
    assert _worker is not None
    tagger, nested = _worker
    return [tagger.annotate(text, nested=nested) for text in texts]


def _batches(texts: Iterable[str], size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    for text in texts:
        batch.append(text)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def load(lexicon: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None) -> Tagger:
    """A tagger over the packaged lexicon, or over another one.

    Args:
        lexicon: a lexicon folder, a table of two columns (name, id or preferred term), or a list of them to merge;
            None for the packaged lexicon.

    Raises:
        LexiconError: naming file, line, value, rule and what to do.
    """
    if lexicon is None or isinstance(lexicon, str | os.PathLike):
        return Tagger(Lexicon.load(None if lexicon is None else Path(lexicon)))
    paths = list(lexicon)
    if not paths:
        return Tagger(Lexicon.load())
    return Tagger(Lexicon.merge(Lexicon.load(Path(path)) for path in paths))

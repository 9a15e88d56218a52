"""Annotate, look up, normalise, define. Start reading at `STAGES`: a text's way through the tagger is that list.

A tagger is immutable: it holds a lexicon and the tools built from it.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from zhengming import cache, lookups, shorthand, strings
from zhengming.characters import HAS_HAN
from zhengming.errors import UsageError
from zhengming.folding import Folded, fold
from zhengming.hits import check_edges, drop_refused, find_names
from zhengming.lexicon import Lexicon
from zhengming.meanings import add_defined, add_written_out, choose_meanings, read_definitions
from zhengming.mentions import add_elided, cover, mark_partial
from zhengming.model import Annotation, Concept, Definition, Document, Match, Name, Sense, Undecided
from zhengming.work import Step, Tools, Trail, Work, sense_of

if TYPE_CHECKING:
    from zhengming.arrays import Columns
    from zhengming.sharing import Handle
    from zhengming.shortforms import Found
    from zhengming.transfer import Packed

Stage = Callable[[Tools, Work], None]
STAGES: tuple[Stage, ...] = (
    find_names,
    drop_refused,
    read_definitions,
    check_edges,
    choose_meanings,
    add_defined,
    add_written_out,
    cover,
    add_elided,
    mark_partial,
)


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


class Tagger:
    """Finds, looks up and normalises the names of a lexicon.

    Args:
        lexicon: the lexicon to use.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._tools = Tools(lexicon)
        # Strings of one document come one after the other.
        self._read: tuple[str, Mapping[str, str]] = ("", {})

    def __len__(self) -> int:
        return len(self.lexicon)

    def __repr__(self) -> str:
        return f"Tagger({len(self.lexicon)} concepts, lexicon {self.lexicon.stamp})"

    def __reduce__(self) -> tuple[type[Tagger], tuple[Lexicon]]:
        return (Tagger, (self.lexicon,))

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
        work = self._run(STAGES, text, nested)
        if not (work.candidates or work.definitions or work.ambiguous):
            return Document(text, id=id)
        span = work.folded.raw_span
        annotations = []
        for candidate in work.candidates:
            start, end = span(candidate.start, candidate.end)
            annotations.append(
                Annotation(
                    start,
                    end,
                    text[start:end],
                    candidate.concept,
                    candidate.name,
                    candidate.score,
                    candidate.via,
                    candidate.partial,
                )  # fmt: skip
            )
        return Document(text, annotations, *self._others(work), id)

    def _others(self, work: Work) -> tuple[list[Definition], list[Undecided]]:
        """The definitions of a text, and the names that its context does not decide."""
        folded = work.folded
        undecided = []
        for first, last, _name, ranked in work.ambiguous:
            start, end = folded.raw_span(first, last)
            undecided.append(Undecided(start, end, folded.raw[start:end], [sense_of(m, p) for m, p in ranked]))
        return [self._definition(folded, found, concept) for found, concept in work.definitions], undecided

    def annotate_many(self, texts: Iterable[str], *, workers: int = 1, nested: bool = False) -> Iterator[Document]:
        """Annotate many texts, in input order and bounded memory.

        Args:
            texts: any iterable of strings; it is read as results are taken.
            workers: processes to use; 1 works in this one. They share the lexicon, and send columns of numbers: the
                objects of a document are made when they are first looked at.
            nested: as for `annotate`.

        Raises:
            WorkerError: a process was ended from outside (by a user, or for want of memory).
        """
        _check_many(texts, workers)
        if workers == 1:
            for text in texts:
                yield self.annotate(text, nested=nested)
            return
        # What only workers need is imported for them: it takes longer than a look-up.
        from zhengming.transfer import Receiver

        receiver = Receiver(self.lexicon)
        for batch, packed in self._spread(texts, workers, nested):
            yield from receiver.documents(packed, batch)

    def annotate_columns(self, texts: Iterable[str], *, workers: int = 1, nested: bool = False) -> Columns:
        """The annotations of many texts as columns of equal length, one row a mention; no object is made for any.

        Args:
            texts: any iterable of strings.
            workers: as for `annotate_many`.
            nested: as for `annotate`.

        Returns:
            Columns: a dict of `document` (number of the text), `start`, `end`, `concept` (id), `score` and `via`, with
            `to_arrow()`; pandas and polars make a frame of it as it is.

        Raises:
            WorkerError: as for `annotate_many`.
        """
        from zhengming.arrays import Columns

        _check_many(texts, workers)
        columns = Columns()
        if workers == 1:
            columns.add(self._run(STAGES, text, nested) for text in texts)
            return columns
        from zhengming.transfer import Receiver

        receiver = Receiver(self.lexicon)
        before = 0
        for batch, packed in self._spread(texts, workers, nested):
            receiver.columns(packed, columns, before)
            before += len(batch)
        return columns

    def _spread(self, texts: Iterable[str], workers: int, nested: bool) -> Iterator[tuple[list[str], Packed]]:
        """Batches of texts, each with what a process found in it."""
        from zhengming.many import batches, spread

        waiting: deque[list[str]] = deque()

        def given() -> Iterator[list[str]]:
            for batch in batches(texts, _length):
                waiting.append(batch)
                yield batch

        for packed in spread(given(), workers, partial(_packer, self.shared(), nested)):
            yield waiting.popleft(), packed

    def shared(self) -> Shared:
        """This tagger for other processes: forked ones have it as it is, others map its file again."""
        # What is built now is shared by those that are forked from here.
        self._run(STAGES, "OA (软骨)")
        return Shared(self)

    def define(self, text: str) -> list[Definition]:
        """The short forms and bilingual pairs that a text itself defines, in order of their start."""
        # Names tell where a Chinese long form begins; English ones are found by their letters alone.
        before = STAGES[: STAGES.index(read_definitions)] if not text.isascii() and HAS_HAN.search(text) else ()
        work = self._run((*before, read_definitions), text)
        return [self._definition(work.folded, found, concept) for found, concept in work.definitions]

    def explain(self, text: str) -> list[Explanation]:
        """For each span where a name stands: its candidates, and the steps that kept or dropped it."""
        trail: Trail = {}
        work = self._run(STAGES, text, trail=trail)
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

    def _run(self, stages: Sequence[Stage], text: str, nested: bool = False, trail: Trail | None = None) -> Work:
        """A text's way through the stages.

        Raises:
            TypeError: it is no text.
        """
        _length(text)
        work = Work(fold(text), nested, trail)
        for stage in stages:
            stage(self._tools, work)
        return work

    def _definition(self, folded: Folded, found: Found, concept: Concept | None) -> Definition:
        def text(span: tuple[int, int] | None) -> str | None:
            if span is None:
                return None
            start, end = folded.raw_span(*span)
            # A long form that a line end cut is given whole.
            raw = folded.raw[start:end]
            return folded.cased[span[0] : span[1]] if "\n" in raw or "\r" in raw else raw

        start, end = folded.raw_span(*found.span)
        return Definition(text(found.short), text(found.long_en), text(found.long_zh), start, end, concept)

    # --- strings ---------------------------------------------------------------------------------------------------

    def lookup(self, query: str) -> list[Sense]:
        """What an abbreviation, a term or an id stands for.

        Args:
            query: a name in any spelling, an id of ours (`ZM:…`) or an identifier elsewhere (`MESH:…`).

        Returns:
            list: all senses, best first; a meaning that is not ours has no concept. Empty if nothing is found.
        """
        return lookups.lookup(self._tools, query)

    def near(self, query: str, k: int = 5) -> list[Name]:
        """Listed names that look like a string: what to offer when `lookup` finds nothing."""
        return lookups.near(self._tools, query, k)

    def normalize(
        self,
        text: str,
        k: int = 5,
        *,
        min_score: float = 0.0,
        nearest: bool = False,
        document: str | Document | None = None,
    ) -> list[Match]:
        """The concepts that a free string may mean.

        Args:
            text: a term as somebody wrote it.
            k: at most so many answers.
            min_score: leave out answers below this score.
            nearest: where nothing is close enough, give what is nearest all the same; its low score says so.
            document: the text that the string is from, or what `annotate` gave for it: short forms that it defines have
                its meaning.

        Returns:
            list: best first; [] means nothing is close enough.
        """
        shorts = None if document is None else self._short_forms(document)
        return strings.normalize(self._tools, text, k, min_score, nearest, shorts)

    def _short_forms(self, document: str | Document) -> Mapping[str, str]:
        text = document if isinstance(document, str) else document.text
        if self._read[0] != text:
            definitions = self.define(text) if isinstance(document, str) else document.definitions
            self._read = (text, shorthand.short_forms(self._tools, text, definitions))
        return self._read[1]

    def split(self, cell: str) -> list[str]:
        """The terms of a cell that holds several: `IL-6、TNF-α`, `MSC; exosome`; a cell with one is a list of one."""
        return strings.split(self._tools, cell)


# --- many documents ------------------------------------------------------------------------------------------------


class Shared:
    """A tagger on its way into another process.

    Attributes:
        tagger: the tagger.
    """

    def __init__(self, tagger: Tagger) -> None:
        self.tagger = tagger

    def __reduce__(self) -> tuple[object, ...]:
        from zhengming.sharing import Handle

        return (_arrived, (Handle(self.tagger.lexicon),))


def _arrived(handle: Handle) -> Shared:
    return Shared(Tagger(handle.lexicon))


def _length(text: str) -> int:
    if not isinstance(text, str):
        raise TypeError(f"a text must be a str, not {type(text).__name__}")
    return len(text)


def _check_many(texts: object, workers: int) -> None:
    if workers < 1:
        raise UsageError("usage.workers", value=workers)
    if isinstance(texts, str):
        raise UsageError("usage.texts")


def _packer(shared: Shared, nested: bool) -> Callable[[list[str]], Packed]:
    """What a process does with a batch of texts."""
    from zhengming.transfer import Sender

    tagger, sender = shared.tagger, Sender()

    def pack(texts: list[str]) -> Packed:
        works = (tagger._run(STAGES, text, nested) for text in texts)
        return sender.pack((work, *tagger._others(work)) for work in works)

    return pack


def load(lexicon: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None) -> Tagger:
    """A tagger over the packaged lexicon, or over another one.

    Args:
        lexicon: a lexicon folder, a compiled lexicon, a table of two columns (name, id or preferred term), or a list of
            them to merge; None for the packaged lexicon. What is made of it is kept for the next start (see `cache`).

    Raises:
        LexiconError: naming file, line, value, rule and what to do.
    """
    if lexicon is None or isinstance(lexicon, str | os.PathLike):
        lexicon = [] if lexicon is None else [lexicon]
    return Tagger(cache.load([Path(path) for path in lexicon]))

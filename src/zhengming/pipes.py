"""The spaCy component `zhengming`: converts what the tagger finds, decides nothing itself. Start at `TaggerPipe`.

`nlp.add_pipe("zhengming")` works without an import, through the entry point.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from zhengming import messages
from zhengming.carried import Carried
from zhengming.errors import UsageError, nearest
from zhengming.formats.jsonl import annotation_record, definition_record, undecided_record
from zhengming.markup import HUES
from zhengming.model import Annotation
from zhengming.tagger import Explanation
from zhengming.views import fill, merged, register, span_at

#: What becomes of `doc.ents`: others' entities first, ours first, or nothing.
ENTS = ("merge", "overwrite", "none")


@Language.factory(
    "zhengming",
    assigns=["doc.ents", "doc.spans", "doc._.zhengming", "doc._.abbreviations", "span._.zhengming", "span._.kb_ents"],
    default_config={
        "lexicon": None,
        "categories": None,
        "nested": False,
        "spans_key": "zhengming",
        "min_score": 0.0,
        "ents": "merge",
        "trail": False,
    },
)
def make_tagger(
    nlp: Language,
    name: str,
    lexicon: str | list[str] | None,
    categories: list[str] | None,
    nested: bool,
    spans_key: str,
    min_score: float,
    ents: str,
    trail: bool,
) -> TaggerPipe:
    """The component with its settings (see `TaggerPipe`)."""
    return TaggerPipe(
        lexicon, categories=categories, nested=nested, spans_key=spans_key, min_score=min_score, ents=ents, trail=trail
    )


class TaggerPipe:
    """Annotates a Doc: `doc.spans["zhengming"]` has all mentions, `doc.ents` the flat best ones.

    Each span has the category as `label_`, the concept's id as `kb_id_`, the listed name as `id_`; the scores are in
    `doc.spans["zhengming"].attrs["scores"]`, and all that is known of a mention in `span._.zhengming`.
    `doc._.zhengming` holds `annotations`, `definitions`, `ambiguous` and `trail` as plain data with offsets in characters,
    and as `unaligned` those annotations that begin or end inside a token and therefore are no spans. Of several such
    components, each with its `spans_key`, all data are there.

    Args:
        lexicon: path of a lexicon folder, a compiled lexicon or a two-column table, several to be merged, or None.
        categories: keep only these categories; None for all.
        nested: also concepts inside longer ones (in `doc.spans`, never in `doc.ents`).
        spans_key: where in `doc.spans` the mentions go.
        min_score: leave out mentions below this score.
        ents: `merge` keeps the entities that are there and adds ours where they leave room; `overwrite` puts ours first
            and keeps of the others what does not overlap; `none` leaves `doc.ents` alone.
        trail: also say in `doc._.zhengming["trail"]` why each candidate was annotated or not; takes as long again.

    Raises:
        UsageError: a setting has no such value.
        LexiconError: the lexicon cannot be loaded.
    """

    def __init__(
        self,
        lexicon: str | Sequence[str] | None = None,
        *,
        categories: Iterable[str] | None = None,
        nested: bool = False,
        spans_key: str = "zhengming",
        min_score: float = 0.0,
        ents: str = "merge",
        trail: bool = False,
    ) -> None:
        if ents not in ENTS:
            raise UsageError("pipes.ents", value=ents, nearest=nearest(ents, ENTS))
        if not 0 <= min_score <= 1:
            raise UsageError("pipes.min_score", value=min_score)
        self._carried = Carried(lexicon)
        self.categories = None if categories is None else frozenset(categories)
        self.nested = nested
        self.spans_key = spans_key
        self.min_score = min_score
        self.ents = ents
        self.trail = trail
        self._checked = self._warned = False
        register()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc.

        Raises:
            LexiconError: the lexicon cannot be loaded.
            UsageError: the lexicon has no such category.
        """
        tagger = self._carried.tagger
        self._check_categories()
        text = doc.text
        document = tagger.annotate(text, nested=self.nested)
        kept = [a for a in document if self._is_wanted(a)]
        spans: list[Span] = []
        scores: list[float] = []
        records, unaligned = [], []
        for a in kept:
            record = {**annotation_record(a), "name": a.name.text}
            records.append(record)
            span = span_at(doc, a.start, a.end, a.concept.category, a.concept.id, a.name.text)
            if span is None:
                unaligned.append(record)
            else:
                spans.append(span)
                scores.append(a.score)
        data = {
            "annotations": records,
            "definitions": [definition_record(d) for d in document.definitions],
            "ambiguous": [undecided_record(u) for u in document.ambiguous],
            "trail": [_explanation_record(e) for e in tagger.explain(text)] if self.trail else [],
            "unaligned": unaligned,
            "lexicon": tagger.lexicon.stamp,
        }
        doc._.zhengming = merged(doc._.zhengming, data)
        doc.spans[self.spans_key] = SpanGroup(doc, name=self.spans_key, spans=spans, attrs={"scores": scores})
        self._set_entities(doc, spans)
        fill(doc, spans)
        if unaligned and not self._warned:
            self._warned = True
            said = messages.text(
                "pipes.unaligned", "en", count=len(unaligned), total=len(kept), example=unaligned[0]["text"]
            )
            warnings.warn(said, stacklevel=2)
        return doc

    def _is_wanted(self, a: Annotation) -> bool:
        return a.score >= self.min_score and (self.categories is None or a.concept.category in self.categories)

    def _check_categories(self) -> None:
        if self._checked or self.categories is None:
            return
        known = sorted({concept.category for concept in self._carried.tagger.lexicon})
        for category in sorted(self.categories):
            if category not in known:
                raise UsageError("pipes.category", value=category, nearest=nearest(category, known))
        self._checked = True

    def _set_entities(self, doc: Doc, spans: Sequence[Span]) -> None:
        if self.ents == "none":
            return
        ours, others = filter_spans(spans), list(doc.ents)
        first, second = (others, ours) if self.ents == "merge" else (ours, others)
        taken = {token.i for span in first for token in span}
        doc.set_ents([*first, *(span for span in second if not any(token.i in taken for token in span))])

    # --- saved and sent ----------------------------------------------------------------------------------------------

    def to_bytes(self, *, exclude: Sequence[str] = ()) -> bytes:
        """The lexicon, where it is not the packaged one; settings are in the pipeline's config."""
        return self._carried.to_bytes(exclude)

    def from_bytes(self, data: bytes, *, exclude: Sequence[str] = ()) -> TaggerPipe:
        """Take over what `to_bytes` gave."""
        self._carried.from_bytes(data, exclude)
        return self

    def to_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> None:
        """Write the same into a folder."""
        self._carried.to_disk(path, exclude)

    def from_disk(self, path: str | Path, *, exclude: Sequence[str] = ()) -> TaggerPipe:
        """Take over what `to_disk` wrote."""
        self._carried.from_disk(path, exclude)
        return self

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        # Another process does not know the attributes yet.
        register()


def _explanation_record(e: Explanation) -> dict[str, Any]:
    return {
        "start": e.start,
        "end": e.end,
        "text": e.text,
        "concepts": [concept.id for concept in e.candidates],
        "steps": [{"code": step.code, "kept": step.kept, "detail": step.detail} for step in e.steps],
        "annotated": e.annotated,
    }


#: displaCy's colours, by the entry point `spacy_displacy_colors`: those of the HTML page.
COLOURS = {category: f"hsl({hue}, 75%, 86%)" for category, hue in HUES.items()}

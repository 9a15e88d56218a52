"""The spaCy component `zhengming`: converts what the tagger finds, decides nothing itself.

`nlp.add_pipe("zhengming")` works without an import, through the entry point.
"""

from __future__ import annotations

import warnings
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans

from zhengming.tagger import load


@Language.factory("zhengming", assigns=["doc.ents", "doc.spans"], default_config={"lexicon": None})
def make_tagger(nlp: Language, name: str, lexicon: str | None) -> TaggerPipe:
    """The component; `lexicon` is a path to another lexicon."""
    return TaggerPipe(lexicon)


class TaggerPipe:
    """Fills `doc.spans["zhengming"]` and `doc.ents`.

    Each span has the category as `label_`, the concept's id as `kb_id_` and the listed name as `id_`. A mention whose
    edges lie inside tokens cannot be a span and is left out, with one warning; entities that others have set stay.
    """

    def __init__(self, lexicon: str | None = None) -> None:
        self._tagger = load(lexicon)
        self._warned = False

    def __call__(self, doc: Doc) -> Doc:
        """Annotate a Doc."""
        spans = []
        for a in self._tagger.annotate(doc.text):
            span: Any = doc.char_span(
                a.start, a.end, label=a.concept.category, kb_id=a.concept.id, span_id=a.name.text,
            )  # fmt: skip
            if span is not None:
                spans.append(span)
            elif not self._warned:
                self._warned = True
                warnings.warn(
                    f"zhengming: {a.text!r} begins or ends inside a token of this pipeline's tokenizer and is left out, "
                    "as others may be; use spacy.blank('zh') for Chinese and mixed text",
                    stacklevel=2,
                )
        doc.spans["zhengming"] = SpanGroup(doc, name="zhengming", spans=spans)
        taken = {token.i for ent in doc.ents for token in ent}
        free: list[Span] = [span for span in filter_spans(spans) if not any(token.i in taken for token in span)]
        doc.set_ents([*doc.ents, *free])
        return doc

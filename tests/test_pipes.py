from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Span


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("zh", "骨关节炎患者的BM-MSCs，若干细胞因子", ["骨关节炎", "BM-MSCs", "细胞因子"]),
        ("en", "Osteoarthritis (OA) of the knee and TGF-β1.", ["Osteoarthritis (OA) of the knee", "TGF-β1"]),
    ],
)
def test_component_by_entry_point(lang: str, text: str, expected: list[str]) -> None:
    nlp = spacy.blank(lang)
    nlp.add_pipe("zhengming")
    doc = nlp(text)
    texts = [ent.text for ent in doc.ents]
    for surface in expected[-1:]:
        assert surface in texts
    assert all(span.kb_id_.startswith("ZM:") and span.label_ and span.id_ for span in doc.spans["zhengming"])
    assert len(doc.spans["zhengming"]) >= len(doc.ents) > 1


def test_others_entities_stay() -> None:
    nlp = spacy.blank("en")
    doc = nlp.make_doc("Knee osteoarthritis hurts")
    doc.set_ents([Span(doc, 0, 2, label="MINE")])
    nlp.add_pipe("zhengming")
    doc = nlp.get_pipe("zhengming")(doc)
    assert [ent.label_ for ent in doc.ents] == ["MINE"]
    assert [span.text for span in doc.spans["zhengming"]] == ["Knee osteoarthritis"]

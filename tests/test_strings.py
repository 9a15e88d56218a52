from __future__ import annotations

import pytest

from zhengming.fuzzy import refused
from zhengming.morphemes import canonical
from zhengming.tagger import Tagger


def test_every_preferred_term_leads_to_its_concept(tagger: Tagger) -> None:
    for concept in tagger.lexicon:
        for term in (concept.en, concept.zh, concept.abbr):
            if term:
                assert concept in [m.concept for m in tagger.normalize(term, k=20)], term


def test_every_listed_name_leads_to_its_concept(tagger: Tagger) -> None:
    for concept in tagger.lexicon:
        for name in concept.names:
            assert concept in [m.concept for m in tagger.normalize(name.text, k=20)], name


@pytest.mark.parametrize(
    ("text", "en", "step"),
    [
        ("骨髓间质干细胞", "bone marrow mesenchymal stem cell", None),
        ("osteoarthritis of the knee", "knee osteoarthritis", None),
        ("肿瘤坏死因子α(TNF-α)", "tumor necrosis factor alpha", "strings.gloss"),
        ("human mesenchymal stem cells", "mesenchymal stem cell", "forms.before"),
        ("stem cells, mesenchymal", "mesenchymal stem cell", "strings.same_words"),
        ("mesenchymal stem cels", "mesenchymal stem cell", "strings.misprinted"),
        ("骨性关节 炎", "osteoarthritis", None),
        ("ＴＧＦ－ｂｅｔａ １", "transforming growth factor beta 1", None),
    ],
)
def test_normalize(text: str, en: str, step: str | None, tagger: Tagger) -> None:
    match = tagger.normalize(text)[0]
    assert match.concept.en == en
    assert step is None or step in match.steps


@pytest.mark.parametrize(
    "text", ["", "  ", "白细胞介素-7", "MMP-14", "膝交叉韧带", "osteopathy", "量子计算", "IL-66", "ACLX"]
)
def test_nothing_where_nothing_is_close(text: str, tagger: Tagger) -> None:
    assert tagger.normalize(text) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("白细胞介素-1", "白细胞介素-6"),
        ("前交叉韧带切断", "后交叉韧带切断"),
        ("hyperalgesia", "hypoalgesia"),
        ("成骨细胞", "破骨细胞"),
        ("tgf-β1", "tgf-β3"),
        ("collagen type i", "collagen type ii"),
        ("抗炎作用", "促炎作用"),
    ],
)
def test_guards(one: str, other: str) -> None:
    one, other = canonical(one), canonical(other)
    assert refused(one, other)
    assert refused(other, one)


def test_shared_short_forms_give_all_senses(tagger: Tagger) -> None:
    matches = tagger.normalize("SF")
    assert {m.concept.en for m in matches} >= {"silk fibroin", "synovial fluid"}
    assert all(m.ambiguous for m in matches)


def test_lookup(tagger: Tagger) -> None:
    senses = tagger.lookup("NP")
    assert {s.long_en for s in senses} >= {"neuropathic pain", "nanoparticle", "nucleus pulposus"}
    assert [s.score for s in senses] == sorted((s.score for s in senses), reverse=True)
    assert {s.concept.en for s in senses if s.concept is not None} == {"neuropathic pain", "nanoparticle"}
    concept = tagger.lookup("MESH:D010003")[0].concept
    assert concept is not None
    assert tagger.lookup(concept.id)[0].concept == concept
    assert tagger.lookup("mesh:d010003")[0].concept == concept
    assert tagger.lookup("xyzzy") == []
    assert "AD-MSC" in [name.text for name in tagger.near("ADMCSs")]

from __future__ import annotations

import pickle
import time

import pytest
from hypothesis import given, settings
from tests.strategies import anything, bilingual

import zhengming
from zhengming.model import Document
from zhengming.tagger import Tagger


def spans(document: Document) -> list[tuple[int, int, str]]:
    return [(a.start, a.end, a.concept.id) for a in document]


@settings(max_examples=150, deadline=None)
@given(text=anything | bilingual)
def test_any_text_keeps_the_contract(text: str, tagger: Tagger) -> None:
    document = tagger.annotate(text)
    end = 0
    for a in document:
        assert text[a.start : a.end] == a.text
        assert a.start >= end
        end = a.end
        assert 0 < a.score <= 1
        assert a.via in ("lexicon", "definition", "composition")
        assert a.concept in tagger.lexicon
    for d in document.definitions:
        assert 0 <= d.start < d.end <= len(text)
    for u in document.ambiguous:
        assert text[u.start : u.end] == u.text
        assert len(u.senses) > 1


@settings(max_examples=100, deadline=None)
@given(text=bilingual)
def test_leaving_out_inner_hits_early_changes_nothing(text: str, tagger: Tagger) -> None:
    explained = [(e.start, e.end) for e in tagger.explain(text) if e.annotated]
    assert [(a.start, a.end) for a in tagger.annotate(text)] == explained


@settings(max_examples=60, deadline=None)
@given(text=bilingual)
def test_nested_adds_only_what_lies_inside(text: str, tagger: Tagger) -> None:
    flat, nested = spans(tagger.annotate(text)), spans(tagger.annotate(text, nested=True))
    assert set(flat) <= set(nested)
    for start, end, _ in set(nested) - set(flat):
        assert any(s <= start and end <= e for s, e, _ in flat)


def test_nested_lists_inner_concepts(tagger: Tagger) -> None:
    found = {(a.text, a.concept.en) for a in tagger.annotate("骨髓间充质干细胞", nested=True)}
    assert found >= {
        ("骨髓间充质干细胞", "bone marrow mesenchymal stem cell"),
        ("骨髓", "bone marrow"),
        ("间充质干细胞", "mesenchymal stem cell"),
    }


def test_osteoarthritis_holds_no_arthritis(tagger: Tagger) -> None:
    assert [a.text for a in tagger.annotate("骨关节炎", nested=True)] == ["骨关节炎"]


def test_many_keeps_order_with_processes(tagger: Tagger) -> None:
    texts = [f"第{n}例：{'OA' * (n % 2)} 软骨" for n in range(100)]
    alone = [spans(d) for d in tagger.annotate_many(texts)]
    assert alone == [spans(d) for d in tagger.annotate_many(texts, workers=2)]
    assert alone == [spans(tagger.annotate(text)) for text in texts]


def test_workers_must_be_positive(tagger: Tagger) -> None:
    with pytest.raises(zhengming.UsageError, match="--workers 0"):
        list(tagger.annotate_many(["x"], workers=0))


def test_redefinition_changes_the_meaning_from_there(tagger: Tagger) -> None:
    text = "Neuropathic pain (NP) is common. NP hurts. Later, nasal polyps (NP) were seen. NP were small."
    kept = [a.start for a in tagger.annotate(text) if a.text == "NP"]
    assert kept == [text.index("(NP)") + 1, text.index("NP hurts")]


def test_explain_names_the_function_that_decided(tagger: Tagger) -> None:
    steps = {e.text: (e.annotated, [s.code for s in e.steps]) for e in tagger.explain("软骨细胞外基质")}
    assert steps["软骨细胞"] == (False, ["match.find", "segment.best_cut"])
    assert steps["细胞外基质"][0]


def test_a_tagger_travels(tagger: Tagger) -> None:
    other = pickle.loads(pickle.dumps(tagger))
    assert spans(other.annotate("OA 疼痛")) == spans(tagger.annotate("OA 疼痛"))


def test_a_concept_is_its_id(tagger: Tagger) -> None:
    concept = next(iter(tagger.annotate("骨关节炎"))).concept
    assert concept == concept.id == str(concept)
    assert tagger.lexicon[concept] is concept
    assert (concept.en, concept.zh, concept.abbr) == ("osteoarthritis", "骨关节炎", "OA")
    with pytest.raises(AttributeError):
        concept.en = "x"
    assert pickle.loads(pickle.dumps(concept)).names == concept.names


def test_other_lexicons(tmp_path, tagger: Tagger) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("name,id\nknee brace,MY:1\n护膝,MY:1\n", encoding="utf-8")
    mine = zhengming.load(table)
    assert [(a.text, a.concept.id) for a in mine.annotate("佩戴护膝 (knee braces)")] == [
        ("护膝", "MY:1"),
        ("knee braces", "MY:1"),
    ]
    both = zhengming.load([table, zhengming.tables.packaged_lexicon()])
    assert len(both.lexicon) == len(tagger.lexicon) + 1
    assert {a.text for a in both.annotate("OA 患者佩戴护膝")} == {"OA", "护膝"}


def test_a_table_of_pairs_is_real_csv_in_any_encoding(tmp_path) -> None:
    table = tmp_path / "mine.csv"
    table.write_bytes('名称,编号\n"brace, knee",MY:1\n护膝,MY:1\n关节护具,MY:1\n'.encode("gb18030"))
    mine = zhengming.load(table)
    assert [name.text for name in mine.lexicon["MY:1"].names] == ["brace, knee", "护膝", "关节护具"]


def test_a_listed_definition_is_refined_like_a_bracketed_one(tagger: Tagger) -> None:
    text = "DRG, dorsal root ganglion 慢性压迫背根神经节；CCI, chronic constriction injury 慢性缩窄性损伤"
    found = {d.short: d.concept and d.concept.en for d in tagger.define(text)}
    assert found["DRG"] == "dorsal root ganglion"


def test_no_mention_inside_any_doi(tagger: Tagger) -> None:
    for doi in ("10.1002/art.OA.1", "10.3390/cells.IL-6.2", "10.7717/peerj.OA"):
        assert tagger.annotate(f"见 doi:{doi} 。").annotations == []
    assert [a.text for a in tagger.annotate("10.5 pg/mL IL-6")] == ["IL-6"]


def test_one_very_long_line(tagger: Tagger) -> None:
    text = "骨关节炎患者关节腔注射ADMSCs后疼痛减轻(n = 20)," * 20_000
    assert len(tagger.annotate(text)) == 4 * 20_000


def test_html_of_a_notebook_is_escaped(tagger: Tagger) -> None:
    html = tagger.annotate("<script>OA</script> & 软骨")._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert html.count("<mark") == 2


@pytest.mark.parametrize("unit", ["踝关节炎症，骨髓炎症反应。", "MSC", "plasma (P) fell in cells. ", "DRGNav1.7mRNA "])
def test_the_cost_of_a_character_does_not_grow_with_the_text(unit: str, tagger: Tagger) -> None:
    def cost(number: int) -> float:
        text = unit * number + "q"
        rounds = []
        for _ in range(3):
            start = time.process_time()
            tagger.annotate(text)
            rounds.append(time.process_time() - start)
        return min(rounds) / number

    assert cost(4000) < 3 * cost(500)


@pytest.mark.parametrize(
    ("text", "mention", "en"),
    [
        ("髓核（nucleus pulposus，NP）退变。体外培养NP细胞。", "NP细胞", "nucleus pulposus cell"),
        ("The nucleus pulposus (NP) degenerates. NP cells were cultured.", "NP cells", "nucleus pulposus cell"),
    ],
)
def test_a_defined_short_form_inside_a_longer_name(text: str, mention: str, en: str, tagger: Tagger) -> None:
    assert (mention, en) in [(a.text, a.concept.en) for a in tagger.annotate(text)]


def test_a_defined_short_form_before_any_other_noun(tagger: Tagger) -> None:
    text = "The nucleus pulposus (NP) degenerates. NP morphology was scored."
    assert "NP morphology" not in [a.text for a in tagger.annotate(text)]


def test_whose_antibody_it_is(tagger: Tagger) -> None:
    found = [(a.text, a.concept.en) for a in tagger.annotate("一抗为兔抗人Ⅱ型胶原，二抗为山羊抗兔IgG。牛抗病毒。")]
    assert found[0] == ("兔", "rabbit")
    assert ("山羊", "goat") in found
    assert "牛" not in [text for text, _ in found]

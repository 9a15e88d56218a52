from __future__ import annotations

import gzip
import json
import os
import pickle
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from zhengming.mixed_tokenizer import MixedTokenizer
from zhengming.tagger import Tagger

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def tokenizer() -> MixedTokenizer:
    return MixedTokenizer(spacy.blank("xx").vocab)


def shown(doc: Doc) -> str:
    return "|".join(token.text for token in doc)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("骨髓间充质干细胞（BM-MSCs）分泌TGF-β1和IL-1β", "骨髓间充质干细胞|（|BM-MSCs|）|分泌|TGF-β1|和|IL-1β"),
        ("若干细胞因子", "若干|细胞因子"),
        ("软骨细胞外基质", "软骨|细胞外基质"),
        ("MMP-3/13、IL-1α/β", "MMP-3|/|13|、|IL-1α|/|β"),
        ("骨髓、脂肪和脐带来源的间充质干细胞", "骨髓|、|脂肪|和|脐带来源的间充质干细胞"),
        ("研究生命的起源", "研究|生命|的|起源"),
        ("RT-PCR, PD-L1 and COVID-19 (p<0.05, 2.5 mg)", "RT-PCR|,|PD-L1|and|COVID-19|(|p|<|0.05|,|2.5|mg|)"),
        ("anti-TNF-α in Smith's Crohn's disease", "anti|-|TNF-α|in|Smith|'s|Crohn|'s|disease"),
        ("bone marrow mesenchymal stem cells", "bone|marrow|mesenchymal|stem|cells"),
        ("間充質幹細胞與軟骨", "間充質幹細胞|與|軟骨"),
        ("骨关节\n炎", "骨关节|\n|炎"),
        (" a  b\n\n c ", " |a| |b|\n\n |c"),
        ("コラーゲン 단백질 белок", "コラーゲン|단백질|белок"),
        ("", ""),
    ],
)
def test_tokens(tokenizer: MixedTokenizer, text: str, expected: str) -> None:
    doc = tokenizer(text)
    assert shown(doc) == expected
    assert doc.text == text


def test_a_defined_part_of_a_symbol_is_a_token(tokenizer: MixedTokenizer) -> None:
    """The same symbol is one token where the text does not speak of its part."""
    alone = "We saw XAB-Q cells."
    defined = "Treatment of osteoarthritic bone (osteoarthritis, XAB) and XAB-Q cells."
    assert "XAB-Q" in shown(tokenizer(alone)).split("|")
    for text in (alone, defined):
        assert lost(tokenizer, tokenizer._carried.tagger, text) == []


def lost(tokenizer: MixedTokenizer, tagger: Tagger, text: str, nested: bool = False) -> list[str]:
    """The annotations whose edges are no token edges."""
    doc = tokenizer(text)
    starts, ends = {token.idx for token in doc}, {token.idx + len(token) for token in doc}
    found = []
    for a in tagger.annotate(text, nested=nested):
        start, end = a.start + len(a.text) - len(a.text.lstrip()), a.end - len(a.text) + len(a.text.rstrip())
        if start not in starts or end not in ends:
            found.append(a.text)
    return found


PIECES = (
    "骨髓", "脂肪", "间充质干细胞", "骨髓间充质干细胞", "软骨细胞", "外基质", "若干", "细胞因子", "关节", "炎症",
    "骨关节炎", "膝", "的", "和", "与", "、", "来源的", "BM-MSCs", "MSC", "MMP-3", "IL-1", "β", "α", "/13", "-",
    "/", "TNF-α", "NP", "OA", "XAB", "RT-PCR", "CD73", "90", "105", "1.5", "mg", "（", "）", "(", ")", ",", "，",
    "；", ";", "简称", "以下简称", "又称", "mRNA", "s", "p", "I", "III", "诱导型一氧化氮合酶", "一氧化氮合酶",
    "iNOS", "anti", "ﬁbro", "TGF‑β", "間充質幹細胞", "😀", "e\u0301", " ", "\n", "  ", "nucleus pulposus",
    "osteoarthritis", "stem cells", "bone marrow", "collagen type I", "Crohn's disease", "\u200b", "\x00",
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_annotation_is_lost_in_composed_text(text: str) -> None:
    tokenizer = _shared()
    assert lost(tokenizer, tokenizer._carried.tagger, text) == []
    assert tokenizer(text).text == text


_kept: list[MixedTokenizer] = []


def _shared(nested: bool = False) -> MixedTokenizer:
    if not _kept:
        vocab = spacy.blank("xx").vocab
        _kept.extend((MixedTokenizer(vocab), MixedTokenizer(vocab, nested=True)))
    return _kept[nested]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=15).map("".join))
def test_no_nested_annotation_is_lost(text: str) -> None:
    tokenizer = _shared(nested=True)
    assert lost(tokenizer, tokenizer._carried.tagger, text, nested=True) == []


@settings(max_examples=400, deadline=None)
@given(
    st.text(st.characters(codec=None), max_size=60)
    | st.text("a -\n\t骨关节炎\u3000\x00\ud800\udc00é😀.'1β", max_size=40)
)
def test_the_text_stays(text: str) -> None:
    expected = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    doc = _shared()(text)
    assert doc.text == expected
    assert all(token.text for token in doc)


def texts() -> list[str]:
    """All gold texts; with `ZHENGMING_TEXTS` also those of that folder's JSON Lines files."""
    found = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpora").glob("*/*.txt"))]
    folder = os.environ.get("ZHENGMING_TEXTS")
    for path in sorted(Path(folder).glob("*.jsonl*")) if folder else ():
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                found += [record[key] for key in ("text", "text_zh", "text_en", "title") if record.get(key)]
    return found


def test_no_annotation_of_real_texts_is_lost(tokenizer: MixedTokenizer) -> None:
    tagger = tokenizer._carried.tagger
    gone = [(text[:40], name) for text in texts() for name in lost(tokenizer, tagger, text)]
    assert gone == []


def test_short_forms_and_names_that_only_a_definition_brings_in(tokenizer: MixedTokenizer) -> None:
    tagger = tokenizer._carried.tagger
    for text in (
        "诱导型一氧化氮合酶（iNOS）升高",
        "骨关节炎（以下简称骨关）患者，骨关加重",
        "脐带干细胞（UC-MSCs）与UC-MSCs",
        "BM-MSCs (bone mineral and mass scores, BM-MSCs) and BM-MSCs",
    ):
        assert lost(tokenizer, tagger, text) == []


def config() -> dict[str, object]:
    return {"nlp": {"tokenizer": {"@tokenizers": "zhengming.MixedTokenizer.v1"}}}


@pytest.mark.parametrize("lang", ["zh", "en", "xx"])
def test_in_a_pipeline_saved_and_pickled(lang: str, tmp_path: Path) -> None:
    nlp = spacy.blank(lang, config=config())
    text = "骨关节炎患者的BM-MSCs"
    expected = shown(nlp(text))
    nlp.to_disk(tmp_path / "nlp")
    assert not list((tmp_path / "nlp" / "tokenizer").glob("*.zm"))
    assert shown(spacy.load(tmp_path / "nlp")(text)) == expected
    assert shown(spacy.blank(lang, config=config()).from_bytes(nlp.to_bytes())(text)) == expected
    assert shown(pickle.loads(pickle.dumps(nlp))(text)) == expected


def test_another_lexicon_goes_with_the_pipeline(tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text("蓝色大象病,ZM:zzzzz1\n绿色小象,ZM:zzzzz2\n", encoding="utf-8")
    settings = {"@tokenizers": "zhengming.MixedTokenizer.v1", "lexicon": str(table)}
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": settings}})
    assert shown(nlp("患蓝色大象病者")) == "患|蓝色大象病|者"
    nlp.to_disk(tmp_path / "nlp")
    data, pickled = nlp.to_bytes(), pickle.dumps(nlp)
    table.unlink()
    del nlp
    assert shown(spacy.load(tmp_path / "nlp")("患蓝色大象病者")) == "患|蓝色大象病|者"
    blank = spacy.blank("zh", config={"nlp": {"tokenizer": settings}})
    assert shown(blank.from_bytes(data)("患蓝色大象病者")) == "患|蓝色大象病|者"
    assert shown(pickle.loads(pickled)("患蓝色大象病者")) == "患|蓝色大象病|者"


def test_wrong_input() -> None:
    nlp: Language = spacy.blank("zh", config=config())
    with pytest.raises(TypeError, match="must be a str, not int"):
        nlp.tokenizer(3)  # type: ignore[arg-type]


def test_words_stay_in_the_vocabulary_until_a_memory_zone_ends() -> None:
    nlp = spacy.blank("xx", config=config())
    if hasattr(nlp, "memory_zone"):
        with nlp.memory_zone():
            nlp("骨髓间充质干细胞")
        assert "骨髓间充质干细胞" not in nlp.vocab
    assert shown(nlp("骨髓间充质干细胞")) == "骨髓间充质干细胞"
    assert "骨髓间充质干细胞" in nlp.vocab

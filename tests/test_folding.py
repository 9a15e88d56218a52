from __future__ import annotations

import pytest
from hypothesis import given
from tests.strategies import anything, bilingual

from zhengming.folding import fold, opencc_characters, replace_characters, traditional_characters


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("ＴＧＦ－β１", "tgf-β1"),
        ("IL⁃1β IL‐6 IL−8", "il-1β il-6 il-8"),
        ("µ阿片", "μ阿片"),
        ("間葉幹細胞", "间叶干细胞"),
        ("⾻髓", "骨髓"),
        ("Sjögren’s", "sjogren's"),
        ("ﬁbroin", "fibroin"),
        ("间\u200b充质", "间充质"),
        ("soft\u00adhyphen", "softhyphen"),
        ("骨关\n节炎", "骨关节炎"),
        ("骨 关 节 炎", "骨关节炎"),
        ("mesen-\nchymal", "mesenchymal"),
        ("UCB-\nMSC", "ucb-msc"),
        ("MMP-\r\n13", "mmp-13"),
        ("stem\ncell", "stem cell"),
        ("stem \r\n cell", "stem cell"),
        ("one\n\ntwo", "one\ntwo"),
        ("ΣΑΣ", "σασ"),
        ("İ", "i"),
        ("\ud800x", "\ufffdx"),
    ],
)
def test_fold(raw: str, folded: str) -> None:
    assert fold(raw).text == folded


@pytest.mark.parametrize("raw", ["OA 模型", "a\tb", "pain. Pain", "一、 abc", "α-β", "CD4⁺".replace("⁺", "")])
def test_fold_keeps(raw: str) -> None:
    assert fold(raw).cased == raw


def test_a_wrap_after_every_line_is_undone_but_a_paragraph_is_not() -> None:
    wrapped = "骨关节炎是成年人中常见的关节炎类型会导致疼痛并且会影响软\n\n骨和滑膜以及半月板等组织造成残疾与功能丧失等后果出现\n\n小结\n\n软骨"
    text = fold(wrapped).text
    assert "影响软骨和" in text
    assert "小结\n软骨" in text


@given(anything | bilingual)
def test_positions_lead_back(raw: str) -> None:
    folded = fold(raw)
    assert folded.raw == raw
    assert len(folded.cased) == len(folded.text)
    if folded.starts is None:
        assert len(folded.text) == len(raw)
    else:
        starts = [folded.starts[n] for n in range(len(folded.text))]
        assert starts == sorted(starts)
    for position in range(len(folded.text)):
        start, end = folded.raw_span(position, position + 1)
        assert 0 <= start < end <= len(raw)


@given(bilingual)
def test_folding_twice_changes_nothing_more(raw: str) -> None:
    once = fold(raw).cased
    assert replace_characters(once) == once


def test_the_shipped_table_is_what_opencc_gives() -> None:
    assert traditional_characters() == opencc_characters()

"""Where Chinese long forms begin, with the packaged tables and a lexicon that knows nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.strategies import bilingual

from zhengming import tables
from zhengming.beginnings import stands_apart, tells
from zhengming.chinese import explained, long_form
from zhengming.conventional import COLUMNS, stands_for
from zhengming.senses import FIELD_COLUMNS

LANGUAGE = tables.packaged_lexicon() / "language"


class Nothing:
    """What a lexicon without names knows."""

    def start(self, end: int) -> int | None:
        return None

    def known(self, text: str) -> bool:
        return False

    def names(self, short: str, long: str) -> bool:
        return False

    def crosses(self, position: int) -> bool:
        return False


@pytest.mark.parametrize(
    ("before", "term", "short", "english"),
    [
        ("分离兔", "骨髓间充质干细胞", "BMSCs", None),
        ("分离", "兔骨髓间充质干细胞", "rBMSCs", None),
        ("通过检测", "肿瘤坏死因子-α", "TNF-α", None),
        ("鸡的", "精原干细胞", "SSCs", "spermatogonial stem cells"),
        ("培养的", "奶牛乳腺上皮细胞", "BMECs", "bovine mammary epithelial cells"),
        ("转移至", "聚偏氟乙烯", "PVDF", None),
        ("构建", "短发夹RNA", "shRNA", None),
        ("提取血浆", "细胞游离DNA", "cfDNA", None),
        ("和", "二氧化碳分压", "PaCO2", "partial pressure of carbon dioxide"),
        ("采用", "卷积神经网络", "CNN", None),
        ("3个", "置信区间", "CI", "confidence interval"),
        ("同时血浆", "同型半胱氨酸", "HCY", None),
        ("激活Wnt/", "β-链蛋白", None, "β-catenin"),
        ("检测", "CCAAT/增强子结合蛋白", "C/EBP", None),
        ("可溶性", "P选择素", None, "P-selectin"),
        ("并测定", "第1秒用力呼气容积", None, "forced expiratory volume in one second"),
    ],
)
def test_the_letters_tell_where_a_term_begins(before: str, term: str, short: str, english: str | None) -> None:
    text = f"{before}{term}"
    found = long_form(text, len(text), short, english, Nothing())
    assert found is not None
    assert text[found.begin :] == term


@given(bilingual)
def test_a_beginning_lies_before_the_edge(text: str) -> None:
    found = long_form(text, len(text), "MSC", None, Nothing())
    assert found is None or 0 <= found.begin <= len(text) - 2
    assert found is None or 0 <= found.letters <= 1


def test_what_the_letters_of_a_term_explain() -> None:
    assert explained("骨髓间充质干细胞", "BMSC", None) == 1
    assert explained("骨髓间充质干细胞", "XYZQ", None) == 0
    assert explained("卷积神经网络", None, "convolutional neural network") == 1


def test_what_a_thing_does_is_no_name() -> None:
    assert tells("编码成纤维细胞生长因子受体3的基因")
    assert tells("抑制软骨细胞增殖")
    assert not tells("骨髓间充质干细胞")


def test_what_stands_apart() -> None:
    assert stands_apart("治疗支气管哮喘", 2)
    assert stands_apart("，支气管哮喘", 1)
    assert not stands_apart("支气管哮喘", 3)


def test_the_tables_are_sound() -> None:
    translations = [fields for _, fields in tables.rows(LANGUAGE / "translations.tsv", ("zh", "en", "note"))]
    assert len(translations) == len({zh for zh, _, _ in translations}) > 3000
    assert [zh for zh, _, _ in translations] == sorted(zh for zh, _, _ in translations)
    for zh, english, _ in translations:
        assert zh == zh.strip()
        assert english.isascii(), zh
        assert all(phrase == phrase.strip() and phrase for phrase in english.split("; ")), zh
    conventional = [fields for _, fields in tables.rows(LANGUAGE / "conventional.tsv", COLUMNS)]
    assert [short for short, _, _ in conventional] == sorted({short for short, _, _ in conventional})
    assert all(english.isascii() and (english or chinese) for _, english, chinese in conventional)
    boundaries = [fields[0] for _, fields in tables.rows(LANGUAGE / "boundaries.tsv", ("text",))]
    assert len(boundaries) == len(set(boundaries)) > 300
    fields = [line for _, line in tables.rows(LANGUAGE / "fields.tsv", FIELD_COLUMNS)]
    words = [word for _, _, listed in fields for word in listed.split("; ")]
    assert {field for field, _, _ in fields} >= {"medicine", "engineering", "computing"}
    assert len(words) == len(set(words)), "a word tells one field"


def test_conventional_short_forms() -> None:
    assert stands_for("HbA1c", "glycated hemoglobin")
    assert stands_for("HbA1c", "糖化血红蛋白")
    assert not stands_for("HbA1c", "hemoglobin")
    assert not stands_for("hba1c", "glycated hemoglobin")

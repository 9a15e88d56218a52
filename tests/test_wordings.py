from __future__ import annotations

import doctest
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from zhengming import wordings
from zhengming.wordings import lowered, near_en, same_en, same_zh, short_key, singular, sort_key, tidy


def test_examples() -> None:
    assert doctest.testmod(wordings).failed == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("AD-MSCs", "ADMSC"), ("TGF-beta 1", "TGFβ1"), ("MMP-13", "MMP13"), ("IL⁃10", "IL-10"), ("ＯＡ", "OA")],
)
def test_spellings_of_one_short_form_share_a_key(one: str, other: str) -> None:
    assert short_key(one) == short_key(other)


@pytest.mark.parametrize(("one", "other"), [("PBS", "PB"), ("IL-1", "IL-10"), ("MMP", "MMP13"), ("Pa", "PA")])
def test_other_short_forms_do_not(one: str, other: str) -> None:
    assert short_key(one) != short_key(other)


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("mesenchymal stem cells", "mesenchymal stem cell"),
        ("randomized controlled studies", "randomized controlled study"),
        ("adverse events", "adverse event"),
        ("dorsal root ganglia", "dorsal root ganglia"),
        ("osteoarthritis", "osteoarthritis"),
        ("stimulus", "stimulus"),
        ("chronic restraint stress", "chronic restraint stress"),
        ("diagnosis", "diagnosis"),
    ],
)
def test_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected


def test_wordings_that_are_one() -> None:
    assert near_en("tumour necrosis factor-alpha", "Tumor necrosis factor α")
    assert same_en("interleukin", "interleukin 6")
    assert same_zh("脂肪来源的间充质干细胞", "脂肪来源间充质干细胞")
    assert not same_en("interleukin 6", "interleukin 8")
    assert not same_en("bone marrow stromal cell", "bone marrow mesenchymal stem cell")
    assert not same_zh("骨关节炎", "卵母细胞激活")


def test_small_letters_for_common_words_only() -> None:
    small = frozenset(("quality", "of", "life"))
    assert lowered("Quality of Life", small) == "quality of life"
    assert lowered("Parkinson disease", small) == "Parkinson disease"
    assert lowered("Numeric Oswestry scale", frozenset(("numeric", "scale"))) == "Numeric Oswestry scale"


def test_tidy() -> None:
    assert tidy(" “转化生长\n因子⁃β”， ") == "转化生长因子-β"


def test_order() -> None:
    expected = [
        "2D",
        "5-HT",
        "α-SMA",
        "AMPK",
        "BMP2",
        "BMP-4",
        "BMP10",
        "β-gal",
        "IL-1",
        "IL-1β",
        "IL-6",
        "IL-10",
        "γδT",
    ]
    expected = sorted(expected, key=sort_key)
    assert [expected.index(short) for short in ("2D", "5-HT")] == [0, 1]
    assert expected.index("α-SMA") < expected.index("AMPK") < expected.index("β-gal") < expected.index("BMP2")
    assert expected.index("BMP2") < expected.index("BMP-4") < expected.index("BMP10") < expected.index("γδT")
    assert expected.index("IL-1") < expected.index("IL-1β") < expected.index("IL-6") < expected.index("IL-10")
    shuffled = expected[:]
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == expected


@given(st.text(max_size=20))
@example("P\x85I")
def test_any_text_has_a_key_and_a_place(text: str) -> None:
    assert short_key(short_key(text)).rstrip("s") == short_key(text).rstrip("s")
    assert sort_key(text) == sort_key(text)
    assert tidy(tidy(text)) == tidy(text)

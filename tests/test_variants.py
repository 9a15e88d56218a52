from __future__ import annotations

import pytest

from zhengming.variants import variants


@pytest.mark.parametrize(
    ("text", "lang", "type_", "has", "has_not"),
    [
        (
            "TGF-β1",
            "mul",
            "abbreviation",
            ["TGFβ1", "TGF β1", "TGF-beta1", "TGF-beta 1", "TGF-b1", "TGF-β-1"],
            ["TGF1"],
        ),
        ("MMP-13", "mul", "abbreviation", ["MMP13", "MMP 13"], ["MMP-1"]),
        ("MSC", "mul", "abbreviation", ["MSCs"], ["MSCS"]),
        ("NK细胞", "zh-Hans", "synonym", ["NK 细胞"], ["NK-细胞"]),
        ("白细胞介素-6", "zh-Hans", "preferred", ["白细胞介素6", "白细胞介素 6"], []),
        ("II型胶原", "zh-Hans", "preferred", ["Ⅱ型胶原", "2型胶原", "二型胶原", "II 型胶原", "Ⅱ 型胶原"], ["1型胶原"]),
        ("type II collagen", "en", "preferred", ["type 2 collagen", "type II collagens"], ["type I collagen"]),
        ("脂肪来源的间充质干细胞", "zh-Hans", "synonym", ["脂肪来源间充质干细胞"], []),
        ("tumor necrosis factor", "en", "synonym", ["tumour necrosis factor", "tumor necrosis factors"], []),
        ("Wharton's jelly", "en", "preferred", ["Whartons jelly", "Wharton jelly"], []),
        ("interleukin 1 beta", "en", "preferred", ["interleukin-1β", "interleukin-1beta", "interleukin 1β"], []),
        (
            "stem cell therapy",
            "en",
            "preferred",
            ["stem-cell therapy", "stem cells therapy", "stem cell therapies"],
            [],
        ),
        ("osteoarthritis", "en", "preferred", ["osteoarthritides"], ["osteoarthritiss"]),
        ("dorsal root ganglion", "en", "preferred", ["dorsal root ganglia"], []),
        ("proinflammatory cytokine", "en", "synonym", ["pro-inflammatory cytokines"], []),
    ],
)
def test_variants(text: str, lang: str, type_: str, has: list[str], has_not: list[str]) -> None:
    found = variants(text, lang, type_)
    assert found[text] == ()
    assert [spelling for spelling in has if spelling not in found] == []
    assert [spelling for spelling in has_not if spelling in found] == []


def test_each_spelling_tells_how_it_was_made() -> None:
    assert variants("TGF-β1", "mul", "abbreviation")["TGFbeta1"] == ("variants.greek", "variants.seams")


def test_long_names_stay_countable() -> None:
    assert len(variants("a-b-c-d-e-f-g-h-i-j k l m n", "en", "synonym")) < 400

"""Series that share a part: each member on its own characters."""

from __future__ import annotations

import pytest

import zhengming

ONE, TWO, THREE, TEN = (f"type {numeral} collagen" for numeral in ("I", "II", "III", "X"))


@pytest.fixture(scope="module")
def tagger() -> zhengming.Tagger:
    return zhengming.load()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The repair tissue stained for types I, II and X collagen.", [("I", ONE), ("II", TWO), ("X collagen", TEN)]),
        ("Collagens I and III were measured in the scar.", [("Collagens I", ONE), ("III", THREE)]),
        ("Collagen types I and II were blotted.", [("Collagen types I", ONE), ("II", TWO)]),
        ("上下楼时膝、踝关节僵硬。", [("膝", "knee joint"), ("踝关节", "ankle joint")]),
        ("对成骨、破骨细胞计数。", [("成骨", "osteoblast"), ("破骨细胞", "osteoclast")]),
        ("滑膜与软骨细胞", [("滑膜", "synovial membrane"), ("软骨细胞", "chondrocyte")]),
        ("bone marrow-, periosteum- and synovium-derived MSCs", [
            ("bone marrow-", "bone marrow mesenchymal stem cell"), ("periosteum", "periosteum"),
            ("synovium-derived MSCs", "synovial mesenchymal stem cell"),
        ]),
        # A count is no member.
        ("The collagens and 2 controls were stored.", [("collagens", "collagen")]),
        ("miR-140、-146a 和 -155 均升高。", [("miR-140", "microRNA-140"), ("-146a", "microRNA-146a"), ("-155", "microRNA-155")]),
        ("Serum MMP-1, -3 and -13 rose.", [("Serum", "serum")] + [
            (text, f"matrix metalloproteinase {number}") for text, number in (("MMP-1", 1), ("-3", 3), ("-13", 13))
        ]),
    ],
)  # fmt: skip
def test_members(tagger: zhengming.Tagger, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(a.text, a.concept.en) for a in tagger.annotate(text)] == expected

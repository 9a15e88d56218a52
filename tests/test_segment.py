"""Chinese word edges on small dictionaries, where every word and its count is in sight."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengming.segment import Words, relevant_words

COUNTS = {
    "若干": 6633, "干细胞": 3, "细胞": 4000, "因子": 400, "关节": 890, "炎症": 493, "光滑": 511, "光": 10895, "膜": 1964,
    "软骨": 50, "细胞外": 3, "炎性": 300,
}  # fmt: skip


def pieces(text: str, names: list[str], bound: dict[str, float]) -> list[str]:
    hits = [(start, start + len(name)) for name in names if (start := text.find(name)) >= 0]
    edges = Words.of(COUNTS, bound).best_cut(text, hits, 0, len(text))
    return [text[start:end] for start, end in zip(edges, edges[1:], strict=False)]


@pytest.mark.parametrize(
    ("text", "names", "cut"),
    [
        ("若干细胞因子", ["干细胞", "细胞因子", "细胞"], ["若干", "细胞因子"]),
        ("关节炎症", ["关节炎", "关节", "炎症"], ["关节", "炎症"]),
        ("关节炎", ["关节炎", "关节"], ["关节炎"]),
        ("关节炎性", ["关节炎"], ["关节炎", "性"]),
        ("光滑膜", ["滑膜"], ["光", "滑膜"]),
        ("光滑的膜", ["滑膜"], ["光滑", "的", "膜"]),
        ("软骨细胞外基质", ["软骨", "软骨细胞", "细胞外基质", "胞外基质"], ["软骨", "细胞外基质"]),
        ("软骨细胞", ["软骨", "软骨细胞"], ["软骨细胞"]),
        ("细胞外软骨", [], ["细胞外", "软骨"]),
    ],
)
def test_best_cut(text: str, names: list[str], cut: list[str]) -> None:
    assert pieces(text, names, {"症": 2.2, "膜": 2.2, "性": 2.2}) == cut


@pytest.mark.parametrize(("left", "right", "edge"), [(500, 3, 2), (3, 500, 1), (500, 50, 2), (10, 50, 1), (10, 3, 2)])
def test_of_two_words_the_more_frequent_stands(left: int, right: int, edge: int) -> None:
    assert Words.of({"甲乙": left, "乙丙": right}, {}).best_cut("甲乙丙", [], 0, 3) == (0, edge, 3)


def test_a_bound_character_does_not_stand_alone() -> None:
    # Nothing but its cost speaks against a bare 症: 炎症 is in no dictionary here.
    words = {"关节": 890}
    hits = [(0, 3), (2, 4)]
    assert Words.of(words, {}).best_cut("关节炎症", hits[:1], 0, 4) == (0, 3, 4)
    assert Words.of(words, {"症": 2.2}).best_cut("关节炎症", hits, 0, 4) == (0, 2, 4)


@pytest.mark.parametrize(
    ("text", "position", "spans"),
    [
        ("若干细胞因子", 1, [(0, 2)]),
        ("若干细胞因子", 2, [(1, 4)]),
        ("若干细胞因子", 3, [(1, 4), (2, 4)]),
        ("若干细胞因子", 4, []),
        ("光滑膜", 1, [(0, 2)]),
        ("软骨细胞外基质", 4, [(2, 5)]),
        ("细胞", 0, []),
        ("细胞", 2, []),
        ("", 0, []),
    ],
)
def test_crossing(text: str, position: int, spans: list[tuple[int, int]]) -> None:
    assert sorted(Words.of(COUNTS, {}).crossing(text, position)) == spans


texts = st.text("若干细胞因子a", max_size=12)
dictionaries = st.dictionaries(st.text("若干细胞因子", min_size=1, max_size=5), st.integers(1, 200_000), max_size=8)


@given(texts, dictionaries)
def test_words_that_cross_are_all_the_words_there_are_and_lie_in_the_text(text: str, counts: dict[str, int]) -> None:
    words = Words.of(counts, {})
    for position in range(-1, len(text) + 2):
        expected = [
            (start, start + len(word))
            for word in counts
            for start in range(len(text))
            if text.startswith(word, start) and start < position < start + len(word)
        ]
        assert sorted(words.crossing(text, position)) == sorted(expected)


@given(texts, dictionaries, st.data())
def test_best_cut_is_made_of_words_hits_and_characters(text: str, counts: dict[str, int], data: st.DataObject) -> None:
    places = st.integers(0, len(text))
    start, end = sorted(data.draw(st.tuples(places, places)))
    inside = st.tuples(st.integers(start, end), st.integers(start, end)).map(sorted).filter(lambda s: s[0] < s[1])
    hits = data.draw(st.lists(inside.map(tuple), max_size=5)) if start < end else []
    edges = Words.of(counts, {"子": 2.2}).best_cut(text, hits, start, end)
    assert (edges[0], edges[-1]) == (start, end)
    for first, last in zip(edges, edges[1:], strict=False):
        assert first < last
        assert last - first == 1 or text[first:last] in counts or (first, last) in hits


def test_relevant_words_cross_an_edge_of_a_name_or_are_pieces() -> None:
    dictionary = {word: count % 100 for word, count in COUNTS.items()} | {
        "天气": 9,
        "因子分析法则": 9,
        "子": 5,
        "若": 7,
    }
    kept = relevant_words(dictionary, ["干细胞", "il-6", ""], {})
    # 若干 reaches over its left edge and 细胞外 over its right one; 因子 and 天气 touch no edge; six characters are too many.
    assert kept == {word: dictionary[word] for word in ("干细胞", "细胞", "细胞外", "若", "若干")}
    assert list(kept) == sorted(kept)
    assert relevant_words(dictionary, [], {}) == {}


def test_words_that_a_misprint_of_a_name_would_be() -> None:
    dictionary = {"家属": 4, "家书": 3, "家人": 2, "书猪": 1}
    kept = relevant_words(dictionary, ["家猪"], {"猪": {"属", "书"}})
    assert kept == {"家书": 3, "家属": 4}


def test_common_words_contend_with_those_that_cross() -> None:
    dictionary = COUNTS | {"揭示": 1500, "示人": 30, "稀见": 5}
    kept = relevant_words(dictionary, ["人"], {})
    assert {"揭示", "示人"} <= kept.keys()
    assert "稀见" not in kept
    words = Words.of(kept, {})
    assert words.best_cut("揭示人的", [(2, 3)], 0, 3) == (0, 2, 3)

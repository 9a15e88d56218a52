"""Which meaning an ambiguous name has, with made-up meanings and plain sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengming.automaton import matcher
from zhengming.lexicon import Meaning
from zhengming.model import Concept
from zhengming.senses import THRESHOLD, SenseIndex, sentence_around

OURS = Concept("ZM:aaaaa1", en="synovial fluid", zh="滑液")
CUES = {"ours": ("joint", "关节", "SF volume", "ZM:aaaaa2"), "other": ("worm", "silk", "蚕")}


def meanings(prior: float = 0.4, other: float = 0.5) -> tuple[Meaning, ...]:
    return (
        Meaning("SF", OURS, "ours", "滑液", prior, CUES["ours"]),
        Meaning("SF", None, "other", "丝素", other, CUES["other"]),
    )


def rank(text: str, company: tuple[str, ...] = (), lines: tuple[Meaning, ...] | None = None) -> dict[str, float]:
    """The meanings of the last `SF` in folded text, best first."""
    index = SenseIndex({"SF": lines or meanings()}, matcher)
    start = text.rindex("sf")
    ranked = index.context("SF", text, frozenset(company)).rank(start, start + 2)
    assert [p for _, p in ranked] == sorted((p for _, p in ranked), reverse=True)
    return {meaning.long_en: probability for meaning, probability in ranked}


NONE = rank("sf was taken.")


def test_without_a_cue_the_priors_stand() -> None:
    assert NONE["other"] / NONE["ours"] == pytest.approx(0.5 / 0.4)
    # What nobody listed is likelier than what the priors leave over.
    assert sum(NONE.values()) < 0.5


@pytest.mark.parametrize(
    "text",
    [
        "sf of the joint",
        "joints hold sf",
        "关节腔内sf",
        "the joint. sf was taken",
        "sf was taken. 关节",
        "sf volume; sf",
    ],
)
def test_a_cue_speaks(text: str) -> None:
    assert rank(text)["ours"] > NONE["ours"] + 0.1


@pytest.mark.parametrize(
    "text",
    ["disjoint sf", "jointly sf", "jointss sf", "silken sf", "wormhole sf", "glowworm sf", "joint2 sf"],
)
def test_part_of_a_word_is_no_cue(text: str) -> None:
    assert rank(text) == NONE


def test_the_mention_itself_is_no_cue_but_a_phrase_around_it_is() -> None:
    own = (Meaning("SF", OURS, "ours", "滑液", 0.4, ("SF",)), meanings()[1])
    assert rank("sf volume", lines=own) == NONE
    assert rank("sf volume. sf", lines=own)["ours"] > NONE["ours"]
    phrase = (Meaning("SF", OURS, "ours", "滑液", 0.4, ("SF volume",)), meanings()[1])
    assert rank("sf volume", lines=phrase)["ours"] > NONE["ours"]


def test_a_cue_in_the_sentence_beats_one_elsewhere() -> None:
    near, far = rank("sf of the joint. it was clear."), rank("sf was clear. it is from the joint.")
    assert near["ours"] > THRESHOLD > NONE["ours"]
    assert near["ours"] > far["ours"] > NONE["ours"]
    both = rank("sf of the joint. silk, worms.", lines=meanings(0.45, 0.45))
    assert next(iter(both)) == "ours"


def test_distinct_cues_count_and_the_same_one_only_once() -> None:
    assert rank("joint sf joint joint") == rank("joint sf")
    assert rank("joint 关节 sf")["ours"] > rank("joint sf")["ours"]


def test_a_concept_in_the_document_is_a_cue() -> None:
    assert rank("sf", ("ZM:aaaaa2",))["ours"] > rank("sf", ("ZM:aaaaa3",))["ours"]


def test_company_of_other_concepts_of_ours() -> None:
    shares = [rank("sf", tuple(f"ZM:bbbbb{n}" for n in range(size)))["ours"] for size in range(7)]
    assert shares[0] < shares[1] < shares[2] < shares[3] < shares[4] == shares[5] == shares[6]
    assert rank("sf", (OURS.id,)) == NONE


pieces = st.lists(st.sampled_from(["joint ", "关节", "worm ", "蚕", "sf ", "sf volume ", ". ", "。", "x"]), max_size=12)


@given(pieces.map("".join), st.floats(0, 1), st.floats(0, 1), st.sets(st.sampled_from([OURS.id, "ZM:aaaaa2", "ZM:b"])))
def test_probabilities_leave_room_for_what_nobody_listed(text: str, one: float, two: float, company: set[str]) -> None:
    ranked = rank(text + "sf", tuple(company), meanings(one, two))
    assert set(ranked) == {"ours", "other"}
    assert all(p > 0 for p in ranked.values())
    assert sum(ranked.values()) < 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("one. two sf three. four", " two sf three"),
        ("一。二sf三。四", "二sf三"),
        ("a? b! sf", " sf"),
        ("a; sf\nb", " sf"),
        ("p of 0.05 sf 1.5", "p of 0.05 sf 1.5"),
        ("sf", "sf"),
        ("a" * 400 + "sf" + "b" * 400, "a" * 300 + "sf" + "b" * 300),
    ],
)
def test_sentence_around(text: str, sentence: str) -> None:
    start = text.index("sf")
    first, last = sentence_around(text, start, start + 2)
    assert text[first:last] == sentence

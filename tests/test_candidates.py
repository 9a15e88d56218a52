from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from zhengming.candidates import Candidates, reach
from zhengming.fuzzy import nearest_names, resemblance
from zhengming.morphemes import bag
from zhengming.sections import Sections, Writer
from zhengming.tagger import Tagger

WORDS = st.text("abcdeio", min_size=1, max_size=9) | st.text("骨关节炎软细胞", min_size=1, max_size=4)
NAMES = st.lists(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=30, unique=True)


def index_of(names: list[str]) -> Candidates:
    return Candidates.of((name, place, 0) for place, name in enumerate(names))


def stored(index: Candidates) -> Candidates:
    out = Writer()
    index.write(out)
    return Candidates.read(Sections(memoryview(b"".join(out.parts({}))), "x.zm"))


@settings(max_examples=200, deadline=None)
@given(names=NAMES, data=st.data())
def test_no_name_within_reach_is_missed(names: list[str], data: st.DataObject) -> None:
    """The index against brute force: what guarded distances over all names find, it finds too."""
    index = stored(index_of(names))
    # A name that is a function word alone (a) has no key.
    query = data.draw(st.sampled_from([*index.keys, "ab"]))
    for _ in range(data.draw(st.integers(0, 2))):
        at = data.draw(st.integers(0, len(query)))
        query = data.draw(st.sampled_from([query[:at] + "e" + query[at:], query[:at] + query[at + 1 :]]))
    wanted = {key for key in index.keys if len(query) > 1 and resemblance(query, key, index)}
    assert wanted <= {key for _, key in index.within_reach(query)} | {query}


@given(names=NAMES)
def test_the_same_words_are_found_in_any_order(names: list[str]) -> None:
    index = stored(index_of(names))
    for place, key in enumerate(index.keys):
        turned = " ".join(reversed(key.split()))
        if bag(turned) == bag(key):
            assert place in index.same_words(turned)


def test_stored_and_built_answer_alike(tagger: Tagger) -> None:
    listed = [name.text.lower() for concept in list(tagger.lexicon)[:200] for name in concept.names]
    built = index_of(listed)
    read = stored(built)
    chance = random.Random(3)
    for name in chance.sample(listed, 80):
        query = name[:-2] + name[-1:]
        assert sorted(built.within_reach(query)) == sorted(read.within_reach(query))
        assert built.overlapping(query, 5) == read.overlapping(query, 5)
        assert built.same_words(query) == read.same_words(query)
    for place in range(len(built.keys)):
        assert built.names_of(place) == read.names_of(place)


def test_reach() -> None:
    assert [reach(length) for length in (1, 2, 8, 9, 40)] == [0, 1, 1, 2, 2]


def test_the_nearest_is_what_brute_force_finds(tagger: Tagger) -> None:
    index = tagger.lexicon.near
    keys = list(index.keys)
    for query in ("osteoartritis", "mesenchimal stem cell", "间冲质干细胞", "hyaluronic acd", "chondrocyt", "femrual"):
        wanted = {
            place
            for place, key in enumerate(keys)
            if Levenshtein.distance(query, key, score_cutoff=2) <= 2 and resemblance(query, key, index)
        }
        assert {place for place, _ in nearest_names(query, index, 99)} == wanted

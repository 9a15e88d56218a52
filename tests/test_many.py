from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import count, islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import zhengming
from zhengming.errors import WorkerError
from zhengming.many import batches, spread
from zhengming.model import Document
from zhengming.tagger import Tagger

TEXTS = [
    "OA 患者的软骨与 ADMSCs", "", "骨关节炎 (osteoarthritis, OA) 与 OA", "ＭＭＰ－３/13 和骨髓与脂肪间充质干细胞", "NP was found.",
    "nothing here", "nucleus pulposus (NP) cells; NP", "\ud800软骨", "HA",
]  # fmt: skip


def doubled(extra: int) -> Callable[[list[int]], list[int]]:
    def call(batch: list[int]) -> list[int]:
        if 13 in batch:
            os.kill(os.getpid(), signal.SIGKILL)
        if 17 in batch:
            raise ValueError("seventeen")
        return [2 * number + extra for number in batch]

    return call


@given(st.lists(st.integers(0, 60_000)))
def test_batches_keep_everything_in_order(sizes: list[int]) -> None:
    found = list(batches(iter(sizes), lambda size: size))
    assert [size for batch in found for size in batch] == sizes
    assert all(batch and len(batch) <= 256 and sum(batch[:-1]) < 100_000 for batch in found)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.lists(st.integers(20, 99), min_size=1), max_size=40), st.integers(1, 3))
def test_results_come_in_order(given_: list[list[int]], workers: int) -> None:
    assert list(spread(given_, workers, partial(doubled, 1))) == [[2 * n + 1 for n in batch] for batch in given_]


def test_a_worker_that_is_killed_is_one_error_and_no_hang() -> None:
    with pytest.raises(WorkerError, match="SIGKILL"):
        list(spread(([n] for n in range(10, 40)), 2, partial(doubled, 0)))


def test_an_error_in_a_worker_comes_in_its_turn() -> None:
    found = spread(([n] for n in range(14, 40)), 2, partial(doubled, 0))
    assert list(islice(found, 3)) == [[28], [30], [32]]
    with pytest.raises(ValueError, match="seventeen"):
        next(found)


def test_an_error_of_the_input_comes_after_what_was_read() -> None:
    def numbers() -> Iterator[list[int]]:
        yield [1]
        yield [2]
        raise OSError("torn")

    found = spread(numbers(), 2, partial(doubled, 0))
    assert list(islice(found, 2)) == [[2], [4]]
    with pytest.raises(OSError, match="torn"):
        next(found)


def test_a_slow_reader_slows_the_input() -> None:
    read = count()
    found = spread(([20 + 0 * n] for n in read), 2, partial(doubled, 0))
    assert list(islice(found, 5)) == [[40]] * 5
    time.sleep(0.2)
    assert next(read) <= 5 + 2 * 2 * 2 + 1
    found.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("nested", [False, True])
def test_documents_are_the_same_with_workers(tagger: Tagger, nested: bool) -> None:
    texts = TEXTS * 200
    alone = list(tagger.annotate_many(texts, nested=nested))
    spreads = list(tagger.annotate_many(texts, workers=2, nested=nested))
    assert alone == spreads
    assert spreads == alone
    assert spreads != alone[1:]
    first, same = alone[0], spreads[0]
    assert repr(first) == repr(same)
    assert first.annotations[0].concept is same.annotations[0].concept
    assert first.annotations[0].name is same.annotations[0].name
    assert any(document.definitions for document in spreads)
    assert any(document.ambiguous for document in spreads)


def test_an_arrived_document_is_a_document(tagger: Tagger) -> None:
    arrived = next(iter(tagger.annotate_many(TEXTS, workers=2)))
    assert isinstance(arrived, Document)
    assert pickle.loads(pickle.dumps(arrived)) == arrived
    assert replace(arrived, id="x").id == "x"
    assert replace(arrived, id="x").annotations == arrived.annotations
    arrived.annotations = arrived.annotations[:1]
    assert len(arrived) == 1
    arrived.definitions = []
    assert (arrived.definitions, arrived.ambiguous) == ([], [])
    assert "<mark" in arrived._repr_html_()


def test_columns_are_the_same_with_workers(tagger: Tagger) -> None:
    texts = TEXTS * 200
    assert tagger.annotate_columns(texts) == tagger.annotate_columns(texts, workers=2)


SPAWNED = """
import multiprocessing, sys, zhengming
if __name__ == "__main__":
    multiprocessing.set_start_method(sys.argv[1])
    tagger = zhengming.load(*sys.argv[2:])
    texts = ["OA 患者的软骨"] * 600
    assert list(tagger.annotate_many(texts, workers=2)) == list(tagger.annotate_many(texts))
    print(sum(map(len, tagger.annotate_many(texts, workers=2))))
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
@pytest.mark.parametrize("kept", [True, False])
def test_every_way_to_start_a_process(tmp_path: Path, small_lexicon: Path, method: str, kept: bool) -> None:
    if method == "fork" and sys.platform == "win32":
        pytest.skip("there is no fork")
    script = tmp_path / "script.py"
    script.write_text(SPAWNED, encoding="utf-8")
    environment = os.environ if kept else {**os.environ, "ZHENGMING_CACHE": "off"}
    done = subprocess.run(
        [sys.executable, str(script), method, str(small_lexicon)],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert (done.stderr, done.stdout) == ("", "600\n")


def test_a_tagger_is_sent_by_the_path_of_its_lexicon(tmp_path: Path) -> None:
    # That of the session may have lost its file: the cache keeps the last few.
    tagger = zhengming.load()
    assert len(pickle.dumps(tagger.shared())) < 2000
    assert pickle.loads(pickle.dumps(tagger.shared())).tagger.annotate(TEXTS[0]) == tagger.annotate(TEXTS[0])


def test_a_lexicon_that_has_changed_is_refused(small_lexicon: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.zm"
    from zhengming import cache
    from zhengming.compiled import compiled, open_compiled

    lexicon = cache.read([small_lexicon])
    file.write_bytes(compiled(lexicon, "one"))
    sent = pickle.dumps(Tagger(open_compiled(file)).shared())
    other = tmp_path / "b.zm"
    other.write_bytes(compiled(lexicon, "two"))
    other.replace(file)
    with pytest.raises(zhengming.LexiconError, match="changed while it was in use"):
        pickle.loads(sent)


def test_a_text_that_is_none_is_said_in_its_turn(tagger: Tagger) -> None:
    for workers in (1, 2):
        found = tagger.annotate_many(["OA", None], workers=workers)  # type: ignore[list-item]
        assert next(found).text == "OA"
        with pytest.raises(TypeError, match="NoneType"):
            next(found)

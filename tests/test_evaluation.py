"""Scores against gold: counts, faults, runs, and gold that does not fit."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from zhengming.errors import InputError
from zhengming.evaluation import (
    GoldDocument,
    Mention,
    compare,
    evaluate,
    page,
    plain_dictionary,
    read_gold,
    read_run,
    records,
)
from zhengming.lexicon import Lexicon

OA, ARTHRITIS = "ZM:aaaaa2", "ZM:aaaaa1"
TEXT = "OA 与骨性\n关节炎\n"


def gold_set(folder: Path, text: str = TEXT, mention: str = "骨性\\n关节炎") -> Path:
    (folder / "s").mkdir(parents=True)
    (folder / "s" / "d.txt").write_text(text, encoding="utf-8", newline="")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (folder / "s" / "manifest.tsv").write_text(
        f"doc\tlang\tsource\tlicence\tsha256\tnote\nd\tzh\tcomposed\tCC BY 4.0\t{digest}\ttitle\n", encoding="utf-8"
    )
    (folder / "s" / "d.tsv").write_text(
        f"start\tend\ttext\tid\ten\n0\t2\tOA\t{OA}\tosteoarthritis\n4\t10\t{mention}\t{OA}\tosteoarthritis\n",
        encoding="utf-8",
    )
    return folder


def test_read_gold(tmp_path: Path) -> None:
    expected = [GoldDocument("s/d", "zh", TEXT, frozenset({Mention(0, 2, OA), Mention(4, 10, OA)}))]
    folder = gold_set(tmp_path / "g")
    assert read_gold(folder) == read_gold(folder / "s") == expected


@pytest.mark.parametrize(
    ("text", "mention", "key"),
    [(TEXT + " ", "骨性\\n关节炎", "gold.changed"), (TEXT, "骨性关节炎", "gold.mention")],
)
def test_gold_that_does_not_fit(text: str, mention: str, key: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_gold(gold_set(tmp_path / "g", text, mention))
    assert error.value.key == key


def test_no_gold(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        read_gold(tmp_path)
    assert error.value.key == "gold.none"


DOCUMENTS = [
    GoldDocument("s/a", "zh", "关节炎 OA OA", frozenset({Mention(0, 3, ARTHRITIS), Mention(4, 6, OA)})),
    GoldDocument("s/b", "en", "none", frozenset()),
]
CATEGORIES = {OA: "disease", ARTHRITIS: "symptom"}


def test_a_mention_is_right_with_its_limits_and_its_concept() -> None:
    result = evaluate(
        DOCUMENTS, lambda d: [Mention(0, 3, OA), Mention(4, 6, OA)] if d.name == "s/a" else [], CATEGORIES
    )
    score = result.scores["all"]
    assert (score.right, score.found, score.listed) == (1, 2, 2)
    assert (score.precision, score.recall, score.f1) == (0.5, 0.5, 0.5)
    assert result.scores["lang:en"].f1 == result.scores["lang:en"].precision == 0
    assert result.scores["category:symptom"].recall == 0
    assert result.scores["category:disease"].precision == 0.5
    assert [(f.kind, f.mention, f.text) for f in result.faults] == [
        ("missed", Mention(0, 3, ARTHRITIS), "关节炎"), ("wrong", Mention(0, 3, OA), "关节炎"),
    ]  # fmt: skip


def test_two_runs_differ_by_their_faults() -> None:
    nothing = evaluate(DOCUMENTS, lambda d: [], CATEGORIES)
    everything = evaluate(DOCUMENTS, lambda d: d.mentions, CATEGORIES)
    mended, new = compare(nothing, everything)
    assert {f.mention for f in mended} == DOCUMENTS[0].mentions
    assert new == []


def test_the_plain_dictionary_reads_whole_words_and_no_more(small_lexicon: Path) -> None:
    run = plain_dictionary(Lexicon.load(small_lexicon))
    text = "GOAL, oa; 骨性关节炎 İ arthritis, 骨性\n关节炎"
    assert [text[start:end] for start, end, _ in run(GoldDocument("s/x", "en", text, frozenset()))] == [
        "oa", "骨性关节炎", "arthritis", "关节炎"
    ]  # fmt: skip


def test_read_run(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    line = {"id": "/x/s/a.txt", "annotations": [{"start": 4, "end": 6, "concept": OA, "text": "OA"}]}
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    run = read_run(path, DOCUMENTS)
    assert list(run(DOCUMENTS[0])) == [Mention(4, 6, OA)]
    assert list(run(DOCUMENTS[1])) == []


@pytest.mark.parametrize(
    ("content", "key"),
    [('{"id": "z", "annotations": []}', "gold.system"), ('{"id": "a"}', "gold.run"), ("x", "gold.run"),
     ('{"id": "a", "annotations": [1]}', "gold.run")],
)  # fmt: skip
def test_a_run_that_is_none(content: str, key: str, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    path.write_text(content + "\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_run(path, DOCUMENTS)
    assert error.value.key == key


def test_what_is_written() -> None:
    result = evaluate(DOCUMENTS, lambda d: list(d.mentions)[:0], CATEGORIES)
    written = list(records("x", result, faults=True))
    assert written[0] == {
        "system": "x", "group": "all", "precision": 0.0, "recall": 0.0, "f1": 0.0, "right": 0, "found": 0, "gold": 2
    }  # fmt: skip
    assert {
        "system": "x",
        "id": "s/a",
        "kind": "missed",
        "start": 0,
        "end": 3,
        "concept": ARTHRITIS,
        "text": "关节炎",
    } in written
    assert "| all | 2 | 0.000 | 0.000 | **0.000** |" in page({"x": result}, "zhengming 0")

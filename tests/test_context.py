"""The composed part of the gold for the right reading in context: no figure may fall below what was reached.

The standoff part needs the public documents: `python tests/benchmarks/context.py FOLDER`.
"""

from __future__ import annotations

import json

import pytest
from tests.benchmarks import context

from zhengming.tagger import Tagger


@pytest.mark.parametrize(
    ("name", "accuracy", "answered"),
    [("definitions", 0.85, 0.7), ("ambiguity", 0.95, 0.95), ("coordination", 0.9, 1.0), ("segmentation", 0.9, 1.0)],
)
def test_gold_in_context(name: str, accuracy: float, answered: float, tagger: Tagger) -> None:
    items = [json.loads(line) for line in (context.GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    results = [context.SETS[name](tagger, item, text) for item, text in context.passages(None, items)]
    right, answers, wanted = (sum(result[place] for result in results) for place in range(3))
    assert len(results) > 60
    assert right / answers >= accuracy
    assert (right if name == "definitions" else answers) / wanted >= answered


def test_items_are_sound(tagger: Tagger) -> None:
    seen = set()
    for name in context.SETS:
        for line in (context.GOLD / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            assert item["id"] not in seen
            seen.add(item["id"])
            assert item["half"] in ("dev", "held", "fresh", "last", "newest")
            assert ("text" in item) != ("sha256" in item)
            text = item.get("text")
            for mark in (*item.get("marks", ()), *item.get("mentions", ())):
                assert text is None or text[mark["start"] : mark["end"]] == mark["text"]
                assert mark["label"] in ("-", "name", "trap") or mark["label"] in tagger.lexicon
            for definition in item.get("definitions", ()):
                parts = [definition.get(key) for key in ("short", "long_en", "long_zh")]
                assert sum(map(bool, parts)) > 1

"""The cases in `cases/*.jsonl`, one class of text a file; a known failure is a strict xfail."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from zhengming.tagger import Tagger

FILES = sorted((Path(__file__).parent / "cases").glob("*.jsonl"))


def cases() -> list[Any]:
    return list(read())


def read() -> Iterator[Any]:
    for path in FILES:
        for line in path.read_text(encoding="utf-8").rstrip("\n").split("\n"):
            case = json.loads(line)
            marks = [pytest.mark.xfail(strict=True)] if case.get("status") == "xfail" else []
            yield pytest.param(case, id=case["label"], marks=marks)


@pytest.mark.parametrize("case", cases())
def test_case(case: dict[str, Any], tagger: Tagger) -> None:
    document = tagger.annotate(case["text"])
    found = Counter((a.text, a.concept.en) for a in document)
    for surface, en in case.get("expect", []):
        assert found[surface, en] > 0, f"{surface} ({en}) not found in {list(found)}"
        found[surface, en] -= 1
    for item in case.get("absent", []):
        if isinstance(item, str):
            assert item not in {a.text for a in document}, f"{item} found"
        else:
            assert tuple(item) not in {(a.text, a.concept.en) for a in document}, f"{item} found"
    if "definitions" in case:
        keys = ("short", "long_en", "long_zh", "concept")
        got = [
            tuple("".join((v or "").split()) for v in (d.short, d.long_en, d.long_zh, d.concept and d.concept.en))
            for d in document.definitions
        ]
        want = [tuple("".join((d[k] or "").split()) for k in keys) for d in case["definitions"]]
        assert got == want


def test_there_are_cases_of_every_class() -> None:
    names = {path.stem for path in FILES}
    assert names >= {"glued", "inside_words", "crossing", "spelling", "line_breaks", "definitions", "ambiguous"}
    assert all(len(path.read_text(encoding="utf-8").split("\n")) > 30 for path in FILES)

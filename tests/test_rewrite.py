"""Preferred terms in texts: what is replaced, what is left and why, glosses, and nothing else changed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from tests.strategies import bilingual

import zhengming
from zhengming.errors import UsageError
from zhengming.rewrite import FORMS, Rewritten, change_rows, difference, rewrite_text
from zhengming.tagger import Tagger

TAGGER = zhengming.load()


def rewritten(text: str, to: Any, gloss: bool = False) -> str:
    return rewrite_text(text, to, tagger=TAGGER, gloss=gloss).text


@pytest.mark.parametrize(
    ("text", "to", "wanted"),
    [
        ("骨性关节炎患者的滑膜", "zh", "骨关节炎患者的滑膜"),
        ("OA患者", "zh", "骨关节炎患者"),
        ("Osteoarthrosis hurts; osteoarthrosis too", "en", "Osteoarthritis hurts; osteoarthritis too"),
        ("DEGENERATIVE JOINT DISEASE", "en", "OSTEOARTHRITIS"),
        ("of Mesenchymal Stromal Cells", "en", "of Mesenchymal Stem Cells"),
        ("in mesenchymal stromal cells and MSCs", "en", "in mesenchymal stem cells and mesenchymal stem cells"),
        ("mesenchymal stromal cells", "abbr", "MSCs"),
        ("OA is common. OA, e.g. OA of the knee", "en",
         "Osteoarthritis is common. Osteoarthritis, e.g. knee osteoarthritis"),
        ("间充质干细胞外泌体与骨关节炎OA", "abbr", "MSC-Exo与OA OA"),
        ("MMP-3/13 升高", "zh", "基质金属蛋白酶-3/13 升高"),
        ("ＯＡ 与 oa", "abbr", "ＯＡ 与 oa"),
        ("骨關節炎", "zh", "骨關節炎"),
        ("肿瘤坏死因子α", "zh", "肿瘤坏死因子-α"),
        ("见 https://x.org/OA 与 OA@x.org", "zh", "见 https://x.org/OA 与 OA@x.org"),
        ("GOAL 与若干细胞因子", "zh", "GOAL 与若干细胞因子"),
        ("hADSCs 与 rBMSC", "abbr", "hAD-MSCs 与 rBM-MSC"),
    ],
)  # fmt: skip
def test_synonyms_become_preferred_terms(text: str, to: str, wanted: str) -> None:
    assert rewritten(text, to) == wanted


@pytest.mark.parametrize(
    ("text", "to", "left", "rule"),
    [
        ("骨关节炎（osteoarthritis，OA）", "zh", "OA", "defined"),
        ("OA（骨关节炎）", "zh", "OA", "defined"),
        ("MMP-3/13", "zh", "13", "composed"),
        ("人脂肪干细胞", "zh", "人", "one_character"),
        ("hADSCs", "zh", "hADSCs", "says_more"),
        ("canine elbow dysplasia", "en", "canine elbow dysplasia", "says_more"),
        ("软骨", "abbr", "软骨", "no_term"),
        ("影响细胞增殖和迁移", "zh", "迁移", "shortened"),
    ],
)
def test_what_is_left_is_listed_with_its_rule(text: str, to: Any, left: str, rule: str) -> None:
    changes = rewrite_text(text, to, tagger=TAGGER).changes
    assert (left, rule) in [(change.text, change.action) for change in changes if change.left]
    assert all(change.replacement == change.text for change in changes if change.left)


def test_a_definition_keeps_both_of_its_forms() -> None:
    text = "骨性关节炎（osteoarthrosis，OA）患者，OA 疼痛"
    assert rewritten(text, "zh").startswith("骨关节炎（osteoarthrosis，OA）患者")
    assert rewritten(text, "en").startswith("骨性关节炎（osteoarthritis，OA）患者")


@pytest.mark.parametrize(
    ("text", "to", "wanted"),
    [
        ("骨性关节炎与OA", "zh", "骨关节炎（osteoarthritis，OA）与骨关节炎"),
        ("骨关节炎，骨关节炎", "zh", "骨关节炎（osteoarthritis，OA），骨关节炎"),
        ("with MSCs and MSCs", "en", "with mesenchymal stem cells (间充质干细胞, MSCs) and mesenchymal stem cells"),
        ("with mesenchymal stromal cells; MSCs", "abbr", "with mesenchymal stem cells (MSCs); MSCs"),
        ("骨关节炎（osteoarthritis，OA）的软骨", "zh", "骨关节炎（osteoarthritis，OA）的软骨（cartilage）"),
        ("（见骨关节炎）骨关节炎", "zh", "（见骨关节炎）骨关节炎（osteoarthritis，OA）"),
        ("and MMP-3/13", "en", "and matrix metalloproteinase 3/13"),
    ],
)
def test_the_first_mention_is_glossed(text: str, to: str, wanted: str) -> None:
    assert rewritten(text, to, gloss=True) == wanted


def test_unknown_form() -> None:
    with pytest.raises(UsageError, match="must be one of zh, en, abbr"):
        rewrite_text("OA", "id", tagger=TAGGER)  # type: ignore[arg-type]


def restored(done: Rewritten) -> str:
    """The text given, from the new text and the list of changes alone."""
    pieces, position, shift = [], 0, 0
    for change in done.changes:
        start = change.start + shift
        assert done.text[start : start + len(change.replacement)] == change.replacement
        pieces += [done.text[position:start], change.text]
        position = start + len(change.replacement)
        shift += len(change.replacement) - len(change.text)
    return "".join([*pieces, done.text[position:]])


@given(bilingual)
def test_only_mentions_change(text: str) -> None:
    for to in FORMS:
        for gloss in (False, True):
            done = rewrite_text(text, to, tagger=TAGGER, gloss=gloss)
            assert restored(done) == text
            assert all(text[change.start : change.end] == change.text for change in done.changes)
            assert all(change.replacement != change.text for change in done.changes if not change.left)


@pytest.mark.skipif(shutil.which("patch") is None, reason="needs the patch command")
@pytest.mark.parametrize(
    "text", ["a\nOA患者\r\nb\n骨性关节炎", "一行\n" * 9 + "骨性关节炎\u2028骨性关节炎\x0cx\n" + "二行\n" * 9]
)
def test_the_diff_is_one_that_patch_applies(tmp_path: Path, text: str) -> None:
    done = rewrite_text(text, "zh", tagger=TAGGER)
    (tmp_path / "t.txt").write_bytes(text.encode())
    patch = "".join(difference(done, "t.txt")).encode()
    assert patch
    subprocess.run(["patch", "--binary", "t.txt"], input=patch, cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "t.txt").read_bytes() == done.text.encode()


def test_rows_of_the_list(tagger: Tagger) -> None:
    rows = list(change_rows(rewrite_text("x\nOA，osteo-\narthrosis\n软骨", "zh", tagger=tagger)))
    assert [(row[0], row[3], row[4], row[9]) for row in rows] == [
        ("2", "OA", "骨关节炎", "replaced"), ("2", "osteo- arthrosis", "骨关节炎", "replaced"),
    ]  # fmt: skip

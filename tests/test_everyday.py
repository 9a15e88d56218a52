"""Everyday short forms of medicine, written down without a look at the tool: their definitions, and manuscripts that use them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from zhengming.checks import check
from zhengming.formats import Source
from zhengming.tables import rows
from zhengming.tagger import Tagger

Triple = tuple[str, str, str]


@cache
def triples() -> tuple[Triple, ...]:
    """Chinese, English, short form."""
    path = Path(__file__).parent / "data" / "everyday.tsv"
    return tuple((zh, en, short) for _, (zh, en, short) in rows(path, ("zh", "en", "short")))


def plain(part: str | None) -> str | None:
    return None if part is None else re.sub(r"\s+", "", part).lower()


@pytest.mark.parametrize(
    ("frame", "sides", "least"),
    [
        ("结果显示，{zh}（{en}，{short}）水平明显升高。", "en zh", 0.99),
        ("，并检测{zh} ({en}, {short})及相关指标", "en zh", 0.99),
        ("本研究旨在探讨其对{zh}（{short}）的影响。", "zh", 0.97),
        ("同时检测{zh}({short})及相关指标", "zh", 0.97),
        ("We measured the {en} ({short}) in all patients.", "en", 0.97),
        ("Changes in {short} ({en}) were seen.", "en", 0.96),
        ("结果显示{short}（{zh}）升高。", "zh", 0.96),
    ],
)
def test_definitions(frame: str, sides: str, least: float, tagger: Tagger) -> None:
    right = 0
    for zh, en, short in triples():
        wanted = short, en if "en" in sides else None, zh if "zh" in sides else None
        found = tagger.define(frame.format(zh=zh, en=en, short=short))
        right += any(
            all(
                want is None or plain(want) == plain(said)
                for want, said in zip(wanted, (d.short, d.long_en, d.long_zh), strict=True)
            )
            for d in found
        )
    assert right / len(triples()) >= least


CHINESE = """# 题目

## 1 引言

本研究观察了{zh}（{en}，{short}）的变化。结果显示，{short}水平明显升高。

表1 各组指标

| 组别 | {short} | KSS |
|---|---|---|
| 对照组 | 1 | 2 |

注：KSS，膝关节协会评分；{short}，{zh}。

## 2 讨论

我们认为{short}重要，{short}升高。
"""
ENGLISH = """# Relation of a marker with the outcome

## Abstract

Objective: To observe {en} ({short}) and its meaning. Methods: In sixty patients {short} was measured. Results: {short} rose.

## 1 Introduction

The {en} ({short}) has been studied. The role of {short} is unclear. Its course is not.

Table 1 Outcomes

| Group | {short} | KSS |
|---|---|---|
| A | 1 | 2 |

Note: {short}, {en}; KSS, Knee Society score.

## 2 Discussion

Our data show that {short} rose (n = 30; P < 0.05).
"""
#: Judgements about the term itself, and the other short form of the table.
ASIDE = ("superseded-name", "needless-abbreviation")


def reports(text: str, tagger: Tagger) -> list[tuple[str, str]]:
    found = check(Source("a.md", text), tagger)
    return [(f.rule, f.text) for f in found if f.rule not in ASIDE and "KSS" not in f.text]


@pytest.mark.parametrize("page", [CHINESE, ENGLISH])
def test_a_clean_manuscript_has_nothing_to_report(page: str, tagger: Tagger) -> None:
    wrong = []
    for zh, en, short in triples():
        if not (page is ENGLISH and re.search("[\u4e00-\u9fff]", short)):
            wrong += [(short, report) for report in reports(page.format(zh=zh, en=en, short=short), tagger)]
    assert wrong == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("我们认为{short}重要", "我们认为{zh}（{en}，{short}）重要", "defined-twice"),
        ("我们认为{short}重要", "我们认为{zh}重要", "long-form-after-definition"),
    ],
)
def test_a_planted_fault_is_found(old: str, new: str, rule: str, tagger: Tagger) -> None:
    found = 0
    latin = [triple for triple in triples() if not re.search("[\u4e00-\u9fff]", triple[2])]
    for zh, en, short in latin:
        page = CHINESE.replace(old, new).format(zh=zh, en=en, short=short)
        found += any(said == rule for said, _ in reports(page, tagger))
    assert found / len(latin) >= 0.98

"""The checks find what is bad and leave what is good, as their own examples say."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhengming.checks import CHECKS, PROFILES, Check, Finding, Profile, check, words
from zhengming.formats import Source, read
from zhengming.tagger import Tagger


def found(text: str, tagger: Tagger, rule: str, profile: Profile | None = None) -> list[Finding]:
    return [item for item in check(Source("x", text), tagger, profile=profile) if item.rule == rule]


BAD = [(rule, text, marked) for rule in CHECKS.values() for text, marked in rule.bad]
GOOD = [(rule, text) for rule in CHECKS.values() for text in rule.good]


@pytest.mark.parametrize(("rule", "text", "marked"), BAD, ids=[f"{r.name}-{m}" for r, _, m in BAD])
def test_a_bad_example_is_reported_where_it_is_bad(rule: Check, text: str, marked: str, tagger: Tagger) -> None:
    profile = PROFILES["zh-core"] if rule.name == "needless-abbreviation" else None
    assert marked in [item.text for item in found(text, tagger, rule.name, profile)]


@pytest.mark.parametrize(("rule", "text"), GOOD, ids=[f"{r.name}-{t[:30]}" for r, t in GOOD])
def test_a_good_example_is_not_reported(rule: Check, text: str, tagger: Tagger) -> None:
    assert found(text, tagger, rule.name) == []


@pytest.mark.parametrize("rule", CHECKS.values(), ids=list(CHECKS))
def test_every_check_has_authority_and_examples(rule: Check) -> None:
    assert rule.authority
    assert rule.bad
    assert rule.good
    assert rule.severity in ("error", "warning", "info")


def test_the_file_of_a_check_has_its_name() -> None:
    for rule in CHECKS.values():
        assert rule.find.__module__ == f"zhengming.checks.{rule.name.replace('-', '_')}"


def test_a_term_is_not_both_preferred_and_discouraged() -> None:
    listed = words()
    discouraged = {word.text for word in listed.discouraged}
    assert len(discouraged) == len(listed.discouraged)
    assert [word for word in listed.discouraged if word.preferred in discouraged] == []


BASE = "1 引言\n\n心肌梗塞患者多。{}\n\n炎症因子 IL-β 升高。\n"


def test_ignores(tagger: Tagger) -> None:
    def left(mark: str) -> set[str]:
        return {item.text for item in check(Source("x", BASE.format(mark)), tagger) if item.rule == "superseded-name"}

    assert left("") == {"心肌梗塞", "IL-β"}
    assert left(" <!-- zhengming: ignore -->") == {"IL-β"}
    assert left(" zhengming: ignore superseded-name") == {"IL-β"}
    assert left(" zhengming: ignore plural-mixed") == {"心肌梗塞", "IL-β"}
    assert left(" zhengming: ignore-file superseded-name") == set()
    assert left(" zhengming: ignore-file") == set()


def test_an_ignore_in_a_markdown_comment(tagger: Tagger) -> None:
    raw = "# 引言\n\n<!-- zhengming: ignore-file superseded-name -->\n心肌梗塞患者多。\n"
    source = next(read(raw.encode(), "a.md", warn=print))
    assert [item for item in check(source, tagger) if item.rule == "superseded-name"] == []


@pytest.mark.parametrize(
    "text", ["", "\n\n", "OA", "（OA）", "表 1", "摘要", "\ud800OA（x，OA）", "参考文献\n[1] OA OA"]
)
def test_odd_texts(text: str, tagger: Tagger) -> None:
    for item in check(Source("x", text), tagger):
        assert text[item.start : item.end] == item.text


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_check_is_in_the_readme(name: str) -> None:
    said = (Path(__file__).resolve().parent.parent / name).read_text(encoding="utf-8")
    assert [rule for rule in CHECKS if f"`{rule}`" not in said] == []
    assert [profile for profile in PROFILES if profile not in said] == []


def test_abstracts_with_other_animals(tagger: Tagger) -> None:
    text = CHECKS["abstract-missing-concept"].good[0]
    assert found(text, tagger, "abstract-missing-concept") == []
    assert "大鼠" in [item.text for item in found(text.replace("rats", "mice"), tagger, "abstract-missing-concept")]


def test_the_usual_expansion_is_not_the_one_reported(tagger: Tagger) -> None:
    text = "1 引言\n\n大脑中动脉栓塞（middle cerebral artery embolism，MCAO）少见。MCAO 致残。\n\n" + (
        "2 方法\n\n大脑中动脉闭塞（middle cerebral artery occlusion，MCAO）常用。MCAO 致残。\n\n" * 2
    )
    assert [item.text[:7] for item in found(text, tagger, "two-expansions")] == ["大脑中动脉栓塞"]


def test_a_short_form_with_a_slash_is_one(tagger: Tagger) -> None:
    text = "1 引言\n\n骨体积分数（bone volume fraction，BV/TV）降低，BV/TV 由软件计算。L4–L5 节段。\n"
    assert check(Source("x", text), tagger) == []


def test_a_listed_name_before_a_short_form_defines_it(tagger: Tagger) -> None:
    name = "Western Ontario and McMaster Universities Osteoarthritis Index"
    text = f"Introduction\n\nFunction was rated with the {name} (WOMAC). The WOMAC score rose.\n"
    assert check(Source("x", text), tagger) == []


def test_a_symbol_that_its_name_does_not_spell_is_defined(tagger: Tagger) -> None:
    text = "1 引言\n\n糖化血红蛋白（glycated hemoglobin，HbA1c）升高，HbA1c 下降。\n"
    assert check(Source("x", text), tagger) == []


def test_a_gene_and_what_it_makes_are_no_two_short_forms(tagger: Tagger) -> None:
    text = "Introduction\n\nInterleukin 1 beta (IL-1β) rose. IL-1β and the Il1b gene were measured.\n"
    assert found(text, tagger, "two-short-forms") == []


def test_words_that_only_one_abstract_says(tagger: Tagger) -> None:
    chinese = "摘要 目的 观察康复训练对偏瘫患者的影响。方法 随机分组，治疗四周。结果 运动功能好转，均未发生不良事件，评分较高。结论 有效。"
    english = (
        "Abstract Objective To observe how training acts on patients with hemiplegia. Methods Patients were divided at random "
        "and treated for four weeks. Results Motor function improved{}, no adverse event occurred and scores were higher."
    )
    text = chinese + "\n\n" + english + "\n\n1 引言\n\n无。\n"
    assert found(text.format(""), tagger, "abstract-missing-concept") == []
    assert [item.text for item in found(text.format(", gait too"), tagger, "abstract-missing-concept")] == ["gait"]

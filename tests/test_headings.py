"""The marks of a manuscript."""

from __future__ import annotations

from zhengming.formats import Source
from zhengming.headings import ABSTRACT_ZH, KEYWORDS, lines
from zhengming.manuscript import manuscript

RUN_ON = "张三，李四 某医院 510515摘要：" + "目的 探讨骨髓间充质干细胞（BMSC）的作用。" * 8 + "关键词：软骨；疼痛\n\n"


def test_marks_inside_a_line_begin_another() -> None:
    assert [line.text[:3] for line in lines(RUN_ON)] == ["张三，", "摘要：", "关键词"]


def test_the_lines_cover_the_text() -> None:
    text = f"{RUN_ON}正文\n  \n第二段"
    pieces = list(lines(text))
    assert all(text[line.start : line.end].strip() == line.text for line in pieces)
    assert [line.blank_before for line in pieces] == [True, False, False, True, True]


def test_a_text_without_headings_after_its_abstract() -> None:
    body = "骨髓间充质干细胞（BMSC）具有多向分化潜能。" * 10
    parts = manuscript(Source("x", f"{RUN_ON}{body}\n\n{body}")).parts
    assert [part.scope for part in parts] == ["title", "abstract-zh", "keywords", "body"]
    without = manuscript(Source("x", "摘要：" + "目的 探讨BMSC的作用。" * 20 + f"\n\n{body}")).parts
    assert [part.scope for part in without] == ["abstract-zh", "body"]


def test_an_abstract_in_paragraphs_is_one() -> None:
    text = "摘要\n\n" + "".join(
        f"【{name}】" + "探讨关节软骨的修复。" * 20 + "\n\n" for name in ("目的", "方法", "结果", "结论")
    )
    assert {part.scope for part in manuscript(Source("x", text)).parts} == {"abstract-zh"}


def test_a_bracketed_mark_within_a_line_begins_an_abstract() -> None:
    said = [line.text for line in lines("王某 某医院 100730【摘要】骨关节炎常见。【关键词】软骨；细胞\n\n一 引言\n")]
    assert said == ["王某 某医院 100730", "【摘要】骨关节炎常见。", "【关键词】软骨；细胞", "一 引言"]
    assert ABSTRACT_ZH.match(said[1])
    assert KEYWORDS.match(said[2])

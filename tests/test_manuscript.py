"""Scopes of a manuscript, as text, Markdown and LaTeX tell them."""

from __future__ import annotations

from pathlib import Path

import docx
from hypothesis import given
from hypothesis import strategies as st

from zhengming.formats import Source, read
from zhengming.manuscript import Manuscript, manuscript


def of(content: str, name: str = "paper.txt") -> Manuscript:
    return manuscript(next(read(content.encode(), name, warn=lambda error: None)))


def scopes(paper: Manuscript) -> list[tuple[str, str]]:
    return [(part.scope, " ".join(paper.text[part.start : part.end].split())) for part in paper.parts]


MARKDOWN = """# 间充质干细胞治疗骨关节炎

张三，李四

## 摘要

**目的** 探讨骨关节炎（osteoarthritis，OA）。

**关键词**：骨关节炎；干细胞

## Effects of MSCs on cartilage

## Abstract

**Objective** To study OA.

**Keywords**: OA

## 1 引言

OA 是病[1]。

**表 1** 引物序列

| 基因 | 序列 |
|---|---|
| SOX9 | ACGT |

注：OA，骨关节炎。

表 1 显示引物。

图 1 结果图。

## 参考文献

[1] Smith A. Title.
"""


def test_markdown() -> None:
    assert [scope for scope, _ in scopes(of(MARKDOWN, "paper.md"))] == [
        "title", "front", "abstract-zh", "keywords", "title", "abstract-en", "keywords", "heading", "body", "caption",
        "table", "note", "body", "caption", "heading", "references",
    ]  # fmt: skip


def test_the_same_in_plain_text() -> None:
    plain = MARKDOWN.replace("#", "").replace("*", "").replace("|---|---|\n", "").replace("|", "\t")
    assert [scope for scope, _ in scopes(of(plain))] == [scope for scope, _ in scopes(of(MARKDOWN, "paper.md"))]


def test_latex() -> None:
    found = scopes(
        of(
            "\\documentclass{article}\\title{MSCs in osteoarthritis}\\author{A. B}\n\\begin{document}\\maketitle\n"
            "\\begin{abstract}\nOsteoarthritis (OA) is bad. % OA\n\\end{abstract}\n\\textbf{Keywords:} OA, MSC\n\n"
            "\\section{Introduction}\nOsteoarthritis is a disease \\cite{x}.\n\\begin{table}\\caption{Groups.}\n"
            "\\begin{tabular}{ll}\na & OA \\\\\nb & MSC \\\\\n\\end{tabular}\nNote: OA, osteoarthritis.\n\\end{table}\n"
            "After it.\n\\end{document}\n",
            "paper.tex",
        )
    )
    assert [scope for scope, _ in found] == [
        "title", "abstract-en", "keywords", "heading", "body", "caption", "table", "note", "body",
    ]  # fmt: skip
    assert found[1][1] == "Osteoarthritis (OA) is bad."


def test_a_wrapped_line_that_begins_with_a_number_is_no_heading() -> None:
    paper = of("一、结果\n\n软骨表面在第\n\n14 天光滑明亮；SVF 组\n\n7 天后恢复。\n\n2. 讨论\n\n无。\n")
    assert [scope for scope, _ in scopes(paper)] == ["heading", "body", "heading", "body"]


def test_a_chinese_body_without_heading_follows_an_english_abstract() -> None:
    paper = of("题目\n摘 要 甲。\nAbstract Osteoarthritis is bad.\n 骨关节炎是成年人关节炎中常见的类型。\n")
    assert [scope for scope, _ in scopes(paper)] == ["title", "abstract-zh", "abstract-en", "body"]


def test_own_headings() -> None:
    source = Source("x", "要点\n\n甲。\n\n正文\n\n乙。\n")
    found = manuscript(source, [("要点", "abstract-zh"), ("正文", "body")])
    assert [part.scope for part in found.parts] == ["heading", "abstract-zh", "heading", "body"]


@given(st.text(alphabet="摘要表图1 2.:：\n\tAbstractTable参考文献OA注，。"))
def test_parts_cover_the_text_in_order(text: str) -> None:
    parts = manuscript(Source("x", text)).parts
    assert parts[0].start == 0
    assert parts[-1].end == len(text)
    assert all(one.end == two.start for one, two in zip(parts, parts[1:], strict=False))


def test_word(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("间充质干细胞治疗骨关节炎", 0)
    document.add_heading("摘要", 1)
    document.add_paragraph("探讨骨关节炎（osteoarthritis，OA）。")
    document.add_paragraph("关键词：软骨")
    document.add_heading("引言", 1)
    document.add_paragraph("OA 常见。")
    document.add_paragraph("表 1 分组")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "OA", "12 例"
    document.add_paragraph("注：OA，骨关节炎。")
    document.add_paragraph("此后再述。")
    document.save(str(tmp_path / "a.docx"))
    paper = manuscript(next(read(tmp_path / "a.docx", warn=lambda error: None)))
    assert [scope for scope, _ in scopes(paper)] == [
        "title", "abstract-zh", "keywords", "heading", "body", "caption", "table", "note", "body",
    ]  # fmt: skip


def test_headings_with_hashes_in_a_file_that_is_not_called_markdown() -> None:
    told = scopes(of(MARKDOWN, "paper.txt"))
    assert told[0] == ("title", "# 间充质干细胞治疗骨关节炎")
    assert ("heading", "# 1 引言") in told or ("heading", "## 1 引言") in told
    assert {"abstract-zh", "abstract-en", "body"} <= {scope for scope, _ in told}

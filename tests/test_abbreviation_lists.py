from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from zhengming.abbreviation_lists import Item, items, parts
from zhengming.errors import InputError, ZhengmingError
from zhengming.formats.given import Given

OA = ("OA", "osteoarthritis", "骨关节炎")
MSC = ("MSC", "mesenchymal stem cell", "间充质干细胞")


def plain(found: list[Item]) -> list[tuple[str, str | None, str | None]]:
    return [item[:3] for item in found]


@pytest.mark.parametrize(
    "text",
    [
        "缩略词表\nOA: osteoarthritis 骨关节炎\nMSC: mesenchymal stem cell 间充质干细胞\n\n1 引言\n骨关节炎常见。",
        "主要缩略语\n\nOA\tosteoarthritis\t骨关节炎\nMSC\tmesenchymal stem cell\t间充质干细胞\n\n前言：本文",
        "中英文缩略词对照表\nOA osteoarthritis 骨关节炎\nMSC mesenchymal stem cell 间充质干细胞\n",
        "缩略语\n\n英文全称\n\n中文全称\n\nOA\n\nosteoarthritis\n\n骨关节炎\n\nMSC\n\nmesenchymal stem cell\n\n间充质干细胞\n\n"
        "骨关节炎很常见。",
        "**Abbreviations:** OA, osteoarthritis 骨关节炎; MSC, mesenchymal stem cell（间充质干细胞）.\n\nIntroduction",
        "## List of abbreviations\n\n| OA | osteoarthritis | 骨关节炎 |\n|---|---|---|\n| MSC | mesenchymal stem cell | 间充质干细胞 |\n",
    ],
)
def test_lists_that_stand_in_a_text(text: str) -> None:
    assert plain(parts(text).items) == [OA, MSC]
    ((start, end),) = parts(text).lists
    assert "mesenchymal" in text[start:end]
    assert "引言" not in text[start:end]
    assert "很常见" not in text[start:end]


@pytest.mark.parametrize(
    "text",
    [
        "Abbreviations are explained at first use.\nOA is common.",
        "本文缩略词较多。\n\nOA 常见",
        "OA: osteoarthritis\nMSC: cells",
    ],
)
def test_no_list(text: str) -> None:
    assert parts(text).lists == []


def test_references_end_where_an_abstract_or_appendix_begins() -> None:
    text = "正文 OA。\n\n参 考 文 献\n[1] Smith. OA in rats[J]. 2019.\n\nAbstract\nOA is common.\n"
    ((start, end), *_) = parts(text).references
    assert text[start:end].startswith("参 考 文 献")
    assert text[end:].startswith("Abstract")


def test_a_reference_under_no_heading() -> None:
    text = "OA 常见 [1]。\n[1] Li X. DRG in rats[J]. J Pain, 2019, 3: 1.\n后文"
    assert [text[a:b] for a, b in parts(text).references] == ["[1] Li X. DRG in rats[J]. J Pain, 2019, 3: 1."]


def given(path: Path) -> Given:
    def warn(error: ZhengmingError) -> None:
        assert error.key == "input.empty"

    return Given(str(path), path, warn)


def csv_(path: Path) -> Path:
    path.write_text(
        "\ufeff中文名称;缩略词;英文名称\n骨关节炎;OA;osteoarthritis\n间充质干细胞;MSC;mesenchymal stem cell\n",
        encoding="utf-8",
    )
    return path.rename(path.with_suffix(".csv"))


def tsv(path: Path) -> Path:
    path.write_text("OA\tosteoarthritis\t骨关节炎\nMSC\tmesenchymal stem cell\t间充质干细胞\n", encoding="utf-8")
    return path.rename(path.with_suffix(".tsv"))


def markdown(path: Path) -> Path:
    path.write_text(
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n| Abbreviation | Full term (English) | 中文 |\n|---|---|---|\n"
        "| OA† | osteoarthritis | 骨关节炎 |\n| **MSC** | mesenchymal stem cell | 间充质干细胞 |\n",
        encoding="utf-8",
    )
    return path.rename(path.with_suffix(".md"))


def latex(path: Path) -> Path:
    path.write_text(
        "\\begin{tabular}{lll}\n\\hline\n缩写 & 英文全称 & 中文全称 \\\\\n\\hline\n"
        "OA & osteoarthritis & 骨关节炎 \\\\ % note\n\\textbf{MSC} & mesenchymal stem cell & 间充质干细胞 \\\\\n\\end{tabular}\n",
        encoding="utf-8",
    )
    return path.rename(path.with_suffix(".tex"))


def one_column(path: Path) -> Path:
    path.write_text(
        "缩略语,全称\nOA,骨关节炎（osteoarthritis）\nMSC,间充质干细胞 mesenchymal stem cell\n", encoding="utf-8"
    )
    return path.rename(path.with_suffix(".csv"))


def bare(path: Path) -> Path:
    path.write_text("OA = osteoarthritis 骨关节炎; MSC = mesenchymal stem cell 间充质干细胞\n", encoding="utf-8")
    return path.rename(path.with_suffix(".txt"))


def acronyms(path: Path) -> Path:
    path.write_text(
        "\\newacronym{oa}{OA}{osteoarthritis 骨关节炎}\n\\newacronym[x=y]{msc}{MSC}{mesenchymal stem cell 间充质干细胞}\n",
        encoding="utf-8",
    )
    return path.rename(path.with_suffix(".tex"))


def docx(path: Path) -> Path:
    library = pytest.importorskip("docx")
    document = library.Document()
    document.add_paragraph("OA 常见。")
    table = document.add_table(3, 3)
    for row, cells in zip(table.rows, (("缩略语", "英文全称", "中文全称"), OA, MSC), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    place = path.with_suffix(".docx")
    document.save(place)
    return place


def xlsx(path: Path) -> Path:
    library = pytest.importorskip("openpyxl")
    book = library.Workbook()
    for row in (("缩略语", "英文全称", "中文全称"), OA, MSC):
        book.active.append(row)
    place = path.with_suffix(".xlsx")
    book.save(place)
    return place


@pytest.mark.parametrize("make", [csv_, tsv, markdown, latex, one_column, bare, acronyms, docx, xlsx])
def test_tables_in_files(make: Callable[[Path], Path], tmp_path: Path) -> None:
    assert plain(items(given(make(tmp_path / "table")))) == [OA, MSC]


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    assert [item.line for item in items(given(markdown(tmp_path / "m")))] == [7, 8]
    assert [item.line for item in items(given(csv_(tmp_path / "c")))] == [2, 3]
    assert [item.line for item in items(given(latex(tmp_path / "l")))] == [5, 6]


@pytest.mark.parametrize("content", ["nothing here\n", "a,b\n1,2\n", ""])
def test_no_table_is_said(content: str, tmp_path: Path) -> None:
    for suffix in (".csv", ".md", ".tex", ".txt"):
        path = tmp_path / f"x{suffix}"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match="no abbreviation table"):
            items(given(path))

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengming.abbreviation_lists import Item
from zhengming.glossary import Glossary, Line, collect_abbreviations
from zhengming.glossary_check import compare
from zhengming.tagger import Tagger

PAPER = """膝骨关节炎（knee osteoarthritis，KOA）常见。骨髓间充质干细胞（bone marrow mesenchymal stem cells，BMSCs）分泌 TNF-α 与 IL-10 [1-3]，
VAS评分下降（P<0.05，95%CI：1.2-3.4，SD 2.1）。加入 10 mL，CO2 5%，Ca2+ 2 mM，见 Fig. 1A。

Abstract
Knee osteoarthritis (KOA) is common. BMSC-derived exosomes, anti-TNF-α and KOA. TGF-beta1 and TGFβ1. ARDS and SEM 3.

参考文献
[1] Smith JA. CCI in rats: SVF and BMSCs. J Pain, 2019; 3: 1-9.
"""


def table(tagger: Tagger, *texts: str) -> Glossary:
    named = enumerate(texts, start=1)
    return collect_abbreviations((tagger.annotate(text, nested=True, id=f"{n}.txt") for n, text in named), tagger)


def lines(found: Glossary) -> dict[str, Line]:
    by_short = {line.short: line for line in found.lines}
    assert len(by_short) == len(found.lines)
    return by_short


def only(tagger: Tagger, text: str, short: str) -> Line:
    (line,) = [line for line in table(tagger, text).lines if line.short == short]
    return line


def test_a_paper(tagger: Tagger) -> None:
    found = lines(table(tagger, PAPER))
    koa = found["KOA"]
    assert (koa.en, koa.zh, koa.marks, koa.count) == ("knee osteoarthritis", "膝骨关节炎", (), 3)
    assert (koa.first.line, koa.first.column) == (1, 27)
    bmsc = found["BMSC"]
    # The definition in the plural, one use in the text; the one among the references is none.
    assert (bmsc.en, bmsc.zh, bmsc.count) == ("bone marrow mesenchymal stem cell", "骨髓间充质干细胞", 2)
    assert found["TNF-α"].count == 2
    assert {short for short in found if short.startswith("TGF")} == {"TGFβ1"}
    assert found["TGFβ1"].count == 2
    assert found["VAS"].marks == ("lexicon",)
    # References, statistics, units, formulas, labels of figures.
    assert not {"CCI", "SVF", "SD", "CI", "SEM", "mL", "CO2", "Ca2+", "1A", "JA"} & found.keys()


def test_the_document_comes_first_and_the_lexicon_fills(tagger: Tagger) -> None:
    own = only(tagger, "骨关节炎（degenerative osteoarthropathy of joints, OA）与 OA", "OA")
    assert own.zh == "骨关节炎"
    filled = only(tagger, "Osteoarthritis (OA) hurts.", "OA")
    assert (filled.en, filled.zh, filled.marks) == ("osteoarthritis", "骨关节炎", ("lexicon-zh",))
    other = only(tagger, "基质金属蛋白酶（MMPs）升高，MMP 下降", "MMP")
    assert (other.en, other.marks, other.count) == ("matrix metalloproteinase", ("lexicon-en",), 2)


def test_a_pair_without_short_form_fills_before_the_lexicon(tagger: Tagger) -> None:
    line = only(tagger, "退行性骨关节病（osteoarthritis）多见。\n\nOsteoarthritis (OA) is common.", "OA")
    assert line.zh is not None
    assert "lexicon-zh" not in line.marks or line.zh == "骨关节炎"


def test_not_ours_and_undecided(tagger: Tagger) -> None:
    found = lines(
        table(tagger, "Nucleus pulposus (NP) cells. DRGs are here. The quartz nonsense benchmark (QNB) is QNB-based.")
    )
    assert (found["QNB"].en, found["QNB"].zh, found["QNB"].count) == ("quartz nonsense benchmark", None, 2)
    drg = found["DRG"]
    assert (drg.en, drg.zh, drg.marks) == (None, None, ("undecided",))
    assert len(drg.senses) > 1


def test_species_is_kept(tagger: Tagger) -> None:
    defined = only(tagger, "Human umbilical cord mesenchymal stem cells (hUC-MSCs) in rats.", "hUC-MSC")
    assert defined.zh is not None
    assert defined.zh.startswith("人")
    used = only(tagger, "hADSCs 移植", "hADSC")
    assert (used.en, used.zh) == ("human adipose-derived mesenchymal stem cell", "人脂肪间充质干细胞")


@pytest.mark.parametrize(
    ("text", "short", "en"),
    [
        (
            "降钙素基因相关肽（anti-calcitonin gene related peptide，CGRP）抗体",
            "CGRP",
            "calcitonin gene related peptide",
        ),
        ("白介素-6（interleukin，IL-6）升高", "IL-6", "interleukin 6"),
        ("诱导型一氧化氮合酶（iNOs）升高", "iNOs", "inducible nitric oxide synthase"),
        (
            "Acute respiratory distress syndrome (ARDS) in adults; ARDS is severe.",
            "ARDS",
            "acute respiratory distress syndrome",
        ),
        ("A disintegrin and metalloproteinase (ADAM) family.", "ADAM", "A disintegrin and metalloproteinase"),
        ("adverse events (AEs) were rare", "AE", "adverse event"),
    ],
)
def test_long_forms_are_right(tagger: Tagger, text: str, short: str, en: str) -> None:
    line = only(tagger, text, short)
    assert line.en is not None
    assert line.en.lower() == en.lower()


def test_the_long_form_of_the_lexicon_has_the_letters(tagger: Tagger) -> None:
    found = lines(table(tagger, "Serum bFGF, MCP-1, WBC, AKT and hs-CRP rose."))
    assert {line.short: line.en for line in found.values()} == {
        "bFGF": "basic fibroblast growth factor",
        "WBC": "white blood cell",
        "AKT": "protein kinase B",
        "MCP-1": "monocyte chemoattractant protein 1",
        "hs-CRP": "high-sensitivity C-reactive protein",
    }


def test_labels_and_names_of_themselves_are_none(tagger: Tagger) -> None:
    found = lines(
        table(
            tagger, "Open-label extension (Part B) in Month 5. CD44 and integrin α10β1 were positive, AMPK/NF-κB too."
        )
    )
    assert found.keys() == {"AMPK", "NF-κB"}


def test_variants_are_one_line(tagger: Tagger) -> None:
    text = "脂肪间充质干细胞（adipose-derived mesenchymal stem cells，AD-MSCs）；ADMSCs 与 ADMSC、AD-\nMSCs 治疗"
    line = only(tagger, text, "AD-MSC")
    assert line.count == 4


def test_two_long_forms_in_one_document(tagger: Tagger) -> None:
    text = "单碘乙酸盐（monoiodoacetate，MIA）。MIA 模型。\n单碘乙酸钠（monosodium iodoacetate，MIA）。"
    found = [line for line in table(tagger, text).lines if line.short == "MIA"]
    assert [(line.en, line.count, line.marks) for line in found] == [
        ("monoiodoacetate", 2, ("conflict",)),
        ("monosodium iodoacetate", 1, ("conflict",)),
    ]


def test_several_documents(tagger: Tagger) -> None:
    found = table(
        tagger,
        "骨关节炎（osteoarthritis，OA）。OA 与 IL-6。",
        "Oocyte activation (OA). OA again; IL-6 (interleukin 6).",
    )
    two = [line for line in found.lines if line.short == "OA"]
    assert [(line.first.document, line.marks, line.uses) for line in two] == [
        (0, ("conflict",), {0: 2}),
        (1, ("conflict",), {1: 2}),
    ]
    (il6,) = [line for line in found.lines if line.short == "IL-6"]
    assert il6.uses == {0: 1, 1: 1}
    assert "lexicon" not in il6.marks
    assert [line.short for line in found.by_first_use()] == ["OA", "IL-6", "OA"]


def test_the_own_list_of_a_document_defines_and_is_no_use(tagger: Tagger) -> None:
    text = "OA 常见。\n\n缩略词表\nOA: osteoarthritis 骨关节炎\nQZX: quartz zone xenon 石英区氙\n\n正文"
    found = lines(table(tagger, text))
    assert found.keys() == {"OA"}
    assert (found["OA"].en, found["OA"].zh, found["OA"].count) == ("osteoarthritis", "骨关节炎", 1)
    assert "lexicon" not in found["OA"].marks


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="OAMSCsil-6βα（(), ，。骨关节炎 osteoarthritis\n/", max_size=80))
def test_every_line_stands_in_the_text(tagger: Tagger, text: str) -> None:
    for line in table(tagger, text).lines:
        assert line.count >= 1
        begin = text[line.first.start :]
        assert begin
        before = text[: line.first.start]
        assert (line.first.line, line.first.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


# --- against a table that is there -----------------------------------------------------------------------------------


def kinds(items: list[Item], found: Glossary) -> list[tuple[str, str, str | None]]:
    return [(d.kind, d.short, d.language) for d in compare(items, found)]


def test_differences(tagger: Tagger) -> None:
    found = table(
        tagger,
        "骨关节炎（osteoarthritis，OA）与间充质干细胞（mesenchymal stem cells，MSCs）。CT 示 OA。背根神经节（DRG）。",
    )
    items = [
        Item("OA", "Osteoarthritis", "骨关节炎", 2),
        Item("MSCs", "mesenchymal stromal cells", "间充质干细胞", 3),
        Item("CT", "computerized tomography", None, 4),
        Item("XYZ", "xylose", "", 5),
        Item("OA", "osteoarthritis", "骨关节炎", 6),
    ]
    assert kinds(items, found) == [
        ("differs", "MSCs", "en"),
        ("extra", "XYZ", None),
        ("twice", "OA", None),
        ("missing", "DRG", None),
    ]
    assert kinds([Item("OA", "", "骨性关节炎", 1)], found)[:2] == [("differs", "OA", "en"), ("differs", "OA", "zh")]


def test_a_table_agrees_with_itself(tagger: Tagger) -> None:
    found = table(tagger, PAPER, "Oocyte activation (OA) and osteoarthritis; 骨关节炎（OA）")
    items = [Item(line.short, line.en, line.zh, n) for n, line in enumerate(found.lines)]
    assert kinds(items, found) == []


# --- the command -----------------------------------------------------------------------------------------------------

FORMATS = ("csv", "tsv", "xlsx", "docx", "tex", "md")


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "paper.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_is_read_back_without_a_difference(run: Run, paper: Path, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"table.{suffix}"
    assert run("glossary", str(paper), "-o", str(out)).returncode == 0
    done = run("glossary", str(paper), "--check", str(out))
    assert (done.returncode, done.stdout) == (0, b""), done.stdout
    assert b"no difference" in done.stderr


def test_check_reports_and_says_no(run: Run, paper: Path, tmp_path: Path) -> None:
    listed = tmp_path / "table.csv"
    listed.write_text(
        "缩略语,英文全称,中文全称\nKOA,knee osteoarthritis,膝关节炎症\nXYZ,xylose,木糖\n", encoding="utf-8"
    )
    done = run("glossary", str(paper), "--check", str(listed))
    said = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert said[0] == f"{listed}:2: differs: KOA: '膝关节炎症' in the table, '膝骨关节炎' in the document"
    assert said[1] == f"{listed}:3: extra: XYZ (xylose / 木糖) is not used in the text"
    assert any("missing: BMSC" in line for line in said)
    records = [
        json.loads(line) for line in run("glossary", str(paper), "--check", str(listed), "--json").stdout.splitlines()
    ]
    assert len(records) == len(said)
    assert (records[0]["kind"], records[0]["line"], records[0]["language"]) == ("differs", 2, "zh")
    chinese = run("--lang", "zh", "glossary", str(paper), "--check", str(listed)).stdout.decode()
    assert "不一致：KOA：表中为“膝关节炎症”，文中为“膝骨关节炎”" in chinese


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--check", "none.csv"], "none.csv"),
        (["--language", "fr"], "en, zh, both"),
        (["--sort", "size"], "short, first"),
        (["--format", "excel"], "excel"),
        (["--check", "x.csv", "-o", "y.md"], "-o"),
    ],
)
def test_wrong_usage(run: Run, paper: Path, arguments: list[str], said: str) -> None:
    done = run("glossary", str(paper), *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_status(run: Run, paper: Path) -> None:
    assert run("glossary", "missing.txt").returncode == 2
    assert run("glossary", str(paper), "missing.txt").returncode == 3
    nothing = run("glossary", stdin="天气很好。".encode())
    assert nothing.returncode == 1
    assert b"no abbreviations" in nothing.stderr


def test_headings_speak_the_language_asked_for(run: Run, paper: Path) -> None:
    def header(*arguments: str) -> str:
        return run("glossary", str(paper), "--format", "tsv", *arguments).stdout.decode().split("\n")[0]

    assert header("--language", "en") == "Abbreviation\tEnglish\tChinese\tFirst place\tUses\tMark"
    assert header("--language", "zh") == "缩略词\t英文全称\t中文全称\t首次出现\t次数\t标记"
    assert header().startswith("缩略词 Abbreviation\t英文全称 English")


def test_order_and_legend(run: Run, paper: Path) -> None:
    by_short = run("glossary", str(paper)).stdout.decode()
    by_use = run("glossary", str(paper), "--sort", "first").stdout.decode()
    assert re.findall(r"^\| ([A-Z]\S+) \|", by_short, re.MULTILINE)[0] == "BMSC"
    assert re.findall(r"^\| ([A-Z]\S+) \|", by_use, re.MULTILINE)[0] == "KOA"
    assert "† 文中使用而未定义，全称取自词库 used but not defined" in by_short
    assert "‡" not in by_short


def test_csv_opens_in_a_spreadsheet(run: Run) -> None:
    done = run("glossary", "--format", "csv", stdin="骨关节炎（osteoarthritis，OA）与 OA".encode())
    text = done.stdout.decode("utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:])))
    assert rows[1] == ["OA", "osteoarthritis", "骨关节炎", "1:21", "2", ""]


def test_latex_escapes(run: Run) -> None:
    done = run(
        "glossary", "--format", "latex", stdin="肿瘤坏死因子-α（tumor necrosis factor-α，TNF-α）_& 100%".encode()
    )
    text = done.stdout.decode()
    assert r"TNF-$\alpha$ & tumor necrosis factor-$\alpha$ & 肿瘤坏死因子-$\alpha$ & 1:" in text
    assert text.count(r"\begin{longtable}") == text.count(r"\end{longtable}") == 1


def test_word_file_is_a_three_line_table(run: Run, paper: Path, tmp_path: Path) -> None:
    library = pytest.importorskip("docx")
    out = tmp_path / "t.docx"
    run("glossary", str(paper), "-o", str(out), "--language", "zh")
    document = library.Document(str(out))
    (grid,) = document.tables
    assert [cell.text for cell in grid.rows[0].cells][:3] == ["缩略词", "英文全称", "中文全称"]
    order = [child.tag.rsplit("}")[-1] for child in grid._tbl.tblPr]
    # Word refuses a table whose properties are out of order.
    known = ["tblStyle", "tblW", "jc", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook"]
    assert order == sorted(order, key=known.index)
    assert "tblBorders" in order
    assert document.paragraphs[0].text == "缩略词表"
    assert any(p.text.startswith("†") for p in document.paragraphs)


def test_places_in_word_and_pages(run: Run, tmp_path: Path) -> None:
    library = pytest.importorskip("docx")
    document = library.Document()
    document.add_paragraph("前言")
    document.add_paragraph("骨关节炎（osteoarthritis，OA）")
    path = tmp_path / "in.docx"
    document.save(path)
    (record,) = [json.loads(line) for line in run("glossary", str(path), "--json").stdout.splitlines()]
    assert record["first"]["paragraph"] == 2
    assert record["documents"] == {str(path): 1}

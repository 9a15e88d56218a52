"""Definitions in plain folded strings: what is one, what only looks like one, and where each part stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.strategies import bilingual

from zhengming.abbreviations import definitions
from zhengming.folding import fold
from zhengming.longforms import aligned, english_long_form
from zhengming.shortforms import is_short_form

NAMES = ("膝骨关节炎", "骨关节炎", "间充质干细胞", "osteoarthritis", "mesenchymal stem cell")
Parts = tuple[str, str | None, str | None, str | None]


class Listed:
    """What a lexicon of `NAMES` knows about a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def start(self, end: int) -> int | None:
        return min((end - len(name) for name in NAMES if self.text[:end].endswith(name)), default=None)

    def known(self, text: str) -> bool:
        return text in NAMES

    def names(self, short: str, long: str) -> bool:
        return (short, long) == ("5-HT", "serotonin")

    def crosses(self, position: int) -> bool:
        return self.text[position - 1 : position + 1] in ("通过", "采用")


def defined(text: str) -> list[Parts]:
    """(whole expression, short, English, Chinese) of each definition, with `NAMES` as the lexicon."""

    found = definitions(text, Listed(text))
    assert found == sorted(found)
    for item in found:
        assert all(item.span[0] <= part[0] < part[1] <= item.span[1] for part in item[1:4] if part)
    return [
        (text[slice(*item.span)], *(text[slice(*part)] if part else None for part in item[1:4]))  # type: ignore[misc]
        for item in found
    ]


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("In multiple myeloma (MM) we", "multiple myeloma (MM)", ("MM", "multiple myeloma", None)),
        ("the tumor necrosis factor alpha (TNF-α)", "tumor necrosis factor alpha (TNF-α)",
         ("TNF-α", "tumor necrosis factor alpha", None)),
        ("human mesenchymal stem cells (hereafter MSCs)", "mesenchymal stem cells (hereafter MSCs)",
         ("MSCs", "mesenchymal stem cells", None)),
        ("in OA (osteoarthritis) of", "OA (osteoarthritis)", ("OA", "osteoarthritis", None)),
        ("did not change (NS, not significant)", "NS, not significant", ("NS", "not significant", None)),
        ("治疗膝骨关节炎(KOA)", "膝骨关节炎(KOA)", ("KOA", None, "膝骨关节炎")),
        ("通过间充质干细胞(简称MSC)", "间充质干细胞(简称MSC)", ("MSC", None, "间充质干细胞")),
        ("在髓核(nucleus pulposus,NP)中", "髓核(nucleus pulposus,NP)", ("NP", "nucleus pulposus", "髓核")),
        ("用MSC (间充质干细胞)治疗", "MSC (间充质干细胞)", ("MSC", None, "间充质干细胞")),
        ("mesenchymal stem cells (MSCs, 间充质干细胞)", "mesenchymal stem cells (MSCs, 间充质干细胞)",
         ("MSCs", "mesenchymal stem cells", "间充质干细胞")),
        ("a matrix (ECM (extracellular matrix))", "ECM (extracellular matrix)", ("ECM", "extracellular matrix", None)),
        ("bone marrow (MM) and multiple myeloma (MM)", "multiple myeloma (MM)", ("MM", "multiple myeloma", None)),
        ("osteoarthritis (骨关节炎)", "osteoarthritis (骨关节炎)", (None, "osteoarthritis", "骨关节炎")),
        ("a surface electromyogram [EMG] was", "electromyogram [EMG]", ("EMG", "electromyogram", None)),
        ("(crude hazard ratio [CHR], 2.1)", "crude hazard ratio [CHR]", ("CHR", "crude hazard ratio", None)),
        ("the peak knee moment (pkm) rose", "peak knee moment (pkm)", ("pkm", "peak knee moment", None)),
        ("in dimethyl sulfoxide (DMSO, 4 h later)", "dimethyl sulfoxide (DMSO, 4 h later)", ("DMSO", "dimethyl sulfoxide", None)),
        ("under carbon dioxide gas (CDG; 10 mM)", "carbon dioxide gas (CDG; 10 mM)", ("CDG", "carbon dioxide gas", None)),
        ("the vessels (blood-joint barrier, BJB)", "blood-joint barrier, BJB", ("BJB", "blood-joint barrier", None)),
        ("with 2,4-dinitrobenzene (DNB)", "2,4-dinitrobenzene (DNB)", ("DNB", "2,4-dinitrobenzene", None)),
        ("alpha-tocopherol acetate (TA)", "alpha-tocopherol acetate (TA)", ("TA", "alpha-tocopherol acetate", None)),
        ("tumor necrosis factor alpha (TNF alpha)", "tumor necrosis factor alpha (TNF alpha)",
         ("TNF alpha", "tumor necrosis factor alpha", None)),
        ("on Shh (sonic hedgehog) and", "Shh (sonic hedgehog)", ("Shh", "sonic hedgehog", None)),
        ("行听觉诱发电位(auditory evoked potential AEP)及", "听觉诱发电位(auditory evoked potential AEP)",
         ("AEP", "auditory evoked potential", "听觉诱发电位")),
        ("用了包皮成纤维细胞HFF(human foreskin fibroblast)", "包皮成纤维细胞HFF(human foreskin fibroblast)",
         ("HFF", "human foreskin fibroblast", "包皮成纤维细胞")),
        ("增强调节性T细胞(Treg细胞)反应", "调节性T细胞(Treg细胞)", ("Treg细胞", None, "调节性T细胞")),
        ("及糖化血红蛋白A1c(glycated hemoglobin A1c,HbA1c)高", "糖化血红蛋白A1c(glycated hemoglobin A1c,HbA1c)",
         ("HbA1c", "glycated hemoglobin A1c", "糖化血红蛋白A1c")),
        ("对支气管哮喘(哮喘)的", "支气管哮喘(哮喘)", ("哮喘", None, "支气管哮喘")),
        ("和73例2型糖尿病(T2DM)患者", "2型糖尿病(T2DM)", ("T2DM", None, "2型糖尿病")),
        ("感染,T淋巴细胞病毒Ⅰ型(TLV-Ⅰ)抗体", "T淋巴细胞病毒Ⅰ型(TLV-Ⅰ)", ("TLV-Ⅰ", None, "T淋巴细胞病毒Ⅰ型")),
        ("观察血管紧张素Ⅱ(AngⅡ)的", "血管紧张素Ⅱ(AngⅡ)", ("AngⅡ", None, "血管紧张素Ⅱ")),
        ("对自然杀伤细胞(natural killer cell,NK细胞)的", "自然杀伤细胞(natural killer cell,NK细胞)",
         ("NK细胞", "natural killer cell", "自然杀伤细胞")),
        ("the pulse oxygen saturation (SpO2) fell", "pulse oxygen saturation (SpO2)",
         ("SpO2", "pulse oxygen saturation", None)),
        ("by tissue-type plasminogen activator (t-PA)", "tissue-type plasminogen activator (t-PA)",
         ("t-PA", "tissue-type plasminogen activator", None)),
        ("of poly(lactic-co-glycolic acid) (PLGA)", "poly(lactic-co-glycolic acid) (PLGA)",
         ("PLGA", "poly(lactic-co-glycolic acid)", None)),
        ("by in vitro fertilization and embryo transfer (IVF-ET)", "in vitro fertilization and embryo transfer (IVF-ET)",
         ("IVF-ET", "in vitro fertilization and embryo transfer", None)),
        ("同时检测丙二醛(MDA)及", "丙二醛(MDA)", ("MDA", None, "丙二醛")),
        ("探讨可溶性PD-1(sPD-1)的", "可溶性PD-1(sPD-1)", ("sPD-1", None, "可溶性PD-1")),
        ("经美国食品药品监督管理局(Food and Drug Administration,FDA)批准",
         "美国食品药品监督管理局(Food and Drug Administration,FDA)",
         ("FDA", "Food and Drug Administration", "美国食品药品监督管理局")),
        ("结果显示MACE(主要不良心血管事件)升高", "MACE(主要不良心血管事件)", ("MACE", None, "主要不良心血管事件")),
        ("。头蛋白(Noggin)过表达", "头蛋白(Noggin)", (None, "Noggin", "头蛋白")),
        ("progesterone (P) fell; P was low", "progesterone (P)", ("P", "progesterone", None)),
    ],
)  # fmt: skip
def test_one_definition(text: str, whole: str, parts: tuple[str | None, ...]) -> None:
    assert defined(text) == [(whole, *parts)]


def test_a_list_needs_a_known_item_or_two() -> None:
    unknown = "VAS, visual analog scale", "CFA, complete Freund adjuvant"
    assert [d[1:3] for d in defined("; ".join(unknown))] == [
        ("VAS", "visual analog scale"), ("CFA", "complete Freund adjuvant")
    ]  # fmt: skip
    assert defined("See below; " + unknown[0]) == []
    assert defined("MSC, mesenchymal stem cell") == []
    assert [d[1:] for d in defined("See below; OA, osteoarthritis 骨关节炎")] == [("OA", "osteoarthritis", "骨关节炎")]


@pytest.mark.parametrize(
    "inside",
    ["ii", "IV", "n = 5", "N=12", "P < 0.05", "p", "Fig. 1", "Table 2", "5 mg", "10 mg/kg", "50%", "见图1", "1-3", "USA",
     "et al., 2020", "see MSC", "TNF-α, IL-6", "", " ", "BMSC。见下", "vs. MSC", "A", "a,b,c,d,e"],
)  # fmt: skip
@pytest.mark.parametrize("before", ["collagen ", "间充质干细胞", "insulin injection vial ", "MSC "])
def test_brackets_that_define_nothing(before: str, inside: str) -> None:
    assert defined(f"{before}({inside})") == []


@pytest.mark.parametrize(
    "text",
    [
        "模型组(M组)",
        "处于分裂期(M期)",
        "和Ⅱ型(IFN-G)",
        "宫颈癌细胞株(HeLa,SiHa细胞株等)",
        "用支架(金属支架)",
        "患者(男患者)",
    ],
)
def test_labels_members_and_remarks_define_nothing(text: str) -> None:
    assert defined(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "progesterone (P) fell", "see the reference [12]", "of the knee (left) and", "a mixture (both) of cells",
        "The mesenchymal. Stem cells (MSC)", "mesenchymal stem; cells (MSC)", "mesenchymal\nstem cells (MSC)",
        "mesenchymal (stem) cells (MSC)", "mesenchymal 干细胞 stem cells (MSC)", "(MSC)", "stem cells (MSC",
        "疼痛(VAS)", "MSC mesenchymal MSC stem MSC cells (MSC)",
    ],
)  # fmt: skip
def test_long_forms_stay_in_their_clause(text: str) -> None:
    assert defined(text) == []


@pytest.mark.parametrize(
    ("short", "long", "fits"),
    [
        ("MM", "multiple myeloma", True), ("MSCs", "mesenchymal stem cell", True), ("OA", "osteoarthritis", True),
        ("TNF-α", "tumor necrosis factor alpha", True), ("IL-6", "interleukin 6", True),
        ("IL-6", "interleukin 8", False), ("OA", "arthritis, osteo", False), ("AO", "osteoarthritis", False),
        ("ECM", "matrix", False), ("OA", "OA", False), ("", "x", False), ("-", "xyz", False),
    ],
)  # fmt: skip
def test_aligned(short: str, long: str, fits: bool) -> None:
    assert aligned(short, long) is fits


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("patients with multiple myeloma", "MM", "multiple myeloma"),
        ("disease of the knee and hip joint", "KHJ", "knee and hip joint"),
        ("the OA osteoarthritis", "OA", "osteoarthritis"),
        ("骨骼 multiple myeloma", "MM", "multiple myeloma"),
        ("so far. Bone marrow", "BM", "Bone marrow"),
        ("bone OA", "OA", None), ("extracellular matrix", "XYZ", None), ("5 6", "56", None), ("", "OA", None),
        ("one two three four five six seven", "OS", None),  # More than 2n words away.
    ],
)  # fmt: skip
def test_english_long_form(text: str, short: str, long: str | None) -> None:
    begin = english_long_form(text + " (", len(text), short)
    assert (None if begin is None else text[begin:]) == long


@pytest.mark.parametrize(
    "part", ["OA", "MSCs", "TNF-α", "mRNA", "M1", "IL-6", "κB", "HeLa", "SF-36", "BM MSC", "TGF-β1/3"]
)
def test_is_short_form(part: str) -> None:
    assert is_short_form(part)


@pytest.mark.parametrize("part", ["", "A", "5", "α", "cells", "Collagen", "word", "anti-inflammatory", "e.g.", "12", "骨",
                                  "ABCDEFGHIJKLMNOPQRS", "The cells", "(OA)"])  # fmt: skip
def test_is_no_short_form(part: str) -> None:
    assert not is_short_form(part)


@given(bilingual)
def test_parts_of_any_text_lie_in_it(text: str) -> None:
    defined(fold(text).cased)  # Its assertions hold.


@pytest.mark.parametrize(
    ("text", "shorts"),
    [
        ("注:SAE:严重不良事件;LDL:低密度脂蛋白;TG:甘油三酯。", ["SAE", "LDL", "TG"]),
        ("注:ICRS为国际软骨修复协会;Tb.Th为骨小梁厚度;Tb.N为骨小梁数量。", ["ICRS", "Tb.Th", "Tb.N"]),
        (
            "LPL:固有层淋巴细胞 lamina propria lymphocyte;IEL:上皮内淋巴细胞 intraepithelial lymphocyte。",
            ["LPL", "IEL"],
        ),
        ("OA为常见病;MSC为多能干细胞,可分化;TKA为手术。", []),
    ],
)
def test_lists_in_chinese(text: str, shorts: list[str]) -> None:
    assert [short for _, short, _, _ in defined(text)] == shorts

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import anything, bilingual

from zhengming.forms import SIMPLER, beside, bracketed, coordinated, forms, members, parts


@pytest.mark.parametrize(
    ("text", "simpler", "step"),
    [
        ("• 细胞的增殖", "细胞的增殖", "trim"), ("1. Knee OA", "Knee OA", "trim"), ("(3)软骨", "软骨", "trim"),
        ("PI3K / Akt", "PI3K/Akt", "close_spaces"), ("软骨的再生", "软骨再生", "without_de"),
        ("软骨损伤(Ⅲ度)", "软骨损伤", "without_brackets"), ("stem cells, mesenchymal", "mesenchymal stem cells", "inverted"),
        ("osteoarthritis of the knee", "knee osteoarthritis", "of_phrase"),
        ("exosomes derived from BMSCs", "BMSCs exosomes", "of_phrase"),
        ("塞来昔布 200mg", "塞来昔布", "measure"), ("sodium hyaluronate 20 mg/2ml", "sodium hyaluronate", "measure"),
        ("血清IL-6", "IL-6", "sampled"), ("human MSCs", "MSCs", "before"), ("IL-6水平", "IL-6", "after"),
        ("IL-6 concentration", "IL-6", "amounts"), ("膝重度骨关节炎", "膝骨关节炎", "inside"), ("PPARy", "PPARγ", "mistaken_letters"),
        ("Kellgren&Lawrence", "Kellgren-Lawrence", "and_sign"), ("曲安奈德40mg", "曲安奈德", "measure"),
        ("K-L分级Ⅱ级", "K-L分级", "measure"), ("6-month Lysholm score", "Lysholm score", "measure_first"),
        ("10 ng/mL TGF-β3", "TGF-β3", "measure_first"), ("Ⅲ度软骨损伤", "软骨损伤", "measure_first"),
        ("12周龄大鼠", "大鼠", "measure_first"), ("PPAR gamma", "PPARγ", "greek_letters"), ("TNF alfa", "TNFα", "greek_letters"),
        ("NF kappa B", "NFκB", "greek_letters"), ("b-catenin", "β-catenin", "mistaken_letters"), ("CD90+", "CD90", "trim"),
        ("HUVEC cells", "HUVEC", "cells"), ("SOX9 mRNA", "SOX9", "proteins"), ("tramadol tablets", "tramadol", "preparations"),
        ("DMM model", "DMM", "models"), ("骨关节炎大鼠模型", "骨关节炎模型", "models"), ("gout disease", "gout", "illness"),
        ("WOMAC指数", "WOMAC", "measured"), ("rhBMP-2", "BMP-2", "recombinant"), ("mir 146 a", "mir146a", "joined_number"),
        ("CollagenI", "Collagen I", "joined_number"), ("PGE<sub>2</sub>", "PGE2", "markup"), ("TNF-&alpha;", "TNF-α", "markup"),
        ("IL-1\\beta", "IL-1β", "markup"), ("上皮一间质", "上皮-间质", "mistaken_letters"), ("Harris评分标准", "Harris评分", "measured"),
    ],
)  # fmt: skip
def test_each_step(text: str, simpler: str, step: str) -> None:
    assert ((f"forms.{step}",), simpler) in list(forms(text))
    assert step in {simplify.__name__ for simplify in SIMPLER}


@pytest.mark.parametrize("text", ["IL-17", "IL-6R", "CD163", "Nav1.8", "P2X3", "3.5", "-", "MMP-13"])
def test_what_is_no_qualifier_stays(text: str) -> None:
    assert [form for _, form in forms(text) if form.replace("-", "") != text.replace("-", "")] == []


@pytest.mark.parametrize("text", ["3D culture", "MMP-3 d", "2019冠状病毒", "36-Item Short Form", "p38h"])
def test_what_is_no_measure_stays(text: str) -> None:
    assert not [form for steps, form in forms(text) if {"forms.measure", "forms.measure_first"} & set(steps)]


@pytest.mark.parametrize(
    ("text", "first"),
    [("Smad2/3", ["Smad2", "Smad3"]), ("CD73/90/105", ["CD73", "CD90", "CD105"]), ("IL-1β、6", ["IL-1β", "IL-6"]),
     ("I/III型胶原", ["I型胶原", "III型胶原"]), ("HIF-1α/2α", ["HIF-1α", "HIF-2α"])],
)  # fmt: skip
def test_members_of_a_family(text: str, first: list[str]) -> None:
    assert first in list(members(text))
    assert list(members("2020/3")) == []


@given(text=bilingual | anything)
def test_forms_end(text: str) -> None:
    found = list(forms(text))
    assert len(found) <= 80
    assert len({form for _, form in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "pair"),
    [("肿瘤坏死因子α(TNF-α)", ("肿瘤坏死因子α", "TNF-α")), ("去卵巢(OVX)大鼠", ("去卵巢大鼠", "OVX")),
     ("poly(lactic acid)(PLA)", ("poly(lactic acid)", "PLA")), ("软骨", None), ("软骨(A", None)],
)  # fmt: skip
def test_brackets(text: str, pair: tuple[str, str] | None) -> None:
    assert bracketed(text) == pair


@pytest.mark.parametrize(
    ("text", "pair"),
    [("骨关节炎 OA", ("骨关节炎", "OA")), ("OA/骨关节炎", ("OA", "骨关节炎")), ("骨密度BMD", ("骨密度", "BMD")),
     ("colony-stimulating factor, CSF", ("colony-stimulating factor", "CSF")), ("IL-13: interleukin 13", ("IL-13", "interleukin 13")),
     ("白细胞介素-13IL-13", ("白细胞介素-13", "IL-13")), ("ESC-胚胎干细胞", ("ESC", "胚胎干细胞"))],
)  # fmt: skip
def test_halves_side_by_side(text: str, pair: tuple[str, str]) -> None:
    assert pair in list(beside(text))


def test_a_number_stays_with_its_name() -> None:
    assert not [pair for pair in beside("白细胞介素-13 转化生长因子-β1") if pair[1].startswith(("13", "β", "1"))]
    assert list(beside(" ".join(["word"] * 20))) == []


def test_terms_together() -> None:
    assert coordinated("breast and ovarian cancer") == ["breast cancer", "ovarian cancer"]
    assert coordinated("IL-6和TNF-α") == ["IL-6", "TNF-α"]
    assert coordinated("cartilage") == []


def test_parts() -> None:
    names = {"IL-6", "TNF-α", "MSC", "exosome", "PI3K/Akt"}
    assert parts("IL-6、TNF-α", names.__contains__, names.__contains__) == ["IL-6", "TNF-α"]
    assert parts("MSC; exosome", names.__contains__, names.__contains__) == ["MSC", "exosome"]
    assert parts("MSC, exosome", names.__contains__, names.__contains__) == ["MSC", "exosome"]
    assert parts("PI3K/Akt", names.__contains__, names.__contains__) == ["PI3K/Akt"]
    assert parts("pain, acute", names.__contains__, names.__contains__) == ["pain, acute"]
    assert parts(" \n", names.__contains__, names.__contains__) == []

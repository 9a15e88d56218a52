from __future__ import annotations

import pytest
from hypothesis import given
from strategies import anything, bilingual

from zhengming.forms import SIMPLER, coordinated, forms, glossed, parts


@pytest.mark.parametrize(
    ("text", "simpler", "step"),
    [
        ("• 细胞的增殖", "细胞的增殖", "trim"), ("1. Knee OA", "Knee OA", "trim"), ("(3)软骨", "软骨", "trim"),
        ("PI3K / Akt", "PI3K/Akt", "close_spaces"), ("软骨的再生", "软骨再生", "without_de"),
        ("软骨损伤(Ⅲ度)", "软骨损伤", "without_brackets"), ("stem cells, mesenchymal", "mesenchymal stem cells", "inverted"),
        ("osteoarthritis of the knee", "knee osteoarthritis", "of_phrase"),
        ("exosomes derived from BMSCs", "BMSCs exosomes", "of_phrase"),
        ("塞来昔布 200mg", "塞来昔布", "measure"), ("sodium hyaluronate 20 mg/2ml", "sodium hyaluronate", "measure"),
        ("血清IL-6", "IL-6", "before"), ("human MSCs", "MSCs", "before"), ("IL-6水平", "IL-6", "after"),
        ("IL-6 concentration", "IL-6", "after"), ("膝重度骨关节炎", "膝骨关节炎", "inside"), ("PPARy", "PPARγ", "mistaken_letters"),
        ("Kellgren&Lawrence", "Kellgren-Lawrence", "and_sign"),
    ],
)  # fmt: skip
def test_each_step(text: str, simpler: str, step: str) -> None:
    assert ((f"forms.{step}",), simpler) in list(forms(text))
    assert step in {simplify.__name__ for simplify in SIMPLER}


@pytest.mark.parametrize("text", ["IL-17", "IL-6R", "CD163", "Nav1.8", "P2X3", "3.5", "-", "MMP-13"])
def test_what_is_no_qualifier_stays(text: str) -> None:
    assert [form for _, form in forms(text) if form.strip("-") != text.strip("-")] == []


@given(text=bilingual | anything)
def test_forms_end(text: str) -> None:
    found = list(forms(text))
    assert len(found) <= 80
    assert len({form for _, form in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "pair"),
    [("肿瘤坏死因子α(TNF-α)", ("肿瘤坏死因子α", "TNF-α", True)), ("骨关节炎 OA", ("骨关节炎", "OA", False)),
     ("OA/骨关节炎", ("OA", "骨关节炎", False)), ("骨密度BMD", ("骨密度", "BMD", False)),
     ("colony-stimulating factor, CSF", ("colony-stimulating factor", "CSF", False)), ("软骨", None)],
)  # fmt: skip
def test_glosses(text: str, pair: tuple[str, str, bool] | None) -> None:
    assert glossed(text) == pair


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

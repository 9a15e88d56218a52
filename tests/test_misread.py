"""Letters written for others."""

import pytest

from zhengming.misread import greek_letters, mistaken_letters


@pytest.mark.parametrize(
    ("form", "meant"), [("PPAR gamma", "PPARγ"), ("TNF alfa", "TNFα"), ("白介素1 贝塔", "白介素1 贝塔")]
)
def test_names_of_greek_letters(form: str, meant: str) -> None:
    assert next(greek_letters(form), form) == meant


@pytest.mark.parametrize(
    ("form", "meant"),
    [
        ("PPARy", "PPARγ"),
        ("Bc1-2", "Bcl-2"),
        ("lL-8", "IL-8"),
        ("turnor", "tumor"),
        ("IL一1", "IL-1"),
        ("IL1-b", "IL1-β"),
    ],
)
def test_mistaken_letters(form: str, meant: str) -> None:
    assert meant in mistaken_letters(form)


@pytest.mark.parametrize("form", ["IL-6", "bone", "软骨", "MMP-13", "vitamin D", "X-ray"])
def test_right_letters_stay(form: str) -> None:
    assert list(mistaken_letters(form)) == []

"""What stands beside names of some categories only, and says no more of them: MMP-13蛋白表达, tramadol tablets, DMM mice model.

The steps of `forms` that leave such a word out; `HEADS` says what may be left. The words are in `lexicon/morphemes.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from zhengming.characters import is_han
from zhengming.morphemes import morphemes


def cells(form: str) -> Iterator[str]:
    """`cells` behind the name of a cell: HUVEC cells; cells of the annulus fibrosus are not the annulus."""
    yield from _without_head(form, "cell")


def proteins(form: str) -> Iterator[str]:
    """What is looked at of a gene behind its name: SOX9 mRNA, MMP-13蛋白表达."""
    yield from _without_head(form, "gene_protein")


def preparations(form: str) -> Iterator[str]:
    """The salt and the form a drug is given in: tramadol hydrochloride tablets."""
    yield from _without_head(form, "chemical")


def models(form: str) -> Iterator[str]:
    """`model` behind the name of one, and the animal in the middle: DMM mice model, 骨关节炎大鼠模型."""
    yield from _without_head(form, "animal_model")
    bare = _ANIMAL.sub("", form)
    if bare != form:
        yield bare


_ANIMAL = re.compile(
    r"(?<=\S)(?:大鼠|小鼠|家?兔|犬|羊|猪|豚鼠)(?=模型$)|\s(?:rat|mouse|murine|rabbit|canine|sheep|goat)(?=\smodels?$)"
)


def illness(form: str) -> Iterator[str]:
    """`disease` behind the name of one; 跟腱病 is not 跟腱."""
    yield from _without_head(form, "disease")


def measured(form: str) -> Iterator[str]:
    """`index` behind the name of one: WOMAC指数."""
    yield from _without_head(form, "outcome")


def amounts(form: str) -> Iterator[str]:
    """What is measured of a substance, a cell or an event behind its name; heterologous expression is something else."""
    yield from _without_head(form, "amount")


def changes(form: str) -> Iterator[str]:
    """That something became more or less; fewer platelets are a disease of their own."""
    yield from _without_head(form, "change")


def therapies(form: str) -> Iterator[str]:
    """`treatment` behind what is given or done; treatment of a disease and with cells are something else."""
    yield from _without_head(form, "therapy")


def donors(form: str) -> Iterator[str]:
    """Who gave it; a donor of nitric oxide is a drug."""
    yield from _without_head(form, "donor")


def sampled(form: str) -> Iterator[str]:
    """What a substance was measured in; plasma B cells are something else."""
    yield from _without_first("sample", form)


def sited(form: str) -> Iterator[str]:
    """Where or of what age a tissue or an animal is; abdominal pain and neonatal diabetes are something else."""
    yield from _without_first("site", form)


_TREATED = re.compile(
    r"\S.{0,30}?[- ](?:primed|pre-?treated|pre-?conditioned|treated|stimulated|pre-?incubated|challenged|licensed)\s+(?=\S)"
    r"|\S.{0,24}?(?:预处理|预刺激|预适应|处理|刺激|诱导|干预)(?:后)?的(?=\S{2})|\S.{0,24}?(?:预处理|预刺激|预适应)(?=\S{2})",
    re.IGNORECASE,
)


def treated(form: str) -> Iterator[str]:
    """What cells were treated with: IL-1β-primed BMSCs, 缺氧预处理的间充质干细胞."""
    found = _TREATED.match(form)
    if found:
        yield form[found.end() :]


def _without_first(category: str, form: str) -> Iterator[str]:
    latin, chinese = listed("before", category)
    found = re.match(rf"(?:{latin})[\s-]+(?=\S)|(?:{chinese or '(?!)'})的?[:\s]?(?=\S{{2}})", form, re.IGNORECASE)
    if found:
        yield form[found.end() :]


def examinations(form: str) -> Iterator[str]:
    """`examination` behind the name of one; that of an organ is none."""
    yield from _without_head(form, "examination")


#: What each of these steps leaves out stands only behind names of some categories.
HEADS = {
    "cells": ("cell",), "treated": ("cell", "cell_product"),
    "proteins": ("gene_protein", "mirna"), "models": ("animal_model",), "illness": ("disease",),
    "amounts": (
        "biomaterial", "cell", "cell_product", "cell_state", "chemical", "disease", "gene_protein", "mirna", "outcome", "pathway",
        "process", "symptom",
    ),
    "changes": ("cell_state", "disease", "gene_protein", "mirna", "outcome", "pathway", "process", "symptom"),
    "therapies": ("biomaterial", "cell_product", "chemical", "gene_protein", "procedure", "treatment"),
    "donors": ("anatomy", "cell", "cell_product", "disease", "organism", "procedure", "treatment"),
    "sampled": ("biomaterial", "cell_product", "chemical", "gene_protein", "mirna", "outcome", "pathway"),
    "sited": ("anatomy", "animal_model", "cell", "cell_product", "organism"),
    "examinations": ("disease", "gene_protein", "outcome", "procedure", "process", "symptom"),
    "preparations": ("chemical", "biomaterial", "cell_product", "cell"), "measured": ("outcome", "symptom"),
}  # fmt: skip


def _without_head(form: str, category: str) -> Iterator[str]:
    yield from without(_head(category), form)


def without(ending: re.Pattern[str], form: str) -> Iterator[str]:
    """What stands before an ending, the longest first: Harris评分标准 ends in 评分标准 and in 标准."""
    found = ending.search(form)
    while found:
        if found.start() > 1:
            yield form[: found.start()]
        found = ending.search(form, found.start() + 1)


@cache
def _head(category: str) -> re.Pattern[str]:
    latin, chinese = listed("after", category)
    return re.compile(rf"(?:[\s-]+(?:{latin or '(?!)'})|\s?的?(?:{chinese or '(?!)'}))$", re.IGNORECASE)


def listed(kind: str, category: str = "") -> tuple[str, str]:
    """The words of a kind and a category as patterns, the longest first: Latin ones and Chinese ones."""
    words = sorted((word for word, form in morphemes(kind).items() if form == category), key=len, reverse=True)
    chinese = [word for word in words if any(map(is_han, word))]
    latin = [word for word in words if word not in chinese]
    return "|".join(map(re.escape, latin)), "|".join(map(re.escape, chinese))

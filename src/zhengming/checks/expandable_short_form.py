"""A short form without a definition whose full name the lexicon knows: a suggestion."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading
from zhengming.checks.undefined_short_form import first_undefined
from zhengming.chinese import explained
from zhengming.longforms import aligned
from zhengming.model import Concept


def find(reading: Reading) -> Iterator[Finding]:
    """The first use of each such short form, with what to write."""
    for use in first_undefined(reading):
        concept = reading.meaning(use)
        if concept is None:
            continue
        form = concept.abbr if concept.abbr and reading.key(concept.abbr)[0] == use.key else use.form
        english = _spelled(concept, form)
        chinese = _said(concept, form, english) if reading.is_chinese(use.start) else ""
        shown = f"{chinese}（{english}，{form}）" if chinese else f"{english} ({form})"
        yield Finding(use.start, use.end, "check.expandable", {"form": use.form, "expansion": shown})


def _spelled(concept: Concept, form: str) -> str:
    """The English name that the short form spells: of Bcl-2 B-cell lymphoma 2, and not what a database calls the gene."""
    names = [concept.en, *(name.text for name in concept.names if name.lang == "en" and name.type == "synonym")]
    whole = [name for name in names if not re.search("[A-Z]{2}", name)]
    return next((name for name in whole if aligned(form, name)), concept.en)


def _said(concept: Concept, form: str, english: str) -> str:
    """The Chinese name that says what the English does: 碱性成纤维细胞生长因子 for basic fibroblast growth factor."""
    if english == concept.en:
        return concept.zh
    names = [concept.zh, *(name.text for name in concept.names if name.lang == "zh-Hans" and name.type == "synonym")]
    return max(names, key=lambda name: explained(name, form, english))


CHECK = Check(
    "expandable-short-form",
    "warning",
    "ICMJE Recommendations IV.A.3; GB/T 7713.2-2022",
    find,
    bad=(
        ("1 引言\n\n软骨细胞分泌 TNF-α，损伤软骨。\n", "TNF-α"),
        ("Introduction\n\nLevels of TNF-α rose.\n", "TNF-α"),
    ),
    good=(
        "1 引言\n\n肿瘤坏死因子-α（tumor necrosis factor-α，TNF-α）升高。TNF-α 损伤软骨。\n",
        "1 方法\n\n检测 IL6 和 TNF 基因的表达。\n",
    ),
)

"""A plural short form defined by a singular expansion."""

from __future__ import annotations

from collections.abc import Iterator

from zhengming.checks.expansions import singular
from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading


def find(reading: Reading) -> Iterator[Finding]:
    """Each definition such as (bone marrow mesenchymal stem cell, BM-MSCs)."""
    for item in reading.defined:
        long = item.found.long_en
        # Interstitial cells of Cajal: what stands before "of" is the head.
        words = long.lower().partition(" of ")[0].split() if long else []
        if (
            item.short.plural
            and words
            and words[-1].isalpha()
            and singular(words[-1]) == words[-1]
            and not words[-1].endswith("s")
            # Inorganic arsenic (iAs): As is the element.
            and not (len(item.short.form) == 3 and item.short.form[0].islower())
        ):
            yield Finding(
                item.found.start, item.found.end, "check.number", {"form": item.short.form, "long": long or ""}
            )


CHECK = Check(
    "number-agreement",
    "error",
    "ICMJE Recommendations IV.A.3; AMA Manual of Style 13.11",
    find,
    bad=(
        (
            "1 引言\n\n间充质干细胞（mesenchymal stem cell，MSCs）好。MSCs 多。\n",
            "间充质干细胞（mesenchymal stem cell，MSCs）",
        ),
    ),
    good=(
        "1 引言\n\n间充质干细胞（mesenchymal stem cells，MSCs）好。MSCs 多。骨关节炎（osteoarthritis，OA）常见。OA 痛。\n",
        "1 引言\n\n卡哈尔间质细胞（interstitial cells of Cajal，ICCs）起搏。ICCs 少。\n",
    ),
)

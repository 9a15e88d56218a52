"""A short form that one unit of text defines more than once."""

from __future__ import annotations

from collections.abc import Iterator

from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading


def find(reading: Reading) -> Iterator[Finding]:
    """Each definition after the first in its unit."""
    for item in reading.defined:
        first = reading.defined_in[item.unit][item.key][0]
        if item is not first and reading.scope(item.found.start) != "caption":
            yield Finding(item.found.start, item.found.end, "check.defined_twice", {"form": item.short.form})


CHECK = Check(
    "defined-twice",
    "error",
    "ICMJE Recommendations IV.A.3",
    find,
    bad=(
        (
            "1 引言\n\n骨关节炎（osteoarthritis，OA）常见。OA 致残。\n\n2 方法\n\n骨关节炎（osteoarthritis，OA）患者入组。OA 分级。\n",
            "骨关节炎（osteoarthritis，OA）",
        ),
    ),
    good=(
        "摘要 骨关节炎（osteoarthritis，OA）常见。OA 致残。\n关键词：骨关节炎\n\n1 引言\n\n骨关节炎（osteoarthritis，OA）常见。OA 致残。\n",
    ),
)

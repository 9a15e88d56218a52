"""A short form introduced by its Chinese name alone, without the English that it stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading


def find(reading: Reading) -> Iterator[Finding]:
    """Each first definition of a short form in its unit, outside notes of tables, that gives no English."""
    told = {item.key for item in reading.defined if item.found.long_en}
    chinese = [item for item in reading.defined if item.found.long_zh and item.unit == "body"]
    if sum(item.found.long_en is not None for item in chinese) * 2 < len(chinese) and reading.profile.marks != "full":
        # A manuscript that gives no English at all has another style.
        return
    for unit, keys in reading.defined_in.items():
        if unit != "body":
            continue
        for key, items in keys.items():
            item = items[0]
            if (
                item.found.long_zh
                and not item.found.long_en
                and key not in told
                and not reading.is_exempt(item.short.form)
                and not _ENGLISH.search(item.short.form)
            ):
                yield Finding(item.found.start, item.found.end, "check.no_english", {"form": item.short.form})


#: M盒（M-box）: English it is.
_ENGLISH = re.compile(r"(?<![A-Za-z])[a-z]{3,}$")


CHECK = Check(
    "english-missing",
    "warning",
    "GB/T 7713.2-2022",
    find,
    bad=(
        (
            "1 引言\n\n骨关节炎（osteoarthritis，OA）常见，OA 致残。基质金属蛋白酶（MMPs）升高，MMPs 降解软骨。\n",
            "基质金属蛋白酶（MMPs）",
        ),
    ),
    good=(
        "1 引言\n\n基质金属蛋白酶（matrix metalloproteinases，MMPs）升高，MMPs 降解软骨。\n",
        "1 引言\n\n骨关节炎（osteoarthritis，OA）中，M盒子（M-box）识别 OA 启动子，M-box 保守。\n",
    ),
)

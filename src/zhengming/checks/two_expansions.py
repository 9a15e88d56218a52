"""One short form with two expansions in one manuscript."""

from __future__ import annotations

from collections.abc import Iterator

from zhengming.checks.expansions import same_chinese, same_english
from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading


def find(reading: Reading) -> Iterator[Finding]:
    """Each definition whose expansion is not that of an earlier one of the same short form."""
    by_key: dict[str, list[int]] = {}
    for number, item in enumerate(reading.defined):
        earlier = [reading.defined[at].found for at in by_key.setdefault(item.key, [])]
        by_key[item.key].append(number)
        for first in earlier:
            d = item.found
            if d.concept is not None and first.concept is not None and d.concept != first.concept:
                differs = (d.long_en or d.long_zh, first.long_en or first.long_zh)
            elif d.long_en and first.long_en and not same_english(d.long_en, first.long_en):
                differs = (d.long_en, first.long_en)
            elif d.long_zh and first.long_zh and not same_chinese(d.long_zh, first.long_zh):
                differs = (d.long_zh, first.long_zh)
            else:
                continue
            yield Finding(
                d.start,
                d.end,
                "check.two_expansions",
                {"form": item.short.form, "one": differs[0], "other": differs[1]},
            )
            break


CHECK = Check(
    "two-expansions",
    "error",
    "ICMJE Recommendations IV.A.3",
    find,
    bad=(
        (
            "1 引言\n\n单碘乙酸盐（monoiodoacetate，MIA）致痛。MIA 常用。\n\n表 1 分组\n\n组别\tMIA\n甲\t1\n\n注：MIA，monosodium iodoacetate 单碘乙酸钠。\n",
            "MIA，monosodium iodoacetate 单碘乙酸钠",
        ),
    ),
    good=(
        "摘要 骨关节炎（osteoarthritis，OA）常见。OA 致残。\n\nAbstract Osteoarthritis (OA) is common. OA hurts.\n\n1 引言\n\n无。\n",
    ),
)

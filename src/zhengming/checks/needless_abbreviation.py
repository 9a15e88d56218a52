"""More short forms than the journal allows, or one for a term that is short itself."""

from __future__ import annotations

from collections.abc import Iterator

from zhengming.characters import is_han
from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading


def find(reading: Reading) -> Iterator[Finding]:
    """What the profile does not allow."""
    shortest, most = reading.profile.shortest, reading.profile.most
    body = [items[0] for items in reading.defined_in["body"].values() if not reading.is_exempt(items[0].short.form)]
    for item in body:
        long = "".join((item.found.long_zh or "").split())
        if shortest and long and len(long) <= shortest and all(map(is_han, long)):
            yield Finding(
                item.short.start,
                item.short.end,
                "check.short_term",
                {"form": item.short.form, "long": long, "most": shortest},
            )
    if most and len(body) > most:
        item = sorted(body, key=lambda item: item.found.start)[most]
        yield Finding(item.short.start, item.short.end, "check.too_many", {"count": len(body), "most": most})


CHECK = Check(
    "needless-abbreviation",
    "info",
    "Requirements of Chinese core journals (profile zh-core)",
    find,
    bad=(("骨髓（bone marrow，BM）\n", "BM"),),
    good=("1 引言\n\n骨髓间充质干细胞（bone marrow mesenchymal stem cell，BMSC）好。BMSC 多。\n",),
)

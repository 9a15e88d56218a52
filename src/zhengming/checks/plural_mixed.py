"""A short form written with and without its plural s in Chinese text."""

from __future__ import annotations

from collections.abc import Iterator

from zhengming.characters import is_han
from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading


def find(reading: Reading) -> Iterator[Finding]:
    """The first use of the rarer number of each short form, in Chinese text."""
    for uses in reading.uses_of.values():
        here = [
            use
            for use in uses
            if use.scope != "title" and not use.attached and _in_chinese(reading, use.start, use.end)
        ]
        plural = [use for use in here if use.plural]
        single = [use for use in here if not use.plural]
        if not plural or not single:
            continue
        rare = single if len(single) <= len(plural) else plural
        other = plural if rare is single else single
        units = set()
        for use in rare:
            # A table is read alone: the form is mended there too.
            group = use.unit if use.unit.startswith("table") else "text"
            if group not in units:
                units.add(group)
                yield Finding(
                    use.start,
                    use.end,
                    "check.plural_mixed",
                    {"form": use.form, "other": other[0].form},
                    fix=other[0].form,
                    more=tuple((u.start, u.end) for u in rare if u is not use and u.unit == use.unit),
                )


def _in_chinese(reading: Reading, start: int, end: int) -> bool:
    around = reading.text[max(0, start - 12) : start] + reading.text[end : end + 12]
    return reading.unit(start) != "abstract-en" and any(map(is_han, around))


CHECK = Check(
    "plural-mixed",
    "warning",
    "GB/T 7713.2-2022",
    find,
    bad=(
        ("1 引言\n\n间充质干细胞（mesenchymal stem cells，MSCs）好。MSCs 多。有关 MSC 与破骨细胞的研究少。\n", "MSC"),
    ),
    good=("Introduction\n\nMesenchymal stem cells (MSCs) are good. An MSC divides. MSCs migrate.\n",),
)

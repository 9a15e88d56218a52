"""A short form written with and without its plural s: in Chinese text, and in English where it stands for many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.characters import is_han
from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading, Use


def find(reading: Reading) -> Iterator[Finding]:
    """The first use of the rarer number of each short form, in Chinese text; in English a singular that means many."""
    for uses in reading.uses_of.values():
        yield from _bare(reading, uses)
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


#: What stands behind a noun that is no part of a longer one: a mark, a verb, a preposition, a citation.
_NOUN_ENDS = re.compile(
    r"\s*(?:[.,;:)\]~$]|\[\d|\\cite|(?:are|were|is|was|have|has|had|can|could|may|might|did|do|in|on|of|from|to|with|by|after|before|"
    r"and|or|at|for|than|into|during|under|that|which|when|while|as|significantly|also|then)\b)"
)
#: What makes one of many: an MSC, each EV, MSC-derived.
_ONE_BEFORE = re.compile(r"\b(?:an?|one|each|every|per|single|this|that|the|no)\s+(?:[a-z]+\s+)?$", re.IGNORECASE)


def _bare(reading: Reading, uses: list[Use]) -> Iterator[Finding]:
    """Such MSC are numerous, where the text defines MSCs."""
    plural = next((use for use in uses if use.plural and use.defining), None)
    if plural is None:
        return
    units = set()
    for use in uses:
        if use.plural or use.defining or use.attached or use.gene or use.unit in units or use.scope == "title":
            continue
        text = reading.text
        if (
            _in_chinese(reading, use.start, use.end)
            or not _NOUN_ENDS.match(text, use.end)
            or _ONE_BEFORE.search(text, max(0, use.start - 24), use.start)
            or text[use.start - 1 : use.start] in ("(", "（", "-", "/")
        ):
            continue
        units.add(use.unit)
        yield Finding(
            use.start, use.end, "check.plural_mixed", {"form": use.form, "other": plural.form}, fix=plural.form
        )


CHECK = Check(
    "plural-mixed",
    "warning",
    "GB/T 7713.2-2022",
    find,
    bad=(
        ("1 引言\n\n间充质干细胞（mesenchymal stem cells，MSCs）好。MSCs 多。有关 MSC 与破骨细胞的研究少。\n", "MSC"),
        ("Introduction\n\nMesenchymal stem cells (MSCs) divide. MSCs migrate. Such MSC are rare.\n", "MSC"),
    ),
    good=(
        "Introduction\n\nMesenchymal stem cells (MSCs) are good. An MSC divides. MSCs migrate. MSC therapy helps.\n",
    ),
)

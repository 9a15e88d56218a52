"""A short form used before the place that defines it."""

from __future__ import annotations

from collections.abc import Iterator

from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading


def find(reading: Reading) -> Iterator[Finding]:
    """The first use of each short form that its unit defines only later."""
    for unit, keys in reading.defined_in.items():
        if unit.startswith("table"):
            continue
        for key, items in keys.items():
            place = items[0].found.start
            early = [
                use
                for use in reading.uses_of[key]
                if use.unit == unit
                and use.end <= place
                and use.scope not in ("caption", "heading", "title")
                and not use.gene
                and reading.text[use.end : place].strip(" (（")
            ]
            # What needs no definition, and has one all the same, has it first: FBS, ITT; but not pH or CD31.
            form = early[0].form if early else ""
            if form and (not reading.is_exempt(form) or _is_spelled(form, items[0].found.long_en)):
                yield Finding(early[0].start, early[0].end, "check.defined_after_use", {"form": early[0].form})


def _is_spelled(form: str, english: str | None) -> bool:
    return bool(english) and form.isalpha() and form.isupper() and len(form) > 1


CHECK = Check(
    "defined-after-use",
    "error",
    "ICMJE Recommendations IV.A.3",
    find,
    bad=(("1 引言\n\nOA 很常见。骨关节炎（osteoarthritis，OA）致残。OA 难治。\n", "OA"),),
    good=("1 引言\n\n骨关节炎（osteoarthritis，OA）致残。OA 难治。\n",),
)

"""Half-width brackets or commas in a definition within Chinese text."""

from __future__ import annotations

from collections.abc import Iterator

from zhengming.characters import is_han
from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading

_LOCANT = "0123456789'′"
_FULL = {"(": "（", ")": "）", ",": "，", ";": "；"}


def find(reading: Reading) -> Iterator[Finding]:
    """Each definition whose marks are half-width where the manuscript, or the journal, has full-width ones."""
    chinese = [
        d
        for d in reading.definitions
        if reading.unit(d.start) != "abstract-en"
        and reading.is_chinese(d.start, 12)
        and not reading.unit(d.start).startswith("table")
    ]
    half = [d for d in chinese if any(mark in reading.text[d.start : d.end] for mark in ("(", ",", ";"))]
    full = len(chinese) - len(half)
    if not half or reading.profile.marks == "half":
        return
    if reading.profile.marks != "full" and len(half) >= full:
        return
    for d in half:
        said = reading.text[d.start : d.end]
        # 2,3,5-triphenyltetrazolium: commas between numbers are part of a name.
        places = [
            at
            for at, mark in enumerate(said)
            if mark in "();" or (mark == "," and not (said[at - 1] in _LOCANT and said[at + 1 : at + 2].isdigit()))
        ]
        if not places:
            continue
        first, last = d.start + places[0], d.start + places[-1] + 1
        # A full-width bracket brings its own space.
        first -= reading.text[first] == "(" and reading.text[first - 1] == " "
        last += (
            reading.text[last - 1] == ")"
            and reading.text[last : last + 1] == " "
            and is_han(reading.text[last + 1 : last + 2] or " ")
        )
        yield Finding(
            first,
            last,
            "check.half_width",
            {"form": " ".join(said.split())},
            fix=_widened(reading.text[first:last]).strip(),
        )


def _widened(text: str) -> str:
    out = []
    for at, mark in enumerate(text):
        inside = mark in "()" or (mark in ",;" and not text[at + 1 : at + 2].isdigit())
        out.append(_FULL[mark] if inside and mark in _FULL else mark)
    return "".join(out).replace("， ", "，").replace(" （", "（").replace("） ", "）")


CHECK = Check(
    "half-width-marks",
    "warning",
    "GB/T 15834-2011",
    find,
    bad=(
        (
            "1 引言\n\n骨关节炎（osteoarthritis，OA）常见，OA 致残。间充质干细胞（mesenchymal stem cell，MSC）好，MSC 多。神经病理性疼痛(neuropathic pain,NP)难治，NP 常见。\n",
            "(neuropathic pain,NP)",
        ),
    ),
    good=(
        "1 引言\n\n骨关节炎（osteoarthritis，OA）常见，OA 致残。\n",
        "Introduction\n\nOsteoarthritis (OA) is common. OA hurts.\n",
    ),
)

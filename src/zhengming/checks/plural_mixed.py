"""A short form written with and without its plural s."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.characters import is_han
from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import RUNNING, Reading, Use


def find(reading: Reading) -> Iterator[Finding]:
    """The first use of the rarer number of each short form, in Chinese text; in English, a bare singular among plurals."""
    for uses in reading.uses_of.values():
        yield from _english(reading, uses)
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


#: 412 DEG separated the groups: more than one.
_COUNTED = re.compile(
    r"(?<![\w.,-])(?:[2-9]|[1-9][\d,]*\d|two|three|four|five|several|many|few|all|both|these|those)\s*$", re.IGNORECASE
)
_VERB = re.compile(r"\s+(?:[a-z]+ed|[a-z]+ly)\b")
#: What may stand before a singular: an MSC, each MSC; and after one that is a modifier: MSC transplantation.
_SINGULAR = re.compile(
    r"(?:\b(?:an?|one|each|every|per|single|the|this|that|another|any|no|no\.)|[-/+&,]|\band|\bor)\s*$", re.IGNORECASE
)
_PLURAL_VERB = re.compile(r"\s(?:were|are|have)\b")
_BARE = re.compile(
    r"\s*(?:[.;:)]|\s\d[\d.]*-fold|,\s+(?!and\b|or\b)[a-z]+\s|\s(?:are|were|have|can|could|may|from|in|of|to|by|for|with|on|at|after|before|than|into|"
    r"via|was|is|but|that|which|when|while|between|under|express|secrete|migrate|differentiate|did|do|should|will|would|had|has|also|"
    r"activate|delay|reduce|increase|promote|inhibit|suppress|induce|play|show|exert|produce|release|contribute|improve|accumulate|"
    r"protect|regulate|modulate|enhance|alleviate|attenuate|act|interact|bind|carry|contain|transfer|help|remain|become|lose|survive)\b)"
)


def _english(reading: Reading, uses: list[Use]) -> Iterator[Finding]:
    """A bare singular where the short form is defined in the plural; a plural among bare singulars where it is not."""
    here = [use for use in uses if not use.attached and not _in_chinese(reading, use.start, use.end)]
    plural = [use for use in here if use.plural]
    bare = [use for use in here if not use.plural and _is_bare(reading, use)]
    if not plural:
        return
    if any(use.defining for use in uses if use.plural):
        for use in bare:
            values = {"form": use.form, "other": plural[0].form}
            yield Finding(use.start, use.end, "check.plural_mixed", values, fix=plural[0].form)
    elif any(use.defining for use in here):
        # Patients with DFU, DFUs: what is defined and used as a mass noun has no plural.
        use = plural[0]
        alike = [other for other in bare if other.unit == use.unit and _MASS.search(reading.text, 0, other.start)]
        if len(alike) >= len(plural) and _MASS.search(reading.text, 0, use.start):
            values = {"form": use.form, "other": alike[0].form}
            yield Finding(use.start, use.end, "check.plural_mixed", values, fix=alike[0].form)


_MASS = re.compile(r"\b(?:with|of|in|for|has|have|had)\s+\Z")


def _is_bare(reading: Reading, use: Use) -> bool:
    """Whether a singular stands without what a singular of things that are counted needs: an MSC, but not growth of MSC in."""
    text = reading.text
    if use.defining or use.gene or use.scope not in RUNNING:
        return False
    before = " ".join(text[max(0, use.start - 12) : use.start].split())
    after = " ".join(text[use.end : use.end + 24].split("\n"))
    if _SINGULAR.search(before) and not (before.endswith(",") and _PLURAL_VERB.match(after)):
        return False
    return bool(_BARE.match(after) or (_COUNTED.search(before) and _VERB.match(after)))


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
        (
            "Introduction\n\nMesenchymal stem cells (MSCs) are good. MSCs migrate. The growth of MSC in serum is fast.\n",
            "MSC",
        ),
    ),
    good=("Introduction\n\nMesenchymal stem cells (MSCs) are good. An MSC divides. MSCs migrate.\n",),
)

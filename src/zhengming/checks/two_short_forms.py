"""One concept under two short forms: ADMSCs and ADSCs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading
from zhengming.checks.symbols import symbol_key

_ALSO = re.compile(r"称|又名|曾用名|(?:also|formerly|previously) (?:called|known|named|termed)|a\.k\.a\.")
_GLOSS = re.compile(r"[A-Za-z0-9]\s?(?:[(（/]|[,，]\s?)$")
#: Species, and whose the cells are: hADSC, allo-HSCT.
_BEFORE = ("h", "r", "m", "hu", "allo", "auto")
_MEMBER = re.compile(r"[0-9α-ωivx/]+|[abr]")


def find(reading: Reading) -> Iterator[Finding]:
    """The first use of each short form of a concept but the one that is used most."""
    forms: dict[str, dict[str, list[tuple[int, int, str]]]] = defaultdict(lambda: defaultdict(list))
    longs: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
    genes = {use.start for use in reading.uses if use.gene}
    for a in reading.annotations:
        if a.partial or a.via == "composition" or reading.scope(a.start) == "title":
            continue
        if a.name.type in ("abbreviation", "misspelling") and a.name.lang == "mul":
            if a.start in genes or reading.is_italic(a.start, a.end):
                # Il1b beside IL-1β: the gene and what it makes.
                continue
            key, _ = reading.key("".join(a.text.split()))
            forms[a.concept.id][key].append((a.start, a.end, "".join(a.text.split())))
        elif not reading.in_definition(a.start, a.end):
            longs[a.concept.id].append((a.start, a.end, " ".join(a.text.split())))
    for concept, keys in forms.items():
        if len(keys) < 2:
            yield from _unlinked(reading, keys, longs[concept])
            continue
        most = max(keys, key=lambda key: (len(keys[key]), -keys[key][0][0]))
        for key, places in keys.items():
            if key != most and not _derived(key, most):
                start, end, form = places[0]
                if _ALSO.search(reading.paper.source.text, max(0, start - 25), start):
                    # 有时也称为…BMSC: the text itself says that it is another name.
                    continue
                if len(places) == 1 and _GLOSS.search(reading.text, max(0, start - 12), start):
                    # CD133（Prom1）, CD133/prom-1: the other name of a gene, given once.
                    continue
                yield Finding(start, end, "check.two_short_forms", {"form": form, "other": keys[most][0][2]})


def _derived(one: str, other: str) -> bool:
    """HADSC beside ADSC: the same short form with its species."""
    for long, short in ((one, other), (other, one)):
        # TNF and TNF-α, VEGF and VEGFA: the family and the member.
        if long.startswith(short) and _MEMBER.fullmatch(long, len(short)):
            return True
    return (one.endswith(other) and one[: -len(other)] in _BEFORE) or (
        other.endswith(one) and other[: -len(one)] in _BEFORE
    )


def _unlinked(
    reading: Reading, keys: dict[str, list[tuple[int, int, str]]], longs: list[tuple[int, int, str]]
) -> Iterator[Finding]:
    """TSG-6 here, TNF-α 诱导的蛋白 6 there: a long name that holds another short form, and nothing says they are one."""
    for key, places in keys.items():
        if key in reading.known:
            continue
        for start, end, long in longs:
            inner = [use for use in reading.uses if start <= use.start < end]
            if inner and long.isascii() is False and key not in symbol_key(long) and len(long) > len(places[0][2]) + 3:
                yield Finding(start, end, "check.two_names", {"long": long, "form": places[0][2]})
                return


CHECK = Check(
    "two-short-forms",
    "error",
    "ICMJE Recommendations IV.A.3; ISO 704",
    find,
    bad=(
        (
            "1 引言\n\n脂肪来源间充质干细胞（adipose-derived mesenchymal stem cells，ADMSCs）好。ADMSCs 多。ADMSCs 易得。ADSCs 也好。\n",
            "ADSCs",
        ),
    ),
    good=("1 引言\n\n脂肪来源间充质干细胞（adipose-derived mesenchymal stem cells，ADMSCs）好。ADMSCs 多。\n",),
)

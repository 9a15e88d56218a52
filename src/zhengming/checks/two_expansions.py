"""One short form with two expansions in one manuscript."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from zhengming.checks.expansions import english_words, same_chinese, same_english
from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading
from zhengming.longforms import bare_letters
from zhengming.model import Definition


def find(reading: Reading) -> Iterator[Finding]:
    """Each definition whose expansion is not the one that its short form mostly has."""
    groups: dict[str, list[Definition]] = defaultdict(list)
    forms = {}
    for item in reading.defined:
        groups[item.key].append(item.found)
        forms[id(item.found)] = item.short.form
    for found in groups.values():
        told: set[int] = set()
        for side, same in _SIDES:
            longs = [(one, long) for one in found if (long := getattr(one, side))]
            if len(longs) < 2:
                continue
            form = forms[id(longs[0][0])]
            usual = max(
                range(len(longs)), key=lambda number: _worth(reading, form, [x for _, x in longs], number, same)
            )
            for one, long in longs:
                if id(one) not in told and not same(long, longs[usual][1]):
                    told.add(id(one))
                    values = {"form": forms[id(one)], "one": long, "other": longs[usual][1]}
                    yield Finding(one.start, one.end, "check.two_expansions", values)
        yield from _other_concepts([one for one in found if id(one) not in told], forms)


_SIDES: tuple[tuple[str, Callable[[str, str], bool]], ...] = (("long_en", same_english), ("long_zh", same_chinese))


def _worth(
    reading: Reading, form: str, longs: list[str], number: int, same: Callable[[str, str], bool]
) -> tuple[int, bool, bool, int]:
    """How well an expansion stands: how often it is given, whether the lexicon has it, whether all initials fit."""
    long = longs[number]
    listed = any(same(name.text, long) for concept in reading.listed(form) for name in concept.names)
    initials = "".join(word[0] for word in english_words(long))
    return sum(same(long, other) for other in longs), listed, initials == bare_letters(form), -number


def _other_concepts(found: list[Definition], forms: dict[int, str]) -> Iterator[Finding]:
    """Definitions, each in another language, that mean another concept than the first."""
    first = next((one for one in found if one.concept is not None), None)
    for one in found:
        if first is not None and one.concept is not None and one.concept != first.concept:
            values = {
                "form": forms[id(one)],
                "one": one.long_en or one.long_zh or "",
                "other": first.long_en or first.long_zh or "",
            }
            yield Finding(one.start, one.end, "check.two_expansions", values)


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

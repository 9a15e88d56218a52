"""The long form of a term spelled out again after its short form was defined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading
from zhengming.folding import fold

#: The words before the last noun of an English name: pain in …, rats with ….
_LED = re.compile(r"[A-Za-z -]+ (?:in|of|with|from|for) (?=[A-Za-z])")


def find(reading: Reading) -> Iterator[Finding]:
    """The first such place in each unit, for each short form."""
    seen = set()
    firsts = {
        (unit, items[0].found.concept): items[0]
        for unit, keys in reading.defined_in.items()
        if unit in ("body", "abstract-zh", "abstract-en")
        for items in keys.values()
        if items[0].found.concept is not None
    }
    for a in reading.annotations:
        part = reading.paper.part_at(a.start)
        item = firsts.get((part.unit, a.concept))
        if item is None and (led := _LED.match(a.text)):
            item = next(
                (
                    one
                    for (unit, _), one in firsts.items()
                    if unit == part.unit
                    and one.found.long_en
                    and _bare(one.found.long_en) == _bare(a.text[led.end() :])
                ),
                None,
            )
        if item is None or a.start < item.found.end or part.scope in ("heading", "caption", "table", "note", "title"):
            continue
        if (
            a.name.type == "abbreviation"
            or a.partial
            or a.via == "composition"
            or reading.in_definition(a.start, a.end)
        ):
            continue
        if _in_name(reading.text, a.start, a.end):
            continue
        # pain in osteoarthritis: the last words of a longer name are a mention of their own.
        said = _bare(_LED.sub("", a.text))
        longs = [_bare(long) for long in (item.found.long_zh, item.found.long_en) if long]
        if said not in longs and not (_alike(said, longs)):
            continue
        if (part.unit, item.key) not in seen:
            seen.add((part.unit, item.key))
            values = {"form": item.short.form, "long": " ".join(a.text.split())}
            yield Finding(a.start, a.end, "check.long_form", values)
    yield from _unlisted(reading)


def _unlisted(reading: Reading) -> Iterator[Finding]:
    """Long forms that the lexicon does not know, letter by letter."""
    for unit, keys in reading.defined_in.items():
        if unit not in ("body", "abstract-zh", "abstract-en"):
            continue
        for items in keys.values():
            found = items[0].found
            if len(items[0].short.form) < 2:
                # The excitatory (E) and inhibitory (I) cells: letters of a figure.
                continue
            for long in (found.long_zh, found.long_en):
                if found.concept is not None and long is not found.long_en:
                    # Names of concepts are read above, but for what stands within a longer English one.
                    continue
                if not long or len(long) < (8 if long.isascii() else 3):
                    continue
                for start, end in reading.find(fold(long).text):
                    part = reading.paper.part_at(start)
                    if (
                        start < found.end
                        or part.unit != unit
                        or part.scope not in ("body", "abstract-zh", "abstract-en")
                    ):
                        continue
                    if (
                        reading.in_definition(start, end)
                        or _inside_word(reading.text, start, end)
                        or _in_name(reading.text, start, end)
                    ):
                        continue
                    yield Finding(start, end, "check.long_form", {"form": items[0].short.form, "long": long})
                    break


def _in_name(text: str, start: int, end: int) -> bool:
    """In the title of a book or a guideline, or of an instrument: 《…专家共识》, 荧光定量PCR仪."""
    before = text[max(0, start - 40) : start]
    return (
        before.rfind("《") > before.rfind("》")
        or text[end : end + 1] in ("仪", "系")
        or text[start - 1 : start] in ("“", '"')
    )


def _bare(text: str) -> str:
    said = fold("".join(text.split())).text.replace("-", "")
    return said[:-1] if said.isascii() and said.endswith("s") else said


def _alike(said: str, longs: list[str]) -> bool:
    """神经性疼痛 for 神经病理性疼痛: the same characters with some left out."""
    for long in longs:
        rest = iter(long)
        if len(said) * 3 >= len(long) * 2 and len(said) >= 4 and not said.isascii() and all(c in rest for c in said):
            return True
    return False


def _inside_word(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    return (text[start].isascii() and before.isascii() and before.isalnum()) or (
        text[end - 1].isascii() and after.isascii() and after.strip("s ").isalpha() and after[:1].isalpha()
    )


CHECK = Check(
    "long-form-after-definition",
    "warning",
    "ICMJE Recommendations IV.A.3",
    find,
    bad=(
        (
            "1 引言\n\n2型糖尿病（type 2 diabetes mellitus，T2DM）常见。T2DM 难治。我们认为2型糖尿病可防。\n",
            "2型糖尿病",
        ),
        ("1 引言\n\n骨关节炎（osteoarthritis，OA）致残。OA 难治。骨关节炎患者很多。\n", "骨关节炎"),
        (
            "Abstract Osteoarthritis (OA) is common. OA hurts. We treat osteoarthritis.\n\nIntroduction\n\nNone.\n",
            "osteoarthritis",
        ),
        (
            "Abstract Osteoarthritis (OA) is common. OA hurts. We relieve pain in osteoarthritis.\n\nIntroduction\n\nNone.\n",
            "pain in osteoarthritis",
        ),
    ),
    good=("1 引言\n\n骨关节炎（osteoarthritis，OA）致残。OA 难治。膝骨关节炎患者很多。\n\n2 骨关节炎的治疗\n\n无。\n",),
)

"""One short form with two expansions in one manuscript."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from zhengming.characters import HAN
from zhengming.checks.expansions import english_words, same_chinese, same_english
from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading
from zhengming.folding import fold
from zhengming.model import Definition


def find(reading: Reading) -> Iterator[Finding]:
    """Each definition whose expansion is not the one that its short form mostly has; of as many, the one that the lexicon lacks, or the later one."""
    groups: dict[str, list[Definition]] = defaultdict(list)
    forms = {}
    for item in reading.defined:
        groups[item.key].append(item.found)
        forms[id(item.found)] = item.short.form
    for found in groups.values():
        if len(found) < 2:
            continue
        support = [sum(_conflict(one, other) is None for other in found) for one in found]
        sides = [bool(one.long_en) + bool(one.long_zh) for one in found]
        worth = [
            (sides[number], support[number], _is_listed(reading, one), _spelt(one), -number)
            for number, one in enumerate(found)
        ]
        usual = found[worth.index(max(worth))]
        for one in found:
            differs = _conflict(one, usual)
            if differs is not None and not _written_out(reading, *differs):
                values = {"form": forms[id(one)], "one": differs[0], "other": differs[1]}
                yield Finding(one.start, one.end, "check.two_expansions", values)
    yield from _in_notes(reading, groups)


#: An item of a table's note: AE，不良事件.
_ITEM = re.compile(
    rf"(?<![A-Za-z0-9/+-])([A-Za-z][A-Za-z0-9α-ωⅠ-Ⅻ/+.-]{{1,14}})\s*[，,：:＝=]\s*([{HAN}][{HAN}A-Za-z0-9α-ω-]{{1,24}})(?=[；;。.，,]|\s*$)",
    re.MULTILINE,
)


def _in_notes(reading: Reading, groups: Mapping[str, Sequence[Definition]]) -> Iterator[Finding]:
    """What a table's note says of a short form, where the text has told it with other words."""
    for part in reading.paper.of("note"):
        for item in _ITEM.finditer(reading.text, part.start, part.end):
            found = groups.get(reading.key(fold(item[1]).cased)[0], ())
            told = [one.long_zh for one in found if one.long_zh and not part.start <= one.start < part.end]
            if told and not any(same_chinese(item[2], long) for long in told):
                values = {"form": item[1], "one": item[2], "other": told[0]}
                yield Finding(item.start(), item.end(), "check.two_expansions", values)


def _is_listed(reading: Reading, d: Definition) -> bool:
    """Whether the lexicon has the English for the short form."""
    return any(
        same_english(name.text, d.long_en or "")
        for concept in reading.listed(d.short or "")
        for name in concept.names
        if name.lang == "en"
    )


def _spelt(d: Definition) -> bool:
    """Whether each word of the English begins with a letter of the short form, as many as there are."""
    words = english_words(d.long_en or "")
    return [word[0] for word in words if word not in ("of", "and", "for", "the")] == list(
        (d.short or "").lower().rstrip("s")
    )


def _conflict(one: Definition, other: Definition) -> tuple[str, str] | None:
    """What two definitions of a short form say differently."""
    if one.long_en and other.long_en and same_english(one.long_en, other.long_en):
        # Autologous stem cell transplantation beside 自体造血干细胞移植, and without Chinese.
        pass
    elif one.concept is not None and other.concept is not None and one.concept != other.concept:
        return one.long_en or one.long_zh or "", other.long_en or other.long_zh or ""
    if one.long_en and other.long_en and not same_english(one.long_en, other.long_en):
        return one.long_en, other.long_en
    if one.long_en and other.long_en and (one.long_zh or "")[-4:] == (other.long_zh or "")[-4:]:
        # 线栓法建立大脑中动脉闭塞, 线栓法制备…: words of the sentence before the same term.
        return None
    if one.long_zh and other.long_zh and not same_chinese(one.long_zh, other.long_zh):
        return one.long_zh, other.long_zh
    return None


def _written_out(reading: Reading, one: str, other: str) -> bool:
    """Decellularized ECM and decellularized extracellular matrix: a short form of the manuscript inside one of them."""
    for d in reading.definitions:
        long = d.long_en or d.long_zh
        if d.short and long and (d.short in one) != (d.short in other):
            written = [form.replace(d.short, long) for form in (one, other)]
            if same_english(*written) or same_chinese(*written):
                return True
    return False


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

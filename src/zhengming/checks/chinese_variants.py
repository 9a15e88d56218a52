"""One concept under several Chinese names: 同种异体 and 异基因."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading
from zhengming.folding import fold

#: Categories in which another word is another thing more often than another name of one.
_LOOSE = ("organism", "qualifier", "outcome", "research", "procedure", "process", "control", "resource")


def find(reading: Reading) -> Iterator[Finding]:
    """The first use of each variant but the commonest."""
    taken: set[int] = set()
    for group in reading.words.variants:
        places = {name: _places(reading, name, group) for name in group}
        used = {name: spans for name, spans in places.items() if spans}
        if len(used) > 1:
            defined = {name for name, spans in used.items() if any(reading.in_definition(*span) for span in spans)}
            most = max(used, key=lambda name: (name in defined, len(used[name]), name == group[0]))
            for name, spans in used.items():
                if name != most:
                    taken.add(spans[0][0])
                    yield Finding(*spans[0], "check.variants", {"form": name, "other": most})
    grouped = {fold(name).text for group in reading.words.variants for name in group}
    yield from _listed(reading, taken, grouped)


def _places(reading: Reading, name: str, group: tuple[str, ...]) -> list[tuple[int, int]]:
    longer = [other for other in group if name in other and other != name]
    spans = []
    for start, end in reading.find(fold(name).text):
        if reading.scope(start) in ("references", "front", "abstract-en"):
            continue
        if any(low <= start and end <= high for other in longer for low, high in reading.find(fold(other).text)):
            continue
        if reading.text[start - 1 : start] in ("“", '"', "「", "《"):
            continue
        spans.append((start, end))
    return spans


def _listed(reading: Reading, taken: set[int], grouped: set[str]) -> Iterator[Finding]:
    """Names of one concept that differ in some characters, as the lexicon lists them."""
    names: dict[str, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for a in reading.annotations:
        if a.partial or a.via == "composition" or a.concept.category in _LOOSE or not a.name.lang.startswith("zh"):
            continue
        said = "".join(fold(a.text).text.split()).replace("的", "")
        if a.name.type in ("former", "misspelling"):
            continue
        names[a.concept.id][said].append((a.start, a.end))
    for spans in names.values():
        if len(spans) < 2:
            continue
        most = max(spans, key=lambda said: (len(spans[said]), -spans[said][0][0]))
        for said, places in spans.items():
            if said != most and _differ(said, most) and places[0][0] not in taken and said not in grouped:
                start, end = places[0]
                yield Finding(
                    start, end, "check.variants", {"form": "".join(reading.text[start:end].split()), "other": most}
                )


def _differ(one: str, other: str) -> bool:
    """Whether two names are spellings of one term, and not one of them the other shortened or with a word before it."""
    if one in other or other in one or min(len(one), len(other)) < 3:
        return False
    short, long = sorted((one, other), key=len)
    if any(character.isascii() for character in one + other):
        return False
    rest = iter(long)
    if all(character in rest for character in short):
        # 阿片受体, 阿片类受体: a character or two more in the middle.
        return short[0] == long[0] and short[-1] == long[-1] and len(long) - len(short) <= 2
    return len(one) == len(other) > 3 and sum(a != b for a, b in zip(one, other, strict=True)) <= max(1, len(one) // 3)


CHECK = Check(
    "chinese-variants",
    "warning",
    "CNCTST; GB/T 7713.2-2022",
    find,
    bad=(
        ("1 引言\n\n异基因移植好。同种异体移植也好，同种异体来源多。\n", "异基因"),
        ("1 引言\n\n炎症小体活化。炎症小体组装，抑制炎性小体。\n", "炎性小体"),
        ("1 引言\n\n神经病理性疼痛难治。神经病理性疼痛常见。神经性疼痛少见。\n", "神经性疼痛"),
    ),
    good=("1 引言\n\n同种异体移植好。同种异体来源多。骨关节炎与膝骨关节炎常见。\n",),
)

"""A concept of one abstract that the other one lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from zhengming.characters import is_han
from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading
from zhengming.checks.symbols import symbol_key
from zhengming.folding import fold

_KINDS = (
    "disease",
    "cell",
    "gene_protein",
    "chemical",
    "treatment",
    "animal_model",
    "pathway",
    "cell_product",
    "mirna",
    "biomaterial",
    "symptom",
)


def find(reading: Reading) -> Iterator[Finding]:
    """The first mention of each specific concept that the abstract in the other language does not name."""
    texts = {
        unit: " ".join(reading.text[p.start : p.end] for p in reading.paper.of(unit))
        for unit in ("abstract-zh", "abstract-en")
    }
    # An abstract that is far shorter than the other is a summary of it; what it leaves out is no slip.
    if min(len(texts["abstract-zh"]) * 5, len(texts["abstract-en"])) < 200:
        return
    mentions = {
        unit: [a for a in reading.annotations if reading.unit(a.start) == unit and not a.partial] for unit in texts
    }
    children = Counter(concept.parent for concept in reading.lexicon)
    # 细胞因子, 疼痛: a word for a whole class comes and goes with the wording.
    broad = {concept for concept, count in children.items() if concept and count >= 4}
    for unit, other in (("abstract-zh", "abstract-en"), ("abstract-en", "abstract-zh")):
        there = {a.concept.id for a in mentions[other]}
        # What both name stands for itself: UC-MSC is not told by an AD-MSC that is in both.
        alone = there - {a.concept.id for a in mentions[unit]}
        folded = fold(texts[other]).text
        flat = symbol_key(folded)
        seen = set()
        for a in mentions[unit]:
            if (
                a.concept.category not in _KINDS
                or a.concept.id in seen
                or a.via == "composition"
                or reading.is_exempt(a.text)
                or a.concept.id in broad
            ):
                continue
            seen.add(a.concept.id)
            if a.concept.id in there or _near(reading, a.concept.id, alone):
                continue
            names = [fold(name.text).text for name in a.concept.names]
            if any(name in folded or symbol_key(name) in flat for name in names):
                continue
            if a.text.isascii() and fold(a.text).text in folded:
                continue
            yield Finding(
                a.start,
                a.end,
                "check.abstract_missing",
                {"form": " ".join(a.text.split()), "other": (a.concept.en if other == "abstract-en" else a.concept.zh)},
            )

    yield from _contrasts(reading)
    yield from _eponyms(reading)


#: Kinds of contrasting words that an abstract may have in one language only, or that are parts of many terms.
_LOOSE = ("partner", "place", "tissue", "organ-disease", "species-factor", "vessel", "rate", "kidney", "effect", "side")


def _contrasts(reading: Reading) -> Iterator[Finding]:
    """大鼠 here and mice there: words that exclude each other; both places are told."""
    chinese, english = (next(reading.paper.of(unit), None) for unit in ("abstract-zh", "abstract-en"))
    if chinese is None or english is None:
        return
    text = "".join(reading.text[p.start : p.end] for p in reading.paper.of("abstract-zh"))
    groups: dict[str, list[tuple[str, int]]] = {}
    for group, word, stems in reading.words.contrasts:
        if group not in _LOOSE:
            pattern = re.compile("|".join(rf"\b{re.escape(stem)}" for stem in stems), re.IGNORECASE)
            places = (pattern.search(reading.text, p.start, p.end) for p in reading.paper.of("abstract-en"))
            groups.setdefault(group, []).append((word, next((place.start() for place in places if place), -1)))
    for group, words in groups.items():
        here = [word for word, place in words if word in text and place < 0]
        only = [(word, place) for word, place in words if place >= 0 and word not in text]
        if only and not here and group in _STRICT:
            here = [word for word, _ in words if word in text][:1]
        if here and only:
            at = reading.text.index(here[0], chinese.start)
            yield Finding(at, at + len(here[0]), "check.abstract_missing", {"form": here[0], "other": only[0][0]})
            met = _WORD.match(reading.text, only[0][1])
            if met:
                yield Finding(met.start(), met.end(), "check.abstract_missing", {"form": met[0], "other": here[0]})


#: Of these each one must be in both languages.
_STRICT = ("source", "death", "rodent")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]*")
_EPONYM = re.compile(r"(?<![A-Za-z-])[A-Z][a-z]{3,}(?:-[A-Z][a-z]+)*(?![A-Za-z])")
_SCALE = re.compile(
    r"(?:[\w'’-]+\s+){0,3}?(?:[Ss]cale|[Ii]ndex|[Ss]core|[Tt]est|[Cc]lassification|[Gg]rade|[Qq]uestionnaire|[Ss]tain\w*)\b"
)


def _eponyms(reading: Reading) -> Iterator[Finding]:
    """改良Barthel指数 here and the modified Rankin scale there."""
    said = {
        unit: " ".join(reading.text[p.start : p.end] for p in reading.paper.of(unit)).lower()
        for unit in ("abstract-zh", "abstract-en")
    }
    lost = [
        place
        for part in reading.paper.of("abstract-zh")
        for place in _EPONYM.finditer(reading.text, part.start, part.end)
        if place[0].lower() not in said["abstract-en"] and is_han(reading.text[place.end() : place.end() + 1] or " ")
    ]
    come = [
        place
        for part in reading.paper.of("abstract-en")
        for place in _EPONYM.finditer(reading.text, part.start, part.end)
        if place[0].lower() not in said["abstract-zh"]
        and reading.text[place.start() - 2 : place.start() - 1].islower()
        and _SCALE.match(reading.text, place.end() + 1)
    ]
    if lost and come:
        for one, other in ((lost[0], come[0]), (come[0], lost[0])):
            yield Finding(one.start(), one.end(), "check.abstract_missing", {"form": one[0], "other": other[0]})


def _near(reading: Reading, concept: str, there: set[str]) -> bool:
    """Whether a broader or narrower concept, or one with the same parent, is named there."""
    lexicon = reading.lexicon
    parent = lexicon[concept].parent
    if parent in there:
        return True
    for other in there:
        up = lexicon[other].parent
        if up == concept or (up and up == parent):
            return True
        if up and up in lexicon and lexicon[up].parent == concept:
            return True
        if lexicon[other].category == lexicon[concept].category and _shares(lexicon[other].zh, lexicon[concept].zh):
            return True
    return False


def _shares(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)


CHECK = Check(
    "abstract-missing-concept",
    "warning",
    "GB/T 6447-1986; GB/T 7713.2-2022",
    find,
    bad=(
        (
            "摘要 目的 探讨间充质干细胞对大鼠骨关节炎软骨修复的作用，并观察透明质酸的影响。方法 建立骨关节炎模型，关节腔注射间充质干细胞。结果 软骨修复良好。结论 有效。\n\nAbstract Objective To explore how mesenchymal stem cells act on cartilage repair in rats with osteoarthritis. Methods A model of osteoarthritis was made and mesenchymal stem cells were injected into the joint. Results Cartilage was repaired well. Conclusion It is effective.\n\n1 引言\n\n无。\n",
            "透明质酸",
        ),
    ),
    good=(
        "摘要 目的 探讨间充质干细胞对大鼠骨关节炎软骨修复的作用。方法 建立骨关节炎模型，关节腔注射间充质干细胞。结果 软骨修复良好。结论 有效。\n\nAbstract Objective To explore how mesenchymal stem cells act on cartilage repair in rats with osteoarthritis. Methods A model of osteoarthritis was made and mesenchymal stem cells were injected into the joint. Results Cartilage was repaired well. Conclusion It is effective.\n\n1 引言\n\n无。\n",
    ),
)

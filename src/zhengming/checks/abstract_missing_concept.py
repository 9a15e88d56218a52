"""A concept of one abstract that the other one lacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

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
            if a.concept.id in there or _near(reading, a.concept.id, there):
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

    yield from _pairs(reading, texts["abstract-zh"], texts["abstract-en"])


def _pairs(reading: Reading, chinese: str, english: str) -> Iterator[Finding]:
    """癫痫 here and no seizure there, or the other way round: words of which each says the other."""
    said = "".join(fold(chinese).text.split())
    there = " ".join(fold(english).text.split())
    known = {a.concept.id for a in reading.annotations if reading.unit(a.start) == "abstract-zh"}
    known &= {a.concept.id for a in reading.annotations if reading.unit(a.start) == "abstract-en"}
    both = {(a.start, a.end) for a in reading.annotations if a.concept.id in known}
    for words, stems in reading.words.pairs:
        here = any(fold(word).text in said for word in words)
        if here == any(says(stem, there) for stem in stems):
            continue
        if here:
            spans = [span for word in words for span in reading.find(fold(word).text)]
            unit, other = "abstract-zh", stems[0]
        else:
            spans = [
                reading.folded.raw_span(*found.span())
                # The stems after the first are looser: they say the Chinese, which need not say them.
                for stem in stems[:1]
                if stem.islower() and len(stem) > 3
                for found in re.finditer(rf"\b{re.escape(stem)}[a-z]*", reading.folded.text)
            ]
            unit, other = "abstract-en", words[0]
        for start, end in sorted(spans):
            if reading.unit(start) == unit:
                # What stands in a longer name that both abstracts have is there, in other words.
                if not any(low <= start and end <= high for low, high in both):
                    values = {"form": reading.text[start:end], "other": other}
                    yield Finding(start, end, "check.abstract_missing", values)
                break


def says(stem: str, english: str) -> bool:
    """Whether a folded English text has a word that begins so; a stem in capitals is a whole word."""
    end = "s?\\b" if stem.isupper() else ""
    return re.search(rf"\b{re.escape(fold(stem).text)}{end}", english) is not None


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
        (
            "摘要 目的 观察康复训练对偏瘫患者上肢运动功能的影响。方法 将患者随机分为两组，治疗四周，评定运动功能，并记录不良事件。结果 治疗组运动功能较好，两组均未发生癫痫。结论 有效。\n\nAbstract Objective To observe how training acts on motor function of the upper limb in patients with hemiplegia. Methods Patients were divided into two groups at random and treated for four weeks; motor function was assessed and adverse events were recorded. Results Motor function was better in the treatment group. Conclusion It is effective.\n\n1 引言\n\n无。\n",
            "癫痫",
        ),
    ),
    good=(
        "摘要 目的 探讨间充质干细胞对大鼠骨关节炎软骨修复的作用。方法 建立骨关节炎模型，关节腔注射间充质干细胞。结果 软骨修复良好。结论 有效。\n\nAbstract Objective To explore how mesenchymal stem cells act on cartilage repair in rats with osteoarthritis. Methods A model of osteoarthritis was made and mesenchymal stem cells were injected into the joint. Results Cartilage was repaired well. Conclusion It is effective.\n\n1 引言\n\n无。\n",
    ),
)

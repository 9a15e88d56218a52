"""Chinese and English of a pair that do not mean the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.characters import is_han
from zhengming.checks.abstract_missing_concept import says
from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading
from zhengming.checks.sides import sides
from zhengming.folding import fold
from zhengming.model import Concept, Definition

#: Kinds of parts that a translation must not lose.
_PARTS = ("anatomy", "cell", "organism", "qualifier")


def find(reading: Reading) -> Iterator[Finding]:
    """Each definition with an English and a Chinese side, or a short form, that differ in what they mean; keywords and abstracts too."""
    yield from _keywords(reading)
    yield from _abstracts(reading)
    for d in reading.definitions:
        if any(word in (d.long_zh or "") for word in ("与", "其", "通过")):
            # A clause was taken for a term.
            continue
        values = {"zh": d.long_zh or "", "en": d.long_en or d.short or ""}
        both = bool(d.long_zh and d.long_en)
        if (
            both
            and (_differs(reading, d) or _contrasts(reading, d) or _other_words(reading, d) or _unrelated(d))
            or d.long_zh
            and d.short
            and not both
            and _other_than_short(reading, d)
        ):
            yield Finding(d.start, d.end, "check.pair", values)
        elif both:
            lost = _lost_before(reading, d) or _lost_inside(reading, d)
            if lost:
                yield Finding(d.start, d.end, "check.pair_lost", values | {"lost": lost})


#: Kinds of words of which an abstract has the same in both languages.
_SAME = ("rodent", "joint", "ligament", "source", "dose", "density", "death", "stroke", "route", "femur", "serum")


def _abstracts(reading: Reading) -> Iterator[Finding]:
    """大鼠 in the Chinese abstract and mice in the English: words that exclude each other."""
    chinese, english = (" ".join(_texts(reading, unit)) for unit in ("abstract-zh", "abstract-en"))
    if not chinese or not english:
        return
    said = fold(english).text
    groups: dict[str, list[tuple[str, str]]] = {}
    for group, word, stems in reading.words.contrasts:
        if group in _SAME:
            there = next((m[0] for stem in stems if (m := re.search(rf"\b{re.escape(stem)}\w*", said))), "")
            groups.setdefault(group, []).append((word, there))
    for words in groups.values():
        here = [word for word, there in words if word in chinese and not there]
        only = [there for word, there in words if there and word not in chinese]
        if here and only:
            place = next((span for span in reading.find(only[0]) if reading.unit(span[0]) == "abstract-en"), None)
            if place is not None:
                yield Finding(*place, "check.pair", {"zh": here[0], "en": reading.text[slice(*place)]})


def _texts(reading: Reading, unit: str) -> Iterator[str]:
    for part in reading.paper.of(unit):
        yield reading.text[part.start : part.end]


_KEYWORDS = re.compile(r"\s*(?:关键词|关键字|Key\s?words?)\s*[:：]?\s*(.+?)[。.]?\s*$", re.IGNORECASE | re.DOTALL)


def _keywords(reading: Reading) -> Iterator[Finding]:
    """The n-th keyword in one language and the n-th in the other, where the lists are of one length."""
    lists: dict[bool, list[tuple[int, str]]] = {}
    for part in reading.paper.of("keywords"):
        found = _KEYWORDS.match(reading.text[part.start : part.end])
        if found is None:
            continue
        marks = "[;；]" if re.search("[;；]", found[1]) else "[,，、]"
        items, at = [], part.start + found.start(1)
        for word in re.split(marks, found[1]):
            lead = len(word) - len(word.lstrip())
            items.append((at + lead, word.strip()))
            at += len(word) + 1
        lists.setdefault(any(map(is_han, found[1])), items)
    if len(lists) < 2 or len(lists[True]) != len(lists[False]):
        return
    there = {concept for _, word in lists[False] for concept in _concepts(reading, word)}
    for (_, chinese), (start, english) in zip(lists[True], lists[False], strict=True):
        d = Definition(None, english, chinese, start, start + len(english), None)
        if not english or not chinese or _concepts(reading, chinese) & there:
            # It is there, perhaps in another place of the list.
            continue
        if _differs(reading, d) or _contrasts(reading, d) or _other_words(reading, d):
            yield Finding(d.start, d.end, "check.pair", {"zh": chinese, "en": english})


def _concepts(reading: Reading, name: str) -> set[str]:
    entries = reading.lexicon.index.get(" ".join(fold(name).text.split()), ())
    return {e.concept.id for e in entries if e.name.type != "misspelling"}


def _related(reading: Reading, one: str, other: str) -> bool:
    if one == other:
        return True
    for first, second in ((one, other), (other, one)):
        parent = reading.lexicon[first].parent
        while parent:
            if parent == second:
                return True
            parent = reading.lexicon[parent].parent if parent in reading.lexicon else None
    return False


def _differs(reading: Reading, d: Definition) -> bool:
    """Both are listed, and for other concepts, neither of which is the broader one."""
    zh, en = _concepts(reading, d.long_zh or ""), _concepts(reading, d.long_en or "")
    if not zh or not en or zh & en:
        return bool(not zh and _misspelt(reading, d.long_zh or "") and en)
    # What stands before the Chinese may belong to it where nothing parts them; a lost number is a cut expansion.
    parted = not reading.text[d.start - 1 : d.start].isalnum() and not re.search(r"[\dα-ω]", d.long_zh or "")
    return parted or not any(_related(reading, one, other) for one in zh for other in en)


def _contrasts(reading: Reading, d: Definition) -> bool:
    """One side says ischemic and the other 出血: words that exclude each other."""
    zh, en = "".join((d.long_zh or "").split()), " ".join(fold(d.long_en or "").text.split())

    def says(stems: tuple[str, ...]) -> bool:
        return any(re.search(rf"\b{re.escape(stem)}", en) for stem in stems)

    for group, word, stems in reading.words.contrasts:
        # 缺血性 before the term that the English explains belongs to it.
        attached = re.search(rf"{word}[性型]?$", reading.text[max(0, d.start - 8) : d.start])
        # 激活剂 and an activator inhibitor: of these the English may have none but its own.
        if (word not in zh and not attached) or (says(stems) and group not in _ALONE):
            continue
        others = [(other, theirs) for kind, other, theirs in reading.words.contrasts if kind == group and other != word]
        # 阻滞剂 may be an inhibitor too: what the English says must be no word for this one.
        in_english = [other for other, theirs in others if says(tuple(stem for stem in theirs if stem not in stems))]
        if in_english and not any(other in zh for other in in_english):
            return True
    return False


#: Kinds of words of which a term has one.
_ALONE = ("effect", "tcell", "design")
_LATIN = re.compile(r"[A-Z][a-z]{3,}")


def _other_words(reading: Reading, d: Definition) -> bool:
    """改良Barthel指数 (modified Ashworth scale): a word that the English has not, and for it one that the Chinese has not."""
    zh, en = fold("".join((d.long_zh or "").split())).text, " ".join(fold(d.long_en or "").text.split())
    latin = [word.lower() for word in _LATIN.findall(d.long_zh or "")]
    lost = any(word not in en for word in latin)
    gained = False
    for words, stems in reading.words.pairs:
        in_chinese = any(fold(word).text in zh for word in words)
        in_english = any(says(stem, en) for stem in stems)
        lost = lost or in_chinese and not in_english
        gained = gained or in_english and not in_chinese
    return lost and gained


def _unrelated(d: Definition) -> bool:
    """慢性阻塞性肺疾病 (heme oxygenase): of all that the Chinese says the English says nothing."""
    english = d.long_en or ""
    plain = [word for word in english.split() if word.islower()]
    if len(plain) < 2 or not d.short or len(d.long_zh or "") < 4:
        return False
    both = sides(d.long_zh or "", english)
    return both.known > 3 and both.said == 0


def _misspelt(reading: Reading, name: str) -> bool:
    entries = reading.lexicon.index.get(fold(name).text, ())
    return bool(entries) and all(entry.name.type == "misspelling" for entry in entries)


def _other_than_short(reading: Reading, d: Definition) -> bool:
    """一氧化氮合酶 (iNOs): the Chinese is not a name of what the short form means."""
    short = {concept.id for concept in reading.listed(d.short or "")}
    if not short:
        return False
    said = d.long_zh or ""
    if _misspelt(reading, said):
        return True
    named = _concepts(reading, said)
    if any(concept.zh and concept.zh in said for concept in reading.listed(d.short or "")):
        # 白细胞计数 (WBC): what is counted.
        return False
    return bool(named) and not any(_related(reading, one, other) for one in named for other in short)


def _lost_before(reading: Reading, d: Definition) -> str:
    """坐骨神经慢性压迫损伤 (chronic constriction injury): a listed name of the same concept begins earlier."""
    if d.concept is None:
        return ""
    for a in reading.annotations:
        if a.concept == d.concept and a.start < d.start < a.end <= d.end:
            before = "".join(reading.text[a.start : d.start].split())
            inner = [b for b in reading.tagger.annotate(before) if b.concept.category == "anatomy"]
            if inner and not _says(reading, inner[0].concept, d.long_en or ""):
                return before
    return ""


def _lost_inside(reading: Reading, d: Definition) -> str:
    """A part that only one of the sides names: the stem cell of 'embryonic stem cell-derived MSCs' in 胚胎来源的间充质干细胞."""
    zh, en = "".join((d.long_zh or "").split()), " ".join((d.long_en or "").split())
    english = [a for a in reading.tagger.annotate(en) if a.concept.category in _PARTS and not a.partial]
    if len(english) == 1 and len(english[0].text) == len(en):
        english = [
            a
            for a in reading.tagger.annotate(en, nested=True)
            if a.concept.category in _PARTS
            and len(a.text) < len(en)
            and a.start == 0
            and en[a.end : a.end + 9] == "-derived "
        ]
    for a in english:
        if (
            a.text != en
            and a.concept.zh
            and a.start == 0
            and a.concept.category == "cell"
            and not _says(reading, a.concept, zh)
        ):
            return a.text
    return ""


def _says(reading: Reading, concept: Concept, text: str) -> bool:
    """Whether a text names a concept, in whatever word."""
    said = fold(text).text
    return any(fold(name.text).text in said for name in concept.names) or any(
        a.concept == concept for a in reading.tagger.annotate(text, nested=True)
    )


CHECK = Check(
    "pair-mismatch",
    "error",
    "CNCTST; NLM MeSH",
    find,
    bad=(
        (
            "1 引言\n\n糖化血红蛋白（total bilirubin，HbA1c）升高。HbA1c 下降。\n",
            "糖化血红蛋白（total bilirubin，HbA1c）",
        ),
        (
            "摘要 目的 观察。\n关键词：骨关节炎；透明质酸；随机对照试验\n\nAbstract Objective To see.\nKeywords: osteoarthritis; hyaluronic acid; case-control study\n\n1 引言\n\n无。\n",
            "case-control study",
        ),
        ("1 引言\n\n缺血性脑卒中（hemorrhagic stroke，HS）常见。HS 致残。\n", "缺血性脑卒中（hemorrhagic stroke，HS）"),
        ("1 引言\n\n滑膜（cartilage）受损。\n", "滑膜（cartilage）"),
        (
            "1 引言\n\n终末期肝病（end-stage renal disease，ESRD）难治。ESRD 致死。\n",
            "终末期肝病（end-stage renal disease，ESRD）",
        ),
    ),
    good=(
        "1 引言\n\n免疫检查点抑制剂（immune checkpoint inhibitor，ICI）有效。ICI 昂贵。\n",
        "1 引言\n\n自体富血小板血浆（platelet-rich plasma，PRP）促进愈合。PRP 安全。\n",
        "1 引言\n\n缺血性脑卒中（ischemic stroke，IS）常见。IS 致残。\n",
        "1 引言\n\n骨髓间充质干细胞（bone marrow mesenchymal stem cells，BM-MSCs）安全。BM-MSCs 有效。\n",
    ),
)

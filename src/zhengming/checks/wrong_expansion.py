"""An expansion that does not fit its short form: truncated, with words too many, or misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from zhengming.checks.expansions import english_words, same_english
from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Defined, Reading
from zhengming.checks.symbols import symbol_key
from zhengming.folding import fold

_TAIL = re.compile(r"(?:[-‐ ]?(?P<number>\d{1,3}))?[-‐]?(?P<greek>[αβγδκ])?$")
_ROMAN = {"1": "i", "2": "ii", "3": "iii", "4": "iv", "5": "v"}
_SAID = {"1": "one", "2": "two", "3": "three", "4": "four"}


def find(reading: Reading) -> Iterator[Finding]:
    """Each definition whose English or Chinese does not say what its short form does."""
    yield from _cut_short(reading)
    yield from _nearly(reading)
    for item in reading.defined:
        d = item.found
        missing = _truncated(item)
        if missing:
            yield Finding(d.start, d.end, "check.truncated", {"form": item.short.form, "missing": missing})
            continue
        wrong = _misspelt(reading, item)
        if wrong:
            yield Finding(
                d.start, d.end, "check.wrong_expansion", {"form": item.short.form, "long": wrong[0], "right": wrong[1]}
            )


def _cut_short(reading: Reading) -> Iterator[Finding]:
    """Interleukin (IL-1β): a known short form after its name without what its tail says, so that it is no definition."""
    for use in reading.uses:
        text = reading.text
        if (
            use.defining
            or text[use.start - 1 : use.start] not in ("(", "（")
            or text[use.end : use.end + 1] not in (")", "）")
        ):
            continue
        before = fold(text[max(0, use.start - 60) : use.start - 1]).text.rstrip()
        for concept in reading.listed(use.form):
            stems = {
                " ".join(_NUMBERED.sub("", fold(name.text).text).split()) for name in concept.names if name.lang == "en"
            }
            stem = next((stem for stem in stems if len(stem) > 6 and before.endswith(stem)), None)
            if stem and not any(fold(name.text).text == stem for name in concept.names):
                start = text[: use.start - 1].lower().rfind(stem)
                if start >= 0:
                    values = {"form": use.form, "missing": symbol_key(use.form).lstrip("abcdefghijklmnopqrstuvwxyz")}
                    yield Finding(start, use.end + 1, "check.truncated", values)
                break


_ENGLISH_BEFORE = re.compile(r"[A-Za-z][A-Za-z0-9 ,'’-]*$")


def _nearly(reading: Reading) -> Iterator[Finding]:
    """Brain neurotrophic factor (BDNF): the words before a short form are those of its name but one."""
    given: dict[str, set[str]] = {}
    for item in reading.defined:
        if item.found.long_en:
            given.setdefault(item.key, set()).add(" ".join(english_words(item.found.long_en)))
    for use in reading.uses:
        text = reading.text
        if use.defining or text[use.end : use.end + 1] not in (")", "）", ",", "，", ";", "；"):
            continue
        opening = text[max(0, use.start - 2) : use.start].rstrip()[-1:]
        if opening not in ("(", "（", ",", "，"):
            continue
        stop = text.rindex(opening, 0, use.start)
        before = _ENGLISH_BEFORE.search(text, max(0, stop - 120), len(text[:stop].rstrip()))
        if before is None:
            continue
        names = {
            " ".join(english_words(name.text))
            for concept in reading.listed(use.form)
            for name in concept.names
            if name.lang == "en" and name.type != "misspelling"
        } | given.get(use.key, set())
        starts = [place.start() for place in re.finditer(r"[A-Za-z][A-Za-z0-9'’-]*", before[0])]
        for name in sorted(names, key=len, reverse=True):
            wanted = name.split(" ")
            begin = _off_by_one(before[0], starts, wanted) if len(wanted) > 2 else None
            if begin is not None:
                values = {"form": use.form, "long": before[0][begin:].strip(), "right": name}
                yield Finding(before.start() + begin, use.end, "check.wrong_expansion", values)
                break


def _off_by_one(text: str, starts: list[int], wanted: list[str]) -> int | None:
    """Where words begin that are those of a name with one left out or another in its place."""
    for start in starts[-len(wanted) - 2 :]:
        words = english_words(text[start:])
        if words[:1] != wanted[:1] or words[-1:] != wanted[-1:] or words == wanted:
            continue
        if len(words) == len(wanted) and sum(map(str.__ne__, words, wanted)) == 1:
            return start
        if len(words) == len(wanted) - 1 and any(
            words == [*wanted[:place], *wanted[place + 1 :]] for place in range(1, len(wanted) - 1)
        ):
            return start
    return None


_NUMBERED = re.compile(r"[- ]?(?:\d+|alpha|beta|gamma|[α-ω])(?=[- ]|$|[α-ω])|[α-ω]$|-?\d+[α-ω]$")


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _truncated(item: Defined) -> str:
    """What the tail of the short form has and the English has not: the 6 of IL-6, the α of TNF-α."""
    long = item.found.long_en
    form = item.short.form[:-1] if item.short.plural else item.short.form
    tail = _TAIL.search(form)
    if not long or tail is None or not re.search("[A-Za-z]{2}", form[: tail.start()]):
        return ""
    words = english_words(long)
    number, greek = tail["number"], tail["greek"]
    if number and not any(number in word or word in (_ROMAN.get(number), _SAID.get(number)) for word in words):
        return number if item.found.concept is not None or form[tail.start()] == "-" else ""
    if greek and greek not in words and not any(greek in word for word in words):
        return greek
    return ""


def _misspelt(reading: Reading, item: Defined) -> tuple[str, str] | None:
    """The expansion as it stands and the one that the lexicon knows for this short form, where they nearly agree."""
    long = item.found.long_en
    if not long:
        return None
    said = "".join(english_words(long))
    names = [
        (name.text, name.type)
        for concept in reading.listed(item.short.form)
        for name in concept.names
        if name.lang == "en"
    ]
    right = [text for text, kind in names if kind != "misspelling"]
    if not right or any(same_english(text, long) for text in right):
        return None
    best = max(right, key=lambda text: _likeness(said, "".join(english_words(text))))
    target = "".join(english_words(best))
    if said.startswith(("anti", "non")) and said.endswith(target):
        return long, best
    near = _likeness(said, target)
    letters = abs(len(said) - len(target)) <= 2
    # One word with a letter or two wrong; another word order, or a word more, is another name.
    if near >= 0.88 and letters and len(english_words(long)) == len(english_words(best)) and near < 1:
        changed = [a for a, b in zip(english_words(long), english_words(best), strict=True) if a != b]
        if len(changed) == 1 and len(changed[0]) > 3 and not changed[0].isdigit():
            return long, best
    return None


CHECK = Check(
    "wrong-expansion",
    "error",
    "NLM MeSH; CNCTST",
    find,
    bad=(
        ("Introduction\n\nThe level of interleukin (IL-1β) rose.\n", "interleukin (IL-1β)"),
        ("Introduction\n\nThe level of brain neurotrophic factor (BDNF) rose.\n", "brain neurotrophic factor (BDNF"),
        ("1 引言\n\n白细胞介素-6（interleukin，IL-6）升高。IL-6 下降。\n", "白细胞介素-6（interleukin，IL-6）"),
        (
            "1 引言\n\n骨形态发生蛋白（bone morphogenic protein，BMP）升高。BMP 下降。\n",
            "骨形态发生蛋白（bone morphogenic protein，BMP）",
        ),
    ),
    good=(
        "1 引言\n\n白细胞介素-6（interleukin-6，IL-6）与转化生长因子-β1（transforming growth factor beta 1，TGF-β1）升高。IL-6 与 TGF-β1 下降。\n",
    ),
)

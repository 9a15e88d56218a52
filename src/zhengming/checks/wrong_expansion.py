"""An expansion that does not fit its short form: truncated, with words too many, or misspelt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from zhengming.checks.expansions import english_words, same_english
from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Defined, Reading
from zhengming.checks.sides import sides
from zhengming.checks.symbols import symbol_key
from zhengming.folding import fold

_TAIL = re.compile(r"(?:[-‐ ]?(?P<number>\d{1,3}))?[-‐]?(?P<greek>[αβγδκ])?$")
_ROMAN = {"1": "i", "2": "ii", "3": "iii", "4": "iv", "5": "v"}
_SAID = {"1": "one", "2": "two", "3": "three", "4": "four"}


def find(reading: Reading) -> Iterator[Finding]:
    """Each definition whose English or Chinese does not say what its short form does."""
    yield from _cut_short(reading)
    yield from _beside(reading)
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


_NUMBERED = re.compile(r"[- ]?(?:\d+|alpha|beta|gamma|[α-ω])(?=[- ]|$|[α-ω])|[α-ω]$|-?\d+[α-ω]$")


_INSIDE = re.compile(r"[(（]\s*([A-Za-z][A-Za-z0-9αβγδκ ,'’/–-]{4,120}?)\s*[,，;；]\s*$")
_LITTLE = frozenset(("of", "the", "and", "for", "in", "to", "on", "with", "by", "a", "an", "at"))


def _beside(reading: Reading) -> Iterator[Finding]:
    """Brackets that are made like a definition, whose English is not what the short form stands for."""
    definitions = {item.short.start: item.found.long_en for item in reading.defined}
    chinese = {item.short.start: item.found.long_zh or "" for item in reading.defined}
    for use in reading.uses:
        text = reading.text
        if text[use.end : use.end + 1] not in (")", "）"):
            continue
        names = _long_forms(reading, use.form)
        inside = _INSIDE.search(text[max(0, use.start - 140) : use.start])
        if inside:
            said = inside[1]
            start = use.start - len(inside[0].rstrip()) - (len(inside[0]) - len(inside[0].rstrip()))
            # A randomized trial is one, but no RCT; Janus kinase is what JAK is for.
            everyday = use.form in reading.words.expansions and _lacks_word(use.form, said)
            same = any(_same_words(name, said) for name in names) and not everyday
            if same or _NOT_LONG.search(said) or _LIST.search(said):
                continue
            right = _lost_word(said, names, use.form)
            if right:
                values = {"form": use.form, "long": said, "right": right}
                yield Finding(start, use.end + 1, "check.wrong_expansion", values)
            elif (
                not _spells(use.form, said)
                or _lacks_word(use.form, said)
                or _lacks_chinese(use.form, said, chinese.get(use.start, ""))
            ):
                key = "check.wrong_expansion" if names else "check.unspelt"
                values = {"form": use.form, "long": said} | ({"right": names[0]} if names else {})
                yield Finding(start, use.end + 1, key, values)
        elif text[use.start - 1 : use.start] in ("(", "（") and (
            (use.start in definitions and _lacks_word(use.form, definitions[use.start] or ""))
            or (use.start not in definitions and _lacks_before(use.form, text[max(0, use.start - 120) : use.start - 1]))
        ):
            count = len(use.form.removesuffix("s")) - 1
            said = " ".join(re.split(r"[ -]", text[max(0, use.start - 120) : use.start - 1].strip())[-count:])
            start = text.rfind(said.split()[0], 0, use.start)
            yield Finding(start, use.end + 1, "check.unspelt", {"form": use.form, "long": said})
        elif text[use.start - 1 : use.start] in ("(", "（") and (
            said := _other_letter(use.form, text[max(0, use.start - 160) : use.start - 1])
        ):
            start = text.rfind(said, 0, use.start)
            yield Finding(start, use.end + 1, "check.unspelt", {"form": use.form, "long": said})
        elif names and use.start not in definitions and text[use.start - 1] in "(（":
            before = list(re.finditer(r"[A-Za-z0-9αβγδκ'’-]+", text[max(0, use.start - 120) : use.start - 1]))
            for count in range(min(len(before), 12), 1, -1):
                said = text[max(0, use.start - 120) + before[-count].start() : use.start - 1].strip()
                right = _lost_word(said, names, use.form)
                if right:
                    values = {"form": use.form, "long": said, "right": right}
                    yield Finding(use.start - 1 - len(said) - 1, use.end + 1, "check.wrong_expansion", values)
                    break


def _long_forms(reading: Reading, form: str) -> list[str]:
    """The English names that the lexicon lists for a short form, and the long forms of an everyday one."""
    names = [
        name.text
        for concept in reading.listed(form)
        for name in concept.names
        if name.lang == "en" and name.type not in ("misspelling", "abbreviation")
    ]
    expansions = reading.words.expansions
    return [*names, *(expansions.get(form) or expansions.get(form.removesuffix("s"), ()))]


#: Makers, doses and the like before a short form in brackets.
_NOT_LONG = re.compile(r"\d\s*(?:mg|g|mL|ml|μ|h|d|%)\b|[A-Z]{3,}|[;,，；].*[;,，；]|^(?:USA|Gibco|Sigma)")


#: Several things beside a short form: (Astra, Branemark, ITI).
_LIST = re.compile(r"^[A-Z][a-z]+, [A-Z]|, [a-z]+ [A-Z]\b")


def _same_words(one: str, other: str) -> bool:
    return english_words(one) == english_words(other) or same_english(one, other)


def _lost_word(said: str, names: list[str], form: str) -> str:
    """The listed name of which a long form has first and last word, but lacks one or has another in its place."""
    words = english_words(said)
    for name in names:
        full = english_words(name)
        if full and full[-1] in ("score", "scale", "index") and words and words[-1] != full[-1]:
            full = full[:-1]
        cut = words == full[: len(words)] and len(words) == len(full) - 1 > 1 and full[-1][0] in form.lower()[-3:]
        if cut and not any(english_words(other) == words for other in names):
            # interleukin-1 receptor (IL-1Ra): the last word is lost.
            return name
        if len(words) < 2 or len(full) < 3 or words == full or words[0] != full[0] or words[-1] != full[-1]:
            continue
        rest = iter(full)
        lost = [word for word in full if word not in words and word not in _LITTLE]
        fewer = all(word in rest for word in words) and 0 < len(lost) <= 2
        other = len(words) == len(full) and sum(a != b for a, b in zip(words, full, strict=True)) == 1
        if (fewer or other) and _initials(form, name) and not _initials(form, said):
            return name
    return ""


def _initials(form: str, long: str) -> bool:
    """Whether the letters of a short form are the first letters of the words of a long one, little words aside."""
    letters = [letter for letter in fold(form).text.removesuffix("s") if letter.isalpha()]
    firsts = [word[0] for word in re.findall(r"[a-z]+", fold(long).text) if word not in _LITTLE]
    return len(firsts) >= len(letters) - 1 and all(letter in firsts for letter in letters)


#: Where a word is made of two: hepato|cellular, poly|vinyl, tri|phosphate, hyper|tension.
_JOINT = re.compile(
    r"(?:o|y|yl|tri|di|bi|hyper|inter|intra|extra|anti|trans|sub|super|pre|multi|semi|uni|epi|endo|per|en|un|im)$"
)


def _lacks_word(form: str, long: str) -> bool:
    """Whether the words begin with the letters of a short form but one, and no word is made of two: (left ventricular fraction, LVEF)."""
    letters = form.removesuffix("s").lower()
    every = re.findall(r"[a-z]+", fold(long).text.replace("'s", ""))
    words = [word for word in every if word not in _LITTLE]
    if not letters.isalpha() or not letters.isascii() or not 3 <= len(letters) <= 6 or len(words) != len(letters) - 1:
        return False
    if not form.removesuffix("s").isupper() or _ABBREVIATED.search(long) or _from_firsts(letters, every):
        # HAdT says with its small letters which are first ones; knee OA, range of motion, NSAIDS for -drugs.
        return False
    firsts = [word[0] for word in words]
    for number in range(1, len(letters)):
        if letters[:number] + letters[number + 1 :] == "".join(firsts):
            lost = letters[number]
            before = words[number - 1]
            if any(len(word) > 11 and lost in word[2:] for word in words) or (len(before) > 7 and lost in before[3:-2]):
                # focaladhesion, stemcell: words that extraction ran together.
                return False
            return not _begins_part(lost, words)
    return False


#: A short form or a number within a long form, or words of two paragraphs.
_ABBREVIATED = re.compile(r"\b[A-Z]{2,}|\d|\n")


def _from_firsts(letters: str, words: list[str]) -> bool:
    """Whether letters are the first ones of words, little words and a plural among them, or a first one with the next (COX: cyclo-oxygenase)."""
    if words and words[-1].endswith("s") and letters.endswith("s") and _from_firsts(letters[:-1], words):
        return True
    reached = {0}
    for word in words:
        begun = {at + 1 for at in reached if at < len(letters) and word[0] == letters[at]}
        second = {
            at + 1
            for at in begun
            if at < len(letters) and word[1:2] == letters[at] and (letters[at] not in "aeiou" or word[0] in "aeiou")
        }
        reached |= begun | second
    return len(letters) in reached


def _lacks_chinese(form: str, long: str, chinese: str) -> bool:
    """最低抑菌浓度 (minimum concentration, MIC): fewer words than letters, and the Chinese has a word for one that none begins with."""
    letters = form.removesuffix("s").lower()
    words = [word for word in re.findall(r"[a-z]+", fold(long).text) if word not in _LITTLE]
    firsts = [word[0] for word in words]
    if any(len(word) > 15 for word in words) or len(words) < 2:
        # Nonhomologousend: words that extraction ran together.
        return False
    if not (letters.isalpha() and letters.isascii() and len(letters) > 2 and form.removesuffix("s").isupper()):
        return False
    return len(firsts) < len(letters) and bool(
        {letter for letter in letters if letter not in firsts} & sides(chinese, long).lost if chinese else ()
    )


def _begins_part(letter: str, words: list[str]) -> bool:
    """Whether a letter begins the second part of one of the words: phospho|lipid."""
    return any(
        letter == other and _JOINT.search(word[:at].lower())
        for word in words
        for at, other in enumerate(word.lower())
        if at > 1
    )


def _lacks_before(form: str, before: str) -> bool:
    """The same of the words that stand before a bracket, for four letters and more."""
    count = len(form.removesuffix("s")) - 1
    words = re.split(r"[ -]", before.strip())
    return count > 2 and len(words) > count and form.isupper() and _lacks_word(form, " ".join(words[-count:]))


def _other_letter(form: str, before: str) -> str:
    """The words before a bracket, one for each of four letters and more, of which one begins otherwise (anterior inferior iliac spine, ASIS)."""
    letters = form.removesuffix("s")
    every = list(re.finditer(r"[A-Za-z]+|[^\s\w-]|\w|\n", before))
    found = [m for m in every if m[0].lower() not in _LITTLE][-len(letters) :]
    words = [m[0] for m in found]
    if not (len(letters) > 3 and letters.isupper() and letters.isascii() and letters.isalpha()):
        return ""
    if len(words) < len(letters) or not all(len(word) > 2 and word.isascii() and word.isalpha() for word in words):
        return ""
    pairs = zip(words, letters, strict=True)
    other = [(word, letter) for word, letter in pairs if word[0].upper() != letter]
    if len(other) != 1 or words[0] == other[0][0] or any(word.isupper() for word in words):
        return ""
    if _from_firsts(letters.lower(), [m[0].lower() for m in every[-len(letters) - 3 :]]):
        return ""
    word, letter = other[0][0].lower(), other[0][1].lower()
    run_together = any(word.startswith(little + letter) for little in _LITTLE)
    return "" if run_together or _begins_part(letter, words) else before[found[0].start() :].strip()


_LATIN = str.maketrans("αβγδκ", "abgdk")


def _spells(form: str, long: str) -> bool:
    """Whether the capitals of a short form come in that order in a long one, or it is no plain row of capitals."""
    letters = form.removesuffix("s")
    if not (letters.isalpha() and letters.isupper() and letters.isascii() and 3 <= len(letters) <= 6):
        return True
    rest = iter("".join(re.findall("[a-z]", fold(long).text.translate(_LATIN))))
    if all(letter in rest for letter in letters.lower()):
        return True
    if " " not in long.strip():
        # butylphthalide, NBP: the first letter is of the chemical name, n-butylphthalide.
        rest = iter(fold(long).text)
        return all(letter in rest for letter in letters[1:].lower())
    return "X" in letters or sorted(_first(long)) == sorted(letters.lower())


def _first(long: str) -> list[str]:
    return [word[0] for word in re.findall(r"[a-z]+", fold(long).text) if word not in _LITTLE]


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
    if words and words[0][0] != fold(form).text[0]:
        # IL-20 (serum) is no expansion.
        return ""
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
    right = _long_forms(reading, item.short.form)
    if not right or any(same_english(text, long) for text in right):
        return None
    best = max(right, key=lambda text: _likeness(said, "".join(english_words(text))))
    target = "".join(english_words(best))
    if said.startswith(("anti", "non")) and said.endswith(target):
        return long, best
    near = _likeness(said, target)
    letters = abs(len(said) - len(target)) <= 3
    # One word with a letter or two wrong; another word order, or a word more, is another name.
    if near >= 0.88 and letters and len(english_words(long)) == len(english_words(best)) and near < 1:
        changed = [a for a, b in zip(english_words(long), english_words(best), strict=True) if a != b]
        meant = [b for a, b in zip(english_words(long), english_words(best), strict=True) if a != b]
        if (
            len(changed) == 1
            and len(changed[0]) > 3
            and not changed[0].isdigit()
            and not _derived(changed[0], meant[0])
        ):
            return long, best
    other = next((text for text in right if _one_other_word(english_words(long), english_words(text))), None)
    return (long, other) if other else None


def _one_other_word(ours: list[str], theirs: list[str]) -> bool:
    """Neuronal growth factor for nerve growth factor: of three words and more one is another, and no form of the same."""
    different = [(a, b) for a, b in zip(ours, theirs, strict=False) if a != b]
    return (
        len(ours) == len(theirs) > 2
        and len(different) == 1
        and all(word.isalpha() and len(word) > 3 for word in different[0])
        and (different[0][0][:4] != different[0][1][:4] or _likeness(*different[0]) < 0.65)
        # Adult stem cells, a neuropathic pain scale: another thing with the same letters.
        and not (ours[-1] in _KINDS and (ours[-1] != theirs[-1] or ours[0] != theirs[0]))
    )


_KINDS = frozenset(("cell", "disease", "syndrome", "scale", "score", "index", "questionnaire", "pain", "disorder"))
_ENDINGS = re.compile(r"(?:ic|ical|ly|ally|y|er|or|ion|ation|e|ph|phic|phy|al|ory)?$")


def _derived(one: str, other: str) -> bool:
    """Whether two words are forms of one: electromyographic, electromyography."""
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return same > 4 and all(_ENDINGS.fullmatch(word[same:]) for word in (one, other))


CHECK = Check(
    "wrong-expansion",
    "error",
    "NLM MeSH; CNCTST",
    find,
    bad=(
        ("1 引言\n\n最低抑菌浓度（minimum concentration，MIC）升高。MIC 下降。\n", "（minimum concentration，MIC）"),
        (
            "Introduction\n\nThe anterior inferior iliac spine (ASIS) hurts. ASIS is far.\n",
            "anterior inferior iliac spine (ASIS)",
        ),
        (
            "Introduction\n\nSerum interleukin-1 receptor (IL-1Ra) rose. IL-1Ra fell.\n",
            "interleukin-1 receptor (IL-1Ra)",
        ),
        ("Introduction\n\nThe level of interleukin (IL-1β) rose.\n", "interleukin (IL-1β)"),
        ("1 引言\n\n白细胞介素-6（interleukin，IL-6）升高。IL-6 下降。\n", "白细胞介素-6（interleukin，IL-6）"),
        (
            "1 引言\n\n脑源性神经营养因子（brain-derived growth factor，BDNF）升高。BDNF 下降。\n",
            "（brain-derived growth factor，BDNF）",
        ),
        (
            "Introduction\n\nCells were shown by unified manifold approximation and projection (UMAP). UMAP is fast.\n",
            "unified manifold approximation and projection (UMAP)",
        ),
        (
            "Introduction\n\nThe left ventricular fraction (LVEF) was low. LVEF rose.\n",
            "left ventricular fraction (LVEF)",
        ),
        (
            "1 引言\n\n骨形态发生蛋白（bone morphogenic protein，BMP）升高。BMP 下降。\n",
            "骨形态发生蛋白（bone morphogenic protein，BMP）",
        ),
    ),
    good=(
        "Introduction\n\nThe range of motion (ROM) and the health-related quality of life (HRQoL) rose with nonsteroidal anti-inflammatory drugs (NSAIDS). ROM, HRQoL and NSAIDS matter.\n",
        "Introduction\n\nHuman mesenchymal stem cells (hMSC) were given to knee OA (KOA). KOA improved, hMSC died.\n",
        "1 引言\n\n肝细胞癌（hepatocellular carcinoma，HCC）常见。HCC 致死。脑脊液（cerebrospinal fluid，CSF）清亮。CSF 增多。\n",
        "1 引言\n\n白细胞介素-6（interleukin-6，IL-6）与转化生长因子-β1（transforming growth factor beta 1，TGF-β1）升高。IL-6 与 TGF-β1 下降。\n",
    ),
)

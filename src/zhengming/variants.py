"""One listed name to the spellings it also has. Start reading at `variants`.

The lexicon lists names, not spellings: hyphen, space or nothing, β or beta, Ⅱ型 or 2型, tumour or tumor, the plural.
Each rule is a function from one spelling to further ones; its name is the step that `explain` and `normalize` report.
Rules run when the index is built, never on a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice, product

from zhengming.characters import HAN, is_han
from zhengming.model import Name

_HAN = f"[{HAN}]"
_WORD = "A-Za-z0-9α-ωΑ-ΩⅠ-Ⅻ"
#: A name with more spellings than this has too many free choices: the rules then change one thing at a time.
_CROWD = 48

Rule = Callable[[str, str], Iterator[str]]


def variants(text: str, lang: str, type: str) -> dict[str, tuple[str, ...]]:  # noqa: A002
    """The spellings of a listed name, each with the names of the rules that made it.

    Args:
        text: the name, folded, its case kept.
        lang: its language (`en`, `zh-Hans`, `zh-Hant`, `mul`).
        type: its type; short forms take other rules than full names.

    Returns:
        dict: spelling (folded, case kept) to the steps that led there; the name itself has none.
    """
    kind = "short" if type == "abbreviation" or (lang == "mul") else ("zh" if lang.startswith("zh") else "en")
    found: dict[str, tuple[str, ...]] = {text: ()}
    for rule in RULES:
        for spelling, steps in list(found.items()):
            for further in rule(spelling, kind):
                if further and further not in found:
                    found[further] = (*steps, f"variants.{rule.__name__}")
    return found


def possessive(text: str, kind: str) -> Iterator[str]:
    """Eponyms lose the apostrophe or the whole 's (Crohn's, Crohns, Crohn disease)."""
    if "'s " in text:
        yield text.replace("'s ", "s ")
        yield text.replace("'s ", " ")


_ROMAN = "(?:I{1,3}|IV|IX|XI|X)"
_TYPE_NUMERAL = re.compile(
    rf"(?<![{_WORD}]){_ROMAN}(?=\s?型)|(?<=type ){_ROMAN}\b|(?:(?<=胶原)|(?<=Col )|(?<=COL )|(?<=[A-Za-z]-)){_ROMAN}$"
)


def roman(text: str, kind: str) -> Iterator[str]:
    """Roman, Arabic and Chinese numerals of a type: II型, Ⅱ型, 2型, 二型; type II, type 2; 胶原II; CTX-Ⅱ."""
    numerals = {
        "I": ("Ⅰ", "1", "一"), "II": ("Ⅱ", "2", "二"), "III": ("Ⅲ", "3", "三"), "IV": ("Ⅳ", "4"),
        "IX": ("Ⅸ", "9"), "X": ("Ⅹ", "10"), "XI": ("Ⅺ", "11"),
    }  # fmt: skip
    for match in _TYPE_NUMERAL.finditer(text):
        symbol = text[: match.start()].lower().endswith(("col ", "-"))
        for numeral in numerals[match[0]]:
            # Col II may be written Col Ⅱ; Col 2 is a gene of its own, and 一, 二, 三 count only before 型.
            if (symbol and numeral.isascii()) or (numeral in "一二三" and "型" not in text):
                continue
            yield text[: match.start()] + numeral + text[match.end() :]


_MODIFIERS = "(来源|源性|衍生|诱导|介导|依赖|相关|特异性|偶联|处理|负载)"
_DE = re.compile(f"(?<={_HAN})的(?=[{HAN}A-Z])")
_MODIFIER_DE = re.compile(_MODIFIERS + "的")
_MODIFIER = re.compile(f"{_MODIFIERS}(?!的|$)(?=[{HAN}A-Z])")


def attributive_de(text: str, kind: str) -> Iterator[str]:
    """的 between a modifier that ends in 来源, 源性, 衍生, 诱导 ... and its head may be there or not."""
    if kind != "zh":
        return
    without = _DE.sub("", text) if _MODIFIER_DE.search(text) else text
    if without != text:
        yield without
    match = _MODIFIER.search(text)
    if match and match.start() > 0:
        yield text[: match.end()] + "的" + text[match.end() :]


_REGIONAL = (
    ("tumour", "tumor"), ("leucocyt", "leukocyt"), ("haemat", "hemat"), ("haemo", "hemo"), ("oedema", "edema"),
    ("fibre", "fiber"), ("behaviour", "behavior"), ("signalling", "signaling"), ("labelled", "labeled"),
    ("modelling", "modeling"), ("anaesth", "anesth"), ("algaesia", "algesia"), ("foetal", "fetal"),
    ("oestrogen", "estrogen"), ("orthopaed", "orthoped"), ("paediatr", "pediatr"), ("centre", "center"),
    ("isation", "ization"), ("ised", "ized"), ("ising", "izing"), ("gelatine", "gelatin"),
    ("ischaem", "ischem"), ("aemia", "emia"),
    ("sulph", "sulf"), ("coeliac", "celiac"), ("oesophag", "esophag"), ("diarrhoea", "diarrhea"),
    ("aetiolog", "etiolog"), ("ageing", "aging"), ("analogue", "analog"),
)  # fmt: skip


#: Any of these at all: most names have none.
_REGIONAL_ANY = re.compile("|".join(word for pair in _REGIONAL for word in pair), re.IGNORECASE)


def regional_spelling(text: str, kind: str) -> Iterator[str]:
    """British and American spellings, in either direction."""
    if kind != "en" or not _REGIONAL_ANY.search(text):
        return
    for british, american in _REGIONAL:
        if re.search(british, text, re.IGNORECASE):
            yield re.sub(british, american, text, flags=re.IGNORECASE)
        elif re.search(american, text, re.IGNORECASE):
            yield re.sub(american, british, text, flags=re.IGNORECASE)


def american(word: str) -> str:
    """A lower-cased English word in its American spelling."""
    if _REGIONAL_ANY.search(word):
        for british, spelled in _REGIONAL:
            word = word.replace(british, spelled)
    return word


_GREEK = {
    "α": ("alpha", "a"), "β": ("beta", "b"), "γ": ("gamma", "g"), "δ": ("delta",), "ε": ("epsilon",),
    "κ": ("kappa", "k"), "λ": ("lambda",), "μ": ("mu", "u"), "ω": ("omega",), "φ": ("phi",), "Φ": ("phi",),
}  # fmt: skip


_GREEK_NAMED = re.compile("|".join(sorted({forms[0] for forms in _GREEK.values()})))


def greek(text: str, kind: str) -> Iterator[str]:
    """Greek letters by name, by the Latin letter of a short form (IL-1b), and full names by their letter."""
    letters = sorted({c for c in text if c in _GREEK})
    if letters:
        for index in (0, 1):
            spelled = text
            for letter in letters:
                forms = _GREEK[letter]
                if index < len(forms) and (index == 0 or kind == "short" or letter == "μ"):
                    spelled = spelled.replace(letter, forms[index])
            yield spelled
    elif _GREEK_NAMED.search(text):
        for letter, forms in _GREEK.items():
            pattern = rf"(?<![A-Za-z]){forms[0]}(?![A-Za-z])"
            if (len(forms[0]) > 2 or text.startswith("mu ")) and re.search(pattern, text):
                yield re.sub(pattern, letter, text)


_SEAM = re.compile(
    rf"(?<=[{_WORD})])(?:-| )(?=[{_WORD}(])"  # a hyphen or space between Latin parts
    rf"|(?<=[A-Z]{{2}})(?=\d|[α-ω])|(?<=[α-ω])(?=\d)|(?:(?<=alpha)|(?<=beta)|(?<=kappa))(?=\d)"  # MMP13, TGFβ, β1
    r"|(?<=\d)(?=[α-ω]|alpha|beta)"  # 1β, 1beta
    rf"|(?<={_HAN})[- ]?(?=[{_WORD}(])|(?<=[{_WORD})])[- ]?(?={_HAN})"  # Chinese beside Latin
)


def seams(text: str, kind: str) -> Iterator[str]:
    """Hyphen, space or nothing where two parts of a name meet; space or nothing between Chinese and Latin."""
    found = list(_SEAM.finditer(text))
    if not found:
        return
    choices = [_seam_choices(text, match, kind) for match in found]
    size = 1
    for choice in choices:
        size *= len(choice)
    picks: Iterator[tuple[str, ...]] = iter(product(*choices))
    if size > _CROWD:
        picks = islice(_one_at_a_time(choices), _CROWD)
    for pick in picks:
        parts: list[str] = []
        position = 0
        for match, filler in zip(found, pick, strict=True):
            parts += (text[position : match.start()], filler)
            position = match.end()
        yield "".join(parts) + text[position:]


def _seam_choices(text: str, match: re.Match[str], kind: str) -> tuple[str, ...]:
    before, after = text[match.start() - 1], text[match.end()]
    here = match[0]
    if "(" in after or ")" in before or ")" in after or "(" in before:
        return _first(here, "", " ")
    if is_han(before) or is_han(after):
        # 转化生长因子-β = 转化生长因子β = 转化生长因子 β, but NK细胞 never NK-细胞.
        symbol = is_han(before) and (here == "-" or after.isdigit() or "α" <= after <= "ω")
        return _first(here, "", " ", "-") if symbol else _first(here, "", " ")
    if kind != "en" or "α" <= before <= "ω":
        return _first(here, "-", " ", "")
    if before.isdigit() and text.startswith(_GREEK_NAMES, match.end()):
        return _first(here, "-", " ", "")
    if after.isdigit() or before.isdigit() or "α" <= after <= "ω":
        return _first(here, "-", " ", "") if here == "-" else _first(here, " ", "-")
    return _first(here, "-", " ", "") if here == "-" else (" ", "-")


_GREEK_NAMES = ("alpha", "beta", "gamma", "kappa", *"αβγκ")


def _first(here: str, *others: str) -> tuple[str, ...]:
    return (here, *(other for other in others if other != here))


def _one_at_a_time(choices: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    plain = [choice[0] for choice in choices]
    for filler in ("-", " ", ""):
        yield tuple(filler if filler in choice else choice[0] for choice in choices)
    for index, choice in enumerate(choices):
        for filler in choice[1:]:
            yield tuple(plain[:index] + [filler] + plain[index + 1 :])


_IRREGULAR = {"mouse": "mice", "ganglion": "ganglia", "meniscus": "menisci", "medium": "media", "jelly": "jellies"}


_PREFIX = re.compile(r"\b(?:pro|anti|non|intra|extra|peri|pre|osteo|neuro|co(?=cult))(?=[a-z]{4})")


def prefix_hyphen(text: str, kind: str) -> Iterator[str]:
    """Prefixes are written with a hyphen or without: proinflammatory, pro-inflammatory; coculture, co-culture."""
    if kind == "en":
        for prefix in _PREFIX.finditer(text):
            yield f"{text[: prefix.end()]}-{text[prefix.end() :]}"


_INNER = re.compile(r"\b(cell|[A-Z]{1,3}-?M?SC)(?=[- ](?:derived|[a-z]))")


def inner_plural(text: str, kind: str) -> Iterator[str]:
    """Authors write the cells in the plural inside a name too: stem cells transplantation."""
    if kind != "en":
        return
    changed = _INNER.sub(r"\1s", text)
    if changed != text:
        yield changed


_CELLS = re.compile(rf"(?<![a-z])(?:[A-Zi]{{0,4}}SC|EV)(?=$|{_HAN})")
_TAKES_S = re.compile(r"[A-Z][a-z]{0,3}\d*[α-ω]?$| [a-z]{4,}$")


def plural(text: str, kind: str) -> Iterator[str]:
    """The plural of an English name's head, and -s on a short form."""
    if kind == "zh":
        # 脂肪来源MSC, MSC来源外泌体: cells and vesicles are many.
        places = [found.end() for found in _CELLS.finditer(text)]
        for place in places:
            yield f"{text[:place]}s{text[place:]}"
        if len(places) > 1:
            yield _CELLS.sub(r"\g<0>s", text)
        return
    if not text or not text[-1].isascii():
        return
    if kind == "short":
        if text[-1].isalnum() and not text.endswith("s") and re.search(r"[A-Z][a-z]{0,3}\d*[α-ω]?$| [a-z]{4,}$", text):
            yield text + "s"
        return
    last = text.rsplit(" ", 1)[-1].rsplit("-", 1)[-1]
    head = text[: len(text) - len(last)]
    lower = last.lower()
    if not lower.isalpha() or len(lower) < 3:
        return
    if lower in _IRREGULAR:
        yield head + _IRREGULAR[lower]
    elif lower.endswith(("itis", "osis", "asis", "ysis", "esis", "axis")):
        yield text[:-2] + ("ides" if lower.endswith("itis") else "es")
    elif lower.endswith(("ss", "x", "ch", "sh")):
        yield text + "es"
    elif lower.endswith("y") and lower[-2] not in "aeiou":
        yield text[:-1] + "ies"
    elif lower.endswith("um"):
        yield text[:-2] + "a"
        yield text + "s"
    elif not lower.endswith("s"):
        yield text + "s"


_PATHWAY = (
    ("signaling pathway", ("pathway", "signaling", "signal pathway", "signaling axis", "signaling cascade",
                           "signal transduction pathway")),
    ("信号通路", ("通路", "信号", "信号轴", "信号途径", "信号转导通路", "信号转导途径", "信号传导通路", "信号传导途径")),
)  # fmt: skip


def pathway_head(text: str, kind: str) -> Iterator[str]:
    """What a pathway is called after its molecules: signaling pathway, signaling, pathway, axis; 信号通路, 信号轴."""
    for head, others in _PATHWAY:
        if text.endswith(head) and len(text) > len(head) and kind != "short":
            for other in others:
                yield text[: -len(head)] + other


#: In this order: what changes words comes before what changes the marks between them.
RULES: tuple[Rule, ...] = (
    possessive,
    roman,
    attributive_de,
    pathway_head,
    regional_spelling,
    greek,
    prefix_hyphen,
    inner_plural,
    plural,
    seams,
)


def needs_case(spelling: str, name: Name, flags: frozenset[str]) -> bool:
    """Short forms of up to four letters, or three characters with a digit, count only in their own case."""
    if "case" in flags:
        return True
    if "anycase" in flags or name.type != "abbreviation" or any(map(is_han, spelling)):
        return False
    marks = [c for c in spelling if c.isalnum()]
    if marks and marks[-1] == "s" and len(marks) > 2:
        marks.pop()
    return len(marks) <= (3 if any(c.isdigit() for c in marks) else 4)

"""Simpler forms of a free string, one small function a step, each with its reason. Start reading at `forms`.

Each step takes a folded string with its case kept and gives none, one or more simpler ones. Its name is what `normalize`
reports in `steps`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape

from zhengming.characters import HAN, is_han
from zhengming.heads import (
    amounts,
    cells,
    changes,
    donors,
    examinations,
    illness,
    listed,
    measured,
    models,
    preparations,
    proteins,
    sampled,
    sited,
    therapies,
    treated,
    without,
)
from zhengming.misread import GREEK_WORDS, greek_letters, mistaken_letters
from zhengming.morphemes import morphemes
from zhengming.quantities import measure, measure_first

Simplify = Callable[[str], Iterator[str]]
#: So many forms of one string are tried.
_MOST = 60


def forms(text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """A folded string, then simpler forms of it, each with the steps that made it; what says least less comes first."""
    plain = " ".join(text.split())
    if not plain:
        return
    seen = {plain}
    yield (), plain
    queue: list[tuple[tuple[str, ...], str]] = [((), plain)]
    while queue and len(seen) < _MOST:
        steps, form = queue.pop(0)
        for simplify in SIMPLER:
            for simpler in simplify(form):
                simpler = " ".join(simpler.split())
                if simpler and simpler not in seen:
                    seen.add(simpler)
                    step = (*steps, f"forms.{simplify.__name__}")
                    queue.append((step, simpler))
                    yield step, simpler


_TAG = re.compile(
    r"</?(?:sub|sup|su|i|b|u|em|strong|span|p|br|font|italic|bold)\b[^<>]*>?|\$|\\(?:text|math)?(?:rm|it|bf)\b|[{}^_](?=[^{}]*$|[\w{])",
    re.IGNORECASE,
)
_COMMAND = re.compile(r"\\([A-Za-z]+)\s?")


def markup(form: str) -> Iterator[str]:
    r"""Tags, entities and TeX that a spreadsheet took over from a database: H<sub>2</sub>O, TNF-&alpha;, TGF-$\beta$."""
    if "<" in form or "&" in form or "\\" in form or "$" in form:
        bare = _TAG.sub("", _COMMAND.sub(lambda found: GREEK_WORDS.get(found[1], found[0]), unescape(form)))
        if bare != form:
            yield bare


_NUMBERING = re.compile(r"^\s*(?:[•·*#>]+|-(?=\s)|\(?\d{1,2}[).、](?!\d)|[①-⑳]|\([a-z]\))\s*")
_MARKS = " .,;:!?。、·…\"'“”《》<>[]*®™♀♂†‡§¶"


def trim(form: str) -> Iterator[str]:
    """Numbering, bullets, quotes and marks around a term are not part of it."""
    bare = _NUMBERING.sub("", form).strip(_MARKS)
    if re.search(r"[\dA-Z]\+$", bare):
        bare = bare[:-1]
    if bare.startswith("(") and bare.endswith(")") and "(" not in bare[1:]:
        bare = bare[1:-1]
    if bare.count("(") > bare.count(")"):
        bare = bare.rpartition("(")[0] if bare.endswith("(") else bare + ")"
    yield bare


_CAMEL = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z]{2})")


def run_on(form: str) -> Iterator[str]:
    """Words that databases join: synovial_membrane, SynovialMembrane, N.K. cells."""
    apart = _CAMEL.sub(" ", form.replace("_", " "))
    apart = re.sub(r"\b([A-Z])\.(?=[A-Z]\b)|(?<=\.[A-Z])\.", r"\1", apart)
    if apart != form:
        yield apart


def close_spaces(form: str) -> Iterator[str]:
    """Spaces around marks say nothing, and braces are brackets."""
    yield re.sub(r"\s*([-/(),]|(?<=\d)\.(?=\s?\d))\s*", r"\1", form.translate(_BRACKETS))


_BRACKETS = str.maketrans("{}【】〔〕", "()()()")


def inverted(form: str) -> Iterator[str]:
    """Library headings put the head first: stem cells, mesenchymal."""
    found = re.fullmatch(r"([^,;]+)[,，]\s*([^,;]+)", form)
    if found and not any(map(is_han, form)):
        yield f"{found[2].removesuffix(' salt')} {found[1]}"


_OF = re.compile(
    r"(.+?)\s+(?:(?:made|composed|consisting|built|prepared) (?:up )?(?:of|from)|of|in|from|to|"
    r"(?:derived|isolated|originating|obtained|harvested|collected) from)\s+(?:the\s+|a\s+|an\s+)?(.+)",
    re.IGNORECASE,
)


def of_phrase(form: str) -> Iterator[str]:
    """`osteoarthritis of the knee` is `knee osteoarthritis`; `exosomes derived from BMSCs` are BMSC exosomes."""
    found = _OF.fullmatch(form)
    if found:
        yield f"{found[2]} {found[1]}"
        origin = found[2].removesuffix(" origin")
        if "from" in form.lower() or origin != found[2]:
            yield f"{origin}-derived {found[1]}"


_DE = re.compile(f"(?<=[{HAN}A-Za-z0-9])[的之](?=[{HAN}A-Za-z0-9])")


def without_de(form: str) -> Iterator[str]:
    """膝关节的骨关节炎 is 膝关节骨关节炎."""
    bare = _DE.sub("", form)
    if bare != form:
        yield bare


def before(form: str) -> Iterator[str]:
    """A word before a name that narrows it no further than concepts go: species, sample, side, severity."""
    found = _before().match(form)
    # 血 is the beginning of 血清.
    if found and len(form) - found.end() > 1 and not any(sampled(form)):
        yield form[found.end() :]


def after(form: str) -> Iterator[str]:
    """A word behind a name that makes no other of it: what is measured of it, the form it is given in."""
    yield from without(_after(), form)


def behind(form: str) -> Iterator[str]:
    """What qualifies a name and is put behind it: gonarthrosis, bilateral; DRG, ipsilateral."""
    found = _behind().search(form)
    if found and found.start() > 1:
        yield form[: found.start()]


@cache
def _behind() -> re.Pattern[str]:
    words = "|".join(filter(None, (*listed("before"), *listed("after"), *listed("inside"))))
    return re.compile(rf"\s*(?:[,;:]|\s-)\s*(?:{words})$", re.IGNORECASE)


def recombinant(form: str) -> Iterator[str]:
    """rhBMP-2: recombinant human."""
    bare = re.sub(r"^r[hmr](?=[A-Z]{2})", "", form)
    if bare != form:
        yield bare


def joined_number(form: str) -> Iterator[str]:
    """A hyphen or space around the number or letter of a symbol, none before that of a word: Nrf-2, Trk-A, μ-CT, CollagenI."""
    bare = re.sub(r"^([A-Za-z]{2,6})[\s-]?(\d{1,3})\s?([a-z]?)$", r"\1\2\3", form)
    bare = re.sub(r"^(?:([A-Za-z]{2,5}\d?)-([A-Z]{1,2})|([A-Z])-([a-z]{3,5})|(μ)-([A-Z]{2}))$", r"\1\2\3\4\5\6", bare)
    bare = re.sub(r"(?<=[a-z]{4})(?=(?:\d{1,2}|I{1,3}|IV|VI{0,3}|IX|X)$)", " ", bare)
    if bare != form:
        yield bare


def inside(form: str) -> Iterator[str]:
    """Severity and side in the middle of a name: 双膝重度骨关节炎."""
    found = _inside().search(form)
    if found and found.start():
        yield form[: found.start()] + form[found.end() :]


@cache
def _inside() -> re.Pattern[str]:
    latin, chinese = listed("inside")
    return re.compile(rf"(?:{chinese})的?|(?<=\s)(?:{latin})\s", re.IGNORECASE)


@cache
def _before() -> re.Pattern[str]:
    latin, chinese = listed("before")
    return re.compile(
        rf"(?:{latin})(?:[\s-]+|:\s*)(?=\S)|(?:{chinese})(?:的|中|中的)?[:\s]?\s?(?=\S{{2}})", re.IGNORECASE
    )


@cache
def _after() -> re.Pattern[str]:
    latin, chinese = listed("after")
    return re.compile(rf"(?:[\s-]+(?:{latin})|\s?的?(?:{chinese}))$", re.IGNORECASE)


def without_brackets(form: str) -> Iterator[str]:
    """软骨损伤(Ⅲ度): what stands outside of brackets."""
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", form)
    if bare != form:
        yield bare


def and_sign(form: str) -> Iterator[str]:
    """Kellgren&Lawrence, K/L: the mark between two names is a hyphen elsewhere."""
    if found := re.match(r"([A-Z][a-z]{3,}) and ([A-Z][a-z]{3,})(?=\s|$)", form):
        yield f"{found[1]}-{found[2]}{form[found.end() :]}"
    if "&" in form or "→" in form:
        yield re.sub(r"\s*[&→]\s*", "-", form)
        yield re.sub(r"\s*[&→]\s*", "/", form)
    if re.search(r"[A-Za-z]/[A-Za-z]", form):
        yield form.replace("/", "-")


#: In this order.
SIMPLER: tuple[Simplify, ...] = (
    markup, trim, run_on, close_spaces, without_de, and_sign, without_brackets, inverted, of_phrase, measure, measure_first,
    before, after, behind, cells, proteins, amounts, changes, therapies, donors, sampled, sited, examinations,
    preparations, models, illness, measured, inside, recombinant, joined_number,
    greek_letters, mistaken_letters, treated,
)  # fmt: skip


# --- one string, two names -------------------------------------------------------------------------------------------


def bracketed(form: str) -> tuple[str, str] | None:
    """A term and what stands in brackets behind it or in it: 肿瘤坏死因子α(TNF-α)."""
    found = re.fullmatch(r"([^()]{2,}?)\s*\(([^()]+)\)\s*([^()]*)", form)
    found = found or re.fullmatch(r"(.*\S.*?)\s*\(([^()]+)\)()", form)
    if not found or len(found[2]) < 2:
        return None
    # 去卵巢(OVX)大鼠: Chinese goes on behind the bracket without a space.
    space = "" if is_han(found[1][-1]) and is_han(found[3][:1] or " ") else " "
    return f"{found[1]}{space}{found[3]}".strip(), found[2].strip()


_ACROSS = re.compile(
    rf"(?P<latin>[^{HAN}]*[A-Za-z]{{2}}[^{HAN}]*?)[\s,;:/(]*(?P<han>[{HAN}].*[{HAN}])[\s)]*"
    rf"|(?P<first>[{HAN}].*[{HAN}])[\s,;:/(]+(?P<then>[^{HAN}]*[A-Za-z]{{3}}[^{HAN}]*)"
)


def across(form: str) -> tuple[str, str] | None:
    """The Latin and the Chinese half of a string that goes from one script to the other once."""
    found = _ACROSS.fullmatch(form)
    return found and ((found["latin"], found["han"]) if found["latin"] else (found["first"], found["then"]))


#: What a remark has in it that no part of a name has.
_REMARK = re.compile(r"[%+<>=≥≤±→]|\d|\b[A-Z]{3,}\b")
_NAMES_MORE = re.compile(
    r"(?i)\s*(?:type|subtype|alpha|beta|gamma|class|group|factor|chain|subunit|isoform|member|receptor|[ivx]+\b|\d|[α-ω]|-)"
)

_OF_CELLS = frozenset({"positive", "negative"})
_NAMES = re.compile(r"\s*[A-Za-z][\w-]*(?:(?: |, )[A-Za-z\d][\w-]*)*\)?")

_PARTED = re.compile("[,;(]")


def remarked(form: str) -> str | None:
    """What stands before a remark that a comma, semicolon or bracket parts from it: T-regs, CD4+CD25high (% of CD4)."""
    mark = _PARTED.search(form)
    if not mark or _NAMES_MORE.match(form, mark.end()) or not _REMARK.search(form, mark.end()):
        return None
    beside = morphemes("before").keys() | morphemes("after").keys() - _OF_CELLS
    if _NAMES.fullmatch(form, mark.end()) and not beside & set(re.split(r"[\W_]+", form[mark.end() :].lower())):
        # Transcription factor, STAT1; clinical trial, phase 3; but dorsal root ganglia, L4-L5 ipsilateral
        return None
    if mark[0] == "(" and re.search(r"\)\s*\w*[A-Za-z]{2}", form[mark.end() :]):
        # Tumor necrosis factor (ligand) superfamily, member 9: the name goes on.
        return None
    head = form[: mark.start()].strip()
    return head if len(head) > 2 else None


_MARK = r"\s*(?:[,;:|=/]|(?<=[^-])-(?=[^-\dα-ω]))\s*"
#: A number right behind a name is part of it.
_SEAM = re.compile(
    rf"(?<=[{HAN}])(?=[^\W\d{HAN}])|(?<=[^\W{HAN}])(?=[{HAN}])|(?<=[\dα-ω])(?=[A-Za-z]{{2}})|(?<=\S)\s+(?=\S)|{_MARK}"
)
#: A string with more places where two names may meet is a sentence.
_MOST_SEAMS = 14


def beside(form: str) -> Iterator[tuple[str, str]]:
    """The two halves at each place where a name and its translation or short form may stand side by side.

    骨关节炎 OA; OA/骨关节炎; PBS: phosphate-buffered saline; colony-stimulating factor, M-CSF.
    """
    seams = list(_SEAM.finditer(form))
    for seam in seams if len(seams) <= _MOST_SEAMS else ():
        first, second = form[: seam.start()].strip(), form[seam.end() :].strip()
        if len(first) > 1 and len(second) > 1:
            yield first, second


def glosses(inside: str) -> list[str]:
    """The names in a gloss: (Osteopontin,OPN)."""
    return [part.strip() for part in re.split(r"[,;、]", inside) if part.strip()]


_TOGETHER = re.compile(r"(.+?)(?:\s*,\s*(?:and|or)\s+|\s+(?:and/or|and|or)\s+|\s*/\s*|[和及与、])(.+)")


def coordinated(form: str) -> list[str]:
    """The terms of a shortened list: breast and ovarian cancer; IL-6 and TNF-α."""
    found = _TOGETHER.fullmatch(form)
    if not found:
        return []
    first, last = found[1].strip(" ,"), found[2].strip(" ,")
    firsts = [part.strip() for part in re.split(r",|、", first) if part.strip()]
    words = last.split()
    if len(words) > 1:
        head = words[-1]
        whole = [part if part.split()[-1] == head else f"{part} {head}" for part in firsts]
        return [*whole, last]
    return [*firsts, last]


_MEMBERS = tuple(
    re.compile(rf"(.*?[^\W\d_][\s-]?|)({member}(?:[/、,和及&]{member})+)(?![A-Za-z\d])(.*)")
    for member in (r"\d{1,3}[a-zα-ω]?", r"(?:[IVX]{1,4}|[Ⅰ-Ⅻ])", r"[α-ω]\d?", r"\d[α-ω]")
)


def members(form: str) -> Iterator[list[str]]:
    """The members of a family written together, each way to read them: Smad2/3, IL-1β、6, I/III型胶原."""
    for pattern in _MEMBERS:
        found = pattern.fullmatch(form)
        if found and (found[1] or found[3]):
            yield [f"{found[1]}{one}{found[3]}" for one in re.split("[/、,和及&]", found[2])]


_SEPARATOR = re.compile(r"\s*[、;；|\n\r\t]\s*")
_LOOSE = re.compile(r"\s*(?:[,，+＋]|\s/\s|/|\s和\s|\s及\s|\sand\s|\s&\s|和|及|与)\s*")


def parts(cell: str, listed: Callable[[str], bool], known: Callable[[str], bool]) -> list[str]:
    """The terms of a cell that holds several.

    Args:
        cell: the cell: `IL-6、TNF-α`, `MSC; exosome`.
        listed: whether a string is a listed name, which is never parted.
        known: whether a string by itself means something; a comma, slash, plus or `and` parts only between two such.
    """
    found: list[str] = []
    for part in _SEPARATOR.split(cell):
        part = part.strip()
        if not part:
            continue
        pieces = [piece for piece in _LOOSE.split(part) if piece]
        if len(pieces) > 1 and not listed(part) and all(map(known, pieces)):
            found += pieces
        else:
            found.append(part)
    return found

"""What a short form or symbol is, for the checks: its key, the shapes that need no definition, genes by their context."""

from __future__ import annotations

import re

from zhengming.folding import fold
from zhengming.model import Definition
from zhengming.shortforms import is_short_form

_GREEK = {"alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "kappa": "κ"}
_GREEK_WORD = re.compile("|".join(_GREEK))
_JOINTS = re.compile(r"[-‐\s.·/]")

#: Shapes of what is no abbreviation, or needs no definition: numbers, formulas, grades, catalogue numbers, strains.
EXEMPT_SHAPE = re.compile(
    r"[IVX]{1,5}[ab]?|"  # Roman numerals
    r"[A-Z]\d{0,2}|[a-z]\d*|[A-Z][0-9]{1,2}-[A-Z]?[0-9]{1,2}|"  # M1, P3, P3-P5
    r"\d+[A-Za-z]{1,2}|[A-Z]{3}\d{3}|[A-Za-z]{1,4}-?\d{4,}[A-Za-z]?\d*|"  # 3D, ab1234, HY-12345
    r"[A-Z]{2}-\d{3,}[A-Z]*|[ACGTU]{4,}|"
    r"(?:[A-Z][a-z]?\d+){1,4}|(?:Na|K|Ca|Mg|Zn|Fe|Cu|Al|Ti|Li|Ag)(?:Cl|OH|Br|I|O|F|SO|NO|CO|HCO|PO)\d*|"  # formulas
    r"(?:hsa|mmu|rno)?-?(?:[mM]iR|MIR|let|miRNA|microRNA)-?\d+[a-z]?(?:-\d)?(?:-[35]p)?|CD\d+[a-zA-Z]?|COL\d+A\d+|Col\d+a\d+|[Ss][Oo][Xx]-?\d+|"  # genes
    r"RUNX\d|Runx\d|ACAN|[Aa]can|[A-Z][a-z]+\d+[a-z]?\d*|"
    r"(?:Ala|Arg|Asn|Asp|Cys|Gln|Glu|Gly|His|Ile|Leu|Lys|Met|Phe|Pro|Ser|Thr|Trp|Tyr|Val)-?\d{2,4}|"  # residues
    r"μ[A-Za-z]|[Pp]H|[A-Z][a-z]\d?\+?|siR?-?[A-Z]*|α|β|γ|δ|κ|μ|σ|χ2?|"
    r"[CTLS]\d{1,2}[-–][CTLS]?\d{1,2}|(?:micro|nano|μ)-?CT|(?:PET|SPECT)[-/](?:CT|MRI?)|"  # vertebrae; kinds of CT
    r"[A-Z]{2,}\d{4,}.*|[A-Z]-[A-Z]|[A-Za-z]-\d|"
    r".+(?:si|sh|m)RNA|"  # BMP-7siRNA
    r".*-(?:Cre|CreER[TM2]*|EGFP|GFP|tdTomato|ZsGreen|Luc)|[pcyP]?TNM"  # strains and constructs, stages
)
#: Words of prose in capitals: headings, emphasis.
_CAPITAL_WORDS = frozenset(
    [
        "THE",
        "AND",
        "FOR",
        "NOT",
        "WITH",
        "ALL",
        "NEW",
        "ABSTRACT",
        "OBJECTIVE",
        "OBJECTIVES",
        "METHODS",
        "METHOD",
        "RESULTS",
        "RESULT",
        "CONCLUSION",
        "CONCLUSIONS",
        "BACKGROUND",
        "KEYWORDS",
        "KEY",
        "WORDS",
        "INTRODUCTION",
        "DISCUSSION",
        "TABLE",
        "FIGURE",
        "FIG",
        "NOTE",
        "AIM",
        "PURPOSE",
        "SUMMARY",
        "REFERENCES",
        "OF",
        "IN",
        "ON",
        "TO",
        "BY",
        "IS",
        "ARE",
        "OR",
        "AT",
        "Tab",
        "Fig",
        "Eq",
        "No",
        "Vol",
        "Ref",
        "Dr",
        "Mr",
        "Ms",
        "St",
        "Figs",
        "Tabs",
        "Inc",
        "Ltd",
        "Co",
        "Suppl",
        "Ser",
        "Ed",
        "Eds",
    ]
)


#: Kaplan-Meier, Roux-en-Y: words that hyphens join.
_NAMES = re.compile(r"[A-Z]?[a-z]{2,}(?:-(?:[A-Z]?[a-z]{2,}|[A-Z]))+")


def symbol_key(form: str) -> str:
    """What the spellings of one symbol have in common: MMP-13 and MMP13, TGF-β1, TGFβ1 and TGF-beta1.

    >>> symbol_key("TGF-beta1") == symbol_key("TGFβ1")
    True
    """
    return _JOINTS.sub("", _GREEK_WORD.sub(lambda word: _GREEK[word[0]], fold(form).text))


#: Letters and digits that extraction reads for each other.
MISREAD = str.maketrans("Il1|O", "llll0")
_LATIN_FOR_GREEK = {"a": "α", "b": "β", "y": "γ", "k": "κ"}


def with_greek(key: str) -> str:
    """The key of a symbol whose last letter stands for a Greek one that it looks like: eIF2a, PPARy."""
    bare = key.rstrip("0123456789")
    return f"{bare[:-1]}{_LATIN_FOR_GREEK.get(bare[-1:], bare[-1:])}{key[len(bare) :]}"


def with_roman(key: str) -> str:
    """The key of a symbol with its last digit as a Roman numeral: ctx2, ctxii."""
    return f"{key[:-1]}{_ROMAN.get(key[-1:], key[-1:])}"


_ROMAN = {"1": "i", "2": "ii", "3": "iii", "4": "iv"}
#: FGFR3, OTX2, CTHRC1: what an unlisted gene looks like; PaO2.
GENE_SHAPE = re.compile(r"[A-Z][A-Z0-9]{1,5}[0-9][A-Z]?[0-9]?")
_CELLS_AFTER = re.compile(r"\s*(?:[、,，/和与及]\s*[A-Za-z0-9-]{2,10}\s*){0,3}(?:细胞|cells?\b|cell lines?\b)")
_CELLS_BEFORE = re.compile(r"(?:细胞[株系]|cell lines?)\s*[（(]?$")


def is_cell_line(text: str, start: int, end: int) -> bool:
    """Whether letters and digits name cells: SW620 细胞, the cell line PANC-1."""
    before = text[max(0, start - 14) : start]
    if before.rstrip().endswith(("细胞", "瘤", "癌")):
        # 胶质母细胞瘤 U-118MG
        return any(map(str.isdigit, text[start:end]))
    return bool(_CELLS_AFTER.match(text, end, end + 40) or _CELLS_BEFORE.search(before))


def is_cells(definition: Definition) -> bool:
    """正常肝细胞（HL02）: a cell line, and no short form of the cells."""
    long, short = definition.long_zh or "", definition.short or ""
    return (
        not definition.long_en
        and long.endswith("细胞")
        and not any(map(str.isdigit, long))
        and re.fullmatch(r"[A-Z][A-Za-z]{0,4}-?\d[A-Za-z\d.-]*", short) is not None
    )


def is_used_word(word: str) -> bool:
    """Whether a word of running text that no list knows looks like a short form."""
    if word in _CAPITAL_WORDS or _NAMES.fullmatch(word) or not is_short_form(word):
        return False
    capitals = sum(character.isupper() for character in word)
    return capitals >= 2 and not (word.isupper() and word.isalpha() and len(word) > 7)


#: PaO(2), EC 3.1.1.7, SB 203580, codon 930 ACG, 2 cm, NS: signs of what only looks like a short form.
_FORMULA_AFTER = re.compile(r"\(\d|\s\d+\.\d+\.\d+")
_CODE_AFTER = re.compile(r"\s?(?!(?:19|20)\d\d\b)(?:\d{4,6}|\d{1,3},\d{3})\b(?!\s?(?:cells|[\u4e00-\u9fff]))")
_CODON = re.compile(r"[ACGTU]{3}")
_CODON_NEAR = re.compile(r"codon|triplet|--?>|→")
_PROSE = r"(?:A|AN|AND|ARE|AS|AT|BOTH|BY|FOR|FROM|IN|IS|NOT|OF|ON|OR|THE|THAT|TO|WAS|WERE|WITH)"
_PROSE_AFTER = re.compile(rf"\s+{_PROSE}\b|\s*[:：]")
_PROSE_BEFORE = re.compile(rf"\b{_PROSE}\s+$")
_HEADINGS = frozenset(
    [
        "AIMS",
        "CONTEXT",
        "DATA",
        "DESIGN",
        "DISCUSSIONS",
        "FINDINGS",
        "GOAL",
        "GOALS",
        "HYPOTHESIS",
        "IMPLICATIONS",
        "IMPORTANCE",
        "INTERPRETATION",
        "INTERVENTION",
        "INTERVENTIONS",
        "LIMITATIONS",
        "LOCATION",
        "MATERIAL",
        "MATERIALS",
        "MEASURES",
        "OUTCOME",
        "OUTCOMES",
        "PARTICIPANTS",
        "PATIENTS",
        "PURPOSES",
        "RATIONALE",
        "RELEVANCE",
        "SCOPE",
        "SETTING",
        "SETTINGS",
        "SOURCE",
        "SOURCES",
        "SUBJECTS",
    ]
)


def is_prose(text: str, start: int, end: int) -> bool:
    """Whether what looks like a short form is a heading or a sentence in capitals, a formula, a codon, a code or a number of an enzyme."""
    word, before = text[start:end], text[max(0, start - 60) : start]
    if _FORMULA_AFTER.match(text, end) or (len(word) < 4 and _CODE_AFTER.match(text, end)):
        return True
    if _CODON.fullmatch(word) and _CODON_NEAR.search(before + text[end : end + 20]):
        return True
    if (
        word == "NS"
        and re.search(r"(?:[,，;=]\s?|P\s?[=:]\s?|[(（])$", before)
        and re.match(r"\s?[)）;,]", text[end : end + 2])
    ):
        return True
    if len(word) == 2 and word[1] == "P" and word[0] in "abcdefgh" and re.match(r"\s?[<>=≤≥]", text[end : end + 2]):
        # aP<0.05: the letter is the mark of a note.
        return True
    if word == "CD" and re.match(r"\s\d", text[end : end + 2]):
        return True
    if not word.isupper() or not word.isalpha():
        return False
    if word in _HEADINGS and (not before.strip() or before.rstrip()[-1] in ".:;。" or before.endswith("\n")):
        return True
    return len(word) > 3 and bool(
        _PROSE_BEFORE.search(before) or (_PROSE_AFTER.match(text, end) and before[-8:].isupper())
    )


_GENE_AFTER = re.compile(
    r"\s?[(（]?[-−+]/[-−]|\s?突变|[^，。；;:：,.()（）\n]{0,12}?(?:基因|mRNA|引物|转录|敲除|过表达质粒|siRNA|shRNA|启动子)|\s*(?:gene|mRNA|primer|transcript|promoter|siRNA|shRNA)"
)
_GENE_BEFORE = re.compile(
    r"(?:基因|引物|转录因子|mRNA|genes?|primers?|markers?|transcripts?|si-?|sh-?)[\s（(:：为有包括]*$"
)
_LIST_AFTER = re.compile(r"(?:\s*(?:[、,，/和与及]|and|or)\s*[A-Za-z][A-Za-z0-9α-ω-]{1,14}(?: [A-Za-z0-9]{1,3})?)+")
_LIST_BEFORE = re.compile(r"(?:[A-Za-z][A-Za-z0-9α-ω-]{1,14}\s*(?:[、,，/和与及]|and|or)+\s*)+$")


def is_gene_context(text: str, start: int, end: int) -> bool:
    """Whether a symbol, or the list that it stands in, is called a gene, a transcript or a primer."""
    tail = text[end : end + 120]
    listed = _LIST_AFTER.match(tail)
    if _GENE_AFTER.match(tail) or (listed and _GENE_AFTER.match(tail, listed.end())):
        return True
    head = text[max(0, start - 90) : start]
    before = _LIST_BEFORE.search(head)
    return bool(_GENE_BEFORE.search(head) or (before and _GENE_BEFORE.search(head, 0, before.start())))

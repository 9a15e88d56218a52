"""A short form that its unit of text (an abstract, the body) uses and does not define."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import RUNNING, Reading, Use
from zhengming.checks.symbols import GENE_SHAPE, MISREAD, is_cell_line


def find(reading: Reading) -> Iterator[Finding]:
    """The first use of each short form that is neither defined in its unit nor known to everybody."""
    for use in first_undefined(reading):
        if not reading.meaning(use):
            yield Finding(use.start, use.end, "check.undefined", {"form": use.form})


def first_undefined(reading: Reading) -> Iterator[Use]:
    """The first use of each short form that its unit does not define."""
    for key, uses in reading.uses_of.items():
        for unit in RUNNING:
            here = [use for use in uses if use.unit == unit and use.scope in RUNNING]
            # The Bcl-2 of Bcl-2-associated X protein, told once, is part of a name.
            here = [use for use in here if not _in_long_form(reading, use)] and here
            if (
                not here
                or key in reading.defined_in[unit]
                or reading.is_exempt(here[0].form)
                or reading.is_own_name(here[0].form)
                or any(u.gene for u in here)
                or _is_of_family(reading, here[0].form, unit)
                or _is_introduced(reading, here[0])
                or _LOCANT.search(reading.text[max(0, here[0].start - 6) : here[0].start])
                or _is_misread(reading, here[0].form)
            ):
                continue
            listed = bool(reading.listed(here[0].form))
            if not listed and (
                _is_label(reading, here)
                or _is_brand(reading, here[0])
                or len(uses) < 2
                and not _is_sure(reading, here[0])
            ):
                continue
            if listed and _is_label(reading, here, all):
                continue
            yield here[0]


def _in_long_form(reading: Reading, use: Use) -> bool:
    """Whether a short form stands within the expression that defines another one."""
    return not use.defining and reading.in_definition(use.start, use.end)


_MEMBER = re.compile(r"(.{2,}?)-?[α-ω]\d?")


def _is_of_family(reading: Reading, form: str, unit: str) -> bool:
    """RARβ where RAR is defined."""
    member = _MEMBER.fullmatch(form)
    return member is not None and reading.key(member[1])[0] in reading.defined_in[unit]


#: 3-BrPA, 5- HT1AR: what extraction or the pattern of short forms cut off its number.
_LOCANT = re.compile(r"(?<![A-Za-z\d])\d\s?-\s?$")


def _is_misread(reading: Reading, form: str) -> bool:
    """Whether the text has the same letters read another way: SIug beside Slug, HTIAR beside HT1AR."""
    return any(other != form for other in reading.alike.get(form.translate(MISREAD), ()))


_OPENED = re.compile(r"[\w\u4e00-\u9fff]\s?[(（]{1,2}\s?$")
_CLOSED = re.compile(r"[²³+*]?\s?(?:[)）]|[,，]\s?\d+(?:[~～-]\d+)?\s?[mμu]?[gLlM])")
_LAST = re.compile(r"[\u4e00-\u9fff]\s?[(（]{1,2}\s?[A-Za-z][A-Za-z -]{6,}[,，]\s?$")


#: TSA（组蛋白脱乙酰化酶抑制剂）, TFT (trifluridine).
_EXPLAINED = re.compile(r"\s?[(（](?:[a-z]{7,}[a-z -]*|[\u4e00-\u9fff][\w\u4e00-\u9fff -]{3,})[)）]", re.IGNORECASE)
#: C/EBPβ
_HALF = re.compile(r"(?<![A-Za-z0-9])[A-Z]/$")


def _is_introduced(reading: Reading, use: Use) -> bool:
    """Whether a bracket behind a term holds the short form, whatever keeps that from being read as a definition.

    甲泼尼龙 (MP,1~2mg…), 颗粒下区（(subgranular zone,SGZ）, 钆喷酸葡胺(Gd-DTPA²）.
    """
    before = reading.text[max(0, use.start - 80) : use.start]
    if _EXPLAINED.match(reading.text, use.end) or _HALF.search(before):
        return True
    closed = _CLOSED.match(reading.text, use.end)
    return closed is not None and bool(_OPENED.search(before) or _LAST.search(before))


#: What is a short form though it comes but once.
_ONCE = re.compile(r"[A-Z]{3,5}")
_PRODUCT = re.compile(r"\s*(?:干细胞|专利|药物|产品|[-‐·]|patent|system)")


def _is_sure(reading: Reading, use: Use) -> bool:
    """Plain capitals that stand free: no part of a name, no label in brackets, no product."""
    return (
        _ONCE.fullmatch(use.form) is not None
        and not use.attached
        and reading.text[use.start - 1 : use.start] not in ("(", "（", "-", "·")
        and not _PRODUCT.match(reading.text[use.end : use.end + 10])
    )


def _is_label(reading: Reading, uses: list[Use], how: Callable[[Iterable[bool]], bool] = any) -> bool:
    """Whether letters only ever name a group, or are what extraction left of a symbol: the NC 组, TGF- ·β."""
    return how(reading.text[use.end : use.end + 3].lstrip().startswith(("组", "gro", "- ", "-·")) for use in uses)


_BRAND = re.compile(r"[A-Z]?[a-z]+[A-Z][a-z]+.*|[A-Z][a-z]{2,}[IVX]+[a-c]?|.*[a-z]{4,}.*")
#: DCA Vantage analyzer, GE Logiq scanner.
_DEVICE = re.compile(
    r"\s+[A-Z][A-Za-z0-9-]+(?:\s+[A-Za-z0-9-]+){0,2}\s+(?:analy[sz]er|system|scanner|software|instrument|microscope|kit|reader)\b"
)
#: BAY 11-7082.
_CODE = re.compile(r"[ -]?\d{2,}-\d{3,}")
#: AUXIN RESPONSE FACTOR5: a name all in capitals.
_SHOUTED = re.compile(r" [A-Z]{5,}")
_FIRM = re.compile(r"[^，。；,.;\n]{0,14}(?:公司|药业|生物科技|Inc\b|Ltd|Corp)")


def _is_brand(reading: Reading, use: Use) -> bool:
    """OsteoCel, GrafII, the FCB 公司, SW620 细胞, FGFR3: what bears a name, not a short form."""
    if (
        GENE_SHAPE.fullmatch(use.form)
        or not use.form[-1].isalnum()
        or re.fullmatch(r"[A-Z][a-z]{3,}-?[Ⅰ-Ⅻ]|[A-Z]{2}-[Ⅰ-Ⅻ]", use.form)
        or is_cell_line(reading.text, use.start, use.end)
        or _DEVICE.match(reading.text, use.end)
        or _CODE.match(reading.text, use.end)
        or _SHOUTED.match(reading.text, use.end)
    ):
        return True
    return bool(_BRAND.fullmatch(use.form) or _FIRM.match(reading.text[use.end : use.end + 24]))


CHECK = Check(
    "undefined-short-form",
    "warning",
    "ICMJE Recommendations IV.A.3; GB/T 7713.2-2022",
    find,
    bad=(
        ("摘要 背景。\n关键词：软骨\n\n1 引言\n\n我们用 QXTF 处理细胞。QXTF 有效。\n", "QXTF"),
        ("1 引言\n\n本组患者的 QXTF 升高。\n", "QXTF"),
    ),
    good=(
        "1 引言\n\nBcl-2 相关 X 蛋白（Bcl-2-associated X protein，Bax）升高。Bax 促进凋亡。\n",
        "Introduction\n\nGOAL: To see whether Lys-27, codon 930 ACG, EC 3.1.1.7, SB 203580 and PaO(2) matter. Its role is unclear (NS).\n",
        "1 引言\n\n黄芪甲苷（astragaloside Ⅳ，AS-Ⅳ）有效。AS-Ⅳ 安全，AS-Ⅳ 常用。转染 SW620 细胞与 LOVO 细胞，SW620 与 LOVO 均增殖。FGFR3 突变，FGFR3 表达。\n",
        "1 引言\n\n奎克斯处理法（quick xenograft treatment form，QXTF）有效。QXTF 简便。\n",
        "1 引言\n\n提取 RNA，以 PCR 扩增，PBS 洗涤。\n",
        "1 引言\n\n加入 TFT（trifluridine）后，人胶质母细胞瘤 U-118MG 的 miR-133a-1 升高（QIANG et al., 2018；QIANG et al., 2019）。\n",
        "1 引言\n\n给予 3-QxPA 后，Slug、Snail 与 SIug 升高，SIug 先升。\n",
        "1 引言\n\n给予 C/EBPβ 抑制剂，C/EBPβ 下降，QXTF(-/-) 小鼠 QXTF 缺失。\n",
    ),
)

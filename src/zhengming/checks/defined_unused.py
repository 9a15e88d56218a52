"""A short form that is defined and then not used, or too seldom to be worth it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Defined, Reading
from zhengming.checks.symbols import GENE_SHAPE


def find(reading: Reading) -> Iterator[Finding]:
    """Each first definition whose short form does not come again."""
    for unit, keys in reading.defined_in.items():
        for key, items in keys.items():
            item = items[0]
            later = [use for use in reading.uses_of[key] if not use.defining and _belongs(use.unit, unit)]
            if item.short.gene:
                # CD133（Prom1）基因: the symbol of a gene, told once.
                continue
            if reading.is_exempt(item.short.form) and not item.found.long_en:
                # 高糖培养基（DMEM）, 人类免疫缺陷病毒（HIV）: the name that everybody knows, beside another.
                continue
            if _GOES_ON.match(reading.text, item.found.end) or _has_member(reading, item.short.form):
                continue
            if not later and (_is_listed(reading, item) or "(" in item.short.form):
                # 25(OH)D: its uses are read in pieces.
                continue
            if unit.startswith("table") and reading.scope(item.found.start) != "note":
                continue
            least = 1 if unit != "body" else max(1, reading.profile.uses)
            # A short form that everybody knows may be explained; explained and not used it is idle all the same.
            if len(later) < (1 if reading.is_exempt(item.short.form) else least):
                elsewhere = any(not use.defining for use in reading.uses_of[key])
                unused = "check.defined_unused_here" if elsewhere else "check.defined_unused"
                key_ = "check.defined_seldom" if later else unused
                yield Finding(item.short.start, item.short.end, key_, {"form": item.short.form, "uses": len(later)})


#: Interferon (IFN)-γ; 干扰素（IFN）-γ.
_GOES_ON = re.compile(r"\s?[)）]?\s?[-‐]\s?[α-ω\d]")


def _has_member(reading: Reading, form: str) -> bool:
    """Whether a member with a letter is spoken of (Fox where FOXD3 is; MMP-13 is spelled out anew), or hRECs, RECS."""
    if "α" <= form[-1] <= "ω" and any(re.fullmatch(rf"{re.escape(form)}-?\d", use.form) for use in reading.uses):
        # TGF-β1 rests on the definition of TGF-β.
        return True
    form = re.escape(form.removesuffix("s"))
    member = re.compile(rf"(?i:{form}[A-Z]\d{{1,2}}[A-Z]?)|[hmr]{form}[sS]?|{form}S")
    return len(form) > 2 and any(member.fullmatch(use.form) for use in reading.uses)


def _is_listed(reading: Reading, item: Defined) -> bool:
    """Whether the symbol of a gene stands behind its Chinese name as others beside it do, in a list."""
    if item.found.long_en:
        return False
    start, end = item.found.start, item.found.end
    near = [
        other
        for other in reading.definitions
        if not other.long_en or not other.short
        if other.start != start
        and (-2 <= start - other.end <= 3 or -2 <= other.start - end <= 3)
        and re.fullmatch(r"[、，,和及与\s以）)]*", reading.text[min(end, other.end) : max(start, other.start)])
    ]
    return len(near) > 0 and GENE_SHAPE.fullmatch(item.short.form) is not None


def _belongs(used: str, defined: str) -> bool:
    return used == defined or (defined == "body" and (used.startswith("table") or used == "body"))


CHECK = Check(
    "defined-unused",
    "warning",
    "ICMJE Recommendations IV.A.3; GB/T 7713.2-2022",
    find,
    bad=(
        ("1 引言\n\n骨关节炎（osteoarthritis，OA）致残，难治。\n", "OA"),
        ("Abstract Osteoarthritis (OA) is common.\n\nIntroduction\n\nOsteoarthritis is common.\n", "OA"),
    ),
    good=(
        "1 引言\n\n骨关节炎（osteoarthritis，OA）致残。OA 难治。\n",
        "1 引言\n\n干扰素（interferon，IFN）-γ 升高。叉头框（forkhead box，Fox）家族的 FOXD3 是转录因子。\n",
        "1 引言\n\n视网膜内皮细胞（retinal endothelial cell，REC）受损，hRECs 凋亡。培养正常肝细胞（HL02），正常肝细胞贴壁。\n",
        "1 方法\n\n高糖培养基（DMEM）购自外地。抑制性 Smad（Smad6）升高。\n",
        "1 引言\n\n转化生长因子-β（transforming growth factor-β，TGF-β）家族的 TGF-β1 升高。\n",
        "1 引言\n\n小眼畸形相关转录因子（microphthalmia transcription factor，Mitf）调控分化，Mitf 通过其结构域结合 DNA。\n",
    ),
)

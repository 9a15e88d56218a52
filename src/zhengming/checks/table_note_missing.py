"""A short form of a table that its note does not explain."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading
from zhengming.folding import fold

#: What a note explains: OA, osteoarthritis; PCL/SF, polycaprolactone/silk fibroin; OA：骨关节炎.
_ITEM = re.compile(
    r"(?:^|[;；。:：.\n，,、]\s*|注\s*)(?!Notes?\b)([A-Za-z0-9α-ωΑ-ΩⅠ-Ⅻ/+. ‐-]{2,30}?)(?:细胞|曲线|蛋白)?\s*[,，:：=＝为]\s*(?=[^;；。\n]{0,8}[A-Za-z\u4e00-\u9fff])"
)


#: Known to everybody in running text, but a table's note explains what the table has.
_STATISTICS = frozenset(("IQR", "SMD", "WMD", "ICC", "AUC"))


def find(reading: Reading) -> Iterator[Finding]:
    """Each such short form, where the note explains others; one report for a table without any such note."""
    if not reading.profile.notes:
        return
    units = dict.fromkeys(
        part.unit for part in reading.paper.of("table", "note", "caption") if part.unit.startswith("table")
    )
    for unit in units:
        explained = reading.defined_in[unit]
        missing = {}
        named = set(_named(reading, unit))
        for use in reading.uses:
            if (
                use.unit != unit
                or use.scope == "note"
                or use.key in explained
                or use.defining
                or use.gene
                or (reading.is_exempt(use.form) and use.form not in _STATISTICS)
            ):
                continue
            if use.key in named:
                continue
            if use.key not in missing and (use.key in reading.known or reading.listed(use.form) or len(use.form) < 8):
                missing[use.key] = use
        if not missing:
            continue
        if explained or named:
            for use in missing.values():
                yield Finding(use.start, use.end, "check.table_note", {"form": use.form})
        else:
            first = next(iter(missing.values()))
            forms = ", ".join(use.form for use in missing.values())
            yield Finding(first.start, first.end, "check.table_no_note", {"forms": forms}, severity="info")


def _named(reading: Reading, unit: str) -> Iterator[str]:
    """The keys of the short forms that a table's notes explain."""
    for part in reading.paper.of("note"):
        if part.unit == unit:
            for item in _ITEM.finditer(fold(reading.text[part.start : part.end]).cased):
                for form in (item[1], *item[1].split("/")):
                    yield reading.key(form.strip())[0]


CHECK = Check(
    "table-note-missing",
    "warning",
    "ICMJE Recommendations IV.A.3; AMA Manual of Style 4.1",
    find,
    bad=(("1 引言\n\n无。\n\n表 1 分组\n\n组别\tOA\tMSC\n甲\t1\t2\n\n注：OA，osteoarthritis 骨关节炎。\n", "MSC"),),
    good=("1 引言\n\n无。\n\n表 1 分组\n\n组别\tOA\t骨髓\n甲\t1\t2\n\n注：OA，osteoarthritis 骨关节炎。\n",),
)

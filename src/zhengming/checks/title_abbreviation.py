"""A short form in the title that not everybody knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading, Use
from zhengming.checks.symbols import GENE_SHAPE, is_cell_line

_PATHWAY = re.compile(r"[A-Za-z0-9α-ωΑ-Ω/ -]{0,24}?\s*(?:信号|通路|轴|[Ss]ignal|[Pp]athway|[Aa]xis)")


def find(reading: Reading) -> Iterator[Finding]:
    """Each such short form of a title."""
    for use in reading.uses:
        if (
            use.scope == "title"
            and not use.defining
            and not reading.is_exempt(use.form)
            and not use.gene
            and not _is_symbol(reading, use.form)
            and not _names_pathway(reading, use)
            # NP cells: what the text defines is no cell line.
            and (use.key in reading.known or not is_cell_line(reading.text, use.start, use.end))
        ):
            yield Finding(use.start, use.end, "check.title", {"form": use.form})


def _is_symbol(reading: Reading, form: str) -> bool:
    """SOX9, TLR4: the symbols of genes and proteins, and of pathways, are what a title calls them."""
    concepts = reading.listed(form)
    plain = form.removesuffix("s").isupper() or reading.key(form)[0] in reading.known
    if not concepts and (GENE_SHAPE.fullmatch(form) or not plain):
        return True
    if reading.is_own_name(form):
        return True
    if any(concept.category == "mirna" for concept in concepts):
        return True
    return bool(concepts) and concepts[0].category in ("gene_protein", "pathway") and any(map(str.isdigit, form))


def _names_pathway(reading: Reading, use: Use) -> bool:
    """PI3K/AKT 信号通路: what a pathway is called."""
    return bool(_PATHWAY.match(reading.text[use.end : use.end + 40]))


CHECK = Check(
    "title-abbreviation",
    "warning",
    "ICMJE Recommendations IV.A.3; GB/T 7713.2-2022",
    find,
    bad=(
        ("MSCs 治疗骨关节炎的研究\n\n摘要 间充质干细胞有效。\n关键词：软骨\n\n1 引言\n\n无。\n", "MSCs"),
        ("Senescent NP cells of the disc\n\nAbstract The nucleus pulposus (NP) ages. NP is soft.\n", "NP"),
    ),
    good=("间充质干细胞治疗骨关节炎的 MRI 研究\n\n摘要 间充质干细胞有效。\n关键词：软骨\n\n1 引言\n\n无。\n",),
)

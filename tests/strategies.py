"""Generated text for hypothesis: bilingual prose with names, traps, marks and broken lines."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = (
    "骨关节炎", "骨髓间充质干细胞", "软骨细胞外基质", "若干细胞因子", "关节炎症", "外泌体", "滑膜", "光滑膜", "疼痛", "人", "兔",
    "OA", "GOAL", "ADMSCs", "BM-MSC", "TGF-β1", "TGF⁃β", "IL-6", "IL-17", "MMP-3/13", "NP", "nucleus pulposus (NP)",
    "mesenchymal stem cells", "osteoarthritis (OA)", "骨关节炎（osteoarthritis，OA）", "NF-κB", "p38 MAPK", "M1", "HA",
    "ＭＳＣｓ", "間葉幹細胞", "Ⅱ型胶原", "ﬁbroin", "mesen-\nchymal", "关\n节", "软 骨", "\n\n", "\r\n", "\t", " ", "，", "。",
    "（", "）", "(", ")", ";", "；", "-", "/", "、", "的", "和", "患者", "in", "the", "́", "\u200b", "\u00ad", "\x00", "𠀀", "İ", "ß",
)  # fmt: skip

bilingual = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
anything = st.text(st.characters(codec=None), max_size=80)

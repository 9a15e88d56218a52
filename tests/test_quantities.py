"""What tables write beside a name is left out; what is part of a name stays."""

import pytest

from zhengming.quantities import measure, measure_first


@pytest.mark.parametrize(
    ("cell", "term"),
    [
        ("塞来昔布胶囊 200mg qd", "塞来昔布胶囊"),
        ("hUC-MSCs 5×10⁷ cells/次 iv", "hUC-MSCs"),
        ("白血球计数 ×10⁹/L", "白血球计数"),
        ("软骨缺损 ICRS 3级 2.5cm²", "软骨缺损"),
        ("双膝OA, K-L Ⅲ级", "双膝OA"),
        ("晨起僵硬<30min", "晨起僵硬"),
        ("尿CTX-Ⅱ μg/mmol Cr", "尿CTX-Ⅱ"),
        ("电针 2/100Hz 30min", "电针"),
        ("造血干细胞移植 d+30", "造血干细胞移植"),
        ("兔BMSCs,P3", "兔BMSCs"),
        ("许旺细胞第2代", "许旺细胞"),
        ("关节腔注射 q7d×5", "关节腔注射"),
        ("超高速离心 100000×g 70min", "超高速离心"),
        ("狗 n=6", "狗"),
        ("腰突症 L5/S1", "腰突症"),
        ("许旺细胞 S100(+)", "许旺细胞"),
        ("细胞凋亡率%", "细胞凋亡率"),
        ("不良事件 n(%)", "不良事件"),
    ],
)
def test_what_stands_behind_a_term(cell: str, term: str) -> None:
    assert term in measure(cell)


@pytest.mark.parametrize(
    "name", ["MMP-13", "CD90", "collagen type II", "IL-6", "M2", "p38", "PM2.5", "5-FU", "T细胞", "3D"]
)
def test_numbers_of_names_stay(name: str) -> None:
    assert list(measure(name)) == []
    assert list(measure_first(name)) == []


@pytest.mark.parametrize(
    ("cell", "term"),
    [
        ("6-month Lysholm score", "Lysholm score"),
        ("10 ng/ml IL-1β", "IL-1β"),
        ("grade II osteoarthritis", "osteoarthritis"),
    ],
)
def test_what_stands_before_a_term(cell: str, term: str) -> None:
    assert list(measure_first(cell)) == [term]

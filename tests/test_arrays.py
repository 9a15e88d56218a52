from __future__ import annotations

import subprocess
import sys

import pandas as pd
import polars as pl
import pytest

import zhengming
from zhengming.tagger import Tagger

TEXTS = ["OA 患者的软骨", "", "IL-6 和 TNF-α，ＭＭＰ－３/13 与骨髓和脂肪间充质干细胞", "骨关节炎 (osteoarthritis, OA)"]


def rows(tagger: Tagger, nested: bool = False) -> list[tuple[object, ...]]:
    return [
        (number, a.start, a.end, a.concept.id, a.score, a.via)
        for number, text in enumerate(TEXTS)
        for a in tagger.annotate(text, nested=nested)
    ]


@pytest.mark.parametrize("nested", [False, True])
def test_columns_are_the_same_annotations(tagger: Tagger, nested: bool) -> None:
    columns = tagger.annotate_columns(iter(TEXTS), nested=nested)
    assert list(zip(*columns.values(), strict=True)) == rows(tagger, nested)
    assert list(columns) == ["document", "start", "end", "concept", "score", "via"]
    assert columns.rows == len(rows(tagger, nested)) > 5


def test_columns_make_a_table_of_each_library(tagger: Tagger) -> None:
    columns = tagger.annotate_columns(TEXTS)
    table = columns.to_arrow()
    assert [str(type_) for type_ in table.schema.types] == ["int64", "int64", "int64", "string", "double", "string"]
    assert [tuple(row.values()) for row in table.to_pylist()] == rows(tagger)
    assert list(pd.DataFrame(columns).itertuples(index=False, name=None)) == rows(tagger)
    assert pl.DataFrame(columns).rows() == rows(tagger)


def test_columns_of_nothing_are_empty(tagger: Tagger) -> None:
    columns = tagger.annotate_columns([])
    assert columns.rows == columns.to_arrow().num_rows == 0


def test_one_text_is_no_list_of_texts(tagger: Tagger) -> None:
    with pytest.raises(zhengming.UsageError, match="list"):
        tagger.annotate_columns("OA")


def test_columns_need_pyarrow_only_for_arrow(tagger: Tagger) -> None:
    code = (
        "import sys, zhengming; sys.modules['pyarrow'] = None\n"
        "columns = zhengming.load().annotate_columns(['OA 患者'])\n"
        "assert columns.rows and 'numpy' not in sys.modules\n"
        "try: columns.to_arrow()\nexcept zhengming.UsageError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "zhengming[parquet]" in done.stdout

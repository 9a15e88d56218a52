"""Columns of strings to concepts: names of new columns, repeated strings, what is counted, series."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import zhengming
from zhengming.columns import Answers, Frequencies, normalize_file, output_for, summary_record, summary_rows
from zhengming.errors import OutputError, UsageError
from zhengming.model import Match
from zhengming.sheets import SHEETS, How
from zhengming.tagger import Tagger


def table(
    path: Path, text: str, columns: list[str], tagger: Tagger, **options: Any
) -> tuple[list[dict[str, str]], list[Any]]:
    path.write_text(text, encoding="utf-8")
    out = io.BytesIO()
    summaries = normalize_file(str(path), out, columns, tagger=tagger, kind=SHEETS["csv"], how=How(print), **options)
    return list(csv.DictReader(io.StringIO(out.getvalue().decode()))), summaries


def test_columns_are_added_and_counted(tmp_path: Path, tagger: Tagger) -> None:
    rows, (summary,) = table(
        tmp_path / "a.csv", 'term\n骨性关节炎\nNP\nxyzzy\n\n" "\n骨性关节炎\nxyzzy\nqwert\n', ["term"], tagger
    )
    assert [row["zh"] for row in rows] == ["骨关节炎", "", "", "", "骨关节炎", "", ""]
    assert (rows[0]["id"], rows[0]["en"], rows[0]["abbr"], rows[0]["category"], rows[0]["via"]) == (
        tagger.normalize("骨关节炎")[0].concept, "osteoarthritis", "OA", "disease", "lexicon",
    )  # fmt: skip
    assert float(rows[0]["score"]) == tagger.normalize("骨性关节炎")[0].score
    assert rows[1]["via"] == "ambiguous"
    assert dict(summary.counts) == {"mapped": 2, "ambiguous": 1, "unmapped": 3, "empty": 1}
    assert summary.unmapped.most_common() == [("xyzzy", 2), ("qwert", 1)]
    listed = list(summary_rows([summary]))
    assert [row[:4] for row in listed] == [
        ("term", "unmapped", "2", "xyzzy"), ("term", "unmapped", "1", "qwert"), ("term", "ambiguous", "1", "NP"),
    ]  # fmt: skip
    assert "ZM:" in listed[2][4]
    record = summary_record(summary, most=1)
    assert (record["rows"], record["unmapped"], record["most_unmapped"]) == (7, 3, [{"string": "xyzzy", "count": 2}])


@pytest.mark.parametrize(
    ("head", "columns", "added"),
    [
        ("term", ["term"], ["id", "en", "zh", "abbr", "category", "score", "via"]),
        ("term,ID,zh", ["term"], ["term_id", "en", "term_zh", "abbr", "category", "score", "via"]),
        ("id,id_id", ["id"], ["id_id_2", "en", "zh", "abbr", "category", "score", "via"]),
        (",x", ["1"], ["id", "en", "zh", "abbr", "category", "score", "via"]),
    ],
)
def test_no_column_is_overwritten(
    tmp_path: Path, head: str, columns: list[str], added: list[str], tagger: Tagger
) -> None:
    _, (summary,) = table(tmp_path / "a.csv", head + "\n" + "OA," * head.count(",") + "OA\n", columns, tagger)
    assert list(summary.added) == added


def test_several_columns_and_one_form(tmp_path: Path, tagger: Tagger) -> None:
    rows, summaries = table(tmp_path / "a.csv", "a,b\nMSCs,滑膜\n", ["b", "a", "b"], tagger, to="zh")
    assert rows == [{"a": "MSCs", "b": "滑膜", "b_zh": "滑膜", "a_zh": "间充质干细胞"}]
    assert [summary.column for summary in summaries] == ["b", "a"]


def test_only_one_column_needs_no_name(tmp_path: Path, tagger: Tagger) -> None:
    rows, _ = table(tmp_path / "a.csv", "MSCs\nMSCs\n", [], tagger, to="abbr")
    assert rows == [{"MSCs": "MSCs", "abbr": "MSC"}]
    with pytest.raises(UsageError, match="a, 2, c"):
        table(tmp_path / "a.csv", "a,,c\n1,2,3\n", [], tagger)


class Counting(Tagger):
    asked = 0

    def normalize(self, text: str, k: int = 5, *, min_score: float = 0.0) -> list[Match]:
        self.asked += 1
        return super().normalize(text, k, min_score=min_score)


def test_each_string_is_normalised_once(tmp_path: Path, tagger: Tagger) -> None:
    counting = Counting(tagger.lexicon)
    table(tmp_path / "a.csv", "term\n" + "OA\nMSC\nxyzzy\n" * 50, ["term"], counting)
    assert counting.asked == 3


def test_min_score_and_forms(tagger: Tagger) -> None:
    assert Answers(tagger, "zh", 0.99)("骨关节炎").status == "unmapped"
    assert Answers(tagger, "zh")("骨关节炎").cells == ("骨关节炎",)
    assert Answers(tagger)(None).status == Answers(tagger)(" \n").status == "empty"
    with pytest.raises(UsageError):
        Answers(tagger, "fr")


def test_frequencies_stay_bounded_and_say_so() -> None:
    counts = Frequencies(most=10)
    for number in range(100):
        counts.add("often")
        counts.add(f"rare {number}")
    assert counts.most_common(1) == [("often", 100)]
    assert len(counts.most_common()) <= 20
    assert not counts.exact
    short = Frequencies()
    short.add("x" * 5000)
    assert len(short.most_common()[0][0]) < 300
    assert short.exact


def test_strings_of_a_sheet_are_no_formulas_in_the_list(tmp_path: Path, tagger: Tagger) -> None:
    _, summaries = table(tmp_path / "a.csv", 'term\n"=cmd()\tx"\n', ["term"], tagger)
    assert [row[3] for row in summary_rows(summaries)] == ["'=cmd() x"]


def test_pandas_series(tagger: Tagger) -> None:
    series = pd.Series(["OA", None, float("nan"), pd.NA, 7, "MSCs"], index=list("abcdef"), dtype=object)
    frame = zhengming.normalize_series(series, tagger=tagger)
    assert list(frame.index) == list("abcdef")
    assert list(frame.columns) == ["id", "en", "zh", "abbr", "category", "score", "via"]
    assert frame["zh"].tolist() == ["骨关节炎", None, None, None, None, "间充质干细胞"]
    assert frame["score"].dtype == float
    assert zhengming.normalize_series(series, tagger=tagger, to="zh").shape == (6, 1)
    assert series.to_frame("x").join(frame)["en"]["a"] == "osteoarthritis"
    assert zhengming.normalize_series(series.iloc[:0], tagger=tagger).shape == (0, 7)


def test_polars_series(tagger: Tagger) -> None:
    frame = zhengming.normalize_series(pl.Series("x", ["OA", None, "xyzzy"]), tagger=tagger)
    assert isinstance(frame, pl.DataFrame)
    assert frame["en"].to_list() == ["osteoarthritis", None, None]
    assert frame.schema["score"] == pl.Float64
    assert zhengming.normalize_series(pl.Series("x", [None]), tagger=tagger).schema["id"] == pl.String
    with pytest.raises(UsageError, match="a str is no series"):
        zhengming.normalize_series("OA", tagger=tagger)


@pytest.mark.parametrize(
    ("source", "output", "kind", "good"),
    [
        ("a.csv", "b.txt", "csv", True), ("a.csv", "b.tsv", "csv", False), ("a.xlsm", "b.xlsx", "xlsx", False),
        ("a.xlsm", "b.xlsm", "xlsx", True), ("a.pq", "b.parquet", "parquet", True), ("a.dat", "b.dat", "csv", True),
        ("-", "b.xlsx", "xlsx", True), ("a.csv", None, "csv", True), ("a.parquet", None, "parquet", False),
    ],
)  # fmt: skip
def test_the_output_has_the_inputs_format(source: str, output: str | None, kind: str, good: bool) -> None:
    place = Path(output) if output else None
    if good:
        assert output_for(source, place, SHEETS[kind]) == place
    else:
        with pytest.raises(OutputError):
            output_for(source, place, SHEETS[kind])

"""Columns of spreadsheets, at size: seconds and peak memory of `normalize --input` in a process of its own.

    python tests/benchmarks/columns.py [XLSX_ROWS PARQUET_ROWS]

The cells are listed names of the packaged lexicon, picked at random: what is measured is the way through the file, not
fuzzy matching. Without numbers: 100,000 rows of XLSX and 5 million of Parquet.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

import zhengming

#: The command, and then the most memory that it held, in MB (Linux; `ru_maxrss` would count what the parent held).
COMMAND = """
import re
from zhengming.cli import main
try:
    main()
except SystemExit:
    print(int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024)
"""
BATCH = 100_000


def workbook(path: Path, rows: int, names: list[str]) -> None:
    """A sheet of six columns."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["no", "term", "note", "year", "x", "y"])
    for number in range(1, rows + 1):
        sheet.write_row(
            number, 0, [number, random.choice(names), f"a note on row {number}", "2024", number * 1.5, number % 7]
        )
    book.close()


def parquet(path: Path, rows: int, names: list[str]) -> None:
    """Three columns in row groups."""
    schema = pa.schema([("no", pa.int64()), ("term", pa.string()), ("note", pa.string())])
    with pq.ParquetWriter(path, schema) as writer:
        for first in range(0, rows, BATCH):
            numbers = range(first, min(rows, first + BATCH))
            terms = random.choices(names, k=len(numbers))
            notes = [f"a note on row {number}" for number in numbers]
            writer.write_table(pa.table({"no": list(numbers), "term": terms, "note": notes}, schema=schema))


def main() -> None:
    """Make both files, normalise their column, and print what it took."""
    sizes = [int(value) for value in sys.argv[1:3]] or [100_000, 5_000_000]
    random.seed(1)
    names = [name.text for concept in zhengming.load().lexicon for name in concept.names]
    with tempfile.TemporaryDirectory() as folder:
        for make, suffix, rows in zip((workbook, parquet), ("xlsx", "parquet"), sizes, strict=True):
            source, target = Path(folder) / f"a.{suffix}", Path(folder) / f"b.{suffix}"
            make(source, rows, names)
            begun = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", COMMAND, "normalize", "--input", source, "--column", "term", "-o", target],
                capture_output=True, text=True,
            )  # fmt: skip
            seconds = time.perf_counter() - begun
            print(f"{suffix}: {rows:,} rows, {seconds:.1f} s, {done.stdout.strip()} MB, {done.stderr.splitlines()[0]}")


if __name__ == "__main__":
    main()

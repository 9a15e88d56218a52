"""Fuzzy queries a second over a compiled index, and how much they find of what guarded brute force finds.

    python tests/benchmarks/fuzzy.py TERMINOLOGIES [COUNT ...] [--record]

TERMINOLOGIES is a folder of terminology files (tables, OBO); COUNT is how many names to index (100000 and 1000000 if left
out). Queries are names with one or two letters wrong. Brute force is rapidfuzz's Levenshtein distance, at most 2, over all
names, then the same guards. One process, one core. `--record` writes the section "Fuzzy queries" of `RESULTS.md`.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from pathlib import Path

from names import mistyped, names
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein
from results import section

from zhengming.candidates import Candidates
from zhengming.folding import fold
from zhengming.fuzzy import nearest_names, resemblance
from zhengming.morphemes import canonical
from zhengming.sections import Sections, Writer, mapped, save


def measure(listed: list[str], brute: int) -> str:
    chance = random.Random(2)
    queries: list[str] = []
    while len(queries) < 20_000:
        name = chance.choice(listed)
        query = mistyped(name, chance)
        if canonical(fold(query).text) != canonical(fold(name).text):
            queries.append(query)
    start = time.process_time()
    index = Candidates.of((fold(name).text, place, 0) for place, name in enumerate(listed))
    out = Writer()
    index.write(out)
    built = time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.zm"
        save(out.parts({}), path)
        size = path.stat().st_size
        del index, out
        start = time.perf_counter()
        index = Candidates.read(Sections(mapped(path), str(path)))
        nearest_names("osteoartritis", index)
        opened = time.perf_counter() - start
        for query in queries[:2000]:
            nearest_names(canonical(fold(query).text), index)
        start = time.process_time()
        answers = [nearest_names(canonical(fold(query).text), index) for query in queries[2000:]]
        rate = (len(queries) - 2000) / (time.process_time() - start)
        found = sum(map(bool, answers)) / len(answers)
        keys = list(index.keys)
        wanted = same = 0
        start = time.process_time()
        for query in queries[2000 : 2000 + brute]:
            key = canonical(fold(query).text)
            near = process.extract(key, keys, scorer=Levenshtein.distance, score_cutoff=2, limit=None)
            right = {place for _, _, place in near if resemblance(key, keys[place], index)}
            ours = {place for place, _ in nearest_names(key, index, 10**6)}
            wanted += len(right)
            same += len(right & ours)
        slow = brute / (time.process_time() - start)
    return (
        f"| {len(listed):,} | {rate:,.0f} | {slow:,.1f} | {same / max(1, wanted):.4f} ({same} of {wanted}) | {found:.3f} | "
        f"{built:.0f} s | {size / 1e6:.0f} MB | {opened:.3f} s |"
    )


def main(arguments: list[str]) -> None:
    paths = [argument for argument in arguments if not argument.startswith("--")]
    counts = [int(count) for count in paths[1:]] or [100_000, 1_000_000]
    lines = [
        "| names | queries a second | guarded brute force | of what it finds | queries answered | built | file | opened |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for count in counts:
        lines.append(measure(names(Path(paths[0]), count), 300 if count <= 200_000 else 60))
        print(lines[-1], flush=True)
    if "--record" in arguments:
        section(
            "Fuzzy queries",
            __doc__,
            [*lines, "", f"{os.cpu_count()} cores, one used; the index is read where it is mapped."],
        )


if __name__ == "__main__":
    main(sys.argv[1:])

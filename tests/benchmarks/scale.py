"""One million names as a lexicon: building it, its size, opening it, and the memory it takes in use.

    python tests/benchmarks/scale.py TERMINOLOGIES [COUNT] [--record]

TERMINOLOGIES is a folder of terminology files (tables, OBO), whose names are filled up with made-up ones. The table of names
is compiled by `zhengming lexicon import` in a process of its own; another opens it and normalises 2,000 misprinted names. Memory
in use is the proportional set size (Linux). `--record` writes the section "A million names" of `RESULTS.md`.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from names import mistyped, names
from results import section

USE = """
import json, sys, time
start = time.perf_counter()
import zhengming
imported = time.perf_counter() - start
start = time.perf_counter()
tagger = zhengming.load(sys.argv[1])
tagger.lookup("osteoarthritis")
opened = time.perf_counter() - start
queries = json.load(open(sys.argv[2], encoding="utf-8"))
tagger.normalize("osteoartritis")
start = time.process_time()
found = sum(bool(tagger.normalize(query)) for query in queries)
rate = len(queries) / (time.process_time() - start)
pss = sum(int(line.split()[1]) for line in open("/proc/self/smaps_rollup") if line.startswith("Pss:")) / 1024
if len(sys.argv) > 3:
    start = time.perf_counter()
    tagger.annotate("osteoarthritis of the knee")
    built = time.perf_counter() - start
    pss_text = sum(int(line.split()[1]) for line in open("/proc/self/smaps_rollup") if line.startswith("Pss:")) / 1024
    print(json.dumps({"annotate": built, "pss_annotate": pss_text}))
else:
    print(json.dumps({"opened": opened, "rate": rate, "found": found / len(queries), "pss": pss}))
"""


def main(arguments: list[str]) -> None:
    paths = [argument for argument in arguments if not argument.startswith("--")]
    count = int(paths[1]) if len(paths) > 1 else 1_000_000
    listed = names(Path(paths[0]), count)
    chance = random.Random(5)
    environment = {**os.environ, "ZHENGMING_CACHE": "off"}
    with tempfile.TemporaryDirectory() as folder:
        table, file, asked = Path(folder, "names.tsv"), Path(folder, "names.zm"), Path(folder, "queries.json")
        table.write_text(
            "id\tname\n" + "".join(f"X:{number // 3}\t{name}\n" for number, name in enumerate(listed)), encoding="utf-8"
        )
        asked.write_text(json.dumps([mistyped(name, chance) for name in chance.sample(listed, 2000)]), encoding="utf-8")
        del listed
        start = time.perf_counter()
        command = [sys.executable, "-c", "from zhengming.cli import main; main()", "lexicon", "import", str(table)]
        subprocess.run(
            [*command, "--column", "id=id", "--column", "name=name", "-o", str(file)], env=environment, check=True
        )
        built = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = file.stat().st_size / 1e6
        use = [sys.executable, "-c", USE, str(file), str(asked)]
        result = json.loads(subprocess.run(use, env=environment, check=True, capture_output=True, text=True).stdout)
        text = json.loads(
            subprocess.run([*use, "text"], env=environment, check=True, capture_output=True, text=True).stdout
        )
    lines = [
        "| names | built in | peak while building | file | opened in | normalize, misprinted names | in use (PSS) | first annotate | then in use |",
        "|---|---|---|---|---|---|---|---|---|",
        f"| {count:,} | {built:.0f} s | {peak:,.0f} MB | {size:,.0f} MB | {result['opened']:.2f} s | {result['rate']:,.0f} a second | "
        f"{result['pss']:,.0f} MB | {text['annotate']:.0f} s | {text['pss_annotate']:,.0f} MB |",
    ]
    print("\n".join(lines))
    if "--record" in arguments:
        section("A million names", __doc__, lines)


if __name__ == "__main__":
    main(sys.argv[1:])

"""What the scores of `annotate` mean: the share of right mentions in ten bins of score, on gold.

    python tests/benchmarks/reliability.py [--record]

Gold: the documents of `corpora/domain`, and the composed items of `corpora/context/ambiguity.jsonl` that mended no rule
(`fresh`). A mention is right if its place and its concept are. Expected calibration error as in Naeini, Cooper and
Hauskrecht (2015), "Obtaining well calibrated probabilities using Bayesian binning". `--record` writes the section of these
figures into `RESULTS.md` beside this file.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import zhengming

HERE = Path(__file__).resolve().parent
CORPORA = HERE.parent.parent / "corpora"


def calls(tagger: zhengming.Tagger) -> list[tuple[float, bool]]:
    """(score, whether right) of each mention."""
    found = []
    for path in sorted((CORPORA / "domain").glob("*.txt")):
        lines = path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()[1:]
        gold = {(int(f[0]), int(f[1]), f[3]) for f in (line.split("\t") for line in lines)}
        document = tagger.annotate(path.read_bytes().decode("utf-8"))
        found += [(a.score, (a.start, a.end, a.concept.id) in gold) for a in document]
    for line in (CORPORA / "context" / "ambiguity.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["half"] == "fresh" and "text" in item:
            mark = item["marks"][0]
            for a in tagger.annotate(item["text"]):
                if a.start <= mark["start"] and mark["end"] <= a.end:
                    found.append((a.score, a.concept.id == mark["label"]))
    return found


def main(arguments: list[str]) -> None:
    found = calls(zhengming.load())
    rows = ["| score | mentions | mean score | right |", "|---|---|---|---|"]
    error = 0.0
    for number in range(10):
        inside = [(s, r) for s, r in found if min(9, int(s * 10)) == number]
        if inside:
            mean, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            error += abs(mean - right) * len(inside) / len(found)
            rows.append(f"| {number / 10:.1f}–{(number + 1) / 10:.1f} | {len(inside)} | {mean:.3f} | {right:.3f} |")
    rows += ["", f"Expected calibration error: {error:.3f}."]
    print("\n".join(rows))
    if "--record" in arguments:
        head = ["## Scores of annotate", "", "Written by `python tests/benchmarks/reliability.py --record`.", ""]
        section = "\n".join([*head, *rows, ""])
        path = HERE / "RESULTS.md"
        text = path.read_text(encoding="utf-8")
        pattern = re.compile(r"## Scores of annotate\n.*?(?=\n## |\Z)", re.S)
        text = pattern.sub(lambda _: section, text) if pattern.search(text) else f"{text.rstrip()}\n\n{section}"
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

"""What the scores of `annotate` and `lookup` mean: the share that is right in ten bins of score, on gold.

    python tests/benchmarks/reliability.py [--record]

Gold of `annotate`: the documents of `corpora/domain`, and the composed items of `corpora/context/ambiguity.jsonl` that
mended no rule (`fresh`); a mention is right if its place and its concept are. Gold of `lookup`: the queries of
`corpora/strings/lookup.jsonl`; a sense of ours is right if it is the concept that a reader of the field means first. Expected
calibration error as in Naeini, Cooper and Hauskrecht (2015), "Obtaining well calibrated probabilities using Bayesian
binning". `--record` writes the sections of these figures into `RESULTS.md` beside this file.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from calibration import Call, table
from results import section

import zhengming

CORPORA = Path(__file__).resolve().parent.parent.parent / "corpora"


def mentions(tagger: zhengming.Tagger) -> list[Call]:
    """The mentions of `annotate`."""
    found = []
    for path in sorted((CORPORA / "domain").glob("*.txt")):
        lines = path.with_suffix(".tsv").read_text(encoding="utf-8").splitlines()[1:]
        gold = {(int(f[0]), int(f[1]), f[3]) for f in (line.split("\t") for line in lines)}
        document = tagger.annotate(path.read_bytes().decode("utf-8"))
        found += [Call(a.score, (a.start, a.end, a.concept.id) in gold) for a in document]
    for line in (CORPORA / "context" / "ambiguity.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item["half"] == "fresh" and "text" in item:
            mark = item["marks"][0]
            for a in tagger.annotate(item["text"]):
                if a.start <= mark["start"] and mark["end"] <= a.end:
                    found.append(Call(a.score, a.concept.id == mark["label"]))
    return found


def senses(tagger: zhengming.Tagger) -> list[Call]:
    """The senses of `lookup` that are ours."""
    found = []
    for line in (CORPORA / "strings" / "lookup.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        found += [
            Call(sense.score, sense.concept.id in item["concepts"][:1])
            for sense in tagger.lookup(item["query"])
            if sense.concept is not None
        ]
    return found


def main(arguments: list[str]) -> None:
    tagger = zhengming.load()
    for title, calls in (("Scores of annotate", mentions(tagger)), ("Scores of lookup", senses(tagger))):
        rows = table(calls)
        print("\n".join([title, "", *rows, ""]))
        if "--record" in arguments:
            section(title, __doc__, [*rows, "", f"Lexicon {tagger.lexicon.stamp}."])


if __name__ == "__main__":
    main(sys.argv[1:])

"""Messy strings of `corpora/strings` to concepts of the packaged lexicon, or to nothing.

    python tests/benchmarks/strings.py [dev|held ...] [--errors] [--record]

Right is the one wanted concept first; all wanted concepts where the string is ambiguous by itself; no answer where nothing is
wanted. `--record` writes the section "Messy strings" of `RESULTS.md`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from calibration import Call, table
from results import section

import zhengming

STRINGS = Path(__file__).resolve().parent.parent.parent / "corpora" / "strings"


def main(arguments: list[str]) -> None:
    tagger = zhengming.load()
    lines = ["| half | strings | right | with a concept | without |", "|---|---|---|---|---|"]
    below: list[str] = []
    for half in [a for a in arguments if not a.startswith("--")] or ["dev", "held"]:
        items = [json.loads(line) for line in (STRINGS / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()]
        right: dict[bool, list[bool]] = {True: [], False: []}
        calls = []
        for item in items:
            matches = tagger.normalize(item["query"])
            wanted = item["concept"] if isinstance(item["concept"], list) else [item["concept"]]
            got = [match.concept.id for match in matches]
            good = not got if wanted == [None] else got[:1] == wanted if len(wanted) == 1 else set(wanted) <= set(got)
            right[wanted != [None]].append(good)
            if matches and len(wanted) == 1:
                calls.append(Call(matches[0].score, got[0] in wanted))
            if not good and "--errors" in arguments:
                print(item["id"], repr(item["query"]), wanted, [(m.concept.en, m.score, m.steps) for m in matches[:2]])
        both = right[True] + right[False]
        lines.append(
            f"| {half} | {len(both)} | **{sum(both) / len(both):.3f}** | {sum(right[True])} of {len(right[True])} | "
            f"{sum(right[False])} of {len(right[False])} |"
        )
        below += ["", f"Scores, {half}:", "", *table(calls)]
    print("\n".join([*lines, *below]))
    if "--record" in arguments:
        section("Messy strings", __doc__, [*lines, *below, "", f"Lexicon {tagger.lexicon.stamp}."])


if __name__ == "__main__":
    main(sys.argv[1:])

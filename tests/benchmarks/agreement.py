"""How far the two annotators of `corpora/domain` agree: strict F1 of the second pass against the first.

    python tests/benchmarks/agreement.py

Both passes are in `corpora/domain/passes` as they were before differences were settled. The table goes into
`corpora/README.md` between its marks.
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from zhengming.evaluation import evaluate, read_gold, read_run

CORPORA = Path(__file__).resolve().parent.parent.parent / "corpora"
MARKS = re.compile(r"(<!-- agreement -->\n).*?(<!-- end -->)", re.DOTALL)


def table() -> str:
    """Agreement in all and by language, as a Markdown table."""
    documents = read_gold(CORPORA / "domain")
    first, second = (
        read_run(CORPORA / "domain" / "passes" / f"{name}.jsonl", documents) for name in ("first", "second")
    )
    as_first = [dataclasses.replace(document, mentions=frozenset(first(document))) for document in documents]
    result = evaluate(as_first, second, {})
    lines = ["| documents | first pass | second pass | the same | F1 |", "|---|---|---|---|---|"]
    for group, score in result.scores.items():
        if group == "all" or group.startswith("lang:"):
            lines.append(f"| {group} | {score.listed} | {score.found} | {score.right} | {score.f1:.3f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    path = CORPORA / "README.md"
    path.write_text(MARKS.sub(lambda m: m[1] + table() + m[2], path.read_text(encoding="utf-8")), encoding="utf-8")
    print(table())


if __name__ == "__main__":
    main()

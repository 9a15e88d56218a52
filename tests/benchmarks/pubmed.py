"""A PubMed baseline file streamed: its rate beside the same texts as plain lines, and the memory that it takes.

    python tests/benchmarks/pubmed.py TEXTS [--records 30000] [--record]

Composes an `.xml.gz` as PubMed's baseline has it (a citation with title and abstract for each record) from a folder of
JSON Lines files of texts, resampled, and annotates it by `zhengming annotate --json -o`; then the same texts as lines
(`--lines`). Each run is a process of its own; its memory is the largest that the process had, at a tenth of the records
and at all. `--record` writes the section "PubMed XML" of `RESULTS.md`.
"""

from __future__ import annotations

import gzip
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from results import section
from speed import documents

_RECORD = (
    '<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{number}</PMID><Article PubModel="Print">'
    "<Journal><Title>Journal</Title></Journal><ArticleTitle>{title}</ArticleTitle><Abstract><AbstractText>{text}</AbstractText>"
    "</Abstract><Language>eng</Language></Article></MedlineCitation><PubmedData><ArticleIdList>"
    '<ArticleId IdType="pubmed">{number}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>\n'
)


def compose(texts: Sequence[str], count: int, folder: Path) -> tuple[Path, Path, int]:
    """The file as XML and as lines, and the bytes of their texts."""
    chance = random.Random(17)
    xml, lines = folder / f"pubmed{count}.xml.gz", folder / f"lines{count}.txt"
    size = 0
    with gzip.open(xml, "wt", encoding="utf-8", compresslevel=3) as packed, lines.open("w", encoding="utf-8") as plain:
        packed.write('<?xml version="1.0" encoding="utf-8"?>\n<PubmedArticleSet>\n')
        for number in range(count):
            text = " ".join(chance.choice(texts).split())
            title, text = text[:80], text[80:2000]
            packed.write(_RECORD.format(number=number + 1, title=escape(title), text=escape(text)))
            plain.write(f"{title} {text}\n")
            size += len(f"{title}\n{text}".encode())
        packed.write("</PubmedArticleSet>\n")
    return xml, lines, size


def run(*arguments: str) -> tuple[float, int]:
    """Seconds of CPU time and the largest memory, in MB, of a command of its own."""
    start = time.monotonic()
    child = os.spawnv(
        os.P_NOWAIT, sys.executable, [sys.executable, "-c", "from zhengming.cli import main; main()", *arguments]
    )
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(arguments)}: exit status {os.waitstatus_to_exitcode(status)}")
    print(f"{arguments[1]}: {time.monotonic() - start:.1f} s", file=sys.stderr)
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024


def main(arguments: list[str]) -> None:
    count = int(arguments[arguments.index("--records") + 1]) if "--records" in arguments else 30_000
    texts = documents(Path(arguments[0]), 0)["en"]
    rows = [
        "| records | MB of text | PubMed XML, MB/s | memory, MB | plain lines, MB/s | memory, MB | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in (count // 10, count):
            xml, lines, size = compose(texts, number, folder)
            out = str(folder / "out.jsonl")
            seconds, memory = run("annotate", str(xml), "--json", "-o", out)
            plain, plain_memory = run("annotate", str(lines), "--lines", "--json", "-o", out)
            rows.append(
                f"| {number:,} | {size / 1e6:.1f} | {size / 1e6 / seconds:.2f} | {memory} | {size / 1e6 / plain:.2f} | "
                f"{plain_memory} | **{plain / seconds:.2f}** |"
            )
            print(rows[-1], flush=True)
    if "--record" in arguments:
        section("PubMed XML", __doc__, [*rows, "", "Rates by CPU time, start-up included."])


if __name__ == "__main__":
    main(sys.argv[1:])

"""Definitions in English text beside others' tools: the same documents, exact short and long form, the same run.

    python tests/benchmarks/define.py GOLD.jsonl [--record]

GOLD is a JSON Lines file of documents (`title`, `text`, `pairs` of short and long form), such as half of MED1250 (Sohn,
Comeau, Kim and Wilbur 2008). Case and white space do not count. Peers that are not installed stand in the table as such.
`--record` writes the section of these figures into `RESULTS.md` beside this file.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zhengming

HERE = Path(__file__).resolve().parent
ROUNDS = 5
Pairs = set[tuple[str, str]]


def plain(text: str) -> str:
    return re.sub(r"\s+", "", text).lower()


def ours() -> Callable[[str], list[tuple[str, str]]]:
    tagger = zhengming.load()
    return lambda text: [(d.short, d.long_en) for d in tagger.define(text) if d.short and d.long_en]


def schwartz_hearst() -> Callable[[str], list[tuple[str, str]]]:
    from abbreviations import schwartz_hearst as peer

    return lambda text: list(peer.extract_abbreviation_definition_pairs(doc_text=text).items())


def scispacy() -> Callable[[str], list[tuple[str, str]]]:
    import spacy
    from scispacy.abbreviation import AbbreviationDetector  # noqa: F401

    nlp = spacy.blank("en")
    nlp.add_pipe("abbreviation_detector")
    return lambda text: [(str(a), str(a._.long_form)) for a in nlp(text)._.abbreviations]


TOOLS = {"zhengming": ours, "abbreviations (Schwartz-Hearst)": schwartz_hearst, "scispaCy": scispacy}


def main(arguments: list[str]) -> None:
    path = next(a for a in arguments if not a.startswith("--"))
    records = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    texts = [f"{record['title']}\n{record['text']}" for record in records]
    gold = [{(plain(s), plain(long)) for s, long in map(pair, record["pairs"])} for record in records]
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    rows = ["| tool | precision | recall | F1 | MB/s |", "|---|---|---|---|---|"]
    for name, make in TOOLS.items():
        try:
            define = make()
        except ImportError as error:
            rows.append(f"| {name} | not installed: {error.name} | | | |")
            continue
        found: list[Pairs] = [{(plain(s), plain(long)) for s, long in define(text)} for text in texts]
        right = sum(len(a & b) for a, b in zip(found, gold, strict=True))
        precision, recall = right / sum(map(len, found)), right / sum(map(len, gold))
        rounds = []
        for _ in range(ROUNDS):
            start = time.process_time()
            for text in texts:
                define(text)
            rounds.append(megabytes / (time.process_time() - start))
        f1 = 2 * precision * recall / (precision + recall)
        rows.append(f"| {name} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {statistics.median(rounds):.1f} |")
    print("\n".join(rows))
    if "--record" in arguments:
        section = "\n".join(
            [
                "## Definitions in English",
                "",
                f"Written by `python tests/benchmarks/define.py GOLD.jsonl --record`: {len(texts)} documents, "
                f"{sum(map(len, gold))} pairs; median of {ROUNDS} rounds, CPU time.",
                "",
                *rows,
                "",
            ]
        )
        results = HERE / "RESULTS.md"
        text = results.read_text(encoding="utf-8")
        pattern = re.compile(r"## Definitions in English\n.*?(?=\n## |\Z)", re.S)
        text = pattern.sub(lambda _: section, text) if pattern.search(text) else f"{text.rstrip()}\n\n{section}"
        results.write_text(text, encoding="utf-8")


def pair(item: Any) -> tuple[str, str]:
    return (item["sf"], item["lf"]) if isinstance(item, dict) else (item[0], item[1])


if __name__ == "__main__":
    main(sys.argv[1:])

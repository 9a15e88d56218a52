"""Words of Chinese and terms of public terminologies that are none of ours, and how many `normalize` takes for ours.

    python tests/benchmarks/strangers.py [TERMINOLOGIES] [--share 0.1] [--errors] [--record]

Asked are jieba's words of two to seven characters, and with a folder the names of MeSH, CL, UBERON and MONDO whose entry is no
concept's identifier, a share of them drawn by their letters; what is a spelling of the lexicon itself is left out. A word is no
misprint of a name, so that an answer by a changed letter is wrong; one by a word left out (`Severe Obesity`) or by form alone
(`Pigs`) may be right.
"""

from __future__ import annotations

import csv
import gzip
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from results import section

import zhengming
from zhengming.characters import is_han
from zhengming.segment import dictionary
from zhengming.tagger import Tagger

LEAST = 0.7
CHANGED = frozenset({"strings.misprinted", "strings.mistyped", "strings.clipped"})


def words() -> Iterator[tuple[str, str]]:
    """Jieba's Chinese words."""
    for word in dictionary():
        if 1 < len(word) < 8 and all(map(is_han, word)):
            yield "", word


def terms(folder: Path, prefix: str) -> Iterator[tuple[str, str]]:
    """Identifier and name, from one terminology."""
    pattern = "mesh_id_label_mappings.tsv.gz" if prefix == "MESH" else f"{prefix}-ontology*.tsv.gz"
    with gzip.open(next(folder.glob(pattern)), "rt", encoding="utf-8") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            identifier = f"MESH:{row[0]}" if prefix == "MESH" else row[0]
            others = row[2].split("|") if len(row) > 2 and not re.match(r"[A-Z]\d\d", row[2]) else []
            for name in (row[1], *others):
                if name and len(name) < 90:
                    yield identifier, name


def asked(tagger: Tagger, pairs: Iterator[tuple[str, str]], share: float, errors: bool) -> tuple[int, Counter[str]]:
    """How many strings that are none of ours, and how many answers by what gave them."""
    own = {identifier for concept in tagger.lexicon for identifier in concept.xrefs}
    number, answers, seen = 0, Counter[str](), set[str]()
    for identifier, name in pairs:
        if name in seen or identifier in own or crc32(name.encode()) / 2**32 > share:
            continue
        seen.add(name)
        if tagger.lookup(name):
            continue
        number += 1
        matches = tagger.normalize(name, min_score=LEAST)
        if matches:
            steps = matches[0].steps
            kind = "changed" if CHANGED & set(steps) else "left out" if any("forms." in s for s in steps) else "form"
            answers[kind] += 1
            if errors:
                print(name, matches[0].concept.en, matches[0].name.text, *steps, sep="\t")
    return number, answers


def main(arguments: list[str]) -> None:
    share = float(arguments[arguments.index("--share") + 1]) if "--share" in arguments else 0.1
    paths = [a for a in arguments if not a.startswith("--") and not re.fullmatch(r"[\d.]+", a)]
    tagger = zhengming.load()
    sources = {"jieba's words": (words(), 1.0)}
    for prefix in ("MESH", "CL", "UBERON", "MONDO") if paths else ():
        sources[prefix] = (terms(Path(paths[0]), prefix), share)
    lines = [
        "| source | share | strings | a changed letter | a word left out | form alone |",
        "|---|---|---|---|---|---|",
    ]
    for source, (pairs, part) in sources.items():
        number, answers = asked(tagger, pairs, part, "--errors" in arguments)
        kinds = " | ".join(str(answers[kind]) for kind in ("changed", "left out", "form"))
        lines.append(f"| {source} | {part:g} | {number:,} | {kinds} |")
        print(lines[-1], flush=True)
    if "--record" in arguments:
        section("Strangers", __doc__, [*lines, "", f"Lexicon {tagger.lexicon.stamp}."])


if __name__ == "__main__":
    main(sys.argv[1:])

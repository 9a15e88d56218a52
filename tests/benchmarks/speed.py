"""Whole `annotate` against spaCy's PhraseMatcher pipeline: same documents, same names, one process, one core.

    python tests/benchmarks/speed.py [TEXTS] [--record]

TEXTS is a folder with JSON Lines files of documents (fields `text`, or `text_zh` and `text_en`); without it the composed
documents of `corpora/` are repeated to fill the sets. Rounds of both tools alternate over the same slices; the figures
are medians of CPU time, the ratio is the median of the rounds' ratios. `--record` writes `RESULTS.md` beside this file.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

import zhengming

ROUNDS, SLICE = 7, 300
HERE = Path(__file__).resolve().parent


def documents(folder: Path | None, characters: int) -> dict[str, list[str]]:
    """Documents by language: zh, en and mixed (both in one text)."""
    sets: dict[str, list[str]] = {"zh": [], "en": [], "mixed": []}
    if folder is None:
        for path in sorted((HERE.parent.parent / "corpora").glob("*/*.txt")):
            text = path.read_text(encoding="utf-8")
            han = sum("\u4e00" <= c <= "\u9fff" for c in text) / len(text)
            sets["zh" if han > 0.5 else "en" if han < 0.05 else "mixed"].append(text)
        return {kind: (texts * (1 + ROUNDS * SLICE // len(texts)) if texts else []) for kind, texts in sets.items()}
    for path in sorted(folder.iterdir()):
        for record in records(path):
            if record.get("text_zh") and record.get("text_en"):
                sets["mixed"].append(f"{record['text_zh']}\n{record['text_en']}")
            elif record.get("text"):
                sets["zh" if record.get("lang") == "zh" else "en"].append(record["text"])
    return {kind: list(joined(texts, characters)) for kind, texts in sets.items()}


def joined(texts: list[str], characters: int) -> Iterator[str]:
    """Texts one after the other in documents of at least so many characters (0: each text by itself)."""
    document: list[str] = []
    for text in texts:
        document.append(text)
        if sum(map(len, document)) >= characters:
            yield "\n".join(document)
            document = []


def records(path: Path) -> Iterator[dict[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    if ".jsonl" in path.name:
        with opener(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def phrase_matcher(lang: str, names: dict[str, str]) -> Callable[[str], object]:
    """spaCy's own way to the same output: a blank pipeline with default settings and a PhraseMatcher component on
    lower-cased text whose longest spans become entities with their ids; then their offsets are read."""
    nlp = spacy.blank(lang)
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    by_id: dict[str, list[str]] = {}
    for name, id_ in names.items():
        by_id.setdefault(id_, []).append(name)
    for id_, spellings in by_id.items():
        matcher.add(id_, list(nlp.tokenizer.pipe(spellings)))

    @Language.component(f"names_{lang}")
    def component(doc: Doc) -> Doc:
        doc.set_ents(filter_spans(matcher(doc, as_spans=True)))
        return doc

    nlp.add_pipe(f"names_{lang}")
    return lambda text: [(ent.start_char, ent.end_char, ent.label_, ent.text) for ent in nlp(text).ents]


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - start


def measure(kind: str, texts: list[str], tagger: zhengming.Tagger, names: dict[str, str]) -> dict[str, float]:
    peer = phrase_matcher("en" if kind == "en" else "zh", names)
    texts = texts[: ROUNDS * SLICE]
    size = max(1, len(texts) // ROUNDS)
    for text in texts[:50]:
        tagger.annotate(text), peer(text)
    ours, theirs, ratios = [], [], []
    for number in range(ROUNDS):
        part = texts[number * size : (number + 1) * size]
        megabytes = sum(len(text.encode()) for text in part) / 1e6
        first, second = (tagger.annotate, peer) if number % 2 else (peer, tagger.annotate)
        times = {first: seconds(first, part), second: seconds(second, part)}
        ours.append(megabytes / times[tagger.annotate])
        theirs.append(megabytes / times[peer])
        ratios.append(ours[-1] / theirs[-1])
    return {
        "documents": len(texts),
        "characters": round(sum(map(len, texts)) / len(texts)),
        "ours": statistics.median(ours),
        "peer": statistics.median(theirs),
        "ratio": statistics.median(ratios),
        "low": min(ratios),
        "high": max(ratios),
    }


def main(arguments: list[str]) -> None:
    record = "--record" in arguments
    paths = [argument for argument in arguments if not argument.startswith("--")]
    characters = int(paths.pop(1)) if len(paths) > 1 else 0
    start = time.perf_counter()
    tagger = zhengming.load()
    tagger.annotate("若干细胞因子（NP）与 OA")
    ready = time.perf_counter() - start
    names = {spelling: entries[0].concept.id for spelling, entries in tagger.lexicon.index.items()}
    lines = [
        "| documents | number | characters each | zhengming MB/s | PhraseMatcher MB/s | ratio | range of rounds |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind, texts in documents(Path(paths[0]) if paths else None, characters).items():
        if not texts:
            continue
        row = measure(kind, texts, tagger, names)
        lines.append(
            f"| {kind} | {row['documents']} | {row['characters']} | {row['ours']:.2f} | {row['peer']:.2f} | "
            f"**{row['ratio']:.1f}** | {row['low']:.1f}–{row['high']:.1f} |"
        )
        print(lines[-1], flush=True)
    lines += ["", f"Ready to annotate (load, index, automata, word list): {ready:.2f} s."]
    if record:
        source = "real texts (the folder given)" if paths else "composed documents of corpora/, repeated"
        head = [
            "# Benchmarks",
            "",
            "## Speed",
            "",
            "Written by `python tests/benchmarks/speed.py [TEXTS] --record`: whole `annotate` (offsets, definitions, senses, "
            "objects) against spaCy's PhraseMatcher pipeline with default settings, the same documents and the same "
            f"{len(names):,} spellings, one process, CPU time, median of {ROUNDS} alternating rounds. Texts: {source}. "
            f"CPython {platform.python_version()}, spaCy {spacy.__version__}, lexicon {tagger.lexicon.stamp}, "
            f"{os.cpu_count()} cores.",
            "",
        ]
        section = "\n".join([*head[2:], *lines]) + "\n"
        path = HERE / "RESULTS.md"
        text = path.read_text(encoding="utf-8") if path.exists() else "# Benchmarks\n\n## Speed\n"
        path.write_text(re.sub(r"## Speed\n.*?(?=\n## |\Z)", lambda _: section, text, flags=re.S), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])

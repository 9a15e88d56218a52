"""Whole `annotate` beside the forty-line reference, raw daachorse, flashtext2, spaCy and gilda: the same documents and names.

    python tests/benchmarks/peers.py [TEXTS] [--terminologies FOLDER] [--names own|10000|100000|1000000 ...] [--only TOOL ...] [--record]

TEXTS is a folder with JSON Lines files of documents (see `speed.py`); without it sentences of `corpora/` are put together in
new orders. Without `--terminologies` names are made of parts of our own. Every tool is given the same slice in each round, in
an order that turns, and no document twice; figures are medians of CPU time, a ratio is the median of the rounds' ratios.
Peers are installed by whoever runs this; one that cannot be imported or built has its error in the table.
`--record` writes a section of `RESULTS.md` for each number of names.
"""

from __future__ import annotations

import argparse
import importlib
import os
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import daachorse
from names import names as terminology_names
from reference import Reference
from results import section

import zhengming
from zhengming.folding import fold

ROUNDS, CHARACTERS = 5, 1500
CORPORA = Path(__file__).resolve().parent.parent.parent / "corpora"
Names = Mapping[str, str]
Tool = Callable[[str], object]


def texts_of(folder: Path | None, count: int) -> dict[str, list[str]]:
    """So many different documents in each language."""
    if folder is not None:
        from speed import documents

        return {kind: list(dict.fromkeys(texts))[:count] for kind, texts in documents(folder, CHARACTERS).items()}
    whole = "\n".join(path.read_text(encoding="utf-8") for path in sorted(CORPORA.glob("*/*.txt")))
    sentences = [s for s in re.split(r"(?<=[。；])|(?<=[.;])\s|\n", whole) if len(s) > 15]
    sets: dict[str, list[str]] = {"en": [], "zh": []}
    for sentence in sentences:
        share = sum("\u4e00" <= c <= "\u9fff" for c in sentence) / len(sentence)
        if share > 0.5 or share < 0.05:
            sets["zh" if share > 0.5 else "en"].append(sentence)
    sets["mixed"] = sets["en"] + sets["zh"]
    chance = random.Random(7)
    return {
        kind: [" ".join(chance.choices(of, k=max(1, CHARACTERS * len(of) // sum(map(len, of))))) for _ in range(count)]
        for kind, of in sets.items()
        if of
    }


def tagger_of(size: str, terminologies: Path | None) -> tuple[zhengming.Tagger, float]:
    """A tagger over so many names, and the seconds that reading and building it took."""
    start = time.perf_counter()
    if size == "own":
        tagger = zhengming.load()
        tagger.annotate("OA")
        return tagger, time.perf_counter() - start
    count = int(size)
    if terminologies is not None:
        listed = terminology_names(terminologies, count)
    else:
        parts = sorted(
            {name.text for concept in zhengming.load().lexicon for name in concept.names if len(name.text) > 3}
        )
        chance = random.Random(1)
        chance.shuffle(parts)
        made = dict.fromkeys(parts[:count])
        while len(made) < count:
            one, other = chance.choice(parts), chance.choice(parts)
            made.setdefault(one + ("" if one[-1] > "\u4e00" else " ") + other)
        listed = list(made)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "names.tsv")
        table.write_text("".join(f"{name}\tX:{number}\n" for number, name in enumerate(listed)), encoding="utf-8")
        start = time.perf_counter()
        tagger = zhengming.load(table)
        tagger.annotate("OA")
    return tagger, time.perf_counter() - start


def raw_scan(kind: str, names: Names) -> Tool:
    """The scan alone, of text folded beforehand (outside the timer)."""
    return daachorse.CharwiseDoubleArrayAhoCorasick(list(names)).find_overlapping


def flashtext2(kind: str, names: Names) -> Tool:
    """It folds nothing but case."""
    processor = importlib.import_module("flashtext2").KeywordProcessor(case_sensitive=False)
    for name, id_ in names.items():
        processor.add_keyword(name, id_)
    return processor.extract_keywords_with_span


def phrase_matcher(lang: str, tuned: bool = False) -> Callable[[str, Names], Tool]:
    """spaCy with a PhraseMatcher; tuned: a cache of tokens that the names cannot fill."""

    def make(kind: str, names: Names) -> Tool:
        import speed

        if tuned:
            import spacy
            from spacy.matcher import PhraseMatcher
            from spacy.util import filter_spans

            nlp = spacy.blank("en")
            nlp.tokenizer.max_cache_size = 1_000_000
            matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
            for name, id_ in names.items():
                matcher.add(id_, [nlp.tokenizer(name)])
            return lambda text: [
                (s.start_char, s.end_char, s.label_, s.text) for s in filter_spans(matcher(nlp(text), as_spans=True))
            ]
        return speed.phrase_matcher(lang, dict(names))

    return make


def jieba_matcher(kind: str, names: Names) -> Tool:
    import spacy
    from spacy.matcher import PhraseMatcher
    from spacy.util import filter_spans

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for name, id_ in names.items():
        matcher.add(id_, [nlp.tokenizer(name)])
    return lambda text: [
        (s.start_char, s.end_char, s.label_, s.text) for s in filter_spans(matcher(nlp(text), as_spans=True))
    ]


def gilda(kind: str, names: Names) -> Tool:
    from gilda import annotate
    from gilda.grounder import Grounder
    from gilda.process import normalize
    from gilda.term import Term

    terms: dict[str, list[Term]] = {}
    for name, id_ in names.items():
        term = Term(normalize(name), name, "X", id_, name, "name", "names")
        terms.setdefault(term.norm_text, []).append(term)
    grounder = Grounder(terms)
    return lambda text: annotate(text, grounder=grounder)


TOOLS: dict[str, tuple[str, Callable[[str, Names], Tool]]] = {
    "reference": ("en zh mixed", lambda kind, names: Reference(names)),
    "raw daachorse": ("en zh mixed", raw_scan),
    "flashtext2": ("en zh mixed", flashtext2),
    "spaCy en PhraseMatcher": ("en", phrase_matcher("en")),
    "spaCy en PhraseMatcher, tuned": ("en", phrase_matcher("en", tuned=True)),
    "spaCy zh-char PhraseMatcher": ("zh mixed", phrase_matcher("zh")),
    "spaCy zh-jieba PhraseMatcher": ("zh", jieba_matcher),
    "gilda.annotate": ("en", gilda),
}


def seconds(tool: Tool, texts: list[str]) -> float:
    start = time.process_time()
    for text in texts:
        tool(text)
    return time.process_time() - start


def wrong_offsets(tool: Tool, texts: list[str], names: Names) -> str:
    """The share of spans whose text is no name."""
    spans = [text[start:end].lower() in names for text in texts for _, start, end in tool(text)]
    return f"{1 - sum(spans) / len(spans):.0%} of {len(spans)} offsets wrong" if spans else "no hit"


def measure(kind: str, texts: list[str], tagger: zhengming.Tagger, names: Names, only: list[str]) -> list[str]:
    tools: dict[str, Tool] = {"zhengming": tagger.annotate}
    errors, notes = {}, {}
    for name, (kinds, make) in TOOLS.items():
        if kind in kinds.split() and (not only or name in only):
            start = time.perf_counter()
            try:
                tools[name] = make(kind, names)
                notes[name] = f"built in {time.perf_counter() - start:.1f} s"
            except Exception as error:  # a peer that fails is a row that says why
                errors[name] = f"{type(error).__name__}: {' '.join(str(error).split())[:90]}"
    size = len(texts) // (ROUNDS + 1)
    for tool in tools.values():
        seconds(tool, texts[:size])
    rates: dict[str, list[float]] = {name: [] for name in tools}
    for number in range(1, ROUNDS + 1):
        part = texts[number * size : (number + 1) * size]
        megabytes = sum(len(text.encode()) for text in part) / 1e6
        folded = [fold(text).text for text in part]
        order = list(tools)[number % len(tools) :] + list(tools)[: number % len(tools)]
        for name in order:
            rates[name].append(megabytes / seconds(tools[name], folded if name == "raw daachorse" else part))
    if "flashtext2" in tools:
        notes["flashtext2"] += ", " + wrong_offsets(tools["flashtext2"], texts[:size], names)
    lines = []
    for name, found in rates.items():
        ratios = [a / b for a, b in zip(rates["zhengming"], found, strict=True)]
        lines.append(
            f"| {kind} | {name} | {statistics.median(found):.2f} | **{statistics.median(ratios):.2f}** | "
            f"{min(ratios):.2f}–{max(ratios):.2f} | {notes.get(name, '')} |"
        )
    if "reference" in rates and "raw daachorse" in rates:
        share = statistics.median(a / b for a, b in zip(rates["reference"], rates["raw daachorse"], strict=True))
        lines.append(f"| {kind} | reference / raw daachorse | | {share:.2f} | | |")
    return lines + [f"| {kind} | {name} | {error} | | | |" for name, error in errors.items()]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("texts", nargs="?", type=Path)
    parser.add_argument("--terminologies", type=Path)
    parser.add_argument("--names", nargs="+", default=["own", "10000"])
    parser.add_argument("--only", nargs="+", default=[], choices=list(TOOLS))
    parser.add_argument("--documents", type=int, default=240)
    parser.add_argument("--record", action="store_true")
    given = parser.parse_args()
    documents = texts_of(given.texts, given.documents)
    for size in given.names:
        tagger, ready = tagger_of(size, given.terminologies)
        names = {spelling: entries[0].concept.id for spelling, entries in tagger.lexicon.index.items()}
        lines = [
            "| documents | tool | MB/s | zhengming is so many times as fast | range of rounds | |",
            "|---|---|---|---|---|---|",
        ]
        for kind, texts in documents.items():
            if texts:
                lines += measure(kind, texts, tagger, names, given.only)
        source = "real texts (the folder given)" if given.texts else "sentences of corpora/ in new orders"
        counted = ", ".join(f"{kind} {len(texts)}" for kind, texts in documents.items())
        below = f"{len(names):,} spellings; {source}: {counted}; zhengming ready in {ready:.1f} s; {ROUNDS} rounds, {os.cpu_count()} cores."
        print("\n".join([f"## {size} names", *lines, "", below]), flush=True)
        if given.record:
            title = "our own names" if size == "own" else f"{int(size):,} names"
            section(f"Speed beside peers, {title}", __doc__, [*lines, "", below])


if __name__ == "__main__":
    main()

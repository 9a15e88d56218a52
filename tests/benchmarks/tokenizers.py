"""`zhengming.MixedTokenizer.v1` against spaCy's jieba, character and English tokenizers, and the annotations each loses.

    python tests/benchmarks/tokenizers.py [TEXTS] [--record]

TEXTS is a folder with JSON Lines files of documents (fields `text`, or `text_zh` and `text_en`); without it the composed
documents of `corpora/` are repeated to fill the sets. All four see the same texts in one process, one after the other in
turning order, slice by slice; figures are medians of CPU time over the slices, ratios the medians of the slices' ratios.
Each has seen a third of the texts before (`new`), or all of them (`known`, where spaCy's English tokenizer remembers
whatever stands between two spaces). `Doc alone` is what spaCy itself needs for our tokens, when they have been cut already:
entries in its vocabulary and the `Doc`; no tokenizer that gives words can be faster. An annotation is lost where an edge of
it lies inside a token.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import spacy
from results import section
from spacy.tokens import Doc
from speed import documents

import zhengming

ROUNDS = 9
CONFIGS = {
    "zhengming": ("zh", {"@tokenizers": "zhengming.MixedTokenizer.v1"}),
    "jieba": ("zh", {"segmenter": "jieba"}),
    "characters": ("zh", {"segmenter": "char"}),
    "English": ("en", {}),
}


def tokenizers() -> dict[str, Callable[[str], Doc]]:
    import jieba

    jieba.setLogLevel(60)
    return {
        name: spacy.blank(lang, config={"nlp": {"tokenizer": config}} if config else {}).tokenizer
        for name, (lang, config) in CONFIGS.items()
    }


class DocAlone:
    """spaCy's part of the work: the `Doc` of tokens that somebody else has cut."""

    def __init__(self, cut: Callable[[str], Doc]) -> None:
        self._cut, self._vocab, self._known = cut, spacy.blank("zh").vocab, set[str]()

    def prepare(self, texts: list[str]) -> None:
        """Cut the texts that are to come, which is not timed."""
        docs = map(self._cut, texts)
        self._words = iter([([t.text for t in doc], [bool(t.whitespace_) for t in doc]) for doc in docs])

    def __call__(self, text: str) -> Doc:
        words, spaces = next(self._words)
        new = set(words) - self._known
        for word in new:
            self._vocab[word]
        self._known |= new
        return Doc(self._vocab, words=words, spaces=spaces)


def rates(tools: dict[str, Callable[[str], Doc]], texts: list[str]) -> dict[str, list[float]]:
    """Megabytes a second of each, slice by slice."""
    found: dict[str, list[float]] = {name: [] for name in tools}
    for number in range(ROUNDS):
        part = texts[number::ROUNDS]
        megabytes = sum(len(text.encode()) for text in part) / 1e6
        names = list(tools)
        for name in names[number % len(names) :] + names[: number % len(names)]:
            tool = tools[name]
            if isinstance(tool, DocAlone):
                tool.prepare(part)
            start = time.process_time()
            for text in part:
                tool(text)
            found[name].append(megabytes / (time.process_time() - start))
    return found


def lost(tagger: zhengming.Tagger, tool: Callable[[str], Doc], texts: list[str]) -> tuple[int, int]:
    """How many annotations have an edge inside a token, and how many there are."""
    gone = total = 0
    for text in texts:
        doc = tool(text)
        starts, ends = {token.idx for token in doc}, {token.idx + len(token) for token in doc}
        for a in tagger.annotate(text):
            total += 1
            start, end = a.end - len(a.text.lstrip()), a.start + len(a.text.rstrip())
            gone += start not in starts or end not in ends
    return gone, total


def main(arguments: list[str]) -> None:
    paths = [argument for argument in arguments if not argument.startswith("--")]
    tagger = zhengming.load()
    names = [*CONFIGS, "Doc alone"]
    head = [f"{name} MB/s" for name in names] + [f"ratio to {name}" for name in names[1:]]
    lines = [f"| texts | seen | {' | '.join(head)} |", "|---|---|" + "---|" * len(head)]
    losses = [
        f"| texts | annotations | {' | '.join(f'lost by {name}' for name in CONFIGS)} |",
        "|---|---|" + "---|" * 4,
    ]
    for kind, texts in documents(Path(paths[0]) if paths else None, 0).items():
        if not texts:
            continue
        random.Random(1).shuffle(texts)
        tools = tokenizers()
        third = len(texts) // 3
        tools["Doc alone"] = DocAlone(tokenizers()["zhengming"])
        for tool in tools.values():
            if isinstance(tool, DocAlone):
                tool.prepare(texts[:third])
            for text in texts[:third]:
                tool(text)
        for seen in ("new", "known"):
            found = rates(tools, texts[third:])
            ours = found["zhengming"]
            cells = [f"{statistics.median(values):.2f}" for values in found.values()]
            for values in list(found.values())[1:]:
                ratio = statistics.median(a / b for a, b in zip(ours, values, strict=True))
                cells.append(f"**{ratio:.2f}**" if ratio > 1 else f"{ratio:.2f}")
            lines.append(f"| {kind} | {seen} | {' | '.join(cells)} |")
            print(lines[-1], flush=True)
        counts = {name: lost(tagger, tools[name], texts) for name in CONFIGS}
        total = counts["zhengming"][1]
        losses.append(f"| {kind} | {total:,} | {' | '.join(f'{gone:,}' for gone, _ in counts.values())} |")
        print(losses[-1], flush=True)
    if "--record" in arguments:
        section("Tokenizers for spaCy", __doc__, [*lines, "", *losses])


if __name__ == "__main__":
    main(sys.argv[1:])

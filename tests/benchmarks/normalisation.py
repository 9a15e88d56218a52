"""Free strings to concepts of public gold: NCBI disease (MEDIC) and Yidu-N4K (ICD-9-CM-3), beside peers in the same run.

    python tests/benchmarks/normalisation.py [--ncbi FOLDER] [--yidu FOLDER] [--split dev|test] [--record]

FOLDER holds the corpus as it is published: `NCBIdevelopset_corpus.txt` (or `NCBItestset_corpus.txt`) and
`medic_06Jul2012.txt`; `code.txt` and `dev.csv` (or `test.csv`). Nothing is learnt from either. A mention is right where the
first answer is one of its MEDIC ids; a procedure where it is its standard name. zhengming is given the document at hand and
asked for the nearest (`nearest=True`); the peers are given the same names and strings: the string itself in lower case,
rapidfuzz's ratio and WRatio over all names, character n-gram TF-IDF nearest neighbour (scispaCy's way), and gilda where it
is installed. `--record` writes the section "Free strings to concepts" of `RESULTS.md`.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable
from math import log, sqrt
from pathlib import Path
from typing import NamedTuple

from calibration import Call, table
from rapidfuzz import fuzz, process
from results import section

from zhengming.exchange import read
from zhengming.lexicon import Lexicon
from zhengming.tagger import Tagger


class Item(NamedTuple):
    """A string, the ids that are right for it, and the document it is from."""

    text: str
    right: frozenset[str]
    document: str | None


Ranked = Callable[[Item], list[str]]


def ncbi(folder: Path, split: str) -> tuple[Lexicon, list[Item]]:
    """MEDIC, and the mentions with an id in it."""
    lexicon, _ = read([folder / "medic_06Jul2012.txt"], format="medic")
    owners: dict[str, set[str]] = {}
    for concept in lexicon:
        for id_ in (concept.id, *concept.xrefs):
            owners.setdefault(re.sub("^(?:MESH|OMIM):", "", id_), set()).add(concept.id)
    documents: dict[str, str] = {}
    mentions = []
    name = {"dev": "NCBIdevelopset_corpus.txt", "test": "NCBItestset_corpus.txt"}[split]
    for line in (folder / name).read_text(encoding="utf-8").splitlines():
        if found := re.match(r"(\d+)\|[ta]\|(.*)", line):
            documents[found[1]] = f"{documents[found[1]]}\n{found[2]}" if found[1] in documents else found[2]
        elif len(fields := line.split("\t")) == 6:
            mentions.append((fields[0], fields[3], re.split(r"[|+]", fields[5].strip())))
    items = []
    for document, text, ids in mentions:
        right = set().union(*(owners.get(re.sub("^(?:MESH|OMIM):", "", id_.strip()), set()) for id_ in ids))
        if right:
            items.append(Item(text, frozenset(right), documents[document]))
    return lexicon, items


def yidu(folder: Path, split: str) -> tuple[Lexicon, list[Item]]:
    """The standard names, and the strings that have one of them."""
    lexicon, _ = read([folder / "code.txt"], format="table", columns={"id": "1", "name": "2"})
    owners: dict[str, set[str]] = {}
    for concept in lexicon:
        for name in concept.names:
            owners.setdefault(name.text, set()).add(concept.id)
    rows = [line.split("\t") for line in (folder / f"{split}.csv").read_text(encoding="utf-8-sig").splitlines()[1:]]
    single = [row for row in rows if len(row) == 2 and "##" not in row[1]]
    return lexicon, [Item(text, frozenset(owners.get(name, ())), None) for text, name in single]


# --- systems -----------------------------------------------------------------------------------------------------------


def peers(lexicon: Lexicon) -> dict[str, Ranked]:
    """What others would do with the same names."""
    listed = [(name.text, concept.id) for concept in lexicon for name in concept.names]
    lower = [text.lower() for text, _ in listed]
    exact: dict[str, list[str]] = {}
    for text, (_, id_) in zip(lower, listed, strict=True):
        exact.setdefault(text, []).append(id_)

    def by(scorer: Callable[..., float]) -> Ranked:
        def rank(item: Item) -> list[str]:
            found = process.extract(item.text.lower(), lower, scorer=scorer, limit=40)
            return list(dict.fromkeys(listed[number][1] for _, _, number in found))

        return rank

    found: dict[str, Ranked] = {
        "exact, lower case": lambda item: exact.get(item.text.lower(), []),
        "rapidfuzz ratio": by(fuzz.ratio),
        "rapidfuzz WRatio": by(fuzz.WRatio),
        "1- to 3-gram TF-IDF": tf_idf(lower, [id_ for _, id_ in listed]),
    }
    try:
        found["gilda"] = gilda(listed)
    except ImportError:
        print("gilda is not installed: left out")
    return found


def tf_idf(names: list[str], ids: list[str]) -> Ranked:
    """Cosine over character 1- to 3-grams: scikit-learn's TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 3)).

    scispaCy takes 3-grams alone, which does worse on both corpora.
    """

    def grams(text: str) -> Counter[str]:
        return Counter(
            padded[at : at + size]
            for word in text.split()
            for padded in [f" {word} "]
            for size in (1, 2, 3)
            for at in range(len(padded) - size + 1)
        )

    counted = list(map(grams, names))
    df = Counter(gram for count in counted for gram in count)
    idf = {gram: log((1 + len(names)) / (1 + number)) + 1 for gram, number in df.items()}
    rows: dict[str, list[tuple[int, float]]] = {}
    for place, count in enumerate(counted):
        length = sqrt(sum((number * idf[gram]) ** 2 for gram, number in count.items())) or 1.0
        for gram, number in count.items():
            rows.setdefault(gram, []).append((place, number * idf[gram] / length))

    def rank(item: Item) -> list[str]:
        scores: dict[int, float] = {}
        for gram, number in grams(item.text.lower()).items():
            for place, weight in rows.get(gram, ()):
                scores[place] = scores.get(place, 0.0) + number * idf[gram] * weight
        best = sorted(scores, key=lambda place: -scores[place])[:40]
        return list(dict.fromkeys(ids[place] for place in best))

    return rank


def gilda(listed: list[tuple[str, str]]) -> Ranked:
    """gilda's grounder over the same names; its disambiguation models are for its own terms and stay out."""
    from gilda.grounder import Grounder
    from gilda.process import normalize
    from gilda.term import Term

    terms = [Term(normalize(text), text, "X", id_, text, "synonym", "X") for text, id_ in listed]
    grounder = Grounder(terms)
    return lambda item: [match.term.id for match in grounder.ground(item.text)]


def ours(lexicon: Lexicon) -> tuple[Ranked, list[Call]]:
    """zhengming, and what it said with which score."""
    tagger = Tagger(lexicon)
    calls: list[Call] = []

    def rank(item: Item) -> list[str]:
        matches = tagger.normalize(item.text, k=10, nearest=True, document=item.document)
        if matches:
            calls.append(Call(matches[0].score, matches[0].concept.id in item.right))
        return [match.concept.id for match in matches]

    tagger.normalize("warm up", nearest=True)
    return rank, calls


def score(name: str, rank: Ranked, items: list[Item]) -> str:
    start = time.process_time()
    answers = [rank(item) for item in items]
    rate = len(items) / (time.process_time() - start)
    first = sum(bool(item.right & set(answer[:1])) for item, answer in zip(items, answers, strict=True))
    ten = sum(bool(item.right & set(answer[:10])) for item, answer in zip(items, answers, strict=True))
    return f"| {name} | {first / len(items):.3f} | {ten / len(items):.3f} | {rate:,.0f} |"


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--ncbi", type=Path)
    options.add_argument("--yidu", type=Path)
    options.add_argument("--split", default="dev", choices=("dev", "test"))
    options.add_argument("--record", action="store_true")
    chosen = options.parse_args()
    lines: list[str] = []
    for title, folder, load in (("NCBI disease", chosen.ncbi, ncbi), ("Yidu-N4K", chosen.yidu, yidu)):
        if folder is None:
            continue
        lexicon, items = load(folder, chosen.split)
        lines += [f"### {title}, {chosen.split}: {len(items)} strings, {len(lexicon):,} concepts", ""]
        lines += ["| system | first answer right | among the first ten | strings a second |", "|---|---|---|---|"]
        rank, calls = ours(lexicon)
        for name, system in {"zhengming": rank, **peers(lexicon)}.items():
            lines.append(score(name, system, items))
            print(lines[-1], flush=True)
        lines += ["", *table(calls), ""]
    print("\n".join(lines))
    if chosen.record:
        section("Free strings to concepts", __doc__, lines)


if __name__ == "__main__":
    main()

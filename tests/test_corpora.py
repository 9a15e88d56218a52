"""The annotated corpora: sound files, and a tagger that still agrees with them."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from tests.benchmarks import agreement

from zhengming import tables
from zhengming.evaluation import evaluate, read_gold, tagger_run
from zhengming.tagger import Tagger

CORPORA = Path(__file__).resolve().parent.parent / "corpora"
MANIFESTS = sorted(CORPORA.glob("*/manifest.tsv"))
COLUMNS = ("start", "end", "text", "id", "en")
Mention = tuple[int, int, str, str, str]


def documents(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.txt"))


@cache
def gold(path: Path) -> list[Mention]:
    return [(int(f[0]), int(f[1]), f[2].replace("\\n", "\n"), f[3], f[4]) for _, f in tables.rows(path, COLUMNS)]


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.parent.name)
def test_the_manifest_lists_each_document_with_its_sum(manifest: Path) -> None:
    lines = [fields for _, fields in tables.rows(manifest, ("doc", "lang", "source", "licence", "sha256", "note"))]
    listed = [fields[0] for fields in lines]
    assert sorted(listed) == documents(manifest.parent)
    assert listed
    assert sorted(p.stem for p in manifest.parent.glob("*.tsv") if p != manifest) == documents(manifest.parent)
    for doc, lang, source, licence, digest, _note in lines:
        assert hashlib.sha256((manifest.parent / f"{doc}.txt").read_bytes()).hexdigest() == digest, doc
        assert lang in ("zh", "en", "mixed"), doc
        assert source, doc
        assert licence, doc


@pytest.mark.parametrize(
    "path", [m.parent / f"{d}.tsv" for m in MANIFESTS for d in documents(m.parent)], ids=lambda path: path.stem
)
def test_annotations_fit_the_text_and_the_lexicon(path: Path, tagger: Tagger) -> None:
    text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    before = 0
    for start, end, surface, id_, en in gold(path):
        assert before <= start < end, surface
        assert text[start:end] == surface
        # Gold comes before the names that it measures: an id may still be without its concept.
        concept = tagger.lexicon.concepts.get(id_)
        assert concept is None or concept.en == en, surface
        before = end
    assert before


def test_strict_f1_on_the_sample(tagger: Tagger) -> None:
    counts: Counter[str] = Counter()
    misses = []
    for doc in documents(CORPORA / "sample"):
        listed = {(start, end, id_) for start, end, _, id_, _ in gold(CORPORA / "sample" / f"{doc}.tsv")}
        text = (CORPORA / "sample" / f"{doc}.txt").read_bytes().decode("utf-8")
        found = {(a.start, a.end, a.concept.id) for a in tagger.annotate(text)}
        counts.update(right=len(listed & found), listed=len(listed), found=len(found))
        for sign, spans in (("missed", listed - found), ("wrong", found - listed)):
            misses += [f"{doc} {sign} {s}-{e} {text[s:e]!r} {tagger.lexicon[i].en}" for s, e, i in sorted(spans)]
    f1 = 2 * counts["right"] / (counts["listed"] + counts["found"])
    assert f1 >= 0.97, f"strict F1 {f1:.4f}\n" + "\n".join(misses)


def test_there_is_a_sample() -> None:
    assert CORPORA / "sample" / "manifest.tsv" in MANIFESTS
    assert len(documents(CORPORA / "sample")) >= 10


def test_the_agreement_shown_is_that_of_the_two_passes() -> None:
    shown = agreement.MARKS.search((CORPORA / "README.md").read_text(encoding="utf-8"))
    assert shown is not None
    assert agreement.table() in shown[0], "run: python tests/benchmarks/agreement.py"


@pytest.mark.parametrize("lang", ["zh", "en", "mixed"])
def test_strict_f1_on_the_domain(lang: str, tagger: Tagger) -> None:
    documents = [document for document in read_gold(CORPORA / "domain") if document.lang == lang]
    result = evaluate(documents, tagger_run(tagger), {})
    faults = [f"{f.document} {f.kind} {f.text!r}" for f in result.faults]
    assert len(documents) >= 15
    assert result.scores["all"].f1 >= 0.95, "\n".join(faults)

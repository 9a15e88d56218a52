"""What a lexicon holds, and how it stands against public terminologies and against texts of other fields.

Start reading at `statistics`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from zhengming.folding import fold
from zhengming.lexicon import Lexicon
from zhengming.lint import Problem, records
from zhengming.model import Concept
from zhengming.tagger import Tagger

#: A concept of the review with fewer names than this in a language says why in its note.
_ENOUGH = 3
_FEW = re.compile(r"few names: ?([^;.]+)")


def statistics(lexicon: Lexicon) -> dict[str, int | dict[str, int]]:
    """Counts of concepts, names and what they have, in all and by category, language and type."""
    names = [name for concept in lexicon for name in concept.names]
    few = [c for c in lexicon if _evidence(c) and min(_names_by_language(c)) < _ENOUGH]
    return {
        "concepts": len(lexicon),
        "evidence": sum(map(_evidence, lexicon)),
        "names": len(names),
        "spellings": len(lexicon.index),
        "senses": len(lexicon.meanings),
        "identifiers": sum(bool(c.xrefs) for c in lexicon),
        "parents": sum(bool(c.parent) for c in lexicon),
        "definitions": sum(bool(c.definition_en and c.definition_zh) for c in lexicon),
        "few_explained": sum(bool(_FEW.search(c.note)) for c in few),
        "few_names": {
            f"{c.id} {c.en} (en {english}, zh {chinese}): {why[1] if (why := _FEW.search(c.note)) else '?'}": english
            + chinese
            for c in few
            for english, chinese in [_names_by_language(c)]
        },
        "by_category": dict(sorted(Counter(c.category for c in lexicon).items())),
        "by_lang": dict(sorted(Counter(n.lang for n in names).items())),
        "by_type": dict(sorted(Counter(n.type for n in names).items())),
    }


def _evidence(concept: Concept) -> bool:
    """Whether the review speaks of a concept; the others stand beside it."""
    return concept.source.startswith("review")


def _names_by_language(concept: Concept) -> tuple[int, int]:
    """English and Chinese names; a short form used in both languages counts in both."""
    langs = Counter(name.lang for name in concept.names)
    return langs["en"] + langs["mul"], langs["zh-Hans"] + langs["zh-Hant"] + langs["mul"]


def check_xrefs(lexicon: Lexicon, terminology: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    """Each identifier is in the terminology, under a name that the concept has too.

    Args:
        lexicon: a lexicon read from a folder.
        terminology: identifier to its label and synonyms; identifiers of other systems are not looked at.
    """
    assert lexicon.folder is not None
    systems = {id_.partition(":")[0] for id_ in terminology}
    for record in records(lexicon.folder):
        if record.kind != "concept":
            continue
        own = {key for name in lexicon.concepts[record.fields["id"]].names for key in _keys(name.text)}
        for xref in record.fields["xrefs"].split():
            if xref.partition(":")[0] not in systems:
                continue
            names = terminology.get(xref)
            if names is None:
                yield Problem(
                    record.file, record.line, "xrefs.unknown", xref, "no such entry: correct it or take it out"
                )
            elif not any(own & _keys(name) for name in names):
                yield Problem(
                    record.file, record.line, "xrefs.label", xref,
                    f"is called '{names[0]}' there, and no name of ours: check it, and list that name if it is right",
                )  # fmt: skip


def _keys(name: str) -> set[str]:
    """What two spellings of a name share: its words in any order (Osteoarthritis, Knee), or all its letters run together."""
    words = re.findall(r"[^\W\d_]+|\d+", fold(name).text)
    return {" ".join(sorted(word.removesuffix("s") for word in words)), "".join(words).removesuffix("s")}


class Noise(NamedTuple):
    """How often a concept is found in texts that are not about its field, and under which names."""

    concept: Concept
    documents: int
    share: float
    texts: tuple[str, ...]


def noise(lexicon: Lexicon, texts: Iterable[str]) -> tuple[list[Noise], float]:
    """Which concepts are found in general texts, most frequent first.

    Returns:
        tuple: the concepts, and the mentions per 1,000 characters.
    """
    tagger = Tagger(lexicon)
    documents: Counter[Concept] = Counter()
    surfaces: defaultdict[Concept, Counter[str]] = defaultdict(Counter)
    number = characters = mentions = 0
    for text in texts:
        number += 1
        characters += len(text)
        annotations = list(tagger.annotate(text))
        mentions += len(annotations)
        documents.update({a.concept for a in annotations})
        for a in annotations:
            surfaces[a.concept][a.text] += 1
    found = [
        Noise(concept, count, count / number, tuple(surface for surface, _ in surfaces[concept].most_common(5)))
        for concept, count in documents.most_common()
    ]
    return found, 1000 * mentions / characters if characters else 0.0

"""Found mentions against gold ones, strictly: right are the same start, end and concept. Start reading at `evaluate`.

A gold set is a folder with `manifest.tsv`, a `.txt` for each document and its mentions in a `.tsv`
(`corpora/GUIDELINES.md`). Precision, recall and F1 as in van Rijsbergen (1979), "Information Retrieval"; counts are
added up over documents before dividing (micro-average). Beside a system stands the same lexicon as a plain dictionary.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from zhengming import tables
from zhengming.automaton import matcher
from zhengming.errors import InputError
from zhengming.lexicon import Lexicon
from zhengming.match import best_cover, edges_hold
from zhengming.tagger import Tagger

MANIFEST_COLUMNS = ("doc", "lang", "source", "licence", "sha256", "note")
MENTION_COLUMNS = ("start", "end", "text", "id", "en")


class Mention(NamedTuple):
    """A concept at a place of a text, in code points."""

    start: int
    end: int
    concept: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """An annotated document.

    Attributes:
        name: `set/doc`.
        lang: `zh`, `en` or `mixed`.
        text: the text as it is.
        mentions: its gold mentions.
    """

    name: str
    lang: str
    text: str
    mentions: frozenset[Mention]


#: From a document to the mentions that a system finds in it.
System = Callable[[GoldDocument], Iterable[Mention]]


@dataclass(slots=True)
class Score:
    """Counts of a group of mentions, and the measures from them (0 where nothing was found or listed)."""

    right: int = 0
    found: int = 0
    listed: int = 0

    @property
    def precision(self) -> float:
        """Share of the found mentions that are right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold mentions that are found."""
        return self.right / self.listed if self.listed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return 2 * self.right / (self.found + self.listed) if self.found + self.listed else 0.0


class Fault(NamedTuple):
    """A mention that a system missed, or found where there is none."""

    document: str
    kind: str
    mention: Mention
    text: str


@dataclass(slots=True)
class Evaluation:
    """What a system scores.

    Attributes:
        scores: by group: `all`, `set:sample`, `lang:zh`, `category:cell` (of the gold concept or the found one).
        faults: `missed` and `wrong` mentions, in the order of the documents.
    """

    scores: dict[str, Score] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def evaluate(documents: Sequence[GoldDocument], system: System, categories: Mapping[str, str]) -> Evaluation:
    """Score a system.

    Args:
        documents: the gold documents.
        system: what finds mentions.
        categories: concept to category.
    """
    result = Evaluation()
    counts: Counter[tuple[str, str]] = Counter()
    for document in documents:
        found = frozenset(system(document))
        groups = ("all", f"set:{document.name.partition('/')[0]}", f"lang:{document.lang}")
        for kind, mentions in (
            ("right", found & document.mentions),
            ("found", found),
            ("listed", document.mentions),
        ):
            for group in groups:
                counts[group, kind] += len(mentions)
            for mention in mentions:
                counts[f"category:{categories.get(mention.concept, '?')}", kind] += 1
        for kind, mentions in (("missed", document.mentions - found), ("wrong", found - document.mentions)):
            result.faults += [Fault(document.name, kind, m, document.text[m.start : m.end]) for m in sorted(mentions)]
    order = ("all", "set", "lang", "category")
    for group in sorted({group for group, _ in counts}, key=lambda g: (order.index(g.partition(":")[0]), g)):
        result.scores[group] = Score(*(counts[group, kind] for kind in ("right", "found", "listed")))
    return result


# --- gold ----------------------------------------------------------------------------------------------------------


def read_gold(folder: Path) -> list[GoldDocument]:
    """The documents of a gold set, or of all sets inside a folder, in the order of their manifests.

    Raises:
        InputError: there is no set, a document has changed since it was annotated, or a mention does not fit its text.
        LexiconError: a table has another shape.
    """
    manifests = (
        [folder / "manifest.tsv"] if (folder / "manifest.tsv").is_file() else sorted(folder.glob("*/manifest.tsv"))
    )
    if not manifests:
        raise InputError("gold.none", file=folder)
    return [document for manifest in manifests for document in _read_set(manifest)]


def _read_set(manifest: Path) -> Iterator[GoldDocument]:
    for line, (doc, lang, _source, _licence, digest, _note) in tables.rows(manifest, MANIFEST_COLUMNS):
        path = manifest.with_name(f"{doc}.txt")
        try:
            data = path.read_bytes()
        except OSError as error:
            raise InputError("input.unreadable", file=path, reason=error.strerror or error) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise InputError("gold.changed", file=path, manifest=f"{manifest}:{line}")
        text = data.decode("utf-8")
        mentions = frozenset(_mentions(path.with_suffix(".tsv"), text))
        yield GoldDocument(f"{manifest.parent.name}/{doc}", lang, text, mentions)


def _mentions(path: Path, text: str) -> Iterator[Mention]:
    for line, (start, end, surface, concept, _en) in tables.rows(path, MENTION_COLUMNS):
        if not (start.isdecimal() and end.isdecimal()) or text[int(start) : int(end)] != surface.replace("\\n", "\n"):
            raise InputError("gold.mention", file=path, line=line, value=surface)
        yield Mention(int(start), int(end), concept)


# --- systems -------------------------------------------------------------------------------------------------------


def tagger_run(tagger: Tagger) -> System:
    """What the tagger finds."""
    return lambda document: (Mention(a.start, a.end, a.concept.id) for a in tagger.annotate(document.text))


def plain_dictionary(lexicon: Lexicon) -> System:
    """The lexicon's names as any dictionary tool takes them: in any case, whole Latin words, longest first.

    No folding, no spellings that are not listed, no Chinese word edges, no definitions, no senses: of concepts that
    share a name the one with the smaller id.
    """
    concepts: dict[str, str] = {}
    for concept in sorted(lexicon):
        for name in concept.names:
            concepts.setdefault(name.text.lower(), concept.id)
    names = list(concepts)
    automaton = matcher(names)

    def find(document: GoldDocument) -> Iterator[Mention]:
        text = _one_by_one(document.text)
        hits = [hit for hit in automaton.scan(text) if edges_hold(text, hit[0], hit[1])]
        for number in best_cover((start, end, 1.0) for start, end, _ in hits):
            start, end, name = hits[number]
            yield Mention(start, end, concepts[names[name]])

    return find


def _one_by_one(text: str) -> str:
    """Lower case that keeps every position (a dotted capital I would grow)."""
    lowered = text.lower()
    return (
        lowered if len(lowered) == len(text) else re.sub(r"[^\W\d_]", lambda m: min(m[0].lower(), m[0], key=len), text)
    )


def read_run(path: Path, documents: Sequence[GoldDocument]) -> System:
    """The mentions that some system wrote as JSON Lines (`annotate --json`).

    A document is known by its id: `set/doc`, or a path or name that ends so.

    Raises:
        InputError: the file cannot be read, a line has another shape, or no document of the gold set is in it.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("input.unreadable", file=path, reason=getattr(error, "strerror", None) or error) from error
    by_name: dict[str, list[Mention]] = {}
    for number, line in enumerate(lines, start=1):
        try:
            record = json.loads(line)
            mentions = [Mention(a["start"], a["end"], a["concept"]) for a in record["annotations"]]
            place = Path(str(record["id"]))
        except (ValueError, TypeError, KeyError) as error:
            raise InputError("gold.run", file=path, line=number, reason=f"{type(error).__name__} {error}") from error
        name = place.stem if place.suffix in (".txt", ".md") else place.name
        by_name[f"{place.parent.name}/{name}"] = by_name[name] = mentions
    if not any(d.name in by_name or d.name.partition("/")[2] in by_name for d in documents):
        raise InputError("gold.system", file=path)
    return lambda document: by_name.get(document.name, by_name.get(document.name.partition("/")[2], ()))


def compare(before: Evaluation, after: Evaluation) -> tuple[list[Fault], list[Fault]]:
    """The faults of one run that another has no more, and those that are new in it."""
    old, new = set(before.faults), set(after.faults)
    return [f for f in before.faults if f not in new], [f for f in after.faults if f not in old]


def records(name: str, result: Evaluation, faults: bool) -> Iterator[dict[str, object]]:
    """What a run scores, and where asked its faults, as plain records."""
    for group, score in result.scores.items():
        yield {
            "system": name, "group": group, "precision": round(score.precision, 4), "recall": round(score.recall, 4),
            "f1": round(score.f1, 4), "right": score.right, "found": score.found, "gold": score.listed,
        }  # fmt: skip
    for fault in result.faults if faults else ():
        yield {"system": name, "id": fault.document, "kind": fault.kind, **fault.mention._asdict(), "text": fault.text}


def page(results: Mapping[str, Evaluation], made_by: str) -> str:
    """The scores of several systems as a Markdown page (`RESULTS.md`)."""
    lines = [
        "# Results",
        "",
        "Written by `zhengming evaluate corpora --record`: strict span and concept, counts added up over documents. The "
        f"plain dictionary has the same names. {made_by}.",
        "",
        "| group | gold | " + " | ".join(f"{name}: precision | recall | F1" for name in results) + " |",
        "|---" * (2 + 3 * len(results)) + "|",
    ]
    for group in dict.fromkeys(group for result in results.values() for group in result.scores):
        scores = [result.scores.get(group, Score()) for result in results.values()]
        cells = [f"{s.precision:.3f} | {s.recall:.3f} | **{s.f1:.3f}**" for s in scores]
        lines.append(f"| {group} | {max(s.listed for s in scores)} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"

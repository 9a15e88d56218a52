"""The lexicon: concepts, names, senses, and what is never a mention. Start reading at `Lexicon.load`.

A lexicon is immutable. It is read from a folder of TSV files (see `lexicon/README.md`) or from a table of two columns.
Its index, from every folded spelling to the names that have it, is built once.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from zhengming import tables
from zhengming.candidates import Candidates
from zhengming.characters import is_han
from zhengming.errors import InputError, LexiconError
from zhengming.folding import fold, fold_name
from zhengming.formats.encoding import decode
from zhengming.model import Concept, Name, Via
from zhengming.morphemes import confusable
from zhengming.segment import Words, dictionary, relevant_words

CONCEPT_COLUMNS = ("en", "zh", "abbr", "id", "parent", "xrefs", "source", "definition_en", "definition_zh", "note")
NAME_COLUMNS = ("label", "id", "text", "lang", "type", "flags", "source", "note")
SENSE_COLUMNS = ("text", "id", "long_en", "long_zh", "prior", "cues", "note")
IGNORE_COLUMNS = ("text", "note")
REFUSE_COLUMNS = ("text", "id", "note")
AFFIX_COLUMNS = ("text", "kind", "en", "zh", "note")
SOURCE_COLUMNS = ("key", "title", "licence", "url", "note")
RETIRED_COLUMNS = ("id", "successor", "date", "note")
WORD_COLUMNS = ("word", "count")

LANGS = ("en", "mul", "zh-Hans", "zh-Hant")
TYPES = ("synonym", "abbreviation", "former", "misspelling")
FLAGS = ("case", "anycase", "attributive", "lookup")
#: With more names than this, full names are found in running text as they are listed, short forms in all spellings: twelve
#: spellings a name would make the automaton larger than a computer's memory. `normalize` reads any spelling all the same.
MANY = 200_000
AFFIX_KINDS = ("species", "origin", "link", "suffix", "bound")


@dataclass(frozen=True, slots=True)
class Entry:
    """One name under one spelling: what an index key leads to.

    Attributes:
        concept: whose name it is.
        name: the listed name.
        spelling: the spelling, with its case.
        steps: the variant rules between the two.
        exact_case: whether a text must have the spelling's case.
        tagged: whether it is looked for in running text.
        attributive: whether it counts only directly before another mention, or alone.
        via: how a mention under this spelling is found.
    """

    concept: Concept
    name: Name
    spelling: str
    steps: tuple[str, ...]
    exact_case: bool
    tagged: bool
    attributive: bool
    via: Via = "lexicon"


@dataclass(frozen=True, slots=True)
class Meaning:
    """One line of `senses.tsv`: a meaning of an ambiguous name. `concept` is None where it is not ours."""

    text: str
    concept: Concept | None
    long_en: str
    long_zh: str
    prior: float
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Affix:
    """One line of `affixes.tsv`.

    `species` prefixes build names (hUC-MSC), `link` ones and `suffix`es leave the meaning of the name beside them whole
    (anti-, -induced), `bound` are Chinese characters that hardly stand alone.
    """

    text: str
    kind: str


@dataclass(frozen=True)
class Lexicon:
    """Concepts with their names; iterating gives concepts, `lexicon[id]` one of them.

    Attributes:
        concepts: id to concept, in order of the files.
        flags: (concept id, name text) to the flags of that name.
        meanings: case-kept text of an ambiguous name to its meanings.
        ignored: folded strings that are never a mention, nor is anything inside them.
        refused: folded string to the ids of the concepts that are not meant by it or inside it.
        affixes: the affixes.
        retired: retired ids and their successors ("" for none).
        version: version of the data.
        digest: sha256 of the data, in hexadecimal.
    """

    concepts: Mapping[str, Concept]
    flags: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    meanings: Mapping[str, tuple[Meaning, ...]] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    refused: Mapping[str, frozenset[str]] = field(default_factory=dict)
    affixes: tuple[Affix, ...] = ()
    retired: Mapping[str, str] = field(default_factory=dict)
    version: str = "0"
    digest: str = ""
    folder: Path | None = None

    def __len__(self) -> int:
        return len(self.concepts)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts.values())

    def __contains__(self, id: object) -> bool:  # noqa: A002
        return id in self.concepts

    def __getitem__(self, id: str) -> Concept:  # noqa: A002
        return self.concepts[id]

    @property
    def stamp(self) -> str:
        """Version and short digest, as output carries it: `2026.1+1f3a09c2`."""
        return f"{self.version}+{self.digest[:8]}"

    @classmethod
    def load(cls, path: str | Path | None = None) -> Lexicon:
        """Read a lexicon.

        Args:
            path: a folder in the layout of `lexicon/`, a table of two columns (name, id or preferred term;
                comma- or tab-separated), or None for the packaged lexicon.

        Raises:
            LexiconError: naming file, line, value, rule and what to do.
        """
        folder = tables.packaged_lexicon() if path is None else Path(path)
        if folder.is_dir():
            return _read_folder(folder)
        if folder.is_file():
            return _read_pairs(folder)
        raise LexiconError("lexicon.missing", path=folder)

    @classmethod
    def merge(cls, lexicons: Iterable[Lexicon]) -> Lexicon:
        """Several lexicons as one; of a concept that two list, the first one's record and both names are kept."""
        parts = list(lexicons)
        if len(parts) == 1:
            return parts[0]
        concepts: dict[str, Concept] = {}
        for part in parts:
            for concept in part:
                known = concepts.get(concept)
                if known is None:
                    concepts[concept.id] = concept
                    continue
                extra = tuple(name for name in concept.names if name.text not in {n.text for n in known.names})
                record = {slot: getattr(known, slot) for slot in Concept.__slots__}
                concepts[concept.id] = Concept(concept.id, **{**record, "names": known.names + extra})
        # One concept has one record, also where it is a meaning of an ambiguous name.
        meanings = {
            text: tuple(replace(m, concept=concepts[m.concept]) if m.concept else m for m in lines)
            for part in reversed(parts)
            for text, lines in part.meanings.items()
        }
        digest = hashlib.sha256("".join(part.digest for part in parts).encode()).hexdigest()
        return cls(
            concepts,
            {key: value for part in reversed(parts) for key, value in part.flags.items()},
            meanings,
            frozenset().union(*(part.ignored for part in parts)),
            {key: value for part in reversed(parts) for key, value in part.refused.items()},
            tuple(affix for part in parts for affix in part.affixes),
            {key: value for part in reversed(parts) for key, value in part.retired.items()},
            "+".join(part.version for part in parts),
            digest,
        )

    @cached_property
    def index(self) -> Mapping[str, tuple[Entry, ...]]:
        """Every folded, lower-cased spelling and the names that have it."""
        # The rules are not needed where the index is read from a compiled file.
        from zhengming.variants import needs_case, variants

        many = sum(len(concept.names) for concept in self) > MANY
        index: dict[str, tuple[Entry, ...]] = {}
        listed: dict[str, str] = {}
        shared: dict[str, set[str]] = {}
        for concept in self:
            for name in concept.names:
                key = fold(name.text).text
                if listed.setdefault(key, concept.id) != concept.id:
                    shared.setdefault(key, {listed[key]}).add(concept.id)
        for concept in self:
            for name in concept.names:
                flags = self.flags.get((concept.id, name.text), frozenset())
                folded = fold_name(name.text)
                all_spellings = not many or name.type == "abbreviation"
                for spelling, steps in (
                    variants(folded, name.lang, name.type) if all_spellings else {folded: ()}
                ).items():
                    key = spelling.lower()
                    owner = listed.get(key, concept.id)
                    # A spelling that another concept lists as its own name is that concept's, not this one's.
                    if steps and owner != concept.id and concept.id not in shared.get(key, ()):
                        continue
                    entries = index.get(key, ())
                    if any(entry.concept == concept and entry.spelling == spelling for entry in entries):
                        continue
                    entry = Entry(
                        concept, name, spelling, steps, needs_case(spelling, name, flags), "lookup" not in flags,
                        "attributive" in flags,
                    )  # fmt: skip
                    index[key] = (*entries, entry)
        return index

    @cached_property
    def words(self) -> Words:
        """The word list for Chinese edges: shipped with the lexicon, or made from jieba's dictionary now."""
        path = self.folder / "derived" / "words.tsv" if self.folder else None
        if path and path.is_file():
            return Words.of({word: int(count) for _, (word, count) in tables.rows(path, WORD_COLUMNS)}, self.bound)
        return Words.of(relevant_words(dictionary(), self.index, confusable()), self.bound)

    @property
    def bound(self) -> dict[str, float]:
        """Chinese characters that hardly stand alone, with the cost of leaving one bare."""
        return {affix.text: 2.2 for affix in self.affixes if affix.kind == "bound"}

    def resolve(self, id: str) -> Concept | None:  # noqa: A002
        """The concept of an id, of the successor of a retired one, or of an identifier elsewhere (`MESH:…`)."""
        passed = set()
        while (successor := self.retired.get(id)) and successor not in passed:
            passed.add(successor)
            id = successor  # noqa: A001
        return self.concepts.get(id) or self.concepts.get(f"ZM:{id[3:].lower()}") or self._by_xref.get(id.upper())

    @cached_property
    def blocks(self) -> Mapping[str, frozenset[str]]:
        """Folded strings that are ignored or refused, with the ids of the concepts not meant there (none: no concept)."""
        return {**self.refused, **dict.fromkeys(self.ignored, frozenset[str]())}

    @cached_property
    def run_together(self) -> Mapping[str, str]:
        """English spellings by their letters alone: extracted text writes rheumatoidarthritis, authors poly-caprolactone."""
        return {letters: spelling for spelling in self.index if (letters := run_together(spelling))}

    @cached_property
    def near(self) -> Candidates:
        """The index over canonical names; short forms are not in it: one is never a misprint of another."""
        return Candidates.of(
            (fold_name(name.text).lower(), place, number)
            for place, concept in enumerate(self)
            for number, name in enumerate(concept.names)
            if name.type != "abbreviation"
        )

    def name_at(self, concept: int, number: int) -> tuple[Concept, Name]:
        """The concept and the name that `near` names by numbers."""
        found = self._numbered[concept]
        return found, found.names[number]

    @cached_property
    def _numbered(self) -> Sequence[Concept]:
        return list(self)

    @cached_property
    def long_forms(self) -> Container[str]:
        """The long forms of all meanings of ambiguous names, ours and others'."""
        meanings = [meaning for lines in self.meanings.values() for meaning in lines]
        return frozenset(form.lower() for m in meanings for form in (m.long_en, m.long_zh) if form)

    @cached_property
    def families(self) -> Container[str]:
        """Ids of molecules with members of their own (interleukin, microRNA): a number behind their name means a member."""
        return frozenset(c.parent for c in self if c.parent and c.category in ("gene_protein", "mirna"))

    @cached_property
    def _by_xref(self) -> Mapping[str, Concept]:
        return {xref.upper(): concept for concept in self for xref in concept.xrefs}


_LONG_ENOUGH = 10
_NO_LETTER = re.compile("[^a-z0-9]+")


def run_together(spelling: str) -> str:
    """A long English spelling (lower-cased) by its letters and digits alone; "" for any other."""
    return _NO_LETTER.sub("", spelling) if len(spelling) >= _LONG_ENOUGH and spelling.isascii() else ""


# --- reading -------------------------------------------------------------------------------------------------------


def _read_folder(folder: Path) -> Lexicon:
    files = [
        *sorted((folder / "concepts").glob("*.tsv")),
        *sorted((folder / "names").glob("*.tsv")),
        *(folder / name for name in ("senses.tsv", "ignore.tsv", "refuse.tsv", "affixes.tsv", "retired.tsv")),
    ]
    records: dict[str, dict[str, object]] = {}
    names: dict[str, list[Name]] = {}
    flags: dict[tuple[str, str], frozenset[str]] = {}
    for path in sorted((folder / "concepts").glob("*.tsv")):
        for line, (en, zh, abbr, id_, parent, xrefs, source, def_en, def_zh, note) in tables.rows(
            path, CONCEPT_COLUMNS
        ):
            if id_ in records:
                raise LexiconError("lexicon.twice", file=path, line=line, value=id_)
            if not en:
                raise LexiconError("lexicon.empty", file=path, line=line, column="en")
            records[id_] = {
                "en": en, "zh": zh, "abbr": abbr or None, "category": path.stem, "parent": parent or None,
                "xrefs": tuple(xrefs.split()), "source": source, "definition_en": def_en, "definition_zh": def_zh,
                "note": note,
            }  # fmt: skip
            names[id_] = [Name(en, "en", "preferred", source)]
            if zh:
                names[id_].append(Name(zh, "zh-Hans", "preferred", source))
            if abbr:
                names[id_].append(Name(abbr, "mul", "abbreviation", source))
    if not records:
        raise LexiconError("lexicon.no_concepts", path=folder)
    for path in sorted((folder / "names").glob("*.tsv")):
        for line, (_label, id_, text, lang, type_, flag, source, _note) in tables.rows(path, NAME_COLUMNS):
            if id_ not in records:
                raise LexiconError("lexicon.unknown_id", file=path, line=line, value=id_)
            if type_ not in TYPES or lang not in LANGS:
                raise LexiconError(
                    "lexicon.value", file=path, line=line, value=type_ if lang in LANGS else lang,
                    allowed=", ".join(TYPES if lang in LANGS else LANGS),
                )  # fmt: skip
            if not text:
                raise LexiconError("lexicon.empty", file=path, line=line, column="text")
            names[id_].append(Name(text, lang, type_, source))
            if flag:
                flags[id_, text] = frozenset(flag.split())
    concepts = {id_: Concept(id_, names=tuple(names[id_]), **record) for id_, record in records.items()}
    meanings = _read_senses(folder / "senses.tsv", concepts)
    ignored = frozenset(
        key for _, (text, _) in _optional(folder / "ignore.tsv", IGNORE_COLUMNS) for key in _spellings(text)
    )
    refused: dict[str, frozenset[str]] = {}
    for _, (text, id_, _) in _optional(folder / "refuse.tsv", REFUSE_COLUMNS):
        for key in _spellings(text):
            refused[key] = refused.get(key, frozenset()) | {id_}
    affixes = tuple(Affix(text, kind) for _, (text, kind, *_) in _optional(folder / "affixes.tsv", AFFIX_COLUMNS))
    retired = {id_: successor for _, (id_, successor, *_) in _optional(folder / "retired.tsv", RETIRED_COLUMNS)}
    version = folder / "VERSION"
    return Lexicon(
        concepts, flags, meanings, ignored, refused, affixes, retired,
        version.read_text(encoding="utf-8").strip() if version.is_file() else "0", _digest(files), folder,
    )  # fmt: skip


def _spellings(text: str) -> set[str]:
    """A refused string in all its spellings, folded: it is written in as many ways as a name."""
    from zhengming.variants import variants

    lang = "zh-Hans" if any(map(is_han, text)) else "en"
    return {spelling.lower() for spelling in variants(fold_name(text), lang, "synonym")}


def _read_senses(path: Path, concepts: Mapping[str, Concept]) -> dict[str, tuple[Meaning, ...]]:
    meanings: dict[str, list[Meaning]] = {}
    for line, (text, id_, long_en, long_zh, prior, cues, _note) in _optional(path, SENSE_COLUMNS):
        if id_ != "-" and id_ not in concepts:
            raise LexiconError("lexicon.unknown_id", file=path, line=line, value=id_)
        try:
            share = float(prior)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:
            raise LexiconError("lexicon.prior", file=path, line=line, value=prior)
        concept = concepts.get(id_)
        listed = tuple(cue.strip() for cue in cues.split(";") if cue.strip())
        meanings.setdefault(text, []).append(
            Meaning(
                text,
                concept,
                long_en or (concept.en if concept else ""),
                long_zh or (concept.zh if concept else ""),
                share,
                listed,
            )  # fmt: skip
        )
    return {text: tuple(lines) for text, lines in meanings.items()}


def _optional(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    return tables.rows(path, columns) if path.is_file() else iter(())


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        if path.is_file():
            digest.update(path.name.encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def _read_pairs(path: Path) -> Lexicon:
    """A table of two columns: a name and its id or preferred term; a first line `name,id` or the like is a header."""
    try:
        text = decode(path.read_bytes(), str(path), None, lambda note: None)
    except OSError as error:
        raise LexiconError("lexicon.unreadable", file=path, reason=error.strerror or error) from error
    except InputError as error:
        raise LexiconError(error.key, **error.values) from error
    groups: dict[str, list[str]] = {}
    table = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text.partition("\n")[0] else ",")
    for number, row in enumerate(table, start=1):
        fields = [field.strip() for field in row]
        if not any(fields):
            continue
        if len(fields) != 2 or not all(fields):
            raise LexiconError("lexicon.pair", file=path, line=number, value=",".join(row)[:60])
        if number == 1 and re.fullmatch(r"(?i)name|term|text|label|synonym|名称|术语|词", fields[0]):
            continue
        groups.setdefault(fields[1], []).append(fields[0])
    if not groups:
        raise LexiconError("lexicon.no_concepts", path=path)
    concepts = {}
    for key, texts in groups.items():
        listed = [key, *texts] if not re.fullmatch(r"[A-Za-z]+:\w+", key) else texts
        names = tuple(
            Name(name, "zh-Hans" if any(map(is_han, name)) else "en",
                 "abbreviation" if re.fullmatch(r"[A-Z0-9α-ω-]{2,8}", name) else "synonym", path.name)
            for name in dict.fromkeys(listed)
        )  # fmt: skip
        chinese = next((n.text for n in names if n.lang == "zh-Hans"), "")
        english = next((n.text for n in names if n.lang == "en"), chinese)
        concepts[key] = Concept(key, en=english, zh=chinese, category="term", names=names, source=path.name)
    return Lexicon(concepts, version=path.stem, digest=hashlib.sha256(text.encode()).hexdigest())

"""The compiled lexicon: everything that is made from a lexicon, in one file, opened in milliseconds.

`compiled` writes what `Lexicon` computes (index, word list, automata and the rest) into sections; `CompiledLexicon` is a
`Lexicon` that reads each of them back where and when it is asked for. Start reading at `compiled`: each part is written
there and read in the method of the same name.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, TypeVar

from zhengming.automaton import restored
from zhengming.candidates import Candidates
from zhengming.lexicon import Affix, Entry, Lexicon, Meaning
from zhengming.match import Scan, scans
from zhengming.model import Concept, Name
from zhengming.sections import NONSENSE, Memo, Sections, Table, View, Writer, in_parts, mapped
from zhengming.segment import Words
from zhengming.version import __version__

Result = TypeVar("Result")

_RECORD = ("en", "zh", "abbr", "category", "parent", "source", "definition_en", "definition_zh", "note")
#: Bits of an entry.
_EXACT, _TAGGED, _ATTRIBUTIVE, _COMPOSED = 1, 2, 4, 8


def scans_of(lexicon: Lexicon) -> tuple[Scan, ...]:
    """The automata over all spellings of a lexicon, those with a species prefix included; built, or read."""
    if isinstance(lexicon, CompiledLexicon):
        return lexicon.scans
    from zhengming import compose

    built = compose.species_prefixed(lexicon.index, lexicon.affixes, lexicon.meanings)
    return scans({**lexicon.index, **built}, lexicon.blocks)


def compiled(lexicon: Lexicon, state: str = "") -> bytes:
    """A lexicon as a compiled file (see `compiled_parts`)."""
    return b"".join(compiled_parts(lexicon, state))


def compiled_parts(lexicon: Lexicon, state: str = "") -> list[bytes | bytearray | memoryview]:
    """A lexicon as a compiled file, in parts to be written one after the other.

    Args:
        lexicon: the lexicon; what is not built of it yet is built now.
        state: what it was made from, kept in the header.
    """
    about = {"tool": __version__, "version": lexicon.version, "digest": lexicon.digest, "state": state}
    if isinstance(lexicon, CompiledLexicon):
        return lexicon.rewritten(about)
    out = Writer()
    automata = scans_of(lexicon)
    _write_data(out, lexicon)
    _write_entries(out, lexicon, automata)
    for scan in automata:
        out.strings(f"patterns.{scan.cased:d}", scan.patterns)
        out.raw(f"automaton.{scan.cased:d}", scan.automaton.stored())
    # They are large, and what follows needs memory too.
    del automata, scan
    words = lexicon.words
    out.table("words", list(words.frequency))
    out.numbers("words.counts", words.frequency.values())
    out.table("pairs", list(words.pairs))
    out.ranges(
        "pairs.words", ([n for at, word in found for n in (at, out.string(word))] for found in words.pairs.values())
    )
    out.table("run_together", list(lexicon.run_together))
    out.strings("run_together.spellings", lexicon.run_together.values())
    lexicon.near.write(out)
    return out.parts(about)


def _write_data(out: Writer, lexicon: Lexicon) -> None:
    """What the files of a lexicon say."""
    concepts = list(lexicon)
    number = {concept.id: place for place, concept in enumerate(concepts)}
    out.table("concepts", list(lexicon.concepts))
    # A field that may be missing is stored as one more than its string, and 0 for none.
    out.ranges(
        "records",
        ([0 if (text := getattr(c, slot)) is None else out.string(text) + 1 for slot in _RECORD] for c in concepts),
    )
    out.ranges(
        "names",
        (
            [out.string(text) for name in c.names for text in (name.text, name.lang, name.type, name.source)]
            for c in concepts
        ),
    )
    out.ranges("xrefs", (map(out.string, c.xrefs) for c in concepts))
    xrefs = {xref.upper(): place for place, concept in enumerate(concepts) for xref in concept.xrefs}
    out.table("by_xref", list(xrefs))
    out.numbers("by_xref.concepts", xrefs.values())
    out.strings("families", sorted({c.parent for c in concepts if c.parent and c.parent in lexicon.families}))
    out.ranges("flags", (map(out.string, (id_, text, *sorted(found))) for (id_, text), found in lexicon.flags.items()))
    lines = [meaning for listed in lexicon.meanings.values() for meaning in listed]
    places = iter(range(len(lines)))
    out.table("meanings", list(lexicon.meanings))
    out.ranges("meanings.lines", ([next(places) for _ in listed] for listed in lexicon.meanings.values()))
    out.ranges(
        "lines",
        (
            [
                0 if m.concept is None else number[m.concept.id] + 1,
                *map(out.string, (m.text, m.long_en, m.long_zh, *m.cues)),
            ]
            for m in lines
        ),
    )
    out.raw("priors", array("d", [meaning.prior for meaning in lines]).tobytes())
    out.table("long_forms", sorted({form.lower() for m in lines for form in (m.long_en, m.long_zh) if form}))
    for name, blocked in (("blocks", lexicon.blocks), ("refused", lexicon.refused)):
        out.table(name, list(blocked))
        out.ranges(f"{name}.concepts", (map(out.string, sorted(ids)) for ids in blocked.values()))
    out.strings("ignored", sorted(lexicon.ignored))
    out.strings("affixes", (text for affix in lexicon.affixes for text in (affix.text, affix.kind)))
    out.table("retired", list(lexicon.retired))
    out.strings("retired.successors", lexicon.retired.values())


def _write_entries(out: Writer, lexicon: Lexicon, automata: Sequence[Scan]) -> None:
    """What each spelling and each pattern means."""
    owners = {id_: place for place, id_ in enumerate(lexicon.concepts)}
    names = {concept.id: {name: place for place, name in enumerate(concept.names)} for concept in lexicon}
    steps: dict[tuple[str, ...], int] = {}
    known: dict[int, int] = {}
    rows: list[tuple[int, ...]] = []

    def numbers(entries: Sequence[Entry]) -> list[int]:
        for entry in entries:
            if id(entry) not in known:
                known[id(entry)] = len(rows)
                bits = (
                    _EXACT * entry.exact_case | _TAGGED * entry.tagged | _ATTRIBUTIVE * entry.attributive
                    | _COMPOSED * (entry.via == "composition")
                )  # fmt: skip
                owner = entry.concept.id
                place = names[owner][entry.name]
                rows.append(
                    (owners[owner], place, out.string(entry.spelling), steps.setdefault(entry.steps, len(steps)), bits)
                )
        return [known[id(entry)] for entry in entries]

    out.table("index", list(lexicon.index))
    out.ranges("index.entries", map(numbers, lexicon.index.values()))
    for scan in automata:
        meant = map(scan.entries, range(len(scan.patterns)))
        out.ranges(f"patterns.{scan.cased:d}.entries", map(numbers, meant))
    out.numbers("entries", (number for row in rows for number in row))
    out.ranges("steps", (map(out.string, trail) for trail in steps))


# --- reading -------------------------------------------------------------------------------------------------------


def open_compiled(path: Path, *, folder: Path | None = None, trusted: bool = False) -> CompiledLexicon:
    """Open a compiled lexicon.

    Args:
        path: the file.
        folder: the folder of lexicon files that it stands for.
        trusted: whether it is ours, so that the automata in it are taken as they are; otherwise they are built from the
            patterns, because daachorse does not promise to survive bytes that somebody made up.

    Raises:
        LexiconError: it is none, is damaged, or has another format. What is damaged in a section is noticed when that
            section is first read.
    """
    return CompiledLexicon(mapped(path), str(path), folder, trusted)


def _unpickled(data: bytes, name: str, folder: Path | None, trusted: bool) -> CompiledLexicon:
    return CompiledLexicon(memoryview(data), name, folder, trusted)


def _guarded(method: Callable[..., Result]) -> Callable[..., Result]:
    """A method that decodes something: where the numbers in a file lead nowhere, the file is damaged."""

    @wraps(method)
    def call(self: CompiledLexicon, *number: int) -> Result:
        try:
            return method(self, *number)
        except NONSENSE as error:
            raise self.file.damaged(method.__name__.strip("_")) from error

    return call


class CompiledLexicon(Lexicon):
    """A lexicon that reads its parts from a compiled file when they are first asked for.

    Args:
        data: the bytes of the file.
        name: what messages call it.
        folder: as for `open_compiled`.
        trusted: as for `open_compiled`.
    """

    file: Sections
    trusted: bool
    state: str

    def __init__(self, data: memoryview, name: str, folder: Path | None, trusted: bool) -> None:
        file = Sections(data, name)
        values = {"file": file, "folder": folder, "trusted": trusted}
        for key in ("version", "digest", "state"):
            values[key] = file.about.get(key)
            if not isinstance(values[key], str):
                raise file.damaged("header")
        # As in a frozen dataclass nothing is set from outside; parts are kept in the same place once they are read.
        self.__dict__.update(values)

    def __repr__(self) -> str:
        return f"CompiledLexicon({self.file.name!r}, {self.stamp})"

    def __reduce__(self) -> tuple[object, ...]:
        # Another process, or another machine, gets the bytes: the file may be gone by then.
        return (_unpickled, (bytes(self.file.data), self.file.name, self.folder, self.trusted))

    def rewritten(self, about: Mapping[str, object]) -> list[bytes | bytearray | memoryview]:
        """The same file with another header, and with automata of our own."""
        sections: dict[str, bytes | memoryview] = {name: self.file.bytes(name) for name in self.file.names()}
        for scan in self.scans:
            sections[f"automaton.{scan.cased:d}"] = scan.automaton.stored()
        return in_parts(about, sections)

    # --- data --------------------------------------------------------------------------------------------------------

    @cached_property
    def concepts(self) -> Mapping[str, Concept]:
        """Id to concept, in order of the files."""
        return View(self._ids, self._concepts.__getitem__)

    @cached_property
    def _ids(self) -> Table:
        return self.file.table("concepts")

    @cached_property
    def _concepts(self) -> Memo[int, Concept]:
        return Memo(self._concept)

    def _concept(self, number: int) -> Concept:
        text = self.file.text
        record = {slot: text(at - 1) if at else None for slot, at in zip(_RECORD, self._records[number], strict=True)}
        if any(record[slot] is None for slot in _RECORD if slot not in ("abbr", "parent")):
            raise ValueError("record")
        row = iter(self._names[number].tolist())
        kind = self._kinds
        # The names are most of a concept, and these three fields of theirs hold few different strings.
        names = [
            Name(text(at), kind[lang], kind[type_], kind[source])
            for at, lang, type_, source in zip(*[row] * 4, strict=True)
        ]
        return Concept(
            self._ids[number],
            names=tuple(names),
            xrefs=tuple(map(text, self._xrefs[number])),
            **record,
        )

    @cached_property
    def _kinds(self) -> Memo[int, str]:
        return Memo(self.file.text)

    @cached_property
    def _records(self) -> Any:
        return self.file.ranges("records")

    @cached_property
    def _names(self) -> Any:
        return self.file.ranges("names")

    @cached_property
    def _xrefs(self) -> Any:
        return self.file.ranges("xrefs")

    @cached_property
    def _by_xref(self) -> Mapping[str, Concept]:
        numbers = self.file.numbers("by_xref.concepts")
        return View(self.file.table("by_xref"), lambda place: self._concepts[numbers[place]])

    @cached_property
    def families(self) -> frozenset[str]:
        """Ids of molecules with members of their own."""
        return frozenset(self.file.strings("families"))

    @cached_property
    @_guarded
    def flags(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """(Concept id, name text) to the flags of that name."""
        rows = self.file.ranges("flags")
        texts = [[self.file.text(number) for number in rows[row]] for row in range(len(rows))]
        return {(id_, text): frozenset(flags) for id_, text, *flags in texts}

    @cached_property
    def meanings(self) -> Mapping[str, tuple[Meaning, ...]]:
        """Case-kept text of an ambiguous name to its meanings."""
        return View(self.file.table("meanings"), Memo(self._meanings).__getitem__)

    def _meanings(self, place: int) -> tuple[Meaning, ...]:
        return tuple(map(self._meaning, self.file.ranges("meanings.lines")[place].tolist()))

    def _meaning(self, line: int) -> Meaning:
        concept, *numbers = self.file.ranges("lines")[line]
        text, long_en, long_zh, *cues = map(self.file.text, numbers)
        prior = self.file.bytes("priors").cast("B").cast("d")[line]
        if not 0 <= prior <= 1:
            raise ValueError("prior")
        return Meaning(text, self._concepts[concept - 1] if concept else None, long_en, long_zh, prior, tuple(cues))

    @cached_property
    def long_forms(self) -> Table:
        """The long forms of all meanings of ambiguous names, ours and others'."""
        return self.file.table("long_forms")

    @cached_property
    def blocks(self) -> Mapping[str, frozenset[str]]:
        """Folded strings that are ignored or refused, with the ids of the concepts not meant there."""
        return self._blocks("blocks")

    @cached_property
    def refused(self) -> Mapping[str, frozenset[str]]:
        """Folded string to the ids of the concepts that are not meant by it or inside it."""
        return self._blocks("refused")

    def _blocks(self, name: str) -> Mapping[str, frozenset[str]]:
        rows = self.file.ranges(f"{name}.concepts")
        return View(self.file.table(name), lambda place: frozenset(map(self.file.text, rows[place])))

    @cached_property
    def ignored(self) -> frozenset[str]:
        """Folded strings that are never a mention."""
        return frozenset(self.file.strings("ignored"))

    @cached_property
    @_guarded
    def affixes(self) -> tuple[Affix, ...]:
        """The affixes."""
        texts = list(self.file.strings("affixes"))
        return tuple(map(Affix, texts[::2], texts[1::2]))

    @cached_property
    def retired(self) -> Mapping[str, str]:
        """Retired ids and their successors."""
        return dict(zip(self.file.table("retired"), self.file.strings("retired.successors"), strict=False))

    # --- what is made from them --------------------------------------------------------------------------------------

    @cached_property
    def index(self) -> Mapping[str, tuple[Entry, ...]]:
        """Every folded, lower-cased spelling and the names that have it."""
        return View(self.file.table("index"), self._entries_of("index.entries"))

    def _entries_of(self, name: str) -> Callable[[int], tuple[Entry, ...]]:
        rows, entries = self.file.ranges(name), self._entries
        return lambda place: tuple([entries[number] for number in rows[place].tolist()])

    @cached_property
    def _entries(self) -> Memo[int, Entry]:
        return Memo(self._entry)

    def _entry(self, number: int) -> Entry:
        owner, name, spelling, trail, bits = self._entry_rows[5 * number : 5 * number + 5].tolist()
        concept = self._concepts[owner]
        return Entry(
            concept,
            concept.names[name],
            self.file.text(spelling),
            self._steps[trail],
            bool(bits & _EXACT),
            bool(bits & _TAGGED),
            bool(bits & _ATTRIBUTIVE),
            "composition" if bits & _COMPOSED else "lexicon",
        )

    @cached_property
    def _entry_rows(self) -> memoryview[int]:
        return self.file.numbers("entries")

    @cached_property
    def _steps(self) -> list[tuple[str, ...]]:
        rows = self.file.ranges("steps")
        return [tuple(map(self.file.text, rows[row])) for row in range(len(rows))]

    @cached_property
    def words(self) -> Words:
        """The word list for Chinese edges."""
        counts = self.file.numbers("words.counts")
        # `Words` remembers what it has asked for.
        return Words(
            View(self.file.table("words"), counts.__getitem__, remembered=0),
            View(self.file.table("pairs"), self._pair, remembered=0),
            self.bound,
        )

    def _pair(self, place: int) -> list[tuple[int, str]]:
        row = self._pairs[place].tolist()
        return list(zip(row[::2], map(self.file.text, row[1::2]), strict=True))

    @cached_property
    def _pairs(self) -> Any:
        return self.file.ranges("pairs.words")

    @cached_property
    def run_together(self) -> Mapping[str, str]:
        """English spellings by their letters alone."""
        return View(self.file.table("run_together"), self.file.strings("run_together.spellings").__getitem__)

    @cached_property
    def near(self) -> Candidates:
        """The index over canonical names."""
        return Candidates.read(self.file)

    def name_at(self, concept: int, number: int) -> tuple[Concept, Name]:
        """The concept and the name that `near` names by numbers."""
        try:
            found = self._concepts[concept]
            return found, found.names[number]
        except NONSENSE as error:
            raise self.file.damaged("near") from error

    @cached_property
    def scans(self) -> tuple[Scan, ...]:
        """The automata over all spellings."""
        return self._scan(0), self._scan(1)

    @_guarded
    def _scan(self, cased: int) -> Scan:
        patterns = self.file.strings(f"patterns.{cased}")
        if not self.trusted and not all(patterns):
            raise ValueError("a pattern is empty")
        meant = self._entries_of(f"patterns.{cased}.entries")

        def entries(number: int) -> tuple[Entry, ...]:
            try:
                return meant(number)
            except NONSENSE as error:
                raise self.file.damaged(f"patterns.{cased}") from error

        stored = bytes(self.file.bytes(f"automaton.{cased}")) if self.trusted else b""
        # The patterns themselves are read only where the automaton has to be built from them.
        automaton = restored(patterns, stored)
        return Scan(bool(cased), patterns, entries, automaton)

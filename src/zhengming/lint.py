"""Rules for curated lexicon data, one function each. Start reading at `lint`; `fix` mends what a machine can.

Every problem names file, line, value, rule and what to do. A rule is a function from the files' records to problems;
its docstring is the rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from zhengming import tables
from zhengming.characters import is_han
from zhengming.errors import LexiconError
from zhengming.folding import CHARACTER_COLUMNS, opencc_characters, traditional_characters
from zhengming.lexicon import (
    AFFIX_COLUMNS,
    AFFIX_KINDS,
    CONCEPT_COLUMNS,
    FLAGS,
    IGNORE_COLUMNS,
    LANGS,
    NAME_COLUMNS,
    REFUSE_COLUMNS,
    RETIRED_COLUMNS,
    SENSE_COLUMNS,
    SOURCE_COLUMNS,
    TYPES,
    WORD_COLUMNS,
    Lexicon,
)
from zhengming.morphemes import MORPHEME_COLUMNS, MORPHEME_KINDS, SOUND_COLUMNS, confusable, pypinyin_sounds
from zhengming.segment import dictionary, relevant_words
from zhengming.tagger import Tagger


class Problem(NamedTuple):
    """One finding: where, which rule, the value, and what to do."""

    file: str
    line: int
    rule: str
    value: str
    advice: str

    def text(self) -> str:
        """`file:line: rule: value: advice`."""
        return f"{self.file}:{self.line}: {self.rule}: {self.value!r}: {self.advice}"


class Record(NamedTuple):
    """One line of a file, its fields by column."""

    file: str
    line: int
    kind: str
    fields: dict[str, str]

    def problem(self, rule: str, column: str, advice: str) -> Problem:
        """A problem with one of the fields."""
        return Problem(self.file, self.line, rule, self.fields[column], advice)


_KINDS = (
    ("concepts/*.tsv", "concept", CONCEPT_COLUMNS),
    ("names/*.tsv", "name", NAME_COLUMNS),
    ("senses.tsv", "sense", SENSE_COLUMNS),
    ("ignore.tsv", "ignore", IGNORE_COLUMNS),
    ("refuse.tsv", "refuse", REFUSE_COLUMNS),
    ("affixes.tsv", "affix", AFFIX_COLUMNS),
    ("morphemes.tsv", "morpheme", MORPHEME_COLUMNS),
    ("retired.tsv", "retired", RETIRED_COLUMNS),
    ("sources.tsv", "source", SOURCE_COLUMNS),
)


def lint(folder: Path) -> tuple[list[Problem], dict[str, int]]:
    """Check a lexicon folder.

    Args:
        folder: a folder in the layout of `lexicon/`.

    Returns:
        tuple: the problems, in order of file and line, and counts (`files`, `concepts`, `names`) for a summary.

    Raises:
        LexiconError: the folder is no lexicon, or a file has no readable shape.
    """
    listed = list(records(folder))
    problems = [problem for rule in RULES for problem in rule(listed)]
    if not problems:
        lexicon = Lexicon.load(folder)
        problems = [problem for check in LEXICON_RULES for problem in check(lexicon, listed)]
    kinds = Counter(record.kind for record in listed)
    preferred = sum(bool(r.fields[c]) for r in listed if r.kind == "concept" for c in ("en", "zh", "abbr"))
    return sorted(problems), {
        "files": len({record.file for record in listed}),
        "concepts": kinds["concept"],
        "names": kinds["name"] + preferred,
    }


def records(folder: Path) -> Iterator[Record]:
    """Every line of a lexicon's files.

    Raises:
        LexiconError: the folder is no lexicon, or a file has no readable shape.
    """
    if not (folder / "concepts").is_dir():
        raise LexiconError("lexicon.no_concepts", path=folder)
    for pattern, kind, columns in _KINDS:
        for path in sorted(folder.glob(pattern)):
            for line, fields in tables.rows(path, columns):
                name = str(path.relative_to(folder))
                yield Record(name, line, kind, dict(zip(columns, fields, strict=True)))


# --- rules on lines ------------------------------------------------------------------------------------------------


def characters(records: Sequence[Record]) -> Iterator[Problem]:
    """No escapes, private-use characters, U+FFFD, full-width Latin, invisible marks, or spreadsheet damage."""
    for record in records:
        for column, value in record.fields.items():
            if not value:
                continue
            if value != value.strip() or "  " in value:
                yield record.problem("characters.spaces", column, "take out the extra spaces")
            if re.search(r"\\u[0-9a-fA-F]{4}|&[a-z]+;|&#\d+;", value):
                yield record.problem("characters.escape", column, "write the character itself")
            if value.startswith(("=", "#REF", "#NAME", "#VALUE")) or re.fullmatch(r"\d\.\d+E\+\d+", value):
                yield record.problem("characters.spreadsheet", column, "restore what the spreadsheet changed")
            for character in value:
                category = unicodedata.category(character)
                if category in ("Co", "Cc", "Cf", "Cs") or character == "\ufffd":
                    yield record.problem("characters.invisible", column, f"take out U+{ord(character):04X}")
                    break
                if "\uff01" <= character <= "\uff5e" and column in ("text", "en", "zh", "abbr") and character.isalnum():
                    yield record.problem("characters.full_width", column, "write it in ASCII")
                    break


def identifiers(records: Sequence[Record]) -> Iterator[Problem]:
    """Ids have the form ZM: and six Crockford base-32 characters; identifiers elsewhere are CURIEs; parents exist."""
    known = {record.fields["id"] for record in records if record.kind == "concept"}
    seen: Counter[str] = Counter()
    for record in records:
        if record.kind == "concept":
            seen[record.fields["id"]] += 1
            if not re.fullmatch(r"ZM:[0-9a-hjkmnp-tv-z]{6}", record.fields["id"]):
                yield record.problem("identifiers.form", "id", "mint an id of the form ZM:k7q2m9")
            if seen[record.fields["id"]] > 1:
                yield record.problem("identifiers.twice", "id", "mint another id")
            parent = record.fields["parent"]
            if parent and parent not in known:
                yield record.problem("identifiers.parent", "parent", "name the id of a concept, or leave it empty")
            if any(not re.fullmatch(r"[A-Za-z]+:[A-Za-z0-9_.-]+", x) for x in record.fields["xrefs"].split()):
                yield record.problem("identifiers.xref", "xrefs", "write CURIEs with spaces between: MESH:D010003")
        elif record.kind in ("name", "refuse", "sense") and record.fields["id"] not in known | {"-"}:
            yield record.problem("identifiers.unknown", "id", "correct it, or add the concept to concepts/")


def cycles(records: Sequence[Record]) -> Iterator[Problem]:
    """No concept is its own ancestor."""
    parents = {r.fields["id"]: r.fields["parent"] for r in records if r.kind == "concept"}
    for record in records:
        if record.kind != "concept":
            continue
        here, seen = record.fields["parent"], set()
        while here and here not in seen:
            if here == record.fields["id"]:
                yield record.problem("cycles", "parent", "it is its own ancestor: break the circle")
                break
            seen.add(here)
            here = parents.get(here, "")


def closed_sets(records: Sequence[Record]) -> Iterator[Problem]:
    """lang, type, flags and kinds come from their lists."""
    sets = (
        ("name", "lang", LANGS), ("name", "type", TYPES), ("name", "flags", FLAGS), ("affix", "kind", AFFIX_KINDS),
        ("morpheme", "kind", MORPHEME_KINDS),
    )  # fmt: skip
    for record in records:
        for kind, column, allowed in sets:
            if record.kind != kind:
                continue
            values = record.fields[column].split() if column == "flags" else [record.fields[column]]
            if any(value not in allowed for value in values):
                yield record.problem(f"closed_sets.{column}", column, f"use one of: {', '.join(allowed)}")


def labels(records: Sequence[Record]) -> Iterator[Problem]:
    """The label of a name line is the `en` of its concept, so that the line reads alone."""
    english = {r.fields["id"]: r.fields["en"] for r in records if r.kind == "concept"}
    for record in records:
        if record.kind == "name" and english.get(record.fields["id"], record.fields["label"]) != record.fields["label"]:
            yield record.problem("labels", "label", "run: zhengming lexicon lint --fix")


def filled(records: Sequence[Record]) -> Iterator[Problem]:
    """A concept has an English and a Chinese term and a source; a name a text and a source."""
    needed = {"concept": ("en", "zh", "source"), "name": ("text", "source"), "sense": ("text", "prior")}
    for record in records:
        for column in needed.get(record.kind, ()):
            if not record.fields[column]:
                yield Problem(record.file, record.line, f"filled.{column}", "", f"fill {column}")
        other = record.kind == "sense" and record.fields["id"] == "-"
        if other and not (record.fields["long_en"] and record.fields["long_zh"]):
            yield record.problem("filled.long", "text", "a meaning that is not ours needs long_en and long_zh")


def sources(records: Sequence[Record]) -> Iterator[Problem]:
    """What a source begins with, up to a space or colon, is a key of sources.tsv (where there is one)."""
    keys = {record.fields["key"] for record in records if record.kind == "source"}
    for record in records:
        if keys and record.kind in ("concept", "name") and re.split("[ :]", record.fields["source"])[0] not in keys:
            yield record.problem("sources", "source", f"use one of: {', '.join(sorted(keys))}")


def duplicates(records: Sequence[Record]) -> Iterator[Problem]:
    """No name twice in one concept; no preferred term for two concepts."""
    texts: dict[tuple[str, str], Record] = {}
    preferred: dict[str, Record] = {}
    for record in records:
        if record.kind == "concept":
            for column in ("en", "zh"):
                other = preferred.setdefault(record.fields[column].lower(), record)
                if other is not record:
                    yield record.problem("duplicates.preferred", column, f"also in {other.file}:{other.line}")
            for column in ("en", "zh", "abbr"):
                if record.fields[column]:
                    texts.setdefault((record.fields["id"], record.fields[column]), record)
        elif record.kind == "name":
            key = (record.fields["id"], record.fields["text"])
            if key in texts:
                other = texts[key]
                yield record.problem("duplicates.name", "text", f"also in {other.file}:{other.line}; delete one")
            texts[key] = record


def scripts(records: Sequence[Record]) -> Iterator[Problem]:
    """Chinese is simplified unless its line says zh-Hant; an English name has no Chinese in it."""
    traditional = traditional_characters()
    values: tuple[tuple[str, str], ...]
    for record in records:
        if record.kind == "concept":
            values = (("zh", "zh-Hans"), ("en", "en"))
        elif record.kind == "name":
            values = (("text", record.fields["lang"]),)
        else:
            continue
        for column, lang in values:
            value = record.fields[column]
            if lang == "zh-Hans" and any(c in traditional and c not in "黏" for c in value):
                yield record.problem("scripts.traditional", column, "write it simplified, or mark it zh-Hant")
            if lang in ("en", "mul") and any(map(is_han, value)):
                yield record.problem("scripts.chinese", column, "lang must be zh-Hans or zh-Hant")
            if lang.startswith("zh") and not any(map(is_han, value)):
                yield record.problem("scripts.latin", column, "lang must be en or mul")


def senses_together(records: Sequence[Record]) -> Iterator[Problem]:
    """The meanings of one name stand on adjacent lines, and their priors add up to at most 1."""
    sums: defaultdict[str, float] = defaultdict(float)
    last = ""
    for record in (r for r in records if r.kind == "sense"):
        text = record.fields["text"]
        if text in sums and text != last:
            yield record.problem("senses_together.adjacent", "text", "move it beside the other meanings")
        last = text
        try:
            sums[text] += float(record.fields["prior"])
        except ValueError:
            yield record.problem("senses_together.prior", "prior", "write a number from 0 to 1")
            continue
        if sums[text] > 1.001:
            yield record.problem("senses_together.sum", "text", f"priors add up to {sums[text]:.2f}: at most 1")


def order(records: Sequence[Record]) -> Iterator[Problem]:
    """Lines are in order, so that an added one is one line of difference."""
    before: dict[str, tuple[object, ...]] = {}
    for record in records:
        if record.kind not in _ORDER:
            continue
        key = _ORDER[record.kind](record.fields)
        if record.file in before and key < before[record.file]:
            yield Problem(record.file, record.line, "order", str(key[0]), "run: zhengming lexicon lint --fix")
        before[record.file] = key


_ORDER: dict[str, Callable[[dict[str, str]], tuple[object, ...]]] = {
    "concept": lambda f: (f["en"].lower(), f["id"]),
    "name": lambda f: (f["label"].lower(), f["id"], f["lang"], f["type"], f["text"].lower(), f["text"]),
    "ignore": lambda f: (f["text"],),
    "refuse": lambda f: (f["text"], f["id"]),
    "affix": lambda f: (f["kind"], f["text"]),
    "morpheme": lambda f: (f["kind"], f["text"], f["form"]),
}

RULES: tuple[Callable[[Sequence[Record]], Iterator[Problem]], ...] = (
    characters, identifiers, cycles, closed_sets, labels, filled, sources, duplicates, scripts, senses_together, order,
)  # fmt: skip


# --- rules on the lexicon as a whole -------------------------------------------------------------------------------


def shared_names(lexicon: Lexicon, records: Sequence[Record]) -> Iterator[Problem]:
    """Concepts that share a folded name are all in senses.tsv under it."""
    lines = {(r.fields["id"], r.fields["text"]): r for r in records if r.kind == "name"}
    lines |= {(r.fields["id"], r.fields[c]): r for r in records if r.kind == "concept" for c in ("abbr", "zh", "en")}
    for spelling, entries in lexicon.index.items():
        concepts = {entry.concept for entry in entries}
        if len(concepts) < 2:
            continue
        known = {meaning.concept for entry in entries for meaning in lexicon.meanings.get(entry.name.text, ())}
        for entry in entries:
            if entry.concept not in known:
                record = lines[entry.concept.id, entry.name.text]
                yield Problem(
                    record.file, record.line, "shared_names", entry.name.text,
                    f"'{spelling}' also names {', '.join(sorted(c.en for c in concepts - {entry.concept}))}: "
                    "give both a line in senses.tsv, or take one away",
                )  # fmt: skip


def found_in_context(lexicon: Lexicon, records: Sequence[Record]) -> Iterator[Problem]:
    """Each name finds itself alone, between Chinese and between English (a silent name is the worst fault)."""
    tagger = Tagger(lexicon)
    for record in records:
        if record.kind != "name" or {"lookup", "attributive"} & set(record.fields["flags"].split()):
            continue
        text, id_ = record.fields["text"], record.fields["id"]
        if text in lexicon.meanings:
            continue
        for context in ("{}", "为{}的", "the {} was", "({})"):
            sentence = context.format(text)
            if not any(a.concept == id_ for a in tagger.annotate(sentence, nested=True)):
                yield record.problem("found_in_context", "text", f"not found in '{sentence}': see annotate --explain")
                break


def derived(lexicon: Lexicon, records: Sequence[Record]) -> Iterator[Problem]:
    """What is derived from jieba and OpenCC belongs to these names."""
    if lexicon.folder is None or not (lexicon.folder / "derived").is_dir():
        return
    advice = "run: zhengming lexicon lint --fix"
    path = lexicon.folder / "derived" / "words.tsv"
    listed = {word: int(count) for _, (word, count) in tables.rows(path, WORD_COLUMNS)} if path.is_file() else {}
    if listed != relevant_words(dictionary(), lexicon.index, confusable()):
        yield Problem("derived/words.tsv", 1, "derived.words", str(len(listed)), advice)


#: A word that jieba counts so often is general Chinese before it is a term.
_COMMON = 1000
_ON_PURPOSE = "on purpose"


def common_words(lexicon: Lexicon, records: Sequence[Record]) -> Iterator[Problem]:
    """A Chinese name that is a common word has its meanings in senses.tsv or a flag, or a note that says "on purpose"."""
    counts = dictionary()
    for record, column, text in _names_at_large(lexicon, records):
        if counts.get(text, 0) >= _COMMON:
            yield record.problem(
                "common_words", column, "give its meanings in senses.tsv, flag it lookup, or note why: on purpose"
            )


def short_names(lexicon: Lexicon, records: Sequence[Record]) -> Iterator[Problem]:
    """One Chinese character, or up to three Latin letters in any case, is a name only with a flag, senses or a reason."""
    for record, column, text in _names_at_large(lexicon, records):
        if len(text) == 1 and is_han(text):
            rule = "short_names.chinese"
        elif len(text) <= 3 and text.isascii() and not _in_own_case(record, column):
            rule = "short_names.latin"
        else:
            continue
        yield record.problem(rule, column, "give its meanings in senses.tsv, flag it, or note why: on purpose")


def _names_at_large(lexicon: Lexicon, records: Sequence[Record]) -> Iterator[tuple[Record, str, str]]:
    """The names that nothing holds back in running text: no flag, no senses, no note of a purpose."""
    for record in records:
        columns = {"concept": ("en", "zh", "abbr"), "name": ("text",)}.get(record.kind, ())
        if record.fields.get("flags") or _ON_PURPOSE in record.fields.get("note", ""):
            continue
        for column in columns:
            text = record.fields[column]
            if text and text not in lexicon.meanings:
                yield record, column, text


def _in_own_case(record: Record, column: str) -> bool:
    return column == "abbr" or record.fields.get("type") == "abbreviation"


LEXICON_RULES: tuple[Callable[[Lexicon, Sequence[Record]], Iterator[Problem]], ...] = (
    shared_names, common_words, short_names, found_in_context, derived,
)  # fmt: skip


# --- mending -------------------------------------------------------------------------------------------------------


def fix(folder: Path) -> list[Path]:
    """Sort the files, repeat the labels, and renew what is derived; nothing else is touched.

    Returns:
        list: the files that changed.
    """
    changed: list[Path] = []
    english = {
        fields[3]: fields[0]
        for path in sorted((folder / "concepts").glob("*.tsv"))
        for _, fields in tables.rows(path, CONCEPT_COLUMNS)
    }
    for pattern, kind, columns in _KINDS:
        if kind not in _ORDER:
            continue
        for path in sorted(folder.glob(pattern)):
            lines = [fields for _, fields in tables.rows(path, columns)]
            if kind == "name":
                lines = [[english.get(fields[1], fields[0]), *fields[1:]] for fields in lines]
            lines.sort(key=lambda fields, c=columns, k=kind: _ORDER[k](dict(zip(c, fields, strict=True))))  # type: ignore[misc]
            changed += _write(path, columns, lines)
    if (folder / "derived").is_dir():
        words = relevant_words(dictionary(), Lexicon.load(folder).index, confusable())
        changed += _write(folder / "derived" / "words.tsv", WORD_COLUMNS, [[w, str(n)] for w, n in words.items()])
        table = sorted(opencc_characters().items())
        changed += _write(folder / "derived" / "characters.tsv", CHARACTER_COLUMNS, [list(pair) for pair in table])
        if find_spec("pypinyin") is not None:
            sounds = [list(pair) for pair in pypinyin_sounds().items()]
            changed += _write(folder / "derived" / "sounds.tsv", SOUND_COLUMNS, sounds)
    return changed


def _write(path: Path, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> list[Path]:
    before = path.read_bytes() if path.is_file() else b""
    tables.write(path, columns, lines)
    return [path] if path.read_bytes() != before else []

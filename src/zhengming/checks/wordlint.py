"""Rules for the words of the rules: a preferred term is not itself discouraged, nothing is listed twice. See `lint_words`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from zhengming import tables
from zhengming.checks.words import (
    CONTRAST_COLUMNS,
    DISCOURAGED_COLUMNS,
    EXEMPT_COLUMNS,
    EXPANSION_COLUMNS,
    KINDS,
    PAIR_COLUMNS,
    VARIANT_COLUMNS,
)
from zhengming.lint import Problem

_LANGS = ("en", "zh-Hans")


def lint_words(folder: Path) -> list[Problem]:
    """The problems of a lexicon folder's `rules/`; none where it has no such folder.

    Raises:
        LexiconError: a file is missing or has no readable shape.
    """
    rules = folder / "rules"
    return (
        sorted(
            [
                *_discouraged(rules),
                *_variants(rules),
                *_exempt(rules),
                *_contrasts(rules),
                *_pairs(rules),
                *_expansions(rules),
            ]
        )
        if rules.is_dir()
        else []
    )


def _discouraged(rules: Path) -> Iterator[Problem]:
    name = "rules/discouraged.tsv"
    rows = list(tables.rows(rules / "discouraged.tsv", DISCOURAGED_COLUMNS))
    listed = {fields[0].lower() for _, fields in rows}
    seen = set()
    for line, (text, lang, preferred, kind, unless, authority, _) in rows:
        if not text or not preferred or not authority:
            yield Problem(name, line, "word_incomplete", text, "fill in text, preferred and authority")
        if text.lower() in seen:
            yield Problem(name, line, "word_twice", text, "delete one of the lines")
        seen.add(text.lower())
        if lang not in _LANGS:
            yield Problem(name, line, "word_lang", lang, f"use one of: {', '.join(_LANGS)}")
        if kind not in KINDS:
            yield Problem(name, line, "word_kind", kind, f"use one of: {', '.join(KINDS)}")
        inside = next((word for word in listed if word in preferred.lower()), None)
        if inside is not None and not _excepted(rows, inside, preferred):
            yield Problem(
                name,
                line,
                "preferred_is_discouraged",
                preferred,
                f"it holds {inside!r}, which is discouraged: prefer another term",
            )
        for other in unless.split(";") if unless else ():
            if text.lower() not in other.lower():
                yield Problem(
                    name, line, "unless_without_term", other, f"an exception must hold {text!r}: correct or delete it"
                )


def _excepted(rows: list[tuple[int, list[str]]], inside: str, preferred: str) -> bool:
    """Whether the discouraged term is not reported within this preferred one."""
    return any(fields[0].lower() == inside and preferred in fields[4].split(";") for _, fields in rows)


def _variants(rules: Path) -> Iterator[Problem]:
    name = "rules/variants.tsv"
    seen: set[str] = set()
    for line, (preferred, variants, _) in tables.rows(rules / "variants.tsv", VARIANT_COLUMNS):
        for term in (preferred, *variants.split(";")):
            if not term:
                yield Problem(name, line, "word_incomplete", preferred, "fill in the preferred term and its variants")
            if term in seen:
                yield Problem(name, line, "word_twice", term, "a term stands in one group: delete it here or there")
            seen.add(term)


def _exempt(rules: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    for line, (text, kind, _) in tables.rows(rules / "exempt.tsv", EXEMPT_COLUMNS):
        if not text or not kind:
            yield Problem("rules/exempt.tsv", line, "word_incomplete", text, "fill in text and kind")
        if text in seen:
            yield Problem("rules/exempt.tsv", line, "word_twice", text, "delete one of the lines")
        seen.add(text)


def _contrasts(rules: Path) -> Iterator[Problem]:
    name = "rules/contrasts.tsv"
    rows = list(tables.rows(rules / "contrasts.tsv", CONTRAST_COLUMNS))
    groups = Counter(fields[0] for _, fields in rows)
    for line, (group, zh, en, _) in rows:
        if not group or not zh or not en:
            yield Problem(name, line, "word_incomplete", zh, "fill in group, zh and en")
        elif groups[group] < 2:
            yield Problem(name, line, "contrast_alone", zh, "a group needs two lines that exclude each other")


def _pairs(rules: Path) -> Iterator[Problem]:
    seen: set[str] = set()
    for line, (zh, en, _) in tables.rows(rules / "pairs.tsv", PAIR_COLUMNS):
        words = zh.split(";")
        if not all(words) or not all(en.split(";")):
            yield Problem("rules/pairs.tsv", line, "word_incomplete", zh, "fill in zh and en")
        if words[0] in seen:
            yield Problem("rules/pairs.tsv", line, "word_twice", words[0], "delete one of the lines")
        seen.add(words[0])


def _expansions(rules: Path) -> Iterator[Problem]:
    name = "rules/expansions.tsv"
    seen: set[str] = set()
    for line, (short, en, _) in tables.rows(rules / "expansions.tsv", EXPANSION_COLUMNS):
        if not short or not all(en.split(";")):
            yield Problem(name, line, "word_incomplete", short, "fill in short and en")
        if short in seen:
            yield Problem(name, line, "word_twice", short, "put all long forms in one line")
        seen.add(short)

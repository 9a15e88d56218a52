"""The words of the rules, from `lexicon/rules/`: exempt short forms, discouraged terms, variants of one term, long forms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from zhengming import tables

EXEMPT_COLUMNS = ("text", "kind", "note")
DISCOURAGED_COLUMNS = ("text", "lang", "preferred", "kind", "unless", "authority", "note")
VARIANT_COLUMNS = ("preferred", "variants", "note")
CONTRAST_COLUMNS = ("group", "zh", "en", "note")
PAIR_COLUMNS = ("zh", "en", "note")
EXPANSION_COLUMNS = ("short", "en", "note")
#: Why a term is discouraged.
KINDS = ("superseded", "popular", "nonstandard", "wrong")


class Discouraged(NamedTuple):
    """A term that should not be used, and the one that should; `unless` lists longer words that it is a part of."""

    text: str
    lang: str
    preferred: str
    kind: str
    unless: tuple[str, ...]
    authority: str


class Words(NamedTuple):
    """What the rules know of words.

    `contrasts` are (group, Chinese, beginnings of English words) that exclude each other; `pairs` are Chinese words and the
    beginnings of the English words of which one says the same; `expansions` are the English long forms of everyday short
    forms: methods, scales, findings.
    """

    exempt: frozenset[str]
    discouraged: tuple[Discouraged, ...]
    variants: tuple[tuple[str, ...], ...]
    contrasts: tuple[tuple[str, str, tuple[str, ...]], ...]
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    expansions: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=4)
def words(folder: Path | None = None) -> Words:
    """The words of a lexicon folder's `rules/`, of the packaged one where it is None.

    Raises:
        LexiconError: a file has another shape.
    """
    rules = (folder or tables.packaged_lexicon()) / "rules"
    return Words(
        frozenset(text for _, (text, _, _) in tables.rows(rules / "exempt.tsv", EXEMPT_COLUMNS)),
        tuple(
            Discouraged(text, lang, preferred, kind, _parts(unless), authority)
            for _, (text, lang, preferred, kind, unless, authority, _) in tables.rows(
                rules / "discouraged.tsv", DISCOURAGED_COLUMNS
            )
        ),
        tuple(
            (preferred, *_parts(others))
            for _, (preferred, others, _) in tables.rows(rules / "variants.tsv", VARIANT_COLUMNS)
        ),
        tuple(
            (group, zh, _parts(en)) for _, (group, zh, en, _) in tables.rows(rules / "contrasts.tsv", CONTRAST_COLUMNS)
        ),
        tuple((_parts(zh), _parts(en)) for _, (zh, en, _) in tables.rows(rules / "pairs.tsv", PAIR_COLUMNS)),
        {short: _parts(en) for _, (short, en, _) in tables.rows(rules / "expansions.tsv", EXPANSION_COLUMNS)},
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)

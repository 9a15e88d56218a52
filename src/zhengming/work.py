"""What the stages share: the tools built once from a lexicon, and one text on its way through them."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from zhengming.automaton import matcher
from zhengming.compiled import scans_of
from zhengming.folding import Folded, fold
from zhengming.lexicon import Entry, Lexicon, Meaning, run_together
from zhengming.match import Block, Hit, NameIndex
from zhengming.model import Concept, Name, Sense, Via
from zhengming.sections import Memo
from zhengming.senses import SenseIndex

if TYPE_CHECKING:
    from zhengming.shortforms import Found

#: The share of calls that are right, by how the mention was found: cautious values below what the composed documents of
#: `corpora/` show, until real gold calibrates them.
SCORES: dict[str, float] = {"lexicon": 0.98, "definition": 0.98, "composition": 0.96}
#: The share of answers to a string that are right where it is a listed name.
EXACT = 0.97


class Step(NamedTuple):
    """One step of an explanation: the function that fired or refused (`segment.crosses_word`), and what it saw."""

    code: str
    kept: bool
    detail: str


#: What the stages did to each span, in order.
Trail = dict[tuple[int, int], list[Step]]


class Candidate(NamedTuple):
    """A mention that may be kept; positions are folded ones."""

    start: int
    end: int
    concept: Concept
    name: Name
    score: float
    via: Via
    partial: bool


class Work:
    """One text on its way through the stages; all positions are folded ones."""

    __slots__ = (
        "ambiguous",
        "blocks",
        "candidates",
        "defined",
        "definitions",
        "folded",
        "hits",
        "inner",
        "nested",
        "partial",
        "trail",
    )

    def __init__(self, folded: Folded, nested: bool, trail: Trail | None) -> None:
        self.folded = folded
        self.nested = nested
        self.trail = trail
        self.hits: list[Hit] = []
        self.blocks: list[Block] = []
        self.definitions: list[tuple[Found, Concept | None]] = []
        self.defined: dict[str, list[tuple[int, Concept | None]]] = {}
        self.partial: set[tuple[int, int]] = set()
        self.inner: set[tuple[int, int]] = set()
        self.candidates: list[Candidate] = []
        self.ambiguous: list[tuple[int, int, str, list[tuple[Meaning, float]]]] = []

    def note(self, start: int, end: int, code: str, kept: bool, detail: str = "") -> None:
        """Record what a stage did to a span, where somebody wants to know."""
        if self.trail is not None:
            self.trail.setdefault((start, end), []).append(Step(code, kept, detail))


class Tools:
    """What is built once from a lexicon; what is costly is built when first needed.

    Args:
        lexicon: the lexicon.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    @cached_property
    def names(self) -> NameIndex:
        """The automata over all spellings, those with a species prefix included."""
        return NameIndex(scans_of(self.lexicon), self.lexicon.meanings, self.lexicon.blocks)

    @cached_property
    def senses(self) -> SenseIndex:
        """The meanings of ambiguous names."""
        return SenseIndex(self.lexicon.meanings, matcher)

    @cached_property
    def links(self) -> frozenset[str]:
        """Affixes beside which a name keeps its meaning."""
        return frozenset(affix.text for affix in self.lexicon.affixes if affix.kind in ("link", "suffix"))

    @cached_property
    def origin(self) -> re.Pattern[str]:
        """Words before a name (species, source, article) that narrow it no further than our concepts go."""
        words = sorted((a.text for a in self.lexicon.affixes if a.kind == "origin"), key=len, reverse=True)
        latin = "|".join(re.escape(word) for word in words if word.isascii())
        chinese = "|".join(re.escape(word) for word in words if not word.isascii())
        patterns = [rf"(?:(?:{latin})\s+)+(?=\S)"] * bool(latin) + [rf"(?:{chinese})(?=\S{{2}})"] * bool(chinese)
        return re.compile("|".join(patterns) or "(?!)", re.IGNORECASE)

    @cached_property
    def spellings(self) -> list[str]:
        """Every folded spelling, for fuzzy search."""
        return list(self.lexicon.index)

    def concepts_of(self, text: str) -> set[Concept]:
        """The concepts of a long form (folded), by name, or by name after a species or an article before it."""
        index = self.lexicon.index
        lower = text.lower()
        entries = index.get(lower, ())
        bare = lower
        if not entries and (before := self.origin.match(text)):
            bare = lower[before.end() :]
            entries = index.get(bare, ())
        for form in dict.fromkeys((lower, bare)) if not entries else ():
            if not entries and (letters := run_together(form)):
                entries = index.get(self.lexicon.run_together.get(letters, ""), ())
        return {entry.concept for entry in entries}

    @cached_property
    def concepts_of_short(self) -> Memo[str, frozenset[Concept]]:
        """The concepts of a short form (folded), with or without a plural s: asked for again and again around one bracket."""
        index = self.lexicon.index

        def concepts(short: str) -> frozenset[Concept]:
            entries = index.get(short.lower(), ()) or index.get(bare_short(short).lower(), ())
            return frozenset(entry.concept for entry in entries)

        return Memo(concepts, 4096)

    def entries(self, text: str) -> list[Entry]:
        """The entries of a string: those in its own case first, and only those where case tells short forms apart."""
        folded = fold(text.strip())
        cased = " ".join(folded.cased.split())
        entries = self.lexicon.index.get(cased.lower(), ())
        own = [entry for entry in entries if entry.spelling == cased]
        return [*own, *(entry for entry in entries if entry not in own)]


def bare_short(short: str) -> str:
    """A short form without plural s, hyphens and spaces, its case kept: what occurrences are compared by."""
    short = short.replace("-", "").replace(" ", "")
    return (
        short[:-1] if len(short) > 2 and short.endswith("s") and (short[-2].isupper() or short[-2].isdigit()) else short
    )


def sense_of(meaning: Meaning, probability: float) -> Sense:
    """A meaning with its probability, as users see it."""
    return Sense(meaning.concept, meaning.text, meaning.long_en, meaning.long_zh, round(probability, 4))

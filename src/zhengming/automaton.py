"""The automaton that finds all names in one scan, behind one small class whatever library does the work.

Aho and Corasick (1975), "Efficient string matching: an aid to bibliographic search". daachorse is the fastest and can be
stored, but has no wheel for Linux on aarch64: there ahocorasick_rs stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

Occurrence = tuple[int, int, int]


class Matcher(Protocol):
    """All overlapping occurrences of a set of patterns, as (start, end, number of the pattern)."""

    def scan(self, text: str) -> list[Occurrence]:
        """Occurrences in `text`, offsets in code points."""
        ...


class DaachorseMatcher:
    """The double-array automaton of daachorse: the fastest on Chinese, and it can be stored."""

    def __init__(self, patterns: Sequence[str]) -> None:
        import daachorse

        self._automaton: Any = daachorse.CharwiseDoubleArrayAhoCorasick(list(patterns))

    def scan(self, text: str) -> list[Occurrence]:
        """Occurrences in `text`, offsets in code points."""
        found: list[Occurrence] = self._automaton.find_overlapping(text)
        return found


class AhoCorasickMatcher:
    """The automaton of ahocorasick_rs: wheels on every platform, the same answers."""

    def __init__(self, patterns: Sequence[str]) -> None:
        import ahocorasick_rs

        self._automaton: Any = ahocorasick_rs.AhoCorasick(list(patterns))

    def scan(self, text: str) -> list[Occurrence]:
        """Occurrences in `text`, offsets in code points."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [(start, end, number) for number, start, end in found]


class EmptyMatcher:
    """No pattern, no occurrence: neither automaton can be built from nothing."""

    def scan(self, text: str) -> list[Occurrence]:
        """No occurrences."""
        return []


def matcher(patterns: Sequence[str]) -> Matcher:
    """The fastest matcher this machine has (daachorse has no wheel for Linux on aarch64)."""
    if not patterns:
        return EmptyMatcher()
    try:
        return DaachorseMatcher(patterns)
    except ImportError:
        return AhoCorasickMatcher(patterns)

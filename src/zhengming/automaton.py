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

    def stored(self) -> bytes:
        """What `restored` makes the same matcher of; b"" where it can only be built."""
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

    def stored(self) -> bytes:
        """The automaton as bytes."""
        data: bytes = self._automaton.serialize()
        return data

    @classmethod
    def restored(cls, data: bytes) -> DaachorseMatcher:
        """The matcher that `stored` gave these bytes; daachorse trusts them more or less, so they must be our own.

        Raises:
            ValueError: daachorse finds fault with them.
        """
        import daachorse

        self = cls.__new__(cls)
        self._automaton = daachorse.CharwiseDoubleArrayAhoCorasick.deserialize(data)
        return self


class AhoCorasickMatcher:
    """The automaton of ahocorasick_rs: wheels on every platform, the same answers."""

    def __init__(self, patterns: Sequence[str]) -> None:
        import ahocorasick_rs

        self._automaton: Any = ahocorasick_rs.AhoCorasick(list(patterns))

    def scan(self, text: str) -> list[Occurrence]:
        """Occurrences in `text`, offsets in code points."""
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return [(start, end, number) for number, start, end in found]

    def stored(self) -> bytes:
        """Nothing: it cannot be stored."""
        return b""


class EmptyMatcher:
    """No pattern, no occurrence: neither automaton can be built from nothing."""

    def scan(self, text: str) -> list[Occurrence]:
        """No occurrences."""
        return []

    def stored(self) -> bytes:
        """Nothing: there is nothing to store."""
        return b""


def matcher(patterns: Sequence[str]) -> Matcher:
    """The fastest matcher this machine has (daachorse has no wheel for Linux on aarch64)."""
    if not patterns:
        return EmptyMatcher()
    try:
        return DaachorseMatcher(patterns)
    except ImportError:
        return AhoCorasickMatcher(patterns)


def restored(patterns: Sequence[str], data: bytes) -> Matcher:
    """The matcher of these patterns, from what `stored` gave where that can be read here; built anew where not."""
    if data:
        try:
            return DaachorseMatcher.restored(data)
        except (ImportError, ValueError):
            pass
    return matcher(patterns)

"""The automaton that finds all names in one scan, behind one small class whatever library does the work.

Aho and Corasick (1975), "Efficient string matching: an aid to bibliographic search". daachorse is the fastest and can be
stored, but has no wheel for Linux on aarch64: there ahocorasick_rs stands in.
"""

from __future__ import annotations

import struct
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


class PartedMatcher:
    """Several automata, each over a part of the patterns: building one takes memory for all patterns that are in it.

    Args:
        parts: the automata.
        sizes: how many patterns are in each.
    """

    def __init__(self, parts: Sequence[Matcher], sizes: Sequence[int]) -> None:
        self._parts, self._sizes = parts, sizes
        self._firsts = [sum(sizes[:number]) for number in range(len(sizes))]

    def scan(self, text: str) -> list[Occurrence]:
        """Occurrences in `text` in order of their ends, offsets in code points."""
        found = [
            (start, end, first + number)
            for first, part in zip(self._firsts, self._parts, strict=True)
            for start, end, number in part.scan(text)
        ]
        found.sort(key=lambda hit: (hit[1], hit[0]))
        return found

    def stored(self) -> bytes:
        """The automata one after the other, each after its length and the number of its patterns."""
        stored = [part.stored() for part in self._parts]
        if not all(stored):
            return b""
        return _PARTED + b"".join(
            _LENGTHS.pack(len(data), size) + data for data, size in zip(stored, self._sizes, strict=True)
        )

    @classmethod
    def restored(cls, data: bytes) -> PartedMatcher:
        """The matcher that `stored` gave these bytes.

        Raises:
            ValueError: they are not such bytes.
        """
        parts, sizes, at = [], [], len(_PARTED)
        while at < len(data):
            length, size = _LENGTHS.unpack_from(data, at)
            at += _LENGTHS.size
            parts.append(DaachorseMatcher.restored(data[at : at + length]))
            sizes.append(size)
            at += length
        return cls(parts, sizes)


_PARTED = b"parted\r\n"
_LENGTHS = struct.Struct("<QQ")
#: An automaton has at most so many patterns: building one over a million takes two gigabytes.
_PART = 300_000


class EmptyMatcher:
    """No pattern, no occurrence: neither automaton can be built from nothing."""

    def scan(self, text: str) -> list[Occurrence]:
        """No occurrences."""
        return []

    def stored(self) -> bytes:
        """Nothing: there is nothing to store."""
        return b""


def matcher(patterns: Sequence[str], most: int = _PART) -> Matcher:
    """The fastest matcher this machine has (daachorse has no wheel for Linux on aarch64).

    Args:
        patterns: what it finds.
        most: from more patterns on it is made of several automata, which take less memory to build and longer to scan.
    """
    if not patterns:
        return EmptyMatcher()
    if len(patterns) > most:
        listed = list(patterns)
        parts = [listed[at : at + _PART] for at in range(0, len(listed), _PART)]
        return PartedMatcher([*map(matcher, parts)], [*map(len, parts)])
    try:
        return DaachorseMatcher(patterns)
    except ImportError:
        return AhoCorasickMatcher(patterns)


def restored(patterns: Sequence[str], data: bytes) -> Matcher:
    """The matcher of these patterns, from what `stored` gave where that can be read here; built anew where not."""
    if data:
        try:
            return (PartedMatcher if data.startswith(_PARTED) else DaachorseMatcher).restored(data)
        except (ImportError, ValueError, struct.error):
            pass
    return matcher(patterns)

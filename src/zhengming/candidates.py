"""Which listed names may be meant by a string: an index over canonical names. Start reading at `Candidates`.

Three ways lead to the few names worth a closer look: the same words in any order, up to two edits, and shared words and
characters. The index is arrays of numbers: it is built once, stored with a compiled lexicon, and read where it is mapped.

For edits a name of length l is cut into one piece more than it may have edits, so that a name within reach keeps one
piece whole (pigeonhole; the places to look at are those of Li, Deng and Feng, Pass-Join, VLDB 2011). Pieces are found by
their checksum, so that other names come along: whoever asks measures the distance.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, wraps
from itertools import accumulate, pairwise
from typing import Any, TypeVar
from zlib import crc32

from zhengming.characters import HAN
from zhengming.morphemes import bag, canonical, core, features
from zhengming.sections import NONSENSE, Sections, View, Writer

Result = TypeVar("Result")

#: Names longer than this are not looked for by edits: nobody mistypes a sentence into a name.
_LONGEST = 160
#: So many entries of the inverted index are looked at for one string, the rarest features first.
_LOOKED_AT = 40_000
#: So many of the names found by shared features are scored in full.
_SCORED = 300
#: What may be mistyped at all: a word or Chinese; a code or formula of numbers and letters is another one with each edit.
_LETTERS = re.compile(f"[a-z]{{4}}|[{HAN}]")
#: Each of two edits takes a character away and puts another in.
_OTHER_BITS = 4


def reach(length: int) -> int:
    """How many edits a name of so many characters may have; in short ones two neighbours swapped count as one."""
    return 0 if length < 2 else 1 if length < 9 else 2


@lru_cache(_LONGEST + 1)
def _pieces(length: int) -> tuple[tuple[int, int], ...]:
    """Where the pieces of a name begin and end."""
    parts = reach(length) + 1
    size, longer = divmod(length, parts)
    ends = list(accumulate(size + (part >= parts - longer) for part in range(parts)))
    return tuple(zip([0, *ends[:-1]], ends, strict=True))


@lru_cache(_LONGEST + 3)
def _places(length: int) -> tuple[tuple[int, int, int], ...]:
    """Where pieces of names within reach may stand in a string of this length: begin, end, and what the piece is."""
    places = []
    for other in range(max(2, length - 2), min(_LONGEST, length + 2) + 1):
        edits, change = reach(other), length - other
        if abs(change) > edits:
            continue
        for number, (begin, end) in enumerate(_pieces(other)):
            size = end - begin
            first = max(begin - number, begin + change - (edits - number), 0)
            last = min(begin + number, begin + change + (edits - number), length - size)
            places += [(at, at + size, 4 * other + number) for at in range(first, last + 1)]
    return tuple(places)


class _Buckets:
    """Places in a list by checksum: the entries of bucket b are numbers[ends[b]:ends[b + 1]]."""

    def __init__(self, ends: Any, numbers: Any) -> None:
        self.ends, self.numbers, self.mask = ends, numbers, len(ends) - 2

    @classmethod
    def of(cls, sums: Callable[[], Iterator[tuple[int, int]]]) -> _Buckets:
        """From (checksum, place) pairs, gone through twice."""
        size = 8
        total = sum(1 for _ in sums())
        while size < total:
            size *= 2
        ends = array("I", bytes(4 * (size + 1)))
        for checksum, _ in sums():
            ends[(checksum & (size - 1)) + 1] += 1
        at = 0
        for number in range(1, size + 1):
            at += ends[number]
            ends[number] = at
        numbers, free = array("I", bytes(4 * total)), array("I", ends[:-1])
        for checksum, place in sums():
            bucket = checksum & (size - 1)
            numbers[free[bucket]] = place
            free[bucket] += 1
        return cls(ends, numbers)

    def __getitem__(self, checksum: int) -> Any:
        bucket = checksum & self.mask
        return self.numbers[self.ends[bucket] : self.ends[bucket + 1]]


def _guarded(method: Callable[..., Result]) -> Callable[..., Result]:
    """A question to an index that may be mapped from a file: where its numbers lead nowhere, the file is damaged."""

    @wraps(method)
    def ask(self: Candidates, *question: Any) -> Result:
        try:
            return method(self, *question)
        except NONSENSE as error:
            if self._file is None:
                raise
            raise self._file.damaged("near") from error

    return ask


class Candidates:
    """An index over canonical names.

    Attributes:
        keys: the canonical names, each once.
    """

    def __init__(
        self,
        keys: Sequence[str],
        owners: Any,
        edits: _Buckets,
        bags: _Buckets,
        rows: Mapping[str, Any],
        weights: Any,
        signs: Any,
        file: Sections | None = None,
    ) -> None:
        self.keys, self._owners, self._file = keys, owners, file
        self._edits, self._bags, self._rows, self._weights = edits, bags, rows, weights
        self._signs = signs

    @classmethod
    def of(cls, names: Iterable[tuple[str, int, int]]) -> Candidates:
        """Build the index.

        Args:
            names: each name folded and lower-cased, with the number of its concept and its own number there.
        """
        places: dict[str, int] = {}
        owners: list[Any] = []
        for text, concept, number in names:
            key = canonical(text)
            if key:
                place = places.setdefault(key, len(places))
                if place == len(owners):
                    owners.append(array("I"))
                owners[place].extend((concept, number))
        keys = list(places)
        del places
        rows: dict[str, Any] = {}
        for place, key in enumerate(keys):
            for feature in features(canonical(key, wide=True)):
                row = rows.get(feature)
                if row is None:
                    row = rows[feature] = array("I")
                row.append(place)
        weights = array("d", bytes(8 * len(keys)))
        for row in rows.values():
            weight = _weight(len(row), len(keys))
            for place in row:
                weights[place] += weight
        return cls(
            keys,
            owners,
            _Buckets.of(lambda: _edit_sums(keys)),
            _Buckets.of(lambda: _bag_sums(keys)),
            rows,
            array("I", (round(100 * weight) for weight in weights)),
            array("I", (sign for key in keys for sign in (_sign(key), _sign_of_pairs(key)))),
        )

    # --- compiled ----------------------------------------------------------------------------------------------------

    def write(self, out: Writer) -> None:
        """Write the index as sections."""
        out.strings("near.keys", self.keys)
        out.ranges("near.owners", self._owners)
        for name, buckets in (("near.edits", self._edits), ("near.bags", self._bags)):
            out.numbers(f"{name}.ends", buckets.ends)
            out.numbers(name, buckets.numbers)
        out.table("near.features", list(self._rows))
        out.ranges("near.rows", self._rows.values())
        out.numbers("near.weights", self._weights)
        out.numbers("near.signs", self._signs)

    @classmethod
    def read(cls, file: Sections) -> Candidates:
        """The index of a compiled lexicon."""
        buckets: list[_Buckets] = []
        keys = file.strings("near.keys")
        for name in ("near.edits", "near.bags"):
            ends = file.numbers(f"{name}.ends")
            size = len(ends) - 1
            if size < 1 or size & (size - 1):
                raise file.damaged(name)
            buckets.append(_Buckets(ends, file.numbers(name)))
        rows = file.ranges("near.rows")
        view: Mapping[str, Any] = View(file.table("near.features"), rows.__getitem__, remembered=0)
        edits, bags = buckets
        return cls(
            keys,
            file.ranges("near.owners"),
            edits,
            bags,
            view,
            file.numbers("near.weights"),
            file.numbers("near.signs"),
            file,
        )

    # --- questions ---------------------------------------------------------------------------------------------------

    @_guarded
    def names_of(self, place: int) -> list[tuple[int, int]]:
        """The listed names that have a canonical form: number of the concept, number of its name."""
        row = list(self._owners[place])
        return list(zip(row[::2], row[1::2], strict=True))

    @_guarded
    def same_words(self, key: str) -> list[int]:
        """Places of the names that have the same words and characters as a canonical string, in any order.

        Where there is none: of those that have the same ones apart from words that say little (disease, syndrome).
        """
        wanted = bag(key)
        found = [place for place in self._bags[crc32(wanted.encode())] if bag(self.keys[place]) == wanted]
        if not found and (wanted := bag(core(key))):
            found = [place for place in self._bags[crc32(wanted.encode())] if bag(core(self.keys[place])) == wanted]
        return sorted(set(found))

    @_guarded
    def within_reach(self, key: str) -> list[tuple[int, str]]:
        """Names (place, canonical form) that may be within one or two edits of a string, and some that are not."""
        found: set[int] = set()
        if len(key) > _LONGEST:
            return []
        ends, numbers, mask = self._edits.ends, self._edits.numbers, self._edits.mask
        for begin, end, piece in _places(len(key)):
            bucket = crc32(key[begin:end].encode(), piece) & mask
            first, last = ends[bucket], ends[bucket + 1]
            if first != last:
                found.update(numbers[first:last])
        swapped: list[tuple[int, str]] = []
        if reach(len(key)) == 1:
            for at in range(1, len(key) - 1):
                other = key[:at] + key[at + 1] + key[at] + key[at + 2 :]
                swapped += [
                    (place, other) for place in self._bags[crc32(bag(other).encode())] if self.keys[place] == other
                ]
        signs, own = self._signs, _sign(key)
        near = [place for place in found if (signs[2 * place] ^ own).bit_count() <= _OTHER_BITS]
        own = _sign_of_pairs(key)
        near = [place for place in near if (signs[2 * place + 1] ^ own).bit_count() <= 2 * _OTHER_BITS]
        keys = self.keys
        return [*((place, keys[place]) for place in near), *swapped]

    def has_word(self, word: str) -> bool:
        """Whether a Latin word, in its wide canonical form, is in any name."""
        return word in self._rows

    @_guarded
    def overlapping(self, text: str, limit: int) -> list[tuple[int, str, float, float, float]]:
        """Names that share words and characters with a string, best first.

        Args:
            text: a canonical string.
            limit: how many at most.

        Returns:
            list: place, canonical form, and the weights of what both have, what only the string has and what only the name has. The
                weight of a word is the logarithm of how rare it is among the names.
        """
        wanted = canonical(text, wide=True)
        total = len(self.keys)
        listed = []
        missing = 0.0
        for feature in features(wanted):
            row = self._rows.get(feature)
            if row is None:
                missing += 0.6 * _weight(0, total)
            else:
                listed.append((len(row), row))
        listed.sort(key=lambda item: item[0])
        shared: dict[int, float] = {}
        looked = 0
        whole = missing
        for length, row in listed:
            weight = _weight(length, total)
            whole += weight
            if looked and looked + length > _LOOKED_AT:
                # Too common to find names by; what is found already still counts it.
                members = set(row) if length < 4 * _LOOKED_AT else ()
                for place in shared.keys() & members:
                    shared[place] += weight
                continue
            looked += length
            for place in row:
                shared[place] = shared.get(place, 0.0) + weight
        found = []
        for place, both in shared.items():
            own = self._weights[place] / 100
            found.append((both / (both + 0.4 * (whole - both) + 0.6 * max(0.0, own - both)), place, both, own))
        found.sort(reverse=True)
        return [
            (place, self.keys[place], both, whole - both, max(0.0, own - both)) for _, place, both, own in found[:limit]
        ]


def _edit_sums(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    for place, key in enumerate(keys):
        if 1 < len(key) <= _LONGEST and _LETTERS.search(key):
            for number, (begin, end) in enumerate(_pieces(len(key))):
                yield crc32(key[begin:end].encode(), 4 * len(key) + number), place


def _sign(key: str) -> int:
    """Which characters are in a string, in 32 bits: names within two edits differ in four of them at most."""
    sign = 0
    for character in set(key):
        sign |= 1 << (ord(character) & 31)
    return sign


def _sign_of_pairs(key: str) -> int:
    """The same for pairs of neighbours: an edit takes two away and puts two in."""
    sign = 0
    codes = list(map(ord, key))
    for one, other in pairwise(codes):
        sign |= 1 << ((5 * one + other) & 31)
    return sign


def _bag_sums(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    for place, key in enumerate(keys):
        yield crc32(bag(key).encode()), place
        inner = core(key)
        if inner and inner != key:
            yield crc32(bag(inner).encode()), place


def _weight(names: int, total: int) -> float:
    """The weight of a word that so many names have."""
    return math.log(1 + total / max(names, 0.5))

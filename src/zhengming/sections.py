r"""The container of compiled lexicons: one file of named sections, mapped into memory and decoded on demand.

Layout: magic, format, length and checksum of the header (`_FIXED`); the header (JSON: who wrote it, in which byte order,
and a table of sections); the sections, back to back. There is no pickle and nothing is executed: numbers are unsigned
32-bit ones, texts are UTF-8. The header is checked when the file is opened, a section when it is first read; every
number that leads somewhere is held against the length of what it leads into. What fails is one LexiconError.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
from array import array
from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence, ValuesView
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar
from zlib import crc32

from zhengming.errors import LexiconError

#: As in PNG: the first byte is no text, and a transfer that changes line ends or stops at a Ctrl-Z is noticed.
MAGIC = b"\x89ZHENGMING\r\n\x1a\n"
FORMAT = 3
#: Magic, format, length of the header, its checksum.
_FIXED = struct.Struct(f"<{len(MAGIC)}sIII")
_LONGEST_HEADER = 1 << 20
#: So many look-ups of a table are remembered.
_REMEMBERED = 1 << 16
#: What reading nonsense as numbers and texts can raise.
NONSENSE = (IndexError, KeyError, ValueError, TypeError, OverflowError)

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memo(dict[Key, Value]):
    """Values made when first asked for, then as fast as a dictionary.

    Args:
        make: the value of a key.
        most: so many are remembered; then remembering begins anew. With 0 nothing is.
    """

    def __init__(self, make: Callable[[Key], Value], most: int = sys.maxsize) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._most:
            self.clear()
            if not self._most:
                return self._make(key)
        # Of two threads that make one value both get the first one: concepts are told apart by identity.
        return self.setdefault(key, self._make(key))


# --- writing -------------------------------------------------------------------------------------------------------


class Writer:
    """Collects sections; strings go into one pool, each once, and are numbers everywhere else."""

    def __init__(self) -> None:
        self._sections: dict[str, bytes | bytearray] = {}
        self._strings: dict[str, int] = {}

    def string(self, text: str) -> int:
        """The number of a string."""
        return self._strings.setdefault(text, len(self._strings))

    def raw(self, name: str, data: bytes) -> None:
        """A section of plain bytes."""
        self._sections[name] = data

    def numbers(self, name: str, numbers: Iterable[int]) -> None:
        """A section of numbers from 0 to 2³² - 1."""
        self._sections[name] = array("I", numbers).tobytes()

    def strings(self, name: str, texts: Iterable[str]) -> None:
        """A section of strings."""
        self.numbers(name, map(self.string, texts))

    def table(self, name: str, keys: Sequence[str]) -> None:
        """A section of different strings, and a hash table to find the place of one (open addressing)."""
        self.strings(name, keys)
        size = 8
        while size < 2 * len(keys):
            size *= 2
        slots, tags = array("I", bytes(4 * size)), bytearray(size)
        for place, key in enumerate(keys, start=1):
            code = crc32(_encoded(key))
            slot = code & (size - 1)
            while slots[slot]:
                slot = (slot + 1) & (size - 1)
            slots[slot], tags[slot] = place, _tag(code)
        self._sections[f"{name}.slots"] = slots.tobytes()
        self._sections[f"{name}.tags"] = tags

    def ranges(self, name: str, parts: Iterable[Iterable[int]]) -> None:
        """A section with a list of numbers for each row."""
        ends, flat = array("I", [0]), array("I")
        for part in parts:
            flat.extend(part)
            ends.append(len(flat))
        self._sections[f"{name}.ends"] = ends.tobytes()
        self._sections[name] = flat.tobytes()

    def parts(self, about: Mapping[str, object]) -> list[bytes | bytearray | memoryview]:
        """The whole file, in parts; `about` says in its header who wrote it and what it holds."""
        pool, ends = bytearray(), array("I", [0])
        for text in self._strings:
            pool += _encoded(text)
            ends.append(len(pool))
        self._sections["pool"] = pool
        self._sections["pool.ends"] = ends.tobytes()
        return in_parts(about, self._sections)


def in_parts(
    about: Mapping[str, object], sections: Mapping[str, bytes | bytearray | memoryview]
) -> list[bytes | bytearray | memoryview]:
    """A file of these sections, in parts to be written one after the other: a large one is never in memory twice."""
    listed, offset = [], 0
    for name, data in sections.items():
        listed.append((name, offset, len(data), crc32(data)))
        offset += len(data)
    header = json.dumps({**about, "order": sys.byteorder, "sections": listed}).encode()
    return [_FIXED.pack(MAGIC, FORMAT, len(header), crc32(header)), header, *sections.values()]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _tag(code: int) -> int:
    """What a byte keeps of a checksum, never 0: most strings that are not there are told by it without being compared."""
    return (code >> 24) | 1


def save(data: Iterable[bytes | bytearray | memoryview], path: Path, mode: int = 0o666) -> None:
    """Write a file through a temporary one of its own beside it, so that nobody ever sees half a file.

    Args:
        data: all of it, in parts.
        path: its name at the end.
        mode: who may read and write it, less what the user's umask takes away.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    temporary = path.parent / f".{path.name}.{os.getpid()}-{os.urandom(4).hex()}.tmp"
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:  # noqa: PTH123
            stream.writelines(data)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


# --- reading -------------------------------------------------------------------------------------------------------


def is_compiled(path: Path) -> bool:
    """Whether a file begins as a compiled lexicon does."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def mapped(path: Path) -> memoryview:
    """A file's bytes, mapped: read from the disk when looked at, and shared by processes.

    Raises:
        LexiconError: it cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
    except ValueError as error:  # an empty file
        raise LexiconError("compiled.foreign", file=path) from error
    except OSError as error:
        raise LexiconError("lexicon.unreadable", file=path, reason=error.strerror or error) from error


class Sections:
    """An open file of sections.

    Args:
        data: all of its bytes.
        name: what messages call it.

    Attributes:
        about: what its header says.

    Raises:
        LexiconError: it is none, was cut short or damaged, or has a newer format.
    """

    def __init__(self, data: memoryview, name: str) -> None:
        self.data = data
        self.name = name
        if len(data) < _FIXED.size or data[: len(MAGIC)] != MAGIC:
            raise LexiconError("compiled.foreign", file=name)
        _magic, version, length, checksum = _FIXED.unpack(data[: _FIXED.size])
        if version != FORMAT:
            raise LexiconError("compiled.format", file=name, found=version, known=FORMAT)
        begin = _FIXED.size + length
        header = bytes(data[_FIXED.size : begin])
        if length > _LONGEST_HEADER or begin > len(data) or crc32(header) != checksum:
            raise self.damaged("header")
        try:
            self.about: dict[str, Any] = json.loads(header)
            self._table = {
                str(section): (begin + int(offset), int(size), int(sum_))
                for section, offset, size, sum_ in self.about.pop("sections")
            }
            order = self.about.pop("order")
        except (*NONSENSE, AttributeError, RecursionError) as error:
            raise self.damaged("header") from error
        if order != sys.byteorder:
            raise LexiconError("compiled.order", file=name, found=order)
        if any(offset < begin or size < 0 or offset + size > len(data) for offset, size, _ in self._table.values()):
            raise self.damaged("header")
        if max((offset + size for offset, size, _ in self._table.values()), default=begin) != len(data):
            raise self.damaged("header")
        self._known: dict[str, memoryview] = {}

    def damaged(self, section: str) -> LexiconError:
        """The error for a section that is not what it must be."""
        return LexiconError("compiled.damaged", file=self.name, section=section)

    def bytes(self, name: str) -> memoryview:
        """A section's bytes; its checksum is verified when it is first asked for."""
        known = self._known.get(name)
        if known is None:
            if name not in self._table:
                raise self.damaged(name)
            offset, size, checksum = self._table[name]
            known = self.data[offset : offset + size]
            if crc32(known) != checksum:
                raise self.damaged(name)
            self._known[name] = known
        return known

    def numbers(self, name: str) -> memoryview[int]:
        """A section of numbers."""
        data = self.bytes(name)
        if len(data) % 4:
            raise self.damaged(name)
        return data.cast("I")

    def verify(self) -> None:
        """Verify the checksums of all sections now.

        Raises:
            LexiconError: one is damaged.
        """
        for name in self._table:
            self.bytes(name)

    def names(self) -> list[str]:
        """The names of all sections."""
        return list(self._table)

    @cached_property
    def text(self) -> Callable[[int], str]:
        """The string of a number, decoded."""
        text, ends = self.bytes("pool"), self.numbers("pool.ends")

        def decode(number: int) -> str:
            try:
                return str(text[ends[number] : ends[number + 1]], "utf-8", "surrogatepass")
            except NONSENSE as error:
                raise self.damaged("pool") from error

        return decode

    def strings(self, name: str) -> Strings:
        """A section of strings."""
        return Strings(self, name)

    def table(self, name: str) -> Table:
        """A section of strings that can be found."""
        return Table(self, name)

    def ranges(self, name: str) -> Ranges:
        """A section with a list of numbers for each row."""
        return Ranges(self, name)


class Strings(Sequence[str]):
    """Strings, each decoded when asked for."""

    def __init__(self, file: Sections, name: str) -> None:
        self._file = file
        self._numbers = file.numbers(name)

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, place: Any) -> Any:
        return self._file.text(self._numbers[place])


class Table(Strings):
    """Different strings, and the place of each."""

    def __init__(self, file: Sections, name: str) -> None:
        super().__init__(file, name)
        self._name = name
        self._text, self._ends = file.bytes("pool"), file.numbers("pool.ends")
        self._slots, self._tags = file.numbers(f"{name}.slots"), file.bytes(f"{name}.tags")
        self._mask = len(self._slots) - 1
        if self._mask < 0 or self._mask & len(self._slots) or len(self._tags) != len(self._slots):
            raise file.damaged(f"{name}.slots")

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.find(key) >= 0

    def damaged(self) -> LexiconError:
        """The error for a table whose strings lead nowhere."""
        return self._file.damaged(self._name)

    def find(self, key: str) -> int:
        """The place of a string, or -1."""
        sought = _encoded(key)
        code = crc32(sought)
        mask, tags = self._mask, self._tags
        slot, tag = code & mask, (code >> 24) | 1
        first = slot
        while found := tags[slot]:
            if found == tag:
                place = self._slots[slot] - 1
                try:
                    number = self._numbers[place]
                    if self._text[self._ends[number] : self._ends[number + 1]] == sought:
                        return place
                except IndexError as error:
                    raise self.damaged() from error
            slot = (slot + 1) & mask
            if slot == first:
                break
        return -1


class Ranges:
    """Lists of numbers by row."""

    def __init__(self, file: Sections, name: str) -> None:
        self._ends, self._numbers = file.numbers(f"{name}.ends"), file.numbers(name)
        if not len(self._ends):
            raise file.damaged(name)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, row: int) -> memoryview[int]:
        return self._numbers[self._ends[row] : self._ends[row + 1]]


class View(Mapping[str, Value], Generic[Value]):
    """A mapping over a table: the value of a string is made from its place, and remembered for a while.

    Args:
        table: the keys.
        value: makes the value of a place in the table.
        remembered: so many values are remembered: what a text asks for it asks for again.
    """

    def __init__(self, table: Table, value: Callable[[int], Value], remembered: int = _REMEMBERED) -> None:
        self._table = table
        self._value = value
        self._known: Memo[str, Value] = Memo(self._found, remembered)
        self._remembers = remembered > 0

    def __len__(self) -> int:
        return len(self._table)

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __contains__(self, key: object) -> bool:
        return key in self._known or key in self._table

    def __getitem__(self, key: str) -> Value:
        return self._known[key]

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a string, or `default`: most look-ups find nothing, and the table tells that at once."""
        if self._remembers:
            known = self._known
            if key in known:
                return known[key]
            place = self._table.find(key) if isinstance(key, str) else -1
            return default if place < 0 else known.setdefault(key, self.at(place))
        place = self._table.find(key) if isinstance(key, str) else -1
        return default if place < 0 else self.at(place)

    def items(self) -> ItemsView[str, Value]:
        """Keys and values, in order."""
        return _Items(self)

    def values(self) -> ValuesView[Value]:
        """The values, in order."""
        return _Values(self)

    def at(self, place: int) -> Value:
        """The value of a place in the table."""
        try:
            return self._value(place)
        except NONSENSE as error:
            raise self._table.damaged() from error

    def _found(self, key: str) -> Value:
        place = self._table.find(key) if isinstance(key, str) else -1
        if place < 0:
            raise KeyError(key)
        return self.at(place)


class _Values(ValuesView[Value]):
    """By place: nothing has to be found, and nothing is remembered."""

    _mapping: View[Value]

    def __iter__(self) -> Iterator[Value]:
        return map(self._mapping.at, range(len(self._mapping)))


class _Items(ItemsView[str, Value]):
    """Like `_Values`, with the keys."""

    _mapping: View[Value]

    def __iter__(self) -> Iterator[tuple[str, Value]]:
        return zip(self._mapping, self._mapping.values(), strict=True)

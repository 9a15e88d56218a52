"""A file or a pipe as a reader is given it: unpacked where it is packed, within bounds, with what the user said of it."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO, cast

from zhengming.errors import InputError, UsageError
from zhengming.formats.encoding import decode
from zhengming.formats.offsets import Unit

#: A packed file that is read as a whole may not unpack to more bytes than this.
LIMIT = 1 << 30
#: A file of lines with more bytes than this is not held as a whole; so many are read at a time.
_LARGE, _PART = 1 << 24, 1 << 20
#: Endings of packed files; the ending before tells the format.
PACKED = (".gz", ".zst")
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True, slots=True)
class Given:
    """A file to read.

    Attributes:
        name: its name, which also names its documents.
        content: its bytes, or the path where they are.
        warn: told of what was guessed, and of each part that cannot be read.
        encoding: its encoding; None finds it out.
        lines: whether each line is a document (plain text).
        columns: the columns of a table that hold the text; empty finds one.
        unit: what offsets in it count, where it does not show itself.
    """

    name: str
    content: bytes | Path
    warn: Callable[[InputError], None]
    encoding: str | None = None
    lines: bool = False
    columns: tuple[str, ...] = ()
    unit: Unit = "codepoints"

    @contextmanager
    def stream(self) -> Iterator[IO[bytes]]:
        """Its bytes, unpacked, to be read piece by piece.

        Raises:
            InputError: it cannot be opened, or (while the stream is in use) read or unpacked.
        """
        try:
            raw = io.BytesIO(self.content) if isinstance(self.content, bytes) else self.content.open("rb")
            with raw, self._unpacked(cast(IO[bytes], raw)) as stream:
                yield stream
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise InputError("input.packed", file=self.name, reason=error) from error
        except OSError as error:
            raise InputError("input.unreadable", file=self.name, reason=error.strerror or error) from error

    @contextmanager
    def _unpacked(self, raw: IO[bytes]) -> Iterator[IO[bytes]]:
        magic = raw.read(4)
        raw.seek(0)
        if magic.startswith(_GZIP):
            with gzip.GzipFile(fileobj=raw) as stream:
                yield cast(IO[bytes], stream)
        elif magic == _ZSTD:
            try:
                from backports import zstd
            except ImportError as error:
                raise InputError("input.extra", file=self.name, extra="zst") from error
            try:
                with zstd.open(raw) as stream:
                    yield cast(IO[bytes], stream)
            except zstd.ZstdError as error:
                raise InputError("input.packed", file=self.name, reason=error) from error
        else:
            yield raw

    def data(self) -> bytes:
        """All its bytes, unpacked.

        Raises:
            InputError: it cannot be read or unpacked, or unpacks to more than `LIMIT` bytes.
        """
        with self.stream() as stream:
            data = stream.read(LIMIT + 1)
            if len(data) > LIMIT and isinstance(stream, io.BytesIO | io.BufferedReader):
                data += stream.read()
            elif len(data) > LIMIT:
                raise InputError("input.bomb", file=self.name, limit=f"{LIMIT >> 20} MB")
        return data

    def head(self, size: int = 65536) -> bytes:
        """Its first bytes, unpacked; none where it cannot be read, which reading it will say."""
        try:
            with self.stream() as stream:
                return stream.read(size)
        except InputError:
            return b""

    def each_line(self) -> Iterator[str]:
        """Its lines without their line feeds; a large UTF-8 file is read line by line, anything else as a whole.

        Raises:
            InputError: as for `data` and `text`.
        """
        if isinstance(self.content, bytes) or not self._is_large_utf8():
            yield from self.text().split("\n")
            return
        with self.stream() as stream, io.TextIOWrapper(stream, encoding="utf-8-sig", newline="\n") as text:
            while line := text.readline(LIMIT):
                if len(line) == LIMIT:
                    raise InputError("input.bomb", file=self.name, limit=f"{LIMIT >> 20} MB")
                yield line.removesuffix("\n")

    def _is_large_utf8(self) -> bool:
        """Whether it has more than `_LARGE` bytes, all UTF-8; nothing is kept of what is read to tell."""
        decoder = codecs.getincrementaldecoder("utf-8")()
        if self.encoding is not None and self.encoding.lower() not in ("utf-8", "utf8"):
            return False
        size = 0
        with self.stream() as stream:
            while part := stream.read(_PART):
                try:
                    decoder.decode(part)
                except UnicodeDecodeError:
                    return False
                if b"\0" in part:
                    return False
                size += len(part)
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                return False
        return size > _LARGE

    def text(self, declared: str | None = None) -> str:
        """Its text, decoded.

        Args:
            declared: the encoding that the file itself declares, tried where it is not UTF-8.
        """
        data = self.data()
        if declared and self.encoding is None:
            try:
                data.decode("utf-8")
            except UnicodeDecodeError:
                try:
                    return data.decode(declared)
                except (UnicodeDecodeError, LookupError):
                    pass
        return decode(data, self.name, self.encoding, self.warn)


def suffix_of(name: str) -> str:
    """The ending of a file's name that tells its format, in small letters: `.jsonl` of `a.JSONL.gz`."""
    lowered = name.lower()
    for ending in PACKED:
        lowered = lowered.removesuffix(ending)
    return PurePath(lowered).suffix


@contextmanager
def packing(raw: IO[bytes], name: str) -> Iterator[IO[bytes]]:
    """A stream that packs what is written into it, if the name says so.

    Raises:
        UsageError: the package that packs is not installed.
    """
    if name.lower().endswith(".gz"):
        with gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as stream:
            yield cast(IO[bytes], stream)
    elif name.lower().endswith(".zst"):
        try:
            from backports import zstd
        except ImportError as error:
            raise UsageError("usage.extra", value=name, extra="zst") from error
        with zstd.open(raw, "wb") as stream:
            yield cast(IO[bytes], stream)
    else:
        yield raw

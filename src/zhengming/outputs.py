"""A file stands under its final name only when it is whole. Start reading at `replacing`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from errno import EISDIR
from pathlib import Path
from typing import BinaryIO

from zhengming.errors import OutputError

#: The name of a file of lines that is not whole.
PARTIAL = ".partial"


@contextmanager
def replacing(output: Path, inputs: Iterable[str | Path] = ()) -> Iterator[Path]:
    """A temporary file beside `output`, to be written; it takes that name at the end, and is gone if something fails.

    Args:
        output: the final name.
        inputs: what is read meanwhile; none of it is overwritten.

    Raises:
        OutputError: `output` is one of the inputs, or cannot be written.
    """
    if any(_same(Path(name), output) for name in inputs):
        raise OutputError("output.is_input", file=output)
    temporary = output.with_name(f".{output.name}.{os.getpid()}.tmp")
    try:
        temporary.open("xb").close()
    except OSError as error:
        raise OutputError("output.unwritable", file=output, reason=error.strerror or error) from error
    try:
        yield temporary
        temporary.replace(output)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise OutputError("output.unwritable", file=output, reason=error.strerror or error) from error
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def growing(output: Path, inputs: Iterable[str | Path], *, resume: bool) -> Iterator[Grown]:
    """A file of lines that takes its name at the end, and keeps its complete lines as `FILE.partial` if something fails.

    Args:
        output: the final name.
        inputs: what is read meanwhile.
        resume: whether to go on after the complete lines of a `FILE.partial` that is there.

    Raises:
        OutputError: `output` is one of the inputs, or cannot be written; or there is such a file from another run.
    """
    if any(_same(Path(name), output) for name in inputs):
        raise OutputError("output.is_input", file=output)
    place = output.with_name(output.name + PARTIAL)
    try:
        with place.open("r+b" if resume and place.exists() else "x+b") as stream:
            grown = Grown(place, stream)
            try:
                if output.is_dir():
                    raise IsADirectoryError(EISDIR, os.strerror(EISDIR))
                yield grown
                stream.flush()
            except BaseException:
                grown.cut()
                raise
        place.replace(output)
    except FileExistsError as error:
        raise OutputError("resume.there", file=place, output=output) from error
    except OSError as error:
        raise OutputError("output.unwritable", file=output, reason=error.strerror or error) from error
    finally:
        if place.exists() and not place.stat().st_size:
            place.unlink()


class Grown:
    """A file of lines, and what was in it when it was opened.

    Attributes:
        path: where it is.
        count: the number of complete lines that were there; what came after them is cut off.
        last: the last of them, or nothing.
    """

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self.path = path
        self.count, self.last = 0, b""
        self._stream = stream
        self._end = 0
        for line in stream:
            if line.endswith(b"\n"):
                self.count, self.last, self._end = self.count + 1, line, self._end + len(line)
        self.cut()

    def write(self, lines: bytes) -> None:
        """Add complete lines; they are the system's when this returns."""
        self._stream.write(lines)
        self._stream.flush()
        self._end += len(lines)

    def cut(self) -> None:
        """Cut off what is no complete line."""
        with suppress(OSError):
            self._stream.flush()
        self._stream.seek(self._end)
        self._stream.truncate()


def _same(one: Path, other: Path) -> bool:
    """Whether two names are one file: links and other spellings of a folder included."""
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except OSError:
        return False

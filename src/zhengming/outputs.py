"""A file stands under its final name only when it is whole. Start reading at `replacing`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from zhengming.errors import OutputError


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


def _same(one: Path, other: Path) -> bool:
    """Whether two names are one file: links and other spellings of a folder included."""
    try:
        return one.resolve() == other.resolve() or one.samefile(other)
    except OSError:
        return False

"""Files, folders and standard input as (name, bytes)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from zhengming.errors import InputError


def collect(paths: Sequence[str], suffixes: Sequence[str], warn: Callable[[InputError], None]) -> list[Path | None]:
    """The files that a command line names; None stands for standard input.

    A folder gives its files with one of `suffixes`, at any depth, in order of name. What does not exist is reported.
    """
    found: list[Path | None] = []
    for name in paths:
        if name == "-":
            found.append(None)
            continue
        path = Path(name)
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in suffixes)
            if not inside:
                warn(InputError("input.folder_empty", file=name, suffixes=" ".join(suffixes)))
            found.extend(inside)
        elif path.exists():
            found.append(path)
        else:
            warn(InputError("input.missing", file=name))
    return found


def load(paths: Sequence[Path | None], warn: Callable[[InputError], None]) -> Iterator[tuple[str, bytes]]:
    """The bytes of each file under its name; one that cannot be read is reported and left out."""
    for path in paths:
        if path is None:
            yield "-", sys.stdin.buffer.read()
            continue
        try:
            yield str(path), path.read_bytes()
        except OSError as error:
            warn(InputError("input.unreadable", file=path, reason=error.strerror or error))

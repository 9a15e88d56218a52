"""The files that a command line names: single ones, those in folders, standard input."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from glob import glob, has_magic
from pathlib import Path

from zhengming.errors import InputError
from zhengming.formats.given import suffix_of


def collect(paths: Sequence[str], suffixes: Collection[str], warn: Callable[[InputError], None]) -> list[Path | None]:
    """The files that a command line names; None stands for standard input.

    A folder gives its files with one of `suffixes`, packed ones too, at any depth, in order of name; of a text and the
    annotations beside it (brat's `a.txt` and `a.ann`) only the latter, which lead to the former. What does not exist is
    reported; a pattern (`in/**/*.txt`) gives the files that it matches, in order of name.
    """
    found: list[Path | None] = []
    for name in paths:
        if name == "-":
            found.append(None)
            continue
        path = Path(name)
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if suffix_of(p.name) in suffixes and p.is_file())
            pairs = {p.with_suffix(".txt") for p in inside if p.suffix == ".ann"}
            inside = [p for p in inside if p not in pairs]
            if not inside:
                warn(InputError("input.folder_empty", file=name, suffixes=" ".join(suffixes)))
            found.extend(inside)
        elif path.exists():
            found.append(path)
        elif matched := _matched(name):
            found.extend(matched)
        else:
            warn(InputError("input.missing", file=name))
    return found


def _matched(name: str) -> list[Path]:
    """The files that a pattern matches which no shell has spread: because it was quoted, or there are too many files."""
    if not has_magic(name):
        return []
    # Unlike that of `Path` it takes patterns from the root, too.
    return sorted(path for path in map(Path, glob(name, recursive=True)) if path.is_file())  # noqa: PTH207

"""The files that a command line names: single ones, those in folders, standard input."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from zhengming.errors import InputError
from zhengming.formats.given import suffix_of


def collect(paths: Sequence[str], suffixes: Collection[str], warn: Callable[[InputError], None]) -> list[Path | None]:
    """The files that a command line names; None stands for standard input.

    A folder gives its files with one of `suffixes`, packed ones too, at any depth, in order of name; of a text and the
    annotations beside it (brat's `a.txt` and `a.ann`) only the latter, which lead to the former. What does not exist is
    reported.
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
        else:
            warn(InputError("input.missing", file=name))
    return found

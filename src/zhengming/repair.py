"""Certain corrections put into a file, and shown as a diff. Start reading at `repair`."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from zhengming.errors import InputError
from zhengming.findings import Located
from zhengming.outputs import replacing

_BOM = "\ufeff"


class Repaired(NamedTuple):
    """What became of a file: its text before and after, and the findings that are mended."""

    before: str
    after: str
    mended: list[Located]

    def difference(self, name: str) -> Iterator[str]:
        """The corrections as a unified diff that `patch` applies."""
        one, other = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (self.before, self.after))
        for line in difflib.unified_diff(one, other, name, name, n=1):
            yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def repair(path: Path, text: str, found: Sequence[Located], *, write: bool) -> Repaired:
    """Put in what is certain.

    Args:
        path: the file.
        text: its characters as they were read; places count in them.
        found: what was found in it; what has a fix and stands in one piece in the file is mended.
        write: whether the file is replaced, atomically.

    Raises:
        InputError: the file is not the text that was read, as UTF-8: it is another kind of file, or has changed.
        OutputError: it cannot be written.
    """
    try:
        content = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("check.not_fixable", file=path) from error
    mark = _BOM if content.startswith(_BOM) and not text.startswith(_BOM) else ""
    if content != mark + text:
        raise InputError("check.not_fixable", file=path)
    edits: dict[int, tuple[int, str]] = {}
    mended = []
    for item in found:
        fix, said = item.finding.fix, item.finding.text
        if fix is None or fix == said:
            continue
        places = [(item.start, item.end), *item.more]
        taken = [(start, end) for start, end in places if text[start:end] == said and start not in edits]
        edits.update({start: (end, fix) for start, end in taken})
        if taken and taken[0] == places[0]:
            mended.append(item)
    pieces, at = [], 0
    for start, (end, fix) in sorted(edits.items()):
        if start >= at:
            pieces += [text[at:start], fix]
            at = end
    after = "".join([*pieces, text[at:]])
    if write and mended:
        with replacing(path) as temporary:
            temporary.write_bytes((mark + after).encode())
            temporary.chmod(path.stat().st_mode & 0o777)
    return Repaired(text, after, mended)

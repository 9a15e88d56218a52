"""Plain text: one document a file, or one a line."""

from __future__ import annotations

from collections.abc import Iterator

from zhengming.formats.given import Given
from zhengming.model import Source


def read(given: Given) -> Iterator[Source]:
    """A file as one document, or each of its lines that is not empty as one (`name:line`)."""
    if not given.lines:
        yield Source(given.name, given.text())
        return
    for number, line in enumerate(given.each_line(), start=1):
        line = line.removesuffix("\r")
        if line.strip():
            yield Source(f"{given.name}:{number}", line)

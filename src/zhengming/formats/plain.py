"""Plain text: one document a file, or one a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zhengming.errors import InputError
from zhengming.formats.encoding import decode
from zhengming.formats.source import Source


def read(
    data: bytes, name: str, encoding: str | None, lines: bool, warn: Callable[[InputError], None]
) -> Iterator[Source]:
    """A file as one document, or each of its lines that is not empty as one (`name:line`)."""
    text = decode(data, name, encoding, warn)
    if not lines:
        yield Source(name, text)
        return
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.removesuffix("\r")
        if line.strip():
            yield Source(f"{name}:{number}", line)

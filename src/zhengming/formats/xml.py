"""XML read record by record, without what XML can be abused for, and text made fit for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.sax.saxutils import escape

from zhengming.errors import InputError
from zhengming.formats.given import Given

#: What XML 1.0 has no way to write.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PROLOG = re.compile(rb"(?:<[?!]|[^<])*")


def fit(text: str) -> str:
    """A text with U+FFFD for each character that XML cannot hold: as many characters as before."""
    return _ILLEGAL.sub("\ufffd", text)


def written(text: str) -> str:
    """A text as it stands in XML, between tags or in a quoted attribute; a carriage return stays one."""
    return escape(fit(text), {'"': "&quot;", "\r": "&#13;"})


class _Prologue:
    """A stream whose beginning has been read already."""

    def __init__(self, head: bytes, stream: IO[bytes]) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._stream.read(size)


def records(given: Given, tags: Collection[str]) -> Iterator[Element]:
    """Each element of these tags once it is complete; it is emptied when the next one is asked for.

    External entities are never fetched, and a file that declares entities is refused: none of these formats has any.

    Raises:
        InputError: not XML, broken in the middle (what stands before has been given), or with entities.
    """
    with given.stream() as stream:
        head = stream.read(65536)
        prolog = head.replace(b"\0", b"")
        found = _PROLOG.match(prolog)
        if found and b"<!ENTITY" in found[0]:
            raise InputError("input.entities", file=given.name)
        try:
            for _, element in iterparse(_Prologue(head, stream)):
                if element.tag in tags:
                    yield element
                    element.clear()
        except ParseError as error:
            line, column = error.position
            reason = str(error).rsplit(":", 1)[0]
            raise InputError("input.xml", file=given.name, line=line, column=column + 1, reason=reason) from error
        except (ValueError, LookupError) as error:
            raise InputError("input.xml", file=given.name, line=1, column=1, reason=error) from error

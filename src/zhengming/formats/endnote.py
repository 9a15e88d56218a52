"""EndNote's tagged text (`%0`, `%T`, `%X`) and NoteExpress (`{Title}: …`), as CNKI and Wanfang export them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.formats import references
from zhengming.formats.given import Given
from zhengming.model import Source

_LINE = re.compile(r"\ufeff?(?:(?P<tag>%[0-9A-Z@!~&$?#+\[\](<>=^*])\s?(?P<value>.*))")
_NOTE_EXPRESS = re.compile(r"\ufeff?(?P<tag>\{[A-Za-z /]+\}):\s?(?P<value>.*)")


def read(given: Given) -> Iterator[Source]:
    """Title and abstract of each record, named by its DOI or accession number, or by the file and its line."""
    braces = re.search(rb"^(?:\xef\xbb\xbf)?\{Reference Type\}:", given.head(), re.MULTILINE) is not None
    line, first = (_NOTE_EXPRESS, "{Reference Type}") if braces else (_LINE, "%0")
    for number, record in references.tagged(given, line, lambda tag, _: tag == first):
        source = references.document(
            given, number, record, ("%M", "%R", "{DOI}", "{Accession Number}"), ("%T", "{Title}"), ("%X", "{Abstract}"),
        )  # fmt: skip
        if source is not None:
            yield source

"""RIS, as reference managers, CNKI, Wanfang and Web of Science export it: `TY  - JOUR`, `TI  - …`, `AB  - …`, `ER  -`.

CNKI's and Wanfang's RefWorks files (`RT Journal Article`, `T1 …`, no dash) are the same with other spacing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.formats import references
from zhengming.formats.given import Given
from zhengming.model import Source

_SIGNS = re.compile(r"\ufeff?(?P<tag>[A-Z][A-Z0-9])\s{0,2}[-–—](?:\s|$)(?P<value>.*)")
_WORDS = re.compile(
    r"\ufeff?(?P<tag>RT|SR|A1|AD|T1|T2|JF|YR|IS|VO|OP|SP|K1|AB|SN|CN|LA|DS|LK|DO|PB|PP|FD|ED|UL|ID|NO|JO)(?:\s(?P<value>.*)|$)"
)


def read(given: Given) -> Iterator[Source]:
    """Title and abstract of each record, named by its identifier or DOI."""
    words = re.search(rb"^(?:\xef\xbb\xbf)?RT ", given.head(), re.MULTILINE) is not None
    line, first = (_WORDS, "RT") if words else (_SIGNS, "TY")
    for number, record in references.tagged(given, line, lambda tag, record: tag == first, "" if words else "ER"):
        source = references.document(
            given, number, record, ("AN", "ID", "DO", "M3"), ("TI", "T1", "CT", "BT", "TT"), ("AB", "N2"),
        )  # fmt: skip
        if source is not None:
            yield source

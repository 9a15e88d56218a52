"""NBIB, the MEDLINE display of PubMed: `PMID- 123`, `TI  - …`, `AB  - …`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.formats import references
from zhengming.formats.given import Given
from zhengming.model import Source

_LINE = re.compile(r"(?P<tag>[A-Z]{2,4}) {0,2}- (?P<value>.*)")


def read(given: Given) -> Iterator[Source]:
    """Title and abstract of each record, named by its PMID."""
    for number, record in references.tagged(given, _LINE, lambda tag, record: tag == "PMID"):
        source = references.document(given, number, record, ("PMID", "LID"), ("TI", "BTI", "TT"), ("AB", "OAB"), "\n")
        if source is not None:
            yield source

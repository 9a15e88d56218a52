"""Records of literature databases and reference managers: lines with a tag, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from zhengming.errors import InputError
from zhengming.formats.given import Given
from zhengming.model import Passage, Source

#: Parts of a document, as (kind, text).
Parts = Iterable[tuple[str, str]]
#: A record: what stands under each tag, in order.
Record = dict[str, list[str]]


def joined(name: str, parts: Parts, seam: str = "\n") -> Source:
    """The document of these parts.

    Args:
        name: what it is called.
        parts: its parts, in order.
        seam: what stands between two: one line end, as in every offset that PubMed's and PubTator's users have, or an
            empty line where titles end without a stop, and what follows could be read on with them.
    """
    source = Source(name, "")
    texts: list[str] = []
    at = 0
    for kind, text in parts:
        source.passages.append(Passage(at, at + len(text), kind))
        texts.append(text)
        at += len(text) + len(seam)
    source.text = seam.join(texts)
    return source


def tagged(
    given: Given, line: re.Pattern[str], begins: Callable[[str, Record], bool], ends: str = ""
) -> Iterator[tuple[int, Record]]:
    """The records of a file of tagged lines, as (line where it begins, record).

    A line without a tag goes on with the one before.

    Args:
        given: the file.
        line: a tagged line, with the groups `tag` and `value`.
        begins: whether a tag begins a new record, after what the record has so far.
        ends: the tag that ends a record, if there is one.

    Raises:
        InputError: there is no record in it.
    """
    record: Record = {}
    first, last, any_record = 1, "", False
    for number, text in enumerate(given.text().splitlines(), start=1):
        found = line.match(text)
        if found:
            tag, value = found["tag"].strip(), found["value"].strip()
            if record and (tag == ends or begins(tag, record)):
                any_record = True
                yield first, record
                record, last = {}, ""
            if tag == ends and ends:
                continue
            if not record:
                first = number
            record.setdefault(tag, []).append(value)
            last = tag
        elif text.strip() and last:
            values = record[last]
            before = values[-1]
            seam = "" if not before or (_HAN.match(before[-1]) and _HAN.match(text.strip())) else " "
            values[-1] = before + seam + text.strip()
    if record:
        any_record = True
        yield first, record
    if not any_record:
        raise InputError("input.no_record", file=given.name, kind="RIS, NBIB, EndNote")


_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


def document(
    given: Given,
    number: int,
    record: Record,
    names: Iterable[str],
    titles: Iterable[str],
    abstracts: Iterable[str],
    seam: str = "\n\n",
) -> Source | None:
    """The document of a record: the first title and the first abstract that it has; None where it has neither.

    Args:
        given: the file.
        number: the line where the record begins; names it where it has no name.
        record: the record.
        names: the tags of its name, the best first.
        titles: the tags of its title, the best first.
        abstracts: the tags of its abstract, the best first.
        seam: what stands between the two.
    """

    def best(tags: Iterable[str]) -> str:
        return next((value for tag in tags for value in record.get(tag, ()) if value), "")

    parts = [(kind, text) for kind, text in (("title", best(titles)), ("abstract", best(abstracts))) if text]
    return joined(best(names) or f"{given.name}:{number}", parts, seam) if parts else None

"""PubMed XML: each article's title and abstract, read one by one, so that a baseline file needs no memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from zhengming.errors import InputError
from zhengming.formats.given import Given
from zhengming.formats.references import Parts, joined
from zhengming.formats.xml import records
from zhengming.model import Source

_LINES = re.compile(r"[ \t]*[\r\n]\s*")


def read(given: Given) -> Iterator[Source]:
    """A document for each article or book chapter, named by its PMID.

    An abstract with headings has a line for each part, `HEADING: text`, as PubMed shows it; abstracts in other
    languages follow. Articles that a file withdraws are none.

    Raises:
        InputError: not PubMed XML, or broken in the middle: what stands before has been given.
    """
    number = 0
    for element in records(given, ("PubmedArticle", "PubmedBookArticle")):
        number += 1
        citation = next(
            (part for tag in ("MedlineCitation", "BookDocument") if (part := element.find(tag)) is not None), element
        )
        yield joined((citation.findtext("PMID") or f"{given.name}:{number}").strip(), _parts(citation))
    if not number:
        raise InputError("input.no_record", file=given.name, kind="PubMed XML")


def _parts(citation: Element) -> Parts:
    """Title and abstracts; whole paths, as a search through all of a record costs as much as parsing it."""
    article = citation.find("Article")
    places = [citation] if article is None else [article, citation]
    for place, tag in (
        (place, tag) for place in places for tag in ("ArticleTitle", "VernacularTitle", "Book/BookTitle")
    ):
        title = _said(place.find(tag))
        if title:
            yield "title", title
            break
    for abstract in (item for place in places for tag in ("Abstract", "OtherAbstract") for item in place.findall(tag)):
        kind = "abstract" if abstract.tag == "Abstract" else f"abstract {abstract.get('Language', '')}".strip()
        for part in abstract.findall("AbstractText"):
            label, text = part.get("Label", ""), _said(part)
            if text:
                yield kind, f"{label}: {text}" if label and label != "UNLABELLED" else text


def _said(element: Element | None) -> str:
    return "" if element is None else _LINES.sub(" ", "".join(element.itertext())).strip()

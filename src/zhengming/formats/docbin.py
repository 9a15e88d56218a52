"""spaCy's DocBin: documents with our mentions as entities and spans; in, the entities and spans that it has.

Tokens end wherever a mention does, so that none is lost; `doc.text` is the text as it is.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from zhengming.errors import InputError
from zhengming.formats.given import LIMIT, Given
from zhengming.formats.marks import all_marks, take
from zhengming.formats.stamp import Stamp, encodable
from zhengming.model import Document, Mark, Source

_TOKEN = re.compile(r"[^\W\u2e80-\U0003ffff]+|[\u2e80-\U0003ffff]|\s+|[^\w\s]")
#: The span groups: what a document came with, and what we found.
_BEFORE, _OURS = "existing", "zhengming"


def read(given: Given) -> Iterator[Source]:
    """Each document, its spans (of all groups) and entities as marks; its name is `user_data["id"]`, if it has one.

    Raises:
        InputError: no DocBin.
    """
    import spacy
    from spacy.tokens import DocBin

    data = given.data()
    try:
        if len(zlib.decompressobj().decompress(data, LIMIT)) >= LIMIT:
            raise InputError("input.bomb", file=given.name, limit=f"{LIMIT >> 20} MB")
        documents = list(DocBin().from_bytes(data).get_docs(spacy.blank("xx").vocab))
    except InputError:
        raise
    except Exception as error:  # msgpack and spaCy raise whatever a foreign file leads them to
        reason = f"{type(error).__name__} {error}"[:120]
        raise InputError("input.damaged", file=given.name, kind="DocBin", reason=reason) from error
    for number, doc in enumerate(documents, start=1):
        source = Source(str(doc.user_data.get("id") or f"{given.name}:{number}"), doc.text)
        marks: dict[tuple[int, int, str, str], Mark] = {}
        for span in (*(span for group in doc.spans.values() for span in group), *doc.ents):
            key = (span.start_char, span.end_char, span.label_, span.kb_id_)
            marks.setdefault(key, Mark(key[0], key[1], span.text, key[2], key[3]))
        take(given, source, list(marks.values()), "codepoints")
        yield source


def write(documents: Iterable[Document], stream: IO[bytes], stamp: Stamp) -> None:
    """One DocBin; `doc.spans["zhengming"]` has all mentions, `doc.ents` the longest without overlap, `kb_id_` concepts."""
    import spacy
    from spacy.tokens import Doc, DocBin, Span, SpanGroup
    from spacy.util import filter_spans

    vocab = spacy.blank("xx").vocab
    out = DocBin(attrs=("ORTH", "SPACY", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID"), store_user_data=True)
    for document in documents:
        marks = all_marks(document, stamp)
        text = encodable(document.text)
        words, spaces, starts, ends = _tokens(text, marks)
        doc = Doc(vocab, words=words, spaces=spaces)
        doc.user_data["id"] = document.id or ""
        doc.user_data["annotator"] = stamp.annotator
        groups: dict[str, list[Span]] = {_BEFORE: [], _OURS: []}
        for mark in marks:
            span: Any = Span(doc, starts[mark.start], ends[mark.end] + 1, label=mark.type, kb_id=mark.id)
            groups[_OURS if mark.infons.get("annotator") == stamp.annotator else _BEFORE].append(span)
        for name, spans in groups.items():
            if spans or name == _OURS:
                doc.spans[name] = SpanGroup(doc, name=name, spans=spans)
        doc.set_ents(filter_spans(groups[_OURS] or groups[_BEFORE]))
        out.add(doc)
    stream.write(out.to_bytes())


def _tokens(text: str, marks: Sequence[Mark]) -> tuple[list[str], list[bool], dict[int, int], dict[int, int]]:
    """Words, whether a space follows each, and the number of the word at each start and each end."""
    begun, ended = {mark.start for mark in marks}, {mark.end for mark in marks}
    edges = {0, len(text)} | begun | ended
    edges |= {found.start() for found in _TOKEN.finditer(text)} | {found.end() for found in _TOKEN.finditer(text)}
    places = sorted(edges)
    words: list[str] = []
    spaces: list[bool] = []
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    for start, end in zip(places, places[1:], strict=False):
        word = text[start:end]
        if word == " " and words and not spaces[-1] and start not in begun and end not in ended:
            spaces[-1] = True
            continue
        starts[start], ends[end] = len(words), len(words)
        words.append(word)
        spaces.append(False)
    return words, spaces, starts, ends

"""doccano: JSON Lines to import, `{"id": …, "text": …, "label": [[start, end, label]]}`; JSON Lines reads them back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from zhengming.formats.jsonl import dumps
from zhengming.formats.marks import all_marks
from zhengming.formats.offsets import Offsets
from zhengming.formats.stamp import Stamp
from zhengming.model import Document


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """One line a document; the concept of each label, for which doccano has no place, stands in `concepts` in the same order."""
    for document in documents:
        out = Offsets(document.text, stamp.unit).out
        spans = [
            (start, end, mark)
            for mark in all_marks(document, stamp)
            for start, end in mark.pieces or ((mark.start, mark.end),)
        ]
        record = {
            "id": document.id, "text": document.text, "label": [[out(start), out(end), mark.type] for start, end, mark in spans],
            "concepts": [mark.id for _, _, mark in spans],
        }  # fmt: skip
        stream.write(dumps(record) + "\n")

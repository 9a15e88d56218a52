"""Annotations as columns: one row a mention, without an object for each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from zhengming.arrow import pyarrow

if TYPE_CHECKING:
    from zhengming.work import Work


class Columns(dict[str, Any]):
    """Six columns of equal length; a dict, so that `pandas.DataFrame(columns)` and `polars.DataFrame(columns)` take it.

    Keys:
        document: number of the text, counted from 0 (`array` of 64-bit integers, as the next two).
        start: first character of the mention, in code points of its text.
        end: one past the last.
        concept: id of the concept (list of str).
        score: as that of an annotation (`array` of doubles).
        via: as that of an annotation (list of str).
    """

    def __init__(self) -> None:
        super().__init__(
            document=array("q"), start=array("q"), end=array("q"), concept=[], score=array("d"), via=[]
        )  # fmt: skip

    @property
    def rows(self) -> int:
        """How many mentions there are."""
        return len(self["start"])

    def add(self, works: Iterable[Work]) -> None:
        """Add the mentions of texts that have gone through the tagger, numbered as they come."""
        documents, starts, ends, concepts, scores, vias = (column.append for column in self.values())
        for number, work in enumerate(works):
            folded = work.folded
            for candidate in work.candidates:
                start, end = folded.raw_span(candidate.start, candidate.end)
                documents(number)
                starts(start)
                ends(end)
                concepts(candidate.concept.id)
                scores(candidate.score)
                vias(candidate.via)

    def to_arrow(self) -> Any:
        """The columns as an Arrow table: int64, double and string; numbers are not copied.

        Raises:
            UsageError: pyarrow is not installed.
        """
        pa = pyarrow()
        types = {"d": pa.float64(), "q": pa.int64()}
        columns = [
            pa.Array.from_buffers(types[column.typecode], len(column), [None, pa.py_buffer(column)])
            if isinstance(column, array)
            else pa.array(column, pa.string())
            for column in self.values()
        ]
        return pa.Table.from_arrays(columns, names=list(self))

"""`annotate --json`: one line a document, made by one process or several, and resumed where a run was cut off.

The lines are the same bytes in the same order for any number of workers. Start reading at `write_lines`.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from zhengming.errors import OutputError, UsageError
from zhengming.formats import Source, Stamp
from zhengming.formats.given import PACKED
from zhengming.formats.jsonl import document_record, dumps
from zhengming.intake import complain, opened
from zhengming.model import Document
from zhengming.options import say
from zhengming.outputs import Grown, growing

if TYPE_CHECKING:
    from zhengming.tagger import Shared, Tagger


def write_lines(
    tagger: Tagger,
    found: Iterator[Source],
    stamp: Stamp,
    output: Path | None,
    names: list[str] | None,
    *,
    nested: bool,
    workers: int,
    resume: bool,
) -> None:
    """Write the lines of documents to a file, or to standard output.

    Args:
        tagger: finds what is in them.
        found: the documents.
        stamp: what made the lines.
        output: the file; None for standard output.
        names: the files that are read meanwhile.
        nested: as for `Tagger.annotate`.
        workers: processes to use.
        resume: whether to go on after the complete lines of `FILE.partial`.

    Raises:
        OutputError: the file cannot be written, or what is to be resumed is not of these documents and options.
    """
    make = partial(_line, tagger, stamp, nested)
    if output is None:
        for lines in _lines(tagger, found, stamp, nested, workers):
            sys.stdout.write(lines.decode())
    elif output.suffix.lower() in PACKED:
        with opened(output, names, binary=True) as stream:
            stream.writelines(_lines(tagger, found, stamp, nested, workers))
    else:
        with growing(output, names or (), resume=resume) as grown:
            done = _skip(found, grown, make)
            try:
                for lines in _lines(tagger, found, stamp, nested, workers):
                    grown.write(lines)
                    done += lines.count(b"\n")
            except BaseException:
                if done:
                    complain(say("resume.kept", file=grown.path, count=done))
                raise


def check_resume(resume: bool, as_lines: bool, output: Path | None) -> None:
    """See that there is something that can be resumed.

    Raises:
        UsageError: it is no file of lines.
    """
    if resume and (not as_lines or output is None or output.suffix.lower() in PACKED):
        raise UsageError("resume.needs")


def _skip(found: Iterator[Source], grown: Grown, make: Callable[[Source], bytes]) -> int:
    """Pass over the documents whose lines are there; the last line must be what its document gives now.

    Raises:
        OutputError: it is not.
    """
    if not grown.count:
        return 0
    last = next(islice(found, grown.count - 1, None), None)
    if last is None or make(last) != grown.last:
        raise OutputError("resume.differs", file=grown.path, line=grown.count)
    return grown.count


def _lines(tagger: Tagger, found: Iterator[Source], stamp: Stamp, nested: bool, workers: int) -> Iterator[bytes]:
    """Lines of documents, some at a time."""
    if workers == 1:
        yield from map(partial(_line, tagger, stamp, nested), found)
        return
    from zhengming.many import batches, spread

    waiting: deque[list[Source]] = deque()

    def given() -> Iterator[list[Source]]:
        for batch in batches(found, lambda source: len(source.text)):
            waiting.append(batch)
            # The file that a text comes from stays here: it may be of a kind that no other process can be given.
            yield [source if source.origin is None else replace(source, origin=None, infons=_ASKED) for source in batch]

    for made in spread(given(), workers, partial(_maker, tagger.shared(), stamp, nested)):
        sources = waiting.popleft()
        yield b"".join(
            item if isinstance(item, bytes) else _written(item, source, stamp)
            for item, source in zip(made, sources, strict=True)
        )


#: Marks a source whose places in its file only the first process can tell: it is sent the document itself.
_ASKED = {"": "document"}


def _maker(shared: Shared, stamp: Stamp, nested: bool) -> Callable[[list[Source]], list[bytes | Document]]:
    """What a process does with a batch of documents."""
    tagger = shared.tagger

    def make(batch: list[Source]) -> list[bytes | Document]:
        return [
            tagger.annotate(source.text, nested=nested, id=source.id)
            if source.infons == _ASKED
            else _line(tagger, stamp, nested, source)
            for source in batch
        ]

    return make


def _line(tagger: Tagger, stamp: Stamp, nested: bool, source: Source) -> bytes:
    return _written(tagger.annotate(source.text, nested=nested, id=source.id), source, stamp)


def _written(document: Document, source: Source, stamp: Stamp) -> bytes:
    document.source = source
    return (dumps(document_record(document, stamp)) + "\n").encode()

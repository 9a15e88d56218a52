"""What every command shares: the documents it is given, the file it writes, and what it says went wrong."""

from __future__ import annotations

import io
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Any, cast

from zhengming import messages
from zhengming.errors import InputError, OutputError, UsageError, ZhengmingError
from zhengming.formats import FORMATS, TABLES, Format, Source, Stamp, files, format_of, inputs, read, write
from zhengming.formats.given import packing
from zhengming.formats.offsets import Unit
from zhengming.model import Document
from zhengming.outputs import replacing

if TYPE_CHECKING:
    from zhengming.tagger import Tagger


def load(lexicon: Sequence[Path] | None = None) -> Tagger:
    """A tagger (see `tagger.load`), whose modules are imported only by the commands that need one.

    Raises:
        LexiconError: naming file, line, value, rule and what to do.
    """
    from zhengming import tagger

    return tagger.load(lexicon)


class Report:
    """What went wrong so far: said on standard error as it happens, and counted for the exit status."""

    #: These only inform: nothing is missing from the output because of them.
    NOTES = frozenset(
        {"input.guessed", "input.nul", "input.empty", "input.replaced", "input.unit", "input.surface", "input.column",
         "input.passages", "input.kept_bytes", "output.lost", "sheet.first", "sheet.quotes"}
    )  # fmt: skip

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.failed = 0
        self.read = 0

    def __call__(self, error: ZhengmingError) -> None:
        """Say an error or a note on one line."""
        complain(error.say(self.lang))
        if error.key not in self.NOTES:
            self.failed += 1

    @property
    def status(self) -> int:
        """The exit status that fits: 2 where nothing could be read, 3 where some inputs failed, else 0."""
        return 0 if not self.failed else 3 if self.read else 2


def complain(text: str) -> None:
    """One line on standard error."""
    print(f"zhengming: {text}", file=sys.stderr)  # noqa: T201


def sources(
    names: list[str] | None,
    input_format: str | None,
    encoding: str | None,
    lines: bool,
    report: Report,
    columns: Collection[str] | None = None,
    unit: Unit = "codepoints",
) -> Iterator[Source]:
    """The documents that a command line names; standard input where it names none and something is piped in."""
    if not names:
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("input.no_stdin")
        names = ["-"]
    if input_format is not None:
        format_of(input_format, "")
    from zhengming.terminal import progress

    suffixes = [
        suffix for item in FORMATS.values() if item.reads and item.name not in TABLES for suffix in item.suffixes
    ]
    paths = inputs.collect(names, suffixes, report)
    for path in progress(paths, messages.text("progress.documents", report.lang)):
        content = sys.stdin.buffer.read() if path is None else path
        name = "-" if path is None else str(path)
        try:
            for source in read(
                content, name, format=input_format, encoding=encoding, lines=lines, columns=tuple(columns or ()), unit=unit,
                warn=report,
            ):  # fmt: skip
                report.read += 1
                yield source
        except InputError as error:
            report(error)


def write_all(
    documents: Iterator[Document],
    format_: Format,
    output: Path | None,
    names: list[str] | None,
    stamp: Stamp,
    report: Report,
) -> None:
    """Write annotated documents: to standard output, to one file, or each to its own in a folder.

    Raises:
        UsageError: the format needs a file or a folder.
        OutputError: a file cannot be written.
    """
    checked = _said_what_is_lost(documents, format_, report)
    if format_.writes != "files":
        if format_.writes == "bytes" and output is None and sys.stdout.isatty():
            raise UsageError("usage.binary", value=format_.name)
        with opened(output, names, binary=format_.writes == "bytes") as stream:
            write(checked, stream, format_.name, stamp)
        return
    if output is not None and (output.is_dir() or not output.suffix):
        _write_folder(checked, format_, output, names, stamp)
        return
    first, second = next(checked, None), next(checked, None)
    if first is None:
        return
    parts = files(first, format_.name, stamp)
    if second is not None or (output is None and (len(parts) > 1 or sys.stdout.isatty())):
        raise UsageError("usage.folder", value=format_.name)
    for ending, data in parts:
        place = output if output is None or len(parts) == 1 else output.with_suffix(ending)
        with opened(place, names, binary=True) as stream:
            stream.write(data)


def _said_what_is_lost(documents: Iterable[Document], format_: Format, report: Report) -> Iterator[Document]:
    """The documents; what a format cannot hold of what they came with is said, once for all."""
    marks = relations = 0
    for document in documents:
        if document.source is not None:
            marks += 0 if format_.marks else len(document.source.marks)
            relations += 0 if format_.relations else len(document.source.relations)
        yield document
    if marks or relations:
        report(InputError("output.lost", value=format_.name, marks=marks, relations=relations))


def _write_folder(
    documents: Iterable[Document], format_: Format, folder: Path, names: list[str] | None, stamp: Stamp
) -> None:
    place = folder.resolve()
    for name in names or ():
        if Path(name).is_dir() and Path(name).resolve() in (place, *place.parents):
            raise OutputError("output.is_input", file=folder)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError("output.unwritable", file=folder, reason=error.strerror or error) from error
    taken: set[str] = set()
    for document in documents:
        stem = PurePath(document.id or "document").stem
        stem = "".join(c if c.isalnum() or c in "-_.+ " else "_" for c in stem).strip(". ")[:100] or "document"
        name, number = stem, 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.casefold())
        for ending, data in files(document, format_.name, stamp):
            with opened(folder / (name + ending), names, binary=True) as stream:
                stream.write(data)


@contextmanager
def opened(output: Path | None, inputs: list[str] | None = None, *, binary: bool = False) -> Iterator[IO[Any]]:
    """Standard output, or a temporary file beside `output` that takes its name at the end; never one of the inputs.

    A name that ends in `.gz` or `.zst` gets a packed file.

    Raises:
        OutputError: the file cannot be written.
    """
    if output is None:
        yield sys.stdout.buffer if binary else sys.stdout
        return
    with (
        replacing(output, inputs or ()) as temporary,
        temporary.open("wb") as raw,
        packing(raw, output.name) as stream,
    ):
        if binary:
            yield stream
        else:
            with io.TextIOWrapper(cast(Any, stream), encoding="utf-8", newline="\n") as text:
                yield text

"""What every command shares: the documents it is given, the file it writes, and what it says went wrong."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from zhengming import messages
from zhengming.errors import InputError, UsageError, ZhengmingError
from zhengming.formats import FORMATS, Source, format_of, read
from zhengming.formats import inputs as files
from zhengming.outputs import replacing


class Report:
    """What went wrong so far: said on standard error as it happens, and counted for the exit status."""

    #: These only inform: nothing is missing from the output because of them.
    NOTES = frozenset({"input.guessed", "input.nul", "input.empty", "input.replaced", "input.kept_bytes",
                       "sheet.first", "sheet.quotes"})  # fmt: skip

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
    names: list[str] | None, input_format: str | None, encoding: str | None, lines: bool, report: Report
) -> Iterator[Source]:
    """The documents that a command line names; standard input where it names none and something is piped in."""
    if not names:
        if sys.stdin is None or sys.stdin.isatty():
            raise UsageError("input.no_stdin")
        names = ["-"]
    if input_format is not None:
        format_of(input_format, "")
    from zhengming.terminal import progress

    suffixes = [suffix for item in FORMATS.values() if item.reader for suffix in item.suffixes]
    paths = files.collect(names, suffixes, report)
    for path in progress(paths, messages.text("progress.documents", report.lang)):
        for name, data in files.load([path], report):
            kind = input_format or ("jsonl" if path is None and data.lstrip().startswith(b'{"') else None)
            try:
                for source in read(data, name, format=kind, encoding=encoding, lines=lines, warn=report):
                    report.read += 1
                    yield source
            except InputError as error:
                report(error)


@contextmanager
def opened(output: Path | None, inputs: list[str] | None = None) -> Iterator[TextIO]:
    """Standard output, or a temporary file beside `output` that takes its name at the end; never one of the inputs.

    Raises:
        OutputError: the file cannot be written.
    """
    if output is None:
        yield sys.stdout
        return
    with replacing(output, inputs or ()) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as stream:
        yield stream

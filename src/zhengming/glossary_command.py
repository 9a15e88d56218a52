"""The command `glossary`: the abbreviation table of documents, and its comparison with one that is there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhengming.errors import OutputError, UsageError, nearest
from zhengming.formats import Source
from zhengming.formats.given import Given
from zhengming.formats.jsonl import dumps
from zhengming.intake import Report, complain, load, opened, sources
from zhengming.model import Document
from zhengming.options import LANG, AsJson, Columns, Encoding, Files, InputFormat, Lexicons, Lines, Output, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhengming.glossary_check import Difference
    from zhengming.glossary_tables import Table
    from zhengming.tagger import Tagger

_FORMATS = "markdown, csv, tsv, xlsx, docx, latex, jsonl, json"


def glossary(
    files_: Files = None,
    format_: Annotated[
        str | None, typer.Option("--format", help=say("opt.glossary_format", formats=_FORMATS), metavar="NAME")
    ] = None,
    language: Annotated[str, typer.Option("--language", help=say("opt.glossary_language"), metavar="LANG")] = "both",
    sort: Annotated[str, typer.Option("--sort", help=say("opt.glossary_sort"), metavar="ORDER")] = "short",
    check: Annotated[Path | None, typer.Option("--check", help=say("opt.glossary_check"), metavar="FILE")] = None,
    output: Output = None,
    as_json: AsJson = False,
    input_format: InputFormat = None,
    encoding: Encoding = None,
    lines: Lines = False,
    columns: Columns = None,
    lexicon: Lexicons = None,
) -> None:
    """Bilingual abbreviation table."""
    from zhengming.abbreviation_lists import items
    from zhengming.glossary import collect_abbreviations
    from zhengming.glossary_tables import WRITERS, Table

    if language not in ("en", "zh", "both"):
        raise UsageError("glossary.language", value=language)
    if sort not in ("short", "first"):
        raise UsageError("glossary.sort", value=sort)
    kind = _kind(format_, output, as_json)
    if check is not None and (format_ is not None or output is not None):
        raise UsageError("glossary.check_output", option="-o" if format_ is None else "--format")
    report = Report(LANG)
    # A table that cannot be read is told before the work.
    listed = None if check is None else items(Given(str(check), check, report))
    tagger = load(lexicon or None)
    found = sources(files_, input_format, encoding, lines, report, columns)
    table = collect_abbreviations(_annotated(tagger, found), tagger)
    if not table.documents and report.failed:
        raise typer.Exit(2)
    shown = Table(table, table.by_first_use() if sort == "first" else table.lines, language)
    if listed is not None and check is not None:
        from zhengming.glossary_check import compare

        differences = list(compare(listed, table))
        _say_differences(differences, shown, check, len(listed), as_json)
        raise typer.Exit(report.status or int(bool(differences)))
    writer = WRITERS[kind]
    if writer.binary and output is None and sys.stdout.isatty():
        raise OutputError("sheet.no_output", format=kind)
    with opened(output, files_, binary=writer.binary) as stream:
        writer.write(shown, stream)
    if not table.lines:
        complain(say("glossary.none"))
    raise typer.Exit(report.status or int(not table.lines))


def _annotated(tagger: Tagger, found: Iterator[Source]) -> Iterator[Document]:
    for source in found:
        document = tagger.annotate(source.text, nested=True, id=source.id)
        document.source = source
        yield document


def _kind(name: str | None, output: Path | None, as_json: bool) -> str:
    """The format that is asked for, or that the output file's name tells; else Markdown."""
    from zhengming.glossary_tables import WRITERS

    if as_json:
        if name not in (None, "jsonl"):
            raise UsageError("usage.json_format", value=name)
        return "jsonl"
    if name is not None:
        if name not in WRITERS:
            raise UsageError("usage.format", value=name, nearest=nearest(name, WRITERS))
        return name
    suffix = "" if output is None else output.suffix.lower()
    return next((kind for kind, writer in WRITERS.items() if suffix in writer.suffixes), "markdown")


def _say_differences(found: list[Difference], table: Table, check: Path, count: int, as_json: bool) -> None:
    for d in found:
        if as_json:
            record: dict[str, Any] = {
                "file": str(check), "line": d.line, "kind": d.kind, "short": d.short, "language": d.language,
                "listed": d.listed, "found": d.found,
            }  # fmt: skip
            print(dumps(record))  # noqa: T201
            continue
        print(_sentence(d, table, check))  # noqa: T201
    if not found and not as_json:
        complain(say("glossary.same", file=check, count=count))


def _sentence(d: Difference, table: Table, check: Path) -> str:
    if d.kind == "missing" and d.entry is not None:
        return say(
            "glossary.missing",
            file=check,
            short=d.short,
            found=d.found,
            place=table.place(d.entry),
            count=d.entry.count,
        )
    if d.kind == "extra":
        return say("glossary.extra", file=check, line=d.line, short=d.short, listed=d.listed)
    if d.kind == "twice":
        return say("glossary.twice", file=check, line=d.line, short=d.short, listed=d.listed)
    marks = set(d.entry.marks) if d.entry is not None else set()
    source = say("glossary.in_lexicon" if {"lexicon", f"lexicon-{d.language}"} & marks else "glossary.in_text")
    if not d.listed:
        return say("glossary.empty", file=check, line=d.line, short=d.short, found=d.found, source=source)
    return say(
        "glossary.differs", file=check, line=d.line, short=d.short, listed=d.listed, found=d.found, source=source
    )

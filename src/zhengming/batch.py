"""The commands over whole files: `normalize --input`, `rewrite` and `concepts`."""

from __future__ import annotations

import codecs
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import zhengming
from zhengming import tables
from zhengming.errors import OutputError, UsageError, nearest
from zhengming.formats import format_of, inputs
from zhengming.formats.encoding import decode
from zhengming.formats.given import Given
from zhengming.formats.jsonl import dumps
from zhengming.intake import Report, complain, load, opened, sources
from zhengming.options import LANG, AsJson, Encoding, Files, InputFormat, Lexicons, Lines, Output, say
from zhengming.outputs import replacing

if TYPE_CHECKING:
    from zhengming.columns import ColumnSummary

#: How many of the most frequent strings the summary on the screen names.
_NAMED = 10

# --- normalize --input -----------------------------------------------------------------------------------------------

_SHEETS = "csv, tsv, xlsx, parquet, jsonl"
Table = Annotated[str | None, typer.Option("--input", help=say("opt.table"), metavar="FILE")]
Columns = Annotated[list[str] | None, typer.Option("--column", help=say("opt.table_column"), metavar="NAME")]
TableFormat = Annotated[
    str | None, typer.Option("--input-format", help=say("opt.table_format", formats=_SHEETS), metavar="NAME")
]
SheetName = Annotated[str | None, typer.Option("--sheet", help=say("opt.sheet"), metavar="NAME")]
HeaderRow = Annotated[int | None, typer.Option("--header-row", help=say("opt.header_row"), metavar="N", min=0)]
Excel = Annotated[bool, typer.Option("--excel", help=say("opt.excel"))]
Summary = Annotated[Path | None, typer.Option("--summary", help=say("opt.summary"), metavar="FILE")]
TableOutput = Annotated[Path | None, typer.Option("-o", "--output", help=say("opt.table_output"), metavar="FILE")]


def normalize_table(
    table: str,
    columns: list[str] | None,
    output: Path | None,
    *,
    to: str | None,
    min_score: float,
    table_format: str | None,
    encoding: str | None,
    sheet: str | None,
    header_row: int | None,
    excel: bool,
    summary: Path | None,
    as_json: bool,
    lexicon: list[Path] | None,
) -> int:
    """Columns of a spreadsheet, written again with ours beside them; gives the exit status."""
    from zhengming import terminal
    from zhengming.columns import SUMMARY_COLUMNS, normalize_file, output_for, summary_record, summary_rows
    from zhengming.sheets import How, kind_of

    report = Report(LANG)
    how = How(report, encoding, header_row, sheet, excel)
    kind = kind_of(table_format or ("csv" if table == "-" else None), table, how)
    place = output_for(table, output, kind)
    if as_json and place is None:
        raise UsageError("normalize.json_output")
    if summary is not None and place is not None and summary.resolve() == place.resolve():
        raise OutputError("output.is_input", file=summary)
    tagger = load(lexicon or None)
    with ExitStack() as stack:
        # What cannot be written is known before the work, and either all files get their names or none.
        listed = stack.enter_context(replacing(summary, [table])) if summary is not None else None
        if place is None:
            target = sys.stdout.buffer
            sys.stdout.flush()
        else:
            target = stack.enter_context(stack.enter_context(replacing(place, [table])).open("wb"))
        bar = stack.enter_context(terminal.row_bar(say("progress.rows")))
        results = normalize_file(
            table, target, columns or (), tagger=tagger, kind=kind, how=how, to=to, min_score=min_score, progress=bar
        )
        target.flush()
        if listed is not None:
            tables.write(listed, SUMMARY_COLUMNS, summary_rows(results))
    if as_json:
        stamp = {"lexicon": tagger.lexicon.stamp, "tool": zhengming.__version__}
        record = {"file": table, "output": str(place), "columns": [summary_record(result) for result in results]}
        print(dumps(record | stamp))  # noqa: T201
    else:
        for result in results:
            _say_summary(result, summary is None)
    missing = any(result.counts["unmapped"] or result.counts["ambiguous"] for result in results)
    report.read = 1
    return report.status or int(missing)


def without_table(*given: object) -> None:
    """Options of `normalize` that say how to read or write a spreadsheet are refused where there is none."""
    names = ("--column", "--input-format", "--sheet", "--header-row", "--excel", "--summary", "-o")
    for name, value in zip(names, given, strict=True):
        if value not in (None, False):
            raise UsageError("normalize.needs_input", option=name)


def _say_summary(result: ColumnSummary, more: bool) -> None:
    """What became of a column, and what most often became nothing."""
    counts, rows = result.counts, result.counts.total()
    filled = rows - counts["empty"]
    share = f"{counts['mapped'] / filled:.1%}" if filled else "-"
    complain(
        say("columns.summary", column=result.column, rows=rows, share=share, mapped=counts["mapped"],
            ambiguous=counts["ambiguous"], unmapped=counts["unmapped"], empty=counts["empty"],
            added=", ".join(result.added))
    )  # fmt: skip
    cut = False
    for key, counted in (("columns.ambiguous", result.ambiguous), ("columns.unmapped", result.unmapped)):
        strings = counted.most_common(_NAMED + 1)
        cut |= len(strings) > _NAMED
        if strings:
            named = "; ".join(f"{' '.join(string.split())} ({count})" for string, count in strings[:_NAMED])
            # Each key is said here; both take the same values.
            complain(say(key, column=result.column, strings=named))
    if not (result.unmapped.exact and result.ambiguous.exact):
        complain(say("columns.inexact", column=result.column))
    if cut and more:
        complain(say("columns.all"))


# --- rewrite ---------------------------------------------------------------------------------------------------------


def rewrite(
    file: Annotated[str, typer.Argument(help=say("arg.text"), metavar="FILE")],
    to: Annotated[str, typer.Option("--to", help=say("opt.rewrite_to"), metavar="FORM")],
    gloss: Annotated[bool, typer.Option("--gloss", help=say("opt.gloss"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("opt.dry_run"))] = False,
    changes: Annotated[Path | None, typer.Option("--changes", help=say("opt.changes"), metavar="FILE")] = None,
    output: Output = None,
    as_json: AsJson = False,
    encoding: Encoding = None,
    lexicon: Lexicons = None,
) -> None:
    """Preferred terms in a text."""
    from zhengming.rewrite import COLUMNS, FORMS, change_record, change_rows, difference, rewrite_text

    form = next((form for form in FORMS if form == to), None)
    if form is None:
        raise UsageError("rewrite.to", value=to)
    report = Report(LANG)
    kind = format_of(None, file)
    if kind.name not in ("text", "markdown"):
        raise UsageError("rewrite.only_text", file=file, format=kind.name)
    paths = inputs.collect([file], (), report)
    if not paths:
        raise typer.Exit(2)
    path = paths[0]
    given = Given(file, sys.stdin.buffer.read() if path is None else path, report, encoding)
    data = given.data()
    text = decode(data, file, encoding, report)
    mark = "\ufeff" if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
    tagger = load(lexicon or None)
    done = rewrite_text(text, form, tagger=tagger, gloss=gloss)
    listed = changes
    if listed is None and output is not None and not dry_run:
        listed = output.with_name(output.name + ".changes.tsv")
    read = [file] * (file != "-")
    if listed is not None and output is not None and listed.resolve() == output.resolve():
        raise OutputError("output.is_input", file=listed)
    with ExitStack() as stack:
        if listed is not None:
            tables.write(stack.enter_context(replacing(listed, read)), COLUMNS, change_rows(done))
        if not dry_run and (output is not None or not as_json):
            stack.enter_context(opened(output, read)).write(mark + done.text)
        elif dry_run and not as_json:
            sys.stdout.writelines(difference(done, file))
    sys.stdout.flush()
    if as_json:
        record = {"id": file, "text": done.text, "changes": [change_record(change) for change in done.changes]}
        print(dumps(record | {"lexicon": tagger.lexicon.stamp, "tool": zhengming.__version__}))  # noqa: T201
        return
    actions = Counter(change.action for change in done.changes)
    replaced, glossed = actions.pop("replaced", 0), actions.pop("glossed", 0)
    reasons = ", ".join(f"{action} {count}" for action, count in actions.most_common())
    complain(say("rewrite.done", replaced=replaced, glossed=glossed, left=actions.total(), reasons=reasons or "-"))
    if listed is not None:
        complain(say("rewrite.listed", file=listed))
    elif done.changes:
        complain(say("rewrite.list"))


# --- concepts --------------------------------------------------------------------------------------------------------

_FORMATS = {"csv": (".csv",), "xlsx": (".xlsx",), "markdown": (".md", ".markdown")}


def concepts(
    files_: Files = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", help=say("opt.concepts_format", formats=", ".join(_FORMATS)), metavar="NAME"),
    ] = None,
    wordings: Annotated[bool, typer.Option("--wordings", help=say("opt.wordings"))] = False,
    output: Output = None,
    as_json: AsJson = False,
    input_format: InputFormat = None,
    encoding: Encoding = None,
    lines: Lines = False,
    lexicon: Lexicons = None,
) -> None:
    """Concepts by documents."""
    from zhengming import crosstab

    if as_json and format_ is not None:
        raise UsageError("usage.json_format", value=format_)
    kind = _format(format_, output)
    if kind == "xlsx" and output is None and not as_json:
        raise OutputError("sheet.no_output", format=kind)
    tagger = load(lexicon or None)
    report = Report(LANG)
    found = sources(files_, input_format, encoding, lines, report)
    table = crosstab.count_concepts(tagger.annotate(source.text, id=source.id) for source in found)
    if not table.documents and report.failed:
        raise typer.Exit(2)
    both = [(say("concepts.counts"), table.counts()), (say("concepts.wordings"), table.wordings())]
    if as_json:
        with opened(output, files_) as stream:
            stream.writelines(dumps(record) + "\n" for record in table.records())
    elif kind == "xlsx" and output is not None:
        with replacing(output, files_ or ()) as temporary, temporary.open("wb") as book:
            crosstab.write_workbook(both, book, str(output))
    elif kind == "markdown":
        with opened(output, files_) as stream:
            crosstab.write_markdown(both, stream)
    else:
        with opened(output, files_) as stream:
            crosstab.write_csv(table.wordings() if wordings else table.counts(), stream)
        if output is not None and not wordings:
            second = output.with_name(f"{output.stem}-wordings{output.suffix}")
            with opened(second, files_) as stream:
                crosstab.write_csv(table.wordings(), stream)
            complain(say("concepts.second", file=second))
    raise typer.Exit(report.status)


def _format(name: str | None, output: Path | None) -> str:
    """The format that is asked for, or that the output file's name tells; on a terminal the one that can be read."""
    if name is not None:
        if name not in _FORMATS:
            raise UsageError("usage.format", value=name, nearest=nearest(name, _FORMATS))
        return name
    if output is None:
        return "markdown" if sys.stdout.isatty() else "csv"
    return next((kind for kind, suffixes in _FORMATS.items() if output.suffix.lower() in suffixes), "csv")

"""The command line: each command reads its arguments and ends in one call of the library.

Exit status: 0 done; 1 the answer is no; 2 wrong usage, or no input could be read; 3 some inputs failed; 130 interrupted.
"""

from __future__ import annotations

import os
import re
import signal
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import redirect_stdout
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer

import zhengming
from zhengming import batch, cache, cluster_command, curator, glossary_command, proof, resumable
from zhengming.errors import UsageError, WorkerError, ZhengmingError
from zhengming.formats import Source, Stamp, format_of
from zhengming.formats.jsonl import definition_record, dumps, match_record, sense_record
from zhengming.formats.table import write_definitions
from zhengming.intake import Report, complain, load, opened, sources, write_all
from zhengming.model import Document
from zhengming.options import (
    LANG,
    WRITERS,
    AsJson,
    ByteOffsets,
    Columns,
    Command,
    Encoding,
    Files,
    Group,
    InputFormat,
    Lexicons,
    Lines,
    Output,
    Utf16Offsets,
    say,
    unit,
)

if TYPE_CHECKING:
    from zhengming.tagger import Tagger

Result = TypeVar("Result")

app = typer.Typer(
    cls=Group, name="zhengming", help=say("cli.app"), no_args_is_help=True, add_completion=False, rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip
app.add_typer(curator.app, name="lexicon")
app.add_typer(cluster_command.app, name="cluster")
app.command(cls=Command, help=say("cli.rewrite"))(batch.rewrite)
app.command(cls=Command, help=say("cli.concepts"))(batch.concepts)
app.command(cls=Command, help=say("cli.glossary"))(glossary_command.glossary)
app.command("check", cls=Command, help=say("cli.check"))(proof.check_files)


@app.command(cls=Command, help=say("cli.annotate"))
def annotate(
    files_: Files = None,
    format_: Annotated[
        str | None, typer.Option("--format", help=say("opt.format", formats=WRITERS), metavar="NAME")
    ] = None,
    output: Output = None,
    as_json: AsJson = False,
    input_format: InputFormat = None,
    encoding: Encoding = None,
    lines: Lines = False,
    columns: Columns = None,
    byte_offsets: ByteOffsets = False,
    utf16_offsets: Utf16Offsets = False,
    nested: Annotated[bool, typer.Option("--nested", help=say("opt.nested"))] = False,
    ambiguous: Annotated[bool, typer.Option("--ambiguous", help=say("opt.ambiguous"))] = False,
    explain: Annotated[bool, typer.Option("--explain", help=say("opt.explain"))] = False,
    workers: Annotated[int, typer.Option("--workers", help=say("opt.workers"), metavar="N")] = 1,
    resume: Annotated[bool, typer.Option("--resume", help=say("opt.resume"))] = False,
    lexicon: Lexicons = None,
) -> None:
    """Mark concepts in documents."""
    from zhengming import terminal

    if workers < 1:
        raise UsageError("usage.workers", value=workers)
    if format_ is not None:
        format_of(format_, "", writing=True)
        if as_json and format_ != "jsonl":
            raise UsageError("usage.json_format", value=format_)
    counted = unit(byte_offsets, utf16_offsets)
    chosen = "jsonl" if as_json else format_
    shown = chosen is None and output is None and sys.stdout.isatty()
    written = format_of(chosen, str(output or ""), writing=True)
    as_lines = written.name == "jsonl" and not shown and not explain
    resumable.check_resume(resume, as_lines, output)
    tagger = load(lexicon or None)
    report = Report(LANG)
    found = _unless_none(sources(files_, input_format, encoding, lines, report, columns, counted), report)
    if explain:
        with opened(output, files_) as stream, redirect_stdout(stream):
            _explain(tagger, found, as_json)
        raise typer.Exit(report.status)
    stamp = Stamp(zhengming.__version__, tagger.lexicon.stamp, LANG, ambiguous, counted)
    if as_lines:
        resumable.write_lines(
            tagger, found, stamp, output, files_, nested=nested, workers=workers, resume=resume
        )  # fmt: skip
        raise typer.Exit(report.status)
    documents = _annotated(tagger, found, nested, workers)
    if shown:
        terminal.show_documents(documents, LANG, ambiguous)
    else:
        write_all(documents, written, output, files_, stamp, report)
    raise typer.Exit(report.status)


def _annotated(tagger: Tagger, found: Iterator[Source], nested: bool, workers: int) -> Iterator[Document]:
    if workers == 1:
        for source in found:
            document = tagger.annotate(source.text, nested=nested, id=source.id)
            document.source = source
            yield document
        return
    waiting: deque[Source] = deque()

    def texts() -> Iterator[str]:
        for source in found:
            waiting.append(source)
            yield source.text

    for document in tagger.annotate_many(texts(), workers=workers, nested=nested):
        document.source = waiting.popleft()
        document.id = document.source.id
        yield document


def _unless_none(results: Iterator[Result], report: Report) -> Iterator[Result]:
    """The results; with none of them readable nothing is written, so that no empty file looks like a result.

    Raises:
        typer.Exit: with status 2, no input could be read.
    """
    first = next(results, None)
    if first is None:
        if report.failed:
            raise typer.Exit(2)
        return iter(())
    return chain([first], results)


def _explain(tagger: Tagger, found: Iterator[Source], as_json: bool) -> None:
    from zhengming import terminal

    for source in found:
        explanations = tagger.explain(source.text)
        if not as_json:
            terminal.show_explanations(explanations)
            continue
        spans = [
            {
                "start": item.start, "end": item.end, "text": item.text, "annotated": item.annotated,
                "candidates": [concept.id for concept in item.candidates],
                "steps": [step._asdict() for step in item.steps],
            }
            for item in explanations
        ]  # fmt: skip
        print(dumps({"id": source.id, "explanations": spans}))  # noqa: T201


@app.command(cls=Command, help=say("cli.lookup"))
def lookup(
    queries: Annotated[list[str], typer.Argument(help=say("arg.queries"), metavar="QUERY...")],
    as_json: AsJson = False,
    lexicon: Lexicons = None,
) -> None:
    """Senses of an abbreviation, a term or an id."""
    from zhengming import lookups, terminal
    from zhengming.work import Tools

    # What a tagger needs for text takes longer to import than a look-up takes.
    tools = Tools(cache.load(lexicon or ()))
    missing = False
    for query in queries:
        senses = lookups.lookup(tools, query)
        successor = tools.lexicon.retired.get(query.strip())
        if successor:
            complain(say("lookup.retired", query=query, successor=successor))
        missing |= not senses
        near = [] if senses else lookups.near(tools, query, 5)
        if as_json:
            record: dict[str, Any] = {"query": query, "senses": [sense_record(sense) for sense in senses]}
            if near:
                record["near"] = [name.text for name in near]
            print(dumps(record))  # noqa: T201
        elif senses:
            terminal.show_senses(query, senses, tools.lexicon, LANG)
        elif near:
            complain(say("lookup.near", query=query, names=", ".join(name.text for name in near)))
        else:
            complain(say("lookup.none", query=query))
    raise typer.Exit(1 if missing else 0)


@app.command(cls=Command, help=say("cli.normalize"))
def normalize(
    strings: Annotated[list[str] | None, typer.Argument(help=say("arg.strings"), metavar="[STRING]...")] = None,
    to: Annotated[str | None, typer.Option("--to", help=say("opt.to"), metavar="FORM")] = None,
    top: Annotated[int, typer.Option("-k", "--top", help=say("opt.top"), metavar="N", min=1)] = 5,
    min_score: Annotated[float, typer.Option("--min-score", help=say("opt.min_score"), metavar="X")] = 0.0,
    split: Annotated[bool, typer.Option("--split", help=say("opt.split"))] = False,
    nearest: Annotated[bool, typer.Option("--nearest", help=say("opt.nearest"))] = False,
    as_json: AsJson = False,
    encoding: Encoding = None,
    lexicon: Lexicons = None,
    table: batch.Table = None,
    columns: batch.Columns = None,
    table_format: batch.TableFormat = None,
    sheet: batch.SheetName = None,
    header_row: batch.HeaderRow = None,
    excel: batch.Excel = False,
    summary: batch.Summary = None,
    output: batch.TableOutput = None,
) -> None:
    """Concepts for free strings, or for the columns of a spreadsheet."""
    if table is not None:
        if strings:
            raise UsageError("normalize.both")
        status = batch.normalize_table(
            table, columns, output, to=to, min_score=min_score, table_format=table_format, encoding=encoding, sheet=sheet,
            header_row=header_row, excel=excel, summary=summary, as_json=as_json, lexicon=lexicon,
        )  # fmt: skip
        raise typer.Exit(status)
    batch.without_table(columns, table_format, sheet, header_row, excel, summary, output)
    from zhengming import terminal
    from zhengming.columns import undecided

    if to is not None and to not in ("zh", "en", "abbr", "id"):
        raise UsageError("usage.to", value=to)
    tagger = load(lexicon or None)
    report = Report(LANG)
    missing = False
    if not strings or strings == ["-"]:
        listed: Iterator[str] = (
            source.text for source in sources(["-"] if strings else None, "text", encoding, True, report)
        )
    else:
        listed = iter(strings)
    if split:
        listed = (part for cell in listed for part in tagger.split(cell) or [cell])
    for string in listed:
        matches = tagger.normalize(string, top, min_score=min_score, nearest=nearest)
        missing |= not matches
        if as_json:
            ambiguous = any(match.ambiguous for match in matches)
            record = {"query": string, "matches": [match_record(match) for match in matches], "ambiguous": ambiguous}
            print(dumps(record))  # noqa: T201
        elif to is not None:
            unsure = undecided(matches)
            if unsure:
                complain(say("normalize.ambiguous", query=string, senses=", ".join(m.concept.en for m in unsure)))
                missing = True
            print((getattr(matches[0].concept, to) or "") if matches and not unsure else "")  # noqa: T201
        elif matches:
            terminal.show_matches(string, matches, LANG)
        if not matches:
            complain(say("normalize.none", query=string))
    raise typer.Exit(report.status or (1 if missing else 0))


@app.command(cls=Command, help=say("cli.define"))
def define(
    files_: Files = None,
    as_json: AsJson = False,
    input_format: InputFormat = None,
    encoding: Encoding = None,
    lines: Lines = False,
    output: Output = None,
    lexicon: Lexicons = None,
) -> None:
    """Definitions that documents give themselves."""
    tagger = load(lexicon or None)
    report = Report(LANG)
    listed = sources(files_, input_format, encoding, lines, report)
    found = _unless_none(((source.id, tagger.define(source.text)) for source in listed), report)
    with opened(output, files_) as stream:
        if as_json:
            for name, definitions in found:
                stream.write(dumps({"id": name, "definitions": [definition_record(d) for d in definitions]}) + "\n")
        else:
            write_definitions(found, stream)
    raise typer.Exit(report.status)


@app.command(cls=Command, help=say("cli.evaluate"))
def evaluate(
    gold: Annotated[Path, typer.Argument(help=say("arg.gold"), metavar="GOLD")],
    system: Annotated[list[Path] | None, typer.Option("--system", help=say("opt.system"), metavar="FILE")] = None,
    errors: Annotated[bool, typer.Option("--errors", help=say("opt.errors"))] = False,
    record: Annotated[bool, typer.Option("--record", help=say("opt.record"))] = False,
    as_json: AsJson = False,
    lexicon: Lexicons = None,
) -> None:
    """Scores against gold."""
    from zhengming import evaluation, terminal

    tagger = load(lexicon or None)
    documents = evaluation.read_gold(gold)
    runs = {str(path): evaluation.read_run(path, documents) for path in system or ()}
    systems = runs or {"zhengming": evaluation.tagger_run(tagger)}
    categories = {concept.id: concept.category for concept in tagger.lexicon}
    results = {name: evaluation.evaluate(documents, run, categories) for name, run in systems.items()}
    shown = results | {
        say("evaluate.dictionary"): evaluation.evaluate(
            documents, evaluation.plain_dictionary(tagger.lexicon), categories
        )
    }
    if as_json:
        for name, result in shown.items():
            for line in evaluation.records(name, result, errors):
                print(dumps(line))  # noqa: T201
    else:
        terminal.show_scores(shown, LANG)
        first, last = next(iter(results.values())), list(results.values())[-1]
        if last is not first:
            mended, new = evaluation.compare(first, last)
            terminal.show_faults("evaluate.mended", mended, tagger.lexicon, LANG)
            terminal.show_faults("evaluate.new", new, tagger.lexicon, LANG)
        if errors:
            for kind in ("missed", "wrong"):
                faults = [fault for fault in last.faults if fault.kind == kind]
                terminal.show_faults(f"evaluate.{kind}", faults, tagger.lexicon, LANG)
    if record:
        with opened(gold / "RESULTS.md") as stream:
            stream.write(evaluation.page(shown, f"zhengming {zhengming.__version__}, lexicon {tagger.lexicon.stamp}"))


def _version(wanted: bool) -> None:
    if wanted:
        print(f"zhengming {zhengming.__version__}, lexicon {cache.load(keep=False).stamp}")  # noqa: T201
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", help=say("opt.version"), callback=_version, is_eager=True)
    ] = False,
    lang: Annotated[str | None, typer.Option("--lang", help=say("opt.lang"), metavar="LANG")] = None,
) -> None:
    """Global options; `--lang` is read before the commands are built, so that help speaks it too."""


def _without_lang(arguments: list[str]) -> list[str]:
    """The arguments without `--lang X`, which may stand anywhere."""
    kept = []
    skip = False
    for number, argument in enumerate(arguments):
        if skip:
            skip = False
            continue
        if argument == "--lang" or argument.startswith("--lang="):
            skip = argument == "--lang"
            value = arguments[number + 1 : number + 2] if skip else [argument[7:]]
            if not value or value[0] not in ("en", "zh"):
                raise UsageError("usage.lang", value=value[0] if value else "")
            continue
        kept.append(argument)
    return kept


#: What the command-line library says, and the message of ours that says it in the user's language.
_REASONS = (
    (re.compile(r"No such command '(.+?)'"), "usage.command"),
    (re.compile(r"No such option: (\S+(?: .*)?)"), "usage.option"),
    (re.compile(r"Missing (?:argument|parameter) '(.+?)'"), "usage.missing"),
    (re.compile(r"Missing option '(.+?)'"), "usage.missing_option"),
    (re.compile(r"Invalid value for '?(.+?)'?:"), "usage.invalid"),
)


def _reason(text: str) -> str:
    for pattern, key in _REASONS:
        found = pattern.match(text)
        if found:
            return say(key, value=found[1].rstrip("."))
    return text.rstrip(".")


def main() -> NoReturn:
    """Run the command line; every error is one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            utf8 = {} if stream.isatty() else {"encoding": "utf-8"}
            stream.reconfigure(errors="backslashreplace", **utf8)
    # A run that is told to end (by a job scheduler, say) leaves no more behind than one that Ctrl-C ends.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        status = app(_without_lang(sys.argv[1:]), prog_name="zhengming", standalone_mode=False)
        sys.stdout.flush()
    except ZhengmingError as error:
        complain(error.say(LANG))
        status = 130 if isinstance(error, WorkerError) else 2
    except BrokenPipeError:
        # The reader has had enough (head): nothing more to say, and nothing to flush into.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        status = 0
    except KeyboardInterrupt:
        status = 130
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        context = getattr(error, "ctx", None)
        command = context.command_path if context is not None else "zhengming"
        if context is not None and type(error).__name__ == "NoArgsIsHelpError":
            print(context.get_help(), file=sys.stderr)  # noqa: T201
        else:
            complain(say("usage.click", reason=_reason(" ".join(error.format_message().split())), command=command))
        status = 2
    sys.exit(status if isinstance(status, int) else 0)

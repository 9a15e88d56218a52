"""The commands under `zhengming lexicon`: count, check, change and compare lexicons."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhengming import cache
from zhengming.errors import OutputError, UsageError
from zhengming.exchange import EXCHANGES, ROLES
from zhengming.formats.jsonl import dumps
from zhengming.intake import Report, complain, load, opened, sources
from zhengming.lexicon import Lexicon
from zhengming.options import LANG, AsJson, Command, Encoding, Group, Lexicons, say

if TYPE_CHECKING:
    from zhengming.tagger import Tagger

app = typer.Typer(cls=Group, help=say("cli.lexicon_app"), no_args_is_help=True, rich_markup_mode=None)


def _source(lexicon: list[Path] | None) -> Tagger:
    """A lexicon to be changed or compared: it is not compiled for later starts, for there will be others soon."""
    from zhengming.tagger import Tagger

    return Tagger(cache.load(lexicon or (), keep=False))


@app.command("stats", cls=Command, help=say("cli.stats"))
def stats(as_json: AsJson = False, lexicon: Lexicons = None) -> None:
    """Counts of a lexicon."""
    from zhengming.survey import statistics

    tagger = load(lexicon or None)
    counts = statistics(tagger.lexicon)
    if as_json:
        print(dumps(counts))  # noqa: T201
        return
    print(say("stats.title", version=tagger.lexicon.stamp))  # noqa: T201
    for key, value in counts.items():
        if isinstance(value, int):
            share = f" ({value / len(tagger.lexicon):.0%})" if key in ("identifiers", "parents", "definitions") else ""
            print(f"{value:7d}  {say(f'stats.{key}')}{share}")  # noqa: T201
        elif isinstance(value, dict):
            for name, count in value.items():
                print(f"{count:7d}    {say(f'stats.{key}')}: {name}")  # noqa: T201


@app.command("lint", cls=Command, help=say("cli.lint"))
def lint(
    folder: Annotated[Path | None, typer.Argument(help=say("arg.folder"), metavar="[FOLDER]")] = None,
    fix: Annotated[bool, typer.Option("--fix", help=say("opt.fix"))] = False,
    xrefs: Annotated[Path | None, typer.Option("--xrefs", help=say("opt.xrefs"), metavar="PATH")] = None,
    text: Annotated[list[str] | None, typer.Option("--text", help=say("opt.text"), metavar="FILE")] = None,
    as_json: AsJson = False,
) -> None:
    """Rules for curated data."""
    from zhengming import lint as linter
    from zhengming import survey, terminologies
    from zhengming.checks.wordlint import lint_words
    from zhengming.tables import packaged_lexicon

    place = folder or packaged_lexicon()
    if fix:
        for path in linter.fix(place):
            complain(say("lint.fixed", file=path))
    problems, summary = linter.lint(place)
    problems += lint_words(place)
    if xrefs is not None:
        terminology = terminologies.read(xrefs)
        problems += survey.check_xrefs(_source([place]).lexicon, terminology)
    for problem in problems:
        print(dumps(problem._asdict()) if as_json else problem.text())  # noqa: T201
    if text:
        report = Report(LANG)
        found = (source.text for source in sources(text, None, None, False, report))
        noise, rate = survey.noise(_source([place]).lexicon, found)
        complain(say("lint.noise", rate=f"{rate:.2f}"))
        for item in noise:
            line = (item.concept.id, item.concept.en, item.documents, f"{item.share:.2%}", ", ".join(item.texts))
            print(dumps({"noise": line}) if as_json else "\t".join(map(str, line)))  # noqa: T201
        if report.status:
            raise typer.Exit(report.status)
    if problems:
        complain(say("lint.found", count=len(problems)))
        raise typer.Exit(1)
    complain(say("lint.clean", **summary))


@app.command("build", cls=Command, help=say("cli.build"))
def build(
    output: Annotated[Path, typer.Option("-o", "--output", help=say("opt.compiled"), metavar="FILE")],
    paths: Annotated[list[Path] | None, typer.Argument(help=say("arg.lexicons"), metavar="[PATH]...")] = None,
    as_json: AsJson = False,
    lexicon: Lexicons = None,
) -> None:
    """One file of a lexicon."""
    listed = [*(paths or ()), *(lexicon or ())]
    _not_input(output, listed)
    source = _source(listed).lexicon
    counts = {"concepts": len(source), "spellings": len(source.index), "bytes": _written(source, output)}
    if as_json:
        print(dumps({"file": str(output), "lexicon": source.stamp, **counts}))  # noqa: T201
    else:
        complain(say("build.done", file=output, version=source.stamp, **counts))


def _not_input(output: Path, listed: list[Path]) -> None:
    if any(path.resolve() == output.resolve() for path in listed):
        raise OutputError("output.is_input", file=output)


def _written(lexicon: Lexicon, output: Path) -> int:
    """Compile a lexicon into a file; its size."""
    from zhengming.compiled import compiled_parts
    from zhengming.sections import save

    try:
        save(compiled_parts(lexicon), output)
        return output.stat().st_size
    except OSError as error:
        raise OutputError("output.unwritable", file=output, reason=error.strerror or error) from error


@app.command("import", cls=Command, help=say("cli.import"))
def import_(
    files: Annotated[list[Path], typer.Argument(help=say("arg.terminologies"), metavar="FILE...")],
    output: Annotated[Path, typer.Option("-o", "--output", help=say("opt.compiled"), metavar="FILE")],
    format_: Annotated[
        str | None,
        typer.Option("--format", help=say("opt.import_format", formats=", ".join(EXCHANGES)), metavar="NAME"),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", help=say("opt.import_column", roles=", ".join(ROLES)), metavar="ROLE=HEADER"),
    ] = None,
    skipped: Annotated[Path | None, typer.Option("--skipped", help=say("opt.skipped"), metavar="FILE")] = None,
    encoding: Encoding = None,
    as_json: AsJson = False,
) -> None:
    """A lexicon of public terminology files."""
    from zhengming import exchange

    for path in (output, skipped):
        if path is not None:
            _not_input(path, files)
    columns = dict(_assignment(value) for value in column or ())
    lexicon, left = exchange.read(files, format=format_, columns=columns, encoding=encoding, warn=Report(LANG))
    if skipped is not None:
        with opened(skipped) as stream:
            stream.write("file\tline\treason\tvalue\n")
            for path, skip in left:
                stream.write(f"{path}\t{skip.line}\t{say(skip.reason)}\t{skip.value}\n")
    reasons: dict[str, list[tuple[Path, exchange.Skip]]] = {}
    for path, skip in left:
        reasons.setdefault(skip.reason, []).append((path, skip))
    size = _written(lexicon, output)
    names = sum(len(concept.names) for concept in lexicon)
    if as_json:
        counts = {reason.removeprefix("import."): len(found) for reason, found in reasons.items()}
        record = {"file": str(output), "concepts": len(lexicon), "names": names, "bytes": size, "skipped": counts}
        print(dumps(record))  # noqa: T201
        return
    for reason, found in reasons.items():
        path, skip = found[0]
        place = f"{path}:{skip.line}" if skip.line else str(path)
        complain(say("import.skipped", count=len(found), reason=say(reason), place=place, value=skip.value))
    values = {"concepts": len(lexicon), "names": names, "files": len(files), "skipped": len(left)}
    complain(say("import.done", file=output, **values))


def _assignment(value: str) -> tuple[str, str]:
    role, separator, header = value.partition("=")
    if not separator or not header:
        raise UsageError("import.assignment", value=value)
    return role.strip(), header.strip()


@app.command("mint", cls=Command, help=say("cli.mint"))
def mint(
    count: Annotated[int, typer.Argument(help=say("arg.count"), metavar="[N]", min=1, max=10_000)] = 1,
    as_json: AsJson = False,
    lexicon: Lexicons = None,
) -> None:
    """New ids."""
    from zhengming import curation

    for id_ in curation.mint(_source(lexicon).lexicon, count):
        print(dumps({"id": id_}) if as_json else id_)  # noqa: T201


@app.command("add", cls=Command, help=say("cli.add"))
def add(
    concept: Annotated[str, typer.Argument(help=say("arg.concept"), metavar="CONCEPT")],
    names: Annotated[list[str] | None, typer.Argument(help=say("arg.names"), metavar="[NAME]...")] = None,
    lang: Annotated[str | None, typer.Option("--name-lang", help=say("opt.name_lang"), metavar="LANG")] = None,
    type_: Annotated[str | None, typer.Option("--type", help=say("opt.type"), metavar="TYPE")] = None,
    flags: Annotated[str, typer.Option("--flags", help=say("opt.flags"), metavar="FLAGS")] = "",
    source: Annotated[str, typer.Option("--source", help=say("opt.source"), metavar="KEY")] = "usage",
    note: Annotated[str, typer.Option("--note", help=say("opt.note"), metavar="TEXT")] = "",
    category: Annotated[str | None, typer.Option("--category", help=say("opt.category"), metavar="NAME")] = None,
    zh: Annotated[str, typer.Option("--zh", help=say("opt.zh"), metavar="TERM")] = "",
    abbr: Annotated[str, typer.Option("--abbr", help=say("opt.abbr"), metavar="SF")] = "",
    parent: Annotated[str, typer.Option("--parent", help=say("opt.parent"), metavar="ID")] = "",
    as_json: AsJson = False,
    lexicon: Lexicons = None,
) -> None:
    """Names of a concept, or a new concept."""
    from zhengming import curation

    tagger = _source(lexicon)
    changed: list[Path] = []
    if category is not None:
        id_, files = curation.add_concept(tagger.lexicon, category, concept, zh, abbr, parent=parent, source=source)
        changed += files
        tagger = _source(lexicon)
        owner = tagger.lexicon[id_]
    else:
        owner = curation.one_concept(tagger, concept)
        if not names:
            raise UsageError("usage.missing", value="NAME")
    if names:
        changed += curation.add_names(
            tagger.lexicon, owner, names, lang=lang, type=type_, flags=flags, source=source, note=note
        )
    _changed(changed, {"id": owner.id, "en": owner.en, "zh": owner.zh}, as_json)


@app.command("retire", cls=Command, help=say("cli.retire"))
def retire(
    id_: Annotated[str, typer.Argument(help=say("arg.id"), metavar="ID")],
    successor: Annotated[str, typer.Option("--successor", help=say("opt.successor"), metavar="ID")] = "",
    note: Annotated[str, typer.Option("--note", help=say("opt.note"), metavar="TEXT")] = "",
    as_json: AsJson = False,
    lexicon: Lexicons = None,
) -> None:
    """A concept out of use."""
    from zhengming import curation

    changed = curation.retire(_source(lexicon).lexicon, id_, successor, note)
    _changed(changed, {"id": id_, "successor": successor or None}, as_json)


def _changed(paths: list[Path], record: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(dumps(record | {"changed": sorted({str(path) for path in paths})}))  # noqa: T201
        return
    print("\t".join(str(value) for value in record.values() if value))  # noqa: T201
    for path in sorted(set(paths)):
        complain(say("lexicon.changed", file=path))


@app.command("diff", cls=Command, help=say("cli.diff"))
def diff(
    revision: Annotated[str, typer.Argument(help=say("arg.revision"), metavar="REV")],
    texts: Annotated[list[str] | None, typer.Option("--text", help=say("opt.diff_text"), metavar="FILE")] = None,
    as_json: AsJson = False,
    lexicon: Lexicons = None,
) -> None:
    """What a change of data does to annotations."""
    from zhengming import curation

    after = _source(lexicon).lexicon
    if after.folder is None:
        raise UsageError("curate.installed")
    report = Report(LANG)
    found = sources(texts or [str(after.folder.parent / "corpora")], "text" if not texts else None, None, False, report)
    with curation.at_revision(after.folder, revision) as before:
        for change in curation.differences(before, after, ((source.id, source.text) for source in found)):
            if as_json:
                print(dumps(change._asdict() | {"kind": change.kind}))  # noqa: T201
                continue
            names = [
                lex.concepts[id_].en if id_ else "-" for lex, id_ in ((before, change.before), (after, change.after))
            ]
            place = (change.kind, change.document, change.start, change.end, change.text.replace("\n", "\\n"))
            print("\t".join(map(str, (*place, *names))))  # noqa: T201
    raise typer.Exit(report.status)

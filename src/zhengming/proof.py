"""The command `check`: manuscripts in, problems out."""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhengming.errors import InputError, UsageError, nearest
from zhengming.formats import Source
from zhengming.formats.jsonl import dumps
from zhengming.intake import Report, complain, load, opened, sources
from zhengming.options import LANG, AsJson, Encoding, Files, InputFormat, Lexicons, Output, say
from zhengming.outputs import replacing
from zhengming.profiles import PROFILES, Profile, profile_of

if TYPE_CHECKING:
    from zhengming.findings import Located

SETTINGS = "zhengming.toml"
_FORMATS = {"text": (), "json": (".jsonl", ".ndjson", ".json"), "sarif": (".sarif",), "html": (".html", ".htm")}
_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}


def check_files(
    files_: Files = None,
    format_: Annotated[str | None, typer.Option("--format", help=say("opt.check_format"), metavar="NAME")] = None,
    output: Output = None,
    as_json: AsJson = False,
    profile: Annotated[
        str | None,
        typer.Option("--profile", help=say("opt.check_profile", profiles=", ".join(PROFILES)), metavar="NAME"),
    ] = None,
    config: Annotated[Path | None, typer.Option("--config", help=say("opt.check_config"), metavar="FILE")] = None,
    ignore: Annotated[list[str] | None, typer.Option("--ignore", help=say("opt.check_ignore"), metavar="RULE")] = None,
    baseline: Annotated[Path | None, typer.Option("--baseline", help=say("opt.check_baseline"), metavar="FILE")] = None,
    fix: Annotated[bool, typer.Option("--fix", help=say("opt.check_fix"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("opt.check_dry_run"))] = False,
    input_format: InputFormat = None,
    encoding: Encoding = None,
    lexicon: Lexicons = None,
) -> None:
    """Problems of manuscripts."""
    # The rules take longer to import than a look-up takes.
    from zhengming import terminal
    from zhengming.checks import check
    from zhengming.findings import counts, located, write_html, write_sarif

    chosen = _format("json" if as_json else format_, output)
    wanted = _profile(files_ or [], config, profile, ignore or [])
    tagger = load(lexicon or None)
    report = Report(LANG)
    found: list[Located] = []
    single = len(files_ or ()) == 1 and not Path((files_ or [""])[0]).is_dir()
    bar = partial(terminal.progress, label=say("progress.checks")) if single else iter
    for source in sources(files_, input_format, encoding, False, report):
        here = list(located(source, check(source, tagger, profile=wanted, progress=bar)))
        if fix or dry_run:
            here = _repaired(source, here, report, write=fix and not dry_run)
        found += here
    if report.failed and not report.read:
        raise typer.Exit(2)
    if baseline is not None:
        found = _beyond(baseline, found)
    with opened(output, files_) as stream:
        if chosen == "sarif":
            write_sarif(found, stream, LANG)
        elif chosen == "html":
            write_html(found, stream, LANG)
        elif chosen == "json":
            stream.writelines(dumps(item.record(LANG)) + "\n" for item in found)
        elif output is None:
            _show(found)
        else:
            stream.writelines(item.text(LANG) + "\n" for item in found)
    if chosen == "text":
        complain(say("check.summary", **counts(found)) if found else say("check.none"))
    # A suggestion does not fail a manuscript.
    fails = any(item.finding.severity != "info" for item in found)
    raise typer.Exit(report.status or int(fails))


def _format(name: str | None, output: Path | None) -> str:
    if name is not None:
        if name not in _FORMATS:
            raise UsageError("check.format", value=name, nearest=nearest(name, _FORMATS))
        return name
    suffix = output.suffix.lower() if output else ""
    return next((kind for kind, suffixes in _FORMATS.items() if suffix in suffixes), "text")


def _profile(names: list[str], config: Path | None, profile: str | None, ignore: list[str]) -> Profile:
    from zhengming.checks import CHECKS

    place = config or _beside(names)
    table: dict[str, Any] = {}
    if place is not None:
        try:
            table = tomllib.loads(place.read_text(encoding="utf-8")).get("check", {})
        except (OSError, ValueError) as error:
            raise UsageError("check.toml", file=place, reason=error) from error
    table = table | {"ignore": [*table.get("ignore", []), *ignore]}
    return profile_of(table, str(place or SETTINGS), tuple(CHECKS), profile)


def _beside(names: list[str]) -> Path | None:
    """The settings file beside the first file, or in a folder above it."""
    start = Path(names[0] if names and names[0] != "-" else ".").resolve()
    return next((folder / SETTINGS for folder in (start, *start.parents) if (folder / SETTINGS).is_file()), None)


def _repaired(source: Source, found: list[Located], report: Report, *, write: bool) -> list[Located]:
    """What is left after the certain corrections, which are shown as a diff."""
    from zhengming.repair import repair

    raw = getattr(source.origin, "raw", None)
    text = raw if isinstance(raw, str) else source.text
    if not any(item.finding.fix for item in found):
        return found
    try:
        done = repair(Path(source.id), text, found, write=write)
    except InputError as error:
        report(error)
        return found
    for line in done.difference(source.id):
        sys.stdout.write(line)
    complain(say("check.fixed" if write else "check.fixable", file=source.id, count=len(done.mended)))
    return [item for item in found if item not in done.mended] if write else found


def _beyond(path: Path, found: list[Located]) -> list[Located]:
    """The findings that a baseline does not list; without one it is written and nothing is left."""
    keys = [(item.file, item.finding.rule, " ".join(item.finding.text.split())) for item in found]
    if not path.exists():
        with replacing(path) as temporary:
            temporary.write_text(
                json.dumps({"zhengming": 1, "known": keys}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
        complain(say("check.baseline_written", count=len(keys), file=path))
        return []
    try:
        known = Counter(tuple(map(str, key)) for key in json.loads(path.read_text(encoding="utf-8"))["known"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError("check.baseline", file=path) from error
    return list(_new(found, keys, known))


def _new(found: list[Located], keys: list[tuple[str, str, str]], known: Counter[tuple[str, ...]]) -> Iterator[Located]:
    for item, key in zip(found, keys, strict=True):
        if known[key] > 0:
            known[key] -= 1
        else:
            yield item


def _show(found: list[Located]) -> None:
    from zhengming import terminal
    from zhengming.findings import underlined

    for item in found:
        if not sys.stdout.isatty():
            print(item.text(LANG))  # noqa: T201
            continue
        style = _STYLES[item.finding.severity or "warning"]
        terminal.show_line(
            f"{item.file}:{item.line}:{item.column}: ", (item.finding.rule, style), f": {item.message(LANG)}"
        )
        shown, marks = underlined(item)
        terminal.show_line(f"    {shown}")
        terminal.show_line("    ", (marks, style))

"""What `check` found, as files and lines: with places, as text, JSON, SARIF and a page. Start reading at `located`."""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import accumulate
from typing import IO, Any, NamedTuple

from zhengming import messages
from zhengming.checks import CHECKS, Finding
from zhengming.model import Source
from zhengming.version import __version__


class Located(NamedTuple):
    """A finding with its place in the file.

    `line` and `column` count from 1, in the file; in a Word document `line` is the paragraph, in a PDF they are of its text.
    `start` and `end` count code points of the file where it is text, of its text otherwise. `shown` is the line, `at` and
    `size` the part of it that is meant; `more` are further places in the file where the same correction is due.
    """

    file: str
    line: int
    column: int
    start: int
    end: int
    finding: Finding
    shown: str
    at: int
    size: int
    more: tuple[tuple[int, int], ...] = ()

    def message(self, lang: str) -> str:
        """What is wrong and what to do, on one line."""
        return " ".join(messages.text(self.finding.key, lang, **self.finding.values).split())

    def text(self, lang: str) -> str:
        """`file:line:column: rule: message`."""
        return f"{self.file}:{self.line}:{self.column}: {self.finding.rule}: {self.message(lang)}"

    def record(self, lang: str) -> dict[str, Any]:
        """The record that `--json` gives."""
        finding = self.finding
        return {
            "file": self.file, "line": self.line, "column": self.column, "start": self.start, "end": self.end,
            "rule": finding.rule, "severity": finding.severity, "message": self.message(lang), "text": finding.text,
            "fix": finding.fix,
        }  # fmt: skip


def located(source: Source, findings: Iterable[Finding]) -> Iterator[Located]:
    """The findings in a document with their places in its file."""
    origin: Any = source.origin
    raw = getattr(origin, "raw", None)
    text = raw if isinstance(raw, str) else source.text
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
    for finding in findings:
        start, end = finding.start, finding.end
        place = origin.place(start, end) if origin is not None else {}
        if isinstance(raw, str):
            start, end = place.get("start", 0), place.get("end", 0)
        number = bisect_right(starts, start)
        first = starts[number - 1]
        last = text.find("\n", start)
        shown = text[first : len(text) if last < 0 else last].rstrip("\r")
        line = place.get("paragraph", number)
        yield Located(
            source.id,
            line,
            start - first + 1,
            start,
            end,
            finding,
            shown,
            start - first,
            min(end, first + len(shown)) - start,
            tuple(_spans(origin, finding) if isinstance(raw, str) else finding.more),
        )


def _spans(origin: Any, finding: Finding) -> Iterator[tuple[int, int]]:
    for start, end in finding.more:
        place = origin.place(start, end)
        if "start" in place:
            yield place["start"], place["end"]


def underlined(found: Located, width: int = 100) -> tuple[str, str]:
    """The line, cut to what surrounds the place, and marks under the place."""
    before = found.shown[: found.at]
    cut = 0
    while _columns(before[cut:]) > width // 2:
        cut += 1
    shown = ("…" if cut else "") + found.shown[cut:]
    at = found.at - cut + bool(cut)
    shown = shown.replace("\t", " ")
    while _columns(shown) > width and len(shown) > at + found.size:
        shown = shown[:-1]
    return shown, " " * _columns(shown[:at]) + "^" * max(1, _columns(shown[at : at + found.size]))


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def counts(found: Sequence[Located]) -> dict[str, int]:
    """How many errors, warnings and suggestions there are."""
    count = Counter(item.finding.severity for item in found)
    return {"errors": count["error"], "warnings": count["warning"], "infos": count["info"]}


_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def write_sarif(found: Sequence[Located], stream: IO[str], lang: str) -> None:
    """SARIF 2.1.0, as code hosts and editors show it."""
    used = [CHECKS[name] for name in CHECKS if any(item.finding.rule == name for item in found)]
    rules = [
        {
            "id": rule.name,
            "shortDescription": {"text": rule.title},
            "help": {"text": rule.authority},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        }
        for rule in used
    ]
    results = []
    for item in found:
        region = {
            "startLine": item.line,
            "startColumn": item.column,
            "charOffset": item.start,
            "charLength": item.end - item.start,
        }
        result: dict[str, Any] = {
            "ruleId": item.finding.rule,
            "level": _LEVELS[item.finding.severity or "warning"],
            "message": {"text": item.message(lang)},
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": item.file.replace("\\", "/")}, "region": region}}
            ],
        }
        results.append(result)
    driver = {"name": "zhengming", "version": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    stream.write(json.dumps(log, ensure_ascii=False, indent=1) + "\n")


_STYLE = """body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}li{margin:.8rem 0;list-style:none}ul{padding:0}
.error{--c:#b00020}.warning{--c:#8a5a00}.info{--c:#245a8d}b{color:var(--c)}code{color:#555}
p{margin:.2rem 0 .2rem 1rem;background:#f6f6f6;padding:.2rem .6rem}mark{background:#ffe08a}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}p{background:#242424}mark{background:#6b5200;color:#fff}
.error{--c:#ff8a9a}.warning{--c:#ffc766}.info{--c:#8fc3ff}code{color:#aaa}}"""


def write_html(found: Sequence[Located], stream: IO[str], lang: str) -> None:
    """One page without anything from elsewhere: each finding with its line, by file."""
    title = messages.text("check.report", lang)
    html_lang = "zh-Hans" if lang == "zh" else "en"
    stream.write(
        f'<!doctype html>\n<html lang="{html_lang}"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>{escape(title)}</title><style>{_STYLE}</style></head><body>\n'
        f"<h1>{escape(title)}</h1><div>{escape(messages.text('check.summary', lang, **counts(found)))}</div>\n"
    )
    for name in dict.fromkeys(item.file for item in found):
        stream.write(f"<h2>{escape(name)}</h2><ul>\n")
        for item in found:
            if item.file != name:
                continue
            severity = item.finding.severity or "warning"
            low = max(0, item.at - 60)
            high = item.at + item.size
            line = (
                ("…" if low else "")
                + escape(item.shown[low : item.at])
                + f"<mark>{escape(item.shown[item.at : high])}</mark>"
                + escape(item.shown[high : high + 60])
            )
            stream.write(
                f'<li class="{severity}"><b>{escape(messages.text(f"check.{severity}", lang))}</b> '
                f"{item.line}:{item.column} {escape(item.message(lang))} <code>{item.finding.rule}</code><p>{line}</p></li>\n"
            )
        stream.write("</ul>\n")
    stream.write("</body></html>\n")

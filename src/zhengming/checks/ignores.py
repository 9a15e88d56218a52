"""What an author has told the checks to leave: `zhengming: ignore rule` in the text or in a comment of its file."""

from __future__ import annotations

import re
from typing import Any

from zhengming.checks.frame import Finding
from zhengming.model import Source

#: `zhengming: ignore` for the line that it stands on, `ignore-next` for the one after, `ignore-file` for the whole; without
#: a rule, all of them.
_MARK = re.compile(r"zhengming:\s*ignore(?P<reach>-next|-file)?(?P<rules>(?:[ ,]+[a-z]+(?:-[a-z]+)+)*)")


def ignored(source: Source, finding: Finding) -> bool:
    """Whether the file says that this is to be left."""
    origin: Any = source.origin
    raw = getattr(origin, "raw", None)
    text, start, end = source.text, finding.start, finding.end
    if isinstance(raw, str):
        place = origin.place(start, end)
        if "start" in place:
            text, start, end = raw, place["start"], place["end"]
    if "zhengming:" not in text:
        return False
    first = text.rfind("\n", 0, start) + 1
    above = text.rfind("\n", 0, max(0, first - 1)) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    for mark in _MARK.finditer(text):
        rules = re.findall(r"[a-z]+(?:-[a-z]+)+", mark["rules"])
        if rules and finding.rule not in rules:
            continue
        reach = mark["reach"]
        here = first <= mark.start() < last
        if reach == "-file" or (reach is None and here) or (reach == "-next" and above <= mark.start() < first):
            return True
    return False

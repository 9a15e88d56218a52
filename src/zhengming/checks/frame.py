"""What a check is and what it finds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from zhengming.checks.reading import Reading

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem in a manuscript.

    Attributes:
        start: first character, in code points of the text.
        end: one past the last.
        key: the message in the catalogue.
        values: what the message names.
        fix: what should stand there instead, where that is certain; None otherwise.
        severity: where it differs from the check's own.
        more: further places where the same fix is due.
        rule: name of the check; set when it is reported.
        text: the characters between start and end; set when it is reported.
    """

    start: int
    end: int
    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    fix: str | None = None
    severity: Severity | None = None
    more: tuple[tuple[int, int], ...] = ()
    rule: str = ""
    text: str = ""


class Check(NamedTuple):
    """A rule for manuscripts.

    Attributes:
        name: what reports, `ignore` and the settings call it.
        severity: `error`, `warning`, or `info` for a suggestion.
        authority: who asks for it.
        find: the problems of a manuscript.
        bad: texts in which it finds something: (text, what is marked).
        good: texts in which it finds nothing.
    """

    name: str
    severity: Severity
    authority: str
    find: Callable[[Reading], Iterator[Finding]]
    bad: tuple[tuple[str, str], ...]
    good: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it is about, in a sentence: that of its file."""
        return (sys.modules[self.find.__module__].__doc__ or "").strip().split("\n")[0]

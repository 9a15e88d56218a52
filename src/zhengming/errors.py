"""The one error tree. Every error carries a catalogue key, so it can be said in English or Chinese.

A message says what failed, where, the value, the rule and what to do about it; it is one line.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from zhengming import messages


class ZhengmingError(Exception):
    """Base of all errors that zhengming raises on purpose.

    Args:
        key: a key of the message catalogue (`zhengming.messages`).
        **values: what the message names: a file, a line, a value, a rule.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        return self.say("en")

    def say(self, lang: str) -> str:
        """The message in `lang` (`en` or `zh`), on one line."""
        return " ".join(messages.text(self.key, lang, **self.values).split())

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.key, self.values))


class InputError(ZhengmingError):
    """A document that cannot be read."""


class OutputError(ZhengmingError):
    """A file that cannot be written."""


class LexiconError(ZhengmingError):
    """A lexicon that cannot be loaded, or a line of it that breaks a rule."""


class UsageError(ZhengmingError):
    """A call with a value outside what is known."""


class WorkerError(ZhengmingError):
    """A process that ended before its work."""


def _rebuild(kind: type[ZhengmingError], key: str, values: dict[str, object]) -> ZhengmingError:
    return kind(key, **values)


def nearest(value: str, choices: Iterable[str]) -> str:
    """The closest of `choices` to `value`, or all of them: for "did you mean" wording.

    >>> nearest("jsonnl", ["table", "jsonl", "html"])
    'jsonl'
    >>> nearest("xml", ["table", "html"])
    'table, html'
    """
    listed = list(choices)
    close = get_close_matches(value, listed, n=1, cutoff=0.7)
    return close[0] if close else ", ".join(listed)

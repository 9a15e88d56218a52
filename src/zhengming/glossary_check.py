"""An abbreviation table that is already there, compared with what the document says. Start reading at `compare`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from zhengming.abbreviation_lists import Item
from zhengming.folding import fold
from zhengming.glossary import Glossary, Line
from zhengming.wordings import loose_en, short_key

Kind = Literal["missing", "extra", "differs", "twice"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a table and the document do not agree.

    Attributes:
        kind: `missing` from the table, `extra` in it, a long form that `differs`, or a short form listed `twice`.
        short: the short form.
        line: line or row of the table, None where it is missing there.
        language: of the long form that differs: `en` or `zh`, else None.
        listed: what the table says.
        found: what the document says; of a missing line its long forms.
        entry: the line of the glossary, where there is one.
    """

    kind: Kind
    short: str
    line: int | None = None
    language: Literal["en", "zh"] | None = None
    listed: str = ""
    found: str = ""
    entry: Line | None = None


def compare(items: Sequence[Item], glossary: Glossary) -> Iterator[Difference]:
    """Differences in the order of the table, then what it lacks.

    Spelling that differs in capitals, hyphens, number or width is no difference. Where the document leaves a long form to
    the lexicon, each of the concept's names is right. A short form whose meaning the text does not decide is not missed.

    Args:
        items: the lines of the table.
        glossary: what the documents say.
    """
    by_key: dict[str, list[Line]] = {}
    for line in glossary.lines:
        by_key.setdefault(_key(line.short), []).append(line)
    seen: dict[str, Item] = {}
    for item in items:
        key = _key(item.short)
        lines = by_key.get(key, [])
        if key in seen and len(lines) < 2:
            yield Difference("twice", item.short, item.line, listed=str(seen[key].line))
            continue
        seen[key] = item
        if not lines:
            if not glossary.uses_of(item.short):
                yield Difference("extra", item.short, item.line, listed=_both(item.en, item.zh))
            continue
        found = [list(_differences(item, line)) for line in lines]
        # Of several meanings the table may give any.
        yield from min(found, key=len)
    for key, lines in by_key.items():
        for line in lines:
            if key not in seen and "undecided" not in line.marks:
                yield Difference("missing", line.short, found=_both(line.en, line.zh), entry=line)
                break


def _key(short: str) -> str:
    return short_key(short).lower()


def _both(en: str | None, zh: str | None) -> str:
    return " / ".join(part for part in (en, zh) if part)


def _differences(item: Item, line: Line) -> Iterator[Difference]:
    if item.en is not None and line.en and not _agrees(item.en, line, "en"):
        yield Difference("differs", item.short, item.line, "en", item.en, line.en, line)
    if item.zh is not None and line.zh and not _agrees(item.zh, line, "zh"):
        yield Difference("differs", item.short, item.line, "zh", item.zh, line.zh, line)


def _agrees(listed: str, line: Line, language: Literal["en", "zh"]) -> bool:
    loose = _english if language == "en" else _chinese
    wanted = loose(listed)
    if wanted in {loose(text) for text in (getattr(line, language), *line.wordings)}:
        return True
    from_lexicon = {"lexicon", f"lexicon-{language}"} & set(line.marks)
    names = line.concept.names if from_lexicon and line.concept is not None else ()
    return any(loose(name.text) == wanted for name in names)


def _english(text: str) -> str:
    return loose_en(re.sub(r"\([^()]*\)$", "", text.strip()))


def _chinese(text: str) -> str:
    return re.sub(r"\W|的", "", re.sub(r"\([^()]*\)$", "", fold(text.strip()).text))

"""What the commands share: the user's language, help in it, and the options that several of them take."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from zhengming import messages
from zhengming.errors import UsageError
from zhengming.formats import FORMATS
from zhengming.formats.offsets import Unit

LANG = messages.language(sys.argv[1:])


def say(key: str, **values: object) -> str:
    """A message in the user's language."""
    return messages.text(key, LANG, **values)


def _translated(help_text: str) -> str:
    """The words that typer itself puts into a help page, in the user's language."""
    for key in ("help.help", "help.usage", "help.options", "help.commands", "help.arguments"):
        help_text = help_text.replace(messages.text(key, "en"), say(key))
    return help_text


class Command(TyperCommand):
    """A command whose help page speaks the user's language."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return _translated(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands whose help page speaks the user's language."""

    def get_help(self, ctx: Any) -> str:
        """The help page."""
        return _translated(super().get_help(ctx))


WRITERS = ", ".join(name for name, item in FORMATS.items() if item.writes)
READERS = ", ".join(name for name, item in FORMATS.items() if item.reads)

Files = Annotated[list[str] | None, typer.Argument(help=say("arg.files"), metavar="[FILE]...")]
AsJson = Annotated[bool, typer.Option("--json", help=say("opt.json"))]
Lexicons = Annotated[list[Path] | None, typer.Option("--lexicon", help=say("opt.lexicon"), metavar="PATH")]
Encoding = Annotated[str | None, typer.Option("--encoding", help=say("opt.encoding"), metavar="NAME")]
Lines = Annotated[bool, typer.Option("--lines", help=say("opt.lines"))]
InputFormat = Annotated[
    str | None, typer.Option("--input-format", help=say("opt.input_format", formats=READERS), metavar="NAME")
]
Columns = Annotated[list[str] | None, typer.Option("--column", help=say("opt.column"), metavar="NAME")]
ByteOffsets = Annotated[bool, typer.Option("--byte-offsets", help=say("opt.byte_offsets"))]
Utf16Offsets = Annotated[bool, typer.Option("--utf16-offsets", help=say("opt.utf16_offsets"))]
Output = Annotated[Path | None, typer.Option("-o", "--output", help=say("opt.output"), metavar="FILE")]


def unit(byte_offsets: bool, utf16_offsets: bool) -> Unit:
    """What offsets count.

    Raises:
        UsageError: both are asked for.
    """
    if byte_offsets and utf16_offsets:
        raise UsageError("usage.units")
    return "bytes" if byte_offsets else "utf16" if utf16_offsets else "codepoints"

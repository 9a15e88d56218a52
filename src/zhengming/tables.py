r"""The only reader and writer of TSV files, and the only place that knows where the lexicon's data lie.

The files are plain: UTF-8, tabs, one header line, no quoting, one record a line, `\n` at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from zhengming.errors import LexiconError


def packaged_lexicon() -> Path:
    """The folder of the lexicon that ships with the package: in the wheel, or in the checkout."""
    here = Path(__file__).resolve().parent
    for folder in (here / "_lexicon", here.parent.parent / "lexicon"):
        if (folder / "concepts").is_dir():
            return folder
    raise LexiconError("lexicon.not_packaged", folder=here / "_lexicon")


def rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The records of a TSV file as (line number, fields), checked for shape.

    Args:
        path: the file.
        columns: the header it must have.

    Raises:
        LexiconError: the file is not UTF-8, has another header, or a line has another number of fields.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError("lexicon.not_utf8", file=path, byte=error.start) from error
    except OSError as error:
        raise LexiconError("lexicon.unreadable", file=path, reason=error.strerror or error) from error
    lines = text.split("\n")
    header = lines[0].rstrip("\r").split("\t")
    if header != list(columns):
        raise LexiconError("lexicon.header", file=path, found=" ".join(header), expected=" ".join(columns))
    width = len(columns)
    for number, line in enumerate(lines[1:], start=2):
        line = line.rstrip("\r")
        if not line:
            continue
        fields = line.split("\t")
        if len(fields) != width:
            raise LexiconError(
                "lexicon.fields", file=path, line=number, found=len(fields), expected=width, value=line[:60]
            )
        yield number, fields


def write(path: Path, columns: Sequence[str], records: Iterable[Sequence[str]]) -> None:
    """Write a TSV file through a temporary one in the same folder, so that no half file is ever seen."""
    lines = ["\t".join(columns), *("\t".join(record) for record in records)]
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    temporary.replace(path)

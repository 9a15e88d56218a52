"""Public terminologies as lexicons, one file a format. Start reading at `read`; the formats are `EXCHANGES`."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhengming.errors import InputError, UsageError, nearest
from zhengming.exchange import babelon, medic, obo, ssslm, table
from zhengming.exchange.table import ROLES
from zhengming.exchange.terms import Skip, Term, lexicon_of
from zhengming.formats.encoding import decode
from zhengming.lexicon import Lexicon

__all__ = ["EXCHANGES", "ROLES", "Exchange", "Skip", "read"]

Reader = Callable[[str, Mapping[str, str]], Iterator[Term | Skip]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """A format of terminologies.

    Attributes:
        read: a file's text and the columns named by the user, to its terms and the lines it leaves out.
        is_one: whether a text that begins so is of this format.
        suffixes: what its files are called.
    """

    read: Reader
    is_one: Callable[[str], bool]
    suffixes: tuple[str, ...] = ()


#: In the order in which a file is tried.
EXCHANGES: dict[str, Exchange] = {
    "obo": Exchange(obo.read, obo.is_one, (".obo",)),
    "babelon": Exchange(babelon.read, babelon.is_one),
    "ssslm": Exchange(ssslm.read, ssslm.is_one),
    "medic": Exchange(medic.read, medic.is_one),
    "table": Exchange(table.read, lambda text: True, (".csv", ".tsv", ".txt")),
}


def read(
    paths: Iterable[Path],
    *,
    format: str | None = None,  # noqa: A002
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    warn: Callable[[InputError], None] = lambda note: None,
) -> tuple[Lexicon, list[tuple[Path, Skip]]]:
    """Terminology files as one lexicon; what several say of one id is joined (an ontology and its Chinese labels).

    Args:
        paths: the files, plain or gzipped.
        format: a key of `EXCHANGES` for all of them; found out for each file if left out.
        columns: for a table, the header (or the number, from 1) of each role: `id`, `name`, `synonyms`, `en`, `zh`, `abbr`.
        encoding: of the files; found out if left out.
        warn: told what is noteworthy about a file.

    Returns:
        tuple: the lexicon, and what was left out: file and line, with the reason.

    Raises:
        InputError: a file cannot be read or holds no name.
        UsageError: a format or column that is not there.
    """
    if format is not None and format not in EXCHANGES:
        raise UsageError("usage.format", value=format, nearest=nearest(format, EXCHANGES))
    skipped: list[tuple[Path, Skip]] = []
    listed = list(paths)
    digest = hashlib.sha256()

    def terms() -> Iterator[Term]:
        for path in listed:
            data = _bytes(path)
            digest.update(data)
            text = decode(data, str(path), encoding, warn)
            del data
            kind = format or next(name for name, exchange in EXCHANGES.items() if _is(exchange, path, text))
            found = 0
            for item in EXCHANGES[kind].read(text, columns or {}):
                if isinstance(item, Skip):
                    skipped.append((path, item))
                else:
                    found += 1
                    yield item
            if not found:
                raise InputError("import.none", file=path, format=kind)

    lexicon, left = lexicon_of(terms(), "+".join(path.name for path in listed), digest.hexdigest)
    return lexicon, [*skipped, *((listed[-1], skip) for skip in left)]


def _is(exchange: Exchange, path: Path, text: str) -> bool:
    return path.name.removesuffix(".gz").endswith(exchange.suffixes or ("\n",)) or exchange.is_one(text[:4096])


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    except (OSError, EOFError) as error:
        raise InputError("input.unreadable", file=path, reason=getattr(error, "strerror", None) or error) from error

"""Lexicons by path, ready to use: read from folder, table or compiled file, and compiled once for all later starts.

What was compiled is kept in the user's cache folder, one file for each state of the sources: its name is a digest of
everything that the result depends on (the files' contents, this program, the automaton's library), so a changed line is
seen at once and no file is ever out of date. `ZHENGMING_CACHE=DIR` keeps them elsewhere, `ZHENGMING_CACHE=off` nowhere.
Where nothing can be kept, everything still works, only slower. Start reading at `load`.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from zhengming import tables
from zhengming.compiled import CompiledLexicon, compiled_parts, open_compiled
from zhengming.errors import LexiconError
from zhengming.lexicon import Lexicon
from zhengming.sections import Sections, is_compiled, mapped, save
from zhengming.version import __version__

#: What compiled lexicons are called here; elsewhere a file may be called anything.
SUFFIX = ".zm"
#: So many compiled lexicons are kept, those used last.
_KEPT = 8
_DAY = 86_400
_LARGE = 100_000_000


def load(paths: Sequence[Path] = (), *, keep: bool = True) -> Lexicon:
    """The lexicon of these paths, from the cache where it is there.

    Args:
        paths: lexicon folders, two-column tables or compiled files, to be merged; none for the packaged lexicon.
        keep: whether to compile it now and keep it, where it is not yet there; otherwise it is only read.

    Raises:
        LexiconError: a lexicon cannot be read.
    """
    paths = list(paths) or [tables.packaged_lexicon()]
    if len(paths) == 1 and _is_large(paths[0]):
        # It opens as fast as anything that could be kept for it; only its automata are built when a text is annotated.
        return read(paths)
    place = _place()
    state = _state(paths) if place is not None else None
    if place is None or state is None:
        return read(paths)
    file = place / f"{__version__}-{state[:32]}{SUFFIX}"
    folder = paths[0] if len(paths) == 1 and paths[0].is_dir() else None
    known = _opened(file, state, folder)
    if known is not None:
        return known
    lexicon = read(paths)
    if keep and _writable(place):
        data = compiled_parts(lexicon, state)
        # What changed while it was read is read again next time.
        if _state(paths) == state:
            with suppress(OSError):
                save(data, file, 0o600)
                _tidy(place)
            return _opened(file, state, folder) or lexicon
    return lexicon


def kept(kind: str, packages: Sequence[str], build: Callable[[], list[bytes | bytearray | memoryview]]) -> Sections:
    """What takes long to make from installed packages: from the cache where it is there, otherwise built and kept.

    Args:
        kind: the first word of the file's name.
        packages: those it is made from, besides this program and the packaged lexicon.
        build: makes the file, in parts (`sections.Writer.parts`).
    """
    place = _place()
    if place is None:
        return _in_memory(build())
    digest = hashlib.sha256()
    language = tables.packaged_lexicon() / "language"
    for part in (
        *_parts(()),
        *(part for package in packages for part in _sizes(package)),
        *_contents(language, sorted(language.glob("*.tsv"))),
    ):
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    file = place / f"{kind}-{__version__}-{digest.hexdigest()[:32]}{SUFFIX}"
    with suppress(OSError, LexiconError):
        found = file.lstat()
        if stat.S_ISREG(found.st_mode) and _is_ours(found):
            sections = Sections(mapped(file), file.name)
            sections.verify()
            if time.time() - found.st_mtime > _DAY:
                os.utime(file)
            return sections
    data = build()
    if _writable(place):
        with suppress(OSError):
            save(data, file, 0o600)
            _tidy(place)
    return _in_memory(data)


def _in_memory(data: Iterable[bytes | bytearray | memoryview]) -> Sections:
    return Sections(memoryview(b"".join(data)), "memory")


def read(paths: Iterable[Path]) -> Lexicon:
    """The lexicon of these paths (see `load`) as they are now, nothing kept.

    Raises:
        LexiconError: a lexicon cannot be read.
    """
    return Lexicon.merge(
        open_compiled(path) if is_compiled(path) or path.suffix == SUFFIX else Lexicon.load(path) for path in paths
    )


def _is_large(path: Path) -> bool:
    """Whether a path is a compiled lexicon that takes longer to compare with a kept one than to use."""
    with suppress(OSError):
        return is_compiled(path) and path.stat().st_size > _LARGE
    return False


def _place() -> Path | None:
    """Where compiled lexicons are kept; None for nowhere."""
    wanted = os.environ.get("ZHENGMING_CACHE", "")
    if wanted.lower() == "off":
        return None
    if wanted:
        return Path(wanted).absolute()
    from platformdirs import user_cache_path

    place = user_cache_path("zhengming", appauthor=False)
    # Without a home there is no such place, and none is made in whatever folder we are in.
    return place if place.is_absolute() else None


def _writable(place: Path) -> bool:
    with suppress(OSError):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.access(place, os.W_OK | os.X_OK)
    return False


def _opened(file: Path, state: str, folder: Path | None) -> CompiledLexicon | None:
    """A compiled lexicon that we have written and that is whole, or None."""
    try:
        found = file.lstat()
        if not stat.S_ISREG(found.st_mode) or not _is_ours(found):
            return None
        lexicon = open_compiled(file, folder=folder, trusted=True)
        lexicon.file.verify()
    except (OSError, LexiconError):
        return None
    if time.time() - found.st_mtime > _DAY:
        with suppress(OSError):
            os.utime(file)
    return lexicon if lexicon.state == state else None


def _is_ours(found: os.stat_result) -> bool:
    """Whether nobody else can have written a file: its automata are taken as they are."""
    if not hasattr(os, "getuid"):
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _tidy(place: Path) -> None:
    """Remove what has not been used for longest, and what a killed process left."""
    files = sorted(place.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    left = [path for path in place.glob(f".*{SUFFIX}.*.tmp") if time.time() - path.stat().st_mtime > _DAY]
    for path in files[_KEPT:] + left:
        path.unlink(missing_ok=True)


# --- what a compiled lexicon depends on ----------------------------------------------------------------------------


def _state(paths: Iterable[Path]) -> str | None:
    """A digest of all that the compiled lexicon depends on; None where something cannot be read."""
    digest = hashlib.sha256()
    try:
        for part in _parts(paths):
            digest.update(len(part).to_bytes(8, "little"))
            digest.update(part)
    except OSError:
        return None
    return digest.hexdigest()


def _parts(paths: Iterable[Path]) -> Iterator[bytes]:
    yield f"{__version__} {sys.version} {unicodedata.unidata_version} {sys.byteorder}".encode()
    package = Path(__file__).parent
    yield from _contents(package, sorted(package.rglob("*.py")))
    packaged = tables.packaged_lexicon()
    yield (packaged / "derived" / "characters.tsv").read_bytes()
    yield (packaged / "morphemes.tsv").read_bytes()
    yield from _sizes("daachorse")
    dictionary = False
    for path in paths:
        if path.is_dir():
            folders = (path, path / "concepts", path / "names", path / "derived")
            files = [file for folder in folders for file in sorted(folder.glob("*.tsv"))]
            yield from _contents(path, [*files, *path.glob("VERSION")])
            dictionary |= not (path / "derived" / "words.tsv").is_file()
        else:
            yield path.name.encode(errors="surrogateescape")
            yield path.read_bytes()
            dictionary = True
    if dictionary:
        yield from _sizes("jieba")


def _contents(folder: Path, files: Iterable[Path]) -> Iterator[bytes]:
    for file in files:
        yield str(file.relative_to(folder)).encode(errors="surrogateescape")
        yield file.read_bytes()


def _sizes(package: str) -> Iterator[bytes]:
    """The files of an installed package, by name, size and time: reading them would take longer than all the rest."""
    spec = find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or ():
        for file in sorted(Path(folder).iterdir()):
            found = file.stat()
            yield f"{file.name} {found.st_size} {found.st_mtime_ns}".encode()

"""A lexicon for another process: where it is, not what is in it, as long as it is a compiled file that is still there."""

from __future__ import annotations

from pathlib import Path

from zhengming.compiled import CompiledLexicon, compiled, open_compiled
from zhengming.errors import LexiconError
from zhengming.lexicon import Lexicon


class Handle:
    """A lexicon that is pickled as the path and the digests of its file.

    A process that was forked has the lexicon itself. Another one maps the same file, and refuses it if it has changed.
    Where there is no such file, all that would be in it is pickled.

    Args:
        lexicon: the lexicon.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def __reduce__(self) -> tuple[object, ...]:
        lexicon = self.lexicon
        if isinstance(lexicon, CompiledLexicon):
            path = Path(lexicon.file.name).absolute()
            try:
                there = open_compiled(path, folder=lexicon.folder)
            except LexiconError:
                there = None
            if there is not None and _key(there) == _key(lexicon):
                return (_opened, (path, lexicon.folder, lexicon.trusted, _key(lexicon)))
            return (Handle, (lexicon,))
        # What it has built would not go through a pipe: it is sent as the file that nobody has kept.
        data = memoryview(compiled(lexicon))
        return (Handle, (CompiledLexicon(data, str(lexicon.folder), lexicon.folder, True),))


def _key(lexicon: CompiledLexicon) -> tuple[str, str, int]:
    return lexicon.state, lexicon.digest, len(lexicon.file.data)


def _opened(path: Path, folder: Path | None, trusted: bool, key: tuple[str, str, int]) -> Handle:
    """The lexicon of a file.

    Raises:
        LexiconError: it is no longer the file that it was.
    """
    lexicon = open_compiled(path, folder=folder, trusted=trusted)
    if _key(lexicon) != key:
        raise LexiconError("many.changed", file=path)
    return Handle(lexicon)

"""A tagger as a spaCy pipeline carries it: by the path of its lexicon, and with the lexicon itself where that is not ours.

A pipeline that is saved, pickled or sent to another process takes a lexicon of the user's along; the packaged one is
there wherever zhengming is, and only its stamp goes with the pipeline.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from pathlib import Path
from weakref import WeakValueDictionary

from zhengming import messages
from zhengming.compiled import CompiledLexicon, compiled_parts
from zhengming.errors import LexiconError
from zhengming.sections import save
from zhengming.tagger import Tagger, load

#: Tokenizer and component of one pipeline, and several pipelines, share a tagger while any of them lives.
_shared: WeakValueDictionary[tuple[str, ...], Tagger] = WeakValueDictionary()
#: The files of a saved part of a pipeline.
_CONFIG, _LEXICON = "zhengming.json", "lexicon.zm"


class Carried:
    """A tagger that goes where its pipeline goes.

    Args:
        lexicon: path of a lexicon, several to be merged, or None for the packaged one. A path that does not exist is
            complained about when the tagger is first used: a saved pipeline brings the lexicon itself.

    Raises:
        LexiconError: a lexicon is there but cannot be loaded.
    """

    def __init__(self, lexicon: str | Sequence[str] | None = None) -> None:
        self.paths = () if lexicon is None else (lexicon,) if isinstance(lexicon, str) else tuple(lexicon)
        self._tagger: Tagger | None = None
        self._brought = False
        if all(Path(path).exists() for path in self.paths):
            self._tagger = self._loaded()

    @property
    def tagger(self) -> Tagger:
        """The tagger.

        Raises:
            LexiconError: its lexicon cannot be loaded.
        """
        if self._tagger is None:
            self._tagger = self._loaded()
        return self._tagger

    def _loaded(self) -> Tagger:
        found = _shared.get(self.paths)
        if found is None:
            found = _shared[self.paths] = load(list(self.paths))
        return found

    # --- as bytes and on disk ----------------------------------------------------------------------------------------

    def to_bytes(self, exclude: Sequence[str] = ()) -> bytes:
        """A line that says which lexicon it is, and the lexicon itself where it is not the packaged one."""
        return self._about() + b"\n" + (self._data() if self._is_own() and "lexicon" not in exclude else b"")

    def from_bytes(self, data: bytes, exclude: Sequence[str] = ()) -> None:
        """Take over what `to_bytes` gave.

        Raises:
            LexiconError: it is something else.
        """
        about, _, lexicon = data.partition(b"\n")
        self._take(about, memoryview(lexicon) if lexicon else None, "bytes")

    def to_disk(self, path: str | Path, exclude: Sequence[str] = ()) -> None:
        """Write the same into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        save([self._about(), b"\n"], folder / _CONFIG)
        if self._is_own() and "lexicon" not in exclude:
            save([self._data()], folder / _LEXICON)

    def from_disk(self, path: str | Path, exclude: Sequence[str] = ()) -> None:
        """Take over what `to_disk` wrote.

        Raises:
            LexiconError: the lexicon in it is damaged.
        """
        folder = Path(path)
        file = folder / _LEXICON
        try:
            about = (folder / _CONFIG).read_bytes()
            lexicon = memoryview(file.read_bytes()) if file.is_file() else None
        except OSError as error:
            raise LexiconError("lexicon.unreadable", file=folder, reason=error.strerror or error) from error
        self._take(about, lexicon, str(file))

    def __getstate__(self) -> tuple[tuple[str, ...], bytes]:
        return self.paths, self.to_bytes() if self._tagger is not None or not self.paths else b""

    def __setstate__(self, state: tuple[tuple[str, ...], bytes]) -> None:
        self.paths, data = state
        self._tagger, self._brought = None, False
        if data:
            self.from_bytes(data)

    def _is_own(self) -> bool:
        return bool(self.paths) or self._brought

    def _about(self) -> bytes:
        return json.dumps({"lexicon": self.tagger.lexicon.stamp}).encode()

    def _data(self) -> bytes:
        return b"".join(compiled_parts(self.tagger.lexicon))

    def _take(self, about: bytes, lexicon: memoryview | None, name: str) -> None:
        try:
            stamp = str(json.loads(about)["lexicon"])
        except (ValueError, KeyError, TypeError) as error:
            raise LexiconError("pipes.no_part", file=name) from error
        if lexicon is not None:
            compiled = CompiledLexicon(lexicon, name, None, trusted=False)
            if self._tagger is None or self._tagger.lexicon.stamp != compiled.stamp:
                self._tagger = Tagger(compiled)
            self._brought = True
        elif self.tagger.lexicon.stamp != stamp:
            said = messages.text("pipes.other_lexicon", "en", saved=stamp, found=self.tagger.lexicon.stamp)
            warnings.warn(said, stacklevel=4)

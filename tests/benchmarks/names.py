"""Names to measure with: those of public terminologies (a folder given), filled up with made-up ones.

Made-up names join the parts of real ones, so that they look like them: `acute` + `renal hypoplasia`.
"""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Iterator
from pathlib import Path

EDITS = "abcdefghijklmnopqrstuvwxyz"


def real(folder: Path) -> Iterator[str]:
    """The labels and synonyms in the tables and OBO files of a folder."""
    for path in sorted(folder.iterdir()):
        if not re.search(r"\.(?:tsv|obo)(?:\.gz)?$", path.name):
            continue
        data = path.read_bytes()
        text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")
        if ".obo" in path.name:
            yield from re.findall(r'^(?:name: |synonym: ")([^"\n]+)', text, re.MULTILINE)
            continue
        for line in text.split("\n")[1:]:
            for field in line.split("\t")[1:4]:
                yield from field.split("|")


def names(folder: Path, count: int, seed: int = 1) -> list[str]:
    """So many different names, Chinese and English, of 4 to 60 characters."""
    listed = dict.fromkeys(
        name
        for text in real(folder)
        if 4 <= len(name := " ".join(text.split())) <= 60 and not name.startswith(("http", "<"))
    )
    found = list(listed)
    chance = random.Random(seed)
    chance.shuffle(found)
    if len(found) > count:
        return found[:count]
    words = [name.split() for name in found if name.isascii() and " " in name]
    while len(listed) < count:
        made = " ".join((*chance.choice(words)[:-1], *chance.choice(words)[-2:]))
        if 4 <= len(made) <= 60:
            listed.setdefault(made)
    return list(listed)


def mistyped(name: str, chance: random.Random) -> str:
    """A name with one or two letters wrong, missing, doubled or swapped; never the first of a word, never a number."""
    for _ in range(chance.choice((1, 1, 2))):
        places = [at for at in range(1, len(name)) if name[at].isalpha() and name[at - 1].isalpha()]
        if not places:
            return name
        at = chance.choice(places)
        kind = chance.randrange(4)
        letter = chance.choice(EDITS) if name[at].isascii() else name[at]
        name = (
            name[:at] + letter + name[at + 1 :] if kind == 0
            else name[:at] + name[at + 1 :] if kind == 1
            else name[:at] + name[at] + name[at:] if kind == 2
            else name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :]
        )  # fmt: skip
    return name

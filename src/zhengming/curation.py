"""Changing a lexicon by command: mint ids, add names and concepts, retire concepts, and see what a change does.

Every change is made on a copy, mended and linted there, and copied back only if it brings no new problem: a folder is
never left half changed. Start reading at `edited`.
"""

from __future__ import annotations

import io
import re
import secrets
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NamedTuple

from zhengming import tables
from zhengming.characters import is_han
from zhengming.errors import LexiconError, UsageError
from zhengming.folding import fold, traditional_characters
from zhengming.lexicon import (
    CONCEPT_COLUMNS,
    FLAGS,
    LANGS,
    NAME_COLUMNS,
    REFUSE_COLUMNS,
    RETIRED_COLUMNS,
    SENSE_COLUMNS,
    TYPES,
    Lexicon,
)
from zhengming.lint import fix, lint
from zhengming.model import Concept
from zhengming.tagger import Tagger

#: Crockford's base 32 in lower case: no i, l, o, u.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def mint(lexicon: Lexicon, count: int = 1) -> list[str]:
    """New ids that neither a concept nor a retired one has."""
    minted: list[str] = []
    while len(minted) < count:
        id_ = "ZM:" + "".join(secrets.choice(_ALPHABET) for _ in range(6))
        if id_ not in lexicon.concepts and id_ not in lexicon.retired and id_ not in minted:
            minted.append(id_)
    return minted


def edited(folder: Path, edit: Callable[[Path], None]) -> list[Path]:
    """Change a lexicon folder, all or nothing.

    Args:
        folder: the lexicon.
        edit: changes the files of the copy that it is given.

    Returns:
        list: the files that changed.

    Raises:
        LexiconError: the change brings a problem that was not there; the folder is as before.
    """
    before = {(problem.rule, problem.value) for problem in lint(folder)[0]}
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "lexicon"
        shutil.copytree(folder, copy)
        edit(copy)
        fix(copy)
        new = [problem for problem in lint(copy)[0] if (problem.rule, problem.value) not in before]
        if new:
            raise LexiconError("curate.problem", problem=new[0].text(), more=len(new) - 1)
        changed = []
        for path in sorted(p for p in copy.rglob("*") if p.is_file()):
            target = folder / path.relative_to(copy)
            if not target.is_file() or target.read_bytes() != path.read_bytes():
                target.parent.mkdir(exist_ok=True)
                temporary = target.with_name(target.name + ".tmp")
                shutil.copyfile(path, temporary)
                temporary.replace(target)
                changed.append(target)
    return changed


# --- adding --------------------------------------------------------------------------------------------------------

_SHORT_FORM = re.compile(r"[A-Za-z0-9α-ωΑ-Ω+./-]{1,12}")


def one_concept(tagger: Tagger, text: str) -> Concept:
    """The concept of an id or of a name that only it has.

    Raises:
        UsageError: there is none, or there are several.
    """
    concepts = list(dict.fromkeys(sense.concept for sense in tagger.lookup(text) if sense.concept is not None))
    if len(concepts) != 1:
        raise UsageError("curate.concept", value=text, found=", ".join(f"{c.id} {c.en}" for c in concepts) or "-")
    return concepts[0]


def add_names(
    lexicon: Lexicon,
    concept: Concept,
    texts: Iterable[str],
    *,
    lang: str | None = None,
    type: str | None = None,  # noqa: A002
    flags: str = "",
    source: str = "usage",
    note: str = "",
) -> list[Path]:
    """Add names to a concept, all or none; language and type are guessed where they are not given.

    Raises:
        UsageError: language, type or a flag is none that there is.
        LexiconError: a name is found already, or the change brings a problem.
    """
    lines = [_line(lexicon, concept, " ".join(text.split()), lang, type, flags, source, note) for text in texts]
    path = Path("names") / f"{concept.category}.tsv"
    return edited(_folder(lexicon), lambda copy: _append(copy / path, NAME_COLUMNS, *lines))


def _line(
    lexicon: Lexicon,
    concept: Concept,
    text: str,
    lang: str | None,
    type: str | None,  # noqa: A002
    flags: str,
    source: str,
    note: str,
) -> list[str]:
    lang = lang or _lang(text)
    type = type or ("abbreviation" if lang == "mul" else "synonym")  # noqa: A001
    for option, values, allowed in (
        ("--name-lang", [lang], LANGS),
        ("--type", [type], TYPES),
        ("--flags", flags.split(), FLAGS),
    ):
        for value in values:
            if value not in allowed:
                raise UsageError("usage.one_of", option=option, value=value, allowed=", ".join(allowed))
    own = next((e for e in lexicon.index.get(fold(text).text, ()) if e.concept == concept), None)
    if own is not None:
        raise LexiconError("curate.known", value=text, concept=concept.en, name=own.name.text)
    return [concept.en, concept.id, text, lang, type, flags, source, note]


def add_concept(
    lexicon: Lexicon, category: str, en: str, zh: str, abbr: str = "", *, parent: str = "", source: str = "usage"
) -> tuple[str, list[Path]]:
    """Add a concept under a new id.

    Returns:
        tuple: the id, and the files that changed.

    Raises:
        LexiconError: the change brings a problem (a preferred term that another concept has, say).
    """
    (id_,) = mint(lexicon)
    line = [en, zh, abbr, id_, parent, "", source, "", "", ""]
    path = Path("concepts") / f"{category}.tsv"
    return id_, edited(_folder(lexicon), lambda copy: _append(copy / path, CONCEPT_COLUMNS, line))


def _lang(text: str) -> str:
    if any(map(is_han, text)):
        traditional = traditional_characters()
        return "zh-Hant" if any(c in traditional for c in text) else "zh-Hans"
    capitals = sum(c.isupper() or c.isdigit() for c in text)
    return "mul" if capitals > 1 and _SHORT_FORM.fullmatch(text) else "en"


def _append(path: Path, columns: tuple[str, ...], *added: list[str]) -> None:
    lines = [fields for _, fields in tables.rows(path, columns)] if path.is_file() else []
    tables.write(path, columns, [*lines, *added])


def _folder(lexicon: Lexicon) -> Path:
    if lexicon.folder is None or lexicon.folder.name == "_lexicon":
        raise UsageError("curate.installed")
    return lexicon.folder


# --- retiring ------------------------------------------------------------------------------------------------------


def retire(lexicon: Lexicon, id: str, successor: str, why: str) -> list[Path]:  # noqa: A002
    """Take a concept out of use; its id stays known, and its names go to the successor where there is one.

    Without a successor its meanings in senses.tsv become meanings that are not ours.

    Raises:
        UsageError: there is no such concept, or the successor is none.
        LexiconError: the change brings a problem.
    """
    concept = lexicon.concepts.get(id)
    heir = lexicon.concepts.get(successor) if successor else None
    if concept is None or (successor and (heir is None or heir == concept)):
        raise UsageError("curate.concept", value=id if concept is None else successor, found="-")

    def edit(copy: Path) -> None:
        def rewrite(path: Path, columns: tuple[str, ...], change: Callable[[list[str]], list[str] | None]) -> None:
            if path.is_file():
                lines = (change(fields) for _, fields in list(tables.rows(path, columns)))
                tables.write(path, columns, [fields for fields in lines if fields is not None])

        heirs_names = {name.text for name in heir.names} if heir is not None else set()
        for path in (copy / "concepts").glob("*.tsv"):
            rewrite(
                path,
                CONCEPT_COLUMNS,
                lambda f: None if f[3] == id else [*f[:4], successor if f[4] == id and f[3] != successor else
                                                   "" if f[4] == id else f[4], *f[5:]],
            )  # fmt: skip
        for path in (copy / "names").glob("*.tsv"):
            rewrite(path, NAME_COLUMNS, lambda f: None if f[1] == id else f)
        for name in concept.names if heir is not None else ():
            if name.text not in heirs_names:
                assert heir is not None
                type_ = "synonym" if name.type == "preferred" else name.type
                flags = " ".join(sorted(lexicon.flags.get((id, name.text), ())))
                line = [heir.en, heir.id, name.text, name.lang, type_, flags, name.source, f"from {id}"]
                _append(copy / "names" / f"{heir.category}.tsv", NAME_COLUMNS, line)

        def sense(fields: list[str]) -> list[str]:
            if fields[1] != id:
                return fields
            if heir is not None:
                return [fields[0], heir.id, *fields[2:]]
            return [fields[0], "-", fields[2] or concept.en, fields[3] or concept.zh, *fields[4:]]

        rewrite(copy / "senses.tsv", SENSE_COLUMNS, sense)
        rewrite(
            copy / "refuse.tsv",
            REFUSE_COLUMNS,
            lambda f: f if f[1] != id else [f[0], successor, f[2]] if successor else None,
        )
        _append(copy / "retired.tsv", RETIRED_COLUMNS, [id, successor, date.today().isoformat(), why])

    return edited(_folder(lexicon), edit)


# --- what a change does --------------------------------------------------------------------------------------------


class Change(NamedTuple):
    """A place of a text that two lexicons annotate differently; an id is empty where one has nothing there."""

    document: str
    start: int
    end: int
    text: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        """`gained`, `lost` or `changed`."""
        return "gained" if not self.before else "lost" if not self.after else "changed"


def differences(before: Lexicon, after: Lexicon, texts: Iterable[tuple[str, str]]) -> Iterator[Change]:
    """What a change of data does to annotations.

    Args:
        before: the lexicon as it was.
        after: as it is.
        texts: documents as (name, text).
    """
    old, new = Tagger(before), Tagger(after)
    for name, text in texts:
        first, second = ({(a.start, a.end): a.concept.id for a in t.annotate(text)} for t in (old, new))
        for start, end in sorted(first.keys() | second.keys()):
            ids = first.get((start, end), ""), second.get((start, end), "")
            if ids[0] != ids[1]:
                yield Change(name, start, end, text[start:end], *ids)


@contextmanager
def at_revision(folder: Path, revision: str) -> Iterator[Lexicon]:
    """A lexicon as it was at a git revision, or one in another folder.

    Raises:
        UsageError: git does not know the revision, or the folder is in no repository.
    """
    if Path(revision).is_dir():
        yield Lexicon.load(Path(revision))
        return
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), "archive", "--format=zip", revision, "."], capture_output=True, check=True
        )
    except (OSError, subprocess.CalledProcessError) as error:
        reason = getattr(error, "stderr", b"") or str(error).encode()
        raise UsageError("curate.revision", value=revision, reason=reason.decode(errors="replace").strip()) from error
    with tempfile.TemporaryDirectory() as scratch:
        with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
            archive.extractall(scratch)
        yield Lexicon.load(Path(scratch))

"""Changing a lexicon by command: all or nothing, and what it does to annotations."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from zhengming.curation import add_concept, add_names, at_revision, differences, edited, mint, one_concept, retire
from zhengming.errors import LexiconError, UsageError
from zhengming.lexicon import Lexicon
from zhengming.lint import lint
from zhengming.tagger import Tagger

OA, ARTHRITIS = "ZM:aaaaa2", "ZM:aaaaa1"


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_minted_ids_are_new(small_lexicon: Path) -> None:
    ids = mint(Lexicon.load(small_lexicon), 50)
    assert len(set(ids)) == 50
    assert all(re.fullmatch(r"ZM:[0-9a-hjkmnp-tv-z]{6}", id_) for id_ in ids)


@pytest.mark.parametrize(
    ("text", "lang", "type_"),
    [("退变性骨关节病", "zh-Hans", "synonym"), ("退化性關節炎", "zh-Hant", "synonym"), ("DJD", "mul", "abbreviation"),
     ("wear and tear arthritis", "en", "synonym")],
)  # fmt: skip
def test_an_added_name_is_found(text: str, lang: str, type_: str, small_lexicon: Path) -> None:
    lexicon = Lexicon.load(small_lexicon)
    changed = add_names(lexicon, lexicon[OA], [text])
    assert small_lexicon / "names" / "disease.tsv" in changed
    assert lint(small_lexicon)[0] == []
    after = Lexicon.load(small_lexicon)
    (name,) = [name for name in after[OA].names if name.text == text]
    assert (name.lang, name.type) == (lang, type_)
    assert [a.concept for a in Tagger(after).annotate(f"({text})")] == [OA]


def test_a_name_that_is_found_already_is_not_added(small_lexicon: Path) -> None:
    lexicon = Lexicon.load(small_lexicon)
    with pytest.raises(LexiconError) as error:
        add_names(lexicon, lexicon[OA], ["Degenerative joint diseases"])
    assert error.value.key == "curate.known"


def test_a_change_that_breaks_a_rule_changes_nothing(small_lexicon: Path) -> None:
    lexicon = Lexicon.load(small_lexicon)
    before = files(small_lexicon)
    with pytest.raises(LexiconError) as error:
        add_names(lexicon, lexicon[OA], ["arthritis"])
    assert error.value.key == "curate.problem"
    assert "shared_names" in str(error.value)
    assert files(small_lexicon) == before


def test_problems_that_were_there_do_not_stop_a_change(small_lexicon: Path) -> None:
    path = small_lexicon / "names" / "disease.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace("\ten\tsynonym", "\ten\talias"), encoding="utf-8")
    with pytest.raises(LexiconError):
        Lexicon.load(small_lexicon)
    note = small_lexicon / "ignore.tsv"
    assert edited(small_lexicon, lambda copy: (copy / "ignore.tsv").write_text("text\tnote\n") and None) == [note]


def test_add_concept(small_lexicon: Path) -> None:
    id_, _ = add_concept(Lexicon.load(small_lexicon), "symptom", "joint stiffness", "关节僵硬", parent="")
    after = Lexicon.load(small_lexicon)
    assert (after[id_].category, after[id_].zh) == ("symptom", "关节僵硬")
    with pytest.raises(LexiconError):
        add_concept(after, "disease", "arthritis", "某病")


@pytest.mark.parametrize("query", ["nothing of the kind", ""])
def test_one_concept(query: str, small_lexicon: Path) -> None:
    tagger = Tagger(Lexicon.load(small_lexicon))
    assert one_concept(tagger, "OA") == OA
    with pytest.raises(UsageError):
        one_concept(tagger, query)


def test_retire_for_a_successor(small_lexicon: Path) -> None:
    retire(Lexicon.load(small_lexicon), ARTHRITIS, OA, "the same here")
    after = Lexicon.load(small_lexicon)
    assert list(after) == [OA]
    assert {"arthritis", "关节炎"} <= {name.text for name in after[OA].names}
    assert after[OA].parent is None
    resolved = after.resolve(ARTHRITIS)
    assert resolved is not None
    assert resolved.id == OA
    assert lint(small_lexicon)[0] == []


def test_retire_without_one(small_lexicon: Path) -> None:
    senses = small_lexicon / "senses.tsv"
    senses.write_text(
        f"text\tid\tlong_en\tlong_zh\tprior\tcues\tnote\nOA\t{OA}\t\t\t0.5\tknee\t\nOA\t-\topen access\t开放获取\t0.4\t\t\n",
        encoding="utf-8",
    )
    retire(Lexicon.load(small_lexicon), OA, "", "not ours")
    after = Lexicon.load(small_lexicon)
    assert list(after) == [ARTHRITIS]
    assert [(m.concept, m.long_en) for m in after.meanings["OA"]] == [(None, "osteoarthritis"), (None, "open access")]
    assert OA in after.retired


@pytest.mark.parametrize(("id_", "successor"), [("ZM:zzzzzz", ""), (OA, "ZM:zzzzzz"), (OA, OA)])
def test_retire_refuses(id_: str, successor: str, small_lexicon: Path) -> None:
    before = files(small_lexicon)
    with pytest.raises(UsageError):
        retire(Lexicon.load(small_lexicon), id_, successor, "")
    assert files(small_lexicon) == before


def test_differences_between_revisions(small_lexicon: Path) -> None:
    git = ["git", "-C", str(small_lexicon), "-c", "user.name=a", "-c", "user.email=a@b"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *command], check=True)
    lexicon = Lexicon.load(small_lexicon)
    add_names(lexicon, lexicon[OA], ["退变性骨关节病"])
    after = Lexicon.load(small_lexicon)
    texts = [("d", "OA 与退变性骨关节病")]
    with at_revision(small_lexicon, "HEAD") as before:
        changes = list(differences(before, after, texts))
        back = list(differences(after, before, texts))
    assert [(c.kind, c.text, c.before, c.after) for c in changes] == [("gained", "退变性骨关节病", "", OA)]
    assert [c.kind for c in back] == ["lost"]
    with at_revision(small_lexicon, str(small_lexicon)) as same:
        assert list(differences(same, after, texts)) == []


@pytest.mark.parametrize("revision", ["no-such-revision", "--output=x"])
def test_a_revision_that_is_none(revision: str, small_lexicon: Path) -> None:
    with pytest.raises(UsageError) as error, at_revision(small_lexicon, revision):
        pass
    assert error.value.key == "curate.revision"

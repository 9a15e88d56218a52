from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from strategies import anything, bilingual

from zhengming.folding import fold
from zhengming.morphemes import bag, canonical, confusable, core, features, morphemes, pypinyin_sounds, singular


@pytest.mark.parametrize(
    ("one", "other"),
    [("tumours of the kidney", "kidney tumor"), ("il-1β", "IL 1 beta"), ("collagen type ii", "collagen, type 2"),
     ("ii型胶原", "Ⅱ型胶原"), ("一型胶原", "i型胶原"), ("膝关节的骨关节炎", "膝关节骨关节炎"), ("arthritides", "arthritis"),
     ("crohn's disease", "disease, crohn"), ("白细胞介素-1贝塔", "白细胞介素-1β")],
)  # fmt: skip
def test_the_same_words(one: str, other: str) -> None:
    assert bag(canonical(fold(one).text)) == bag(canonical(fold(other).text))


@pytest.mark.parametrize(
    ("one", "other"),
    [("il-1β", "il-1α"), ("mmp-3", "mmp-13"), ("collagen type i", "collagen type ii"), ("ileum", "ilium"), ("软骨", "骨"),
     ("息肉切除", "病损切除")],
)  # fmt: skip
def test_other_words(one: str, other: str) -> None:
    assert bag(canonical(one)) != bag(canonical(other))


def test_broader_morphemes_only_when_asked() -> None:
    assert canonical("胃息肉切除术", wide=True) == canonical("胃病损切除", wide=True)
    assert core("crohn disease") == ""
    assert core(canonical("breast and ovarian cancer syndrome")) == "mammary ovarian tumor"
    assert {"膝", "膝关"} <= features("膝关节")


@given(text=bilingual | anything)
def test_canonical_forms_are_stable(text: str) -> None:
    key = canonical(fold(text).text)
    assert key == " ".join(key.split())
    assert len(key) <= 8 * len(text) + 8


@pytest.mark.parametrize(
    ("word", "one"), [("cells", "cell"), ("bodies", "body"), ("analyses", "analysis"), ("stenosis", "stenosis"),
                      ("pus", "pus"), ("boxes", "box"), ("arthritides", "arthritis"), ("gas", "gas"), ("mass", "mass"),
                      ("tibiae", "tibia"), ("carcinomata", "carcinoma")]
)  # fmt: skip
def test_singular(word: str, one: str) -> None:
    assert singular(word) == one


def test_sounds_are_those_of_pypinyin() -> None:
    pytest.importorskip("pypinyin")
    from zhengming.morphemes import SOUND_COLUMNS
    from zhengming.tables import packaged_lexicon, rows

    listed = dict(fields for _, fields in rows(packaged_lexicon() / "derived" / "sounds.tsv", SOUND_COLUMNS))
    assert listed == pypinyin_sounds()
    assert "值" in confusable()["质"]
    assert "温" in confusable()["湿"]


def test_an_article_is_none_behind_a_name() -> None:
    assert canonical("gelatinase a") != canonical("gelatinase")
    assert canonical("vitamin a deficiency") != canonical("vitamin deficiency")
    assert canonical("rupture of a tendon") == canonical("rupture of tendon")


def test_what_stands_behind_names_of_one_category() -> None:
    from zhengming import heads

    listed = {form for kind in ("before", "after") for form in morphemes(kind).values() if form}
    read = set(re.findall(r'_without_\w+\((?:form, )?"(\w+)"', Path(heads.__file__).read_text(encoding="utf-8")))
    assert listed == read
    assert all(callable(getattr(heads, step)) for step in heads.HEADS)

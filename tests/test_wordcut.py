from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhengming import cache, segment
from zhengming.wordcut import WordCutter, words_of_jieba

TEXTS = (
    "骨关节炎是一种以关节软骨退变为特征的慢性疾病目前尚无有效的治疗方法",
    "研究生命的起源结合成分子时的确切目的在于提高人民生活水平",
    "若干细胞因子促进软骨细胞外基质合成并抑制炎症反应",
    "的的的是在了和囧囧龘",
)


@pytest.fixture(scope="module")
def jieba_words(tmp_path_factory: pytest.TempPathFactory) -> object:
    """jieba itself, with the words of the field added and its own cache file in a folder of the test."""
    import jieba

    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    tokenizer.initialize()
    for word, count in segment.dictionary().items():
        if not tokenizer.FREQ.get(word):
            tokenizer.add_word(word, count)
    return tokenizer


@pytest.mark.parametrize("text", TEXTS)
def test_cuts_as_jieba_does(text: str, jieba_words: object) -> None:
    assert words_of_jieba().cut(text) == list(jieba_words.cut(text, HMM=False))  # type: ignore[attr-defined]


@given(st.lists(st.sampled_from([text[a : a + n] for text in TEXTS for a in range(len(text)) for n in (1, 2, 3, 5)])))
def test_marks_are_the_cut_of_each_stretch(parts: list[str]) -> None:
    """`mark` cuts stretch by stretch, `cut` all at once: the likeliest path is the same."""
    text = "".join(parts)
    cutter = words_of_jieba()
    begins = bytearray(b"\1") * len(text)
    cutter.mark(text, (), begins)
    places = [*(place for place, begin in enumerate(begins) if begin), len(text)]
    assert [text[a:b] for a, b in pairwise(places)] == cutter.cut(text)


def test_no_word_reaches_over_a_cut() -> None:
    text = "软骨细胞外基质"
    begins = bytearray(b"\1") * len(text)
    words_of_jieba().mark(text, [3], begins)
    assert begins[3] == 1
    assert words_of_jieba().cut("") == []


def test_the_dictionary_is_kept_and_built_anew_where_nothing_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[int] = []

    def small() -> dict[str, int]:
        built.append(1)
        return {"骨": 90, "关": 80, "节": 70, "关节": 200, "骨关节": 100}

    monkeypatch.setattr("zhengming.wordcut.dictionary", small)
    monkeypatch.setenv("ZHENGMING_CACHE", str(tmp_path))
    try:
        words_of_jieba.cache_clear()
        assert words_of_jieba().cut("骨关节节") == ["骨关节", "节"]
        assert len(built) == 1
        (file,) = tmp_path.glob("words-*.zm")
        words_of_jieba.cache_clear()
        assert words_of_jieba().cut("关节骨") == ["关节", "骨"]
        assert len(built) == 1
        file.write_bytes(file.read_bytes()[:-5])
        words_of_jieba.cache_clear()
        assert words_of_jieba().cut("关节骨") == ["关节", "骨"]
        assert len(built) == 2
        monkeypatch.setenv("ZHENGMING_CACHE", "off")
        words_of_jieba.cache_clear()
        assert words_of_jieba().cut("关节骨") == ["关节", "骨"]
        assert len(built) == 3
    finally:
        words_of_jieba.cache_clear()


def test_jieba_itself_is_left_alone() -> None:
    import subprocess
    import sys

    code = "from zhengming.wordcut import words_of_jieba; import sys; words_of_jieba().cut('骨关节炎'); print('jieba' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
    assert done.stderr == ""
    assert isinstance(words_of_jieba(), WordCutter)
    assert cache.SUFFIX == ".zm"

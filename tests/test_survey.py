"""What a lexicon holds, and how it stands against terminologies and general texts."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from zhengming import terminologies
from zhengming.errors import InputError
from zhengming.lexicon import Lexicon
from zhengming.survey import check_xrefs, noise, statistics


def test_statistics(small_lexicon: Path) -> None:
    lexicon = Lexicon.load(small_lexicon)
    assert statistics(lexicon) == {
        "concepts": 2, "evidence": 0, "names": 7, "spellings": len(lexicon.index), "senses": 0, "identifiers": 2,
        "parents": 1, "definitions": 0, "few_explained": 0, "few_names": {}, "by_category": {"disease": 2},
        "by_lang": {"en": 3, "mul": 1, "zh-Hans": 3}, "by_type": {"abbreviation": 1, "preferred": 4, "synonym": 2},
    }  # fmt: skip


def test_concepts_of_the_review_with_few_names_say_why(small_lexicon: Path) -> None:
    path = small_lexicon / "concepts" / "disease.tsv"
    text = path.read_text(encoding="utf-8").replace("\tusage\t\t\t", "\treview §1\t\t\tfew names: none in use. Also")
    path.write_text(text, encoding="utf-8")
    counts = statistics(Lexicon.load(small_lexicon))
    few = counts["few_names"]
    assert isinstance(few, dict)
    assert counts["evidence"] == 2
    assert counts["few_explained"] == len(few) == 1
    assert next(iter(few)).endswith("arthritis (en 1, zh 1): none in use")


MESH = "D010003\tOsteoarthritis\tOsteoarthritides|Osteoarthrosis\tC05\nD001168\tArthritis\tArthritides\tC05\n"
HEADED = "id\tlabel\tsynonyms\tdeprecated\nMESH:D010003\tosteoarthritis\t\tFalse\nMESH:D001168\tarthritis\tx|y\tFalse\n"
OBO = """format-version: 1.2

[Term]
id: MESH:D010003
name: degenerative disease of joints
synonym: "disease, degenerative joint" EXACT []

[Term]
id: MESH:D001168
name: arthritis
"""
LIST = json.dumps([{"id": "MESH:D010003", "name": "osteoarthritis"}, {"id": "MESH:D001168", "synonyms": ["Arthritis"]}])


@pytest.mark.parametrize(("name", "text"), [("m.tsv", MESH), ("h.tsv.gz", HEADED), ("o.obo", OBO), ("d.json", LIST)])
def test_identifiers_that_mean_the_same(name: str, text: str, tmp_path: Path, small_lexicon: Path) -> None:
    data = text.encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    lexicon = Lexicon.load(small_lexicon)
    assert list(check_xrefs(lexicon, terminologies.read(tmp_path / name))) == []


def test_identifiers_that_do_not(small_lexicon: Path) -> None:
    lexicon = Lexicon.load(small_lexicon)
    problems = list(check_xrefs(lexicon, {"MESH:D010003": ["Gout"], "HP:1": ["x"]}))
    assert sorted((p.rule, p.value) for p in problems) == [
        ("xrefs.label", "MESH:D010003"), ("xrefs.unknown", "MESH:D001168")
    ]  # fmt: skip


def test_a_folder_without_terminologies(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_text("word\tcount\nx\t1\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        terminologies.read(tmp_path)
    assert error.value.key == "terminology.none"


def test_noise(small_lexicon: Path) -> None:
    found, rate = noise(Lexicon.load(small_lexicon), ["骨关节炎与OA", "OA", "无"])
    assert [(item.concept.en, item.documents, round(item.share, 2), item.texts) for item in found] == [
        ("osteoarthritis", 2, 0.67, ("OA", "骨关节炎"))
    ]
    assert round(rate) == 300

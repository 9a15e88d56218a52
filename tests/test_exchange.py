from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from tests.conftest import Run

from zhengming.errors import InputError, UsageError, ZhengmingError
from zhengming.exchange import EXCHANGES, read
from zhengming.lexicon import Lexicon
from zhengming.tagger import Tagger

OBO = """format-version: 1.2
ontology: test

[Term]
id: T:1
name: knee joint
def: "The joint of \\"femur\\" and tibia." [X:1]
synonym: "articulatio genus" EXACT []
synonym: "KJ" EXACT abbreviation [X:2]
synonym: "joint" BROAD []
xref: MESH:D007719
alt_id: T:9
is_a: T:2 ! joint of leg

[Term]
id: T:2
name: joint of leg

[Term]
id: T:3
name: obsolete thing
is_obsolete: true

[Typedef]
id: part_of
name: part of
"""
BABELON = (
    "source_language\ttranslation_language\tsubject_id\tpredicate_id\tsource_value\ttranslation_value\ttranslation_status\n"
    "en\tzh\tT:1\trdfs:label\tknee joint\t膝关节\tOFFICIAL\n"
    "en\tzh\tT:2\trdfs:label\tjoint of leg\t\tNOT_TRANSLATED\n"
    "en\tzh\tT:2\tIAO:0000115\tA joint.\t一种关节。\tOFFICIAL\n"
    "en\tfr\tT:2\trdfs:label\tjoint of leg\tarticulation\tOFFICIAL\n"
)
MEDIC = "D1|OMIM:7||Osteoarthritis|Degenerative Arthritis|OA\nD2||Arthritis\n||No id\nbroken line\nD3||\n"
SSSLM = (
    "text\tcurie\tname\tpredicate\ttype\n"
    "knee joint\tT:1\tknee joint\trdfs:label\t\nKJ\tT:1\tknee joint\toboInOwl:hasExactSynonym\tOMO:0003000\n"
    "leg joint\tT:1\tknee joint\toboInOwl:hasBroadSynonym\t\nknees\tT:1\tknee joint\toboInOwl:hasExactSynonym\tOMO:0003002\n"
    "\tT:2\t\trdfs:label\t\nnowhere\t\t\trdfs:label\t\n"
)
TABLE = "编号,术语,英文,别名\nA1,骨关节炎,osteoarthritis,骨性关节炎|退行性关节病\nA2,,,\n,无编号,,\nA3,\n"


def names(lexicon: Lexicon) -> dict[str, list[str]]:
    return {concept.id: [name.text for name in concept.names] for concept in lexicon}


def reasons(left: list[tuple[Path, object]]) -> Counter[str]:
    return Counter(skip.reason.removeprefix("import.") for _, skip in left)  # type: ignore[attr-defined]


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_obo(tmp_path: Path) -> None:
    lexicon, left = read([written(tmp_path, "x.obo", OBO)])
    assert names(lexicon) == {"T:1": ["knee joint", "articulatio genus", "KJ"], "T:2": ["joint of leg"]}
    knee = lexicon["T:1"]
    assert (knee.en, knee.abbr, knee.parent, knee.xrefs) == ("knee joint", "KJ", "T:2", ("MESH:D007719", "T:9"))
    assert knee.definition_en == 'The joint of "femur" and tibia.'
    assert reasons(left) == {"other_breadth": 1, "obsolete": 1}
    assert [skip.line for _, skip in left] == [10, 20]


def test_chinese_labels_are_joined_to_an_ontology(tmp_path: Path) -> None:
    ontology = tmp_path / "x.obo.gz"
    ontology.write_bytes(gzip.compress(OBO.encode()))
    lexicon, left = read([ontology, written(tmp_path, "x.babelon.tsv", BABELON)])
    assert (lexicon["T:1"].en, lexicon["T:1"].zh) == ("knee joint", "膝关节")
    assert reasons(left) == {"other_breadth": 1, "obsolete": 1, "nameless": 1, "not_a_name": 1, "language": 1}
    assert Tagger(lexicon).normalize("左膝关节")[0].concept == "T:1"


def test_medic(tmp_path: Path) -> None:
    lexicon, left = read([written(tmp_path, "medic.txt", MEDIC)])
    assert names(lexicon) == {"D1": ["Osteoarthritis", "Degenerative Arthritis", "OA"], "D2": ["Arthritis"]}
    assert lexicon["D1"].xrefs == ("OMIM:7",)
    assert reasons(left) == {"no_id": 1, "shape": 1, "nameless": 1}


def test_ssslm(tmp_path: Path) -> None:
    lexicon, left = read([written(tmp_path, "x.ssslm.tsv", SSSLM)])
    assert names(lexicon) == {"T:1": ["knee joint", "KJ"]}
    assert lexicon["T:1"].abbr == "KJ"
    assert reasons(left) == {"other_breadth": 1, "unsure": 1, "nameless": 1, "no_id": 1}


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_table(delimiter: str, tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", TABLE.replace(",", delimiter))
    columns = {"id": "编号", "zh": "术语", "en": "英文", "synonyms": "别名"}
    lexicon, left = read([path], columns=columns)
    assert names(lexicon) == {"A1": ["osteoarthritis", "骨关节炎", "骨性关节炎", "退行性关节病"]}
    assert reasons(left) == {"nameless": 1, "no_id": 1, "fields": 1}


def test_a_table_without_a_header(tmp_path: Path) -> None:
    path = written(tmp_path, "codes.txt", "00.1\t膝关节置换\n00.2\t髋关节置换\n")
    lexicon, left = read([path], columns={"id": "1", "name": "2"})
    assert names(lexicon) == {"00.1": ["膝关节置换"], "00.2": ["髋关节置换"]}
    assert not left


def test_every_name_is_there_or_listed(tmp_path: Path) -> None:
    """What is read and what is left out add up to what a table holds."""
    rows = [
        f"{n % 7 or ''},{name}"
        for n, name in enumerate(["osteoarthritis", "骨炎", "", "x\x07y", "-", "骨炎", "ab"] * 5)
    ]
    lexicon, left = read(
        [written(tmp_path, "t.csv", "id,name\n" + "\n".join(rows))], columns={"id": "id", "name": "name"}
    )
    taken = {(concept.id, name.text) for concept in lexicon for name in concept.names}
    skipped = {skip.line for _, skip in left}
    for number, row in enumerate(rows, start=2):
        id_, name = row.split(",")
        assert (id_, name) in taken or number in skipped


@pytest.mark.parametrize(
    ("columns", "key"),
    [({}, "import.columns"), ({"id": "编号"}, "import.columns"), ({"name": "术语名"}, "import.no_column"),
     ({"what": "术语"}, "import.role"), ({"name": "9"}, "import.no_column")],
)  # fmt: skip
def test_columns_that_are_not_there(columns: dict[str, str], key: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read([written(tmp_path, "t.csv", TABLE)], columns=columns)
    assert caught.value.key == key


@pytest.mark.parametrize("data", [b"", b"\x1f\x8bbroken", b"format-version: 1.2\n"])
def test_files_without_names(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.obo"
    path.write_bytes(data)
    with pytest.raises(InputError):
        read([path])


def test_unknown_formats(tmp_path: Path) -> None:
    with pytest.raises(ZhengmingError, match="obo"):
        read([written(tmp_path, "x.obo", OBO)], format="ob")
    assert set(EXCHANGES) == {"obo", "babelon", "ssslm", "medic", "table"}


def test_import_on_the_command_line(run: Run, tmp_path: Path) -> None:
    source = written(tmp_path, "medic.txt", MEDIC)
    done = run("lexicon", "import", str(source), "-o", "m.zm", "--skipped", "left.tsv")
    assert done.returncode == 0, done.stderr
    assert b"2 concepts, 4 names from 1 files; 3 left out" in done.stderr
    assert len((tmp_path / "left.tsv").read_text(encoding="utf-8").splitlines()) == 4
    found = run("normalize", "--lexicon", "m.zm", "--json", "arthritis, degenerative")
    assert json.loads(found.stdout)["matches"][0]["concept"] == "D1"
    both = run("lookup", "--lexicon", "m.zm", "--lexicon", str(tmp_path / "own.csv"), "OA")
    assert both.returncode == 2
    (tmp_path / "own.csv").write_text("退变,D1\n", encoding="utf-8")
    both = run("normalize", "--lexicon", "m.zm", "--lexicon", "own.csv", "--to", "id", "退变")
    assert both.stdout.decode().strip() == "D1"


@pytest.mark.parametrize(
    "arguments", [["-o", "medic.txt"], ["-o", "x.zm", "--format", "xml"], ["-o", "x.zm", "--column", "name"], []]
)
def test_import_refuses_in_one_line(arguments: list[str], run: Run, tmp_path: Path) -> None:
    source = written(tmp_path, "medic.txt", MEDIC)
    done = run("lexicon", "import", str(source), *arguments)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert source.read_text(encoding="utf-8") == MEDIC

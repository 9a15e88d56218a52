"""The compiled lexicon: the same answers as the folder's, and no file, however broken, does more than be refused."""

from __future__ import annotations

import json
import pickle
import random
import shutil
import struct
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given, settings
from tests.strategies import anything, bilingual

import zhengming
from zhengming import automaton, cache
from zhengming.compiled import CompiledLexicon, compiled, open_compiled, scans_of
from zhengming.errors import LexiconError
from zhengming.lexicon import Lexicon
from zhengming.model import Concept
from zhengming.sections import FORMAT, MAGIC, Sections, in_parts
from zhengming.tagger import Tagger

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpora").glob("*/*.txt"))]
CASES = [
    json.loads(line)["text"]
    for path in sorted((ROOT / "tests" / "cases").glob("*.jsonl"))
    for line in path.read_text(encoding="utf-8").split("\n")
    if line
]


@pytest.fixture(scope="session")
def folder_tagger() -> Tagger:
    """The lexicon as its folder is read, nothing compiled."""
    return Tagger(Lexicon.load())


@pytest.fixture(scope="session")
def file(folder_tagger: Tagger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compiled") / "lexicon.zm"
    path.write_bytes(compiled(folder_tagger.lexicon))
    return path


@pytest.fixture(scope="session")
def file_tagger(file: Path) -> Tagger:
    """A compiled file that may be anybody's."""
    return Tagger(open_compiled(file))


@pytest.fixture
def small(small_lexicon: Path) -> bytes:
    """A small lexicon with something in each file, compiled."""
    for name, text in {
        "senses.tsv": "text\tid\tlong_en\tlong_zh\tprior\tcues\tnote\n"
        "OA\tZM:aaaaa2\t\t\t0.7\tknee; ZM:aaaaa1\t\nOA\t-\topen access\t开放获取\t0.2\tjournal\t\n",
        "ignore.tsv": "text\tnote\nOA Ltd\t\n",
        "refuse.tsv": "text\tid\tnote\n关节炎症\tZM:aaaaa1\t\n",
        "affixes.tsv": "text\tkind\ten\tzh\tnote\nanti\tlink\t\t\t\n症\tbound\t\t\t\nhuman\torigin\t\t\t\n",
        "retired.tsv": "id\tsuccessor\tdate\tnote\nZM:aaaaa0\tZM:aaaaa1\t2026-01-01\t\nZM:aaaaa9\t\t2026-01-01\t\n",
        "VERSION": "7\n",
    }.items():
        (small_lexicon / name).write_text(text, encoding="utf-8")
    names = small_lexicon / "names" / "disease.tsv"
    names.write_text(
        names.read_text(encoding="utf-8") + "osteoarthritis\tZM:aaaaa2\twear\ten\tsynonym\tlookup\tusage\t\n",
        encoding="utf-8",
    )
    (small_lexicon / "derived").mkdir()
    (small_lexicon / "derived" / "words.tsv").write_text("word\tcount\n关节\t500\n炎症\t900\n症\t7\n", encoding="utf-8")
    return compiled(Lexicon.load(small_lexicon))


# --- the same answers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("texts", [TEXTS, CASES], ids=["corpora", "cases"])
def test_the_same_annotations(texts: list[str], folder_tagger: Tagger, file_tagger: Tagger, tagger: Tagger) -> None:
    assert isinstance(tagger.lexicon, CompiledLexicon)
    assert tagger.lexicon.trusted
    for text in texts:
        wanted = folder_tagger.annotate(text, nested=True)
        explained = folder_tagger.explain(text)
        for other in (file_tagger, tagger):
            assert other.annotate(text, nested=True) == wanted
            assert other.annotate(text) == folder_tagger.annotate(text)
            assert other.explain(text) == explained
            assert other.define(text) == folder_tagger.define(text)


@settings(max_examples=120, deadline=None)
@given(text=bilingual | anything)
def test_the_same_for_any_text(text: str, folder_tagger: Tagger, file_tagger: Tagger) -> None:
    assert file_tagger.annotate(text) == folder_tagger.annotate(text)
    assert file_tagger.lookup(text) == folder_tagger.lookup(text)


@pytest.mark.parametrize(
    "query", ["OA", "NP", "p38", "骨髓间质干细胞", "MESH:D010003", "mesh:d010003", "ZM:CVWJTZ", "rheumatoidarthritis",
              "osteoarthritis of the knee", "osteoartritis", "ADMCSs", "白细胞介素-1", "human MSCs", "xyzzy", "\ud800"],
)  # fmt: skip
def test_the_same_for_strings(query: str, folder_tagger: Tagger, file_tagger: Tagger) -> None:
    assert file_tagger.lookup(query) == folder_tagger.lookup(query)
    assert file_tagger.normalize(query) == folder_tagger.normalize(query)
    assert file_tagger.normalize(query, nearest=True) == folder_tagger.normalize(query, nearest=True)
    assert file_tagger.near(query) == folder_tagger.near(query)


def record(concept: Concept) -> dict[str, object]:
    return {slot: getattr(concept, slot) for slot in Concept.__slots__}


def same(one: Lexicon, other: Lexicon) -> None:
    """Every field of two lexicons, and all that is made from them."""
    assert (one.version, one.digest, one.stamp) == (other.version, other.digest, other.stamp)
    assert list(one.concepts) == list(other.concepts)
    assert [record(concept) for concept in one] == [record(concept) for concept in other]
    for name in ("flags", "meanings", "refused", "retired", "blocks", "index", "run_together"):
        left, right = getattr(one, name), getattr(other, name)
        assert dict(left.items()) == dict(right.items()), name
        assert list(left) == list(right), name
    assert one.ignored == other.ignored
    assert one.affixes == other.affixes
    assert one.words.bound == other.words.bound
    for name in ("frequency", "pairs"):
        assert dict(getattr(one.words, name)) == dict(getattr(other.words, name)), name
    assert set(one.long_forms) == set(other.long_forms)
    assert one.families == other.families
    for left, right in zip(scans_of(one), scans_of(other), strict=True):
        assert list(left.patterns) == list(right.patterns)
        numbers = range(0, len(left.patterns), 7)
        assert left.cased == right.cased
        assert [left.entries(n) for n in numbers] == [right.entries(n) for n in numbers]


def test_every_field_comes_back(folder_tagger: Tagger, file_tagger: Tagger) -> None:
    same(folder_tagger.lexicon, file_tagger.lexicon)


def test_every_field_of_a_small_one_comes_back(small: bytes, small_lexicon: Path) -> None:
    lexicon, again = Lexicon.load(small_lexicon), opened(small)
    same(lexicon, again)
    assert again.resolve("ZM:aaaaa0") == "ZM:aaaaa1"
    assert again.resolve("ZM:aaaaa9") is None
    assert again.index["wear"][0].tagged is False
    assert again.version == "7"
    assert "nothing" not in again.index
    assert again.index.get(7) is None
    with pytest.raises(KeyError):
        again.index["nothing"]
    with pytest.raises(AttributeError):
        again.version = "8"  # type: ignore[misc]


def test_a_lexicon_without_anything_is_compiled_too() -> None:
    lexicon = Lexicon({"X:1": Concept("X:1", en="\ud800 odd", zh="", category="")})
    tagger = Tagger(opened(compiled(lexicon)))
    assert tagger.annotate("骨关节炎 OA").annotations == []
    assert tagger.lexicon["X:1"].en == "\ud800 odd"


def test_compiling_again_gives_the_same_bytes(small: bytes, small_lexicon: Path) -> None:
    assert compiled(opened(small)) == small == compiled(Lexicon.load(small_lexicon))


def test_it_is_pickled_whole(small: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.zm"
    path.write_bytes(small)
    tagger = zhengming.load(path)
    shutil.rmtree(tmp_path)
    again = pickle.loads(pickle.dumps(tagger))
    assert again.annotate("骨关节炎").annotations == tagger.annotate("骨关节炎").annotations
    assert again.lexicon.digest == tagger.lexicon.digest


def test_merged_with_others(small: bytes, small_lexicon: Path, tmp_path: Path) -> None:
    (tmp_path / "x.zm").write_bytes(small)
    table = tmp_path / "mine.csv"
    table.write_text("冻结肩,ZM:aaaaa1\nfrozen thing,MY:1\n", encoding="utf-8")
    text = "冻结肩 and frozen thing in OA of the knee; 骨关节炎"
    wanted = Tagger(Lexicon.merge([Lexicon.load(small_lexicon), Lexicon.load(table)])).annotate(text)
    found = zhengming.load([tmp_path / "x.zm", table]).annotate(text)
    assert [a.concept for a in found] == ["ZM:aaaaa1", "MY:1", "ZM:aaaaa2", "ZM:aaaaa2"]
    assert found == wanted


# --- other machines ------------------------------------------------------------------------------------------------


def test_stored_automata_are_read_only_from_files_of_our_own(small: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []
    whole = automaton.DaachorseMatcher.restored

    def restored(data: bytes) -> automaton.DaachorseMatcher:
        read.append(data)
        return whole(data)

    monkeypatch.setattr(automaton.DaachorseMatcher, "restored", restored)
    text = "knee OA 与骨关节炎"
    theirs = Tagger(opened(small)).annotate(text)
    assert read == []
    assert Tagger(opened(small, trusted=True)).annotate(text) == theirs
    assert len(read) == 2


@pytest.mark.parametrize("error", [ImportError, ValueError])
def test_automata_are_built_where_they_cannot_be_read(
    error: type[Exception], small: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise error

    wanted = Tagger(opened(small)).annotate("OA 与骨关节炎")
    monkeypatch.setattr(automaton.DaachorseMatcher, "restored", fail)
    assert Tagger(opened(small, trusted=True)).annotate("OA 与骨关节炎") == wanted
    monkeypatch.setattr(automaton.DaachorseMatcher, "__init__", lambda *_: (_ for _ in ()).throw(ImportError()))
    tagger = Tagger(opened(small))
    assert tagger.annotate("OA 与骨关节炎") == wanted
    assert {type(scan.automaton) for scan in scans_of(tagger.lexicon)} == {automaton.AhoCorasickMatcher}
    assert scans_of(tagger.lexicon)[0].automaton.stored() == b""


# --- broken files --------------------------------------------------------------------------------------------------


def opened(data: bytes, *, trusted: bool = False) -> CompiledLexicon:
    return CompiledLexicon(memoryview(data), "x.zm", None, trusted)


def use(data: bytes) -> None:
    """Everything that a lexicon is asked for."""
    lexicon = opened(data)
    tagger = Tagger(lexicon)
    for text in ("OA (osteoarthritis) of the knee: 关节炎症与骨关节炎（OA），anti-OA", "human OA Ltd"):
        tagger.annotate(text, nested=True)
        tagger.explain(text)
    for query in ("OA", "MESH:D010003", "ZM:aaaaa0", "骨关节炎", "osteoartritis"):
        tagger.lookup(query)
        tagger.normalize(query)
        tagger.normalize(query, nearest=True)
        tagger.near(query)
    for concept in lexicon:
        record(concept)
    for name in ("flags", "meanings", "refused", "retired", "blocks", "index", "run_together"):
        list(getattr(lexicon, name).items())
    list(lexicon.words.frequency.items()), list(lexicon.words.pairs.items())
    list(lexicon.ignored), list(lexicon.affixes), list(lexicon.families), list(lexicon.long_forms)


def refused(data: bytes, ask: Callable[[bytes], object] = opened) -> LexiconError:
    with pytest.raises(LexiconError) as caught:
        ask(data)
    for lang in ("en", "zh"):
        assert "\n" not in caught.value.say(lang)
        assert "x.zm" in caught.value.say(lang)
    return caught.value


def header_size(data: bytes) -> int:
    return len(MAGIC) + 12 + struct.unpack_from("<I", data, len(MAGIC) + 4)[0]


def with_header(data: bytes, change: Callable[[dict[str, object]], object]) -> bytes:
    """The same file, its header changed and its checksum made right."""
    size = header_size(data)
    header = json.loads(data[len(MAGIC) + 12 : size])
    changed = change(header)
    text = json.dumps(header if changed is None else changed).encode()
    return MAGIC + struct.pack("<III", FORMAT, len(text), crc32(text)) + text + data[size:]


def test_what_is_whole_is_not_refused(small: bytes) -> None:
    use(small)
    use(with_header(small, lambda header: None))


def test_every_byte_of_the_header_counts(small: bytes) -> None:
    for place in range(header_size(small)):
        for bit in (0x01, 0x80):
            refused(small[:place] + bytes([small[place] ^ bit]) + small[place + 1 :])


def test_a_file_cut_short_is_refused(small: bytes) -> None:
    for size in {*range(0, len(small), 997), *range(header_size(small) + 5), len(small) - 1}:
        refused(small[:size])
    refused(small + b"\0")


def test_every_section_is_checked_when_it_is_read(small: bytes) -> None:
    start = header_size(small)
    for name, offset, size, _sum in json.loads(small[len(MAGIC) + 12 : start])["sections"]:
        if size and not name.startswith("automaton"):
            place = start + offset + size // 2
            data = small[:place] + bytes([small[place] ^ 0x10]) + small[place + 1 :]
            assert refused(data, use).values["section"] == name


@pytest.mark.parametrize("value", [-1, 1 << 40, "x", None, 1.5, [1]])
@pytest.mark.parametrize("field", [0, 1, 2, 3])
def test_wrong_tables_are_refused(value: object, field: int, small: bytes) -> None:
    def change(header: dict[str, object]) -> None:
        header["sections"][3][field] = value  # type: ignore[index]

    refused(with_header(small, change), use)


@pytest.mark.parametrize(
    "change",
    [lambda h: [], lambda h: 1, lambda h: None if h.pop("sections") else None, lambda h: h.update(sections={}),
     lambda h: h.update(sections=[]), lambda h: h.update(version=None), lambda h: h.update(digest=[1]),
     lambda h: h.update(order="middle"), lambda h: h["sections"].pop(), lambda h: h["sections"].pop(0)],
)  # fmt: skip
def test_wrong_headers_are_refused(change: Callable[[dict[str, object]], object], small: bytes) -> None:
    refused(with_header(small, change), use)


def test_a_newer_format_says_so(small: bytes) -> None:
    newer = MAGIC + struct.pack("<I", FORMAT + 1) + small[len(MAGIC) + 4 :]
    assert f"format {FORMAT + 1}" in str(refused(newer))


def test_made_up_numbers_lead_nowhere(small: bytes) -> None:
    """Sections of anything, with checksums that are right: somebody wants to be believed."""
    chance = random.Random(7)
    file = Sections(memoryview(small), "x.zm")
    parts = {name: bytes(file.bytes(name)) for name in file.names()}
    about = {**file.about}
    names = [name for name in parts if parts[name] and not name.startswith("automaton")]
    refusals = 0
    for _ in range(1500):
        changed = dict(parts)
        for name in chance.sample(names, chance.choice((1, 1, 2))):
            data = bytearray(parts[name])
            kind = chance.randrange(4)
            if kind == 0:
                for _ in range(chance.randint(1, 4)):
                    data[chance.randrange(len(data))] = chance.randrange(256)
            elif kind == 1:
                place = chance.randrange(0, len(data), 4)
                data[place : place + 4] = chance.choice((0, 1, 7, 2**31, 2**32 - 1)).to_bytes(4, "little")
            elif kind == 2:
                del data[chance.randrange(len(data)) :]
            else:
                data = bytearray(chance.randbytes(len(data)))
            changed[name] = bytes(data)
        try:
            use(b"".join(in_parts(about, changed)))
        except LexiconError:
            refusals += 1
    assert refusals > 500


@pytest.mark.parametrize(
    "data", [b"", b"\x89ZHENGMING\r\n\x1a\n", b"PK\x03\x04" + b"\0" * 99, b"a,b\n", bytes(range(256)) * 9]
)
def test_foreign_files_are_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zm").write_bytes(data)
    refused(data, lambda _: zhengming.load(tmp_path / "x.zm"))
    if data != b"a,b\n":
        (tmp_path / "x.zm").rename(tmp_path / "x.zm.lexicon")
        refused(data, lambda _: zhengming.load(tmp_path / "x.zm.lexicon"))


def test_a_damaged_file_is_refused_by_the_cache_too(small: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zm").write_bytes(small[:-7] + b"damaged")
    refused(small, lambda _: cache.load([tmp_path / "x.zm"]).index["oa"])

"""The cache: a second start reads what the first one made, and nothing it does or fails to do changes an answer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.conftest import Run

import zhengming
from zhengming import cache
from zhengming.compiled import CompiledLexicon
from zhengming.lexicon import Lexicon

TEXT = "OA 患者的关节炎"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder that does not exist yet."""
    monkeypatch.setenv("ZHENGMING_CACHE", str(tmp_path / "a" / "cache"))
    return tmp_path / "a" / "cache"


def found(*paths: Path) -> list[tuple[str, str]]:
    return [(a.text, a.concept.en) for a in zhengming.load(list(paths)).annotate(TEXT)]


def files(place: Path) -> list[Path]:
    return sorted(place.iterdir())


def test_the_first_start_writes_and_the_second_reads(
    place: Path, small_lexicon: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = found(small_lexicon)
    assert wanted == [("OA", "osteoarthritis"), ("关节炎", "arthritis")]
    (file,) = files(place)
    if os.name == "posix":
        assert (place.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    monkeypatch.setattr(cache, "read", None)
    tagger = zhengming.load(small_lexicon)
    assert isinstance(tagger.lexicon, CompiledLexicon)
    assert tagger.lexicon.trusted
    assert tagger.lexicon.folder == small_lexicon
    assert found(small_lexicon) == wanted
    assert files(place) == [file]


@pytest.mark.parametrize("name", ["concepts/disease.tsv", "names/disease.tsv"])
def test_a_changed_line_is_seen_at_once(name: str, place: Path, small_lexicon: Path) -> None:
    path = small_lexicon / name
    before = path.stat()
    assert zhengming.load(small_lexicon).lookup("osteoarthrosis") == []
    text = path.read_text(encoding="utf-8")
    # Of the same size, and at the same time.
    text = text.replace("\tOA\t", "\tDJ\t").replace("degenerative joint disease", "degenerative joint dystress")
    path.write_text(text.replace("dystress", "malaise"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    tagger = zhengming.load(small_lexicon)
    assert tagger.lexicon.digest == Lexicon.load(small_lexicon).digest
    assert bool(tagger.lookup("DJ")) == (name[0] == "c")
    assert bool(tagger.lookup("degenerative joint malaise")) == (name[0] == "n")


@pytest.mark.parametrize("name", ["ignore.tsv", "VERSION", "derived/words.tsv"])
def test_every_file_counts(name: str, place: Path, small_lexicon: Path) -> None:
    zhengming.load(small_lexicon)
    path = small_lexicon / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(
        {"ignore.tsv": "text\tnote\nOA 患者\t\n", "VERSION": "9\n"}.get(name, "word\tcount\n关节\t9\n"),
        encoding="utf-8",
    )
    tagger = zhengming.load(small_lexicon)
    fresh = Lexicon.load(small_lexicon)
    assert (tagger.lexicon.version, tagger.lexicon.ignored) == (fresh.version, fresh.ignored)
    assert dict(tagger.lexicon.words.frequency) == dict(fresh.words.frequency)
    assert len(files(place)) == 2


def test_tables_and_lists_and_compiled_files_are_kept_too(place: Path, small_lexicon: Path, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("冻结肩,frozen shoulder\n", encoding="utf-8")
    built = tmp_path / "built.zm"
    cache.save(cache.compiled_parts(Lexicon.load(small_lexicon)), built)
    for number, paths in enumerate([[table], [small_lexicon, table], [built]], start=1):
        tagger = zhengming.load([*paths])
        assert isinstance(tagger.lexicon, CompiledLexicon)
        assert tagger.lexicon.trusted
        assert tagger.lexicon.folder is None
        assert len(files(place)) == number
    assert found(built) == found(small_lexicon)
    table.rename(tmp_path / "other.csv")
    # A table's name is the version of its lexicon.
    assert zhengming.load(tmp_path / "other.csv").lexicon.version == "other"


def test_it_can_be_turned_off(
    small_lexicon: Path, tmp_path: Path, cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    wanted = found(small_lexicon)
    monkeypatch.setenv("ZHENGMING_CACHE", "off")
    assert not isinstance(zhengming.load(small_lexicon).lexicon, CompiledLexicon)
    assert found(small_lexicon) == wanted
    assert not (tmp_path / "xdg").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="XDG_CACHE_HOME is of Linux")
def test_it_lies_in_the_users_cache_folder(
    small_lexicon: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZHENGMING_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    zhengming.load(small_lexicon)
    assert len(files(tmp_path / "xdg" / "zhengming")) == 1
    # A relative path is no place: not ours to make in whatever folder we are in.
    monkeypatch.setenv("XDG_CACHE_HOME", "xdg")
    monkeypatch.chdir(tmp_path / "lexicon")
    zhengming.load(small_lexicon)
    assert not (tmp_path / "lexicon" / "xdg").exists()


def test_where_nothing_can_be_written_it_still_works(
    small_lexicon: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("ZHENGMING_CACHE", str(tmp_path / "file" / "cache"))
    assert len(found(small_lexicon)) == 2
    monkeypatch.setenv("ZHENGMING_CACHE", str(tmp_path / "full"))
    monkeypatch.setattr(cache, "save", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert len(found(small_lexicon)) == 2
    done = run("lookup", "OA", "--lexicon", str(small_lexicon), ZHENGMING_CACHE=str(tmp_path / "file"))
    assert (done.returncode, done.stderr) == (0, b"")


def test_what_changes_while_it_is_read_is_not_kept(
    place: Path, small_lexicon: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = cache.read

    def slowly(paths: list[Path]) -> Lexicon:
        lexicon = read(paths)
        (small_lexicon / "VERSION").write_text("2")
        return lexicon

    monkeypatch.setattr(cache, "read", slowly)
    assert zhengming.load(small_lexicon).lexicon.version == "0"
    assert files(place) == []
    assert zhengming.load(small_lexicon).lexicon.version == "2"


def test_what_is_damaged_or_not_ours_is_made_again(place: Path, small_lexicon: Path) -> None:
    wanted = found(small_lexicon)
    (file,) = files(place)
    whole = file.read_bytes()
    for damaged in (b"", whole[:-1], whole[:-9] + b"x" + whole[-8:], b"not ours"):
        file.write_bytes(damaged)
        assert found(small_lexicon) == wanted
        assert file.read_bytes() == whole
    file.chmod(0o666)
    assert found(small_lexicon) == wanted
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
        file.rename(file.with_name("real"))
        file.symlink_to("real")
        assert found(small_lexicon) == wanted
        assert not file.is_symlink()


def test_another_lexicons_file_under_this_name_is_not_taken(place: Path, small_lexicon: Path, tmp_path: Path) -> None:
    wanted = found(small_lexicon)
    (file,) = files(place)
    table = tmp_path / "mine.csv"
    table.write_text("关节炎,something else\n", encoding="utf-8")
    zhengming.load(table)
    (other,) = set(files(place)) - {file}
    shutil.copy(other, file)
    assert found(small_lexicon) == wanted


def test_only_a_few_are_kept(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_KEPT", 3)
    place.mkdir(parents=True)
    left, foreign = place / ".x.zm.abc.tmp", place / "foreign.txt"
    for path in (left, foreign):
        path.write_text("x")
        os.utime(path, (1, 1))
    for number in range(5):
        (tmp_path / "t.csv").write_text(f"name {number},X:{number}\n", encoding="utf-8")
        (tmp_path / "u").mkdir(exist_ok=True)
        zhengming.load(tmp_path / "t.csv")
        for path in place.glob("*.zm"):
            old = path.stat().st_mtime
            os.utime(path, (old - 1000, old - 1000))
    assert len(list(place.glob("*.zm"))) == 3
    assert foreign.exists()
    assert not left.exists()
    # What is used again after a day counts as new.
    for path in place.glob("*.zm"):
        os.utime(path, (1, 1))
    zhengming.load(tmp_path / "t.csv")
    assert sum(time.time() - path.stat().st_mtime < 100 for path in place.glob("*.zm")) == 1


def test_two_processes_at_once(place: Path, small_lexicon: Path) -> None:
    code = (
        "import sys, zhengming; "
        "print([(a.text, a.concept.en) for a in zhengming.load(sys.argv[1]).annotate('OA 患者的关节炎')])"
    )
    command = [sys.executable, "-X", "utf8", "-c", code, str(small_lexicon)]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        for _ in range(4)
    ]
    outputs = {process.communicate() for process in running}
    assert outputs == {("[('OA', 'osteoarthritis'), ('关节炎', 'arthritis')]\n", "")}
    assert len(files(place)) == 1


def test_importing_makes_nothing(place: Path) -> None:
    code = "import zhengming, zhengming.cli, zhengming.cache; zhengming.load"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert not place.exists()


def test_what_is_only_read_is_not_kept(place: Path, small_lexicon: Path, run: Run) -> None:
    assert run("lexicon", "mint", "--lexicon", str(small_lexicon), ZHENGMING_CACHE=str(place)).returncode == 0
    assert run("--version", ZHENGMING_CACHE=str(place)).returncode == 0
    assert not place.exists()

"""The command `check`, as a user runs it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Run

from zhengming.checks import wordlint
from zhengming.checks.wordlint import lint_words
from zhengming.errors import InputError, UsageError
from zhengming.findings import located, underlined
from zhengming.formats import Source
from zhengming.profiles import PROFILES, profile_of
from zhengming.repair import repair
from zhengming.tables import packaged_lexicon

PAPER = "1 引言\n\n有关 TGFβ1 的研究多。检测 TGF-β1 与 TGF-β1 受体。心肌梗塞患者的 TGFβ1 升高。\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    place = tmp_path / "a.txt"
    place.write_bytes(PAPER.encode())
    return place


def rows(data: bytes) -> list[str]:
    return data.decode().splitlines()


def test_one_line_a_problem(run: Run, paper: Path) -> None:
    done = run("check", "a.txt")
    assert done.returncode == 1
    assert "a.txt:3:37: superseded-name: 心肌梗塞: write 心肌梗死 (CNCTST)" in rows(done.stdout)
    assert all(line.startswith("a.txt:3:") for line in rows(done.stdout))
    assert "warnings" in done.stderr.decode()
    chinese = run("--lang", "zh", "check", "a.txt").stdout.decode()
    assert "请用心肌梗死" in chinese


def test_a_clean_manuscript(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1 引言\n\n软骨受损。\n", encoding="utf-8")
    done = run("check", "a.txt")
    assert (done.returncode, done.stdout, rows(done.stderr)) == (0, b"", ["zhengming: no problems found"])


def test_json_places_are_those_of_the_file(run: Run, tmp_path: Path) -> None:
    raw = "# 引言\n\n**心肌梗塞**患者多。\n"
    (tmp_path / "a.md").write_text(raw, encoding="utf-8")
    done = run("check", "--json", "a.md")
    (record,) = [json.loads(line) for line in rows(done.stdout)]
    assert raw[record["start"] : record["end"]] == "心肌梗塞" == record["text"]
    assert (record["line"], record["column"]) == (3, 3)
    assert {"file", "rule", "severity", "message", "fix"} <= record.keys()


def test_sarif_and_html(run: Run, paper: Path, tmp_path: Path) -> None:
    assert run("check", "a.txt", "-o", "out.sarif").returncode == 1
    log: dict[str, Any] = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))
    (only,) = log["runs"]
    assert log["version"] == "2.1.0"
    ids = {rule["id"] for rule in only["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in only["results"]} == ids
    for result in only["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] == 3
        assert PAPER[region["charOffset"] :][: region["charLength"]]
    assert run("check", "a.txt", "-o", "out.html").returncode == 1
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    marks: list[str] = []

    class Marks(HTMLParser):
        inside = False

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.inside = tag == "mark"
            assert tag not in ("script", "link", "img")

        def handle_data(self, data: str) -> None:
            if self.inside:
                marks.append(data)
                self.inside = False

    Marks().feed(page)
    assert "心肌梗塞" in marks


def test_what_is_certain_is_corrected_and_nothing_else(run: Run, paper: Path) -> None:
    dry = run("check", "--fix", "--dry-run", "a.txt")
    assert paper.read_bytes() == PAPER.encode()
    assert "+有关 TGF-β1 的研究多。" in dry.stdout.decode()
    done = run("check", "--fix", "a.txt")
    assert paper.read_text(encoding="utf-8") == PAPER.replace("TGFβ1", "TGF-β1").replace("心肌梗塞", "心肌梗死")
    assert "--- a.txt" in done.stdout.decode()
    assert [path.name for path in paper.parent.iterdir()] == ["a.txt"]
    again = run("check", "--fix", "a.txt")
    assert "corrected" not in again.stderr.decode()


def test_line_ends_and_a_byte_order_mark_stay(run: Run, tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + PAPER.replace("\n", "\r\n").encode()
    (tmp_path / "b.txt").write_bytes(raw)
    run("check", "--fix", "b.txt")
    assert (tmp_path / "b.txt").read_bytes() == raw.decode().replace("TGFβ1", "TGF-β1").replace(
        "心肌梗塞", "心肌梗死"
    ).encode()


def test_a_file_in_another_encoding_is_not_corrected(run: Run, tmp_path: Path) -> None:
    (tmp_path / "g.txt").write_bytes(PAPER.encode("gb18030"))
    done = run("check", "--fix", "g.txt")
    assert done.returncode == 3
    assert "correct it by hand" in done.stderr.decode()
    assert (tmp_path / "g.txt").read_bytes() == PAPER.encode("gb18030")


def test_a_file_that_has_changed_is_not_corrected(paper: Path) -> None:
    with pytest.raises(InputError):
        repair(paper, PAPER + "x", [], write=True)


def test_settings_beside_the_file(run: Run, paper: Path) -> None:
    (paper.parent / "zhengming.toml").write_text(
        '[check]\nignore = ["superseded-name"]\nexempt = ["TGF-β1"]\n', encoding="utf-8"
    )
    assert "superseded-name" not in run("check", "a.txt").stdout.decode()
    (paper.parent / "zhengming.toml").write_text("[check]\nignored = []\n", encoding="utf-8")
    done = run("check", "a.txt")
    assert done.returncode == 2
    assert "did you mean ignore?" in done.stderr.decode()
    (paper.parent / "zhengming.toml").write_text("[check\n", encoding="utf-8")
    assert run("check", "a.txt").returncode == 2


@pytest.mark.parametrize(
    "settings",
    [{"profile": "x"}, {"most": "5"}, {"most": True}, {"ignore": ["no-such"]}, {"exempt": "OA"}, {"headings": []}],
)
def test_wrong_settings(settings: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        profile_of(settings, "zhengming.toml", ("plural-mixed",))


def test_settings_change_a_profile() -> None:
    profile = profile_of({"profile": "zh-core", "most": 9, "headings": {"要点": "abstract-zh"}}, "x", ())
    assert (profile.most, profile.shortest, profile.marks) == (9, PROFILES["zh-core"].shortest, "full")
    assert profile.headings == (("要点", "abstract-zh"),)
    assert profile_of({"profile": "zh-core"}, "x", ("half-width-marks",), "icmje").name == "icmje"


def test_profiles_on_the_command_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("1 引言\n\n骨髓（bone marrow，BM）好。BM 多，BM 易得。\n", encoding="utf-8")
    assert "needless-abbreviation" not in run("check", "a.txt").stdout.decode()
    done = run("check", "--profile", "zh-core", "a.txt")
    assert "needless-abbreviation" in done.stdout.decode()
    assert run("check", "--profile", "core", "a.txt").returncode == 2


def test_baseline(run: Run, paper: Path) -> None:
    first = run("check", "--baseline", "known.json", "a.txt")
    assert (first.returncode, first.stdout) == (0, b"")
    assert run("check", "--baseline", "known.json", "a.txt").stdout == b""
    paper.write_text(PAPER + "\n脑梗塞患者多。\n", encoding="utf-8")
    done = run("check", "--baseline", "known.json", "a.txt")
    assert [line.split(": ")[1] for line in rows(done.stdout)] == ["superseded-name"]
    (paper.parent / "known.json").write_text("{}", encoding="utf-8")
    assert run("check", "--baseline", "known.json", "a.txt").returncode == 2


def test_nothing_readable(run: Run) -> None:
    done = run("check", "missing.txt")
    assert (done.returncode, done.stdout) == (2, b"")
    assert run("check", "--format", "pdf", "missing.txt").returncode == 2


def test_standard_input(run: Run) -> None:
    done = run("check", "-", stdin=PAPER.encode())
    assert rows(done.stdout)[0].startswith("-:3:")


def test_the_mark_stands_under_the_place() -> None:
    source = Source("a", "很长的开头" * 30 + "心肌梗塞" + "很长的结尾" * 30)
    from zhengming.checks import Finding

    (found,) = located(source, [Finding(150, 154, "check.none", text="心肌梗塞")])
    shown, marks = underlined(found)
    assert "心肌梗塞" in shown
    assert len(marks.lstrip()) == 8
    at = shown.index("心肌梗塞")
    assert len(marks) - len(marks.lstrip()) == sum(1 if c == "…" else 2 for c in shown[:at])


def test_the_packaged_words_are_in_order() -> None:
    assert lint_words(packaged_lexicon()) == []


@pytest.mark.parametrize(
    ("name", "line", "rule"),
    [
        ("discouraged", "心肌梗死\tzh-Hans\t心梗\tpopular\t\tCNCTST\t", "preferred_is_discouraged"),
        ("discouraged", "心肌梗塞\tzh-Hans\t心肌梗死\tsuperseded\t\tCNCTST\t", "word_twice"),
        ("discouraged", "甲\tde\t乙\tpopular\t\tCNCTST\t", "word_lang"),
        ("discouraged", "甲\tzh-Hans\t乙\told\t\tCNCTST\t", "word_kind"),
        ("discouraged", "甲\tzh-Hans\t\tpopular\t\tCNCTST\t", "word_incomplete"),
        ("discouraged", "甲\tzh-Hans\t乙\tpopular\t丙丁\tCNCTST\t", "unless_without_term"),
        ("variants", "同种异体\t他体\t", "word_twice"),
        ("exempt", "DNA\tcommon\t", "word_twice"),
        ("exempt", "QX\t\t", "word_incomplete"),
        ("contrasts", "alone\t甲\ta\t", "contrast_alone"),
        ("contrasts", "phase\t\ta\t", "word_incomplete"),
        ("expansions", "ECG\t\t", "word_incomplete"),
        ("expansions", "UMAP\tuniform manifold\t", "word_twice"),
    ],
)
def test_bad_words(name: str, line: str, rule: str, tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    for file in (packaged_lexicon() / "rules").glob("*.tsv"):
        said = file.read_text(encoding="utf-8")
        (rules / file.name).write_text(said + (f"{line}\n" if file.stem == name else ""), encoding="utf-8")
    assert rule in {problem.rule for problem in wordlint.lint_words(tmp_path)}


def test_the_hook_names_the_command() -> None:
    hooks = (Path(__file__).resolve().parent.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert "entry: zhengming check" in hooks

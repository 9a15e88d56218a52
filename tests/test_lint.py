"""Each rule of the curator's linter against a lexicon broken in just that way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

import zhengming.lint
from zhengming.lexicon import AFFIX_COLUMNS, IGNORE_COLUMNS, SENSE_COLUMNS, SOURCE_COLUMNS, WORD_COLUMNS
from zhengming.lint import LEXICON_RULES, RULES, fix, lint

C, N, S = "concepts/disease.tsv", "names/disease.tsv", "senses.tsv"
HEADERS = {
    S: SENSE_COLUMNS, "ignore.tsv": IGNORE_COLUMNS, "affixes.tsv": AFFIX_COLUMNS, "derived/words.tsv": WORD_COLUMNS, "sources.tsv": SOURCE_COLUMNS,
}  # fmt: skip


class Bad(NamedTuple):
    """An edit of one file (`old` empty: a new file with these lines), and what the rule reports: file, line, value."""

    rule: str
    file: str
    old: str
    new: str
    found: set[tuple[str, int, str]]


DJD, BONE = "degenerative joint disease", "骨性关节炎"
BAD = (
    Bad("characters.spaces", N, DJD, "degenerative  disease", {(N, 2, "degenerative  disease")}),
    Bad("characters.escape", N, BONE, "骨性&nbsp;关节炎", {(N, 3, "骨性&nbsp;关节炎")}),
    Bad("characters.spreadsheet", N, DJD, "1.5E+10", {(N, 2, "1.5E+10")}),
    Bad("characters.invisible", N, BONE, "骨性\u200b关节炎", {(N, 3, "骨性\u200b关节炎")}),
    Bad("characters.full_width", N, DJD, "ＤＪＤ", {(N, 2, "ＤＪＤ")}),
    Bad("identifiers.form", C, "ZM:aaaaa1", "ZM:ILOU", {(C, 2, "ZM:ILOU")}),
    Bad("identifiers.twice", C, "osteo", "arthropathy\t关节病\t\tZM:aaaaa1\t\t\tusage\t\t\t\nosteo", {(C, 3, "ZM:aaaaa1")}),
    Bad("identifiers.parent", C, "aaaaa1\tMESH:D010003", "zzzzzz\t", {(C, 3, "ZM:zzzzzz")}),
    Bad("identifiers.xref", C, "MESH:D010003", "D010003", {(C, 3, "D010003")}),
    Bad("identifiers.unknown", N, f"aaaaa2\t{BONE}", f"zzzzzz\t{BONE}", {(N, 3, "ZM:zzzzzz")}),
    Bad("cycles", C, "ZM:aaaaa1\t\t", "ZM:aaaaa1\tZM:aaaaa2\t", {(C, 2, "ZM:aaaaa2"), (C, 3, "ZM:aaaaa1")}),
    Bad("closed_sets.lang", N, "zh-Hans", "zh", {(N, 3, "zh")}),
    Bad("closed_sets.type", N, "en\tsynonym", "en\talias", {(N, 2, "alias")}),
    Bad("closed_sets.flags", N, "en\tsynonym\t", "en\tsynonym\tcase loud", {(N, 2, "case loud")}),
    Bad("closed_sets.kind", "affixes.tsv", "", "anti\tprefix\t\t\t\n", {("affixes.tsv", 2, "prefix")}),
    Bad("labels", N, f"osteoarthritis\tZM:aaaaa2\t{DJD}", f"arthritis\tZM:aaaaa2\t{DJD}", {(N, 2, "arthritis")}),
    Bad("filled.en", C, "arthritis\t关节炎", "\t关节炎", {(C, 2, "")}),
    Bad("filled.zh", C, "\t关节炎", "\t", {(C, 2, "")}),
    Bad("filled.source", C, "D001168\tusage", "D001168\t", {(C, 2, "")}),
    Bad("filled.text", N, DJD, "", {(N, 2, "")}),
    Bad("filled.prior", S, "", "OA\tZM:aaaaa2\t\t\t\t\t\n", {(S, 2, "")}),
    Bad("filled.long", S, "", "OA\t-\tother\t\t0.1\t\t\n", {(S, 2, "OA")}),
    Bad("duplicates.preferred", C, "骨关节炎", "关节炎", {(C, 3, "关节炎")}),
    Bad("duplicates.name", N, DJD, "OA", {(N, 2, "OA")}),
    Bad("scripts.traditional", N, BONE, "骨性關節炎", {(N, 3, "骨性關節炎")}),
    Bad("scripts.chinese", N, "zh-Hans", "en", {(N, 3, BONE)}),
    Bad("scripts.latin", N, "disease\ten", "disease\tzh-Hans", {(N, 2, DJD)}),
    Bad(
        "senses_together.adjacent", S, "",
        "OA\tZM:aaaaa2\t\t\t0.5\t\t\nDJD\t-\ta\t甲\t0.5\t\t\nOA\t-\tb\t乙\t0.4\t\t\n", {(S, 4, "OA")},
    ),
    Bad("senses_together.prior", S, "", "OA\tZM:aaaaa2\t\t\tmany\t\t\n", {(S, 2, "many")}),
    Bad("senses_together.sum", S, "", "OA\tZM:aaaaa2\t\t\t0.6\t\t\nOA\t-\tb\t乙\t0.6\t\t\n", {(S, 3, "OA")}),
    Bad("identifiers.unknown", S, "", "OA\tZM:zzzzzz\t\t\t0.5\t\t\n", {(S, 2, "ZM:zzzzzz")}),
    Bad("sources", "sources.tsv", "", "review\ta review\t\t\t\n", {(C, 2, "usage"), (C, 3, "usage"), (N, 2, "usage"), (N, 3, "usage")}),
    Bad("order", N, BONE + "\tzh-Hans", "arthrosis\ten", {(N, 3, "osteoarthritis")}),
    Bad("shared_names", N, DJD, "arthritis", {(C, 2, "arthritis"), (N, 2, "arthritis")}),
    Bad("common_words", N, BONE, "感染", {(N, 3, "感染")}),
    Bad("short_names.latin", N, DJD, "arm", {(N, 2, "arm")}),
    Bad("short_names.chinese", N, BONE, "骨", {(N, 3, "骨")}),
    Bad("found_in_context", "ignore.tsv", "", f"{DJD}\t\n", {(N, 2, DJD)}),
    Bad("derived.words", "derived/words.tsv", "", "骨节\t1\n", {("derived/words.tsv", 1, "1")}),
)  # fmt: skip

#: What else the same edit breaks.
ALSO = {
    "short_names.chinese": {"common_words"}, "filled.zh": {"scripts.latin"}, "filled.prior": {"senses_together.prior"},
    "shared_names": {"found_in_context"},
}  # fmt: skip


def edit(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    path.parent.mkdir(exist_ok=True)
    before = path.read_text(encoding="utf-8") if old else "\t".join(HEADERS[file]) + "\n"
    assert old in before
    # An id stands in every line of its concept; all else is changed where it first stands.
    times = -1 if old.startswith("ZM:") and "\t" not in old else 1
    path.write_text(before.replace(old, new, times) if old else before + new, encoding="utf-8")


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.rule)
def test_rule_reports(bad: Bad, small_lexicon: Path) -> None:
    edit(small_lexicon, bad.file, bad.old, bad.new)
    problems, _ = lint(small_lexicon)
    assert {(p.file, p.line, p.value) for p in problems if p.rule == bad.rule} == bad.found
    assert {p.rule for p in problems} - {bad.rule} <= ALSO.get(bad.rule, set())
    for problem in problems:
        assert problem.text().startswith(f"{problem.file}:{problem.line}: {problem.rule}: ")
        assert problem.advice


def test_every_rule_has_a_bad_example() -> None:
    shown = {bad.rule for bad in BAD}
    assert {rule.__name__ for rule in (*RULES, *LEXICON_RULES)} == {rule.split(".")[0] for rule in shown}
    source = Path(zhengming.lint.__file__).read_text(encoding="utf-8")
    codes = re.findall(r'problem\("([a-z_.]+)"|line, "([a-z_.]+)"', source)
    assert {code for pair in codes for code in pair if code} <= shown


def test_the_good_lexicon_has_no_problem(small_lexicon: Path) -> None:
    problems, counts = lint(small_lexicon)
    assert problems == []
    assert (counts["files"], counts["concepts"]) == (2, 2)


def test_fix_mends_order_and_labels_and_then_rests(small_lexicon: Path) -> None:
    (small_lexicon / "derived").mkdir()
    edit(small_lexicon, "ignore.tsv", "", "乙\t\n丙\t\n")
    good = {path: path.read_bytes() for path in small_lexicon.glob("*/disease.tsv")}
    for path in good:
        header, first, second = path.read_text(encoding="utf-8").splitlines()
        if path.parent.name == "names":
            first = first.removeprefix("osteoarthritis")
        path.write_text("\n".join((header, second, first)) + "\r\n", encoding="utf-8", newline="")
    assert {p.rule for p in lint(small_lexicon)[0]} == {"order", "labels"}
    changed = fix(small_lexicon)
    assert {path.relative_to(small_lexicon).as_posix() for path in changed} == {
        C, N, "ignore.tsv", "derived/words.tsv", "derived/characters.tsv", "derived/sounds.tsv"
    }  # fmt: skip
    assert {path: path.read_bytes() for path in good} == good
    assert lint(small_lexicon)[0] == []
    assert fix(small_lexicon) == []

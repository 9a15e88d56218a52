"""Help, messages and the curator's guide say what the program does."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest

import zhengming
from zhengming import (
    lexicon,
    messages,
    messages_batch,
    messages_checks,
    messages_cluster,
    messages_documents,
    messages_glossary,
    messages_import,
    morphemes,
    survey,
)
from zhengming.formats import FORMATS
from zhengming.messages import CATALOGUE
from zhengming.tagger import Tagger

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path(zhengming.__file__).resolve().parent
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}
ENGLISH, CHINESE = (ROOT / "lexicon" / "README.md").read_text(encoding="utf-8").split("\n# 编辑指南\n")
WALK = """
import json, typer, zhengming.cli
def walk(command, path):
    yield path, command.help
    for parameter in command.params:
        yield path + " " + max(parameter.opts, key=len), parameter.help
    for name, inner in getattr(command, "commands", {}).items():
        yield from walk(inner, path + " " + name)
print(json.dumps(list(walk(typer.main.get_command(zhengming.cli.app), "zhengming"))))
"""


def helps(locale: str) -> dict[str, str]:
    """Every command and parameter with its help, as a user of that locale is given it."""
    done = subprocess.run(
        [sys.executable, "-c", WALK], capture_output=True, check=True, env={**os.environ, "LC_ALL": locale}
    )
    return dict(json.loads(done.stdout))


def test_every_command_and_option_has_help_in_both_languages() -> None:
    english, chinese = helps("C.UTF-8"), helps("zh_CN.UTF-8")
    assert {"zhengming annotate --format", "zhengming lexicon lint --fix", "zhengming --lang"} <= english.keys()
    assert english.keys() == chinese.keys()
    for place, said in english.items():
        assert said.strip(), place
        assert not re.search("[\u4e00-\u9fff]", said), place
        assert re.search("[\u4e00-\u9fff]", chinese[place]), place
    writers = [name for name, item in FORMATS.items() if item.writes]
    readers = [name for name, item in FORMATS.items() if item.reads]
    for said in (english, chinese):
        assert all(name in said["zhengming annotate --format"] for name in writers)
        assert all(name in said["zhengming annotate --input-format"] for name in readers)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_format_is_in_the_readme(name: str) -> None:
    shown = [
        line.split(" | ") for line in (ROOT / name).read_text(encoding="utf-8").splitlines() if line.startswith("| ")
    ]
    rows = [row for row in shown if len(row) == 3]
    reads = {found for row in rows for found in re.findall(r"`([a-z-]+)`", row[1])}
    writes = {found for row in rows for found in re.findall(r"`([a-z-]+)`", row[2])}
    # The row of annotated documents says "the same" of what is written.
    writes |= {"brat", "pubtator", "bioc-xml", "bioc-json", "pubannotation", "docbin"}
    assert {item.name for item in FORMATS.values() if item.reads} - reads == set()
    assert {item.name for item in FORMATS.values() if item.writes} - writes == set()


def placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(message) if name is not None}


@pytest.mark.parametrize("key", CATALOGUE)
def test_both_languages_say_the_same(key: str) -> None:
    english, chinese = CATALOGUE[key]
    assert english.strip()
    assert chinese.strip()
    assert "\n" not in english + chinese
    assert placeholders(english) == placeholders(chinese)


def calls() -> list[tuple[str, ast.Call]]:
    """Every call in the source that names a message outright, with its key."""
    return [
        (node.args[0].value, node)
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and re.fullmatch(r"(.*\.)?(say|text|line|\w+Error)", ast.unparse(node.func))
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and re.fullmatch(r"[a-z]+\.[a-z_0-9]+", node.args[0].value)
    ]


def test_every_message_that_is_said_exists_and_gets_its_values() -> None:
    found = calls()
    assert len(found) > 80
    for key, node in found:
        assert key in CATALOGUE
        given = {keyword.arg for keyword in node.keywords}
        if None not in given:
            assert placeholders(CATALOGUE[key][0]) == given - {"lang"}, ast.unparse(node)


def test_every_message_is_said_somewhere(tagger: Tagger) -> None:
    strings = {
        node.value
        for path, tree in TREES.items()
        if not path.name.startswith("messages")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    # `lexicon stats` says one message for each count.
    strings |= {f"stats.{key}" for key in survey.statistics(tagger.lexicon)}
    # `evaluate` says one for each kind of fault.
    strings |= {"evaluate.missed", "evaluate.wrong"}
    # `check` names a severity.
    strings |= {"check.error", "check.warning", "check.info"}
    strings |= {f"category.{concept.category}" for concept in tagger.lexicon} | {"category.term"}
    assert CATALOGUE.keys() - strings == set()


def first_cells(part: str) -> list[str]:
    """What the first cells of a table name, in order, without its head."""
    cells = [line.split("|")[1].strip() for line in part.split("\n") if line.startswith("|")]
    return [name for cell in cells[2:] for name in cell.split(", ")]


@pytest.mark.parametrize(
    ("name", "columns"),
    [("concepts", lexicon.CONCEPT_COLUMNS), ("names", lexicon.NAME_COLUMNS)],
)
def test_the_guide_lists_the_columns_of_concepts_and_names(name: str, columns: tuple[str, ...]) -> None:
    for guide, head in ((ENGLISH, f"\n### {name}/"), (CHINESE, f"\n**{name}/")):
        assert first_cells(guide.split(head)[1].split("\n\n")[1]) == list(columns)


def test_the_guide_lists_the_columns_of_all_other_files() -> None:
    tables = {key.removesuffix("_COLUMNS"): value for key, value in vars(lexicon).items() if key.endswith("_COLUMNS")}
    files = {"SENSE": "senses", "IGNORE": "ignore", "REFUSE": "refuse", "AFFIX": "affixes", "RETIRED": "retired",
             "SOURCE": "sources"}  # fmt: skip
    # words.tsv is derived: the guide says never to edit it.
    assert tables.keys() == {"CONCEPT", "NAME", "WORD", *files}
    assert f"\n| morphemes.tsv | {', '.join(morphemes.MORPHEME_COLUMNS)} | " in ENGLISH
    assert "\n| morphemes.tsv | " in CHINESE
    for key, name in files.items():
        assert f"\n| {name}.tsv | {', '.join(tables[key])} | " in ENGLISH
        assert f"\n| {name}.tsv | " in CHINESE


@pytest.mark.parametrize("guide", [ENGLISH, CHINESE], ids=["en", "zh"])
def test_the_guide_lists_every_value_of_a_closed_set(guide: str) -> None:
    flags = next(part for part in guide.split("\n\n") if re.match(r"\| (flag|标志) ", part))
    assert first_cells(flags) == [
        flag for flag in ("lookup", "attributive", "case", "anycase") if flag in lexicon.FLAGS
    ]
    assert len(first_cells(flags)) == len(lexicon.FLAGS)
    for column, values in (("lang", lexicon.LANGS), ("type", lexicon.TYPES)):
        row = re.search(rf"^\| {column} \|.*$", guide, re.MULTILINE)
        assert row is not None
        assert set(re.findall(r"`([\w-]+)`", row[0])) == set(values)
    for kind in (*lexicon.AFFIX_KINDS, *morphemes.MORPHEME_KINDS):
        assert f"`{kind}`" in guide


def test_a_message_stands_in_one_catalogue() -> None:
    parts = [
        messages_batch.CATALOGUE,
        messages_checks.CHECKS,
        messages_cluster.CLUSTER,
        messages_documents.DOCUMENTS,
        messages_glossary.GLOSSARY,
        messages_import.IMPORT,
    ]
    keys = [key for part in parts for key in part]
    assert len(keys) == len(set(keys))
    source = Path(messages.__file__).read_text(encoding="utf-8")
    assert not [key for key in keys if f'\n    "{key}": (' in source]

"""README's examples are run: `python tests/test_readme.py` writes their output into the files, the test compares."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = re.compile(r"(<!-- run: (?P<command>.+?) -->\n```console\n)(?P<output>.*?)(```)", re.DOTALL)
FILES = ("README.md", "README.zh-CN.md")


def output(command: str) -> str:
    """What a user sees: standard output and error, with the command shown first."""
    tool = f"{sys.executable} -c 'from zhengming.cli import main; main()'"
    done = subprocess.run(
        ["bash", "-c", command.replace("zhengming ", tool + " ", 1) if "| zhengming" not in command
         else command.replace("| zhengming", f"| {tool}")],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "120"},
        cwd=ROOT,
    )  # fmt: skip
    return f"$ {command}\n{done.stdout.decode()}"


@pytest.mark.parametrize("name", FILES)
def test_examples_give_what_they_show(name: str) -> None:
    found = list(EXAMPLE.finditer((ROOT / name).read_text(encoding="utf-8")))
    assert len(found) >= 4
    for example in found:
        assert example["output"] == output(example["command"]), "run: python tests/test_readme.py"


def test_python_examples_run() -> None:
    failed, tried = doctest.testfile(str(ROOT / "README.md"), module_relative=False)
    assert tried >= 7
    assert failed == 0


def test_both_commands_are_one_line_and_the_same_in_both_languages() -> None:
    commands = [
        re.findall(r"^python3 -m venv .+$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE) for name in FILES
    ]
    assert commands[0] == commands[1]
    assert len(commands[0]) == 2


if __name__ == "__main__":
    for name in FILES:
        path = ROOT / name
        text = path.read_text(encoding="utf-8")
        path.write_text(EXAMPLE.sub(lambda m: m[1] + output(m["command"]) + m[4], text), encoding="utf-8")

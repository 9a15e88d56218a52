from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import zhengming

SOURCE = Path(zhengming.__file__).resolve().parent
ROOT = Path(__file__).resolve().parent.parent

#: Where each third-party library may be imported.
HOMES = {
    "daachorse": {"automaton.py"},
    "ahocorasick_rs": {"automaton.py"},
    "opencc": {"folding.py"},
    "rapidfuzz": {"fuzzy.py"},
    "pypinyin": {"morphemes.py"},
    "charset_normalizer": {"formats/encoding.py"},
    "jinja2": {"formats/html.py"},
    "platformdirs": {"cache.py"},
    "markupsafe": {"formats/html.py"},
    "rich": {"terminal.py"},
    "typer": {
        "cli.py",
        "curator.py",
        "batch.py",
        "cluster_command.py",
        "glossary_command.py",
        "options.py",
        "proof.py",
    },
    "pyarrow": {"arrow.py"},
    "pyspark": {"cluster.py", "cluster_command.py"},
    "xlsxwriter": {"crosstab.py"},
    "spacy": {"pipes.py", "mixed_tokenizer.py", "views.py", "formats/docbin.py"},
    "docx": {"formats/docx.py"},
    "openpyxl": {"formats/xlsx.py"},
    "pylatexenc": {"formats/latex.py"},
    "pypdfium2": {"formats/pdf.py"},
    "backports": {"formats/given.py"},
}


def test_layers() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_each_library_has_one_home() -> None:
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            for name in names:
                package = name.split(".")[0]
                if package != "zhengming" and package not in sys.stdlib_module_names:
                    found.setdefault(package, set()).add(path.relative_to(SOURCE).as_posix())
    assert found == HOMES


def test_imports_are_light() -> None:
    heavy = ("spacy", "numpy", "jieba", "opencc", "rapidfuzz", "rich", "jinja2", "typer")
    code = f"import zhengming, sys; zhengming.load().annotate('若干细胞因子与OA（NP）'); print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


@pytest.mark.parametrize(
    "arguments", [["--help"], ["lookup", "OA"], ["lookup", "--json", "NP"], ["lookup", "MESH:D010003"], ["--version"]]
)
def test_looking_up_imports_little(arguments: list[str]) -> None:
    """What is not needed for one look-up is not imported: a start is most of the time it takes."""
    zhengming.load()
    heavy = (
        "spacy", "numpy", "jieba", "opencc", "rapidfuzz", "daachorse", "rich", "jinja2", "charset_normalizer",
        "concurrent.futures", "multiprocessing", "zhengming.variants", "zhengming.abbreviations", "zhengming.evaluation",
        "zhengming.tagger", "zhengming.hits", "zhengming.meanings",
    )  # fmt: skip
    code = (
        "import sys; from zhengming.cli import main\n"
        f"try: main()\nfinally: print([m for m in {heavy} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert done.stdout
    assert done.stderr.strip() == "[]"


def test_files_are_short() -> None:
    long = {
        path.name: n for path in SOURCE.rglob("*.py") if (n := len(path.read_text(encoding="utf-8").splitlines())) > 450
    }
    assert long == {}

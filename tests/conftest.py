from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import zhengming
from zhengming.tagger import Tagger

ROOT = Path(__file__).resolve().parent.parent


def without_spark() -> str | None:
    """Why the tests over Spark cannot run, and what to do about it; None where they can."""
    if not all(map(importlib.util.find_spec, ("pyspark", "pyarrow"))):
        return "pip install 'zhengming[spark]', and Java 17 or newer"
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=str(Path(home, "bin")) if home else None)
    said = subprocess.run([java, "-version"], capture_output=True, text=True).stderr if java else ""
    version = re.search(r'version "(\d+)', said)
    if version is None or int(version[1]) < 17:
        return "Java 17 or newer is needed (apt-get install openjdk-17-jre-headless, or https://adoptium.net and JAVA_HOME)"
    return None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    # Said with -q too, where pytest itself only counts.
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if "test_cluster" in report.nodeid]
    if skipped:
        terminalreporter.write_line(f"tests/test_cluster.py (Spark) skipped: {without_spark()}")


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache folder of the tests' own, for this process and those it starts."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("ZHENGMING_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return zhengming.load()


@pytest.fixture
def small_lexicon(tmp_path: Path) -> Path:
    """A lexicon folder with two concepts, to break and to mend."""
    folder = tmp_path / "lexicon"
    (folder / "concepts").mkdir(parents=True)
    (folder / "names").mkdir()
    (folder / "concepts" / "disease.tsv").write_text(
        "en\tzh\tabbr\tid\tparent\txrefs\tsource\tdefinition_en\tdefinition_zh\tnote\n"
        "arthritis\t关节炎\t\tZM:aaaaa1\t\tMESH:D001168\tusage\t\t\t\n"
        "osteoarthritis\t骨关节炎\tOA\tZM:aaaaa2\tZM:aaaaa1\tMESH:D010003\tusage\t\t\t\n",
        encoding="utf-8",
    )
    (folder / "names" / "disease.tsv").write_text(
        "label\tid\ttext\tlang\ttype\tflags\tsource\tnote\n"
        "osteoarthritis\tZM:aaaaa2\tdegenerative joint disease\ten\tsynonym\t\tusage\t\n"
        "osteoarthritis\tZM:aaaaa2\t骨性关节炎\tzh-Hans\tsynonym\t\tusage\t\n",
        encoding="utf-8",
    )
    return folder


Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command line in a process of its own, as a user runs it: bytes in, bytes out."""

    def call(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", "from zhengming.cli import main; main()", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            timeout=120,
            env={**os.environ, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", **environment},
        )

    return call

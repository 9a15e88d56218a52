"""Digests of what `annotate` writes for each file of a folder: the same for one worker and two, and before and after a change.

    python tests/benchmarks/golden.py TEXTS [--write FILE | --compare FILE]

TEXTS is a folder of documents in any format that is read. Each file is annotated by the command with one worker and with
two, as JSON Lines and as a table, with nested and undecided mentions too; two workers must give the bytes of one.
`--write` keeps the digests, `--compare` names each file whose digest has become another one. Status 1: something differs.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import zhengming
from zhengming.formats import FORMATS
from zhengming.formats.given import suffix_of

COMMAND = [sys.executable, "-c", "from zhengming.cli import main; main()", "annotate"]
RUNS = {"jsonl": ["--json", "--ambiguous"], "jsonl nested": ["--json", "--nested"], "table": ["--format", "table"]}


def digest(path: Path, folder: Path, options: list[str], workers: int) -> str:
    """The digest of what the command writes; of its error where it can read nothing."""
    name = str(path.relative_to(folder))
    done = subprocess.run(
        [*COMMAND, name, *options, "--workers", str(workers)], cwd=folder, capture_output=True, check=False
    )
    return hashlib.sha256(done.stdout + b"%d" % done.returncode).hexdigest()


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0])
    lines = [f"# lexicon {zhengming.load().lexicon.stamp}"]
    different = 0
    known = {suffix for item in FORMATS.values() for suffix in item.suffixes if item.reads}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and suffix_of(path.name) in known):
        for run, options in RUNS.items():
            one, two = (digest(path, folder, options, workers) for workers in (1, 2))
            lines.append(f"{one}\t{run}\t{path.relative_to(folder)}")
            if one != two:
                different += 1
                print(f"{path}: {run}: two workers write something else than one")
    print(f"{len(lines) - 1} runs with one worker and with two, {different} of them different")
    if "--write" in arguments:
        Path(arguments[arguments.index("--write") + 1]).write_text("\n".join(lines) + "\n", encoding="utf-8")
    if "--compare" in arguments:
        before = Path(arguments[arguments.index("--compare") + 1]).read_text(encoding="utf-8").splitlines()
        changed = sorted({line.split("\t", 1)[-1] for line in set(before) ^ set(lines)})
        print("\n".join([f"changed: {name}" for name in changed] or ["as before"]))
        different += len(changed)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

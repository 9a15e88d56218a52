"""Cold start: wall time of whole commands beside a two-command Typer app that prints one line.

    python tests/benchmarks/cold_start.py [ROUNDS] [--record]

The same Python and the same packages, the compiled lexicon already in the cache, commands in turn in every round; medians.
The ratio is the median of the ratios of the rounds. `--record` writes the section "Cold start" of `RESULTS.md`.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from results import section

import zhengming

TWO = """
import typer
app = typer.Typer(add_completion=False)

@app.command()
def hello(name: str) -> None:
    print(f"hello {name}")

@app.command()
def bye(name: str) -> None:
    print(f"bye {name}")

if __name__ == "__main__":
    app()
"""
#: What the installed script does.
OURS = "import sys\nfrom zhengming.cli import main\nif __name__ == '__main__':\n    sys.exit(main())\n"


def main(arguments: list[str]) -> None:
    rounds = int(next((argument for argument in arguments if argument.isdigit()), 21))
    tagger = zhengming.load()
    with tempfile.TemporaryDirectory() as folder:
        two, ours = Path(folder, "two.py"), Path(folder, "ours.py")
        two.write_text(TWO, encoding="utf-8")
        ours.write_text(OURS, encoding="utf-8")
        package = str(Path(zhengming.__file__).resolve().parent.parent)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((package, os.environ.get("PYTHONPATH", "")))}
        # Installed packages are compiled; a checkout is where Python may write.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(Path(folder, "compiled"))
        commands = {
            "a two-command Typer app": [str(two), "hello", "OA"],
            "`zhengming lookup OA`": [str(ours), "lookup", "OA"],
            "`zhengming lookup --json OA`": [str(ours), "lookup", "--json", "OA"],
            "`zhengming --help`": [str(ours), "--help"],
            "`zhengming --version`": [str(ours), "--version"],
            "bare Python": ["-c", "pass"],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(rounds + 1):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run([sys.executable, *command], env=environment, check=True, stdout=subprocess.DEVNULL)
                if number:  # the first round finds cold files
                    seconds[name].append(time.perf_counter() - start)
    first = next(iter(seconds.values()))
    lines = ["| command | ms | times the Typer app | range of rounds |", "|---|---|---|---|"]
    for name, times in seconds.items():
        ratios = [a / b for a, b in zip(times, first, strict=True)]
        lines.append(
            f"| {name} | {statistics.median(times) * 1000:.0f} | **{statistics.median(ratios):.2f}** | "
            f"{min(ratios):.2f}–{max(ratios):.2f} |"
        )
    print("\n".join(lines))
    if "--record" in arguments:
        import typer

        below = f"{rounds} rounds, typer {typer.__version__}, lexicon {tagger.lexicon.stamp}, {os.cpu_count()} cores."
        section("Cold start", __doc__, [*lines, "", below])


if __name__ == "__main__":
    main(sys.argv[1:])

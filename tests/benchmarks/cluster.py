"""The same documents by `annotate --workers 2` and over Spark with one executor and two, and what is killed in mid-run.

    python tests/benchmarks/cluster.py [TEXTS] [--documents N[,N...]] [--record]

TEXTS is a folder with JSON Lines files of documents; without it the composed documents of `corpora/` are taken. Short
abstracts (two of their paragraphs, cut to 400 characters) are drawn at random, N of them (100000 if nothing is said). Executors are processes of
their own (`local-cluster`), with one core each. A rate is documents by seconds without the start-up: for `annotate` that
of a file with one document, for Spark what passes before the first file is begun. Memory is the proportional set size of an
executor's Java and its Python workers, sampled once a second: at a third of the run and at its end. Then a Python worker and an
executor are killed (`kill -9`) in a run of their own, and the sorted rows are compared by their digest. Linux only.
`--record` writes the section "Cluster" of `RESULTS.md`.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from results import section
from speed import documents

import zhengming

RUN = [sys.executable, "-c", "from zhengming.cli import main; main()"]


def filled(path: Path, folder: Path | None, count: int, seed: int = 1) -> Path:
    """So many short abstracts as JSON Lines."""
    chance = random.Random(seed)
    parts = sorted(
        {
            part
            for found in documents(folder, 0).values()
            for text in found
            for part in text.split("\n")
            if len(part) > 40
        }
    )
    with path.open("w", encoding="utf-8") as out:
        for number in range(count):
            text = f"[{number}] " + "\n".join(chance.choices(parts, k=2))[:400]
            out.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
    return path


def alone(given: Path) -> float:
    """Seconds of the whole command on one machine."""
    start = time.perf_counter()
    subprocess.run([*RUN, "annotate", str(given), "--workers", "2", "--json", "-o", f"{given}.out"], check=True)
    Path(f"{given}.out").unlink()
    return time.perf_counter() - start


def processes() -> dict[int, tuple[int, str]]:
    """Parent and command line of each process."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                found[int(folder.name)] = parent, (folder / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
    return found


def below(root: int) -> dict[int, list[int]]:
    """The executors that a process has started, each with its Python workers."""
    found = processes()

    def parents(pid: int) -> list[int]:
        line = []
        while pid in found:
            pid = found[pid][0]
            line.append(pid)
        return line

    executors = {
        pid: [] for pid, (_, command) in found.items()
        if "CoarseGrainedExecutorBackend" in command and "java" in command.split(" ")[0] and root in parents(pid)
    }  # fmt: skip
    for pid, (_, command) in found.items():
        if "pyspark.daemon" in command:
            for executor in executors.keys() & set(parents(pid)):
                executors[executor].append(pid)
    return executors


def memory(pids: list[int]) -> float:
    """Their proportional set size in MB."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def spark(given: Path, executors: int, kill: str = "", after: float = 0) -> tuple[dict, float, list[float], str]:
    """The summary of the command, its seconds in all, samples of an executor's memory, and the digest of its sorted rows."""
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        process = subprocess.Popen(
            [*RUN, "cluster", "annotate", str(given), "-o", f"{place}/out", "--json", "--partitions", "24",
             "--master", f"local-cluster[{executors},1,1500]"],
            stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )  # fmt: skip
        samples: list[float] = []

        def watch() -> None:
            killed, seen = not kill, 0.0
            while process.poll() is None:
                found = below(process.pid)
                if found and any(found.values()):
                    seen = seen or time.perf_counter()
                    samples.append(max(memory([pid, *workers]) for pid, workers in found.items()))
                    if not killed and time.perf_counter() - seen > after:
                        killed = True
                        # The last of the daemon's processes is a worker; the daemon would take all of them with it.
                        victim = max(max(found.values())) if kill == "worker" else min(found)
                        os.kill(victim, signal.SIGKILL)
                        print(f"killed {kill} {victim}", flush=True)
                time.sleep(1)

        watcher = threading.Thread(target=watch)
        watcher.start()
        out, _ = process.communicate()
        watcher.join()
        seconds = time.perf_counter() - start
        if process.returncode:
            raise SystemExit(f"status {process.returncode}")
        return json.loads(out), seconds, samples, digest(Path(place, "out"))


def digest(folder: Path) -> str:
    """Of the sorted rows; each is told by its own digest, so that a million need little memory."""
    import pyarrow.parquet

    rows = []
    for path in folder.glob("input=*/*.parquet"):
        for batch in pyarrow.parquet.ParquetFile(path).iter_batches(1000):
            rows += [hashlib.sha256(repr(row).encode()).digest() for row in batch.to_pylist()]
    return hashlib.sha256(b"".join(sorted(rows))).hexdigest()[:16]


def main(arguments: list[str]) -> None:
    counts = [100_000]
    if "--documents" in arguments:
        at = arguments.index("--documents")
        counts = [int(count) for count in arguments[at + 1].split(",")]
        del arguments[at : at + 2]
    folder = next((Path(argument) for argument in arguments if not argument.startswith("--")), None)
    lines = [
        "| documents | how | start-up | documents a second | of `--workers 2` | memory of an executor | sorted rows |",
        "|---|---|---|---|---|---|---|",
    ]

    def say(*cells: object) -> None:
        lines.append("| " + " | ".join(map(str, cells)) + " |")
        print(lines[-1], flush=True)

    with tempfile.TemporaryDirectory() as name:
        one = filled(Path(name, "one.jsonl"), folder, 1)
        # The first run may have to compile the lexicon.
        small = min(alone(one), alone(one))
        for count in counts:
            given = filled(Path(name, "given.jsonl"), folder, count)
            rate = count / (alone(given) - small)
            say(f"{count:,}", "`annotate --workers 2`", f"{small:.1f} s", f"{rate:,.0f}", "1", "", "")
            for executors in (2, 1):
                summary, seconds, samples, rows = spark(given, executors)
                said = count / summary["seconds"]
                third = samples[len(samples) // 3 :] or [0.0]
                say(f"{count:,}", f"Spark, executors: {executors}", f"{seconds - summary['seconds']:.1f} s", f"{said:,.0f}",
                    f"**{said / rate:.2f}**", f"{third[0]:.0f} → {third[-1]:.0f} MB", rows)  # fmt: skip
            if count == counts[0]:
                for kill in ("worker", "executor"):
                    summary, seconds, _, rows = spark(given, 2, kill, count / rate / 3)
                    say(
                        f"{count:,}",
                        f"Spark, 2 executors, {kill} killed",
                        "",
                        f"{count / summary['seconds']:,.0f}",
                        "",
                        "",
                        rows,
                    )
    lines += ["", f"{os.cpu_count()} cores, lexicon {zhengming.load().lexicon.stamp}."]
    if "--record" in arguments:
        section("Cluster", __doc__, lines)


if __name__ == "__main__":
    main(sys.argv[1:])

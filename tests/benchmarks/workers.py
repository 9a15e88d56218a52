"""One worker and two over the same documents: time, and the memory of all processes together.

    python tests/benchmarks/workers.py [TEXTS] [--megabytes N[,M...]] [--record]

TEXTS is a folder with JSON Lines files of documents; without it the composed documents of `corpora/` are taken. Documents
of one to three of their paragraphs are drawn at random to fill N megabytes (5 if nothing is said), each another one. The time is
the wall time of the whole command, and of `annotate_many` with every object looked at: medians of rounds that alternate;
the ratio is the median of the rounds' ratios. The last column needs no quiet machine: the CPU time of one worker by half
of that of two and the process that collects, which is what two free cores can give at best. With several sizes, memory
(peak of the summed proportional set size, Linux) and time a megabyte are measured at each. `--record` writes the section
"Workers" of `RESULTS.md`.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from results import section
from speed import documents

import zhengming

ROUNDS = 5
RUN = [sys.executable, "-c", "from zhengming.cli import main; main()", "annotate", "--json"]


def drawn(folder: Path | None, megabytes: float, seed: int) -> Iterator[str]:
    """Documents of one to three paragraphs drawn at random, so many megabytes of UTF-8."""
    chance = random.Random(seed)
    texts = [text for found in documents(folder, 0).values() for text in found]
    parts = sorted({part for text in texts for part in text.split("\n") if len(part) > 40})
    left = megabytes * 1e6
    number = 0
    while left > 0:
        number += 1
        text = "\n".join([f"[{seed}-{number}]", *chance.choices(parts, k=chance.randint(1, 3))])
        left -= len(text.encode())
        yield text


def filled(path: Path, folder: Path | None, megabytes: float, seed: int) -> Path:
    with path.open("w", encoding="utf-8") as out:
        for number, text in enumerate(drawn(folder, megabytes, seed)):
            out.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
    return path


def command(given: Path, workers: int) -> list[str]:
    return [*RUN, str(given), "-o", str(given.with_suffix(f".{workers}.jsonl")), "--workers", str(workers)]


def same(given: Path) -> bool:
    """Whether one worker and two wrote the same bytes."""
    digests = set()
    for workers in (1, 2):
        with given.with_suffix(f".{workers}.jsonl").open("rb") as stream:
            digests.add(hashlib.file_digest(stream, "sha256").hexdigest())
    return len(digests) == 1


def touched(tagger: zhengming.Tagger, texts: list[str], workers: int) -> int:
    """Every object of every document looked at."""
    seen = 0
    for document in tagger.annotate_many(texts, workers=workers):
        for a in document.annotations:
            seen += len(a.text) + len(a.concept.id) + len(a.name.text) + a.start + a.end + (a.score > 0) + len(a.via)
        seen += len(document.definitions) + len(document.ambiguous)
    return seen


Taken = dict[int, tuple[float, float]]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and of all processors in this process and those that it has waited for."""
    before, start = os.times(), time.perf_counter()
    work()
    after = os.times()
    return time.perf_counter() - start, sum(after[:4]) - sum(before[:4])


def alternating(takes: list[Callable[[int], tuple[float, float]]]) -> list[Taken]:
    """For each round the seconds with one worker and with two, which of them first changing from round to round."""
    return [{workers: take(workers) for workers in ((1, 2), (2, 1))[number % 2]} for number, take in enumerate(takes)]


def row(name: str, rounds: list[Taken]) -> str:
    one, two = (statistics.median(taken[workers][0] for taken in rounds) for workers in (1, 2))
    ratios = [taken[1][0] / taken[2][0] for taken in rounds]
    best = statistics.median(taken[1][1] / (taken[2][1] / 2) for taken in rounds)
    return (
        f"| {name} | {one:.2f} s | {two:.2f} s | **{statistics.median(ratios):.2f}** | "
        f"{min(ratios):.2f}–{max(ratios):.2f} | {best:.2f} |"
    )


def watched(arguments: list[str]) -> tuple[float, float]:
    """Seconds of a command, and the peak of the summed proportional set size of it and its children, in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments)
    peak = 0.0
    while process.poll() is None:
        total = 0.0
        try:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            for pid in (process.pid, *children):
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
        except OSError:
            continue
        finally:
            time.sleep(0.1)
        peak = max(peak, total)
    if process.returncode:
        raise SystemExit(f"status {process.returncode}: {arguments}")
    return time.perf_counter() - start, peak


def main(arguments: list[str]) -> None:
    sizes = [5.0]
    if "--megabytes" in arguments:
        at = arguments.index("--megabytes")
        sizes = [float(size) for size in arguments[at + 1].split(",")]
        del arguments[at : at + 2]
    paths = [Path(argument) for argument in arguments if not argument.startswith("--")]
    folder = paths[0] if paths else None
    tagger = zhengming.load()
    tagger.annotate("若干细胞因子（NP）与 OA")
    lines = [
        f"| over {sizes[0]:g} MB | 1 worker | 2 workers | ratio | range of rounds | at best, by CPU time |",
        "|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as place:
        files = [filled(Path(place, f"{n}.jsonl"), folder, sizes[0], n) for n in range(ROUNDS)]

        def run(file: Path) -> Callable[[int], tuple[float, float]]:
            return lambda workers: timed(lambda: subprocess.run(command(file, workers), check=True))

        lines.append(row("`annotate --json -o`", alternating([run(file) for file in files])))
        print(lines[-1], flush=True)
        equal = all(map(same, files))

        def look(number: int) -> Callable[[int], tuple[float, float]]:
            def take(workers: int) -> tuple[float, float]:
                # Each text is new to this process, for one worker as for two.
                texts = list(drawn(folder, sizes[0], 100 + 2 * number + workers))
                million = sum(map(len, texts)) / 1e6
                wall, cpu = timed(lambda: touched(tagger, texts, workers))
                return wall / million, cpu / million

            return take

        lines.append(
            row("`annotate_many`, all objects (a million characters)", alternating([look(n) for n in range(ROUNDS)]))
        )
        print(lines[-1], flush=True)
        if len(sizes) > 1:
            lines += ["", "| input | workers | peak memory, all processes | time a MB |", "|---|---|---|---|"]
        for size in sizes if len(sizes) > 1 else ():
            file = filled(Path(place, "sized.jsonl"), folder, size, 7)
            for workers in (1, 2):
                seconds, peak = watched(command(file, workers))
                lines.append(f"| {size:g} MB | {workers} | {peak:.0f} MB | {1000 * seconds / size:.0f} ms |")
                print(lines[-1], flush=True)
            equal &= same(file)
    verdict = "the same bytes as one" if equal else "**other bytes than one**"
    lines += ["", f"Two workers wrote {verdict}; {os.cpu_count()} cores, lexicon {tagger.lexicon.stamp}."]
    print(lines[-1])
    if "--record" in arguments:
        section("Workers", __doc__, lines)


if __name__ == "__main__":
    main(sys.argv[1:])

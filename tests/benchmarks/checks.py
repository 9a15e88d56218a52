"""Recall and false reports of the checks on gold: `python tests/benchmarks/checks.py FOLDER [--list]`.

A folder of either kind:

- a review with `review.txt`, and `inconsistencies.jsonl` (id, type, severity, positions) with `inconsistencies.md`, whose
  last section lists what must not be reported (traps);
- manuscripts with planted faults: `NAME.faulty.EXT`, `NAME.clean.EXT` and `NAME.faults.jsonl` (class, start, end, text, note).

Prints recall by class, traps hit, and the reports on each clean twin. A fault counts as found when a report of a fitting
rule touches it.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

import zhengming
from zhengming.checks import Finding, check
from zhengming.formats import Source, read
from zhengming.tagger import Tagger

#: Which rules may report a fault of a class of the review; none listed: any.
FITTING = {
    "UNDEFINED": {"undefined-short-form", "expandable-short-form", "symbol-variant", "superseded-name", "defined-after-use",
                  "two-short-forms", "table-note-missing"},
    "TABLE-UNDEFINED": {"table-note-missing"},
    "DEF-UNUSED": {"defined-unused", "plural-mixed"},
    "FULL-AFTER-ABBR": {"long-form-after-definition", "chinese-variants"},
    "REDEFINED": {"defined-twice"},
}  # fmt: skip
#: Rules that report a planted fault of a class besides the rule of that name.
KIN = {
    "undefined-short-form": {"expandable-short-form", "defined-after-use"},
    "expandable-short-form": {"undefined-short-form"},
    "two-short-forms": {"symbol-variant", "two-expansions", "expandable-short-form", "undefined-short-form"},
    "symbol-variant": {"two-short-forms", "superseded-name"},
    "wrong-expansion": {"superseded-name", "pair-mismatch", "number-agreement", "two-expansions"},
    "superseded-name": {"chinese-variants"},
    "chinese-variants": {"superseded-name", "long-form-after-definition"},
    "pair-mismatch": {"wrong-expansion", "superseded-name", "two-expansions"},
    "two-expansions": {"pair-mismatch", "defined-twice", "wrong-expansion"},
    "long-form-after-definition": {"chinese-variants"},
    "plural-mixed": {"number-agreement"},
}


def touches(report: Finding, start: int, end: int) -> bool:
    return report.start < end and start < report.end


def line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def review(folder: Path, tagger: Tagger, listing: bool) -> None:
    text = (folder / "review.txt").read_bytes().decode()
    reports = check(Source("review.txt", text), tagger)
    items = [json.loads(row) for row in (folder / "inconsistencies.jsonl").read_text(encoding="utf-8").splitlines()]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    used: set[int] = set()
    missed = []
    for item in items:
        fits = FITTING.get(item["type"])
        hit = [
            number
            for number, report in enumerate(reports)
            for place in item["positions"]
            if touches(report, place["start"], place["end"])
        ]
        used |= set(hit)
        fitting = [number for number in hit if fits is None or reports[number].rule in fits]
        counts[item["severity"]]["all"] += 1
        counts[item["severity"]]["found"] += bool(fitting)
        counts[item["type"]]["all"] += 1
        counts[item["type"]]["found"] += bool(fitting)
        if not fitting and item["severity"] != "info":
            missed.append(item)
    for name, count in counts.items():
        print(f"{name}\t{count['found']}\t{count['all']}")
    print(f"reports\t{len(reports)}\tbeside the listed items\t{len(reports) - len(used)}")
    traps = traps_of(folder / "inconsistencies.md")
    hit_traps = [(trap, report.text) for trap in traps for report in reports if is_trap(trap, report)]
    print(f"traps hit\t{len(hit_traps)}\t{hit_traps}")
    if listing:
        for item in missed:
            print("MISSED", item["id"], item["severity"], item["type"], [p["text"] for p in item["positions"]][:3])
        for number, report in enumerate(reports):
            mark = " " if number in used else "+"
            print(mark, line(text, report.start), report.rule, repr(report.text), dict(report.values), report.fix)


def traps_of(path: Path) -> list[str]:
    section = path.read_text(encoding="utf-8").split("\n## N.")[1]
    return [row.split("|")[1].strip() for row in section.splitlines() if row.startswith("| ") and "| why" not in row]


def is_trap(trap: str, report: Finding) -> bool:
    """Whether a report marks just what a trap names: one of its parts, as a whole."""
    parts = {part.strip() for part in re.split(r"[,、]\s*|…|（.*|/-", trap) if len(part.strip()) > 1}
    parts |= {trap.replace("-/", "").strip(), trap.replace("/", "\n")}
    said = report.text.strip()
    if report.rule == "symbol-variant":
        return False
    plain = parts - {"NP", "IL⁃4", "IL⁃10 in (…)", "SP1", "MSC", "UCB"}
    return said in plain and trap != "PCL/SF/Gel/AA" or (trap == "PCL/SF/Gel/AA" and said in ("PCL", "SF", "Gel", "AA"))


def manuscripts(folder: Path, tagger: Tagger, listing: bool, only: list[str]) -> None:
    found, listed = Counter[str](), Counter[str]()
    clean_total = 0
    for gold in sorted(folder.glob("*.faults.jsonl")):
        name = gold.name.removesuffix(".faults.jsonl")
        if only and name not in only:
            continue
        faulty = next(path for path in folder.glob(f"{name}.faulty.*") if ".plain." not in path.name)
        clean = next(path for path in folder.glob(f"{name}.clean.*") if ".plain." not in path.name)
        faults = [json.loads(row) for row in gold.read_text(encoding="utf-8").splitlines() if row.strip()]
        source = next(read(faulty, warn=print))
        reports = placed(source, check(source, tagger))
        used = set()
        here = 0
        for fault in faults:
            listed[fault["class"]] += 1
            hits = [n for n, (report, start, end) in enumerate(reports) if fits(report, start, end, fault, source)]
            used |= set(hits)
            noted = set(re.findall(r"[a-z]+(?:-[a-z]+)+", fault.get("note", "").partition("also ")[2]))
            right = [n for n in hits if reports[n][0].rule in {fault["class"], *KIN.get(fault["class"], ())} | noted]
            found[fault["class"]] += bool(right)
            here += bool(right)
            if listing and not right:
                near = [reports[n][0].rule for n in hits]
                print("MISSED", name, fault["line"], fault["class"], repr(fault["text"]), fault.get("note", ""), near)
        twin = next(read(clean, warn=print))
        false = check(twin, tagger)
        clean_total += len(false)
        print(
            f"{name}\tfound {here} of {len(faults)}\treports {len(reports)}\tunmatched {len(reports) - len(used)}\tclean {len(false)}"
        )
        if listing:
            for n, (report, _, _) in enumerate(reports):
                if n not in used:
                    print(
                        "  EXTRA", line(source.text, report.start), report.rule, repr(report.text), dict(report.values)
                    )
            for report in false:
                print("  CLEAN", line(twin.text, report.start), report.rule, repr(report.text), dict(report.values))
    for name in sorted(listed):
        print(f"{name}\t{found[name]}\t{listed[name]}")
    print(f"all\t{found.total()}\t{listed.total()}\treports on clean twins\t{clean_total}")


def placed(source: Source, reports: list[Finding]) -> list[tuple[Finding, int, int]]:
    """Reports with their places in the file."""
    result = []
    for report in reports:
        place = source.origin.place(report.start, report.end) if source.origin else {}
        result.append((report, place.get("start", report.start), place.get("end", report.end)))
    return result


def fits(report: Finding, start: int, end: int, fault: dict[str, object], source: Source) -> bool:
    """Whether a report touches a fault, or marks a string that its note says will also do."""
    if source.id.endswith(".docx"):
        return "".join(str(fault["text"]).split()) in "".join(report.text.split()) or (
            "".join(report.text.split()) in "".join(str(fault["text"]).split())
        )
    if start < int(str(fault["end"])) and int(str(fault["start"])) < end:
        return True
    also = re.findall(r"also: ([^;]+)", str(fault.get("note", "")))
    return any(
        other.strip() == report.text.strip() or other.startswith((f"{report.text} in ", f"{report.text} ("))
        for other in also
    )


def main() -> None:
    folder = Path(sys.argv[1])
    tagger = zhengming.load()
    listing = "--list" in sys.argv
    if (folder / "review.txt").exists():
        review(folder, tagger, listing)
    else:
        manuscripts(folder, tagger, listing, [word for word in sys.argv[2:] if not word.startswith("--")])


if __name__ == "__main__":
    main()

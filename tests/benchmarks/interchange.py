"""The same documents in several formats, read from each: are texts and annotations the same?

    python tests/benchmarks/interchange.py SAMPLES [PUBMED_XML]

SAMPLES is a folder with one folder a format and files of the same stem, as bconv's `test/data` has them. A table is
printed: for each document and format, whether its text (but for a line end at its end) and its annotations (start, end,
type; those in one piece) equal those of BioC XML. With PUBMED_XML, how fast its records are read and annotated beside
the same texts as plain lines.
"""

from __future__ import annotations

import io
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import zhengming
from zhengming.formats import Source, read

FOLDERS = ("bioc_xml", "bioc_json", "pubtator", "pubtator_fbk", "pubanno_json", "brat", "pxml")


def sources(folder: Path, kind: str, stem: str) -> list[Source] | None:
    """The documents of a sample in a format, or None where it is not in that format."""
    found = next(iter(sorted((folder / kind).glob(f"{stem}.*"))), None)
    if found is None:
        return None
    if kind != "brat":
        return list(read(found, warn=lambda error: None))
    with tempfile.TemporaryDirectory() as beside:
        shutil.copy(found, beside)
        shutil.copy(folder / "txt" / f"{stem}.txt", beside)
        return list(read(Path(beside) / found.name, warn=lambda error: None))


def compare(folder: Path) -> Iterator[str]:
    """The lines of the table."""
    yield "| document | format | documents | annotations | text | annotations the same |"
    yield "|---|---|---|---|---|---|"
    for path in sorted((folder / "bioc_xml").glob("*.xml")):
        known = sources(folder, "bioc_xml", path.stem) or []
        for kind in FOLDERS:
            found = sources(folder, kind, path.stem)
            if found is None:
                continue
            same = [mine.text.rstrip() == other.text.rstrip() for mine, other in zip(found, known, strict=True)]
            marks = [{(m.start, m.end, m.type) for m in source.marks if not m.pieces} for source in found]
            others = [{(m.start, m.end, m.type) for m in source.marks if not m.pieces} for source in known]
            count = sum(len(source.marks) for source in found)
            differ = sum(len(mine ^ other) for mine, other in zip(marks, others, strict=True))
            equal = "none in it" if not count else f"{differ} differ" if differ else "yes"
            yield f"| {path.stem} | {kind} | {len(found)} | {count} | {'yes' if all(same) else 'no'} | {equal} |"


def speed(path: Path) -> str:
    """Reading and annotating a PubMed file beside its texts as plain lines, in CPU seconds."""
    tagger = zhengming.load()
    tagger.annotate("OA")
    lines = io.BytesIO()
    texts = 0
    for source in read(path, warn=print):
        lines.write(source.text.replace("\n", " ").encode() + b"\n")
        texts += 1
    begun = time.process_time()
    for source in read(path, warn=print):
        tagger.annotate(source.text)
    xml = time.process_time() - begun
    begun = time.process_time()
    for source in read(lines.getvalue(), "a.txt", lines=True, warn=print):
        tagger.annotate(source.text)
    plain = time.process_time() - begun
    return f"{texts} records: XML {xml:.1f} s, plain lines {plain:.1f} s, {plain / xml:.2f} of the rate of plain text"


if __name__ == "__main__":
    for line in compare(Path(sys.argv[1])):
        print(line)
    if len(sys.argv) > 2:
        print(speed(Path(sys.argv[2])))

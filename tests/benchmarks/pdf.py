"""A text set in two columns as a PDF and read back: how many of its annotations are found again?

    python tests/benchmarks/pdf.py FILE [--keep PDF] [--record]

The hard lines of FILE are joined to paragraphs, which headless Chromium sets anew on A4 pages: two columns, a Chinese
font, raised citation numbers, words cut with a hyphen at line ends, a running head and a page number on each page. The
annotations of that PDF (concept and folded text without spaces and hyphens, which line ends put in and take out; as a
multiset, and in the order of the text) are compared with those of FILE read as plain text. `--keep` leaves the PDF
there; `--record` writes the section "Two columns read back" of `RESULTS.md`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from difflib import SequenceMatcher
from html import escape
from pathlib import Path

from results import section

import zhengming
from zhengming.folding import fold_name
from zhengming.formats import read

TARGET = 0.98
PAGE = """<!doctype html><html lang="zh"><meta charset="utf-8"><style>
@page {{ size: A4; margin: 24mm 16mm 20mm;
  @top-left {{ content: "第 40 卷  第 1 期"; font: 8pt "Noto Serif CJK SC" }}
  @top-right {{ content: "{head}"; font: 8pt "Noto Serif CJK SC" }}
  @bottom-center {{ content: "· " counter(page) " ·"; font: 8pt "Noto Serif CJK SC" }} }}
body {{ margin: 0; columns: 2; column-gap: 7mm; font: 9pt/1.5 "Noto Serif CJK SC", serif; text-align: justify }}
p {{ margin: 0; text-indent: 2em }} p.first {{ column-span: all; font: bold 15pt "Noto Sans CJK SC"; text-align: center;
  text-indent: 0; margin: 0 0 4mm }} sup {{ font-size: 65%; line-height: 0 }}
</style>{body}</html>"""
#: A line that begins a paragraph whatever stands before it: a heading by number, an abstract, a table, key words.
_BEGINS = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*[ \u3000]+\D|摘 *要|Abstract|关键词|Key *words?|表 *\d|图 *\d|Tab|Fig)", re.I
)
_CITED = re.compile(r"\[\d{1,3}(?:[-–,，、]\s?\d{1,3})*\]")
_SPACED = re.compile(r"[\s\-\u00ad\u2010-\u2015\u2043]+")
#: Where a long English word may be cut: between two consonants with a vowel on both sides.
_CUT = re.compile(r"(?<=[a-z][aeiou][b-df-hj-np-tv-z])(?=[b-df-hj-np-tv-z][aeiou][a-z]{2})")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text with hard line ends."""
    found: list[str] = []
    ended = True
    for line in (line.strip() for line in text.split("\n")):
        if not line:
            continue
        if ended or _BEGINS.match(line):
            found.append(line)
        elif found[-1].endswith("-") and line[0].islower():
            found[-1] = found[-1][:-1] + line
        else:
            both_han = all("\u2e80" <= c <= "\uffef" for c in (found[-1][-1], line[0]))
            found[-1] += line if both_han or found[-1].endswith("-") else f" {line}"
        ended = line[-1] in "。！？" or len(found) == 1
    return found


def typeset(text: str, folder: Path) -> Path:
    """The PDF of a text."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        sys.exit("pdf.py: Chromium is needed to set the page (chromium, chromium-browser or google-chrome in PATH)")
    parts = paragraphs(text)
    body = "\n".join(
        f"<p{' class=first' if not number else ''}>"
        + _CITED.sub(lambda found: f"<sup>{found[0]}</sup>", _CUT.sub("\u00ad", escape(part, quote=False)))
        + "</p>"
        for number, part in enumerate(parts)
    )
    page, pdf = folder / "page.html", folder / "page.pdf"
    page.write_text(PAGE.format(head=parts[0].replace('"', ""), body=body), encoding="utf-8")
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}",
         "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return pdf


def annotations(tagger: zhengming.Tagger, path: Path) -> tuple[list[tuple[str, str]], int]:
    """The concept and the folded text, its spaces and hyphens left out, of each annotation, and the number of pages."""
    found: list[tuple[str, str]] = []
    pages = 0
    for source in read(path, warn=print):
        document = tagger.annotate(source.text)
        found += [(a.concept.id, _SPACED.sub("", fold_name(a.text))) for a in document.annotations]
        pages += sum(passage.type == "page" for passage in source.passages)
    return found, pages


def listed(items: Counter[tuple[str, str]]) -> str:
    return "; ".join(f"{text} ({id_}){f' ×{n}' if n > 1 else ''}" for (id_, text), n in items.items()) or "none"


def main(arguments: list[str]) -> None:
    keep = (
        Path(arguments.pop(at + 1))
        if (at := (arguments.index("--keep") if "--keep" in arguments else -1)) >= 0
        else None
    )
    given = Path(next(argument for argument in arguments if not argument.startswith("--")))
    tagger = zhengming.load()
    known, _ = annotations(tagger, given)
    with tempfile.TemporaryDirectory() as folder:
        pdf = typeset(given.read_text(encoding="utf-8"), Path(folder))
        found, pages = annotations(tagger, pdf)
        if keep:
            shutil.copy(pdf, keep)
    kept = Counter(known) & Counter(found)
    ordered = sum(block.size for block in SequenceMatcher(None, known, found, autojunk=False).get_matching_blocks())
    share = kept.total() / len(known)
    lines = [
        "| pages | annotations of the text | of the PDF | kept | share kept | in the same order | missing | extra |",
        "|---|---|---|---|---|---|---|---|",
        f"| {pages} | {len(known)} | {len(found)} | {kept.total()} | **{share:.4f}** | {ordered / len(known):.4f} | "
        f"{len(known) - kept.total()} | {len(found) - kept.total()} |",
        "",
        f"Missing: {listed(Counter(known) - kept)}. Extra: {listed(Counter(found) - kept)}. Target: {TARGET}. "
        f"Lexicon {tagger.lexicon.stamp}.",
    ]
    print("\n".join(lines))
    if "--record" in arguments:
        section("Two columns read back", __doc__, lines)
    sys.exit(share < TARGET)


if __name__ == "__main__":
    main(sys.argv[1:])

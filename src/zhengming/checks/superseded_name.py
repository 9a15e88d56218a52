"""A superseded, popular or wrong name where a preferred one exists."""

from __future__ import annotations

from collections.abc import Iterator

from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import Reading
from zhengming.folding import fold


def find(reading: Reading) -> Iterator[Finding]:
    """Each discouraged term, once for a unit; names that the lexicon lists as former or misspelt."""
    taken: list[tuple[int, int]] = []
    spaced = reading.folded.text.replace("-", " ")
    for word in reading.words.discouraged:
        needle = fold(word.text).text
        places = _english(reading, spaced, needle) if word.lang == "en" else reading.find(needle)
        longer = [span for other in word.unless for span in reading.find(fold(other).text)]
        units = set()
        for start, end in places:
            unit = reading.unit(start)
            if reading.scope(start) in ("references", "front") or any(
                low <= start and end <= high for low, high in longer
            ):
                continue
            if word.lang == "en" and (_letter(reading.text, start - 1) or _letter(reading.text, end)):
                continue
            taken.append((start, end))
            if unit in units:
                continue
            units.add(unit)
            found = "".join(reading.text[start:end].split()) if word.lang != "en" else reading.text[start:end]
            fix = (
                word.preferred
                if reading.text[start:end] == word.text and word.kind in ("wrong", "superseded")
                else None
            )
            yield Finding(
                start,
                end,
                "check.discouraged",
                {"form": found, "preferred": word.preferred, "authority": word.authority},
                fix=fix,
                severity="error" if word.kind == "wrong" else "warning",
            )
    yield from _listed(reading, taken)


def _english(reading: Reading, spaced: str, needle: str) -> Iterator[tuple[int, int]]:
    """Where English words stand, with hyphens or spaces between them: glutamic-pyruvic transaminase."""
    needle = needle.replace("-", " ")
    at = spaced.find(needle)
    while at >= 0:
        yield reading.folded.raw_span(at, at + len(needle))
        at = spaced.find(needle, at + len(needle))


def _letter(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isascii() and text[place].isalpha()


def _listed(reading: Reading, taken: list[tuple[int, int]]) -> Iterator[Finding]:
    seen = set()
    for a in reading.annotations:
        if a.name.type not in ("former", "misspelling") or a.via == "composition" or a.partial:
            continue
        written = "".join(a.text.split())
        if a.name.lang == "mul" and written == a.concept.abbr:
            continue
        if any(start < a.end and a.start < end for start, end in taken) or (a.name.text, reading.unit(a.start)) in seen:
            continue
        preferred = (
            a.concept.abbr
            if a.name.lang == "mul" and a.concept.abbr
            else (a.concept.zh if a.name.lang.startswith("zh") and a.concept.zh else a.concept.en)
        )
        if fold(preferred).text == fold(written).text and preferred == written:
            continue
        seen.add((a.name.text, reading.unit(a.start)))
        wrong = a.name.type == "misspelling"
        yield Finding(
            a.start,
            a.end,
            "check.misspelt" if wrong else "check.former",
            {"form": " ".join(a.text.split()), "preferred": preferred},
            severity="error" if wrong else "warning",
        )


CHECK = Check(
    "superseded-name",
    "warning",
    "CNCTST; NLM MeSH; HGNC",
    find,
    bad=(
        ("1 引言\n\n心肌梗塞患者多。\n", "心肌梗塞"),
        ("1 引言\n\n炎症因子 IL-β 升高。\n", "IL-β"),
        ("1 引言\n\n美尼尔氏病与韦格纳肉芽肿少见。\n", "美尼尔氏病"),
        ("Introduction\n\nWegener granulomatosis is rare.\n", "Wegener granulomatosis"),
        (
            "Introduction\n\nNon-insulin-dependent diabetes mellitus is common.\n",
            "Non-insulin-dependent diabetes mellitus",
        ),
        ("Introduction\n\nGlutamic-pyruvic transaminase rose.\n", "Glutamic-pyruvic transaminase"),
    ),
    good=("1 引言\n\n心肌梗死患者多，司机率先到达。\n",),
)

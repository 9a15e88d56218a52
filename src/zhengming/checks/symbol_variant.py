"""Spellings of one symbol that differ in hyphen, Greek letter, case or dash: MMP-13 and MMP13, TGFβ1, iNOs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from zhengming.checks.frame import Check, Finding
from zhengming.checks.reading import RUNNING, Reading, Use


def find(reading: Reading) -> Iterator[Finding]:
    """The first use of each spelling but the one used most; dashes that only look like a hyphen; names in small letters."""
    for key, uses in reading.uses_of.items():
        spellings: dict[str, list[Use]] = defaultdict(list)
        for use in uses:
            if not use.gene and len(key) >= 3:
                spellings[use.form[:-1] if use.plural else use.form].append(use)
        counts = Counter({form: len(places) for form, places in spellings.items()})
        if len(counts) > 1 and sum(map(str.isupper, max(counts, key=lambda form: sum(map(str.isupper, form))))) > 1:
            best = _preferred(reading, counts)
            for form, places in spellings.items():
                # CCK8 beside CCK-8: nobody has to define it, but it has one spelling.
                joined = form.replace("-", "") == best.replace("-", "") and counts[best] > 1
                if (
                    form != best
                    and (joined or not reading.is_exempt(form))
                    and not _begins(reading, form, best, places)
                ):
                    use = places[0]
                    mended = best + ("s" if use.plural else "")
                    yield Finding(
                        use.start,
                        use.end,
                        "check.symbol_variant",
                        {"form": use.form, "other": mended},
                        fix=mended,
                        more=tuple((u.start, u.end) for u in places[1:] if u.plural == use.plural),
                    )
        yield from _slips(reading, key, uses)
        yield from _dashes(reading, uses)
        yield from _small(reading, key, uses)


def _preferred(reading: Reading, counts: Counter[str]) -> str:
    """The commonest spelling; of as many the one that the lexicon prefers."""
    known = {concept.abbr for form in counts for concept in reading.listed(form)}
    # PKCa beside PKCα: the Latin letter is the slip.
    return max(counts, key=lambda form: (not form.isascii(), counts[form], form in known))


def _begins(reading: Reading, form: str, best: str, places: list[Use]) -> bool:
    """LncRNA where a sentence begins."""
    if form[1:] != best[1:] or not form[0].isupper():
        return False
    return all(
        reading.text[: use.start].rstrip()[-1:] in ("", *"。.!?；;:：") or reading.text[use.start - 1] == "\n"
        for use in places
    )


def _slips(reading: Reading, key: str, uses: list[Use]) -> Iterator[Finding]:
    """BDGF for BDNF, TMS for rTMS: nothing that is known, and a letter away from what the manuscript defines."""
    use = uses[0]
    if use.form.endswith("S") and len(use.form) > 3:
        singular = reading.uses_of.get(reading.key(use.form[:-1])[0], ())
        plural = next((other.form for other in singular if other.plural), "")
        if plural and key not in reading.known:
            # NSAIDS beside NSAIDs.
            yield Finding(use.start, use.end, "check.symbol_variant", {"form": use.form, "other": plural}, fix=plural)
            return
    if key in reading.known or len(uses) > 2 or use.gene or use.attached or reading.is_exempt(use.form):
        return
    if use.scope not in RUNNING or reading.listed(use.form) or not use.form.isascii():
        return
    for item in reading.defined:
        right = item.short
        if _is_slip(use.form.removesuffix("s"), right.form.removesuffix("s")) and len(reading.uses_of[right.key]) > 1:
            if use.form in right.form and use.unit != right.unit:
                continue
            values = {"form": use.form, "other": right.form}
            yield Finding(use.start, use.end, "check.symbol_variant", values)
            return


def _is_slip(form: str, right: str) -> bool:
    """Whether one letter is wrong, two have changed places, or the beginning is lost."""
    if right != form and right.endswith(form) and form.isupper() and form.isalpha() and len(form) > 1:
        # TMS for rTMS, ACR for UACR: the beginning is lost.
        return len(right) - len(form) <= 2 and right.isalpha()
    if len(form) != len(right) or len(form) < 3 or not form.isupper() or not right.isupper():
        return False
    wrong = [number for number, (a, b) in enumerate(zip(form, right, strict=True)) if a != b]
    if any(not (form[number] + right[number]).isalpha() for number in wrong):
        return False
    if len(wrong) == 1:
        # The first letter tells one thing from another: HDL and LDL, sensitivity of left and right.
        return wrong[0] > 0 and len(form) > 3
    return len(wrong) == 2 and wrong[1] == wrong[0] + 1 and sorted(form) == sorted(right)


def _dashes(reading: Reading, uses: list[Use]) -> Iterator[Finding]:
    for use in uses:
        raw = reading.text[use.start : use.end]
        if "ß" in raw:
            # The German letter in place of the Greek one.
            yield Finding(
                use.start, use.end, "check.symbol_variant", {"form": raw, "other": use.form}, fix=raw.replace("ß", "β")
            )
        if reading.is_exempt(use.form):
            # L4–L5: from one to the other.
            continue
        if any(dash in raw for dash in "\u2043\u2212\u2013\u2014\uff0d\u00ad"):
            yield Finding(use.start, use.end, "check.dash", {"form": use.form}, fix=use.form)


def _small(reading: Reading, key: str, uses: list[Use]) -> Iterator[Finding]:
    """ki67 for Ki-67: a listed symbol all in small letters."""
    use = uses[0]
    if not (use.form.islower() and use.form[0].isascii() and any(map(str.isdigit, use.form)) and len(key) > 3):
        return
    for concept in reading.listed(use.form):
        listed = [name.text for name in concept.names if name.lang == "mul" and reading.key(name.text)[0] == key]
        capital = next((name for name in listed if not name.islower()), None)
        if capital and not any(
            name == use.form for name in listed if name != capital and name[0].islower() and "mi" in name
        ):
            yield Finding(
                use.start, use.end, "check.symbol_variant", {"form": use.form, "other": capital}, severity="info"
            )
            return


CHECK = Check(
    "symbol-variant",
    "error",
    "HGNC Guidelines for human gene nomenclature; ICMJE Recommendations",
    find,
    bad=(
        ("1 引言\n\n检测 TGF-ß1 与 IL-6。\n", "TGF-ß1"),
        ("1 引言\n\n检测 MMP-13 与 MMP-3。MMP13 升高，MMP-13 降低。\n", "MMP13"),
        ("1 引言\n\nTGF-β1 升高。TGF-β1 下降。TGFβ1 不变。\n", "TGFβ1"),
        ("1 引言\n\n急性肾损伤（acute kidney injury，AKI）多见。AKI 可逆。AKI 难防，AIK 少见。\n", "AIK"),
        (
            "1 引言\n\n重复经颅磁刺激（repetitive transcranial magnetic stimulation，rTMS）无创。rTMS 有效。TMS 安全。\n",
            "TMS",
        ),
    ),
    good=("1 引言\n\n检测 MMP-13 与 MMP-3。MMP-13 升高。Mmp13 基因的表达不变。\n",),
)

"""Checks of a manuscript's terminology: one rule a file, each with its authority, bad and good examples. Start at `check`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from zhengming.checks import (
    abstract_missing_concept,
    chinese_variants,
    defined_after_use,
    defined_twice,
    defined_unused,
    english_missing,
    expandable_short_form,
    half_width_marks,
    long_form_after_definition,
    needless_abbreviation,
    number_agreement,
    pair_mismatch,
    plural_mixed,
    superseded_name,
    symbol_variant,
    table_note_missing,
    title_abbreviation,
    two_expansions,
    two_short_forms,
    undefined_short_form,
    wrong_expansion,
)
from zhengming.checks.frame import Check, Finding
from zhengming.checks.ignores import ignored
from zhengming.checks.reading import Reading
from zhengming.checks.words import Words, words
from zhengming.formats import Source
from zhengming.manuscript import manuscript
from zhengming.profiles import PROFILES, Profile, profile_of
from zhengming.tagger import Tagger

__all__ = ["CHECKS", "PROFILES", "Check", "Finding", "Profile", "check", "profile_of", "words"]

#: In the order of a reader's work: what is not defined, what is defined badly, what is not one, what is called wrongly.
CHECKS: dict[str, Check] = {
    module.CHECK.name: module.CHECK
    for module in (
        undefined_short_form,
        expandable_short_form,
        defined_twice,
        defined_after_use,
        defined_unused,
        long_form_after_definition,
        two_expansions,
        two_short_forms,
        plural_mixed,
        symbol_variant,
        wrong_expansion,
        number_agreement,
        english_missing,
        chinese_variants,
        superseded_name,
        pair_mismatch,
        abstract_missing_concept,
        half_width_marks,
        title_abbreviation,
        table_note_missing,
        needless_abbreviation,
    )
}


def check(
    source: Source,
    tagger: Tagger,
    *,
    profile: Profile | None = None,
    vocabulary: Words | None = None,
    progress: Callable[[Sequence[Check]], Iterable[Check]] = iter,
) -> list[Finding]:
    """The problems of a manuscript.

    Args:
        source: the document as a format's reader gives it.
        tagger: what finds its concepts and definitions.
        profile: what the journal asks for; None for what every careful editor does.
        vocabulary: the words of the rules; None for the packaged ones.
        progress: given the checks, gives them one after the other, and may show how far it is.

    Returns:
        list: in order of their places; what an `ignore` in the text covers is left out.
    """
    profile = profile or Profile()
    paper = manuscript(source, profile.headings)
    reading = Reading(paper, tagger, vocabulary or words(), profile)
    found: dict[tuple[int, int, str], Finding] = {}
    for rule in progress(list(CHECKS.values())):
        if rule.name in profile.disabled:
            continue
        for item in rule.find(reading):
            text = source.text[item.start : item.end]
            made = replace(item, rule=rule.name, severity=item.severity or rule.severity, text=text)
            found.setdefault((made.start, made.end, made.rule), made)
    return sorted(
        (item for item in found.values() if not ignored(source, item)), key=lambda f: (f.start, f.end, f.rule)
    )

"""Single strings: what a name stands for, and which concept a free string means. Start reading at `normalize`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming import fuzzy
from zhengming.folding import fold
from zhengming.model import Concept, Match, Name, Sense, Via
from zhengming.work import Tools


def lookup(tools: Tools, query: str) -> list[Sense]:
    """What an abbreviation, a term or an id stands for.

    Args:
        tools: what is built from the lexicon.
        query: a name in any spelling, an id of ours (`ZM:…`) or an identifier elsewhere (`MESH:…`).

    Returns:
        list: all senses, best first; a meaning that is not ours has no concept. Empty if nothing is found.
    """
    query = query.strip()
    concept = tools.lexicon.resolve(query)
    if concept is not None:
        return [Sense(concept, query, concept.en, concept.zh, 1.0)]
    entries = tools.entries(query)
    ranked: dict[object, Sense] = {}
    for name in dict.fromkeys([query, *(entry.name.text for entry in entries)]):
        for meaning in tools.lexicon.meanings.get(name, ()):
            sense = Sense(meaning.concept, name, meaning.long_en, meaning.long_zh, meaning.prior)
            ranked.setdefault(meaning.concept or (meaning.long_en, meaning.long_zh), sense)
    for entry in entries:
        share = 0.9 if not ranked else 0.01
        sense = Sense(entry.concept, entry.name.text, entry.concept.en, entry.concept.zh, share)
        ranked.setdefault(entry.concept, sense)
    return sorted(ranked.values(), key=lambda sense: -sense.score)


def near(tools: Tools, query: str, k: int) -> list[Name]:
    """Listed names that look like a string: what to offer when `lookup` finds nothing."""
    folded = fold(query.strip()).text
    found = fuzzy.similar_names(folded, tools.spellings, k * 3)
    if not found and len(folded) > 3:
        found = fuzzy.nearest_short(folded, tools.spellings, k * 3)
    index = tools.lexicon.index
    names = (entry.name for spelling, _ in found for entry in index.get(spelling, ())[:1])
    return list({name.text: name for name in names}.values())[:k]


def normalize(tools: Tools, text: str, k: int, min_score: float) -> list[Match]:
    """The concepts that a free string may mean.

    Args:
        tools: what is built from the lexicon.
        text: a term as somebody wrote it.
        k: at most so many answers.
        min_score: leave out answers below this score.

    Returns:
        list: best first; [] means nothing is close enough.
    """
    for steps, form in _forms(tools, text):
        found = _exact(tools, form, steps)
        if found:
            return [m for m in found[:k] if m.score >= min_score]
    answers: dict[Concept, Match] = {}
    for steps, form in _forms(tools, text):
        for spelling, similarity in fuzzy.nearest_names(form.lower(), tools.spellings):
            for entry in tools.lexicon.index.get(spelling, ()):
                score = round(similarity * 0.9, 4)
                known = answers.get(entry.concept)
                if known is None or known.score < score:
                    trail = (*steps, "fuzzy.nearest_names")
                    answers[entry.concept] = Match(entry.concept, entry.name, score, "fuzzy", trail, False)
    best = sorted(answers.values(), key=lambda m: -m.score)
    return [m for m in best[:k] if m.score >= min_score]


def _exact(tools: Tools, form: str, steps: tuple[str, ...]) -> list[Match]:
    entries = tools.entries(form)
    if not entries:
        return []
    priors = {
        meaning.concept: meaning.prior
        for entry in entries
        for meaning in tools.lexicon.meanings.get(entry.name.text, ())
        if meaning.concept is not None
    }
    answers: dict[Concept, Match] = {}
    concepts = {entry.concept for entry in entries}
    for entry in entries:
        unsure = len(concepts) > 1 or entry.concept in priors
        score = priors.get(entry.concept, 0.5 if len(concepts) > 1 else 0.97)
        via: Via = "composition" if "strings.species" in steps else "lexicon"
        answers.setdefault(
            entry.concept,
            Match(entry.concept, entry.name, score, via, (*steps, *entry.steps), unsure),
        )
    return sorted(answers.values(), key=lambda m: -m.score)


def _forms(tools: Tools, text: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """A free string, then simpler forms of it, each with the steps that made it."""
    plain = " ".join(fold(text).cased.split())
    if not plain:
        return
    seen = {plain}
    yield (), plain
    queue: list[tuple[tuple[str, ...], str]] = [((), plain)]
    while queue:
        steps, form = queue.pop(0)
        for simplify in (trim, close_spaces, bracketed, species, word_order):
            for simpler in simplify(tools, form):
                simpler = " ".join(simpler.split())
                if simpler and simpler not in seen:
                    seen.add(simpler)
                    step = (*steps, f"strings.{simplify.__name__}")
                    queue.append((step, simpler))
                    yield step, simpler


def trim(tools: Tools, form: str) -> Iterator[str]:
    """Marks around a term are not part of it."""
    yield form.strip(" .,;:。、()[]\"'")


def close_spaces(tools: Tools, form: str) -> Iterator[str]:
    """Spaces around marks, and between a letter and a number, say nothing."""
    yield re.sub(r"\s*([-/(),])\s*", r"\1", form)


def bracketed(tools: Tools, form: str) -> Iterator[str]:
    """肿瘤坏死因子α(TNF-α), Cr(Creatinine): what stands before the bracket, then what is in it."""
    match_ = re.fullmatch(r"([^()]+)\(([^()]+)\)([^()]*)", form)
    if match_:
        yield match_[1] + match_[3]
        yield match_[2]


def species(tools: Tools, form: str) -> Iterator[str]:
    """A species or a source before a name narrows it no further than our concepts go."""
    before = tools.origin.match(form)
    if before:
        yield form[before.end() :]


def word_order(tools: Tools, form: str) -> Iterator[str]:
    """`osteoarthritis of the knee` is `knee osteoarthritis`; 膝关节的骨关节炎 is 膝关节骨关节炎."""
    of = re.fullmatch(r"(.+?) (?:of|in) (?:the )?(.+)", form)
    if of:
        yield f"{of[2]} {of[1]}"
    inverted = re.fullmatch(r"([^,]+), ([^,]+)", form)
    if inverted:
        yield f"{inverted[2]} {inverted[1]}"
    if "的" in form:
        yield form.replace("的", "")

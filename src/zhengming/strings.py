"""Which concept a free string means. Start reading at `normalize`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from zhengming import forms, fuzzy
from zhengming.characters import is_han
from zhengming.folding import fold
from zhengming.forms import coordinated, glosses, members
from zhengming.heads import HEADS
from zhengming.lexicon import run_together
from zhengming.model import Concept, Match, Name, Via
from zhengming.morphemes import canonical, confusable, morphemes, ordinary
from zhengming.nearest import alike, generality, overlapping
from zhengming.work import EXACT, Tools, bare_short

#: What the last step says about an answer: the share of such answers that are right (`tests/benchmarks/calibration.py`).
SCORES = {"exact": EXACT, "words": 0.9, "together": 0.6, "misprint": 0.95, "gloss": 0.95}
#: What each step that leaves something out takes away.
_COST = {"forms.before": 0.01, "forms.after": 0.01, "forms.without_brackets": 0.02, "forms.measure": 0.01}


def normalize(
    tools: Tools,
    text: str,
    k: int,
    min_score: float,
    nearest: bool = False,
    shorts: Mapping[str, str] | None = None,
) -> list[Match]:
    """The concepts that a free string may mean.

    Args:
        tools: what is built from the lexicon.
        text: a term as somebody wrote it.
        k: at most so many answers.
        min_score: leave out answers below this score.
        nearest: where nothing is close enough, give what is nearest all the same.
        shorts: what the short forms of the document stand for that the string is from (see `shorthand.short_forms`).

    Returns:
        list: best first; [] means nothing is close enough.
    """
    plain, steps = defined(fold(text).cased, shorts or {})
    found = (
        family(tools, plain, steps)
        or _resolved(tools, plain, steps)
        or written_out(tools, plain, steps)
        or misprinted(tools, plain, steps)
        or mistyped(tools, plain, steps)
        or clipped(tools, plain, steps)
        or translated(tools, plain, steps)
        or together(tools, plain, steps)
        or remarked(tools, plain, steps)
    )
    if nearest and len(found) < k:
        known = {match.concept for match in found}
        found = [*found, *(m for m in overlapping(tools, plain, k + len(known), steps) if m.concept not in known)]
    refused = tools.lexicon.refused.get(plain.lower(), frozenset())
    return [
        match
        for match in found[:k]
        if match.score >= min_score and match.concept.id not in refused and not _of_animals(plain, match.concept)
    ]


def _resolved(tools: Tools, plain: str, steps: tuple[str, ...], inner: bool = False) -> list[Match]:
    """What a string means without a letter changed; simpler forms one after the other."""
    refused: set[str] = set()
    for made, form in forms.forms(plain):
        trail = (*steps, *made)
        if "forms.mistaken_letters" in made and plain in ordinary():
            continue
        refused |= tools.lexicon.refused.get(form.lower(), frozenset())
        found = (
            exact(tools, form, trail)
            or ([] if inner else gloss(tools, form, trail) or (len(made) < 3 and beside(tools, form, trail)) or [])
            or same_words(tools, form, trail)
        )
        found = [
            match
            for match in found
            if match.concept.id not in refused
            and _of_kind(match.concept, made)
            and not _of_animals(plain, match.concept)
        ]
        if found:
            return found
    return []


def _of_kind(concept: Concept, made: Iterable[str]) -> bool:
    """Whether what was left out stands behind names of this category."""
    heads = (HEADS.get(step.removeprefix("forms.")) for step in made)
    return not concept.category or all(concept.category in allowed for allowed in heads if allowed)


_ANIMALS = re.compile(
    r"(?:大鼠|小鼠|鼠|家?兔|犬|羊|山羊|绵羊|猪|牛|马|(?:rat|mouse|murine|rabbit|canine|ovine|porcine|bovine|equine)s?\b)"
)


def _of_animals(text: str, concept: Concept) -> bool:
    """大鼠脐静脉内皮细胞 is no human umbilical vein endothelial cell."""
    return concept.en.startswith("human ") and _ANIMALS.match(text) is not None


def _score(kind: str, steps: Iterable[str], factor: float = 1.0) -> float:
    return round(max(0.0, (SCORES[kind] - sum(_COST.get(step, 0.0) for step in steps)) * factor), 4)


def exact(tools: Tools, form: str, steps: tuple[str, ...]) -> list[Match]:
    """A listed name, or a spelling of one."""
    entries = tools.entries(form)
    if form.islower() and form in ordinary():
        # act, ranks, coli: what an abbreviation spells when it is written small is a word
        entries = [entry for entry in entries if entry.name.type != "abbreviation"]
    elif len(form) < 6 and form.isupper() and form.endswith("S") and not form.endswith("CS"):
        # CAPS and PNS are no plurals.
        entries = [entry for entry in entries if "variants.plural" not in entry.steps]
    elif not entries:
        letters = "" if "/" in form else run_together(form.lower())
        entries = tools.entries(tools.lexicon.run_together.get(letters, "")) if letters else []
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
    order = {id(entry): place for place, entry in enumerate(entries)}
    for entry in sorted(entries, key=lambda e: (e.spelling != form, *generality(e.concept, e.name), order[id(e)])):
        unsure = len(concepts) > 1 or entry.concept in priors
        score = priors.get(entry.concept, 0.5 if len(concepts) > 1 else _score("exact", steps))
        answers.setdefault(
            entry.concept,
            Match(entry.concept, entry.name, score, "lexicon", (*steps, *entry.steps), unsure),
        )
    return sorted(answers.values(), key=lambda m: -m.score)


def same_words(tools: Tools, form: str, steps: tuple[str, ...]) -> list[Match]:
    """The same words in another order, other plurals, function words or synonymous morphemes between them."""
    key = canonical(form.lower())
    # femora and tibiae are words, whatever their length.
    word = form.isalpha() and form[1:].islower() and len(form) > 4
    if len(key) < 3 or (fuzzy.looks_short(key) and not word):
        return []
    index = tools.lexicon.near
    found = [(place, 1.0) for place in index.same_words(key)]
    found = [item for item in found if fuzzy.rearranged(key, index.keys[item[0]])]
    named = _named(tools, form, found, "words", "lexicon", (*steps, "strings.same_words"))
    if "disease" in key.split():
        # A disease of the central nervous system is not the central nervous system.
        named = [
            m for m in named if m.concept.category in ("", "disease") or "disease" in canonical(m.name.text.lower())
        ]
    return named


_RATIO = re.compile(r"\bratios?\b|比值|比例|比率|比$")
_SHORT = re.compile(r"(?<![A-Za-z\d_-])[A-Z][A-Za-z]*[A-Z][A-Za-z]?(?![A-Za-z\d_])")


def written_out(tools: Tools, plain: str, steps: tuple[str, ...]) -> list[Match]:
    """Short forms inside a longer string by their long ones: UCB-derived MSCs, small EVs."""
    han = any(map(is_han, plain))

    def long(found: re.Match[str]) -> str:
        known = exact(tools, found[0], ())
        if not known or known[0].score < 0.5 or found[0] == plain:
            return found[0]
        return known[0].concept.zh if han and known[0].concept.zh else known[0].concept.en

    # What stands in brackets explains the rest: the HSCs of hepatic stellate cells (HSCs) are no other ones.
    written = "".join(part if part[:1] == "(" else _SHORT.sub(long, part) for part in re.split(r"(\([^()]*\))", plain))
    return _resolved(tools, written, (*steps, "strings.written_out")) if written != plain else []


def misprinted(tools: Tools, plain: str, steps: tuple[str, ...]) -> list[Match]:
    """A misprint of a listed name, as far as the guards of `fuzzy` let it count."""
    for made, form in forms.forms(plain):
        key = canonical(form.lower())
        if "forms.mistaken_letters" in made or (made and len(key) < 3):
            # One slip is mended already, or what is left of a longer string is too short to be a misprint of anything.
            continue
        index = tools.lexicon.near
        found = fuzzy.nearest_names(key, index) or fuzzy.nearest_names(_with_endings(form, key), index)
        if not found and (meant := fuzzy.respelled(key, index)):
            found = [(place, 1 - 1 / len(key)) for place in index.same_words(meant)]
        if found and is_han(form[0]) and (tools.lexicon.words.counts[form] or form in ordinary()):
            # 家属 and 神经炎 are words, and no misprints of 家猪 and 神经炎症.
            found = [item for item in found if len(form) > 3 and len(index.keys[item[0]]) != len(key)]
        if found:
            best = found[0][1]
            near = [item for item in found if item[1] > best - 0.02]
            named = _named(tools, form, near, "misprint", "fuzzy", (*steps, *made, "strings.misprinted"))
            if named := [match for match in named if _of_kind(match.concept, made)]:
                return named
    return []


def _with_endings(form: str, key: str) -> str:
    """A canonical string with the s that seemed a plural's: arthrits is no plural of arthrit."""
    given, words = form.lower().split(), key.split()
    if len(given) != len(words) or given == words:
        return ""
    return " ".join(own if own == f"{word}s" else word for own, word in zip(given, words, strict=True))


def clipped(tools: Tools, plain: str, steps: tuple[str, ...]) -> list[Match]:
    """Shortened words: chondrogenic diff., flow cyt."""
    for made, form in forms.forms(plain) if plain.isascii() else ():
        found = [(place, 1.0) for place in fuzzy.clipped_names(form.lower(), tools.lexicon.near)]
        named = _named(tools, form, found, "words", "fuzzy", (*steps, *made, "strings.clipped"))
        if len(named) == 1 and _of_kind(named[0].concept, made):
            return named
    return []


def mistyped(tools: Tools, plain: str, steps: tuple[str, ...]) -> list[Match]:
    """A listed Chinese name with one character that sounds or looks like the right one: 运动疗发.

    `misprinted` compares canonical forms, in which synonyms stand for each other; a slip in one of them is seen only here.
    """
    if (
        not 4 <= len(plain) <= 16
        or not all(map(is_han, plain))
        or tools.lexicon.words.counts[plain]
        or plain in ordinary()
    ):
        return []
    others = confusable()
    for place, character in enumerate(plain):
        for other in sorted(others.get(character, ())):
            made = plain[:place] + other + plain[place + 1 :]
            if other != character and made in tools.lexicon.index and not fuzzy.opposed(plain, made):
                found = exact(tools, made, ())
                if len(found) == 1:
                    trail = (*steps, "strings.mistyped")
                    return [Match(m.concept, m.name, _score("misprint", trail), "fuzzy", trail, False) for m in found]
    return []


def _named(
    tools: Tools, form: str, found: Sequence[tuple[int, float]], kind: str, via: Via, steps: tuple[str, ...]
) -> list[Match]:
    """The concepts of names in the index, best first."""
    answers: list[tuple[tuple[object, ...], Concept, Name, float]] = []
    lower = form.lower()
    for place, similarity in found:
        for concept, name in (tools.lexicon.name_at(*pair) for pair in tools.lexicon.near.names_of(place)):
            order = (-similarity, name.text.lower() != lower, *generality(concept, name))
            answers.append((order, concept, name, similarity))
    answers.sort(key=lambda item: item[0])
    concepts = list(dict.fromkeys(concept for _, concept, _, _ in answers))
    matches: dict[Concept, Match] = {}
    for place, (_, concept, name, _similarity) in enumerate(answers):
        share = 1.0 if len(concepts) == 1 else 0.6 if not place else 0.3
        matches.setdefault(concept, Match(concept, name, _score(kind, steps, share), via, steps, len(concepts) > 1))
    return list(matches.values())


def gloss(tools: Tools, form: str, steps: tuple[str, ...]) -> list[Match]:
    """肿瘤坏死因子α(TNF-α): a term with its translation or short form in brackets; both must fit where both are known."""
    pair = forms.bracketed(form)
    if pair is None:
        return []
    first, inside = pair
    trail = (*steps, "strings.gloss")
    # OA (hip), 骨关节炎(膝): what stands in brackets may belong in front.
    narrower = exact(tools, f"{inside} {first}" if first.isascii() else inside + first, trail)
    if narrower:
        return narrower
    ours = _resolved(tools, first, (), inner=True) or misprinted(tools, first, ())
    theirs: list[Match] = []
    short = fuzzy.looks_short(canonical(first.lower()))
    for part in glosses(inside):
        # hDPSCs(人牙髓干细胞): behind a short form stands what it means, qualified or not.
        written_out = short and not fuzzy.looks_short(canonical(part.lower()))
        theirs += (
            _resolved(tools, part, (), inner=True)
            if written_out
            else exact(tools, part, ()) or same_words(tools, part, ())
        )
    if both := _agreed(ours, theirs, trail):
        return both
    if ours:
        ours = _narrower(ours, theirs) or ours
        return [Match(m.concept, m.name, m.score, m.via, (*trail, *m.steps), m.ambiguous) for m in ours]
    # SST interneuron (Mus musculus) is said of an animal, and no animal.
    theirs = [m for m in theirs if m.concept.category != "organism"]
    if f"{first}(" in form and form.isascii() and " " not in first and first not in morphemes("after"):
        # tRNA(Thr) is no total hip replacement.
        theirs = [m for m in theirs if set(inside.lower()) <= set(first.lower())]
    if fuzzy.looks_short(canonical(inside.lower())) and not fuzzy.looks_short(canonical(first.lower())):
        # A short form alone may mean anything: what it stands for here must look like what we know under it.
        theirs = [m for m in theirs if alike(first, m.concept) >= 0.6]
    elif any(map(is_han, first)) and any(map(is_han, inside)):
        # M2型(抗炎): no translation, and what we do not know it may be said of.
        theirs = [m for m in theirs if alike(first, m.concept) >= 0.3]
    score = _score("gloss", trail, 1.0 if len({m.concept for m in theirs}) == 1 else 0.5)
    return [Match(m.concept, m.name, score, m.via, (*trail, *m.steps), len(theirs) > 1) for m in theirs]


def beside(tools: Tools, form: str, steps: tuple[str, ...]) -> list[Match]:
    """骨关节炎 OA, PBS: phosphate-buffered saline: a name and its translation or short form, without brackets.

    Side by side and not the same they are two terms, or a new one (α5 整合素).
    """
    trail = (*steps, "strings.beside")
    if "(" in form:
        return []
    for pair in forms.beside(form):
        sure = [exact(tools, part, ()) or same_words(tools, part, ()) for part in pair]
        if not any(sure):
            continue
        ours, theirs = (
            known or _same_symbols(part, _resolved(tools, part, (), inner=True) or misprinted(tools, part, ()))
            for part, known in zip(pair, sure, strict=True)
        )
        if both := _agreed(ours, theirs, trail):
            return both
        if ours and theirs:
            # 白细胞介素IL-6: the class, then which of it.
            if found := _narrower(ours, theirs):
                return [Match(m.concept, m.name, m.score, m.via, (*trail, *m.steps), m.ambiguous) for m in found]
            continue
        known, unknown = (ours, pair[1]) if ours else (theirs, pair[0])
        if any(map(is_han, known[0].name.text)) == any(map(is_han, unknown)) or fuzzy.looks_short(canonical(unknown)):
            continue
        # 树突细胞 dendritic cells: nearly what the concept is called in the other language.
        similar = [m for m in known if alike(unknown, m.concept) >= 0.8]
        if len(similar) == 1 and len(known) == 1:
            m = similar[0]
            return [Match(m.concept, m.name, _score("gloss", trail), m.via, (*trail, *m.steps), False)]
    return []


def translated(tools: Tools, plain: str, steps: tuple[str, ...]) -> list[Match]:
    """The messy name of one script before something of its name in the other: alk. phos. activity 碱磷酶."""
    halves = forms.across(plain)
    if halves and halves[1][:1].isdigit():
        # 成纤维细胞生长因子 23: the number is the name's.
        return []
    trail = (*steps, "strings.translated")
    for half, other in (halves, halves[::-1]) if halves else ():
        found = _anyhow(tools, half)
        if len(found) == 1 and alike(other, found[0].concept) >= _SOMETHING:
            return [Match(m.concept, m.name, _score("words", trail), m.via, (*trail, *m.steps), False) for m in found]
    return []


#: The least of a translation that tells it from another term.
_SOMETHING = 0.3


def remarked(tools: Tools, plain: str, steps: tuple[str, ...]) -> list[Match]:
    """A name before a remark that is no part of it: Embase (Ovid), 1974-2020."""
    head = forms.remarked(plain)
    found = _same_symbols(head, _anyhow(tools, head)) if head else []
    trail = (*steps, "strings.remarked")
    return [Match(m.concept, m.name, _score("words", trail), m.via, (*trail, *m.steps), m.ambiguous) for m in found]


def _anyhow(tools: Tools, form: str) -> list[Match]:
    """What a part of a string means, by every step but those for two parts."""
    return (
        _resolved(tools, form, (), inner=True)
        or misprinted(tools, form, ())
        or mistyped(tools, form, ())
        or clipped(tools, form, ())
    )


def _same_symbols(part: str, found: Sequence[Match]) -> list[Match]:
    """The answers with the numbers and Greek letters of the string: one that lost some is told by the other half."""
    own = fuzzy.symbols(canonical(part.lower()))
    return [m for m in found if fuzzy.symbols(canonical(fold(m.name.text).text)) == own]


def _agreed(ours: Sequence[Match], theirs: Sequence[Match], trail: tuple[str, ...]) -> list[Match]:
    """What both halves mean."""
    others = {other.concept for other in theirs}
    both = [m for m in ours if m.concept in others]
    score = _score("exact", trail)
    return [Match(m.concept, m.name, score, m.via, (*trail, *m.steps), len(both) > 1) for m in both]


def _narrower(ours: Sequence[Match], theirs: Sequence[Match]) -> list[Match]:
    """The one concept of the other half that is a case of what the first half means."""
    found = [m for m in theirs if m.concept.parent in {other.concept.id for other in ours}]
    return found[:1] if len({m.concept for m in found}) == 1 else []


def together(tools: Tools, plain: str, steps: tuple[str, ...]) -> list[Match]:
    """Several terms in one: breast and ovarian cancer."""
    # The ratio of two is neither.
    parts = [] if _RATIO.search(plain) else coordinated(plain.strip())
    found = [_resolved(tools, part, ()) for part in parts]
    return _each("together", found, (*steps, "strings.together")) if parts and all(found) else []


def family(tools: Tools, plain: str, steps: tuple[str, ...]) -> list[Match]:
    """Members of a family written together: Smad2/3, I/III型胶原; each must be listed."""
    if exact(tools, plain, ()):
        return []
    for parts in members(plain.strip()):
        found = [exact(tools, part, ()) for part in parts]
        if all(found):
            return _each("exact", found, (*steps, "strings.family"))
    return []


def _each(kind: str, found: Sequence[Sequence[Match]], trail: tuple[str, ...]) -> list[Match]:
    firsts = {matches[0].concept: matches[0] for matches in found}
    return [
        Match(m.concept, m.name, _score(kind, trail), "composition", (*trail, *m.steps), len(firsts) > 1)
        for m in firsts.values()
    ]


# --- the document at hand --------------------------------------------------------------------------------------------


def defined(text: str, shorts: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """A string with the short forms in it written out as its document defines them."""
    for pattern in (r"([\s/,()]+)", r"([\s/,()-]+)"):
        pieces = re.split(pattern, text)
        full = [shorts.get(bare_short(piece), piece) for piece in pieces]
        if full != pieces:
            return "".join(full), ("strings.defined",)
    return text, ()


def split(tools: Tools, cell: str) -> list[str]:
    """The terms of a cell that holds several: IL-6、TNF-α; MSC; exosome."""
    return forms.parts(
        cell, lambda part: bool(tools.entries(part)), lambda part: bool(_resolved(tools, fold(part).cased, ()))
    )

"""What a hit means: what the document defines, the only meaning there is, or the one that the context favours."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from zhengming import senses
from zhengming.characters import HAN, is_han
from zhengming.conventional import conventional_start, is_long_form, stands_for
from zhengming.lexicon import Meaning
from zhengming.longforms import aligned
from zhengming.match import Hit, edges_hold
from zhengming.model import Concept, Name
from zhengming.work import SCORES, Candidate, Tools, Work, bare_short

if TYPE_CHECKING:
    from zhengming.shortforms import Found


def read_definitions(tools: Tools, work: Work) -> None:
    """What the document itself defines, and which concept each definition means."""
    text = work.folded.cased
    if "(" not in text and ";" not in text and "\n" not in text and (text.isascii() or not _MAY_DEFINE.search(text)):
        return
    # A look-up needs none of its patterns, and they take longer to compile than it takes.
    from zhengming import abbreviations

    lore = _Lore(tools, work)
    for found in abbreviations.definitions(text, lore):
        found, concept, sure = _defined_concept(tools, text, found, lore)
        if not sure:
            continue
        work.definitions.append((found, concept))
        if found.short:
            short = bare_short(text[slice(*found.short)])
            meant_so_far = work.defined.setdefault(short, [])
            if not meant_so_far or meant_so_far[-1][1] != concept:
                meant_so_far.append((found.span[0], concept))
            work.note(*found.short, "abbreviations.definitions", concept is not None, concept.en if concept else "—")


#: Words and signs that introduce another name without a bracket.
_MAY_DEFINE = re.compile("[称即写略=]")


class _Lore:
    """What the lexicon knows about one text; most texts never ask for hits."""

    def __init__(self, tools: Tools, work: Work) -> None:
        self._tools = tools
        self._work = work
        self._text = work.folded.cased

    def start(self, end: int) -> int | None:
        """Where the longest Chinese name, or what we know not to be ours (诱导多能干细胞), begins that ends there."""
        text = self._text
        begins = [hit.start for hit in self.hits.get(end, ()) if is_han(text[hit.start]) or is_han(text[end - 1])]
        others = (self._blocks.get(end), conventional_start(text, end))
        return min([*begins, *(other for other in others if other is not None)], default=None)

    def known(self, text: str) -> bool:
        """Whether a string is a listed name, or a meaning of an ambiguous one, whether ours or not."""
        lower = text.lower()
        lexicon = self._tools.lexicon
        return lower in lexicon.index or lower in lexicon.long_forms or is_long_form(text)

    def names(self, short: str, long: str) -> bool:
        """Whether a short and a long form are names of one concept."""
        own = self._tools.concepts_of_short[short]
        return (bool(own) and not own.isdisjoint(self._tools.concepts_of(long))) or stands_for(short, long)

    def crosses(self, position: int) -> bool:
        """Whether a word of the dictionary reaches over a position."""
        return bool(self._tools.lexicon.words.crossing(self._text, position))

    @cached_property
    def hits(self) -> dict[int, list[Hit]]:
        """The hits by their end."""
        found: dict[int, list[Hit]] = {}
        for hit in self._work.hits:
            found.setdefault(hit.end, []).append(hit)
        return found

    @cached_property
    def _blocks(self) -> dict[int, int]:
        """The start of the longest block by its end."""
        found: dict[int, int] = {}
        for start, end, _ids in self._work.blocks:
            found[end] = min(start, found.get(end, start))
        return found


def _defined_concept(tools: Tools, text: str, found: Found, lore: _Lore) -> tuple[Found, Concept | None, bool]:
    """The definition with its best Chinese left edge, the concept it means, and whether it is one at all.

    Of the listed names that end at the bracket, the one that means the same as the English (慢性压迫|背根神经节) is it.

    `炎症 (M1) 表型` and `SP1（抑制软骨细胞增殖）` only look like one: without an English long form, a short form of ours
    that means something else and whose letters the Chinese does not explain is a remark, not a definition.
    """
    long_en = text[slice(*found.long_en)] if found.long_en else None
    long_zh = text[slice(*found.long_zh)] if found.long_zh else None
    english = tools.concepts_of(long_en) if long_en else set()
    chinese = tools.concepts_of(long_zh) if long_zh else set()
    listed = bool(long_en) and bool(tools.lexicon.index.get((long_en or "").lower()))
    if english and found.long_zh and not chinese & english and (listed or found.letters < 1):
        for hit in lore.hits.get(found.long_zh[1], ()):
            if any(e.concept in english for e in hit.entries):
                shift = found.span[0] == found.long_zh[0]
                found = found._replace(
                    long_zh=(hit.start, hit.end), span=(hit.start if shift else found.span[0], found.span[1])
                )
                chinese = {e.concept for e in hit.entries}
    short_text = text[slice(*found.short)] if found.short else ""
    own: Set[Concept] = tools.concepts_of_short[short_text] if found.short else frozenset()
    if chinese and found.long_zh and _modified(text, found.long_zh[0]):
        chinese = set()
    both = english & chinese
    if both:
        return found, min(both & own or both), True
    for side in (chinese, english):
        if side & own:
            return found, min(side & own), True
    broader = {concept.id for concept in chinese | english}
    narrower = [concept for concept in own if concept.parent in broader]
    if len(narrower) == 1:
        # 由诱导多能干细胞分化得到的间充质干细胞（iMSC）: the letters say more than the words before the bracket.
        return found, narrower[0], True
    if found.short and not long_en and own:
        return _unlisted(tools, found, long_zh or "", short_text, own, bool(chinese))
    if own and found.short and long_en and (english or chinese) and not aligned(short_text, long_en):
        # NSAIDs (celecoxib): a case of it; LDH (L4/5 椎间盘突出): a remark.
        return found, None, False
    if english and not chinese:
        return found, min(english), True
    if chinese and not english and (long_en is None or own):
        concept = min(chinese)
        if long_en is None and short_text and found.letters < 0.5 and not _could_abbreviate(short_text, concept):
            return found, None, False
        return found, concept, True
    if english and chinese:
        return found, min(chinese), True
    return found, None, True


def _unlisted(
    tools: Tools, found: Found, long_zh: str, short: str, own: Set[Concept], listed: bool
) -> tuple[Found, Concept | None, bool]:
    """A short form of ours behind Chinese that is no name of what it means with us: another wording, or another thing."""
    rivals = {m.long_zh for m in tools.lexicon.meanings.get(bare_short(short), ()) if m.concept is None}
    if any(rival and rival in long_zh for rival in rivals):
        return found, None, True
    closest = max(own, key=lambda concept: (_likeness(long_zh, concept), concept))
    likeness = _likeness(long_zh, closest)
    if not listed and likeness >= _SAME_WORDING:
        return found, closest, True
    if found.letters >= 0.5 and found.long_zh is not None:
        return found, None, True
    named = found.long_zh is not None and found.long_zh[0] < (found.short or (0, 0))[0]
    # 主网络基站（PBS）: a full name that shares nothing with any of ours.
    return found, None, named and not listed and bool(long_zh) and likeness == 0


#: From this share of its pairs of characters on, a Chinese term is another wording of a name.
_SAME_WORDING = 0.6


def _likeness(text: str, concept: Concept) -> float:
    """The share of the neighbouring pairs of characters that a Chinese string shares with the nearest name of a concept."""
    pairs = {text[at : at + 2] for at in range(len(text) - 1)}
    best = 0.0
    for name in concept.names:
        if name.lang.startswith("zh"):
            others = {name.text[at : at + 2] for at in range(len(name.text) - 1)}
            best = max(best, 2 * len(pairs & others) / max(1, len(pairs) + len(others)))
    return best


def _could_abbreviate(short: str, concept: Concept) -> bool:
    """Whether a short form has the letters of one of the concept's English names: SF-36 after 生活质量 has not."""
    return any(aligned(short, name.text) for name in concept.names if name.lang == "en")


def _modified(text: str, start: int) -> bool:
    """Whether a Chinese name goes on to the left: 髓核源|间充质干细胞 is not just any of them."""
    before = text[max(0, start - 3) : start]
    return before.endswith(("源", "源性", "来源", "来源的", "衍生", "样", "类"))


def choose_meanings(tools: Tools, work: Work) -> None:
    """One concept for each hit: the document's own meaning, the only one, or the one that the context favours."""
    if not work.hits:
        return
    meanings = tools.lexicon.meanings
    defined = work.defined
    unsure: list[Hit] = []
    sure: list[Candidate] = []
    for hit in work.hits:
        start, end, entries, plain = hit
        entry = entries[0]
        if defined and entry.name.type == "abbreviation":
            own = defined.get(bare_short(work.folded.cased[start:end]))
            if own:
                concept = _meaning_at(own, start)
                work.note(start, end, "meanings.choose_meanings", concept is not None, "the document defines it")
                if concept is not None:
                    name = next((e.name for e in entries if e.concept == concept), entry.name)
                    sure.append(Candidate(start, end, concept, name, SCORES["definition"], "definition", False))
                continue
        if not plain and (entry.name.text in meanings or any(other.concept is not entry.concept for other in entries)):
            unsure.append(hit)
            continue
        sure.append(Candidate(start, end, entry.concept, entry.name, SCORES[entry.via], entry.via, False))
    work.candidates = sure
    if unsure:
        inner = work.inner
        _rank_unsure(tools, work, unsure, frozenset([c[2] for c in sure if not inner or c[:2] not in inner]))
        # In order of their places there is nothing to cover in most texts.
        work.candidates.sort(key=_SPAN)


def _rank_unsure(tools: Tools, work: Work, unsure: Sequence[Hit], company: frozenset[str]) -> None:
    text = work.folded.text
    index, meanings = tools.senses, tools.lexicon.meanings
    contexts: dict[str, senses.Context] = {}
    science = index.science(text)
    for start, end, entries, _plain in unsure:
        name = next((e.name.text for e in entries if e.name.text in meanings), None)
        if name is None:
            concepts = list(dict.fromkeys(entry.concept for entry in entries))
            share = 1 / len(concepts)
            ranked = [(Meaning(entries[0].name.text, c, c.en, c.zh, share, ()), share) for c in concepts]
        else:
            context = contexts.get(name)
            if context is None:
                context = contexts[name] = index.context(name, text, company, science)
            ranked = context.rank(start, end)
        best, probability = ranked[0]
        entry = next((e for e in entries if e.concept == best.concept), None)
        holds = probability >= senses.THRESHOLD and entry is not None
        if work.trail is not None:
            work.note(start, end, "senses.rank", holds, f"{best.long_en} {probability:.2f}")
        if holds and entry is not None:
            score = round(min(probability, SCORES["lexicon"]), 4)
            work.candidates.append(Candidate(start, end, entry.concept, entry.name, score, entry.via, False))
        elif probability < senses.THRESHOLD and sum(p for m, p in ranked if m.concept) > 1 - senses.NOT_OURS:
            work.ambiguous.append((start, end, name or "", ranked))


_SPAN = itemgetter(0, 1)
#: The SF of SF-36 is not the SF that the document defines.
_NUMBER_BEHIND = re.compile(r"-\d")


def add_defined(tools: Tools, work: Work) -> None:
    """Occurrences of short forms that the document defines and the lexicon does not list, and their long forms."""
    if not work.definitions:
        return
    text = work.folded.cased
    taken = {(c.start, c.end) for c in work.candidates}
    shorts: dict[str, str] = {}
    for found, concept in work.definitions:
        if concept is None:
            continue
        if found.short:
            short = text[slice(*found.short)]
            shorts.setdefault(bare_short(short), short)
        for long_form in (found.long_zh, found.long_en):
            if long_form is None or long_form in taken:
                continue
            # A name that is only looked up (一氧化氮合酶 for iNOS) counts where the document itself says so.
            name = next((e.name for e in tools.entries(text[slice(*long_form)]) if e.concept == concept), None)
            if name is not None:
                work.candidates.append(Candidate(*long_form, concept, name, SCORES["definition"], "definition", False))
    for key, short in shorts.items():
        singular = short.removesuffix("s") if short[-2:-1].isupper() else short
        name = Name(short, "mul", "abbreviation", "document")
        for occurrence in re.finditer(f"{re.escape(singular)}s?", text):
            start, end = occurrence.span()
            if (start, end) in taken or not edges_hold(text, start, end) or _NUMBER_BEHIND.match(text, end):
                continue
            meant = _meaning_at(work.defined[key], start)
            if meant is not None:
                work.note(start, end, "meanings.add_defined", True, meant.en)
                work.candidates.append(Candidate(start, end, meant, name, SCORES["definition"], "definition", False))


#: What may stand behind a defined short form and make a longer name with its long form, and what that is a name of: the
#: ARC损伤 of an ARC（关节软骨） is damage to it.
_WORDS_BEHIND = re.compile(r"(?:[ -][A-Za-z]{3,}){1,3}")
_OF_CELLS = frozenset(("cell", "cell_product"))
_HAN_BEHIND = re.compile(rf" ?([{HAN}]{{2,6}})")


def add_written_out(tools: Tools, work: Work) -> None:
    """The NP细胞 of a text that defines 髓核（nucleus pulposus，NP）: with the long form written out it is a listed name."""
    text = work.folded.cased
    index = tools.lexicon.index
    longs: dict[str, set[str]] = {}
    for found, _concept in work.definitions:
        if found.short:
            forms = (text[slice(*span)].lower() for span in (found.long_en, found.long_zh) if span)
            longs.setdefault(text[slice(*found.short)], set()).update(forms)
    for short, written in longs.items():
        if short not in text.replace(f"({short})", "", 1):
            continue
        for occurrence in re.finditer(re.escape(short), text):
            start, end = occurrence.span()
            behind = _WORDS_BEHIND.match(text, end) or _HAN_BEHIND.match(text, end)
            if behind is None or not edges_hold(text, start, end):
                continue
            for last in _ends(text, *behind.span()):
                tail = text[end:last].lower()
                entries = {
                    entry.concept: entry
                    for long_form in written
                    for entry in index.get(long_form + (tail.lstrip() if is_han(long_form[-1]) else tail), ())
                    if entry.tagged and entry.concept.category in _OF_CELLS
                }
                if len(entries) == 1:
                    ((concept, entry),) = entries.items()
                    work.note(start, last, "meanings.add_written_out", True, concept.en)
                    work.candidates.append(
                        Candidate(start, last, concept, entry.name, SCORES["definition"], "definition", False)
                    )
                    break


def _ends(text: str, begin: int, end: int) -> list[int]:
    """Where a word or a Chinese character ends in a stretch, the last first."""
    return [at for at in range(end, begin + 1, -1) if is_han(text[at - 1]) or not text[at : at + 1].isalnum()]


def _meaning_at(defined: Sequence[tuple[int, Concept | None]], start: int) -> Concept | None:
    """What a short form means at a place: the last definition before it, or the first one behind it."""
    return next((concept for at, concept in reversed(defined) if at <= start), defined[0][1])

"""What a name stands for: all its senses, ours and others', and what looks like it. Start reading at `lookup`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zhengming.folding import fold
from zhengming.model import Name, Sense
from zhengming.work import EXACT, Tools


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
        share = EXACT if not ranked else 0.01
        sense = Sense(entry.concept, entry.name.text, entry.concept.en, entry.concept.zh, share)
        ranked.setdefault(entry.concept, sense)
    listed = sorted(ranked.values(), key=lambda sense: -sense.score)
    return _for_readers(listed) if len(listed) > 1 else listed


def _for_readers(senses: Sequence[Sense]) -> list[Sense]:
    """The meanings with the shares that somebody who looks a name up in this lexicon means them by it."""
    weights = [sense.score * (_FIELD if sense.concept else 1) for sense in senses]
    total = sum(weights) + max(0.0, 1 - sum(sense.score for sense in senses))
    shares = [replace(sense, score=round(weight / total, 4)) for sense, weight in zip(senses, weights, strict=True)]
    return sorted(shares, key=lambda sense: -sense.score)


#: Who looks a name up here means one of our concepts so many times likelier than a text of any field does: set on the
#: queries of `corpora/strings/lookup.jsonl`.
_FIELD = 100


def near(tools: Tools, query: str, k: int) -> list[Name]:
    """Listed names that look like a string: what to offer when `lookup` finds nothing."""
    # Most look-ups find something and need none of it.
    from zhengming import fuzzy

    folded = fold(query.strip()).text
    found = fuzzy.similar_names(folded, tools.spellings, k * 3)
    if not found and len(folded) > 3:
        found = fuzzy.nearest_short(folded, tools.spellings, k * 3)
    index = tools.lexicon.index
    names = (entry.name for spelling, _ in found for entry in index.get(spelling, ())[:1])
    return list({name.text: name for name in names}.values())[:k]

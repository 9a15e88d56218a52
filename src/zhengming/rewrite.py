"""Preferred terms in running text: each synonym replaced, or glossed at its first mention. Start reading at `rewrite_text`.

Nothing but mentions changes. A mention is left as it is where the preferred term would say less than it, or where it
stands beside another form of the same concept on purpose: in a definition, in an apposition.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from zhengming.characters import HAN, is_han
from zhengming.errors import UsageError
from zhengming.folding import fold
from zhengming.formats.jsonl import labels
from zhengming.model import Annotation, Concept, Document
from zhengming.tagger import Tagger
from zhengming.variants import plural

Form = Literal["zh", "en", "abbr"]
FORMS: tuple[Form, ...] = ("zh", "en", "abbr")


@dataclass(frozen=True, slots=True)
class Change:
    """A mention that was replaced, glossed, or left though it is no preferred term.

    Attributes:
        start: first character in the text as given.
        end: one past the last.
        text: the characters between them.
        replacement: what stands there now; `text` itself where it was left.
        concept: what it means.
        action: `replaced`, `glossed`, or the name of the rule that left it.
    """

    start: int
    end: int
    text: str
    replacement: str
    concept: Concept
    action: str

    @property
    def left(self) -> bool:
        """Whether the mention stands as it was."""
        return self.action not in ("replaced", "glossed")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text with preferred terms.

    Attributes:
        source: the text as given.
        text: the text with its changes.
        changes: what was changed or left, in order.
    """

    source: str
    text: str
    changes: list[Change]


def rewrite_text(text: str, to: Form, *, tagger: Tagger, gloss: bool = False) -> Rewritten:
    """Replace each synonym in a text by its concept's preferred term.

    Args:
        text: any text.
        to: which preferred term: `zh`, `en`, or `abbr`, the short form.
        tagger: what finds the concepts.
        gloss: write the first mention of a concept with its other forms behind it, 骨关节炎（osteoarthritis，OA）,
            unless the text itself defines it.

    Raises:
        UsageError: `to` is none of these.
    """
    if to not in FORMS:
        raise UsageError("rewrite.to", value=to)
    document = tagger.annotate(text)
    changes = list(_changes(document, to, tagger, gloss))
    pieces, position = [], 0
    for change in changes:
        pieces += [text[position : change.start], change.replacement]
        position = change.end
    return Rewritten(text, "".join([*pieces, text[position:]]), changes)


def _changes(document: Document, to: Form, tagger: Tagger, gloss: bool) -> Iterator[Change]:
    context = _Context(document, tagger)
    known = {d.concept for d in document.definitions}
    end, before = 0, ""
    for a in document.annotations:
        rule = next((rule.__name__ for rule in RULES if rule(context, a, to)), None)
        term = getattr(a.concept, to) or ""
        preferred = bool(term) and _same(a.text, term, to)
        new = a.text if rule or preferred else _in_its_shape(a, term, to, context)
        action = rule or "replaced"
        if gloss and not rule and a.concept not in known and _may_be_glossed(context, a):
            known.add(a.concept)
            new, action = _glossed(a, new, to, context), "glossed"
        if new != a.text:
            before = before if end == a.start else context.text[a.start - 1 : a.start]
            new = _apart(context.text, a, new, before)
        end, before = a.end, new
        if new != a.text or (rule and not preferred):
            yield Change(a.start, a.end, a.text, new, a.concept, action)


# --- mentions that are left ------------------------------------------------------------------------------------------


class _Spans:
    """Spans of a text; those that overlap are one."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def hold(self, a: Annotation) -> bool:
        """Whether a mention lies in one of them."""
        number = bisect_right(self._starts, a.start) - 1
        return number >= 0 and a.end <= self._ends[number]


class _Context:
    """What the rules look at: the document, where it defines something or holds an address, and the lexicon."""

    def __init__(self, document: Document, tagger: Tagger) -> None:
        self.text = document.text
        self.lexicon = tagger.lexicon
        self.chinese = sum(map(is_han, document.text)) * 4 > len(document.text)
        self.definitions = _Spans((d.start, d.end) for d in document.definitions)
        self.brackets = _Spans(match.span() for match in _BRACKETS.finditer(document.text))
        self.appositions: set[int] = set()
        for one, two in zip(document.annotations, document.annotations[1:], strict=False):
            if one.concept == two.concept and _APPOSITION.fullmatch(document.text[one.end : two.start]):
                self.appositions |= {one.start, two.start}
        self.species = [a.text for a in self.lexicon.affixes if a.kind == "species"]
        origins = [
            re.escape(a.text) + (r"\s+" if a.text.isascii() else "") for a in self.lexicon.affixes if a.kind == "origin"
        ]
        self.origin = re.compile("|".join(sorted(origins, key=len, reverse=True)) or "(?!)", re.IGNORECASE)

    def names(self, form: str, concept: Concept) -> bool:
        """Whether a string is itself a name of a concept."""
        return any(entry.concept == concept for entry in self.lexicon.index.get(fold(form).text.strip(), ()))


_APPOSITION = re.compile(r"\s*(?:[（(\[/=＝]|，?即|，?又称|，?简称|, i\.e\.,?|, or)\s*")


def partial(context: _Context, a: Annotation, to: Form) -> bool:
    """Part of a longer compound that the lexicon does not know."""
    return a.partial


def composed(context: _Context, a: Annotation, to: Form) -> bool:
    """Built from parts: the 13 of MMP-3/13 has no place for a whole term."""
    return a.via == "composition"


def no_term(context: _Context, a: Annotation, to: Form) -> bool:
    """The concept has no term of that kind."""
    return not getattr(a.concept, to)


def one_character(context: _Context, a: Annotation, to: Form) -> bool:
    """A single Chinese character lives in expressions that we cannot see through: 人 in 病人, 痛 in 痛点."""
    return len(a.text) == 1 and is_han(a.text)


def defined(context: _Context, a: Annotation, to: Form) -> bool:
    """In a definition, or beside another form of itself, only the form of the same kind is replaced."""
    beside = a.start in context.appositions or context.definitions.hold(a)
    return beside and _kind(a) != to


def shortened(context: _Context, a: Annotation, to: Form) -> bool:
    """The preferred term with its first or last words left out, as running text does: 分化 for 细胞分化."""
    said, term = (" ".join(fold(text).text.split()) for text in (a.text, getattr(a.concept, to) or ""))
    return len(said) < len(term) and _kind(a) == to != "abbr" and (term.startswith(said) or term.endswith(said))


def says_more(context: _Context, a: Annotation, to: Form) -> bool:
    """It names a species or a source that the preferred term leaves out: hADSC, 人脱落乳牙干细胞."""
    term = getattr(a.concept, to) or ""
    origin = context.origin.match(a.text)
    if origin and context.names(a.text[origin.end() :], a.concept):
        return not context.origin.match(term)
    return bool(_species(context, a)) and to != "abbr"


Rule = Callable[[_Context, Annotation, Form], bool]
#: The first of these that holds leaves the mention as it is.
RULES: tuple[Rule, ...] = (partial, composed, defined, no_term, one_character, shortened, says_more)


def _species(context: _Context, a: Annotation) -> str:
    """The letters before a short form that name a species: the h of hADSC, none of mTOR."""
    if _kind(a) != "abbr" or a.text.startswith(a.concept.abbr or " "):
        return ""
    for letters in context.species:
        rest = a.text.removeprefix(letters)
        if rest == a.text or not rest.lstrip("-")[:1].isupper():
            continue
        bare = rest.lstrip("-")
        if context.names(bare, a.concept):
            return a.text[: len(a.text) - len(bare)]
    return ""


# --- the shape of what is put in -------------------------------------------------------------------------------------


def _kind(a: Annotation) -> Form:
    if a.name.type == "abbreviation":
        return "abbr"
    return "zh" if any(map(is_han, a.text)) else "en"


def _plurals(term: str, to: Form) -> list[str]:
    return [] if to == "zh" else list(plural(term, "short" if to == "abbr" else "en"))


def _same(text: str, term: str, to: Form) -> bool:
    """Whether a mention is the preferred term: in other case, width or characters, or in the plural."""
    found = " ".join(fold(text).text.split())
    return any(found == " ".join(fold(form).text.split()) for form in (term, *_plurals(term, to)))


def _is_plural(a: Annotation) -> bool:
    mentioned, listed = fold(a.text).text, fold(a.name.text).text
    return mentioned.endswith("s") and not listed.endswith("s")


def _in_its_shape(a: Annotation, term: str, to: Form, context: _Context) -> str:
    """A term as the mention is written: in the plural, with its species, with capitals."""
    if to == "zh":
        return term
    if _is_plural(a):
        term = next(iter(_plurals(term, to)), term)
    if to == "abbr":
        return _species(context, a) + term
    if not term[:1].islower():
        return term
    if _kind(a) != "en":
        return term[0].upper() + term[1:] if _begins_sentence(context.text, a.start) else term
    words = re.findall(r"[A-Za-z]{4,}", a.text)
    if a.text.isupper():
        return term.upper()
    if len(words) > 1 and all(word[0].isupper() for word in words):
        return re.sub(r"(?<![\w'])[a-z](?=\w{3,})", lambda match: match[0].upper(), term)
    return term[0].upper() + term[1:] if a.text[0].isupper() and a.name.text[:1].islower() else term


#: A full stop after these ends no sentence.
_SENTENCE = re.compile(r"(?:\A|\n\s*\n|(?<!e\.g)(?<!i\.e)(?<!vs)(?<!al)(?<!cf)(?<!Fig)[.?!]\s+)[\s#*>(\"“-]*\Z")


def _begins_sentence(text: str, start: int) -> bool:
    """Whether an English sentence begins here."""
    return bool(_SENTENCE.search(text, 0 if start < 40 else start - 40, start)) and (
        start < 40 or not text[start - 40 : start].isspace()
    )


def _apart(text: str, a: Annotation, new: str, before: str) -> str:
    """A replacement that does not run into the Latin letters beside it: MSC外泌体 is no `mesenchymal stem cellexosome`."""
    if _LATIN.match(new) and not _LATIN.match(a.text) and _LATIN_END.search(before):
        new = " " + new
    if _LATIN_END.search(new) and not _LATIN_END.search(a.text) and _LATIN.match(text[a.end : a.end + 1]):
        new += " "
    return new


_LATIN = re.compile(f"[^\\W_{HAN}]")
_LATIN_END = re.compile(f"(?:[^\\W_{HAN}]|\\))\\Z")


# --- glosses ---------------------------------------------------------------------------------------------------------


def _glossed(a: Annotation, new: str, to: Form, context: _Context) -> str:
    """骨关节炎（osteoarthritis，OA）; osteoarthritis (骨关节炎, OA)."""
    concept = a.concept
    # A short form alone says nothing at its first mention: the full term in the text's language leads.
    lead: Form = to if to != "abbr" else "zh" if context.chinese else "en"
    term = getattr(concept, lead)
    if lead != to and term:
        new = a.text if _same(a.text, term, lead) else _in_its_shape(a, term, lead, context)
    behind: list[str] = []
    others: tuple[Form, ...] = ("en", "abbr") if lead == "zh" else ("abbr",) if to == "abbr" else ("zh", "abbr")
    for form in others:
        other = getattr(concept, form) or ""
        if lead == "en" and _is_plural(a):
            other = next(iter(_plurals(other, form)), other)
        if other and not any(fold(other).text == fold(said).text for said in (new, *behind)):
            behind.append(other)
    if not behind:
        return new
    return f"{new}（{'，'.join(behind)}）" if lead == "zh" else f"{new} ({', '.join(behind)})"


def _may_be_glossed(context: _Context, a: Annotation) -> bool:
    """Not in brackets, which brackets in brackets make hard to read; not before /13; not with a species before it."""
    return not (context.brackets.hold(a) or context.text[a.end : a.end + 1] in ("/", "-") or _species(context, a))


_BRACKETS = re.compile(r"[（(][^（()）\n]*[)）]")


# --- what changed ----------------------------------------------------------------------------------------------------

#: The columns of the list of changes.
COLUMNS = ("line", "start", "end", "text", "replacement", "concept", "en", "zh", "abbr", "action")


def change_rows(rewritten: Rewritten) -> Iterator[tuple[str, ...]]:
    """The changes as rows under `COLUMNS`, each on one line."""
    ends = [match.start() for match in re.finditer("\n", rewritten.source)]
    for c in rewritten.changes:
        line = bisect_right(ends, c.start - 1) + 1
        concept = c.concept
        row = (
            line,
            c.start,
            c.end,
            c.text,
            c.replacement,
            concept.id,
            concept.en,
            concept.zh,
            concept.abbr or "",
            c.action,
        )
        yield tuple(" ".join(str(value).split()) for value in row)


def change_record(change: Change) -> dict[str, Any]:
    """The record of a change."""
    own = {"start": change.start, "end": change.end, "text": change.text, "replacement": change.replacement}
    return own | labels(change.concept) | {"action": change.action}


def difference(rewritten: Rewritten, name: str) -> Iterator[str]:
    """The changes as a unified diff that `patch` applies."""
    before, after = (re.findall(r"[^\n]*\n|[^\n]+", text) for text in (rewritten.source, rewritten.text))
    for line in difflib.unified_diff(before, after, name, name, n=1):
        yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"

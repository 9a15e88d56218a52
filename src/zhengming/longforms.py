"""The letters of an English long form: which words before a bracket a short form can stand for.

Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions in biomedical text"; before it,
the words whose initials are the whole short form, so that MM is multiple myeloma and not myeloma. Where both fail, a few
weaker ways are tried one after the other, as in Sohn, Comeau, Kim and Wilbur (2008), "Abbreviation definition
identification based on automatic precision estimates": those that hold in nine of ten cases on their corpus.
Start reading at `english_long_form`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from zhengming.characters import HAN
from zhengming.conventional import stands_for

#: Longest stretch before a bracket that is looked at, in characters.
BEFORE = 160
#: What a long form must hold: three lower-case letters in a row.
THREE_LETTERS = re.compile("[a-z]{3}")

_GREEK_LETTERS = str.maketrans("αβγδεκμω", "abgdekmo")


def _letters(text: str) -> str:
    lower = text.lower()
    return lower if lower.isascii() else lower.translate(_GREEK_LETTERS)


@lru_cache(maxsize=8192)
def bare_letters(short: str) -> str:
    """A short form's letters and digits, without a plural s."""
    if len(short) > 2 and short.endswith("s") and short[-2].isalnum() and not short[-2].islower():
        short = short[:-1]
    return "".join(c for c in _letters(short) if c.isalnum())


def in_order(short: str, long: str) -> bool:
    """Whether all characters of a short form stand in a longer string in their order."""
    rest = iter(long)
    return all(character in rest for character in short)


def _align(short: str, long: str) -> int | None:
    """Where the long form of Schwartz and Hearst's algorithm begins in `long`, or None."""
    place = len(long)
    for number in range(len(short) - 1, -1, -1):
        while True:
            place = long.rfind(short[number], 0, place)
            if place < 0:
                return None
            if number or place == 0 or not long[place - 1].isalnum():
                break
    return place


def aligned(short: str, long: str) -> bool:
    """Whether a bounded long form can stand for a short form: its letters in order, the first at the first word."""
    bare = bare_letters(short)
    letters = _letters(long)
    if not bare or len(long) <= len(short) or not letters or letters[0] != bare[0]:
        return False
    rest = iter(letters[1:])
    return all(letter in rest for letter in bare[1:])


#: What ends a sentence or a clause that no long form reaches over.
_LAST_STOP = re.compile(f".*(?:[.;!?:] |[\n()[\\]{HAN}。、]) ?", re.DOTALL)
_LAST_LATIN_STOP = re.compile(".*(?:[.;!?:] |[\n()[\\]]) ?", re.DOTALL)
#: Brackets inside a word are part of it: NH(2)-terminal, benzo[a]pyrene, 4'-(9-acridinylamino)-.
_GLUED = re.compile(r"(?<=[\w-])[(\[]([\w',+-]{1,24})[)\]](?=[\w-]| ?$| \d)")


def english_long_form(text: str, edge: int, short: str) -> int | None:
    """Where the English long form of `short` that ends at `edge` begins, or None.

    At most min(n + 5, 2n) words are looked at, within the sentence; the long form must be longer than the short one
    and not hold it.
    """
    bare = bare_letters(short)
    if not bare:
        return None
    window = _begin(text, max(0, edge - BEFORE), edge, min(len(bare) + 5, len(bare) * 2))
    segment = text[window:edge]
    if "(" in segment or "[" in segment:
        segment = _GLUED.sub(r"-\1-", segment)
    stop = (_LAST_LATIN_STOP if segment.isascii() else _LAST_STOP).match(segment)
    first = stop.end() if stop else 0
    place = _by_initials(bare, segment, first)
    if place is None or not THREE_LETTERS.search(segment, place):
        place = _align(bare, _letters(segment[first:]))
        if place is None:
            for way in _WEAKER:
                place = way(short, bare, segment, first)
                if place is not None:
                    break
            else:
                return None
        else:
            place += first
        long_form = segment[place:]
        if long_form[: long_form.find(" ")] in _BEFORE_TERMS and not _IN_VITRO.match(long_form):
            # Induced by penicilloylated IgG (BPO-BGG): the first letter met a word that no term begins with.
            return None
        if len(long_form) <= len(short) or not THREE_LETTERS.search(long_form) or _holds(long_form, short):
            return None
    return window + _counted(short, segment, place)


def _holds(text: str, word: str) -> bool:
    """Whether a text has a word in it as a word of its own."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (at and text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
            return True
        at = text.find(word, at + 1)
    return False


_WORD_STARTS = re.compile(r"(?<![A-Za-z0-9'])[A-Za-z0-9]")
_SMALL = frozenset(("of", "and", "the", "in", "for", "to", "with", "by", "a"))
#: Words that no term begins with.
_BEFORE_TERMS = _SMALL | {
    "from",
    "at",
    "or",
    "than",
    "was",
    "were",
    "is",
    "are",
    "on",
    "as",
    "that",
    "this",
    "plus",
    "be",
}


_IN_VITRO = re.compile("in (?:vitro|vivo|situ|utero) ")


def initials_long_form(text: str, edge: int, short: str) -> int | None:
    """Where the words whose initials are all of a short form begin that end at `edge`, or None."""
    segment = text[max(0, edge - BEFORE) : edge]
    words = [match.start() for match in _WORD_STARTS.finditer(segment)][-len(short) :]
    if len(words) < len(short) or "".join(segment[place] for place in words).lower() != short:
        return None
    begin = edge - len(segment) + words[0]
    return begin if _CLAUSE.search(text, begin, edge) is None else None


_CLAUSE = re.compile(r"[.;:()\[\]\n]")


def _by_initials(bare: str, segment: str, first: int) -> int | None:
    """Where the words whose initials make up the whole short form begin: MM is multiple myeloma, not myeloma."""
    words = [word for word in segment[first:].replace("-", " ").replace("/", " ").split() if word not in _SMALL]
    words = words[-len(bare) :]
    if _letters("".join([word[0] for word in words])) != bare:
        return None
    return _last_start(segment, first, words[0])


def _last_start(segment: str, first: int, word: str) -> int | None:
    """Where a word begins that stands last in a segment."""
    place = segment.rfind(word, first)
    while place > first and (segment[place - 1].isalnum() or segment[place - 1] == "'"):
        place = segment.rfind(word, first, place)
    return place if place >= 0 else None


def _begin(text: str, low: int, edge: int, words: int) -> int:
    """Where the last so many words before an edge begin, not before `low`."""
    place = edge
    for _ in range(words):
        place = text.rfind(" ", low, place)
        if place < 0:
            return low
    return place + 1


#: TAS-20 is the 20-item Toronto Alexithymia Scale.
_COUNT = re.compile(r"(?<![A-Za-z\d.])(\d+)(?:(?:-item|-question|-point|-min(?:ute)?)? |项|条目)$")


def _counted(short: str, segment: str, place: int) -> int:
    """The number of items before a scale that its short form ends with."""
    before = _COUNT.search(segment, max(0, place - 14), place)
    return before.start() if before and short.endswith("-" + before[1]) and before[0][-1] == " " else place


# --- weaker ways ---------------------------------------------------------------------------------------------------


def _same_last_word(short: str, bare: str, segment: str, first: int) -> int | None:
    """MEF cells after mouse embryo fibroblast cells: the word that both end with stands for itself."""
    letters, _, word = short.rpartition(" ")
    if not letters or len(word) < 3 or not segment.endswith(" " + word):
        return None
    head = bare_letters(letters)
    shorter = segment[: -len(word) - 1]
    place = _by_initials(head, shorter, first)
    if place is None:
        found = _align(head, _letters(shorter[first:]))
        place = None if found is None else first + found
    return place


def _number_apart(short: str, bare: str, segment: str, first: int) -> int | None:
    """TAS-20: the number of items stands before the name that the letters are for."""
    letters, _, number = short.rpartition("-")
    if not number.isdigit() or len(letters) < 2:
        return None
    place = _by_initials(bare_letters(letters), segment, first)
    if place is None:
        found = _align(bare_letters(letters), _letters(segment[first:]))
        place = None if found is None else first + found
    if place is None:
        return None
    before = _COUNT.search(segment, max(0, place - 14), place)
    return place if before and before[1] == number else None


def _last_letter_extra(short: str, bare: str, segment: str, first: int) -> int | None:
    """IDDM after insulin-dependent diabetic: all initials are there but that of a last word, left unsaid."""
    return _by_initials(bare[:-1], segment, first) if len(bare) > 3 and bare[-1].isalpha() else None


def _inside_word(short: str, bare: str, segment: str, first: int) -> int | None:
    """EOP after immunoelectroosmophoresis: a long word alone, whose parts the letters begin."""
    word = segment[segment.rfind(" ") + 1 :]
    if len(bare) < 3 or len(word) < 5 * len(bare) or not word.isalpha() or not short.isupper():
        return None
    rest = iter(_letters(word))
    return len(segment) - len(word) if all(letter in rest for letter in bare) else None


_FORMULA = re.compile(r"(?:[A-Z]\d?|Pa|Sa|Fe|Ca|Na|Cl|Mg|Zn|Si|Ti){1,4}")


def _formula(short: str, bare: str, segment: str, first: int) -> int | None:
    """N2O after nitrous oxide, PaCO2: the numbers of a formula stand for no word."""
    letters = "".join(c for c in bare if c.isalpha())
    if len(letters) < 2 or letters == bare or not _FORMULA.fullmatch(short):
        return None
    place = _align(letters, _letters(segment[first:]))
    return None if place is None else first + place


_GAS = re.compile(r"[PSF](?:a|v|p|i|A|c|ET|et|tc|cv)?(?:O|CO)2")
_GAS_SAID = re.compile(
    r"(?:(?:arterial|venous|mixed|central|capillary|pulse|peripheral|end-tidal|transcutaneous|alveolar|partial|blood|pressure|"
    r"tension|saturation|fraction|concentration|oxygen|carbon|dioxide|oxyhemoglobin|inspired|inspiratory|of|in|the)(?: |$))+$"
)


def _gas(short: str, bare: str, segment: str, first: int) -> int | None:
    """SpO2 after pulse oxygen saturation: the letters of blood gases stand in an order of their own."""
    said = _GAS_SAID.search(segment, first) if _GAS.fullmatch(short) else None
    if said is None or not re.search("oxygen|carbon", said[0]):
        return None
    return said.start() + len(said[0]) - len(re.sub("^(?:(?:of|in|the) )+", "", said[0]))


def _signed(short: str, bare: str, segment: str, first: int) -> int | None:
    """M- after M protein-negative."""
    sign = {"+": "positive", "-": "negative"}.get(short[-1:])
    if sign is None or len(short) != 2 or not segment.endswith("-" + sign):
        return None
    place = segment.rfind(" " + short[0] + " ", first)
    place = place + 1 if place >= 0 else (first if segment.startswith(short[0] + " ", first) else -1)
    return place if place >= 0 and len(segment) - place < 40 else None


def _species(short: str, bare: str, segment: str, first: int) -> int | None:
    """S. pyogenes after Streptococcus pyogenes."""
    letter, dot, species = short.partition(". ")
    if not dot or len(letter) != 1 or not segment.lower().endswith(" " + species.lower()):
        return None
    genus = segment[: -len(species) - 1]
    start = genus.rfind(" ") + 1
    return start if genus[start : start + 1] == letter and genus[start:].isalpha() else None


_WEAKER: tuple[Callable[[str, str, str, int], int | None], ...] = (
    _same_last_word,
    _number_apart,
    _last_letter_extra,
    _inside_word,
    _species,
    _gas,
    _formula,
    _signed,
)


# --- before a bracket -----------------------------------------------------------------------------------------------

#: The longest short form in lower case: mean blood pressure (mbp).
LOWER = 4


def is_lower(part: str) -> bool:
    """Whether a string may be a short form in lower case (mbp)."""
    return 2 <= len(part) <= LOWER and part.isalpha() and part.islower() and part.isascii()


_SINGLE = re.compile(r"[A-Z]\d?$")
#: How far away the other use of a single letter is looked for, in characters: an abstract's length.
_NEARBY = 5000


def is_single(part: str) -> bool:
    """Whether a string is one letter, with a digit or none (P, T3)."""
    return _SINGLE.match(part) is not None


def english_begin(text: str, edge: int, short: str, same: Callable[[str, str], bool]) -> int | None:
    """Where the English long form of a short form before a bracket begins, locants and the like included.

    Short forms in lower case need all initials (mean blood pressure (mbp)); single letters one word that begins with
    them, and another use in the text (progesterone (P), triiodothyronine (T3)).
    """
    if is_lower(short):
        return initials_long_form(text, edge, short)
    find = _single_begin if is_single(short) else english_long_form
    begin = find(text, edge, short)
    if begin is None or _KIND_OF_CELL.fullmatch(short):
        # Treg after to observe regulatory T cells: its letters are met anywhere.
        named = _named_begin(text, edge, short, same)
        begin = begin if named is None else named
    elif not short.isalpha():
        # LC3 after microtubule-associated protein 1 light chain 3: a known name before what spells the letters.
        named = _named_begin(text, edge, short, stands_for)
        begin = begin if named is None else min(begin, named)
    if begin is None:
        return None
    if text[begin - 1 : begin] == "-" or (text[begin - 1 : begin] == "(" and text[begin - 2 : begin - 1].strip()):
        locant = _LOCANT.search(text, max(0, begin - 24), begin)
        if locant is not None:
            return locant.start()
        joined = _JOINED.search(text, max(0, begin - 24), begin)
        if joined is not None and joined[0][0].lower() == short[0].lower():
            # tissue-type plasminogen activator (t-PA): its letter is that of the whole word.
            return joined.start()
    return begin


_KIND_OF_CELL = re.compile(r"[TB][a-z]{2,4}s?")
_JOINED = re.compile(r"(?<![\w-])[A-Za-z]+-$")


def _single_begin(text: str, edge: int, short: str) -> int | None:
    word = _LAST_WORD.search(text, max(0, edge - 40), edge)
    if word is None or word[0][0].upper() != short[0]:
        return None
    around = text[max(0, edge - _NEARBY) : edge + _NEARBY]
    if len(word[0]) > 4 and _used(around, short):
        return word.start()
    # Another letter is given to a word in the same sentence: the half (H) and decimal (D) times.
    near = text[max(0, edge - 60) : edge + 60]
    return word.start() if len(_GIVEN.findall(near)) > 1 else None


_GIVEN = re.compile(r"(?<=[a-z]{3} )\([A-Z]\d?\)")


def _used(text: str, short: str) -> bool:
    """Whether a short form stands in a text outside brackets, as a word of its own."""
    return _use(short).search(text) is not None


@lru_cache(maxsize=1024)
def _use(short: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w(-]){re.escape(short)}(?![\w)])")


#: What the names of drugs and hormones end with, whose short forms come from another name: cytarabine (AraC).
_DRUG = re.compile(
    r"(?:oin|orine|abine|onin|mycin|cillin|azole|idine|isone|olone|diol|triol|xate|platin|rubicin|caine|barbital|azepine"
    r"|statin|porin|toxin|quine|statine|ephrine|aline|amine)e?$"
)


def _named_begin(text: str, edge: int, short: str, same: Callable[[str, str], bool]) -> int | None:
    """Serotonin (5-HT): both are names of one concept; cytarabine (AraC): a drug, whose short form is used again."""
    window = text[max(0, edge - _NAME) : edge]
    starts = [m.start() for m in WORD_BEGIN.finditer(window)][-_NAME_WORDS:]
    for word in starts:
        begin = edge - len(window) + word
        if same(short, text[begin:edge]) and text[begin:edge].partition(" ")[0] not in _BEFORE_TERMS:
            return begin
    if starts and len(window) - starts[-1] > 6 and _DRUG.search(window) and window[starts[-1] :].isalpha():
        around = text[max(0, edge - _NEARBY) : edge + _NEARBY]
        if _used(around, short):
            return edge - len(window) + starts[-1]
    return None


#: How long a listed name may be that has not the letters of its short form: Western Ontario and McMaster … Index (WOMAC).
_NAME, _NAME_WORDS = 100, 9
_LAST_WORD = re.compile(r"[A-Za-z]{4,}$")
#: What a chemical name may begin with: 2,6-, alpha-, 17beta-, delta-9-, N-, 4,5',8-, 4'-(9-.
_LOCANT = re.compile(
    r"(?<![A-Za-z0-9])(?:(?:\d+'{0,2}|[α-ω]|alpha|beta|gamma|delta|cis|trans|non|\()(?:,|-|')?|[a-z][-,'])+(?<=[-(])$|"
    r"(?<![A-Za-z0-9])\d{1,2}[ -](?:alpha|beta|[αβ])-$",
    re.IGNORECASE,
)
WORD_BEGIN = re.compile(r"(?<![A-Za-z0-9α-ω])[A-Za-z0-9α-ω]")

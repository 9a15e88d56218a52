"""What a term is made of: its words and characters in one canonical form. Start reading at `canonical`.

Where `variants` makes the spellings that a name has in a text, this makes names comparable: `Tumours of the kidney` and
`kidney tumor` are the same words. The data are `lexicon/morphemes.tsv` and `lexicon/derived/sounds.tsv`; both ship with
the package and serve any lexicon.
"""

from __future__ import annotations

import re
from functools import cache

from zhengming.characters import HAN
from zhengming.tables import packaged_lexicon, rows

MORPHEME_COLUMNS = ("text", "kind", "form", "note")
SOUND_COLUMNS = ("sound", "characters")
#: `same`: text is form; `wider`: form is what text is a case of; `function`: says nothing; `idle`: says little;
#: `whole`: stays in one piece; `before`, `after`, `inside`: qualify a name without making another
#: (`after` with a category as form: names of it alone); `ending`: what makes a Latin word one of its own; `opposed`: never one for the
#: other; `look`: characters taken for each other.
MORPHEME_KINDS = (
    "after",
    "before",
    "ending",
    "function",
    "idle",
    "inside",
    "look",
    "opposed",
    "same",
    "whole",
    "wider",
)

_TOKEN = re.compile(rf"[{HAN}]+|[a-z]+|\d+(?:\.\d+)?|[α-ω]|[ⅰ-ⅻⅠ-Ⅻ]")
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}
_ROMAN_AFTER = {"i": "1", "v": "5", "x": "10", **_ROMAN}
_ROMAN_LETTER = re.compile("(i{1,3}|iv|vi{0,3}|ix)([a-e])")
_NUMBERED = frozenset(
    {"type", "types", "stage", "grade", "class", "factor", "collagen", "phase", "group", "col", "complex"}
)
_CHINESE_TYPE = re.compile("([一二三四])(?=型|期|级|度)")
_CHINESE_NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_HAN_RUN = re.compile(f"[{HAN}]")


@cache
def morphemes(kind: str) -> dict[str, str]:
    """The morphemes of a kind, each with its form."""
    path = packaged_lexicon() / "morphemes.tsv"
    return {text: form for _, (text, found, form, _note) in rows(path, MORPHEME_COLUMNS) if found == kind}


@cache
def pairs(kind: str) -> tuple[tuple[str, str], ...]:
    """The pairs of a kind (`opposed`, `look`)."""
    path = packaged_lexicon() / "morphemes.tsv"
    return tuple((text, form) for _, (text, found, form, _note) in rows(path, MORPHEME_COLUMNS) if found == kind)


@cache
def ordinary() -> frozenset[str]:
    """Words that name something else and look like a word of a name: hydrogen, insertions, coli, 半月瓣."""
    return frozenset(word for _, (word,) in rows(packaged_lexicon() / "language" / "ordinary.tsv", ("word",)))


@cache
def confusable() -> dict[str, frozenset[str]]:
    """Chinese characters that are mistyped for each other: they sound alike (whatever the tone) or look alike."""
    path = packaged_lexicon() / "derived" / "sounds.tsv"
    found: dict[str, set[str]] = {}
    for _, (_sound, characters) in rows(path, SOUND_COLUMNS):
        for character in characters:
            found.setdefault(character, set()).update(characters)
    for one, other in pairs("look"):
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {character: frozenset(others) for character, others in found.items()}


def canonical(text: str, *, wide: bool = False) -> str:
    """A term in canonical form: Latin words and numbers separated by spaces, Chinese characters together.

    Args:
        text: a term, folded and lower-cased.
        wide: take broader morphemes for narrower ones too, and leave out those that say little.
    """
    words: list[str] = []
    if "'" in text:
        text = re.sub(r"'s?\b", "", text)
    text = _CHINESE_TYPE.sub(lambda match: _CHINESE_NUMERALS[match[1]], text)
    dropped = _dropped(wide)
    tokens = _TOKEN.findall(text)
    for place, token in enumerate(tokens):
        if _HAN_RUN.match(token):
            run = _chinese(token, wide)
            if run:
                words.append(run)
        elif token in _ROMAN_AFTER and (
            (token in _ROMAN and len(tokens) > 1) or "型" in text or (place and tokens[place - 1] in _NUMBERED)
        ):
            words.append(_ROMAN_AFTER[token])
        elif place and tokens[place - 1] in _NUMBERED and (split := _ROMAN_LETTER.fullmatch(token)):
            words += (_ROMAN_AFTER[split[1]], split[2])
        elif token in _GREEK:
            words.append(_GREEK[token])
        elif "ⅰ" <= token <= "ⅻ":
            words.append(str(ord(token) - 0x216F))
        elif "Ⅰ" <= token <= "Ⅻ":
            words.append(str(ord(token) - 0x215F))
        elif token == "a" and (
            place == len(tokens) - 1 or (place and tokens[place - 1] not in dropped) or _HAN_RUN.search(text)
        ):
            # No article: vitamin A, A型滑膜细胞.
            words.append(token)
        elif token not in dropped or (token == "de" and not place):
            # De-differentiated cells are not differentiated ones.
            word = latin_word(token, wide)
            if word not in dropped or token == "de":
                words.append(word)
    return " ".join(words)


@cache
def _dropped(wide: bool) -> frozenset[str]:
    listed = set(morphemes("function"))
    if wide:
        listed |= {word for word in morphemes("idle") if word.isascii()}
    return frozenset(listed)


@cache
def _latin(wide: bool) -> dict[str, str]:
    table = {text: form for text, form in morphemes("same").items() if text.isascii()}
    if wide:
        table |= {text: form for text, form in morphemes("wider").items() if text.isascii()}
    return table


_KNOWN: dict[tuple[str, bool], str] = {}


def latin_word(word: str, wide: bool = False) -> str:
    """A Latin word in its canonical form: American, singular, and its table's synonym."""
    known = _KNOWN.get((word, wide))
    if known is None:
        if len(_KNOWN) > 1 << 17:
            _KNOWN.clear()
        # Looking a name up needs no spelling rules.
        from zhengming.variants import american

        known = word
        if len(word) > 3:
            known = singular(american(word))
        table = _latin(wide)
        known = table.get(word) or table.get(known, known)
        if wide:
            known = table.get(known, known)
        _KNOWN[word, wide] = known
    return known


_SAME_IN_PLURAL = ("ss", "us", "is", "ous", "sis")


def singular(word: str) -> str:
    """A Latin word without the plural's ending: cells, arthritides, menisci, bodies."""
    if len(word) < 4 or not word.endswith(("s", "ae", "mata")):
        return word
    if word.endswith("ae"):
        return word[:-1]
    if word.endswith("omata"):
        return word[:-2]
    for ending, other in (("ides", "is"), ("oses", "osis"), ("yses", "ysis"), ("eses", "esis"), ("ases", "ase"), ("ies", "y"),
                          ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")):  # fmt: skip
        if word.endswith(ending) and len(word) > len(ending) + 1:
            if ending == "ides" and not word.endswith("itides"):
                break
            return word[: -len(ending)] + other
    if word.endswith("s"):
        return word if word.endswith(_SAME_IN_PLURAL) else word[:-1]
    return word


@cache
def _chinese_table(wide: bool) -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = ("function", "same", "whole", "wider", "idle") if wide else ("function", "same", "whole")
    table: dict[str, str] = {}
    for kind in reversed(kinds):
        for text, form in morphemes(kind).items():
            if _HAN_RUN.search(text):
                table[text] = form if kind in ("same", "wider") else text if kind == "whole" else ""
    if wide:
        # What one table leads to, the other may lead on from.
        table = {text: table.get(form, form) or form for text, form in table.items()} | {
            text: "" for text in morphemes("idle") if text in table and not table[text]
        }
    listed = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, listed)) or "(?!)"), table


def _chinese(run: str, wide: bool) -> str:
    pattern, table = _chinese_table(wide)
    return pattern.sub(lambda match: table[match[0]], run)


def bag(key: str) -> str:
    """The words and Chinese characters of a canonical form in an order of their own: equal for the same words."""
    parts: list[str] = []
    for word in key.split():
        parts.extend(word if _HAN_RUN.match(word) else (word,))
    return " ".join(sorted(parts))


def core(key: str) -> str:
    """A canonical form without the words that say little (disease, syndrome, type); "" where too few are left to tell."""
    idle = morphemes("idle")
    words = [word for word in key.split() if word not in idle]
    return " ".join(words) if len(words) > 2 else ""


def features(key: str) -> set[str]:
    """What a wide canonical form is compared by: Latin words and their ends, Chinese characters and pairs of them."""
    found: set[str] = set()
    for word in key.split():
        if _HAN_RUN.match(word):
            found.update(word)
            found.update(word[at : at + 2] for at in range(len(word) - 1))
        else:
            found.add(word)
            if len(word) > 6:
                found.add(word[:5] + "-")
                found.add("-" + word[-6:])
    return found


def pypinyin_sounds() -> dict[str, str]:
    """Sound (pinyin without tone) to the common characters (GB 2312) with it: what `lexicon lint --fix` writes.

    The two commonest readings of a character count: nobody types by the others.

    Raises:
        ImportError: pypinyin is not installed.
    """
    import unicodedata

    from pypinyin.pinyin_dict import pinyin_dict

    found: dict[str, list[str]] = {}
    for code, readings in sorted(pinyin_dict.items()):
        try:
            chr(code).encode("gb2312")
        except UnicodeEncodeError:
            continue
        plain = ("".join(c for c in unicodedata.normalize("NFD", r) if c.isalpha()) for r in readings.split(",")[:2])
        for sound in sorted(set(plain)):
            found.setdefault(sound, []).append(chr(code))
    return {sound: "".join(found[sound]) for sound in sorted(found)}

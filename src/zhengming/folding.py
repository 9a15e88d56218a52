"""Raw text to folded text, without losing an offset. Start reading at `fold`.

Folding makes spellings of one thing equal, so that the automaton sees one form: width, case, dashes, Greek glyphs,
traditional characters, invisible characters, and the seams of text extracted from PDF (a line end inside a Chinese
word or after an English hyphen). Most of it replaces one character by one and keeps every position; where a character
goes or one becomes two, the position of each folded character in the raw text is kept beside it.

Each step is a small function with its reason. What depends on the name and not on the character (hyphen or none, β or
beta, Ⅱ型 or 2型, plural) is not folded but generated for each listed name in `variants`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from zhengming.characters import HAN, is_han
from zhengming.tables import packaged_lexicon, rows


class Positions:
    """For each position of a folded text the one it comes from: runs that keep step, and where the step changes.

    Args:
        at: folded positions where a run begins, the first one 0.
        shift: what is added to the positions of each run.
        before: the positions of an earlier folding, which these lead to.
    """

    __slots__ = ("at", "before", "shift")

    def __init__(self, at: list[int], shift: list[int], before: Positions | None = None) -> None:
        self.at = at
        self.shift = shift
        self.before = before

    def __getitem__(self, position: int) -> int:
        source = position + self.shift[bisect_right(self.at, position) - 1]
        return source if self.before is None else self.before[source]


class Folded(NamedTuple):
    """A folded text and the way back.

    Attributes:
        raw: the text as given.
        cased: folded, but with its case kept; same length as `text`.
        text: folded and lower-cased: what names are matched against.
        starts: for each folded position the raw one it comes from, or None where both are the same.
        seams: folded positions at which white space between two Chinese characters was taken out, each with the
            certainty that it was only a line wrap.
    """

    raw: str
    cased: str
    text: str
    starts: Positions | None = None
    seams: tuple[tuple[int, bool], ...] = ()

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span that a folded, non-empty one comes from; marks that combine with its last letter included."""
        if self.starts is None:
            return start, end
        raw, first, last = self.raw, self.starts[start], self.starts[end - 1] + 1
        while last < len(raw) and unicodedata.combining(raw[last]):
            last += 1
        return first, last


def fold(text: str) -> Folded:
    """Fold a text.

    Returns:
        Folded: with `cased` and `text` of equal length, and offsets that map back exactly.
    """
    if text.isascii():
        if "\n" not in text and "\r" not in text:
            return Folded(text, text, text.lower())
        cased, starts = text, None
    else:
        cased, starts = replace_characters(text), None
        if _GONE in cased:
            cased, starts = remove_invisible(cased, text)
    if "\n" in cased or "\r" in cased or (" " in cased and _HAN_SPACE.search(cased)):
        cased, starts, seams = join_seams(cased, starts)
        return Folded(text, cased, cased.lower(), starts, seams)
    return Folded(text, cased, cased.lower(), starts)


def fold_name(text: str) -> str:
    """A name folded as a text is, with its case kept: its spellings are made from this."""
    return fold(" ".join(text.split())).cased.strip()


# --- one character by one ------------------------------------------------------------------------------------------


def replace_characters(text: str) -> str:
    """Each character by its folded one; the length stays. Texts without any such character are not copied."""
    gate, table = _character_table()
    return gate.sub(lambda match: table.get(match[0], match[0]), text)


@cache
def _character_table() -> tuple[re.Pattern[str], dict[str, str]]:
    table: dict[str, str] = {}
    for step in (
        compatibility_forms,
        diacritics,
        dashes,
        spaces_and_line_ends,
        quotes,
        greek_glyphs,
        lone_surrogates,
        traditional_characters,
        invisible_marks,
    ):
        table |= step()
    # A later step may fold what an earlier one produced (full-width dash, traditional radical): follow the chain once.
    table = {source: table.get(target, target) for source, target in table.items()}
    # All of the higher planes as one range: a class with single characters of theirs is searched a hundred times slower.
    basic = _ranges({source: target for source, target in table.items() if source <= "\uffff"})
    return re.compile(f"[{basic}\U00010000-\U0010ffff]"), table


def _ranges(characters: dict[str, str]) -> str:
    codes = sorted(map(ord, characters))
    parts, first, last = [], codes[0], codes[0]
    for code in [*codes[1:], -1]:
        if code == last + 1:
            last = code
            continue
        parts.append(f"\\U{first:08x}" if first == last else f"\\U{first:08x}-\\U{last:08x}")
        first = last = code
    return "".join(parts)


def compatibility_forms() -> dict[str, str]:
    """Full-width Latin, small and vertical marks, Kangxi radicals, mathematical letters, subscripts (NFKC, 1:1 only).

    PDF extraction gives radicals (⾻) for characters (骨), Chinese input full-width Latin (ＭＳＣ). Superscript digits
    stay as they are: after a term they are citations, not part of it. Roman numerals too: see `variants.roman`.
    """
    blocks = ((0x2080, 0x2095), (0x2100, 0x2150), (0x2E80, 0x2FE0), (0xF900, 0xFB00), (0xFE30, 0xFE70),
              (0xFF01, 0xFFEF), (0x1D400, 0x1D800), (0x2F800, 0x2FA20))  # fmt: skip
    table = {"⁺": "+", "⁻": "-", "\u037e": ";", "\u0387": "·"}
    for first, last in blocks:
        for code in range(first, last):
            character = chr(code)
            folded = unicodedata.normalize("NFKC", character)
            if len(folded) == 1 and folded != character:
                table[character] = folded
    table.update(
        {
            "，": ",",
            "；": ";",
            "：": ":",
            "（": "(",
            "）": ")",
            "［": "[",
            "］": "]",
            "【": "[",
            "】": "]",
            "〔": "(",
            "〕": ")",
        }
    )
    return table


def diacritics() -> dict[str, str]:
    """Letters with diacritics by the bare letter (Sjögren = Sjogren); a dotted capital I would grow when lower-cased."""
    table = {"ı": "i", "ß": "β", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    for first, last in ((0xC0, 0x250), (0x1E00, 0x1F00), (0x370, 0x400)):
        for code in range(first, last):
            base = unicodedata.normalize("NFD", chr(code))
            if len(base) > 1 and base[0].isalpha() and unicodedata.combining(base[1]):
                table[chr(code)] = base[0]
    return table


def dashes() -> dict[str, str]:
    """Every dash, hyphen and minus look-alike as the ASCII hyphen (U+2043 stands in PDFs for a hyphen)."""
    return dict.fromkeys(
        "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u02d7\u2796\ufe58\ufe63\uff0d", "-"
    ) | dict.fromkeys("\u30fb\u2027\u2022\u2219\u22c5", "·")


def spaces_and_line_ends() -> dict[str, str]:
    """Any space as a space, any line end as a line feed; a carriage return stays for `join_seams` to take with it."""
    spaces = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    return dict.fromkeys(spaces, " ") | dict.fromkeys("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", "\n")


def quotes() -> dict[str, str]:
    """Apostrophe look-alikes as the ASCII apostrophe (Wharton’s, Crohn´s)."""
    return dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4\u0060\uff07", "'")


def greek_glyphs() -> dict[str, str]:
    """Letters that stand in for Greek ones: micro sign, symbol forms, kra, Latin alpha, final sigma, sharp s (OCR)."""
    return {"µ": "μ", "ϐ": "β", "ꞵ": "β", "ϵ": "ε", "ϑ": "θ", "ϰ": "κ", "ĸ": "κ", "ϕ": "φ", "ϖ": "π", "ϱ": "ρ",
            "ς": "σ", "ϲ": "σ", "Σ": "σ", "ɑ": "α", "ꭤ": "α", "ɣ": "γ", "ẞ": "β", "ß": "β", "İ": "I"}  # fmt: skip


def lone_surrogates() -> dict[str, str]:
    """Half of a surrogate pair, which no encoder takes, as U+FFFD."""
    return {chr(code): "\ufffd" for code in range(0xD800, 0xE000)}


CHARACTER_COLUMNS = ("from", "to")


def traditional_characters() -> dict[str, str]:
    """Traditional characters as simplified, one for one (OpenCC's table, shipped in `lexicon/derived`)."""
    return {
        source: target
        for _, (source, target) in rows(packaged_lexicon() / "derived" / "characters.tsv", CHARACTER_COLUMNS)
    }


def opencc_characters() -> dict[str, str]:
    """The table behind `traditional_characters`, made from OpenCC: what `zhengming lexicon lint --fix` writes."""
    import opencc

    blocks = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x323B0))
    characters = [chr(c) for first, last in blocks for c in range(first, last) if unicodedata.category(chr(c)) != "Cn"]
    # One character a line: OpenCC's phrase rules cannot reach across a line end.
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {
        source: target
        for source, target in zip(characters, converted, strict=True)
        if source != target and len(target) == 1
    }


# --- steps that change the length ----------------------------------------------------------------------------------


def invisible_marks() -> dict[str, str]:
    """Zero-width, soft-hyphen, bidi, variation and combining marks, and ligatures: marked here, gone afterwards."""
    blocks = ((0xAD, 0xAE), (0x300, 0x370), (0x61C, 0x61D), (0x180E, 0x180F), (0x200B, 0x2010), (0x202A, 0x202F),
              (0x2060, 0x2065), (0x2066, 0x2070), (0xFE00, 0xFE10), (0xFEFF, 0xFF00), (0xE0100, 0xE01F0))  # fmt: skip
    marks = {chr(code): _GONE for first, last in blocks for code in range(first, last)}
    return marks | dict.fromkeys(_LIGATURES, _GONE)


#: Stands for what is to go while the length must still stay (a code point that no text may use).
_GONE = "\ufdd0"
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "œ": "oe", "Œ": "OE",
              "æ": "ae", "Æ": "AE"}  # fmt: skip


def remove_invisible(text: str, raw: str) -> tuple[str, Positions]:
    """Take out the marked characters; open ligatures (PDFs write ﬁbroin).

    Returns:
        The text, and the position in `raw` of each of its characters.
    """
    parts: list[str] = []
    at, shift = [0], [0]
    position = length = 0
    while (place := text.find(_GONE, position)) >= 0:
        opened = _LIGATURES.get(raw[place], "")
        parts += (text[position:place], opened)
        length += place - position
        # Each letter of an opened ligature comes from the one character that it was.
        for number in range(1, len(opened)):
            at.append(length + number)
            shift.append(shift[-1] - 1)
        length += len(opened)
        position = place + 1
        if not opened:
            at.append(length)
            shift.append(position - length)
    parts.append(text[position:])
    return "".join(parts), Positions(at, shift)


#: The literal space first: the search then jumps from space to space.
_HAN_SPACE = re.compile(f" (?<=[{HAN}] ) {{0,2}}(?=[{HAN}])")
_LINE_END = re.compile("[\r\n][ \r\n]*")
#: A blank line is a wrap only where the line above it is at least this share of the text's usual line width.
_FULL = 0.75


def join_seams(text: str, before: Positions | None) -> tuple[str, Positions | None, tuple[tuple[int, bool], ...]]:
    """Undo the line ends and stray spaces of extracted text.

    Between two Chinese characters a gap goes; after a hyphen at a line end the hyphen goes too where a lower-case
    letter follows (mesen-/chymal) and stays elsewhere (UCB-/MSC, MMP-/13); any other single line end becomes a space.
    A blank line ends a paragraph, unless the line above is as wide as the others: some extractors put a blank line
    after every line. Three and more line ends always separate.

    Returns:
        The text, the source position of each character (None where all stay), and the seams left between Chinese
        characters.
    """
    width = 0
    parts: list[str] = []
    at, shift = [0], [0]
    seams: list[tuple[int, bool]] = []
    position = length = 0
    gaps = [match.span() for pattern in (_LINE_END, _HAN_SPACE) for match in pattern.finditer(text)]
    for start, end in sorted(gaps):
        while start and text[start - 1] == " ":
            start -= 1
        if start == 0 or end == len(text):
            continue
        gap = text[start:end]
        left, after = text[start - 1], text[end]
        line_ends = max(gap.count("\n"), gap.count("\r"))
        full = False
        if line_ends and (line_ends == 2 or (is_han(left) and is_han(after))):
            width = width or _line_width(text)
            full = _is_full(text, start, width) or (line_ends == 1 and _goes_on(text, start, end))
        keep = ""
        if line_ends > 2 or (line_ends == 2 and not full):
            keep = "\n"
        elif is_han(left) and is_han(after):
            pass
        elif left == "-" and start > 1 and text[start - 2].isalnum():
            if after.islower() and after.isascii() and text[start - 2].isalpha() and not is_han(text[start - 2]):
                start -= 1
            elif not after.isalnum() or is_han(after):
                keep = " "
        else:
            keep = " "
        parts += (text[position:start], keep)
        length += start - position
        if not keep and is_han(left) and is_han(after):
            seams.append((length, full))
        length += len(keep)
        position = end
        if end - length != shift[-1]:
            at.append(length)
            shift.append(end - length)
    parts.append(text[position:])
    moved = len(at) > 1
    return "".join(parts), (Positions(at, shift, before) if moved else before), tuple(seams)


def _line_width(text: str) -> int:
    """The usual width of a full line in columns (a Chinese character takes two): the widest fifth's lower bound."""
    widths = sorted(_columns(line) for line in text.splitlines() if line.strip())
    return widths[len(widths) * 4 // 5] if widths else 0


def _columns(line: str) -> int:
    """A Chinese character takes two columns and three bytes, a Latin one one of each."""
    return (len(line) + len(line.encode("utf-8", "replace"))) // 2


def _goes_on(text: str, end: int, begin: int) -> bool:
    """Whether the line behind a line end is part of a sentence, and the one before it more than a short item of a list."""
    line_end = _LINE_END.search(text, begin)
    start = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
    return (
        end - start >= _ITEM and _SENTENCE.search(text, begin, line_end.start() if line_end else len(text)) is not None
    )


#: The marks of running text, which items of a list have none of; so long is the line before at least.
_SENTENCE = re.compile("[,;。]")
_ITEM = 4


def _is_full(text: str, end: int, width: int) -> bool:
    start = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
    return end - start > 4 and _columns(text[start:end]) >= _FULL * width

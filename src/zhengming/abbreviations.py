"""Short forms that a document itself defines, in Chinese, English and mixed text. Start reading at `definitions`.

Works on folded text (brackets, commas and dashes are one kind there) and only around brackets, in abbreviation lists and
after the words that introduce a short form (简称, 又称). English long forms: `longforms`; Chinese ones: `chinese`; what a
short form looks like: `shortforms`.
"""

from __future__ import annotations

import re
from itertools import takewhile

from zhengming.beginnings import stands_apart, tells, whole
from zhengming.brackets import (
    Bracket,
    Part,
    brackets,
    is_substance,
    is_taxon,
    parts_of,
    unquoted,
    with_plain_short,
    with_short_apart,
    with_words_apart,
)
from zhengming.characters import HAN, is_han
from zhengming.chinese import EXPLAINED, LongForm, explained, explained_freely, long_form
from zhengming.chinese_shorts import ends_alike, repeated, short_chinese
from zhengming.listed import called, listed
from zhengming.longforms import BEFORE, WORD_BEGIN, aligned, english_begin, is_lower, is_single
from zhengming.shortforms import Found, Names, is_short_form, kind_of


def definitions(text: str, names: Names) -> list[Found]:
    """What a document defines.

    Args:
        text: folded text, case kept.
        names: what the lexicon knows about it.

    Returns:
        list: definitions in order of their start.
    """
    in_brackets = [item for start, end in brackets(text) if (item := _in_brackets(text, start, end, names))]
    # (visual analogue scale [VAS]): the outer bracket and the inner one say the same.
    found = list({item.short or item.span: item for item in in_brackets}.values())
    if ";" in text or "\n" in text or "=" in text or "缩略" in text:
        taken = {at for item in found for at in range(*item.span)}
        found += [item for item in listed(text, names) if item.span[0] not in taken and item.span[1] - 1 not in taken]
    if "称" in text or "即" in text or "写" in text:
        found += called(text, names)
    return sorted(found)


# --- brackets ------------------------------------------------------------------------------------------------------


#: What a bracket of more than one word has in it.
_MANY = re.compile("[ ,;:\\[\"“”'‘’]|[简缩略又亦也即称]")
_GLUED_BRACKET = re.compile(r"(?<=[a-z])\([a-zA-Zα-ω0-9, '-]{6,40}\)$")
_INNER_HAN = re.compile(rf"(?<=[{HAN}])\(((?:[0-9α-ωN]+[,'-]?)+[{HAN}]{{1,5}})\)(?=[{HAN}-])")
#: What a term may end with before a bracket, besides letters and digits.
_TERM_END = frozenset("'\"”》」+-].")


def _in_brackets(text: str, start: int, end: int, names: Names) -> Found | None:
    edge = start - 1
    while edge > 0 and text[edge - 1] == " ":
        edge -= 1
    if edge == 0 or not (text[edge - 1].isalnum() or text[edge - 1] in _TERM_END):
        glued = _GLUED_BRACKET.search(text, max(0, edge - 60), edge)
        if glued is None:
            return None
        # poly(lactic-co-glycolic acid) (PLGA): the bracket within the name is read as a hyphen.
        text = f"{text[: glued.start()]}-{text[glued.start() + 1 : edge - 1]}-{text[edge:]}"
    if text[edge - 1] != ")" and ")" in text[max(0, edge - 30) : edge] and not text.isascii():
        # 邻苯二甲酸二(2-乙基)己酯(DEHP), 聚(ε-己内酯)-聚乳酸(PCL-PLA)
        text = text[: max(0, edge - 40)] + _INNER_HAN.sub(r"-\1-", text[max(0, edge - 40) : edge]) + text[edge:]
    inner = text[start:end]
    # Most brackets hold one word: nothing has to be taken apart.
    parts = list(parts_of(text, start, end)) if _MANY.search(inner) else [Part(start, end, kind_of(inner), False)]
    if not parts:
        return None
    size = 2 if parts[0].kind == "en" else 1
    if len(parts) > size and parts[size - 1].kind == "short" and ";" in text[parts[size - 1].end : parts[size].start]:
        # (scanning electron microscope, SEM; SU8010, Hitachi): what follows a semicolon is where it is from.
        parts = parts[:size]
    if any(part.kind == "junk" for part in parts):
        # dimethyl sulphoxide (DMSO, 18 h before), (monosodium iodoacetate, MIA, 1 mg): what follows is a remark.
        told = list(takewhile(lambda part: part.kind != "junk", parts))
        first = parts[0]
        content = text[first.start : first.end]
        if len(told) > 1 and first.kind == "en":
            parts = told[:2]
        elif first.kind != "short" and not is_single(content) and not (len(parts) == 1 and is_lower(content)):
            return None
        else:
            parts = [first._replace(kind="short")]
    elif len(parts) > 4:
        return None
    bracket = Bracket(edge, end + 1, parts)
    if text.isascii():
        return _after_latin(text, bracket, names)
    bracket = with_short_apart(text, with_words_apart(text, bracket))
    head = _token_before(text, edge)
    before = text[slice(*head)]
    if is_short_form(before) and any(
        part.kind == "en" and aligned(before, _turned(before, text[part.start : part.end])) for part in parts
    ):
        # 分析TCGA(The Cancer Genome Atlas): the short form stands before the bracket.
        return _after_latin(text, bracket, names)
    explained_in_chinese = any(part.kind == "zh" and not part.led for part in parts)
    behind = is_han(text[head[0] - 1 : head[0]] or " ") and any(
        # 可溶性PD-1 (sPD-1): the letters are part of the Chinese term.
        part.kind == "short" and text[part.start : part.end].endswith(before) and part.end - part.start > len(before)
        for part in parts
    )
    if text[edge - 1] in "及与或且":
        return None
    if is_han(text[edge - 1]) or (not explained_in_chinese and (behind or _is_chinese(text, edge, names))):
        if any(part.kind == "short" and not is_short_form(text[part.start : part.end]) for part in parts):
            return None
        return _after_chinese(text, bracket, names)
    return _after_latin(text, bracket, names)


_NUMBERED_HAN = re.compile(
    rf"[{HAN}] ?(?:[-·]? ?[A-Za-z]?[0-9α-ωIVXⅠ-Ⅻ]{{1,4}}(?:-[0-9])?[A-Za-z]?|"
    rf"[0-9]{{1,2}}(?:[A-Za-z]|/[0-9]{{1,2}})|-?[A-Za-z]{{1,4}}(?:-[A-Za-z])?|[”》」])$"
)


def _is_chinese(text: str, edge: int, names: Names) -> bool:
    """转化生长因子-β (…), 小发夹状RNA (…), 《…修订本》(…): the long form is Chinese though its last character is not."""
    begin = names.start(edge)
    if begin is not None and any(map(is_han, text[begin:edge])):
        return True
    return _NUMBERED_HAN.search(text, max(0, edge - 8), edge) is not None


# --- after Chinese -------------------------------------------------------------------------------------------------


def _after_chinese(text: str, bracket: Bracket, names: Names) -> Found | None:
    """全称（English，ABBR） 全称（ABBR） 全称（English） 全称（以下简称 X）."""
    edge, close, parts = bracket
    edge, low = unquoted(text, edge - (text[edge - 1] == "等" and is_han(text[edge - 2])))
    chinese = bracket.all("zh")
    if chinese:
        rest = [part for part in parts if part.kind != "zh"]
        led = next((part for part in chinese if part.led), None)
        if led and not rest:
            return short_chinese(text, edge, close, led.span, names)
        if led and [part.kind for part in rest] == ["en"]:
            # 脑性瘫痪(cerebral palsy, 以下简称脑瘫)
            chosen = long_form(text, edge, None, _cut(text, rest[0].span), names)
            found = chosen and Found((chosen.begin, close), led.span, rest[0].span, (chosen.begin, edge), 1.0)
            return found if chosen and chosen.letters > 0 else None
        if [part.kind for part in parts] == ["en", "zh"]:
            begin = ends_alike(text, edge, parts[1], text[slice(*parts[0].span)], names)
            if begin is not None:
                return Found((begin, close), parts[1].span, parts[0].span, (begin, edge), 1.0)
        remarks = [text[part.start : part.end] for part in chinese]
        if len(parts) == 1:
            return repeated(text, edge, close, chinese[0].span, names)
        if parts[0].kind == "zh" or any(mark in remark for remark in remarks for mark in "和与及或、等"):
            return None
        if len(rest) == 1 and rest[0].kind == "en" and not text[rest[0].start].islower():
            # 胎牛血清(Gibco, 美国): where it is from.
            return None
        # 急性髓系白血病(AML, APL除外): a remark.
        bracket = bracket._replace(parts=rest)
    bracket = with_plain_short(text, bracket, names)
    english, short = bracket.first("en"), bracket.first("short")
    if text[edge - 1] == "组" and (english is None or text[: english[1]].endswith("group")):
        # 空白对照组(BC): the letters name a group.
        return None
    shorts, parts = bracket.all("short"), bracket.parts
    if len(shorts) > 1 or len(bracket.all("en")) > 1:
        # 肿瘤坏死因子 (TNF-α, IL-6): a list of things; English, ABBR: the second is the short form.
        if english is not None or len(parts) != 2:
            return None
        first, second = (text[part.start : part.end] for part in parts)
        if aligned(second, first):
            english, short = shorts[0].span, shorts[1].span
        elif names.names(first, second):
            short = shorts[0].span
        else:
            return None
    if english is None and short is None:
        return None
    short_text, english_text = _cut(text, short), _cut(text, english)
    family = text[slice(*_token_before(text, edge))].rstrip("s")
    if short_text and len(family) > 2 and re.fullmatch(rf"{re.escape(family)}-?[0-9][A-Za-z]?", short_text):
        # 抑制性Smad(Smad6): a member, by way of example.
        return None
    chosen = None
    if english_text and short and not aligned(short_text or "", english_text):
        if english and english > short and english_text.istitle():
            # 溶剂(DMSO, Sigma): who made it.
            english = None
        elif " " in english_text:
            # 糖化血红蛋白(glycated hemoglobin, HbA1c): its English does not spell the symbol, but says what the Chinese says.
            chosen = long_form(text, edge, None, english_text, names)
        english_text = None
    if chosen is None or chosen.letters < EXPLAINED:
        chosen = long_form(text, edge, short_text, english_text, names)
    if chosen is None:
        return None
    if chosen.letters == 0 and english_text and is_taxon(english_text, "属"):
        # 假鼻疽伯克霍尔德菌(Burkholderia pseudomallei): the sounds of a name, which no translation explains.
        chosen = chosen._replace(begin=_apart(text, edge))
    chosen = chosen._replace(begin=whole(text, chosen.begin, edge))
    if locants := _LOCANTS.search(text, max(0, edge - BEFORE), chosen.begin):
        chosen = chosen._replace(begin=locants.start())
    if low is not None:
        chosen = LongForm(low, max(chosen.letters, explained(text[low:edge], short_text, english_text)), chosen.weight)
    if not _is_meant(text, edge, chosen, short_text, english_text, low is not None, names):
        return None
    return Found((low - 1 if low else chosen.begin, close), short, english, (chosen.begin, edge), chosen.letters)


def _cut(text: str, span: tuple[int, int] | None) -> str | None:
    return None if span is None else text[span[0] : span[1]]


def _is_meant(
    text: str, edge: int, chosen: LongForm, short: str | None, english: str | None, quoted: bool, names: Names
) -> bool:
    """Whether what is in the bracket stands for the Chinese before it, and is no member, group or maker."""
    size = edge - chosen.begin
    if size < 2 or _ONLY_KIND.fullmatch(text, chosen.begin, edge):
        return False
    if short and english is None and is_single(short):
        # 由炎症 (M1) 表型: a letter with a number is nearly always a grade, a group or a kind.
        return chosen.letters == 1 and names.known(text[chosen.begin : edge])
    if quoted or chosen.letters >= EXPLAINED:
        return True
    listed_name = names.known(text[chosen.begin : edge])
    if english:
        told = (
            listed_name
            or short
            or is_taxon(english, text[edge - 1])
            or is_substance(english, text[edge - 1])
            or english.islower()
        )
        return bool(told or (english[0].islower() and chosen.letters > 0))
    capitals = sum(map(str.isupper, short or ""))
    if listed_name:
        return True
    return capitals > 1 and size > 2 and chosen.letters >= 0.25


#: 1,5-脱水葡萄糖醇, N,N-二甲基甲酰胺: the places of groups.
_LOCANTS = re.compile(r"(?<![A-Za-z0-9])(?:(?:\d{1,2}[′']?[αβ]?|N),)+$")


#: II型 alone names nothing.
_ONLY_KIND = re.compile(r"(?:[0-9]+|[IVX]+|[Ⅰ-Ⅻ]|[一二三四五]|[A-Z]) ?[型期级度类组相]")


def _apart(text: str, edge: int) -> int:
    """Where a Chinese term begins that only a mark or a word before it parts from what it follows."""
    begin = edge - 2
    while (
        begin > max(0, edge - 12)
        and text[begin - 1] not in "是为由和与及在于对从以而如即"
        and not stands_apart(text, begin)
    ):
        begin -= 1
    return begin


# --- after Latin ---------------------------------------------------------------------------------------------------


def _after_latin(text: str, bracket: Bracket, names: Names) -> Found | None:
    """English (ABBR), ABBR (English), English (ABBR, 中文), ABBR（中文） and English（中文）."""
    edge, close, parts = bracket
    chinese, english = bracket.first("zh"), bracket.first("en")
    shorts = [part.span for part in parts if part.kind == "short"]
    if len(parts) == 1 and parts[0].kind == "en" and is_lower(text[parts[0].start : parts[0].end]):
        shorts = [parts[0].span]
    if not shorts:
        head = _token_before(text, edge)
        if is_short_form(text[slice(*head)]) or (english and is_lower(text[slice(*head)])):
            found = _expanded(text, bracket, head, english, chinese, names)
            last = text.rfind("/", *head) + 1
            if (found is None or found.letters < 1) and last and not english and is_short_form(text[last : head[1]]):
                # OPG/RANKL(核因子κB受体活化因子配体): the last of several.
                found = _expanded(text, bracket, (last, head[1]), english, chinese, names) or found
            return found
    if shorts:
        short = shorts[0]
        content = text[slice(*short)]
        begin = english_begin(text, edge, content, names.names)
        if begin is None:
            if len(shorts) == 1 and english and english != short and aligned(content, text[slice(*english)]):
                # An explanation all in one bracket: did not change (NS, not significant), (blood-brain barrier, BBB).
                return Found((min(short[0], english[0]), close - 1), short, english, chinese, 1.0)
            return None
        return _with_chinese_before(text, Found((begin, close), short, (begin, edge), chinese, 1.0), names)
    if chinese and len(parts) == 1:
        return _translated(text, edge, close, chinese, names)
    return None


def _expanded(
    text: str,
    bracket: Bracket,
    head: tuple[int, int],
    english: tuple[int, int] | None,
    chinese: tuple[int, int] | None,
    names: Names,
) -> Found | None:
    """ABBR (English), ABBR（中文）, ABBR（English，中文）."""
    short = text[slice(*head)]
    long_en, long_zh = _cut(text, english), _cut(text, chinese)
    if is_lower(short):
        fits = long_en is not None and "".join(word[0] for word in re.split(r"[ -]", long_en) if word).lower() == short
        return Found((head[0], bracket.close), head, english, chinese, 1.0) if fits else None
    if long_en is not None and not aligned(short, _turned(short, long_en)) and not names.names(short, long_en):
        english = long_en = None
    if long_en is not None:
        # 包皮成纤维细胞HFF（human foreskin fibroblast）
        return _with_chinese_before(text, Found((head[0], bracket.close), head, english, chinese, 1.0), names)
    if long_zh is None or short in long_zh:
        return None
    share = max(explained(long_zh, short, None), explained_freely(long_zh, short))
    if tells(long_zh) and not names.known(long_zh) and (share < 1 or "的" in long_zh):
        # MACE（主要不良心血管事件）: a word that is part of few terms, but of this one.
        return None
    if share >= EXPLAINED or names.known(long_zh):
        return Found((head[0], bracket.close), head, None, chinese, share)
    return None


def _turned(short: str, long: str) -> str:
    """T regulatory cells for regulatory T cells: the letter that the short form begins with may stand inside."""
    words = long.split(" ")
    if short[0] in words[1:] and not long.startswith(short[0]):
        words.remove(short[0])
        return " ".join([short[0], *words])
    return long


_ITEM = re.compile(r"(?:^|[;。\n:.] ?)([A-Za-z0-9α-ω/+-]{2,12})[,:=] ?$")
_CLAUSE = re.compile(r"[;()。:]")


def _translated(text: str, edge: int, close: int, chinese: tuple[int, int], names: Names) -> Found | None:
    """English（中文）, and in a list ADL, activities of daily living（日常生活活动）."""
    window = text[max(0, edge - BEFORE) : edge]
    low = edge - len(window)
    content = text[slice(*chinese)]
    known = names.known(content)
    for word in [m.start() for m in WORD_BEGIN.finditer(window)][-8:]:
        begin = low + word
        item = _ITEM.search(text, max(0, begin - 16), begin)
        if item and aligned(item[1], text[begin:edge]) and not _CLAUSE.search(text, begin, edge):
            return Found((item.start(1), close), item.span(1), (begin, edge), chinese, 1.0)
        if known and names.known(text[begin:edge]):
            return Found((begin, close), None, (begin, edge), chinese, 1.0)
    return None


def _with_chinese_before(text: str, found: Found, names: Names) -> Found:
    """背根神经节 dorsal root ganglion（DRG）, 沉默信息调节因子1［silent information regulator 1 (SIRT1)］: Chinese before it."""
    begin, close = found.span
    if text.isascii():
        return found
    edge = begin - 1 if text[begin - 1 : begin] in (" ", "(", "[") else begin
    if text[edge:begin] in ("(", "["):
        if text[close : close + 1] not in (")", "]"):
            return found
        close += 1
    if found.long_en is None or found.long_zh is not None or edge < 2:
        return found
    if not (is_han(text[edge - 1]) or _NUMBERED_HAN.search(text, max(0, edge - 8), edge)):
        return found
    chosen = long_form(text, edge, None, text[slice(*found.long_en)], names)
    if chosen is None or chosen.letters < EXPLAINED:
        return found
    return found._replace(span=(chosen.begin, close), long_zh=(chosen.begin, edge), letters=chosen.letters)


_TOKEN_ENDS = frozenset(" \n\t()[],;:。、×")


def _token_before(text: str, edge: int) -> tuple[int, int]:
    """The Latin word before a position."""
    begin, lowest = edge, max(0, edge - 40)
    while begin > lowest and text[begin - 1] not in _TOKEN_ENDS and not is_han(text[begin - 1]):
        begin -= 1
    return begin + (text[begin] == "/"), edge

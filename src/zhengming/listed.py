"""Definitions without a bracket: abbreviation lists (`OA, osteoarthritis 骨关节炎；MIA, …`), and 简称, 又称, 即.

`listed` reads the lists that stand under a table or after "Abbreviations", `called` the words that introduce a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.characters import HAN, HAS_HAN, is_han
from zhengming.chinese import EXPLAINED, explained, long_form
from zhengming.longforms import THREE_LETTERS, aligned
from zhengming.shortforms import Found, Names, is_short_form

#: Where an item of a list may begin: a word before a comma, colon or dash, behind the end of another item.
_ITEM = r"(?P<short>[A-Za-z0-9α-ω][A-Za-z0-9α-ω/'+.\-]{1,24})(?=,|:|=| - | = | ?为)"
_FIRST_ITEM = re.compile(" ?" + _ITEM)
#: One set of characters at the beginning lets the search jump from one to the next.
_NEXT_ITEM = re.compile(r"[;。\n:.](?:(?<!\.) ?|(?<=\.) )" + _ITEM)
#: What it then stands for: English, Chinese, or both, to the end of the item.
_ITEM_REST = re.compile(
    rf"(?:,|:| ?=| -| ?为) *(?P<en>[A-Za-zα-ω][A-Za-z0-9α-ω'/,\- ]{{3,120}}?)?[ ]?(?P<zh>[{HAN}][{HAN}A-Za-z0-9α-ω/()\-]{{1,40}})?[ ]*"
    r"(?=[;。\n]|\.(?:\s|$)|$)"
)


#: The same with the Chinese first: LPL: 固有层淋巴细胞 lamina propria lymphocyte.
_ITEM_TURNED = re.compile(
    rf"(?:,|:| ?=| -) *(?P<zh>[{HAN}][{HAN}A-Za-z0-9α-ω/\-]{{1,40}}?)[ ,]*(?P<en>[A-Za-zα-ω][A-Za-z0-9α-ω'/\- ]{{3,120}})(?=[;。\n)]|\.(?:\s|$)|$)"
)
#: TKA=全膝关节置换术, THA=全髋关节置换术: the sign of equality holds what a comma would part.
_EQUATION = re.compile(
    rf"(?<![A-Za-z0-9α-ω-])(?P<short>[A-Za-zα-ω][A-Za-z0-9α-ωⅠ-Ⅻ/+-]{{1,11}}) ?= ?"
    rf"(?P<zh>[A-Za-z0-9α-ωⅠ-Ⅻ-]{{0,6}}[{HAN}][{HAN}A-Za-z0-9α-ωⅠ-Ⅻ-]+)"
)
_COLON_EQUATION = re.compile(_EQUATION.pattern.replace(" ?= ?", " ?[:=] ?"))


def listed(text: str, names: Names) -> Iterator[Found]:
    """The list under a table or after "Abbreviations": `OA, osteoarthritis 骨关节炎；MIA, …`.

    One item makes no list: its long form must be known, or another item stand beside it.
    """
    items: list[tuple[Found, bool]] = []
    first = _FIRST_ITEM.match(text)
    for start in (*([first] if first else []), *_NEXT_ITEM.finditer(text)):
        short = start["short"]
        rest = _ITEM_REST.match(text, start.end()) or _ITEM_TURNED.match(text, start.end())
        if rest is None or not is_short_form(short):
            continue
        english, chinese = (rest["en"] or "").rstrip(), rest["zh"]
        sure = (english and names.known(english)) or (chinese and names.known(chinese))
        if text[start.end() : start.end() + 2].lstrip()[:1] == "为":
            # BV/TV为骨体积分数: in running text the word says what a thing is.
            sure = False
        spelled = THREE_LETTERS.search(english) and aligned(short, english)
        if not sure and not spelled and not (chinese and not english and explained(chinese, short, None) >= EXPLAINED):
            continue
        span_en = (rest.start("en"), rest.start("en") + len(english)) if english else None
        span_zh = rest.span("zh") if chinese else None
        span = (start.start("short"), max((span_zh or (0, 0))[1], (span_en or (0, 0))[1]))
        items.append((Found(span, start.span("short"), span_en, span_zh, 1.0), bool(sure)))
    # In a list of abbreviations a colon says what the sign of equality says anywhere.
    equation = _COLON_EQUATION if "缩略" in text or "缩写" in text else _EQUATION
    if ("=" in text or equation is _COLON_EQUATION) and len(equations := list(equation.finditer(text))) > 1:
        items += [
            (Found(m.span(), m.span("short"), None, m.span("zh"), 1.0), True)
            for m in equations
            if is_short_form(m["short"])
        ]
    ends = {found.span[1] for found, _ in items}
    begins = {found.span[0] for found, _ in items}
    for found, sure in items:
        beside = any(found.span[0] - gap in ends or found.span[1] + gap in begins for gap in (1, 2, 3))
        if sure or beside:
            yield found


# --- words that introduce a name -----------------------------------------------------------------------------------

_CALLED = re.compile(
    rf"(?:[,(] ?)?(?:以下|下文|后文)?(?:均|统一)?(?:简称|缩写|简写|略称|又称|也称|亦称|俗称|又名)(?:为|作|之为)?[:\s]*[\"“]?"
    rf"(?P<name>[A-Za-z0-9α-ω][A-Za-z0-9α-ω/+-]{{1,12}}|[{HAN}]{{2,8}}?)(?=[\"”,。;、)]|是|的|\s|$)"
)
_THAT_IS = re.compile(
    rf"(?<![A-Za-z0-9])(?P<short>[A-Za-z0-9][A-Za-z0-9-]{{1,10}}) ?即(?:为|指)? ?(?P<zh>[{HAN}A-Za-z0-9-]{{2,20}})(?=[,。;、(])"
)


#: 背根神经节…英文为dorsal root ganglion，缩写为DRG: the term is what the sentence begins with.
_IN_ENGLISH = re.compile(
    rf"(?:^|[。;\n] ?)(?P<zh>[{HAN}A-Za-z0-9-]{{2,30}}?)(?:的|是|又名|又称|,)[^。;\n]{{0,60}}?英文(?:全称|名称|名)?(?:是|为) ?"
    r"(?P<en>[A-Za-z][A-Za-z' -]{5,80}[a-z]) ?, ?(?:通常|常)?(?:缩写|简称|简写)(?:为|是|作)? ?(?P<short>[A-Za-z0-9-]{2,12})"
)


def called(text: str, names: Names) -> Iterator[Found]:
    """透明质酸, 又称玻尿酸; 5-HT即5-羟色胺; outside brackets."""
    for match in _IN_ENGLISH.finditer(text) if "英文" in text else ():
        if is_short_form(match["short"]) and aligned(match["short"], match["en"]):
            span = (match.start("zh"), match.end("short"))
            yield Found(span, match.span("short"), match.span("en"), match.span("zh"), 1.0)
    for match in _CALLED.finditer(text):
        if match[0].startswith("("):
            continue
        edge = match.start()
        if text[edge - 1 : edge] == ")":
            edge = text.rfind("(", 0, edge - 1)
        if edge < 2 or not text[edge - 1].isalnum():
            continue
        name = match["name"]
        chinese = is_han(name[0])
        chosen = long_form(text, edge, None if chinese else name, None, names)
        begin = names.start(edge) if chinese else None
        if begin is None:
            begin = None if chosen is None else chosen.begin
        if begin is None or (not chinese and (not is_short_form(name) or (chosen and chosen.letters < 0.3))):
            continue
        if HAS_HAN.search(text, begin, edge):
            yield Found((begin, match.end("name")), match.span("name"), None, (begin, edge), 1.0)
    for match in _THAT_IS.finditer(text):
        share = explained(match["zh"], match["short"], None)
        if is_short_form(match["short"]) and (share >= EXPLAINED or names.names(match["short"], match["zh"])):
            yield Found(match.span(), match.span("short"), None, match.span("zh"), share)

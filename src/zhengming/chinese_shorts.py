"""Short forms that are Chinese, or letters with a Chinese word behind them: 简称脑瘫, Treg细胞, 支气管哮喘（哮喘）."""

from __future__ import annotations

import re

from zhengming.beginnings import stands_apart
from zhengming.brackets import Part
from zhengming.characters import HAN, is_han
from zhengming.chinese import EXPLAINED, long_form
from zhengming.longforms import in_order
from zhengming.shortforms import Found, Names


def short_chinese(text: str, edge: int, close: int, short: tuple[int, int], names: Names) -> Found | None:
    """干细胞与再生医学研究专项（以下简称干细胞专项）: most often its characters stand in the long form in their order."""
    content = text[slice(*short)]
    listed = begin = names.start(edge)
    if begin is None or edge - begin <= len(content) or not in_order(content, text[begin:edge]):
        chosen = long_form(text, edge, None, None, names)
        begin = None if chosen is None else chosen.begin
        while begin is not None and not (
            edge - begin > len(content) and in_order(content, text[begin:edge]) and stands_apart(text, begin)
        ):
            begin = begin - 1 if begin and edge - begin < 40 and text[begin - 1] not in "。,;\n()" else None
        if begin is None and text[short[0] - 4 : short[0]].strip(' "“:为是作')[-1:] == "称":
            # 注射用重组人干扰素（以下简称“试验药”）: it is other words.
            begin = listed if listed is not None else None if chosen is None else chosen.begin
    return None if begin is None else Found((begin, close), short, None, (begin, edge), 1.0)


_HEADED = re.compile(rf"([A-Za-z][A-Za-z0-9-]{{0,7}}) ?([{HAN}]{{1,3}})$")


def ends_alike(text: str, edge: int, part: Part, english: str, names: Names) -> int | None:
    """Where the term begins whose letters and last characters a bracket has: 自然杀伤细胞(natural killer cell, NK细胞)."""
    headed = _HEADED.match(text[part.start : part.end])
    if headed is None or not headed[1][0].isupper():
        return None
    listed = names.start(edge)
    if listed is not None and names.names(headed[1], text[listed:edge]):
        return listed
    if not text[:edge].endswith(headed[2]) and not names.names(headed[1], english):
        return None
    chosen = long_form(text, edge, None, english, names)
    return chosen.begin if chosen and chosen.letters >= EXPLAINED else None


def repeated(text: str, edge: int, close: int, inner: tuple[int, int], names: Names) -> Found | None:
    """A bracket that ends as the term before it: 调节性T细胞（Treg细胞）, 支气管哮喘（哮喘）, 脑功能康复仪（脑康仪）."""
    content = text[slice(*inner)]
    headed = _HEADED.match(content)
    if headed:
        tail = edge - len(headed[2])
        if text[tail:edge] != headed[2] or headed[2][-1] in _GROUPS or not headed[1][0].isupper():
            return None
        listed = names.start(edge)
        if listed is not None and names.names(headed[1], text[listed:edge]):
            return Found((listed, close), inner, None, (listed, edge), 1.0)
        chosen = long_form(text, tail, headed[1], None, names)
        if chosen is None or chosen.letters < EXPLAINED:
            return None
        return Found((chosen.begin, close), inner, None, (chosen.begin, edge), chosen.letters)
    if not 2 <= len(content) <= _SHORT_WORD or not all(map(is_han, content)) or text[edge - 1] != content[-1]:
        return None
    found = short_chinese(text, edge, close, inner, names)
    if found is None or found.long_zh is None:
        return None
    begin = found.long_zh[0]
    alike = text[begin:edge].endswith(content) or (len(content) > 2 and text[begin] == content[0])
    # 支架（金属支架）, 患者（男患者）: what narrows a word is longer than it.
    return found if alike and edge - begin > len(content) else None


#: 模型组（M组）, 有丝分裂期（M期）: labels of groups and stages.
_GROUPS = frozenset("组期型级度类相例")
#: The longest Chinese short form that nothing introduces.
_SHORT_WORD = 5

"""The marks that authors write into a manuscript: abstract, keywords, headings, captions, notes, references.

`lines` gives the lines of a text, parted where extracted text has several of these in one; the patterns tell what a line
begins. What follows from them for the scopes is in `manuscript`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a part of one that begins with a mark: its place, its text without white space around it."""

    start: int
    end: int
    text: str
    blank_before: bool


#: Extracted text has the authors, the abstract and the keywords in one line.
_PARTS = r"\s?(?:(?:中文|内容)?摘\s?要|关\s?键\s?[词字]|中图分类号|Abstract|Key\s?words?)\s?"
_INLINE = re.compile(rf"(?<=\S)(?=[\[【]?{_PARTS}[\]】]?\s?[:：]|[\[【]{_PARTS}[\]】])")
#: So many lines may belong to what stands before the text.
FRONT = 80


def lines(text: str) -> Iterator[Line]:
    """The lines of a text that are not blank, those near its beginning parted before each mark inside them."""
    at, blank = 0, True
    for number, raw in enumerate(text.splitlines(keepends=True)):
        said = raw.strip()
        if said:
            for piece in _INLINE.split(raw) if number < FRONT else (raw,):
                yield Line(at, at + len(piece), piece.strip(), blank)
                at, blank = at + len(piece), False
        else:
            at += len(raw)
        blank = not said


_OPEN, _CLOSE = r"[\[【〔［<＜\s*]*", r"[\]】〕］>＞*]*"
ABSTRACT_ZH = re.compile(rf"{_OPEN}(?:中文|内容)?摘\s*要{_CLOSE}(?P<mark>\s*[:：]|\s|$|(?<=[\]】〕］]))")
ABSTRACT_EN = re.compile(
    rf"{_OPEN}(?:abstract|summary){_CLOSE}(?P<mark>\s*[:：.—-]|\s|$|(?<=[\]】〕］]))", re.IGNORECASE
)
KEYWORDS = re.compile(
    rf"{_OPEN}(?:关\s*键\s*[词字]|key\s?-?words?|index terms){_CLOSE}(?:\s*[:：]|\s|$|(?<=[\]】〕］]))", re.IGNORECASE
)
REFERENCES = re.compile(
    r"(?:[#\d.\s]*)(?:参考文献|引用文献|references?(?: list)?|literature cited|bibliography)\s*[:：]?", re.IGNORECASE
)
AFTER_REFERENCES = re.compile(
    r"(?:附录|附表|appendix|figure legends?|图注|tables?|supplementary|缩略[词语]表|abbreviations)\b.{0,40}",
    re.IGNORECASE,
)
NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、章节．.]\s*\S|[0-9]{1,2}(?:[.．][0-9]{1,2}){0,3}[.．、]?\s+\S|"
    r"[（(][一二三四五六七八九十0-9]{1,2}[)）]\s*\S)"
)
DOTTED = re.compile(
    r"第?[一二三四五六七八九十]{1,3}[、章节．.]|[0-9]{1,2}(?:[.．、]|(?:[.．][0-9]{1,2}){1,3}[.．、]?\s)|[（(][一二三四五六七八九十0-9]{1,2}[)）]"
)
COUNTS = re.compile(r"\d+(?:\.\d+)?\s*(?:[天周月年次例只个种项组岁倍日时分名]|%|mg|ml|g\b|h\b)")
#: What a heading does not hold, and what the end of a wrapped line does.
SENTENCE = re.compile(r"[。；;，](?!$)|[，,；;。]$")
WRAPPED = re.compile(r"[\[(（][^\])）]*$|\]")
NAMED = re.compile(
    r"(?:[\dIVX]+[.．、]?\s*)?(?:引\s*言|前\s*言|绪\s*论|背景|材料(?:与|和)方法|资料(?:与|和)方法|对象(?:与|和)方法|方\s*法|结\s*果|"
    r"讨\s*论|结\s*论|总\s*结|小\s*结|致\s*谢|展\s*望|introduction|background|(?:materials|patients|subjects) and methods|methods|"
    r"results|discussion|conclusions?|acknowledge?ments?|funding|limitations|results and discussion)\s*[:：]?",
    re.IGNORECASE,
)
TABLE = re.compile(r"(?:续?表|Table|Tab\.|TABLE)\s*S?(?:\d+|[一二三四五六七八九十]+)(?![\d])(?P<rest>.*)", re.DOTALL)
FIGURE = re.compile(r"(?:附?图|Figure|Fig\.|FIGURE|FIG\.)\s*S?\d+(?![\d])(?P<rest>.*)", re.DOTALL)
#: 表 1 显示 … and Table 1 shows … are sentences.
TELLS = re.compile(
    r"\s*(?:显示|可见|可知|列出|给出|总结|汇总|为|是|中|所示|和|及|与|、|，|shows?\b|lists?\b|gives?\b|summari[sz]es\b|presents?\b|"
    r"reports?\b|and\b|,|\))"
)
NOTE = re.compile(
    r"(?:注|表注|说明|缩略[词语]|缩写|notes?|abbreviations?|footnotes?)\s*[:：.]|[*†‡§a-c]\s?[PpVv]|"
    r"[A-Za-z0-9/+α-ω-]{2,16}\s*[,，:：=＝]\s*[A-Za-z\u4e00-\u9fff][^。;；]{2,80}[;；]",
    re.IGNORECASE,
)
HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
LONG = 150
#: Keywords that only a command of the author's calls so.
KEYWORD_LIST = re.compile(r"[^。.;；,，]{2,50}(?:\s?[;；]\s?[^。.;；,，]{2,50}){2,}[;；]?")
STRUCTURED = re.compile(r"[\[【〔(]?\s?(?:研究)?(?:背景|目\s?的|目标|对象|方\s?法|结\s?果|结\s?论)")
STRUCTURE = re.compile(
    r"(?:背景|目的|方\s*法|结\s*果|结\s*论|background|objectives?|aims?|methods|results|conclusions?)\s*[:：]?", re.I
)

"""Abbreviation lists as they stand in manuscripts and files: where one is in a text, and what its lines say.

Start reading at `parts`, which tells a text's references and lists from what is written, and at `items`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zhengming.characters import HAN, is_han
from zhengming.errors import InputError
from zhengming.formats.given import Given, suffix_of
from zhengming.longforms import THREE_LETTERS, aligned
from zhengming.shortforms import is_short_form


class Item(NamedTuple):
    """A line of an abbreviation list.

    Attributes:
        short: the short form.
        en: English long form; "" where the cell is empty, None where the list has no such column.
        zh: Chinese long form, likewise.
        line: number of its line or row, from 1.
    """

    short: str
    en: str | None
    zh: str | None
    line: int


# --- where references and lists stand in a text ----------------------------------------------------------------------

_NUMBER = r"[ \t\u3000#*_]*(?:[\dIVX]{1,3}(?:\.\d+)*[.、．]?\s*)?"
_REFERENCES = re.compile(
    rf"^{_NUMBER}(?:主要)?(?:参\s*考\s*文\s*献|參\s*考\s*文\s*獻|引\s*用\s*文\s*献|(?i:references?(?: cited)?|bibliography|literature cited))"
    r"\s*[:：*_]*\s*$",
    re.MULTILINE,
)
#: What may follow a list of references: an abstract in the other language, tables, figure legends, an appendix.
_AFTER_REFERENCES = re.compile(
    rf"^{_NUMBER}(?:附\s*[录件图表]|图\s*\d|表\s*\d|图注|中文摘要|英文摘要|摘\s*要|缩略|(?i:abstract|appendix|supplement|figure|fig\.|table|abbreviations|"
    r"list of|tables|acknowledg))",
    re.MULTILINE,
)
_LIST = re.compile(
    rf"^{_NUMBER}(?:(?:本文|主要|常用|中英文|英汉|英文|专业|名词|术语|符号[及与和、]?)*(?:缩\s*略|缩\s*写|縮\s*略|縮\s*寫)[词词语語字]?"
    r"(?:对照|對照|索引|一览|注释|说明|清单|列)*[表]?(?:[（(][^（()）\n]*[)）])?|"
    r"(?i:(?:list of |table of |non-?standard )*(?:abbreviations|acronyms)(?: and (?:acronyms|abbreviations|symbols))?(?: list| used)?))"
    r"\s*[*_]*\s*(?:[:：][*_]*[ \t]*(?P<inline>\S[^\n]*)?)?$",
    re.MULTILINE,
)
#: A reference that stands under no heading: `[12] Smith J. … 2020`.
_REFERENCE = re.compile(
    r"^\s*(?:\[\d{1,3}\]|\d{1,3}[.、．])\s*\S[^\n]*(?:\[[JMCDNP]\]|(?:19|20)\d\d[;,；，:][ \d]|\bdoi\b)[^\n]*$",
    re.MULTILINE,
)


class Parts(NamedTuple):
    """Spans of a text that nobody reads as its running text: references, and its own abbreviation lists with their items."""

    references: list[tuple[int, int]]
    lists: list[tuple[int, int]]
    items: list[Item]


def parts(text: str) -> Parts:
    """Where a text has its references and its abbreviation lists."""
    references = []
    for head in _REFERENCES.finditer(text):
        after = _AFTER_REFERENCES.search(text, head.end())
        references.append((head.start(), after.start() if after else len(text)))
    references += [found.span() for found in _REFERENCE.finditer(text)]
    lists = list(_lists(text))
    return Parts(references, [(start, end) for start, end, _ in lists], [item for *_, found in lists for item in found])


def _lists(text: str) -> Iterator[tuple[int, int, list[Item]]]:
    """The abbreviation lists of a text: start, end and items of each."""
    last = 0
    for head in _LIST.finditer(text):
        if head.start() < last:
            continue
        begin = head.start("inline") if head["inline"] else head.end()
        found = list(_lines(text, begin, within=bool(head["inline"])))
        if found:
            last = found[-1][1]
            yield head.start(), last, [item for item, _ in found]


#: `OA: osteoarthritis 骨关节炎`, `| OA | osteoarthritis |`, `OA<tab>osteoarthritis`, `OA    osteoarthritis`.
_LINE = re.compile(
    r"[ |*_•·-]*(?P<short>[A-Za-z0-9α-ωΑ-Ω][^\s:：,，=|;；—–]{0,24}(?: [A-Za-z0-9]{1,6})?)[*_]*"
    r"(?:\s*(?:[:：,，=|—–]|\t| {2,}| - )+\s*|\s+(?=[\u4e00-\u9fff]))(?P<rest>\S.*?)[ |.。]*$"
)
#: `OA osteoarthritis 骨关节炎`, as PDF files give a table: the letters must tell.
_SPACED = re.compile(r"(?P<short>[A-Za-z0-9α-ωΑ-Ω]\S{1,24}) (?P<rest>[A-Za-z]\S.*)")
#: Lines between the items of a list that are not items: its header, empty ones, the rules of a table.
_BETWEEN = re.compile(
    r"[\s|:+*=-]*|.{0,12}(?:缩\s*[略写]|简称|(?i:abbreviation|acronym|short form))[^.。]{0,60}", re.DOTALL
)
#: How many lines that say nothing may stand before the first item.
_AHEAD = 6


def _lines(text: str, begin: int, *, within: bool) -> Iterator[tuple[Item, int]]:
    """The items from a place on, each with its end; `within` one line they stand apart by semicolons or stops."""
    line = text.count("\n", 0, begin) + 1
    if within:
        end = text.find("\n", begin)
        stop = len(text) if end < 0 else end
        for piece in re.finditer(r"[^;；。]+", text[begin:stop]):
            item = _item(piece[0].strip(), line)
            if item is not None:
                yield item, begin + piece.end()
        return
    found = list(_one_a_line(text, begin, line))
    yield from found or _one_in_several(text, begin, line)


def _one_a_line(text: str, begin: int, line: int) -> Iterator[tuple[Item, int]]:
    at, waited, any_found = begin, 0, False
    for raw in io.StringIO(text[begin:]):
        end = at + len(raw)
        content = raw.strip()
        item = _item(content, line)
        if item is not None:
            yield item, end
            waited, any_found = 0, True
        elif content and not _BETWEEN.fullmatch(content):
            waited += 1
            if any_found or waited > _AHEAD:
                return
        at, line = end, line + 1


def _one_in_several(text: str, begin: int, line: int) -> Iterator[tuple[Item, int]]:
    """The cells of a table as the text of a Word file has them, each on a line: a short form, then its long forms."""
    short, first, width, ahead, stop = "", line, 0, 0, begin
    cells: list[str] = []
    for raw in io.StringIO(text[begin:]):
        content, end = raw.strip(), begin + len(raw)
        if _is_short(content):
            if short:
                english, chinese = _languages(cells)
                if not english and not chinese:
                    return
                yield Item(short, english, chinese, first), stop
                # Each item has as many cells as the first one.
                width = width or len(cells)
            short, first, cells, stop = content, line, [], end
        elif content and short:
            if len(cells) == (width or 2):
                break
            cells.append(content)
            stop = end
        elif content:
            ahead += 1
            if ahead > _AHEAD:
                return
        begin, line = end, line + 1
    english, chinese = _languages(cells)
    if short and (english or chinese):
        yield Item(short, english, chinese, first), stop


def _item(content: str, line: int) -> Item | None:
    if content.startswith("|"):
        cells = [cell.strip(" *_`") for cell in re.split(r"(?<!\\)\|", content.strip("|"))]
        return _row(cells, None, line)
    found = _LINE.fullmatch(content) or _SPACED.fullmatch(content)
    if found is None or not _is_short(found["short"]) or len(content) > 240:
        return None
    if found.re is _SPACED and not aligned(found["short"], re.split("[\u4e00-\u9fff]", found["rest"])[0].strip()):
        return None
    english, chinese = _languages(re.split(r"\t|\s\|\s| {2,}", found["rest"]))
    if not english and not chinese:
        return None
    return Item(found["short"].strip(), english, chinese, line)


def _is_short(text: str) -> bool:
    return is_short_form(text.strip().replace("⁃", "-").replace("–", "-"))


_HAN_PART = re.compile(rf"[{HAN}][{HAN}A-Za-z0-9α-ω⁃–/()（）、·\- ]*")


def _languages(cells: Sequence[str]) -> tuple[str | None, str | None]:
    """English and Chinese among the cells of an item; a cell may hold both."""
    english = chinese = None
    for cell in cells:
        cell = cell.strip(" ,，;；.。|")
        if not any(map(is_han, cell)):
            if english is None and THREE_LETTERS.search(cell):
                english = cell
            continue
        latin = re.match(r"[A-Za-z][^\u4e00-\u9fff]{3,}", cell)
        behind = re.search(r"[\s,，;；(（]+([A-Za-z][A-Za-z0-9 ,'/\-]{5,})[)）]?$", cell)
        if latin and THREE_LETTERS.search(latin[0]) and english is None:
            english, cell = latin[0].strip(" ,，;；(（/"), cell[latin.end() :]
        elif behind and english is None:
            english, cell = behind[1], cell[: behind.start()]
        said = _HAN_PART.search(cell)
        if said and chinese is None:
            chinese = (
                cell.strip(" ,，;；()（）")
                if said.start()
                else said[0].strip(" ()（）")
                if cell.count("（") != cell.count("）")
                else cell
            )
    return english, chinese


# --- tables in files -------------------------------------------------------------------------------------------------

#: What the columns of an abbreviation table are called.
_SHORT_HEAD = re.compile(r"(?i)缩\s*[略写]|縮[略寫]|简称|简写|abbr|acronym|short ?form|^short$|symbol|符号")
_EN_HEAD = re.compile(
    r"(?i)英文|英语|english|full (?:name|term|form)|^en$|long_en|definition|expansion|meaning|long ?form"
)
_ZH_HEAD = re.compile(r"(?i)中文|汉语|漢語|chinese|^zh$|long_zh|中 文|全称|名称|释义|含义")


def items(given: Given) -> list[Item]:
    """The lines of the abbreviation table in a file: CSV, TSV, XLSX, Word, Markdown, LaTeX or text.

    In a Word file or a text that is a whole manuscript it is the table with such a header, or the list under such a
    heading.

    Raises:
        InputError: it cannot be read, or there is no such table in it.
    """
    suffix = suffix_of(given.name)
    if suffix in (".csv", ".tsv", ".tab"):
        text = given.text().lstrip("\ufeff")
        head = text.split("\n", 1)[0]
        delimiter = "\t" if suffix != ".csv" else max(",;\t", key=head.count)
        found = _table(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), required=False)
    elif suffix in (".xlsx", ".xlsm"):
        from zhengming.formats.xlsx import tables

        found = _first(tables(given))
    elif suffix == ".docx":
        from zhengming.formats.docx import read
        from zhengming.formats.docx import tables as word_tables

        found = _first(word_tables(given))
        if not found:
            found = [item for source in read(given) for item in parts(source.text).items]
    else:
        text = given.text()
        found = _latex(text) if suffix in (".tex", ".latex", ".ltx") else _markdown(text)
        found = found or parts(text).items or _bare(text)
    if not found:
        raise InputError("glossary.no_table", file=given.name)
    return found


def _first(tables: Iterable[Iterable[Sequence[object]]]) -> list[Item]:
    """The first table with the header of an abbreviation table, or the first whose first column holds short forms."""
    held = [[[("" if cell is None else str(cell)).strip() for cell in row] for row in table] for table in tables]
    for required in (True, False):
        for table in held:
            found = _table(table, required=required)
            if found:
                return found
    return []


def _table(rows: Iterable[Sequence[str]], *, required: bool, first: int = 1) -> list[Item]:
    """The lines of a table; without the header of an abbreviation table only if its first column holds short forms."""
    numbered = [(number, [cell.strip() for cell in row]) for number, row in enumerate(rows, start=first)]
    filled = [(number, row) for number, row in numbered if any(row)]
    if not filled:
        return []
    header = _header(filled[0][1])
    if header is None and required:
        return []
    found = [item for number, row in filled[header is not None :] if (item := _row(row, header, number)) is not None]
    if header is None and 2 * len(found) < len(filled):
        return []
    return found


class _Columns(NamedTuple):
    short: int
    en: int | None
    zh: int | None


def _header(row: Sequence[str]) -> _Columns | None:
    def at(pattern: re.Pattern[str], taken: set[int | None]) -> int | None:
        return next((n for n, cell in enumerate(row) if n not in taken and pattern.search(cell)), None)

    short = at(_SHORT_HEAD, set())
    if short is None or len(row) < 2 or any(len(cell) > 60 for cell in row):
        return None
    # 英文全称 and 中文全称 are English and Chinese before they are full names.
    english = at(re.compile(r"(?i)英文|英语|english|^en$|long_en"), {short})
    chinese = at(re.compile(r"(?i)中文|汉语|漢語|chinese|^zh$|long_zh"), {short, english})
    english = english if english is not None else at(_EN_HEAD, {short, chinese})
    chinese = chinese if chinese is not None else at(_ZH_HEAD, {short, english})
    return None if english is None and chinese is None else _Columns(short, english, chinese)


def _row(cells: Sequence[str], header: _Columns | None, line: int) -> Item | None:
    if header is not None:

        def cell(at: int | None) -> str | None:
            return None if at is None else cells[at].strip() if at < len(cells) else ""

        short = (cell(header.short) or "").removeprefix("'").strip(" *†‡")
        english, chinese = cell(header.en), cell(header.zh)
        if header.zh is None and english and any(map(is_han, english)):
            # One column of full names for both languages.
            english, chinese = _languages([english])
        elif header.en is None and chinese and THREE_LETTERS.search(chinese):
            english, chinese = _languages([chinese])
        return Item(short, _plain(english), _plain(chinese), line) if short else None
    if len(cells) < 2 or not _is_short(cells[0]):
        return None
    english, chinese = _languages(cells[1:4])
    return Item(cells[0], english, chinese, line) if english or chinese else None


def _plain(text: str | None) -> str | None:
    return None if text is None else text.strip(" †‡*")


def _markdown(text: str) -> list[Item]:
    """The first table of a Markdown file that is an abbreviation table."""
    tables: list[tuple[int, list[list[str]]]] = []
    last = -2
    for number, line in enumerate(text.splitlines(), start=1):
        content = line.strip()
        if not (content.startswith("|") and content.count("|") > 2):
            continue
        if number != last + 1:
            tables.append((number, []))
        last = number
        cells = [re.sub(r"\\(.)", r"\1", cell).strip(" *_`") for cell in re.split(r"(?<!\\)\|", content.strip("|"))]
        # The rule under the header keeps its place among the lines, and says nothing.
        tables[-1][1].append([] if re.fullmatch(r"[\s|:-]+", content) else cells)
    for required in (True, False):
        for first, rows in tables:
            found = _table(rows, required=required, first=first)
            if found:
                return found
    return []


_TEX = {"$": "", r"\%": "%", r"\&": "&", r"\_": "_", r"\#": "#", "~": " ", r"\dag": "†", r"\ddag": "‡"}
#: What the packages glossaries and acronym declare.
_ACRONYM = re.compile(
    r"\\(?:newacronym(?:\[[^\]]*\])?\{[^{}]*\}|acro)\{(?P<short>[^{}]+)\}(?:\[[^\]]*\])?\{(?P<long>[^{}]+)\}"
)
#: What may stand before the first cell of a row.
_TEX_AHEAD = re.compile(r"(?:\s|%[^\n]*\n|\\(?:[a-z]+rule|hline|end\w*(?:head|foot))(?![a-z])|\\caption\{[^{}]*\})*")
_TEX_SAID = re.compile(r"\\(?:textbf|textit|emph|text|mathrm|ensuremath)\{([^{}]*)\}")


def _latex(text: str) -> list[Item]:
    """The first table of a LaTeX file that is an abbreviation table."""
    from zhengming.formats.extract import simple_math

    declared = [(found, _languages([found["long"]])) for found in _ACRONYM.finditer(text)]
    if declared:
        return [Item(found["short"], *long, text.count("\n", 0, found.start()) + 1) for found, long in declared]
    for table in re.finditer(
        r"\\begin\{(longtable|tabularx?|tabular\*|supertabular)\}(.*?)\\end\{\1\}", text, re.DOTALL
    ):
        rows: list[list[str]] = []
        lines: list[int] = []
        at = table.start(2)
        body = re.sub(r"^(?:\[[^\]]*\])?(?:\{[^{}]*\})*\{(?:[^{}]|\{[^{}]*\})*\}", lambda m: " " * len(m[0]), table[2])
        for row in re.split(r"(\\\\(?:\[[^\]]*\])?|\\tabularnewline)", body):
            said = re.sub(r"(?<!\\)%[^\n]*", "", row)
            said = re.sub(
                r"\\(?:toprule|midrule|bottomrule|hline|end(?:first)?head|end(?:last)?foot)(?![a-z])|\\caption\{[^{}]*\}",
                "",
                said,
            )
            said = _TEX_SAID.sub(r"\1", said)
            said = re.sub(r"\$([^$]+)\$", lambda m: simple_math(m[1]) or m[1], said)
            for code, sign in _TEX.items():
                said = said.replace(code, sign)
            cells = [" ".join(cell.replace("{", "").replace("}", "").split()) for cell in re.split(r"(?<!\\)&", said)]
            if len(cells) > 1:
                rows.append(cells)
                ahead = _TEX_AHEAD.match(row)
                lines.append(text.count("\n", 0, at + (ahead.end() if ahead else 0)) + 1)
            at += len(row)
        found = _table(rows, required=False)
        if found:
            return [item._replace(line=lines[item.line - 1]) for item in found]
    return []


def _bare(text: str) -> list[Item]:
    """A file that is nothing but a list: most of its lines, or what stands between its semicolons, are items."""
    lines = [
        (number, piece.strip())
        for number, line in enumerate(text.splitlines(), start=1)
        for piece in re.split("[;；]", line)
        if piece.strip()
    ]
    found = [item for number, line in lines if (item := _item(line, number)) is not None]
    return found if len(found) > 1 and 2 * len(found) > len(lines) else []

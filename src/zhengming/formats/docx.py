"""Word: body, tables, text boxes, footnotes and endnotes in; back into the document itself, terms shaded and glossed in comments."""

from __future__ import annotations

import copy
import io
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from colorsys import hls_to_rgb
from typing import Any, TypeVar

from zhengming import markup
from zhengming.errors import InputError, UsageError
from zhengming.formats import links
from zhengming.formats.archive import office_file
from zhengming.formats.extract import runs_into
from zhengming.formats.given import Given
from zhengming.formats.stamp import Stamp
from zhengming.formats.xml import fit
from zhengming.model import Annotation, Document, Source

_Taken = TypeVar("_Taken")

_DECLARED = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NOTES = (f"{_RELATIONS}/footnotes", f"{_RELATIONS}/endnotes")
#: What a run holds besides text, and what a reader sees of it.
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": "\t"}
#: The mark of a note stands between words that would run into each other without it.
_SIGNS |= {"footnoteReference": " ", "endnoteReference": " "}
#: What the schema wants after the shade among a run's properties.
_AFTER_SHADE = ("fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath")

#: What the schema wants after the borders among a table's properties.
_AFTER_BORDERS = ("shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription")


class File:
    """A document, its text, and which run each part of the text is in."""

    def __init__(self, document: Any, seam: str = "\n\n") -> None:
        self.document = document
        self.parts: list[str] = []
        #: Start in the text and the `w:t` (or sign) that stands there, in order; and the start of each paragraph.
        self.spots: list[tuple[int, int, Any]] = []
        self.paragraphs: list[int] = []
        #: The parts with notes, each with its tree.
        self.notes: list[tuple[Any, Any]] = []
        self._size = 0
        # An empty line, as a single line end may stand inside a name.
        self._seam = seam
        self._text(document.element.body)
        for kind in _NOTES:
            for relation in document.part.rels.values():
                if relation.reltype == kind and not relation.is_external:
                    from docx.oxml import parse_xml

                    root = parse_xml(relation.target_part.blob)
                    self.notes.append((relation.target_part, root))
                    self._text(root)
        self.text = "".join(self.parts)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self._size += len(text)

    def _text(self, root: Any) -> None:
        for paragraph in root.iter(f"{_W}p"):
            if next(paragraph.iterancestors(_FALLBACK), None) is not None:
                continue
            start = self._size
            for element in paragraph.iter(f"{_W}t", *(f"{_W}{sign}" for sign in _SIGNS)):
                if element.getparent().tag != f"{_W}r" or next(element.iterancestors(f"{_W}p")) is not paragraph:
                    continue
                said = (element.text or "") if element.tag == f"{_W}t" else _SIGNS[element.tag.removeprefix(_W)]
                if _raised(element) and runs_into("".join(self.parts[-6:])[-40:], said.strip()):
                    self._put(" ")
                if said:
                    self.spots.append((self._size, self._size + len(said), element))
                    self._put(said)
            self.paragraphs.append(start)
            if self._size > start or self._seam == "\n":
                self._put(self._seam)

    def place(self, start: int, end: int) -> dict[str, int]:
        """The number of the paragraph, from 1."""
        return {"paragraph": bisect_right(self.paragraphs, start)}


def _raised(element: Any) -> bool:
    align = element.getparent().find(f"{_W}rPr/{_W}vertAlign")
    return align is not None and align.get(f"{_W}val") == "superscript"


def read(given: Given) -> Iterator[Source]:
    """The text: a line a paragraph of the body, with its tables and text boxes in their place, footnotes, endnotes.

    What a change that is tracked has put in is text; what it has struck out, comments, headers and fields' codes are not.

    Raises:
        InputError: no Word document, or a damaged one.
    """
    file = _opened(given, File)
    if not file.text.strip():
        given.warn(InputError("input.empty", file=given.name))
    yield Source(given.name, file.text, origin=file)


def tables(given: Given) -> list[list[list[str]]]:
    """The rows of each table, each cell the text of its paragraphs.

    Raises:
        InputError: no Word document, or a damaged one.
    """

    def cells(document: Any) -> list[list[list[str]]]:
        # python-docx gives a merged cell once for each place that it covers.
        return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]

    return _opened(given, cells)


def _opened(given: Given, take: Callable[[Any], _Taken]) -> _Taken:
    """What is taken from a document."""
    try:
        import docx
    except ImportError as error:
        raise InputError("input.extra", file=given.name, extra="docx") from error
    packed = office_file(given, "word/document.xml")
    try:
        return take(docx.Document(packed))
    except Exception as error:  # python-docx raises whatever its parts raise
        reason = f"{type(error).__name__} {error}"[:120]
        raise InputError("input.damaged", file=given.name, kind="DOCX", reason=reason) from error


def table_file(title: str, rows: Sequence[Sequence[str]], notes: Sequence[str], widths: Sequence[float]) -> bytes:
    """A document with one three-line table, as journals set them: its title above, its notes below.

    Args:
        title: what stands above the table.
        rows: the header, then the rows.
        notes: paragraphs below the table.
        widths: of the columns, in centimetres.

    Raises:
        UsageError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise UsageError("usage.extra", value="docx", extra="docx") from error
    from docx.oxml import parse_xml
    from docx.shared import Cm, Pt

    document: Any = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(10.5)
    normal.element.rPr.rFonts.set(f"{_W}eastAsia", "SimSun")
    normal.paragraph_format.space_after = Pt(0)
    document.add_paragraph().add_run(fit(title)).bold = True
    table: Any = document.add_table(len(rows), len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    outside = "".join(f'<w:{side} w:val="single" w:sz="12" w:space="0" w:color="auto"/>' for side in ("top", "bottom"))
    look = table._tbl.tblPr
    after = next((child for child in look if child.tag.removeprefix(_W) in _AFTER_BORDERS), None)
    borders = parse_xml(f"<w:tblBorders {_DECLARED}>{outside}</w:tblBorders>")
    look.append(borders) if after is None else after.addprevious(borders)
    for number, (row, values) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].add_run(fit(value)).bold = number == 0
            if number == 0:
                rule = '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/>'
                cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:tcBorders {_DECLARED}>{rule}</w:tcBorders>"))
        # A row stays on one page, and the header stands on each.
        marks = row._tr.get_or_add_trPr()
        marks.append(parse_xml(f"<w:cantSplit {_DECLARED}/>"))
        if number == 0:
            marks.append(parse_xml(f"<w:tblHeader {_DECLARED}/>"))
    for note in notes:
        document.add_paragraph().add_run(fit(note)).font.size = Pt(9)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def files(document: Document, stamp: Stamp) -> Iterator[tuple[str, bytes]]:
    """The document itself with each term shaded by its category, and a comment at the first mention of each concept.

    A document that did not come from Word becomes one, a paragraph a line.

    Raises:
        UsageError: python-docx is not installed.
    """
    try:
        import docx
    except ImportError as error:
        raise UsageError("usage.extra", value="docx", extra="docx") from error
    origin = document.source.origin if document.source else None
    if isinstance(origin, File):
        whole: Any = io.BytesIO()
        origin.document.save(whole)
        whole.seek(0)
        file = File(docx.Document(whole))
    else:
        blank: Any = docx.Document()
        for line in document.text.split("\n"):
            blank.add_paragraph(fit(line).replace("\r", "\u2028"))
        file = File(blank, "\n")
    _mark(file, document.annotations, stamp)
    out = io.BytesIO()
    file.document.save(out)
    yield ".docx", out.getvalue()


def _mark(file: File, annotations: list[Annotation], stamp: Stamp) -> None:
    from docx.opc.oxml import serialize_part_xml
    from docx.text.run import Run

    # What is to be shaded in each text, by the run that the text is in.
    runs: dict[Any, dict[Any, list[tuple[int, int, Annotation]]]] = {}
    ends = [end for _, end, _ in file.spots]
    position = 0
    for a in sorted(annotations, key=lambda a: (a.start, -a.end)):
        if a.start < position:
            continue
        position = a.end
        for start, end, element in (file.spots[at] for at in range(bisect_right(ends, a.start), len(ends))):
            if start >= a.end:
                break
            if element.tag == f"{_W}t":
                part = (max(a.start, start) - start, min(a.end, end) - start, a)
                runs.setdefault(element.getparent(), {}).setdefault(element, []).append(part)
    shaded: dict[str, list[tuple[Annotation, Any]]] = {}
    for run, texts in runs.items():
        for a, part in _split(run, texts):
            if next(part.iterancestors(f"{_W}txbxContent", f"{_W}footnote", f"{_W}endnote"), None) is None:
                shaded.setdefault(a.concept.id, []).append((a, part))
    for parts in shaded.values():
        first = parts[0][0]
        of_first = [Run(part, file.document) for a, part in parts if a is first]
        text = "\n".join(
            filter(None, (links.gloss(first.concept, stamp.lang), links.definition(first.concept, stamp.lang)))
        )
        file.document.add_comment(of_first, text=text, author="zhengming", initials="ZM")
    for part, root in file.notes:
        part._blob = serialize_part_xml(root)


def _split(run: Any, texts: dict[Any, list[tuple[int, int, Annotation]]]) -> Iterator[tuple[Annotation, Any]]:
    """Put runs of the same look in the place of one, so that each mention in it has runs of its own, shaded."""
    look = run.find(f"{_W}rPr")
    current: Any = None
    holds: Annotation | None = None

    def into(annotation: Annotation | None, element: Any) -> Any:
        nonlocal current, holds
        fresh = None
        if current is None or annotation is not holds:
            current = run.makeelement(run.tag, dict(run.attrib))
            if look is not None:
                current.append(copy.deepcopy(look))
            if annotation is not None:
                _shade(current, annotation.concept.category)
            run.addprevious(current)
            holds, fresh = annotation, current
        current.append(element)
        return fresh if annotation is not None else None

    for child in list(run):
        if child is look:
            continue
        if child not in texts:
            into(None, child)
            continue
        text, at = child.text or "", 0
        for start, end, a in [*texts[child], (len(text), len(text), None)]:
            for low, high, held in ((at, start, None), (start, end, a)):
                if low < high:
                    element = child.makeelement(child.tag, {_SPACE: "preserve"})
                    element.text = text[low:high]
                    fresh = into(held, element)
                    if fresh is not None and held is not None:
                        yield held, fresh
            at = end
    run.getparent().remove(run)


def _shade(run: Any, category: str) -> None:
    look = run.find(f"{_W}rPr")
    if look is None:
        look = run.makeelement(f"{_W}rPr", {})
        run.insert(0, look)
    if look.find(f"{_W}shd") is not None or look.find(f"{_W}highlight") is not None:
        return
    hue = markup.HUES.get(category)
    colour = (0.88, 0.88, 0.88) if hue is None else hls_to_rgb(hue / 360, 0.84, 0.8)
    fill = "".join(f"{round(part * 255):02X}" for part in colour)
    shade = run.makeelement(f"{_W}shd", {f"{_W}val": "clear", f"{_W}color": "auto", f"{_W}fill": fill})
    after = next((child for child in look if child.tag.removeprefix(_W) in _AFTER_SHADE), None)
    if after is None:
        look.append(shade)
    else:
        after.addprevious(shade)

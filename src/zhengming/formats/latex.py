"""LaTeX: the running text of a manuscript, with its places; commands, formulas, citations and comments left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from zhengming.errors import InputError
from zhengming.formats.extract import Extract, simple_math
from zhengming.formats.given import Given
from zhengming.model import Source

#: Commands whose arguments are no text, beyond those that begin with `cite` (and its like) and end with `ref`.
_UNREAD = frozenset(
    re.findall(
        r"\w+",
        "label bibliography bibliographystyle usepackage documentclass documentstyle input include includegraphics "
        "newcommand renewcommand providecommand newenvironment renewenvironment def let setlength addtolength vspace hspace vskip "
        "hskip pagestyle thispagestyle setcounter addtocounter url path email orcid color definecolor geometry hypersetup "
        "graphicspath addbibresource printbibliography tikzset nocite gls glspl Gls ac acp acs acl input bibitem index thanks hypertarget "
        "rule phantom hphantom vphantom newtheorem theoremstyle DeclareMathOperator si SI num unit qty cmidrule cline",
    )
)
_REFERENCE = re.compile(r"(?:no|full|foot|text|paren|auto|smart|super)?[cC]ite\w*|\w*[rR]ef(?:range)?")
#: Environments that hold no running text.
_CLOSED = re.compile(
    r"(?:equation|align|alignat|gather|multline|eqnarray|displaymath|math|flalign|subequations|array|tikzpicture|picture|verbatim|"
    r"Verbatim|lstlisting|minted|comment|thebibliography|filecontents|algorithmic)\*?"
)
#: Arguments before the text: a colour, an address, a count of columns.
_AHEAD = {
    "textcolor": 1,
    "colorbox": 1,
    "href": 1,
    "multicolumn": 2,
    "multirow": 2,
    "fcolorbox": 2,
    "parbox": 1,
    "raisebox": 1,
}
_RAISED = {"textsuperscript": 0, "textsubscript": 0}
_ACCENTS = frozenset("\"'`^~=.uvHtcdbkr")
_ASIDE = frozenset(
    ("footnote", "footnotetext", "marginpar", "caption", "title", "section", "subsection", "subsubsection")
)


def read(given: Given) -> Iterator[Source]:
    """The text of a file: of its `document` and its title where it is a whole manuscript.

    Raises:
        InputError: it cannot be read.
    """
    try:
        from pylatexenc import latex2text, latexwalker, macrospec
    except ImportError as error:
        raise InputError("input.extra", file=given.name, extra="latex") from error
    page = Extract(given.text())
    cites = {
        name for name in re.findall(r"\\([A-Za-z]+)", page.raw) if _REFERENCE.fullmatch(name) and name not in _AHEAD
    }
    context = latexwalker.get_default_latex_context_db()
    specs: list[Any] = [macrospec.std_macro(name, "*[[{") for name in cites]
    specs += [macrospec.std_macro(name, "{" * (count + 1)) for name, count in (_AHEAD | _RAISED).items()]
    specs.append(macrospec.std_macro("caption", "*[{"))
    context.add_context_category("zhengming", macros=specs, prepend=True)
    try:
        walker: Any = latexwalker.LatexWalker(page.raw, latex_context=context, tolerant_parsing=True)
        nodes = walker.get_latex_nodes()[0]
        _Text(page, latex2text.LatexNodes2Text()).take(_body(nodes))
    except (latexwalker.LatexWalkerError, RecursionError, IndexError, AttributeError, TypeError) as error:
        reason = str(error).split("\n")[0][:120] or type(error).__name__
        raise InputError("input.damaged", file=given.name, kind="LaTeX", reason=reason) from error
    yield Source(given.name, page.done(), origin=page)


def _body(nodes: Sequence[Any]) -> list[Any]:
    """The title and what the `document` environment holds, or everything where there is none."""
    inside = [node for node in nodes if getattr(node, "environmentname", "") == "document"]
    if not inside:
        return list(nodes)
    return [node for node in nodes if getattr(node, "macroname", "") == "title"] + list(inside[0].nodelist)


class _Text:
    """Takes the text out of the tree of a file."""

    def __init__(self, page: Extract, converter: Any) -> None:
        self.page = page
        self.converter = converter

    def take(self, nodes: Sequence[Any] | None) -> None:
        skip = False
        for node in nodes or ():
            if node is None:
                continue
            kind = type(node).__name__
            # The arguments of a command that the parser does not know follow it as groups.
            if skip and kind == "LatexGroupNode":
                continue
            skip = kind == "LatexMacroNode" and node.macroname in _UNREAD
            start, end = node.pos, node.pos + node.len
            if kind == "LatexCharsNode":
                self.page.keep(start, end)
            elif kind == "LatexGroupNode":
                self.take(node.nodelist)
            elif kind == "LatexMathNode":
                self._math(node, start, end)
            elif kind == "LatexSpecialsNode":
                said = {"~": " ", "&": "\t"}.get(node.specials_chars) or self._said(node)
                self.page.add(said, start, end)
            elif kind == "LatexEnvironmentNode":
                if not _CLOSED.fullmatch(node.environmentname):
                    self.take(node.nodelist)
            elif kind == "LatexMacroNode":
                self._macro(node, start, end)

    def _math(self, node: Any, start: int, end: int) -> None:
        inner = self.page.raw[start + len(node.delimiters[0]) : end - len(node.delimiters[1])]
        said = simple_math(inner) if node.displaytype == "inline" else None
        if said is None:
            self.page.put(" ")
            return
        if inner.lstrip("{} ").startswith("^"):
            self.page.superscript(said)
        self.page.add(said, start, end)

    def _macro(self, node: Any, start: int, end: int) -> None:
        name = node.macroname
        if name in _UNREAD or (name not in _AHEAD and _REFERENCE.fullmatch(name)):
            return
        arguments = node.nodeargd.argnlist if node.nodeargd is not None else None
        spec = (node.nodeargd.argspec or "") if node.nodeargd is not None else ""
        texts = [item for item, sign in zip(arguments or (), spec, strict=False) if sign == "{" and item is not None]
        if name in ("\\", "newline", "par", "linebreak", "tabularnewline", "item"):
            self._part()
        elif texts and name not in _ACCENTS:
            if name == "textsuperscript":
                self.page.superscript(self.converter.nodelist_to_text(texts).strip())
            if name in _ASIDE:
                self._part()
            self.take(texts[_AHEAD.get(name, 0) :])
            if name in _ASIDE:
                self._part()
        else:
            said = self._said(node) or simple_math(f"\\{name}") or ""
            if said and len(said) <= 4:
                self.page.add(said, start, end)

    def _part(self) -> None:
        """End a paragraph: an empty line, as a single line end may stand inside a name."""
        if not self.page.ends_with("\n\n"):
            self.page.put("\n\n")

    def _said(self, node: Any) -> str:
        return str(self.converter.nodelist_to_text([node])).strip("\n")

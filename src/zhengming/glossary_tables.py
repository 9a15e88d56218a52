"""The abbreviation table as files: Markdown, CSV, TSV, XLSX, Word, LaTeX, JSON. Start reading at `WRITERS`."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import IO, Any, BinaryIO

from zhengming import messages
from zhengming.crosstab import write_csv, write_markdown, write_workbook
from zhengming.formats.docx import table_file
from zhengming.formats.jsonl import sense_record
from zhengming.formats.stamp import encodable
from zhengming.glossary import Glossary, Line
from zhengming.sheets import printable

#: The columns, and how each mark is shown in the last one.
COLUMNS = ("short", "en", "zh", "first", "uses", "mark")
SIGNS = {"lexicon": "†", "lexicon-en": "†en", "lexicon-zh": "†zh", "conflict": "‡", "undecided": "?"}
_WIDTHS = (2.4, 5.2, 4.0, 2.2, 1.3, 1.4)


@dataclass(frozen=True, slots=True)
class Table:
    """An abbreviation table in words.

    Attributes:
        glossary: what is in it.
        lines: its lines in the order asked for.
        language: language of its headings and legend: `en`, `zh` or `both`.
    """

    glossary: Glossary
    lines: Sequence[Line]
    language: str = "both"

    def said(self, key: str) -> str:
        """A message in the table's language, or in both."""
        if self.language != "both":
            return messages.text(key, self.language)
        chinese, english = messages.text(key, "zh"), messages.text(key, "en")
        return chinese if chinese == english else f"{chinese} {english}"

    def header(self) -> list[str]:
        """The headings of `COLUMNS`."""
        keys = ("glossary.short", "glossary.en", "glossary.zh", "glossary.first", "glossary.uses", "glossary.mark")
        return [self.said(key) for key in keys]

    def rows(self) -> Iterator[list[str | int]]:
        """The header and the lines."""
        yield [*self.header()]
        for line in self.lines:
            marks = " ".join(SIGNS[mark] for mark in line.marks)
            yield [line.short, line.en or "", line.zh or "", self.place(line), line.count, marks]

    def place(self, line: Line) -> str:
        """Where a short form stands first: `12:5` (line and column), the page or the paragraph; in which document of several."""
        first = line.first
        if first.page is not None:
            where = f"p. {first.page}"
        elif first.paragraph is not None:
            where = f"¶ {first.paragraph}"
        else:
            where = f"{first.line}:{first.column}"
        names = self.glossary.documents
        return where if len(names) == 1 else f"{names[first.document]} {where}"

    def legend(self) -> list[str]:
        """What the marks in this table mean."""
        used = {mark for line in self.lines for mark in line.marks}
        said = {
            "lexicon": "glossary.by_lexicon", "lexicon-en": "glossary.lexicon_en", "lexicon-zh": "glossary.lexicon_zh",
            "conflict": "glossary.conflict", "undecided": "glossary.undecided",
        }  # fmt: skip
        return [f"{SIGNS[mark]} {self.said(key)}" for mark, key in said.items() if mark in used]

    def records(self) -> Iterator[dict[str, Any]]:
        """One record a line."""
        names = self.glossary.documents
        for line in self.lines:
            first = {key: value for key, value in asdict(line.first).items() if value is not None}
            record = {
                "short": line.short, "en": line.en, "zh": line.zh, "concept": line.concept.id if line.concept else None,
                "first": first | {"document": names[line.first.document]}, "uses": line.count, "marks": list(line.marks),
                "documents": {names[number]: count for number, count in sorted(line.uses.items())},
            }  # fmt: skip
            yield record | ({"senses": [sense_record(sense) for sense in line.senses]} if line.senses else {})


# --- writers ---------------------------------------------------------------------------------------------------------


def write_markdown_file(table: Table, stream: IO[str]) -> None:
    """A Markdown table with its legend."""
    write_markdown([(table.said("glossary.title"), table.rows())], stream, left=4, right=1)
    for number, note in enumerate(table.legend()):
        stream.write(("\n" if number == 0 else "") + note + "  \n")


def write_comma(table: Table, stream: IO[str]) -> None:
    """CSV with a byte order mark, or Excel takes Chinese for Latin."""
    stream.write("\ufeff")
    write_csv(table.rows(), stream)


def write_tabs(table: Table, stream: IO[str]) -> None:
    """Tab-separated lines."""
    writer = csv.writer(
        stream, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None, escapechar="\\"
    )
    for row in table.rows():
        writer.writerow([" ".join(encodable(str(cell)).split()) for cell in row])


def write_xlsx(table: Table, stream: BinaryIO) -> None:
    """A workbook with the table, and the legend on a second sheet.

    Raises:
        OutputError: xlsxwriter is not installed.
    """
    sheets: list[tuple[str, Iterator[Sequence[str | int]]]] = [(table.said("glossary.title"), table.rows())]
    if table.legend():
        sheets.append((table.said("glossary.legend"), ([*note.split(" ", 1)] for note in table.legend())))
    write_workbook(sheets, stream, "xlsx")


def write_docx(table: Table, stream: BinaryIO) -> None:
    """A Word document with a three-line table.

    Raises:
        UsageError: python-docx is not installed.
    """
    rows = [[printable(str(cell)) for cell in row] for row in table.rows()]
    stream.write(table_file(table.said("glossary.title"), rows, table.legend(), _WIDTHS))


_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "†": r"\dag{}", "‡": r"\ddag{}", "¶": r"\P{}",
    "±": r"$\pm$", "–": "--", "−": "$-$", "′": "$'$", "®": r"\textregistered{}", "™": r"\texttrademark{}",
}  # fmt: skip
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "varepsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "υ": "upsilon", "φ": "varphi", "χ": "chi", "ψ": "psi", "ω": "omega", "Δ": "Delta", "Ω": "Omega",
    "Γ": "Gamma",
}  # fmt: skip


def _tex(text: str) -> str:
    said = _TEX | {sign: f"$\\{name}$" for sign, name in _GREEK.items()}
    return "".join(said.get(c, c) for c in printable(text))


def write_latex(table: Table, stream: IO[str]) -> None:
    """A `longtable` with the rules of booktabs, to be put into a document; Greek letters compile with every engine."""
    chinese = any(re.search("[\u3400-\u9fff]", str(cell)) for row in table.rows() for cell in row)
    packages = "longtable, booktabs, array" + (", ctex (XeLaTeX, LuaLaTeX)" if chinese else "")
    rows = [[_tex(encodable(str(cell))) for cell in row] for row in table.rows()]
    widths = r"l>{\raggedright\arraybackslash}p{0.30\linewidth}>{\raggedright\arraybackslash}p{0.24\linewidth}lrl"
    header = " & ".join(rf"\textbf{{{cell}}}" for cell in rows[0])
    stream.write(f"% {packages}\n\\begin{{longtable}}{{{widths}}}\n")
    stream.write(f"\\toprule\n{header} \\\\\n\\midrule\n\\endhead\n\\bottomrule\n\\endfoot\n")
    stream.writelines(" & ".join(row) + " \\\\\n" for row in rows[1:])
    stream.write("\\end{longtable}\n")
    stream.writelines(f"\\noindent {_tex(note)}\\par\n" for note in table.legend())


def write_lines(table: Table, stream: IO[str]) -> None:
    """One JSON object a line."""
    stream.writelines(encodable(json.dumps(record, ensure_ascii=False)) + "\n" for record in table.records())


def write_json(table: Table, stream: IO[str]) -> None:
    """One JSON list."""
    stream.write(encodable(json.dumps(list(table.records()), ensure_ascii=False, indent=1)) + "\n")


@dataclass(frozen=True, slots=True)
class Writer:
    """A format: file names that end so are written with it, whether it is bytes, and what writes it."""

    suffixes: tuple[str, ...]
    binary: bool
    write: Callable[[Table, Any], None]


WRITERS: dict[str, Writer] = {
    "markdown": Writer((".md", ".markdown"), False, write_markdown_file),
    "csv": Writer((".csv",), False, write_comma),
    "tsv": Writer((".tsv", ".tab", ".txt"), False, write_tabs),
    "xlsx": Writer((".xlsx",), True, write_xlsx),
    "docx": Writer((".docx",), True, write_docx),
    "latex": Writer((".tex", ".latex", ".ltx"), False, write_latex),
    "jsonl": Writer((".jsonl", ".ndjson"), False, write_lines),
    "json": Writer((".json",), False, write_json),
}

"""What a person sees in a terminal: coloured text, cards, progress. Colours, tables and bars are drawn by rich.

In a pipe lines are plain, and rich, which takes longer to import than a look-up takes, is not needed.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from zhengming import messages

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from zhengming.evaluation import Evaluation, Fault
    from zhengming.lexicon import Lexicon
    from zhengming.model import Concept, Document, Match, Sense
    from zhengming.tagger import Explanation

Item = TypeVar("Item")

#: Background and ink by category, in colours that any terminal of 256 colours has.
_STYLES = {
    "cell": "black on pale_green1", "cell_state": "black on dark_sea_green1", "cell_product": "black on aquamarine1",
    "gene_protein": "black on light_sky_blue1", "mirna": "black on light_steel_blue1", "pathway": "black on plum1",
    "chemical": "black on navajo_white1", "biomaterial": "black on khaki1", "disease": "black on light_pink1",
    "symptom": "black on misty_rose1", "outcome": "black on thistle1", "anatomy": "black on pale_turquoise1",
    "animal_model": "black on plum2", "organism": "black on dark_olive_green1", "treatment": "black on light_goldenrod1",
    "procedure": "black on wheat1", "process": "black on light_cyan1", "qualifier": "black on grey78",
    "control": "black on grey82", "research": "black on grey85", "resource": "black on grey89",
}  # fmt: skip
_PLAIN = "black on grey78"


def console(*, wrap: bool = False) -> Console:
    """A console on standard output; colours only on a terminal, and never with NO_COLOR."""
    from rich.console import Console

    return Console(file=sys.stdout, highlight=False, soft_wrap=not wrap)


def show_line(*pieces: str | tuple[str, str]) -> None:
    """One line on standard output: plain strings, and (string, style)."""
    if not (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        print("".join(piece if isinstance(piece, str) else piece[0] for piece in pieces))  # noqa: T201
        return
    from rich.text import Text

    console().print(Text.assemble(*pieces))


def show_documents(documents: Iterable[Document], lang: str, ambiguous: bool) -> None:
    """Each text with its mentions coloured and labelled, then the concepts found."""
    from rich.table import Table
    from rich.text import Text

    out = console(wrap=True)
    for document in documents:
        if document.id and document.id != "-":
            out.print(Text(document.id, style="bold"))
        out.print(_marked(document, ambiguous, lang))
        counts = Counter(a.concept for a in document.annotations)
        if counts:
            table = Table(box=None, pad_edge=False, header_style="dim")
            for key in ("html.english", "html.chinese"):
                table.add_column(messages.text(key, lang), overflow="fold")
            table.add_column("")
            table.add_column(messages.text("html.count", lang), justify="right")
            for concept, count in counts.most_common():
                style = _STYLES.get(concept.category, _PLAIN)
                table.add_row(
                    Text(concept.en),
                    Text(concept.zh),
                    Text(f" {messages.category(concept.category, lang)} ", style=style),
                    str(count),
                )
            out.print(table)
        out.print()


def _marked(document: Document, ambiguous: bool, lang: str) -> Text:
    from rich.text import Text

    text = Text()
    position = 0
    marks = [
        (a.start, a.end, messages.category(a.concept.category, lang), _STYLES.get(a.concept.category, _PLAIN))
        for a in document.annotations
    ]
    if ambiguous:
        marks += [(u.start, u.end, "?", "black on yellow") for u in document.ambiguous]
    for start, end, label, style in sorted(marks):
        if start < position:
            continue
        text.append(document.text[position:start])
        text.append(document.text[start:end], style=style)
        text.append(f"[{label}]", style="dim")
        position = end
    text.append(document.text[position:])
    return text


def show_explanations(explanations: Sequence[Explanation]) -> None:
    """Each span with its candidates and the steps that kept or dropped it."""
    for item in explanations:
        show_line(
            ("✓ ", "green") if item.annotated else ("✗ ", "red"),
            (f"{item.start}-{item.end} ", "dim"),
            (" ".join(item.text.split()), "bold"),
            "  " + "; ".join(f"{c.en} / {c.zh} ({c.id})" for c in item.candidates),
        )
        for step in item.steps:
            show_line((f"    {'+' if step.kept else '-'} {step.code}  {step.detail}", "dim"))


def show_senses(query: str, senses: Sequence[Sense], lexicon: Lexicon, lang: str) -> None:
    """A card for each sense: both languages, names, identifiers, and where the review uses it."""
    if len(senses) > 1:
        show_line((messages.text("card.senses", lang, query=query, count=len(senses)), "bold"))
    for number, sense in enumerate(senses, start=1):
        mark = f"{number}. " if len(senses) > 1 else ""
        if sense.concept is None:
            show_line(
                f"{mark}{sense.long_en}  {sense.long_zh}",
                (f"  ({messages.text('card.not_ours', lang)}, {sense.score:.2f})", "dim"),
            )
            continue
        _card(mark, sense, sense.concept, lexicon, lang)


def _card(mark: str, sense: Sense, concept: Concept, lexicon: Lexicon, lang: str) -> None:
    title = f"{mark}{concept.en}  {concept.zh}" + (f"  {concept.abbr}" if concept.abbr else "")
    show_line((title, "bold"), (f"  {concept.id}  {sense.score:.2f}", "dim"))

    def line(key: str, value: str) -> None:
        if value:
            show_line((f"   {messages.text(key, lang)}: ", "dim"), value)

    line("card.definition", concept.definition_zh if lang == "zh" else concept.definition_en)
    line("card.category", messages.category(concept.category, lang))
    parent = lexicon.concepts.get(concept.parent or "")
    line("card.parent", f"{parent.en} {parent.zh} ({parent.id})" if parent else "")
    further = [name.text for name in concept.names if name.text not in (concept.en, concept.zh, concept.abbr)]
    line("card.names", " · ".join(further))
    line("card.xrefs", " ".join(concept.xrefs))
    line("card.source", concept.source)
    line("card.note", concept.note)


def show_matches(query: str, matches: Sequence[Match], lang: str) -> None:
    """The answers to one string, best first."""
    for match in matches:
        concept = match.concept
        parts = "  ".join(part for part in (concept.en, concept.zh, concept.abbr) if part)
        unsure = f"  {messages.text('normalize.unsure', lang)}" if match.ambiguous else ""
        trail = f"  {' '.join(match.steps) or match.via}{unsure}"
        show_line((query, "bold"), f"  {parts}  ", (f"{concept.id}  {match.score:.2f}{trail}", "dim"))


def progress(items: Sequence[Item], label: str) -> Iterator[Item]:
    """The items, with a bar on standard error where it is a terminal and there are several."""
    if len(items) < 3 or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True) as bar:
        yield from bar.track(items, description=label)


@contextmanager
def row_bar(label: str) -> Iterator[Callable[[int], Callable[[], None]]]:
    """A bar on standard error, where it is a terminal: given the number of rows, a function to call after each."""
    if not sys.stderr.isatty():
        yield lambda rows: lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(file=sys.stderr), transient=True) as bar:

        def begin(rows: int) -> Callable[[], None]:
            task, done = bar.add_task(label, total=rows), 0

            def tick() -> None:
                nonlocal done
                done += 1
                # The bar is drawn a few times a second; telling it of each row would cost more than the row.
                if done % 256 == 0 or done == rows:
                    bar.update(task, completed=done)

            return tick

        yield begin


def show_scores(results: Mapping[str, Evaluation], lang: str) -> None:
    """Precision, recall and F1 by system and group: a table on a terminal, tab-separated lines in a pipe."""
    columns = messages.text("evaluate.columns", lang).split(";")
    rows = [
        (name, group, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", str(s.right), str(s.found), str(s.listed))
        for name, result in results.items()
        for group, s in result.scores.items()
    ]
    if not sys.stdout.isatty():
        for row in (columns, *rows):
            print("\t".join(row))  # noqa: T201
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="dim")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number < 2 else "right", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    console(wrap=True).print(table)


def show_faults(key: str, faults: Sequence[Fault], lexicon: Lexicon, lang: str) -> None:
    """Mentions missed or wrong, one a line."""
    label = messages.text(key, lang)
    for fault in faults:
        start, end, id_ = fault.mention
        concept = lexicon.resolve(id_)
        text = fault.text.replace("\n", "\\n")
        kind = messages.text(f"evaluate.{fault.kind}", lang)
        print(f"{label}\t{kind}\t{fault.document}\t{start}\t{end}\t{text}\t{id_}\t{concept.en if concept else '?'}")  # noqa: T201

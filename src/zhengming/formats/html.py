"""One self-contained page: the texts with their concepts marked, a card on hover or tap, and the list with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from typing import TextIO

from zhengming import markup, messages
from zhengming.formats.source import Stamp
from zhengming.model import Concept, Document, spans

_PAGE = """<!doctype html>
<html lang="{{ lang }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ title }}</title>
<style>
:root { color-scheme: light; --ink: #1b1f24; --soft: #5b6570; --line: #d8dee4; --paper: #fff; --ground: #f6f8fa }
* { box-sizing: border-box }
body { margin: 0; color: var(--ink); background: var(--ground);
  font: 16px/1.8 system-ui, "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif }
header { padding: 1rem 1.5rem; background: var(--paper); border-bottom: 1px solid var(--line) }
h1 { font-size: 1.15rem; margin: 0 } header p { margin: 0; color: var(--soft); font-size: .85rem }
main { display: grid; grid-template-columns: minmax(0, 1fr) 22rem; gap: 1.5rem; padding: 1.5rem; align-items: start }
article, aside { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.25rem }
article { margin-bottom: 1.5rem } article h2 { font-size: .95rem; color: var(--soft); margin: 0 0 .5rem }
.text { white-space: pre-wrap; overflow-wrap: anywhere }
aside { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow: auto }
mark { color: inherit; border-radius: 3px; padding: 1px 3px; cursor: pointer; background: var(--c, #e5e5e5) }
mark:focus { outline: 2px solid #0969da } mark.on { outline: 2px solid #0969da }
#card { position: fixed; display: none; max-width: 26rem; z-index: 9; background: var(--paper); padding: .6rem .8rem;
  border: 1px solid var(--line); border-radius: 8px; box-shadow: 0 8px 24px rgb(0 0 0 / .18); font-size: .9rem;
  line-height: 1.5 }
#card b { font-size: 1rem } #card small { color: var(--soft) }
table { border-collapse: collapse; width: 100%; font-size: .85rem; line-height: 1.4 }
td, th { text-align: left; padding: .25rem .35rem; border-bottom: 1px solid var(--line); vertical-align: top }
td.n { text-align: right; font-variant-numeric: tabular-nums } tr[data-id] { cursor: pointer }
.dot { display: inline-block; width: .7em; height: .7em; border-radius: 50%; background: var(--c); margin-right: .3em }
@media (max-width: 60rem) { main { grid-template-columns: 1fr } aside { position: static; max-height: none } }
@media print { aside { position: static; max-height: none } mark { outline: none } }
</style>
</head>
<body>
<header><h1>{{ title }}</h1><p>{{ summary }}</p></header>
<main>
<section>
{% for id, body in documents %}<article>{% if id %}<h2>{{ id }}</h2>{% endif %}<div class="text">{{ body }}</div></article>
{% endfor %}</section>
<aside>
<table>
<thead><tr><th>{{ heads[0] }}</th><th>{{ heads[1] }}</th><th>{{ heads[2] }}</th></tr></thead>
<tbody>
{% for concept, count, colour in concepts %}<tr data-id="{{ concept.id }}" style="--c:{{ colour }}"><td><span class="dot"></span>{{ concept.en }}</td><td>{{ concept.zh }}{% if concept.abbr %} <small>{{ concept.abbr }}</small>{% endif %}</td><td class="n">{{ count }}</td></tr>
{% endfor %}</tbody>
</table>
</aside>
</main>
<div id="card" role="tooltip"></div>
<script>
const concepts = {{ records | tojson }};
const card = document.getElementById("card");
function show(mark) {
  const c = concepts[mark.dataset.id]; if (!c) return;
  card.replaceChildren();
  const add = (tag, text) => { if (text) { const e = document.createElement(tag); e.textContent = text; card.append(e, document.createElement("br")) } };
  add("b", c.zh); add("b", c.en); add("span", c.abbr); add("small", c.category + " · " + c.id); add("small", c.xrefs); add("span", c.definition);
  card.style.display = "block";
  const r = mark.getBoundingClientRect(), w = card.offsetWidth, h = card.offsetHeight;
  card.style.left = Math.max(8, Math.min(r.left, innerWidth - w - 8)) + "px";
  card.style.top = (r.bottom + h + 8 < innerHeight ? r.bottom + 6 : Math.max(8, r.top - h - 6)) + "px";
}
function hide() { card.style.display = "none" }
for (const mark of document.querySelectorAll("mark[data-id]")) {
  mark.addEventListener("mouseenter", () => show(mark)); mark.addEventListener("mouseleave", hide);
  mark.addEventListener("focus", () => show(mark)); mark.addEventListener("blur", hide);
  mark.addEventListener("click", e => { show(mark); e.stopPropagation() });
}
document.addEventListener("click", hide);
for (const row of document.querySelectorAll("tr[data-id]")) row.addEventListener("click", () => {
  document.querySelectorAll("mark.on").forEach(m => m.classList.remove("on"));
  const marks = document.querySelectorAll(`mark[data-id="${CSS.escape(row.dataset.id)}"]`);
  marks.forEach(m => m.classList.add("on"));
  if (marks[0]) marks[0].scrollIntoView({ block: "center", behavior: "smooth" });
});
</script>
</body>
</html>
"""


def write(documents: Iterable[Document], stream: TextIO, stamp: Stamp) -> None:
    """One page for all documents; it loads nothing from anywhere."""
    from jinja2 import Environment
    from markupsafe import Markup

    def mark(span: markup.Span) -> str:


        title = escape(span.title, quote=True)
        return (
            f'<mark tabindex="0" data-id="{escape(span.id, quote=True)}" title="{title}" '
            f'style="--c:{markup.colour(span.category)}">'
        )

    counts: Counter[Concept] = Counter()
    bodies = []
    for document in documents:
        counts.update(a.concept for a in document.annotations)
        bodies.append((document.id, Markup(markup.weave(document.text, spans(document), mark, "</mark>"))))  # noqa: S704
    chinese = stamp.lang == "zh"
    records = {
        concept.id: {
            "id": concept.id,
            "en": concept.en,
            "zh": concept.zh,
            "abbr": concept.abbr or "",
            "category": concept.category,
            "xrefs": " ".join(concept.xrefs),
            "definition": (concept.definition_zh if chinese else concept.definition_en)
            or concept.definition_en
            or concept.definition_zh,
        }
        for concept in counts
    }
    page = Environment(autoescape=True).from_string(_PAGE)
    summary = messages.text(
        "html.summary", stamp.lang, documents=len(bodies), mentions=sum(counts.values()), concepts=len(counts),
        tool=stamp.tool, lexicon=stamp.lexicon,
    )  # fmt: skip
    stream.write(
        page.render(
            lang="zh-CN" if chinese else "en",
            title=messages.text("html.title", stamp.lang),
            summary=summary,
            heads=[messages.text(f"html.{key}", stamp.lang) for key in ("english", "chinese", "count")],
            documents=bodies,
            concepts=[(c, n, markup.colour(c.category)) for c, n in counts.most_common()],
            records=records,
        )
    )

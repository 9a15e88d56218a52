"""Documents in and out: each format by itself, without the command line."""

from __future__ import annotations

import io
import itertools
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import anything, bilingual

from zhengming.errors import UsageError
from zhengming.formats import FORMATS, Stamp, format_of, grid, read, write
from zhengming.markup import Span, weave
from zhengming.model import Annotation, Document
from zhengming.tagger import Tagger

READERS_OR_WRITERS = {
    writing: ", ".join(name for name, item in FORMATS.items() if (item.writes if writing else item.reads))
    for writing in (False, True)
}
STAMP = Stamp("0", "test+0", ambiguous=True)


def written(documents: list[Document], format_: str) -> str:
    stream = io.StringIO()
    write(documents, stream, format_, STAMP)
    return stream.getvalue()


class Page(HTMLParser):
    """The text of the documents' bodies, with tags checked for balance."""

    VOID = frozenset({"meta", "br", "link", "input"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.bodies: list[str] = []
        self.marked: list[str] = []
        self._starts: list[int] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        if ("class", "text") in attrs:
            self.bodies.append("")
        if tag == "mark":
            self._starts.append(len(self.bodies[-1]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag == "mark":
            self.marked.append(self.bodies[-1][self._starts.pop() :])

    def handle_data(self, data: str) -> None:
        if self.bodies and self.open and self.open[-1] in ("mark", "div") and "article" in self.open:
            self.bodies[-1] += data


def test_formats() -> None:
    assert [item.name for item in FORMATS.values()] == list(FORMATS)
    assert all(item.reads or item.writes for item in FORMATS.values())
    suffixes = [suffix for item in FORMATS.values() for suffix in item.suffixes]
    assert len(suffixes) == len(set(suffixes))
    for item in FORMATS.values():
        assert all(format_of(None, f"a/B{suffix.upper()}") is item for suffix in item.suffixes if item.reads)
    assert format_of(None, "a.unknown") is format_of(None, "-") is FORMATS["text"]
    assert format_of("tsv", "") is format_of("table", "x.json")


@pytest.mark.parametrize(
    ("name", "writing", "said"),
    [("jsonnl", False, "jsonl"), ("htmk", True, "html"), ("tabel", True, "table"), ("docano", True, "doccano"),
     ("text", True, READERS_OR_WRITERS[True]), ("", False, READERS_OR_WRITERS[False])],
)  # fmt: skip
def test_an_unknown_format_names_the_nearest(name: str, writing: bool, said: str) -> None:
    with pytest.raises(UsageError) as error:
        format_of(name, "", writing=writing)
    assert error.value.values == {"value": name, "nearest": said}


@settings(max_examples=60, deadline=None)
@given(st.lists(anything | bilingual, max_size=3))
def test_json_lines_come_back(tagger: Tagger, texts: list[str]) -> None:
    documents = [tagger.annotate(text, id=f"文档 {n}\n") for n, text in enumerate(texts)]
    back = list(read(written(documents, "jsonl").encode(), "a.jsonl", warn=lambda error: None))
    assert [(source.id, source.text) for source in back] == [(d.id, d.text) for d in documents]
    for source, document in zip(back, documents, strict=True):
        assert all(source.text[a.start : a.end] == a.text for a in document)


def test_json_null_is_no_name(tagger: Tagger) -> None:
    back = read(written([tagger.annotate("软骨")], "jsonl").encode(), "a.jsonl", warn=lambda error: None)
    assert [source.id for source in back] == ["a.jsonl:1"]


def test_table_has_one_line_a_mention(tagger: Tagger) -> None:
    document = tagger.annotate("软\r\n骨与osteo-\narthritis和滑膜，CS", id="a\tb\nc")
    assert any("\n" in a.text for a in document)
    lines = written([document, tagger.annotate("")], "table").removesuffix("\n").split("\n")
    assert len(lines) == 1 + len(document.annotations) + len(document.ambiguous)
    assert document.ambiguous
    assert {line.count("\t") for line in lines} == {len(grid.COLUMNS) - 1}
    assert lines[1].startswith("a b c\t0\t4\t软 骨\t")


def test_html_shows_the_text_with_nested_and_crossing_mentions(tagger: Tagger) -> None:
    text = "骨髓间充质干细胞 & <b>软骨</b> \"OA\" 'x' 滑膜"
    document = tagger.annotate(text, nested=True, id="<i>")
    first = document.annotations[0]
    crossing = Annotation(first.end - 1, first.end + 2, text[first.end - 1 : first.end + 2], *_rest(first))
    document.annotations.append(crossing)
    page = Page(written([document, tagger.annotate(text)], "html"))
    assert page.bodies == [text, text]
    kept = [a.text for a in document.annotations if a is not crossing] + [a.text for a in tagger.annotate(text)]
    assert sorted(page.marked) == sorted(kept)
    assert "骨髓" in kept


def _rest(a: Annotation) -> tuple[object, ...]:
    return a.concept, a.name, a.score, a.via


spans = st.tuples(st.integers(0, 12), st.integers(1, 6)).map(lambda s: (s[0], min(s[0] + s[1], 13)))


@given(st.text("ab<&\"'骨", min_size=13, max_size=13), st.lists(spans, max_size=8))
def test_any_spans_give_balanced_marks(text: str, pairs: list[tuple[int, int]]) -> None:
    html = weave(text, [Span(*pair, "cell", "x", "y") for pair in pairs], lambda span: "<mark>", "</mark>")
    page = Page(f'<article><div class="text">{html}</div></article>')
    assert page.bodies == [text]
    surfaces = [text[slice(*pair)] for pair in pairs]
    assert all(page.marked.count(marked) <= surfaces.count(marked) for marked in page.marked)
    if all(e <= s2 or e2 <= s or (s <= s2 and e2 <= e) or (s2 <= s and e <= e2)
           for (s, e), (s2, e2) in itertools.combinations(pairs, 2)):  # fmt: skip
        assert sorted(page.marked) == sorted(surfaces)


def test_a_lone_surrogate_can_be_written(tagger: Tagger) -> None:
    for format_ in ("jsonl", "table", "html"):
        written([tagger.annotate("\ud800软骨", id="\ud800")], format_).encode()

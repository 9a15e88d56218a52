from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example

from zhengming import views
from zhengming.errors import LexiconError, UsageError
from zhengming.pipes import ENTS, TaggerPipe

ROOT = Path(__file__).resolve().parent.parent
MIXED = {"nlp": {"tokenizer": {"@tokenizers": "zhengming.MixedTokenizer.v1"}}}
TEXT = (
    "骨髓间充质干细胞（bone marrow mesenchymal stem cells，BM-MSCs）可减轻骨关节炎 (osteoarthritis, OA)，"
    "MMP-3/13 下调。OA 与 BM-MSCs。"
)


def pipeline(lang: str = "zh", **config: Any) -> Language:
    nlp = spacy.blank(lang, config=MIXED)
    nlp.add_pipe("zhengming", config=config)
    return nlp


@pytest.fixture(scope="module")
def nlp() -> Language:
    return pipeline()


@pytest.mark.parametrize("lang", ["zh", "en", "xx"])
def test_spans_and_entities(lang: str) -> None:
    doc = pipeline(lang)(TEXT)
    found = [(span.text, span.label_, span.id_) for span in doc.spans["zhengming"]]
    assert found[:3] == [
        ("骨髓间充质干细胞", "cell", "骨髓间充质干细胞"),
        ("bone marrow mesenchymal stem cells", "cell", "bone marrow mesenchymal stem cell"),
        ("BM-MSCs", "cell", "BM-MSC"),
    ]
    assert ("13", "gene_protein", "MMP-13") in found
    assert all(span.kb_id_.startswith("ZM:") for span in doc.spans["zhengming"])
    assert [(e.text, e.label_, e.kb_id_, e.id_) for e in doc.ents] == [
        (s.text, s.label_, s.kb_id_, s.id_) for s in doc.spans["zhengming"]
    ]
    scores = doc.spans["zhengming"].attrs["scores"]
    assert len(scores) == len(found)
    assert all(0.5 < score <= 1 for score in scores)


@pytest.mark.parametrize(("lang", "text", "surface"), [
    ("zh", "骨关节炎患者", "骨关节炎"), ("en", "Osteoarthritis of the knee and TGF-β1.", "TGF-β1"), ("xx", "OA patients", "OA"),
])  # fmt: skip
def test_with_other_tokenizers(lang: str, text: str, surface: str) -> None:
    nlp = spacy.blank(lang)
    nlp.add_pipe("zhengming")
    assert surface in [ent.text for ent in nlp(text).ents]


def test_plain_data(nlp: Language) -> None:
    doc = nlp(TEXT)
    data = doc._.zhengming
    assert plain(data)
    assert data.keys() == {"annotations", "definitions", "ambiguous", "trail", "unaligned", "lexicon"}
    assert [TEXT[a["start"] : a["end"]] for a in data["annotations"]] == [a["text"] for a in data["annotations"]]
    assert data["definitions"][1] | {"concept": None} == {
        "short": "OA", "long_en": "osteoarthritis", "long_zh": "骨关节炎", "start": 55, "end": 80, "concept": None,
    }  # fmt: skip
    assert data["trail"] == data["unaligned"] == []
    record = doc.ents[0]._.zhengming
    assert record["en"] == "bone marrow mesenchymal stem cell"
    assert record["via"] == "lexicon"
    assert doc[0:2]._.zhengming is None
    undecided = nlp("MIA 大鼠")._.zhengming["ambiguous"]
    assert undecided[0]["text"] == "MIA"
    assert plain(undecided)


def plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(type(key) is str and plain(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(plain, value))
    return value is None or type(value) in (str, int, float, bool)


def test_trail_says_why() -> None:
    doc = pipeline(trail=True)("若干细胞因子")
    trail = doc._.zhengming["trail"]
    assert plain(trail)
    refused = next(item for item in trail if item["text"] == "干细胞")
    assert not refused["annotated"]
    assert refused["steps"][-1]["code"] == "segment.best_cut"


def test_views_for_code_written_for_scispacy(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert [(span.text, span._.long_form.text) for span in doc._.abbreviations] == [
        ("BM-MSCs", "bone marrow mesenchymal stem cells"),
        ("OA", "osteoarthritis"),
        ("OA", "osteoarthritis"),
        ("BM-MSCs", "bone marrow mesenchymal stem cells"),
    ]
    assert all(isinstance(span, Span) for span in doc._.abbreviations)
    for ent in doc.ents:
        ((concept, score),) = ent._.kb_ents
        assert concept == ent.kb_id_
        assert isinstance(score, float)
    assert doc[0:2]._.kb_ents == []
    assert doc[0:2]._.long_form is None
    # Another component may set them itself.
    doc._.abbreviations = [doc[0:1]]
    doc[0:1]._.long_form = doc[1:3]
    assert doc._.abbreviations == [doc[0:1]]
    assert doc[0:1]._.long_form == doc[1:3]


@pytest.fixture
def scispacy_registered() -> Iterator[None]:
    """scispaCy's registrations, as its components make them."""
    Doc.set_extension("abbreviations", default=[], force=True)
    Span.set_extension("long_form", default=None, force=True)
    Span.set_extension("kb_ents", default=[], force=True)
    yield
    Doc.remove_extension("abbreviations")
    Span.remove_extension("long_form")
    Span.remove_extension("kb_ents")
    views.register()


def test_scispacy_has_registered_the_same(scispacy_registered: None) -> None:
    nlp = pipeline()

    def detector(doc: Doc) -> Doc:
        doc._.abbreviations = [doc[0:1]]
        doc[0:1]._.kb_ents = [("C0000001", 1.0)]
        return doc

    Language.component("a_detector", func=detector)
    nlp.add_pipe("a_detector", first=True)
    doc = nlp(TEXT)
    assert [span.text for span in doc._.abbreviations] == ["骨髓间充质干细胞", "BM-MSCs", "OA", "OA", "BM-MSCs"]
    assert doc._.abbreviations[1]._.long_form.text == "bone marrow mesenchymal stem cells"
    assert [concept for concept, _ in doc.ents[0]._.kb_ents] == ["C0000001", doc.ents[0].kb_id_]
    assert nlp(TEXT)._.abbreviations != []


def test_settings() -> None:
    doc = pipeline(categories=["disease"], spans_key="terms", ents="none")(TEXT)
    assert {span.label_ for span in doc.spans["terms"]} == {"disease"}
    assert "zhengming" not in doc.spans
    assert doc.ents == ()
    assert list(pipeline(min_score=1.0)(TEXT).spans["zhengming"]) == []
    settings = {"nlp": {"tokenizer": {**MIXED["nlp"]["tokenizer"], "nested": True}}}
    nested = spacy.blank("zh", config=settings)
    nested.add_pipe("zhengming", config={"nested": True})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        doc = nested("骨髓间充质干细胞")
    assert {"骨髓", "间充质干细胞", "骨髓间充质干细胞"} <= {span.text for span in doc.spans["zhengming"]}
    assert [ent.text for ent in doc.ents] == ["骨髓间充质干细胞"]


@pytest.mark.parametrize(("config", "error"), [
    ({"ents": "overwrit"}, "did you mean overwrite"), ({"min_score": 2.0}, "from 0 to 1"),
])  # fmt: skip
def test_wrong_settings(config: dict[str, Any], error: str) -> None:
    with pytest.raises(UsageError, match=error):
        pipeline(**config)


def test_two_components(tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text("蓝色大象病,blue elephant disease\n", encoding="utf-8")
    nlp = pipeline()
    nlp.add_pipe("zhengming", name="mine", config={"lexicon": str(table), "spans_key": "mine"})
    doc = nlp("蓝色大象病与骨关节炎")
    assert {key: [span.text for span in group] for key, group in doc.spans.items()} == {
        "zhengming": ["骨关节炎"], "mine": ["蓝色大象病"],
    }  # fmt: skip
    assert [ent.text for ent in doc.ents] == ["蓝色大象病", "骨关节炎"]
    assert all(len(ent._.kb_ents) == 1 for ent in doc.ents)
    assert [a["text"] for a in doc._.zhengming["annotations"]] == ["蓝色大象病", "骨关节炎"]
    assert len(doc._.zhengming["lexicon"].split(", ")) == 2
    assert nlp(doc)._.zhengming == doc._.zhengming


def test_wrong_category_and_missing_lexicon(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no category 'diseases': did you mean disease"):
        pipeline(categories=["diseases"])("OA")
    with pytest.raises(LexiconError, match=r"lexicon not found: .*none\.csv"):
        pipeline(lexicon=str(tmp_path / "none.csv"))("OA")
    assert ENTS[0] == "merge"


def test_others_entities(nlp: Language) -> None:
    for ents, expected in (
        ("merge", [("Knee", "MINE"), ("pain", "symptom"), ("clinic", "PLACE")]),
        ("overwrite", [("Knee osteoarthritis", "disease"), ("pain", "symptom"), ("clinic", "PLACE")]),
        ("none", [("Knee", "MINE"), ("clinic", "PLACE")]),
    ):
        doc = nlp.make_doc("Knee osteoarthritis with pain in clinic")
        doc.set_ents([Span(doc, 0, 1, label="MINE"), Span(doc, 5, 6, label="PLACE")])
        doc = TaggerPipe(ents=ents)(doc)
        assert [(ent.text, ent.label_) for ent in doc.ents] == expected
        assert doc.spans["zhengming"][0].text == "Knee osteoarthritis"


def test_what_another_tokenizer_cuts_is_kept_and_counted_once() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("zhengming")
    text = "目的：研究骨关节炎与间充质干细胞的关系"
    with pytest.warns(UserWarning, match=r"2 of 2 mentions .*'骨关节炎'.*MixedTokenizer") as caught:
        docs = [nlp(text), nlp(text)]
    assert len([w for w in caught if "zhengming" in str(w.message)]) == 1
    for doc in docs:
        assert len(doc.spans["zhengming"]) == 0
        assert [text[a["start"] : a["end"]] for a in doc._.zhengming["unaligned"]] == ["骨关节炎", "间充质干细胞"]
        assert doc._.zhengming["annotations"] == doc._.zhengming["unaligned"]


def same(doc: Doc, other: Doc) -> None:
    assert [(e.text, e.label_, e.kb_id_, e.id_) for e in doc.ents] == [
        (e.text, e.label_, e.kb_id_, e.id_) for e in other.ents
    ]
    assert [(s.start, s.end, s.kb_id_) for s in doc.spans["zhengming"]] == [
        (s.start, s.end, s.kb_id_) for s in other.spans["zhengming"]
    ]
    # spaCy gives lists back as tuples.
    assert json.dumps(doc._.zhengming) == json.dumps(other._.zhengming)
    assert [(s.text, s._.long_form.text) for s in doc._.abbreviations] == [
        (s.text, s._.long_form.text) for s in other._.abbreviations
    ]
    assert [e._.kb_ents for e in doc.ents] == [e._.kb_ents for e in other.ents]


def test_two_processes(nlp: Language) -> None:
    texts = [TEXT, "OA 疼痛", "若干细胞因子"] * 8
    for doc, other in zip(nlp.pipe(texts, n_process=2, batch_size=5), nlp.pipe(texts), strict=True):
        same(doc, other)


def test_documents_and_pipelines_survive_storage(nlp: Language, tmp_path: Path) -> None:
    doc = nlp(TEXT)
    same(doc, Doc(nlp.vocab).from_bytes(doc.to_bytes()))
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    same(doc, next(DocBin().from_bytes(stored).get_docs(nlp.vocab)))
    nlp.to_disk(tmp_path / "nlp")
    same(doc, spacy.load(tmp_path / "nlp")(TEXT))
    same(doc, pipeline().from_bytes(nlp.to_bytes())(TEXT))
    same(doc, pickle.loads(pickle.dumps(nlp))(TEXT))
    assert len(pickle.dumps(nlp)) < 1_000_000


def test_a_lexicon_of_the_users_goes_with_the_pipeline(tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text("蓝色大象病,blue elephant disease\n", encoding="utf-8")
    nlp = pipeline(lexicon=str(table))
    expected = [(e.text, e.kb_id_) for e in nlp("患蓝色大象病").ents]
    assert expected[0][0] == "蓝色大象病"
    nlp.to_disk(tmp_path / "nlp")
    data, pickled = nlp.to_bytes(), pickle.dumps(nlp)
    table.unlink()
    del nlp
    # Its tokenizer has the packaged lexicon: the name is several tokens, and a span all the same.
    for other in (spacy.load(tmp_path / "nlp"), pipeline(lexicon=str(table)).from_bytes(data), pickle.loads(pickled)):
        assert [(e.text, e.kb_id_) for e in other("患蓝色大象病").ents] == expected
    (tmp_path / "nlp" / "zhengming" / "lexicon.zm").write_bytes(b"nonsense")
    with pytest.raises(LexiconError, match=r"lexicon\.zm: no compiled lexicon"):
        spacy.load(tmp_path / "nlp")
    (tmp_path / "nlp" / "zhengming" / "zhengming.json").write_bytes(b"nonsense")
    with pytest.raises(LexiconError, match="not what zhengming saves"):
        spacy.load(tmp_path / "nlp")


def test_another_packaged_lexicon_is_said(nlp: Language) -> None:
    component = nlp.get_pipe("zhengming")
    data = component.to_bytes().replace(b'lexicon": "', b'lexicon": "old-')
    with pytest.warns(UserWarning, match=r"saved with lexicon old-.*, here is "):
        component.from_bytes(data)


def test_analysis_names_what_is_assigned(nlp: Language) -> None:
    analysis = nlp.analyze_pipes()
    assert analysis["problems"] == {"zhengming": []}
    assert set(analysis["summary"]["zhengming"]["assigns"]) == {
        "doc.ents", "doc.spans", "doc._.zhengming", "doc._.abbreviations", "span._.zhengming", "span._.kb_ents",
    }  # fmt: skip


def entry_points(folder: Path) -> Path:
    """A folder with the entry points that pyproject.toml declares, as an installer writes them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = folder / "zhengming-0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: zhengming\nVersion: 0\n", encoding="utf-8")
    groups = (
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
        for group, points in project["entry-points"].items()
    )
    (info / "entry_points.txt").write_text("\n".join(groups), encoding="utf-8")
    return folder


CONFIG = """
[nlp]
lang = "zh"
pipeline = ["zhengming"]

[nlp.tokenizer]
@tokenizers = "zhengming.MixedTokenizer.v1"

[components]

[components.zhengming]
factory = "zhengming"
categories = ["cell", "disease"]
"""


def test_without_an_import(tmp_path: Path) -> None:
    """Component, tokenizer and colours by entry point; `spacy assemble` from a config file."""
    (tmp_path / "base.cfg").write_text(CONFIG, encoding="utf-8")
    code = f"""
import sys
sys.path.insert(0, {str(entry_points(tmp_path / "site"))!r})
import spacy
from spacy import displacy
from spacy.cli import app
try:
    app(["init", "fill-config", "base.cfg", "config.cfg"])
except SystemExit as done:
    assert not done.code, done.code
try:
    app(["assemble", "config.cfg", "out"])
except SystemExit as done:
    assert not done.code, done.code
doc = spacy.load("out")({TEXT!r})
print([ent.text for ent in doc.ents], "hsl(145, 75%, 86%)" in displacy.render(doc, style="ent", jupyter=False))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == (
        "['骨髓间充质干细胞', 'bone marrow mesenchymal stem cells', 'BM-MSCs', '骨关节炎', 'osteoarthritis', 'OA', 'OA', 'BM-MSCs'] True"
    )


def test_spans_are_drawn(nlp: Language) -> None:
    page = displacy.render(nlp("骨关节炎"), style="span", options={"spans_key": "zhengming"}, jupyter=False)
    assert "disease" in page


@pytest.mark.parametrize("before", [True, False])
def test_beside_a_trained_component(before: bool) -> None:
    """A part-of-speech tagger and an entity recogniser, trained here, do the same with us before or behind them."""
    spacy.util.fix_random_seed(1)
    nlp = spacy.blank("zh", config=MIXED)
    nlp.add_pipe("tagger")
    nlp.add_pipe("ner")
    examples = []
    for text, tags, name in (
        ("张三患骨关节炎。", ["N", "N", "V", "N", "P"], 2),
        ("李四患疼痛。", ["N", "N", "V", "N", "P"], 2),
    ):
        doc = nlp.make_doc(text)
        tags = (["N"] * len(doc))[: len(doc) - len(tags[2:])] + tags[2:]
        entities = [(0, name, "PERSON")] if doc.char_span(0, name) else []
        examples.append(Example.from_dict(doc, {"tags": tags, "entities": entities}))
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(40):
        nlp.update(examples, sgd=optimizer)
    alone = nlp("张三患骨关节炎。")
    persons = [ent.text for ent in alone.ents if ent.label_ == "PERSON"]
    assert persons == ["张三"]
    nlp.add_pipe("zhengming", **({"first": True} if before else {"last": True}))
    doc = nlp("张三患骨关节炎。")
    assert [token.tag_ for token in doc] == [token.tag_ for token in alone]
    assert doc[-1].tag_ == "P"
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("张三", "PERSON"), ("骨关节炎", "disease")]

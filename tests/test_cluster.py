"""The work over Spark: the same rows as on one machine, a file at a time, each lexicon opened once by each process."""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run, without_spark

from zhengming import cli, cluster
from zhengming.cluster_documents import Lines
from zhengming.errors import UsageError
from zhengming.tagger import Tagger

ROOT = Path(__file__).resolve().parent.parent
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "corpora" / "domain").glob("*.txt"))]

Here = Callable[..., tuple[int, str, str]]

missing = without_spark()
if missing:
    pytest.skip(f"Spark: {missing}", allow_module_level=True)


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "2", "spark.driver.host": "127.0.0.1"}
    log = tmp_path_factory.mktemp("spark") / "log"
    found = cluster.session("local[2,4]", settings, log)
    yield found
    found.stop()


@pytest.fixture
def here(spark: Any, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Here:
    """The command line in this process and its session: a Java of its own for each run takes ten seconds."""

    def call(*arguments: str) -> tuple[int, str, str]:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["zhengming", "cluster", "annotate", *arguments])
            capfd.readouterr()
            with pytest.raises(SystemExit) as ended:
                cli.main()
        return int(str(ended.value.code)), *capfd.readouterr()

    return call


def lines(count: int) -> list[str]:
    """Lines of JSON with texts, some of them broken, some without a name."""
    made = []
    for number in range(count):
        text = TEXTS[number % len(TEXTS)]
        record = {"id": f"d{number}", "text": f"{text} {number}"} if number % 7 else {"text": f"{number} {text}"}
        made.append(json.dumps(record, ensure_ascii=False))
    made[10] = "{broken"
    made[20] = '{"id": "x"}'
    made[30] = '{"id": "lone", "text": "OA \\ud800 骨关节炎"}'
    return made


def rows(spark: Any, folder: Path) -> list[dict[str, Any]]:
    found = spark.read.parquet(str(folder)).collect()
    return sorted((row.asDict(recursive=True) for row in found), key=lambda row: row["id"])


def test_the_same_rows_as_on_one_machine(spark: Any, run: Run, tmp_path: Path) -> None:
    given = tmp_path / "文 献.jsonl"
    given.write_text("\ufeff" + "\r\n".join(lines(1200)) + "\n", encoding="utf-8")
    one = run("annotate", str(given), "--json")
    assert one.returncode == 3
    expected = {record["id"]: record for record in map(json.loads, one.stdout.decode("utf-8").splitlines())}
    assert len(expected) == 1198
    done = run("cluster", "annotate", str(given), "--output", str(tmp_path / "out"), "--master", "local[2,4]",
               "--partitions", "4")  # fmt: skip
    said = done.stderr.decode("utf-8")
    assert done.returncode == 3, said
    assert "1200 documents" in said and "2 errors" in said
    assert "input.json" in said and "Traceback" not in said
    found = rows(spark, tmp_path / "out")
    assert len(list((tmp_path / "out").glob("input=*/*.parquet"))) > 1
    broken = [row for row in found if row["error"]]
    assert [row["id"] for row in broken] == [f"{given}:11", f"{given}:21"]
    assert f"{given}:11: " in broken[0]["error"] and f"{given}:21: " in broken[1]["error"]
    for row in found:
        if not row["error"]:
            wanted = expected.pop(row["id"])
            for key in ("annotations", "definitions", "lexicon", "tool"):
                assert row[key] == wanted[key]
            assert row["text"] == wanted["text"].replace("\ud800", "\ufffd")
    assert not expected


def test_what_is_done_is_not_done_again(here: Here, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.jsonl").write_text("\n".join(lines(40)), encoding="utf-8")
    (folder / "b.jsonl.gz").write_bytes(gzip.compress("\n".join(lines(40)).encode()))
    command = (str(folder), "--output", str(out), "--json")
    status, said, _ = here(*command)
    summary = json.loads(said)
    assert (status, summary["files"], summary["documents"], summary["errors_by_kind"]) == (
        3, 2, 80, {"input.json": 2, "input.json_text": 2},
    )  # fmt: skip
    status, _, said = here(*command)
    assert status == 2
    assert "--resume" in said and said.count("\n") == 1
    # A part without Spark's mark was not committed.
    part = next(out.glob("input=*b.jsonl.gz"))
    kept = {path.name: path.stat().st_mtime_ns for path in next(out.glob("input=*a.jsonl")).glob("*.parquet")}
    (part / "_SUCCESS").unlink()
    _, said, _ = here(*command, "--resume")
    summary = json.loads(said)
    assert (summary["files"], summary["skipped"], summary["documents"]) == (1, 1, 40)
    assert kept == {path.name: path.stat().st_mtime_ns for path in next(out.glob("input=*a.jsonl")).glob("*.parquet")}
    status, _, said = here(*command, "--resume", "--nested")
    assert status == 2 and said.count("\n") == 1


def test_a_pubmed_file(spark: Any, here: Here, run: Run, tmp_path: Path) -> None:
    record = (
        "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>Knee osteoarthritis</ArticleTitle>"
        "<Abstract><AbstractText>Mesenchymal stem cells (MSCs) helped.</AbstractText></Abstract></Article>"
        "</MedlineCitation></PubmedArticle>"
    )
    whole = "<PubmedArticleSet>" + "".join(record.format(number) for number in range(5)) + "</PubmedArticleSet>"
    (tmp_path / "pubmed1.xml.gz").write_bytes(gzip.compress(whole.encode()))
    (tmp_path / "pubmed2.xml").write_text(whole.removesuffix("</PubmedArticleSet>"), encoding="utf-8")
    out = tmp_path / "out"
    status, _, said = here(str(tmp_path / "*.xml*"), "--output", str(out))
    assert status == 3, said
    found = rows(spark, out)
    assert [row["id"] for row in found if row["error"]] == [str(tmp_path / "pubmed2.xml")]
    one = run("annotate", *map(str, sorted(tmp_path.glob("*.xml*"))), "--json")
    expected = sorted((json.loads(line) for line in one.stdout.decode().splitlines()), key=lambda record: record["id"])
    good = [row for row in found if not row["error"]]
    assert len(good) == len(expected) == 10
    for row, record in zip(good, expected, strict=True):
        assert {key: row[key] for key in record} == record


def test_data_frames(spark: Any, tagger: Tagger) -> None:
    given = [(str(number), text) for number, text in enumerate(TEXTS)] + [("none", None)]
    frames = cluster.annotate_dataframe(spark.createDataFrame(given, "key string, body string"), "body", "key", tagger)
    documents = {str(number): tagger.annotate(text) for number, text in enumerate(TEXTS)}
    found = frames.annotations.collect()
    assert [(row["id"], row["error"]) for row in found if row["error"]] == [("none", "input.no_text")]
    mentions = {(row["id"], row["start"], row["end"], row["concept"]) for row in found if not row["error"]}
    assert mentions == {
        (key, a.start, a.end, a.concept.id) for key, document in documents.items() for a in document
    }  # fmt: skip
    assert {(row["id"], row["start"], row["short"]) for row in frames.definitions.collect()} == {
        (key, d.start, d.short) for key, document in documents.items() for d in document.definitions
    }
    with pytest.raises(UsageError, match="no column"):
        cluster.annotate_dataframe(spark.createDataFrame(given, "key string, body string"), "text", "key", tagger)


def test_a_column(spark: Any, tagger: Tagger) -> None:
    frame = spark.createDataFrame(
        [(1, "骨性关节炎"), (2, "BMSCs"), (3, "nothing of ours"), (4, None)], "n int, term string"
    )
    found = {row["n"]: row for row in cluster.normalize_column(frame, "term", tagger).collect()}
    assert found[1]["term_en"] == "osteoarthritis" and found[1]["term"] == "骨性关节炎"
    assert found[2]["term_zh"] == tagger.normalize("BMSCs")[0].concept.zh
    assert found[3]["term_id"] is None and found[4]["term_id"] is None
    with pytest.raises(UsageError, match="term_id"):
        cluster.normalize_column(frame.withColumnRenamed("n", "term_id"), "term", tagger)


def test_each_process_opens_the_lexicon_once(spark: Any, tagger: Tagger) -> None:
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "5")
    frame = spark.createDataFrame([(str(n), TEXTS[n % len(TEXTS)]) for n in range(120)], "id string, text string")
    shipped = cluster.ship(spark, tagger)
    work = cluster.Annotate(shipped, cluster.arrow_schema(cluster.DOCUMENT), None, False)

    def counted(batches: Any) -> Iterator[Any]:
        import pyarrow as pa

        before = cluster.openings()
        for _ in work(batches):
            pass
        opened = cluster.openings() - before
        yield pa.RecordBatch.from_pydict({"pid": [os.getpid()], "opened": [opened], "total": [cluster.openings()]})

    for _ in range(2):
        found = frame.repartition(4).mapInArrow(counted, "pid long, opened long, total long").collect()
        by_process: dict[int, int] = {}
        for row in found:
            by_process[row["pid"]] = max(row["total"], by_process.get(row["pid"], 0))
        assert all(row["opened"] <= 1 for row in found)
        assert set(by_process.values()) == {1}


def test_a_lexicon_that_is_not_the_one_sent_is_refused(spark: Any, tagger: Tagger, tmp_path: Path) -> None:
    from pyspark.errors import PySparkException

    other = tmp_path / "other.zm"
    other.write_bytes(b"something else")
    frame = spark.createDataFrame([("a", "OA")], "id string, text string")
    wrong = cluster.ship(spark, tagger)._replace(name=str(other), shared=True)
    with pytest.raises(PySparkException) as failed:
        cluster.annotated(frame, wrong).collect()
    said = cluster.reason(failed.value)
    assert said.startswith(str(other)) and "not the lexicon that was sent" in said
    assert "\n" not in said


def test_a_shared_lexicon(spark: Any, tagger: Tagger, tmp_path: Path) -> None:
    from zhengming.compiled import compiled

    path = tmp_path / "lexicon.zm"
    path.write_bytes(compiled(tagger.lexicon))
    frame = spark.createDataFrame([("a", TEXTS[0])], "id string, text string")
    found = cluster.annotate_dataframe(frame, shared=str(path)).annotations.collect()
    assert [(row["start"], row["concept"]) for row in found] == [
        (a.start, a.concept.id) for a in tagger.annotate(TEXTS[0])
    ]
    assert {row["lexicon"] for row in found} == {tagger.lexicon.stamp}


def test_what_is_not_utf8_is_an_error_of_its_line(spark: Any) -> None:
    import pyarrow as pa

    read = Lines("f.jsonl", (0,))
    value = ['{"text": "骨关节炎"}'.encode("gb18030"), b'\xef\xbb\xbf{"text": "OA"}', b" \r"]
    batch = pa.RecordBatch.from_pydict({"value": pa.array(value, pa.binary()), "number": [0, 1, 2]})
    broken, good = read([batch])
    assert broken[:2] == ("f.jsonl:1", None) and str(broken[2]).startswith("cluster.not_utf8: f.jsonl:1: ")
    assert good == ("f.jsonl:2", "OA", None)


def test_what_spark_cannot_read_is_one_line(here: Here, tmp_path: Path) -> None:
    given = tmp_path / "a.parquet"
    given.write_bytes(b"PAR1 is not all that it takes")
    status, _, said = here(str(given), "-o", str(tmp_path / "out"))
    assert status == 2, said
    assert "\tat " not in said and "Traceback" not in said
    assert [line for line in said.splitlines() if line.startswith(f"zhengming: {given}: not done: ")]


def test_spark_that_cannot_begin_is_one_line(run: Run) -> None:
    done = run("cluster", "annotate", "a.jsonl", "-o", "out", "--master", "nowhere://x")
    said = done.stderr.decode().splitlines()
    assert done.returncode == 2
    log, error = said
    assert error.startswith("zhengming: --master nowhere://x: Spark could not begin: ") and "aster must" in error
    Path(log.split(": ")[-1]).unlink()
    done = run("cluster", "annotate", "a.jsonl", "-o", "out", JAVA_HOME="/nowhere", PATH="/usr/bin:/bin")
    assert done.returncode == 2
    assert done.stderr.decode().splitlines()[0].startswith("zhengming: no Java 17 or newer found")

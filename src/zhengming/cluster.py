"""The same annotation over Apache Spark: the compiled lexicon travels once, texts and results go as Arrow batches.

`annotate_dataframe` and `normalize_column` take and give Spark DataFrames; `annotate_files` is the command
`zhengming cluster annotate`. Nothing here decides anything: each Python process of an executor opens the lexicon's file
by memory map, checks it by its digest, and calls the tagger. How to run it on a laptop, YARN, Kubernetes and Databricks, and what
it costs, is in CONTRIBUTING.md ("Beyond one machine").
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

from zhengming.arrow import pyarrow
from zhengming.cluster_documents import Item, Reading
from zhengming.columns import COLUMNS, Answers
from zhengming.compiled import CompiledLexicon, compiled, open_compiled
from zhengming.errors import LexiconError, UsageError, ZhengmingError
from zhengming.formats.jsonl import labels
from zhengming.formats.stamp import encodable
from zhengming.model import Concept, Document
from zhengming.tagger import Tagger, load
from zhengming.version import __version__

#: At most so many documents, and about so many characters, are held at a time.
_ROWS, _CHARACTERS = 512, 2_000_000

_LABELS = ("concept", "en", "zh", "abbr", "category")
_CONCEPT = ", ".join(f"{label} string" for label in _LABELS)
ANNOTATION = f"start bigint, end bigint, text string, {_CONCEPT}, score double, via string, partial boolean"
DEFINITION = "short string, long_en string, long_zh string, start bigint, end bigint, concept string"
#: A row of `annotated`: the fields of a line of `annotate --json`, and why there is nothing where something failed.
DOCUMENT = (
    f"id string, text string, annotations array<struct<{ANNOTATION.replace(' ', ': ').replace(',:', ',')}>>, "
    f"definitions array<struct<{DEFINITION.replace(' ', ': ').replace(',:', ',')}>>, "
    "error string, lexicon string, tool string"
)


class Frames(NamedTuple):
    """What `annotate_dataframe` gives.

    Attributes:
        annotations: one row a mention: `id`, the fields of an annotation, `lexicon`, `tool` and `error`. A document that
            cannot be done has one row with `error` alone.
        definitions: one row for each definition that a document gives itself: `id`, the fields of a definition.
    """

    annotations: Any
    definitions: Any


class Shipped(NamedTuple):
    """A compiled lexicon on its way to the executors.

    Attributes:
        name: its file's name there, or its path.
        digest: SHA-256 of its bytes.
        shared: whether it is a path that they can read.
        trusted: whether its automata are taken as they are, as for `open_compiled`.
    """

    name: str
    digest: str
    shared: bool
    trusted: bool


# --- at the executors ------------------------------------------------------------------------------------------------

_taggers: dict[Shipped, Tagger] = {}
_openings = 0


def openings() -> int:
    """How many lexicon files this process has opened: one for each lexicon, however many batches there were."""
    return _openings


def tagger_of(shipped: Shipped) -> Tagger:
    """The tagger of this process for a lexicon that was sent to it.

    Raises:
        LexiconError: the file is not the one that was sent.
    """
    global _openings
    known = _taggers.get(shipped)
    if known is None:
        from pyspark import SparkFiles

        path = Path(shipped.name if shipped.shared else SparkFiles.get(shipped.name))
        if _digest(path) != shipped.digest:
            raise LexiconError("cluster.changed", file=path)
        known = _taggers[shipped] = Tagger(open_compiled(path, trusted=shipped.trusted))
        _openings += 1
    return known


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise LexiconError("lexicon.unreadable", file=path, reason=error.strerror or error) from error


class Annotate:
    """What Spark's `mapInArrow` calls on a partition: batches of texts in, batches of annotated documents out.

    Args:
        shipped: the lexicon.
        schema: what is given, as Arrow.
        read: the documents of a batch; None takes its columns `id` and `text`.
        nested: as for `Tagger.annotate`.
    """

    def __init__(self, shipped: Shipped, schema: Any, read: Reading | None, nested: bool) -> None:
        self._shipped, self._schema, self._read, self._nested = shipped, schema, read, nested

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The documents of the batches."""
        tagger = tagger_of(self._shipped)
        for documents in _parts(_given(batches) if self._read is None else self._read(batches)):
            yield self._batch(documents, tagger)

    def _batch(self, documents: list[Item], tagger: Tagger) -> Any:
        """Column by column: an object for each row and field costs as much as finding what is in it."""
        pa, schema = pyarrow(), self._schema
        names, texts, errors = [], [], []
        annotations, definitions = _Lists(7), _Lists(6)
        concepts: dict[str, tuple[int, Concept]] = {}
        for name, given, error in documents:
            names.append(None if name is None else encodable(name))
            text = None if given is None else encodable(given)
            texts.append(text)
            document, failed = (None, error or "input.no_text") if given is None else self._annotated(tagger, given)
            errors.append(failed)
            if document is not None and text is not None:
                for a in document.annotations:
                    known = concepts.get(a.concept.id)
                    if known is None:
                        known = concepts[a.concept.id] = (len(concepts), a.concept)
                    annotations.add(a.start, a.end, text[a.start : a.end], known[0], a.score, a.via, a.partial)
                for d in document.definitions:
                    meant = None if d.concept is None else d.concept.id
                    definitions.add(*map(_encodable, (d.short, d.long_en, d.long_zh)), d.start, d.end, meant)
            annotations.end()
            definitions.end()
        starts, ends, found, numbers, *others = annotations.columns
        # What is said of a concept is made once for all its mentions.
        records = [labels(concept) for _, concept in concepts.values()]
        which = pa.array(numbers, pa.int32())
        said = [pa.array([record[key] for record in records], pa.string()).take(which) for key in _LABELS]
        return pa.RecordBatch.from_arrays(
            [
                pa.array(names, pa.string()),
                pa.array(texts, pa.string()),
                annotations.array(pa, schema.field("annotations").type, [starts, ends, found, *said, *others]),
                definitions.array(pa, schema.field("definitions").type, definitions.columns),
                pa.array(errors, pa.string()),
                pa.array([tagger.lexicon.stamp] * len(names), pa.string()),
                pa.array([__version__] * len(names), pa.string()),
            ],
            schema=schema,
        )

    def _annotated(self, tagger: Tagger, text: str) -> tuple[Document | None, str | None]:
        try:
            return tagger.annotate(text, nested=self._nested), None
        except ZhengmingError as failed:
            return None, f"{failed.key}: {failed}"
        except Exception as failed:  # noqa: BLE001
            # One document must not end the work of a night; what it was is told in its row.
            return None, f"{type(failed).__name__}: {' '.join(str(failed).split())[:200]}"


class _Lists:
    """The fields of lists of records, one list for each document."""

    def __init__(self, fields: int) -> None:
        self.columns: list[list[Any]] = [[] for _ in range(fields)]
        self._append = [column.append for column in self.columns]
        self._ends = [0]

    def add(self, *values: Any) -> None:
        for append, value in zip(self._append, values, strict=True):
            append(value)

    def end(self) -> None:
        """End the list of a document."""
        self._ends.append(len(self.columns[0]))

    def array(self, pa: Any, kind: Any, columns: list[Any]) -> Any:
        fields = list(kind.value_type)
        arrays = [
            column if isinstance(column, pa.Array) else pa.array(column, field.type)
            for column, field in zip(columns, fields, strict=True)
        ]
        records = pa.StructArray.from_arrays(arrays, fields=fields)
        return pa.ListArray.from_arrays(pa.array(self._ends, pa.int32()), records, type=kind)


def _encodable(value: str | None) -> str | None:
    return None if value is None else encodable(value)


def _given(batches: Iterable[Any]) -> Iterator[Item]:
    for batch in batches:
        for name, text in zip(batch.column("id").to_pylist(), batch.column("text").to_pylist(), strict=True):
            yield name, text, None


def _parts(documents: Iterable[Item]) -> Iterator[list[Item]]:
    part: list[Item] = []
    size = 0
    for document in documents:
        part.append(document)
        size += len(document[1] or "")
        if len(part) == _ROWS or size >= _CHARACTERS:
            yield part
            part, size = [], 0
    if part:
        yield part


class Normalize:
    """What `mapInArrow` calls on a partition to normalise a column.

    Args:
        shipped: the lexicon.
        column: the column.
        names: what the new columns are called, in the order of `columns.COLUMNS`.
        min_score: answers below are none.
    """

    def __init__(self, shipped: Shipped, column: str, names: Mapping[str, str], min_score: float) -> None:
        self._shipped, self._column, self._names, self._min_score = shipped, column, names, min_score

    def __call__(self, batches: Iterable[Any]) -> Iterator[Any]:
        """The batches with the new columns behind the others."""
        pa = pyarrow()
        answers = Answers(tagger_of(self._shipped), None, self._min_score)
        for batch in batches:
            cells = [answers(string).cells for string in batch.column(self._column).to_pylist()]
            for number, (column, name) in enumerate(self._names.items()):
                kind = pa.float64() if column == "score" else pa.string()
                batch = batch.append_column(name, pa.array([row[number] for row in cells], kind))
            yield batch


# --- at the driver ---------------------------------------------------------------------------------------------------


def ship(spark: Any, tagger: Tagger | None = None, shared: str | None = None) -> Shipped:
    """Send a compiled lexicon to the executors.

    Args:
        spark: the Spark session.
        tagger: whose lexicon; None for the packaged one.
        shared: a path of the compiled file (`zhengming lexicon build`) that every executor can read; then nothing is sent.
    """
    if shared is not None:
        return Shipped(shared, _digest(Path(shared)), True, False)
    lexicon = (tagger or load()).lexicon
    # What this process has mapped, not what may stand in the file's place by now.
    data = bytes(lexicon.file.data) if isinstance(lexicon, CompiledLexicon) else compiled(lexicon)
    trusted = lexicon.trusted if isinstance(lexicon, CompiledLexicon) else True
    digest = hashlib.sha256(data).hexdigest()
    # Its name tells it from any other lexicon that the same application sends.
    file = Path(tempfile.mkdtemp(prefix="zhengming-")) / f"zhengming-{digest[:16]}.zm"
    file.write_bytes(data)
    spark.sparkContext.addFile(str(file))
    return Shipped(file.name, digest, False, trusted)


def annotated(frame: Any, shipped: Shipped, *, read: Reading | None = None, nested: bool = False) -> Any:
    """A DataFrame of documents (columns `id` and `text`, or what `read` reads) to one of annotated documents (`DOCUMENT`)."""
    return frame.mapInArrow(Annotate(shipped, arrow_schema(DOCUMENT), read, nested), DOCUMENT)


def arrow_schema(schema: str) -> Any:
    """A schema in Spark's words as Arrow's."""
    from pyspark.sql.pandas.types import to_arrow_schema
    from pyspark.sql.types import StructType

    fields: Any = StructType.fromDDL(schema)
    return to_arrow_schema(fields)


def annotate_dataframe(
    df: Any,
    text: str = "text",
    id: str = "id",  # noqa: A002
    tagger: Tagger | None = None,
    *,
    nested: bool = False,
    shared: str | None = None,
) -> Frames:
    """The annotations and definitions of a DataFrame of texts, as DataFrames.

    Both are lazy and made from the same work: `persist()` the input or what is given if both are to be used.

    Args:
        df: a Spark DataFrame.
        text: its column with the texts.
        id: its column that names them.
        tagger: what annotates; None for the packaged lexicon.
        nested: also list concepts inside longer ones.
        shared: as for `ship`.

    Raises:
        UsageError: pyspark or pyarrow is not installed, or there is no such column.
    """
    _needed()
    from pyspark.sql import functions as f

    _known(df, text, id)
    documents = df.select(f.col(id).cast("string").alias("id"), f.col(text).cast("string").alias("text"))
    rows = annotated(documents, ship(df.sparkSession, tagger, shared), nested=nested)
    mentions = rows.where("error is not null or size(annotations) > 0").selectExpr(
        "id", "inline_outer(annotations)", "error", "lexicon", "tool"
    )
    return Frames(mentions, rows.selectExpr("id", "inline(definitions)", "lexicon", "tool"))


def normalize_column(
    df: Any, column: str, tagger: Tagger | None = None, *, min_score: float = 0.0, shared: str | None = None
) -> Any:
    """A DataFrame with the concept of each string of a column: `column_id`, `column_en` … as `normalize --input` adds them.

    Args:
        df: a Spark DataFrame.
        column: its column with the strings.
        tagger: what normalises; None for the packaged lexicon.
        min_score: answers below this score are left out.
        shared: as for `ship`.

    Raises:
        UsageError: pyspark or pyarrow is not installed, there is no such column, or it has columns of these names already.
    """
    _needed()
    from pyspark.sql.types import DoubleType, StringType, StructField, StructType

    _known(df, column)
    names = {key: f"{column}_{key}" for key in COLUMNS}
    for name in names.values():
        if name in df.columns:
            raise UsageError("cluster.column_taken", value=name)
    added = [
        StructField(name, DoubleType() if key == "score" else StringType()) for key, name in names.items()
    ]  # fmt: skip
    schema = StructType([*df.schema.fields, *added])
    return df.mapInArrow(Normalize(ship(df.sparkSession, tagger, shared), column, names, min_score), schema)


def _known(df: Any, *columns: str) -> None:
    for column in columns:
        if column not in df.columns:
            raise UsageError("cluster.column", value=column, columns=", ".join(df.columns))


def _needed() -> None:
    pyarrow()
    try:
        import pyspark  # noqa: F401
    except ImportError as error:
        raise UsageError("dependency.extra", package="pyspark", extra="spark") from error


def running() -> bool:
    """Whether this process has a Spark session already.

    Raises:
        UsageError: pyspark or pyarrow is not installed.
    """
    _needed()
    from pyspark.sql import SparkSession

    return SparkSession.getActiveSession() is not None


def session(master: str | None, settings: Mapping[str, str], log: Path | None = None) -> Any:
    """The Spark session of this process; one is begun where there is none.

    Args:
        master: Spark's master; None for what Spark is configured with, or all cores of this machine.
        settings: further settings.
        log: where what Java says goes; None for standard error.

    Raises:
        UsageError: pyspark is not installed, no Java is found, or Spark cannot begin.
    """
    _needed()
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    # What its Python side says of pandas concerns nobody here.
    warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
    conf = SparkConf(loadDefaults=False).setAppName("zhengming").setAll(list(settings.items()))
    if master is not None:
        conf.setMaster(master)
        if master.startswith("local"):
            # The same machine has the same Python; elsewhere it is the user who knows.
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
            # The work is Python's: what Java would spend on better code for itself is taken from the same cores.
            for side in ("driver", "executor"):
                conf.setIfMissing(f"spark.{side}.extraJavaOptions", "-XX:TieredStopAtLevel=1")
    try:
        if SparkContext._active_spark_context is None and SparkContext._gateway is None and log is not None:
            with log.open("ab") as stream:
                SparkContext._gateway = cast(Any, launch_gateway)(conf, {"stdout": stream, "stderr": stream})
                SparkContext._jvm = SparkContext._gateway.jvm
        return SparkSession.builder.config(conf=conf).getOrCreate()
    except PySparkException as error:
        said = str(error)
        if "JAVA_GATEWAY" in str(error.getCondition()):
            # Java ended before it could answer: why, only its own words tell, unless it was not there at all.
            said = log.read_text(encoding="utf-8", errors="replace") if log is not None else ""
            if "UnsupportedClassVersionError" in said or not any(map(_SAID.match, said.splitlines())):
                raise UsageError("cluster.java") from error
        raise UsageError("cluster.master", value=master or "", reason=reason(Exception(said))) from error
    except Exception as error:
        # Java's own errors come through a bridge that has a class of its own for them.
        raise UsageError("cluster.master", value=master or "", reason=reason(error)) from error


_SAID = re.compile(
    r"^\s*(?::\s*|Caused by:\s*|Exception in thread \S+ )?(?:[\w$]+\.)*[\w$]*(?:Error|Exception|Failure)\w*:\s+(?P<said>\S.*)"
)


def reason(error: Exception) -> str:
    """Why Spark failed, on one line: the innermost cause that it names, without the frames of Java and Python around it."""
    lines = str(error).splitlines()
    said = [found["said"] for line in lines if (found := _SAID.match(line))]
    first = next((line.strip() for line in lines if line.strip()), type(error).__name__)
    return (said[-1] if said else first)[:300]

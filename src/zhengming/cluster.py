"""The same annotation over Apache Spark: the compiled lexicon travels once, texts and results go as Arrow batches.

`annotate_dataframe` and `normalize_column` take and give Spark DataFrames; `annotate_files` is the command
`zhengming cluster annotate`. Nothing here decides anything: each Python process of an executor opens the lexicon's file
by memory map, checks it by its digest, and calls the tagger.
"""

from __future__ import annotations

import hashlib
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from zhengming.arrow import pyarrow
from zhengming.cluster_documents import Reading
from zhengming.columns import COLUMNS, Answers
from zhengming.compiled import CompiledLexicon, compiled, open_compiled
from zhengming.errors import LexiconError, UsageError, ZhengmingError
from zhengming.formats.jsonl import annotation_record, definition_record
from zhengming.formats.stamp import encodable
from zhengming.tagger import Tagger, load
from zhengming.version import __version__

#: At most so many documents, and about so many characters, are held at a time.
_ROWS, _CHARACTERS = 512, 2_000_000

_CONCEPT = "concept string, en string, zh string, abbr string, category string"
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
    """A compiled lexicon on its way to the executors: its file's name there, or its path, and the digest of its bytes."""

    name: str
    digest: str
    shared: bool


# --- at the executors ------------------------------------------------------------------------------------------------

_taggers: dict[str, Tagger] = {}
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
    known = _taggers.get(shipped.digest)
    if known is None:
        from pyspark import SparkFiles

        path = Path(shipped.name if shipped.shared else SparkFiles.get(shipped.name))
        if _digest(path) != shipped.digest:
            raise LexiconError("cluster.changed", file=path)
        # Its bytes are the driver's own, so its automata are taken as they are.
        known = _taggers[shipped.digest] = Tagger(open_compiled(path, trusted=True))
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
            yield self._batch([self._row(tagger, *document) for document in documents], tagger)

    def _row(self, tagger: Tagger, name: str | None, text: str | None, error: str | None) -> dict[str, Any]:
        row: dict[str, Any] = {"id": None if name is None else encodable(name), "annotations": [], "definitions": []}
        if text is None:
            return row | {"text": None, "error": error or "input.no_text"}
        row["text"] = encodable(text)
        try:
            document = tagger.annotate(text, nested=self._nested)
        except ZhengmingError as failed:
            return row | {"error": f"{failed.key}: {failed}"}
        except Exception as failed:  # noqa: BLE001
            # One document must not end the work of a night; what it was is told in its row.
            return row | {"error": f"{type(failed).__name__}: {' '.join(str(failed).split())[:200]}"}
        row["annotations"] = [_encodable(annotation_record(a)) for a in document.annotations]
        row["definitions"] = [_encodable(definition_record(d)) for d in document.definitions]
        return row | {"error": None}

    def _batch(self, rows: list[dict[str, Any]], tagger: Tagger) -> Any:
        stamp = {"lexicon": tagger.lexicon.stamp, "tool": __version__}
        return pyarrow().RecordBatch.from_pylist([row | stamp for row in rows], schema=self._schema)


def _encodable(record: dict[str, Any]) -> dict[str, Any]:
    return {key: encodable(value) if isinstance(value, str) else value for key, value in record.items()}


def _given(batches: Iterable[Any]) -> Iterator[tuple[str | None, str | None, str | None]]:
    for batch in batches:
        for name, text in zip(batch.column("id").to_pylist(), batch.column("text").to_pylist(), strict=True):
            yield name, text, None


def _parts(documents: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    part: list[tuple[Any, ...]] = []
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
        return Shipped(shared, _digest(Path(shared)), True)
    lexicon = (tagger or load()).lexicon
    path = Path(lexicon.file.name) if isinstance(lexicon, CompiledLexicon) else None
    data = path.read_bytes() if path is not None and path.is_file() else compiled(lexicon)
    digest = hashlib.sha256(data).hexdigest()
    # Its name tells it from any other lexicon that the same application sends.
    file = Path(tempfile.mkdtemp(prefix="zhengming-")) / f"zhengming-{digest[:16]}.zm"
    file.write_bytes(data)
    spark.sparkContext.addFile(str(file))
    return Shipped(file.name, digest, False)


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


def session(master: str | None, settings: Mapping[str, str]) -> Any:
    """The Spark session of this process; one is begun where there is none.

    Raises:
        UsageError: pyspark is not installed, or no Java is found.
    """
    _needed()
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("zhengming")
    if master is not None:
        builder = builder.master(master)
    for key, value in settings.items():
        builder = builder.config(key, value)
    # What its Python side says of pandas concerns nobody here.
    builder = builder.config("spark.log.level", "ERROR")
    warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
    try:
        return builder.getOrCreate()
    except PySparkException as error:
        if "JAVA_GATEWAY" in str(error.getCondition()):
            raise UsageError("cluster.java") from error
        raise UsageError("cluster.master", value=master or "", reason=_first_line(error)) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0][:200]

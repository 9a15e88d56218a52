"""The command `cluster annotate`: files in, a Parquet dataset out, one part of it for each input file."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhengming.cluster_documents import Lines, PubMed, Reading, Rows
from zhengming.errors import InputError, OutputError, UsageError, ZhengmingError
from zhengming.formats.jsonl import dumps
from zhengming.intake import Report, complain, load
from zhengming.options import LANG, AsJson, Group, Lexicons, say
from zhengming.version import __version__

if TYPE_CHECKING:
    from zhengming import cluster
    from zhengming.tagger import Tagger

app = typer.Typer(cls=Group, help=say("cli.cluster"), no_args_is_help=True)

#: What an input file may end in, and how it is read.
_KINDS = {".jsonl": "lines", ".ndjson": "lines", ".parquet": "rows", ".xml": "pubmed"}
#: What both Spark and the readers unpack without anything else to install.
_PACKED = (".gz",)
#: Tells in an output folder what made it; Spark passes over names that begin so.
_ABOUT = "_zhengming.json"
#: So many bytes of an input file's path name its part of the output.
_LONG = 200
_SETTINGS = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


@app.command("annotate", help=say("cli.cluster_annotate"))
def annotate(
    inputs: Annotated[list[str], typer.Argument(help=say("arg.cluster_inputs"), metavar="INPUT...")],
    output: Annotated[str, typer.Option("--output", "-o", help=say("opt.cluster_output"), metavar="DIR")],
    master: Annotated[str | None, typer.Option("--master", help=say("opt.cluster_master"), metavar="URL")] = None,
    partitions: Annotated[
        int | None, typer.Option("--partitions", help=say("opt.cluster_partitions"), metavar="N", min=1)
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help=say("opt.cluster_resume"))] = False,
    nested: Annotated[bool, typer.Option("--nested", help=say("opt.nested"))] = False,
    as_json: AsJson = False,
    lexicon: Lexicons = None,
) -> None:
    """Annotate files over Spark."""
    from zhengming import cluster

    report = _Failures(LANG)
    tagger = load(lexicon or None)
    handle, name = tempfile.mkstemp(prefix="zhengming-spark-", suffix=".log")
    os.close(handle)
    log, told = Path(name), True
    try:
        # What somebody else has begun (a notebook, `spark-submit`) goes on afterwards.
        owned = not cluster.running()
        # A worker that is killed is replaced on one machine too.
        spark = cluster.session(master or "local[*,4]", _SETTINGS, log)
        try:
            status = _annotate(spark, tagger, inputs, output, report, partitions, resume, nested, as_json)
        finally:
            if owned:
                spark.stop()
        told = report.said_spark
    except UsageError as error:
        told = error.key == "cluster.master"
        raise
    except ZhengmingError:
        told = False
        raise
    finally:
        if told and log.stat().st_size:
            complain(say("cluster.log", file=log))
        else:
            log.unlink()
    raise typer.Exit(status)


class _Failures(Report):
    """What went wrong, and whether Spark has more to say of it."""

    said_spark = False


def _annotate(
    spark: Any,
    tagger: Tagger,
    inputs: list[str],
    output: str,
    report: _Failures,
    partitions: int | None,
    resume: bool,
    nested: bool,
    as_json: bool,
) -> int:
    """Do the work in a session; gives the exit status."""
    # Not at the top: every command imports this module to list its help.
    from concurrent.futures import ThreadPoolExecutor, as_completed

    from zhengming import cluster

    place = _Place(spark, output)
    about = {"tool": __version__, "lexicon": tagger.lexicon.stamp, "nested": nested}
    files = list(place.files(inputs, report))
    if not files:
        return report.status or 2
    place.begin(about, resume)
    missing = [file for file in files if not place.is_done(file)]
    shipped = cluster.ship(spark, tagger)
    started = time.perf_counter()
    totals = {"documents": 0, "annotations": 0, "definitions": 0, "errors": 0}
    pool = ThreadPoolExecutor(max(1, min(len(missing), spark.sparkContext.defaultParallelism)))
    try:
        jobs = {pool.submit(_file, spark, file, shipped, place, partitions, nested): file for file in missing}
        for job in as_completed(jobs):
            try:
                counts = job.result()
            except Exception as error:  # noqa: BLE001
                # What Spark raises names the classes of its machine; the cause is what a user can use.
                report.said_spark = True
                report(InputError("cluster.failed", file=jobs[job], reason=cluster.reason(error)))
                continue
            report.read += 1
            for key, count in counts.items():
                totals[key] += count
            if not as_json:
                complain(say("cluster.done", file=jobs[job], **counts))
    finally:
        # After Ctrl-C nothing more is begun.
        pool.shutdown(wait=False, cancel_futures=True)
    report.read += len(files) - len(missing)
    seconds = time.perf_counter() - started
    cores = spark.sparkContext.defaultParallelism
    summary: dict[str, Any] = {
        **totals,
        "files": len(missing),
        "skipped": len(files) - len(missing),
        "errors_by_kind": place.errors(missing) if totals["errors"] else {},
        "seconds": round(seconds, 1),
        "documents_per_second_and_core": round(totals["documents"] / seconds / cores, 1) if seconds else 0.0,
        "cores": cores,
    }
    if as_json:
        print(dumps(summary | about))  # noqa: T201
    else:
        complain(say("cluster.summary", **{key: summary[key] for key in summary if key != "errors_by_kind"}))
        for kind, count in summary["errors_by_kind"].items():
            complain(say("cluster.errors", kind=kind, count=count))
    return report.status or (3 if totals["errors"] else 0)


def _file(
    spark: Any, file: str, shipped: cluster.Shipped, place: _Place, partitions: int | None, nested: bool
) -> Mapping[str, int]:
    """Annotate one file; its part of the output is there when Spark's committer has ended, or not at all."""
    from pyspark.sql import Observation
    from pyspark.sql import functions as f

    from zhengming import cluster

    # How finely a file is cut is a setting of a session: each file has its own, in the same application.
    frame, read = _opened(spark.newSession(), file, place.size(file), partitions)
    seen = Observation()
    rows = cluster.annotated(frame, shipped, read=read, nested=nested).observe(
        seen,
        f.count(f.lit(1)).alias("documents"),
        f.sum(f.size("annotations")).alias("annotations"),
        f.sum(f.size("definitions")).alias("definitions"),
        f.count("error").alias("errors"),
    )
    rows.write.mode("overwrite").parquet(place.part(file))
    return {key: count or 0 for key, count in seen.get.items()}


def _opened(spark: Any, file: str, size: int, partitions: int | None) -> tuple[Any, Reading]:
    """A file as Spark reads it, and what makes documents of it."""
    from pyspark.sql import functions as f

    kind = _kind(file)
    for key, value in _SETTINGS.items():
        if key.startswith("spark.sql."):
            spark.conf.set(key, value)
    if partitions is not None:
        # Read in so many parts: nothing has to be moved afterwards.
        spark.conf.set("spark.sql.files.maxPartitionBytes", str(max(1 << 16, -(-size // partitions))))
        spark.conf.set("spark.sql.files.openCostInBytes", "0")
    if kind == "pubmed":
        return spark.read.format("binaryFile").load(file).select("content"), PubMed(file)
    if kind == "rows":
        frame = spark.read.parquet(file)
        for column in ("id", "text"):
            if column not in frame.columns:
                raise UsageError("cluster.column", value=column, columns=", ".join(frame.columns))
        return frame.select(f.col("id").cast("string"), f.col("text").cast("string")), Rows()
    lines = (
        spark.read.option("lineSep", "\n")
        .text(file)
        # As bytes: what is no UTF-8 is an error of its line, not of the job.
        .select(f.col("value").cast("binary").alias("value"), f.monotonically_increasing_id().alias("number"))
    )
    return lines, Lines(file, _first_lines(lines))


def _first_lines(lines: Any) -> tuple[int, ...]:
    """For each part of a file the number of lines before it."""
    if lines.rdd.getNumPartitions() == 1:
        return (0,)
    lines.sparkSession.conf.set("spark.sql.shuffle.partitions", "1")
    counted = lines.selectExpr("shiftright(number, 33) part").groupBy("part").count().collect()
    counts = {row["part"]: row["count"] for row in counted}
    first, before = [], 0
    for part in range(max(counts, default=0) + 1):
        first.append(before)
        before += counts.get(part, 0)
    return tuple(first)


def _kind(file: str) -> str | None:
    name = file
    while name.endswith(_PACKED):
        name = name[: name.rindex(".")]
    return next((kind for ending, kind in _KINDS.items() if name.endswith(ending)), None)


class _Place:
    """Where Spark reads and writes, by Hadoop's file systems: a local folder, HDFS, an object store.

    Args:
        spark: the session.
        output: the output folder.
    """

    def __init__(self, spark: Any, output: str) -> None:
        self._spark = spark
        self._jvm: Any = spark.sparkContext._jvm
        self._output = output.rstrip("/")
        self._sizes: dict[str, int] = {}

    def _path(self, name: str) -> tuple[Any, Any]:
        path = self._jvm.org.apache.hadoop.fs.Path(name)
        return path, path.getFileSystem(self._spark.sparkContext._jsc.hadoopConfiguration())

    def files(self, inputs: list[str], report: Report) -> Iterator[str]:
        """The input files that paths, folders and patterns name, each once."""
        from zhengming import cluster

        seen: set[str] = set()
        for name in inputs:
            try:
                path, system = self._path(name)
                matched = system.globStatus(path)
                found = [file for status in matched or () for file in self._below(status, system)]
            except Exception as error:  # noqa: BLE001
                report(InputError("input.unreadable", file=name, reason=cluster.reason(error)))
                continue
            if not matched:
                report(InputError("input.missing", file=name))
                continue
            if not found:
                report(InputError("input.folder_empty", file=name, suffixes=" ".join(_KINDS)))
            for file in found:
                if file not in seen:
                    seen.add(file)
                    yield file

    def _below(self, status: Any, system: Any) -> Iterator[str]:
        name = status.getPath().toString().removeprefix("file:")
        if not status.isDirectory() or name.endswith(".parquet"):
            if _kind(name):
                self._sizes[name] = system.getContentSummary(status.getPath()).getLength()
                yield name
            return
        for inner in sorted(system.listStatus(status.getPath()), key=lambda item: str(item.getPath().getName())):
            if not inner.getPath().getName().startswith(("_", ".")):
                yield from self._below(inner, system)

    def size(self, file: str) -> int:
        """The bytes of an input file."""
        return self._sizes[file]

    def part(self, file: str) -> str:
        """The folder of an input file's rows, in the words of Spark's partition discovery: `input=NAME`."""
        name = re.sub(r"[^\w .,+@~()-]", lambda found: f"%{ord(found[0]):02X}", file.lstrip("/"))
        if len(name.encode()) > _LONG:
            # File systems take 255 bytes: the end of the name stays, and a digest tells it from others.
            kept = name.encode()[-_LONG:].decode(errors="ignore")
            name = f"{hashlib.sha256(file.encode()).hexdigest()[:16]}-{kept.split('%2F', 1)[-1]}"
        return f"{self._output}/input={name}"

    def begin(self, about: Mapping[str, object], resume: bool) -> None:
        """Make the output folder, or go on in it.

        Raises:
            OutputError: it is there, or was made with another lexicon, version or setting.
        """
        from zhengming import cluster

        path, system = self._path(f"{self._output}/{_ABOUT}")
        folder, _ = self._path(self._output)
        try:
            if system.exists(folder) and len(system.listStatus(folder)):
                if not resume:
                    raise OutputError("cluster.exists", file=self._output)
                stream = system.open(path) if system.exists(path) else None
                before = json.loads(bytes(stream.readAllBytes())) if stream else {}
                if before != about:
                    raise OutputError("cluster.differs", file=self._output, found=dumps(before), wanted=dumps(about))
                return
            stream = system.create(path)
            stream.write(bytearray(dumps(about).encode()))
            stream.close()
        except OutputError:
            raise
        except Exception as error:
            raise OutputError("output.unwritable", file=self._output, reason=cluster.reason(error)) from error

    def is_done(self, file: str) -> bool:
        """Whether the rows of an input file were committed."""
        path, system = self._path(f"{self.part(file)}/_SUCCESS")
        return bool(system.exists(path))

    def errors(self, files: list[str]) -> dict[str, int]:
        """How many documents of these files could not be done, by the kind of error."""
        found: dict[str, int] = {}
        for file in files:
            if self.is_done(file):
                rows = self._spark.read.parquet(self.part(file)).where("error is not null")
                for row in rows.selectExpr("split(error, ':')[0] kind").groupBy("kind").count().collect():
                    found[row["kind"]] = found.get(row["kind"], 0) + row["count"]
        return found

"""The messages of the work over Spark, in English and Chinese: a part of the one catalogue."""

from __future__ import annotations

CLUSTER: dict[str, tuple[str, str]] = {
    "cli.cluster": ("The same work over Apache Spark.", "在 Apache Spark 上完成同样的工作。"),
    "cli.cluster_annotate": (
        "Annotate JSON Lines, Parquet and PubMed files over Spark; one part of a Parquet dataset for each input file.",
        "在 Spark 上标注 JSON Lines、Parquet 和 PubMed 文件；每个输入文件对应 Parquet 数据集的一个分区。",
    ),
    "arg.cluster_inputs": (
        "Files, folders or patterns that all executors can read: .jsonl (UTF-8), .parquet, .xml (PubMed); .gz too.",
        "所有执行器都能读取的文件、目录或通配符：.jsonl（UTF-8）、.parquet、.xml（PubMed）；也可为 .gz。",
    ),
    "opt.cluster_output": ("Folder of the Parquet dataset.", "Parquet 数据集所在目录。"),
    "opt.cluster_master": (
        "Spark master (local[2], spark://HOST:PORT, yarn, k8s://…); all cores of this machine if left out.",
        "Spark 主节点（local[2]、spark://主机:端口、yarn、k8s://…）；省略则使用本机全部核心。",
    ),
    "opt.cluster_partitions": (
        "Read each file in about so many parts.",
        "每个文件大约分成这么多部分读取。",
    ),
    "opt.cluster_resume": (
        "Go on in an output folder that is there: only input files without committed rows are done.",
        "在已有的输出目录中继续：只处理尚未提交结果的输入文件。",
    ),
    "cluster.java": (
        "no Java 17 or newer found, which Spark needs: install one (such as OpenJDK 17) and set JAVA_HOME",
        "未找到 Spark 所需的 Java 17 或更高版本：请安装（如 OpenJDK 17）并设置 JAVA_HOME",
    ),
    "cluster.master": (
        "--master {value}: Spark could not begin: {reason}",
        "--master {value}：Spark 无法启动：{reason}",
    ),
    "cluster.changed": (
        "{file}: not the lexicon that was sent to this executor: run the job again",
        "{file}：不是发送给该执行器的词库：请重新运行",
    ),
    "cluster.column": (
        "no column {value}; there are: {columns}",
        "没有列 {value}；现有的列：{columns}",
    ),
    "cluster.column_taken": (
        "column {value} is there already: rename it, or normalise another column",
        "列 {value} 已存在：请改名，或归一化其他列",
    ),
    "cluster.exists": (
        "{file}: is there already and not empty: give another folder, or --resume to go on in it",
        "{file}：已存在且非空：请换一个目录，或用 --resume 继续",
    ),
    "cluster.differs": (
        "{file}: begun with {found}, not with {wanted}: use the same lexicon, version and options, or another folder",
        "{file}：开始时为 {found}，与 {wanted} 不同：请使用相同的词库、版本和选项，或换一个目录",
    ),
    "cluster.failed": (
        "{file}: not done: {reason}; --resume does it again",
        "{file}：未完成：{reason}；可用 --resume 重做",
    ),
    "cluster.log": ("what Spark itself said: {file}", "Spark 的原始日志：{file}"),
    "cluster.not_utf8": (
        "{file}:{line}: not UTF-8 (byte {byte} of the line): only UTF-8 is read over Spark",
        "{file}:{line}：不是 UTF-8（该行第 {byte} 字节）：在 Spark 上只读取 UTF-8",
    ),
    "cluster.done": (
        "{file}: {documents} documents, {annotations} annotations, {definitions} definitions, {errors} errors",
        "{file}：{documents} 个文档，{annotations} 处标注，{definitions} 条定义，{errors} 个错误",
    ),
    "cluster.summary": (
        "{files} files ({skipped} were done): {documents} documents, {annotations} annotations, {definitions} definitions, "
        "{errors} errors in {seconds} s; {documents_per_second_and_core} documents a second and core ({cores} cores)",
        "{files} 个文件（另有 {skipped} 个此前已完成）：{documents} 个文档，{annotations} 处标注，{definitions} 条定义，"
        "{errors} 个错误，用时 {seconds} 秒；每秒每核 {documents_per_second_and_core} 个文档（{cores} 核）",
    ),
    "cluster.errors": ("{count} documents: {kind}", "{count} 个文档：{kind}"),
}

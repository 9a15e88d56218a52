"""The messages of `zhengming lexicon import` and of what `normalize` has beside; a part of the catalogue in `messages`."""

from __future__ import annotations

IMPORT: dict[str, tuple[str, str]] = {
    "opt.split": (
        "Take a string that holds several terms apart (IL-6; exosome), each with answers of its own.",
        "把含多个术语的字符串拆开（IL-6、TNF-α；MSC; exosome），分别给出答案。",
    ),
    "opt.nearest": (
        "Where nothing is close enough, give the nearest all the same; its low score says so.",
        "没有足够接近的概念时，仍给出最接近者；其分数较低。",
    ),
    "cli.import": (
        "Make a lexicon of public terminology files (tables, OBO, MEDIC, SSSLM, Babelon) and compile it into one file.",
        "把公开术语文件（表格、OBO、MEDIC、SSSLM、Babelon）制成词库，并编译为一个文件。",
    ),
    "arg.terminologies": (
        "Terminology files, plain or gzipped; what several say of one id is joined.",
        "术语文件，可为 gzip；多个文件中同一编号的内容会合并。",
    ),
    "opt.import_format": ("Format of the files: {formats}; found out if left out.", "文件格式：{formats}；省略则自动判断。"),
    "opt.import_column": (
        "For a table, what a column holds, as ROLE=HEADER (or ROLE=NUMBER where there is no header); roles: {roles}; may repeat.",
        "表格各列的内容，写作 角色=表头（无表头时写 角色=列号）；角色：{roles}；可重复。",
    ),
    "opt.skipped": (
        "Write what was left out to this file: file, line, reason, value.",
        "把略去的内容写入该文件：文件、行号、原因、内容。",
    ),
    "import.none": (
        "{file}: no name in it (read as {format}): give another --format",
        "{file}：其中没有名称（按 {format} 读取）：请用 --format 指定其他格式",
    ),
    "import.columns": (
        "a table's columns must be named: --column name=HEADER and --column id=HEADER; its columns: {found}",
        "需要指定表格的列：--column name=表头 与 --column id=表头；现有列：{found}",
    ),
    "import.role": (
        "--column {value}=…: a column's role must be one of {allowed}",
        "--column {value}=…：列的角色必须是 {allowed} 之一",
    ),
    "import.no_column": (
        "no column '{value}': did you mean {nearest}?",
        "没有“{value}”列：是否指 {nearest}？",
    ),
    "import.assignment": (
        "--column {value}: write it as ROLE=HEADER, for example name=术语",
        "--column {value}：请写作 角色=表头，例如 name=术语",
    ),
    "import.done": (
        "{file}: {concepts} concepts, {names} names from {files} files; {skipped} left out",
        "{file}：来自 {files} 个文件的 {concepts} 个概念、{names} 个名称；略去 {skipped} 处",
    ),
    "import.skipped": ("left out, {count}: {reason} (first: {place}: {value})", "略去 {count} 处：{reason}（首处：{place}：{value}）"),
    "import.fields": ("too few columns", "列数不足"),
    "import.no_id": ("no id", "没有编号"),
    "import.nameless": ("no name", "没有名称"),
    "import.no_name": ("no letter in it, or longer than 300 characters", "不含文字，或超过 300 个字符"),
    "import.characters": ("control or private characters in the name", "名称中有控制字符或私用字符"),
    "import.obsolete": ("obsolete", "已废弃"),
    "import.other_breadth": ("a broader or narrower term, no name of this one", "上位或下位词，不是本概念的名称"),
    "import.unsure": ("marked ambiguous or dubious", "标为有歧义或可疑"),
    "import.not_a_name": ("not a name (a definition, a comment)", "不是名称（定义或注释）"),
    "import.language": ("neither Chinese nor English", "既非中文也非英文"),
    "import.shape": ("not in the shape of the format", "不符合该格式"),
}  # fmt: skip

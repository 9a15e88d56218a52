"""What the commands over whole files say (`normalize --input`, `rewrite`, `concepts`), in English and Chinese."""

from __future__ import annotations

#: Merged into `messages.CATALOGUE`.
CATALOGUE: dict[str, tuple[str, str]] = {
    "dependency.extra": (
        "the package {package} is not installed: pip install 'zhengming[{extra}]'",
        "未安装 {package}：请运行 pip install 'zhengming[{extra}]'",
    ),
    "input.kept_bytes": (
        "{file}: some bytes are not UTF-8 (first at byte {byte}), kept as they are; force an encoding with --encoding",
        "{file}：有些字节不是 UTF-8（首处在第 {byte} 字节），原样保留；可用 --encoding 指定编码",
    ),
    # many documents
    "many.worker": (
        "a worker (process {process}) ended before its work ({how}): perhaps memory ran out; try again with fewer --workers",
        "一个工作进程（{process}）提前结束（{how}）：可能内存不足；请减少 --workers 后重试",
    ),
    "many.changed": (
        "{file}: changed while it was in use: start again",
        "{file}：使用期间被更改：请重新运行",
    ),
    "resume.needs": (
        "--resume goes on with a file of JSON Lines: give -o FILE.jsonl (not packed), and the same files and options again",
        "--resume 用于继续写 JSON Lines 文件：请给出 -o FILE.jsonl（不压缩），并使用相同的文件和选项",
    ),
    "resume.there": (
        "{file}: is there from a run that was cut off: go on with --resume, or remove it; {output} is not written",
        "{file}：是上次中断的运行留下的：请用 --resume 继续，或将其删除；未写出 {output}",
    ),
    "resume.differs": (
        "{file}:{line}: not what these files and options give there: give the same ones again, or remove it",
        "{file}:{line}：与这些文件和选项的结果不符：请使用相同的文件和选项，或将其删除",
    ),
    "resume.kept": (
        "{file}: {count} documents are done; go on with the same command and --resume",
        "{file}：已完成 {count} 个文档；用相同命令加 --resume 继续",
    ),
    "opt.resume": (
        "Go on after the last complete document of FILE.partial, which a run that was cut off has left.",
        "从中断的运行留下的 FILE.partial 中最后一个完整文档之后继续。",
    ),
    # spreadsheets
    "sheet.suffix": (
        "{file}: not the name of a spreadsheet: give its format with --input-format ({formats})",
        "{file}：文件名看不出是哪种表格：请用 --input-format 指定格式（{formats}）",
    ),
    "sheet.not_for": (
        "{option} says nothing about {format} files: leave it out",
        "{option} 不适用于 {format} 文件：请去掉",
    ),
    "sheet.damaged": (
        "{file}: not a readable {format} file ({reason}): save it anew; one with a password, or an old .xls, as .xlsx without",
        "{file}：不是可读的 {format} 文件（{reason}）：请重新保存；有密码的文件或旧式 .xls 请另存为无密码的 .xlsx",
    ),
    "sheet.empty": (
        "{file}: no row with column names in it: check the file and --header-row",
        "{file}：没有含列名的行：请检查文件与 --header-row",
    ),
    "sheet.first": (
        "{file}: sheet '{sheet}' is read, the first of {count}; another one with --sheet",
        "{file}：读取工作表“{sheet}”（共 {count} 个）；可用 --sheet 另选",
    ),
    "sheet.no_sheet": (
        "{file}: no sheet '{value}': did you mean {nearest}?",
        "{file}：没有工作表“{value}”：是否指 {nearest}？",
    ),
    "sheet.unsolved": (
        "{file}: {count} rows hold formulas without a stored result, left empty: open and save it in a spreadsheet first",
        "{file}：有 {count} 行是没有保存结果的公式，结果留空：请先用表格软件打开并保存",
    ),
    "sheet.no_column": (
        "{file}: no column '{value}' among {count}: did you mean {nearest}? A number (from 1) will do; other rows of "
        "names with --header-row",
        "{file}：{count} 列中没有“{value}”：是否指 {nearest}？也可给出列号（从 1 起）；列名在其他行请用 --header-row",
    ),
    "sheet.no_names": (
        "{file}: its columns have no names: give a number from 1 to {count} instead of '{value}'",
        "{file}：各列没有列名：请用 1 到 {count} 的列号代替“{value}”",
    ),
    "sheet.which": (
        "{file}: several columns: choose with --column: {names}",
        "{file}：有多列：请用 --column 选择：{names}",
    ),
    "sheet.twice": (
        "{file}: several columns are called '{value}': give the number of one ({numbers})",
        "{file}：有多列名为“{value}”：请给出列号（{numbers}）",
    ),
    "sheet.quotes": (
        "{file}: quotation marks do not pair: read as ordinary characters",
        "{file}：引号不成对：按普通字符读取",
    ),
    "sheet.open_quote": (
        "{file}:{line}: a quotation mark opens a cell here and nothing closes it: close it, or double it within a cell",
        "{file}:{line}：此处引号开始一个单元格但没有结束：请补上结束引号，单元格内的引号请写两个",
    ),
    "sheet.record": (
        "{file}:{line}: not a row of cells ({reason}): is a quotation mark not closed?",
        "{file}:{line}：不是一行单元格（{reason}）：是否有引号没有结束？",
    ),
    "sheet.no_object": (
        "{file}:{line}: no JSON object, kept as it is, nothing added: {value}",
        "{file}:{line}：不是 JSON 对象，原样保留，未添加内容：{value}",
    ),
    "sheet.too_wide": (
        "{file}: more than the {most} columns that a sheet may have: use CSV",
        "{file}：超过工作表允许的 {most} 列：请用 CSV",
    ),
    "sheet.no_output": (
        "{format} is not written to the screen: name a file with -o",
        "{format} 不能写到屏幕：请用 -o 指定文件",
    ),
    "sheet.other_format": (
        "{file}: columns are added in the input's own format ({format}): choose a name ending in {suffixes}",
        "{file}：列添加在输入文件自身的格式（{format}）中：请使用以 {suffixes} 结尾的文件名",
    ),
    "usage.series": (
        "a {value} is no series: give a pandas or polars Series",
        "{value} 不是序列：请给出 pandas 或 polars 的 Series",
    ),
    "normalize.both": (
        "strings and --input: leave one of them out",
        "字符串与 --input 不能同时使用：请去掉其一",
    ),
    "normalize.needs_input": (
        "{option} needs a spreadsheet: name it with --input",
        "{option} 需要表格：请用 --input 指定",
    ),
    "normalize.json_output": (
        "--json prints the summary: name a file for the rows with -o",
        "--json 输出汇总：请用 -o 指定保存各行的文件",
    ),
    "columns.summary": (
        "{column}: {rows} rows, {mapped} mapped ({share}), {ambiguous} ambiguous, {unmapped} unmapped, {empty} empty; "
        "added: {added}",
        "{column}：共 {rows} 行，已映射 {mapped}（{share}），有歧义 {ambiguous}，未映射 {unmapped}，空 {empty}；新增列：{added}",
    ),
    "columns.unmapped": ("{column}, unmapped most often: {strings}", "{column}，最常见的未映射字符串：{strings}"),
    "columns.ambiguous": ("{column}, ambiguous most often: {strings}", "{column}，最常见的歧义字符串：{strings}"),
    "columns.all": ("the whole list with --summary FILE", "完整列表请用 --summary FILE"),
    "columns.inexact": (
        "{column}: too many different strings to count each: counts of rare ones may be too low",
        "{column}：不同字符串过多，罕见者的计数可能偏低",
    ),
    "progress.rows": ("rows", "行"),
    "opt.table": (
        "Normalise columns of this spreadsheet (CSV, TSV, XLSX, Parquet, JSON Lines; - for standard input).",
        "规范化该表格中的列（CSV、TSV、XLSX、Parquet、JSON Lines；- 表示标准输入）。",
    ),
    "opt.table_column": (
        "Column to normalise, by name or number (from 1); may repeat.",
        "要规范化的列，按列名或列号（从 1 起）；可重复。",
    ),
    "opt.table_format": (
        "Format of the spreadsheet: {formats}; told by its name if left out.",
        "表格的格式：{formats}；省略则按文件名判断。",
    ),
    "opt.sheet": ("Sheet of a workbook, by name or number.", "工作簿中的工作表，按名称或序号。"),
    "opt.header_row": (
        "Row with the column names, 0 for none; the first that is not empty if left out.",
        "列名所在的行，0 表示没有；省略则为第一个非空行。",
    ),
    "opt.excel": (
        "Write CSV so that Excel shows Chinese (with a byte order mark).",
        "写出 Excel 能正确显示中文的 CSV（带 BOM）。",
    ),
    "opt.summary": (
        "Write all unmapped and ambiguous strings with their counts to this TSV file.",
        "把所有未映射与有歧义的字符串及次数写入该 TSV 文件。",
    ),
    "opt.table_output": ("Write the spreadsheet to this file.", "把表格写入该文件。"),
    # rewrite
    "cli.rewrite": (
        "Replace synonyms in a text by preferred terms, and list the changes; all else stays to the character.",
        "把文本中的同义词替换为首选词并列出改动；其余逐字不变。",
    ),
    "arg.text": ("A text file, or - for standard input.", "文本文件，或 - 表示标准输入。"),
    "opt.rewrite_to": ("Preferred term to write: zh, en or abbr.", "要写入的首选词：zh、en 或 abbr。"),
    "opt.gloss": (
        "At the first mention write the other forms in brackets behind the term.",
        "首次出现时同时给出其他形式：骨关节炎（osteoarthritis，OA）。",
    ),
    "opt.changes": (
        "Write the list of changes to this TSV file; beside the output file if left out.",
        "把改动列表写入该 TSV 文件；省略则与输出文件放在一起。",
    ),
    "opt.dry_run": ("Show what would change as a diff, write nothing.", "以差异形式显示将作的改动，不写文件。"),
    "rewrite.to": ("--to {value}: must be one of zh, en, abbr", "--to {value}：必须是 zh、en、abbr 之一"),
    "rewrite.only_text": (
        "{file}: a {format} file is not rewritten: give plain text",
        "{file}：不改写 {format} 文件：请给出纯文本",
    ),
    "rewrite.done": (
        "{replaced} replaced, {glossed} glossed, {left} left as they were ({reasons})",
        "替换 {replaced} 处，加注 {glossed} 处，保留原样 {left} 处（{reasons}）",
    ),
    "rewrite.listed": ("list of changes: {file}", "改动列表：{file}"),
    "rewrite.list": ("the list of changes with --changes FILE", "改动列表请用 --changes FILE"),
    # concepts
    "cli.concepts": (
        "Concepts by documents: one row a concept, one column a document, so that papers in two languages line up.",
        "概念与文档对照表：每行一个概念，每列一篇文档，使两种语言的文献对齐。",
    ),
    "opt.concepts_format": (
        "Output format: {formats}; told by the output file's name if left out.",
        "输出格式：{formats}；省略则按输出文件名判断。",
    ),
    "opt.wordings": (
        "Give each document's own wording instead of counts, where one table is written.",
        "只输出一个表时，给出各文档自己的用词而不是次数。",
    ),
    "concepts.counts": ("Counts", "次数"),
    "concepts.wordings": ("Wordings", "用词"),
    "concepts.second": ("each document's own wording: {file}", "各文档自己的用词：{file}"),
}

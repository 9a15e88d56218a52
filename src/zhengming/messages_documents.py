"""The messages about documents that are read and written, in English and Chinese: a part of the one catalogue."""

from __future__ import annotations

DOCUMENTS: dict[str, tuple[str, str]] = {
    "input.missing": ("{file}: no such file: check the name", "{file}：文件不存在：请检查文件名"),
    "input.unreadable": ("{file}: cannot be read: {reason}", "{file}：无法读取：{reason}"),
    "input.folder_empty": (
        "{file}: no file ending in {suffixes} in this folder: name the files themselves",
        "{file}：该文件夹中没有以 {suffixes} 结尾的文件：请直接指定文件",
    ),
    "input.empty": ("{file}: empty, nothing to read in it", "{file}：文件为空，没有可读内容"),
    "input.binary": (
        "{file}: not text ({kind}): unpack it or convert it to plain text first",
        "{file}：不是文本文件（{kind}）：请先解压或转换为纯文本",
    ),
    "input.guessed": (
        "{file}: read as {encoding} (not UTF-8); force another one with --encoding",
        "{file}：按 {encoding} 读取（不是 UTF-8）；可用 --encoding 指定其他编码",
    ),
    "input.nul": ("{file}: {count} NUL characters in it, kept", "{file}：含 {count} 个 NUL 字符，已保留"),
    "input.replaced": (
        "{file}: {count} byte sequences are not UTF-8 (first at byte {byte}), replaced by U+FFFD; "
        "force an encoding with --encoding",
        "{file}：有 {count} 处不是 UTF-8（首处在第 {byte} 字节），已替换为 U+FFFD；可用 --encoding 指定编码",
    ),
    "input.unknown_encoding": (
        "{file}: no encoding called '{encoding}': use utf-8, gb18030, big5 or utf-16",
        "{file}：没有名为“{encoding}”的编码：请用 utf-8、gb18030、big5 或 utf-16",
    ),
    "input.wrong_encoding": (
        "{file}: not {encoding} (byte {byte}): leave --encoding out or give another one",
        "{file}：不是 {encoding} 编码（第 {byte} 字节）：请去掉 --encoding 或换一种",
    ),
    "input.unreadable_text": (
        "{file}: in no encoding we know (byte {byte}): save it as UTF-8 or give --encoding",
        "{file}：无法识别编码（第 {byte} 字节）：请另存为 UTF-8 或使用 --encoding",
    ),
    "input.json": (
        "{file}:{line}: not JSON ({reason}), line left out: one JSON object a line is expected",
        "{file}:{line}：不是 JSON（{reason}），已跳过：每行应为一个 JSON 对象",
    ),
    "input.json_text": (
        '{file}:{line}: no string "text" in it, line left out: {value}',
        '{file}:{line}：缺少字符串字段 "text"，已跳过：{value}',
    ),
    "input.shape": (
        "{file}: record {record} is not of the shape that its format has ({reason}), left out: correct it",
        "{file}：第 {record} 条记录不符合该格式的结构（{reason}），已跳过：请更正",
    ),
    "input.own_table": (
        "{file}: holds mentions that annotate has written, no texts: name the documents themselves",
        "{file}：是 annotate 写出的标注表，不含原文：请指定原文档",
    ),
    "input.no_column": (
        "{file}: no column '{value}' (there are: {columns}): choose one with --column",
        "{file}：没有“{value}”列（现有：{columns}）：请用 --column 指定",
    ),
    "input.column": (
        "{file}: texts taken from the column '{value}'; choose another with --column",
        "{file}：文本取自“{value}”列；可用 --column 另选",
    ),
    "input.csv": (
        "{file}:{line}: no row of a table ({reason}), nothing read from there on: mend it",
        "{file}:{line}：不是表格行（{reason}），其后未读取：请修正",
    ),
    "input.damaged": (
        "{file}: cannot be read as {kind} ({reason}): open it in its program and save it again",
        "{file}：无法作为 {kind} 读取（{reason}）：请用相应程序打开并重新保存",
    ),
    "input.office": (
        "{file}: an old or encrypted Office file: save it as DOCX or XLSX without a password",
        "{file}：旧版或加密的 Office 文件：请另存为不带密码的 DOCX 或 XLSX",
    ),
    "input.part": (
        "{file}: another kind of file than its name says (no {part} in it): check its name",
        "{file}：文件类型与文件名不符（缺少 {part}）：请检查文件名",
    ),
    "input.json_file": (
        "{file}:{line}: not JSON ({reason}): mend it, or name its format with --input-format",
        "{file}:{line}：不是 JSON（{reason}）：请修正，或用 --input-format 指定格式",
    ),
    "input.line": (
        "{file}:{line}: not a line of this format, left out: {value}",
        "{file}:{line}：不符合该格式，已跳过：{value}",
    ),
    "input.brat": (
        "{file}: annotations need their text beside them ({text}): put it there and name the .ann file",
        "{file}：标注文件旁应有对应文本（{text}）：请放在一起并指定 .ann 文件",
    ),
    "input.passages": (
        "{file}: document {document}: the offsets of its passages do not fit their texts: counted anew",
        "{file}：文档 {document}：各段落的起始位置与文本不符，已重新计算",
    ),
    "input.no_record": (
        "{file}: no document in it that we know ({kind}): name its format with --input-format",
        "{file}：其中没有可识别的文档（{kind}）：请用 --input-format 指定格式",
    ),
    "input.scan": (
        "{file}: {count} of {pages} pages have no text (pictures of pages?), nothing read from them: recognise the text first (OCR)",
        "{file}：{pages} 页中有 {count} 页没有文字（可能是扫描图像），未读取：请先做文字识别（OCR）",
    ),
    "input.packed": (
        "{file}: damaged or cut off ({reason}): copy or pack it again",
        "{file}：文件损坏或不完整（{reason}）：请重新复制或打包",
    ),
    "input.bomb": (
        "{file}: unpacks to more than {limit}: not read; unpack it yourself if that is right",
        "{file}：解压后超过 {limit}：未读取；若确需处理，请自行解压",
    ),
    "input.extra": (
        "{file}: to read it, one more package is needed: pip install 'zhengming[{extra}]'",
        "{file}：读取该文件需要另一个软件包：pip install 'zhengming[{extra}]'",
    ),
    "input.entities": (
        "{file}: declares XML entities, not read: no format of ours needs any; write it without them",
        "{file}：声明了 XML 实体，未读取：这些格式都不需要实体；请去掉后再试",
    ),
    "input.xml": (
        "{file}:{line}:{column}: not well-formed XML ({reason}), nothing read from there on: mend it",
        "{file}:{line}:{column}：XML 格式错误（{reason}），其后未读取：请修正",
    ),
    "input.offsets": (
        "{file}: document {document}: {count} annotations outside its {size} characters left out (first {span}): "
        "correct them, or try --byte-offsets or --utf16-offsets",
        "{file}：文档 {document}：有 {count} 处标注超出其 {size} 个字符，已略去（首处 {span}）："
        "请更正，或试用 --byte-offsets 或 --utf16-offsets",
    ),
    "input.surface": (
        "{file}: document {document}: {count} annotations kept whose text differs from the document's (first {span}: "
        "'{said}', in the document '{shown}')",
        "{file}：文档 {document}：有 {count} 处标注的文字与原文不同，已保留（首处 {span}：“{said}”，原文“{shown}”）",
    ),
    "input.unit": (
        "{file}: document {document}: offsets of its annotations taken as {unit}",
        "{file}：文档 {document}：其标注的位置按 {unit} 计",
    ),
    "input.no_stdin": (
        "nothing to read: name a file, or pipe a text in",
        "没有输入：请指定文件，或通过管道输入文本",
    ),
    "output.unwritable": (
        "{file}: cannot be written: {reason}: choose another place with -o",
        "{file}：无法写入：{reason}：请用 -o 指定其他位置",
    ),
    "output.lost": (
        "not written, as {value} has no place for them: {marks} annotations and {relations} relations that were in the "
        "input; --format jsonl or brat keeps them",
        "{value} 格式无法容纳输入中原有的 {marks} 处标注与 {relations} 个关系，未写出；用 --format jsonl 或 brat 可保留",
    ),
    "output.is_input": (
        "{file}: is an input, and is not overwritten: choose another name with -o",
        "{file}：是输入文件，不会覆盖：请用 -o 指定其他文件名",
    ),
    # spaCy
    "pipes.unaligned": (
        "zhengming: {count} of {total} mentions in a text begin or end inside a token ('{example}') and are no spans; they are "
        "in doc._.zhengming['unaligned'], as others may be (said once): the tokenizer zhengming.MixedTokenizer.v1 loses none",
        "zhengming：一篇文本的 {total} 处标注中有 {count} 处（如“{example}”）的边界落在词元内部，不能成为 span；它们保存在 "
        "doc._.zhengming['unaligned'] 中，其他文本也可能如此（仅提示一次）：使用分词器 zhengming.MixedTokenizer.v1 则不会丢失",
    ),
    "pipes.ents": (
        "ents = '{value}': no such way to set doc.ents: did you mean {nearest}?",
        "ents = '{value}'：doc.ents 没有这种设置方式：是否想用 {nearest}？",
    ),
    "pipes.min_score": (
        "min_score = {value}: scores are from 0 to 1: give a number in that range",
        "min_score = {value}：得分在 0 到 1 之间：请给出此范围内的数",
    ),
    "pipes.category": (
        "categories: the lexicon has no category '{value}': did you mean {nearest}?",
        "categories：词库中没有类别“{value}”：是否想用 {nearest}？",
    ),
    "pipes.other_lexicon": (
        "zhengming: the pipeline was saved with lexicon {saved}, here is {found}: annotations may differ; install the version "
        "of zhengming it was saved with",
        "zhengming：该流水线保存时使用词库 {saved}，此处为 {found}：标注可能不同；请安装保存时的 zhengming 版本",
    ),
    "pipes.no_part": (
        "{file}: not what zhengming saves of a pipeline: save the pipeline again",
        "{file}：不是 zhengming 保存的流水线部件：请重新保存流水线",
    ),
}

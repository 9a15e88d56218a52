"""Every message of the tool in English and Chinese: one catalogue. Start reading at `text`.

Errors say what failed, where, the value, the rule, and what to do.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from zhengming import messages_batch
from zhengming.messages_checks import CHECKS
from zhengming.messages_cluster import CLUSTER
from zhengming.messages_documents import DOCUMENTS
from zhengming.messages_glossary import GLOSSARY
from zhengming.messages_import import IMPORT

CATALOGUE: dict[str, tuple[str, str]] = {
    **messages_batch.CATALOGUE,
    **CHECKS,
    **DOCUMENTS,
    **CLUSTER,
    **GLOSSARY,
    # lexicon files
    "lexicon.not_packaged": (
        "no lexicon found at {folder}: reinstall zhengming, or name a lexicon folder with --lexicon",
        "在 {folder} 未找到词库：请重新安装 zhengming，或用 --lexicon 指定词库文件夹",
    ),
    "lexicon.missing": (
        "lexicon not found: {path}: give a lexicon folder, a compiled file or a two-column table",
        "找不到词库：{path}：请给出词库文件夹、编译文件或两列表格",
    ),
    "lexicon.no_concepts": (
        "{path}: no concept in it: a lexicon folder needs concepts/*.tsv, a table two columns (name, id or term)",
        "{path}：没有任何概念：词库文件夹需要 concepts/*.tsv，表格需要两列（名称，编号或首选词）",
    ),
    "lexicon.not_utf8": (
        "{file}: not UTF-8 (byte {byte}): save it as UTF-8",
        "{file}：不是 UTF-8 编码（第 {byte} 字节）：请另存为 UTF-8",
    ),
    "lexicon.unreadable": ("{file}: cannot be read: {reason}", "{file}：无法读取：{reason}"),
    "lexicon.header": (
        "{file}:1: header is '{found}', must be '{expected}' (tab-separated): restore the header line",
        "{file}:1：表头是“{found}”，应为“{expected}”（制表符分隔）：请恢复表头",
    ),
    "lexicon.fields": (
        "{file}:{line}: {found} fields, must be {expected} (tab-separated), at '{value}': add or remove tabs",
        "{file}:{line}：有 {found} 列，应为 {expected} 列（制表符分隔），见“{value}”：请增删制表符",
    ),
    "lexicon.twice": (
        "{file}:{line}: id {value} is used twice: mint another one",
        "{file}:{line}：编号 {value} 重复：请换一个新编号",
    ),
    "lexicon.empty": (
        "{file}:{line}: column {column} is empty: fill it or delete the line",
        "{file}:{line}：{column} 列为空：请填写或删除该行",
    ),
    "lexicon.unknown_id": (
        "{file}:{line}: no concept has the id '{value}': correct it or add the concept to concepts/",
        "{file}:{line}：没有编号为“{value}”的概念：请更正，或在 concepts/ 中添加该概念",
    ),
    "lexicon.value": (
        "{file}:{line}: '{value}' is not one of: {allowed}: use one of these",
        "{file}:{line}：“{value}”不在允许值之内：{allowed}：请改用其中之一",
    ),
    "lexicon.prior": (
        "{file}:{line}: prior '{value}' is no number from 0 to 1: correct it",
        "{file}:{line}：先验值“{value}”不是 0 到 1 之间的数：请更正",
    ),
    "lexicon.pair": (
        "{file}:{line}: '{value}' is not two columns (name, id or preferred term): separate them by a tab or a comma",
        "{file}:{line}：“{value}”不是两列（名称，编号或首选词）：请用制表符或逗号分隔",
    ),
    "compiled.foreign": (
        "{file}: no compiled lexicon: give one that `zhengming lexicon build` wrote, a lexicon folder or a two-column table",
        "{file}：不是编译的词库：请给出 zhengming lexicon build 生成的文件、词库文件夹或两列表格",
    ),
    "compiled.format": (
        "{file}: compiled lexicon of format {found}, this version reads {known}: build it again, or update zhengming",
        "{file}：编译词库的格式为 {found}，本版本只能读取 {known}：请重新编译，或更新 zhengming",
    ),
    "compiled.order": (
        "{file}: compiled on a machine of other byte order ({found}-endian): build it again on this one",
        "{file}：在字节序不同（{found}-endian）的机器上编译：请在本机重新编译",
    ),
    "compiled.damaged": (
        "{file}: damaged compiled lexicon (in {section}): copy it again, or build it again",
        "{file}：编译的词库已损坏（{section}）：请重新复制或重新编译",
    ),
    "dependency.missing": (
        "the package {package} is not installed: pip install {package}",
        "未安装 {package}：请运行 pip install {package}",
    ),
    # changing a lexicon
    "curate.problem": (
        "nothing changed: it would break a rule: {problem} (and {more} more)",
        "未作改动：会违反规则：{problem}（另有 {more} 处）",
    ),
    "curate.known": (
        "'{value}' is found already, as a spelling of '{name}' ({concept}): nothing to add",
        "“{value}”已能识别，是“{name}”（{concept}）的一种写法：无需添加",
    ),
    "curate.concept": (
        "'{value}' is not one concept of this lexicon (found: {found}): give its id",
        "“{value}”不是本词库中唯一的概念（找到：{found}）：请给出编号",
    ),
    "curate.installed": (
        "the installed lexicon is not changed: name your own folder with --lexicon (a checkout's lexicon/, say)",
        "不改动已安装的词库：请用 --lexicon 指定自己的文件夹（如源码中的 lexicon/）",
    ),
    "curate.revision": (
        "no lexicon at '{value}' ({reason}): name a git revision, or a lexicon folder",
        "“{value}”处没有词库（{reason}）：请给出 git 版本或词库文件夹",
    ),
    "terminology.none": (
        "{file}: no entry in it: name an OBO, JSON or tab-separated terminology, or a folder of them",
        "{file}：其中没有条目：请指定 OBO、JSON 或制表符分隔的术语文件，或其文件夹",
    ),
    # gold corpora
    "gold.none": (
        "{file}: no gold set in it: name a folder with a manifest.tsv, or one with such folders",
        "{file}：其中没有标准语料：请指定含 manifest.tsv 的文件夹，或其上级文件夹",
    ),
    "gold.changed": (
        "{file}: not the text that was annotated (sha256 differs from {manifest}): restore it, or annotate it anew",
        "{file}：不是当初标注的文本（sha256 与 {manifest} 不符）：请恢复原文，或重新标注",
    ),
    "gold.mention": (
        "{file}:{line}: '{value}' is not what stands there in the text: correct start and end",
        "{file}:{line}：“{value}”与原文该处不符：请更正起止位置",
    ),
    "gold.system": (
        "{file}: no document of the gold set in it (by id): write it with annotate --json",
        "{file}：其中没有标准语料的任何文档（按 id 对应）：请用 annotate --json 生成",
    ),
    "gold.run": (
        "{file}:{line}: no annotated document ({reason}): write it with annotate --json",
        "{file}:{line}：不是标注文档（{reason}）：请用 annotate --json 生成",
    ),
    # usage
    "usage.json_format": (
        "--json with --format {value}: leave one of them out",
        "--json 与 --format {value} 不能同时使用：请去掉其一",
    ),
    "usage.one_of": (
        "{option} {value}: must be one of {allowed}",
        "{option} {value}：必须是 {allowed} 之一",
    ),
    "usage.texts": ("texts is one string: give a list of them", "texts 是单个字符串：请给出字符串列表"),
    "usage.command": ("no such command: {value}", "没有这个命令：{value}"),
    "usage.option": ("no such option: {value}", "没有这个选项：{value}"),
    "usage.missing": ("missing argument: {value}", "缺少参数：{value}"),
    "usage.missing_option": ("missing option: {value}", "缺少选项：{value}"),
    "usage.invalid": ("invalid value for {value}", "{value} 的值无效"),
    "usage.format": ("no format '{value}': did you mean {nearest}?", "没有“{value}”格式：是否指 {nearest}？"),
    "usage.extra": (
        "{value}: to write it, one more package is needed: pip install 'zhengming[{extra}]'",
        "{value}：写出该格式需要另一个软件包：pip install 'zhengming[{extra}]'",
    ),
    "usage.binary": (
        "--format {value}: not for a screen: name a file with -o",
        "--format {value}：不能显示在屏幕上：请用 -o 指定文件",
    ),
    "usage.folder": (
        "--format {value}: gives each document its own file: name a folder with -o",
        "--format {value}：每个文档写为单独的文件：请用 -o 指定文件夹",
    ),
    "usage.units": (
        "--byte-offsets with --utf16-offsets: leave one of them out",
        "--byte-offsets 与 --utf16-offsets 不能同时使用：请去掉其一",
    ),
    "usage.workers": ("--workers {value}: must be 1 or more", "--workers {value}：必须不小于 1"),
    "usage.lang": ("--lang {value}: must be en or zh", "--lang {value}：必须是 en 或 zh"),
    "usage.to": ("--to {value}: must be one of zh, en, abbr, id", "--to {value}：必须是 zh、en、abbr、id 之一"),
    "usage.click": ("{reason}; see {command} --help", "{reason}；参见 {command} --help"),
    # the command line
    "cli.app": (
        "Chinese-English terminology for biomedical text: annotate, look up, normalise.",
        "生物医学文本的中英术语工具：标注、查询、规范化。",
    ),
    "cli.lexicon_app": ("Work on a lexicon.", "管理词库。"),
    "cli.annotate": (
        "Mark the lexicon's concepts in files, folders or standard input.",
        "在文件、文件夹或标准输入中标注词库的概念。",
    ),
    "cli.lookup": (
        "What an abbreviation, a term or an id (ZM:…, MESH:…) stands for.",
        "查询缩略语、术语或编号（ZM:…、MESH:…）的含义。",
    ),
    "cli.normalize": (
        "Map free strings to concepts, best first; nothing where nothing is close.",
        "把任意字符串映射到概念，最佳者在前；没有相近者则不给出。",
    ),
    "cli.define": (
        "The abbreviations that a document itself defines.",
        "列出文档自身定义的缩略语。",
    ),
    "cli.evaluate": (
        "Score mentions against a gold corpus: strict precision, recall and F1, beside a plain dictionary.",
        "按标准语料评测标注：严格的精确率、召回率与 F1，并与普通词典对照。",
    ),
    "arg.gold": (
        "A folder with a manifest.tsv, or one with such folders (corpora/).",
        "含 manifest.tsv 的文件夹，或其上级文件夹（corpora/）。",
    ),
    "opt.system": (
        "Score this file of annotate --json instead of this tool; given twice, the two are compared.",
        "评测该 annotate --json 文件，而不是本工具；给出两个则加以比较。",
    ),
    "opt.errors": ("List what was missed or wrong.", "列出漏标与误标。"),
    "opt.record": ("Write RESULTS.md into the gold folder.", "在标准语料文件夹中写入 RESULTS.md。"),
    "evaluate.dictionary": ("plain dictionary", "普通词典"),
    "evaluate.missed": ("missed", "漏标"),
    "evaluate.wrong": ("wrong", "误标"),
    "evaluate.mended": ("mended", "已改正"),
    "evaluate.new": ("new", "新出现"),
    "evaluate.columns": (
        "system;group;precision;recall;F1;right;found;gold",
        "系统;分组;精确率;召回率;F1;正确;标出;应有",
    ),
    "cli.stats": ("Count concepts and names, by category, language and type.", "按类别、语言和类型统计概念与名称。"),
    "cli.lint": (
        "Check a lexicon folder; --fix sorts its files and renews what is derived from them.",
        "检查词库文件夹；--fix 会排序文件并更新派生数据。",
    ),
    "cli.build": (
        "Compile lexicons (folders, tables; the packaged one if none) into one file, for --lexicon FILE and other machines.",
        "把词库（文件夹、表格；省略则为自带词库）编译为一个文件，供 --lexicon FILE 或其他机器使用。",
    ),
    "build.done": (
        "{file}: {concepts} concepts, {spellings} spellings, {bytes} bytes (lexicon {version})",
        "{file}：{concepts} 个概念，{spellings} 种写法，{bytes} 字节（词库 {version}）",
    ),
    "cli.mint": ("New ids for concepts.", "生成新的概念编号。"),
    "cli.add": (
        "Add names to a concept; with --category, add a new concept.",
        "为概念添加名称；带 --category 时新增概念。",
    ),
    "cli.retire": ("Take a concept out of use; its id stays known.", "停用概念；其编号仍可查到。"),
    "cli.diff": (
        "Which annotations a change of the lexicon gains, loses or changes.",
        "词库的改动使哪些标注增加、减少或改变。",
    ),
    "arg.lexicons": ("Lexicon folders, tables or compiled files.", "词库文件夹、表格或已编译的文件。"),
    "opt.compiled": ("The file to write.", "要写入的文件。"),
    "arg.count": ("How many.", "个数。"),
    "arg.concept": (
        "An id or a name of the concept; with --category, the English term of the new one.",
        "概念的编号或名称；带 --category 时为新概念的英文首选词。",
    ),
    "arg.names": ("Names to add.", "要添加的名称。"),
    "arg.id": ("The id of the concept.", "概念的编号。"),
    "arg.revision": ("A git revision, or another lexicon folder.", "git 版本，或另一词库文件夹。"),
    "opt.name_lang": (
        "Language of the names (en, mul, zh-Hans, zh-Hant); guessed if left out.",
        "名称的语言（en、mul、zh-Hans、zh-Hant）；省略则自动判断。",
    ),
    "opt.type": (
        "synonym, abbreviation, former or misspelling; guessed if left out.",
        "synonym、abbreviation、former 或 misspelling；省略则自动判断。",
    ),
    "opt.flags": (
        "Flags of the names: lookup, attributive, case, anycase.",
        "名称的标志：lookup、attributive、case、anycase。",
    ),
    "opt.source": ("Where the name was read: a key of sources.tsv.", "名称的出处：sources.tsv 中的键。"),
    "opt.note": ("A note for readers.", "供读者参考的说明。"),
    "opt.category": ("Category of a new concept: a file of concepts/.", "新概念的类别：concepts/ 中的文件名。"),
    "opt.zh": ("Its Chinese term.", "其中文首选词。"),
    "opt.abbr": ("Its short form.", "其缩写。"),
    "opt.parent": ("Id of the broader concept.", "上位概念的编号。"),
    "opt.successor": ("Id of the concept that takes its place.", "接替它的概念编号。"),
    "opt.diff_text": (
        "Annotate these documents instead of corpora/; may repeat.",
        "标注这些文档，而不是 corpora/；可重复。",
    ),
    "opt.xrefs": (
        "Check identifiers against this terminology file or folder of such files (OBO, TSV, JSON, gzipped).",
        "用该术语文件或文件夹（OBO、TSV、JSON，可为 gzip）核对标识符。",
    ),
    "opt.text": (
        "Also show which concepts are found in these general documents, and how often; may repeat.",
        "同时显示在这些一般文档中标出的概念及其频次；可重复。",
    ),
    "arg.files": ("Files, folders, or - for standard input.", "文件、文件夹，或 - 表示标准输入。"),
    "arg.queries": ("Abbreviations, terms or ids.", "缩略语、术语或编号。"),
    "arg.strings": ("Strings to normalise; - reads one a line.", "要规范化的字符串；- 表示每行读取一个。"),
    "arg.folder": ("The lexicon folder; the packaged one if left out.", "词库文件夹；省略则为自带词库。"),
    "opt.format": ("Output format: {formats}.", "输出格式：{formats}。"),
    "opt.input_format": (
        "Input format: {formats}; guessed by name and content.",
        "输入格式：{formats}；默认按文件名和内容判断。",
    ),
    "opt.output": ("Write to this file instead of the screen.", "写入该文件，而不是屏幕。"),
    "opt.json": ("One JSON object a line on stdout.", "在标准输出上每行给出一个 JSON 对象。"),
    "opt.lexicon": (
        "A lexicon folder, compiled file or two-column table instead of the packaged lexicon; may repeat.",
        "使用该词库文件夹、编译文件或两列表格代替自带词库；可重复。",
    ),
    "opt.encoding": ("Encoding of the input; found out if left out.", "输入的编码；省略则自动判断。"),
    "opt.lines": ("One document a line.", "每行作为一个文档。"),
    "opt.column": (
        "The column of a table that holds the texts; given twice, they are joined; found by name if left out.",
        "表格中文本所在的列；给出多个则合并；省略则按列名查找。",
    ),
    "opt.byte_offsets": (
        "Count offsets in bytes of UTF-8, in what is written and what is read.",
        "位置按 UTF-8 字节计（输入与输出）。",
    ),
    "opt.utf16_offsets": (
        "Count offsets in UTF-16 units, as JavaScript and Java do.",
        "位置按 UTF-16 单元计（与 JavaScript、Java 一致）。",
    ),
    "opt.nested": ("Also list concepts inside longer ones.", "同时列出较长概念内部的概念。"),
    "opt.ambiguous": ("Also show names that the context does not decide.", "同时显示语境无法判定的名称。"),
    "opt.explain": ("Show for each name why it was kept or dropped.", "显示每个名称被保留或舍弃的原因。"),
    "opt.workers": ("Processes to use.", "使用的进程数。"),
    "opt.to": ("Print only the preferred zh, en, abbr or id.", "仅输出首选的 zh、en、abbr 或 id。"),
    "opt.top": ("At most so many answers a string.", "每个字符串最多给出的答案数。"),
    "opt.min_score": ("Leave out answers below this score.", "舍弃低于该分数的答案。"),
    "opt.fix": ("Mend what can be mended.", "修复可以修复的问题。"),
    "opt.lang": ("Language of help and messages: en or zh.", "帮助与消息的语言：en 或 zh。"),
    "opt.version": ("Show the versions of the tool and the lexicon.", "显示工具与词库的版本。"),
    "help.help": ("Show this message and exit.", "显示本帮助并退出。"),
    "help.usage": ("Usage:", "用法："),
    "help.options": ("Options:", "选项："),
    "help.commands": ("Commands:", "命令："),
    "help.arguments": ("Arguments:", "参数："),
    "lookup.none": ("nothing found for '{query}'", "未找到“{query}”"),
    "lookup.near": ("nothing found for '{query}'; near names: {names}", "未找到“{query}”；相近的名称：{names}"),
    "lookup.retired": ("{query} is retired; it is {successor} now", "{query} 已停用；现为 {successor}"),
    "normalize.ambiguous": (
        "'{query}' is ambiguous, nothing printed for it: {senses}; see zhengming normalize without --to",
        "“{query}”有歧义，未输出：{senses}；请不带 --to 查看",
    ),
    "normalize.unsure": ("ambiguous", "有歧义"),
    "normalize.none": ("nothing close enough to '{query}'", "没有与“{query}”足够接近的概念"),
    "lint.clean": (
        "{files} files, {concepts} concepts, {names} names: no problem",
        "{files} 个文件，{concepts} 个概念，{names} 个名称：没有问题",
    ),
    "lint.found": ("{count} problems", "{count} 个问题"),
    "lint.fixed": ("mended: {file}", "已修复：{file}"),
    "lint.noise": ("{rate} mentions per 1,000 characters", "每 1000 字符 {rate} 处标注"),
    "lexicon.changed": ("changed: {file}", "已改动：{file}"),
    "progress.documents": ("documents", "文档"),
    "html.title": ("Annotated text", "标注文本"),
    "html.summary": (
        "documents: {documents} · mentions: {mentions} · concepts: {concepts} · zhengming {tool}, lexicon {lexicon}",
        "文档：{documents} · 标注：{mentions} · 概念：{concepts} · zhengming {tool}，词库 {lexicon}",
    ),
    "html.english": ("English", "英文"),
    "html.chinese": ("Chinese", "中文"),
    "html.count": ("Count", "次数"),
    # cards
    "card.not_ours": ("not in this lexicon", "不在本词库中"),
    "card.names": ("Names", "名称"),
    "card.category": ("Category", "类别"),
    "card.parent": ("Broader", "上位概念"),
    "card.xrefs": ("Identifiers", "标识符"),
    "card.source": ("Where used", "出处"),
    "card.definition": ("Definition", "定义"),
    "card.note": ("Note", "备注"),
    "card.senses": ("{query}: {count} senses", "{query}：{count} 个义项"),
    # categories of the packaged lexicon
    "category.anatomy": ("anatomy", "解剖"),
    "category.animal_model": ("animal model", "动物模型"),
    "category.biomaterial": ("biomaterial", "生物材料"),
    "category.cell": ("cell", "细胞"),
    "category.cell_product": ("cell product", "细胞产物"),
    "category.cell_state": ("cell state", "细胞状态"),
    "category.chemical": ("chemical", "化学物质"),
    "category.control": ("control", "对照"),
    "category.disease": ("disease", "疾病"),
    "category.gene_protein": ("gene/protein", "基因/蛋白"),
    "category.mirna": ("miRNA", "微小RNA"),
    "category.organism": ("organism", "生物"),
    "category.outcome": ("outcome", "结局"),
    "category.pathway": ("pathway", "通路"),
    "category.procedure": ("procedure", "操作"),
    "category.process": ("process", "过程"),
    "category.qualifier": ("qualifier", "限定词"),
    "category.research": ("research", "研究"),
    "category.resource": ("resource", "资源"),
    "category.symptom": ("symptom", "症状"),
    "category.treatment": ("treatment", "治疗"),
    "category.term": ("term", "术语"),
    "stats.title": ("Lexicon {version}", "词库 {version}"),
    "stats.concepts": ("concepts", "概念"),
    "stats.evidence": ("of them in the review", "其中综述提及"),
    "stats.few_explained": ("concepts of the review with few names, and why", "名称少且注明原因的综述概念"),
    "stats.few_names": ("few names", "名称少"),
    "stats.by_category": ("category", "类别"),
    "stats.by_lang": ("language", "语言"),
    "stats.by_type": ("type", "类型"),
    "stats.names": ("names", "名称"),
    "stats.spellings": ("spellings found", "可识别写法"),
    "stats.senses": ("ambiguous names", "多义名称"),
    "stats.identifiers": ("with identifiers", "有标识符"),
    "stats.parents": ("with a broader concept", "有上位概念"),
    "stats.definitions": ("with definitions", "有定义"),
    **IMPORT,
}


def text(key: str, lang: str, **values: object) -> str:
    """The message `key` in `lang` (`en` or `zh`) with its values filled in."""
    english, chinese = CATALOGUE[key]
    return (chinese if lang == "zh" else english).format(**values)


def category(name: str, lang: str) -> str:
    """A category in the user's language; another lexicon's own categories as they are."""
    key = f"category.{name}"
    return text(key, lang) if key in CATALOGUE else name


def language(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> str:
    """`zh` or `en`: what `--lang` says, else Chinese under a Chinese locale."""
    for number, argument in enumerate(arguments):
        if argument == "--lang" and number + 1 < len(arguments):
            return "zh" if arguments[number + 1].startswith("zh") else "en"
        if argument.startswith("--lang="):
            return "zh" if argument[7:].startswith("zh") else "en"
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            return "zh" if environment[variable].lower().startswith("zh") else "en"
    return "en"

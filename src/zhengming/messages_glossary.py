"""The messages of the abbreviation table, in English and Chinese: a part of the one catalogue."""

from __future__ import annotations

GLOSSARY: dict[str, tuple[str, str]] = {
    "cli.glossary": (
        "Write a document's bilingual abbreviation table; --check compares it with one that is already there.",
        "编制文档的中英文缩略词表；--check 与已有的表核对。",
    ),
    "opt.glossary_format": (
        "Output format: {formats}; told by the output file's name if left out, else markdown.",
        "输出格式：{formats}；省略则按输出文件名判断，否则为 markdown。",
    ),
    "opt.glossary_language": (
        "Language of headings and legend: en, zh or both.",
        "表头与注释的语言：en、zh 或 both（双语）。",
    ),
    "opt.glossary_sort": (
        "Order of the lines: short (alphabetical by short form) or first (order of first use).",
        "排序：short（按缩略词字母顺序）或 first（按首次出现顺序）。",
    ),
    "opt.glossary_check": (
        "Compare with the abbreviation table in this file (CSV, TSV, XLSX, Word, Markdown, LaTeX, text; the manuscript itself).",
        "与该文件中的缩略词表核对（CSV、TSV、XLSX、Word、Markdown、LaTeX、文本；也可以是稿件本身）。",
    ),
    "glossary.language": (
        "--language {value}: must be one of en, zh, both",
        "--language {value}：必须是 en、zh、both 之一",
    ),
    "glossary.sort": ("--sort {value}: must be one of short, first", "--sort {value}：必须是 short、first 之一"),
    "glossary.check_output": (
        "{option} and --check: leave one of them out, --check writes no table",
        "{option} 与 --check 不能同时使用：--check 不输出表格",
    ),
    "glossary.no_table": (
        "{file}: no abbreviation table found in it: give a table with a header such as 'Abbreviation, English, Chinese', "
        "or a list under the heading 'Abbreviations'",
        "{file}：未找到缩略词表：请给出表头如“缩略词、英文全称、中文全称”的表格，或“缩略词表”标题下的列表",
    ),
    "glossary.none": ("no abbreviations found", "未发现缩略词"),
    "glossary.same": ("{file}: {count} lines, no difference", "{file}：共 {count} 行，无差异"),
    "glossary.missing": (
        "{file}: missing: {short} ({found}; first at {place}, {count} uses)",
        "{file}：缺少：{short}（{found}；首次出现于 {place}，共 {count} 次）",
    ),
    "glossary.extra": (
        "{file}:{line}: extra: {short} ({listed}) is not used in the text",
        "{file}:{line}：多余：正文未使用 {short}（{listed}）",
    ),
    "glossary.differs": (
        "{file}:{line}: differs: {short}: '{listed}' in the table, '{found}' {source}",
        "{file}:{line}：不一致：{short}：表中为“{listed}”，{source}为“{found}”",
    ),
    "glossary.empty": (
        "{file}:{line}: differs: {short}: nothing in the table, '{found}' {source}",
        "{file}:{line}：不一致：{short}：表中为空，{source}为“{found}”",
    ),
    "glossary.in_text": ("in the document", "文中"),
    "glossary.in_lexicon": ("in the lexicon", "词库中"),
    "glossary.twice": (
        "{file}:{line}: twice: {short} stands in line {listed} already",
        "{file}:{line}：重复：{short} 已见于第 {listed} 行",
    ),
    "glossary.title": ("Abbreviations", "缩略词表"),
    "glossary.legend": ("Legend", "注"),
    "glossary.short": ("Abbreviation", "缩略词"),
    "glossary.en": ("English", "英文全称"),
    "glossary.zh": ("Chinese", "中文全称"),
    "glossary.first": ("First place", "首次出现"),
    "glossary.uses": ("Uses", "次数"),
    "glossary.mark": ("Mark", "标记"),
    "glossary.by_lexicon": (
        "used but not defined in the text; long forms from the lexicon",
        "文中使用而未定义，全称取自词库",
    ),
    "glossary.lexicon_en": ("English from the lexicon", "英文全称取自词库"),
    "glossary.lexicon_zh": ("Chinese from the lexicon", "中文全称取自词库"),
    "glossary.conflict": ("one short form, several long forms", "同一缩略词对应多个全称"),
    "glossary.undecided": ("several meanings, not decided by the text", "含义不止一种，文中无法判定"),
}

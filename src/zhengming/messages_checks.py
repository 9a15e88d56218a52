"""What `check` says, in English and Chinese."""

from __future__ import annotations

#: Merged into `messages.CATALOGUE`.
CHECKS: dict[str, tuple[str, str]] = {
    "check.undefined": (
        "{form} is not defined here: write its full name at its first use",
        "{form} 未定义：首次出现时请写出全称",
    ),
    "check.expandable": (
        "{form} is not defined here: at its first use perhaps {expansion}",
        "{form} 未定义：首次出现时可写作 {expansion}",
    ),
    "check.defined_twice": (
        "{form} is defined again: define it once, then use it",
        "{form} 重复定义：只在首次出现时定义一次",
    ),
    "check.defined_after_use": (
        "{form} is used here and defined only later: define it here",
        "{form} 在此使用，后文才定义：请在此处定义",
    ),
    "check.defined_unused": (
        "{form} is defined and never used: leave the short form out",
        "{form} 定义后未再使用：请删去缩略语",
    ),
    "check.defined_unused_here": (
        "{form} is defined and not used again in this part: leave the short form out",
        "{form} 定义后在本部分未再使用：请删去缩略语",
    ),
    "check.defined_seldom": (
        "{form} is defined and used only {uses} time(s): write the full name instead",
        "{form} 定义后仅使用 {uses} 次：请改用全称",
    ),
    "check.long_form": (
        "'{long}' is spelled out though {form} was defined: use {form}",
        "“{long}”已定义缩略语 {form}：此处请用 {form}",
    ),
    "check.two_expansions": (
        "{form} stands for '{one}' here and for '{other}' elsewhere: use one expansion",
        "{form} 在此为“{one}”，他处为“{other}”：请统一全称",
    ),
    "check.two_short_forms": (
        "{form} and {other} are one concept: use one short form",
        "{form} 与 {other} 是同一概念：请统一缩略语",
    ),
    "check.two_names": (
        "'{long}' and {form} are one concept and nothing says so: define {form} once and use it",
        "“{long}”与 {form} 是同一概念而文中未说明：请定义 {form} 后统一使用",
    ),
    "check.plural_mixed": ("{form} here, {other} elsewhere: use one of them", "此处为 {form}，他处为 {other}：请统一"),
    "check.symbol_variant": (
        "{form} here, {other} elsewhere: write {other}",
        "此处为 {form}，应为 {other}：请统一写法",
    ),
    "check.dash": (
        "{form} is written with a character that only looks like a hyphen: write -",
        "{form} 中的连字符不是标准的 -：请改正",
    ),
    "check.truncated": (
        "the expansion of {form} lacks {missing}: complete it",
        "{form} 的英文全称缺少 {missing}：请补全",
    ),
    "check.wrong_expansion": (
        "'{long}' is no expansion of {form}: {right}",
        "“{long}”不是 {form} 的全称：应为 {right}",
    ),
    "check.unspelt": (
        "'{long}' does not spell {form}: correct one of them",
        "“{long}”与缩略语 {form} 的字母不符：请核对",
    ),
    "check.number": (
        "'{long}' is singular, {form} plural: make them agree",
        "“{long}”为单数而 {form} 为复数：请统一",
    ),
    "check.no_english": (
        "{form} is introduced without its English full name: add it",
        "{form} 未给出英文全称：请补充",
    ),
    "check.variants": (
        "{form} here, {other} elsewhere for one concept: use one name",
        "同一概念此处为{form}，他处为{other}：请统一",
    ),
    "check.discouraged": ("{form}: write {preferred} ({authority})", "{form}：请用{preferred}（{authority}）"),
    "check.misspelt": ("{form} is wrong: write {preferred}", "{form} 有误：应为 {preferred}"),
    "check.former": ("{form} is a former name: write {preferred}", "{form} 是旧称：请用 {preferred}"),
    "check.pair": (
        "'{zh}' and '{en}' are not the same thing: correct one of them",
        "“{zh}”与“{en}”含义不符：请改正其一",
    ),
    "check.pair_lost": (
        "'{zh}' and '{en}' differ: only one of them has '{lost}'",
        "“{zh}”与“{en}”不对应：只有一方含“{lost}”",
    ),
    "check.abstract_missing": (
        "'{form}' is missing in the abstract of the other language (there: {other})",
        "另一种语言的摘要中没有“{form}”（对应 {other}）",
    ),
    "check.half_width": (
        "half-width marks in a Chinese definition: {form}",
        "中文定义中使用了半角标点：{form}",
    ),
    "check.title": ("{form} in the title: write its full name", "题名中使用了缩略语 {form}：请写全称"),
    "check.table_note": (
        "{form} is not explained in the note of this table: add it",
        "{form} 未在本表表注中说明：请补充",
    ),
    "check.table_no_note": (
        "this table has no note that explains its short forms: {forms}",
        "本表没有说明缩略语的表注：{forms}",
    ),
    "check.short_term": (
        "{form} for '{long}': a term of {most} characters or fewer is not abbreviated",
        "“{long}”不超过 {most} 个字，不宜用缩略语 {form}",
    ),
    "check.too_many": (
        "{count} short forms are defined, at most {most} are wanted",
        "共定义了 {count} 个缩略语，最多 {most} 个",
    ),
    "progress.checks": ("checks", "检查"),
    # the command
    "cli.check": (
        "Report problems of a manuscript's terminology and abbreviations, one a line: file:line:column: rule: message.",
        "检查稿件的术语与缩略语，每行一条：文件:行:列: 规则: 说明。",
    ),
    "opt.check_format": (
        "Output: text, json, sarif or html; told by the output file's name if left out.",
        "输出格式：text、json、sarif 或 html；省略则按输出文件名判断。",
    ),
    "opt.check_profile": ("Journal profile: {profiles}.", "期刊要求：{profiles}。"),
    "opt.check_config": (
        "Settings file; if left out zhengming.toml beside the first file or in a folder above it.",
        "设置文件；省略则为第一个文件所在文件夹或其上级文件夹中的 zhengming.toml。",
    ),
    "opt.check_ignore": ("Leave out this rule; may repeat.", "不检查该规则；可重复。"),
    "opt.check_fix": (
        "Correct what is certain in plain text, Markdown and LaTeX files, and show it as a diff.",
        "改正纯文本、Markdown 与 LaTeX 文件中确定无疑之处，并显示差异。",
    ),
    "opt.check_dry_run": ("With --fix: show the diff, write nothing.", "与 --fix 同用：只显示差异，不写文件。"),
    "opt.check_baseline": (
        "Report only what this file does not list; it is written if it does not exist.",
        "只报告该文件中没有的问题；文件不存在则生成。",
    ),
    "check.setting": (
        "{file}: unknown setting '{value}': did you mean {nearest}?",
        "{file}：未知设置“{value}”：是否指 {nearest}？",
    ),
    "check.profile": ("no profile '{value}': did you mean {nearest}?", "没有“{value}”这一期刊要求：是否指 {nearest}？"),
    "check.rule": ("no check '{value}': did you mean {nearest}?", "没有检查规则“{value}”：是否指 {nearest}？"),
    "check.value": (
        "{file}: {setting} = {value}: must be of type {kind}",
        "{file}：{setting} = {value}：类型应为 {kind}",
    ),
    "check.toml": ("{file}: not readable as TOML: {reason}", "{file}：不是可读的 TOML：{reason}"),
    "check.baseline": (
        "{file}: not a baseline: delete it to write a new one",
        "{file}：不是基线文件：请删除后重新生成",
    ),
    "check.baseline_written": (
        "{count} problems written to {file} as the baseline",
        "已将 {count} 个问题写入基线 {file}",
    ),
    "check.format": (
        "no output format '{value}': did you mean {nearest}?",
        "没有输出格式“{value}”：是否指 {nearest}？",
    ),
    "check.not_fixable": (
        "{file}: only plain text, Markdown and LaTeX files are corrected: correct it by hand",
        "{file}：只能改正纯文本、Markdown 与 LaTeX 文件：请手工改正",
    ),
    "check.fixed": ("{file}: {count} places corrected", "{file}：已改正 {count} 处"),
    "check.fixable": ("{file}: {count} places would be corrected", "{file}：可改正 {count} 处"),
    "check.none": ("no problems found", "未发现问题"),
    "check.summary": (
        "{errors} errors, {warnings} warnings, {infos} suggestions",
        "{errors} 个错误，{warnings} 个警告，{infos} 个建议",
    ),
    "check.report": ("Terminology report", "术语检查报告"),
    "check.error": ("error", "错误"),
    "check.warning": ("warning", "警告"),
    "check.info": ("suggestion", "建议"),
}

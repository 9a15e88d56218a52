"""What tables write beside a name and is no part of it: doses, units, counts, times, grades, routes, sides.

Two steps of `forms`: `measure` for what stands behind a term, `measure_first` for what stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengming.characters import is_han

_NUMBER = r"\d+(?:\.\d+)?"
_AMOUNT = rf"(?<![A-Za-z\d_.-]){_NUMBER}(?:\s*[-~±×x*/]\s*{_NUMBER})*"
_POWER = r"10(?:\s?\^?\s?\d{1,2}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})"
#: Units that may stand behind a number, and behind each other's slash.
_UNITS = (
    r"(?:mg|MG|ML|KG|[μu]g|ng|pg|kg|grams?|g|m[lL]|[μu][lL]|dL|L|mmol|[μun]mol|pmol|mol|m?IU|k?U|m?cc|kDa?|[mnμu]m[²³]?|cm[²³]?|mM|[μun]M|"
    r"mmHg|kPa|MPa|Gy|Hz|kHz|MHz|rpm|[xX×]\s?g|mA|m?V|W|cells?|copies|fold|岁|周|天|日|个?月|年|小时|分钟|秒|分|次|例|支|片|粒|袋|只|层|代|倍|种|篇|%|‰|℃|°C|"
    r"years?|yrs?|months?|mo|weeks?|wks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|min|seconds?|sec|s|levels?|patients|rats|mice|knees|hips)"
)
_RATIO = rf"{_UNITS}(?:[/·]{_NUMBER}?{_UNITS}|/(?:10)?[⁰¹²³⁴⁵⁶⁷⁸⁹]*{_UNITS})*"
_GRADE = r"(?:[0-5][a-c]?|[ⅠⅡⅢⅣⅤ][a-c]?|I{1,3}|IV|V)"
#: How often and which way a drug is given.
_ROUTE = (
    r"(?:(?:once|twice|(?:two|three|four|[1-4])\s?(?:times|x))\s(?:daily|a day|per day|weekly|a week)|daily|weekly|per day|a day|/day|prn|st"
    r"|i\.?[avptmch]\.?|i\.?art\.?|[ops]\.?[dco]\.?|[qbt]\.?[indw]\.?(?:d\.?)?|q\d+[dhw]k?(?:[×x*]\d+)?)"
)
#: Scales whose grades are written behind a disease.
_SCALES = (
    r"(?:K-?L|Kellgren-Lawrence|ARCO|Ficat|ICRS|Outerbridge|Pfirrmann|Mankin|OARSI|NYHA|ASA|WHO|AJCC|FIGO|TNM|CKD)"
)
#: One thing behind a term; several may follow each other.
_BEHIND_ONE = (
    rf"(?:[,;:]|\s|(?<=[^\W\d_])(?=[<>≤≥]|第\d)|(?<=[^\s\dA-Za-z_.×^(-])(?=\d))\s*(?:"
    rf"(?:[<>≤≥=~≈±×x]\s*)?{_AMOUNT}\s*(?:[×x*]\s*{_POWER}\s*)?(?:{_RATIO}(?:[×x*]\d+)?)(?:\s?(?:bid|tid|qd|qid))?(?![A-Za-z])"
    rf"|(?:{_NUMBER}\s*)?[×x*]?\s*{_POWER}(?:\s?/?\s?{_RATIO})?"
    rf"|n\s*=\s*\d+|n\s*\(%\)|[dDwW][+-]?\d{{1,3}}|{_SCALES}\s*(?:分[级期]|grades?|stages?|gr\.?)?\s*{_GRADE}(?:[-~/]{_GRADE})?\s*[级期度型]?|{_ROUTE}|P\d{{1,2}}(?:代)?|第\d+代"
    rf"|[LCTS]\d{{1,2}}(?:[/-][LCTS]?\d{{1,2}})?|(?:[munpμ]?(?:g|mol|U|IU)|m?IU|cells)/[mdμ]?(?:L|l|g|mg|min|h|d|mmol|kg)(?:\s?Cr)?|%|[↑↓+＋]+"
    r"|(?:grade|stage|gr\.)\s?[0-5]|[LlRr]\s?[<>=]\s?[LlRr]"
    r"|[A-Z][A-Za-z0-9]{1,5}(?:\([+-]\)|[+-](?=$))"
    r")\s*$"
)
_UNIT_BEHIND = re.compile(
    rf"{_BEHIND_ONE}|[,;:]?\s*\(?[×x]?\s*10\s*\^?\d*\s*/?\s*m?l\)?\s*$"
    r"|\s*(?:[0-4ⅠⅡⅢⅣ]|I{1,3}|IV)(?:[-~](?:[0-4ⅠⅡⅢⅣ]|I{1,3}|IV))?[级期度]\s*$|(?<=[a-z])\s+\d+(?:\.\d+)?%\s*$|\s*%\s*$"
)
#: What tables write behind what they measure.
_PER = r"(?:[munpμk]?(?:g|mol|mmol|L|m|s|IU|U|V|N|Pa)|min|hr?|days?|weeks?|mm|cm|kg|mmHg|deg(?:rees)?|°|sec|HPF|%|分|例|次|个|score|points?)"
_PER_BEHIND = re.compile(
    rf"\s*[/,;]\s*\(?{_PER}(?:[·./ ]?[munpμk]?(?:g|kg|mol|L|d|h|min)(?:-?\d|[⁻−-]?[¹²³])*)*\)?$"
    r"|\s*/\s*(?:β-?actin|GAPDH|(?:α|β)-?tubulin|actin|internal reference|内参)$|_[pnμum]?[gl](?:_?/?_?[dm]?l)?$"
    r"|\s*[↑↓]+$|[,;]\s*n\s*\(%\)$|[,;]\s*(?:left|right|both|bilateral)\b[^,;]*$|\s*\((?:R|L|left|right|左|右|双)\)$",
    re.IGNORECASE,
)
_CONCENTRATION = re.compile(r"(?:c|C|浓度)\(([^()]+)\)(?:/.*)?")
_PHOSPHO = re.compile(r"p(?:hospho)?-(\w[\w-]*)/\1")


#: MicroRNA 302d is one of them, and no dose.
_FAMILY = re.compile(r"(?:microRNA|miRNA|miR)s?[ -]?\d+[a-z]?\b", re.IGNORECASE)


def measure(form: str) -> Iterator[str]:
    """A dose, unit, count, grade, route or reference behind a term: 塞来昔布胶囊 200mg qd, CRP/mg·L⁻¹, MMP-13/GAPDH."""
    if _FAMILY.match(form):
        return
    bare = form
    while (shorter := _UNIT_BEHIND.sub("", bare)) != bare and (len(shorter) > 1 or is_han(shorter or " ")):
        bare = shorter
        yield bare
    bare = _PER_BEHIND.sub("", form)
    if bare != form:
        yield bare
    found = _CONCENTRATION.fullmatch(form) or _PHOSPHO.fullmatch(form)
    if found:
        yield found[1]


#: Days are left out: 3D culture.
_FIRST = re.compile(
    rf"(?:术后|治疗后|干预后|培养|at\s|after\s)?\s?(?<![A-Za-z\d_.-]){_NUMBER}(?:\s*[-~]\s*{_NUMBER})?"
    r"(?:\s*(?:mg/kg|mg/ml|ng/ml|pg/ml|[uμ]g/ml|[uμ]mol/L|mmol/L|nmol/L|mg|[uμ]g|ml|[uμ]M|mM|nM|%|周|个?月|年|小时|分钟)|"
    r"[\s-]*(?:weeks?|months?|years?|hours?|minutes?|min)(?:[\s-]old)?|\s(?:wk|mo|yr|h|g|IU|U)(?=\s))[\s-]*(?:龄的?|的|后|时)?(?=\S{2})"
    r"|(?:0|1)-1?[01]0\s(?=[^\W\d_]{3})"
    r"|(?:(?:KL?|K-?L|Kellgren-Lawrence)\s)?(?:grade|stage)\s(?:[0-4]|I{1,3}|IV)\s(?=\S{2})|(?:[1-4ⅠⅡⅢⅣ]|I{1,3}|IV)[度级](?=\S{2})",
    re.IGNORECASE,
)


def measure_first(form: str) -> Iterator[str]:
    """A time, dose, strength or grade before a term: 6-month Lysholm score, 10 ng/ml IL-1β."""
    found = _FIRST.match(form)
    if found:
        yield form[found.end() :].lstrip()

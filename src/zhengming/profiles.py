"""What journals want: the profiles, and the settings that a manuscript's folder may hold in `zhengming.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from zhengming.errors import UsageError, nearest


@dataclass(frozen=True, slots=True)
class Profile:
    """What a journal asks for, beyond what every careful editor does.

    Attributes:
        name: what `--profile` and the settings call it.
        marks: `full` or `half`: the brackets and commas of definitions in Chinese; "" for whichever the manuscript uses most.
        shortest: a Chinese term of so many characters or fewer is not abbreviated; 0 for no such rule.
        most: at most so many short forms are defined in the body; 0 for any number.
        uses: a short form that is defined is used at least so often afterwards.
        notes: whether each table explains its short forms itself.
        exempt: further short forms that need no definition.
        disabled: checks that are left out.
        headings: further headings, as (pattern, scope).
    """

    name: str = "default"
    marks: str = ""
    shortest: int = 0
    most: int = 0
    uses: int = 1
    notes: bool = True
    exempt: frozenset[str] = frozenset()
    disabled: frozenset[str] = frozenset()
    headings: tuple[tuple[str, str], ...] = ()


PROFILES: dict[str, Profile] = {
    item.name: item
    for item in (
        Profile(),
        # 中文核心期刊的通行要求: 全称（英文全称，缩略语）, no short form for a term of four characters, five at most.
        Profile("zh-core", marks="full", shortest=4, most=5),
        # ICMJE Recommendations IV.A.3: standard abbreviations only, spelled out at first mention; tables explained in notes.
        Profile("icmje", uses=2, disabled=frozenset(("half-width-marks",))),
    )
}

_KEYS = ("profile", "marks", "shortest", "most", "uses", "notes", "exempt", "ignore", "headings")


def profile_of(settings: Mapping[str, Any], where: str, checks: tuple[str, ...], name: str | None = None) -> Profile:
    """The profile of some settings.

    Args:
        settings: the table `[check]` of a settings file; may be empty.
        where: the file, for messages.
        checks: the names of all checks.
        name: the profile that the command line names, before that of the settings.

    Raises:
        UsageError: an unknown key, profile, check or scope, or a value of the wrong kind.
    """
    for key in settings:
        if key not in _KEYS:
            raise UsageError("check.setting", file=where, value=key, nearest=nearest(key, _KEYS))
    chosen = name or settings.get("profile", "default")
    if chosen not in PROFILES:
        raise UsageError("check.profile", value=chosen, nearest=nearest(str(chosen), PROFILES))
    base = PROFILES[chosen]
    changes: dict[str, Any] = {}
    for key, kind in (("marks", str), ("shortest", int), ("most", int), ("uses", int), ("notes", bool)):
        if key in settings:
            changes[key] = _typed(settings[key], kind, key, where)
    for key, field in (("exempt", "exempt"), ("ignore", "disabled")):
        listed = _typed(settings.get(key, []), list, key, where)
        changes[field] = getattr(base, field) | frozenset(map(str, listed))
    for rule in changes["disabled"]:
        if rule not in checks:
            raise UsageError("check.rule", value=rule, nearest=nearest(rule, checks))
    headings = _typed(settings.get("headings", {}), dict, "headings", where)
    changes["headings"] = tuple((str(pattern), str(scope)) for pattern, scope in headings.items())
    return replace(base, **changes)


def _typed(value: Any, kind: type, key: str, where: str) -> Any:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise UsageError("check.value", file=where, value=value, setting=key, kind=kind.__name__)
    return value

"""Whether scores mean what they say: answers in ten bins by score, and the share of each bin that is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Call(NamedTuple):
    """An answer: its score, and whether it was right."""

    score: float
    right: bool


def table(calls: Sequence[Call]) -> list[str]:
    """A reliability table in ten bins, with the expected calibration error below it."""
    bins: list[list[Call]] = [[] for _ in range(10)]
    for call in calls:
        bins[min(9, int(call.score * 10))].append(call)
    lines = ["| score | answers | mean score | right |", "|---|---|---|---|"]
    error = 0.0
    for number, found in enumerate(bins):
        if not found:
            lines.append(f"| {number / 10:.1f}–{(number + 1) / 10:.1f} | 0 | | |")
            continue
        mean = sum(call.score for call in found) / len(found)
        right = sum(call.right for call in found) / len(found)
        error += abs(mean - right) * len(found) / len(calls)
        lines.append(f"| {number / 10:.1f}–{(number + 1) / 10:.1f} | {len(found)} | {mean:.3f} | {right:.3f} |")
    return [*lines, "", f"Expected calibration error: {error:.3f}"]

"""RESULTS.md has one section for each benchmark; a benchmark renews its own and leaves the others alone."""

from __future__ import annotations

import platform
import re
from pathlib import Path

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"


def section(title: str, about: str | None, lines: list[str]) -> None:
    """Write a section.

    Args:
        title: its heading.
        about: the docstring of the benchmark, whose first sentence and command stand above the figures.
        lines: the figures.
    """
    first, command = re.split(r"\n\s*\n", (about or "").strip())[:2]
    head = f"{first.strip()} Written by `{' '.join(command.split())}` (CPython {platform.python_version()})."
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.is_file() else "# Benchmarks\n"
    body = "\n".join(["", head, "", *lines]).rstrip() + "\n"
    parts = re.split(r"(?m)^(?=## )", text)
    kept = [part.rstrip() for part in parts if not part.startswith(f"## {title}\n")]
    RESULTS.write_text("\n\n".join([*kept, f"## {title}\n{body}".rstrip()]) + "\n", encoding="utf-8")

from __future__ import annotations

import os
from pathlib import Path

import pytest

from zhengming.errors import OutputError
from zhengming.outputs import replacing


def test_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "x"
    place.write_text("old", encoding="utf-8")
    with pytest.raises(ValueError, match="stop"), replacing(place) as temporary:  # noqa: PT012
        temporary.write_text("half", encoding="utf-8")
        raise ValueError("stop")
    assert place.read_text(encoding="utf-8") == "old"
    with replacing(place) as temporary:
        temporary.write_text("new", encoding="utf-8")
        assert place.read_text(encoding="utf-8") == "old"
    assert place.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [place]


def test_no_input_is_overwritten(tmp_path: Path) -> None:
    place = tmp_path / "x"
    place.touch()
    (tmp_path / "soft").symlink_to(place)
    os.link(place, tmp_path / "hard")
    for name in (place, tmp_path / "." / "x", tmp_path / "soft", tmp_path / "hard"):
        with pytest.raises(OutputError, match="is an input"), replacing(name, [place]):
            pass
    with pytest.raises(OutputError, match="cannot be written"), replacing(tmp_path / "no" / "x"):
        pass

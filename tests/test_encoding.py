"""Bytes to text beyond what `test_cli.py` shows from outside."""

from __future__ import annotations

import pytest

from zhengming.errors import InputError
from zhengming.formats.encoding import decode


def decoded(data: bytes, encoding: str | None = None) -> tuple[str, list[str]]:
    notes: list[InputError] = []
    return decode(data, "a", encoding, notes.append), [note.key for note in notes]


TEXT = "骨关节炎患者的软骨细胞与滑膜。\r\n"
CASES = [
    (b"", None, "", ["input.empty"]),
    ("　\n".encode(), None, "　\n", ["input.empty"]),
    (TEXT.encode("utf-32"), None, TEXT, ["input.guessed"]),
    (TEXT.encode("utf-16-le"), "utf-16-le", TEXT, []),
    (TEXT.encode("utf-8-sig"), "utf-8", TEXT, []),
    ("\ufeff\ufeffOA".encode(), None, "\ufeffOA", []),
    (b"MSC\0 and OA", None, "MSC\0 and OA", ["input.nul"]),
    ("OA".encode("utf-16-be"), None, "OA", ["input.guessed"]),
    (TEXT.encode() * 9 + TEXT.encode()[:1], None, TEXT * 9 + "\ufffd", ["input.replaced"]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "encoding", "text", "notes"), CASES)
def test_decode(data: bytes, encoding: str | None, text: str, notes: list[str]) -> None:
    assert decoded(data, encoding) == (text, notes)


def test_a_short_text_with_a_cut_end_is_still_utf8() -> None:
    assert decoded(TEXT.rstrip().encode()[:-1]) == (TEXT.rstrip()[:-1] + "\ufffd", ["input.replaced"])


@pytest.mark.parametrize(
    ("data", "encoding", "key"),
    [(b"OA", "base64", "input.unknown_encoding"), (b"OA", "", "input.unknown_encoding"),
     (b"\xff\xfe\x00", "utf-16", "input.wrong_encoding"), (b"GIF89a", None, "input.binary"),
     (b"OA", "undefined", "input.unknown_encoding"), (b"OA", "a\0b", "input.unknown_encoding"),
     ],
)  # fmt: skip
def test_decode_refuses(data: bytes, encoding: str | None, key: str) -> None:
    with pytest.raises(InputError) as error:
        decoded(data, encoding)
    assert error.value.key == key

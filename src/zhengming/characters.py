"""Kinds of characters: what is Chinese, and what continues a Latin, Greek or digit word."""

from __future__ import annotations

import re

#: Chinese ideographs, as the inside of a regular expression's character class.
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
#: Finds Chinese in a text.
HAS_HAN = re.compile(f"[{HAN}]")


def is_han(character: str) -> bool:
    """Whether a character is a Chinese ideograph (々 and 〇 included)."""
    return (
        "\u4e00" <= character <= "\u9fff"
        or "\u3400" <= character <= "\u4dbf"
        or character in ("\u3005", "\u3007")
        or "\uf900" <= character <= "\ufaff"
        or "\U00020000" <= character <= "\U000323af"
    )


#: What continues a Latin, Greek or digit edge (folded text is lower case, the cased one is not).
WORD_CHARACTERS = frozenset(
    chr(code)
    for first, last in ((0x30, 0x3A), (0x41, 0x5B), (0x61, 0x7B), (0xC0, 0x250), (0x370, 0x530), (0x1E00, 0x2000))
    for code in range(first, last)
    if chr(code).isalnum()
) | {"_", "\ufffd"}

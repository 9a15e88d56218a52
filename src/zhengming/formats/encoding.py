"""Bytes to text: UTF-8, and what Chinese users have besides (GB18030, UTF-16, Big5).

Order of trial: a byte order mark; UTF-8; UTF-16 by its zero bytes; then the legacy encoding whose decoding looks most
like running Chinese, with charset-normalizer as the referee for everything else.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import BinaryIO

from zhengming.errors import InputError, ZhengmingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (
    (b"%PDF", "PDF"), (b"PK\x03\x04", "ZIP (DOCX, XLSX)"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"),
    (b"\x7fELF", "ELF"), (b"\x1f\x8b", "gzip"), (b"\xd0\xcf\x11\xe0", "DOC/XLS"), (b"GIF8", "GIF"),
    (b"SQLite format 3", "SQLite"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"BZh", "bzip2"), (b"PAR1", "Parquet"),
)  # fmt: skip
#: The characters that make up about a third of any Chinese prose, simplified and traditional.
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴切简算症病药患疗细胞组织"
    "這國來個時會為們對發後過說學種動間現進實長開關體點機電經產處總場師書見問業東車應軍員數報難統題結論義術變聯權資傳領識據導專觀"
)


def decode(data: bytes, name: str, encoding: str | None, warn: Callable[[InputError], None]) -> str:
    """The text in a file's bytes; a leading byte order mark is no part of it, line ends stay as they are.

    Args:
        data: the bytes.
        name: the file's name, for messages.
        encoding: the encoding to use; None finds it out, and says so through `warn` where it is not UTF-8.
        warn: told of what was guessed or replaced, and of a file without text.

    Raises:
        InputError: the bytes are not text, or not in that encoding.
    """
    text = _decoded(data, name, encoding, warn)
    if not text.strip():
        warn(InputError("input.empty", file=name))
    return text


#: So many bytes at a time tell the encoding of a large file.
_SAMPLE = 1 << 20


def _telling(part: bytes, first: bool) -> bytes:
    """The lines of a part that hold more than ASCII; those that its edges cut are left out, if others remain."""
    lines = part.splitlines(keepends=True)
    inner = lines[0 if first else 1 : len(lines) - (len(part) == _SAMPLE)]
    return b"".join(line for line in inner if not line.isascii()) or part


def detect(stream: BinaryIO, name: str, encoding: str | None, warn: Callable[[ZhengmingError], None]) -> str:
    """The encoding of a stream that is too large to be held: told by its first part that is not plain UTF-8.

    Args:
        stream: the bytes, from their beginning; left at any place.
        name: the file's name, for messages.
        encoding: an encoding that somebody asked for.
        warn: told of what was guessed; and of a UTF-8 file with other bytes in it, which is UTF-8 nevertheless.

    Returns:
        str: the name of a codec; those of marked files skip the mark.

    Raises:
        InputError: the bytes are not text, or no codec has that name.
    """
    if encoding is not None:
        try:
            codecs.lookup(encoding)
        except (LookupError, ValueError) as error:
            raise InputError("input.unknown_encoding", file=name, encoding=encoding) from error
        return {"utf-8": "utf-8-sig", "utf8": "utf-8-sig"}.get(encoding.lower(), encoding)
    decoder = codecs.getincrementaldecoder("utf-8")()
    before, known, last = 0, b"", b""
    while True:
        part = stream.read(_SAMPLE)
        if not before:
            for mark, guessed in _MARKS:
                if part.startswith(mark):
                    if guessed != "utf-8-sig":
                        warn(InputError("input.guessed", file=name, encoding=guessed.upper()))
                    return guessed
            for magic, kind in _BINARY:
                if part.startswith(magic):
                    raise InputError("input.binary", file=name, kind=kind)
        try:
            decoder.decode(part, final=not part)
        except UnicodeDecodeError as error:
            byte = before + error.start
            break
        if b"\0" in part:
            byte = before + part.index(b"\0")
            break
        if not part:
            return "utf-8"
        if len(known) < _SAMPLE:
            known += b"" if part.isascii() else _telling(part, not before)
        before, last = before + len(part), part
    notes: list[InputError] = []
    sample = part if b"\0" in part else known + (_telling(part, not before) if part else last)
    _decoded(sample, name, None, notes.append)
    for note in notes:
        if note.key == "input.guessed":
            warn(note)
            return str(note.values["encoding"]).lower()
        if note.key == "input.replaced":
            warn(InputError("input.kept_bytes", file=name, byte=byte))
    return "utf-8"


def _decoded(data: bytes, name: str, encoding: str | None, warn: Callable[[InputError], None]) -> str:
    if encoding is not None:
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            raise InputError("input.wrong_encoding", file=name, encoding=encoding, byte=error.start) from error
        except (LookupError, ValueError) as error:
            raise InputError("input.unknown_encoding", file=name, encoding=encoding) from error
    for mark, guessed in _MARKS:
        if data.startswith(mark):
            try:
                text = data.decode(guessed)
            except UnicodeDecodeError:
                break
            if guessed != "utf-8-sig":
                warn(InputError("input.guessed", file=name, encoding=guessed.upper()))
            return text
    for magic, kind in _BINARY:
        if data.startswith(magic):
            raise InputError("input.binary", file=name, kind=kind)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy(data, name, error.start, warn)
    if b"\0" not in data:
        return text
    wide = _utf16(data)
    if wide is not None:
        warn(InputError("input.guessed", file=name, encoding=wide.upper()))
        return data.decode(wide)
    if _is_binary(text):
        raise InputError("input.binary", file=name, kind="?")
    warn(InputError("input.nul", file=name, count=data.count(b"\0")))
    return text


def _utf16(data: bytes) -> str | None:
    """UTF-16 without a byte order mark shows zero bytes in every other place (Latin) or none at all (Chinese)."""
    if len(data) % 2 or len(data) < 4:
        return None
    even, odd = data[::2].count(0), data[1::2].count(0)
    size = len(data) // 2
    if odd > 0.2 * size and even < 0.02 * size:
        return "utf-16-le"
    if even > 0.2 * size and odd < 0.02 * size:
        return "utf-16-be"
    return None


def _is_binary(text: str) -> bool:
    sample = text[:4096]
    controls = sum(c < " " and c not in "\t\n\r\f\v\x1b" for c in sample)
    return controls > max(2, 0.1 * len(sample))


def _legacy(data: bytes, name: str, byte: int, warn: Callable[[InputError], None]) -> str:
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    cut = broken == 1 and byte >= len(data) - 3
    if (cut or broken <= 0.01 * len(text)) and any(c > "\x7f" and c != "\ufffd" for c in text):
        warn(InputError("input.replaced", file=name, count=broken, byte=byte))
        return text
    best, score = None, 0.0
    for encoding in ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be"):
        try:
            candidate = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        likeness = _chinese_likeness(candidate)
        if likeness > score:
            best, score = encoding, likeness
    if best is not None and score >= 0.12:
        warn(InputError("input.guessed", file=name, encoding=best.upper()))
        return data.decode(best).removeprefix("\ufeff")
    if _is_binary(data.decode("latin-1")):
        raise InputError("input.binary", file=name, kind="?")
    from charset_normalizer import from_bytes

    found = from_bytes(data[:200_000]).best()
    if found is not None and best is None:
        try:
            decoded = data.decode(found.encoding)
        except UnicodeDecodeError:
            decoded = ""
        if decoded:
            warn(InputError("input.guessed", file=name, encoding=found.encoding.upper()))
            return decoded
    if best is not None and score > 0.02:
        warn(InputError("input.guessed", file=name, encoding=best.upper()))
        return data.decode(best)
    raise InputError("input.unreadable_text", file=name, byte=byte)


def _chinese_likeness(text: str) -> float:
    """The share of very common characters among the non-ASCII ones, less that of characters no text has."""
    sample = [c for c in text[:20_000] if c > "\x7f"]
    if not sample:
        return 0.0
    good = sum(c in _COMMON or c in "，。、；：（）“”《》？！％—…·－＋" for c in sample)
    bad = sum(bool(re.match(r"[\x80-\x9f\ue000-\uf8ff\ufff0-\uffff]", c)) for c in sample)
    return (good - 3 * bad) / len(sample)

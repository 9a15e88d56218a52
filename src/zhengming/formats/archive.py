"""The ZIP archives that DOCX and XLSX files are: looked through before a library opens them."""

from __future__ import annotations

import io
import zipfile
import zlib

from zhengming.errors import InputError
from zhengming.formats.given import LIMIT, Given

#: Office files pack XML to a twentieth; past this share, and past a size that could hurt, nobody wrote it.
_RATIO, _SMALL = 200, 100 << 20


def office_file(given: Given, part: str) -> io.BytesIO:
    """The bytes of an office file that is safe to open.

    Args:
        given: the file.
        part: the part that makes it a file of its kind (`word/document.xml`).

    Raises:
        InputError: no ZIP archive, damaged, encrypted, a bomb, another kind of file, or with entities in its XML.
    """
    data = given.data()
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError("input.office", file=given.name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = archive.infolist()
            size = sum(file.file_size for file in files)
            if size > LIMIT or (size > _SMALL and size > _RATIO * len(data)):
                raise InputError(
                    "input.bomb", file=given.name, limit=f"{min(LIMIT, max(_SMALL, _RATIO * len(data))) >> 20} MB"
                )
            if part not in archive.namelist():
                raise InputError("input.part", file=given.name, part=part)
            for file in files:
                if file.filename.endswith((".xml", ".rels")):
                    with archive.open(file) as stream:
                        head = stream.read(4096).replace(b"\0", b"")
                    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                        raise InputError("input.entities", file=given.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError) as error:
        raise InputError("input.packed", file=given.name, reason=error) from error
    return io.BytesIO(data)

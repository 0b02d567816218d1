"""Is a file what it claims to be? Size, container and unpacked size, before anything is read into memory.

Knows nothing of tables. Stands on `base`.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from passerelle.base.errors import SourceUnreadable

LARGEST_FILE = 1_500_000_000  # bytes
LARGEST_UNPACKED = 2_000_000_000  # bytes of a workbook's parts together
LARGEST_RATIO = 200  # unpacked to packed; publishers' workbooks stay below 40
LARGEST_GRID = 200_000_000  # cells of one sheet, empty ones included: the parser keeps them all
_MOST_COLUMNS = 16_384  # XFD, the last that a workbook has
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FAR_COLUMN = re.compile(rb'<c r="([A-Z]{3})\d')
_ROW = re.compile(rb'<row r="(\d+)"')
_BLOCK = 1 << 20


def size_is_sane(path: Path) -> None:
    """Refuse a file that is not there, is empty, or is larger than any publisher's table."""
    try:
        size = path.stat().st_size
        is_file = path.is_file()
    except OSError as problem:
        raise SourceUnreadable(f"cannot be opened: {problem.strerror}.", file=path) from problem
    if not is_file:
        raise SourceUnreadable("is a folder where a file is expected.", file=path)
    if size == 0:
        raise SourceUnreadable("the file is empty.", file=path)
    if size > LARGEST_FILE:
        raise SourceUnreadable(
            f"the file has {size / 1e9:.1f} GB; at most {LARGEST_FILE / 1e9:.1f} GB are read. "
            "Take the publisher's file for fewer years or places.",
            file=path,
        )


def _too_large(path: Path, packed: int, unpacked: int) -> SourceUnreadable:
    return SourceUnreadable(
        f"unpacks from {packed / 1e6:.1f} MB to {unpacked / 1e6:.0f} MB or more, which no publisher's "
        "workbook does; it is not opened.",
        file=path,
    )


def _blocks(stream: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part's bytes as they truly unpack, whatever the directory says of their number."""
    if stream.fp is None:
        return
    stream.fp.seek(part.header_offset + 26)
    lengths = stream.fp.read(4)
    skip = int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little")
    stream.fp.seek(part.header_offset + 30 + skip)
    left = part.compress_size
    unpack = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        raw = stream.fp.read(min(_BLOCK, left))
        if not raw:
            return
        left -= len(raw)
        while raw:
            yield unpack.decompress(raw, _BLOCK) if unpack else raw
            raw = unpack.unconsumed_tail if unpack else b""


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _unpacks_sanely(path: Path, parts: zipfile.ZipFile) -> None:
    packed = max(1, sum(part.compress_size for part in parts.infolist()))
    said = sum(part.file_size for part in parts.infolist())
    limit = min(LARGEST_UNPACKED, max(50_000_000, packed * LARGEST_RATIO))
    if said > limit:
        raise _too_large(path, packed, said)
    true = 0
    for part in parts.infolist():
        last_row, tail = 1, b""
        for block in _blocks(parts, part):
            true += len(block)
            if true > limit:
                raise _too_large(path, packed, true)
            if part.filename.startswith("xl/worksheets/"):
                text = tail + block
                last_row = max([last_row, *map(int, _ROW.findall(text))])
                tail = text[-40:]
        if last_row * _MOST_COLUMNS > LARGEST_GRID:  # only then can the grid be too large: look at the columns too
            _refuse_wide(path, parts, part, last_row)


def _refuse_wide(path: Path, parts: zipfile.ZipFile, part: zipfile.ZipInfo, last_row: int) -> None:
    columns, tail = 702, b""  # a sheet of up to two letters is always small enough
    for block in _blocks(parts, part):
        text = tail + block
        columns = max([columns, *map(_column_number, _FAR_COLUMN.findall(text))])
        tail = text[-40:]
    if columns > 702 and columns * last_row > LARGEST_GRID:
        raise SourceUnreadable(
            f"a sheet reaches to column {columns} and row {last_row}, mostly empty; "
            "delete the stray cells beyond the table.",
            file=path,
        )


def workbook_is_sane(path: Path) -> None:
    """Refuse what is no workbook, is cut off, is protected by a password, or unpacks without end.

    Raises
    ------
    SourceUnreadable : with the file and what to do.
    """
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(OLE):
        if path.suffix.lower() == ".xls":
            return
        raise SourceUnreadable(
            "the workbook is protected by a password, or an old .xls under a new name. "
            "Open it and save it as .xlsx without a password.",
            file=path,
        )
    try:
        with zipfile.ZipFile(path) as parts:
            if "[Content_Types].xml" not in parts.namelist():
                raise SourceUnreadable("is a ZIP archive, but no workbook.", file=path)
            if any(part.flag_bits & 1 for part in parts.infolist()):
                raise SourceUnreadable("is protected by a password; save it without one.", file=path)
            _unpacks_sanely(path, parts)
    except (zipfile.BadZipFile, zlib.error) as problem:
        raise SourceUnreadable("is no workbook, or is cut off. Download it again.", file=path) from problem

"""Is a file that somebody hands in what it claims to be? Size and container, before a parser sees it.

Knows nothing of costs. Stands on `base`.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from passerelle.base.errors import PlanUnreadable

LARGEST = 20_000_000  # bytes
LARGEST_UNPACKED = 250_000_000  # bytes; 50,000 rows of the form have about 40 million
LARGEST_GRID = 20_000_000  # cells up to the last, empty ones included: the parser keeps them all
WORKBOOK = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ADDRESS = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_BLOCK = 1 << 20
_TAIL = 200  # bytes kept from block to block, so that no cell is cut


def refuse_odd(content: bytes, name: str) -> None:
    """Refuse what is empty, too large, or neither a workbook nor a text.

    Raises
    ------
    PlanUnreadable : what it is, and what to do.
    """
    if not content.strip():
        raise PlanUnreadable(f"“{name}” is empty.")
    if len(content) > LARGEST:
        raise PlanUnreadable(
            f"“{name}” has {len(content) / 1e6:.0f} MB; at most {LARGEST / 1e6:.0f} MB are read. Hand it in in parts."
        )
    if content.startswith(_OLE):
        raise PlanUnreadable(
            f"“{name}” is protected by a password, or an old .xls. Save it as .xlsx without a password, or as CSV."
        )
    if content.startswith(WORKBOOK):
        _refuse_odd_workbook(content, name)
    elif content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"PK")):
        raise PlanUnreadable(f"“{name}” is no table. Save the lines of costs as .xlsx or CSV.")


def _refuse_odd_workbook(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            found = parts.namelist()
            if "xl/workbook.xml" not in found:
                raise PlanUnreadable(f"“{name}” is no Excel workbook. Save the lines of costs as .xlsx or CSV.")
            if any(part.flag_bits & 1 for part in parts.infolist()):
                raise PlanUnreadable(f"“{name}” is protected by a password; save it without one.")
            _refuse_endless(content, parts, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError):
        raise PlanUnreadable(f"“{name}” is no workbook that can be read, or is cut off. Save it anew.") from None


def _refuse_endless(content: bytes, parts: zipfile.ZipFile, name: str) -> None:
    """Refuse a workbook that unpacks without end, or whose last cell stands far beyond any table."""
    true = 0
    for part in parts.infolist():
        tail, last_row, last_column = b"", 1, 1
        is_sheet = part.filename.startswith("xl/worksheets/")
        for block in _blocks(content, part):
            true += len(block)
            if true > LARGEST_UNPACKED:
                raise PlanUnreadable(
                    f"“{name}” unpacks to more than {LARGEST_UNPACKED / 1e6:.0f} MB, which no table of costs does; it "
                    "is not opened."
                )
            if is_sheet:
                found = _ADDRESS.findall(tail + block)
                tail = block[-_TAIL:]
                last_row = max([last_row, *(int(row) for _, row in found)])
                last_column = max([last_column, *(_number(column) for column in {column for column, _ in found})])
        if last_row * last_column > LARGEST_GRID:
            raise PlanUnreadable(
                f"A sheet of “{name}” reaches to row {last_row} and column {last_column}, mostly empty; delete the "
                "stray cells beyond the table."
            )


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _blocks(content: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part's bytes as they truly unpack, whatever the directory says of their number."""
    at = part.header_offset
    start = at + 30 + int.from_bytes(content[at + 26 : at + 28], "little") + int.from_bytes(
        content[at + 28 : at + 30], "little"
    )  # fmt: skip
    raw = content[start : start + part.compress_size]
    if part.compress_type != zipfile.ZIP_DEFLATED:
        if part.compress_type != zipfile.ZIP_STORED:
            raise zipfile.BadZipFile("packed in a way that no workbook is")
        yield raw
        return
    unpack = zlib.decompressobj(-15)
    while raw:
        block = unpack.decompress(raw, _BLOCK)
        raw = unpack.unconsumed_tail
        if not block and not raw:
            return
        yield block

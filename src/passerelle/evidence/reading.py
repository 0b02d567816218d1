"""Opening publishers' files: every fault named with file, sheet, row and column, before a row is believed.

Text tables come as strings; numbers are read by `numbers`, which tells a missing mark from a zero. Stands on
`base`.
"""

import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import fastexcel
import polars as pl

from passerelle.base.errors import RowRefused, SourceUnreadable

LARGEST_FILE = 1_500_000_000  # bytes
LARGEST_UNPACKED = 2_000_000_000  # bytes of a workbook's parts together
LARGEST_RATIO = 200  # unpacked to packed; publishers' workbooks stay below 40
MISSING = frozenset({"", "..", "...", "…", "-", "–", "—", ":", "n/a", "N/A", "n.a.", "NaN", "nan", "null", "m"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOOTNOTE = re.compile(r"\s*(?:[*†‡]+|\([a-z0-9]{1,2}\)|\[[a-z0-9]{1,2}\])$")
_NUMBER = re.compile(r"^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$")


def _size_is_sane(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as problem:
        raise SourceUnreadable(f"cannot be opened: {problem.strerror}.", file=path) from problem
    if size == 0:
        raise SourceUnreadable("the file is empty.", file=path)
    if size > LARGEST_FILE:
        raise SourceUnreadable(
            f"the file has {size / 1e9:.1f} GB; at most {LARGEST_FILE / 1e9:.1f} GB are read. "
            "Take the publisher's file for fewer years or places.",
            file=path,
        )


def _encoding(path: Path) -> str:
    """utf-8, or the older encoding that the bytes speak for."""
    with path.open("rb") as stream:
        head = stream.read(4)
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        if head.startswith(b"PK\x03\x04") or head.startswith(_OLE):
            raise SourceUnreadable("a workbook stands where a text table (CSV) is expected.", file=path)
        stream.seek(0)
        decoder_ok = True
        try:
            for block in iter(lambda: stream.read(1 << 22), b""):
                block.decode("utf-8")
        except UnicodeDecodeError as problem:
            # a letter cut at the block's end is no fault
            decoder_ok = problem.reason == "unexpected end of data"
    return "utf-8" if decoder_ok else "cp1252"


def _delimiter(line: str) -> str:
    return max(",;\t|", key=line.count)


def read_csv(
    path: Path,
    columns: Sequence[str],
    *,
    header_row: int = 1,
    only: bool = False,
) -> pl.DataFrame:
    """Read a text table as strings; empty cells are null.

    Parameters
    ----------
    columns : names that must be there; a lacking one is an error that lists those found.
    header_row : line of the header, counted from 1.
    only : keep `columns` alone.

    Raises
    ------
    SourceUnreadable : no such file, too large, not text, a column moved or missing, ragged rows.
    """
    _size_is_sane(path)
    encoding = _encoding(path)
    raw = path.read_bytes()
    if encoding != "utf-8":
        raw = raw.decode(encoding, errors="replace").encode("utf-8")
    lines = raw.split(b"\n", header_row)
    if len(lines) < header_row:
        raise SourceUnreadable(f"ends before its header in line {header_row}.", file=path)
    header = lines[header_row - 1].decode("utf-8-sig", errors="replace")
    separator = _delimiter(header)
    try:
        table = pl.read_csv(
            raw,
            separator=separator,
            skip_lines=header_row - 1,
            infer_schema=False,
            encoding="utf8",
            truncate_ragged_lines=False,
        )
    except (pl.exceptions.PolarsError, ValueError) as problem:
        first = str(problem).splitlines()[0]
        raise SourceUnreadable(
            f"is not a table that can be read (perhaps cut off, or with a stray delimiter): {first}", file=path
        ) from problem
    table = table.rename({name: name.lstrip("\ufeff").strip() for name in table.columns})
    require_columns(table.columns, columns, file=path)
    return table.select(columns) if only else table


def require_columns(
    found: Sequence[str], wanted: Iterable[str], *, file: Path, sheet: str | None = None, row: int | None = None
) -> None:
    """Refuse a table that lacks a column, naming it and the columns found."""
    lacking = [name for name in wanted if name not in found]
    if lacking:
        shown = ", ".join(f'"{name}"' for name in list(found)[:12])
        raise SourceUnreadable(
            f"column {', '.join(repr(name) for name in lacking)} is missing; found {shown}. "
            "The publisher may have renamed or moved it.",
            file=file,
            sheet=sheet,
            row=row,
        )


def _workbook_is_sane(path: Path) -> None:
    with path.open("rb") as stream:
        head = stream.read(8)
    if head.startswith(_OLE):
        if path.suffix.lower() == ".xls":
            return
        raise SourceUnreadable(
            "the workbook is protected by a password, or an old .xls under a new name. "
            "Open it and save it as .xlsx without a password.",
            file=path,
        )
    if not zipfile.is_zipfile(path):
        raise SourceUnreadable("is no workbook, or is cut off. Download it again.", file=path)
    try:
        with zipfile.ZipFile(path) as parts:
            unpacked = sum(part.file_size for part in parts.infolist())
            packed = max(1, sum(part.compress_size for part in parts.infolist()))
    except zipfile.BadZipFile as problem:
        raise SourceUnreadable("is no workbook, or is cut off. Download it again.", file=path) from problem
    if unpacked > LARGEST_UNPACKED or (unpacked > 50_000_000 and unpacked / packed > LARGEST_RATIO):
        raise SourceUnreadable(
            f"unpacks from {packed / 1e6:.1f} MB to {unpacked / 1e6:.0f} MB, which no publisher's workbook does; "
            "it is not opened.",
            file=path,
        )


def sheet_names(path: Path) -> list[str]:
    """The names of a workbook's sheets, in order."""
    return list(_open_workbook(path).sheet_names)


def _open_workbook(path: Path) -> fastexcel.ExcelReader:
    _size_is_sane(path)
    _workbook_is_sane(path)
    try:
        return fastexcel.read_excel(path)
    except Exception as problem:  # the parser has many faults of its own and one base class a release
        raise SourceUnreadable(f"is no workbook that can be read: {problem}", file=path) from problem


def read_sheet(path: Path, sheet: str) -> pl.DataFrame:
    """Read one sheet whole, as strings, without a header; columns are named column_0, column_1 …

    Row r of the workbook (counted from 1) is row r-1 of the table: leading empty rows are kept.

    Raises
    ------
    SourceUnreadable : no workbook, a password, no such sheet (those found are listed).
    """
    book = _open_workbook(path)
    if sheet not in book.sheet_names:
        listed = ", ".join(f'"{name}"' for name in book.sheet_names)
        raise SourceUnreadable(f'has no sheet "{sheet}"; its sheets are {listed}.', file=path)
    try:
        loaded = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
    except Exception as problem:
        raise SourceUnreadable(f"the sheet cannot be read: {problem}", file=path, sheet=sheet) from problem
    table: pl.DataFrame = loaded.to_polars()
    return table.rename({name: f"column_{i}" for i, name in enumerate(table.columns)})


def numbers(
    table: pl.DataFrame,
    columns: Sequence[str],
    *,
    file: Path,
    sheet: str | None = None,
    first_row: int = 2,
    lowest: float | None = None,
    marks: frozenset[str] = MISSING,
) -> pl.DataFrame:
    """Read columns of text as numbers: thousands separators and footnote marks are passed over.

    Missing marks become null, never zero. `first_row` is the file's row of the table's first row, so that a
    message can name it; `lowest` is the least value allowed.

    Raises
    ------
    RowRefused : a cell that is no number, or below `lowest`; file, sheet, row and column are named.
    """
    out = table
    for name in columns:
        text = pl.col(name).str.strip_chars()
        plain = text.str.replace_all(r"[\s\u00a0\u202f\u2009'’]", "").str.replace_all(",", "")
        value = plain.cast(pl.Float64, strict=False)
        read = out.select(
            text.alias("text"),
            pl.when(text.is_null() | text.is_in(list(marks))).then(None).otherwise(value).alias("value"),
            (text.is_not_null() & ~text.is_in(list(marks)) & value.is_null()).alias("odd"),
        )
        values = read["value"]
        if read["odd"].any():
            values = _read_with_marks(read, name, file, sheet, first_row)
        if lowest is not None:
            below = (values < lowest).fill_null(False)
            if below.any():
                at = int(below.arg_max() or 0)
                raise RowRefused(
                    f"{values[at]:g} is below {lowest:g}, the least this column can be.",
                    file=file, sheet=sheet, row=first_row + at, column=name,
                )  # fmt: skip
        out = out.with_columns(values.alias(name))
    return out


def _read_with_marks(
    read: pl.DataFrame, name: str, file: Path, sheet: str | None, first_row: int
) -> pl.Series:
    """The slow way, for columns in which some cell carries a footnote mark or is no number at all."""
    values = read["value"].to_list()
    for at, (text, odd) in enumerate(zip(read["text"].to_list(), read["odd"].to_list(), strict=True)):
        if not odd:
            continue
        bare = re.sub(r"[\s\u00a0\u202f\u2009'’,]", "", _FOOTNOTE.sub("", text))
        if not _NUMBER.match(bare):
            raise RowRefused(
                f'"{text}" is not a number. Missing values are written "..".',
                file=file, sheet=sheet, row=first_row + at, column=name,
            )  # fmt: skip
        values[at] = float(bare)
    return pl.Series(name, values, dtype=pl.Float64)

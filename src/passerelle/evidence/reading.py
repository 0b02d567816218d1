"""Opening publishers' files: every fault named with file, sheet, row and column, before a row is believed.

Text tables come as strings; numbers are read by `numbers`, which tells a missing mark from a zero. Stands on
`base`.
"""

import csv
import io
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import fastexcel
import numpy as np
import polars as pl

from passerelle.base.errors import RowRefused, SourceUnreadable
from passerelle.evidence._workbooks import OLE, size_is_sane, workbook_is_sane
from passerelle.evidence.whence import ROW, mark_of, with_rows

MISSING = frozenset({"", "..", "...", "…", "-", "–", "—", ":", "n/a", "N/A", "n.a.", "NaN", "nan", "null", "m"})
_FOOTNOTE = re.compile(r"\s*(?:[*†‡¹²³⁴⁵⁶⁷⁸⁹⁰]+|\([a-z0-9]{1,2}\)|\[[a-z0-9]{1,2}\])$")
_NUMBER = re.compile(r"^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$")
_SPACES = r"[\s\u00a0\u202f\u2009'’]"
_GROUPED = r"^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d*)?$"  # 1,234,567.8
_DECIMAL_COMMA = re.compile(r"^[+-]?\d{1,3}(?:\.?\d{3})*,\d+$|^[+-]?\d{1,3}(?:\.\d{3}){2,}$")  # 1.234,5  1.234.567


def _text(path: Path) -> bytes:
    """The file's bytes as UTF-8, whatever encoding they speak for: UTF-8, UTF-16 by its mark, or Windows-1252."""
    raw = path.read_bytes()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace").encode("utf-8")
    if raw.startswith((b"PK\x03\x04", OLE)):
        raise SourceUnreadable("a workbook stands where a text table (CSV) is expected.", file=path)
    if b"\0" in raw:
        raise SourceUnreadable("holds bytes that no text has; is it a CSV file?", file=path)
    if not raw.isascii():
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.decode("cp1252", errors="replace").encode("utf-8")
    return raw


def _number_of(character: bytes, text: bytes) -> int:
    """How often a byte stands in a text; by numpy, three times as fast as `bytes.count` on long ones."""
    return int(np.count_nonzero(np.frombuffer(text, np.uint8) == ord(character)))


def _delimiter(header: str) -> str:
    bare = re.sub(r'"[^"]*"', "", header)
    return max(",;\t|", key=bare.count)


def _cells(line: str, separator: str) -> int:
    return len(next(csv.reader([line], delimiter=separator), []))


def _uneven_row(text: bytes, separator: str, width: int, header_row: int) -> tuple[int, int] | None:
    """The first row that has another number of cells than the header, and that number; rows count from 1."""
    rows = csv.reader(io.StringIO(text.decode("utf-8", errors="replace")), delimiter=separator)
    for row in rows:
        if row and len(row) != width:
            return rows.line_num + header_row - 1, len(row)
    return None


def _refuse_uneven(path: Path, body: bytes, header: str, separator: str, header_row: int) -> None:
    """Refuse a table in which a row has more or fewer cells than the header."""
    width = _cells(header, separator)
    if b'"' in body:  # quoted cells may hold delimiters; the last line shows whether the file was cut off
        last = next((line for line in reversed(body[-1_000_000:].split(b"\n")) if line.strip()), b"")
        suspect = _cells(last.decode("utf-8", errors="replace"), separator) != width and not body.endswith(b"\n")
    else:  # a row with too few cells lowers the count; one with too many the parser itself refuses
        rows = _number_of(b"\n", body) - body[-64:].count(b"\n") + body[-64:].rstrip(b"\r\n").count(b"\n") + 1
        suspect = _number_of(separator.encode(), body) != rows * (width - 1)
    uneven = _uneven_row(body, separator, width, header_row) if suspect else None
    if uneven:
        row, found = uneven
        raise SourceUnreadable(
            f"the row has {found} cells, the header {width}. The file may be cut off, or a delimiter stands "
            "inside a cell without quotes.",
            file=path,
            row=row,
        )


def _parsed(path: Path, body: bytes, header: str, separator: str, header_row: int) -> pl.DataFrame:
    """The table as strings. A row with too many cells the parser refuses; one with too few lacks its last cell."""
    try:
        # a quoted empty cell is as empty as a bare one
        table = pl.read_csv(body, separator=separator, infer_schema=False, encoding="utf8", null_values="")
    except pl.exceptions.PolarsError:
        _refuse_uneven(path, body, header, separator, header_row)  # says which row, where it can tell
        raise
    if table.width and table[table.columns[-1]].null_count():
        _refuse_uneven(path, body, header, separator, header_row)
    return table


def read_csv(
    path: Path,
    columns: Sequence[str],
    *,
    header_row: int = 1,
    only: bool = False,
) -> pl.DataFrame:
    """Read a text table as strings; empty cells are null. "NA" stays a text: it is Namibia.

    Parameters
    ----------
    columns : names that must be there; a lacking one is an error that lists those found.
    header_row : line of the header, counted from 1.
    only : keep `columns` alone.

    Raises
    ------
    SourceUnreadable : no such file, too large, not text, a column moved or missing, ragged rows.
    """
    size_is_sane(path)
    raw = _text(path)
    start = 0
    for _ in range(header_row - 1):
        start = raw.find(b"\n", start) + 1
        if start == 0:
            raise SourceUnreadable(f"ends before its header in line {header_row}.", file=path)
    end = raw.find(b"\n", start)
    header = raw[start : end if end >= 0 else None].decode("utf-8-sig", errors="replace").rstrip("\r")
    separator = _delimiter(header)
    body = raw[start:] if start else raw
    try:
        table = _parsed(path, body, header, separator, header_row)
    except (pl.exceptions.PolarsError, ValueError, csv.Error) as problem:
        first = (str(problem).splitlines() or [type(problem).__name__])[0]
        raise SourceUnreadable(
            f"is not a table that can be read (perhaps cut off, or with a stray delimiter): {first}",
            file=path,
        ) from problem
    _refuse_twins(header, separator, columns, path, header_row)
    table = table.rename({name: name.lstrip("\ufeff").strip() for name in table.columns})
    require_columns(table.columns, columns, file=path, row=header_row)
    if all(table[name].null_count() == table.height for name in table.columns):
        raise SourceUnreadable("holds a header and not one row. Download it again.", file=path)
    return table.select(columns) if only else table


def _refuse_twins(header: str, separator: str, columns: Sequence[str], path: Path, row: int) -> None:
    found = [name.strip() for name in next(csv.reader([header], delimiter=separator), [])]
    for name in columns:
        if found.count(name) > 1:
            raise SourceUnreadable(
                f"the header has the column {found.count(name)} times; which one counts is not clear.",
                file=path, row=row, column=name,
            )  # fmt: skip


def require_columns(
    found: Sequence[str],
    wanted: Iterable[str],
    *,
    file: Path,
    sheet: str | None = None,
    row: int | None = None,
) -> None:
    """Refuse a table that lacks a column, naming it and the columns found."""
    lacking = [name for name in wanted if name not in found]
    if lacking:
        shown = ", ".join(f'"{name}"' for name in list(found)[:12])
        named = ", ".join(f'"{name}"' for name in lacking)
        raise SourceUnreadable(
            f"column {named} is missing; found {shown}. The publisher may have renamed or moved it.",
            file=file,
            sheet=sheet,
            row=row,
        )


def _open_workbook(path: Path) -> fastexcel.ExcelReader:
    size_is_sane(path)
    about = path.stat()
    return _opened(path, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=1)
def _opened(path: Path, size: int, changed: int) -> fastexcel.ExcelReader:
    """The workbook last opened, so that reading its sheets one by one unpacks it once."""
    del size, changed  # a file that changed is another one
    workbook_is_sane(path)
    try:
        return fastexcel.read_excel(path)
    except Exception as problem:  # the parser has many faults of its own and one base class a release
        protected = "password" in str(problem).lower() or "encrypt" in str(problem).lower()
        said = "is protected by a password; save it without one" if protected else f"cannot be read: {problem}"
        raise SourceUnreadable(f"the workbook {said}.", file=path) from problem


def sheet_names(path: Path) -> list[str]:
    """The names of a workbook's sheets, in order."""
    return list(_open_workbook(path).sheet_names)


def _load(path: Path, sheet: str) -> fastexcel.ExcelSheet:
    size_is_sane(path)
    about = path.stat()
    return _loaded(path, sheet, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=1)
def _loaded(path: Path, sheet: str, size: int, changed: int) -> fastexcel.ExcelSheet:
    """The sheet last loaded, so that its columns' letters cost no second reading."""
    del size, changed
    book = _open_workbook(path)
    if sheet not in book.sheet_names:
        listed = ", ".join(f'"{name}"' for name in book.sheet_names)
        raise SourceUnreadable(f'has no sheet "{sheet}"; its sheets are {listed}.', file=path)
    try:
        return book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
    except Exception as problem:
        raise SourceUnreadable(f"the sheet cannot be read: {problem}", file=path, sheet=sheet) from problem


def read_sheet(path: Path, sheet: str) -> pl.DataFrame:
    """Read one sheet whole, as strings, without a header; columns are named column_0, column_1 …

    Row r of the workbook (counted from 1) is row r-1 of the table: leading empty rows are kept, leading empty
    columns are not. Find columns by their header; `column_letters` has their letters in the workbook.

    Raises
    ------
    SourceUnreadable : no workbook, a password, no such sheet (those found are listed).
    """
    table: pl.DataFrame = _load(path, sheet).to_polars()
    if not table.height:
        raise SourceUnreadable("the sheet is empty.", file=path, sheet=sheet)
    return table.rename({name: f"column_{i}" for i, name in enumerate(table.columns)})


def column_letters(path: Path, sheet: str) -> list[str]:
    """The letters by which a workbook names the columns that `read_sheet` gives: A … Z, AA …"""
    return [_letters(column.absolute_index) for column in _load(path, sheet).available_columns()]


def _letters(index: int) -> str:
    text, left = "", index + 1
    while left:
        left, digit = divmod(left - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def numbers(
    table: pl.DataFrame,
    columns: Sequence[str],
    *,
    file: Path,
    sheet: str | None = None,
    first_row: int = 2,
    lowest: float | None = None,
    highest: float | None = None,
    whole: bool = False,
    marks: frozenset[str] = MISSING,
    heads: Mapping[str, tuple[str, str]] | None = None,
) -> pl.DataFrame:
    """Read columns of text as numbers; thousands separators are passed over.

    Missing marks become null, never zero. Footnote marks are kept in a column beside (`whence.mark_of`). `first_row`
    is the file's row of the table's first row, so that a message can name it, and the table gets the file and row of
    each of its rows (`whence`): read the numbers before rows are filtered. `lowest` and `highest` are the least and the
    most that a value may be; `whole` says that a fraction is a fault, as in a count of persons; `heads` says of a
    workbook's columns their letter and header. Numbers with a decimal comma (1.234,5) are refused: a comma that groups
    thousands cannot be told from one that does not.

    Raises
    ------
    RowRefused : a cell that is no number, below `lowest` or above `highest`; file, sheet, row and column are named.
    """
    out = with_rows(table, file, sheet, first_row)
    for name in columns:
        cell = _Column(name, file, sheet, first_row, *(heads or {}).get(name, ("", name)))
        values, signs = _plain_numbers(out, name, marks), None
        if values is None:
            values, signs = _grouped_numbers(out, cell, marks)
        _refuse_values(values, cell, lowest, highest, whole)
        out = out.with_columns(values.alias(name))
        if signs is not None:
            out = out.with_columns(signs.alias(mark_of(name)))
    return out


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of a file, for messages: its name in the table, and its letter and header in the file."""

    name: str
    file: Path
    sheet: str | None
    first_row: int
    letter: str
    header: str

    def refused(self, problem: str, at: int) -> RowRefused:
        """The error on the cell in the table's row `at`."""
        return RowRefused(
            problem, file=self.file, sheet=self.sheet, row=self.first_row + at, column=self.header, letter=self.letter
        )


def _plain_numbers(table: pl.DataFrame, name: str, marks: frozenset[str]) -> pl.Series | None:
    """The fast way: every cell is a bare number or a missing mark. None where some cell is neither."""
    text = table[name].str.strip_chars()
    absent = text.is_null() | text.is_in(list(marks))
    bare = text.set(absent, None)
    values = bare.cast(pl.Float64, strict=False)
    sound = values.is_null() == absent
    return values if sound.all() and values.is_finite().fill_null(True).all() else None


def _grouped_numbers(table: pl.DataFrame, cell: _Column, marks: frozenset[str]) -> tuple[pl.Series, pl.Series | None]:
    """Numbers some of which have grouped thousands or footnote marks, and those marks."""
    text = pl.col(cell.name).str.strip_chars()
    plain = text.str.replace_all(_SPACES, "")
    grouped = plain.str.contains(_GROUPED)
    bare = plain.str.replace_all(",", "", literal=True)
    value = pl.when(plain.str.contains(",", literal=True) & ~grouped).then(None).otherwise(bare)
    value = value.cast(pl.Float64, strict=False)
    absent = text.is_null() | text.is_in(list(marks))
    sound = value.is_not_null() & value.is_finite()
    read = table.select(
        text.alias("text"),
        pl.when(absent | ~sound).then(None).otherwise(value).alias("value"),
        (~absent & ~sound).alias("odd"),
    )
    return _read_with_marks(read, cell) if read["odd"].any() else (read["value"], None)


def _refuse_values(values: pl.Series, cell: _Column, lowest: float | None, highest: float | None, whole: bool) -> None:
    """Refuse the first value beyond the least or the most one, or with a fraction where whole numbers are counted."""
    if lowest is not None and (below := (values < lowest).fill_null(False)).any():
        at = int(below.arg_true()[0])
        raise cell.refused(f"{values[at]:g} is below {lowest:g}, the least this column can be.", at)
    if highest is not None and (above := (values > highest).fill_null(False)).any():
        at = int(above.arg_true()[0])
        raise cell.refused(f"{values[at]:g} is above {highest:g}, the most this column can be.", at)
    if whole and (broken := (values != values.round(0)).fill_null(False)).any():
        at = int(broken.arg_true()[0])
        problem = f"{values[at]:g} is not a whole number, and this column counts. Are its thousands marked by points?"
        raise cell.refused(problem, at)


def _read_with_marks(read: pl.DataFrame, cell: _Column) -> tuple[pl.Series, pl.Series]:
    """The slow way, for columns in which some cell carries a footnote mark or is no number at all."""
    values = read["value"].to_list()
    signs: list[str | None] = [None] * read.height
    for at, (text, odd) in enumerate(zip(read["text"].to_list(), read["odd"].to_list(), strict=True)):
        if not odd:
            continue
        sign = _FOOTNOTE.search(text)
        bare = re.sub(_SPACES, "", text[: sign.start()] if sign else text)
        if re.match(_GROUPED, bare):
            bare = bare.replace(",", "")
        if not _NUMBER.match(bare) or not math.isfinite(float(bare)):
            why = (
                "is written with a decimal comma or with points between thousands. Save the file with a "
                "decimal point and without separators"
                if _DECIMAL_COMMA.match(bare)
                else 'is not a number. Missing values are written ".."'
            )
            raise cell.refused(f'"{text}" {why}.', at)
        values[at], signs[at] = float(bare), sign[0].strip() if sign else None
    return pl.Series(cell.name, values, dtype=pl.Float64), pl.Series(signs, dtype=pl.String)


def refuse(
    table: pl.DataFrame,
    odd: pl.Expr,
    problem: str,
    *,
    file: Path,
    column: str,
    sheet: str | None = None,
    head: tuple[str, str] | None = None,
) -> None:
    """Refuse a table in which something holds of a row that must not; read it before rows are filtered.

    Parameters
    ----------
    problem : a sentence on the first such row; "{found}" in it is what stands in `column`, "{year}" in the column year.
    head : a workbook's letter and header of the column.

    Raises
    ------
    RowRefused : with file, sheet, row and column.
    """
    wrong = with_rows(table, file, sheet, 2).filter(odd)
    if wrong.is_empty():
        return
    letter, header = head or ("", column)
    row = {name: "" if cell is None else cell for name, cell in wrong.row(0, named=True).items()}
    said = problem.format(**row, found=row[column])
    raise RowRefused(said, file=file, sheet=sheet, row=int(row[ROW]), column=header, letter=letter)

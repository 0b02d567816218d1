"""A table out of a file: its heads and its rows of cells, each with its row in the sheet, whatever the form.

What the cells mean is in `costs`. Stands on `_contents`.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import fastexcel
import pyarrow as pa

from passerelle.base.errors import PlanUnreadable
from passerelle.exchange._contents import WORKBOOK, refuse_odd

MOST_ROWS = 50_000
MOST_COLUMNS = 200
DIGITS = 15  # as many as a spreadsheet keeps of a number
COSTS_SHEET = "costs"
_DAY = re.compile(r"^(\d{4}-\d\d-\d\d)(?: 00:00:00)?$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text as it stands; `kind` is "text", "number", "error" or "truth", in CSV always "text".

    `is_typed` says whether the file tells numbers from texts, as a workbook does.
    """

    text: str
    kind: str = "text"
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number in the sheet, from 1; cells in the order of the heads, None where empty."""

    number: int
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the row of its heads, the heads, the rows beneath that are not empty; `separator` of a CSV."""

    head: int
    heads: tuple[str, ...]
    rows: list[Row] = field(repr=False)
    separator: str = ""


def read_table(content: bytes, name: str) -> Sheet:
    """The table of an Excel workbook (its sheet "Costs", or the first) or a CSV (UTF-8, comma or semicolon).

    Raises
    ------
    PlanUnreadable : no such file, too large, broken, or without rows.
    """
    refuse_odd(content, name)
    rows, separator = (_workbook(content, name), "") if content.startswith(WORKBOOK) else _text(content, name)
    filled = ((number, cells) for number, cells in enumerate(rows, start=1) if any(cells))
    head, names = next(filled, (0, []))
    if not head:
        raise PlanUnreadable(f"“{name}” has no rows.")
    heads = tuple(cell.text.strip() if cell else "" for cell in names)
    if len(heads) > MOST_COLUMNS:
        raise PlanUnreadable(f"“{name}” has {len(heads)} columns; the form has fewer. Take the others out.")
    found: list[Row] = []
    for number, cells in filled:
        if len(found) == MOST_ROWS:
            raise PlanUnreadable(f"“{name}” has more than {MOST_ROWS:,} rows. Hand it in in parts.")
        found.append(Row(number, tuple(cells)))
    if not found:
        raise PlanUnreadable(f"“{name}” has heads and no rows beneath.")
    return Sheet(head, heads, found, separator)


# CSV ----------------------------------------------------------------------------------------------------


def _text(content: bytes, name: str) -> tuple[Iterator[Sequence[Cell | None]], str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:4096]:
        raise PlanUnreadable(f"“{name}” is not written in UTF-8. Save it as “CSV UTF-8”.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise PlanUnreadable(
            f"“{name}” is not written in UTF-8 (byte {problem.start + 1}). Save it as “CSV UTF-8”."
        ) from None
    first = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    separator = max(",;", key=first.count)
    if not first.count(separator):
        raise PlanUnreadable(
            f"“{name}” has no columns that a comma or a semicolon separates. Save the table as CSV or .xlsx."
        )
    return _lines(text, separator, name), separator


def _lines(text: str, separator: str, name: str) -> Iterator[Sequence[Cell | None]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            yield [Cell(cell) if cell.strip() else None for cell in cells]
    except csv.Error as problem:
        raise PlanUnreadable(f"“{name}” is no CSV that can be read: line {reader.line_num}, {problem}.") from None


# Workbooks ----------------------------------------------------------------------------------------------


def _workbook(content: bytes, name: str) -> Iterator[Sequence[Cell | None]]:
    """The rows of a workbook, from its first. Texts, numbers and kinds are three readings of one sheet."""

    def read() -> tuple[pa.RecordBatch, pa.RecordBatch, dict[tuple[int, int], str]]:
        book = fastexcel.read_excel(content)
        named = [sheet for sheet in book.sheet_names if sheet.strip().casefold() == COSTS_SHEET]
        sheet = (named or book.sheet_names)[0]
        as_texts = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_arrow()
        as_numbers = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="float").to_arrow()
        # nothing is a duration, so that every cell is told of, with what it is
        _, told = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="duration").to_arrow_with_errors()
        kinds = {one.position: one.detail for one in told.errors} if told else {}
        return as_texts, as_numbers, kinds

    texts, numbers, kinds = _guarded(read, name)
    columns = list(zip(texts.to_pydict().values(), numbers.to_pydict().values(), strict=True))
    for row in range(texts.num_rows):
        yield [_cell(text[row], number[row], kinds.get((row, at), "")) for at, (text, number) in enumerate(columns)]


def _guarded(
    read: Callable[[], tuple[pa.RecordBatch, pa.RecordBatch, dict[tuple[int, int], str]]], name: str
) -> tuple[pa.RecordBatch, pa.RecordBatch, dict[tuple[int, int], str]]:
    try:
        return read()
    except BaseException as problem:  # the parser's own faults, among them panics, which are no Exception
        if not isinstance(problem, Exception) and type(problem).__name__ != "PanicException":
            raise
        raise PlanUnreadable(f"“{name}” is no workbook that can be read, or is broken. Save it anew.") from None


def _cell(text: str | None, number: float | None, told: str) -> Cell | None:
    """A cell by what the parser tells of it: Expected duration but got 'Float(0.1)'."""
    kind = told.partition("but got '")[2].partition("(")[0]
    if kind == "Error":
        return Cell(f"#{told.partition('Error(')[2].partition(')')[0].upper()}", "error", True)
    if kind in ("Float", "Int") and number is not None:
        return Cell(as_shown(number), "number", True)
    if text is None or not text.strip():
        return None
    return Cell(text, "truth" if kind == "Bool" else "text", True)


def as_shown(number: float) -> str:
    """A number of a workbook as a wide cell shows it: 0.3 for 0.1 + 0.2, which is stored as a little more."""
    return f"{Decimal(f'{number:.{DIGITS}g}'):f}"


def day_of(text: str) -> date | None:
    """A day as in 2027-01-31, or as a workbook's day comes; None where it is none."""
    found = _DAY.match(text.strip())
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None

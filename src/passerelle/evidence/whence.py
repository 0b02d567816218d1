"""Where in a publisher's file a row was read, and which mark stood at its value.

Kept beside the rows until they are settled, so that a contradiction names both rows and a footnote mark is said of the
figure; never stored. Stands on nothing.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

FILE: Final = "FILE"
ROW: Final = "FILE_ROW"
MARK: Final = "FILE_MARK"
WHENCE: Final[dict[str, type[pl.DataType]]] = {FILE: pl.String, ROW: pl.UInt32}


def with_rows(table: pl.DataFrame, file: Path, sheet: str | None, first_row: int) -> pl.DataFrame:
    """The table with the file, sheet and row of each of its rows; unchanged where it has them."""
    if ROW in table.columns:
        return table
    name = file.name if sheet is None else f'{file.name}, sheet "{sheet}"'
    rows = pl.int_range(first_row, first_row + pl.len(), dtype=pl.UInt32)
    return table.with_columns(pl.lit(name).alias(FILE), rows.alias(ROW))


def mark_of(column: str) -> str:
    """The name of the column that holds the footnote marks of another one."""
    return f"{MARK}|{column}"


def told(table: pl.DataFrame, value: str = "") -> list[pl.Expr]:
    """What a reader selects beside its own columns: file and row, and the marks at the column of values."""
    kept = [pl.col(name) for name in WHENCE if name in table.columns]
    if value and mark_of(value) in table.columns:
        kept.append(pl.col(mark_of(value)).alias(MARK))
    elif MARK in table.columns:
        kept.append(pl.col(MARK))
    return kept


def melt(
    table: pl.DataFrame, on: Sequence[str], index: Sequence[str], *, variable_name: str, value_name: str
) -> pl.DataFrame:
    """Lay columns of values long, one a row, with file, row and marks beside them."""
    kept = [name for name in WHENCE if name in table.columns and name not in index]
    long = table.unpivot(on=on, index=[*index, *kept], variable_name=variable_name, value_name=value_name)
    if not any(mark_of(name) in table.columns for name in on):
        return long
    none = pl.lit(None, dtype=pl.String)
    signs = table.select((pl.col(mark_of(name)) if mark_of(name) in table.columns else none).alias(name) for name in on)
    # laid long in the same way, the marks stand in the order of the values
    return long.with_columns(signs.unpivot(on=on, value_name=MARK)[MARK])


def first_row(table: pl.DataFrame, wanted: pl.Expr) -> str:
    """`row 17`, the first row for which something holds; "" where rows are not told."""
    if ROW not in table.columns:
        return ""
    rows = table.filter(wanted)[ROW].drop_nulls().to_list()
    return f"row {min(rows)}" if rows else ""


def carried(table: pl.DataFrame, values: Sequence[str]) -> list[pl.Expr]:
    """As `told`, with the marks of several columns of values, for rows that are laid long later."""
    return told(table) + [pl.col(mark_of(name)) for name in values if mark_of(name) in table.columns]


def gathered(table: pl.DataFrame, value: str) -> list[pl.Expr]:
    """What rows that are added up keep of theirs: the first file and row, and the first mark."""
    kept = [pl.col(name).first() for name in WHENCE if name in table.columns]
    if mark_of(value) in table.columns:
        kept.append(pl.col(mark_of(value)).drop_nulls().first().alias(MARK))
    return kept


def marks_said(table: pl.DataFrame) -> list[str]:
    """Every footnote mark of a table in words, for a report where a figure's own comment cannot hold it."""
    found = []
    for column in table.columns:
        if column.startswith(f"{MARK}|"):
            for file, row, sign in table.drop_nulls(column).select(FILE, ROW, column).iter_rows():
                found.append(f'{file}, row {row}, column "{column.removeprefix(f"{MARK}|")}": marked {sign}')
    return found

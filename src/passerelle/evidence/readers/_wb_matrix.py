"""The World Bank's bilateral matrices: a title, a row of names across, names down, totals at the edges.

Stands on `reading`.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from passerelle.base.errors import SourceUnreadable
from passerelle.base.names import fold
from passerelle.base.places import OTHER
from passerelle.evidence.readers._common import place_names
from passerelle.evidence.reading import column_letters, numbers, read_sheet
from passerelle.evidence.report import SourceReport
from passerelle.evidence.whence import melt

_WORLD = fold("World")
_OTHERS = {"Other North": "OTHER_NORTH", "Other South": "OTHER_SOUTH"}


@dataclass(frozen=True, slots=True)
class Matrix:
    """The cells, one a row (`down`, `across`, `down_name`, `across_name`, `value`), and the totals.

    `down` and `across` are places, or "_O" for origins and destinations that the publisher does not name.
    `diagonal` has the cells of a place and itself, which are no migration but stand in the publisher's totals.
    """

    cells: pl.DataFrame
    diagonal: pl.DataFrame
    down_totals: dict[str, float]
    across_totals: dict[str, float]
    total: float | None


def _header(table: pl.DataFrame, path: Path, sheet: str) -> int:
    """The first row with more than a hundred names or, in a small table, with the column of totals."""
    for index, cells in enumerate(table.head(20).iter_rows()):
        named = [cell for cell in cells[1:] if cell]
        if named and fold(named[-1]) == _WORLD:
            return index
    raise SourceUnreadable('no row of names that ends with "World" among the first 20 rows.', file=path, sheet=sheet)


def read_matrix(path: Path, sheet: str, report: SourceReport) -> Matrix:
    """Read one sheet; the diagonal is left out and reported, blank cells are missing.

    Raises
    ------
    SourceUnreadable : sheet, header or totals not found. RowRefused : a cell below zero or no number.
    """
    table = read_sheet(path, sheet)
    header = _header(table, path, sheet)
    titles = [(name or "").strip() for name in table.row(header)]
    columns = {column: title for column, title in zip(table.columns[1:], titles[1:], strict=True) if title}
    body = table.slice(header + 1)
    down = body["column_0"].str.strip_chars()
    last = next((at for at, name in enumerate(down) if name and fold(name) == _WORLD), None)
    if last is None:
        raise SourceUnreadable('no row "World" below the names; the file may be cut off.', file=path, sheet=sheet)
    body = body.head(last + 1).with_columns(down.head(last + 1).alias("column_0"))
    report.read(body.height)
    letters = dict(zip(table.columns, column_letters(path, sheet), strict=True))
    heads = {column: (letters[column], title) for column, title in columns.items()}
    body = numbers(body, list(columns), file=path, sheet=sheet, first_row=header + 2, lowest=0, heads=heads)
    named = body.rename({"column_0": "down_name"})
    long = melt(named, list(columns), ["down_name"], variable_name="column", value_name="value")
    long = long.with_columns(pl.col("column").replace_strict(columns, return_dtype=pl.String).alias("across_name"))
    return _split(long, path, sheet, report)


def _split(long: pl.DataFrame, path: Path, sheet: str, report: SourceReport) -> Matrix:
    others = dict.fromkeys(_OTHERS, OTHER)
    sides = {}
    for side, axis in (("down_name", "row"), ("across_name", "column")):
        names = [name for name in long[side].unique(maintain_order=True) if fold(name or "") != _WORLD]
        sides[side] = place_names(names, file=path, report=report, also=others, sheet=sheet, axis=axis)
    is_world = {side: pl.col(side).str.to_lowercase() == "world" for side in sides}
    placed = long.with_columns(
        pl.col(side).replace_strict(places, default=None, return_dtype=pl.String).alias(side.removesuffix("_name"))
        for side, places in sides.items()
    )
    cells = placed.filter(pl.col("down").is_not_null() & pl.col("across").is_not_null())
    same = cells.filter((pl.col("down") == pl.col("across")) & (pl.col("down") != OTHER))
    beyond = same.filter(pl.col("value") > 0)
    report.leave_out(path.name, "origin and destination are the same place", f'sheet "{sheet}"', same.height)
    for name, value in beyond.select("down_name", "value").head(10).iter_rows():
        report.remark(f'sheet "{sheet}": {name} to itself has {value:g}, left out')
    cells = cells.join(same.select("down_name", "across_name"), on=["down_name", "across_name"], how="anti")
    right = placed.filter(is_world["across_name"] & pl.col("down").is_not_null())
    bottom = placed.filter(is_world["down_name"] & pl.col("across").is_not_null())
    corner = placed.filter(is_world["down_name"] & is_world["across_name"])["value"]
    return Matrix(
        cells,
        same,
        dict(right.select("down_name", "value").iter_rows()),
        dict(bottom.select("across_name", "value").iter_rows()),
        corner[0] if corner.len() else None,
    )


def hold_totals(matrix: Matrix, report: SourceReport, what: str, within: float) -> None:
    """Sums of rows, of columns and of all against the edges; each difference is told."""
    whole = pl.concat([matrix.cells, matrix.diagonal])
    for side, totals in (("down_name", matrix.down_totals), ("across_name", matrix.across_totals)):
        sums = dict(whole.group_by(side).agg(pl.col("value").sum()).iter_rows())
        off = {
            name: total
            for name, total in totals.items()
            if total is not None and abs(total - sums.get(name, 0.0)) > within
        }
        axis = "rows" if side == "down_name" else "columns"
        report.check(f"{what}: {axis} that do not sum to the publisher's total", 0, len(off))
        for name, total in sorted(off.items())[:50]:
            report.tell(f"{what}: {name} ({axis})", total, sums.get(name, 0.0))
    if matrix.total is not None:
        found = float(whole["value"].sum())
        report.check(f"{what}: sum of all cells", matrix.total, found, within=max(within, 1e-6 * matrix.total))


def other_label(name: str) -> pl.Expr:
    """The breakdown that says which "Other" a cell is of, from the column of names."""
    return pl.col(name).replace_strict(_OTHERS, default=None, return_dtype=pl.String)

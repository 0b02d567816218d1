"""Tables of stocks, flows and vital events as wide CSV files, read with every fault named and written in full.

A stock table has `birth` in its first column and one column a residence, natives on the diagonal; a flow table has
`origin` first; vital events are `code,births,deaths`. Stands on `evidence.reading`.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import polars as pl

from passerelle.base.errors import RowRefused, SourceUnreadable, spot
from passerelle.demography.fitting import Array
from passerelle.demography.flows.stocks import Stocks, read_stocks
from passerelle.evidence.reading import numbers, read_csv

_ROWS = 50_000  # of a long table, made into text at a time


@dataclass(frozen=True)
class Square:
    """A square table of numbers with its codes, rows and columns in one order."""

    places: tuple[str, ...]
    values: Array


def read_square(path: Path, first: str | None, *, lowest: float | None = None) -> Square:
    """Read a wide table: the first column holds the codes of the rows, the header those of the columns.

    Columns are brought into the order of the rows.

    Parameters
    ----------
    first : what the first column should be called, such as "birth"; whatever it is called, where none is given.
    lowest : the least value of a cell off the diagonal.

    Raises
    ------
    SourceUnreadable, RowRefused : no such table, a code twice, a row without a column or the reverse, text for a
        number; file, row and column are named.
    """
    table = read_csv(path, [] if first is None else [first])
    first = first or table.columns[0]
    codes = [str(code or "").strip() for code in table[first].to_list()]
    others = [name for name in table.columns if name != first]
    _refuse_twice(path, codes, first)
    _refuse_columns_twice(path, others)
    _refuse_different(path, codes, others, first)
    values = _numbers(table, others, path, codes).select(codes).to_numpy().astype(float)
    if np.isnan(values).any():
        row, column = np.argwhere(np.isnan(values))[0]
        raise SourceUnreadable(
            f"the cell of {codes[row]} is empty. Write 0 where nobody is counted; what is not known cannot be used.",
            file=path, row=int(row) + 2, column=codes[column],
        )  # fmt: skip
    if lowest is not None:
        _refuse_below(path, codes, values, lowest)
    return Square(tuple(codes), values)


def _numbers(
    table: pl.DataFrame, columns: Sequence[str], path: Path, codes: Sequence[str], lowest: float | None = None
) -> pl.DataFrame:
    """Columns as numbers; of a cell that is none, the place is named and what to write in its stead."""
    try:
        return numbers(table, columns, file=path, lowest=lowest)
    except RowRefused as problem:
        said = str(problem).removeprefix(f"{spot(path, None, problem.row, problem.column)}: ")
        said = said.removesuffix(' Missing values are written "..".')
        place = f"the cell of {codes[problem.row - 2]}: " if problem.row is not None else ""
        raise SourceUnreadable(
            f"{place}{said} Write persons as a plain number, and 0 where nobody is counted.",
            file=path, row=problem.row, column=problem.column,
        ) from problem  # fmt: skip


def _refuse_columns_twice(path: Path, names: Sequence[str]) -> None:
    for name in names:
        again = re.fullmatch(r"(.+)_duplicated_\d+", name)  # so the parser calls the second of two columns
        if again and again[1] in names:
            raise SourceUnreadable(
                f"{again[1]} has two columns; a place may stand once.", file=path, row=1, column=again[1]
            )


def _refuse_twice(path: Path, codes: Sequence[str], first: str) -> None:
    for row, code in enumerate(codes, start=2):
        if not code:
            raise SourceUnreadable("the code of the row is empty.", file=path, row=row, column=first)
        if codes.index(code) + 2 < row:
            raise SourceUnreadable(
                f"{code} stands in row {codes.index(code) + 2} already; a place may stand once.",
                file=path, row=row, column=first,
            )  # fmt: skip


def _refuse_different(path: Path, codes: Sequence[str], others: Sequence[str], first: str) -> None:
    for code in codes:
        if code not in others:
            raise SourceUnreadable(
                f"{code} has a row and no column; rows and columns must be the same {len(codes)} places.",
                file=path, row=codes.index(code) + 2, column=first,
            )  # fmt: skip
    for name in others:
        if name not in codes:
            raise SourceUnreadable(
                f"{name} has a column and no row; rows and columns must be the same {len(codes)} places.",
                file=path, column=name,
            )  # fmt: skip


def _refuse_below(path: Path, codes: Sequence[str], values: Array, lowest: float) -> None:
    off = values + np.diag(np.where(np.diag(values) < lowest, lowest - np.diag(values), 0))
    if (off < lowest).any():
        row, column = np.argwhere(off < lowest)[0]
        raise SourceUnreadable(
            f"{values[row, column]:,.6g} for {codes[row]} in {codes[column]} is below {lowest:g}, the least a cell off "
            "the diagonal can be. Correct the cell, or write 0.",
            file=path, row=int(row) + 2, column=codes[column],
        )  # fmt: skip


def read_vital(path: Path, places: Sequence[str], more: Sequence[str] = ()) -> dict[str, Array]:
    """Read births and deaths (and further named columns) in the order of the places; other columns are passed over.

    Raises
    ------
    SourceUnreadable, RowRefused : a place without a row, a row whose place is not in the tables, a code twice, an empty
        cell, a negative count.
    """
    table = read_csv(path, ["code", "births", "deaths", *more])
    codes = [str(code or "").strip() for code in table["code"].to_list()]
    _refuse_twice(path, codes, "code")
    for row, code in enumerate(codes, start=2):
        if code not in places:
            raise SourceUnreadable(
                f"{code} is not in the tables of stocks. Take the row out, or add the place to both tables.",
                file=path, row=row, column="code",
            )  # fmt: skip
    for place in places:
        if place not in codes:
            raise SourceUnreadable(
                f"{place} has no row, though it stands in the tables of stocks. Add one.", file=path, column="code",
            )  # fmt: skip
    read = _numbers(table, ["births", "deaths"], path, codes, lowest=0)
    read = _numbers(read, list(more), path, codes) if more else read
    order = [codes.index(place) for place in places]
    found: dict[str, Array] = {}
    for name in ("births", "deaths", *more):
        column = read[name].to_numpy().astype(float)
        if np.isnan(column).any():
            row = int(np.flatnonzero(np.isnan(column))[0])
            raise SourceUnreadable(
                f"the cell of {codes[row]} is empty. Write 0 where nothing was counted.",
                file=path, row=row + 2, column=name,
            )  # fmt: skip
        found[name] = column[order]
    return found


def read_inputs(start: Path, end: Path, vital: Path, more: Sequence[str] = ()) -> tuple[Stocks, Mapping[str, Array]]:
    """Both tables of stocks and the vital events, in one order; and further columns of the latter that are named."""
    first, last = read_square(start, "birth", lowest=0), read_square(end, "birth", lowest=0)
    for here, there, path in ((first, last, start), (last, first, end)):
        for place in here.places:
            if place not in there.places:
                other = end if path == start else start
                raise SourceUnreadable(
                    f"{place} is not in {other.name}. Both tables must hold the same places: add it there with 0, "
                    "or take its row and column out here.",
                    file=path,
                )
    order = [last.places.index(place) for place in first.places]
    found = read_vital(vital, first.places, more)
    stocks = read_stocks(
        first.places, first.values, last.values[np.ix_(order, order)], found["births"], found["deaths"]
    )
    return stocks, found


def read_like(path: Path, places: Sequence[str]) -> Array:
    """A square table in the order of given places, such as a seed; it must hold them all, and may hold more."""
    table = read_square(path, None, lowest=0)
    for place in places:
        if place not in table.places:
            raise SourceUnreadable(
                f"{place} has no row and column, though it stands in the tables of stocks. Add it.", file=path
            )
    order = [table.places.index(place) for place in places]
    values: Array = table.values[np.ix_(order, order)]
    return values


def as_csv(places: Sequence[str], values: Array, first: str) -> str:
    """The table as wide CSV in full precision: reading it again gives the same numbers."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([first, *places])
    for place, row in zip(places, values, strict=True):
        writer.writerow([place, *(repr(float(cell)) if cell % 1 else str(int(cell)) for cell in row)])
    return out.getvalue()


def as_rows(columns: Sequence[str], rows: Iterable[Sequence[str | float]]) -> Iterator[str]:
    """A long table as CSV in full precision, in parts: by birthplace the world's has millions of rows."""
    left = iter(rows)
    part: list[Sequence[str | float]] = [columns]
    while part:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(
            [repr(cell) if isinstance(cell, float) else cell for cell in row] for row in part
        )
        yield out.getvalue()
        part = list(islice(left, _ROWS))


def read_pairs(path: Path) -> dict[tuple[str, str], float]:
    """Flows by (origin, destination): a wide table with `origin` first, or a long one `origin,destination,value`.

    An empty cell is a pair that is not known, and is left out.
    """
    table = read_csv(path, ["origin"])
    if {"destination", "value"} <= set(table.columns):
        read = numbers(table, ["value"], file=path, lowest=0)
        pairs = [(str(a), str(b)) for a, b in read.select("origin", "destination").rows()]
        values = read["value"].to_list()
    else:
        codes = [str(code) for code in table["origin"].to_list()]
        _refuse_twice(path, codes, "origin")
        others = [name for name in table.columns if name != "origin"]
        wide = numbers(table, others, file=path).select(others).rows()
        pairs = [(code, other) for code in codes for other in others]
        values = [cell for row in wide for cell in row]
    found: dict[tuple[str, str], float] = {}
    for pair, value in zip(pairs, values, strict=True):
        if value is None:
            continue
        if found.get(pair, value) != value:
            raise SourceUnreadable(f"{pair[0]} → {pair[1]} stands twice, with different values.", file=path)
        found[pair] = float(value)
    return found


def read_people(path: Path) -> dict[str, float]:
    """Populations by code: CSV `code,population`."""
    table = numbers(read_csv(path, ["code", "population"]), ["population"], file=path, lowest=0)
    return {str(code): float(value) for code, value in table.select("code", "population").rows() if value is not None}

"""A user's table of migration: moves from origin to destination, or net migrants by place. CSV, every fault named.

Stands on `flows.files` and the evidence's reader of tables.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from passerelle.base.errors import SourceUnreadable
from passerelle.demography.cohorts.ages import STEP
from passerelle.demography.fitting import Array
from passerelle.demography.flows.files import read_pairs
from passerelle.evidence.reading import numbers, read_csv

_PERIOD = re.compile(r"(\d{4})-(\d{4})")


@dataclass(frozen=True)
class MovesTable:
    """Moves over five years, held: (n, n) persons, origin by destination. A pair without a row moves nobody."""

    places: tuple[str, ...]
    values: Array


@dataclass(frozen=True)
class NetTable:
    """Net migrants over five years, persons: by period (its first year), (T, n); one period without year is held."""

    places: tuple[str, ...]
    firsts: tuple[int, ...]
    values: Array


def read_migration(path: Path) -> MovesTable | NetTable:
    """Read a user's table; its header says which of the two it is.

    Moves: `origin,destination,value`, or wide with `origin` first. Net: `place,net`, and `period` (2020-2025) where
    totals differ by period. Persons over five years; places alpha-3.

    Raises
    ------
    SourceUnreadable, RowRefused : no such file, neither header, a cell that is empty, negative moves, a place twice,
        periods that leave a gap; row and column are named.
    """
    table = read_csv(path, [])
    if "origin" in table.columns:
        return _moves(path, table.columns)
    if {"place", "net"} <= set(table.columns):
        return _net(path, "period" in table.columns)
    raise SourceUnreadable(
        f'columns {", ".join(table.columns)} were found. Give "origin,destination,value" (persons over five years), a '
        'wide table with "origin" first, or "place,net".',
        file=path, row=1,
    )  # fmt: skip


def _moves(path: Path, columns: Sequence[str]) -> MovesTable:
    if "destination" not in columns:
        _refuse_empty(path, [name for name in columns if name != "origin"])
    pairs = {pair: value for pair, value in read_pairs(path).items() if pair[0] != pair[1]}
    places = tuple(sorted({place for pair in pairs for place in pair}))
    if not places:
        raise SourceUnreadable("no move between two places was found.", file=path)
    values = np.zeros((len(places), len(places)))
    for (origin, destination), value in pairs.items():
        if value < 0:
            raise SourceUnreadable(f"{value:g} moves from {origin} to {destination}; moves are 0 or more.", file=path)
        values[places.index(origin), places.index(destination)] = value
    return MovesTable(places, values)


def _refuse_empty(path: Path, names: Sequence[str]) -> None:
    read = numbers(read_csv(path, ["origin"]), names, file=path)
    for name in names:
        if read[name].null_count():
            row = read[name].is_null().arg_max() or 0
            if read["origin"][row] != name:
                raise SourceUnreadable(
                    "the cell is empty. Write 0 where nobody moves; what is not known cannot be projected.",
                    file=path, row=row + 2, column=name,
                )  # fmt: skip


def _net(path: Path, by_period: bool) -> NetTable:
    table = numbers(read_csv(path, ["place", "net"]), ["net"], file=path)
    if not table.height:
        raise SourceUnreadable("the table holds no place.", file=path)
    cells: dict[tuple[int, str], float] = {}
    for row, (place, net) in enumerate(table.select("place", "net").rows(), start=2):
        first = _first_year(path, row, str(table["period"][row - 2] or "")) if by_period else 0
        if net is None:
            raise SourceUnreadable(f"net migration of {place} is empty; write 0 for none.", file=path, row=row,
                                   column="net")  # fmt: skip
        if (first, place) in cells:
            raise SourceUnreadable(f"{place} stands there twice.", file=path, row=row, column="place")
        cells[first, str(place)] = float(net)
    firsts = tuple(sorted({first for first, _ in cells}))
    places = tuple(sorted({place for _, place in cells}))
    for first, following in pairwise(firsts):
        if following - first != STEP:
            raise SourceUnreadable(
                f"periods go from {first} to {following}; they must follow every five years.", file=path
            )
    for first in firsts:
        for place in places:
            if (first, place) not in cells:
                raise SourceUnreadable(f"{place} has no row for {first}-{first + STEP}; give every period.", file=path)
    values = np.array([[cells[first, place] for place in places] for first in firsts])
    return NetTable(places, firsts, values)


def _first_year(path: Path, row: int, text: str) -> int:
    found = _PERIOD.fullmatch(text.strip())
    if not found or int(found[2]) - int(found[1]) != STEP or int(found[1]) % STEP:
        raise SourceUnreadable(f'"{text}" is not a period; write 2020-2025.', file=path, row=row, column="period")
    return int(found[1])

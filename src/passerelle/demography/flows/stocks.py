"""The inputs of a flow estimate: two tables of stocks, births and deaths between them; checked before any sum.

Stands on `base`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.demography.fitting import Array


@dataclass(frozen=True)
class Stocks:
    """Who was born where and lives where, at the start and at the end of a period, and who was born and died between.

    Attributes
    ----------
    places : n codes. start, end : (…, n, n) persons, rows birthplaces, columns residences. births, deaths : (…, n)
        persons over the period, by residence. labels : of each pair of tables, where there are several, such as
        "2015-2020, women", for what is said of one of them.
    """

    places: tuple[str, ...]
    start: Array
    end: Array
    births: Array
    deaths: Array
    labels: tuple[str, ...] = ()

    @property
    def net(self) -> Array:
        """Net migration by the accounts: the change of the population less births plus deaths, (…, n)."""
        change: Array = self.end.sum(-2) - self.start.sum(-2) - self.births + self.deaths
        return change

    @property
    def shape(self) -> tuple[int, ...]:
        """The leading dimensions, () for one pair of tables."""
        return self.start.shape[:-2]

    def label(self, at: Sequence[int]) -> str:
        """How a sentence on the pair of tables at an index of the leading dimensions begins; empty without labels."""
        return f"{self.labels[int(np.ravel_multi_index(tuple(at), self.shape))]}: " if self.labels else ""


def read_stocks(
    places: Sequence[str],
    start: Any,
    end: Any,
    births: Any = 0.0,
    deaths: Any = 0.0,
    *,
    labels: Sequence[str] = (),
) -> Stocks:
    """Check the tables. Natives below zero pass, and are mended by the methods with accounts: `natives_mended`.

    Leading dimensions (sexes, periods, draws) may be those of any of the four; the others are repeated along them.

    Raises
    ------
    ModelError : tables that are not square or not of one size, duplicate codes, a cell that is missing, infinite, text
        or, off the diagonal, negative; births or deaths below zero; more deaths than inhabitants. The place is named.
    """
    names = tuple(places)
    if not names:
        raise ModelError("There is no place: the tables of stocks are empty.")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise ModelError(f"{twice[0]} stands more than once among the places; each may stand once.")
    tables = [_table(names, values, what) for values, what in ((start, "start"), (end, "end"))]
    counts = [_vital(names, values, what) for values, what in ((births, "births"), (deaths, "deaths"))]
    lead = _leading(tables, counts)
    vital = [np.array(np.broadcast_to(count, (*lead, len(names)))) for count in counts]
    whole = [np.array(np.broadcast_to(table, (*lead, *table.shape[-2:]))) for table in tables]
    stocks = Stocks(names, whole[0], whole[1], vital[0], vital[1], tuple(labels))
    if labels and (not lead or len(labels) != math.prod(lead)):
        raise ModelError(f"There are {len(labels)} labels for {math.prod(lead)} pairs of tables; each wants one.")
    _refuse_too_many_deaths(stocks)
    return stocks


def _leading(tables: Sequence[Array], counts: Sequence[Array]) -> tuple[int, ...]:
    shapes = [*(table.shape[:-2] for table in tables), *(count.shape[:-1] for count in counts)]
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        named = zip(("start", "end", "births", "deaths"), shapes, strict=True)
        told = ", ".join(f"{what} {shape}" for what, shape in named)
        raise ModelError(f"The dimensions before places do not go together: {told}.") from None


def _numbers(values: Any, what: str) -> Array:
    try:
        return np.array(values, dtype=float)
    except (ValueError, TypeError) as problem:
        raise ModelError(f"The {what} are no numbers, or rows of unequal length: {problem}.") from None


def _table(names: tuple[str, ...], values: Any, what: str) -> Array:
    table = _numbers(values, f"cells of the {what} table")
    n = len(names)
    if table.shape[-2:] != (n, n):
        raise ModelError(f"The {what} table has shape {table.shape[-2:]}; {n} places want {n} rows and {n} columns.")
    if not np.isfinite(table).all():
        *_, k, i = np.argwhere(~np.isfinite(table))[0]
        raise ModelError(
            f"The {what} table holds no number for those born in {names[k]} who live in {names[i]}. "
            "Write 0 where nobody is counted, or leave the place out."
        )
    off = table.copy()
    off[..., np.arange(n), np.arange(n)] = 0
    if (off < 0).any():
        *lead, k, i = np.argwhere(off < 0)[0]
        raise ModelError(
            f"The {what} table holds {table[(*lead, k, i)]:,.6g} for those born in {names[k]} who live in {names[i]}. "
            "A stock cannot be below zero: correct the cell, or write 0."
        )
    return table


def _vital(names: tuple[str, ...], values: Any, what: str) -> Array:
    """(…, n); one number for all places is repeated."""
    counts = _numbers(values, what)
    if counts.ndim == 0:
        counts = np.full(len(names), float(counts))
    if counts.shape[-1] != len(names):
        raise ModelError(f"The {what} have shape {counts.shape}; {len(names)} places want one count each.")
    odd = ~np.isfinite(counts) | (counts < 0)
    if odd.any():
        at = tuple(np.argwhere(odd)[0])
        raise ModelError(
            f"The {what} of {names[at[-1]]} are {counts[at]:,.6g}; a count of persons is needed. "
            "Write 0 where nobody was counted."
        )
    return counts


def natives_mended(stocks: Stocks) -> tuple[Stocks, tuple[str, ...]]:
    """The stocks without natives below zero, and what was done about each, in sentences.

    A native cell below zero comes from more foreign-born than inhabitants in the sources: it becomes zero and its
    column is rescaled to its old total, so that the population stays (Abel 2013, appendix).

    Raises
    ------
    ModelError : a place with such natives whose inhabitants sum to nothing.
    """
    start, said = _natives_mended(stocks, stocks.start, "start")
    end, more = _natives_mended(stocks, stocks.end, "end")
    return replace(stocks, start=start, end=end), (*said, *more)


def _natives_mended(stocks: Stocks, table: Array, what: str) -> tuple[Array, list[str]]:
    names = stocks.places
    diagonal = np.arange(len(names))
    below = table[..., diagonal, diagonal] < 0
    if not below.any():
        return table, []
    mended = np.array(table)
    totals = mended.sum(-2)
    said = []
    for at in np.argwhere(below):
        *lead, i = at
        was = mended[(*lead, i, i)]
        total = totals[(*lead, i)]
        if total <= 0:
            raise ModelError(
                f"In the {what} table the inhabitants of {names[i]} sum to {total:,.6g}: more foreign-born are counted "
                "than people live there. Correct the natives of the place."
            )
        column = mended[(*lead, slice(None), i)]
        column[i] = 0
        mended[(*lead, slice(None), i)] = column * (total / column.sum())
        said.append(
            f"{stocks.label(lead)}The {what} table held {was:,.0f} natives in {names[i]}: taken as 0, and the "
            f"foreign-born there scaled down to its {total:,.0f} inhabitants."
        )
    return mended, said


def _refuse_too_many_deaths(stocks: Stocks) -> None:
    people = stocks.start.sum(-2)
    over = (stocks.deaths > people) & (stocks.deaths > 0)
    if over.any():
        at = tuple(np.argwhere(over)[0])
        raise ModelError(
            f"{stocks.places[at[-1]]} has {stocks.deaths[at]:,.0f} deaths among {people[at]:,.0f} inhabitants at the "
            "start: more than there are to die. Check the unit of the deaths and the years that they cover."
        )
    empty = (stocks.deaths > 0) & (people <= 0)
    if empty.any():
        at = tuple(np.argwhere(empty)[0])
        raise ModelError(f"{stocks.places[at[-1]]} has deaths, but nobody lives there at the start.")


def without_vital_events(stocks: Stocks) -> Stocks:
    """The same stocks as if nobody was born or died."""
    return replace(stocks, births=np.zeros_like(stocks.births), deaths=np.zeros_like(stocks.deaths))

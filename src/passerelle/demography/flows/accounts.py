"""Demographic accounts: stocks freed of births and deaths, and brought to the same totals by birthplace.

What remains, two tables in which everyone born somewhere is alive at both ends, can differ by migration alone.
Source: Abel (2013), Demographic Research 28(18), section 4; Abel and Sander (2014), supplement; Abel and Cohen (2019),
Scientific Data 6:82.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from passerelle.base.errors import ModelError
from passerelle.demography.fitting import Array, fitted
from passerelle.demography.flows.balancing import TOLERANCE, Begin, balanced
from passerelle.demography.flows.kinds import Births, Closing, Deaths, Isolated, World
from passerelle.demography.flows.stocks import Stocks, natives_mended

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Account:
    """Two tables (…, n, n) [birthplace, residence] of people alive at both ends, with the same totals by birthplace.

    `arrived` and `left` are (…, n, n) [birthplace, residence] moves from and to the rest of the world, zero where the
    account is closed. `steps` are those of the rescaling, `told` what was changed, in sentences. `begins` are, of
    each pair of tables, the factors of both rescalings, to begin a similar one from. `zeroed` counts
    the cells of natives below zero that were made zero.
    """

    stocks: Stocks
    start: Array
    end: Array
    arrived: Array
    left: Array
    steps: int = 0
    told: tuple[str, ...] = ()
    begins: tuple[tuple[Begin, Begin], ...] = ()
    zeroed: int = 0


def accounted(
    stocks: Stocks,
    closing: Closing = "closed",
    *,
    world: World = "before",
    births: Births = "native",
    deaths: Deaths = "proportion",
    isolated: Isolated = "refuse",
    begins: tuple[tuple[Begin, Begin], ...] = (),
    tolerance: float = TOLERANCE,
) -> Account:
    """Free the stocks of births and deaths and bring both tables to the same totals by birthplace.

    Parameters
    ----------
    closing : "closed" rescales both tables to the mean of their totals by birthplace; "open-dr" puts the difference
        with the rest of the world, arrivals by the end table's pattern and departures by the start's (Abel 2013);
        "open" with the patterns exchanged, which may take more from a cell than it holds.
    world : where a closed account does not balance (births less deaths against the change of the world's people), half
        the gap goes to the natives of each table, "before" births and deaths are taken out or "after".
    births : "native" takes births from the natives (from all, and says so, where there are too few); "proportion" from
        all by birthplace. deaths : by the mix of birthplaces at the start, or fitted to what the totals by birthplace
        leave ("accounting", experimental, refused where that is below zero).
    isolated : what to do with a place without foreign-born whose natives outnumber all who were born there, so that its
        margins cannot be met: "refuse", or "leave" those born there out and rescale the others.

    Raises
    ------
    ModelError : totals that cannot be met, with places and both totals.
    """
    given = stocks
    _refuse_too_many_births(given)  # of the tables as they were given, so that the figures told are the user's
    stocks, mended = natives_mended(stocks)
    told = list(mended)
    if closing == "closed" and world == "before":
        gap = (stocks.births - stocks.deaths).sum(-1) - (stocks.end - stocks.start).sum((-1, -2))
        start, end = _natives_balanced(stocks.start, stocks.end, gap)
        told += _world_said(gap)
        stocks = replace(stocks, start=start, end=end)
    newborn, said = _births(stocks, births)
    dead = _deaths(stocks, deaths)
    start, end = stocks.start - dead, stocks.end - newborn
    told += said
    if closing == "closed":
        if world == "after":
            gap = start.sum((-1, -2)) - end.sum((-1, -2))
            start, end = _natives_balanced(start, end, gap)
            told += _world_said(gap)
        account = _closed(given, start, end, tuple(told), isolated, begins, tolerance)
    else:
        account = _opened(given, start, end, closing, tuple(told))
    return replace(account, zeroed=len(mended))


def _natives_balanced(start: Array, end: Array, gap: Array) -> tuple[Array, Array]:
    """Half of what the world's accounts lack is taken from the natives of the start, half given to those of the end."""
    along = np.arange(start.shape[-1])
    tables = []
    for table, sign in ((start, -1), (end, 1)):
        natives = table[..., along, along]
        total = natives.sum(-1)
        wanted = total + sign * gap / 2
        if (wanted < 0).any() or ((total <= 0) & (gap != 0)).any():
            raise ModelError(
                f"The world's accounts lack {np.abs(gap).max():,.0f} people, more than there are natives to bear it. "
                "Check births, deaths and both tables for units and years."
            )
        scaled = np.array(table)
        share = np.divide(wanted, total, out=np.ones_like(total), where=total > 0)
        scaled[..., along, along] = natives * share[..., None]
        tables.append(scaled)
    return tables[0], tables[1]


def _world_said(gap: Array) -> list[str]:
    largest = float(np.abs(gap).max(initial=0.0))
    if largest < 0.5:
        return []
    many = f", at most, in {gap.size} pairs of tables" if gap.ndim else ""
    return [
        f"Births less deaths and the change of the world's people differ by {largest:,.0f}{many}: half of it was taken "
        "up by the natives of the start table, half by those of the end table, each in proportion."
    ]


def _refuse_too_many_births(stocks: Stocks) -> None:
    people = stocks.end.sum(-2)
    short = stocks.births > people
    if short.any():
        at = tuple(np.argwhere(short)[0])
        raise ModelError(
            f"{stocks.places[at[-1]]} has {stocks.births[at]:,.0f} births and only {people[at]:,.0f} inhabitants at "
            "the end. Check the unit of the births and the years that they cover."
        )


def _births(stocks: Stocks, how: Births) -> tuple[Array, list[str]]:
    """The newborn by birthplace (the place itself) and residence at the end."""
    _refuse_too_many_births(stocks)
    along = np.arange(len(stocks.places))
    people = stocks.end.sum(-2)
    share = np.divide(stocks.end, people[..., None, :], out=np.zeros_like(stocks.end), where=people[..., None, :] > 0)
    spread = share * stocks.births[..., None, :]
    if how == "proportion":
        return spread, []
    native = np.zeros_like(stocks.end)
    native[..., along, along] = stocks.births
    few = stocks.end[..., along, along] < stocks.births
    newborn = np.where(few[..., None, :], spread, native)
    said = [
        f"{stocks.label(lead)}{stocks.places[i]} has more births than natives at the end: its births are taken from "
        "all who live there, by birthplace."
        for *lead, i in np.argwhere(few)
    ]
    return newborn, list(dict.fromkeys(said))


def _deaths(stocks: Stocks, how: Deaths) -> Array:
    """Those who died by birthplace and residence at the start."""
    people = stocks.start.sum(-2)
    share = np.divide(
        stocks.start, people[..., None, :], out=np.zeros_like(stocks.start), where=people[..., None, :] > 0
    )
    dead: Array = share * stocks.deaths[..., None, :]
    if how == "proportion":
        return dead
    rows = stocks.start.sum(-1) + stocks.births - stocks.end.sum(-1)
    if (rows < -1e-6).any():
        at = tuple(np.argwhere(rows < -1e-6)[0])
        raise ModelError(
            f"Deaths cannot be accounted by birthplace: those born in {stocks.places[at[-1]]} grew by "
            f"{-rows[at]:,.0f} more than were born there. Use deaths in proportion."
        )
    rows = np.maximum(rows, 0.0)
    for at in np.ndindex(stocks.shape):
        total = stocks.deaths[at].sum()
        scale = total / rows[at].sum() if rows[at].sum() > 0 else 0.0
        fit = fitted(stocks.start[at], {(0,): rows[at] * scale, (1,): stocks.deaths[at]})
        if fit.error > 1e-6:
            raise ModelError(
                f"Deaths cannot be accounted by birthplace: after {fit.steps} steps a margin is still {fit.error:.2g} "
                "of the largest away. Use deaths in proportion."
            )
        dead[at] = fit.table
    return dead


def _closed(
    stocks: Stocks,
    start: Array,
    end: Array,
    told: tuple[str, ...],
    isolated: str,
    begins: tuple[tuple[Begin, Begin], ...],
    tolerance: float,
) -> Account:
    """Both tables rescaled to the mean of their totals by birthplace, each with its own totals by residence."""
    first, last, found, steps, said = np.empty_like(start), np.empty_like(end), [], 0, list(told)
    for number, at in enumerate(np.ndindex(stocks.shape)):
        tables = (start[at], end[at])
        rows = [table.sum(-1) for table in tables]
        inside: Flags = np.ones(len(rows[0]), dtype=bool)
        if isolated == "leave":
            inside = ~_stuck(*tables, (rows[0] + rows[1]) / 2)
            which = ~inside & (np.abs(rows[0] - rows[1]) > 0.5)
            said += [stocks.label(at) + sentence for sentence in _left_out(stocks.places, which, rows)]
        wanted = np.where(inside, (rows[0] + rows[1]) / 2, 0.0)
        results = []
        for side, table in enumerate(tables):
            kept = table if inside.all() else table * inside * inside[:, None]
            columns = kept.sum(-2)
            if not inside.all():  # those left out take their share of the world with them
                columns = columns * (wanted.sum() / columns.sum())
            begin = begins[number][side] if begins else None
            results.append(balanced(kept, wanted, columns, names=stocks.places, start=begin, tolerance=tolerance))
        first[at], last[at] = results[0].table, results[1].table
        found.append((results[0].begin, results[1].begin))
        steps = max(steps, *(result.steps for result in results))
    nobody = np.zeros_like(first)
    return Account(stocks, first, last, nobody, nobody, steps, tuple(said), tuple(found))


def _stuck(start: Array, end: Array, total: Array) -> Flags:
    """Places without foreign-born whose natives, who must all be there, outnumber all who were born there.

    `total` is the mean of the totals by birthplace. No table has such margins: whoever lives there was born there.
    """
    stuck: Flags = np.zeros(len(total), dtype=bool)
    for table in (start, end):
        natives = np.diag(table)
        stuck |= (table.sum(0) == natives) & (natives > total * (1 + 1e-12))
    return stuck


def _left_out(places: Sequence[str], which: Flags, rows: list[Array]) -> list[str]:
    return [
        f"{places[i]} has no foreign-born, and its natives outnumber all who were born there by the mean of both "
        f"tables: those born there, {rows[0][i]:,.0f} and {rows[1][i]:,.0f}, are left out."
        for i in map(int, np.flatnonzero(which))
    ]


def _opened(stocks: Stocks, start: Array, end: Array, closing: Closing, told: tuple[str, ...]) -> Account:
    """What one table has more of a birthplace comes from, or goes to, the rest of the world."""
    surplus = start.sum(-1) - end.sum(-1)
    coming, going = np.maximum(-surplus, 0.0), np.maximum(surplus, 0.0)
    into, out_of = (start, end) if closing == "open" else (end, start)
    arrived, left = _along_rows(into, coming, stocks.places), _along_rows(out_of, going, stocks.places)
    return Account(stocks, start - left, end - arrived, arrived, left, 0, told)


def _along_rows(pattern: Array, totals: Array, places: Sequence[str]) -> Array:
    rows = pattern.sum(-1)
    bare = (rows <= 0) & (totals > 0)
    if bare.any():
        at = tuple(np.argwhere(bare)[0])
        raise ModelError(
            f"{totals[at]:,.0f} people born in {places[at[-1]]} would come from or go to the rest of the world, but "
            "nobody born there lives anywhere in the table that says where. Add them to the tables, or leave it out."
        )
    share = np.divide(totals, rows, out=np.zeros_like(totals), where=rows > 0)
    spread: Array = pattern * share[..., None]
    return spread

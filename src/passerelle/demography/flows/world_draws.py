"""Intervals of the world's estimates: all methods on the same draws, period by period and sex by sex.

What a draw is stands in `uncertainty`. Stands on `world`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from passerelle.base.errors import ModelError
from passerelle.base.threads import one_thread
from passerelle.demography.draws import LEVEL, ends, refuse_draws
from passerelle.demography.fitting import Array
from passerelle.demography.flows.accounts import accounted
from passerelle.demography.flows.balancing import Begin
from passerelle.demography.flows.estimate import PLAIN, WEIGHT, estimated, mixed, parts_of
from passerelle.demography.flows.kinds import Method
from passerelle.demography.flows.stocks import Stocks
from passerelle.demography.flows.uncertainty import CLOSE, Errors, perturbed
from passerelle.demography.flows.world import WORLD_METHODS, World

CLOSED: tuple[Method, ...] = ("closed", "independence", "pseudo-bayes")
BOTH = ("F", "M", "_T")


@dataclass(frozen=True)
class Interval:
    """Of one method, period and sex: (n, n) ends of the interval, ends for the world, and draws made and refused.

    total : persons. rate : moves a thousand inhabitants at the start. types : of moves outward, back and in transit,
    none where the method does not know them.
    """

    low: Array
    high: Array
    total: tuple[float, float]
    rate: tuple[float, float]
    types: tuple[tuple[float, float], ...]
    made: int
    refused: int


Intervals = dict[tuple[Method, str, str], Interval]
_Made = dict[Method, tuple[Array, Array | None]]  # flows (n, n) and moves by type (3,) of each method


@one_thread()
def draw_world(
    world: World,
    draws: int,
    *,
    random_seed: int = 0,
    errors: Errors | None = None,
    level: float = LEVEL,
    progress: Callable[[str, int, int], None] | None = None,
) -> Intervals:
    """Intervals by method, period and sex (F, M, and _T from tables of both sexes together).

    Each period and sex has a random stream of its own, so that periods can be made apart and come out alike.

    Raises
    ------
    ModelError : fewer than two draws, a level outside 0 to 1.
    """
    refuse_draws(draws, level)
    found: Intervals = {}
    steps = [(p, s) for p in range(len(world.periods)) for s in range(3)]
    for done, (p, s) in enumerate(steps, start=1):
        stocks = _of(world, p, s)
        entropy = np.random.SeedSequence((random_seed, int(world.periods[p][:4]), s))
        for method, interval in _drawn(stocks, world.quality[p], draws, errors or Errors(), level, entropy).items():
            found[method, world.periods[p], BOTH[s]] = interval
        if progress is not None:
            progress(f"{world.periods[p]} {BOTH[s]}", done, len(steps))
    return found


def _of(world: World, period: int, sex: int) -> Stocks:
    """One pair of tables; the third sex is both together."""
    s = world.stocks
    if sex < 2:
        return Stocks(s.places, s.start[period, sex], s.end[period, sex], s.births[period, sex], s.deaths[period, sex])
    return Stocks(
        s.places, s.start[period].sum(0), s.end[period].sum(0), s.births[period].sum(0), s.deaths[period].sum(0)
    )


def _drawn(
    stocks: Stocks, quality: Array, draws: int, errors: Errors, level: float, entropy: np.random.SeedSequence
) -> dict[Method, Interval]:
    n = len(stocks.places)
    begins = accounted(stocks, "closed", isolated="leave").begins
    held = {method: np.empty((draws, n, n), dtype=np.float32) for method in WORLD_METHODS}
    world = {method: np.empty((draws, 2 + 3)) for method in WORLD_METHODS}  # total, rate, types
    made, refused = dict.fromkeys(WORLD_METHODS, 0), dict.fromkeys(WORLD_METHODS, 0)
    for stream in entropy.spawn(draws):
        sample = perturbed(stocks, quality.astype(int), errors, np.random.default_rng(stream))
        people = sample.start.sum()
        for methods, make in _groups(sample, begins):
            try:
                tables = make()
            except ModelError:
                for method in methods:
                    refused[method] += 1
                continue
            for method, (table, types) in tables.items():
                held[method][made[method]] = table
                total = float(table.sum())
                world[method][made[method]] = (
                    total,
                    total / people * 1000,
                    *([np.nan] * 3 if types is None else types),
                )
                made[method] += 1
    return {
        method: _interval(held[method][: made[method]], world[method][: made[method]], level, refused[method])
        for method in WORLD_METHODS
        if made[method] > 1
    }


def _groups(
    sample: Stocks, begins: tuple[tuple[Begin, Begin], ...]
) -> list[tuple[tuple[Method, ...], Callable[[], _Made]]]:
    """Methods that are made together, with what makes them."""

    def plain() -> _Made:
        return {method: (estimated(sample, method).flows, None) for method in WORLD_METHODS if method in PLAIN}

    def opened() -> _Made:
        made: _Made = {}
        for method in ("open", "open-dr"):
            parts = parts_of(accounted(sample, method), method, None, WEIGHT)
            made[method] = mixed(parts), parts[0][1].type_totals()
        return made

    def closed() -> _Made:
        account = accounted(sample, "closed", isolated="leave", begins=begins, tolerance=CLOSE)
        moves = [parts_of(account, method, None, WEIGHT)[0][1] for method in CLOSED[:2]]
        (least, most), (few, many) = [m.table() for m in moves], [m.type_totals() for m in moves]
        return {
            "closed": (least, few), "independence": (most, many),
            "pseudo-bayes": (WEIGHT * least + (1 - WEIGHT) * most, WEIGHT * few + (1 - WEIGHT) * many),
        }  # fmt: skip

    without = tuple(method for method in WORLD_METHODS if method in PLAIN)
    return [(without, plain), (("open", "open-dr"), opened), (CLOSED, closed)]


def _interval(held: NDArray[np.float32], world: Array, level: float, refused: int) -> Interval:
    """Ends by order statistics, found by partial sorting in place: no sorted copy of all draws is made."""
    count = len(held)
    start, _, end = ends(level)
    first, last = int(np.floor(start * (count - 1))), int(np.ceil(end * (count - 1)))
    held.partition((first, last), axis=0)
    low, high = held[first].astype(float), held[last].astype(float)
    ordered = np.sort(world, axis=0)
    total, rate, *types = [(float(ordered[first, at]), float(ordered[last, at])) for at in range(world.shape[1])]
    known = () if np.isnan(world[0, 2]) else tuple(types)
    return Interval(low, high, total, rate, known, count, refused)

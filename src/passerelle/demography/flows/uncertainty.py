"""How sure flows are: inputs drawn from their errors, every method run on every draw, intervals from the draws.

Errors of stocks are larger where the source is weaker (a census by birthplace, a register by citizenship, an
imputation) and are drawn cell by cell, log-normal with mean one; the place's error of definition is shared by its
whole column.
Populations and vital events have errors of their own, drawn by place. The figures of the classes are parameters to be
checked, not findings; a user may give others. Source of the approach: Azose and Raftery (2019), PNAS 116, who give the
estimates a factor of three; accounting methods by themselves offer no interval.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.base.threads import one_thread
from passerelle.demography.draws import LEVEL, ends, refuse_draws
from passerelle.demography.fitting import Array
from passerelle.demography.flows.accounts import accounted
from passerelle.demography.flows.estimate import PLAIN, WEIGHT, estimated, mixed, parts_of
from passerelle.demography.flows.kinds import Closing, Method
from passerelle.demography.flows.stocks import Stocks


@dataclass(frozen=True)
class Errors:
    """Relative standard errors of the inputs (0.1 is 10 %), all parameters to be checked.

    stock : of a cell, by quality class of its column. definition : of a whole column, by class. population : of the
    natives. births, deaths : of the vital events. shared : of the variance of a cell's error, the part that both ends
    have in common, as most tables are interpolated between the same censuses.
    """

    stock: tuple[float, ...] = (0.05, 0.10, 0.20, 0.40)
    definition: tuple[float, ...] = (0.02, 0.05, 0.10, 0.15)
    population: float = 0.01
    births: float = 0.03
    deaths: float = 0.05
    shared: float = 0.9


# Classes of a column, from the remarks of the table of stocks; see the card of UN DESA's table for their codes.
CLOSE = 1e-7  # relative error of a row at which a draw has settled, far below the errors drawn
COUNTED, CITIZENS, MIXED, IMPUTED = range(4)


def quality_of(remark: str) -> int:
    """The class of a stock by the remark that its table carries: counted by birthplace, citizens, mixed, imputed."""
    if "imputed" in remark:
        return IMPUTED
    if "by citizenship" in remark:
        return MIXED if "by country of birth" in remark else CITIZENS
    return COUNTED if "by country of birth" in remark else MIXED


@dataclass(frozen=True)
class Draws:
    """Intervals of flows from draws.

    low, median, high : (…, n, n) at `level`. total : (draws,) world moves of each draw. refused : how many draws the
    method could not close, which are left out. rate : (draws,) world moves a thousand inhabitants at the start.
    out_rate, in_rate : (draws, n) moves from and to each place a thousand of its inhabitants at the start, NaN where it
    has none. types : moves outward, back and in transit, (draws, 3), where the method knows types.
    """

    low: Array
    median: Array
    high: Array
    total: Array
    level: float
    refused: int
    rate: Array
    out_rate: Array
    in_rate: Array
    types: Array | None = None

    def interval(self, values: Array) -> tuple[Array, Array, Array]:
        """Low end, median and high end over draws, the first dimension of `values`, at the level of these draws."""
        low, median, high = np.quantile(values, ends(self.level), axis=0)
        return np.asarray(low), np.asarray(median), np.asarray(high)


@one_thread()
def drawn(
    stocks: Stocks,
    method: Method,
    draws: int,
    *,
    quality: Sequence[int] | Array | None = None,
    errors: Errors | None = None,
    random_seed: int = 0,
    level: float = LEVEL,
    progress: Callable[[int, int], None] | None = None,
    **options: Any,
) -> Draws:
    """Estimate flows on perturbed inputs and take intervals.

    Each draw has a random stream of its own, spawned from the seed, so that draw 17 is the same however many are made.

    Parameters
    ----------
    stocks : one pair of tables (no leading dimensions). quality : class of each place's stocks, 0 best to 3.
    level : share of draws inside the interval. options : as for `estimated`; net migration given for "rate" gets the
        errors that the accounts' own has in each draw.

    Raises
    ------
    ModelError : fewer than two draws, a level outside 0 to 1, leading dimensions, or a method that closes no draw.
    """
    refuse_draws(draws, level)
    if stocks.shape:
        raise ModelError("Draws are made for one pair of tables at a time.")
    chosen = errors or Errors()
    given = np.zeros(len(stocks.places)) if quality is None else np.asarray(quality, dtype=float)
    known = np.isin(given, np.arange(len(chosen.stock)))
    if given.shape != (len(stocks.places),) or not known.all():
        raise ModelError(f"Quality classes are whole numbers from 0 to {len(chosen.stock) - 1}, one a place.")
    return _collected(stocks, method, draws, given.astype(int), chosen, random_seed, level, progress, options)


def _collected(
    stocks: Stocks,
    method: Method,
    draws: int,
    classes: Any,
    errors: Errors,
    random_seed: int,
    level: float,
    progress: Callable[[int, int], None] | None,
    options: dict[str, Any],
) -> Draws:
    n = len(stocks.places)
    one = _by_account(stocks, method, options) if method not in PLAIN else _without_account(stocks, method, options)
    held = np.empty((draws, n, n), dtype=np.float32)
    kinds, rates, sides, made, refused = np.empty((draws, 3)), np.empty((draws, 2)), np.empty((draws, 2, n)), 0, 0
    for at, stream in enumerate(np.random.SeedSequence(random_seed).spawn(draws)):
        sample = perturbed(stocks, classes, errors, np.random.default_rng(stream))
        try:
            flows, kinds[made] = one(sample)
        except ModelError:
            refused += 1
        else:
            held[made], people = flows, sample.start.sum(0)
            rates[made] = flows.sum(), flows.sum() / people.sum() * 1000
            moved = np.stack([flows.sum(1), flows.sum(0)]) * 1000
            sides[made] = np.divide(moved, people, out=np.full_like(moved, np.nan), where=people > 0)
            made += 1
        if progress is not None:
            progress(at + 1, draws)
    if made < 2:
        raise ModelError(f'The method "{method}" closed {made} of {draws} draws: the tables are too near the edge.')
    low, median, high = _quantiles(held[:made], ends(level))
    types = kinds[:made] if method not in PLAIN else None
    return Draws(low, median, high, rates[:made, 0], level, refused, rates[:made, 1], sides[:made, 0], sides[:made, 1],
                 types)  # fmt: skip


_Made = tuple[Array, Any]  # flows (n, n), and moves by type (3,)


def _by_account(stocks: Stocks, method: Method, options: Mapping[str, Any]) -> Callable[[Stocks], _Made]:
    closing: Closing = method if method in ("open", "open-dr") else "closed"
    accounting = {name: value for name, value in options.items() if name not in ("seed", "weight")}
    # the factors of the tables as they are, which halve the steps of each draw
    begins = accounted(stocks, closing, **accounting).begins

    def one(sample: Stocks) -> _Made:
        account = accounted(sample, closing, begins=begins, tolerance=CLOSE, **accounting)
        parts = parts_of(account, method, options.get("seed"), options.get("weight", WEIGHT))
        return mixed(parts), sum(share * moves.type_totals() for share, moves in parts)

    return one


def _without_account(stocks: Stocks, method: Method, options: Mapping[str, Any]) -> Callable[[Stocks], _Made]:
    net = options.get("net")

    def one(sample: Stocks) -> _Made:
        given = {"net": net + sample.net - stocks.net} if net is not None else {}
        return estimated(sample, method, **{**options, **given}).flows, np.nan

    return one


def _quantiles(held: Any, at: Sequence[float]) -> tuple[Array, ...]:
    """Quantiles over draws, row by row of the table, so that no sorted copy of all draws is made."""
    n = held.shape[1]
    found = np.empty((len(at), *held.shape[1:]))
    for i in range(n):
        found[:, i] = np.quantile(held[:, i], at, axis=0)
    return tuple(found)


def perturbed(stocks: Stocks, classes: Any, errors: Errors, random: np.random.Generator) -> Stocks:
    """One draw of the inputs: the same error of definition at both ends, own errors of cells, people, births, deaths.

    Natives follow from the population drawn and the foreign-born drawn, so that a place keeps its inhabitants.
    """
    n = len(stocks.places)
    definition = _factors(random, np.asarray(errors.definition)[classes], (n,))
    people = _factors(random, errors.population, (n,))
    spread = np.sqrt(np.log1p(np.square(np.asarray(errors.stock)[classes])))
    common = random.standard_normal((n, n))
    tables = []
    for table in (stocks.start, stocks.end):
        # both ends have most of a cell's error in common
        own = np.sqrt(errors.shared) * common + np.sqrt(1 - errors.shared) * random.standard_normal((n, n))
        fresh = table * np.exp(own * spread - spread**2 / 2) * definition[None, :]
        natives = np.diag(table)
        foreign = fresh.sum(0) - np.diag(fresh)
        inhabitants = table.sum(0) * people
        # natives never vanish because the foreign-born were drawn high: at least half of them stay
        fresh[np.arange(n), np.arange(n)] = np.maximum(inhabitants - foreign, natives / 2)
        tables.append(fresh)
    births = stocks.births * people * _factors(random, errors.births, (n,))
    deaths = np.minimum(stocks.deaths * people * _factors(random, errors.deaths, (n,)), tables[0].sum(0) * 0.99)
    return replace(stocks, start=tables[0], end=tables[1], births=births, deaths=deaths)


def _factors(random: np.random.Generator, error: Any, shape: tuple[int, ...]) -> Array:
    """Log-normal factors with mean one and the relative standard error asked."""
    spread = np.sqrt(np.log1p(np.square(error)))
    drawn_now: Array = np.exp(random.standard_normal(shape) * spread - np.square(spread) / 2)
    return drawn_now

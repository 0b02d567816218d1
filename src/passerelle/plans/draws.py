"""How far costs may go: three-point estimates drawn many times into a range by year and in total.

Within an action all lines are dear or cheap together; between actions the plan's correlation holds. Stands on `budget`.

Source: triangular distributions and correlated cost elements as in Book (1999), Why correlation matters in cost
estimating, 32nd DOD Cost Analysis Symposium; that estimates which are taken as independent hide the risk is there too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from passerelle.base.errors import SettingRefused
from passerelle.plans.amounts import Line
from passerelle.plans.budget import Budget
from passerelle.plans.records import Quantity, Range

DRAWS = 10_000
FEWEST, MOST = 100, 1_000_000
LEVELS = {"p10": 0.10, "p50": 0.50, "p90": 0.90}
POINTS = 129  # of the quantile tables, evenly over the deviate; between them the line is straight
EDGE = 4.0
BLOCK = 512  # lines whose shapes are worked out together, so that they stay near the processor
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """Costs without contingency as drawn, in whole units of the currency: shape (years, draws)."""

    years: tuple[int, ...]
    drawn: Array
    draws: int
    seed: int

    @property
    def total(self) -> Array:
        """The sum over years, shape (draws,)."""
        return np.asarray(self.drawn.sum(0))

    def chance_within(self, amount: float) -> float:
        """The share of draws in which the whole costs no more than an amount; what adding up rounds is let be."""
        return float((self.total <= amount + abs(amount) * 1e-12).mean())


def spread(made: Budget, *, draws: int = DRAWS, seed: int = 1) -> Spread:
    """Draw the costs of a plan.

    Raises
    ------
    SettingRefused : fewer draws than 100 or more than a million.
    """
    if not FEWEST <= draws <= MOST:
        raise SettingRefused(f"{draws} draws cannot be meant; take {FEWEST} to {MOST:,}.")
    is_drawn = [_is_uncertain(line) for line in made.lines]
    drawn = np.repeat(_certain(made, is_drawn)[:, None], draws, axis=1)
    bits = np.random.SFC64(np.random.SeedSequence(seed))
    tied = float(made.plan.uncertainty.correlation)
    common = _deviates(bits, draws) * np.float32(tied**0.5)
    own = np.float32((1 - tied) ** 0.5)
    for table in _tables(made, is_drawn):
        deviate = _deviates(bits, draws)
        deviate *= own
        deviate += common
        _add(drawn, table, deviate)
    return Spread(made.years, drawn, draws, seed)


# Normal deviates of as many equally likely levels; to read them is four times as fast as to draw exact ones.
_NORMAL = ndtri((np.arange(2**16) + 0.5) / 2**16).astype(np.float32)


def _deviates(bits: np.random.SFC64, draws: int) -> NDArray[np.float32]:
    """Normal deviates, four of each 64 bits, the same on every machine."""
    four = np.asarray(bits.random_raw(-(-draws // 4)), "<u8").view("<u2")
    return _NORMAL.take(four[:draws])


class _Table(NamedTuple):
    """An action's costs along the deviate: shapes (POINTS,), each with the years it falls in and how much of it."""

    shapes: list[Array]
    years: list[list[tuple[int, float]]]


_PER_UNIT = (POINTS - 1) / (2 * EDGE)  # points of a table for one unit of the deviate
_GRID = np.linspace(-EDGE, EDGE, POINTS)


def _add(drawn: Array, table: _Table, deviate: NDArray[np.float32]) -> None:
    """Add an action's costs in its years, read from its shapes along straight lines."""
    np.clip(deviate, -EDGE, EDGE, out=deviate)
    below = (deviate * np.float32(_PER_UNIT) + np.float32(EDGE * _PER_UNIT)).astype(np.intp)
    for shape, years in zip(table.shapes, table.years, strict=True):
        # of each piece the line through its ends; the last point has the last piece's
        slope = np.diff(shape) * _PER_UNIT
        start = shape[:-1] - slope * _GRID[:-1]
        values = slope.astype(np.float32).take(below, mode="clip")
        values *= deviate
        values += start.astype(np.float32).take(below, mode="clip")
        for year, part in years:
            drawn[year] += values if part == 1.0 else values * np.float32(part)


def _certain(made: Budget, is_drawn: Sequence[bool]) -> Array:
    """What is certain by year."""
    at = {year: place for place, year in enumerate(made.years)}
    fixed = np.zeros(len(made.years), np.int64)
    for line, drawn in zip(made.lines, is_drawn, strict=True):
        if not drawn:
            for (year, _), cents in zip(line.terms.shares, line.cents, strict=True):
                fixed[at[year]] += cents
    return np.asarray(fixed / 10**made.digits)


def _tables(made: Budget, is_drawn: Sequence[bool]) -> Iterator[_Table]:
    """Of each uncertain action its costs along the deviate."""
    first = made.years[0]
    for group, shapes in _by_action(list(compress(made.lines, is_drawn))):
        terms = group[0].terms
        if all((line.terms.shares, line.terms.inflation) == (terms.shares, terms.inflation) for line in group):
            # the years differ in size alone
            likely = np.array([float(line.exact[0]) for line in group])
            size = float(terms.weights[0])
            parts = [(year - first, float(weight) / size) for (year, _), weight in
                     zip(terms.shares, terms.weights, strict=True)]  # fmt: skip
            yield _Table([likely @ shapes], [parts])
            continue
        by_year: dict[int, Array] = {}
        for line, shape in zip(group, shapes, strict=True):
            for (year, _), amount in zip(line.terms.shares, line.exact, strict=True):
                by_year[year - first] = by_year.get(year - first, 0.0) + float(amount) * shape
        yield _Table(list(by_year.values()), [[(year, 1.0)] for year in by_year])


def _is_uncertain(line: Line) -> bool:
    return isinstance(line.cost.quantity, Range) or isinstance(line.cost.unit_cost, Range)


def _by_action(lines: list[Line]) -> Iterator[tuple[list[Line], Array]]:
    """Lines of one action, with what each costs along the deviate as a multiple of the likeliest."""
    shapes = np.empty((len(lines), POINTS))
    for at in range(0, len(lines), BLOCK):
        block = [line.cost for line in lines[at : at + BLOCK]]
        shapes[at : at + BLOCK] = _relative([one.quantity for one in block])
        shapes[at : at + BLOCK] *= _relative([one.unit_cost for one in block])
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or lines[end].action != lines[start].action:
            yield lines[start:end], shapes[start:end]
            start = end


_LEVELS = ndtr(_GRID)
_RISING, _FALLING = np.sqrt(_LEVELS), np.sqrt(1 - _LEVELS)


def _relative(values: list[Quantity]) -> Array:
    """Quantiles of triangular distributions as multiples of their likeliest, shape (values, POINTS).

    Shape (values, 1) where all are certain.
    """
    if not any(isinstance(value, Range) for value in values):
        return np.ones((len(values), 1))
    ends = [(float(value.low), float(value.likely), float(value.high)) if isinstance(value, Range) and value.likely
            else (1.0, 1.0, 1.0) for value in values]  # fmt: skip
    low, likely, high = np.array(ends).T[:, :, None]
    wide = high - low
    rising = low + np.sqrt(wide * (likely - low)) * _RISING
    falling = high - np.sqrt(wide * (high - likely)) * _FALLING
    return np.asarray(np.where(_LEVELS * wide < likely - low, rising, falling) / likely)


def ranges(made: Budget, *, draws: int = DRAWS, seed: int = 1) -> dict[str, Any]:
    """P10, P50 and P90 by year and in total as texts, and how often the contingency would be enough."""
    found = spread(made, draws=draws, seed=seed)
    by_year = np.quantile(found.drawn, list(LEVELS.values()), axis=1)
    whole = np.quantile(found.total, list(LEVELS.values()))
    enough = float(made.money(int(made.total.sum())))
    return {
        "years": {year: _levels(made, by_year[:, at]) for at, year in enumerate(made.years)},
        "total": {**_levels(made, whole), "within_total": round(found.chance_within(enough), 4)},
        "draws": {"number": draws, "seed": seed, "correlation": str(made.plan.uncertainty.correlation)},
    }


def _levels(made: Budget, values: Array) -> dict[str, str]:
    return {name: f"{value:.{made.digits}f}" for name, value in zip(LEVELS, values, strict=True)}

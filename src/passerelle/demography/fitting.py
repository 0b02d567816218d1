"""Tables fitted to margins: iterative proportional fitting and conditional maximisation, in any number of dimensions.

A margin is named by the axes that it keeps: (0,) rows, (1,) columns, (0, 2) origin by birthplace. Any of them may be
left out. Knows nothing of migration. Stands on `base`.

Sources: Deming and Stephan (1940), Annals of Mathematical Statistics 11(4); Willekens (1999), Population 11(4), for
the parameters; Raymer and Abel (2008) for net totals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from passerelle.base.errors import ModelError

Array = NDArray[np.float64]
Axes = tuple[int, ...]
DISAGREEMENT = 1e-9  # of a total: two margins further apart than this describe different people


@dataclass(frozen=True)
class Fit:
    """A fitted table, the factor of each margin, and how well it meets the margins.

    `error` is the largest distance from a margin's cell, relative to the largest cell of that margin; `settled` says
    whether it fell below the tolerance within the steps allowed.
    """

    table: Array
    factors: Mapping[Axes, Array]
    error: float
    steps: int
    settled: bool


def fitted(seed: Any, margins: Mapping[Axes, Any], *, tolerance: float = 1e-10, most_steps: int = 10_000) -> Fit:
    """Fit a table to its margins by iterative proportional fitting, keeping the seed's interactions and zeros.

    Parameters
    ----------
    seed : non-negative table of any shape.
    margins : for each set of axes the totals over all other axes, shape `seed.shape` at those axes.
    tolerance : largest relative error of a margin at which the fit has settled.

    Raises
    ------
    ModelError : a margin's shape does not fit, a cell is negative or not finite, totals disagree (both are named), or
        a margin wants people where the seed has none.
    """
    table = np.array(seed, dtype=float)
    wanted = checked_margins(table, margins)
    factors = {axes: np.ones(target.shape) for axes, target in wanted.items()}
    error, step = _error(table, wanted), 0
    while error > tolerance and step < most_steps:
        step += 1
        for axes, target in wanted.items():
            ratio = _ratio(target, _sums(table, axes))
            with np.errstate(over="ignore"):  # where no table meets the margins, factors grow for ever
                factors[axes] = factors[axes] * ratio
            table *= _spread(ratio, axes, table.ndim)
        error = _error(table, wanted)
    return Fit(table, factors, error, step, error <= tolerance)


def maximised(seed: Any, margins: Mapping[Axes, Any], *, tolerance: float = 1e-10, most_steps: int = 10_000) -> Fit:
    """The same fit by conditional maximisation: each margin's factors in turn, the table itself made at the end.

    With the other factors held, the likelihood of Poisson counts is largest at α_i = r_i / Σ_j β_j m_ij, and so for
    every margin. With total margins of a table in three dimensions, the seed is first summed over what no margin keeps,
    so that each step costs two dimensions (Willekens 1999). Arguments and errors as in `fitted`.
    """
    table = np.array(seed, dtype=float)
    wanted = checked_margins(table, margins)
    kept = sorted({axis for axes in wanted for axis in axes})
    small = _sums(table, tuple(kept))
    factors = {axes: np.ones(target.shape) for axes, target in wanted.items()}
    error, step = np.inf if wanted else 0.0, 0
    while error > tolerance and step < most_steps:
        step, error = step + 1, 0.0
        for axes, target in wanted.items():
            expected = _expected(small, kept, {other: factors[other] for other in wanted if other != axes}, axes)
            off = np.abs(factors[axes] * expected - target).max(initial=0.0)
            error = max(error, float(off) / max(float(target.max(initial=0.0)), 1e-300))
            factors[axes] = _ratio(target, expected)
        if not np.isfinite(error):  # where no table meets the margins, factors grow for ever
            break
    with np.errstate(over="ignore", invalid="ignore"):
        for axes, factor in factors.items():
            table = table * _spread(factor, axes, table.ndim)
    error = _error(table, wanted)
    return Fit(table, factors, error, step, error <= tolerance)


def with_fixed_diagonal(
    seed: Any, margins: Mapping[Axes, Any], diagonal: Any, *, tolerance: float = 1e-10, most_steps: int = 10_000
) -> Fit:
    """Fit the cells off the first two axes' diagonal; those on it are given (quasi-independence).

    `diagonal` has shape (n, …): the cells [i, i, …]. Arguments and errors as in `fitted`.
    """
    table = np.array(seed, dtype=float)
    fixed = np.zeros_like(table)
    along = np.arange(table.shape[0])
    fixed[along, along] = diagonal
    table[along, along] = 0.0
    left = {axes: np.asarray(target, dtype=float) - _sums(fixed, axes) for axes, target in margins.items()}
    for axes, target in left.items():
        if (target < -1e-9 * max(1.0, float(np.max(np.abs(np.asarray(margins[axes])))))).any():
            raise ModelError(f"The diagonal given is larger than the margin over axes {axes} allows.")
        left[axes] = np.maximum(target, 0.0)
    fit = fitted(table, left, tolerance=tolerance, most_steps=most_steps)
    return Fit(fit.table + fixed, fit.factors, fit.error, fit.steps, fit.settled)


def with_net_totals(
    seed: Any, net: Any, *, total: float | None = None, tolerance: float = 1e-10, most_steps: int = 10_000
) -> Fit:
    """A table of moves whose column sums less row sums are given net totals, as near the seed as may be.

    y_ij = s · a_i m_ij / a_j; each a_i is the positive root of a² A_i + net_i a − B_i = 0 with A_i = Σ_j m_ij / a_j
    and B_i = Σ_j a_j m_ji. `total` fixes the sum of all moves as well (the factor s).

    Parameters
    ----------
    seed : square non-negative table (n, n). net : (n,), gains positive, summing to zero. total : at least the gains.

    Raises
    ------
    ModelError : no square table, net totals that are no numbers or do not sum to zero, a place that by the seed nobody
        can leave (or reach) and whose net total wants it, a total below the sum of all gains.
    """
    table, wanted = np.array(seed, dtype=float), np.array(net, dtype=float)
    _refuse_net(table, wanted, total)
    scale, parameters, error, step = 1.0, np.ones(len(wanted)), np.inf, 0
    size = max(float(np.abs(wanted).max(initial=0.0)), 1e-300)
    made = table
    while error > tolerance and step < most_steps:
        step += 1
        out, into = scale * (table @ (1 / parameters)), scale * (parameters @ table)
        # half a step: whole Jacobi steps may swing for ever
        parameters = np.sqrt(parameters * _positive_root(out, wanted, into))
        parameters /= np.exp(np.mean(np.log(parameters)))
        made = scale * parameters[:, None] * table / parameters[None, :]
        if total is not None:
            scale *= total / made.sum()
            made *= total / made.sum()
        if not np.isfinite(made).all():
            break
        error = float(np.abs(made.sum(0) - made.sum(1) - wanted).max(initial=0.0)) / size
        if not wanted.any():
            error = float(np.abs(made.sum(0) - made.sum(1)).max(initial=0.0)) / max(float(made.sum()), 1e-300)
    return Fit(made, {(0,): parameters}, error, step, error <= tolerance)


def _positive_root(out: Array, net: Array, into: Array) -> Array:
    """Of out a² + net a − into = 0, where what leaves is out·a and what arrives into / a; 1 where nobody does either.

    Written without a difference of near equals, so that a place that only loses, or only gains, has its root too.
    """
    root = np.sqrt(net**2 + 4 * out * into)
    above, below = np.where(net > 0, 2 * into, root - net), np.where(net > 0, net + root, 2 * out)
    found: Array = np.divide(above, below, out=np.ones_like(net), where=below > 0)
    return found


def _refuse_net(table: Array, net: Array, total: float | None) -> None:
    _refuse_odd(table, "seed")
    if table.ndim != 2 or table.shape[0] != table.shape[1] or net.shape != table.shape[:1]:
        raise ModelError(f"A square table and one net total a place are needed; found {table.shape}, {net.shape}.")
    if not np.isfinite(net).all():
        raise ModelError("The net totals hold a cell that is missing or infinite.")
    if abs(net.sum()) > DISAGREEMENT * max(1.0, float(np.abs(net).sum())):
        raise ModelError(f"Net totals must sum to zero, as nobody leaves the world; they sum to {net.sum():,.6g}.")
    out, into = table.sum(1), table.sum(0)
    off = np.diag(table)
    leave, arrive = out - off > 0, into - off > 0
    for stuck, way in (
        ((net > 0) & ~arrive, "reach it"), ((net < 0) & ~leave, "leave it"),
        ((net >= 0) & ~arrive & leave, "reach it, though some leave"),
        ((net <= 0) & arrive & ~leave, "leave it, though some reach it"),
    ):  # fmt: skip
        if stuck.any():
            at = int(np.flatnonzero(stuck)[0])
            raise ModelError(
                f"Place {at} has the net total {net[at]:,.6g}, but by the seed nobody can {way}. "
                "Give the seed a positive cell there, or correct the net total."
            )
    gains = float(np.maximum(net, 0).sum())
    if total is not None and not gains <= total < np.inf:
        raise ModelError(f"The total of all moves is {total:,.6g}, less than the {gains:,.6g} that places gain.")
    if total is not None and total > 0 and not table.any():
        raise ModelError("The seed holds no move to scale.")


def in_whole_numbers(values: Any) -> Array:
    """Values in whole numbers, with the sum of all as it was (rounded): largest remainders are rounded up.

    Of equal remainders the first is rounded up, so that the same values always give the same numbers. Values may be
    below zero, as net migration is: [-1.5, 0.5, 1.0] becomes [-1, 0, 1].

    Parameters
    ----------
    values : table of any shape, finite.
    """
    table = np.array(values, dtype=float)
    if not np.isfinite(table).all():
        raise ModelError("A cell that is missing or infinite cannot be rounded.")
    whole: Array = np.floor(table)
    short = int(np.rint(table.sum()) - whole.sum())
    order = np.argsort(-(table - whole), axis=None, kind="stable")
    whole.flat[order[:short]] += 1
    return whole


def checked_margins(table: Array, margins: Mapping[Axes, Any]) -> dict[Axes, Array]:
    """The margins as arrays, after every check that can be made before a fit."""
    _refuse_odd(table, "seed")
    wanted: dict[Axes, Array] = {}
    for axes, target in margins.items():
        values = np.array(target, dtype=float)
        if axes != tuple(sorted(set(axes))) or not all(0 <= axis < table.ndim for axis in axes):
            raise ModelError(f"{axes} are not axes of a table with {table.ndim} dimensions, in rising order.")
        shape = tuple(table.shape[axis] for axis in axes)
        if values.shape != shape:
            raise ModelError(f"The margin over axes {axes} has shape {values.shape}; the table wants {shape}.")
        _refuse_odd(values, f"margin over axes {axes}")
        empty = (values > 0) & (_sums(table, axes) <= 0)
        if empty.any():
            at = tuple(int(place) for place in np.argwhere(empty)[0])
            raise ModelError(
                f"The margin over axes {axes} wants {values[at]:,.6g} at {at}, where the seed has nothing to scale. "
                "Give the seed a positive cell there, or take the place out."
            )
        wanted[axes] = values
    _refuse_disagreement(wanted)
    return wanted


def _refuse_disagreement(wanted: Mapping[Axes, Array]) -> None:
    """Two margins must have the same sums over the axes that both keep; over none, the same total."""
    for (axes, target), (other, second) in combinations(wanted.items(), 2):
        common = tuple(axis for axis in axes if axis in other)
        here = _sums(target, [axes.index(axis) for axis in common])
        there = _sums(second, [other.index(axis) for axis in common])
        off = np.abs(here - there) > DISAGREEMENT * max(1.0, float(np.abs(here).max(initial=0.0)))
        if off.any():
            at = tuple(int(place) for place in np.argwhere(off)[0])
            where = f" at {at} of axes {common}" if common else ""
            raise ModelError(
                f"Margins disagree{where}: over axes {axes} they sum to {here[at]:,.6f}, over axes {other} to "
                f"{there[at]:,.6f}. Both must count the same people."
            )


def _refuse_odd(values: Array, what: str) -> None:
    if not np.isfinite(values).all():
        raise ModelError(f"The {what} holds a cell that is missing or infinite.")
    if (values < 0).any():
        at = tuple(int(place) for place in np.argwhere(values < 0)[0])
        raise ModelError(f"The {what} holds {values[at]:,.6g} at {at}; counts cannot be below zero.")


def _sums(table: Array, axes: Sequence[int]) -> Array:
    over = tuple(axis for axis in range(table.ndim) if axis not in axes)
    return np.asarray(table.sum(axis=over))


def _expected(table: Array, kept: Sequence[int], others: Mapping[Axes, Array], axes: Axes) -> Array:
    """The sums over `axes` of a table times the factors of other margins, without a copy of the table."""
    operands: list[Any] = [table, list(kept)]
    for other, factor in others.items():
        operands += [factor, list(other)]
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(np.einsum(*operands, list(axes)))


def _spread(values: Array, axes: Sequence[int], dimensions: int) -> Array:
    shape = [1] * dimensions
    for place, axis in enumerate(axes):
        shape[axis] = values.shape[place]
    return values.reshape(shape)


def _ratio(target: Array, found: Array) -> Array:
    return np.divide(target, found, out=np.zeros_like(target), where=found > 0)


def _error(table: Array, wanted: Mapping[Axes, Array]) -> float:
    errors = [
        float(np.abs(_sums(table, axes) - target).max()) / max(float(target.max(initial=0.0)), 1e-300)
        for axes, target in wanted.items()
    ]
    return max(errors, default=0.0)

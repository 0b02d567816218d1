"""Tables fitted to margins: iterative proportional fitting and conditional maximisation, in any number of dimensions.

A margin is named by the axes that it keeps: (0,) rows, (1,) columns, (0, 2) origin by birthplace. Any of them may be
left out. Knows nothing of migration. Stands on `base`.

Sources: Deming and Stephan (1940), Annals of Mathematical Statistics 11(4); Willekens (1999), Population 11(4), for
the parameters; Raymer and Abel (2008) for net totals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    """The same fit by conditional maximisation: parameters are found without touching the table until the end.

    With total margins of a table in three dimensions, the seed is first summed over what no margin keeps, so that each
    step costs two dimensions (Willekens 1999). Arguments and errors as in `fitted`.
    """
    table = np.array(seed, dtype=float)
    wanted = checked_margins(table, margins)
    kept = sorted({axis for axes in wanted for axis in axes})
    small = _sums(table, tuple(kept))
    at = {axis: place for place, axis in enumerate(kept)}
    inner = fitted(
        small,
        {tuple(at[axis] for axis in axes): target for axes, target in wanted.items()},
        tolerance=tolerance,
        most_steps=most_steps,
    )
    factors = {axes: inner.factors[tuple(at[axis] for axis in axes)] for axes in wanted}
    for axes, factor in factors.items():
        table = table * _spread(factor, axes, table.ndim)
    error = _error(table, wanted)
    return Fit(table, factors, error, inner.steps, inner.settled)


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
    seed : square non-negative table (n, n). net : (n,), gains positive, summing to zero.
    """
    table = np.array(seed, dtype=float)
    wanted = np.array(net, dtype=float)
    _refuse_odd(table, "seed")
    if wanted.shape != table.shape[:1] or table.ndim != 2 or table.shape[0] != table.shape[1]:
        raise ModelError(f"A square table and one net total a place are needed; found {table.shape}, {wanted.shape}.")
    if abs(wanted.sum()) > DISAGREEMENT * max(1.0, float(np.abs(wanted).sum())):
        raise ModelError(f"Net totals must sum to zero, as nobody leaves the world; they sum to {wanted.sum():,.6g}.")
    scale, parameters, error, step = 1.0, np.ones(len(wanted)), np.inf, 0
    size = max(float(np.abs(wanted).max()), 1e-300)
    made = table
    while error > tolerance and step < most_steps:
        step += 1
        out, into = scale * (table @ (1 / parameters)), scale * (parameters @ table)
        # out_i a² + net_i a − into_i = 0: what leaves is out_i·a, what arrives is into_i / a
        with np.errstate(divide="ignore", invalid="ignore"):
            root = (-wanted + np.sqrt(wanted**2 + 4 * out * into)) / (2 * out)
        root = np.where(out > 0, root, 1.0)
        parameters = np.sqrt(parameters * root)  # half a step: whole Jacobi steps may swing for ever
        parameters /= np.exp(np.mean(np.log(parameters)))
        made = scale * parameters[:, None] * table / parameters[None, :]
        if total is not None:
            scale *= total / made.sum()
            made *= total / made.sum()
        error = float(np.abs(made.sum(0) - made.sum(1) - wanted).max()) / size
    return Fit(made, {(0,): parameters}, error, step, error <= tolerance)


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
    totals = {axes: float(target.sum()) for axes, target in wanted.items()}
    for axes, total in totals.items():
        for other, second in totals.items():
            if abs(total - second) > DISAGREEMENT * max(1.0, abs(total), abs(second)):
                raise ModelError(
                    f"Margins disagree: over axes {axes} they sum to {total:,.6f}, over axes {other} to {second:,.6f}. "
                    "Both must count the same people."
                )


def _refuse_odd(values: Array, what: str) -> None:
    if not np.isfinite(values).all():
        raise ModelError(f"The {what} holds a cell that is missing or infinite.")
    if (values < 0).any():
        at = tuple(int(place) for place in np.argwhere(values < 0)[0])
        raise ModelError(f"The {what} holds {values[at]:,.6g} at {at}; counts cannot be below zero.")


def _sums(table: Array, axes: Sequence[int]) -> Array:
    over = tuple(axis for axis in range(table.ndim) if axis not in axes)
    summed: Array = table.sum(axis=over)
    return summed


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

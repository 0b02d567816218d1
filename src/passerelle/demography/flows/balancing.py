"""Two-way tables brought to given row and column sums by Newton's method, with a check whether that can be done.

Plain proportional fitting needs hundreds to thousands of steps where nearly everybody lives where they were born;
Newton on the logarithms of the row factors, the columns profiled out, needs four to eight. Stands on `fitting`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from passerelle.base.errors import ModelError
from passerelle.demography.fitting import DISAGREEMENT, Array

TOLERANCE = 1e-11
MOST_STEPS = 60


@dataclass(frozen=True)
class Balanced:
    """A balanced table, its row factors (logarithms), the largest relative error of a row sum, steps and groups."""

    table: Array
    rows: Array
    error: float
    steps: int
    groups: Array

    @property
    def begin(self) -> "Begin":
        """What a similar table is begun from."""
        return Begin(self.rows, self.groups)


class Begin(NamedTuple):
    """Row factors (logarithms) of a balanced table, and the group of each row that has people."""

    rows: Array
    groups: Array


def balanced(
    table: Array,
    rows: Array,
    columns: Array,
    *,
    names: Sequence[str] | None = None,
    start: Begin | None = None,
    tolerance: float = TOLERANCE,
) -> Balanced:
    """The table a_i x_ij b_j with the given sums.

    Parameters
    ----------
    table : (n, m), non-negative. rows : (n,). columns : (m,), with the same total.
    names : of the rows, for messages. start : of a similar table, with the
        same zeros.

    Raises
    ------
    ModelError : the totals differ, or a group of rows and columns that share no cell with the others cannot meet its
        sums (both totals are named), or the method does not settle (how far it came is named).
    """
    labels = list(names) if names is not None else [str(i) for i in range(len(rows))]
    total = float(columns.sum())
    if abs(rows.sum() - total) > DISAGREEMENT * max(1.0, abs(total)):
        raise ModelError(f"Margins disagree: the rows sum to {rows.sum():,.3f}, the columns to {total:,.3f}.")
    row, column = np.flatnonzero(rows > 0), np.flatnonzero(columns > 0)
    x, r, c = table[np.ix_(row, column)], rows[row], columns[column]
    if start is not None and len(start.groups) == len(row):
        groups, u = start.groups, start.rows[row]
    else:
        groups, u = _groups(x, r, c, [labels[i] for i in row]), np.zeros(len(row))
    found, u, error, steps = _newton(x, r, c, u, groups, tolerance)
    if error > tolerance:
        found, extra_error, extra_steps = _proportional(x, r, c, u)
        error, steps = extra_error, steps + extra_steps
    if error > 1e-6:
        raise ModelError(
            f"The rescaling did not settle: after {steps} steps a row is still {error:.2g} of its sum away. "
            "Some people would have to live where the table has nobody; look at places with few cells."
        )
    out, logs = np.zeros_like(table), np.zeros(len(rows))
    out[np.ix_(row, column)] = found
    logs[row] = u
    return Balanced(out, logs, error, steps, groups)


def _groups(x: Array, r: Array, c: Array, names: Sequence[str]) -> Array:
    """The group of each row: rows and columns that hang together through cells above zero."""
    n = len(r)
    i, j = np.nonzero(x)
    graph = coo_matrix((np.ones(len(i)), (i, n + j)), shape=(n + len(c), n + len(c)))
    count, label = connected_components(graph, directed=False)
    if count > 1:
        held = np.bincount(label, np.concatenate([r, np.zeros(len(c))]), count)
        asked = np.bincount(label, np.concatenate([np.zeros(n), c]), count)
        off = np.abs(held - asked) > DISAGREEMENT * np.maximum(held, asked)
        if off.any():
            sizes = np.bincount(label, minlength=count)
            worst = int(min(np.flatnonzero(off), key=lambda group: sizes[group]))  # the smallest says most
            who = [names[k] for k in map(int, np.flatnonzero(label[:n] == worst))]
            where = ", ".join(who[:5]) if who else "a place where nobody of the table lives"
            raise ModelError(
                f"Margins disagree for {where}: those born there number {held[worst]:,.1f} by the mean of both tables, "
                f"those living there {asked[worst]:,.1f}, and nobody moves between them and the other places in either "
                "table. Correct the stocks, or leave the place out (isolated: leave, for one without foreign-born)."
            )
    groups: Array = label[:n].astype(float)
    return groups


def _profiled(x: Array, c: Array, u: Array) -> tuple[Array, float]:
    """The table with row factors exp(u) and columns brought to their sums; and the part of the objective they give."""
    weighted = np.exp(u)[:, None] * x
    sums = weighted.sum(0)
    return weighted * (c / sums), float(c @ np.log(sums))


def _newton(x: Array, r: Array, c: Array, u: Array, groups: Array, tolerance: float) -> tuple[Array, Array, float, int]:
    """Minimise c·log(Σ_i e^{u_i} x_ij) − r·u, which is convex and smooth; its gradient is the error of the rows."""
    table, value = _profiled(x, c, u)
    value -= float(r @ u)
    size = float(r.max(initial=1.0))
    ties = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    error, steps = np.inf, 0
    while steps < MOST_STEPS:
        sums = table.sum(1)
        error = float((np.abs(sums - r) / r).max(initial=0.0))
        if error <= tolerance:
            break
        steps += 1
        scaled = table / np.sqrt(c)
        curvature = np.diag(sums) - scaled @ scaled.T
        for tie in ties:  # the factors of a group are known up to a constant: hold their mean
            curvature[np.ix_(tie, tie)] += size / len(tie) ** 2
        curvature[np.diag_indices(len(r))] += 1e-13 * sums
        try:
            step = cho_solve(cho_factor(curvature, overwrite_a=True, check_finite=False), r - sums, check_finite=False)
        except np.linalg.LinAlgError:
            break
        slope, length = float((sums - r) @ step), 1.0
        largest = float(np.abs(step).max())
        if largest > 8:
            length = 8 / largest
        while length > 1e-6:
            next_table, next_value = _profiled(x, c, u + length * step)
            next_value -= float(r @ (u + length * step))
            # near the end rounding hides the fall of the objective: a whole step is then taken on trust
            if next_value <= value + 1e-4 * length * slope or abs(slope) < 1e-9 * size:
                break
            length /= 2
        else:
            break
        better = float((np.abs(next_table.sum(1) - r) / r).max(initial=0.0))
        if abs(slope) < 1e-9 * size and better >= error:
            break
        u, table, value = u + length * step, next_table, next_value
    return table, u, error, steps


def _proportional(x: Array, r: Array, c: Array, u: Array, most: int = 20_000) -> tuple[Array, float, int]:
    """Plain proportional fitting, slow and sure, for what Newton left."""
    table = np.exp(u)[:, None] * x
    error, steps = np.inf, 0
    for steps in range(1, most + 1):  # noqa: B007
        table *= (r / np.where(table.sum(1) > 0, table.sum(1), 1))[:, None]
        table *= c / np.where(table.sum(0) > 0, table.sum(0), 1)
        error = float((np.abs(table.sum(1) - r) / r).max(initial=0.0))
        if error <= TOLERANCE:
            break
    return table, error, steps

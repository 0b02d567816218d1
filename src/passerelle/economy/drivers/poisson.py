"""Poisson pseudo-maximum likelihood with two sets of fixed effects and clustered standard errors.

Source: Santos Silva and Tenreyro (2006), Review of Economics and Statistics 88(4); with many fixed effects, Correia,
Guimaraes and Zylkin (2020), Stata Journal 20(1), and their note on separation, "Verifying the existence of maximum
likelihood estimates for generalized linear models" (2019). Checked against an independent implementation. Stands on
`absorbing`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.linalg as sla

from passerelle.base.errors import ModelError
from passerelle.base.threads import one_thread
from passerelle.economy.drivers.absorbing import Array, Codes, TwoSets, coded

SETTLED = 1e-9  # relative change of the deviance; coefficients are then right to its square root, squared again
MOST_STEPS = 60
COLLINEAR = 1e-9  # of a column's sum of squares that must be left beside the others
# The search for separated rows: the weight of rows above zero, and what is left of a target of one where a row is
# separated. With that weight rows that are not keep about a hundred-thousandth.
HEAVY, RECTIFIED = 1e7, 1e-3


@dataclass(frozen=True)
class PoissonFit:
    """A fitted model.

    names : of the K columns kept. coefficients, errors : (K,). covariance : (K, K), clustered.
    first_effects, second_effects : logarithmic effects by level; their levels are in the same order.
    kept : (N,) rows that were used; others belong to a group without any positive count, stand alone in one, or are
    separated. dropped : why, and how many. collinear : names of columns left out. deviance, steps, clusters : as named.
    correlation : of counts with fitted counts, squared; the measure that gravity papers print.
    """

    names: tuple[str, ...]
    coefficients: Array
    covariance: Array
    first_levels: tuple[Any, ...]
    first_effects: Array
    second_levels: tuple[Any, ...]
    second_effects: Array
    fitted: Array
    kept: np.ndarray[Any, np.dtype[np.bool_]]
    dropped: Mapping[str, int]
    collinear: tuple[str, ...]
    deviance: float
    steps: int
    clusters: tuple[int, ...]
    correlation: float

    @property
    def errors(self) -> Array:
        """Clustered standard errors, (K,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))


@one_thread()
def fit_poisson(
    counts: Array,
    columns: Array,
    names: Sequence[str],
    first: Any,
    second: Any,
    clusters: Sequence[Any],
    *,
    tolerance: float = SETTLED,
) -> PoissonFit:
    """Fit exp(columns @ coefficients + effects of both sets) to counts.

    Parameters
    ----------
    counts : (N,) none below zero; need not be whole. columns : (N, K). first, second : (N,) labels of both effects.
    clusters : one or two arrays of (N,) labels; with two, errors are clustered both ways.

    Raises
    ------
    ModelError : a negative or missing value, no column that varies within the groups, no step that settles.
    """
    counts, columns = np.asarray(counts, dtype=float), np.asarray(columns, dtype=float)
    _refuse(counts, columns, names)
    first, second = np.asarray(first), np.asarray(second)
    kept, dropped = _usable(counts, first, second)
    sets, y, x, keep = _prepared(counts[kept], columns[kept], names, first[kept], second[kept])
    separated = _separated(y, x, sets)
    if separated.any():
        dropped["separated"] = int(separated.sum())
        rows = np.flatnonzero(kept)
        kept[rows[separated]] = False
        sets, y, x, keep = _prepared(counts[kept], columns[kept], names, first[kept], second[kept])
    eta, beta, deviance, steps = _iterated(y, x, sets, tolerance)
    fitted = np.exp(eta)
    inside = sets.within(x, fitted)
    bread = sla.inv((inside * fitted[:, None]).T @ inside)
    groups = [coded(np.asarray(one)[kept])[1] for one in clusters]
    covariance, sizes = _clustered(inside * (y - fitted)[:, None], bread, groups, _freedom(sets, groups, len(keep)))
    # the columns as they were given, so that effects and coefficients add up to the logarithm of the fitted counts
    alpha, gamma = sets.effects((eta - columns[kept].take(keep, axis=1) @ beta)[:, None], fitted)
    return PoissonFit(
        tuple(names[k] for k in keep), beta, covariance, tuple(sets.first_levels.tolist()), alpha[:, 0],
        tuple(sets.second_levels.tolist()), gamma[:, 0], fitted, kept, dropped,
        tuple(name for k, name in enumerate(names) if k not in keep), deviance, steps, sizes,
        float(np.corrcoef(y, fitted)[0, 1] ** 2),
    )  # fmt: skip


def _prepared(
    counts: Array, columns: Array, names: Sequence[str], first: Any, second: Any
) -> tuple[TwoSets, Array, Array, list[int]]:
    """The groups, the counts, the columns that can be told apart, less their plain means by group, and which those are.

    Taking means first changes no coefficient and keeps the normal equations well scaled.
    """
    sets = TwoSets(first, second)
    even = np.ones(len(counts))
    inside = sets.within(columns, even)
    keep = _independent(inside, even, (columns**2).sum(0))
    if not keep:
        raise ModelError(f"None of {', '.join(names)} varies within the groups of the fixed effects.")
    return sets, counts, inside if len(keep) == columns.shape[1] else inside.take(keep, axis=1), keep


def _refuse(counts: Array, columns: Array, names: Sequence[str]) -> None:
    if columns.ndim != 2 or len(columns) != len(counts) or columns.shape[1] != len(names):
        raise ModelError(
            f"{len(counts)} counts and {len(names)} names need columns of shape ({len(counts)}, {len(names)}), not "
            f"{columns.shape}."
        )
    wrong = ~np.isfinite(counts) | (counts < 0)
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise ModelError(f"The count in row {row} is {counts[row]:g}; a count of zero or more is needed.")
    bad = ~np.isfinite(columns)
    if bad.any():
        row, column = (int(at) for at in np.argwhere(bad)[0])
        raise ModelError(
            f'"{names[column]}" is not a number in row {row}. Leave out rows in which a driver is not known.'
        )


def _usable(counts: Array, first: Any, second: Any) -> tuple[np.ndarray[Any, np.dtype[np.bool_]], dict[str, int]]:
    """Rows in groups that have something to tell: some count above zero, and more than one row."""
    kept = np.ones(len(counts), dtype=bool)
    dropped: dict[str, int] = {}
    codes = [coded(one)[1] for one in (first, second)]
    while True:
        before = int(kept.sum())
        for code in codes:
            empty = np.bincount(code, np.where(kept, counts, 0.0)) == 0
            _drop(kept, empty[code], "no count above zero in a group", dropped)
            alone = np.bincount(code, kept) == 1
            _drop(kept, alone[code], "alone in a group", dropped)
        if int(kept.sum()) == before:
            break
    if not kept.any():
        raise ModelError("No row is left: every group has only zeros or a single row.")
    return kept, dropped


def _drop(kept: Any, rows: Any, why: str, dropped: dict[str, int]) -> None:
    gone = kept & rows
    if gone.any():
        dropped[why] = dropped.get(why, 0) + int(gone.sum())
        kept &= ~rows


def _separated(y: Array, x: Array, sets: TwoSets) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Rows with a zero count that some combination of columns and effects tells apart from all others.

    Such rows have no finite estimate. Found by the iterative rectifier: a target of one on the zeros is fitted with
    heavy weights elsewhere, and rectified, until what is left above zero is what is separated.
    """
    zero = y == 0
    k = x.shape[1]
    weights = np.where(zero, 1.0, HEAVY)
    table = np.column_stack([x, zero])
    for _ in range(MOST_STEPS):
        weighted = table * weights[:, None]
        alpha, gamma, sum_a, sum_b = sets.solved(weighted, weights)
        gram = weighted.T @ table - sum_a.T @ alpha - sum_b.T @ gamma
        beta = sla.solve(gram[:k, :k], gram[:k, k], assume_a="pos")
        predicted = x @ beta + sets.spread(alpha[:, k] - alpha[:, :k] @ beta, gamma[:, k] - gamma[:, :k] @ beta)
        predicted[np.abs(predicted) < RECTIFIED] = 0.0
        if (predicted[zero] >= 0).all():
            break
        table[:, k] = np.where(zero, np.maximum(predicted, 0.0), 0.0)
    return np.asarray(zero & (predicted > RECTIFIED))


def _independent(inside: Array, weights: Array, scale: Array) -> list[int]:
    """Columns, in order, that are not combinations of those before them and vary within the groups.

    scale : (K,) sums of squares of the columns as they were given.
    """
    keep: list[int] = []
    gram = (inside * weights[:, None]).T @ inside
    for k in range(gram.shape[0]):
        rest = gram[k, k]
        if keep and rest > COLLINEAR * scale[k]:
            rest -= gram[k, keep] @ sla.solve(gram[np.ix_(keep, keep)], gram[keep, k], assume_a="pos")
        if rest > COLLINEAR * scale[k]:
            keep.append(k)
    return keep


def _iterated(y: Array, x: Array, sets: TwoSets, tolerance: float) -> tuple[Array, Array, float, int]:
    """Iteratively reweighted least squares; returns (eta, coefficients, deviance, steps).

    The effects are projected out of the normal equations alone: rows of projected columns are not made in a step.
    """
    some = y[y > 0]
    entropy = float(some @ np.log(some) - some.sum())  # the part of the deviance that the fit does not change
    mu = (y + y.mean()) / 2
    eta = np.log(mu)
    blur = 1e-14 * (abs(entropy) + float(some.sum()))  # what rounding leaves of the deviance of large counts
    deviance, moved, before, k = np.inf, np.inf, np.inf, x.shape[1]
    table = np.empty((len(y), k + 1))
    weighted = np.empty_like(table)
    table[:, :k] = x
    for step in range(1, MOST_STEPS + 1):
        table[:, k] = eta + (y - mu) / mu
        np.multiply(table, mu[:, None], out=weighted)
        alpha, gamma, sum_a, sum_b = sets.solved(weighted, mu)
        gram = weighted.T @ table - sum_a.T @ alpha - sum_b.T @ gamma
        beta = sla.solve(gram[:k, :k], gram[:k, k], assume_a="pos")
        eta = x @ beta + sets.spread(alpha[:, k] - alpha[:, :k] @ beta, gamma[:, k] - gamma[:, :k] @ beta)
        mu = np.exp(eta)
        deviance = float(2 * (entropy - y @ eta + mu.sum()))
        moved, before = abs(before - deviance), deviance
        if moved <= tolerance * (abs(deviance) + 0.1) + blur:
            return eta, np.asarray(beta), max(deviance, 0.0), step
    raise ModelError(
        f"The fit has not settled after {MOST_STEPS} steps; the deviance still moves by {moved:.3g}. "
        "A driver may tell zeros apart from all other rows: look at those with the largest coefficients."
    )


def _freedom(sets: TwoSets, groups: Sequence[Codes], coefficients: int) -> int:
    """Parameters counted against the rows: coefficients, and effects of sets that are not nested in a cluster."""
    counted = [levels for code, levels in ((sets.a, sets.sizes[0]), (sets.b, sets.sizes[1]))
               if not any(_nested(code, group) for group in groups)]  # fmt: skip
    # the level of the whole is always one of them
    return coefficients + max(sum(counted) - max(len(counted) - 1, 0), 1)


def _nested(code: Codes, group: Codes) -> bool:
    """Does every level of the set lie within one cluster?"""
    some = np.empty(int(code.max()) + 1, dtype=np.int64)
    some[code] = group  # the cluster of one of its rows
    return bool((some[code] == group).all())


def _clustered(scores: Array, bread: Array, groups: Sequence[Codes], freedom: int) -> tuple[Array, tuple[int, ...]]:
    """The sandwich of scores summed by cluster; two ways as V1 + V2 - V12 with the smaller number of clusters.

    Small samples: (N - 1) / (N - parameters) times G / (G - 1).
    """
    n = len(scores)
    sizes = tuple(int(group.max()) + 1 for group in groups)
    meat = sum(_meat(scores, group) for group in groups)
    if len(groups) == 2:
        both = coded(groups[0] * sizes[1] + groups[1])[1]
        meat = meat - _meat(scores, both)
    fewest = min(sizes)
    if fewest < 2:
        raise ModelError("All rows are in one cluster; clustered errors need two at least.")
    factor = (n - 1) / (n - freedom) * fewest / (fewest - 1)
    return np.asarray(factor * bread @ meat @ bread), sizes


def _meat(scores: Array, group: Codes) -> Array:
    sums = np.stack([np.bincount(group, column) for column in scores.T])
    return np.asarray(sums @ sums.T)

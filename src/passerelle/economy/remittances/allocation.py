"""Receipts of each origin spread over the destinations of its migrants, by three rules side by side.

Source: Ratha and Shaw (2007), South-South Migration and Remittances, World Bank WP 102, rules of weights; the form
of the third is from the literature and to be checked. No credible national bilateral data exist: what comes out is
a model's, no measurement. Stands on `base`.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from passerelle.base.errors import ModelError

Array = np.ndarray[Any, np.dtype[np.float64]]
Rule = Literal["migrants", "migrants-and-income", "both-incomes"]
RULES: tuple[Rule, ...] = ("migrants", "migrants-and-income", "both-incomes")
BETA = 0.75


@dataclass(frozen=True)
class Allocation:
    """Money sent a year by one rule.

    sent : (n, n) USD, [origin, destination]; NaN where the origin's receipts are not known or have no migrants to be
    spread over. unplaced : (n,) USD, receipts of origins without known migrants. people_left_out : (n,) migrants of the
    origin in destinations whose income is not known, where the rule asks for it.
    """

    rule: Rule
    sent: Array
    unplaced: Array
    people_left_out: Array


def weights(stocks: Array, incomes: Array, rule: Rule, beta: float = BETA) -> Array:
    """Weights of destinations, not yet shares; NaN where an income that the rule asks for is not known.

    Parameters
    ----------
    stocks : (n, n) migrants, [origin, destination]; no cell below zero. incomes : (n,) USD per head; NaN unknown.
    rule : "migrants" w = M; "migrants-and-income" w = M y_j; "both-incomes" w = M r with r = y_i where y_j < y_i, else
        y_i + (y_j - y_i)^beta.
    beta : in (0, 1).
    """
    if rule == "migrants":
        return stocks
    if rule == "migrants-and-income":
        return stocks * incomes[None, :]
    gap = incomes[None, :] - incomes[:, None]
    sent_by_one = incomes[:, None] + np.where(gap > 0, np.abs(gap) ** beta, 0 * gap)
    return np.asarray(stocks * sent_by_one)


def allocated(receipts: Array, stocks: Array, incomes: Array, rule: Rule, *, beta: float = BETA) -> Allocation:
    """Spread receipts over destinations, each origin's row adding up to its receipts.

    Parameters
    ----------
    receipts : (n,) USD a year; NaN where not known. The others as in `weights`. The diagonal of stocks is passed over.

    Raises
    ------
    ModelError : shapes that do not agree, a negative cell, a beta outside (0, 1).
    """
    n = len(receipts)
    if stocks.shape != (n, n) or incomes.shape != (n,):
        raise ModelError(f"Receipts of {n} places need stocks of shape ({n}, {n}) and {n} incomes, "
                         f"not {stocks.shape} and {incomes.shape}.")  # fmt: skip
    if not 0 < beta < 1:
        raise ModelError(f"Beta is {beta:g}; it lies between 0 and 1.")
    for name, values in (("stocks", stocks), ("receipts", receipts), ("incomes", incomes)):
        if (values < 0).any():
            raise ModelError(f"There is a value below zero among the {name}: {np.nanmin(values):g}.")
    people = np.where(np.eye(n, dtype=bool), 0.0, np.nan_to_num(stocks))
    weight = weights(people, incomes, rule, beta)
    lacking = np.isnan(weight) & (people > 0)
    usable = np.nan_to_num(weight)
    total = usable.sum(1)
    known = np.isfinite(receipts) & (total > 0)
    share = np.divide(usable, total[:, None], out=np.full((n, n), np.nan), where=known[:, None])
    return Allocation(
        rule,
        share * receipts[:, None],
        np.where(np.isfinite(receipts) & (total == 0), receipts, 0.0),
        np.where(lacking, people, 0.0).sum(1),
    )


def spread(allocations: list[Allocation]) -> tuple[Array, Array]:
    """Lowest and highest of the rules, cell by cell; (n, n) each, NaN where no rule has a value."""
    stacked = np.stack([one.sent for one in allocations])
    hidden = np.isnan(stacked)
    low = np.where(hidden, np.inf, stacked).min(0)
    high = np.where(hidden, -np.inf, stacked).max(0)
    nowhere = hidden.all(0)
    return np.where(nowhere, np.nan, low), np.where(nowhere, np.nan, high)

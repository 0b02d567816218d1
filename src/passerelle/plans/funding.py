"""Who pays an action: amounts by year first, then shares of its costs, and what nobody funds yet.

In whole cents that add up to the action's costs. Stands on `records`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from numpy.typing import NDArray

from passerelle.plans.records import Action, Fund

UNFUNDED = "unfunded"
Cents = NDArray[np.int64]
Table = dict[str, Cents]
_SAFE = 2**62


@dataclass(frozen=True, slots=True)
class Surplus:
    """A source gives more to an action in a year than is left to pay; what is beyond is in no total."""

    action: str
    source: str
    year: int
    cents: int


def funded(
    actions: Sequence[Action], costs: Cents, years: Sequence[int], digits: int
) -> tuple[dict[str, Table], list[Surplus]]:
    """What each source pays of each action by year; the rest stands under "unfunded".

    Parameters
    ----------
    costs : shape (actions, years), whole cents.
    digits : decimals of the currency.

    Returns
    -------
    dict of action → source → cents by year, and what was given beyond the costs.
    """
    found: dict[str, Table] = {action.key: {} for action in actions}
    surplus: list[Surplus] = []
    rest = costs.copy()
    for row, action in enumerate(actions):
        for fund in action.funds:
            if fund.amounts:
                surplus += _give(found[action.key], rest[row], action.key, fund, years, digits)
    _share_out(actions, costs, rest, found)
    for row, action in enumerate(actions):
        found[action.key][UNFUNDED] = rest[row]
    return found, surplus


def _give(
    table: Table, rest: Cents, action: str, fund: Fund, years: Sequence[int], digits: int
) -> list[Surplus]:  # fmt: skip
    """Take amounts by year from what is left to pay; those of years without costs are surplus as well."""
    found = []
    given = np.zeros(len(years), np.int64)
    for year, amount in fund.amounts.items():
        cents = int(amount.scaleb(digits).to_integral_value(ROUND_HALF_UP))
        if year in years:
            at = years.index(year)
            given[at] = min(cents, max(int(rest[at]), 0))
            cents -= int(given[at])
        if cents > 0:
            found.append(Surplus(action, fund.source, year, cents))
    _add(table, fund.source, given)
    rest -= given
    return found


def _add(table: Table, source: str, cents: Cents) -> None:
    table[source] = table[source] + cents if source in table else cents


def _share_out(actions: Sequence[Action], costs: Cents, rest: Cents, found: dict[str, Table]) -> None:
    """Shares of each year's costs, all actions at once; what is rounded is the running sum of an action's shares."""
    shares = [[fund for fund in action.funds if fund.share is not None] for action in actions]
    running = [Decimal(0)] * len(actions)
    before = np.zeros_like(costs)
    for turn in range(max(map(len, shares), default=0)):
        rows = np.array([row for row, funds in enumerate(shares) if len(funds) > turn])
        for row in rows:
            running[row] += shares[row][turn].share or Decimal(0)
        now = _parts(costs[rows], [running[row] for row in rows])
        given = np.minimum(now - before[rows], np.maximum(rest[rows], 0))
        before[rows] = now
        rest[rows] -= given
        for row, cents in zip(rows, given, strict=True):
            _add(found[actions[row].key], shares[row][turn].source, cents)


def _parts(cents: Cents, shares: Sequence[Decimal]) -> Cents:
    """Shares of whole cents, half upwards; one share a row."""
    ratios = [share.as_integer_ratio() for share in shares]
    largest = max(int(np.abs(cents).max(initial=0)), 1) * 2 * max((max(ratio) for ratio in ratios), default=1)
    kind = np.int64 if largest < _SAFE else object  # Python's whole numbers have no end
    top, bottom = (np.array(column, dtype=kind)[:, None] for column in zip(*ratios, strict=True))
    found = (2 * cents.astype(kind) * top + bottom) // (2 * bottom)
    return np.asarray(found.astype(np.int64))

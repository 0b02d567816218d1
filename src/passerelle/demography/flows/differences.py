"""The older methods: differences of stocks, and rates.

They need no accounting, and meet no identity of it; what they miss is returned as residuals by `estimate`.
Sources: Abel and Cohen (2019), Scientific Data 6:82, for both differences, the second as in Beine and Parsons (2015),
Scandinavian Journal of Economics 117(2); Dennett (2016), in Global Dynamics (Wiley), chapter 7, for the rate; Rogers
and von Rabenau (1971), Demography 8(2), 185.
"""

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.demography.fitting import Array
from passerelle.demography.flows.stocks import Stocks


def _without_diagonal(table: Array) -> Array:
    bare = np.array(table)
    along = np.arange(bare.shape[-1])
    bare[..., along, along] = 0.0
    return bare


def negatives_dropped(stocks: Stocks) -> Array:
    """max(ΔS, 0): the growth of each foreign-born stock, from its birthplace; a fall counts as no move."""
    change = _without_diagonal(stocks.end) - _without_diagonal(stocks.start)
    return np.maximum(change, 0.0)


def negatives_reversed(stocks: Stocks) -> Array:
    """max(ΔS, 0) + max(−ΔSᵀ, 0): a falling stock counts as moves back to the birthplace."""
    change = _without_diagonal(stocks.end) - _without_diagonal(stocks.start)
    return np.maximum(change, 0.0) + np.maximum(-np.swapaxes(change, -1, -2), 0.0)


def by_rate(stocks: Stocks, net: Array | None = None) -> Array:
    """M · S0 / ΣS0 off the diagonal, M the world's sum of absolute net migration (Dennett; Abel and Cohen 2019).

    `net` is (…, n) persons; the accounts' own where it is not given.
    """
    pattern = _without_diagonal(stocks.start)
    total = pattern.sum((-1, -2))
    if (total <= 0).any():
        raise ModelError("The start table holds no foreign-born: there is no pattern for migration rates to follow.")
    movers = np.abs(stocks.net if net is None else net).sum(-1)
    flows: Array = pattern * (movers / total)[..., None, None]
    return flows


def by_transition(stocks: Stocks) -> Array:
    """G_ij · pop0_i with S0 G = S1 (Rogers and von Rabenau); cells may be negative, and are left so."""
    start, end = stocks.start, stocks.end
    condition = np.linalg.cond(start)
    if not np.isfinite(condition).all() or (condition > 1e14).any():
        raise ModelError(
            f"The start table has no inverse: {_why_singular(stocks)}. Take the place out, or use another method."
        )
    transition = np.linalg.solve(start, end)
    return _without_diagonal(transition * start.sum(-2)[..., :, None])


def _why_singular(stocks: Stocks) -> str:
    for sums, told in ((stocks.start.sum(-1), "nobody born in {0} lives anywhere"),
                       (stocks.start.sum(-2), "nobody lives in {0}")):  # fmt: skip
        bare = np.argwhere(sums == 0)
        if bare.size:
            return told.format(stocks.places[int(bare[0][-1])])
    return "those born in two of its places are spread in the same way"

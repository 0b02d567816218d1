"""What happens to those who live somewhere: survival, fertility and the sex of the newborn, by period and place.

Rates come from published ones by `read_rates`; periods that nobody has published follow from `carried_on`, by a rule
that is said. Stands on `lifetables`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, get_args

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.ages import DEATH_CODES, FERTILE_CODES, SEXES, STEP
from passerelle.demography.cohorts.kinds import Rule
from passerelle.demography.cohorts.lifetables import life_table
from passerelle.demography.fitting import Array

RULES: tuple[Rule, ...] = get_args(Rule)
# The trend: parameters chosen by projecting from 1980, 1990, 2000 and 2010 to 2020; see docs/explanation/cohorts.md.
LOOK_BACK = 2  # periods whose change is carried on
FADE = 0.8  # of the change that is left in each further period
FEWEST_CHILDREN = 1.5  # a fall in fertility is not carried on below this, nor below today's level where it is lower


@dataclass(frozen=True)
class Rates:
    """Rates by period.

    survival : (…, T, 2, n, 21) share alive at the end, by the group reached; the first of those born in the period.
    fertility : (…, T, n, 7) children a woman a year, ages 15–19 to 45–49. sex_ratio : (…, T, n) boys for each girl.
    old_from : (…, T, 2, n) exact age at which 15 years are left to live, where life tables are known.
    """

    places: tuple[str, ...]
    survival: Array
    fertility: Array
    sex_ratio: Array
    old_from: Array | None = None

    @property
    def periods(self) -> int:
        """How many periods the rates cover."""
        return int(self.sex_ratio.shape[-2])


def read_rates(places: Sequence[str], deaths: Any, children: Any, pattern: Any, sex_ratio: Any) -> Rates:
    """Rates as projections want them, from rates as they are published.

    Parameters
    ----------
    deaths : (…, T, 2, n, 22) deaths per person-year at 0, 1–4, 5–9, … 100+, women first.
    children : (…, T, n) total fertility, children a woman. pattern : (…, T, n, 7) its shares by age, per cent.
    sex_ratio : (…, T, n) boys for each girl at birth.

    Raises
    ------
    ModelError : a shape, or a value that cannot be (place and value are named).
    """
    n = len(places)
    m, tfr, shares, boys = (np.asarray(table, dtype=float) for table in (deaths, children, pattern, sex_ratio))
    wanted = ((m, (len(SEXES), n, len(DEATH_CODES))), (tfr, (n,)), (shares, (n, len(FERTILE_CODES))), (boys, (n,)))
    for found, ends in wanted:
        if found.ndim <= len(ends) or found.shape[-len(ends) :] != ends:
            raise ModelError(f"A table of rates has the shape {found.shape}; (…, periods, {', '.join(map(str, ends))}) "
                             f"is expected for {n} places.")  # fmt: skip
    _refuse(places, m, 0, 10, "death rate", "deaths per person-year", -2)
    _refuse(places, tfr, 0, 15, "total fertility", "children a woman", -1)
    _refuse(places, shares, 0, 100, "share of fertility", "per cent of all ages", -2)
    _refuse(places, boys, 0.5, 2, "sex ratio at birth", "boys for each girl", -1)
    _refuse(places, shares.sum(-1), 98, 102, "sum of the shares of fertility", "per cent", -1)
    table = life_table(m)
    fertility = tfr[..., None] * shares / shares.sum(-1, keepdims=True) / STEP
    return Rates(tuple(places), table.survival, fertility, boys, table.old_from())


def _refuse(places: Sequence[str], table: Array, low: float, high: float, what: str, unit: str, axis: int) -> None:
    bad = ~((table >= low) & (table <= high))
    if bad.any():
        at = tuple(np.argwhere(bad)[0])
        raise ModelError(
            f"{places[at[axis]]}: a {what} of {table[at]:g} was found; {low:g} to {high:g} {unit} can be. "
            "Correct the table of rates."
        )


def carried_on(deaths: Array, children: Array, periods: int, rule: Rule = "trend") -> tuple[Array, Array]:
    """Death rates and total fertility of periods to come.

    "held" keeps the last. "trend" carries on the mean change of the logarithm over the last two periods, fading by a
    fifth each period: one change a place for fertility, one a place and sex for death rates, the mean over ages. A rise
    is not carried on, and fertility falls to 1.5 children at the least.

    Parameters
    ----------
    deaths : (T, 2, n, 22). children : (T, n).

    Returns
    -------
    (periods, 2, n, 22) and (periods, n)

    Raises
    ------
    ModelError : an unknown rule, or fewer periods of record than the trend looks back on.
    """
    if rule not in RULES:
        raise ModelError(f'Rates follow "trend" or are "held"; "{rule}" is neither.')
    if rule == "held":
        return np.repeat(deaths[-1:], periods, 0), np.repeat(children[-1:], periods, 0)
    if len(children) <= LOOK_BACK:
        raise ModelError(
            f"A trend looks back on {LOOK_BACK} periods before the last; the record has {len(children)} in all. "
            'Use "held".'
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        falling = np.log(deaths[-1] / deaths[-1 - LOOK_BACK]).mean(-1, keepdims=True, where=_both(deaths))
        fewer = np.log(children[-1] / children[-1 - LOOK_BACK])
    falling, fewer = (np.minimum(np.nan_to_num(change), 0) / LOOK_BACK for change in (falling, fewer))
    lasting = np.cumsum(FADE ** np.arange(periods))
    least = np.minimum(children[-1], FEWEST_CHILDREN)
    return (
        deaths[-1] * np.exp(falling * lasting[:, None, None, None]),
        np.maximum(children[-1] * np.exp(fewer * lasting[:, None]), least),
    )


def _both(deaths: Array) -> Any:
    """Where a rate above zero stands at both ends of the change."""
    return (deaths[-1] > 0) & (deaths[-1 - LOOK_BACK] > 0)

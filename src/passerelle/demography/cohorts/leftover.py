"""Net migration left over by two populations: what births, deaths and ageing do not explain.

It tells how far published accounts close, when the publisher counts movers, and of which sexes and ages they are. As it
comes from the populations themselves it cannot be a test of them. Stands on `inputs` and `projection`.
"""

from typing import Literal, get_args

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.inputs import History
from passerelle.demography.cohorts.migration import THROUGH
from passerelle.demography.cohorts.projection import step
from passerelle.demography.cohorts.rates import Rates
from passerelle.demography.cohorts.schedules import shares
from passerelle.demography.fitting import Array

Composition = Literal["own", "model", "before", "held-out"]
COMPOSITIONS: tuple[Composition, ...] = get_args(Composition)
_TIMINGS = (THROUGH, 0.0)


def left_over(before: Array, after: Array, rates: Rates, period: int, exposure: Array | float = THROUGH) -> Array:
    """Net migrants by sex and age reached that bring one population to the next, (2, n, 21) persons.

    Parameters
    ----------
    before, after : (2, n, 21) persons at both ends. period : which of the rates' periods lies between.
    """
    survival = rates.survival[period]
    women = (before[0] + after[0])[:, 3:10]
    # births to the women who are seen at both ends, the movers among them; the rest as if nobody moved
    born = 2.5 * (women * rates.fertility[period]).sum(-1)
    girls = 1 / (1 + rates.sex_ratio[period])
    alive = step(before, survival, rates.fertility[period], rates.sex_ratio[period]).people
    alive[..., 0] = np.stack([born * girls, born * (1 - girls)]) * survival[..., 0]
    kept = 1 - np.asarray(exposure, dtype=float)[..., None] * (1 - survival)
    moved: Array = np.divide(after - alive, kept, out=np.zeros_like(alive), where=kept > 0)
    return moved


def all_left_over(history: History, rates: Rates, exposure: Array | float = THROUGH) -> Array:
    """Net migrants left over in every period of a record, (T, 2, n, 21)."""
    ends = zip(history.population[:-1], history.population[1:], strict=True)
    return np.stack([left_over(a, b, rates, t, exposure) for t, (a, b) in enumerate(ends)])


def closing_errors(history: History, rates: Rates, exposure: Array | float = THROUGH) -> Array:
    """Net migration left over less the published total, by period and place, (T, n) persons."""
    gap: Array = all_left_over(history, rates, exposure).sum((1, 3)) - history.net
    return gap


def best_exposure(history: History, rates: Rates) -> Array:
    """When each place's movers were counted, (n,): through the period (½) or at its end (0).

    The publisher uses both and does not say which for which place in these files. That is taken which closes the
    published totals better over the record; it needs no age.
    """
    gaps = [np.abs(closing_errors(history, rates, timing)).sum(0) for timing in _TIMINGS]
    return np.where(gaps[0] < gaps[1], *_TIMINGS)


def composed(
    history: History, rates: Rates, composition: Composition = "own", exposure: Array | float = THROUGH
) -> Array:
    """Published net totals by sex and age reached, (T, 2, n, 21) persons; sums are the published totals.

    "own" takes what each period's populations leave over, "before" what the period before left over (the first falls
    back on the model), "held-out" is "own" but for the last period, which takes that of the one before it, so that the
    last population is never looked at; "model" spreads the total by `schedules.shares`. The difference from the
    published total is always spread by the model.

    Raises
    ------
    ModelError : an unknown composition, or "held-out" of a record of one period.
    """
    if composition not in COMPOSITIONS:
        raise ModelError(f'No composition is called "{composition}"; there are {", ".join(COMPOSITIONS)}.')
    if composition == "model":
        return brought_to(np.zeros(rates.survival.shape), history.net)
    seen = all_left_over(history, rates, exposure)
    if composition == "before":
        seen = np.concatenate([np.zeros_like(seen[:1]), seen[:-1]])
    if composition == "held-out":
        if len(seen) < 2:
            raise ModelError("A record of one period has none before it to take the composition from.")
        seen = np.concatenate([seen[:-1], seen[-2:-1]])
    return brought_to(seen, history.net)


def brought_to(seen: Array, totals: Array) -> Array:
    """Net migrants by sex and age, (…, 2, n, 21), brought to given totals, (…, n), by the model's schedule."""
    rest = totals - seen.sum((-3, -1))
    made: Array = seen + rest[..., None, :, None] * shares()[:, None, :]
    return made

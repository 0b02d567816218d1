"""At which ages people move: the model schedule of Rogers and Castro, as chances and as shares of a total.

Ages are those at the end of a period, as everywhere in projections: a person who reaches 20–24 moved at 15 to 24. The
schedule is of the model, the same for both sexes and everywhere, until a table says better. Stands on `ages`.

Source: Rogers and Castro (1981), Model Migration Schedules, IIASA RR-81-30, with the fundamental parameters given
there; the labour-force curve, the children who follow, a constant. Retirement has no peak of its own here.
"""

from dataclasses import dataclass

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.ages import GROUPS, OLDEST, STEP
from passerelle.demography.fitting import Array

# Net totals move nobody from this age on, as the United Nations' own default schedules do not.
SETTLED_FROM = 75


@dataclass(frozen=True)
class Curve:
    """m(x) = a1·exp(−alpha1·x) + a2·exp(−alpha2·(x−mu2) − exp(−lambda2·(x−mu2))) + c, by exact age x at moving."""

    a1: float = 0.02
    alpha1: float = 0.1
    a2: float = 0.06
    alpha2: float = 0.1
    mu2: float = 20.0
    lambda2: float = 0.4
    c: float = 0.003

    def at(self, ages: Array) -> Array:
        """The chance of moving in a year, up to a factor."""
        late = ages - self.mu2
        labour = self.a2 * np.exp(-self.alpha2 * late - np.exp(-self.lambda2 * late))
        chance: Array = self.a1 * np.exp(-self.alpha1 * ages) + labour + self.c
        return chance


FUNDAMENTAL = Curve()
_PARTS = 10  # of a year, over which curves are averaged


def chances(curve: Curve = FUNDAMENTAL) -> Array:
    """How readily each group moves during the five years in which it reaches that age, (21,), relative to the mean.

    Those born in the period are exposed for the part of it that they live. Nobody is taken to be older than 100.
    """
    step = 1 / _PARTS
    end = np.arange(step / 2, STEP, step)[:, None]
    past = np.arange(step / 2, STEP, step)[None, :]
    found = np.empty(GROUPS)
    for group in range(GROUPS):
        moving = np.minimum(group * STEP + end - past, OLDEST)
        alive = np.heaviside(np.round(moving, 6), 0.5)
        found[group] = (alive * curve.at(np.maximum(moving, 0))).mean()
    relative: Array = found / found.mean()
    return relative


def shares(curve: Curve = FUNDAMENTAL, *, women: float = 0.5) -> Array:
    """How a net total falls on sexes and ages reached, (2, 21), summing to one.

    Parameters
    ----------
    women : share of women and girls among the movers.
    """
    if not 0 <= women <= 1:
        raise ModelError(f"The share of women is {women:g}; it lies between 0 and 1.")
    ages = np.arange(0.5 / _PARTS, SETTLED_FROM, 1 / _PARTS)
    moving = np.zeros(GROUPS)
    moving[: SETTLED_FROM // STEP] = curve.at(ages).reshape(SETTLED_FROM // STEP, -1).sum(-1)
    by_age = at_period_end(moving / moving.sum())
    return np.array([[women], [1 - women]]) * by_age


def at_period_end(moving: Array) -> Array:
    """Movers by the group in which they move → by the group reached at the end: half of them are a group older.

    Of those who move under five, half were born in the period. Any leading dimensions; the sum is kept.
    """
    older = np.concatenate([np.zeros_like(moving[..., :1]), moving[..., :-1]], -1) / 2
    reached: Array = moving / 2 + older
    reached[..., -1] += moving[..., -1] / 2
    return reached

"""What a population looks like: dependants, those of working age, ageing by years left to live, the pyramid.

Functions take populations (…, 2, n, 21) and give (…, n). Where nobody is of working age a ratio is not known (NaN).
Stands on `ages`.
"""

from dataclasses import dataclass

import numpy as np

from passerelle.demography.cohorts.ages import AGE_CODES, FIRSTS, GROUPS, OLD, STEP, WORKING, YOUNG
from passerelle.demography.fitting import Array


@dataclass(frozen=True)
class Dependency:
    """Dependants for each 100 people aged 15–64, (…, n): those under 15, those of 65 and over, both."""

    youth: Array
    old_age: Array
    total: Array


def aged(population: Array, ages: slice) -> Array:
    """Persons of both sexes in some groups, (…, n)."""
    summed: Array = population[..., ages].sum((-3, -1))
    return summed


def _per_100(part: Array, whole: Array) -> Array:
    # of less than one person nothing can be told
    ratio: Array = np.divide(100 * part, whole, out=np.full(np.shape(whole), np.nan), where=whole >= 1)
    return ratio


def dependency(population: Array) -> Dependency:
    """Dependency ratios of a population."""
    young, working, old = (aged(population, ages) for ages in (YOUNG, WORKING, OLD))
    return Dependency(_per_100(young, working), _per_100(old, working), _per_100(young + old, working))


def prospective_old_age(population: Array, old_from: Array) -> Array:
    """People with 15 years or fewer left to live for each 100 from age 20 to there, (…, n).

    Parameters
    ----------
    old_from : (…, 2, n) the exact age at which 15 years are left, as in `Rates`.

    Source: Sanderson and Scherbov (2010), Science 329: the prospective old-age dependency ratio.
    """
    first = np.array(FIRSTS, dtype=float)
    # of each group, spread evenly in it; nobody of the oldest is young, as no age asked for is above 100
    past = np.clip((first + STEP - old_from[..., None]) / STEP, 0, 1)
    old = (population * past).sum((-3, -1))
    grown = population[..., 20 // STEP :].sum((-3, -1))
    return _per_100(old, grown - old)


def working_age_change(population: Array) -> Array:
    """Change of those aged 15–64 since the first year, per cent; population (…, T + 1, 2, n, 21) → (…, T + 1, n)."""
    working = aged(population, WORKING)
    change: Array = _per_100(working, np.broadcast_to(working[..., :1, :], working.shape)) - 100
    return change


def pyramid(population: Array, place: int) -> list[tuple[str, float, float]]:
    """Age code, women, men of one place, youngest first; population (2, n, 21)."""
    women, men = population[:, place]
    return [(AGE_CODES[g], float(women[g]), float(men[g])) for g in range(GROUPS)]

"""Life tables from death rates: how many of each age group are alive five years on.

Abridged tables as the United Nations make them: years lived by those who die by Coale and Demeny for infants and
children, by Greville above. Knows nothing of periods or migration. Stands on `ages`.

Sources: Coale and Demeny (1983), in Preston, Heuveline and Guillot (2001), Demography, table 3.3; Greville (1943),
Record of the American Institute of Actuaries 32, in the form of MORTPAK (United Nations 1988).
"""

from dataclasses import dataclass

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.ages import DEATH_CODES, SEXES, STEP
from passerelle.demography.fitting import Array

STARTS = np.array([0.0, 1.0, *range(5, 101, 5)])  # exact ages at which the rows of a table begin
WIDTHS = np.diff(STARTS)
HIGH = 0.107  # infant death rate above which the years lived by the dead no longer change
# By sex (women, men): the level above HIGH, then intercept and slope on the infant death rate below it.
INFANTS = ((0.350, 0.330), (0.053, 0.045), (2.800, 2.684))
CHILDREN = ((1.361, 1.352), (1.522, 1.651), (-1.518, -2.816))


@dataclass(frozen=True)
class LifeTable:
    """Those alive at the start of each row and the years lived in it, of one person born.

    alive, lived : (…, sex, place, 22). Rows are 0, 1–4, 5–9, … 95–99, 100+.
    """

    alive: Array
    lived: Array

    @property
    def expectancy(self) -> Array:
        """Years left to live at the start of each row, (…, sex, place, 22)."""
        left = np.cumsum(self.lived[..., ::-1], -1)[..., ::-1]
        return np.divide(left, self.alive, out=np.zeros_like(left), where=self.alive > 0)

    @property
    def survival(self) -> Array:
        """The share alive at the end of five years, by the group reached, (…, sex, place, 21).

        The first is of those born in the period; the last is of all from 95 on, as in the United Nations' own tables.
        """
        lived = self.lived
        groups = np.concatenate([lived[..., :2].sum(-1, keepdims=True), lived[..., 2:]], -1)
        before = np.concatenate([np.full((*groups.shape[:-1], 1), float(STEP)), groups[..., :-1]], -1)
        before[..., -1] += groups[..., -1]
        shares: Array = np.divide(groups, before, out=np.zeros_like(groups), where=before > 0)
        return shares

    def old_from(self, years: float = 15.0) -> Array:
        """The exact age at which so many years are left to live, (…, sex, place); 100 where more are left there.

        Used by prospective measures of ageing: Sanderson and Scherbov (2010), Science 329.
        """
        # rows from 10 on, where fewer years are left at every later age
        left, ages = self.expectancy[..., 3:], STARTS[3:]
        left = np.minimum.accumulate(left, -1)
        at = np.clip((left >= years).sum(-1), 1, len(ages) - 1)[..., None]
        high, low = (np.take_along_axis(left, at - step, -1)[..., 0] for step in (1, 0))
        first, width = ages[at[..., 0] - 1], ages[at[..., 0]] - ages[at[..., 0] - 1]
        part = np.divide(high - years, high - low, out=np.ones_like(high), where=high > low)
        age: Array = first + width * np.clip(part, 0, 1)
        return age


def life_table(rates: Array) -> LifeTable:
    """A table from central death rates.

    Parameters
    ----------
    rates : (…, sex, place, 22) deaths per person-year, women first.

    Raises
    ------
    ModelError : another shape, a rate below zero or not finite, or nobody dying in the open group.
    """
    m = np.asarray(rates, dtype=float)
    if m.ndim < 3 or m.shape[-1] != len(DEATH_CODES) or m.shape[-3] != len(SEXES):
        raise ModelError(f"Death rates have the shape {m.shape}; (…, 2 sexes, places, 22 ages) is expected.")
    if not np.isfinite(m).all() or (m < 0).any():
        raise ModelError("A death rate is below zero or not a number; each is deaths per person-year, 0 or more.")
    if (m[..., -1] <= 0).any():
        raise ModelError("Nobody dies at 100 and over, so that nobody there would ever die. Give a rate above 0.")
    a = years_of_the_dying(m)
    dying = np.minimum(WIDTHS * m[..., :-1] / (1 + (WIDTHS - a) * m[..., :-1]), 1.0)
    alive = np.concatenate([np.ones((*m.shape[:-1], 1)), np.cumprod(1 - dying, -1)], -1)
    closed = WIDTHS * alive[..., 1:] + a * (alive[..., :-1] - alive[..., 1:])
    return LifeTable(alive, np.concatenate([closed, alive[..., -1:] / m[..., -1:]], -1))


def years_of_the_dying(rates: Array) -> Array:
    """Years lived in a row by those who die in it, (…, sex, place, 21); the open group has none.

    Greville's a = 2.5 − 25/12 (m − k), k the slope of the log rates across the neighbours; 2.5 where a neighbour has
    no deaths. Held inside the row, which only rates of catastrophe would leave.
    """
    m = rates
    infants = m[..., 0]
    inside = m[..., 2:-1]
    before, after = m[..., 1:-2], m[..., 3:]
    known = (before > 0) & (after > 0)
    slope = np.log(np.where(known, after, 1.0) / np.where(known, before, 1.0)) / (2 * STEP)
    older = np.where(known, STEP / 2 - STEP**2 / 12 * (inside - slope), STEP / 2)
    young = [_by_infants(infants, *table) for table in (INFANTS, CHILDREN)]
    return np.concatenate([np.stack(young, -1), np.clip(older, 0.1, STEP - 0.1)], -1)


def _by_infants(
    rate: Array, level: tuple[float, float], intercept: tuple[float, float], slope: tuple[float, float]
) -> Array:
    high, constant, steep = (np.asarray(pair)[:, None] for pair in (level, intercept, slope))
    found: Array = np.where(rate >= HIGH, high, constant + steep * rate)
    return found

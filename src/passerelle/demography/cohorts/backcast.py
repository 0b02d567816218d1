"""The record told again: WPP's populations of 1950 to 2020 from its rates and net migration, and how far that misses.

A composition of net migrants taken from the populations themselves tests survival, fertility and totals, not the
composition; `COMPOSITIONS` says which looks at what. `hindcast` tests the rule for rates to come. Stands on `leftover`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from passerelle.demography.cohorts.ages import AGE_CODES, SEXES
from passerelle.demography.cohorts.inputs import History
from passerelle.demography.cohorts.kinds import Rule
from passerelle.demography.cohorts.leftover import Composition, best_exposure, closing_errors, composed
from passerelle.demography.cohorts.migration import Net
from passerelle.demography.cohorts.projection import Projection, project, step
from passerelle.demography.cohorts.rates import carried_on, read_rates
from passerelle.demography.fitting import Array

CLOSE = 0.005  # of the population: within this the last year is told well


@dataclass(frozen=True)
class Backcast:
    """The record projected from its first year.

    errors : (n,) of the last year's total, relative. stepwise : (T, n), relative errors of the total after each period
    that starts from the record. closing : (T, n) net migration that the populations leave over, less the published
    total, relative to the population: what no composition can mend.
    """

    history: History
    composition: Composition
    projection: Projection
    errors: Array
    stepwise: Array
    closing: Array

    @property
    def within(self) -> float:
        """The share of places whose last total is within half a per cent."""
        return float((np.abs(self.errors) <= CLOSE).mean())

    def failing(self) -> list[tuple[str, float, str]]:
        """Places further off, the worst first: alpha-3, relative error, what it comes from."""
        order = np.argsort(-np.abs(self.errors))
        unclosed = np.abs(self.closing.sum(0))
        return [
            (
                self.history.places[at],
                float(self.errors[at]),
                "the record's accounts do not close" if unclosed[at] > CLOSE else "sexes and ages of the migrants",
            )
            for at in order
            if abs(self.errors[at]) > CLOSE
        ]

    def by_age_and_sex(self) -> list[tuple[str, str, float, float, float]]:
        """Sex, age code, then median, 90th percentile of absolute relative errors, and the relative error of the sum.

        Over the places where anyone of the group is in the record.
        """
        found, record = self.projection.population[-1], self.history.population[-1]
        rows = []
        for s, sex in enumerate(SEXES):
            for g, age in enumerate(AGE_CODES):
                there = record[s, :, g] > 0
                off = np.abs(found[s, there, g] / record[s, there, g] - 1)
                whole = float(found[s, :, g].sum() / record[s, :, g].sum() - 1)
                rows.append((sex, age, float(np.median(off)), float(np.quantile(off, 0.9)), whole))
        return rows


def backcast(history: History, composition: Composition = "held-out") -> Backcast:
    """Project the record from its first year to its last with its own rates and net totals.

    With "held-out" the last population is looked at neither for the composition nor for when movers are counted.
    """
    rates = history.rates
    learned = history.between(history.years[0], history.years[-2]) if composition == "held-out" else history
    exposure = best_exposure(learned, learned.rates)
    moving = Net(composed(history, rates, composition, exposure), exposure)
    found = project(history.population[0], rates, moving, first=history.years[0])
    totals = history.population.sum((1, 3))
    steps = [
        step(people, rates.survival[t], rates.fertility[t], rates.sex_ratio[t], moving, t).people.sum((0, 2))
        for t, people in enumerate(history.population[:-1])
    ]
    return Backcast(
        history, composition, found, found.total[-1] / totals[-1] - 1, np.stack(steps) / totals[1:] - 1,
        closing_errors(history, rates, exposure) / totals[1:],
    )  # fmt: skip


def hindcast(history: History, first: int, rule: Rule = "trend") -> Array:
    """Relative errors of the last year's totals, (n,), when rates known until `first` are carried on by a rule.

    Net migration is the record's, so that only the rule is tested.
    """
    at = history.years.index(first)
    before, after = history.between(history.years[0], first), history.between(first, history.years[-1])
    ahead = len(after.years) - 1
    deaths, children = carried_on(before.deaths, before.children, ahead, rule)
    pattern, sex_ratio = (np.repeat(table[at - 1 : at], ahead, 0) for table in (history.pattern, history.sex_ratio))
    rates = read_rates(history.places, deaths, children, pattern, sex_ratio)
    exposure = best_exposure(after, after.rates)
    moving = Net(composed(after, after.rates, "own", exposure), exposure)
    found = project(after.population[0], rates, moving, first=first)
    errors: Array = found.total[-1] / after.population[-1].sum((0, 2)) - 1
    return errors


def spread_of(errors: Array, at: Sequence[float] = (0.5, 0.9, 0.95)) -> tuple[float, ...]:
    """Quantiles of absolute errors."""
    return tuple(float(value) for value in np.quantile(np.abs(errors), at))

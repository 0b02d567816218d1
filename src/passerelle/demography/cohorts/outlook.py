"""One place's outlook with and without migration: what a country page shows.

Read and computed in a few hundredths of a second: one place's rows of the store, two projections of one place. Stands
on `scenarios` and `structure`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from passerelle.base.threads import one_thread
from passerelle.base.words import mark
from passerelle.demography.cohorts.ages import AGE_CODES, WORKING
from passerelle.demography.cohorts.inputs import SOURCE, VINTAGE, gathered
from passerelle.demography.cohorts.labour import known_participation, labour_force
from passerelle.demography.cohorts.projection import Projection
from passerelle.demography.cohorts.scenarios import Span, published, without_migration
from passerelle.demography.cohorts.structure import Dependency, aged, dependency, pyramid, working_age_change
from passerelle.demography.fitting import Array
from passerelle.evidence.store import Store

# What is assumed, word for word as the scenario says it, so that pages can say it in the reader's language.
ASSUMED: tuple[str, ...] = (
    mark("From 2020 on fertility and death rates go on falling as from 2005–2010 to 2015–2020, by a fifth less every "
         "five years; a rise does not go on."),
    mark("Net migration is WPP 2019's. The mean of 2000–2020 is held from 2020 on: losses as shares of those who can "
         "leave, gains as numbers of people."),
    mark("Net migrants have the sexes and ages that WPP's populations leave over in their period; what these lack to "
         "the total follows Rogers and Castro's model schedule (1981)."),
    mark("All of this is WPP 2019's record and ends in 2020: neither the pandemic nor wars and displacement since are "
         "in it, so that newer figures of the same page may differ."),
)  # fmt: skip
NO_LABOUR_FORCE = mark(
    "The labour force is not known: no rates of participation are in the evidence. ILOSTAT's table in your own build "
    "fills it."
)


@dataclass(frozen=True)
class Course:
    """One projection of one place. population : (T + 1, 2, 21) persons; births, deaths, net : (T,) persons a period.

    labour_force : (T + 1,) persons, NaN where participation is not known. held_back : (T,) persons who would have left
    by the scenario's total, had any of their age been left.
    """

    years: tuple[int, ...]
    population: Array
    births: Array
    deaths: Array
    net: Array
    labour_force: Array
    held_back: Array

    @property
    def total(self) -> Array:
        """Persons, (T + 1,)."""
        summed: Array = self.population.sum((-2, -1))
        return summed

    @property
    def working_age(self) -> Array:
        """Persons aged 15–64, (T + 1,)."""
        return aged(self.population[:, :, None], WORKING)[:, 0]

    @property
    def working_age_change(self) -> Array:
        """Change of those aged 15–64 since the first year, per cent, (T + 1,)."""
        return working_age_change(self.population[:, :, None])[:, 0]

    @property
    def dependency(self) -> Dependency:
        """Dependants for each 100 people aged 15–64, (T + 1,) each."""
        found = dependency(self.population[:, :, None])
        return Dependency(found.youth[:, 0], found.old_age[:, 0], found.total[:, 0])

    def pyramid(self, year: int) -> list[tuple[str, float, float]]:
        """Age code, women, men of one of the years, youngest first."""
        return pyramid(self.population[self.years.index(year)][:, None], 0)

    def as_dict(self) -> dict[str, Any]:
        """Plain lists for the API; what is not known is None."""
        found = self.dependency
        force = [None if np.isnan(value) else round(float(value)) for value in self.labour_force]
        return {
            "years": list(self.years), "population": _whole(self.total), "working_age": _whole(self.working_age),
            "working_age_change": _tenths(self.working_age_change), "labour_force": force,
            "dependency_youth": _tenths(found.youth), "dependency_old_age": _tenths(found.old_age),
            "dependency": _tenths(found.total), "births": _whole(self.births), "deaths": _whole(self.deaths),
            "net_migration": _whole(self.net), "held_back": _whole(self.held_back), "ages": list(AGE_CODES),
            "women": [_whole(women) for women, _ in self.population],
            "men": [_whole(men) for _, men in self.population],
        }  # fmt: skip


def _whole(values: Array) -> list[int]:
    return [round(float(value)) for value in values]


def _tenths(values: Array) -> list[float]:
    return [round(float(value), 1) for value in values]


@dataclass(frozen=True)
class Outlook:
    """A place's population to come with the migration of 2000–2020 and with none, from the same start and rates.

    The record ends at `years[0]`; all that follows is a projection (status F). told : what is assumed, in sentences.
    held : the years whose mean of net migration is held.
    """

    place: str
    with_migration: Course
    without_migration: Course
    told: tuple[str, ...]
    held: str
    source: str = SOURCE
    vintage: str = VINTAGE

    @property
    def years(self) -> tuple[int, ...]:
        """From the last year of the record on, five years apart."""
        return self.with_migration.years

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the API."""
        return {
            "place": self.place, "source": self.source, "vintage": self.vintage, "assumptions": list(self.told),
            "with_migration": self.with_migration.as_dict(), "without_migration": self.without_migration.as_dict(),
        }  # fmt: skip


@one_thread()
def outlook(store: Store, iso3: str, *, until: int = 2050) -> Outlook:
    """The outlook of one place from 2020 on.

    Raises
    ------
    ModelError : a place that WPP 2019 does not know by age (fewer than 90,000 people), or a year that cannot be.
    """
    span = Span(last=until)
    history = gathered(store, (iso3,), first=span.gathered_from)
    moving, still = published(history, span), without_migration(history, span)
    working = known_participation(store, (iso3,))

    def course(found: Projection) -> Course:
        people = found.population[:, :, 0]
        return Course(
            found.years, people, found.births.sum((1, 2)), found.deaths.sum((1, 2)), found.net.sum((1, 2)),
            labour_force(found.population, working)[:, 0],
            np.zeros(len(found.years) - 1) if found.held_back is None else found.held_back[:, 0],
        )  # fmt: skip

    made = course(moving.project())
    told = (*moving.told, ASSUMED[-1], *((NO_LABOUR_FORCE,) if np.isnan(made.labour_force).all() else ()))
    return Outlook(iso3, made, course(still.project()), told, span.held)

"""How sure a projection is: fertility, death rates and migration drawn anew, intervals from the draws.

Each draw's error of the logarithm of fertility and of death rates grows by changes that persist, that of migration by
changes that do not; each place has its own, and all share a part. The record itself is not drawn. The sizes are those
by which the trend missed WPP's own record of 1960–2020, robustly measured (docs/explanation/cohorts.md): parameters
that a user may change, not findings on the future. Stands on `scenarios`.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.base.threads import one_thread
from passerelle.demography.cohorts.ages import OLD, STEP, WORKING, YOUNG
from passerelle.demography.cohorts.migration import Bilateral, Migration, Net
from passerelle.demography.cohorts.projection import walk
from passerelle.demography.cohorts.rates import Rates
from passerelle.demography.cohorts.scenarios import Scenario
from passerelle.demography.cohorts.schedules import shares
from passerelle.demography.draws import LEVEL, ends, refuse_draws
from passerelle.demography.fitting import Array

AT_ONCE = 8  # draws carried together: enough for the processor, few enough for its cache
MEASURES = ("total", "young", "working", "old", "youth_dependency", "old_dependency", "dependency")


@dataclass(frozen=True)
class Errors:
    """Standard errors per period of five years.

    fertility, mortality : of new changes in the logarithm of total fertility, of all death rates of a place.
    persistence : the part of a change that goes on in the next period. net : of net migration, as a share of the people
    at the start, where a scenario has net totals. leaving, arriving : of the logarithm of all departures of an origin,
    all arrivals of a destination, where it has flows. shared : of every variance, the part common to all places.
    """

    fertility: float = 0.058
    mortality: float = 0.045
    persistence: float = 0.7
    net: float = 0.0105
    leaving: float = 0.28
    arriving: float = 0.25
    shared: float = 0.08


@dataclass(frozen=True)
class Draws:
    """Draws of a projection.

    groups : (draws, T + 1, n, 3) persons under 15, 15–64, 65 and over. pyramid : (draws, 2, n, 21) persons at the end.
    """

    places: tuple[str, ...]
    years: tuple[int, ...]
    groups: Array
    pyramid: Array
    level: float

    def interval(self, measure: str) -> Array:
        """Low, median, high of one of `MEASURES`, (3, T + 1, n): persons, or dependants for each 100 aged 15–64."""
        if measure not in MEASURES:
            raise ModelError(f'No measure is called "{measure}"; there are {", ".join(MEASURES)}.')
        young, working, old = (self.groups[..., g] for g in range(3))
        if measure.endswith("dependency"):
            part = {"youth": young, "old": old}.get(measure.split("_")[0], young + old)
            values = np.divide(100 * part, working, out=np.full_like(part, np.nan), where=working > 0)
        else:
            values = {"young": young, "working": working, "old": old}.get(measure, young + working + old)
        return _quantiles(values, self.level)

    def pyramid_interval(self) -> Array:
        """Low, median, high of the last year by sex and age, (3, 2, n, 21) persons."""
        return _quantiles(self.pyramid, self.level)


def _quantiles(values: Array, level: float) -> Array:
    found: Array = np.quantile(values, ends(level), axis=0)
    return found


@one_thread()
def drawn(
    scenario: Scenario,
    draws: int,
    *,
    errors: Errors | None = None,
    random_seed: int = 0,
    level: float = LEVEL,
    progress: Callable[[int, int], None] | None = None,
) -> Draws:
    """Project a scenario under many draws of its rates and its migration.

    Each draw has a random stream of its own, spawned from the seed, so that draw 17 is the same however many are made.

    Parameters
    ----------
    level : share of draws inside the interval. progress : called with draws done and draws in all.

    Raises
    ------
    ModelError : fewer than two draws, a level outside 0 to 1, an error below zero.
    """
    chosen = errors or Errors()
    refuse_draws(draws, level)
    for name, value in vars(chosen).items():
        if not 0 <= value or (name in ("persistence", "shared") and value > 1):
            raise ModelError(f"The error {name} is {value:g}; it is 0 or more, and a share is 1 at the most.")
    places, periods = scenario.places, scenario.rates.periods
    groups = np.empty((draws, periods + 1, len(places), 3))
    pyramid = np.empty((draws, *scenario.start.shape))
    groups[:, 0] = _grouped(scenario.start)
    streams = np.random.SeedSequence(random_seed).spawn(draws)
    for at in range(0, draws, AT_ONCE):
        here = slice(at, min(at + AT_ONCE, draws))
        rates, migration = perturbed(scenario, chosen, streams[here])
        people = scenario.start
        for t, now in enumerate(walk(scenario.start, rates, migration), start=1):
            people = now.people
            groups[here, t] = _grouped(people)
        pyramid[here] = people
        if progress is not None:
            progress(here.stop, draws)
    years = tuple(scenario.first + STEP * t for t in range(periods + 1))
    return Draws(places, years, groups, pyramid, level)


def _grouped(people: Array) -> Array:
    return np.stack([people[..., ages].sum((-3, -1)) for ages in (YOUNG, WORKING, OLD)], -1)


def perturbed(scenario: Scenario, errors: Errors, streams: Any) -> tuple[Rates, Migration]:
    """Rates and migration of some draws, a leading dimension before the periods.

    Survival is raised to the power of the factor of death rates, which is exact where these do not change with age
    inside a group.
    """
    n, known, rates = len(scenario.places), scenario.known, scenario.rates
    ahead = rates.periods - known
    noise = np.stack([np.random.default_rng(stream).standard_normal((4, ahead, n + 1)) for stream in streams], 1)
    own, common = noise[..., :n], noise[..., n:]
    noise = np.sqrt(1 - errors.shared) * own + np.sqrt(errors.shared) * common
    fertility, mortality, out, into = (
        _grown(part * size, persistence, known)
        for part, size, persistence in zip(
            noise, (errors.fertility, errors.mortality, errors.leaving, errors.arriving),
            (errors.persistence, errors.persistence, 0.0, 0.0), strict=True,
        )
    )  # fmt: skip
    with np.errstate(divide="ignore"):
        survival = np.exp(np.log(rates.survival) * np.exp(mortality)[..., None, :, None])
    fresh = replace(rates, survival=survival, fertility=rates.fertility * np.exp(fertility)[..., None])
    moving = scenario.migration
    if isinstance(moving, Bilateral):
        moving = replace(moving, push=np.exp(out), pull=np.exp(into))
    elif isinstance(moving, Net):
        moving = _net(moving, scenario, _grown(noise[2] * errors.net, 0.0, known))
    return fresh, moving


def _grown(changes: Array, persistence: float, known: int) -> Array:
    """Levels (draws, T, n) from new changes; a part of each change goes on. The record's periods have none."""
    levels = np.zeros((changes.shape[0], known + changes.shape[1], changes.shape[2]))
    change = np.zeros_like(levels[:, 0])
    for t in range(changes.shape[1]):
        change = persistence * change + changes[:, t]
        levels[:, known + t] = levels[:, known + t - 1] + change if known + t else change
    return levels


def _net(moving: Net, scenario: Scenario, level: Array) -> Net:
    periods, given = level.shape[1], moving.counts.shape[-4]
    counts = moving.counts[np.minimum(np.arange(periods), given - 1)]
    people = scenario.start.sum((0, 2))
    return replace(moving, counts=counts + (level * people)[:, :, None, :, None] * shares()[:, None, :])

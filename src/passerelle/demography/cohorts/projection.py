"""Populations carried forward period by period: the cohort-component method for many places at once.

One period is `step`; `walk` gives them one by one, `project` keeps them all with their births, deaths and moves. Births
are to the mean of the women at both ends, so that half of those who moved are counted in. Deaths are those of all who
were there, movers for the part of the period that they spent there. Stands on `rates` and `migration`.

Source: Preston, Heuveline and Guillot (2001), Demography, chapter 6.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.base.threads import one_thread
from passerelle.demography.cohorts.ages import FERTILE, GROUPS, SEXES, STEP
from passerelle.demography.cohorts.migration import Migration, Moves, Nobody
from passerelle.demography.cohorts.rates import Rates
from passerelle.demography.fitting import Array
from passerelle.demography.residuals import Residual


@dataclass(frozen=True)
class Step:
    """One period: people (…, 2, n, 21) at its end; births, deaths and net migration of it, (…, 2, n); its moves."""

    people: Array
    births: Array
    deaths: Array
    net: Array
    moves: Moves


@dataclass(frozen=True)
class Projection:
    """A population by period.

    population : (…, T + 1, 2, n, 21) persons at `years`. births, deaths, net : (…, T, 2, n) persons over each period.
    departures, arrivals : (…, T, n), both sexes, where moves have two ends; else None. held_back : (…, T, n) net
    departures that could not be. rates : what they lived under.
    """

    places: tuple[str, ...]
    years: tuple[int, ...]
    population: Array
    births: Array
    deaths: Array
    net: Array
    rates: Rates
    departures: Array | None = None
    arrivals: Array | None = None
    held_back: Array | None = None

    @property
    def total(self) -> Array:
        """Persons of both sexes and all ages, (…, T + 1, n)."""
        summed: Array = self.population.sum((-3, -1))
        return summed

    @property
    def residuals(self) -> tuple[Residual, ...]:
        """Change against births less deaths and net migration, by place; net migration of all places against zero."""
        change = np.diff(self.total, axis=-2)
        balance = change - (self.births - self.deaths + self.net).sum(-2)
        world = self.net.sum((-2, -1))
        size = max(float(np.abs(self.net).sum((-2, -1)).max(initial=0.0)), 1e-300)
        largest = float(np.abs(world).max(initial=0.0))
        at = np.unravel_index(int(np.abs(balance).argmax()), balance.shape)
        error = float(np.abs(balance[at]))
        scale = max(float(self.total.max()), 1e-300)
        return (
            Residual("balance", error, error / scale, self.places[int(at[-1])]),
            Residual("world", largest, largest / size if largest else 0.0, "all places"),
        )


def step(
    people: Array,
    survival: Array,
    fertility: Array,
    sex_ratio: Array,
    migration: Migration | None = None,
    period: int = 0,
) -> Step:
    """Carry a population over one period.

    Parameters
    ----------
    people : (…, 2, n, 21) persons. survival : (…, 2, n, 21). fertility : (…, n, 7). sex_ratio : (…, n); see `Rates`.
    migration : who moves; nobody if None. period : which of the scenario's periods this is.
    """
    moving = migration or Nobody()
    exposed = np.asarray(moving.exposure, dtype=float)[..., None]
    share = _by_sex(sex_ratio)
    cohorts = cohorts_of(people, survival, fertility, sex_ratio)
    alive = cohorts * survival
    women = people[..., 0, :, FERTILE]
    # babies who are surely born, whatever the moves: no more of them than these can leave
    sure = STEP / 2 * (women * fertility).sum(-1)
    alive[..., 0] = share * sure[..., None, :] * survival[..., 0]
    kept = 1 - exposed * (1 - survival)  # of a mover, at the end
    shape = cohorts.shape
    moves = moving.moves(period, cohorts, np.divide(alive, kept, out=np.zeros(shape), where=kept > 0))
    if moves.net is not None:
        # at the limit of who can leave, rounding must not leave less than nobody
        alive = np.maximum(alive + kept * moves.net, 0)
    born = STEP / 2 * ((women + alive[..., 0, :, FERTILE]) * fertility).sum(-1)
    births = share * born[..., None, :]
    alive[..., 0] += (births - share * sure[..., None, :]) * survival[..., 0]
    cohorts[..., 0] = births
    net = np.zeros(births.shape) if moves.net is None else moves.net.sum(-1)
    present = cohorts if moves.net is None else cohorts + exposed * moves.net
    deaths = (present * (1 - survival)).sum(-1)
    return Step(alive, births, deaths, np.broadcast_to(net, deaths.shape), moves)


def cohorts_of(people: Array, survival: Array, fertility: Array, sex_ratio: Array) -> Array:
    """Those who could reach each group in the period, alive at its start, and the births there would be without moves.

    (…, 2, n, 21); arguments as in `step`.
    """
    cohorts = np.zeros(np.broadcast_shapes(people.shape, survival.shape))
    cohorts[..., 1:] = people[..., :-1]
    cohorts[..., -1] += people[..., -1]
    later = (cohorts[..., 0, :, FERTILE] * survival[..., 0, :, FERTILE] * fertility).sum(-1)
    born = STEP / 2 * ((people[..., 0, :, FERTILE] * fertility).sum(-1) + later)
    cohorts[..., 0] = _by_sex(sex_ratio) * born[..., None, :]
    return cohorts


def _by_sex(sex_ratio: Array) -> Array:
    """Shares of girls and boys among births, (…, 2, n)."""
    girls = (1 / (1 + sex_ratio))[..., None, :]
    return np.concatenate([girls, 1 - girls], -2)


def walk(start: Array, rates: Rates, migration: Migration | None = None) -> Iterator[Step]:
    """The periods of a projection one after another, so that no more is kept than is wanted.

    Raises
    ------
    ModelError : a start of another shape, below zero or not finite, with the place named.
    """
    people = checked_start(start, rates.places)
    for t in range(rates.periods):
        now = step(
            people, rates.survival[..., t, :, :, :], rates.fertility[..., t, :, :], rates.sex_ratio[..., t, :],
            migration, t,
        )  # fmt: skip
        people = now.people
        yield now


@one_thread()
def project(start: Array, rates: Rates, migration: Migration | None = None, *, first: int = 0) -> Projection:
    """Project a population over all periods of its rates.

    Parameters
    ----------
    start : (…, 2, n, 21) persons at the year `first`.
    """
    steps = list(walk(start, rates, migration))
    if not steps:
        raise ModelError("There is no period to project: the rates cover none.")
    lead = steps[-1].people.shape
    population = np.stack([np.broadcast_to(start, lead), *(np.broadcast_to(s.people, lead) for s in steps)], -4)
    births, deaths, net = (
        np.stack([np.broadcast_to(getattr(s, name), lead[:-1]) for s in steps], -3)
        for name in ("births", "deaths", "net")
    )
    return Projection(
        rates.places, tuple(first + STEP * t for t in range(len(steps) + 1)), population, births, deaths, net, rates,
        _gathered(steps, "departures"), _gathered(steps, "arrivals"), _gathered(steps, "held_back"),
    )  # fmt: skip


def _gathered(steps: Sequence[Step], name: str) -> Array | None:
    found: list[Any] = [getattr(s.moves, name) for s in steps]
    known = next((table for table in found if table is not None), None)
    if known is None or (name != "held_back" and any(table is None for table in found)):
        return None
    return np.stack([np.zeros_like(known) if table is None else np.broadcast_to(table, known.shape) for table in found],
                    -2)  # fmt: skip


def checked_start(start: Array, places: Sequence[str]) -> Array:
    """A start population as floats.

    Raises
    ------
    ModelError : another shape, a group below zero or not finite (place, sex and age are named).
    """
    people = np.asarray(start, dtype=float)
    wanted = (len(SEXES), len(places), GROUPS)
    if people.shape[-3:] != wanted:
        raise ModelError(f"The start has the shape {people.shape}; (…, {wanted[0]}, {wanted[1]}, {wanted[2]}) is "
                         "expected: sexes, places, ages.")  # fmt: skip
    bad = ~(np.isfinite(people) & (people >= 0))
    if bad.any():
        at = tuple(np.argwhere(bad)[0])
        raise ModelError(
            f"{places[at[-2]]}: {people[at]:,.6g} persons of sex {SEXES[at[-3]]} aged {STEP * int(at[-1])} and over "
            "stand at the start; a population is 0 or more and known at every age."
        )
    return people

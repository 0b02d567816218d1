"""Scenarios by name: a start, rates and migration, with sentences that say what was assumed.

"no-migration"; "published", WPP's net migration; "estimated", our flows, and "abel-cohen", those published by them,
both as rates of leaving; or a user's table. Past periods take the record; after it the mean of its last twenty years
is held, which foretold later migration as well as the last five years did and missed less where these were out of the
ordinary. Stands on `inputs`, `leftover` and `migration`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.ages import STEP
from passerelle.demography.cohorts.files import MovesTable, NetTable, read_migration
from passerelle.demography.cohorts.inputs import FIRST, LAST, History, flows_of, gathered
from passerelle.demography.cohorts.kinds import Hold, Rule, Shape
from passerelle.demography.cohorts.leftover import Composition, all_left_over, best_exposure, brought_to, composed
from passerelle.demography.cohorts.migration import HOLDS, Bilateral, Migration, Net, Nobody, as_rates
from passerelle.demography.cohorts.projection import Projection, cohorts_of, project
from passerelle.demography.cohorts.rates import LOOK_BACK, Rates, carried_on, read_rates
from passerelle.demography.cohorts.schedules import chances
from passerelle.demography.fitting import Array
from passerelle.evidence.store import Store

SCENARIOS = ("no-migration", "published", "estimated", "abel-cohen")
FLOW_SOURCES = {"estimated": "passerelle_flows", "abel-cohen": "abel_cohen"}
FLOWS_FROM = 1990
AVERAGED = 4  # last periods of the record whose mean is held
AT_END = 0.0  # exposure of those who move by a table of flows: they are among the living at the end
LATEST = 2150  # beyond which five-year assumptions say nothing


@dataclass(frozen=True)
class Scenario:
    """What is projected: places, first year, start (2, n, 21), rates, migration; `known` periods are of the record.

    told : sentences on what is assumed.
    """

    name: str
    places: tuple[str, ...]
    first: int
    start: Array
    rates: Rates
    migration: Migration
    known: int
    told: tuple[str, ...] = ()

    def project(self) -> Projection:
        """The projection of this scenario."""
        return project(self.start, self.rates, self.migration, first=self.first)


@dataclass(frozen=True)
class Span:
    """The years of a projection, the rule for rates after the record, and how many periods' mean of migration is held.

    Raises
    ------
    ModelError : years that are not five apart, a start outside the record, an end before the start, no period to
        average.
    """

    first: int = LAST
    last: int = 2050
    rule: Rule = "trend"
    averaged: int = AVERAGED

    def __post_init__(self) -> None:
        if self.first % STEP or not FIRST <= self.first <= LAST:
            raise ModelError(
                f"Projections start at 1950, 1955 … 2020, whose populations are known; not at {self.first}."
            )
        if self.last % STEP or not self.first < self.last <= LATEST:
            raise ModelError(f"Projections from {self.first} end at {self.first + STEP}, {self.first + 2 * STEP} … "
                             f"{LATEST}, five years apart; not at {self.last}.")  # fmt: skip
        if not 1 <= self.averaged <= (LAST - FLOWS_FROM) // STEP:
            raise ModelError(f"Migration is averaged over the last 1 to 6 periods of the record, not {self.averaged}.")

    @property
    def periods(self) -> int:
        """How many periods there are."""
        return (self.last - self.first) // STEP

    @property
    def known(self) -> int:
        """How many of them are of the record."""
        return max(0, (min(self.last, LAST) - self.first) // STEP)

    @property
    def gathered_from(self) -> int:
        """The first year of the record that is needed: that of the start, of the trend or of what is averaged."""
        return min(self.first, LAST - STEP * max(LOOK_BACK + 1, self.averaged))

    @property
    def held(self) -> str:
        """The years whose mean of migration is held."""
        return f"{LAST - STEP * self.averaged}–{LAST}"


def scenario(
    store: Store,
    name: str,
    *,
    places: Sequence[str] = (),
    span: Span | None = None,
    composition: Shape | None = None,
    hold: Hold | None = None,
) -> Scenario:
    """A scenario from the evidence.

    Parameters
    ----------
    name : one of `SCENARIOS`, or the path of a user's table (see `files.read_migration`).
    places : alpha-3; all that WPP 2019 has by age if none. Scenarios of flows always hold all of them, a table of flows
        those of the table besides.
    composition : how net totals fall on sexes and ages: as the populations of the same period leave over ("own"), or by
        the model schedule ("model"); own if not said.
    hold : whether flows are held as "rates" of leaving or as "counts"; rates for estimates and counts for a table if
        not said.

    Raises
    ------
    ModelError : an unknown scenario, place or year, flows before 1990, a composition of flows, a hold of net totals.
    SourceUnreadable : a table with faults.
    """
    years = span or Span()
    if composition not in (None, *get_args(Shape)):
        raise ModelError(f'Net totals are composed by "own" or "model", not "{composition}".')
    if hold not in (None, *HOLDS):
        raise ModelError(f'Flows are held as "rates" or "counts", not "{hold}".')
    if name == "no-migration":
        _refuse_unused(name, composition, hold)
        return without_migration(gathered(store, places, first=years.gathered_from), years)
    if name == "published":
        _refuse_unused(name, None, hold)
        return published(gathered(store, places, first=years.gathered_from), years, composition or "own")
    if name in FLOW_SOURCES:
        _refuse_unused(name, composition, None)
        return _of_flows(store, name, years, hold or "rates")
    if not name.lower().endswith(".csv"):
        raise ModelError(f'No scenario is called "{name}". There are {", ".join(SCENARIOS)}, or a table FILE.csv.')
    table = read_migration(Path(name))
    wanted = tuple(dict.fromkeys([*table.places, *places]))
    history = gathered(store, wanted, first=years.gathered_from)
    if isinstance(table, MovesTable):
        _refuse_unused(Path(name).name, composition, None)
        return _of_moves(history, name, table, years, hold or "counts")
    _refuse_unused(Path(name).name, None, hold)
    return _of_totals(history, name, table, years, composition or "own")


def _refuse_unused(name: str, composition: str | None, hold: str | None) -> None:
    """Refuse an option that would change nothing."""
    if composition is not None:
        raise ModelError(f"{name} has no net totals to compose; leave the composition out.")
    if hold is not None:
        raise ModelError(f"{name} has no flows from place to place to hold as {hold}; leave that out.")


def rates_over(history: History, span: Span) -> Rates:
    """Rates of the record as far as it goes, then those that are carried on."""
    ahead = span.periods - span.known
    at = history.years.index(span.first)
    seen = slice(at, at + span.known)
    deaths, children = history.deaths[seen], history.children[seen]
    if ahead:
        later = carried_on(history.deaths, history.children, ahead, span.rule)
        deaths, children = np.concatenate([deaths, later[0]]), np.concatenate([children, later[1]])
    pattern, sex_ratio = (
        np.concatenate([table[seen], np.repeat(table[-1:], ahead, 0)]) for table in (history.pattern, history.sex_ratio)
    )
    return read_rates(history.places, deaths, children, pattern, sex_ratio)


def without_migration(history: History, span: Span) -> Scenario:
    """Nobody moves, from the first year on."""
    return Scenario(
        "no-migration", history.places, span.first, history.population[history.years.index(span.first)],
        rates_over(history, span), Nobody(), span.known,
        (*_of_rates(span), "Nobody moves, from the first year on."),
    )  # fmt: skip


def _of_rates(span: Span) -> tuple[str, ...]:
    if span.known == span.periods:
        return ("Rates are WPP 2019's own, by period.",)
    before = "Rates are WPP 2019's own until 2020. " if span.known else ""
    if span.rule == "held":
        return (f"{before}From 2020 on fertility and death rates of 2015–2020 are held.",)
    return (f"{before}From 2020 on fertility and death rates go on falling as from 2005–2010 to 2015–2020, by a fifth "
            "less every five years; a rise does not go on.",)  # fmt: skip


def published(history: History, span: Span, composition: Composition = "own") -> Scenario:
    """Net migration as WPP 2019 publishes it, the total of 2015–2020 held afterwards."""
    plain, record = without_migration(history, span), history.rates
    exposure = best_exposure(history, record)
    counts = composed(history, record, composition, exposure)
    held, base = "", None
    if span.known < span.periods:
        held = (f" The mean of {span.held} is held from 2020 on: losses as shares of those who can leave, gains as "
                "numbers of people.")  # fmt: skip
        ready = cohorts_of(history.population[:-1], record.survival, record.fertility, record.sex_ratio)
        base = ready[-span.averaged :].mean(0)
    kept = _kept(counts, history.years.index(span.first), span)
    return replace(
        plain, name="published", migration=Net(kept, exposure, base, span.known),
        told=(*plain.told[:-1], f"Net migration is WPP 2019's.{held}", _of_shape(composition)),
    )  # fmt: skip


def _kept(record: Array, at: int, span: Span) -> Array:
    """Periods of the record from an index on, then the mean of the last ones, which is held."""
    return np.concatenate([record[at : at + span.known], record[-span.averaged :].mean(0, keepdims=True)])


def _of_shape(composition: Composition) -> str:
    if composition == "model":
        return (
            "Net migrants have the ages of Rogers and Castro's model schedule (1981), half are women, none is over 75."
        )
    return ("Net migrants have the sexes and ages that WPP's populations leave over in their period; what these lack "
            "to the total follows Rogers and Castro's model schedule (1981).")  # fmt: skip


def _of_totals(history: History, name: str, table: NetTable, span: Span, composition: Composition) -> Scenario:
    plain, record = without_migration(history, span), history.rates
    exposure = best_exposure(history, record)
    missing = [place for place in history.places if place not in table.places]
    if missing:
        raise ModelError(f"{missing[0]} has no net migration in {Path(name).name}. Add a row for it, or leave it out.")
    if table.firsts != (0,) and table.firsts[0] != span.first:
        raise ModelError(
            f"{Path(name).name} begins at {table.firsts[0]}, the projection at {span.first}; they must agree."
        )
    at = [table.places.index(place) for place in history.places]
    people = plain.start.sum((0, 2))
    for place, lost, there in zip(history.places, -table.values[:, at].min(0), people, strict=True):
        if lost > there:
            raise ModelError(
                f"{Path(name).name} has {place} lose {lost:,.0f} people in five years; {there:,.0f} live there in "
                f"{span.first}. Correct the row."
            )
    seen = np.zeros_like(history.population[:1])
    if composition == "own":
        seen = all_left_over(history, record, exposure)[-span.averaged :].mean(0, keepdims=True)
    counts = brought_to(np.repeat(seen, len(table.firsts), 0), table.values[:, at])
    return replace(
        plain, name=Path(name).name, migration=Net(counts, exposure),
        told=(*plain.told[:-1], f"Net migration is that of {Path(name).name}; its last period is held.",
              _of_shape(composition).replace("their period", span.held)),
    )  # fmt: skip


def _of_moves(history: History, name: str, table: MovesTable, span: Span, hold: Hold) -> Scenario:
    plain = without_migration(history, span)
    n, at = len(history.places), [history.places.index(place) for place in table.places]
    flows = np.zeros((1, 1, n, n))
    flows[0, 0, np.array(at)[:, None], np.array(at)] = table.values
    if hold == "rates":
        first = plain.rates
        ready = cohorts_of(plain.start, first.survival[0], first.fertility[0], first.sex_ratio[0])
        flows = as_rates(flows, ready[None], chances())
    pairs = int((table.values > 0).sum())
    return replace(
        plain, name=Path(name).name, migration=Bilateral(history.places, flows, chances(), hold, AT_END),
        told=(*plain.told[:-1], f"{pairs} pairs of {Path(name).name} move, held as {hold}; all others move nobody.",
              _BY_AGE),
    )  # fmt: skip


_BY_AGE = "Those who leave have the ages of Rogers and Castro's model schedule (1981) among the people of their origin."


def _of_flows(store: Store, name: str, span: Span, hold: Hold) -> Scenario:
    if span.first < FLOWS_FROM:
        raise ModelError(f"Flows are estimated from 1990 on; a projection of them cannot start at {span.first}.")
    history = gathered(store, first=min(FLOWS_FROM, span.gathered_from))
    flows = flows_of(store, FLOW_SOURCES[name], history.places)
    table = flows.table
    at = history.years.index(FLOWS_FROM)
    if hold == "rates":
        record = history.rates
        ready = cohorts_of(history.population[:-1], record.survival, record.fertility, record.sex_ratio)[at:]
        table = as_rates(table, ready, chances())
    plain = without_migration(history, span)
    kept = _kept(table, (span.first - FLOWS_FROM) // STEP, span)
    held = f"; the mean of {span.held} is held from 2020 on, as {hold}" if span.known < span.periods else ""
    told = [*plain.told[:-1], f"Moves are those of {FLOW_SOURCES[name]} (pseudo-Bayesian){held}.", _BY_AGE]
    if flows.absent:
        told.append(f"No flow is known of {', '.join(flows.absent)}, where nobody is taken to move.")
    if flows.left_out >= 1:
        told.append(f"{flows.left_out:,.0f} moves of all periods from or to places without rates by age are left out.")
    return replace(
        plain, name=name, migration=Bilateral(history.places, kept, chances(), hold, AT_END), told=tuple(told)
    )  # fmt: skip

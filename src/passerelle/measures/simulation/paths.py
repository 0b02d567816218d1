"""People in time: migrants in the destination, workers in the origin, in transit, returned, by skill and age.

Explicit yearly steps, all evaluated from the year's first day. The base and every measure go through the same draws.
People of 65 and over leave the account of workers: they move nobody and earn nothing here. Equations (1) to (5) of
docs/explanation/measures.md. Stands on `changes`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.measures.simulation.assumptions import Array
from passerelle.measures.simulation.changes import HEALTH, HIGH, LOW, Flows

# 15 to 34 has twenty years, 35 to 64 thirty.
AGEING = (1 / 20, 1 / 30)
MOST_LEAVE = 0.2  # of a skill's workers in a year
MOST_OF_AN_AGE = 0.5  # of a skill's workers of one age in a year
MOST_RETURN = 0.6  # of a skill's migrants in a year


@dataclass(frozen=True)
class Start:
    """Where a path begins and what drives it; people are (2 ages, 3 skills, n), rates (3 skills, n).

    home, away : persons of 15–34 and 35–64. leaving : usual outflow, share of the origin's workers, at most 0.2.
    returning : share of migrants a year. deaths : (2 ages,) a person-year. entering : (n,) persons a year who turn 15.
    young : (n,) share of movers below 35. brain_gain, nurse_response, recruited, memory : (n,). transit : share,
    leaving, stranded, each (n,), or None.
    """

    home: Array
    away: Array
    leaving: Array
    returning: Array
    deaths: Array
    entering: Array
    young: Array
    brain_gain: Array
    nurse_response: Array
    recruited: Array
    memory: Array
    transit: tuple[Array, Array, Array] | None = None


@dataclass(frozen=True)
class Path:
    """The course of T years; persons on each year's first day and persons who move in it, (T, 3 skills, n).

    away, home : workers, 15 to 64. outflow, returned, entries. answered : entries that answer to emigration, those of a
    partnership apart. skills : returned skills at work. waiting : in transit, those stranded too. residual : (3
    skills,), what start + entries − deaths − aged − end leaves over, of the start.
    """

    away: Array
    home: Array
    outflow: Array
    returned: Array
    entries: Array
    answered: Array
    skills: Array
    waiting: Array
    residual: Array


def refuse_hazards(start: Start) -> None:
    """Refuse rates by which more than everybody would leave a stock in a year.

    Raises
    ------
    ModelError : which rates.
    """
    together = float(start.returning.max() + start.deaths.max()) + AGEING[0]
    if together >= 1:
        raise ModelError(
            f"Returns ({start.returning.max():.2f}), deaths ({start.deaths.max():.2f}) and ageing (0.05) together "
            "would take everybody out of the stock of migrants in a year; lower the return rate."
        )


def path(start: Start, flows: Flows, years: int, *, check: bool = True) -> Path:
    """Follow people through `years` years of a measure's changes, or of none.

    `check` adds up who came and went, a sixth of the time; without it the residual is not known (nan).

    Raises
    ------
    ModelError : as `refuse_hazards`.
    """
    refuse_hazards(start)
    draws, kind = _size(start, flows), start.home.dtype
    kept = {name: np.empty((years, 3, draws), kind) for name in _NAMES}
    waited = np.broadcast_to(np.zeros(1, kind), (years, 3, draws))
    if start.transit is not None:
        waited = np.empty((years, 3, draws), kind)
    people = np.stack([np.broadcast_to(stock, (2, 3, draws)) for stock in (start.home, start.away)])
    home, away = people
    began, gone, came = home.sum(0) + away.sum(0), np.zeros((3, draws), kind), np.zeros((3, draws), kind)
    waiting, stranded = (np.zeros((3, draws), kind) for _ in range(2))
    ages = np.stack([start.young, 1 - start.young])[:, None]
    leaves = (start.deaths + np.array(AGEING))[:, None, None].astype(kind)
    stays, ageing = 1 - leaves, kind.type(AGEING[0])
    moves = _Moves(start, flows)
    kept["skills"][0] = 0
    for t in range(years):
        at_home = np.add(home[0], home[1], out=kept["home"][t])
        abroad = np.add(away[0], away[1], out=kept["away"][t])
        outflow, entries, answered, arranged = moves.of(t, at_home, home)
        kept["outflow"][t], kept["entries"][t], kept["answered"][t] = outflow, entries, answered
        back = moves.returning(t, away, abroad)
        returned = np.add(back[0], back[1], out=kept["returned"][t])
        if t + 1 < years:
            np.multiply(start.memory, kept["skills"][t], out=kept["skills"][t + 1])
            kept["skills"][t + 1] += returned
        leaving = arriving = ages * outflow
        if start.transit is not None:
            waited[t] = waiting + stranded
            through, waiting, stranded = _through(start.transit, outflow - arranged, waiting, stranded)
            arriving = ages * (through + arranged)
        if check:
            gone += (leaves * (home + away)).sum(0) - ageing * (home[0] + away[0])
            came += entries
        older = ageing * people[:, 0]
        # in place: a new array for each would cost as much as the sum itself
        people *= stays
        people[:, 1] += older
        away += arriving
        away -= back
        home -= leaving
        home += back
        home[0] += entries
    residual = np.full(3, np.nan)
    if check:
        ended = home.sum(0) + away.sum(0) + waiting + stranded
        residual = np.abs(began + came - gone - ended).max(-1) / np.maximum(began.max(-1), 1e-30)
    return Path(**kept, waiting=waited, residual=residual)


_NAMES = ("away", "home", "outflow", "returned", "entries", "answered", "skills")


def _size(start: Start, flows: Flows) -> int:
    parts: list[Any] = [
        start.home, start.away, start.leaving, start.returning, start.entering, start.young, start.brain_gain,
        start.nurse_response, start.recruited, start.memory, *(start.transit or ()),
        flows.restraint, flows.factor, flows.chosen, flows.channel, flows.graduates, flows.away, flows.returns,
        flows.return_factor,
    ]  # fmt: skip
    return int(np.broadcast_shapes(*(part.shape[-1:] for part in parts))[0])


class _Moves:
    """Who moves in a year: outflow (1), entries (2), returns; what a measure leaves alone costs no time."""

    def __init__(self, start: Start, flows: Flows) -> None:
        self.start, self.flows = start, flows
        self.is_base = not flows.touched
        # by the skills of those at home at the start: who leaves takes no child's schooling along
        homes = start.home.sum(0)
        self.entries = start.entering * homes / np.maximum(homes.sum(0), 1e-30)
        self.has_returns = bool(np.any(flows.returns > 0) or np.any(flows.return_factor != 1))
        half = start.young.dtype.type(MOST_OF_AN_AGE)
        self.half_by_age = half / np.maximum(start.young, 1e-6), half / np.maximum(1 - start.young, 1e-6)
        self.factor = flows.factor * flows.chosen
        self.is_changed, self.is_restrained = bool(np.any(self.factor != 1)), bool(np.any(flows.restraint))
        self.is_arranged, self.is_training = bool(np.any(flows.channel)), bool(np.any(flows.graduates))

    def _most(self, at_home: Array, home: Array) -> Array:
        """How many can leave in a year: a fifth of all, and of no age more than half."""
        young, old = self.half_by_age
        found = np.minimum(home[0] * young, home[1] * old)
        return np.asarray(np.minimum(found, MOST_LEAVE * at_home, out=found))

    def of(self, t: int, at_home: Array, home: Array) -> tuple[Array, Array, Array | int, Array | int]:
        """Outflow, entries, those that answer to emigration, and of the outflow who goes by arrangement, (3, n).

        Visas and places of a partnership are arranged: who has one waits in no place of transit. 0 stands for nobody.
        """
        s, f = self.start, self.flows
        usual = s.leaving * at_home
        most = self._most(at_home, home)
        leaving = np.minimum(
            usual, most
        )  # the base leaves no more than it can either: only what goes beyond is answered
        if self.is_base:
            return leaving, self.entries, 0, 0
        wanted = usual * _at(self.factor, t) if self.is_changed else usual
        if self.is_restrained:
            wanted = wanted.copy() if wanted is usual else wanted
            wanted[HEALTH] *= 1 - s.recruited * _at(f.restraint, t)
        graduates: Array | int = _at(f.graduates, t) if self.is_training else 0
        placed = _at(f.away, t) * graduates if self.is_training else 0
        invited = _at(f.channel, t) + placed if self.is_arranged else placed
        outflow = np.minimum(wanted + invited, most)
        arranged = np.minimum(invited, outflow) if self.is_arranged or self.is_training else 0
        answered = self._answered(outflow - placed - leaving, usual)
        more = answered + graduates if self.is_training else answered
        # nobody is made of nothing: who is trained would have entered without that training
        asked = more[HIGH] + more[HEALTH]
        taken = np.minimum(asked, self.entries[LOW])
        scale = np.divide(taken, asked, out=np.ones_like(taken), where=asked > 0)
        answered *= scale
        if self.is_training:
            more *= scale
        entries = self.entries + more
        entries[LOW] = self.entries[LOW] - taken
        return outflow, entries, answered, arranged

    def _answered(self, beyond: Array, usual: Array) -> Array:
        s, entries = self.start, self.entries
        found = np.zeros_like(beyond)
        growth = np.divide(beyond[HIGH], usual[HIGH], out=np.zeros_like(beyond[HIGH]), where=usual[HIGH] > 0)
        found[HIGH] = np.maximum(entries[HIGH] * s.brain_gain * growth, -entries[HIGH])
        found[HEALTH] = np.maximum(s.nurse_response * beyond[HEALTH], -entries[HEALTH])
        return found

    def returning(self, t: int, away: Array, abroad: Array) -> Array:
        """Returns by age and skill, (2, 3, n): usual ones, and those that are helped."""
        if not self.has_returns:
            return self.start.returning * away
        rate = np.minimum(self.start.returning * _at(self.flows.return_factor, t), MOST_RETURN)
        helped = np.minimum(_at(self.flows.returns, t), MOST_LEAVE * abroad) / np.maximum(abroad, 1e-30)
        return np.asarray((rate + helped) * away)


def _at(values: Array, t: int) -> Array:
    """The values of a year, of arrays that may have one year for all."""
    return np.asarray(values[min(t, values.shape[0] - 1)])


def _through(
    transit: tuple[Array, Array, Array], outflow: Array, waiting: Array, stranded: Array
) -> tuple[Array, Array, Array]:
    """Who arrives, who waits in transit, who stays there for good."""
    share, leaving, lost = transit
    on = leaving * waiting
    return outflow * (1 - share) + on * (1 - lost), waiting + share * outflow - on, stranded + lost * on

"""Who moves in a period: nobody, net totals by age, or moves from every place to every other.

A move is counted once, at the age reached by the end of the period. Movers are exposed to the deaths of the place that
they leave for the first part of the period and to those of their destination for the rest; `exposure` is that rest,
½ where moves spread over the period and 0 where they are counted at its end. No table of places by places by ages is
made: moves are a table of places by places times a schedule. Stands on `ages`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, get_args

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.ages import GROUPS, SEXES
from passerelle.demography.cohorts.kinds import Hold
from passerelle.demography.fitting import Array

HOLDS: tuple[Hold, ...] = get_args(Hold)
THROUGH = 0.5  # exposure of movers whose moves spread evenly over the period


@dataclass(frozen=True)
class Moves:
    """Moves of one period by the age reached.

    net : (…, 2, n, 21) arrivals less departures; None if nobody moves. departures, arrivals : (…, n) persons of both
    sexes, where the method knows them. held_back : (…, n) net departures that could not be, as nobody was left to go.
    """

    net: Array | None = None
    departures: Array | None = None
    arrivals: Array | None = None
    held_back: Array | None = None


class Migration(Protocol):
    """What a projection asks of a scenario of migration."""

    @property
    def exposure(self) -> Any:
        """The part of a period that movers spend in their destination, a number or one a place, (n,)."""

    def moves(self, period: int, cohorts: Array, most: Array) -> Moves:
        """Moves of a period (0 the first), given those who could move and at most how many of each can, by age reached.

        Both are (…, 2, n, 21).
        """


@dataclass(frozen=True)
class Nobody:
    """No migration."""

    exposure: float = THROUGH

    def moves(self, period: int, cohorts: Array, most: Array) -> Moves:
        """Nobody."""
        return Moves()


@dataclass(frozen=True)
class Net:
    """Net migrants by sex and age reached; the last period given is held for all later ones.

    counts : (…, T, 2, n, 21) persons. A place cannot lose more of a group than there are.
    base : (2, n, 21) those who could have left when the counts were counted, None if losses are held as persons. From
    period `since` on a loss is the same share of those who can leave as it was of the base, since who leaves comes from
    who is there; a gain, which comes from elsewhere, stays a number of persons.
    """

    counts: Array
    exposure: Any = THROUGH
    base: Array | None = None
    since: int = 0

    def __post_init__(self) -> None:
        if self.counts.ndim < 4 or self.counts.shape[-1] != GROUPS or self.counts.shape[-3] != len(SEXES):
            raise ModelError(
                f"Net migrants have the shape {self.counts.shape}; (…, periods, 2, places, 21) is expected."
            )

    def moves(self, period: int, cohorts: Array, most: Array) -> Moves:
        """The counts of the period, cut where nobody is left to go."""
        wanted = self.counts[..., min(period, self.counts.shape[-4] - 1), :, :, :]
        if self.base is not None and period >= self.since:
            grown = np.divide(cohorts, self.base, out=np.ones_like(cohorts), where=self.base > 0)
            wanted = np.where(wanted < 0, wanted * grown, wanted)
        net = np.maximum(wanted, -most)
        return Moves(net, held_back=(net - wanted).sum((-3, -1)))


@dataclass(frozen=True)
class Bilateral:
    """Moves from every place to every other.

    table : (T, s, n, n) origin by destination, diagonal zero, s 1 (both sexes alike) or 2. Under "rates" each cell is
    moves for each person of the origin weighted by the chances of their age; under "counts" it is persons, which the
    ages of the origin share out. The last period given is held. chances : (2 or 1, n or 1, 21), see `schedules`.
    push, pull : (…, T, n) factors of all departures of an origin, all arrivals of a destination, for draws.
    """

    places: tuple[str, ...]
    table: Array
    chances: Array
    hold: Hold = "rates"
    exposure: Any = THROUGH
    push: Array | None = None
    pull: Array | None = None

    def __post_init__(self) -> None:
        n = len(self.places)
        if self.table.ndim != 4 or self.table.shape[1] not in (1, 2) or self.table.shape[2:] != (n, n):
            raise ModelError(f"Moves have the shape {self.table.shape}; (periods, 1 or 2, {n}, {n}) is expected.")
        if self.hold not in HOLDS:
            raise ModelError(f'Moves are held as "rates" or "counts"; "{self.hold}" is neither.')
        bad = ~(np.isfinite(self.table) & (self.table >= 0))
        if bad.any():
            at = tuple(np.argwhere(bad)[0])
            raise ModelError(
                f"{self.table[at]:g} moves from {self.places[at[2]]} to {self.places[at[3]]} were found; moves are 0 "
                "or more. What is not known cannot be projected: leave the place out."
            )

    def moves(self, period: int, cohorts: Array, most: Array) -> Moves:
        """One product of the table with those ready to go: (n × n) by (n × 21) for each sex and draw."""
        at = min(period, len(self.table) - 1)
        ready = cohorts * self.chances
        if self.hold == "counts":
            axes = (-3, -1) if self.table.shape[1] == 1 else (-1,)
            everyone = ready.sum(axes, keepdims=True)
            ready = np.divide(ready, everyone, out=np.zeros_like(ready), where=everyone > 0)
        table, pull = self.table[at], _factor(self.pull, period)
        push = _factor(self.push, period)
        if push is not None:
            ready = ready * push[..., None, :, None]
        going = table.sum(-1) if pull is None else (table @ pull[..., None, :, None])[..., 0]
        leaving = ready * going[..., None]
        held_back = None
        if (leaving > most).any():
            kept = np.divide(most, leaving, out=np.ones_like(leaving), where=leaving > most)
            held_back = (leaving * (1 - kept)).sum((-3, -1))
            ready, leaving = ready * kept, leaving * kept
        arriving = np.matmul(table.swapaxes(-1, -2), ready)
        if pull is not None:
            arriving *= pull[..., None, :, None]
        return Moves(arriving - leaving, leaving.sum((-3, -1)), arriving.sum((-3, -1)), held_back)


def _factor(factors: Array | None, period: int) -> Array | None:
    """The factors of a period, (…, n); the last are held."""
    return None if factors is None else factors[..., min(period, factors.shape[-2] - 1), :]


def as_rates(flows: Array, cohorts: Array, chances: Array) -> Array:
    """Moves per person of the origin, weighted by the chances of their age, which give the flows in their own period.

    Parameters
    ----------
    flows : (T, s, n, n) persons over five years, s 1 or 2. cohorts : (T, 2, n, 21) those who could move then, by the
        age reached. chances : as in `Bilateral`.

    Raises
    ------
    ModelError : flows from a place where nobody lives.
    """
    ready = (cohorts * chances).sum(-1)
    if flows.shape[1] == 1:
        ready = ready.sum(1, keepdims=True)
    if ((ready <= 0) & (flows.sum(-1) > 0)).any():
        raise ModelError("Moves begin at a place where nobody lives, so that they have no rate.")
    made: Array = np.divide(flows, ready[..., None], out=np.zeros_like(flows), where=ready[..., None] > 0)
    return made


def without_stayers(flows: Array, places: Sequence[str]) -> Array:
    """A copy of a table of moves whose diagonal is zero: who stays does not move."""
    table = np.array(flows, dtype=float)
    along = np.arange(len(places))
    table[..., along, along] = 0
    return table

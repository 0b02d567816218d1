"""Rogers' multiregional projection: death and migration as rates in one matrix an age, with all that follows.

Unlike `projection.step`, a person may move, move again and die in one period, each at the rates of where they are.
Vectors of people are rows, and a matrix leads from its row (origin) to its column (destination):

    P_x = (I + h/2 M_x)⁻¹ (I − h/2 M_x)        S_x = (I + P_x)⁻¹ P_x (I + P_{x+h})

M_x has deaths plus all departures on its diagonal and minus the moves off it, a year, h = 5. The open group is left by
death alone and reached from all of 95 and over, as in `LifeTable.survival`. Stands on `projection`.

Source: Rogers (1975), Introduction to Multiregional Mathematical Demography, chapters 3 and 5, there with people as
columns. Not looked up for this project: the formulas were derived anew from l_{x+h} = l_x P_x and L_x = h/2 (l_x +
l_{x+h}), and the laws that follow from them are tested.
"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from passerelle.base.errors import ModelError
from passerelle.base.threads import one_thread
from passerelle.demography.cohorts.ages import FERTILE, GROUPS, SEXES, STEP
from passerelle.demography.fitting import Array

Within = Literal["linear", "constant"]
WITHINS: tuple[Within, ...] = get_args(Within)
_TERMS = 12  # of the series of an exponential, enough for 1e-16 at a quarter


def rates_matrix(deaths: Array, moves: Array) -> Array:
    """M_x for every age: (…, 21, n, n), row origin.

    Parameters
    ----------
    deaths : (…, n, 21) deaths per person-year. moves : (…, 21, n, n) or (…, 1, n, n) moves per person-year, origin by
        destination; the diagonal is passed over.

    Raises
    ------
    ModelError : a rate below zero or not finite, or shapes that do not go together.
    """
    n = deaths.shape[-2]
    if deaths.shape[-1] != GROUPS or moves.shape[-2:] != (n, n) or moves.shape[-3] not in (1, GROUPS):
        raise ModelError(f"Deaths {deaths.shape} and moves {moves.shape} do not go together: (…, n, 21) and "
                         "(…, 21, n, n) are expected.")  # fmt: skip
    for name, table in (("death rate", deaths), ("rate of moving", moves)):
        if not np.isfinite(table).all() or (table < 0).any():
            raise ModelError(f"A {name} is below zero or not a number; rates are a year, 0 or more.")
    along = np.arange(n)
    found = np.array(np.broadcast_to(-moves, np.broadcast_shapes((*moves.shape[:-3], GROUPS, n, n),
                                                               (*deaths.shape[:-2], GROUPS, n, n))))  # fmt: skip
    found[..., along, along] = 0
    found[..., along, along] = deaths.swapaxes(-1, -2) - found.sum(-1)
    return found


@one_thread()
def survivorship(rates: Array, within: Within = "linear") -> Array:
    """S_x from M_x: where those of each group are five years on, (…, 21, n, n), by the group reached.

    The first is of those born in the period. Rows sum to the share alive anywhere. Within a group the survivors fall in
    a straight line ("linear", the formulas above), or rates are constant ("constant": P_x = exp(−h M_x), for which no
    rate is too high, such as those above 90).

    Raises
    ------
    ModelError : rates so high that the linear formula gives less than nobody, or nobody dying at 100 and over.
    """
    if within not in WITHINS:
        raise ModelError(f'Within a group survival is "linear" or rates are "constant", not "{within}".')
    closed = rates[..., :-1, :, :]
    alive, lived = _linear(closed) if within == "linear" else _constant(closed)
    try:
        beyond = alive[..., -1, :, :] @ np.linalg.inv(rates[..., -1, :, :])  # years at 100 and over of those at 95
    except np.linalg.LinAlgError as problem:
        raise ModelError("Nobody dies at 100 and over in some place. Give death rates above 0.") from problem
    found = np.empty(rates.shape)
    found[..., 0, :, :] = lived[..., 0, :, :] / STEP
    found[..., 1:-1, :, :] = np.linalg.solve(lived[..., :-1, :, :], alive[..., :-1, :, :] @ lived[..., 1:, :, :])
    found[..., -1, :, :] = np.linalg.solve(lived[..., -1, :, :] + beyond, beyond)
    return found


def _linear(rates: Array) -> tuple[Array, Array]:
    """P_x and the years lived in a group by one who begins it, both (…, n, n)."""
    one = np.eye(rates.shape[-1])
    half = STEP / 2 * rates
    alive = np.asarray(np.linalg.solve(one + half, one - half), dtype=np.float64)
    if (alive < -1e-12).any():
        raise ModelError(
            "Deaths and moves of a group leave less than nobody after five years: 0.4 a year or more is too high for "
            'the linear formula. Use "constant".'
        )
    return alive, STEP / 2 * (one + alive)


def _constant(rates: Array) -> tuple[Array, Array]:
    """The same for constant rates: exp(−h M) and its integral, by halving the period until a short series will do."""
    one = np.eye(rates.shape[-1])
    size = float(np.abs(rates).sum(-1).max(initial=0.0)) * STEP
    halvings = max(0, int(np.ceil(np.log2(max(size, 1e-300) / 0.25))))
    short = -STEP / 2**halvings * rates
    mean, term = np.broadcast_to(one, rates.shape).copy(), np.broadcast_to(one, rates.shape)
    for k in range(2, _TERMS):
        term = term @ short / k
        mean += term
    alive = one + short @ mean
    for _ in range(halvings):
        mean = (one + alive) @ mean / 2
        alive = alive @ alive
    return alive, STEP * mean


@dataclass(frozen=True)
class Regions:
    """A multiregional projection: population (T + 1, 2, n, 21); births (T, 2, n); deaths by where a period began."""

    population: Array
    births: Array
    deaths: Array


@one_thread()
def project_regions(start: Array, shares: Array, fertility: Array, sex_ratio: Array, periods: int) -> Regions:
    """Project with rates that stay as they are.

    Parameters
    ----------
    start : (2, n, 21) persons. shares : (2, 21, n, n), as `survivorship` gives them. fertility : (n, 7) children a
    woman a year. sex_ratio : (n,) boys for each girl. periods : how many of five years.
    """
    alive_anywhere = shares.sum(-1).swapaxes(-1, -2)  # (2, n, 21)
    girls = 1 / (1 + sex_ratio)
    people, births, deaths = [np.asarray(start, dtype=float)], [], []
    for _ in range(periods):
        now = people[-1]
        cohorts = np.zeros_like(now)
        cohorts[..., 1:] = now[..., :-1]
        cohorts[..., -1] += now[..., -1]
        after = np.einsum("sia,saij->sja", cohorts, shares, optimize=True)
        born = STEP / 2 * ((now[0] + after[0])[:, FERTILE] * fertility).sum(-1)
        cohorts[..., 0] = np.stack([born * girls, born * (1 - girls)])
        after[..., 0] = np.einsum("si,sij->sj", cohorts[..., 0], shares[:, 0])
        people.append(after)
        births.append(cohorts[..., 0])
        deaths.append((cohorts * (1 - alive_anywhere)).sum(-1))
    return Regions(np.stack(people), np.stack(births), np.stack(deaths))


def yearly_moves(table: Array, chances: Array) -> Array:
    """Moves per person-year by age, (2, 21, n, n), from a table of five-year rates and the chances of each age.

    Parameters
    ----------
    table : (s, n, n) as in `Bilateral` under "rates". chances : (21,) by the group reached, taken here as that of the
        group itself.
    """
    both = np.broadcast_to(table, (len(SEXES), *table.shape[-2:]))
    made: Array = both[:, None] * chances[None, :, None, None] / STEP
    return made

"""Small worlds for the tests of projections: villages with plausible rates, and the rates of a village that stands still."""

from typing import Any

import numpy as np

from passerelle.demography.cohorts.ages import FIRSTS, GROUPS
from passerelle.demography.cohorts.inputs import History
from passerelle.demography.cohorts.rates import Rates, read_rates

PLACES = ("AAA", "BBB", "CCC")
PATTERN = (8.0, 24, 27, 21, 13, 5, 2)  # per cent of fertility at 15–19, 20–24 …


def death_rates(level: float = 1.0) -> np.ndarray:
    """(22,) Gompertz with infants apart: of a level at which a life lasts about 70 years."""
    ages = np.array([0, 1, *FIRSTS[1:]], dtype=float)
    rates = level * (0.0004 + 0.00004 * np.exp(0.095 * ages))
    rates[0], rates[1] = 0.03 * level, 0.002 * level
    return rates


def raw(random: np.random.Generator, n: int = 3, periods: int = 4) -> dict[str, Any]:
    """Rates as they are published, for n villages: deaths, children, pattern, sex_ratio."""
    level = random.uniform(0.5, 2, (periods, 2, n, 1))
    return {
        "deaths": death_rates() * level,
        "children": random.uniform(1.3, 6, (periods, n)),
        "pattern": np.broadcast_to(PATTERN, (periods, n, 7)).astype(float),
        "sex_ratio": random.uniform(1.02, 1.09, (periods, n)),
    }


def names(n: int) -> tuple[str, ...]:
    return tuple(chr(65 + i) * 3 for i in range(n))


def rates(seed: int = 1, n: int = 3, periods: int = 4) -> Rates:
    return read_rates(names(n), **raw(np.random.default_rng(seed), n, periods))


def people(seed: int = 2, n: int = 3, lead: tuple[int, ...] = ()) -> np.ndarray:
    """(…, 2, n, 21) persons, fewer at higher ages."""
    random = np.random.default_rng(seed)
    size = np.exp(-np.array(FIRSTS) / 45.0)
    return random.uniform(500, 1500, (*lead, 2, n, GROUPS)) * size


def history(seed: int = 3, n: int = 3, periods: int = 4, first: int = 2000, *, steady: bool = False) -> History:
    """A record whose populations follow from its rates, which may stay as they are, and from moves of its own."""
    from passerelle.demography.cohorts.projection import step
    from passerelle.demography.cohorts.schedules import shares

    random = np.random.default_rng(seed)
    published = raw(random, n, periods)
    if steady:
        published = {name: np.repeat(table[:1], periods, 0) for name, table in published.items()}
    known = read_rates(names(n), **published)
    net = random.uniform(-300, 300, (periods, n))
    population = [people(seed, n) * 10]
    moving = _Given(net[:, None, :, None] * shares()[:, None, :])
    for t in range(periods):
        now = step(population[-1], known.survival[t], known.fertility[t], known.sex_ratio[t], moving, t)
        population.append(now.people)
    years = tuple(range(first, first + 5 * periods + 1, 5))
    return History(names(n), years, np.stack(population), **published, net=net)


class _Given:
    """Net migrants that are never held back: the record's own."""

    exposure = 0.5

    def __init__(self, counts: np.ndarray) -> None:
        self.counts = counts

    def moves(self, period: int, cohorts: np.ndarray, most: np.ndarray) -> Any:
        from passerelle.demography.cohorts.migration import Moves

        return Moves(self.counts[period])


def still() -> Rates:
    """One village whose people neither die before 100 nor have children, for sums done by hand."""
    survival = np.ones((1, 2, 1, GROUPS))
    return Rates(("AAA",), survival, np.zeros((1, 1, 7)), np.ones((1, 1)))

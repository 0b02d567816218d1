"""Small worlds for the tests of flows: four places, and random ones of any size."""

import numpy as np

from passerelle.demography.flows.stocks import Stocks, read_stocks

PLACES = ("A", "B", "C", "D")
# The worked example of Abel (2013): nobody is born, nobody dies.
START = np.array([[1000.0, 100, 10, 0], [55, 555, 50, 5], [80, 40, 800, 40], [20, 25, 20, 200]])
END = np.array([[950.0, 100, 60, 0], [80, 505, 75, 5], [90, 30, 800, 40], [40, 45, 0, 180]])


def four() -> Stocks:
    return read_stocks(PLACES, START, END)


def four_with_vital() -> Stocks:
    """Births and deaths for which the world's accounts balance: the end is 30 larger, and 30 more are born than die."""
    end = END + np.diag([10.0, 10, 5, 5])
    return read_stocks(PLACES, START, end, [40.0, 20, 30, 10], [20.0, 10, 30, 10])


def random_world(
    seed: int, n: int = 8, lead: tuple[int, ...] = (), natives: tuple[int, int] = (20_000, 90_000)
) -> Stocks:
    """A world whose accounts balance exactly: people move, die and are born, and the tables are what is then seen."""
    random = np.random.default_rng(seed)
    start = random.gamma(0.7, 300, (*lead, n, n)).round()
    along = np.arange(n)
    start[..., along, along] += random.integers(*natives, (*lead, n))
    deaths = (start.sum(-2) * random.uniform(0.01, 0.05, (*lead, n))).round()
    births = (start.sum(-2) * random.uniform(0.02, 0.08, (*lead, n))).round()
    alive = start * (1 - deaths / start.sum(-2))[..., None, :]
    # by birthplace, residence and destination: those abroad move far more than those at home, and unevenly
    chance = random.gamma(0.3, 0.1, (*lead, n, n, n)) * (1 - 0.96 * np.eye(n)[:, :, None])
    chance = np.minimum(chance, 0.9 / n)
    chance[..., along, along] = 0
    moved = np.einsum("...ki,...kij->...kj", alive, chance)
    gone = alive * chance.sum(-1)
    end = alive + moved - gone
    end[..., along, along] += births
    return read_stocks([f"P{i:02d}" for i in range(n)], start, end, births, deaths)

"""Rogers' projection: the matrices by hand, one region, no moves, and rates that are too high."""

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.ages import FIRSTS
from passerelle.demography.cohorts.multiregional import project_regions, rates_matrix, survivorship, yearly_moves
from passerelle.demography.cohorts.projection import project
from passerelle.demography.cohorts.rates import Rates
from passerelle.demography.cohorts.schedules import chances
from tests.unit.demography.cohorts.villages import people


def deaths(n: int = 2, level: float = 1.0) -> np.ndarray:
    """(n, 21) deaths per person-year by five-year group."""
    curve = level * (0.0006 + 0.00005 * np.exp(0.09 * np.array(FIRSTS, dtype=float)))
    return curve * np.linspace(0.7, 1.3, n)[:, None] if n > 1 else curve[None]


def linear_survival(m: np.ndarray) -> np.ndarray:
    """Survival of one place from a life table whose dead live half of each group, (…, 21): the scalar textbook."""
    alive = [np.ones(m.shape[:-1])]
    for g in range(20):
        alive.append(alive[-1] * (1 - 2.5 * m[..., g]) / (1 + 2.5 * m[..., g]))
    lived = [2.5 * (alive[g] + alive[g + 1]) for g in range(20)] + [alive[20] / m[..., 20]]
    found = [lived[0] / 5, *(lived[g] / lived[g - 1] for g in range(1, 20)), lived[20] / (lived[19] + lived[20])]
    return np.stack(found, -1)


def moves(n: int = 2, rate: float = 0.004) -> np.ndarray:
    table = np.random.default_rng(3).uniform(0.5, 1.5, (n, n)) * rate
    return np.broadcast_to(table, (1, n, n)) * np.ones((21, 1, 1)) * chances()[:, None, None]


def test_the_matrix_has_deaths_and_departures_on_its_diagonal() -> None:
    m = rates_matrix(deaths(3), moves(3))
    assert m.shape == (21, 3, 3)
    assert m[5, 0, 1] == pytest.approx(-moves(3)[5, 0, 1])
    assert m[5, 1, 1] == pytest.approx(deaths(3)[1, 5] + moves(3)[5, 1, 0] + moves(3)[5, 1, 2])
    # what leaves a row arrives in another, so that only deaths are left of its sum
    assert m.sum(-1) == pytest.approx(deaths(3).T)


def test_stayers_on_the_diagonal_of_moves_are_passed_over() -> None:
    with_stayers = moves(3).copy()
    with_stayers[:, np.arange(3), np.arange(3)] = 0.9
    assert rates_matrix(deaths(3), with_stayers) == pytest.approx(rates_matrix(deaths(3), moves(3)))


def test_one_region_survives_as_an_ordinary_life_table() -> None:
    shares = survivorship(rates_matrix(deaths(1), np.zeros((1, 1, 1))))
    assert shares[:, 0, 0] == pytest.approx(linear_survival(deaths(1))[0])


def test_regions_without_moves_are_ordinary_life_tables_side_by_side() -> None:
    shares = survivorship(rates_matrix(deaths(3), np.zeros((1, 3, 3))))
    assert np.diagonal(shares, axis1=-2, axis2=-1) == pytest.approx(linear_survival(deaths(3)).T)
    off = shares * (1 - np.eye(3))
    assert np.abs(off).max() < 1e-15


def test_the_formula_by_hand_for_two_regions() -> None:
    m = rates_matrix(deaths(2), moves(2))
    one = np.eye(2)
    p4, p5 = (np.linalg.inv(one + 2.5 * m[g]) @ (one - 2.5 * m[g]) for g in (4, 5))
    by_hand = np.linalg.inv(one + p4) @ p4 @ (one + p5)
    shares = survivorship(m)
    assert shares[5] == pytest.approx(by_hand)
    p0 = np.linalg.inv(one + 2.5 * m[0]) @ (one - 2.5 * m[0])
    assert shares[0] == pytest.approx((one + p0) / 2)


def test_the_survivorship_carries_a_stationary_population_on() -> None:
    """L_x S_x = L_{x+5}, which defines S: for a birth cohort of each region."""
    m = rates_matrix(deaths(2), moves(2))
    one, shares = np.eye(2), survivorship(m)
    alive, lived = [one], []
    for g in range(20):
        p = np.linalg.solve(one + 2.5 * m[g], one - 2.5 * m[g])
        alive.append(alive[-1] @ p)
        lived.append(2.5 * (alive[g] + alive[g + 1]))
    lived.append(alive[20] @ np.linalg.inv(m[20]))
    for g in range(1, 20):
        assert lived[g - 1] @ shares[g] == pytest.approx(lived[g])
    assert (lived[19] + lived[20]) @ shares[20] == pytest.approx(lived[20])


def test_rows_sum_to_the_share_alive_where_deaths_are_alike() -> None:
    """Whoever moves meets the same deaths, so that moving neither saves nor kills."""
    same = np.repeat(deaths(1), 3, 0)
    shares = survivorship(rates_matrix(same, moves(3, 0.02)))
    assert shares.sum(-1) == pytest.approx(np.repeat(linear_survival(deaths(1))[0][:, None], 3, 1))
    assert (shares >= 0).all()


def test_a_projection_without_moves_is_the_ordinary_one() -> None:
    m = np.stack([deaths(3), deaths(3, 0.8)])
    shares = survivorship(rates_matrix(m, np.zeros((2, 1, 3, 3))))
    fertility = np.full((3, 7), 0.07)
    found = project_regions(people(), shares, fertility, np.full(3, 1.05), 4)
    plain = Rates(("AAA", "BBB", "CCC"), np.repeat(linear_survival(m)[None], 4, 0),
                  np.repeat(fertility[None], 4, 0), np.full((4, 3), 1.05))  # fmt: skip
    wanted = project(people(), plain)
    assert found.population == pytest.approx(wanted.population)
    assert found.births == pytest.approx(wanted.births) and found.deaths == pytest.approx(wanted.deaths)


def test_persons_are_conserved_between_regions() -> None:
    shares = survivorship(rates_matrix(np.stack([deaths(3)] * 2), np.stack([moves(3)] * 2)))
    found = project_regions(people(), shares, np.full((3, 7), 0.07), np.full(3, 1.05), 6)
    change = np.diff(found.population.sum((1, 2, 3)))
    assert change == pytest.approx(found.births.sum((1, 2)) - found.deaths.sum((1, 2)))


def test_moves_of_five_years_are_spread_over_its_years() -> None:
    table = np.array([[0, 0.05], [0.02, 0]])
    found = yearly_moves(table[None], chances())
    assert found.shape == (2, 21, 2, 2)
    assert found[1, 5, 0, 1] == pytest.approx(0.01 * chances()[5])


def test_constant_rates_of_one_region_are_exponentials() -> None:
    m = deaths(1)[0]
    shares = survivorship(rates_matrix(deaths(1), np.zeros((1, 1, 1))), "constant")[:, 0, 0]
    alive, lived = np.exp(-5 * m), (1 - np.exp(-5 * m)) / m
    assert shares[0] == pytest.approx(lived[0] / 5)
    assert shares[1:20] == pytest.approx(alive[:19] * lived[1:20] / lived[:19])
    beyond = alive[19] / m[20]
    assert shares[20] == pytest.approx(beyond / (lived[19] + beyond))


def test_constant_rates_of_two_regions_are_the_exponential_of_their_matrix() -> None:
    """By the eigenvalues of the matrix, where the code halves and squares."""
    m = rates_matrix(deaths(2), moves(2, 0.02))
    shares = survivorship(m, "constant")

    def by_eigenvalues(g: int) -> tuple[np.ndarray, np.ndarray]:
        values, vectors = np.linalg.eig(m[g])
        back = np.linalg.inv(vectors)
        alive = vectors @ np.diag(np.exp(-5 * values)) @ back
        return alive, vectors @ np.diag((1 - np.exp(-5 * values)) / values) @ back

    for g in (0, 6, 15):
        alive, lived = by_eigenvalues(g)
        assert shares[g + 1] == pytest.approx(np.linalg.inv(lived) @ alive @ by_eigenvalues(g + 1)[1], abs=1e-12)


def test_rates_of_any_height_may_be_constant() -> None:
    shares = survivorship(rates_matrix(deaths(2) + 3.0, moves(2, 2.0)), "constant")
    assert (shares >= 0).all() and (shares.sum(-1) <= 1).all()


def test_low_rates_are_nearly_alike_linear_or_constant() -> None:
    m = rates_matrix(deaths(3) * 0.1, moves(3, 0.001))
    assert survivorship(m)[:15] == pytest.approx(survivorship(m, "constant")[:15], abs=1e-4)


def test_an_unknown_course_within_a_group_is_refused() -> None:
    with pytest.raises(ModelError, match='not "curved"'):
        survivorship(rates_matrix(deaths(2), moves(2)), "curved")  # type: ignore[arg-type]


def test_rates_beyond_the_linear_formula_are_refused() -> None:
    with pytest.raises(ModelError, match="too high for the linear formula"):
        survivorship(rates_matrix(deaths(2) + 0.5, moves(2)))


def test_an_open_group_that_never_dies_is_refused() -> None:
    immortal = deaths(2)
    immortal[:, 20] = 0
    with pytest.raises(ModelError, match="Nobody dies at 100"):
        survivorship(rates_matrix(immortal, np.zeros((1, 2, 2))))


@pytest.mark.parametrize("bad", [-0.1, np.nan])
def test_rates_that_cannot_be_are_refused(bad: float) -> None:
    wrong = deaths(2)
    wrong[0, 3] = bad
    with pytest.raises(ModelError, match="death rate is below zero or not a number"):
        rates_matrix(wrong, moves(2))
    going = moves(2).copy()
    going[4, 0, 1] = bad
    with pytest.raises(ModelError, match="rate of moving is below zero"):
        rates_matrix(deaths(2), going)


def test_tables_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(ModelError, match="do not go together"):
        rates_matrix(deaths(2), moves(3))

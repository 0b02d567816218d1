"""Tables fitted to margins: against published fits, and both sides of each refusal."""

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.fitting import fitted, maximised, with_fixed_diagonal, with_net_totals

# Willekens (1999), migration by age with margins 18, 20 and 16, 22
SEED = np.array([[5.0, 1.0], [2.0, 7.0]])
ROWS, COLUMNS = np.array([18.0, 20.0]), np.array([16.0, 22.0])


def odds(table: np.ndarray) -> float:
    return float(table[0, 0] * table[1, 1] / (table[0, 1] * table[1, 0]))


@pytest.mark.parametrize("way", [fitted, maximised])
def test_two_margins_are_met_and_the_interaction_is_kept(way) -> None:  # type: ignore[no-untyped-def]
    fit = way(SEED, {(0,): ROWS, (1,): COLUMNS})
    assert fit.settled and fit.error < 1e-10
    assert np.allclose(fit.table.sum(1), ROWS) and np.allclose(fit.table.sum(0), COLUMNS)
    assert odds(fit.table) == pytest.approx(odds(SEED))
    remade = fit.factors[(0,)][:, None] * SEED * fit.factors[(1,)][None, :]
    assert np.allclose(remade, fit.table)


def test_both_ways_agree() -> None:
    margins = {(0,): ROWS, (1,): COLUMNS}
    assert np.allclose(fitted(SEED, margins).table, maximised(SEED, margins).table, rtol=1e-8)


def test_one_margin_alone_scales_its_lines() -> None:
    fit = fitted(SEED, {(0,): ROWS})
    assert np.allclose(fit.table, SEED * (ROWS / SEED.sum(1))[:, None])
    assert fit.steps == 1


def test_three_dimensions_with_margins_of_two() -> None:
    random = np.random.default_rng(3)
    true = random.gamma(2.0, size=(4, 5, 3))
    margins = {(0, 2): true.sum(1), (1, 2): true.sum(0)}
    fit = fitted(np.ones((4, 5, 3)), margins)
    assert np.allclose(fit.table.sum(1), true.sum(1)) and np.allclose(fit.table.sum(0), true.sum(0))
    # with a seed of ones each birthplace is a product of its margins
    expected = true.sum(1)[:, None, :] * true.sum(0)[None, :, :] / true.sum((0, 1))
    assert np.allclose(fit.table, expected)


def test_conditional_maximisation_with_total_margins_of_three_dimensions() -> None:
    random = np.random.default_rng(4)
    seed = random.gamma(2.0, size=(3, 3, 4))
    rows, columns = np.array([30.0, 20, 10]), np.array([25.0, 15, 20])
    fit = maximised(seed, {(0,): rows, (1,): columns})
    assert np.allclose(fit.table.sum((1, 2)), rows) and np.allclose(fit.table.sum((0, 2)), columns)
    # what no margin keeps stays as the seed has it
    assert np.allclose(fit.table / fit.table.sum(2, keepdims=True), seed / seed.sum(2, keepdims=True))


def test_a_fixed_diagonal_stays_and_the_rest_is_fitted() -> None:
    fit = with_fixed_diagonal(np.ones((3, 3)), {(0,): np.array([10.0, 9, 8]), (1,): np.array([9.0, 9, 9])}, [5.0, 4, 3])
    assert np.allclose(np.diag(fit.table), [5, 4, 3])
    assert np.allclose(fit.table.sum(1), [10, 9, 8]) and np.allclose(fit.table.sum(0), 9)


def test_a_diagonal_larger_than_a_margin_is_refused() -> None:
    with pytest.raises(ModelError, match="diagonal"):
        with_fixed_diagonal(np.ones((2, 2)), {(0,): np.array([1.0, 5]), (1,): np.array([3.0, 3])}, [2.0, 1])


def test_net_totals_are_met_near_the_seed() -> None:
    seed = np.array([[0.0, 100, 30, 70], [50, 0, 45, 5], [60, 35, 0, 40], [20, 25, 20, 0]])
    net = np.array([30.0, 40, -15, -55])
    fit = with_net_totals(seed, net)
    assert fit.settled
    assert np.allclose(fit.table.sum(0) - fit.table.sum(1), net)
    # y_ij · y_ji = m_ij · m_ji, as the factors of a pair cancel
    assert np.allclose(fit.table * fit.table.T, seed * seed.T)
    total = with_net_totals(seed, net, total=600.0)
    assert total.table.sum() == pytest.approx(600) and np.allclose(total.table.sum(0) - total.table.sum(1), net)


def test_net_totals_that_lose_people_are_refused() -> None:
    with pytest.raises(ModelError, match="sum to 5"):
        with_net_totals(np.ones((2, 2)), [5.0, 0.0])
    with pytest.raises(ModelError, match="square"):
        with_net_totals(np.ones((2, 3)), [5.0, -5.0])


@pytest.mark.parametrize(
    ("seed", "margins", "said"),
    [
        (SEED, {(0,): [18.0, 20], (1,): [16.0, 23]}, "38.000000, over axes"),
        (SEED, {(0,): [18.0, 20], (1,): [16.0, 23]}, "39.000000"),
        (SEED, {(0,): [18.0, -1]}, "below zero"),
        (SEED, {(0,): [18.0, np.nan]}, "missing or infinite"),
        (-SEED, {(0,): [18.0, 20]}, "seed holds -5"),
        (np.full((2, 2), np.inf), {(0,): [18.0, 20]}, "missing or infinite"),
        (np.array([[0.0, 0], [1, 1]]), {(0,): [3.0, 2]}, "nothing to scale"),
        (SEED, {(0,): [18.0, 20, 3]}, "shape"),
        (SEED, {(2,): [18.0, 20]}, "not axes"),
        (SEED, {(1, 0): SEED}, "rising order"),
    ],
)
def test_what_cannot_be_fitted_is_refused_with_the_reason(seed, margins, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelError, match=said):
        fitted(seed, margins)


def test_a_fit_cut_short_says_how_far_it_came() -> None:
    fit = fitted(SEED, {(0,): ROWS, (1,): COLUMNS}, most_steps=1)
    assert not fit.settled and fit.error > 1e-10 and fit.steps == 1


def test_zeros_of_the_seed_stay_zero() -> None:
    seed = np.array([[0.0, 2], [3, 4]])
    fit = fitted(seed, {(0,): [4.0, 6], (1,): [2.0, 8]})
    assert fit.table[0, 0] == 0 and fit.settled

"""Tables fitted to margins: against published fits, and both sides of each refusal."""

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.fitting import (
    fitted,
    grouped,
    in_whole_numbers,
    maximised,
    with_fixed_diagonal,
    with_net_totals,
)

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


# nobody can leave the first place, nobody can reach the last
ONE_WAY = np.array([[0.0, 0, 0], [10, 0, 0], [5, 5, 0]])
ALL = np.ones((3, 3)) - np.eye(3)


@pytest.mark.parametrize(
    ("seed", "net", "total", "said"),
    [
        (ONE_WAY, [-5.0, 3, 2], None, "Place 2 has the net total 2, but by the seed nobody can reach it"),
        (ONE_WAY, [-5.0, 5, 0], None, "Place 0 has the net total -5, but by the seed nobody can leave it"),
        (ONE_WAY, [0.0, 3, -3], None, "nobody can leave it, though some reach it"),
        (ONE_WAY, [3.0, -3, 0], None, "nobody can reach it, though some leave"),
        (ALL, [50.0, -25, -25], 40.0, "total of all moves is 40, less than the 50 that places gain"),
        (ALL, [0.0, 0, 0], -1.0, "total of all moves is -1"),
        (ALL, [0.0, 0, 0], np.nan, "total of all moves is nan"),
        (ALL * 0, [0.0, 0, 0], 7.0, "no move to scale"),
        (ALL, [np.nan, 0, 0], None, "missing or infinite"),
        (-ALL, [1.0, -1, 0], None, "seed holds -1"),
    ],
)
def test_net_totals_that_no_moves_have_are_refused(seed, net, total, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelError, match=said):
        with_net_totals(seed, net, total=total)


def test_places_that_only_gain_or_only_lose_get_their_net_totals() -> None:
    fit = with_net_totals(ONE_WAY, [9.0, -2, -7])
    assert fit.settled and np.allclose(fit.table.sum(0) - fit.table.sum(1), [9, -2, -7])
    assert (fit.table[ONE_WAY == 0] == 0).all()
    assert with_net_totals(ALL, [50.0, -25, -25], total=80.0).settled


def test_net_totals_of_zero_bring_a_table_to_balance() -> None:
    fit = with_net_totals(np.array([[0.0, 5, 1], [1, 0, 4], [7, 2, 0]]), [0.0, 0, 0])
    assert fit.settled and np.allclose(fit.table.sum(0), fit.table.sum(1))


def test_whole_numbers_keep_the_sum_by_largest_remainders() -> None:
    assert in_whole_numbers([1.4, 1.4, 1.2]).tolist() == [2, 1, 1]  # of equal remainders the first
    assert in_whole_numbers([[0.5, 2.0], [3.5, -1.0]]).tolist() == [[1, 2], [3, -1]]
    assert in_whole_numbers([]).tolist() == []
    with pytest.raises(ModelError, match="cannot be rounded"):
        in_whole_numbers([1.0, np.inf])


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
        # excess on either side is the same fault: no comparison without an absolute value
        (SEED, {(0,): [18.0, 21], (1,): [16.0, 22]}, "39.000000, over axes"),
        # two tables for three dimensions, as in a published example of shapes that do not go together
        (np.ones((2, 2)), {(0, 2): np.ones((2, 3))}, "not axes of a table with 2 dimensions"),
        # the same total, and yet other people: margins must agree over the axis that they share
        (
            np.ones((2, 2, 2)),
            {(0, 2): [[3.0, 1], [3, 1]], (1, 2): [[1.0, 3], [1, 3]]},
            r"disagree at \(0,\) of axes \(2,\): over axes \(0, 2\) they sum to 6.000000, over axes \(1, 2\) to 2",
        ),
    ],
)
def test_what_cannot_be_fitted_is_refused_with_the_reason(seed, margins, said) -> None:  # type: ignore[no-untyped-def]
    for way in (fitted, maximised):
        with pytest.raises(ModelError, match=said):
            way(seed, margins)


@pytest.mark.parametrize("way", [fitted, maximised])
def test_a_fit_cut_short_says_how_far_it_came(way) -> None:  # type: ignore[no-untyped-def]
    fit = way(SEED, {(0,): ROWS, (1,): COLUMNS}, most_steps=1)
    assert not fit.settled and fit.error > 1e-10 and fit.steps == 1


@pytest.mark.parametrize("way", [fitted, maximised])
def test_margins_that_zeros_forbid_do_not_settle_and_say_so(way) -> None:  # type: ignore[no-untyped-def]
    """Row 1 can only be in column 1, whose margin is smaller."""
    fit = way(np.array([[1.0, 1], [0, 1]]), {(0,): [1.0, 5], (1,): [4.0, 2]}, most_steps=500)
    assert not fit.settled and fit.error > 0.1


@pytest.mark.parametrize("way", [fitted, maximised])
def test_the_total_alone_is_a_margin_and_none_changes_nothing(way) -> None:  # type: ignore[no-untyped-def]
    assert np.allclose(way(SEED, {(): 30.0}).table, SEED * 2)
    assert np.array_equal(way(SEED, {}).table, SEED)
    assert np.allclose(way(SEED, {(0, 1): SEED[::-1]}).table, SEED[::-1])


def test_zeros_of_the_seed_stay_zero() -> None:
    seed = np.array([[0.0, 2], [3, 4]])
    fit = fitted(seed, {(0,): [4.0, 6], (1,): [2.0, 8]})
    assert fit.table[0, 0] == 0 and fit.settled


# seven places in three regions, with every place's leavers and arrivals and the moves between regions known
REGIONS = "AABBBCC"
TRUE = np.random.default_rng(7).gamma(2.0, size=(7, 7)) * 100
MEMBER = np.array([[label == region for label in REGIONS] for region in "ABC"], dtype=float)
BLOCKS, STRIPES = MEMBER @ TRUE @ MEMBER.T, TRUE @ MEMBER.T


@pytest.mark.parametrize("way", [fitted, maximised])
def test_totals_of_blocks_are_met_beside_rows_and_columns(way) -> None:  # type: ignore[no-untyped-def]
    by_region = (grouped(0, REGIONS), grouped(1, REGIONS))
    fit = way(np.ones((7, 7)), {(0,): TRUE.sum(1), (1,): TRUE.sum(0), by_region: BLOCKS})
    assert fit.settled
    assert np.allclose(fit.table.sum(1), TRUE.sum(1)) and np.allclose(fit.table.sum(0), TRUE.sum(0))
    assert np.allclose(MEMBER @ fit.table @ MEMBER.T, BLOCKS)
    remade = fit.factors[(0,)][:, None] * fit.factors[(1,)] * (MEMBER.T @ fit.factors[by_region] @ MEMBER)
    assert np.allclose(remade, fit.table)


@pytest.mark.parametrize("way", [fitted, maximised])
def test_totals_of_stripes_are_met_and_scale_each_line_within_a_region(way) -> None:  # type: ignore[no-untyped-def]
    seed = np.random.default_rng(8).gamma(2.0, size=(7, 7))
    fit = way(seed, {(0, grouped(1, REGIONS)): STRIPES})
    assert np.allclose(fit.table @ MEMBER.T, STRIPES)
    assert np.allclose(fit.table, seed * ((STRIPES / (seed @ MEMBER.T)) @ MEMBER))


def test_a_fit_by_blocks_is_that_of_scaling_cell_by_cell() -> None:
    seed = np.random.default_rng(9).gamma(2.0, size=(7, 7))
    table = seed.copy()
    for _ in range(2000):
        for i in range(7):
            table[i] *= TRUE[i].sum() / table[i].sum()
        for j in range(7):
            table[:, j] *= TRUE[:, j].sum() / table[:, j].sum()
        for a, first in enumerate("ABC"):
            for b, second in enumerate("ABC"):
                block = np.ix_([x == first for x in REGIONS], [x == second for x in REGIONS])
                table[block] *= BLOCKS[a, b] / table[block].sum()
    margins = {(0,): TRUE.sum(1), (1,): TRUE.sum(0), (grouped(0, REGIONS), grouped(1, REGIONS)): BLOCKS}
    assert np.allclose(fitted(seed, margins).table, table, rtol=1e-7)


def test_groups_stand_in_the_order_of_their_first_place() -> None:
    assert grouped(1, ["north", "south", "north"]).group == (0, 1, 0)
    assert grouped(0, REGIONS).size == 3


@pytest.mark.parametrize(
    ("margins", "said"),
    [
        ({(0, grouped(1, "AAB")): STRIPES}, "Axis 1 has 7 places, and 3 have a group"),
        (
            {(0, grouped(1, REGIONS)): TRUE},
            r"axes \(0, 1\) by groups of 1 has shape \(7, 7\); the table wants \(7, 3\)",
        ),
        (
            {(1,): TRUE.sum(0), (grouped(0, REGIONS), grouped(1, REGIONS)): BLOCKS + np.diag([0, 0, 9.0])},
            r"disagree at \(2,\) of groups of axes \(1,\)",
        ),
        (
            {(grouped(0, "AABBBBB"),): [1, 3], (grouped(0, "AAAAABB"),): [2, 1]},
            r"disagree at \(0,\) of groups of axes \(0,\): .* sum to 4\.0.*, over axes \(0,\) by groups of 0 to 3\.0",
        ),
        ({(grouped(0, "AABBBBB"),): [-1, 4]}, "counts cannot be below zero"),
    ],
)
def test_groups_that_do_not_fit_are_refused(margins, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelError, match=said):
        fitted(np.ones((7, 7)), margins)


def test_a_block_that_the_seed_leaves_empty_is_refused() -> None:
    seed = np.ones((4, 4))
    seed[:2, 2:] = 0
    by_region = (grouped(0, "AABB"), grouped(1, "AABB"))
    with pytest.raises(ModelError, match=r"wants 5 at \(0, 1\), where the seed has nothing to scale"):
        fitted(seed, {by_region: [[10, 5], [5, 10]]})


@pytest.mark.parametrize(
    ("seed", "diagonal", "said"),
    [
        (np.ones((2, 3)), [1, 1], r"found \(2,\), \(2, 3\)"),
        (np.ones((2, 2)), [1, 1, 1], r"found \(3,\), \(2, 2\)"),
        (np.ones((2, 2)), [1, -1], "The diagonal holds -1"),
    ],
)
def test_a_diagonal_that_does_not_fit_is_refused(seed, diagonal, said) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelError, match=said):
        with_fixed_diagonal(seed, {(0,): [3, 3]}, diagonal)

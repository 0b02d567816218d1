"""Life tables: by hand, against the formulas' sources, at the edges of what rates can be."""

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.lifetables import CHILDREN, HIGH, INFANTS, life_table, years_of_the_dying
from tests.unit.demography.cohorts.villages import death_rates


def both(rates: np.ndarray) -> np.ndarray:
    """The same rates for women and men of one place, (2, 1, 22)."""
    return np.broadcast_to(rates, (2, 1, 22)).copy()


def constant(rate: float) -> np.ndarray:
    return both(np.full(22, rate))


def test_years_of_dead_infants_and_children_follow_the_textbooks_table() -> None:
    """Preston, Heuveline and Guillot (2001), table 3.3: both levels, both sexes."""
    a = years_of_the_dying(constant(0.02))
    assert a[0, 0, :2] == pytest.approx([0.053 + 2.8 * 0.02, 1.522 - 1.518 * 0.02])
    assert a[1, 0, :2] == pytest.approx([0.045 + 2.684 * 0.02, 1.651 - 2.816 * 0.02])
    a = years_of_the_dying(constant(0.2))
    assert a[:, 0, :2].tolist() == [[0.35, 1.361], [0.33, 1.352]]


@pytest.mark.parametrize("table", [INFANTS, CHILDREN])
def test_the_two_pieces_of_the_textbooks_table_nearly_meet(table: tuple[tuple[float, float], ...]) -> None:
    """A slip in a digit of either piece would open a gap."""
    level, intercept, slope = (np.array(pair) for pair in table)
    assert np.abs(intercept + slope * HIGH - level).max() < 0.005


def test_greville_gives_half_the_group_but_for_the_rate_itself_where_rates_do_not_change() -> None:
    a = years_of_the_dying(constant(0.01))
    assert a[..., 2:] == pytest.approx(2.5 - 25 / 12 * 0.01)


def test_greville_lets_the_dying_live_longer_where_death_rates_climb() -> None:
    a = years_of_the_dying(both(death_rates()))
    by_hand = 2.5 - 25 / 12 * (death_rates()[15] - np.log(death_rates()[16] / death_rates()[14]) / 10)
    assert a[0, 0, 15] == pytest.approx(by_hand) and by_hand > 2.5


def test_a_neighbour_without_deaths_leaves_half_the_group() -> None:
    rates = both(death_rates())
    rates[..., 5] = 0
    a = years_of_the_dying(rates)
    assert a[0, 0, 4] == 2.5 and a[0, 0, 6] == 2.5


def test_a_table_by_hand() -> None:
    table = life_table(both(death_rates()))
    a = years_of_the_dying(both(death_rates()))[0, 0]
    alive, lived = 1.0, []
    for row, width in enumerate([1, 4, *[5] * 19]):
        m = death_rates()[row]
        q = width * m / (1 + (width - a[row]) * m)
        lived.append(width * alive * (1 - q) + a[row] * alive * q)
        alive *= 1 - q
    lived.append(alive / death_rates()[-1])
    assert table.lived[0, 0] == pytest.approx(lived)
    assert table.alive[0, 0, -1] == pytest.approx(alive)
    assert table.expectancy[0, 0, 0] == pytest.approx(sum(lived))


def test_a_constant_rate_gives_its_inverse_as_years_to_live() -> None:
    """Above the children, for whom the factors are of real life tables."""
    left = life_table(constant(0.02)).expectancy[0, 0]
    assert left[2:] == pytest.approx(50, rel=0.002)


def test_death_rates_are_found_again_from_the_table() -> None:
    rates = both(death_rates())
    table = life_table(rates)
    dying = -np.diff(table.alive, append=0, axis=-1)
    assert dying / table.lived == pytest.approx(rates)


def test_survival_leads_from_group_to_group_and_pools_the_oldest() -> None:
    table = life_table(both(death_rates()))
    lived, survival = table.lived[1, 0], table.survival[1, 0]
    assert survival[0] == pytest.approx((lived[0] + lived[1]) / 5)
    assert survival[1] == pytest.approx(lived[2] / (lived[0] + lived[1]))
    assert survival[7] == pytest.approx(lived[8] / lived[7])
    assert survival[20] == pytest.approx(lived[21] / (lived[20] + lived[21]))
    assert ((survival > 0) & (survival < 1)).all()


def test_higher_rates_let_fewer_survive_at_every_age() -> None:
    low, high = (life_table(both(death_rates(level))).survival for level in (1.0, 1.5))
    assert (high < low).all()


def test_rates_of_catastrophe_kill_everybody_and_no_more() -> None:
    rates = both(death_rates())
    rates[..., 10] = 5.0
    table = life_table(rates)
    assert (table.alive >= 0).all() and (table.survival >= 0).all() and (table.survival <= 1).all()
    assert np.isfinite(table.expectancy).all()


def test_the_age_with_fifteen_years_left_lies_between_its_neighbours() -> None:
    table = life_table(both(death_rates()))
    age = float(table.old_from()[0, 0])
    starts = [0, 1, *range(5, 101, 5)]
    row = max(i for i, start in enumerate(starts) if start <= age)
    left = table.expectancy[0, 0]
    assert left[row] >= 15 >= left[row + 1]
    exact = starts[row] + 5 * (left[row] - 15) / (left[row] - left[row + 1])
    assert age == pytest.approx(exact)


def test_fewer_years_asked_for_means_a_higher_age() -> None:
    table = life_table(both(death_rates()))
    ages = [float(table.old_from(years)[0, 0]) for years in (40, 25, 15, 5)]
    assert ages == sorted(ages) and ages[0] > 10


def test_where_many_years_are_left_at_100_nobody_younger_is_old() -> None:
    assert life_table(constant(0.001)).old_from()[0, 0] == 100


def test_leading_dimensions_change_nothing() -> None:
    rates = np.stack([both(death_rates(level)) for level in (0.5, 1, 2)])
    whole = life_table(rates)
    for at, level in enumerate((0.5, 1, 2)):
        alone = life_table(both(death_rates(level)))
        assert np.array_equal(whole.survival[at], alone.survival)
        assert np.array_equal(whole.old_from()[at], alone.old_from())


@pytest.mark.parametrize("shape", [(2, 1, 21), (3, 1, 22), (22,)])
def test_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ModelError, match="2 sexes, places, 22 ages"):
        life_table(np.full(shape, 0.01))


@pytest.mark.parametrize("bad", [-0.001, np.nan, np.inf])
def test_rates_that_cannot_be_are_refused(bad: float) -> None:
    rates = constant(0.01)
    rates[0, 0, 7] = bad
    with pytest.raises(ModelError, match="below zero or not a number"):
        life_table(rates)


def test_nobody_lives_for_ever() -> None:
    rates = constant(0.01)
    rates[1, 0, -1] = 0
    with pytest.raises(ModelError, match="Nobody dies at 100"):
        life_table(rates)

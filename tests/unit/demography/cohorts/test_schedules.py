"""The model schedule: its curve by hand, shares that sum to one, chances by the age reached."""

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.cohorts.schedules import FUNDAMENTAL, Curve, at_period_end, chances, shares


def test_the_curve_by_hand_at_twenty() -> None:
    """At the peak's own age the labour part is a2 · exp(−1)."""
    by_hand = 0.02 * np.exp(-2) + 0.06 * np.exp(-1) + 0.003
    assert FUNDAMENTAL.at(np.array(20.0)) == pytest.approx(by_hand)


def test_the_curve_peaks_between_twenty_and_twenty_five() -> None:
    ages = np.arange(0, 80, 0.1)
    assert 20 < ages[FUNDAMENTAL.at(ages)[150:].argmax() + 150] < 25


def test_a_curve_of_its_constant_alone_is_flat() -> None:
    flat = Curve(a1=0, a2=0)
    found = chances(flat)
    assert found[1:] == pytest.approx(found[1])
    # those born in the period live half of it
    assert found[0] == pytest.approx(found[1] / 2)


def test_chances_are_relative_to_their_mean() -> None:
    found = chances()
    assert found.shape == (21,) and found.mean() == pytest.approx(1) and (found > 0).all()
    assert found.argmax() == 5  # 25–29: most of them moved at 20 to 27


def test_chances_are_the_curve_averaged_over_the_ages_passed() -> None:
    """A group reached at 40–44 passed 35 to 44, the middle of it twice as much as its ends."""
    ages = np.arange(35.05, 45, 0.1)
    weights = np.minimum(ages - 35, 45 - ages)
    mean = np.average(FUNDAMENTAL.at(ages), weights=weights)
    found = chances()
    other = np.average(FUNDAMENTAL.at(ages + 10), weights=weights)
    assert found[8] / found[10] == pytest.approx(mean / other, rel=1e-3)


def test_shares_sum_to_one_and_split_by_sex() -> None:
    assert shares().sum() == pytest.approx(1)
    assert shares(women=0.3)[0].sum() == pytest.approx(0.3)
    assert np.array_equal(shares()[0], shares()[1])


def test_a_net_total_moves_nobody_far_above_seventy_five() -> None:
    found = shares()
    assert (found[:, :16] > 0).all()  # 75–79 holds those who moved at 70–74
    assert (found[:, 16:] == 0).all()


@pytest.mark.parametrize("women", [-0.1, 1.1])
def test_a_share_of_women_outside_one_is_refused(women: float) -> None:
    with pytest.raises(ModelError, match="between 0 and 1"):
        shares(women=women)


def test_half_of_the_movers_end_a_group_older() -> None:
    moving = np.zeros(21)
    moving[4] = 10
    reached = at_period_end(moving)
    assert reached[4] == 5 and reached[5] == 5 and reached.sum() == 10


def test_the_oldest_stay_the_oldest_and_the_sum_is_kept() -> None:
    moving = np.arange(42.0).reshape(2, 21)
    reached = at_period_end(moving)
    assert reached.sum(-1) == pytest.approx(moving.sum(-1))
    assert reached[0, 20] == pytest.approx(20 + 19 / 2)
    assert reached[0, 0] == moving[0, 0] / 2

"""How many draws give an interval, and which of them are its ends."""

import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.draws import LEVEL, ends, refuse_draws


@pytest.mark.parametrize(
    ("draws", "level", "said"),
    [(1, LEVEL, "1 draws give no interval"), (2, 0.0, "The level is 0;"), (2, 1.0, "The level is 1;")],
)
def test_draws_without_an_interval_are_refused(draws: int, level: float, said: str) -> None:
    with pytest.raises(ModelError, match=said):
        refuse_draws(draws, level)


def test_two_draws_are_enough() -> None:
    refuse_draws(2, LEVEL)


def test_the_ends_leave_the_same_share_on_both_sides() -> None:
    assert ends(0.8) == pytest.approx((0.1, 0.5, 0.9))

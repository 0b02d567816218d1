"""Target paths: up and down, before, on and after their days; missing stays missing."""

import math
from datetime import date

import pytest

from passerelle.base.errors import PlanError
from passerelle.followup.curves import Compared, TargetPath, compare

# the price of a transfer shall fall from 8 % to 3 % in ten years of 365 days or 366
PRICE = TargetPath(8.0, date(2020, 1, 1), 3.0, date(2030, 1, 1))
TRAINED = TargetPath(100.0, date(2026, 1, 1), 300.0, date(2026, 1, 11))


def test_it_is_straight_in_between() -> None:
    assert [TRAINED.expected(date(2026, 1, day)) for day in (1, 2, 6, 11)] == [100.0, 120.0, 200.0, 300.0]


def test_before_its_baseline_it_says_nothing_and_after_its_target_the_target() -> None:
    assert TRAINED.expected(date(2025, 12, 31)) is None
    assert TRAINED.expected(date(2027, 1, 1)) == 300.0


def test_a_target_below_the_baseline_runs_down() -> None:
    half = PRICE.expected(date(2025, 1, 1))
    assert half is not None and math.isclose(half, 5.5, abs_tol=0.002)
    assert PRICE.way == -5.0


@pytest.mark.parametrize(("value", "share"), [(8.0, 0.0), (5.5, 0.5), (3.0, 1.0), (2.0, 1.2), (9.0, -0.2)])
def test_the_share_of_the_way_where_less_is_better(value: float, share: float) -> None:
    covered = PRICE.covered(value)
    assert covered is not None and math.isclose(covered, share)


def test_ahead_is_above_zero_whichever_way_the_path_runs() -> None:
    (up,) = compare(TRAINED, [(date(2026, 1, 6), 210.0)])
    assert up == Compared(date(2026, 1, 6), 210.0, 200.0, 0.55, 10.0)
    (down,) = compare(PRICE, [(date(2025, 1, 1), 5.0)])
    assert down.lead is not None and math.isclose(down.lead, 0.5, abs_tol=0.002)
    (behind,) = compare(PRICE, [(date(2025, 1, 1), 6.5)])
    assert behind.lead is not None and behind.lead < 0


def test_a_day_without_a_value_has_neither_share_nor_lead() -> None:
    (row,) = compare(TRAINED, [(date(2026, 1, 6), None)])
    assert row == Compared(date(2026, 1, 6), None, 200.0, None, None)


def test_zero_is_a_value() -> None:
    (row,) = compare(TRAINED, [(date(2026, 1, 6), 0.0)])
    assert row.covered == -0.5 and row.lead == -200.0


def test_before_the_baseline_there_is_a_share_and_no_lead() -> None:
    (row,) = compare(TRAINED, [(date(2025, 6, 1), 80.0)])
    assert row.expected is None and row.lead is None and row.covered == -0.1


def test_days_come_in_order() -> None:
    rows = compare(TRAINED, [(date(2026, 1, 9), 1.0), (date(2026, 1, 2), None), (date(2026, 1, 5), 2.0)])
    assert [row.on.day for row in rows] == [2, 5, 9]
    assert compare(TRAINED, []) == ()


def test_a_level_to_be_kept_has_no_way_and_no_lead() -> None:
    level = TargetPath(5.0, date(2026, 1, 1), 5.0, date(2027, 1, 1))
    (row,) = compare(level, [(date(2026, 6, 1), 6.0)])
    assert row.expected == 5.0 and row.covered is None and row.lead is None


@pytest.mark.parametrize("target_on", [date(2026, 1, 1), date(2025, 12, 31)])
def test_a_target_that_does_not_come_after_the_baseline_is_refused(target_on: date) -> None:
    with pytest.raises(PlanError, match="the target comes later"):
        TargetPath(1.0, date(2026, 1, 1), 2.0, target_on)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(PlanError, match="baseline"):
        TargetPath(value, date(2026, 1, 1), 2.0, date(2027, 1, 1))
    with pytest.raises(PlanError, match="value of 2026-01-06"):
        compare(TRAINED, [(date(2026, 1, 6), value)])

"""Spending beside its forecast: exact, year by year and up to each year; a year without a report is not zero."""

from datetime import date
from decimal import Decimal as D

import pytest

from passerelle.base.errors import PlanError
from passerelle.followup.spending import Beside, spending

PLAN = {2026: D("100.10"), 2027: D("200"), 2028: D("50")}


def test_money_of_a_year_is_added_up_to_the_cent() -> None:
    first, *_ = spending(PLAN, [(date(2026, 3, 1), D("0.10")), (date(2026, 12, 31), D("0.20"))])
    assert first.within.spent == D("0.30")
    assert first.within.difference == D("-99.80")
    assert first.within.rate == D("0.30") / D("100.10")


def test_a_year_without_a_report_has_nothing_spent_rather_than_zero() -> None:
    rows = spending(PLAN, [(date(2026, 3, 1), D("100.10"))])
    assert [row.within.spent for row in rows] == [D("100.10"), None, None]
    assert rows[1].within.difference is None and rows[1].within.rate is None


def test_a_report_of_zero_is_zero() -> None:
    rows = spending(PLAN, [(date(2026, 3, 1), D(0))])
    assert rows[0].within.spent == 0 and rows[0].within.rate == 0 and rows[0].unreported == ()


def test_so_far_adds_up_until_a_year_lacks() -> None:
    rows = spending(PLAN, [(date(2026, 3, 1), D(90)), (date(2028, 3, 1), D(60))])
    assert [row.planned_so_far for row in rows] == [D("100.10"), D("300.10"), D("350.10")]
    assert [row.spent_so_far for row in rows] == [D(90), D(90), D(150)]
    assert [row.unreported for row in rows] == [(), (2027,), (2027,)]
    assert rows[0].so_far.difference == D("-10.10")
    assert rows[2].so_far.spent is None and rows[2].so_far.difference is None


def test_nothing_reported_at_all() -> None:
    rows = spending(PLAN, [])
    assert all(row.spent_so_far is None and row.so_far.rate is None for row in rows)
    assert rows[-1].unreported == (2026, 2027, 2028)


def test_a_year_that_is_forecast_to_cost_nothing_may_go_without_a_report() -> None:
    rows = spending({2026: D(10), 2027: D(0), 2028: D(10)}, [(date(2026, 1, 1), D(10)), (date(2028, 1, 1), D(5))])
    assert rows[2].unreported == () and rows[2].so_far.rate == D("0.75")


def test_money_spent_in_a_year_without_forecast_has_a_row() -> None:
    rows = spending({2026: D(10)}, [(date(2025, 12, 31), D(3)), (date(2026, 5, 1), D(7))])
    assert [row.year for row in rows] == [2025, 2026]
    assert rows[0].within == Beside(None, D(3)) and rows[0].within.rate is None and rows[0].planned_so_far is None
    assert rows[1].so_far == Beside(D(10), D(10)) and rows[1].so_far.rate == 1


def test_money_paid_back_is_taken_off() -> None:
    (row,) = spending({2026: D(10)}, [(date(2026, 1, 1), D(12)), (date(2026, 2, 1), D(-2))])
    assert row.within.spent == D(10) and row.within.difference == 0


def test_of_a_forecast_of_zero_there_is_no_rate() -> None:
    assert Beside(D(0), D(5)).rate is None and Beside(D(0), D(5)).difference == D(5)


def test_without_anything_there_is_no_row() -> None:
    assert spending({}, []) == ()


@pytest.mark.parametrize("amount", [D(-1), D("NaN"), D("Infinity")])
def test_a_forecast_that_is_no_amount_is_refused(amount: D) -> None:
    with pytest.raises(PlanError, match="forecast of 2026"):
        spending({2026: amount}, [])


def test_spending_that_is_no_amount_is_refused() -> None:
    with pytest.raises(PlanError, match="reported on 2026-01-01"):
        spending({}, [(date(2026, 1, 1), D("NaN"))])

"""Months, windows and absences as the law counts them."""

from datetime import date

import numpy as np
import pytest

from passerelle.rules.calendar import (
    Span,
    add_months,
    earliest_within,
    longest_months,
    merged,
    months_between,
    months_of,
    most_days_in,
    most_months_in,
    total_months,
)


def span(start: str, end: str) -> Span:
    return Span(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("day", "months", "wanted"),
    [
        ("2024-01-31", 1, "2024-02-29"), ("2023-01-31", 1, "2023-02-28"), ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"), ("2024-03-31", -1, "2024-02-29"), ("2024-12-15", 1, "2025-01-15"),
    ],
)  # fmt: skip
def test_a_month_ends_on_its_own_day_or_on_the_last(day: str, months: int, wanted: str) -> None:
    assert str(add_months(day, months)) == wanted


@pytest.mark.parametrize(
    ("start", "end", "wanted"),
    [
        ("2026-01-01", "2026-07-01", 6), ("2026-01-31", "2026-02-28", 1), ("2024-02-29", "2025-02-28", 12),
        ("2026-01-15", "2026-01-15", 0), ("2026-02-01", "2026-02-15", 0.5), ("2026-07-01", "2026-01-01", -6),
    ],
)  # fmt: skip
def test_months_between_days(start: str, end: str, wanted: float) -> None:
    assert months_between(start, end) == pytest.approx(wanted)


def test_months_of_a_day_that_is_not_known_are_not_known() -> None:
    assert np.isnan(months_between(np.datetime64("NaT"), "2026-01-01"))


@pytest.mark.parametrize("months", [1, 3, 24, 36])
@pytest.mark.parametrize("day", ["2024-02-29", "2026-03-31", "2027-02-28", "2026-05-01", "2026-12-31"])
def test_the_earliest_day_within_is_the_other_way_round(day: str, months: int) -> None:
    first = earliest_within(np.datetime64(day), months)
    assert add_months(first, months) >= np.datetime64(day)
    assert add_months(first - np.timedelta64(1, "D"), months) < np.datetime64(day)


def test_stretches_that_touch_are_one_and_days_count_once() -> None:
    spans = [span("2026-03-01", "2026-05-01"), span("2026-01-01", "2026-03-01"), span("2026-02-01", "2026-02-10")]
    assert merged(spans) == [span("2026-01-01", "2026-05-01")]
    assert longest_months(spans) == 4 and total_months(spans) == 4
    assert longest_months([]) == 0 and total_months([]) == 0


def test_a_day_of_presence_parts_two_absences() -> None:
    away = [span("2024-06-01", "2025-05-30"), span("2025-05-31", "2026-02-01")]
    assert longest_months(away) < 12 < total_months(away)


def test_the_worst_window_is_found_wherever_it_lies() -> None:
    spans = [span("2025-07-01", "2025-11-01"), span("2026-03-01", "2026-09-01")]
    assert most_months_in(spans, 12) == 8
    assert most_months_in([span("2024-01-01", "2026-01-01")], 12) == 12
    assert most_months_in([], 12) == 0
    days = [span("2026-06-01", "2026-06-11"), span("2026-10-01", "2026-12-20")]
    assert most_days_in(days, 180) == 80 and most_days_in(days, 210) == 90 and most_days_in([], 180) == 0


def test_a_stretch_within_two_days() -> None:
    one = Span(date(2026, 1, 1), date(2026, 6, 1), (("status", "student"),))
    part = one.within(date(2026, 3, 1), date(2027, 1, 1))
    assert part is not None and months_of(part) == 3 and part.word("status") == "student"
    assert one.within(date(2026, 6, 1), date(2027, 1, 1)) is None and one.word("reason") == ""


def test_a_window_of_one_month_holds_no_more_than_one_month_whatever_its_end() -> None:
    spring = [Span(date(2024, 1, 1), date(2024, 5, 31))]
    assert most_months_in(spring, 1) == 1
    # sixteen of January's thirty-one days and fourteen of February's twenty-eight are more than one, yet in one month
    parted = [Span(date(2025, 1, 15), date(2025, 1, 31)), Span(date(2025, 2, 1), date(2025, 2, 15))]
    assert most_months_in(parted, 1) == 1

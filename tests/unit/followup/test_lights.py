"""Lights: both sides of every rule to the day, the reason that is given, and what a report may not say."""

from datetime import date, timedelta

import pytest

from passerelle.base.errors import PlanError
from passerelle.followup.lights import NAMES, REASONS, STATES, Light, Planned, Progress, Reason, Turns, light, turns

YEAR = Planned(date(2026, 1, 1), date(2026, 12, 31))


def name_of(progress: Progress | None, today: date, planned: Planned = YEAR) -> str:
    return light(planned, progress, today).name


def running(on: date, share: float | None = None, expected: date | None = None) -> Progress:
    return Progress(on, "running", share, expected)


def test_done_is_done_on_any_day() -> None:
    done = Progress(date(2027, 3, 1), "done")
    assert {name_of(done, day) for day in (date(2025, 1, 1), date(2026, 6, 1), date(2030, 1, 1))} == {"done"}
    assert light(YEAR, done, date(2030, 1, 1)).reason.text() == "Reported as done on 2027-03-01."


def test_dropped_says_why() -> None:
    dropped = Progress(date(2026, 5, 2), "dropped", reason="The ministry was dissolved.")
    found = light(YEAR, dropped, date(2027, 1, 1))
    assert found.name == "dropped"
    assert found.reason.text() == "Reported as dropped on 2026-05-02: The ministry was dissolved."


def test_late_from_the_day_after_its_end() -> None:
    report = running(date(2026, 12, 1), 0.95)
    assert name_of(report, date(2026, 12, 31)) == "on_time"
    assert name_of(report, date(2027, 1, 1)) == "late"
    assert light(YEAR, report, date(2027, 1, 1)).reason.text() == (
        "Its end was on 2026-12-31, and it is not reported as done."
    )


@pytest.mark.parametrize("progress", [None, Progress(date(2025, 12, 20), "not started")])
def test_late_where_its_start_passed_by_more_than_thirty_days(progress: Progress | None) -> None:
    assert name_of(progress, date(2026, 1, 31)) != "late"
    assert name_of(progress, date(2026, 2, 1)) == "late"
    assert "not reported as started" in light(YEAR, progress, date(2026, 2, 1)).reason.text()


def test_past_its_end_the_end_is_the_reason_whatever_else_holds() -> None:
    assert light(YEAR, None, date(2027, 6, 1)).reason.code == "past_end"


def test_without_a_report_it_is_on_time_for_the_first_thirty_days_and_says_that_nothing_is_reported() -> None:
    found = light(YEAR, None, date(2026, 1, 15))
    assert found.name == "on_time" and found.reason.text() == "Its start was on 2026-01-01; nothing is reported yet."


def test_not_due_before_its_start_even_where_a_later_end_is_expected() -> None:
    warned = Progress(date(2025, 11, 1), "not started", expected_end=date(2027, 3, 1))
    assert name_of(warned, date(2025, 12, 31)) == "not_due"
    assert light(YEAR, warned, date(2025, 12, 31)).reason.text() == "Its start is on 2026-01-01."
    assert name_of(warned, date(2026, 1, 1)) == "at_risk"


@pytest.mark.parametrize(("expected", "name"), [(date(2026, 12, 31), "on_time"), (date(2027, 1, 1), "at_risk")])
def test_at_risk_where_the_lead_expects_a_later_end(expected: date, name: str) -> None:
    report = running(date(2026, 3, 1), 0.3, expected)
    assert name_of(report, date(2026, 3, 1)) == name
    if name == "at_risk":
        assert light(YEAR, report, date(2026, 3, 1)).reason.text() == (
            "Its end is on 2026-12-31; the report of 2026-03-01 expects 2027-01-01."
        )


def test_at_risk_where_the_work_is_more_than_twenty_points_behind_the_time() -> None:
    hundred = Planned(date(2026, 1, 1), date(2026, 4, 10))
    fiftieth = date(2026, 2, 20)
    assert hundred.elapsed(fiftieth) == 0.5
    assert name_of(running(fiftieth, 0.30), fiftieth, hundred) == "on_time"
    assert name_of(running(fiftieth, 0.29), fiftieth, hundred) == "at_risk"
    assert light(hundred, running(fiftieth, 0.29), fiftieth).reason.text() == (
        "By the report of 2026-02-20 29% is done, while 50% of its time had passed."
    )


def test_a_share_that_nobody_told_is_not_zero_but_what_has_not_started_is() -> None:
    half = date(2026, 7, 1)
    assert name_of(running(half), half) == "on_time"
    short = Planned(date(2026, 1, 1), date(2026, 2, 19))
    assert name_of(Progress(date(2026, 1, 15), "not started"), date(2026, 1, 15), short) == "at_risk"
    assert name_of(Progress(date(2026, 1, 5), "not started"), date(2026, 1, 5), short) == "on_time"


@pytest.mark.parametrize(("share", "name"), [(0.79, "at_risk"), (0.80, "on_time"), (None, "on_time")])
def test_at_risk_in_the_last_thirty_days_where_less_than_four_fifths_is_done(share: float | None, name: str) -> None:
    report = running(date(2026, 11, 1), share)
    assert name_of(report, date(2026, 11, 30)) == "on_time"
    assert name_of(report, date(2026, 12, 1)) == name


def test_at_risk_where_the_newest_report_is_older_than_half_a_year() -> None:
    report = running(date(2026, 3, 1), 0.5)
    assert name_of(report, report.on + timedelta(183)) == "on_time"
    found = light(YEAR, report, report.on + timedelta(184))
    assert found.name == "at_risk" and found.reason.text() == "The newest report is of 2026-03-01."


def test_an_old_report_says_nothing_before_the_start() -> None:
    planned = Planned(date(2028, 1, 1), date(2028, 12, 31))
    old = Progress(date(2026, 1, 1), "running", 0.9)
    assert name_of(old, date(2027, 12, 31), planned) == "not_due"
    assert name_of(old, date(2028, 1, 1), planned) == "at_risk"


def test_of_several_risks_the_first_rule_is_told() -> None:
    report = running(date(2026, 6, 1), 0.1, date(2027, 2, 1))
    assert light(YEAR, report, date(2026, 6, 1)).reason.code == "expected_late"


def test_the_turns_of_an_action_without_a_report() -> None:
    assert turns(YEAR, None) == Turns("", date(2026, 1, 1), None, date(2026, 2, 1))


def test_the_turns_of_a_running_action() -> None:
    found = turns(YEAR, running(date(2026, 9, 1), 0.7))
    assert found == Turns("", date(2026, 1, 1), date(2026, 12, 1), date(2027, 1, 1))


def test_the_turns_of_what_is_closed() -> None:
    assert turns(YEAR, Progress(date(2026, 5, 1), "done")) == Turns("done", date(2026, 1, 1), None, None)
    assert turns(YEAR, Progress(date(2026, 5, 1), "dropped", reason="No money.")).closed == "dropped"


def test_a_risk_that_would_begin_when_it_is_late_already_is_none() -> None:
    assert turns(YEAR, running(date(2026, 12, 30), 0.9)).risk_from is None


def test_an_action_of_one_day() -> None:
    day = date(2026, 5, 12)
    one = Planned(day, day)
    assert one.elapsed(day) == 0.0 and one.elapsed(day + timedelta(1)) == 1.0
    assert [name_of(None, day + timedelta(n), one) for n in (-1, 0, 1)] == ["not_due", "on_time", "late"]


def test_an_action_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(PlanError, match="ends on 2026-01-01, before it starts on 2026-01-02"):
        Planned(date(2026, 1, 2), date(2026, 1, 1))


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan")])
def test_a_share_that_is_none_is_refused(share: float) -> None:
    with pytest.raises(PlanError, match="between 0"):
        running(date(2026, 1, 1), share)


@pytest.mark.parametrize("share", [0.0, 1.0, None])
def test_both_ends_and_nothing_are_shares(share: float | None) -> None:
    assert running(date(2026, 1, 1), share).share == share


@pytest.mark.parametrize("reason", ["", "  "])
def test_dropping_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(PlanError, match="needs a reason"):
        Progress(date(2026, 1, 1), "dropped", reason=reason)


def test_another_state_is_refused() -> None:
    with pytest.raises(PlanError, match='"paused" is no state'):
        Progress(date(2026, 1, 1), "paused")  # type: ignore[arg-type]


def test_every_light_has_a_name_and_every_reason_can_be_said() -> None:
    assert set(NAMES) == {"done", "dropped", "late", "at_risk", "on_time", "not_due"} and len(STATES) == 4
    values = {name: date(2026, 1, 1) for name in ("on", "start", "end", "expected", "needed")}
    filled: dict[str, date | float | str] = {
        **values,
        "share": 0.5,
        "elapsed": 0.6,
        "why": "No money.",
        "title": "Teach",
    }
    for code in REASONS:
        said = Reason(code, filled).text("ar")
        assert "{" not in said and said


def test_a_light_as_plain_values() -> None:
    plain = Light("not_due", Reason("not_due", {"start": date(2026, 1, 1)})).as_dict()
    assert plain == {"light": "not_due", "said": "not due yet", "reason": "Its start is on 2026-01-01."}

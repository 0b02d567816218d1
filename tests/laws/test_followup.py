"""What holds for every plan and report: lights follow from dates alone, slow equals fast, paths and ledgers keep measure."""

import math
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from passerelle.followup.curves import TargetPath, compare
from passerelle.followup.ledger import Outcome, Prediction, at_least, at_most, held
from passerelle.followup.lights import STATES, Light, Planned, Progress, Reason, Turns, light, turns
from passerelle.followup.revising import Range, proposal
from passerelle.followup.scoreboard import PlanLights, scoreboard
from passerelle.followup.spending import spending

START = date(2026, 1, 1)
# days near to one another, so that the rules meet
days = st.integers(-400, 800).map(lambda number: START + timedelta(number))
plans = st.builds(
    lambda start, length: Planned(start, start + timedelta(length)), days, st.integers(0, 120) | st.integers(0, 900)
)
shares = st.none() | st.integers(0, 100).map(lambda points: points / 100)
reports = st.builds(Progress, days, st.sampled_from(list(STATES)), shares, st.none() | days, st.just("Because."))
newest = st.none() | reports


def slow_light(planned: Planned, progress: Progress | None, today: date) -> str:
    """The rules as they stand on the page, one after another, for one day, in whole numbers."""
    if progress is not None and progress.state in ("done", "dropped"):
        return progress.state
    begun = progress is not None and progress.state == "running"
    if today > planned.end or (not begun and (today - planned.start).days > 30):
        return "late"
    if today < planned.start:
        return "not_due"
    if progress is None or progress.on > today:
        return "on_time"
    share = None if progress.share is None else Fraction(round(progress.share * 100), 100)
    share = Fraction(0) if progress.state == "not started" else share
    gone = Fraction((progress.on - planned.start).days, (planned.end - planned.start).days + 1)
    expects_later = progress.expected_end is not None and progress.expected_end > planned.end
    is_behind = share is not None and min(max(gone, Fraction(0)), Fraction(1)) - share > Fraction(20, 100)
    is_near = share is not None and (planned.end - today).days <= 30 and share < Fraction(80, 100)
    no_news = (today - progress.on).days > 183
    return "at_risk" if expects_later or is_behind or is_near or no_news else "on_time"


@given(plans, newest, days)
def test_the_light_of_a_day_is_that_of_the_rules_on_the_page(planned: Planned, progress: Progress, today: date) -> None:
    assert light(planned, progress, today).name == slow_light(planned, progress, today)


@given(plans, newest, days)
def test_comparing_dates_as_a_database_does_gives_the_same_light(
    planned: Planned, progress: Progress, today: date
) -> None:
    found: Turns = turns(planned, progress)
    by_dates = (
        found.closed
        or ("late" if found.late_from and found.late_from <= today else "")
        or ("not_due" if today < found.starts_on else "")
        or ("at_risk" if found.risk_from and found.risk_from <= today else "on_time")
    )
    assert light(planned, progress, today).name == by_dates


@given(plans, newest)
def test_turns_come_in_their_order(planned: Planned, progress: Progress) -> None:
    found = turns(planned, progress)
    assert (found.late_from is None) == bool(found.closed)
    if found.late_from:
        assert found.starts_on < found.late_from <= planned.end + timedelta(1)
    if found.risk_from:
        assert found.late_from and found.starts_on <= found.risk_from < found.late_from


@given(plans, newest, days, st.integers(0, 500))
def test_while_nothing_is_reported_a_light_only_gets_worse(
    planned: Planned, progress: Progress, today: date, more: int
) -> None:
    order = ["not_due", "on_time", "at_risk", "late"]
    before, after = (light(planned, progress, day).name for day in (today, today + timedelta(more)))
    assert before == after if before not in order else order.index(before) <= order.index(after)


@given(plans, newest, days, st.sampled_from(["en", "ar"]))
def test_every_light_has_a_reason_with_every_day_filled_in(
    planned: Planned, progress: Progress, today: date, language: str
) -> None:
    said = light(planned, progress, today).reason.text(language)
    assert said and "{" not in said


@given(plans, days)
def test_a_report_of_done_is_never_worse_than_none(planned: Planned, today: date) -> None:
    assert light(planned, Progress(today, "done"), today).name == "done"


# Target paths ----------------------------------------------------------------------------------------------

numbers = st.floats(-1e6, 1e6)
paths = st.builds(
    lambda low, high, on, length: TargetPath(low, on, high, on + timedelta(length)), numbers, numbers, days,
    st.integers(1, 5000),
)  # fmt: skip


@given(paths, days)
def test_a_path_stays_between_its_ends(path: TargetPath, day: date) -> None:
    expected = path.expected(day)
    assert (expected is None) == (day < path.baseline_on)
    if expected is not None:
        low, high = sorted((path.baseline, path.target))
        assert low - 1e-6 <= expected <= high + 1e-6


@given(paths, days, numbers)
def test_a_path_turned_upside_down_has_the_same_leads_and_shares(path: TargetPath, day: date, value: float) -> None:
    turned = TargetPath(-path.baseline, path.baseline_on, -path.target, path.target_on)
    (one,), (other,) = compare(path, [(day, value)]), compare(turned, [(day, -value)])
    assert one.covered == other.covered and one.lead == other.lead


@given(paths, days, numbers)
def test_ahead_is_to_have_covered_more_than_the_time(path: TargetPath, day: date, value: float) -> None:
    (row,) = compare(path, [(day, value)])
    if row.lead and abs(path.way) > 1 and abs(row.lead) > 1e-6 and row.expected is not None and row.covered is not None:
        due = path.covered(row.expected)
        assert due is not None and (row.lead > 0) == (row.covered > due)


# Spending --------------------------------------------------------------------------------------------------

amounts = st.decimals(0, 10**9, places=2)
forecasts = st.dictionaries(st.integers(2024, 2030), amounts, max_size=6)
receipts = st.lists(st.tuples(days, amounts), max_size=12)


@given(forecasts, receipts, st.randoms())
def test_no_cent_is_lost_and_the_order_of_reports_is_irrelevant(planned, reported, random) -> None:  # type: ignore[no-untyped-def]
    rows = spending(planned, reported)
    spent = [row.within.spent for row in rows if row.within.spent is not None]
    assert sum(spent, Decimal(0)) == sum((amount for _, amount in reported), Decimal(0))
    mixed = list(reported)
    random.shuffle(mixed)
    assert spending(planned, mixed) == rows


@given(forecasts, receipts)
def test_a_year_is_known_just_where_something_is_reported(planned, reported) -> None:  # type: ignore[no-untyped-def]
    told = {day.year for day, _ in reported}
    rows = spending(planned, reported)
    assert [row.year for row in rows] == sorted({*planned, *told})
    for row in rows:
        assert (row.within.spent is None) == (row.year not in told)
        assert row.unreported == tuple(y for y in sorted(planned) if y <= row.year and planned[y] and y not in told)


# The ledger ------------------------------------------------------------------------------------------------

tame = st.floats(-1e3, 1e3)
widths = st.floats(0.5, 1e3)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Prediction, Outcome]:
    likely, below, above = draw(tame), draw(widths), draw(widths)
    said = Prediction("t", "q", "persons", likely - below, likely, likely + above, START, START, "r")
    return said, Outcome(draw(st.floats(-5e3, 5e3)), START, "x")


pasts = st.lists(pairs(), max_size=25)


@given(pasts, st.randoms())
def test_every_outcome_is_counted_once(past, random) -> None:  # type: ignore[no-untyped-def]
    mixed = list(past)
    random.shuffle(mixed)
    for one in held(past):
        assert one.below + one.inside + one.above == one.outcomes == len(past)
        assert one.low is not None and one.high is not None and one.coverage is not None
        assert 0 <= one.low <= one.coverage <= one.high <= 1
        assert (one.verdict == "too few") == (one.outcomes < 5)
        again = held(mixed)[0]
        assert (again.inside, again.verdict, again.p_inside) == (one.inside, one.verdict, one.p_inside)


@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.01, 0.99))
def test_the_two_tails_add_up(count: int, number: int, chance: float) -> None:
    if count < number:
        assert math.isclose(at_most(count, number, chance) + at_least(count + 1, number, chance), 1.0)
    slow = sum(math.comb(number, k) * chance**k * (1 - chance) ** (number - k) for k in range(min(count, number) + 1))
    if count <= number:
        assert math.isclose(at_most(count, number, chance), slow, rel_tol=1e-9, abs_tol=1e-12)


@given(pasts)
def test_with_a_proposal_nine_in_ten_of_the_past_would_have_lain_inside(past) -> None:  # type: ignore[no-untyped-def]
    found = proposal({"q": Range(1.0, 2.0, 3.0)}, past)
    assert (found is None) == (len(past) < 5)
    if found is None:
        return
    assert found.factor >= 1.0 and found.is_short == (len(past) < 9)
    inside = 0
    for said, came in past:
        revised = Range(said.p5, said.p50, said.p95).revised(found.shift, found.factor)
        slack = 1e-7 * (1 + abs(came.value) + revised.high - revised.low)
        inside += revised.low - slack <= came.value <= revised.high + slack
    assert inside >= 0.9 * len(past) - 1e-9


@given(st.floats(-3, 3), st.floats(1, 5), tame, widths, widths)
def test_a_parameter_that_works_the_other_way_is_the_mirror(
    shift: float, factor: float, likely: float, below: float, above: float
) -> None:
    one = Range(likely - below, likely, likely + above).revised(shift, factor)
    other = Range(-likely - above, -likely, -likely + below, rises=False).revised(shift, factor)
    assert math.isclose(one.likely, -other.likely, abs_tol=1e-9)
    assert math.isclose(one.low, -other.high, abs_tol=1e-9) and math.isclose(one.high, -other.low, abs_tol=1e-9)


# The scoreboard --------------------------------------------------------------------------------------------

lit = st.sampled_from(["done", "dropped", "late", "at_risk", "on_time", "not_due"]).map(
    lambda name: Light(name, Reason("not_due", {"start": START}))
)
boards = st.lists(st.builds(PlanLights, st.text(max_size=6), st.just(["A"]), st.lists(lit, max_size=5)), max_size=6)


@given(boards, st.randoms())
def test_a_scoreboard_hangs_on_titles_alone_and_loses_no_action(plans, random) -> None:  # type: ignore[no-untyped-def]
    mixed = list(plans)
    random.shuffle(mixed)
    rows = scoreboard(plans)
    assert [row.title for row in rows] == [row.title for row in scoreboard(mixed)]
    assert Counter(row.actions for row in rows) == Counter(len(plan.lights) for plan in plans)

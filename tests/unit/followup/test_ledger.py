"""The ledger: inside and outside counted, intervals and tests held against known values, leans told from narrowness."""

import math
from datetime import date

import pytest

from passerelle.base.errors import PlanError
from passerelle.followup.ledger import (
    VERDICTS,
    Held,
    Outcome,
    Prediction,
    at_least,
    at_most,
    held,
    jeffreys,
)

MADE, DUE = date(2026, 1, 1), date(2028, 1, 1)


def said(p5: float = 80.0, p50: float = 100.0, p95: float = 150.0, quantity: str = "movers", unit: str = "persons"):
    return Prediction("seasonal", quantity, unit, p5, p50, p95, MADE, DUE, "run-1")


def came(*values: float | None) -> list[tuple[Prediction, Outcome | None]]:
    return [(said(), None if value is None else Outcome(value, DUE, "The employers' register")) for value in values]


def only(*values: float | None) -> Held:
    (found,) = held(came(*values))
    return found


def test_outcomes_are_counted_inside_below_and_above_with_the_ends_inside() -> None:
    found = only(79.9, 80.0, 100.0, 150.0, 150.1, None)
    assert (found.predictions, found.outcomes) == (6, 5)
    assert (found.below, found.inside, found.above) == (1, 3, 1)
    assert found.coverage == 0.6


def test_the_error_is_told_in_half_ranges_of_its_side() -> None:
    assert [said().error(value) for value in (80.0, 100.0, 150.0, 125.0, 60.0)] == [-1.0, 0.0, 1.0, 0.5, -2.0]
    assert only(150.0, 100.0).error == 0.5


def test_a_range_without_width_tells_no_error_but_counts() -> None:
    flat = said(100.0, 100.0, 150.0)
    assert flat.error(90.0) is None and flat.error(100.0) == 0.0
    (found,) = held([(flat, Outcome(90.0, DUE, "x"))])
    assert found.below == 1 and found.error is None


def test_without_outcomes_nothing_is_said() -> None:
    found = only(None, None)
    assert found.verdict == "too few" and found.coverage is None and found.low is None and found.p_inside is None


def below_in_beta(end: float, a: float, b: float, steps: int = 20_000) -> float:
    """How much of a beta distribution lies below a value, added up by hand."""
    scale = math.gamma(a + b) / math.gamma(a) / math.gamma(b)
    middles = ((step + 0.5) * end / steps for step in range(steps))
    return sum(scale * x ** (a - 1) * (1 - x) ** (b - 1) for x in middles) * end / steps


@pytest.mark.parametrize(("count", "number"), [(3, 10), (9, 10), (45, 50)])
def test_the_interval_is_jeffreys(count: int, number: int) -> None:
    low, high = jeffreys(count, number)
    a, b = count + 0.5, number - count + 0.5
    assert below_in_beta(low, a, b) == pytest.approx(0.05, abs=1e-4)
    assert below_in_beta(high, a, b) == pytest.approx(0.95, abs=1e-4)


def test_of_none_or_all_the_interval_reaches_the_end() -> None:
    assert jeffreys(0, 10)[0] == 0.0 and jeffreys(10, 10)[1] == 1.0
    assert jeffreys(0, 10)[1] == pytest.approx(1 - jeffreys(10, 10)[0])


def test_the_tests_are_exact() -> None:
    assert at_most(1, 5, 0.9) == pytest.approx(0.1**5 + 5 * 0.9 * 0.1**4)
    assert at_least(2, 5, 0.05) == pytest.approx(1 - 0.95**5 - 5 * 0.05 * 0.95**4)
    assert at_least(0, 5, 0.05) == 1.0 and at_most(5, 5, 0.9) == 1.0


def test_with_four_outcomes_nothing_is_judged_and_with_five_it_is() -> None:
    assert only(*[500.0] * 4).verdict == "too few"
    assert only(*[500.0] * 4).text() == "too few outcomes to judge"
    assert only(*[500.0] * 5).verdict == "too low"


def test_outcomes_inside_speak_against_nothing() -> None:
    assert only(*[100.0] * 5).verdict == only(*[100.0] * 40, 160.0, 70.0).verdict == "no sign"


def test_a_lean_is_told_from_narrowness() -> None:
    inside = [100.0] * 6
    assert only(*inside, 160.0, 160.0, 160.0).verdict == "too low"
    assert only(*inside, 70.0, 70.0, 70.0).verdict == "too high"
    assert only(*inside, 70.0, 70.0, 70.0, 160.0, 160.0, 160.0).verdict == "narrow"


def test_a_few_on_either_side_are_narrow_together() -> None:
    found = only(*[100.0] * 5, 70.0, 160.0, 70.0, 160.0)
    assert found.p_above is not None and found.p_above > 0.025
    assert found.p_inside is not None and found.p_inside < 0.05 and found.verdict == "narrow"


def test_quantities_and_units_are_held_apart_and_in_order() -> None:
    past = [
        (said(quantity="wages"), None), (said(unit="households"), None), (said(), None), (said(), None),
    ]  # fmt: skip
    assert [(one.quantity, one.unit, one.predictions) for one in held(past)] == [
        ("movers", "households", 1), ("movers", "persons", 2), ("wages", "persons", 1),
    ]  # fmt: skip


def test_a_line_as_plain_values() -> None:
    plain = only(100.0).as_dict()
    assert plain["template"] == "seasonal" and plain["said"] == VERDICTS["too few"] and plain["inside"] == 1


@pytest.mark.parametrize("ends", [(2.0, 1.0, 3.0), (1.0, 4.0, 3.0), (math.nan, 1.0, 2.0), (0.0, 1.0, math.inf)])
def test_percentiles_out_of_order_are_refused(ends: tuple[float, float, float]) -> None:
    with pytest.raises(PlanError, match="none below the one before it"):
        said(*ends)


def test_percentiles_that_are_the_same_are_taken() -> None:
    assert said(1.0, 1.0, 1.0).p95 == 1.0


def test_a_prediction_that_is_due_before_it_was_made_is_refused() -> None:
    with pytest.raises(PlanError, match="before it was predicted"):
        Prediction("seasonal", "movers", "persons", 1, 2, 3, DUE, MADE, "run-1")


def test_an_outcome_needs_a_number_and_a_source() -> None:
    with pytest.raises(PlanError, match="write a number"):
        Outcome(math.nan, DUE, "register")
    with pytest.raises(PlanError, match="names no source"):
        Outcome(1.0, DUE, " ")

"""Proposals: shift and factor by the documented formula, bounds kept, nothing from too few outcomes, never narrower."""

import math

import pytest

from passerelle.base.errors import PlanError
from passerelle.followup.ledger import Outcome, Prediction
from passerelle.followup.revising import Proposal, Range, proposal
from tests.unit.followup.test_ledger import came, said

RATE = Range(0.02, 0.05, 0.10, least=0.0, most=1.0)


def proposed(*values: float) -> Proposal:
    found = proposal({"take_up": RATE}, came(*values))
    assert found is not None
    return found


def test_what_held_is_left_as_it_is() -> None:
    found = proposed(100.0, 90.0, 110.0, 85.0, 140.0)
    assert found.shift == 0.0 and found.factor == 1.0
    (change,) = found.changes
    assert change.name == "take_up" and change.new == change.old == RATE


def test_errors_on_both_sides_widen_without_a_shift() -> None:
    # errors −2, −1.5, 0, 1, 2: the median is 0, the largest is 2
    found = proposed(60.0, 70.0, 100.0, 150.0, 200.0)
    assert found.shift == 0.0 and found.factor == 2.0 and found.is_short
    (change,) = found.changes
    assert (change.new.low, change.new.likely, change.new.high) == (0.0, 0.05, pytest.approx(0.15))


def test_errors_on_one_side_shift() -> None:
    # every outcome half a range above the likely value
    found = proposed(*[125.0] * 6)
    assert found.shift == 0.5 and found.factor == 1.0
    assert found.changes[0].new.likely == pytest.approx(0.075)
    assert found.changes[0].new.low == pytest.approx(0.045) and found.changes[0].new.high == pytest.approx(0.125)


def test_a_parameter_with_which_the_quantity_falls_goes_the_other_way() -> None:
    falling = Range(0.02, 0.05, 0.10, rises=False)
    assert falling.revised(0.5, 1.0).likely == pytest.approx(0.035)
    assert Range(0.02, 0.05, 0.10).revised(-0.5, 1.0).likely == pytest.approx(0.035)


def test_the_quantile_is_corrected_for_few_outcomes() -> None:
    # nine outcomes: rank ⌈0.9·10⌉ = 9, the largest; nineteen: rank 18, the last but one
    nine = proposed(*[100.0] * 8, 300.0)
    assert nine.factor == 4.0 and not nine.is_short
    nineteen = proposed(*[100.0] * 17, 200.0, 300.0)
    assert nineteen.factor == 2.0 and nineteen.outcomes == 19
    assert proposed(*[100.0] * 18, 300.0).factor == 1.0


def test_eight_outcomes_are_short() -> None:
    assert proposed(*[100.0] * 8).is_short and not proposed(*[100.0] * 9).is_short


def test_from_fewer_than_five_outcomes_nothing_is_proposed() -> None:
    assert proposal({"take_up": RATE}, [*came(500.0, 500.0, 500.0, 500.0), (said(), None)]) is None
    assert proposal({}, []) is None


def test_outcomes_beside_a_range_without_width_are_left_out_and_counted() -> None:
    flat = (said(100.0, 100.0, 150.0), Outcome(90.0, said().due_on, "x"))
    found = proposal({"take_up": RATE}, [*came(*[100.0] * 5), flat])
    assert found is not None and (found.outcomes, found.left_out) == (5, 1)
    assert proposal({"take_up": RATE}, [*came(*[100.0] * 4), flat]) is None


def test_several_parameters_change_alike() -> None:
    found = proposal({"a": RATE, "b": Range(1, 2, 3)}, came(*[125.0] * 5))
    assert found is not None and [change.name for change in found.changes] == ["a", "b"]
    assert found.changes[1].new == Range(1.5, 2.5, 3.5)
    assert found.changes[1].as_dict() == {"name": "b", "old": [1, 2, 3], "new": [1.5, 2.5, 3.5]}


def test_predictions_of_several_quantities_are_refused() -> None:
    other = (said(quantity="wages"), Outcome(1.0, said().due_on, "x"))
    with pytest.raises(PlanError, match="several quantities: seasonal / movers / persons; seasonal / wages / persons"):
        proposal({}, [*came(100.0), other])


@pytest.mark.parametrize("ends", [(2, 1, 3), (1, 4, 3), (math.nan, 1, 2)])
def test_a_range_out_of_order_is_refused(ends: tuple[float, float, float]) -> None:
    with pytest.raises(PlanError, match="may lie below"):
        Range(*ends)


def test_a_range_beyond_its_bounds_is_refused_and_one_upon_them_taken() -> None:
    with pytest.raises(PlanError):
        Range(-0.1, 0.5, 1.0, least=0.0)
    assert Range(0.0, 0.5, 1.0, least=0.0, most=1.0).revised(3.0, 5.0) == Range(0.0, 1.0, 1.0, 0.0, 1.0)


def test_the_predictions_are_not_changed() -> None:
    past = came(*[500.0] * 6)
    before = [prediction for prediction, _ in past]
    proposal({"take_up": RATE}, past)
    assert [prediction for prediction, _ in past] == before and isinstance(before[0], Prediction)

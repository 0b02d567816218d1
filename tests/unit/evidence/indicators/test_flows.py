"""Published flows by method and type, and our own estimates beside them."""

from typing import Any

import pytest
from tests.unit.evidence.indicators.makers import corridor, place, seen

from passerelle.evidence.indicators.flows import OUR_METHODS
from passerelle.evidence.indicators.people import FLOW_METHODS
from passerelle.evidence.indicators.registry import figures_of_corridor

ENDS = {"origin": "GHA", "destination": "DEU"}


def estimate(period: str, value: float, method: str = "PSEUDO_BAYES", sex: str = "_T", **also: Any) -> Any:
    return seen("migration_flow_estimate", period, value, breakdown=method, sex=sex, status="E", **ENDS, **also)


def totals(period: str, method: str = "PSEUDO_BAYES", sex: str = "_T") -> dict[str, Any]:
    """Both ends with their totals in a period: the pair is covered."""
    code, also = "migration_flow_estimate_total", {"breakdown": method, "sex": sex}
    return {
        "origin": place("GHA", seen(code, period, 100, origin="GHA", destination="W0", **also)),
        "destination": place("DEU", seen(code, period, 900, origin="_T", destination="DEU", **also)),
    }


def test_estimates_stand_by_method_sex_and_period_with_their_intervals() -> None:
    rows = [estimate("2015-2020", 40, "RATE"), estimate("2015-2020", 50, low=40.0, high=65.0), estimate("2010-2015", 30),
            estimate("2015-2020", 20, sex="F")]  # fmt: skip
    figures = figures_of_corridor("flow_estimated", corridor(*rows))
    assert [(f.method, f.sex, f.period, f.value) for f in figures] == [
        ("pseudo_bayes", "F", "2015-2020", 20), ("pseudo_bayes", "_T", "2010-2015", 30),
        ("pseudo_bayes", "_T", "2015-2020", 50), ("rate", "_T", "2015-2020", 40),
    ]  # fmt: skip
    assert (figures[2].low, figures[2].high, figures[2].is_estimate) == (40, 65, True)


def test_a_covered_pair_without_a_row_is_next_to_nobody() -> None:
    (figure,) = figures_of_corridor("flow_estimated", corridor(**totals("2015-2020")))
    assert (figure.value, figure.status, figure.period) == (0, "E", "2015-2020")
    assert figure.note == "the estimate is below half a person"


@pytest.mark.parametrize("end", ["origin", "destination"])
def test_a_pair_of_which_one_end_is_not_covered_is_not_known(end: str) -> None:
    ends = totals("2015-2020")
    (figure,) = figures_of_corridor("flow_estimated", corridor(**{end: ends[end]}))
    assert not figure.is_known and "passerelle flows world" in figure.note


def test_the_methods_that_are_published_too_have_one_name() -> None:
    assert (
        OUR_METHODS["PSEUDO_BAYES"] == FLOW_METHODS["DA_PB_CLOSED"] and OUR_METHODS["RATE"] == FLOW_METHODS["MIG_RATE"]
    )
    assert len(set(OUR_METHODS.values())) == len(OUR_METHODS)


@pytest.mark.parametrize("kind", ["outward", "return", "transit"])
def test_moves_by_type_are_those_of_the_closed_accounts(kind: str) -> None:
    rows = [seen("migration_flow_type", "2015-2020", 7, breakdown=f"DA_PB_CLOSED.{kind.upper()}"),
            seen("migration_flow_type", "2015-2020", 9, breakdown=f"DA_MIN_OPEN.{kind.upper()}")]  # fmt: skip
    (figure,) = figures_of_corridor(f"flow_{kind}", corridor(*rows))
    assert (figure.value, figure.method) == (7, "da_pb_closed")


def test_published_methods_stand_in_their_order() -> None:
    rows = [
        seen("migration_flow", "2015-2020", at, breakdown=method, **ENDS)
        for at, method in enumerate(reversed(FLOW_METHODS))
    ]
    figures = figures_of_corridor("flow", corridor(*rows))
    assert [f.method for f in figures] == [method.lower() for method in FLOW_METHODS]

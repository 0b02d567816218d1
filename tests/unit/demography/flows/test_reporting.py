"""What an estimate says of itself: plain, complete, and nothing known that is not."""

import json

import numpy as np
import pytest

from passerelle.base.errors import ModelError
from passerelle.demography.flows.calibration import Calibration
from passerelle.demography.flows.estimate import METHODS, PLAIN, estimated
from passerelle.demography.flows.reporting import report_of, rows_by_birthplace, rows_by_type
from passerelle.demography.flows.stocks import read_stocks
from passerelle.demography.flows.uncertainty import drawn
from tests.unit.demography.flows.worlds import four_with_vital


@pytest.mark.parametrize("method", METHODS)
def test_every_method_reports_totals_residuals_and_steps(method) -> None:  # type: ignore[no-untyped-def]
    found = estimated(four_with_vital(), method)
    about = json.loads(json.dumps(report_of(found, 0.01234567), allow_nan=False))
    assert about["method"] == method and about["seconds"] == 0.0123
    assert about["total"] == pytest.approx(found.flows.sum())
    assert about["births"] == 100 and about["deaths"] == 70
    assert set(about["residuals"]) == ({"net", "world"} if method in PLAIN else {"start", "end", "net", "world"})
    assert ("by_type" in about) == ("rest_of_world" in about) == (method not in PLAIN)
    assert about.get("weight") == (0.87 if method == "pseudo-bayes" else None)


def test_intervals_and_calibration_stand_in_the_report() -> None:
    found = estimated(four_with_vital(), "pseudo-bayes")
    calibration = Calibration(0.4, 0.7, ((0.0, 0.9), (1.0, 0.8)), 12, 0.3, 0.5)
    about = report_of(found, 0.0, drawn(found.stocks, "pseudo-bayes", 10), calibration)
    assert about["calibration"]["curve"] == [[0.0, 0.9], [1.0, 0.8]]
    assert about["calibration"]["weight_without_a_destination"] == {"low": 0.3, "high": 0.5}
    ends = about["interval"]["by_type"]["return"]
    assert ends["low"] <= ends["median"] <= ends["high"]


def test_the_rate_of_a_place_without_inhabitants_is_not_known() -> None:
    start = np.array([[900.0, 30, 0], [20, 800, 0], [5, 4, 0]])
    found = estimated(read_stocks("ABC", start, start + 5), "drop-negative")
    places = report_of(found, 0.0, drawn(found.stocks, "drop-negative", 4))["interval"]["places"]
    assert places["C"]["in_per_1000"] == {"low": None, "median": None, "high": None}
    assert places["A"]["in_per_1000"]["low"] > 0


def test_rows_hold_every_move_once_and_no_stayer() -> None:
    found = estimated(four_with_vital(), "pseudo-bayes")
    types = list(rows_by_type(found))
    assert sum(sum(row[2:]) for row in types) == pytest.approx(found.flows.sum())
    births = list(rows_by_birthplace(found))
    assert sum(row[3] for row in births) == pytest.approx(found.flows.sum())
    assert all(origin != destination for _, origin, destination, _ in births)
    assert len({row[:3] for row in births}) == len(births)


def test_rows_by_birthplace_are_refused_where_none_are_known() -> None:
    found = estimated(four_with_vital(), "rate")
    for rows in (rows_by_type, rows_by_birthplace):
        with pytest.raises(ModelError, match="by birthplace"):
            list(rows(found))

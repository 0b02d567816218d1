"""The Poisson estimator against an independent one: coefficients to 1e-6, clustered errors to 1e-4, rows to the row."""

import json
from typing import Any

import numpy as np
import pytest

from passerelle.economy.drivers.poisson import PoissonFit, fit_poisson
from tests.golden.gravity_cases import CASES, NAMES, RECORDED, case

SAID: dict[str, Any] = json.loads(RECORDED.read_text("utf-8"))


def fitted(name: str, clusters: str) -> PoissonFit:
    table = case(name)
    groups = [table["pair"]] if clusters == "pair" else [table["origin"], table["destination"]]
    columns = np.column_stack([table[driver] for driver in NAMES])
    return fit_poisson(table["moved"], columns, NAMES, table["origin_year"], table["destination_year"], groups)


@pytest.mark.parametrize("clusters", ["pair", "ends"])
@pytest.mark.parametrize("name", CASES)
def test_the_estimator_says_what_pyfixest_says(name: str, clusters: str) -> None:
    said, found = SAID[f"{name}, {clusters}"], fitted(name, clusters)
    np.testing.assert_allclose(found.coefficients, said["coefficients"], rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(found.errors, said["errors"], rtol=1e-4)
    assert int(found.kept.sum()) == said["rows"]


def test_the_recorded_cases_are_those_asked_for() -> None:
    assert set(SAID) == {"pyfixest", *(f"{name}, {clusters}" for name in CASES for clusters in ("pair", "ends"))}
    # half a case's numbers would pass for the other's otherwise
    assert len({tuple(SAID[f"{name}, pair"]["coefficients"]) for name in CASES}) == len(CASES)


def test_the_cases_with_many_zeros_have_them() -> None:
    assert (case("mostly zeros")["moved"] == 0).mean() > 0.5
    assert len(case("rows missing")["moved"]) < len(case("whole panel")["moved"])

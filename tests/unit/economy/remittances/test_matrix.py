"""The matrix of a year from the shipped evidence: inputs, agreement with the World Bank's, what does not add up."""

import numpy as np
import polars as pl
import pytest

from passerelle.base.errors import ModelError
from passerelle.economy.remittances.allocation import Allocation
from passerelle.economy.remittances.matrix import (
    LEAST,
    YEARS,
    Inputs,
    agreement,
    by_rules,
    estimates,
    gathered,
    payments_beside,
    told,
)
from passerelle.evidence.store import open_store


@pytest.fixture(scope="module")
def bank() -> Inputs:
    return gathered(open_store(), 2017, "world-bank")


@pytest.fixture(scope="module")
def rules(bank: Inputs) -> list[Allocation]:
    return by_rules(bank)


def at(inputs: Inputs, *places: str) -> tuple[int, ...]:
    return tuple(inputs.places.index(place) for place in places)


def test_inputs_are_the_publishers_figures(bank: Inputs) -> None:
    assert len(bank.places) == 214
    mexico, states = at(bank, "MEX", "USA")
    assert bank.receipts[mexico] == pytest.approx(32.92e9, rel=1e-3)
    assert bank.stocks[mexico, states] > 11e6
    assert np.isnan(bank.receipts[at(bank, "ARE")])  # reports none: not known, not zero
    assert bank.unknown_origin > 1e6


def test_a_year_without_stocks_is_refused_with_those_there_are() -> None:
    with pytest.raises(ModelError, match=r"2018.*1990.*2020"):
        gathered(open_store(), 2018)
    with pytest.raises(ModelError, match="world-bank has 2017"):
        gathered(open_store(), 2020, "world-bank")


def test_rows_add_up_to_receipts(bank: Inputs, rules: list[Allocation]) -> None:
    for one in rules:
        placed = np.nansum(one.sent, axis=1) + one.unplaced
        np.testing.assert_allclose(placed, np.nan_to_num(bank.receipts), rtol=1e-9)


def test_the_rules_come_near_the_world_banks_matrix(bank: Inputs, rules: list[Allocation]) -> None:
    scores = {score.rule: score for score in agreement(open_store(), bank, rules)}
    assert set(scores) == {"migrants", "migrants-and-income", "both-incomes"}
    for score in scores.values():
        assert score.cells > 11_000
        assert 0.9 < score.r < 1
        assert score.total == pytest.approx(score.their_total, rel=0.1)
        assert len(score.largest) == 10
        gaps = [abs(ours - theirs) for *_, ours, theirs in score.largest]
        assert gaps == sorted(gaps, reverse=True)
    # China's receipts of that year are told apart: the Bank's matrix has more than the indicators
    assert scores["both-incomes"].largest[0][:2] == ("CHN", "USA")


def test_agreement_is_silent_on_a_year_without_a_matrix() -> None:
    inputs = gathered(open_store(), 2020)
    assert agreement(open_store(), inputs, by_rules(inputs)) == []


def test_what_does_not_add_up_is_said(bank: Inputs, rules: list[Allocation]) -> None:
    sentences = " ".join(told(bank, rules))
    assert "Receipts of 2017 add up to 591.3 billion USD, payments to 416.3" in sentences
    assert "report no receipts" in sentences and "ARE" in sentences
    assert "SSD" in sentences and "carry no weight" in sentences and "unknown origin" in sentences


def test_payments_stand_beside_what_the_rule_has_a_place_send(bank: Inputs, rules: list[Allocation]) -> None:
    rows = payments_beside(bank, rules[-1])
    assert rows[0][0] == "USA"
    gaps = [abs(ours - theirs) for _, ours, theirs in rows]
    assert gaps == sorted(gaps, reverse=True)


def test_estimates_are_observations_with_the_three_rules_as_ends() -> None:
    table = estimates(open_store(), (2020,))
    assert table["OBS_VALUE"].min() >= LEAST / 2
    assert table.filter((pl.col("LOWER") > pl.col("OBS_VALUE")) | (pl.col("UPPER") < pl.col("OBS_VALUE"))).is_empty()
    row = table.filter((pl.col("COUNTERPART_AREA") == "MEX") & (pl.col("REF_AREA") == "USA")).to_dicts()[0]
    assert row["OBS_VALUE"] == pytest.approx(42.87e9, rel=0.01)
    assert (row["UNIT_MEASURE"], row["OBS_STATUS"], row["TIME_PERIOD"]) == ("USD", "E", "2020")


def test_what_ships_is_what_the_model_gives() -> None:
    store = open_store()
    held = {
        (r.origin, r.destination, r.period): (r.value, r.low, r.high)
        for r in store.of_codes(["remittances_estimate"])
        if r.destination in ("USA", "FRA", "CIV")
    }
    table = estimates(store).filter(pl.col("REF_AREA").is_in(["USA", "FRA", "CIV"]))
    made = {
        (row[0], row[1], row[2]): row[3:]
        for row in table.select("COUNTERPART_AREA", "REF_AREA", "TIME_PERIOD", "OBS_VALUE", "LOWER", "UPPER").rows()
    }
    assert held == made
    assert {period for *_, period in held} == {str(year) for year in YEARS}

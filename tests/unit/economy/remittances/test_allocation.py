"""The three rules by hand, what they conserve, and what they refuse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from passerelle.base.errors import ModelError
from passerelle.economy.remittances.allocation import RULES, allocated, spread, weights

NAN = float("nan")
# a poor origin (0) with 60 migrants in a rich place (1) and 40 in a place poorer than itself (2)
STOCKS = np.array([[7, 60, 40], [0, 0, 0], [NAN, 10, 0]])
RECEIPTS = np.array([1000.0, NAN, 50.0])
INCOMES = np.array([1000.0, 41000.0, 500.0])


def test_migrants_alone() -> None:
    found = allocated(RECEIPTS, STOCKS, INCOMES, "migrants")
    assert found.sent[0].tolist() == [0, 600, 400]
    assert np.isnan(found.sent[1]).all()  # receipts are not known
    assert found.sent[2].tolist() == [0, 50, 0]


def test_migrants_and_the_income_of_the_destination() -> None:
    found = allocated(RECEIPTS, STOCKS, INCOMES, "migrants-and-income")
    rich, poor = 60 * 41000, 40 * 500
    assert found.sent[0] == pytest.approx([0, 1000 * rich / (rich + poor), 1000 * poor / (rich + poor)])


def test_both_incomes_send_no_less_than_the_origins_income() -> None:
    weight = weights(STOCKS, INCOMES, "both-incomes")
    assert weight[0, 2] == pytest.approx(40 * 1000)  # poorer destination: the origin's own income
    assert weight[0, 1] == pytest.approx(60 * (1000 + 40000**0.75))
    found = allocated(RECEIPTS, STOCKS, INCOMES, "both-incomes")
    assert found.sent[0, 1] == pytest.approx(1000 * weight[0, 1] / (weight[0, 1] + weight[0, 2]))


def test_receipts_without_migrants_are_told_not_spread() -> None:
    found = allocated(np.array([1000.0, 5.0, 50.0]), STOCKS, INCOMES, "migrants")
    assert found.unplaced.tolist() == [0, 5, 0]
    assert np.isnan(found.sent[1]).all()


def test_migrants_where_income_is_not_known_carry_no_weight_and_are_told() -> None:
    incomes = np.array([1000.0, NAN, 500.0])
    found = allocated(RECEIPTS, STOCKS, incomes, "migrants-and-income")
    assert found.sent[0].tolist() == [0, 0, 1000]
    assert found.people_left_out.tolist() == [60, 0, 10]
    assert found.unplaced.tolist() == [0, 0, 50]
    assert allocated(RECEIPTS, STOCKS, incomes, "migrants").people_left_out.tolist() == [0, 0, 0]


def test_the_spread_is_of_the_rules_that_have_a_value() -> None:
    found = [allocated(RECEIPTS, STOCKS, INCOMES, rule) for rule in RULES]
    low, high = spread(found)
    assert low[0, 2] == min(one.sent[0, 2] for one in found)
    assert high[0, 1] == max(one.sent[0, 1] for one in found)
    assert np.isnan(low[1]).all() and np.isnan(high[1]).all()


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"stocks": STOCKS[:2]}, "shape"),
        ({"incomes": INCOMES[:2]}, "shape"),
        ({"stocks": -np.nan_to_num(STOCKS)}, "stocks"),
        ({"receipts": np.array([-3.0, 1, 1])}, "receipts: -3"),
        ({"incomes": np.array([-3.0, 1, 1])}, "incomes: -3"),
        ({"beta": 0.0}, "Beta is 0"),
        ({"beta": 1.0}, "Beta is 1"),
    ],
)
def test_what_does_not_fit_is_refused(given_: dict[str, object], words: str) -> None:
    asked = {"receipts": RECEIPTS, "stocks": STOCKS, "incomes": INCOMES, "beta": 0.75} | given_
    with pytest.raises(ModelError, match=words):
        allocated(asked["receipts"], asked["stocks"], asked["incomes"], "both-incomes", beta=asked["beta"])  # type: ignore[arg-type]


people = arrays(float, (4, 4), elements=st.floats(0, 1e6).map(np.floor))
money = arrays(float, 4, elements=st.floats(1, 1e6))


@given(people, money, money, st.sampled_from(RULES))
def test_every_row_adds_up_to_its_receipts(stocks, receipts, incomes, rule) -> None:  # type: ignore[no-untyped-def]
    found = allocated(receipts, stocks, incomes, rule)
    np.testing.assert_allclose(np.nansum(found.sent, axis=1) + found.unplaced, receipts, rtol=1e-9)
    assert (np.nan_to_num(found.sent) >= 0).all()
    assert (np.nan_to_num(np.diag(found.sent)) == 0).all()


@given(people, money, money, st.sampled_from(RULES), st.permutations(range(4)))
def test_the_order_of_places_is_irrelevant(stocks, receipts, incomes, rule, order) -> None:  # type: ignore[no-untyped-def]
    plain = allocated(receipts, stocks, incomes, rule).sent
    turned = allocated(receipts[order], stocks[np.ix_(order, order)], incomes[order], rule).sent
    np.testing.assert_allclose(turned, plain[np.ix_(order, order)], rtol=1e-9)


@given(people, money, money)
def test_with_one_income_everywhere_the_rules_agree(stocks, receipts, incomes) -> None:  # type: ignore[no-untyped-def]
    level = np.full(4, incomes[0])
    found = [allocated(receipts, stocks, level, rule).sent for rule in RULES]
    np.testing.assert_allclose(found[1], found[0], rtol=1e-9)
    np.testing.assert_allclose(found[2], found[0], rtol=1e-9)

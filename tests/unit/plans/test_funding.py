"""Who pays what: amounts by year first, then shares, what is left is unfunded; to the cent."""

from collections.abc import Sequence
from decimal import Decimal as D

import numpy as np
import pytest

from passerelle.plans.funding import UNFUNDED, Surplus, funded
from passerelle.plans.records import Fund
from tests.unit.plans.makers import action, funded_by, replace

YEARS = (2027, 2028, 2029)


def paid(
    costs: Sequence[int], *funds: tuple[str, str | dict[int, str]], digits: int = 2
) -> tuple[dict[str, list[int]], list[Surplus]]:
    """Of one action with costs in cents by year: what each source pays, and the surplus."""
    one = replace(action("a"), funds=funded_by(*funds))
    found, surplus = funded([one], np.array([costs], np.int64), YEARS, digits)
    assert sum(found["a"].values(), np.zeros(3, np.int64)).tolist() == list(costs)
    return {source: cents.tolist() for source, cents in found["a"].items()}, surplus


def test_what_nobody_funds_is_unfunded() -> None:
    assert paid([100, 200, 300]) == ({UNFUNDED: [100, 200, 300]}, [])


def test_shares_are_of_each_years_costs() -> None:
    found, _ = paid([1000, 200, 0], ("state", "0.4"), ("fund", "0.35"))
    assert found == {"state": [400, 80, 0], "fund": [350, 70, 0], UNFUNDED: [250, 50, 0]}


def test_shares_that_are_the_whole_leave_nothing() -> None:
    found, _ = paid([101, 1, 99], ("state", "0.5"), ("fund", "0.5"))
    # half of 101 is 50.5, upwards 51; the other has what is left
    assert found == {"state": [51, 1, 50], "fund": [50, 0, 49], UNFUNDED: [0, 0, 0]}


def test_three_thirds_by_running_sums() -> None:
    # 100 cents by 1/3, 1/3, 1/3 in four digits: 33.33 → 33, 66.66 → 67, 99.99 → 100
    found, _ = paid([100, 0, 0], ("state", "0.3333"), ("fund", "0.3333"), ("donor", "0.3333"))
    assert [found[name][0] for name in ("state", "fund", "donor", UNFUNDED)] == [33, 34, 33, 0]


def test_amounts_are_of_their_year() -> None:
    found, surplus = paid([10_000, 10_000, 10_000], ("fund", {2027: "60", 2029: "100"}))
    assert found == {"fund": [6000, 0, 10_000], UNFUNDED: [4000, 10_000, 0]} and surplus == []


def test_more_than_a_year_costs_is_surplus_and_in_no_total() -> None:
    found, surplus = paid([10_000, 0, 0], ("fund", {2027: "150.50", 2028: "7"}))
    assert found == {"fund": [10_000, 0, 0], UNFUNDED: [0, 0, 0]}
    assert surplus == [Surplus("a", "fund", 2027, 5050), Surplus("a", "fund", 2028, 700)]


def test_an_amount_of_a_year_that_the_plan_has_not_is_surplus() -> None:
    assert paid([10_000, 0, 0], ("fund", {2040: "5"}))[1] == [Surplus("a", "fund", 2040, 500)]


def test_amounts_come_first_and_shares_are_cut_to_what_is_left() -> None:
    found, surplus = paid([10_000, 10_000, 0], ("state", "0.5"), ("fund", {2027: "80", 2028: "20"}))
    assert found == {"fund": [8000, 2000, 0], "state": [2000, 5000, 0], UNFUNDED: [0, 3000, 0]} and surplus == []


def test_of_two_amounts_the_first_that_stands_is_taken_first() -> None:
    found, surplus = paid([10_000, 0, 0], ("state", {2027: "70"}), ("fund", {2027: "70"}))
    assert found["state"][0] == 7000 and found["fund"][0] == 3000
    assert surplus == [Surplus("a", "fund", 2027, 4000)]


def test_one_source_may_give_amounts_and_a_share() -> None:
    found, _ = paid([10_000, 10_000, 0], ("state", {2027: "10"}), ("state", "0.5"))
    assert found == {"state": [6000, 5000, 0], UNFUNDED: [4000, 5000, 0]}


@pytest.mark.parametrize(
    ("amount", "digits", "cents"), [("0.005", 2, 1), ("0.0149", 2, 1), ("1.5", 0, 2), ("2.5", 0, 3)]
)
def test_an_amount_with_more_decimals_than_the_currency_is_rounded_half_upwards(
    amount: str, digits: int, cents: int
) -> None:
    assert paid([100, 0, 0], ("fund", {2027: amount}), digits=digits)[0]["fund"][0] == cents


def test_half_a_cent_of_a_share_goes_up() -> None:
    assert paid([1, 3, 5], ("state", "0.5"))[0]["state"] == [1, 2, 3]


def test_a_share_of_nothing_is_nothing() -> None:
    assert paid([100, 100, 0], ("state", "0"))[0] == {"state": [0, 0, 0], UNFUNDED: [100, 100, 0]}


def test_amounts_beyond_what_an_array_counts_are_still_exact() -> None:
    # 0.123456789012 of 10^15 cents wants more than 64 bits in between: 123456789012000 exactly
    found, _ = paid([10**15, 10**15 + 1, 0], ("state", "0.123456789012"))
    assert found["state"] == [123_456_789_012_000, 123_456_789_012_000, 0]


def test_every_action_is_paid_by_its_own_sources() -> None:
    acts = [
        replace(action("a"), funds=funded_by(("state", "1"))),
        replace(action("b"), funds=funded_by(("fund", "0.5"), ("state", "0.25"))),
        action("c"),
    ]
    costs = np.array([[100, 0, 0], [200, 0, 0], [300, 0, 0]], np.int64)
    found, _ = funded(acts, costs, YEARS, 2)
    told = {key: {source: int(cents[0]) for source, cents in table.items()} for key, table in found.items()}
    assert told == {
        "a": {"state": 100, UNFUNDED: 0}, "b": {"fund": 100, "state": 50, UNFUNDED: 50}, "c": {UNFUNDED: 300},
    }  # fmt: skip
    assert costs.sum() == 600  # what was handed in is as it was


def test_no_actions_are_paid_by_nobody() -> None:
    assert funded([], np.zeros((0, 3), np.int64), YEARS, 2) == ({}, [])


def test_a_fund_without_share_and_amounts_gives_nothing() -> None:
    one = replace(action("a"), funds=(Fund("state"), Fund("fund", D("0.1"))))
    found, _ = funded([one], np.array([[100, 0, 0]], np.int64), YEARS, 2)
    assert "state" not in found["a"] and found["a"]["fund"][0] == 10

"""Averages, SmaRT with its reasons, competition and the tests of SDG 10.c, by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelle.base.errors import ModelError
from passerelle.economy.remittances.prices import corridor_prices, smart_prices, verdicts, world_prices
from passerelle.economy.remittances.quotes import total_cost
from tests.unit.economy.remittances.makers import quote, quotes


def test_a_price_is_fee_and_margin_in_percent_of_the_amount() -> None:
    # 4 of 200 is 2 %; a rate 1 % below the interbank rate is a margin of 1 %
    assert total_cost(200, 4, 19.8, 20) == pytest.approx(3.0)
    assert total_cost(200, 0, 20.2, 20) == pytest.approx(-1.0)  # a promotional rate
    assert list(total_cost([200, 100], 4, 20, 20)) == pytest.approx([2.0, 4.0])


@given(st.floats(10, 1e4), st.floats(0, 100), st.floats(0.5, 2))
def test_a_price_in_percent_knows_no_currency(amount: float, fee: float, factor: float) -> None:
    assert total_cost(amount * factor, fee * factor, 9.9, 10) == pytest.approx(total_cost(amount, fee, 9.9, 10))


def test_smart_is_the_mean_of_the_three_cheapest_that_qualify() -> None:
    table = quotes(*(quote(cost) for cost in (9, 2, 3, 4)), quote(1, transparent=False))
    row = smart_prices(table).to_dicts()[0]
    assert row["smart"] == pytest.approx(3.0)
    assert (row["smart_services"], row["excluded"]) == (3, 1)
    assert row["reasons"] == "exchange rate not disclosed: 1"


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({}, []),
        ({"accessible": None}, []),
        ({"accessible": False}, ["out of reach of most receivers"]),
        ({"transparent": None}, ["transparency not stated"]),
        ({"transparent": False}, ["exchange rate not disclosed"]),
        ({"days": 5}, []),
        ({"days": 6}, ["slower than 5 days"]),
        ({"days": None}, ["speed not stated"]),
        ({"days": 6, "transparent": False}, ["exchange rate not disclosed", "slower than 5 days"]),
    ],
)
def test_every_exclusion_has_its_reasons(said: dict[str, object], reasons: list[str]) -> None:
    assert verdicts(quotes(quote(5, **said)))["reasons"].to_list() == [reasons]


def test_with_one_or_two_services_their_number_is_told_and_a_rule_may_ask_for_more() -> None:
    table = quotes(quote(2), quote(4))
    assert smart_prices(table).select("smart", "smart_services").row(0) == (3.0, 2)
    assert smart_prices(table, fewest=3).select("smart", "smart_services").row(0) == (None, 2)


def test_nothing_is_imputed_where_no_service_qualifies() -> None:
    row = smart_prices(quotes(quote(2, days=None), quote(4, transparent=False))).to_dicts()[0]
    assert row["smart"] is None and row["smart_services"] == 0
    assert row["reasons"] == "exchange rate not disclosed: 1; speed not stated: 1"


def test_averages_competition_and_hidden_margins() -> None:
    row = corridor_prices(quotes(
        quote(3, fee=2.0, margin=1.0), quote(5, fee=2.0, margin=3.0, firm="B"),
        quote(10, transparent=False, firm="C"), quote(6, transparent=None),
    )).to_dicts()[0]  # fmt: skip
    assert (row["services"], row["firms"]) == (4, 3)
    assert (row["average"], row["transparent_average"]) == (6.0, 4.0)
    assert (row["cheapest"], row["dearest"]) == (3.0, 10.0)
    assert row["concentration"] == pytest.approx((2 / 4) ** 2 + 2 * (1 / 4) ** 2)
    assert row["hidden_share"] == pytest.approx(1 / 3)  # of those that say
    assert row["margin_share"] == pytest.approx(4 / 8)


def test_a_single_firm_has_a_concentration_of_one_and_undisclosed_parts_no_share() -> None:
    row = corridor_prices(quotes(quote(3), quote(5))).to_dicts()[0]
    assert row["concentration"] == pytest.approx(1.0)
    assert row["margin_share"] is None


def test_the_global_average_is_over_services_never_over_corridors() -> None:
    table = quotes(*(quote(2) for _ in range(9)), quote(12, origin="SEN", destination="FRA"))
    (world,) = world_prices(table)
    assert world.average == pytest.approx(3.0)
    assert world.mean_of_corridors == pytest.approx(7.0)
    assert (world.services, world.corridors) == (10, 2)
    assert not world.average_below_3  # 3 is not below 3


@pytest.mark.parametrize(
    ("other", "met", "within", "above", "without"),
    [
        (quote(5.0, origin="SEN"), True, 2, 0, 0),
        (quote(5.1, origin="SEN"), False, 1, 1, 0),
        (quote(5.0, origin="SEN", days=None), None, 1, 0, 1),
    ],
)
def test_every_corridor_must_be_within_5_and_one_without_smart_leaves_it_open(
    other: dict[str, object], met: bool | None, within: int, above: int, without: int
) -> None:
    (world,) = world_prices(quotes(quote(2), other))
    assert world.every_smart_within_5 is met
    assert (world.within_5, world.above_5, world.without_smart) == (within, above, without)


def test_surveys_and_amounts_stay_apart_and_in_time() -> None:
    table = quotes(quote(4, survey="2020-Q3"), quote(6, survey="2019-Q4"), quote(1, amount=500.0))
    found = [(w.survey, w.amount, w.average) for w in world_prices(table)]
    assert found == [("2019-Q4", 200.0, 6.0), ("2020-Q3", 200.0, 4.0), ("2020-Q3", 500.0, 1.0)]


@pytest.mark.parametrize("ask", [verdicts, smart_prices, corridor_prices, world_prices])
def test_pricing_nothing_is_refused_with_what_would_fill_it(ask) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ModelError, match="service-level dataset"):
        ask(quotes())


@given(st.lists(st.floats(0, 40), min_size=1, max_size=12))
def test_smart_never_lies_above_the_average_of_services_that_all_qualify(costs: list[float]) -> None:
    row = corridor_prices(quotes(*(quote(cost) for cost in costs))).to_dicts()[0]
    assert row["smart"] <= row["average"] + 1e-9
    assert row["cheapest"] - 1e-9 <= row["smart"]
    assert 0 < row["concentration"] <= 1

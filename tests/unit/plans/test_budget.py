"""The forecast: a plan worked out by hand, every view with the same total, what is left out, plain values."""

from datetime import date
from decimal import Decimal as D

import numpy as np
import pytest

from passerelle.base.errors import PlanError
from passerelle.plans.budget import CONTINGENCY, Budget, as_dict, budget, lines_by_action
from passerelle.plans.funding import UNFUNDED
from passerelle.plans.records import Contingency, Plan
from passerelle.plans.schedule import schedule, slip
from tests.unit.plans.makers import (
    TWO_PER_CENT,
    action,
    by_year,
    cost,
    forecast,
    funded_by,
    plan,
    replace,
    year_long,
)


def by_hand() -> Plan:
    """Two actions; what each line comes to is beside it. Prices of 2026, two per cent a year, reserve 5 %, 10 % on equipment.

    school, 2027-07-01 to 2028-06-30, 184 days of 2027 and 182 of 2028 (366)
      staff      12 × 1,000 €        = 12,000      2027: 12000·184/366·1.02    = 6153.4426… → 6153.44
                                                   2028: 12000·182/366·1.0404  = 6208.2885… → up to 12361.73 → 6208.29
      equipment  10,720 MAD at the end, no inflation: 10720 · 0.0932835820896 = 1000.0000000005 → 1000.00 in 2028
    visits, 2028, led by health
      travel     100 $ yearly        = 100/1.08·1.0404 = 96.3333… → 96.33 in 2028
    reserves: staff 5 %: 307.6721 → 307.67 and 310.4144 → up to 618.0866 → 310.42; equipment 10 %: 100.00; travel: 4.8167 → 4.82
    """
    school = action(
        "school", None, start=date(2027, 7, 1), end=date(2028, 6, 30), lead="labour",
        costs=(
            cost("teachers", 1000, 12),
            cost("tables", 10720, currency="MAD", category="equipment", spread="end", inflation=""),
        ),
        funds=funded_by(("state", "0.5"), ("fund", {2027: "1000"})),
    )  # fmt: skip
    visits = year_long(
        "visits", 2028, lead="health", costs=(cost("trips", 100, currency="USD", category="travel", spread="yearly"),)
    )
    return plan(
        school, visits, prices_of=2026, inflation=(TWO_PER_CENT,),
        contingency=Contingency(D("0.05"), {"equipment": D("0.1")}),
    )  # fmt: skip


@pytest.fixture(scope="module")
def made() -> Budget:
    return budget(by_hand())


def test_the_costs_by_hand_come_out(made: Budget) -> None:
    assert made.years == (2027, 2028, 2029, 2030)
    assert by_year(made, made.costs) == {2027: "6153.44", 2028: "7304.62"}  # 6208.29 + 1000.00 + 96.33
    assert by_year(made, made.contingency) == {2027: "307.67", 2028: "415.24"}  # 310.42 + 100.00 + 4.82
    assert by_year(made, made.total) == {2027: "6461.11", 2028: "7719.86"}


def test_the_actions_and_departments_by_hand_come_out(made: Budget) -> None:
    assert by_year(made, made.by_action["school"]) == {2027: "6461.11", 2028: "7618.71"}
    assert by_year(made, made.by_department["health"]) == {2028: "101.15"}
    assert list(made.by_department) == ["labour", "health"]


def test_the_categories_by_hand_come_out_with_the_reserve_as_their_last_row(made: Budget) -> None:
    assert list(made.by_category) == ["staff", "equipment", "travel", CONTINGENCY]
    assert by_year(made, made.by_category["staff"]) == {2027: "6153.44", 2028: "6208.29"}
    assert by_year(made, made.by_category[CONTINGENCY]) == {2027: "307.67", 2028: "415.24"}


def test_the_sources_by_hand_come_out(made: Budget) -> None:
    # half of 6461.11 is 3230.555 → 3230.56; half of 7618.71 is 3809.355 → 3809.36
    assert by_year(made, made.by_source["state"]) == {2027: "3230.56", 2028: "3809.36"}
    assert by_year(made, made.by_source["fund"]) == {2027: "1000.00"}
    assert by_year(made, made.gap) == {2027: "2230.55", 2028: "3910.50"}  # 3809.35 + 101.15


def test_every_view_has_the_same_total_in_every_year(made: Budget) -> None:
    for table in (made.by_action, made.by_department, made.by_source, made.by_category):
        assert sum(table.values(), np.zeros(4, np.int64)).tolist() == made.total.tolist()
    for key, table in made.funded_by.items():
        assert sum(table.values(), np.zeros(4, np.int64)).tolist() == made.by_action[key].tolist()


def test_without_contingency_there_is_no_row_of_it() -> None:
    assert list(forecast(replace(year_long(), costs=(cost(),))).by_category) == ["staff"]


def test_what_nobody_leads_is_a_row_without_a_name() -> None:
    made = forecast(replace(year_long(), costs=(cost(),)), year_long("b", lead="labour"))
    assert {key: int(row.sum()) for key, row in made.by_department.items()} == {"": 10000, "labour": 0}


def test_two_actions_of_one_department_stand_in_one_row() -> None:
    acts = [year_long(key, costs=(cost(),), lead="labour") for key in "ab"]
    made = forecast(*acts)
    assert by_year(made, made.by_department["labour"]) == {2027: "200.00"}


def test_a_plan_without_costs_costs_nothing() -> None:
    for empty in (plan(), plan(year_long())):
        made = budget(empty)
        assert made.total.tolist() == [0, 0, 0, 0] and made.gap.tolist() == [0, 0, 0, 0]
        assert made.by_category == {} and list(made.by_source) == ["state", "fund", UNFUNDED]


def test_years_reach_as_far_as_costs_do() -> None:
    early, late = (action(k, 1, start=date(y, 1, 5), costs=(cost(),)) for k, y in (("a", 2025), ("b", 2033)))
    made = forecast(early, late)
    assert made.years == tuple(range(2025, 2034)) and by_year(made, made.total) == {2025: "100.00", 2033: "100.00"}


def test_a_line_without_a_rate_is_in_no_total_and_is_said() -> None:
    act = replace(year_long(), costs=(cost("a"), cost("b", currency="MAD"), cost("c", currency="XOF", price=655957)))
    made = forecast(act, exchange_rates=())
    assert [(one.cost.key, one.currency, one.day) for one in made.left_out] == [("b", "MAD", date(2026, 11, 2))]
    assert by_year(made, made.total) == {2027: "1100.00"} and made.by_category["staff"].sum() == 110_000
    told = as_dict(made)
    assert told["left_out"] == [
        {"action": "a", "item": "Item b", "currency": "MAD", "on": "2026-11-02",
         "why": "No rate of exchange from MAD to EUR is known."}
    ]  # fmt: skip


def test_money_has_the_decimals_of_the_currency() -> None:
    assert str(forecast().money(123456)) == "1234.56"
    assert str(forecast(currency="XOF").money(123456)) == "123456"
    assert str(forecast(currency="TND").money(0)) == "0.000"


def test_a_slip_moves_costs_into_the_next_year() -> None:
    made = plan(action("a", 100, end=date(2027, 12, 31), costs=(cost(),)))
    after, _ = slip(made, "a", 50)
    now = budget(made, after)
    assert by_year(now, now.total) == {2027: "50.00", 2028: "50.00"}


def test_the_timetable_is_that_which_is_handed_in() -> None:
    times = schedule(by_hand())
    assert budget(by_hand(), times).schedule is times


@pytest.mark.parametrize("many", [1, 100])
def test_amounts_that_cannot_be_counted_are_refused_and_never_turn_round(many: int) -> None:
    most = [cost(f"c{n}", price=10**15, many=100) for n in range(many)]
    with pytest.raises(PlanError, match="more than can be counted in EUR; look at “Item c0”"):
        forecast(replace(year_long(), costs=tuple(most)))
    fewer = [cost(f"c{n}", price=10**14) for n in range(many)]
    made = forecast(replace(year_long(), costs=tuple(fewer)))
    assert int(made.total.sum()) == many * 10**16


def test_lines_of_an_action() -> None:
    found = lines_by_action(budget(by_hand()))
    assert {key: [line.cost.key for line in lines] for key, lines in found.items()} == {
        "school": ["teachers", "tables"], "visits": ["trips"],
    }  # fmt: skip


def test_as_plain_values_amounts_are_exact_texts(made: Budget) -> None:
    told = as_dict(made)
    assert told["currency"] == "EUR" and told["prices"] == {"rates_on": "2026-11-02", "price_year": 2026}
    assert told["years"][0] == {
        "year": 2027, "costs": "6153.44", "contingency": "307.67", "total": "6461.11",
        "sources": {"state": "3230.56", "fund": "1000.00"}, "gap": "2230.55",
    }  # fmt: skip
    assert told["total"]["total"] == "14180.97" and told["total"]["gap"] == "6141.05"
    assert told["by_department"][0] == {
        "key": "labour", "name": "Ministry of Labour", "total": "14079.82",
        "years": {2027: "6461.11", 2028: "7618.71", 2029: "0.00", 2030: "0.00"},
    }  # fmt: skip
    assert [row["key"] for row in told["by_source"]] == ["state", "fund", UNFUNDED]
    assert told["surplus"] == [] and told["left_out"] == [] and "draws" not in told


def test_surplus_is_told() -> None:
    act = year_long(costs=(cost(),), funds=funded_by(("fund", {2027: "130.25"})))
    assert as_dict(forecast(act))["surplus"] == [{"action": "a", "source": "fund", "year": 2027, "amount": "30.25"}]


def test_ranges_stand_beside_the_amounts_of_their_year(made: Budget) -> None:
    told = as_dict(made, {"years": {2027: {"p10": "1"}}, "total": {"p50": "2"}, "draws": {"number": 100}})
    assert told["years"][0]["p10"] == "1" and "p10" not in told["years"][1]
    assert told["total"]["p50"] == "2" and told["draws"] == {"number": 100}

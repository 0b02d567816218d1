"""What a plan may not say: each fault from both sides, all told at once, and the example is sound."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from passerelle.base.errors import PlanUnsound
from passerelle.plans.checking import by_key, check, cost_faults, currencies, faults, said
from passerelle.plans.reading import read_plan
from passerelle.plans.records import (
    Contingency,
    Corridor,
    Fund,
    Indicator,
    Inflation,
    Observation,
    Period,
    Plan,
    Source,
    Stakeholder,
    Target,
    TradeEffect,
    Uncertainty,
    Where,
)
from tests.unit.plans.makers import (
    DAY,
    PER_EURO,
    TWO_PER_CENT,
    action,
    cost,
    funded_by,
    measure,
    plan,
    replace,
    spread,
    year_long,
)

EXAMPLE = Path(__file__).parents[3] / "examples/plan.yaml"


def found(made: Plan) -> list[str]:
    return [str(fault) for fault in faults(made)]


def of_action(**changes: Any) -> list[str]:
    return found(plan(replace(year_long(), **changes)))


def of_cost(**changes: Any) -> list[str]:
    return of_action(costs=(replace(cost(), **changes),))


def test_a_sound_plan_has_no_faults() -> None:
    assert found(plan()) == [] and check(plan(year_long(costs=(cost(),)))) is None


def test_the_example_is_sound() -> None:
    assert found(read_plan(EXAMPLE.read_text("utf-8"))) == []


def test_all_faults_are_told_at_once_each_with_its_place() -> None:
    made = plan(replace(year_long(), lead="nobody", theme="none"), period=Period(DAY, date(2020, 1, 1)), currency="XYZ")
    with pytest.raises(PlanUnsound) as refused:
        check(made)
    assert [fault.split(": ")[0] for fault in refused.value.faults] == [
        "period", "currency", "objectives[1].measures[1].actions[1]", "objectives[1].measures[1].actions[1].theme",
    ]  # fmt: skip
    assert str(refused.value).startswith("The plan cannot be used:\n- period: The plan ends before it starts.\n- ")


PLACE = "objectives[1].measures[1].actions[1]"


# The head -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (date(2026, 12, 31), ["period: The plan ends before it starts."]),
        (DAY, []),
        (date(2087, 12, 31), []),
        (date(2088, 1, 1), ["period: The plan runs for more than 60 years."]),
    ],
)
def test_a_plan_ends_after_it_starts_and_within_sixty_years(end: date, told: list[str]) -> None:
    assert found(plan(period=Period(DAY, end))) == told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"currency": "XXY"}, ["currency: “XXY” is not a currency of ISO 4217."]),
        ({"currency": "BEF"}, []),
        ({"exchange_rates": (replace(PER_EURO[0], base="ABC"),)}, ["exchange_rates[1].base: “ABC” is not a currency of ISO 4217."]),
        ({"exchange_rates": (replace(PER_EURO[0], currency="ABC"),)}, ["exchange_rates[1].currency: “ABC” is not a currency of ISO 4217."]),
        *[({"exchange_rates": (replace(PER_EURO[0], units=D(units)),)}, ["exchange_rates[1]: A rate of exchange is above zero."]) for units in ("0", "-1", "NaN", "Infinity")],
        ({"exchange_rates": (replace(PER_EURO[0], units=D("1E-13")),)}, ["exchange_rates[1]: 1E-13 is larger, or has more decimals, than can be meant."]),
        ({"exchange_rates": (replace(PER_EURO[0], units=D("0.000001")),)}, []),
        ({"inflation": (replace(TWO_PER_CENT, rate=D("10")),)}, ["inflation[1]: Inflation is written as a share a year: 0.02 is 2 %."]),
        ({"inflation": (replace(TWO_PER_CENT, rate=D("-0.5")),)}, ["inflation[1]: Inflation is written as a share a year: 0.02 is 2 %."]),
        ({"inflation": (replace(TWO_PER_CENT, rate=D("NaN")),)}, ["inflation[1]: Inflation is written as a share a year: 0.02 is 2 %."]),
        ({"inflation": (replace(TWO_PER_CENT, rate=D("-0.49")),)}, []),
        ({"contingency": Contingency(D("1.01"))}, ["contingency.rate: A share from 0 to 1 is expected here; 0.05 is 5 %."]),
        ({"contingency": Contingency(D(1), {"staff": D(0)})}, []),
        ({"contingency": Contingency(of={"staff": D(-1)})}, ["contingency.of.staff: A share from 0 to 1 is expected here; 0.05 is 5 %."]),
        ({"uncertainty": Uncertainty(D("1.5"))}, ["uncertainty.correlation: A share from 0 to 1 is expected here; 0.05 is 5 %."]),
        ({"uncertainty": Uncertainty(D(1))}, []),
        ({"where": Where(("MAR", "BEL"))}, []),
        ({"where": Where(("MAR", "ZZZ"))}, ["where.places: “ZZZ” is no place; write its alpha-3 code, as in MAR."]),
        ({"where": Where(("MAR", "MAR"))}, ["where.places: A place stands twice."]),
        ({"where": Where(route="moon")}, ["where.route: No route is known as “moon”."]),
        ({"where": Where(grouping="moon")}, ["where.grouping: No grouping is known as “moon”."]),
        ({"sources": (Source("s", "S", department="labour"),)}, []),
        ({"sources": (Source("s", "S", department="nobody"),)}, ["sources[1].department: “nobody” is no department and no stakeholder of the plan."]),
        ({"sources": (Source("unfunded", "S"),)}, ["sources: “unfunded” is the name of what nobody pays; choose another key."]),
    ],
)  # fmt: skip
def test_the_head_of_a_plan_from_both_sides(changes: dict[str, Any], told: list[str]) -> None:
    assert found(plan(**changes)) == told


def test_a_reserve_for_a_category_that_nobody_knows_is_no_reserve() -> None:
    (told,) = found(plan(contingency=Contingency(of={"constructon": D("0.1")})))
    assert told.startswith("contingency.of.constructon: “constructon” is no category of costs; known are ")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"stakeholders": (Stakeholder("labour", "x"),)}, "departments: The key “labour” stands twice."),
        ({"sources": (Source("s", "S"), Source("s", "T"))}, "sources: The key “s” stands twice."),
        ({"inflation": (TWO_PER_CENT, Inflation("euro", D(0), "x"))}, "inflation: The key “euro” stands twice."),
        ({"measures": [measure(), measure()]}, "measures: The key “m” stands twice."),
        ({"measures": [measure(action("a")), measure(action("a"), key="n")]}, "actions: The key “a” stands twice."),
    ],
)
def test_a_key_stands_once(changes: dict[str, Any], told: str) -> None:
    assert found(plan(**changes)) == [told]


def test_keys_of_different_kinds_may_be_alike() -> None:
    assert found(plan(measures=[measure(action("m"), key="m")], sources=(Source("m", "S"),))) == []


# Measures and actions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"template": "readmission"}, []),
        ({"template": "readmision"}, ["objectives[1].measures[1].template: “readmision” is not in the list of “template”."]),
        ({"corridor": None}, []),
        ({"corridor": Corridor("MAR", "BEL", ("ESP",))}, []),
        ({"corridor": Corridor("MAR", "ZZZ")}, ["objectives[1].measures[1].corridor: “ZZZ” is no place; write its alpha-3 code, as in MAR."]),
        ({"corridor": Corridor("MAR", "MAR")}, ["objectives[1].measures[1].corridor: A place stands twice."]),
        ({"corridor": Corridor("MAR", "BEL", ("MAR",))}, ["objectives[1].measures[1].corridor: A place stands twice."]),
    ],
)  # fmt: skip
def test_a_measure_from_both_sides(changes: dict[str, Any], told: list[str]) -> None:
    assert found(plan(measures=[measure(**changes)])) == told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"lead": "labour", "helps": ("health",)}, []),
        ({"lead": "nobody"}, f"{PLACE}: “nobody” is no department and no stakeholder of the plan."),
        ({"helps": ("health", "ghost")}, f"{PLACE}: “ghost” is no department and no stakeholder of the plan."),
        ({"needs": ("ghost",)}, f"{PLACE}: It needs “ghost”, which is no action of the plan."),
        ({"start": None, "end": None, "days": None}, f"{PLACE}: It needs two of start, end and days, or days alone."),
        ({"end": None}, f"{PLACE}: It needs two of start, end and days, or days alone."),
        ({"start": None}, f"{PLACE}: It needs two of start, end and days, or days alone."),
        ({"start": None, "end": None, "days": 3}, []),
        ({"end": date(2026, 12, 31)}, f"{PLACE}: It ends before it starts."),
        ({"end": DAY}, []),
        ({"days": 364}, f"{PLACE}: From start to end are 365 days, and “days” says 364."),
        ({"days": 365}, []),
        ({"start": date(1966, 1, 1)}, f"{PLACE}: The plan runs for more than 60 years."),
        ({"start": date(9999, 1, 1), "end": None, "days": 36_600}, f"{PLACE}: The plan runs for more than 60 years."),
        ({"end": date(1, 1, 2), "start": None, "days": 36_600}, f"{PLACE}: The plan runs for more than 60 years."),
        ({"theme": "2.2-brain-drain", "gcm": (18,), "sdg": ("10.7",), "phase": "border"}, []),
        ({"theme": "x"}, f"{PLACE}.theme: “x” is not in the list of “theme”."),
        ({"gcm": (0,)}, f"{PLACE}.gcm: “0” is not in the list of “gcm”."),
        ({"gcm": (24,)}, f"{PLACE}.gcm: “24” is not in the list of “gcm”."),
        ({"sdg": ("99.9",)}, f"{PLACE}.sdg: “99.9” is not in the list of “sdg”."),
        ({"phase": "x"}, f"{PLACE}.phase: “x” is not in the list of “phase”."),
        ({"trade": (TradeEffect("A"),)}, []),
        ({"trade": (TradeEffect("Z9"),)}, f"{PLACE}.trade: “Z9” is not in the list of “trade”."),
        ({"costs": (cost(), cost())}, f"{PLACE}.costs: The key “c” stands twice."),
    ],
)  # fmt: skip
def test_an_action_from_both_sides(changes: dict[str, Any], told: str | list[str]) -> None:
    assert of_action(**changes) == ([told] if isinstance(told, str) else told)


def test_actions_that_together_last_too_long_are_refused() -> None:
    row = [action("a0", 9000), *(action(f"a{n}", 9000, [f"a{n - 1}"]) for n in (1, 2))]
    assert found(plan(*row)) == ["actions: The plan runs for more than 60 years."]
    assert found(plan(*row[:2])) == []
    endless = [action("a0", 36_600), *(action(f"a{n}", 36_600, [f"a{n - 1}"]) for n in range(1, 300))]
    assert found(plan(*endless)) == ["actions: The plan runs for more than 60 years."]


def test_a_circle_cannot_be_saved_and_is_named() -> None:
    made = plan(action("a", needs=["b"]), action("b", needs=["c"]), action("c", needs=["a"]))
    (fault,) = faults(made)
    assert fault.kind == "circle" and fault.key == "a"
    assert str(fault) == (
        "actions: These actions wait for one another, so that none can begin: “Do a” → “Do b” → “Do c” → “Do a”. "
        "Take one of the needs away."
    )


def test_a_circle_is_named_beside_other_faults_too() -> None:
    made = plan(action("a", None, needs=["b"]), action("b", needs=["a"]))
    assert [fault.kind for fault in faults(made)] == ["dates", "circle"]


# Costs and funds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"currency": "MAD"}, []),
        ({"currency": "QQQ"}, ["costs[1]: “QQQ” is not a currency of ISO 4217."]),
        ({"inflation": ""}, []),
        ({"inflation": "ghost"}, ["costs[1]: “ghost” is no assumption of inflation of the plan."]),
        ({"quantity": D(0), "unit_cost": D(0)}, []),
        ({"quantity": D("-1")}, ["costs[1].quantity: -1 is below zero."]),
        ({"unit_cost": D("NaN")}, ["costs[1].unit_cost: A number is expected here."]),
        ({"unit_cost": D("Infinity")}, ["costs[1].unit_cost: A number is expected here."]),
        ({"unit_cost": D(10) ** 15}, []),
        ({"unit_cost": D(10) ** 15 + 1}, ["costs[1].unit_cost: 1000000000000001 is larger, or has more decimals, than can be meant."]),
        ({"unit_cost": D("0.123456789012")}, []),
        ({"unit_cost": D("0.1234567890123")}, ["costs[1].unit_cost: 0.1234567890123 is larger, or has more decimals, than can be meant."]),
        ({"quantity": D(10) ** 8, "unit_cost": D(10) ** 8}, ["costs[1]: 10000000000000000 is larger, or has more decimals, than can be meant."]),
        ({"quantity": D(10) ** 7, "unit_cost": D(10) ** 8}, []),
        ({"quantity": spread(1, 2, 10), "unit_cost": D(10) ** 15}, ["costs[1]: 10000000000000000 is larger, or has more decimals, than can be meant."]),
        ({"quantity": spread(1, 1, 1)}, []),
        ({"quantity": spread(0, 1, 2)}, []),
        ({"quantity": spread(0, 0, 0)}, []),
        ({"quantity": spread(0, 0, 2)}, ["costs[1].quantity: The likeliest value of a range is above zero."]),
        ({"quantity": spread(2, 1, 3)}, ["costs[1].quantity: The three values are to rise: low, likely, high."]),
        ({"quantity": spread(1, 3, 2)}, ["costs[1].quantity: The three values are to rise: low, likely, high."]),
        ({"quantity": spread(-1, 1, "NaN")}, ["costs[1].quantity: -1 is below zero."]),
    ],
)  # fmt: skip
def test_a_line_of_costs_from_both_sides(changes: dict[str, Any], told: Sequence[str]) -> None:
    assert of_cost(**changes) == [f"{PLACE}.{one}" for one in told]


def test_a_category_that_nobody_knows_is_refused_and_the_known_are_named() -> None:
    (told,) = of_cost(category="stuff")
    assert told.startswith(f"{PLACE}.costs[1]: “stuff” is no category of costs; known are ") and "staff" in told


def test_a_line_can_be_looked_at_by_itself() -> None:
    (fault,) = cost_faults(replace(cost(), inflation="x"), "row 7", ["euro"], "a")
    assert (fault.kind, fault.place, fault.key) == ("inflation", "row 7", "a")
    assert not list(cost_faults(replace(cost(), inflation="euro"), "row 7", ["euro"]))


@pytest.mark.parametrize(
    ("funds", "told"),
    [
        (funded_by(("state", "0.6"), ("fund", "0.4")), []),
        (funded_by(("state", "0.6"), ("fund", "0.41")), [f"{PLACE}.funds: The shares of its sources add up to more than 1."]),
        (funded_by(("ghost", "0.5")), [f"{PLACE}.funds[1]: “ghost” is no source of the plan."]),
        ((Fund("state"),), [f"{PLACE}.funds[1]: Give either a share or amounts by year."]),
        ((Fund("state", D("0.5"), {2027: D(5)}),), [f"{PLACE}.funds[1]: Give either a share or amounts by year."]),
        (funded_by(("state", "-0.1")), [f"{PLACE}.funds[1]: A share from 0 to 1 is expected here; 0.05 is 5 %."]),
        (funded_by(("state", "NaN")), [f"{PLACE}.funds[1]: A share from 0 to 1 is expected here; 0.05 is 5 %."]),
        (funded_by(("state", {2027: "0", 2040: "5.5"})), []),
        (funded_by(("state", {2027: "-5"})), [f"{PLACE}.funds[1]: -5 is below zero."]),
        (funded_by(("state", {2027: "NaN"})), [f"{PLACE}.funds[1]: A number is expected here."]),
    ],
)  # fmt: skip
def test_funds_from_both_sides(funds: tuple[Fund, ...], told: list[str]) -> None:
    assert of_action(funds=funds) == told


@pytest.mark.parametrize(
    ("indicator", "told"),
    [
        (Indicator("x", code="nurses_midwives", places=("MAR",)), []),
        (Indicator("x", code="nurses"), "The evidence has no indicator “nurses”."),
        (Indicator("x", places=("ZZZ",)), "“ZZZ” is no place; write its alpha-3 code, as in MAR."),
        (Indicator("x", baseline=Observation(D("NaN"), "2026")), "A number is expected here."),
        (Indicator("x", target=Target(D("-5"), DAY)), []),
        (Indicator("x", target=Target(D("Infinity"), DAY)), "A number is expected here."),
    ],
)
def test_an_indicator_from_both_sides_in_actions_and_objectives(indicator: Indicator, told: str | list[str]) -> None:
    made = plan(year_long(indicators=(indicator,)))
    made = replace(made, objectives=(replace(made.objectives[0], indicators=(indicator,)),))
    places = ("objectives[1].indicators[1]", f"{PLACE}.indicators[1]")
    assert found(made) == ([f"{place}: {told}" for place in places] if told else [])


def test_currencies_are_those_of_iso_4217() -> None:
    assert {"EUR", "MAD", "XOF", "USD"} <= currencies() and "ABC" not in currencies()


# Telling ------------------------------------------------------------------------------------------------


def test_faults_are_said_in_other_languages_and_kept_by_what_they_are_about() -> None:
    made = plan(replace(year_long(), lead="nobody"), period=Period(DAY, date(2020, 1, 1)))
    held = by_key(faults(made))
    assert [fault.kind for fault in held["a"]] == ["carrier"] and [fault.kind for fault in held[""]] == ["period"]
    english, french = said(faults(made)), said(faults(made), "fr")
    assert english[0] == "period: The plan ends before it starts."
    assert french[0].startswith("period: ") and french[1].startswith(f"{PLACE}: ") and "nobody" in french[1]


def test_what_a_person_wrote_is_never_taken_for_a_form_to_fill_in() -> None:
    made = plan(replace(year_long(), lead="{values.__class__}", title="{0}"), title="{title}")
    assert "“{values.__class__}” is no department" in found(made)[0]

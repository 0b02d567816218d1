"""Every fault that a template can have is refused, with a sentence that says where and what would be right."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from passerelle.measures.checking import read_template
from passerelle.measures.templates import TemplateIncomplete
from tests.unit.measures.test_templates import BUS

Raw = dict[str, Any]
UNSIMULATED = {
    **{name: value for name, value in BUS.items() if name not in ("changes", "equations")},
    "effect": "indicators_only",
    "why_not_simulated": "Nobody knows.",
    "parameters": [BUS["parameters"][2]],
}


def faults(raw: Any) -> tuple[str, ...]:
    with pytest.raises(TemplateIncomplete) as caught:
        read_template(raw, "border-bus")
    return caught.value.faults


def changed(change: Callable[[Raw], Any], start: Raw = BUS) -> Raw:
    raw = deepcopy(start)
    change(raw)
    return raw


def put(*path: Any, value: Any) -> Callable[[Raw], None]:
    def change(raw: Any) -> None:
        for step in path[:-1]:
            raw = raw[step]
        raw[path[-1]] = value

    return change


def gone(*path: Any) -> Callable[[Raw], None]:
    def change(raw: Any) -> None:
        for step in path[:-1]:
            raw = raw[step]
        del raw[path[-1]]

    return change


def test_what_the_faults_are_made_from_has_none() -> None:
    assert read_template(BUS, "border-bus").code == "border-bus"
    assert not read_template(UNSIMULATED, "border-bus").is_simulated


# What must be there ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["title", "question", "text", "seed"])
def test_a_text_that_lacks_or_is_empty(name: str) -> None:
    for change in (gone(name), put(name, value=""), put(name, value="  "), put(name, value=None)):
        assert faults(changed(change)) == (f'"{name}" is missing or empty',)


@pytest.mark.parametrize("name", ["mission", "gcm", "sdg", "evidence", "safeguards", "followup", "success", "failure"])
def test_a_list_that_lacks_or_is_empty(name: str) -> None:
    for change in (gone(name), put(name, value=[]), put(name, value="one")):
        assert faults(changed(change)) == (f'"{name}" is missing or empty; it is a list',)


@pytest.mark.parametrize("name", ["rights", "costs"])
def test_records_that_lack(name: str) -> None:
    assert f'"{name}" is missing or empty; it is a list' in faults(changed(gone(name)))


@pytest.mark.parametrize("field", ["name", "title", "role", "unit", "low", "default", "high", "source", "status"])
def test_a_parameter_without_one_of_its_fields(field: str) -> None:
    name = "?" if field == "name" else "saved"
    assert f'parameter 2 ("{name}"): "{field}" is missing' in faults(changed(gone("parameters", 1, field)))


@pytest.mark.parametrize("field", ["item", "category", "quantity", "unit_cost", "paid_by", "status", "source"])
def test_a_line_of_costs_without_one_of_its_fields(field: str) -> None:
    assert f'"costs", number 1: "{field}" is missing' in faults(changed(gone("costs", 0, field)))


@pytest.mark.parametrize("field", ["right", "feature"])
def test_a_right_without_one_of_its_fields(field: str) -> None:
    assert faults(changed(gone("rights", 0, field))) == (f'"rights", number 1: "{field}" is missing',)


# One fault each -------------------------------------------------------------------------------------------

ONE_FAULT = [
    (put("colour", value="blue"), '"colour" is no field of a template'),
    (put("title", value=["a", "b"]), '"title" is a text'),
    (put("needs", value="a border"), '"needs" is a list'),
    (put("required", value="migrants"), '"required" is a list'),
    (put("success", value=[{"A road": "between them"}]),
     '"success" is a list of words; put words with a colon between quotes'),
    (put("rights", value=["movement"]), '"rights", number 1: it holds no fields'),
    (put("coercive", value="no"), '"coercive" is true or false'),
    (put("health", value=1), '"health" is true or false'),
    (put("order", value="first"), '"order" is a number'),
    (put("seed", value="2.6"), '"seed" is one of 1, 2.1, 2.2, 2.3, 2.4, 2.5, 3, 4, not "2.6"'),
    (put("effect", value="guessed"), '"effect" is one of simulated, indicators_only, not "guessed"'),
    (put("who_can_act", value="nobody"), '"who_can_act" is one of origin, destination, both, region, not "nobody"'),
    (put("mission", value=["M26"]), '"mission": "M26" is not a system of the mission, M1 to M25'),
    (put("gcm", value=[24]), '"gcm": "24" is not an objective of the Global Compact, 1 to 23'),
    (put("sdg", value=["18.1"]), '"sdg": "18.1" is not a target such as 10.c or 8.8'),
    (put("equations", value=["22"]), '"equations": there is no (22); docs/explanation/measures.md has (1) to (21)'),
    (put("evidence", value=["stocks"]),
     '"evidence": no indicator is called "stocks"; `passerelle evidence indicators` lists them'),
    (put("followup", value=["passengers"]),
     '"followup": no indicator is called "passengers"; `passerelle evidence indicators` lists them'),
    (put("needs", 0, "indicator", value="distance"),
     '"needs", number 1: no indicator of a corridor is called "distance"'),
    (put("needs", 0, "below", value=9), '"needs", number 1: give "above" or "below", one of them'),
    (gone("needs", 0, "above"), '"needs", number 1: give "above" or "below", one of them'),
    (put("needs", 0, "above", value="much"),
     '"needs", number 1: "above" or "below" is a number, in the unit of the indicator'),
    (gone("needs", 0, "says"), '"needs", number 1: "says" is missing'),
    (put("rights", 0, "right", value="happiness"), '"rights", number 1: "happiness" is none of dignity, '),
    (put("parameters", 0, "role", value="wish"),
     'parameter 1 ("rides"): "role" is one of choice, assumption, not "wish"'),
    (put("parameters", 0, "unit", value="buses"), 'parameter 1 ("rides"): "unit" is one of %, 1, persons'),
    (put("parameters", 0, "status", value="sure"), 'parameter 1 ("rides"): "status" is one of observed, estimate'),
    (put("parameters", 0, "low", value="few"), 'parameter 1 ("rides"): low, default and high are numbers'),
    (put("parameters", 0, "low", value=True), 'parameter 1 ("rides"): low, default and high are numbers'),
    (put("parameters", 0, "high", value=float("nan")), 'parameter 1 ("rides"): low, default and high are numbers'),
    (put("parameters", 0, "high", value=float("inf")), 'parameter 1 ("rides"): low, default and high are numbers'),
    (put("parameters", 0, "default", value=50),
     'parameter 1 ("rides"): the default 50 lies outside 100 to 1000000'),
    (put("costs", 0, "title", value="A bus"), '"costs", number 1: "title" is none of its fields, item, category'),
    (put("parameters", 0, "hint", value="?"), '"parameters", number 1: "hint" is none of its fields, name, title'),
    (put("parameters", 0, "title", value=["Rides"]), '"parameters", number 1: "title" is a text'),
    (put("rights", 0, "feature", value={"Seats": "refused"}), '"rights", number 1: "feature" is a text'),
    (put("costs", 0, "quantity", value="seats"), '"costs", number 1: nothing is counted by "seats"'),
    (put("costs", 0, "quantity", value=-1), '"costs", number 1: "quantity" is below zero'),
    (put("costs", 0, "years", value=0),
     '"costs", number 1: "years" is a whole number from 1 on, or left out for every year'),
    (put("costs", 0, "years", value=1.5),
     '"costs", number 1: "years" is a whole number from 1 on, or left out for every year'),
    (put("costs", 0, "status", value="sure"), '"costs", number 1: "status" is one of observed'),
    (put("costs", 0, "paid_by", value="donor"),
     '"costs", number 1: "donor" does not pay; origin, destination, migrants do'),
    (put("costs", 0, "paid_by", value={"donor": 1}), '"costs", number 1: "donor" does not pay'),
    (put("costs", 0, "paid_by", value=["origin"]), "does not pay; origin, destination, migrants do"),
    (put("costs", 0, "paid_by", value={"origin": "half", "migrants": "rest"}),
     '"costs", number 1: no parameter is called "half"'),
    (put("costs", 0, "paid_by", value={"origin": 0.5}),
     '"costs", number 1: the shares are not 1 together; let one party pay the "rest"'),
    (put("costs", 0, "paid_by", value={"origin": "sender_part"}), "the shares are not 1 together"),
    (put("costs", 0, "paid_by", value={"origin": 0.8, "destination": 0.4}),
     '"costs", number 1: shares lie between 0 and 1, and are no more than 1 together'),
    (put("costs", 0, "paid_by", value={"origin": -0.2, "destination": "rest"}), "shares lie between 0 and 1"),
    (put("costs", 0, "paid_by", value={"origin": "rest", "destination": "rest"}),
     '"costs", number 1: only one party can pay the "rest"'),
    (gone("grade", "why"), '"grade" says a level and why'),
    (put("grade", value="none"), '"grade" says a level and why'),
    (put("grade", "level", value="proved"), '"level" is one of strong, moderate, limited, none, not "proved"'),
    (gone("equations"), '"equations" is missing'),
    (put("changes", 0, "with", "weather", value=1), 'lever "crossings" takes no "weather"'),
    (put("changes", 0, "with", "phase", value="years_until"),
     'lever "crossings", "phase": no parameter is called "years_until"'),
    (put("changes", 0, "with", "phase", value=[1]), 'lever "crossings", "phase": no parameter is called "[1]"'),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), ONE_FAULT, ids=[said[:60] for _, said in ONE_FAULT])
def test_a_fault_is_told_and_no_other(change: Callable[[Raw], None], said: str) -> None:
    (found,) = faults(changed(change))
    assert said in found


@pytest.mark.parametrize("name", ["Rides", "2rides", "rides a year", "rides-a-year"])
def test_a_name_of_a_parameter_that_nobody_can_write(name: str) -> None:
    found = faults(changed(put("parameters", 0, "name", value=name)))
    assert f'parameter 1 ("{name}"): a name has small letters, figures and _ only, as in target_price' in found


@pytest.mark.parametrize("name", ["rides", "employed_away", "migrants"])
def test_a_name_that_is_taken(name: str) -> None:
    raw = changed(lambda raw: raw["parameters"].append({**raw["parameters"][0], "name": name}))
    assert f'parameter 4 ("{name}"): that name is taken' in faults(raw)


def test_a_parameter_that_moves_nothing_is_told() -> None:
    raw = changed(lambda raw: raw["parameters"].append({**raw["parameters"][0], "name": "idle"}))
    assert faults(raw) == ('nothing uses the parameter "idle"',)


def test_a_cost_whose_price_nothing_feeds() -> None:
    found = faults(changed(put("costs", 0, "unit_cost", value="fare")))
    assert found == ('"costs", number 1: no parameter is called "fare"', 'nothing uses the parameter "bus_cost"')


def test_a_parameter_may_feed_a_lever_a_quantity_a_cost_or_a_share() -> None:
    def change(raw: Raw) -> None:
        share = {**raw["parameters"][0], "name": "part", "unit": "%", "low": 0, "default": 30, "high": 100}
        raw["parameters"].append(share)
        raw["costs"][0]["paid_by"] = {"origin": "part", "migrants": "rest"}
        raw["costs"][0]["quantity"] = "rides"

    assert read_template(changed(change), "border-bus").costs[0].paid_by["origin"] == "part"


def test_a_quantity_of_the_model_may_feed_too() -> None:
    raw = changed(put("costs", 0, "paid_by", value={"origin": "sender_part", "destination": "rest"}))
    assert read_template(raw, "border-bus").costs[0].paid_by["origin"] == "sender_part"


def test_a_cost_counts_by_what_a_lever_counts_also_in_pay() -> None:
    for counted in ("visas", "visas_in_home_pay", "visas_in_away_pay"):

        def change(raw: Raw, counted: str = counted) -> None:
            raw["changes"].append({"lever": "channel", "with": {"visas": 9, "low": 1}})
            raw["costs"][0]["quantity"] = counted

        assert read_template(changed(change), "border-bus").costs[0].quantity == counted


def test_a_lever_that_there_is_not_is_refused_with_those_that_there_are() -> None:
    found = faults(changed(put("changes", 0, "lever", value="bus")))
    assert any(said.startswith('no lever is called "bus"; there are restraint, channel, training') for said in found)


def test_a_lever_without_what_it_needs() -> None:
    found = faults(changed(gone("changes", 0, "with", "saving")))
    assert found == ('lever "crossings" needs "saving"', 'nothing uses the parameter "saved"')


def test_what_feeds_a_lever_has_names() -> None:
    found = faults(changed(put("changes", 0, "with", value=["rides"])))
    assert 'lever "crossings": "with" holds what feeds each argument' in found


def test_what_a_corridor_must_have_is_one_of_few() -> None:
    (found,) = faults(changed(put("required", value=["buses"])))
    assert found.startswith('"required": "buses" is none of migrants, movers')


# What is not simulated, and what is coercive --------------------------------------------------------------


def test_what_is_not_simulated_says_why() -> None:
    for change in (gone("why_not_simulated"), put("why_not_simulated", value="")):
        assert faults(changed(change, UNSIMULATED)) == ('"why_not_simulated" is missing',)


def test_what_is_not_simulated_changes_nothing_in_the_model() -> None:
    raw = changed(put("changes", value=[{"lever": "option", "with": {"value": 0.1}}]), UNSIMULATED)
    assert faults(raw) == ("a measure that is not simulated changes nothing in the model",)


def test_what_is_simulated_moves_a_lever() -> None:
    found = faults(changed(gone("changes")))
    assert '"changes" is missing: a simulated measure moves at least one lever' in found


def test_what_is_coercive_is_never_simulated() -> None:
    raw = changed(put("coercive", value=True))
    del raw["needs"]
    assert faults(raw) == ("a coercive measure is never simulated",)


def test_what_is_coercive_is_never_suggested() -> None:
    assert faults(changed(put("coercive", value=True), UNSIMULATED)) == (
        'a coercive measure is never suggested: it has no "needs"',
    )


def test_what_is_coercive_may_be_planned_and_screened() -> None:
    raw = changed(put("coercive", value=True), UNSIMULATED)
    del raw["needs"]
    assert read_template(raw, "border-bus").coercive


# Whatever a file holds ------------------------------------------------------------------------------------

ODD = [None, "", "x", 3, -1.5, True, float("nan"), [], [None], ["x"], [[1]], [{}], {}, {"a": 1}, {"a": [1]}]


@pytest.mark.parametrize("name", [*BUS, "order", "coercive", "health", "agreed_by", "why_not_simulated"])
def test_no_field_however_odd_ends_in_anything_but_a_list_of_faults(name: str) -> None:
    for odd in ODD:
        _is_taken_or_told(changed(put(name, value=odd)))


@pytest.mark.parametrize("name", ["parameters", "changes", "costs", "rights", "needs"])
def test_no_record_however_odd_ends_in_anything_but_a_list_of_faults(name: str) -> None:
    for field in BUS[name][0]:
        for odd in ODD:
            _is_taken_or_told(changed(put(name, 0, field, value=odd)))


def _is_taken_or_told(raw: Raw) -> None:
    try:
        assert read_template(raw, "border-bus").title
    except TemplateIncomplete as told:
        assert told.faults and all(fault.strip() for fault in told.faults)

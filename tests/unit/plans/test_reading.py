"""A plan out of a file and into one: whole, exact, and every slip of the pen with its place."""

import json
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from passerelle.base.errors import PlanUnreadable
from passerelle.plans import reading
from passerelle.plans.reading import as_dict, as_json, as_yaml, place_of_path, plan_of, read_plan, said, schema
from passerelle.plans.records import Corridor, Measure, Need, Objective, Plan, Range, Screened
from tests.unit.plans.makers import action, cost, funded_by, measure, plan, replace, spread, year_long

EXAMPLE = (Path(__file__).parents[3] / "examples/plan.yaml").read_text("utf-8")
HEAD = "title: x\nperiod: {start: 2027-01-01, end: 2028-01-01}\ncurrency: EUR\n"


def held(act: str) -> str:
    """A plan with one action in YAML, whose fields stand on line 11."""
    return HEAD + (
        "objectives:\n  - key: o\n    title: t\n    measures:\n      - key: m\n        title: t\n        actions:\n"
        f"          - {{key: a, title: t, {act}}}\n"
    )


def refused(text: str) -> str:
    with pytest.raises(PlanUnreadable) as problem:
        read_plan(text)
    return str(problem.value)


def varied() -> Plan:
    """A plan that has something in most fields, awkward texts and numbers among them."""
    acts = (
        action("a", 10, costs=(cost("x", spread("0.1", "0.30", "1000")), cost("y", "1E-7", inflation=""))),
        action("b", 5, ["a", Need("a", gap_days=3)], funds=funded_by(("state", "0.125"), ("fund", {2027: "1.10"}))),
    )
    one = measure(
        *acts, template="seasonal", corridor=Corridor("MAR", "ESP", ("DZA",)),
        parameters={"n": 3.0, "small": 1e-07, "on": True, "rate": "0.5", "start": "2027-01-01", "parts": {"low": 0.5}},
        screening=Screened("no stop found", date(2026, 11, 2), date(2027, 11, 2), "ab12", "s.yaml"),
    )  # fmt: skip
    return plan(
        measures=[one], summary="Lines:\n\n- one\n- two: “three” # four", aims=("no", "12", "- a", "é" * 200 + " end"),
        language="fr",
    )  # fmt: skip


# In and out ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("made", [plan(), varied(), read_plan(EXAMPLE)], ids=["small", "varied", "example"])
def test_a_plan_goes_out_and_comes_in_whole_in_both_forms(made: Plan) -> None:
    assert read_plan(as_yaml(made)) == made
    assert read_plan(as_json(made)) == made
    assert plan_of(as_dict(made)) == made
    assert plan_of(json.loads(json.dumps(as_dict(made)))) == made  # years are texts then
    assert as_yaml(read_plan(as_json(made))) == as_yaml(made) and as_json(read_plan(as_yaml(made))) == as_json(made)


def test_other_programs_read_the_same_out_of_either_form() -> None:
    told = yaml.safe_load(as_yaml(varied()))
    assert told["plan"] == 1 and told["aims"] == ["no", "12", "- a", "é" * 200 + " end"]
    assert told["objectives"][0]["measures"][0]["parameters"]["rate"] == "0.5"
    assert json.loads(as_json(varied()))["objectives"][0]["measures"][0]["parameters"]["n"] == 3.0


def test_yaml_is_written_for_people() -> None:
    text = as_yaml(varied())
    assert text.startswith("plan: 1\ntitle: Work and skills\nperiod:\n  start: 2027-01-01\n")
    assert (
        "unit_cost:\n                  low: 0.1\n                  likely: 0.30\n                  high: 1000\n" in text
    )
    assert 'rate: "0.5"' in text and 'start: "2027-01-01"' in text and "transit: [DZA]" in text
    assert "summary: |-\n  Lines:\n\n  - one\n" in text


def test_json_is_written_in_the_plans_own_order() -> None:
    assert list(json.loads(as_json(plan()))) == [
        "plan", "title", "period", "currency", "departments", "exchange_rates", "rates_on", "sources", "objectives",
    ]  # fmt: skip


def test_numbers_are_exact_however_they_are_written() -> None:
    for written in ("0.1", "'0.1'", "0.10", "1.0E-1", "1e-1", ".1"):
        (one,) = read_plan(
            held(f"costs: [{{key: c, item: i, category: s, quantity: {written}, unit_cost: 1}}]")
        ).actions()
        assert one.costs[0].quantity == D("0.1"), written
    long = "12345678901234567890.123456789012345"
    for text in (f'{{"rate": {long}}}', f'{{"rate": "{long}"}}'):
        made = read_plan(json.dumps({"title": "x", "currency": "EUR"})[:-1] + (
            f', "period": {{"start": "2027-01-01", "end": "2028-01-01"}}, "contingency": {text}}}'
        ))  # fmt: skip
        assert made.contingency.rate == D(long)


def test_a_plan_may_begin_with_a_mark_of_its_version_or_without() -> None:
    assert read_plan("plan: 1\n" + HEAD) == read_plan(HEAD)
    assert as_dict(read_plan(HEAD))["plan"] == 1


def test_what_is_left_out_has_its_usual_value() -> None:
    made = read_plan(held("days: 5"))
    (one,) = made.actions()
    assert (one.needs, one.costs, one.lead, made.language, made.uncertainty.correlation) == (
        (),
        (),
        "",
        "en",
        D("0.25"),
    )
    assert made.price_year == 2027 and made.rate_day == date(2027, 1, 1)


def test_needs_may_be_short_or_with_a_gap() -> None:
    (one,) = read_plan(held("days: 5, needs: [b, {action: c, gap_days: 3}]")).actions()
    assert one.needs == ("b", Need("c", 3)) and one.all_needs == (Need("b"), Need("c", 3))


def test_years_may_be_numbers_or_texts() -> None:
    for year in ("2027", "'2027'"):
        (one,) = read_plan(held(f"days: 5, funds: [{{source: s, amounts: {{{year}: 5}}}}]")).actions()
        assert one.funds[0].amounts == {2027: D(5)}


def test_parameters_are_numbers_words_truths_or_numbers_by_part() -> None:
    text = held("days: 5").replace(
        "        actions", "        parameters: {a: 0.5, b: no, c: true, d: {x: 1}, e: 3}\n        actions"
    )
    (one,) = read_plan(text).measures()
    assert one.parameters == {"a": 0.5, "b": "no", "c": True, "d": {"x": 1.0}, "e": 3.0}
    assert [type(value) for value in one.parameters.values()] == [float, str, bool, dict, float]


# What is refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "The file holds no plan: fields with values are expected (title: …, period: …)."),
        ("just words", "The file holds no plan"),
        ("- a\n- b\n", "The file holds no plan"),
        ("title: x\n", 'Line 1, The plan: the field "period" is lacking.'),
        (HEAD + "titel: x\n", 'Line 4, The plan: there is no field "titel". Did you mean "title"?'),
        (HEAD + "zzzz: x\n", 'Line 4, The plan: there is no field "zzzz".'),
        (HEAD + "plan: 2\n", "Line 4, plan: 2 is none of the words, or versions, that the form knows."),
        (HEAD + "rates_on: 2027-02-30\n", "Line 4, rates_on: a day as in 2027-01-31 is expected here."),
        (HEAD + "rates_on: soon\n", "Line 4, rates_on: a day as in 2027-01-31 is expected here."),
        (HEAD + "owners: x\n", "Line 4, owners: a list is expected here, not a text."),
        (HEAD + 'owners:\n  - x\n  - ""\n', "Line 6, owners[2]: a text of length >= 1 is expected here."),
        (HEAD + "demonstration: yes\n", "Line 4, demonstration: true or false is expected here, not a text."),
        (HEAD + "title: y\n", 'Line 4: this is not YAML that can be read: "title" stands here twice.'),
        (HEAD + "summary: [1\n", "Line 5: this is not YAML that can be read: did not find expected ',' or ']'."),
        (HEAD + "where: {places: [mar]}\n", "Line 4, where.places[1]: this is not written as it should be; the form is ^[A-Z]{3}$."),
        (HEAD + "contingency: {rate: .inf}\n", "Line 4, contingency.rate: a number is expected here, with a point"),
        (held("days: 0"), "Line 11, objectives[1].measures[1].actions[1].days: a whole number >= 1 is expected here."),
        (held("days: 1.5"), "actions[1].days: a whole number or nothing is expected here, not a number."),
        (held("gcm: [x]"), "actions[1].gcm[1]: a whole number is expected here, not a text."),
        (held("start: 31.01.2027"), "actions[1].start: a day as in 2027-01-31 is expected here."),
        (held("needs: [B]"), "actions[1].needs[1]: this is not written as it should be; the form is ^[a-z0-9]"),
        (held("funds: [{source: s, amounts: {1900: 5}}]"), "funds[1].amounts: a whole number >= 1990 is expected here."),
        (held("costs: [{key: c, item: i, category: s, quantity: 1, unit_cost: [1]}]"), "costs[1].unit_cost: a number or fields with values are expected here, not a list."),
        (held("costs: [{key: c, item: i, category: s, quantity: 1,5, unit_cost: 1}]"), 'costs[1]: there is no field "5".'),
        (held("costs: [{key: c, item: i, category: s, quantity: {low: 1, likely: 2}, unit_cost: 1}]"), 'costs[1].quantity: the field "high" is lacking.'),
        (held("costs: [{key: c, item: i, category: s, quantity: 1, unit_cost: 1, spread: odd}]"), 'costs[1].spread: "odd" is none of the words'),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_is_told_with_its_line_and_place(text: str, told: str) -> None:
    assert told in refused(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "This is not JSON: Input data was truncated."),
        ('{"title": "x"}', 'The plan: the field "period" is lacking.'),
        ('{"title": 3, "period": {"start": "2027-01-01", "end": "2028-01-01"}, "currency": "EUR"}', "title: a text is expected here, not a whole number."),
        ('{"title": "x", "period": {"start": "2027-01-01", "end": "2028-01-01"}, "currency": "eur"}', "currency: this is not written as it should be; the form is ^[A-Z]{3}$."),
        ('{"title": "x", "period": NaN}', "This is not JSON: JSON is malformed"),
        ('{"objectives": ' + "[" * 100_000, "objectives[1]: fields with values are expected here, not a list."),
        ('{"title": "x", "period": {"start": "2027-01-01", "end": "2028-01-01"}, "currency": "EUR"} more', "This is not JSON: JSON is malformed: trailing characters (byte"),
    ],
)  # fmt: skip
def test_json_is_refused_with_the_same_sentences_but_for_the_line(text: str, told: str) -> None:
    assert told in refused(text) and "Line" not in refused(text)


def test_a_file_that_is_too_large_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", len(HEAD))
    assert read_plan(HEAD)
    assert "a plan has fewer" in refused(HEAD + " ")


def test_plain_values_of_a_page_are_refused_alike() -> None:
    with pytest.raises(PlanUnreadable, match=r"^period.end: a day as in 2027-01-31 is expected here\.$"):
        plan_of({"title": "x", "currency": "EUR", "period": {"start": "2027-01-01", "end": ""}})


@pytest.mark.parametrize(
    ("path", "place"),
    [("", "The plan"), ("$", "The plan"), ("$.title", "title"), ("$.a[0].b[11]", "a[1].b[12]"), ("key in $.a", "a")],
)
def test_places_are_counted_from_one(path: str, place: str) -> None:
    assert place_of_path(path) == place


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ("Expected `str`, got `null` - at `$.title`", "title: a text is expected here, not nothing."),
        ("Expected `str` of length <= 200 - at `$.title`", "title: a text of length <= 200 is expected here."),
        ("Expected `int` <= 3660", "The plan: a whole number <= 3660 is expected here."),
        ("Expected `int`, got `str` - at `key` in `$.a`", "a: a whole number is expected here, not a text."),
        ("Something `new` went wrong - at `$.a`", 'a: something "new" went wrong.'),
    ],
)
def test_the_readers_own_words_become_sentences(problem: str, told: str) -> None:
    assert said(problem) == told


# The schema ---------------------------------------------------------------------------------------------


def test_the_schema_names_every_record_and_field() -> None:
    made = schema()
    assert made["$schema"].endswith("2020-12/schema") and made["$ref"] == "#/$defs/Plan"
    assert set(made["$defs"]["Plan"]["properties"]) == {field.name for field in msgspec.structs.fields(Plan)}
    assert set(made["$defs"]["Measure"]["properties"]) == {field.name for field in msgspec.structs.fields(Measure)}
    assert made["$defs"]["Plan"]["required"] == ["title", "period", "currency"]
    assert made["$defs"]["Plan"]["additionalProperties"] is False


def test_in_the_schema_a_number_may_stand_as_a_number_or_exactly_as_a_text() -> None:
    made = schema()["$defs"]
    assert made["Range"]["properties"]["low"] == {"type": ["number", "string"]}
    assert {"type": ["number", "string"]} in made["Cost"]["properties"]["quantity"]["anyOf"]
    assert '"decimal"' not in json.dumps(schema())


def test_the_schema_can_be_written_as_json() -> None:
    assert json.loads(json.dumps(schema()))["$defs"].keys() == schema()["$defs"].keys()


@pytest.mark.parametrize("made", [varied(), read_plan(EXAMPLE)], ids=["varied", "example"])
def test_plans_keep_to_the_schema(made: Plan) -> None:
    assert not list(breaches(as_dict(made), schema(), schema()["$defs"]))
    broken = as_dict(replace(made, objectives=(Objective("o", "t"),))) | {"titel": "x"}
    assert list(breaches(broken, schema(), schema()["$defs"]))


def breaches(value: Any, form: dict[str, Any], defs: dict[str, Any]) -> Any:
    """What breaks the schema, as far as ours uses it: references, choices, fields, items, enumerations."""
    if "$ref" in form:
        yield from breaches(value, defs[form["$ref"].rsplit("/", 1)[1]], defs)
    elif "anyOf" in form:
        if all(list(breaches(value, one, defs)) for one in form["anyOf"]):
            yield value
    elif form.get("type") == "object":
        if not isinstance(value, dict) or set(form.get("required", ())) - set(value):
            yield value
            return
        known, more = form.get("properties", {}), form.get("additionalProperties", True)
        for name, inner in value.items():
            if name in known or isinstance(more, dict):
                yield from breaches(inner, known.get(name, more), defs)
            elif more is False:
                yield name
    elif form.get("type") == "array":
        if not isinstance(value, list | tuple):
            yield value
            return
        for inner in value:
            yield from breaches(inner, form["items"], defs)
    elif "enum" in form:
        if value not in form["enum"]:
            yield value
    else:
        kinds = {"string": str, "integer": int, "number": int | float, "boolean": bool, "null": type(None)}
        given = form.get("type", [])
        if not any(isinstance(value, kinds[kind]) for kind in (given if isinstance(given, list) else [given])):
            yield value


def test_a_range_and_a_number_are_told_apart() -> None:
    act = year_long(costs=(cost(price=spread(1, 2, 3)),))
    (one,) = read_plan(as_yaml(plan(act))).actions()
    assert isinstance(one.costs[0].unit_cost, Range) and isinstance(one.costs[0].quantity, D)

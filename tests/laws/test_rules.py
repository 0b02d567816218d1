"""Rules, for every input: more pay never closes a door, what becomes known never turns an answer, a row is a person."""

import dataclasses
from datetime import date
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from passerelle.rules import columns, logic
from passerelle.rules.answering import answers
from passerelle.rules.calendar import Span, add_months, earliest_within, months_between, most_days_in, most_months_in
from passerelle.rules.cases import Case, facts_from
from passerelle.rules.columns import Context, Numbers
from passerelle.rules.evaluating import VERDICT, bound_on, evaluated
from passerelle.rules.law import members_on, the_law
from passerelle.rules.reading import Place

LAW = the_law()
DAY = date(2026, 3, 1)
DECIDED = {"met", "not_met", "not_applicable"}
STATES = ["AT", "BE", "DE", "DK", "ES", "FR", "GR", "HU", "IT", "LU", "NL", "PL"]
truths = st.lists(st.sampled_from([0, 1, 2, 3]), min_size=1, max_size=6).map(lambda held: np.array(held, np.uint8))
days = st.dates(date(1990, 1, 1), date(2040, 12, 31))

# every fact of the Blue Card, each perhaps
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "third_country_national": st.booleans(), "salary": st.integers(20_000, 100_000), "contract_months": st.integers(0, 36),
    "regulated_profession": st.booleans(), "qualifications": st.booleans(), "degree_years": st.integers(0, 6),
    "higher_qualification": st.sampled_from(["degree", "experience", "none"]), "isco08": st.sampled_from(["2512", "1330", "2211", "5120"]),
    "experience_months_last_7_years": st.integers(0, 84), "experience_level_comparable": st.booleans(),
    "degree_date": st.dates(date(2010, 1, 1), DAY), "insurance": st.booleans(), "travel_document": st.booleans(),
    "threat": st.booleans(), "holiday_allowance_included": st.booleans(), "applies_as_researcher": st.booleans(),
}  # fmt: skip
people = st.fixed_dictionaries({}, optional=FACTS)


def case(told: dict[str, Any], state: str) -> Case:
    held = dict(told)
    if "salary" in held:
        held |= {"salary_period": "year", "currency": "EUR"}
    if held.get("higher_qualification") == "none":
        held.pop("degree_years", None)
    facts, unsure = facts_from(held, Place("case"), LAW, DAY)
    return Case((state,), DAY, facts, held, unsure=unsure)


def verdict(told: dict[str, Any], state: str, name: str = "blue_card") -> str:
    return answers(case(told, state), LAW, members_on, [name])[0].verdict


@given(people, st.sampled_from(STATES), st.integers(0, 60_000))
def test_more_pay_never_closes_the_card(told: dict[str, Any], state: str, more: int) -> None:
    rank = {"not_met": 0, "undetermined": 1, "national_option": 1, "met": 2, "not_applicable": 3}
    if "salary" in told and state != "BE":
        richer = {**told, "salary": told["salary"] + more}
        assert rank[verdict(richer, state)] >= rank[verdict(told, state)]


@given(people, st.sampled_from(STATES), st.data())
def test_what_becomes_known_never_turns_what_is_decided(told: dict[str, Any], state: str, data: st.DataObject) -> None:
    # what is presumed where nobody speaks is left out: it is said to be presumed
    lacking = sorted(set(FACTS) - set(told) - {"applies_as_researcher"})
    before = verdict(told, state)
    if before in DECIDED and lacking:
        name = data.draw(st.sampled_from(lacking))
        assert verdict({**told, name: data.draw(FACTS[name])}, state) in (before, "not_applicable"), name


@given(st.lists(st.tuples(people, st.sampled_from(STATES)), min_size=2, max_size=5))
def test_a_row_of_a_table_is_a_person(rows: list[tuple[dict[str, Any], str]]) -> None:
    way = LAW.ways["blue_card"]
    each = [case(told, state) for told, state in rows]
    facts = {}
    for name in sorted({name for one in each for name in one.facts}):
        facts[name] = _stacked([one.facts.get(name) for one in each])
    states = columns.words([state for _, state in rows])
    known = np.array(["2100-01-01"], "datetime64[D]")
    context = Context(facts, np.array([DAY], "datetime64[D]"), known, states, columns.words([None]))
    outcome = evaluated(way, context, bound_on(way.act, context, members_on))
    for at, one in enumerate(each):
        alone = answers(one, LAW, members_on, ["blue_card"])[0]
        assert (VERDICT[outcome.verdicts[at]], tuple(outcome.failing(at))) == (alone.verdict, alone.failing)


def _stacked(held: list[Any]) -> Any:
    """Columns of one row under each other; what nobody said is not known."""
    kind = next(one for one in held if one is not None)
    if isinstance(kind, Numbers):
        return columns.exact([np.nan if one is None else one.low[0] for one in held])
    if isinstance(kind, columns.Words):
        return columns.words([None if one is None or one.codes[0] < 0 else one.known[one.codes[0]] for one in held])
    lacking = np.datetime64("NaT", "D") if kind.dtype.kind == "M" else logic.UNKNOWN
    return np.array([lacking if one is None else one[0] for one in held], kind.dtype)


@given(people, st.lists(st.sampled_from(STATES), min_size=1, max_size=6, unique=True))
def test_states_side_by_side_are_answered_as_each_alone(told: dict[str, Any], states: list[str]) -> None:
    held = dataclasses.replace(case(told, states[0]), states=tuple(states))
    for one in answers(held, LAW, members_on, ["blue_card", "no_withdrawal_for_unemployment"]):
        (alone,) = answers(dataclasses.replace(held, states=(one.state,)), LAW, members_on, [one.name])
        assert (one.verdict, one.failing, one.values) == (alone.verdict, alone.failing, alone.values)


@given(truths, truths)
def test_de_morgan_and_double_denial(left: Any, right: Any) -> None:
    many = min(left.size, right.size)
    a, b = left[:many], right[:many]
    assert np.array_equal(logic.contrary(logic.both(a, b)), logic.either(logic.contrary(a), logic.contrary(b)))
    assert np.array_equal(logic.contrary(logic.contrary(a)), a)


@given(days, st.integers(0, 120))
def test_months_on_and_back(day: date, months: int) -> None:
    on = add_months(day, months)
    assert months_between(day, on) == months or on.item().day < day.day  # a clamped end has not the full month
    back = add_months(on, -months).item()
    assert back <= day and (day - back).days <= 3
    assert add_months(earliest_within(np.datetime64(day), months), months) >= np.datetime64(day)


@given(days, days, days)
def test_months_grow_with_the_end(start: date, end: date, later: date) -> None:
    first, second = sorted((end, later))
    assert months_between(start, first) <= months_between(start, second)
    assert months_between(start, end) == -months_between(end, start)


stretches = st.lists(st.tuples(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(1, 300)), max_size=4)


@given(stretches, st.integers(1, 24))
def test_a_window_holds_no_more_than_itself_and_grows_with_more_stays(
    held: list[tuple[date, int]], months: int
) -> None:
    spans = [Span(start, date.fromordinal(start.toordinal() + days)) for start, days in held]
    assert most_months_in(spans, months) <= months + 1e-6
    assert most_months_in(spans[:-1], months) <= most_months_in(spans, months) + 1e-6
    # the slow and obvious way: every window that ends on a day
    taken = {day for one in spans for day in range(one.start.toordinal(), one.end.toordinal())}
    window = 30 * months
    slow = max((sum(day - window < other <= day for other in taken) for day in taken), default=0)
    assert most_days_in(spans, window) == slow

"""Aims, the next question, standings beside each other, the way ahead, a table of jobs in all states, a case as a file."""

from datetime import date

import polars as pl
import pytest

from passerelle.base.occupations import minor_groups, occupations, of_code
from passerelle.rules import goals
from passerelle.rules.answering import answers
from passerelle.rules.cases import Case, facts_from, read_cases
from passerelle.rules.goals import GOALS, GoalUnknown, goal_of
from passerelle.rules.interview import next_question, together
from passerelle.rules.law import members_on, the_law
from passerelle.rules.outlook import outlook
from passerelle.rules.overview import STANDINGS, differences, overview
from passerelle.rules.policy import FACTORS, passing
from passerelle.rules.reading import Place
from passerelle.rules.writing_cases import case_text

DAY = date(2026, 11, 28)
GRADUATE = {
    "third_country_national": True, "contract_months": 24, "regulated_profession": False, "higher_qualification": "degree",
    "degree_years": 3, "isco08": "2431", "salary": 52000, "salary_period": "year", "currency": "EUR",
    "travel_document": True, "insurance": True, "threat": False, "degree_date": date(2015, 1, 1),
}  # fmt: skip


def case(told, states=("BE", "DE", "FR"), day=DAY, region=""):
    facts, unsure = facts_from(told, Place("case"), the_law())
    return Case(tuple(states), day, facts, dict(told), region, unsure=unsure)


# Aims and questions ---------------------------------------------------------------------------------------


def test_every_aim_names_ways_of_the_law_and_groupings_that_are_known():
    for goal in GOALS:
        assert set(goal.ways) <= set(the_law().ways), goal.name
        assert set(goal.says) <= set(the_law().facts)
        assert all(members_on(grouping, DAY) for grouping in goal.groupings)
        assert {the_law().ways[name].act.bound.grouping for name in goal.ways} - {""} <= set(goal.groupings)


def test_every_route_belongs_to_some_aim():
    asked = {name for goal in GOALS for name in goal.ways}
    assert {way.name for way in the_law().routes} <= asked


def test_an_aim_that_there_is_not_is_told_with_those_that_there_are():
    with pytest.raises(GoalUnknown, match="work, study, family"):
        goal_of("fortune")
    assert all(goals.texts())


def test_what_nearly_everybody_answers_alike_is_asked_last():
    law, ways = the_law(), [the_law().ways[name] for name in goal_of("study").ways]
    told, order = {}, []
    while (asked := next_question(case(told), ways, law, members_on)) is not None:
        order.append(asked.main.name)
        told |= {fact.name: "unknown" for fact in asked.facts}
    late = [law.facts[name].late for name in order]
    assert any(late)
    assert late == sorted(late)
    assert len(order) == len(set(order))


def test_pay_is_one_question_with_its_period_and_currency():
    names = [fact.name for fact in together(the_law(), "currency")]
    assert names[0] == "salary"
    assert {"salary_period", "currency"} <= set(names)


def test_nothing_is_asked_that_decides_nothing():
    law = the_law()
    ways = [law.ways[name] for name in goal_of("work").ways]
    citizen = case({"third_country_national": False})
    asked = next_question(citizen, ways, law, members_on)
    assert asked is None or asked.main.name not in law.ways["blue_card"].facts - law.ways["ict"].facts


# Beside each other ----------------------------------------------------------------------------------------


def test_states_that_say_the_same_stand_together_and_what_is_open_first():
    found = answers(case(GRADUATE, region="BE-VLG"), the_law(), members_on, ["blue_card", "ict", "single_permit"])
    parts = overview(found, the_law())
    card = next(one for one in parts if one.way.name == "blue_card")
    assert card.groups[0].standing == "open"
    assert card.groups[0].states == ("DE",)
    assert {state for group in card.groups for state in group.states} == {"BE", "DE", "FR"}
    order = list(STANDINGS)
    assert [order.index(one.standing) for one in parts] == sorted(order.index(one.standing) for one in parts)


def test_two_days_differ_where_a_threshold_rose():
    ways = ["blue_card"]
    before = answers(case(GRADUATE, ["DE"], date(2024, 6, 1)), the_law(), members_on, ways)
    after = answers(case(GRADUATE, ["DE"]), the_law(), members_on, ways)
    assert len(differences(before, after)) == 1
    assert differences(after, after) == []


def test_the_way_ahead_is_days_in_order_with_articles():
    steps = outlook(the_law().ways["blue_card"], date(2026, 11, 28))
    assert steps[0].day == date(2027, 2, 26)
    assert [one.day for one in steps] == sorted(one.day for one in steps)
    assert steps[-1].day == date(2032, 2, 26)
    assert all(one.cites for one in steps)
    assert outlook(the_law().ways["reflection_period"], DAY) == []


# A table --------------------------------------------------------------------------------------------------


def jobs(*pays):
    plain = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in GRADUATE.items()}
    return pl.DataFrame([{**plain, "salary": str(pay)} for pay in pays])


def test_the_share_that_passes_falls_as_the_pay_asked_for_rises():
    (germany,) = passing(jobs(30_000, 48_000, 52_000, 80_000), the_law().ways["blue_card"], the_law(), members_on,
                         states=["DE"], day=DAY)  # fmt: skip
    assert germany.share == 0.5
    shares = dict(germany.moved)
    assert set(shares) == set(FACTORS)
    assert shares[1.0] == germany.share
    assert list(shares.values()) == sorted(shares.values(), reverse=True)
    assert (shares[0.8], shares[1.2]) == (0.75, 0.25)


def test_a_state_that_is_not_bound_or_whose_pay_is_not_known_is_not_guessed():
    denmark, poland = passing(
        jobs(60_000), the_law().ways["blue_card"], the_law(), members_on, states=["DK", "PL"], day=DAY
    )
    assert denmark.verdicts == {"not_applicable": 1}
    assert poland.share == 0
    assert poland.undecided == 1  # the pay is in euro, the threshold in złoty: it is not converted


# A file ---------------------------------------------------------------------------------------------------


def test_a_case_as_a_file_is_read_back_the_same():
    told = {**GRADUATE, "threat": "unknown"}
    (read,) = read_cases(case_text(case(told, region="BE-VLG"), ["BE"]), "case.yaml", the_law())
    assert read.states == ("BE",)
    assert read.region == "BE-VLG"
    assert read.unsure == {"threat"}
    assert read.said["degree_date"] == date(2015, 1, 1)


def test_a_case_of_several_states_says_how_to_ask_them_all():
    assert case_text(case(GRADUATE)).startswith("# passerelle admission check case.yaml --state all")


# Occupations ----------------------------------------------------------------------------------------------


def test_occupations_are_the_groups_of_isco_08():
    assert [sum(len(one.code) == digits for one in occupations()) for digits in (1, 2, 3)] == [10, 43, 130]
    assert all(of_code(one.code[:-1]) for one in occupations() if len(one.code) > 1)
    assert len(minor_groups()) == 130


@pytest.mark.parametrize(("code", "name"), [("2221", "Nursing and midwifery professionals"), ("25", "Information and communications technology professionals")])  # fmt: skip
def test_a_code_is_found_by_its_group(code, name):
    assert of_code(code).name == name


@pytest.mark.parametrize("code", ["", "9999", "22211", "x"])
def test_a_code_that_there_is_not_is_none(code):
    assert of_code(code) is None

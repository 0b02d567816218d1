"""Answers: reasons, values, what lacks, what to ask, what would change; one person in every state."""

import dataclasses
from datetime import date

import pytest

from passerelle.rules.answering import Answer, answers
from passerelle.rules.cases import Case
from passerelle.rules.following import ask_next, would_change
from passerelle.rules.law import members_on, the_law
from passerelle.rules.telling import as_values
from tests.unit.rules.makers import answer, case

JOB = (
    "third_country_national: true, salary: 46000, salary_period: year, contract_months: 24, regulated_profession: false, "
    "higher_qualification: degree, degree_years: 3, isco08: '2431', insurance: true, travel_document: true, threat: false"
)
OLD = JOB + ", degree_date: 2012-07-01"
NOT_LISTED = "given_parameters: {shortage_list_contains_isco: false}"


def everywhere(held: Case) -> Case:
    return dataclasses.replace(held, states=tuple(sorted(members_on("EU", held.day))))


def test_a_reason_says_what_was_seen_what_is_needed_and_by_how_much_it_is_off() -> None:
    (reason,) = [one for one in answer("blue_card", OLD, more=NOT_LISTED).conditions if one.id == "bc.salary"]
    assert (reason.verdict, reason.observed, reason.needed, reason.shortfall) == ("not_met", 46000, 50700, 4700)
    assert [str(cite) for cite in reason.cites] == ["32021L1883 Art 5(3)", "32021L1883 Art 5(4)", "32021L1883 Art 5(5)"]
    assert reason.kind == "mandatory" and reason.verification == "secondary" and "salary" in reason.facts


def test_of_several_thresholds_the_lowest_that_may_be_used_is_needed() -> None:
    young = answer("blue_card", JOB + ", degree_date: 2024-07-01", more=NOT_LISTED)
    assert young.verdict == "met" and young.values["threshold"] == 45934.2
    told = [str(cite) for cite in young.deciding]
    assert "32021L1883 Art 5(5)" in told and "32021L1883 Art 5(4)" not in told


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (JOB, ["degree_date"]),
        (JOB.replace("contract_months: 24, ", ""), ["contract_months", "degree_date"]),
        (OLD.replace("salary: 46000, salary_period: year, ", ""), ["salary", "salary_period"]),
        (OLD.replace("salary: 46000, salary_period: year", "salary: 60000, salary_period: year, currency: EUR")
         .replace("higher_qualification: degree, ", ""), ["higher_qualification"]),
    ],
)  # fmt: skip
def test_what_lacks_is_what_would_decide(facts: str, missing: list[str]) -> None:
    found = answer("blue_card", facts, more=NOT_LISTED)
    assert found.verdict == "undetermined" and found.values["missing"] == missing == list(found.missing)


def test_nothing_lacks_where_the_answer_is_there() -> None:
    found = answer("blue_card", OLD + ", entered: 2026-01-01", more=NOT_LISTED)
    assert found.missing == () and "missing" not in found.values


def test_the_nearest_single_fact_that_would_change_it() -> None:
    held, law = case(OLD, more=NOT_LISTED), the_law()
    found = answers(held, law, members_on, ["blue_card"])[0]
    (first, *_) = would_change(held, found.way, found.asked_of.outcome, 0, law, members_on)
    assert (first.fact, first.value, first.was, first.verdict) == ("salary", 50700, 46000, "met")


def test_nothing_that_one_says_binds_a_state_that_is_not_bound() -> None:
    held, law = case(OLD, "IE"), the_law()
    found = answers(held, law, members_on, ["blue_card"])[0]
    assert found.failing == ("not_bound",) and any("not bound" in note for note in found.notes)
    assert would_change(held, found.way, found.asked_of.outcome, 0, law, members_on) == []


def test_what_to_ask_next_is_what_decides_most() -> None:
    held, law = everywhere(case("third_country_national: true")), the_law()
    steps = ask_next(held, law.routes, law, members_on)
    asked = [one.fact for one in steps]
    assert {"threat", "insurance"} <= set(asked[:3]) and {
        "purpose",
        "trafficking_victim",
        "resides_outside_union",
        "salary",
    } <= set(asked)
    assert [one.decides for one in steps] == sorted((one.decides for one in steps), reverse=True)
    assert "third_country_national" not in asked and "hives" not in asked


def test_what_somebody_does_not_know_is_not_asked_again() -> None:
    held, law = case(JOB + ", degree_date: unknown", more=NOT_LISTED), the_law()
    assert [one.fact for one in ask_next(held, [law.ways["blue_card"]], law, members_on)] == []


def test_one_person_in_all_states_is_answered_as_in_each() -> None:
    held, law = everywhere(case(JOB, more=NOT_LISTED)), the_law()
    together = answers(held, law, members_on, ["blue_card", "single_permit", "ict"])
    apart = [
        one for name in ("blue_card", "single_permit", "ict") for state in held.states
        for one in answers(dataclasses.replace(held, states=(state,)), law, members_on, [name])
    ]  # fmt: skip

    def told(one: Answer) -> tuple[object, ...]:
        reasons = [(r.id, r.verdict, r.needed, r.shortfall) for r in one.conditions]
        return one.state, one.name, one.verdict, one.failing, dict(one.values), reasons, one.notes, one.deciding

    for left, right in zip(together, apart, strict=True):
        assert told(left) == told(right)


def test_a_state_without_a_known_threshold_decides_by_itself_beside_those_that_have_one() -> None:
    found = {one.state: one for one in answers(everywhere(case(OLD)), the_law(), members_on, ["blue_card"])}
    assert found["GR"].verdict == "national_option" and found["FR"].verdict == "not_met"
    assert found["NL"].values["shortfall"] == pytest.approx(2108.67, abs=0.01)  # if no holiday pay is in it
    assert found["AT"].values["shortfall"] == pytest.approx(3678 - 46000 / 14, abs=0.01)


def test_regions_are_told_apart_in_their_own_terms() -> None:
    found = answer("blue_card", OLD.replace("46000", "60000"), "BE", more=NOT_LISTED)
    assert found.failing == ("region",) and found.missing == ("region",)
    assert found.values["by_region"]["BE-BRU"] == {"verdict": "met", "threshold": 4748, "a_year": 56976}
    assert found.values["by_region"]["BE-VLG"] == {"verdict": "not_met", "threshold": 63586, "a_year": 63586}
    law = the_law()
    assert [one.fact for one in ask_next(case(OLD.replace("46000", "60000"), "BE", more=NOT_LISTED),
                                         [law.ways["blue_card"]], law, members_on)] == ["region"]  # fmt: skip


def test_notes_say_what_was_taken_for_granted_and_where_sources_disagree() -> None:
    notes = " ".join(answer("blue_card", OLD, "BG").notes)
    assert "Taken for granted, as nobody said otherwise: Does not apply as a researcher" in notes
    assert "Sources disagree (BG): Contradicted elsewhere" in notes
    said = " ".join(answer("blue_card", OLD + ", applies_as_researcher: false", "BG").notes)
    assert "Does not apply as a researcher" not in said


def test_before_the_act_and_before_states_had_to_apply_it() -> None:
    early = answer("blue_card", OLD, day="2021-11-16")
    assert (early.verdict, early.failing) == ("not_applicable", ("not_in_force",))
    between = answer("blue_card", OLD, day="2022-06-01", more=NOT_LISTED)
    assert any("until 2023-11-18 to apply 32021L1883; until then 32009L0050" in note for note in between.notes)
    assert not any("until 2023" in note for note in answer("blue_card", OLD).notes)


def test_an_answer_as_values() -> None:
    law, held = the_law(), case(OLD, more=NOT_LISTED)
    one = answers(held, law, members_on, ["blue_card"])[0]
    told = as_values(one, [], would_change(held, one.way, one.asked_of.outcome, 0, law, members_on))
    assert list(told) == ["state", "route", "kind", "verdict", "failing", "deciding", "conditions", "value", "ask_next",
                          "would_change", "rights", "notes", "as_of"]  # fmt: skip
    assert told["as_of"] == "2026-03-01" and told["value"]["known_from"] == "2026-01-01"
    assert {"id", "verdict", "article", "kind", "verification", "observed", "needed", "shortfall"} <= set(
        told["conditions"][0]
    )
    right = answer("job_search_stay", "current_status: student")
    values = as_values(right, [], [])
    assert (values["route"], values["kind"]) == ("job_search_stay", "right") and right.day == date(2026, 3, 1)


def test_the_article_by_which_a_condition_is_asked_of_somebody_is_told() -> None:
    facts = "third_country_national: true, relation: spouse, spouse_age: 30, resources: false, threat: false, family_before_entry: true"
    asked = "given_parameters: {three_month_rule: true}"
    late = answer("family_reunification", facts + ", sponsor_status: refugee, status_granted: 2025-01-01", more=asked)
    assert late.failing == ("fr.resources",)
    assert [str(one) for one in late.deciding] == ["32003L0086 Art 7(1)(c)", "32003L0086 Art 12(1)"]
    worker = answer(
        "family_reunification", facts + ", sponsor_status: worker", more="given_parameters: {resources_required: true}"
    )
    assert [str(one) for one in worker.deciding] == ["32003L0086 Art 7(1)(c)"]

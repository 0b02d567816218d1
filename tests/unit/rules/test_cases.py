"""Cases that cannot be: refused with file, line and reason; and what a case may leave out."""

import pytest

from passerelle.rules.cases import read_cases
from passerelle.rules.law import members_on, the_law
from passerelle.rules.places import refuse_before, refuse_strangers
from passerelle.rules.yaml_given import FileUnsound
from tests.unit.rules.makers import case

HEAD = "member_state: {state}\napplication_date: {day}\n"


def refused(facts: str = "", state: str = "DE", day: str = "2026-03-01", more: str = "") -> str:
    text = HEAD.format(state=state, day=day) + f"facts:\n{facts}\n{more}"
    with pytest.raises(FileUnsound) as problem:
        read_cases(text, "nurse.yaml", the_law())
    return str(problem.value)


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("salery: 3", 'there is no fact "salery". Did you mean "salary"?'),
        ("salary: 50000", "pay needs its period"),
        ("salary: 50000\n  salary_period: week", '"week" is none of month, year'),
        ("salary: much\n  salary_period: year", "a number is needed here, not 'much'"),
        ("salary: -1\n  salary_period: year", "-1 is less than can be (0)"),
        ("salary: .nan\n  salary_period: year", "a number is needed"),
        ("salary: true\n  salary_period: year", "a number is needed here, not True"),
        ("contract_months: 5000", "5000 is more than can be (1200)"),
        ("insurance: maybe", "true or false is needed here, not 'maybe'"),
        ("insurance: 1", "true or false is needed here, not 1"),
        ("higher_qualification: degre", 'Did you mean "degree"?'),
        ("degree_date: 2026-02-30", "2026-02-30"),
        ("degree_date: 1026-02-20", "1026-02-20 lies outside 1900 to 2200"),
        ("degree_date: 2026-03-02", "a degree is not obtained after the application"),
        ("legal_residence_from: 2027-01-01", "residence does not begin after the application"),
        ("absences: [{from: 2024-05-01, to: 2024-04-01}]", "it ends on 2024-04-01, before it begins on 2024-05-01"),
        ("absences: [{to: 2024-04-01}]", "a stretch has from"),
        ("absences: long", "a list of stretches"),
        ("currency: euro", '"euro" is no currency of ISO 4217'),
        ("role: [manager]", "a word is needed"),
        ("resides_outside_union: true\n  legally_resident: true", "nobody lives outside the Union and in one of its states"),
        ("legally_resident: true\n  illegally_staying: true", "a stay has a permit or has none"),
        ("relation: adult_child\n  age: 12", "who is under age is no grown-up child"),
        ("higher_qualification: none\n  degree_years: 4", "no degree, no experience"),
        ("legal_residence_from: 2022-01-01\n  status_history: [{status: employee, from: 2021-01-01, to: 2025-01-01}]",
         "a status begins on 2021-01-01 and goes on, while legal residence began on 2022-01-01"),
        ("status_history: [{status: a, from: 2021-01-01, to: 2025-01-01}, {status: b, from: 2024-01-01, to: 2025-02-01}]",
         "two statuses hold at once"),
    ],
)  # fmt: skip
def test_facts_that_cannot_be(fact: str, told: str) -> None:
    said = refused(f"  {fact}")
    assert said.startswith("nurse.yaml, line ") and told in said


def test_the_line_is_that_of_the_fact() -> None:
    assert "line 6" in refused("  insurance: true\n  threat: false\n  salery: 3")


@pytest.mark.parametrize(("state", "told"), [("Germany", "two letters"), ("D", "two letters"), ("12", "two letters")])
def test_a_state_is_two_letters(state: str, told: str) -> None:
    assert told in refused(state=state)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("mood: good", 'there is no field "mood"'), ("given_parameters: {waiting: 3}", 'no parameter "waiting". Did you mean'),
        ("given_parameters: {seasonal_max_months: 10}", "outside what 32014L0036 Art 14(1) allows a state to lay down (5 to 9)"),
        ("given_parameters: [1]", "names with values are needed"), ("region: BE-XYZ", 'no region "BE-XYZ"'),
        ("knowledge_date: tomorrow", '"tomorrow" is not a day'),
    ],
)  # fmt: skip
def test_fields_that_cannot_be(more: str, told: str) -> None:
    assert told in refused(more=more)


def test_pay_without_currency_where_the_threshold_is_in_another() -> None:
    assert "pay needs its currency in PL: write currency: PLN" in refused(
        "  salary: 9000\n  salary_period: month", "PL"
    )
    assert case("salary: 9000, salary_period: month", "FR").states == ("FR",)


def test_states_that_no_act_binds() -> None:
    law = the_law()
    for state in ("CH", "GB", "UK", "US", "XX"):
        with pytest.raises(
            FileUnsound, match=r"case\.yaml, line 1, member_state.*was no member of the Union on 2026-03-01"
        ):
            refuse_strangers(case("", state), law, members_on)
    with pytest.raises(FileUnsound, match="HR was no member"):
        refuse_strangers(case("", "HR", "2013-06-30"), law, members_on)
    for state in ("EL", "GR", "IE", "SN"):
        refuse_strangers(case("", state), law, members_on)


def test_a_day_before_the_act() -> None:
    law = the_law()
    with pytest.raises(FileUnsound, match=r"line 2, application_date: on 2019-05-01 .*32021L1883.*2021-11-17"):
        refuse_before(case("", day="2019-05-01"), law, ["blue_card"])
    refuse_before(case("", day="2019-05-01"), law, ["blue_card", "ict"])


def test_what_is_left_out_is_not_known_and_what_is_not_sure_is_named() -> None:
    held = case("cooperates: unknown, age: null, insurance: true")
    assert set(held.facts) == {"insurance"} and held.unsure == {"cooperates", "age"}


def test_norway_is_no_no_and_greece_is_written_twice() -> None:
    assert case("", "NO").states == ("NO",) and case("", "EL").states == ("GR",) == case("", "gr").states


def test_several_cases_and_what_is_no_case() -> None:
    law = the_law()
    text = "version: 1\npersonas:\n- {id: A, member_state: DE, application_date: 2026-01-01, facts: {}}\n"
    assert [one.id for one in read_cases(text, "x.yaml", law)] == ["A"]
    for wrong, told in [("3", "a case is needed"), ("personas: 3", "a list of cases"), ("personas: [3]", "a case is needed"),
                        ("facts: {}", "two letters"), ("", "a case is needed")]:  # fmt: skip
        with pytest.raises(FileUnsound, match=told):
            read_cases(wrong, "x.yaml", law)

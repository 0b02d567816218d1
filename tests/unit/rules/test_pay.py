"""Pay against thresholds by the month and the year, in several currencies, with and without holiday pay."""

import pytest

from passerelle.rules.compiling import Law
from passerelle.rules.national import in_terms_of
from tests.unit.rules.makers import ACT, FACTS, answer, small_law

PAY_FACTS = FACTS + (
    "  salary: {kind: number, ask: How much?}\n  salary_period: {kind: word, ask: For what time?}\n"
    "  currency: {kind: word, ask: In what?}\n  holiday: {kind: truth, ask: Holiday pay?}\n"
    ""
)
RULE = (
    "{pay_reaches: {amount: salary, period: salary_period, currency: currency, holiday: holiday, "
    "thresholds: [{than: floor, cite: '4'}, {than: low, cite: '5', when: gloves}]}}"
)
LAW = (
    ACT.replace("{ge: [hives, 3]}", RULE)
    + """    values: {threshold: needed b.hives, shortfall: shortfall b.hives}
parameters:
  floor: {kind: money, says: Floor, cite: '4'}
  low: {kind: money, says: Lower floor, cite: '5'}
values:
  floor:
    - {state: DE, value: 1200, valid_from: 2024-01-01, status: secondary, sources: [a]}
    - {state: NL, value: 100, per: month, holiday_share: 0.08, valid_from: 2024-01-01, status: secondary, sources: [a]}
    - {state: AT, value: 100, per: month, months: 14, valid_from: 2024-01-01, status: secondary, sources: [a]}
    - {state: PL, value: 500, per: month, currency: PLN, valid_from: 2024-01-01, status: secondary, sources: [a]}
    - {state: IT, value: 1000, high: 1200, valid_from: 2024-01-01, status: unverified, sources: [a, b], conflicts: [two]}
  low:
    - {state: DE, value: 900, valid_from: 2024-01-01, status: secondary, sources: [a]}
    - {state: DE, value: null, valid_from: 2025-06-01, status: secondary, sources: [a]}
"""
)


@pytest.fixture(scope="module")
def law() -> Law:
    return small_law(LAW, PAY_FACTS)


@pytest.mark.parametrize(
    ("state", "facts", "wanted"),
    [
        ("DE", "salary: 1200, salary_period: year", "met"), ("DE", "salary: 1199.99, salary_period: year", "not_met"),
        ("DE", "salary: 100, salary_period: month", "met"), ("DE", "salary: 99.99, salary_period: month", "not_met"),
        ("NL", "salary: 1200, salary_period: year, holiday: false", "met"),
        ("NL", "salary: 1200, salary_period: year, holiday: true", "not_met"),
        ("NL", "salary: 1296, salary_period: year, holiday: true", "met"),
        ("NL", "salary: 1250, salary_period: year", "undetermined"), ("NL", "salary: 1300, salary_period: year", "met"),
        ("NL", "salary: 1100, salary_period: year", "not_met"),
        ("AT", "salary: 1400, salary_period: year", "met"), ("AT", "salary: 1399, salary_period: year", "not_met"),
        ("AT", "salary: 100, salary_period: month", "met"),
        ("PL", "salary: 6000, salary_period: year, currency: PLN", "met"),
        ("PL", "salary: 6000, salary_period: year, currency: EUR", "undetermined"),
        ("DE", "salary: 99999, salary_period: year, currency: USD", "undetermined"),
        ("IT", "salary: 1100, salary_period: year", "undetermined"), ("IT", "salary: 1200, salary_period: year", "met"),
        ("IT", "salary: 999, salary_period: year", "not_met"), ("FR", "salary: 9999, salary_period: year", "national_option"),
    ],
)  # fmt: skip
def test_pay_in_the_threshold_s_own_terms(law: Law, state: str, facts: str, wanted: str) -> None:
    # who has no gloves may not use the lower threshold
    assert answer("bees", facts + ", gloves: false", state, "2025-01-01", law).verdict == wanted


def test_a_lower_threshold_counts_while_a_state_has_one(law: Law) -> None:
    facts = "salary: 900, salary_period: year, gloves: true"
    assert answer("bees", facts, "DE", "2025-05-31", law).values["threshold"] == 900
    assert answer("bees", facts, "DE", "2025-05-31", law).verdict == "met"
    after = answer("bees", facts, "DE", "2025-06-01", law)
    assert (after.verdict, after.values) == ("not_met", {"threshold": 1200, "shortfall": 300})
    assert answer("bees", "salary: 900, salary_period: year", "DE", "2025-05-31", law).verdict == "undetermined"


def test_what_is_short_is_told_in_the_threshold_s_terms_and_at_least(law: Law) -> None:
    short = answer("bees", "salary: 1100, salary_period: year, gloves: false", "NL", "2025-01-01", law)
    assert short.values == {"threshold": 100, "shortfall": 8.33}


def test_a_value_by_the_month_beside_one_by_the_year(law: Law) -> None:
    rows = {row.state: row for row in law.values if row.parameter == "floor"}
    assert in_terms_of(rows["AT"], rows["DE"]) == 1400 and in_terms_of(rows["DE"], rows["AT"]) == pytest.approx(
        1200 / 14
    )
    assert in_terms_of(rows["DE"], rows["IT"]) == 1200

"""What is worth a look: each remark where there is cause and none where there is not."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from passerelle.plans.budget import budget
from passerelle.plans.faults import Fault
from passerelle.plans.gate import KINDS
from passerelle.plans.records import Indicator, Plan, TradeEffect
from passerelle.plans.remarks import conflicts_said, remarks
from passerelle.plans.schedule import schedule
from tests.unit.plans.makers import TODAY, action, cost, funded_by, measure, plan, replace, year_long

SAID = Indicator("Teachers with the diploma")


def of(made: Plan) -> list[Fault]:
    times = schedule(made)
    return list(remarks(made, times, budget(made, times), TODAY))


def kinds(made: Plan) -> list[str]:
    """The kinds of remarks, without those of the gate, which has its own tests."""
    return [one.kind for one in of(made) if one.kind not in KINDS]


def careful(**changes: Any) -> Any:
    """An action in which nothing is worth a look, but for what is changed."""
    return replace(year_long(), lead="labour", indicators=(SAID,), costs=(cost(),), **changes)


def test_a_careful_plan_has_no_remark_but_the_gates() -> None:
    assert kinds(plan(careful())) == []
    assert [one.kind for one in of(plan(careful()))] == ["unscreened"]


@pytest.mark.parametrize(
    ("changes", "kind", "text"),
    [
        ({"lead": ""}, "no_lead", "Nobody leads “Do a”."),
        ({"indicators": ()}, "no_indicator", "Nothing says by what “Do a” is judged."),
        ({"costs": ()}, "no_costs", "“Do a” has no costs yet."),
        ({"costs": (cost(), cost("d", to_check=True))}, "to_check", "Costs of “Do a” are still to be checked."),
        (
            {"trade": (TradeEffect("K", "Counters", 40, "Other tasks first"), TradeEffect("A"))}, "trade",
            "“Do a” puts jobs at risk, and nothing is said of what is done about it.",
        ),
    ],
)  # fmt: skip
def test_what_an_action_lacks(changes: dict[str, Any], kind: str, text: str) -> None:
    (told,) = (one for one in of(plan(replace(careful(), **changes))) if one.kind not in KINDS)
    assert (told.kind, told.key) == (kind, "a")
    assert str(told) == f"objectives[1].measures[1].actions[1]: {text}"


def test_a_measure_without_actions() -> None:
    told = [str(one) for one in of(plan(measures=[measure(), measure(careful(), key="n")])) if one.kind == "empty"]
    assert told == ["objectives[1].measures[1]: “Measure m” has no action yet."]


def test_a_line_that_is_in_no_total() -> None:
    made = plan(replace(careful(), costs=(cost(currency="MAD"),)), exchange_rates=())
    (told,) = (one for one in of(made) if one.kind == "left_out")
    assert str(told) == ("“Item c” of “Do a” is in no total: no rate of exchange from MAD is known on 2026-11-02.")


def test_money_beyond_what_a_year_costs() -> None:
    (told,) = (one for one in of(plan(careful(funds=funded_by(("fund", {2027: "130.25"}))))) if one.kind == "surplus")
    assert str(told) == "“Do a” is given more in 2027 than it costs; 30.25 EUR is in no total."


def told_of_conflicts(*actions: Any) -> Sequence[str]:
    return [str(one) for one in conflicts_said(schedule(plan(*actions)))]


def test_clashes_of_the_timetable_are_sentences() -> None:
    first = action("a", 10, start=date(2027, 1, 1))
    assert told_of_conflicts(first, action("b", 5, ["a"], start=date(2027, 1, 8))) == [
        "“Do b” begins 3 days before “Do a”, which it needs, lets it."
    ]
    assert told_of_conflicts(action("a", 3, start=date(2026, 12, 30))) == ["“Do a” begins 2 days before the plan does."]
    assert told_of_conflicts(action("a", 5, start=date(2030, 12, 30))) == ["“Do a” ends 3 days after the plan does."]
    assert told_of_conflicts(first) == []


def test_clashes_come_first_then_the_gate_then_money_then_actions() -> None:
    made = plan(replace(careful(), start=date(2026, 12, 31), lead="", costs=(cost(currency="MAD"),)), exchange_rates=())
    assert [one.kind for one in of(made)] == ["before_plan", "unscreened", "left_out", "no_lead"]


def test_remarks_are_said_in_other_languages() -> None:
    (told,) = (one for one in of(plan(careful(funds=funded_by(("fund", {2027: "101"}))))) if one.kind == "surplus")
    assert "Do a" in told.text("fr") and "2027" in told.text("fr") and "1.00" in told.text("ar")


def test_a_fault_without_a_place_is_its_sentence_alone() -> None:
    assert str(Fault("k", "", "Nobody leads “{title}”.", {"title": "x"})) == "Nobody leads “x”."
    assert str(Fault("k", "a[1]", "Nobody leads “{title}”.", {"title": "x"})) == "a[1]: Nobody leads “x”."

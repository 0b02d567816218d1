"""What changed, and two people's changes put together: nothing is lost, what differs is told."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest

from passerelle.base.errors import PlanUnreadable
from passerelle.plans.changes import Change, changes, merged, resolved
from passerelle.plans.records import Corridor, Department, Indicator, Objective, Plan, Screened, Source, Step
from tests.unit.plans.makers import action, cost, measure, plan, replace, spread

PLACE = ("objectives", "o", "measures", "m", "actions")


def of(*actions: Any, **more: Any) -> Plan:
    return plan(*actions, **more)


def told(before: Plan, after: Plan) -> list[tuple[str, tuple[str, ...], Any, Any]]:
    return [(one.kind, one.path, one.before, one.after) for one in changes(before, after)]


BASE = of(action("a", 10), action("b", 20), action("c", 30))
A, B, C = BASE.actions()


# What changed -------------------------------------------------------------------------------------------


def test_between_a_plan_and_itself_nothing_changed() -> None:
    assert changes(BASE, BASE) == []


def test_a_field_of_the_plan() -> None:
    assert told(BASE, replace(BASE, title="New")) == [("changed", ("title",), "Work and skills", "New")]


def test_a_field_that_was_not_there_and_one_that_no_longer_is() -> None:
    with_text = replace(BASE, summary="Short")
    assert told(BASE, with_text) == [("changed", ("summary",), None, "Short")]
    assert told(with_text, BASE) == [("changed", ("summary",), "Short", None)]


def test_a_field_of_an_action_has_its_path_by_keys_and_the_actions_title() -> None:
    (one,) = changes(BASE, of(A, replace(B, days=25), C))
    assert one == Change("changed", (*PLACE, "b", "days"), "Do b", 20, 25) and one.field == "days"


def test_an_action_more_and_one_less() -> None:
    (gone,) = changes(BASE, of(A, C))
    assert (gone.kind, gone.path, gone.title, gone.field) == ("removed", (*PLACE, "b"), "Do b", "actions")
    assert gone.before == {"key": "b", "title": "Do b", "days": 20} and gone.after is None
    (come,) = changes(of(A, C), BASE)
    assert (come.kind, come.before, come.after) == ("added", None, gone.before)


def test_the_first_and_the_last_of_a_list() -> None:
    empty = of()
    assert [one.kind for one in changes(empty, BASE)] == ["added"] * 3
    assert [one.kind for one in changes(BASE, empty)] == ["removed"] * 3


def test_a_moved_action_is_moved_and_no_new_one() -> None:
    assert told(BASE, of(C, A, B)) == [("moved", PLACE, ["a", "b", "c"], ["c", "a", "b"])]


def test_moved_and_changed_are_both_told() -> None:
    assert [one.kind for one in changes(BASE, of(replace(C, days=1), A))] == ["removed", "changed", "moved"]


def test_a_part_without_a_key_changes_as_a_whole_list() -> None:
    after = of(replace(A, steps=(Step("x"), Step("y"))), B, C)
    assert told(BASE, after) == [("changed", (*PLACE, "a", "steps"), None, [{"title": "x"}, {"title": "y"}])]


def test_costs_are_told_line_by_line_and_ranges_field_by_field() -> None:
    before = of(replace(A, costs=(cost("x", spread(1, 2, 3)), cost("y"))))
    after = of(replace(A, costs=(cost("x", spread(1, 2, 4)), cost("y"))))
    assert told(before, after) == [("changed", (*PLACE, "a", "costs", "x", "unit_cost", "high"), "3", "4")]
    (one,) = changes(before, after)
    assert one.title == "Item x"


def test_a_number_written_otherwise_is_no_change() -> None:
    assert changes(of(replace(A, costs=(cost(price="0.30"),))), of(replace(A, costs=(cost(price="0.3"),)))) == []


def test_a_number_that_becomes_a_range_changes_as_a_whole() -> None:
    (one,) = changes(of(replace(A, costs=(cost(),))), of(replace(A, costs=(cost(price=spread(1, 2, 3)),))))
    assert (one.before, one.after) == ("100", {"low": "1", "likely": "2", "high": "3"})


def test_days_and_numbers_are_texts() -> None:
    (one,) = changes(of(replace(A, start=date(2027, 1, 1))), of(replace(A, start=date(2027, 2, 1))))
    assert one.as_dict() == {
        "kind": "changed", "path": [*PLACE, "a", "start"], "title": "Do a", "before": "2027-01-01", "after": "2027-02-01",
    }  # fmt: skip


def test_departments_and_sources_are_named_by_their_names() -> None:
    after = replace(BASE, sources=(*BASE.sources, Source("x", "Union of Hospitals")))
    assert [(one.kind, one.title) for one in changes(BASE, after)] == [("added", "Union of Hospitals")]


# Two people at once ---------------------------------------------------------------------------------------


def put_together(base: Plan, mine: Plan, theirs: Plan) -> Plan:
    """Both people's changes, which do not clash, whoever is called mine."""
    found, other = merged(base, mine, theirs), merged(base, theirs, mine)
    assert found.clashes == () and other.clashes == ()
    return found.plan


def test_who_changed_nothing_takes_the_others() -> None:
    mine = replace(BASE, title="New")
    assert put_together(BASE, mine, BASE) == mine and put_together(BASE, mine, mine) == mine


def test_different_fields_of_one_action_both_count() -> None:
    found = put_together(BASE, of(A, replace(B, days=25), C), of(A, replace(B, text="Why"), C))
    assert found == of(A, replace(B, days=25, text="Why"), C)


def test_one_adds_and_another_takes_away() -> None:
    assert put_together(BASE, of(A, B, C, action("d")), of(A, C)) == of(A, C, action("d"))


def test_both_add_and_both_stay() -> None:
    found = merged(BASE, of(A, action("m1"), B, C), of(A, B, action("t1"), C)).plan
    assert [one.key for one in found.actions()] == ["a", "m1", "b", "t1", "c"]


def test_both_take_the_same_away() -> None:
    assert put_together(BASE, of(A, C), of(A, C)) == of(A, C)


def test_the_whole_list_taken_away_and_one_added() -> None:
    assert put_together(BASE, of(), of(A, B, C, action("d"))) == of(action("d"))


def test_both_begin_an_empty_list() -> None:
    found = put_together(of(), of(A), of(B))
    assert {one.key for one in found.actions()} == {"a", "b"}


def test_my_order_counts_where_the_other_kept_his_even_if_he_changed_a_part() -> None:
    found = put_together(BASE, of(C, A, B), of(A, replace(B, days=1), C))
    assert found == of(C, A, replace(B, days=1))
    found = put_together(BASE, of(C, A, B, action("d")), of(A, B, replace(C, days=1)))
    assert found == of(replace(C, days=1), A, B, action("d"))


def test_of_two_orders_the_others_counts_and_all_are_there() -> None:
    found = merged(BASE, of(C, B, A), of(B, A, C))
    assert found.clashes == () and [one.key for one in found.plan.actions()] == ["b", "a", "c"]


def test_the_same_field_written_otherwise_clashes_and_both_are_kept() -> None:
    found = merged(BASE, of(A, replace(B, days=25), C), of(A, replace(B, days=30), C))
    (clash,) = found.clashes
    assert clash.path == (*PLACE, "b", "days") and clash.title == "Do b"
    assert (clash.base, clash.mine, clash.theirs) == (20, 25, 30)
    assert [one.days for one in found.plan.actions()] == [10, 30, 30]


def test_the_same_written_by_both_is_no_clash() -> None:
    both = of(A, replace(B, days=25), C)
    assert put_together(BASE, both, both) == both
    one, other = (of(replace(A, costs=(cost(price=price),))) for price in ("0.30", "0.3"))
    assert merged(BASE, one, other).clashes == ()


def test_changed_by_me_and_taken_away_by_the_other() -> None:
    found = merged(BASE, of(A, replace(B, days=25), C), of(A, C))
    (clash,) = found.clashes
    assert found.plan == of(A, C) and clash.path == (*PLACE, "b")
    assert (clash.base["days"], clash.mine["days"], clash.theirs) == (20, 25, None)


def test_taken_away_by_me_and_changed_by_the_other() -> None:
    found = merged(BASE, of(A, C), of(A, replace(B, days=25), C))
    (clash,) = found.clashes
    assert found.plan == of(A, replace(B, days=25), C) and clash.mine is None and clash.theirs["days"] == 25


def test_one_key_for_two_new_parts_clashes_field_by_field() -> None:
    found = merged(of(), of(action("n", 5)), of(action("n", 7, title="Other")))
    assert {clash.path[-1]: (clash.mine, clash.theirs) for clash in found.clashes} == {
        "days": (5, 7), "title": ("Do n", "Other"),
    }  # fmt: skip


def test_lists_without_keys_clash_as_a_whole() -> None:
    base, mine, theirs = (of(replace(A, steps=tuple(map(Step, names)))) for names in ("x", "xy", "xz"))
    (clash,) = merged(base, mine, theirs).clashes
    assert clash.path[-1] == "steps" and clash.mine == [{"title": "x"}, {"title": "y"}]


def test_a_record_that_one_takes_away_and_the_other_changes() -> None:
    base, theirs = (plan(measures=[measure(screening=Screened(said))]) for said in ("stopped", "no stop found"))
    found = merged(base, plan(measures=[measure()]), theirs)
    (clash,) = found.clashes
    assert clash.path[-1] == "screening" and clash.mine is None and found.plan == theirs


def test_two_ends_of_a_corridor_changed_by_two() -> None:
    base, mine, theirs = (
        plan(measures=[measure(corridor=Corridor(*ends))]) for ends in (("MAR", "BEL"), ("TUN", "BEL"), ("MAR", "FRA"))
    )
    assert put_together(base, mine, theirs) == plan(measures=[measure(corridor=Corridor("TUN", "FRA"))])


def test_numbers_stay_exact() -> None:
    found = merged(
        BASE, of(replace(A, costs=(cost(price="0.1000000000000000000000001"),)), B, C), replace(BASE, title="x")
    )
    (line,) = next(found.plan.actions()).costs
    assert str(line.unit_cost) == "0.1000000000000000000000001"


# Settling what clashes -------------------------------------------------------------------------------------


def settle(base: Plan, mine: Plan, theirs: Plan, *, as_i_have_it: bool) -> Plan:
    found = merged(base, mine, theirs)
    return resolved(found, {clash.path: clash.mine for clash in found.clashes} if as_i_have_it else {})


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (of(A, replace(B, days=25), C), of(A, replace(B, days=30), C)),
        (of(A, replace(B, days=25), C), of(A, C)),
        (of(A, C), of(A, replace(B, days=25), C)),
        (of(replace(A, days=1), replace(B, days=2), C), of()),
        (of(), of(A, B, replace(C, days=2))),
        (of(replace(A, costs=(cost(price="0.5"),)), B, C), of(replace(A, costs=(cost(price="0.7"),)), B, C)),
        (replace(BASE, summary="mine"), replace(BASE, summary="theirs")),
    ],
)
def test_settled_for_me_my_value_stands_and_else_the_others(mine: Plan, theirs: Plan) -> None:
    parts = {clash.path for clash in merged(BASE, mine, theirs).clashes}
    assert parts
    for_me, for_them = (settle(BASE, mine, theirs, as_i_have_it=choice) for choice in (True, False))
    assert for_them == merged(BASE, mine, theirs).plan
    again = merged(BASE, mine, for_me)
    assert not [clash for clash in again.clashes if clash.path in parts and clash.mine != clash.theirs]


def test_a_part_that_the_other_took_away_comes_back_even_into_an_empty_list() -> None:
    found = settle(of(A), of(replace(A, days=99)), of(), as_i_have_it=True)
    assert found == of(replace(A, days=99))


def test_a_value_of_ones_own_settles_too_and_is_checked() -> None:
    found = merged(BASE, of(A, replace(B, days=25), C), of(A, replace(B, days=30), C))
    assert [one.days for one in resolved(found, {(*PLACE, "b", "days"): 27}).actions()] == [10, 27, 30]
    assert resolved(found, {("title",): "not a clash"}) == found.plan
    with pytest.raises(PlanUnreadable, match="days: a whole number"):
        resolved(found, {(*PLACE, "b", "days"): "many"})


def test_names_of_the_innermost_part_are_told() -> None:
    base = replace(
        BASE, departments=(Department("d", "Old"),), objectives=(Objective("o", "O", indicators=(Indicator("i"),)),)
    )
    mine, theirs = (replace(base, departments=(Department("d", "Old", part=part),)) for part in ("x", "y"))
    (clash,) = merged(base, mine, theirs).clashes
    assert clash.title == "Old" and clash.path == ("departments", "d", "part")
    assert merged(base, mine, theirs).plan.contingency.rate == D(0)

"""The timetable: worked examples with their published answers, planned days, conflicts, circles, slips."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from passerelle.base.errors import PlanError
from passerelle.plans.records import Action, Need, Plan
from passerelle.plans.schedule import (
    Circle,
    Conflict,
    Schedule,
    TooLong,
    as_dict,
    duration,
    in_order,
    planned,
    schedule,
    slip,
)
from tests.unit.plans.makers import DAY, action, plan, replace

# Hillier & Lieberman, Introduction to Operations Research (7th ed., 2001), chapter 10: Reliable Construction Co.
# builds a plant. Activity: weeks, what must end before. The book: 44 weeks; critical A–B–C–E–F–J–L–N.
RELIABLE = {
    "a": (2, ""), "b": (4, "a"), "c": (10, "b"), "d": (6, "c"), "e": (4, "c"), "f": (5, "e"), "g": (7, "d"),
    "h": (9, "eg"), "i": (7, "c"), "j": (8, "fi"), "k": (4, "j"), "l": (5, "j"), "m": (2, "h"), "n": (6, "kl"),
}  # fmt: skip
RELIABLE_SLACK = {"d": 4, "g": 4, "h": 4, "m": 4, "i": 2, "k": 1}  # weeks; all others none


def project(rows: dict[str, tuple[int, str]], unit: int = 1) -> Plan:
    return plan(*(action(key, weeks * unit, tuple(needs)) for key, (weeks, needs) in rows.items()))


def day(number: int) -> date:
    """The numbered day of the plan, counted from 0."""
    return DAY + timedelta(number)


def starts(times: Schedule) -> dict[str, int]:
    return {one.key: (one.early_start - DAY).days for one in times.timed}


def test_the_textbooks_plant_is_built_in_44_weeks() -> None:
    times = schedule(project(RELIABLE, 7))
    assert times.end == day(44 * 7 - 1)
    assert times.critical_path == tuple("abcefjln")


def test_the_textbooks_slack_comes_out() -> None:
    times = schedule(project(RELIABLE, 7))
    assert {one.key: one.slack for one in times.timed if one.slack} == {k: 7 * v for k, v in RELIABLE_SLACK.items()}
    assert {one.key for one in times.timed if one.is_critical} == set(RELIABLE) - set(RELIABLE_SLACK)


def test_the_textbooks_early_and_late_days_come_out() -> None:
    # the same chapter: G may begin in week 22 and must in week 26; M in 38, must in 42
    times = schedule(project(RELIABLE)).by_key
    assert (times["g"].early_start, times["g"].late_start) == (day(22), day(26))
    assert (times["m"].early_start, times["m"].late_start) == (day(38), day(42))
    assert (times["j"].early_start, times["j"].late_end) == (day(25), day(32))


def test_the_parts_of_a_timed_action_belong_together() -> None:
    for one in schedule(project(RELIABLE)).timed:
        assert one.late_start - one.early_start == one.late_end - one.early_end == timedelta(one.slack)
        assert one.days == RELIABLE[one.key][0] == (one.late_end - one.late_start).days + 1


def test_days_are_inclusive() -> None:
    times = schedule(plan(action("a", 1), action("b", 1, ["a"])))
    a, b = times.timed
    assert a.early_start == a.early_end == DAY and b.early_start == day(1) and times.end == day(1)


def test_a_gap_is_whole_days_in_between() -> None:
    times = schedule(plan(action("a", 10), action("b", 5, [Need("a", gap_days=3)])))
    a, b = times.timed
    assert (a.early_end, b.early_start) == (day(9), day(13))
    assert a.slack == b.slack == 0 and times.critical_path == ("a", "b")


def test_the_gap_counts_backwards_too() -> None:
    times = schedule(plan(action("a", 10), action("b", 5, [Need("a", gap_days=3)]), action("c", 30))).by_key
    # c ends on day 29: b may begin on day 25, a may end on day 21
    assert (times["b"].late_start, times["a"].late_end, times["a"].slack) == (day(25), day(21), 12)


def test_without_needs_all_begin_with_the_plan() -> None:
    times = schedule(plan(action("a", 10), action("b", 20)))
    assert starts(times) == {"a": 0, "b": 0}
    assert [one.slack for one in times.timed] == [10, 0] and times.critical_path == ("b",)


def test_a_plan_without_actions_has_no_end() -> None:
    times = schedule(plan())
    assert times == Schedule((), (), None) and times.critical_path == () and times.by_key == {}


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ({"start": day(5), "days": 10}, 5, 14),
        ({"end": day(14), "days": 10}, 5, 14),
        ({"start": day(5), "end": day(14), "days": None}, 5, 14),
        ({"start": day(5), "end": day(14), "days": 10}, 5, 14),
    ],
)
def test_two_of_start_end_and_days_are_enough(given: dict[str, object], first: int, last: int) -> None:
    made = replace(action("a"), **given)
    assert duration(made) == 10 and planned(made) == (day(first), day(last))
    (one,) = schedule(plan(made)).timed
    assert (one.early_start, one.early_end, one.start, one.end) == (day(first), day(last), day(first), day(last))


def test_a_duration_alone_plans_no_days() -> None:
    assert planned(action("a", 10)) == (None, None)
    (one,) = schedule(plan(action("a", 10))).timed
    assert (one.start, one.end, one.pushed) == (None, None, 0)


@pytest.mark.parametrize("given", [{}, {"start": DAY}, {"end": DAY}])
def test_less_than_that_is_no_duration(given: dict[str, date]) -> None:
    with pytest.raises(PlanError, match='"Do a" has neither start and end nor a duration in days'):
        duration(action("a", None, **given))


def test_a_planned_day_is_kept_when_needs_end_earlier() -> None:
    times = schedule(plan(action("a", 10), action("b", 5, ["a"], start=day(20)))).by_key
    assert times["b"].early_start == day(20) and times["b"].driver == "" and times["b"].pushed == 0
    assert times["a"].slack == 10


def test_needs_push_beyond_the_planned_day() -> None:
    times = schedule(plan(action("a", 30), action("b", 5, ["a"], start=day(20)))).by_key
    assert times["b"].early_start == day(30) and times["b"].driver == "a" and times["b"].pushed == 10


def test_the_need_that_ends_last_decides() -> None:
    times = schedule(plan(action("a", 10), action("b", 12), action("c", 1, ["a", "b"])))
    assert times.by_key["c"].driver == "b" and times.critical_path == ("b", "c")


def test_the_critical_path_begins_where_a_planned_day_decides() -> None:
    times = schedule(plan(action("a", 10), action("b", 5, ["a"], start=day(20)), action("c", 5, ["b"])))
    assert times.critical_path == ("b", "c")


def test_every_link_of_the_critical_path_touches_and_has_no_slack() -> None:
    times = schedule(project(RELIABLE))
    for before, after in pairwise(times.critical_path):
        assert times.by_key[after].early_start == times.by_key[before].early_end + timedelta(1)
    assert all(times.by_key[key].is_critical for key in times.critical_path)


# Conflicts ----------------------------------------------------------------------------------------------


def test_an_action_planned_before_what_it_needs_has_ended_is_a_conflict() -> None:
    times = schedule(plan(action("a", 10, start=DAY), action("b", 5, ["a"], start=day(7))))
    assert times.conflicts == (Conflict("needs", "b", "a", 3),)


def test_on_the_next_day_it_is_none() -> None:
    assert schedule(plan(action("a", 10, start=DAY), action("b", 5, ["a"], start=day(10)))).conflicts == ()


def test_a_gap_that_is_cut_is_a_conflict_by_what_is_cut() -> None:
    acts = (action("a", 10, start=DAY), action("b", 5, [Need("a", gap_days=5)], start=day(12)))
    assert schedule(plan(*acts)).conflicts == (Conflict("needs", "b", "a", 3),)


def test_a_need_without_planned_days_conflicts_by_its_early_end() -> None:
    # a ends on day 29 at the earliest, ten days later than b's planned start allows
    times = schedule(plan(action("a", 30), action("b", 5, ["a"], start=day(20))))
    assert times.conflicts == (Conflict("needs", "b", "a", 10),)


def test_a_delay_is_told_where_it_begins_and_not_again_at_each_follower() -> None:
    acts = (
        action("a", 30, start=DAY), action("b", 5, ["a"], start=day(20)), action("c", 5, ["b"], start=day(25)),
    )  # fmt: skip
    times = schedule(plan(*acts))
    assert times.conflicts == (Conflict("needs", "b", "a", 10),)
    assert times.by_key["c"].pushed == 10


def test_an_action_outside_the_plan_is_a_conflict_on_either_side() -> None:
    made = plan(action("a", 3, start=date(2026, 12, 30)), action("b", 5, start=date(2030, 12, 30)))
    assert schedule(made).conflicts == (Conflict("before_plan", "a", "", 2), Conflict("after_plan", "b", "", 3))


def test_the_plans_own_first_and_last_day_are_inside() -> None:
    made = plan(action("a", 1, start=DAY), action("b", 1, start=date(2030, 12, 31)))
    assert schedule(made).conflicts == ()


# Order and circles --------------------------------------------------------------------------------------


def test_each_stands_after_all_that_it_needs_and_others_keep_their_order() -> None:
    acts = (action("a", needs=["c"]), action("b"), action("c"), action("d"))
    assert [acts[at].key for at in in_order(acts)] == ["b", "c", "d", "a"]


def test_a_need_that_stands_twice_counts_once() -> None:
    times = schedule(plan(action("a", 10), action("b", 5, ["a", Need("a", gap_days=2)])))
    assert starts(times) == {"a": 0, "b": 12}


def test_a_need_of_nothing_is_refused_by_name() -> None:
    with pytest.raises(PlanError, match='"Do a" needs "ghost", which is no action'):
        in_order([action("a", needs=["ghost"])])


@pytest.mark.parametrize(
    ("needs", "keys"),
    [
        ({"a": "a"}, "aa"),
        ({"a": "b", "b": "a"}, "aba"),
        ({"a": "b", "b": "c", "c": "a"}, "abca"),
        ({"a": "b", "b": "c", "c": "b"}, "bcb"),  # a only follows the circle
        ({"a": "b", "b": "", "c": "d", "d": "c"}, "cdc"),  # a and b are in none
        ({"a": "b", "b": "ac", "c": ""}, "aba"),
    ],
)
def test_a_circle_is_refused_and_its_actions_are_named_in_turn(needs: dict[str, str], keys: str) -> None:
    made = plan(*(action(key, needs=tuple(each)) for key, each in needs.items()))
    with pytest.raises(Circle) as refused:
        schedule(made)
    assert refused.value.keys == tuple(keys)
    named = " → ".join(f"“Do {key}”" for key in keys)
    assert f"none can begin: {named}. Take one of the needs away." in str(refused.value)


def test_two_ways_to_one_action_are_no_circle() -> None:
    made = plan(action("a"), action("b", needs=["a"]), action("c", needs=["a"]), action("d", needs=["b", "c"]))
    assert schedule(made).end == day(89)


def test_ten_thousand_actions_in_a_row_need_no_deep_recursion() -> None:
    acts = [action("a0", 1), *(action(f"a{n}", 1, [f"a{n - 1}"]) for n in range(1, 10_000))]
    times = schedule(plan(*acts))
    assert times.end == day(9_999) and len(times.critical_path) == 10_000


def test_a_timetable_without_end_is_refused() -> None:
    acts: list[Action] = [action("a0", 36_600), action("a1", 36_600, ["a0"]), action("a2", 36_600, ["a1"])]
    with pytest.raises(TooLong, match="after the year 2300"):
        schedule(plan(*acts))
    assert schedule(plan(*acts[:2])).end is not None


# Slips --------------------------------------------------------------------------------------------------


def test_a_slip_of_a_critical_action_moves_all_behind_it_and_the_end() -> None:
    before = schedule(project(RELIABLE))
    after, moved = slip(project(RELIABLE), "f", 3)
    # f goes on to j, k, l, n; nothing else waits for it
    assert {one.key: one.days for one in moved} == dict.fromkeys("fjkln", 3)
    assert before.end and after.end == before.end + timedelta(3)


def test_slack_takes_a_slip_up() -> None:
    before = schedule(project(RELIABLE))
    after, moved = slip(project(RELIABLE), "i", 2)
    assert [(one.key, one.days) for one in moved] == [("i", 2)] and after.end == before.end
    after, moved = slip(project(RELIABLE), "i", 5)
    assert {one.key: one.days for one in moved} == {"i": 5, **dict.fromkeys("jkln", 3)}


def test_a_planned_day_stops_a_slip_from_going_on() -> None:
    made = plan(action("a", 10), action("b", 5, ["a"], start=day(20)))
    assert [one.key for one in slip(made, "a", 10)[1]] == ["a"]
    assert {one.key: one.days for one in slip(made, "a", 12)[1]} == {"a": 12, "b": 2}


def test_a_slip_counts_from_when_the_action_would_begin_not_from_when_it_was_planned() -> None:
    made = plan(action("a", 30), action("b", 5, ["a"], start=day(20)))
    after, moved = slip(made, "b", 4)
    assert [(one.key, one.title, one.days) for one in moved] == [("b", "Do b", 4)]
    assert after.by_key["b"].early_start == day(34)


@pytest.mark.parametrize("days", [0, -1, 3661])
def test_a_slip_of_no_days_is_refused(days: int) -> None:
    with pytest.raises(PlanError, match=f"1 to 3,660 days, not by {days}"):
        slip(plan(action("a")), "a", days)


def test_a_slip_of_nothing_is_refused() -> None:
    with pytest.raises(PlanError, match='no action "ghost"'):
        slip(plan(action("a")), "ghost", 5)


def test_as_plain_values_days_are_texts_and_parts_are_named() -> None:
    told = as_dict(made := plan(action("a", 10), action("b", 5, ["a"], start=day(7))), schedule(made))
    assert told["plan"] == "Work and skills" and told["demonstration"] is False
    assert told["end"] == "2027-01-15" and told["critical_path"] == ["a", "b"]
    assert told["actions"][1] == {
        "action": "b", "title": "Do b", "early_start": "2027-01-11", "early_end": "2027-01-15",
        "late_start": "2027-01-11", "late_end": "2027-01-15", "slack": 0, "critical": True, "pushed": 3,
    }  # fmt: skip
    assert told["conflicts"] == [{"kind": "needs", "action": "b", "other": "a", "days": 3}]

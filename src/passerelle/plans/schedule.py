"""The timetable: early and late days, slack, the critical path, conflicts, and what moves when an action slips.

The critical-path method on calendar days, every dependency from end to start. Stands on `records`.

Source: Kelley & Walker (1959), Critical-path planning and scheduling, Proc. Eastern Joint Computer Conference, 160–173.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from passerelle.base.errors import PlanError
from passerelle.plans.records import Action, Plan

LAST_YEAR = 2300  # a timetable that goes beyond is a slip of the pen


class Circle(PlanError):
    """Actions that wait for one another; `keys` are in the order in which each needs the next, the first again last."""

    title = "Actions wait for one another"

    def __init__(self, keys: Sequence[str], titles: Mapping[str, str]) -> None:
        self.keys = tuple(keys)
        named = " → ".join(f"“{titles.get(key, key)}”" for key in keys)
        super().__init__(
            f"These actions wait for one another, so that none can begin: {named}. Take one of the needs away."
        )


class TooLong(PlanError):
    """Actions that together last longer than can be meant."""

    title = "The timetable has no end"


@dataclass(frozen=True, slots=True)
class Timed:
    """An action in the timetable. Days are inclusive; `slack` and `pushed` count days.

    `start` and `end` are the planned ones, None where the plan gives a duration alone. `pushed` is by how much needs
    delay it beyond its planned start. `driver` is the need that decides when it begins, "" where its own day does.
    """

    key: str
    title: str
    start: date | None
    end: date | None
    early_start: date
    early_end: date
    late_start: date
    late_end: date
    slack: int
    pushed: int
    driver: str

    @property
    def is_critical(self) -> bool:
        """Would a day's delay move the end of the plan?"""
        return self.slack == 0

    @property
    def days(self) -> int:
        """How long it lasts."""
        return (self.early_end - self.early_start).days + 1


@dataclass(frozen=True, slots=True)
class Conflict:
    """Planned days that cannot be kept: an action that begins before one that it needs has ended, or leaves the plan.

    `kind` is "needs", "before_plan" or "after_plan"; `other` the action needed, `days` by how many days it is wrong.
    """

    kind: str
    key: str
    other: str
    days: int


@dataclass(frozen=True)
class Schedule:
    """All actions in the timetable, in the plan's order, the conflicts, and the last day of all."""

    timed: tuple[Timed, ...]
    conflicts: tuple[Conflict, ...]
    end: date | None
    order: tuple[str, ...] = field(repr=False, default=())

    @cached_property
    def by_key(self) -> dict[str, Timed]:
        """Actions by key."""
        return {one.key: one for one in self.timed}

    @cached_property
    def critical_path(self) -> tuple[str, ...]:
        """The chain that decides when the plan ends: from an action that begins by its own day to the last one."""
        last = max(self.timed, key=lambda one: one.early_end, default=None)
        chain: list[str] = []
        while last is not None:
            chain.append(last.key)
            last = self.by_key.get(last.driver)
        return tuple(reversed(chain))


def duration(action: Action) -> int:
    """Days from the first to the last, both included.

    Raises
    ------
    PlanError : neither two days nor a duration.
    """
    if action.start and action.end:
        return (action.end - action.start).days + 1
    if action.days is None:
        raise PlanError(f'The action "{action.title}" has neither start and end nor a duration in days.')
    return action.days


def planned(action: Action) -> tuple[date | None, date | None]:
    """First and last day as planned; None, None where a duration alone is given."""
    length = timedelta(duration(action) - 1)
    if action.start:
        return action.start, action.start + length
    return (action.end - length, action.end) if action.end else (None, None)


def in_order(actions: Sequence[Action]) -> list[int]:
    """Positions of the actions so that each stands after all that it needs; others keep the plan's order.

    Raises
    ------
    Circle : some wait for one another; they are named.
    PlanError : one needs an action that is not there.
    """
    at = {action.key: place for place, action in enumerate(actions)}
    followers: list[list[int]] = [[] for _ in actions]
    waits = [0] * len(actions)
    for place, action in enumerate(actions):
        for need in action.all_needs:
            if need.action not in at:
                raise PlanError(f'The action "{action.title}" needs "{need.action}", which is no action of the plan.')
            followers[at[need.action]].append(place)
            waits[place] += 1
    ready = deque(place for place, count in enumerate(waits) if not count)
    order: list[int] = []
    while ready:
        place = ready.popleft()
        order.append(place)
        for follower in followers[place]:
            waits[follower] -= 1
            if not waits[follower]:
                ready.append(follower)
    if len(order) < len(actions):
        stuck = [place for place, count in enumerate(waits) if count]
        raise _circle(actions, at, stuck)
    return order


def _circle(actions: Sequence[Action], at: Mapping[str, int], stuck: Iterable[int]) -> Circle:
    """Walk from need to need among those that never got ready: a step is met again, and the circle is closed."""
    among = set(stuck)
    place = min(among)
    seen: dict[int, int] = {}
    walk: list[int] = []
    while place not in seen:
        seen[place] = len(walk)
        walk.append(place)
        place = next(at[need.action] for need in actions[place].all_needs if at[need.action] in among)
    keys = [actions[one].key for one in (*walk[seen[place] :], place)]
    return Circle(keys, {action.key: action.title for action in actions})


def schedule(plan: Plan, delays: Mapping[str, int] | None = None) -> Schedule:
    """The timetable of a plan.

    Parameters
    ----------
    delays : action → days by which it begins later than planned.

    Returns
    -------
    Schedule
        An action begins on its planned day or, without one, with the plan, and not before all that it needs has ended
        and the gap has passed. The latest days leave the last end of all as it is.

    Raises
    ------
    Circle, PlanError : as `in_order` and `duration`.
    TooLong : the last action ends after the year 2300.
    """
    actions = tuple(plan.actions())
    order = in_order(actions)
    early, drivers = _forward(plan, actions, order, delays or {})
    lengths = [duration(action) for action in actions]
    ends = [start + length - 1 for start, length in zip(early, lengths, strict=True)]
    if max(ends, default=0) > date(LAST_YEAR, 12, 31).toordinal():
        raise TooLong(f"The last action would end after the year {LAST_YEAR}; look at the days that actions last.")
    late = _backward(actions, order, lengths, max(ends, default=0))
    timed = []
    for place, action in enumerate(actions):
        start, end = planned(action)
        pushed = early[place] - start.toordinal() if start else 0
        timed.append(Timed(
            action.key, action.title, start, end, date.fromordinal(early[place]), date.fromordinal(ends[place]),
            date.fromordinal(late[place]), date.fromordinal(late[place] + lengths[place] - 1),
            late[place] - early[place], max(pushed, 0), drivers[place],
        ))  # fmt: skip
    last = date.fromordinal(max(ends)) if ends else None
    return Schedule(tuple(timed), tuple(_conflicts(plan, actions, timed)), last, tuple(actions[i].key for i in order))


def _forward(
    plan: Plan, actions: Sequence[Action], order: Sequence[int], delays: Mapping[str, int]
) -> tuple[list[int], list[str]]:
    first = plan.period.start.toordinal()
    at = {action.key: place for place, action in enumerate(actions)}
    early, ends, drivers = [0] * len(actions), [0] * len(actions), [""] * len(actions)
    for place in order:
        action = actions[place]
        start = planned(action)[0]
        begins, driver = (start.toordinal() if start else first) + delays.get(action.key, 0), ""
        for need in action.all_needs:
            after = ends[at[need.action]] + 1 + need.gap_days
            if after > begins or (after == begins and not driver):
                begins, driver = after, need.action
        early[place], drivers[place] = begins, driver
        ends[place] = begins + duration(action) - 1
    return early, drivers


def _backward(actions: Sequence[Action], order: Sequence[int], lengths: Sequence[int], last: int) -> list[int]:
    at = {action.key: place for place, action in enumerate(actions)}
    late_ends = [last] * len(actions)
    for place in reversed(order):
        begins = late_ends[place] - lengths[place] + 1
        for need in actions[place].all_needs:
            before = begins - 1 - need.gap_days
            late_ends[at[need.action]] = min(late_ends[at[need.action]], before)
    return [end - length + 1 for end, length in zip(late_ends, lengths, strict=True)]


def _conflicts(plan: Plan, actions: Sequence[Action], timed: Sequence[Timed]) -> Iterable[Conflict]:
    by_key = {one.key: one for one in timed}
    for action, one in zip(actions, timed, strict=True):
        for need in action.all_needs:
            other = by_key[need.action]
            # the planned end, so that a delay is told once, where it begins; where none is planned, the early one
            over = ((other.end or other.early_end) - one.start).days + 1 + need.gap_days if one.start else 0
            if over > 0:
                yield Conflict("needs", one.key, other.key, over)
        if one.early_start < plan.period.start:
            yield Conflict("before_plan", one.key, "", (plan.period.start - one.early_start).days)
        if one.early_end > plan.period.end:
            yield Conflict("after_plan", one.key, "", (one.early_end - plan.period.end).days)


def as_dict(plan: Plan, times: Schedule) -> dict[str, Any]:
    """The timetable as plain values, days as 2027-01-31."""
    return {
        "plan": plan.title,
        "demonstration": plan.demonstration,
        "end": times.end.isoformat() if times.end else None,
        "critical_path": list(times.critical_path),
        "actions": [
            {
                "action": one.key, "title": one.title,
                "early_start": one.early_start.isoformat(), "early_end": one.early_end.isoformat(),
                "late_start": one.late_start.isoformat(), "late_end": one.late_end.isoformat(),
                "slack": one.slack, "critical": one.is_critical, "pushed": one.pushed,
            }
            for one in times.timed
        ],
        "conflicts": [
            {"kind": one.kind, "action": one.key, "other": one.other or None, "days": one.days}
            for one in times.conflicts
        ],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """An action that begins later because another slips, by how many days."""

    key: str
    title: str
    days: int


def slip(plan: Plan, key: str, days: int) -> tuple[Schedule, tuple[Moved, ...]]:
    """What moves when an action begins some days later: the new timetable, and every action that moves.

    Raises
    ------
    PlanError : no such action, or a number of days that is none.
    """
    if key not in {action.key for action in plan.actions()}:
        raise PlanError(f'There is no action "{key}" in the plan.')
    if not 1 <= days <= 3660:
        raise PlanError(f"An action slips by 1 to 3,660 days, not by {days}.")
    before = schedule(plan)
    there = before.by_key[key]
    own_day = there.start or plan.period.start
    after = schedule(plan, {key: days + (there.early_start - own_day).days})
    moved = tuple(
        Moved(now.key, now.title, (now.early_start - then.early_start).days)
        for then, now in zip(before.timed, after.timed, strict=True)
        if now.early_start != then.early_start
    )
    return after, moved

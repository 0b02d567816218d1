"""What a route says of everybody in a table: each condition of each row, and the verdict.

The same for one person in 27 states and for a million rows. Stands on `compiling`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from passerelle.rules import logic
from passerelle.rules.columns import Context
from passerelle.rules.compiling import Asked, Way
from passerelle.rules.logic import FAILED, MET, OPTION, UNKNOWN, Truths
from passerelle.rules.records import Act

# What a row of a condition may be beside the four values of logic.
NOT_REACHED, NOT_ASKED = np.uint8(4), np.uint8(5)
VERDICT = ("not_met", "met", "undetermined", "national_option", "not_applicable", "national_law")
NOT_APPLICABLE, NATIONAL_LAW = np.uint8(4), np.uint8(5)
BOUND, IN_FORCE = "not_bound", "not_in_force"
Members = Callable[[str, Any], frozenset[str]]


@dataclass(frozen=True)
class Outcome:
    """What a route says of every row.

    `verdicts` are numbers of `VERDICT`. `states` has a row for each of `asked`: the value of that condition, or
    `NOT_REACHED` where one before it stopped, or `NOT_ASKED` where it does not concern the row.
    """

    way: Way
    verdicts: Truths
    states: Truths
    is_bound: Truths
    context: Context
    kept: dict[int, Any] = field(default_factory=dict, compare=False)

    def run(self, rule: Callable[[Context], Any]) -> Any:
        """What a rule gives in this context, worked out once for all rows."""
        if id(rule) not in self.kept:
            self.kept[id(rule)] = rule(self.context)
        return self.kept[id(rule)]

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """Scope and conditions, in the order of `states`."""
        return self.way.all_asked

    def failing(self, at: int = 0) -> list[str]:
        """What decides against a row, or leaves it open: ids of conditions, or `not_bound`.

        Those that fail where it is not met or out of scope, those that are not known where it is undetermined, and
        those that a state may ask where it is up to it.
        """
        if self.is_bound[at] == FAILED:
            return [BOUND]
        wanted = {0: FAILED, 2: UNKNOWN, 3: OPTION, 4: FAILED}.get(int(self.verdicts[at]))
        if wanted is None:
            return []
        held = self.way.scope if self.verdicts[at] == NOT_APPLICABLE else self.asked
        return [one.condition.id for place, one in enumerate(held) if self.states[place, at] == wanted]


def evaluated(way: Way, context: Context, bound: Truths) -> Outcome:
    """What a route says of every row of a context.

    Parameters
    ----------
    bound : whether the state of each row is bound by the act on its day (see `bound_on`).
    """
    seen: dict[str, Truths] = {}
    scope = [_state_of(one, context, seen) for one in way.scope]
    states = [*scope, *(_state_of(one, context, seen) for one in way.conditions)]
    in_scope = logic.all_of(_as_logic(one) for one in scope)
    holds = logic.all_of(_as_logic(one) for one in states[len(scope) :])
    verdicts = np.where(in_scope == FAILED, NOT_APPLICABLE, logic.both(in_scope, holds))
    if way.route.verdict:
        fixed = np.uint8(VERDICT.index(way.route.verdict))
        verdicts = np.where(in_scope == MET, fixed, np.where(in_scope == FAILED, NOT_APPLICABLE, UNKNOWN))
    verdicts = np.where(bound == FAILED, NOT_APPLICABLE, verdicts).astype(np.uint8)
    shape = np.broadcast_shapes(verdicts.shape, *(one.shape for one in states))
    table = np.empty((len(states), *shape), np.uint8)
    for at, one in enumerate(states):
        table[at] = one
    return Outcome(way, np.broadcast_to(verdicts, shape), table, np.broadcast_to(bound, shape), context)


def _as_logic(state: Truths) -> Truths:
    """What is not asked, or not reached, decides nothing."""
    return np.where(state >= NOT_REACHED, MET, state) if (state >= NOT_REACHED).any() else state


def _state_of(one: Asked, context: Context, seen: dict[str, Truths]) -> Truths:
    found = one.node.run(context)
    condition = one.condition
    if condition.presumed:
        found = np.where(found == UNKNOWN, MET, found)
    if condition.option:
        used = np.full(1, OPTION) if one.option is None else one.option.run(context)
        found = logic.where_used(used, found)
    if one.applies is not None:
        concerns, found = np.broadcast_arrays(one.applies.run(context), found)
        # it may not concern them at all: open, unless it would be met anyhow
        open_here = (concerns >= UNKNOWN) & (found != MET)
        found = np.where(concerns == FAILED, NOT_ASKED, np.where(open_here, concerns, found))
    for before in condition.after:
        earlier, found = np.broadcast_arrays(seen[before], found)
        found = np.where((earlier == MET) | (earlier == NOT_ASKED), found, NOT_REACHED)
    held: Truths = found.astype(np.uint8, copy=False)
    seen[condition.id] = held
    return held


def bound_on(act: Act, context: Context, members: Members) -> Truths:
    """Is the state of each row bound by an act on its day?

    Parameters
    ----------
    members : who belongs to a grouping on a day.
    """
    bound = act.bound
    key = f"bound:{bound.grouping}:{bound.outside}:{bound.inside}"
    if key not in context.kept:
        by_day = _bound_on_day if context.day.size == 1 else _bound_on_days
        context.kept[key] = by_day(act, context, members)
    found: Truths = context.kept[key]
    return found


def is_bound(act: Act, state: str, day: Any, members: Members) -> bool:
    """Does an act bind a state on a day?"""
    bound = act.bound
    if state in bound.outside:
        return False
    return state in bound.inside or (bool(bound.grouping) and state in members(bound.grouping, day))


def _bound_on_day(act: Act, context: Context, members: Members) -> Truths:
    day = context.day[0].item()
    says = np.array([is_bound(act, state, day, members) for state in context.states.known], np.uint8)
    found: Truths = says[context.states.codes]
    return found


def _bound_on_days(act: Act, context: Context, members: Members) -> Truths:
    codes, days = np.broadcast_arrays(context.states.codes, context.day)
    found = np.zeros(codes.shape, np.uint8)
    each = np.unique(days)
    for code in np.unique(codes):
        state = context.states.known[code]
        says = np.array([is_bound(act, state, day.item(), members) for day in each], np.uint8)
        here = codes == code
        found[here] = says[np.searchsorted(each, days[here])]
    return found


def taken_for_granted(outcome: Outcome, at: int = 0) -> list[Asked]:
    """Conditions that were presumed of a row, as nobody said anything."""
    return [
        one
        for place, one in enumerate(outcome.asked)
        if one.condition.presumed and outcome.states[place, at] == MET and _is_silent(one, outcome, at)
    ]


def _is_silent(one: Asked, outcome: Outcome, at: int) -> bool:
    found: npt.NDArray[np.uint8] = outcome.run(one.node.run)
    return bool(found[at if found.size > 1 else 0] == UNKNOWN)


def all_outcomes(ways: Mapping[str, Way], context: Context, members: Members) -> dict[str, Outcome]:
    """The outcomes of several routes, by name."""
    return {name: evaluated(way, context, bound_on(way.act, context, members)) for name, way in ways.items()}

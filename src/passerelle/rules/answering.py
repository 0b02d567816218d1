"""The answer to one person: verdict by route and state, with the reasons, what to ask next and what would change it.

Stands on `evaluating` and `cases`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from passerelle.rules.calendar import Span
from passerelle.rules.cases import Case
from passerelle.rules.columns import Numbers, Spans, Words
from passerelle.rules.compiling import Asked, Law, Way, is_spoken
from passerelle.rules.evaluating import (
    BOUND,
    IN_FORCE,
    VERDICT,
    Members,
    Outcome,
    bound_on,
    evaluated,
    taken_for_granted,
)
from passerelle.rules.logic import FAILED, MET
from passerelle.rules.national import REGIONS, SEVERAL, Values
from passerelle.rules.records import MARKS, Act, Citation, Value
from passerelle.rules.trying import REGION, deciding_facts

STATES = {0: "not_met", 1: "met", 2: "undetermined", 3: "national_option", 4: "not_reached", 5: "not_asked"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of one answer: its verdict, its articles, what was seen, what is needed, how far off."""

    id: str
    verdict: str
    says: str
    cites: tuple[Citation, ...]
    kind: str
    verification: str
    observed: Any = None
    needed: Any = None
    relation: str = ""
    shortfall: float | None = None
    bring: str = ""
    note: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Answer:
    """What a route or right says of one person in one state.

    The verdict and what fails are there at once; reasons, articles, values and notes are worked out when they are read.
    """

    state: str
    way: Way
    day: date
    verdict: str
    failing: tuple[str, ...]
    asked_of: "_Here" = field(repr=False)

    @property
    def name(self) -> str:
        """Name of the route or right."""
        return self.way.name

    @property
    def title(self) -> str:
        """What it is called."""
        return self.way.route.title

    @property
    def is_right(self) -> bool:
        """Is it a right, and no way in?"""
        return self.way.route.is_right

    @property
    def act(self) -> str:
        """The act that it stands in."""
        return self.way.act.celex

    @property
    def about(self) -> Mapping[str, Any]:
        """Documents, times and the like."""
        return self.way.route.about

    @property
    def comes_with(self) -> tuple[str, ...]:
        """Rights that come with it."""
        return self.way.route.comes_with

    @property
    def conditions(self) -> tuple[Reason, ...]:
        """Every condition with its verdict, its articles, what was seen and what is needed."""
        return self.asked_of.conditions

    @property
    def deciding(self) -> tuple[Citation, ...]:
        """The articles that decide."""
        return self.asked_of.deciding

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that lack and would settle what is open; none where nothing is."""
        return self.asked_of.missing

    @property
    def values(self) -> Mapping[str, Any]:
        """Numbers that belong to the answer: thresholds, times, what is short."""
        return self.asked_of.values

    @property
    def used(self) -> tuple[Value, ...]:
        """National values that were looked at."""
        return self.asked_of.used

    @property
    def notes(self) -> tuple[str, ...]:
        """What has to be said beside the verdict."""
        return self.asked_of.notes


def answers(case: Case, law: Law, members: Members, names: Sequence[str] | None = None) -> list[Answer]:
    """The answers of several routes and rights, all where none are named, in every state of the case."""
    context = case.context()
    wanted = [law.ways[name] for name in (names if names is not None else law.ways)]
    found = []
    for way in wanted:
        outcome = evaluated(way, context, bound_on(way.act, context, members))
        found += _of_way(outcome, case, law, members)
    return found


def _of_way(outcome: Outcome, case: Case, law: Law, members: Members) -> list[Answer]:
    way = outcome.way
    in_force = case.day >= way.act.in_force
    alike: dict[Any, _Here] = {}
    found = []
    for at, (state, mark) in enumerate(zip(case.states, _marks(outcome, case, law), strict=True)):
        # states that have laid down nothing of their own share their reasons
        here = alike.get(mark)
        if here is None:
            verdict, failing = VERDICT[int(outcome.verdicts[at])], tuple(outcome.failing(at))
            if not in_force:
                verdict, failing = "not_applicable", (IN_FORCE,)
            here = alike[mark] = _Here(outcome, at, state, case, law, members, verdict, failing)
        found.append(Answer(state, way, case.day, here.verdict, here.failing, here))
    return found


def _marks(outcome: Outcome, case: Case, law: Law) -> Iterable[Any]:
    """For each state a mark that is the same for those of which the same is to be said."""
    way, context = outcome.way, outcome.context
    many = len(case.states)
    looks_at_states = "status_history" in case.facts and "status_history" in way.facts
    own = [
        state if looks_at_states or state in REGIONS or not bound else ""
        for state, bound in zip(case.states, outcome.is_bound.tolist(), strict=True)
    ]
    held = law.vocabulary.values
    places = [np.broadcast_to(held[name].at(context), many).tolist() for name in way.parameters
              if name in held and name not in context.given]  # fmt: skip
    columns = np.ascontiguousarray(outcome.states.T)
    return zip(own, outcome.verdicts.tolist(), (one.tobytes() for one in columns), *places, strict=True)


@dataclass(eq=False)
class _Here:
    """One row of an outcome, and what is to be said of it."""

    outcome: Outcome
    at: int
    state: str
    case: Case
    law: Law
    members: Members
    verdict: str
    failing: tuple[str, ...]

    def _values_of(self, names: Iterable[str]) -> list[Values]:
        """National values of some parameters, but of those that the case fixes."""
        held, given = self.law.vocabulary.values, self.outcome.context.given
        return [held[name] for name in names if name in held and name not in given]

    @cached_property
    def conditions(self) -> tuple[Reason, ...]:
        """Every condition."""
        return tuple(self.reason(place, one) for place, one in enumerate(self.outcome.asked))

    def _of(self, held: Any) -> Any:
        """This row of a column: a number or a range, a word, a day, stretches."""
        if isinstance(held, Numbers):
            low, high = _row(held.low, self.at), _row(held.high, self.at)
            if np.isnan(low):
                return None
            return _plain(low) if low == high else [_plain(low), _plain(high)]
        if isinstance(held, Words):
            code = _row(held.codes, self.at)
            return None if code < 0 else held.known[code]
        if isinstance(held, Spans):
            return _told(_row(held.rows, self.at))
        value = _row(held, self.at)
        if held.dtype.kind == "M":
            return None if np.isnat(value) else value.item()
        return {0: False, 1: True}.get(int(value))

    def reason(self, place: int, one: Asked) -> Reason:
        """A condition with what was seen and needed."""
        state, condition = int(self.outcome.states[place, self.at]), one.condition
        observed = needed = shortfall = None
        relation = ""
        if one.node.side is not None:
            side, run = one.node.side, self.outcome.run
            observed, needed, relation = self._of(run(side.observed)), self._of(run(side.needed)), side.relation
            shortfall = _shortfall(observed, needed, relation) if state != MET else None
        return Reason(
            condition.id, STATES[state], condition.says, condition.cites, condition.kind, MARKS[condition.mark],
            observed, needed, relation, shortfall, condition.bring, condition.note, tuple(sorted(one.facts)),
        )  # fmt: skip

    def by_id(self, name: str) -> tuple[int, Asked] | None:
        """A condition by its id."""
        return next(((at, one) for at, one in enumerate(self.outcome.asked) if one.condition.id == name), None)

    @cached_property
    def deciding(self) -> tuple[Citation, ...]:
        """The articles of what fails or is open; where all is met, of each, those of the first way that holds."""
        way, failing = self.outcome.way, self.failing
        if BOUND in failing:
            cite = way.act.bound.cites.get(self.state)
            return (cite or Citation(way.act.celex, "territorial scope"),)
        if IN_FORCE in failing:
            return (Citation(way.act.celex, "entry into force"),)
        wanted = set(failing)
        found: list[Citation] = []
        for at, one in enumerate(self.outcome.asked):
            state = self.outcome.states[at, self.at]
            if (wanted and one.condition.id in wanted) or (not wanted and state == MET):
                found += self._taken(one, way.act.celex) if not wanted else self._against(one, way.act.celex)
        own = [] if wanted else list(way.route.cites)
        return tuple(dict.fromkeys([*own, *found]))

    def _against(self, one: Asked, act: str) -> list[Citation]:
        """Articles of a condition that fails or is open, and those by which it is asked of this person at all."""
        why = one.applies.branches if one.applies is not None else ()
        asked = [cite for cites, run in why if _row(self.outcome.run(run), self.at) != FAILED for cite in cites]
        return [*one.condition.cites, *(Citation(act, cite) for cite in asked)]

    def _taken(self, one: Asked, act: str) -> list[Citation]:
        """Articles of the way by which a condition is met, the first that holds; all of it where it has one way."""
        for cites, run in one.node.branches:
            if _row(self.outcome.run(run), self.at) == MET:
                return [Citation(act, cite) for cite in cites]
        return list(one.condition.cites)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Facts that lack and would settle a condition that is open."""
        if self.verdict != "undetermined":
            return ()
        if REGION in self.failing:
            return (REGION,)
        return tuple(deciding_facts(self.outcome, self.at, self.case, self.law, self.members))

    @cached_property
    def used(self) -> tuple[Value, ...]:
        """National values that were looked at."""
        return tuple(row for values in self._values_of(self.outcome.way.parameters) for row in self._rows(values))

    def _rows(self, values: Values) -> list[Value]:
        place = int(np.broadcast_to(values.at(self.outcome.context), self.outcome.verdicts.shape)[self.at])
        if place == SEVERAL:
            return values.of_regions(self.outcome.context, self.at)
        return [values.rows[place]] if place >= 0 else []

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What has to be said beside the verdict."""
        way, found = self.outcome.way, list(self.outcome.way.act.notes)
        if way.route.note:
            found.append(way.route.note)
        granted = [one.condition.says for one in taken_for_granted(self.outcome, self.at)]
        if granted and self.verdict in ("met", "national_option", "undetermined"):
            found.append("Taken for granted, as nobody said otherwise: " + "; ".join(granted) + ".")
        if case_day_before_use(self.case.day, way.act):
            found.append(_not_yet(way.act))
        if BOUND in self.failing:
            found.append("This state is not bound by the act; its own national permits may be open.")
        for value in self.used:
            found += [f"Sources disagree ({value.state}): {one}" for one in value.conflicts]
        return tuple(found)

    @cached_property
    def values(self) -> dict[str, Any]:
        """Numbers that belong to the answer."""
        found = {}
        for key, rule in self.outcome.way.values.items():
            value = self._value(rule) if is_spoken(rule) else self._of(self.outcome.run(rule.run))
            if value is not None and value != ():
                found[key] = value
        return found

    def _value(self, rule: Any) -> Any:
        if not isinstance(rule, str):
            return rule
        word, _, name = rule.partition(" ")
        if word == "missing":
            return list(self.missing) or None
        held = self.by_id(name)
        if held is None:
            return None
        reason = self.reason(*held)
        if word == "needed":
            return reason.needed
        if word == "shortfall":
            return reason.shortfall
        if word == "range":
            return self._range(held[1])
        if word == "by_region":
            return by_region(self.outcome.way, self.case, self.state, self.law, self.members)
        rows = [row for name in sorted(held[1].node.parameters) if (values := self.law.vocabulary.values.get(name))
                for row in self._rows(values)]  # fmt: skip
        return rows[-1].known_from if rows and word == "known_from" else None

    def _range(self, one: Asked) -> list[float] | None:
        """The bounds that the Union sets to the parameter of a condition."""
        for name in sorted(one.node.parameters):
            bounds = self.law.parameters[name]
            if bounds.least is not None and bounds.most is not None and self._is_of(one, name):
                return [_plain(bounds.least), _plain(bounds.most)]
        return None

    def _is_of(self, one: Asked, name: str) -> bool:
        """Is it the parameter that this row is held against?"""
        if one.node.side is None:
            return True
        needed = self._of(self.outcome.run(one.node.side.needed))
        bounds = self.law.parameters[name]
        return needed == [bounds.least, bounds.most] or not isinstance(needed, list)


def case_day_before_use(day: date, act: Act) -> bool:
    """Is an act in force on a day, while states still have time to apply it?"""
    return act.in_force <= day < act.applies_from


def _not_yet(act: Act) -> str:
    earlier = f"; until then {act.repeals} applied" if act.repeals else ""
    return f"On this day states had until {act.applies_from} to apply {act.celex}{earlier}; what is said may differ."


def by_region(way: Way, case: Case, state: str, law: Law, members: Members) -> dict[str, dict[str, Any]] | None:
    """The verdict and the threshold in each region, where a state has regions and none was named."""
    if case.region or state not in REGIONS:
        return None
    found = {}
    for region in REGIONS[state]:
        one = answers(replace(case, states=(state,), region=region), law, members, [way.name])[0]
        found[region] = {"verdict": one.verdict, "threshold": one.values.get("threshold"), "a_year": _a_year(one)}
    return found


def _a_year(answer: Answer) -> float | None:
    """The threshold of a year, so that regions can be put side by side; None where it is none of one value."""
    held, found = answer.used[-1:], answer.values.get("threshold")
    if not held or not isinstance(found, int | float):
        return None
    return _plain(found * held[0].months) if held[0].per == "month" else found


def _row(values: Any, at: int) -> Any:
    return values[at if values.size > 1 else 0]


def _plain(value: float) -> float | int:
    """A whole number without its point."""
    value = round(float(value), 6)
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def _told(spans: tuple[Span, ...] | None) -> Any:
    if spans is None:
        return None
    return [one.word("word") or {"from": one.start.isoformat(), "to": one.end.isoformat()} for one in spans]


def _shortfall(observed: Any, needed: Any, relation: str) -> float | None:
    """By how much a number lies on the wrong side; None where it does not, or one of both is not known."""
    # of what lies in a range, how much is short at least
    needs_more = relation in ("ge", "gt")
    if _is_range(needed):
        needed = needed[0] if needs_more else needed[1]
    if _is_range(observed):
        observed = observed[1] if needs_more else observed[0]
    if not isinstance(observed, int | float) or not isinstance(needed, int | float) or isinstance(observed, bool):
        return None
    off = needed - observed if relation in ("ge", "gt") else observed - needed
    return _plain(round(off, 2)) if off > 0 else None


def _is_range(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(one, int | float) for one in value)

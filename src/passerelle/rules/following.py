"""What to ask next, and what would change an answer: one fact tried with each value that could decide.

Each try is a row of the same table, so that all of them are one question to a route. Stands on `answering`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from passerelle.rules.cases import Case
from passerelle.rules.columns import Column, Context, Numbers, Words
from passerelle.rules.compiling import Law, Way
from passerelle.rules.evaluating import VERDICT, Members, Outcome, bound_on, evaluated
from passerelle.rules.logic import MET, UNKNOWN
from passerelle.rules.records import Fact

_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Step:
    """A fact, and what becomes of a verdict with it."""

    fact: str
    value: Any
    verdict: str
    was: Any = None
    decides: int = 0

    def as_values(self) -> dict[str, Any]:
        """As plain values."""
        found = {"fact": self.fact, "from": self.was, "to": self.value, "verdict": self.verdict}
        return {**found, "decides": self.decides} if self.decides else found


def would_change(case: Case, way: Way, outcome: Outcome, at: int, law: Law, members: Members) -> list[Step]:
    """Single facts that would open a route that is not met, the nearest first: numbers by how far they have to move."""
    if VERDICT[int(outcome.verdicts[at])] not in ("not_met", "national_option", "not_applicable"):
        return []
    tries = [
        (name, value) for name in sorted(_in_failing(outcome, at)) if name in case.facts
        for value in _values(law.facts[name], outcome, at, case.facts.get(name))
    ]  # fmt: skip
    verdicts = _tried(case, case.states[at], way, tries, law, members)
    found = [
        Step(name, value, "met", case.said.get(name)) for (name, value), verdict in zip(tries, verdicts, strict=True)
        if verdict == "met" and value != case.said.get(name)
    ]  # fmt: skip
    nearest: dict[str, Step] = {}
    for one in sorted(found, key=_how_far):
        nearest.setdefault(one.fact, one)
    return sorted(nearest.values(), key=_how_far)


def ask_next(case: Case, ways: Sequence[Way], law: Law, members: Members) -> list[Step]:
    """Facts that nobody gave, those that decide most routes and states first.

    A fact decides a route where some value of it ends what is open.
    """
    context = case.context()
    found: dict[str, int] = {}
    for way in ways:
        outcome = evaluated(way, context, bound_on(way.act, context, members))
        open_states = [at for at in range(len(case.states)) if outcome.verdicts[at] == UNKNOWN]
        if not open_states:
            continue
        wanted = [name for name in sorted(set().union(*(_in_open(outcome, at) for at in open_states)))
                  if name in law.facts and name not in case.facts and name not in case.unsure]  # fmt: skip
        first = open_states[0]
        tries = [(name, value) for name in wanted for value in _values(law.facts[name], outcome, first, None)]
        verdicts = _tried(case, case.states[first], way, tries, law, members)
        ending = {name for (name, _), verdict in zip(tries, verdicts, strict=True) if verdict != "undetermined"}
        for name in wanted:
            found[name] = found.get(name, 0) + len(open_states) * (1 + 2 * (name in ending))
    order = {name: place for place, name in enumerate(law.facts)}
    ranked = sorted(found, key=lambda name: (-found[name], order[name]))
    return [Step(name, None, "undetermined", decides=found[name]) for name in ranked]


def _in_failing(outcome: Outcome, at: int) -> set[str]:
    failing = set(outcome.failing(at))
    return set().union(*(one.facts for one in outcome.asked if one.condition.id in failing))


def _in_open(outcome: Outcome, at: int) -> set[str]:
    return set().union(*(one.facts for place, one in enumerate(outcome.asked) if outcome.states[place, at] == UNKNOWN))


def _how_far(step: Step) -> tuple[float, str]:
    if isinstance(step.value, int | float) and isinstance(step.was, int | float) and not isinstance(step.value, bool):
        return abs(step.value - step.was) / max(abs(step.was), 1), step.fact
    return 10.0, step.fact


def _values(fact: Fact, outcome: Outcome, at: int, held: Column | None) -> list[Any]:
    """Values of a fact at which an answer could turn."""
    if fact.kind == "truth":
        return [True, False]
    if fact.kind == "word":
        return list(fact.values[:_MOST_WORDS])
    if fact.kind == "number":
        return sorted(_limits(fact, outcome, at, held))
    return []


def _limits(fact: Fact, outcome: Outcome, at: int, held: Column | None) -> Iterable[float]:
    """Where conditions that look at a number turn, in its own unit."""
    found = {value for value in (fact.least, fact.most) if value is not None}
    for one in outcome.asked:
        side = one.node.side
        if side is None or fact.name not in one.facts:
            continue
        observed, needed = side.observed(outcome.context), side.needed(outcome.context)
        if not isinstance(observed, Numbers) or not isinstance(needed, Numbers):
            continue
        for limit in (_at(needed.low, at), _at(needed.high, at)):
            if np.isfinite(limit):
                found |= {_in_unit(limit + step, observed, held, at) for step in (0, 1, -1)}
    return found


def _in_unit(limit: float, observed: Numbers, held: Column | None, at: int) -> float:
    """A limit in the unit of the fact, which a rule may have scaled, such as pay of a month held against a year's."""
    seen = _at(observed.low, at)
    if isinstance(held, Numbers) and np.isfinite(seen) and seen > 0 and held.low[0] > 0:
        return float(np.ceil(round(limit * held.low[0] / seen * 100, 4)) / 100)
    return float(limit)


def _at(values: Any, at: int) -> float:
    return float(values[at if values.size > 1 else 0])


def _tried(case: Case, state: str, way: Way, tries: Sequence[tuple[str, Any]], law: Law, members: Members) -> list[str]:
    """The verdict of each try, all of them as rows of one table."""
    if not tries:
        return []
    facts = dict(case.facts)
    for name in {name for name, _ in tries}:
        facts[name] = _column(law.facts[name], [value if tried == name else None for tried, value in tries], case.facts)
    base = Case((state,), case.day, facts, case.said, case.region, case.known_at, case.given, case.unsure).context()
    context = Context(base.facts, base.day, base.known_at, _repeated(base.states, len(tries)), base.regions, base.given,
                      base.unsure)  # fmt: skip
    outcome = evaluated(way, context, bound_on(way.act, context, members))
    return [VERDICT[int(verdict)] for verdict in np.broadcast_to(outcome.verdicts, len(tries))]


def _repeated(states: Words, many: int) -> Words:
    return Words(np.repeat(states.codes, many), states.known)


def _column(fact: Fact, values: Sequence[Any], facts: Mapping[str, Column]) -> Column:
    """A column with a value where it is tried, and what is known of the fact elsewhere."""
    held: Any = facts.get(fact.name)
    if fact.kind == "truth":
        rest = UNKNOWN if held is None else held[0]
        return np.array([rest if value is None else MET * bool(value) for value in values], np.uint8)
    if fact.kind == "number":
        rest = np.nan if held is None else held.low[0]
        low = np.array([rest if value is None else value for value in values], np.float64)
        return Numbers(low, low)
    known = tuple(dict.fromkeys([*fact.values, *(held.known if held is not None else ())]))
    rest = -1 if held is None or held.codes[0] < 0 else known.index(held.known[held.codes[0]])
    return Words(np.array([rest if value is None else known.index(value) for value in values], np.int32), known)

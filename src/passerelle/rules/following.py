"""What to ask next, and what would change an answer: one fact tried with each value that could decide.

Stands on `trying`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from passerelle.rules.cases import Case
from passerelle.rules.compiling import Law, Way
from passerelle.rules.evaluating import VERDICT, Members, Outcome, bound_on, evaluated
from passerelle.rules.logic import UNKNOWN
from passerelle.rules.trying import REGION, deciding_facts, tried, values_to_try

_OPEN = ("not_met", "national_option", "not_applicable")


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
    if VERDICT[int(outcome.verdicts[at])] not in _OPEN or not outcome.is_bound[at]:
        return []
    tries = [
        {name: value} for name in sorted(_in_failing(outcome, at)) if name in case.facts
        for value in values_to_try(law.facts[name], outcome, at, case.facts.get(name))
        if law.facts[name].kind in ("truth", "word", "number") and value != case.said.get(name)
    ]  # fmt: skip
    if not tries:
        return []
    verdicts = tried(case, case.states[at], way, tries, law, members).verdicts
    found = [
        Step(name, value, "met", case.said.get(name))
        for one, verdict in zip(tries, np.broadcast_to(verdicts, len(tries)), strict=True)
        for name, value in one.items()
        if VERDICT[int(verdict)] == "met"
    ]
    nearest: dict[str, Step] = {}
    for one in sorted(found, key=_how_far):
        nearest.setdefault(one.fact, one)
    return sorted(nearest.values(), key=_how_far)


def ask_next(case: Case, ways: Sequence[Way], law: Law, members: Members) -> list[Step]:
    """Facts that nobody gave, those that decide most routes and states first.

    A fact decides a route where some value of it ends what is open. It is tried in one of the states that are open.
    """
    context = case.context()
    found: dict[str, int] = {}
    for way in ways:
        outcome = evaluated(way, context, bound_on(way.act, context, members))
        open_states = [at for at in range(len(case.states)) if outcome.verdicts[at] == UNKNOWN]
        if not open_states:
            continue
        for name, ends in _worth_asking(outcome, open_states[0], case, law, members).items():
            found[name] = found.get(name, 0) + len(open_states) * (3 if ends else 1)
    order = {name: place for place, name in enumerate(law.facts)}
    ranked = sorted(found, key=lambda name: (-found[name], order[name]))
    return [Step(name, None, "undetermined", decides=found[name]) for name in ranked]


def _in_failing(outcome: Outcome, at: int) -> set[str]:
    failing = set(outcome.failing(at))
    return set().union(*(one.facts for one in outcome.asked if one.condition.id in failing))


def _worth_asking(outcome: Outcome, at: int, case: Case, law: Law, members: Members) -> dict[str, bool]:
    """Facts that lack and would settle something, the region among them, but those that somebody said are not known."""
    region = {REGION: True} if REGION in outcome.failing(at) and not case.region else {}
    decides = region | deciding_facts(outcome, at, case, law, members)
    return {name: ends for name, ends in decides.items() if name not in case.unsure}


def _how_far(step: Step) -> tuple[float, str]:
    if isinstance(step.value, int | float) and isinstance(step.was, int | float) and not isinstance(step.value, bool):
        return abs(step.value - step.was) / max(abs(step.was), 1), step.fact
    return 10.0, step.fact

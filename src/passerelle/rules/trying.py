"""Tries: an answer asked again with other values of one fact or of two, each try a row of one table.

Stands on `evaluating` and `cases`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from passerelle.rules.calendar import Span, add_months
from passerelle.rules.cases import EARLIEST, Case
from passerelle.rules.columns import Column, Context, Numbers, Words, exact, spans
from passerelle.rules.compiling import Law, Way
from passerelle.rules.evaluating import Members, Outcome, bound_on, evaluated
from passerelle.rules.logic import MET, UNKNOWN
from passerelle.rules.records import Fact

Try = Mapping[str, Any]  # values by the name of their fact
REGION = "region"  # a fact and a condition of this name go together
_MOST_WORDS = 40
_EACH_OF_TWO = 6  # values of each, where two facts are tried together


def tried(case: Case, state: str, way: Way, tries: Sequence[Try], law: Law, members: Members) -> Outcome:
    """What a route says of each try, in order."""
    facts = dict(case.facts)
    for name in sorted({name for one in tries for name in one}):
        facts[name] = _column(law.facts[name], [one.get(name) for one in tries], case.facts.get(name))
    base = case.context()
    many = len(tries)
    states = Words(np.zeros(many, np.int32), (state,))
    context = Context(facts, base.day, base.known_at, states, base.regions, base.given, base.unsure)
    return evaluated(way, context, bound_on(way.act, context, members))


def _column(fact: Fact, values: Sequence[Any], held: Any) -> Column:
    """A column with a value where it is tried, and what is known of the fact elsewhere."""
    if fact.kind == "truth":
        rest = UNKNOWN if held is None else held[0]
        return np.array([rest if value is None else MET * bool(value) for value in values], np.uint8)
    if fact.kind == "number":
        rest = np.nan if held is None else held.low[0]
        return exact([rest if value is None else value for value in values])
    if fact.kind == "date":
        none = np.datetime64("NaT") if held is None else held[0]
        return np.array([none if value is None else np.datetime64(value) for value in values], "datetime64[D]")
    if fact.kind == "spans":
        before = None if held is None else held.rows[0]
        return spans([before if value is None else value for value in values])
    known = tuple(dict.fromkeys([*_words(fact), *(held.known if held is not None else ())]))
    rest = -1 if held is None or held.codes[0] < 0 else known.index(held.known[held.codes[0]])
    return Words(np.array([rest if value is None else known.index(value) for value in values], np.int32), known)


def values_to_try(fact: Fact, outcome: Outcome, at: int, held: Column | None) -> list[Any]:
    """Values of a fact at which an answer could turn."""
    if fact.kind == "truth":
        return [True, False]
    if fact.kind == "word":
        return _words(fact)[:_MOST_WORDS]
    day: date = outcome.context.day[0].item()
    if fact.kind == "number":
        return sorted(_limits(fact, outcome, at, held))
    if fact.kind == "date":
        return [day, *(add_months(day, -months).item() for months in (1, 3, 12, 24, 36, 61)), EARLIEST]
    return [(), (Span(EARLIEST, day),)]


def _words(fact: Fact) -> list[str]:
    return [*fact.values, *fact.tries]


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
    return {value for value in found if fact.least is None or value >= fact.least}


def _in_unit(limit: float, observed: Numbers, held: Column | None, at: int) -> float:
    """A limit in the unit of the fact, which a rule may have scaled, such as pay of a month held against a year's."""
    seen = _at(observed.low, at)
    if isinstance(held, Numbers) and np.isfinite(seen) and seen > 0 and held.low[0] > 0:
        return float(np.ceil(round(limit * held.low[0] / seen * 100, 4)) / 100)
    return float(limit)


def _at(values: Any, at: int) -> float:
    return float(values[at if values.size > 1 else 0])


def deciding_facts(outcome: Outcome, at: int, case: Case, law: Law, members: Members) -> dict[str, bool]:
    """Facts that lack, and of which one value at least would settle a condition that is open.

    Where none does so by itself, the first two that do together; where no two do, all that the condition looks at. With
    each fact stands whether some value of it would end what is open in the whole route.
    """
    places = [
        place
        for place, one in enumerate(outcome.asked)
        if outcome.states[place, at] == UNKNOWN and not one.condition.presumed and one.condition.id != REGION
    ]
    lacking = _lacking(outcome, places, law)
    asking = _Asking(case, case.states[at], outcome.way, law, members)
    values = {name: values_to_try(law.facts[name], outcome, at, None) for name in lacking}
    singles: list[Try] = [{name: value} for name in lacking for value in values[name]]
    settled, ended = asking.settled(singles)
    ends = {name for one, done in zip(singles, ended, strict=True) if done for name in one}
    found: set[str] = set()
    for place in places:
        alone = {name for one, row in zip(singles, settled, strict=True) if row[place] for name in one}
        found |= alone or set(_together(asking, place, _lacking(outcome, [place], law), values))
    return {name: name in ends for name in lacking if name in found}


@dataclass(frozen=True, slots=True)
class _Asking:
    """Whom tries are made for."""

    case: Case
    state: str
    way: Way
    law: Law
    members: Members

    def settled(self, tries: Sequence[Try]) -> tuple[Sequence[Any], Sequence[bool]]:
        """Of each try, which conditions it leaves closed, and whether the route is."""
        if not tries:
            return [], []
        outcome = tried(self.case, self.state, self.way, tries, self.law, self.members)
        states = np.broadcast_to(outcome.states, (len(self.way.all_asked), len(tries)))
        verdicts = np.broadcast_to(outcome.verdicts, len(tries))
        return list((states != UNKNOWN).T), [bool(one) for one in verdicts != UNKNOWN]


def _together(asking: _Asking, place: int, lacking: list[str], values: Mapping[str, list[Any]]) -> Sequence[str]:
    """The first two facts that settle a condition together; all of them where no two do."""
    pairs = [(one, other) for at, one in enumerate(lacking) for other in lacking[at + 1 :]]
    rows = [
        (pair, {pair[0]: left, pair[1]: right}) for pair in pairs
        for left in values[pair[0]][-_EACH_OF_TWO:] for right in values[pair[1]][-_EACH_OF_TWO:]
    ]  # fmt: skip
    settled, _ = asking.settled([one for _, one in rows])
    return next((pair for (pair, _), row in zip(rows, settled, strict=True) if row[place]), lacking)


def _lacking(outcome: Outcome, places: Iterable[int], law: Law) -> list[str]:
    held = outcome.context.facts
    wanted = set().union(*(outcome.asked[place].facts for place in places))
    return [name for name in law.facts if name in wanted and name not in held and name != REGION]

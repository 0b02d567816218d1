"""What was posted, as a case: the aim, the states, the days, what was told so far. Nothing of it is written anywhere.

It travels in the form from page to page, never in an address. Holds no verdict. Stands on `fields` and the library.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from passerelle.base.errors import PasserelleError
from passerelle.rules.cases import Case, facts_from, state_of
from passerelle.rules.compiling import Law, Way
from passerelle.rules.goals import Goal, goal_of
from passerelle.rules.interview import together
from passerelle.rules.law import members_on, the_law
from passerelle.rules.places import states_of
from passerelle.rules.reading import Place
from passerelle.rules.yaml_given import FileUnsound
from passerelle_web.advice.fields import UNKNOWN, FactsForm, carried

YEARS = range(2004, 2101)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody told. `form` has the facts as they were typed; where it has errors, `said` lacks those facts."""

    goal: Goal
    states: tuple[str, ...]
    chosen: tuple[str, ...]
    day: date
    said: Mapping[str, Any]
    form: FactsForm
    region: str = ""
    clash: str = ""

    @property
    def wrong(self) -> str:
        """The first fact that cannot be what was typed; empty where there is none."""
        return next(iter(self.form.errors), "")

    def case(self, law: Law, day: date | None = None) -> Case:
        """The case that can be asked."""
        facts, unsure = facts_from(_told(self.said), Place("answers"), law)
        return Case(self.states, day or self.day, facts, _told(self.said), self.region, unsure=unsure)

    def ways(self, law: Law) -> list[Way]:
        """The ways and rights that the aim concerns."""
        return [law.ways[name] for name in self.goal.ways]

    def hidden(self, law: Law, but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        """Names and texts by which everything told goes on to the next page, but for some facts."""
        own = [("goal", self.goal.name), ("day", self.day.isoformat()), *(("state", state) for state in self.chosen)]
        facts = [(name, text) for name, value in self.said.items() if name not in but and name in law.facts
                 for text in carried(law.facts[name], value)]  # fmt: skip
        return [*own, *facts]


def asked_of(posted: QueryDict, law: Law) -> Asked:
    """What a form sent.

    Raises
    ------
    PasserelleError : no such aim, no such state, no such day: none of which a form of ours sends.
    """
    goal = goal_of(posted.get("goal", ""))
    day = day_of(posted.get("day", ""))
    chosen = tuple(dict.fromkeys(_state(code, goal, day) for code in posted.getlist("state")))
    form = FactsForm([fact for name, fact in law.facts.items() if _is_sent(posted, name)], posted)
    form.is_valid()
    said = {**goal.says, **form.said, **_left_empty(posted.get("asked", ""), form.said, law)}
    region = str(said.get("region", ""))
    asked = Asked(goal, chosen or places_of(goal, day), chosen, day, said, form, region if region != UNKNOWN else "")
    last = posted.get("asked", "")
    return _without_clash(asked, law, tuple(fact.name for fact in together(law, last)) if last in law.facts else ())


def _left_empty(asked: str, said: Mapping[str, Any], law: Law) -> dict[str, Any]:
    """What was asked beside an answer and left empty is not known, or it would be asked for ever."""
    if asked not in said or asked not in law.facts:
        return {}
    return {fact.name: UNKNOWN for fact in together(law, asked) if fact.name not in said and not fact.closed}


def _is_sent(posted: QueryDict, name: str) -> bool:
    return name in posted or f"{name}_from" in posted


def _without_clash(asked: Asked, law: Law, last: tuple[str, ...]) -> Asked:
    """What contradicts itself is told back in words; the answer that was given last is left out until it is mended."""
    try:
        asked.case(law)
    except FileUnsound as problem:
        said = {name: value for name, value in asked.said.items() if name not in last}
        return replace(
            asked, said=said if last else dict(asked.goal.says), clash=str(problem).partition(": ")[2] or str(problem)
        )
    return asked


def _told(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "region"} | (
        {"region": said["region"]} if said.get("region") not in (None, UNKNOWN) else {}
    )


def places_of(goal: Goal, day: date) -> tuple[str, ...]:
    """The states in which an aim can be asked about on a day, by their two letters."""
    acts = {the_law().ways[name].act.celex: the_law().ways[name].act for name in goal.ways}
    return tuple(sorted(frozenset().union(*(states_of(act, day, members_on) for act in acts.values()))))


def _state(code: str, goal: Goal, day: date) -> str:
    state = state_of(code, Place("state"))
    if state not in places_of(goal, day):
        raise FileUnsound(f"Nothing is held about {state} on {day} for this aim.")
    return state


def day_of(text: str) -> date:
    """The day that is asked about: today where none is told.

    Raises
    ------
    PasserelleError : it is no day, or one that no act of ours reaches.
    """
    if not text:
        return timezone.localdate()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise PasserelleError(f'"{text}" is not a day as in 2026-11-28.') from None
    if day.year not in YEARS:
        raise PasserelleError(f"{day} lies outside the years {YEARS[0]} to {YEARS[-1]}.")
    return day

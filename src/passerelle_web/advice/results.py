"""The result of an interview: ways beside each other over the states, with reasons and what would change them.

Holds no verdict of its own. Stands on `shown`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from passerelle.base.words import listed, number, say
from passerelle.rules.answering import Answer, answers
from passerelle.rules.compiling import Law
from passerelle.rules.evaluating import bound_on, evaluated
from passerelle.rules.following import Step, would_change
from passerelle.rules.interview import next_question
from passerelle.rules.law import members_on, the_law
from passerelle.rules.overview import CLOSED, NEAR, OUTSIDE, Part, overview
from passerelle.rules.records import Fact
from passerelle_web.advice.asking import Asked
from passerelle_web.advice.fields import UNKNOWN
from passerelle_web.advice.shown import PartShown, amount, day_said, part, place_name, summary


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that was told, as a reader reads it."""

    name: str
    ask: str
    said: str


def told_shown(asked: Asked, law: Law, but: Iterable[str] = ()) -> list[Told]:
    """What was told so far, by question."""
    left_out = {*but, *asked.goal.says}
    language = get_language() or "en"
    return [
        Told(name, say(law.facts[name].ask, language), said_shown(law.facts[name], value, language))
        for name, value in asked.said.items()
        if name in law.facts and name not in left_out
    ]


def said_shown(fact: Fact, value: Any, language: str) -> str:
    """One answer in words."""
    if value == UNKNOWN:
        return _("I do not know")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if fact.kind == "date":
        return day_said(value)
    if fact.kind == "number":
        return number(value, language, 0 if float(value).is_integer() else 2)
    if fact.kind == "spans":
        return _spans_said(fact, value, language)
    if fact.name in ("citizenship", "first_state"):
        return place_name(value, language)
    return say(fact.labels.get(value, value), language) if fact.labels else str(value)


def _spans_said(fact: Fact, value: list[Any], language: str) -> str:
    if not value:
        return _("None")
    if fact.word == "word":
        return listed([say(fact.labels.get(one, one), language) for one in value], language)
    said = []
    for one in value:
        ends = day_said(one["to"]) if "to" in one else _("now")
        days = _("%(begin)s to %(end)s") % {"begin": day_said(one["from"]), "end": ends}
        word = one.get(fact.word, "")
        said.append(f"{say(fact.labels.get(word, word), language)}: {days}" if word else days)
    return "; ".join(said)


def answers_of(asked: Asked, law: Law, day: date | None = None) -> list[Answer]:
    """The answers of the ways of the aim, on another day where one is given."""
    return answers(asked.case(law, day), law, members_on, list(asked.goal.ways))


def parts_of(asked: Asked, law: Law) -> list[Part]:
    """The ways of the aim, beside each other."""
    return overview(answers_of(asked, law), law)


def threshold_said(answer: Answer, law: Law, language: str) -> str:
    """The pay that a state asks for, where it asks for one and it is known."""
    held = [value for value in answer.used if law.parameters[value.parameter].kind == "money" and not value.region]
    return amount(held[0], language) if held else ""


def shown(asked: Asked, law: Law, parts: Iterable[Part] | None = None) -> list[PartShown]:
    """The same as a page shows them."""
    language = get_language() or "en"
    held = list(parts if parts is not None else parts_of(asked, law))
    changes = {
        (one.way.name, group.lead.state): _changes(asked, one, group.lead, law, language)
        for one in held
        for group in one.groups
        if group.standing in (NEAR, CLOSED)
    }
    return [part(one, law, language, asked.day, changes) for one in held]


def _changes(asked: Asked, one: Part, lead: Answer, law: Law, language: str) -> list[str]:
    """What single fact would open a way, in words."""
    case = replace(asked.case(law), states=(lead.state,))
    outcome = evaluated(one.way, case.context(), bound_on(one.way.act, case.context(), members_on))
    steps = would_change(case, one.way, outcome, 0, law, members_on)
    # that the same amount would do in another currency or period is no advice
    return [_step_said(step, law, language) for step in steps if not law.facts[step.fact].beside][:3]


def _step_said(step: Step, law: Law, language: str) -> str:
    fact = law.facts[step.fact]
    return _("%(ask)s With the answer “%(said)s” it would be open.") % {
        "ask": say(fact.ask, language),
        "said": said_shown(fact, step.value, language),
    }


def page(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The result as a page."""
    law, language = the_law(), get_language() or "en"
    case = asked.case(law)
    further = next_question(case, asked.ways(law), law, members_on)
    held = shown(asked, law)
    context = {
        "goal": say(asked.goal.label, language),
        "parts": [one for one in held if one.standing != OUTSIDE],
        "outside": [one for one in held if one.standing == OUTSIDE],
        "summary": summary(held, language),
        "so_far": told_shown(asked, law),
        "hidden": asked.hidden(law),
        "day": day_said(asked.day),
        "further": further,
        "where": listed(sorted(place_name(one, language) for one in asked.chosen), language) if asked.chosen else "",
        "is_of_union": asked.goal.groupings == ("EU",),
        "next": say(further.main.ask, language) if further else "",
    }
    return render(request, "advice/result.html", context)

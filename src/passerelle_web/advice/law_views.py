"""The law to read: acts, and of each its conditions with articles, national values, what is still to be checked.

Holds no law; the library's files have it. Stands on `shown`.
"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from passerelle.base.words import listed, say
from passerelle.rules.compiling import Asked, Law, Way
from passerelle.rules.law import the_law
from passerelle.rules.records import MARKS as MARK_NAMES
from passerelle.rules.records import Act, Value
from passerelle_web.advice.shown import MARKS, STATUSES, Article, amount, articles, day_said, place_name
from passerelle_web.advice.views import language_here

KINDS = {
    "mandatory": gettext_lazy("asked everywhere"),
    "option": gettext_lazy("a state may ask it"),
    "derogation": gettext_lazy("by a derogation"),
    "scope": gettext_lazy("whom it is for"),
    "right": gettext_lazy("a right"),
    "loss": gettext_lazy("how it is lost"),
    "procedure": gettext_lazy("procedure"),
}


@dataclass(frozen=True, slots=True)
class ConditionRead:
    """A condition to read."""

    id: str
    says: str
    articles: list[Article]
    kind: str
    checked: str
    is_unsure: bool
    note: str
    left_to_states: list[str]


@dataclass(frozen=True, slots=True)
class WayRead:
    """A route or right to read."""

    name: str
    title: str
    is_right: bool
    conditions: list[ConditionRead]
    note: str


@dataclass(frozen=True, slots=True)
class ValueRead:
    """A national value to read."""

    place: str
    what: str
    amount: str
    since: str
    until: str
    status: str
    sources: str
    conflicts: list[str]
    formula: str


@require_safe
def law(request: HttpRequest) -> HttpResponse:
    """The acts, with what each is about."""
    held, language = the_law(), language_here()
    acts = [
        {
            "celex": act.celex,
            "short": say(act.short, language),
            "title": say(act.title, language),
            "since": day_said(act.applies_from),
            "routes": [say(route.title, language) for route in act.routes if not route.is_right],
            "rights": sum(route.is_right for route in act.routes),
        }
        for act in held.acts.values()
    ]
    values = len(held.values)
    return render(request, "advice/law.html", {"acts": acts, "values": values})


@require_safe
def act(request: HttpRequest, celex: str) -> HttpResponse:
    """One act, whole."""
    held, language = the_law(), language_here()
    found = held.acts.get(celex)
    if found is None:
        raise Http404
    ways = [held.ways[route.name] for route in found.routes]
    names = {name for way in ways for one in way.all_asked for name in one.node.parameters}
    values = [value for value in held.values if value.parameter in names]
    context = {
        "act": found,
        "short": say(found.short, language),
        "title": say(found.title, language),
        "facts": _about(found, language),
        "ways": [_way(way, held, language) for way in ways],
        "values": sorted(
            (_value(one, held, language) for one in values), key=lambda one: (one.place, one.what, one.since)
        ),
        "notes": [say(note, language) for note in found.notes],
        "open_points": [say(point, language) for point in found.open_points],
    }
    return render(request, "advice/act.html", context)


def _about(found: Act, language: str) -> list[tuple[str, str]]:
    outside = [place_name(code, language) for code in found.bound.outside]
    told = [
        (_("CELEX number"), found.celex),
        (_("In force since"), day_said(found.in_force)),
        (_("To be applied since"), day_said(found.applies_from)),
        (_("Does not bind"), listed(outside, language) if outside else _("binds all members")),
        (_("Published in"), found.source),
        (_("Transposed by states"), _("not known here") if not found.transposed else _transposed(found, language)),
    ]
    return [(label, text) for label, text in told if text]


def _transposed(found: Act, language: str) -> str:
    unknown = _("not known")
    days = [(place_name(code, language), told.get("on", unknown)) for code, told in found.transposed.items()]
    return "; ".join(f"{place}: {day}" for place, day in days)


def _way(way: Way, held: Law, language: str) -> WayRead:
    return WayRead(
        way.name,
        say(way.route.title, language),
        way.route.is_right,
        [_condition(one, held, language) for one in way.all_asked],
        say(way.route.note, language) if way.route.note else "",
    )


def _condition(one: Asked, held: Law, language: str) -> ConditionRead:
    condition = one.condition
    left = [say(held.parameters[name].says, language) for name in sorted(one.node.parameters)]
    return ConditionRead(
        condition.id,
        say(condition.says, language),
        articles(condition.cites, held, language),
        str(KINDS[condition.kind]),
        str(MARKS[MARK_NAMES[condition.mark]]),
        condition.mark == "M",
        say(condition.note, language) if condition.note else "",
        left,
    )


def _value(one: Value, held: Law, language: str) -> ValueRead:
    return ValueRead(
        place_name(one.region or one.state, language),
        say(held.parameters[one.parameter].says, language),
        amount(one, language),
        day_said(one.valid_from),
        day_said(one.valid_to) if one.valid_to else "",
        str(STATUSES.get(one.status, one.status)),
        "; ".join(one.sources),
        list(one.conflicts),
        one.formula,
    )

"""What this room tells the page of a corridor: the ways into a state of the Union, and the pay that it asks for.

Holds no law. Stands on `shown`.
"""

from datetime import date

import numpy as np
from django.urls import reverse
from django.utils import timezone

from passerelle.base.places import place_of
from passerelle.base.words import say
from passerelle.rules import columns
from passerelle.rules.columns import Context
from passerelle.rules.evaluating import bound_on
from passerelle.rules.law import members_on, the_law
from passerelle.rules.logic import MET
from passerelle.rules.national import day_after_all
from passerelle.rules.places import UNION, concerns
from passerelle.rules.records import Value
from passerelle_web.advice.shown import STATUSES, amount, day_said, place_name
from passerelle_web.advice.views import language_here
from passerelle_web.evidence.ways_in import Asked, Ways


def ways_on(origin: str, destination: str) -> Ways | None:
    """Ways along a corridor, by the alpha-3 codes of its ends; None where nothing is held of its destination."""
    here, there = place_of(origin).iso2 or "", place_of(destination).iso2 or ""
    day = timezone.localdate()
    union = members_on(UNION, day)
    if here in union and there in union:
        return None
    law, language, context = the_law(), language_here(), _context(there, day)
    bound = [way for way in law.routes if int(bound_on(way.act, context, members_on)[0]) == MET]
    ways = [way for way in bound if way.act.bound.grouping == UNION or concerns(way, [here], day, members_on)]
    if not ways:
        return None
    routes = [(say(way.route.title, language), reverse("advice:act", args=[way.act.celex])) for way in ways]
    goal = "work" if there in union else "region"
    notes = dict.fromkeys(
        say(note, language) for way in ways if way.act.bound.grouping != UNION for note in way.act.notes
    )
    href = f"{reverse('advice:check')}?goal={goal}&state={there}"
    return Ways(routes, [_asked(value) for value in _values(context)], list(notes), href, day_said(day), there in union)


def _context(state: str, day: date) -> Context:
    known = np.array([day_after_all()], "datetime64[D]")
    return Context({}, np.array([day], "datetime64[D]"), known, columns.words([state]), columns.words([None]))


def _values(context: Context) -> list[Value]:
    """National values of pay that hold today, for each region where regions have their own."""
    law, found = the_law(), []
    for name, values in law.vocabulary.values.items():
        if law.parameters[name].kind != "money":
            continue
        place = int(np.ravel(values.at(context))[0])
        found += [values.rows[place]] if place >= 0 else values.of_regions(context, 0) if place == -2 else []
    return found


def _asked(value: Value) -> Asked:
    language, law = language_here(), the_law()
    what = say(law.parameters[value.parameter].says, language)
    region = f"{place_name(value.region, language)}: " if value.region else ""
    source = f"{'; '.join(value.sources)} ({STATUSES.get(value.status, value.status)})"
    return Asked(region + amount(value, language), what, day_said(value.valid_from), source)

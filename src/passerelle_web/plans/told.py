"""What this room tells the pages of measures: the plans that one stands in, how a template's ranges have held.

Stands on `queries` and `ledger`.
"""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from passerelle.base.corridors import Corridor
from passerelle_web.evidence.planned import Planned
from passerelle_web.measures.models import Measure
from passerelle_web.people.models import User
from passerelle_web.plans.ledger import outcomes_of
from passerelle_web.plans.queries import listed, plans_with
from passerelle_web.theme.context import person_here


def plans_of(measure: Measure, person: User | AnonymousUser) -> list[tuple[str, str]]:
    """Title and address of each plan that a measure stands in and that a person may see."""
    return [(plan.title, plan.get_absolute_url()) for plan in plans_with(measure, person)[:20]]


def ledger_said(template: str) -> tuple[str, str]:
    """How a template's ranges have held, in a sentence, and the address of the ledger."""
    rows = outcomes_of(template)
    href = reverse("plans:ledger", args=[template])
    if not rows:
        return gettext("No outcome of a run is entered yet, so that nobody knows how its ranges hold."), href
    inside = sum(row.p5 <= row.value <= row.p95 for row in rows)
    said = ngettext(
        "{inside} of {n} outcome lay within the range that its run gave.",
        "{inside} of {n} outcomes lay within the ranges that their runs gave.", len(rows),
    )  # fmt: skip
    return said.format(inside=inside, n=len(rows)), href


def planned_on(request: HttpRequest, origin: str, destination: str, route: str) -> list[Planned]:
    """The plans of a corridor or of a route that a reader may see."""
    corridor = Corridor(origin, destination) if origin else None
    rows = listed(person_here(request) or AnonymousUser(), corridor=corridor, route=route)[:20]
    return [
        Planned(
            plan.title, plan.get_absolute_url(), f"{plan.start.year}–{plan.end.year}",
            ", ".join(owner.name for owner in plan.owners.all()), plan.is_adopted, plan.is_demonstration,
        )
        for plan in rows
    ]  # fmt: skip

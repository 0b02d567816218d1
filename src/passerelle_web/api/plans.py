"""Plans that everybody may read: whole, their timetable, their budget; work programmes of the past.

Drafts are not here. Routes only: each gets, asks, answers. The roof of the site.
"""

import uuid
from functools import cache
from typing import Annotated, Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Router

from passerelle.followup.programmes import all_programmes, light_of
from passerelle.plans.reading import as_dict
from passerelle.plans.records import Plan as Record
from passerelle.plans.schedule import as_dict as timetable_dict
from passerelle.plans.schedule import schedule
from passerelle_web.api import parameters as p
from passerelle_web.api import plan_shapes as shapes
from passerelle_web.api.answers import BASE, answer
from passerelle_web.api.paging import ON_A_PAGE, Part
from passerelle_web.demonstration.example import example_record
from passerelle_web.plans import queries, working
from passerelle_web.plans.models import Version

router = Router(tags=["Plans"])
EXAMPLE = "example"
Key = Annotated[
    str,
    Path(description='Key of a plan; "example" is one that ships, invented.', example=EXAMPLE, max_length=40),
]


def _version(key: str) -> Version | None:
    """The newest version of a plan that everybody may read; None for the example.

    Raises
    ------
    Http404 : no such plan, or a draft.
    """
    if key == EXAMPLE:
        return None
    try:
        wanted = uuid.UUID(key)
    except ValueError:
        raise Http404 from None
    plan = queries.seen_by(AnonymousUser()).filter(pk=wanted).first()
    if plan is None:
        raise Http404
    return queries.current_version(plan)


@cache
def _example() -> dict[str, Any]:
    return working.worked_out(example_record())


def _record(version: Version | None) -> Record:
    return example_record() if version is None else version.record


@router.get("/plans", response=shapes.PlanPage, summary="Plans")
def list_plans(request: HttpRequest, page: p.Page = 1, per_page: p.PerPage = ON_A_PAGE) -> HttpResponse:
    """Plans that were adopted once at least, and those of the demonstration, by title. No totals by member."""
    found = queries.listed(AnonymousUser())
    part = Part(page, per_page)
    rows = queries.score_rows(list(part.of(found)))
    lines = [
        {
            "key": str(row.plan.pk), "title": row.plan.title, "owners": list(row.owners),
            "start": row.plan.start.isoformat(), "end": row.plan.end.isoformat(), "origin": row.plan.origin,
            "destination": row.plan.destination, "route": row.plan.route, "version": row.plan.current,
            "adopted": row.plan.adopted, "demonstration": row.plan.is_demonstration, "lights": row.counts,
            "href": f"{BASE}/plans/{row.plan.pk}",
        }
        for row in rows
    ]  # fmt: skip
    return answer(part.envelope(request, found.count(), lines))


@router.get("/plans/{key}", response=shapes.PlanWhole, summary="A plan whole")
def plan(request: HttpRequest, key: Key) -> HttpResponse:
    """The plan in the form of its file: it can be read in again by the site and the command line."""
    return answer(as_dict(_record(_version(key))))


@router.get("/plans/{key}/schedule", response=shapes.TimetableShape, summary="The timetable of a plan")
def timetable(request: HttpRequest, key: Key) -> HttpResponse:
    """Early and late days of each action, slack, the critical path, clashes."""
    record = _record(_version(key))
    return answer(timetable_dict(record, schedule(record)))


@router.get("/plans/{key}/budget", response=shapes.BudgetShape, summary="The budget of a plan")
def budget(request: HttpRequest, key: Key) -> HttpResponse:
    """By year, source, department and category; P10, P50 and P90 of the costs; what nobody funds; what is left out."""
    version = _version(key)
    found = _example() if version is None else working.of_version(version)
    return answer(found["budget"])


@router.get("/work-programmes", response=list[shapes.ProgrammeLine], summary="Work programmes of the past")
def programmes(request: HttpRequest) -> HttpResponse:
    """What Tampere, The Hague and the priority actions of 2005 promised, and what public facts say came of it."""
    today = timezone.localdate()
    return answer([
        {
            "code": one.code, "title": one.title,
            "adopted_on": one.adopted_on.isoformat() if one.adopted_on else "", "source": one.source,
            "commitments": [
                {
                    "key": held.key, "text": held.text, "theme": held.theme,
                    "deadline": held.deadline.isoformat() if held.deadline else None,
                    "light": light_of(held, today).name, "what": held.outcome.what, "source": held.outcome.source,
                    "checked": held.checked,
                }
                for held in one.commitments
            ],
        }
        for one in all_programmes().values()
    ])  # fmt: skip

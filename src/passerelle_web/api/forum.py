"""The forum over HTTP: its charter, public decisions of the steering group, its years, calls for help.

What is closed or for members alone is not here. Routes only: each gets, asks, answers. The roof of the site.
"""

from datetime import date
from typing import Annotated, Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Router

from passerelle_web.api import forum_shapes as shapes
from passerelle_web.api import parameters as p
from passerelle_web.api.answers import BASE, answer
from passerelle_web.api.paging import ON_A_PAGE, Part
from passerelle_web.forum import assistance_queries, charter_queries, cycle_queries, feeds
from passerelle_web.forum.concluded import concluded_in
from passerelle_web.forum.models import CharterVersion, Cycle, Decision, HelpRequest
from passerelle_web.people.queries import has_invented

router = Router(tags=["Forum"])
Number = Annotated[int, Path(description="Number of a version.", example=1, ge=1, le=1_000_000)]
Year = Annotated[int, Path(description="A year of the forum.", example=2026, ge=1000, le=9999)]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _charter(version: CharterVersion | None) -> dict[str, Any]:
    if version is None:
        raise Http404
    adoption, in_force = charter_queries.adoption_of(version), charter_queries.in_force()
    return {
        "version": version.number, "adopted_on": _day(adoption.day) if adoption else None,
        "adopted_by": adoption.sign if adoption else None, "in_force": version == in_force,
        "language": version.language, "non_binding": True,
        "seats": {one.kind: one.many for one in version.shares.all()}, "seat_years": version.term_years,
        "chair_rotates_by": version.rotation, "silence_days": version.silence_days,
        "attribution": version.attribution,
        "demonstration": adoption is not None and feeds.is_invented(adoption),
        "articles": [
            {"place": one.place, "key": one.key, "heading": one.heading, "text": one.text}
            for one in charter_queries.articles_of(version)
        ],
    }  # fmt: skip


@router.get("/forum/charter", response=shapes.CharterShape, summary="The charter of the forum")
def charter(request: HttpRequest) -> HttpResponse:
    """The version by which the forum works: the one in force, else the newest draft. 404 where there is none."""
    return answer(_charter(charter_queries.worked_by()))


@router.get("/forum/charter/{number}", response=shapes.CharterShape, summary="A version of the charter")
def charter_version(request: HttpRequest, number: Number) -> HttpResponse:
    """Any version, in force, a draft, or of the past."""
    return answer(_charter(charter_queries.version(number)))


@router.get("/forum/decisions", response=shapes.DecisionPage, summary="Decisions of the steering group")
def decisions(request: HttpRequest, page: p.Page = 1, per_page: p.PerPage = ON_A_PAGE) -> HttpResponse:
    """Those that everybody reads, the oldest first. None is ever changed; a later one corrects it."""
    found = Decision.objects.public().select_related("corrects", "charter").prefetch_related("presences__member")
    part = Part(page, per_page)
    rows = [feeds.row_of(one) for one in part.of(found.order_by("year", "number"))]
    return answer(part.envelope(request, found.count(), rows, licence=feeds.LICENCE, non_binding=True))


def _year(held: Cycle) -> dict[str, Any]:
    dialogues = cycle_queries.dialogues_of(held, AnonymousUser())
    return {
        "year": held.year, "begins": held.begins.isoformat(), "ends": held.ends.isoformat(),
        "chair": held.chair.name if held.chair else None, "chair_reason": held.chair_reason,
        "closed_on": _day(held.closed_on), "non_binding": True, "demonstration": has_invented(),
        "themes": [
            {"title": one.title, "theme": one.theme, "language": one.language, "proposed_by": one.member.name,
             "why": one.why}
            for one in cycle_queries.chosen_themes(held)
        ],
        "deadlines": [
            {"day": one.day.isoformat(), "title": one.title, "language": one.language} for one in held.deadlines.all()
        ],
        "dialogues": [{"key": str(one.pk), "title": one.title, "stage": one.stage} for one in dialogues],
        "concluded": [
            {"title": one.title, "what": str(one.what), "dialogue": one.dialogue, "on": _day(one.on)}
            for one in concluded_in(dialogues)
        ],
        "decisions": [one.sign for one in cycle_queries.decisions_in(held)],
    }  # fmt: skip


@router.get("/forum/years", response=list[dict[str, Any]], summary="Years of the forum")
def years(request: HttpRequest) -> HttpResponse:
    """Every year with who chaired it, the newest first."""
    return answer([
        {"year": one.year, "chair": one.chair.name if one.chair else None, "closed_on": _day(one.closed_on),
         "demonstration": has_invented(), "href": f"{BASE}/forum/years/{one.year}"}
        for one in cycle_queries.cycles()
    ])  # fmt: skip


@router.get("/forum/years/{year}", response=shapes.YearShape, summary="A year of the forum")
def year(request: HttpRequest, year: Year) -> HttpResponse:
    """Its chair, themes, deadlines, public dialogues, what they concluded, what was decided in its days."""
    held = cycle_queries.cycle(year)
    if held is None:
        raise Http404
    return answer(_year(held))


def _help(row: HelpRequest) -> dict[str, Any]:
    return {
        "key": str(row.pk), "title": row.title, "member": row.member.name, "theme": row.theme, "place": row.place,
        "language": row.language, "need": row.need, "brings": row.brings, "wanted_from": _day(row.wanted_from),
        "wanted_until": _day(row.wanted_until), "wanted_languages": row.wanted_languages,
        "made_on": row.made_on.isoformat(), "closed_on": _day(row.closed_on), "step": assistance_queries.step_of(row),
        "demonstration": row.member.is_demonstration,
    }  # fmt: skip


@router.get("/forum/assistance", response=shapes.HelpPage, summary="Calls for help")
def assistance(request: HttpRequest, page: p.Page = 1, per_page: p.PerPage = ON_A_PAGE) -> HttpResponse:
    """Requests of members for help with capacity that everybody reads; offers are on their pages."""
    found = assistance_queries.listed(AnonymousUser())
    part = Part(page, per_page)
    return answer(part.envelope(request, found.count(), [_help(one) for one in part.of(found)], non_binding=True))

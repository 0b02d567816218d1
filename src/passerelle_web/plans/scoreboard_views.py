"""The scoreboard: plans by title with the lights of their actions; of a member, a route, a work programme.

Alphabetical, by deadlines that each set itself, never a total by member: it is no ranking. Stands on `queries`.
"""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from passerelle.base.corridors import named_routes
from passerelle.base.words import say
from passerelle.followup.lights import NAMES, Planned, light
from passerelle.followup.programmes import all_programmes, light_of
from passerelle.plans import codes
from passerelle_web.people.queries import member_of, members
from passerelle_web.plans import queries, working
from passerelle_web.plans.arising import with_sources
from passerelle_web.plans.models import ActionLine, Plan, Report
from passerelle_web.plans.views import language

PER_PAGE = 100


def _names() -> list[tuple[str, str]]:
    return [(name, say(NAMES[name], language())) for name in queries.LIGHTS]


@require_safe
def scoreboard(request: HttpRequest) -> HttpResponse:
    """All plans that a reader may see."""
    page = Paginator(queries.listed(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": queries.score_rows(list(page)), "lights": _names(), "day": timezone.localdate(),
        "members": members(), "routes": [(code, say(route.name, language())) for code, route in named_routes().items()],
        "programmes": all_programmes().values(),
    }  # fmt: skip
    return render(request, "plans/scoreboard.html", context)


@require_safe
def of_member(request: HttpRequest, slug: str) -> HttpResponse:
    """What one member leads, by the deadlines that it set itself; no total."""
    member = member_of(slug)
    if member is None:
        raise Http404
    page = Paginator(queries.lines_of_member(member, request.user), PER_PAGE).get_page(request.GET.get("page"))
    pledges = with_sources(list(queries.pledges(request.user, member=member)), request.user)
    context = {
        "title": member.name, "page": page, "lines": _with_lights(list(page)), "day": timezone.localdate(),
        "pledges": pledges, "ends": queries.ended_by(request.user, pledges), "member": member,
    }  # fmt: skip
    return render(request, "plans/score_lines.html", context)


def _with_lights(lines: list[ActionLine]) -> list[tuple[ActionLine, str, str, str]]:
    """Lines with their light and its reason, by the newest report."""
    today = timezone.localdate()
    told = {line.plan_id: _of_plan(line.plan) for line in lines}
    found = []
    for line in lines:
        reports, waits = told[line.plan_id]
        progress = working.progress_of(reports.get(line.key))
        shown = light(Planned(line.start, line.end), progress, today, waits.get(line.key, ()))
        found.append((line, shown.name, shown.text(language()), shown.reason.text(language())))
    return found


def _of_plan(plan: Plan) -> tuple[dict[str, Report], dict[str, list[tuple[str, date]]]]:
    """The newest reports of a plan, and what each of its actions waits for."""
    version = queries.version(plan, plan.adopted or plan.current)
    assert version is not None
    reports = working.newest_reports(plan)
    return reports, working.waits_of(version.record, working.times_of(working.of_version(version)), reports)


@require_safe
def of_route(request: HttpRequest, code: str) -> HttpResponse:
    """The plans along one route."""
    route = named_routes().get(code)
    if route is None:
        raise Http404
    page = Paginator(queries.listed(request.user, route=code), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": queries.score_rows(list(page)), "lights": _names(), "day": timezone.localdate(),
        "route": say(route.name, language()), "code": code,
    }  # fmt: skip
    return render(request, "plans/scoreboard.html", context)


@require_safe
def programme(request: HttpRequest, code: str) -> HttpResponse:
    """A work programme that the seed takes stock of, as far as public facts go."""
    found = all_programmes().get(code)
    if found is None:
        raise Http404
    today = timezone.localdate()
    rows = []
    for one in found.commitments:
        shown = light_of(one, today)
        theme = codes.themes().get(one.theme)
        rows.append((one, shown.name, shown.text(language()), say(theme.title, language()) if theme else ""))
    others = [one for one in all_programmes().values() if one.code != code]
    unchecked = sum(not one.checked for one in found.commitments)
    context = {"programme": found, "rows": rows, "others": others, "unchecked": unchecked}
    return render(request, "plans/programme.html", context)

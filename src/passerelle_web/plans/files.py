"""A plan to take along: PDF, DOCX, XLSX, CSV, YAML, JSON, iCalendar; its drawings; the files that reports rest on.

The forms are the library's. Stands on `queries`.
"""

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from passerelle.exchange.calendars import calendar_of
from passerelle.exchange.costs import costs_template
from passerelle.output.charts.drawing import Chart
from passerelle.output.plans.curves import curve_chart
from passerelle.output.plans.flat import budget_csv
from passerelle.output.plans.gantt import gantt
from passerelle.output.plans.paper import plan_pdf
from passerelle.output.plans.word import plan_docx
from passerelle.output.plans.workbook import plan_xlsx
from passerelle.plans.reading import as_json, as_yaml
from passerelle.plans.schedule import schedule
from passerelle_web.evidence.drawings import drawn, key_of
from passerelle_web.people.permissions import may
from passerelle_web.plans import queries, working
from passerelle_web.plans.following_page import all_reports, observed_of
from passerelle_web.plans.gate import screened_today, screenings_said
from passerelle_web.plans.models import Evidence, Version
from passerelle_web.plans.money_page import CHARTS, plan_chart, ranges_of
from passerelle_web.plans.plan_page import action_of
from passerelle_web.plans.views import language, seen_plan

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _adopted_on(version: Version) -> date | None:
    """The day on which the last owner adopted this version; None of one that does not stand."""
    if version.plan.adopted != version.number:
        return None
    held = version.plan.adoptions.filter(number=version.number, until=None)
    return max((one.on for one in held), default=None)


def _made(version: Version) -> dict[str, tuple[str, Callable[[], bytes]]]:
    """Each form with its kind and how it is made."""
    record = screened_today(version.record)
    day, spoken = timezone.localdate(), language()
    told = {"language": spoken, "day": day, "ranges": ranges_of(version)}
    papers = {"screenings": screenings_said(record, spoken), "adopted": _adopted_on(version)}
    return {
        "pdf": ("application/pdf", lambda: plan_pdf(record, **told, **papers)),
        "docx": (WORD, lambda: plan_docx(record, **told, **papers)),
        "xlsx": (SHEET, lambda: plan_xlsx(record, **told)),
        "csv": ("text/csv", lambda: budget_csv(working.forecast(record)[1], language=spoken).encode()),
        "yaml": ("application/yaml", lambda: as_yaml(record).encode()),
        "json": ("application/json", lambda: as_json(record).encode()),
        "ics": ("text/calendar", lambda: calendar_of(record, schedule(record), language=spoken).encode()),
        "costs": (SHEET, lambda: costs_template(record)),
    }


@require_safe
def download(request: HttpRequest, key: str) -> HttpResponse:
    """The plan, or one of its versions, in the form asked for."""
    plan = seen_plan(request, key)
    asked = request.GET.get("version", "")
    version = queries.version(plan, int(asked) if asked.isdigit() else plan.current)
    form = request.GET.get("form", "pdf")
    forms = _made(version) if version is not None else {}
    if version is None or form not in forms:
        raise Http404
    kind, made = forms[form]
    response = HttpResponse(made(), content_type=kind)
    name = slugify(plan.title)[:60] or "plan"
    suffix = "costs.xlsx" if form == "costs" else form
    response["Content-Disposition"] = f'attachment; filename="{name}-{version.number}.{suffix}"'
    return response


@require_safe
def gantt_chart(request: HttpRequest, key: str) -> HttpResponse:
    """The Gantt chart of a version as a picture by itself."""
    plan = seen_plan(request, key)
    asked = request.GET.get("version", "")
    version = queries.version(plan, int(asked) if asked.isdigit() else plan.current)
    if version is None:
        raise Http404
    record = version.record
    drawing = gantt(record, schedule(record), language=language(), paper=True, today=timezone.localdate())
    return HttpResponse(drawing, content_type="image/svg+xml")


@require_safe
def chart(request: HttpRequest, key: str, chart: str) -> HttpResponse:
    """One chart of a plan's budget as SVG."""
    plan = seen_plan(request, key)
    if chart not in CHARTS:
        raise Http404
    version = queries.current_version(plan)

    def draw(spoken: str) -> Chart | None:
        return plan_chart(version, chart, spoken)

    return drawn(request, key_of(request, chart, "plan", plan.pk, version.number), draw)


@require_safe
def curve(request: HttpRequest, key: str, part: str, at: int) -> HttpResponse:
    """The curve of one indicator of an action as SVG."""
    plan = seen_plan(request, key)
    version = queries.current_version(plan)
    found = action_of(version.record, part)
    if found is None or at >= len(found[2].indicators):
        raise Http404
    one, days = found[2].indicators[at], working.times_of(working.of_version(version))[part]
    seen = observed_of(one, all_reports(plan).get(part, ()))

    def draw(spoken: str) -> Chart | None:
        return curve_chart(one, days[0], seen, spoken)

    return drawn(request, key_of(request, f"curve-{at}", "plan", plan.pk, version.number, part, seen), draw)


@require_safe
def evidence(request: HttpRequest, key: int) -> HttpResponse:
    """A file that a report rests on, handed out as it is and never shown in the page."""
    found = get_object_or_404(Evidence.objects.select_related("report__plan"), pk=key)
    if found.content is None or not may(request.user, "plans.see_plan", found.report.plan):
        raise Http404
    response = HttpResponse(bytes(found.content), content_type=found.kind)
    stem, _dot, suffix = found.name.rpartition(".")
    response["Content-Disposition"] = f'attachment; filename="{slugify(stem) or "file"}.{slugify(suffix)}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response

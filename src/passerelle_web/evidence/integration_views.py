"""Pages, charts and files of integration: each gets, calls a query, renders.

Holds no figures. Stands on `integration_page`.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from passerelle.base.places import Place
from passerelle.evidence.integration.measures import MEASURES, REFUGEES
from passerelle.output.charts.integration import chart_of
from passerelle_web.evidence import integration_page as pages
from passerelle_web.evidence import queries
from passerelle_web.evidence.downloads import file_of
from passerelle_web.evidence.drawings import drawn, key_of
from passerelle_web.evidence.practised import practised_about


def _language() -> str:
    return get_language() or "en"


def _place(text: str) -> Place:
    typed = queries.read_place(text)
    if typed.place is None:
        raise queries.unknown(typed)
    return typed.place


@require_safe
def hosts(request: HttpRequest) -> HttpResponse:
    """One measure of every host that has it, by name; a place that is typed leads to its page."""
    typed = queries.read_place(request.GET.get("place", ""))
    if typed.place is not None:
        return redirect("evidence:integration-host", typed.place.iso3)
    context = pages.list_page(request.GET, _language()) | {"typed": typed}
    return render(request, "evidence/integration.html", context)


@require_safe
def host(request: HttpRequest, place: str) -> HttpResponse:
    """One host: gaps by area, policies beside them, its own side, practices."""
    found = _place(place)
    if found.iso3 != place:
        return redirect("evidence:integration-host", found.iso3)
    practised = practised_about(request, pages.THEMES)
    context = pages.host_page(found, request.GET, _language()) | {"practised": practised, "theme": pages.THEMES[0]}
    return render(request, "evidence/integration_host.html", context)


@require_safe
def measure(request: HttpRequest, place: str, measure: str) -> HttpResponse:
    """One measure of a host over the years."""
    found, name = _place(place), measure.replace("-", "_")
    if name not in MEASURES:
        raise Http404
    if found.iso3 != place:
        return redirect("evidence:integration-measure", found.iso3, measure)
    return render(request, "evidence/integration_measure.html", pages.measure_page(
        found, name, request.GET, _language()))  # fmt: skip


@require_safe
def chart(request: HttpRequest, place: str, chart: str) -> HttpResponse:
    """One chart of a host as SVG; 404 where too little is known to draw it."""
    found = pages.host_of(_place(place).iso3)
    asked = pages.read(request.GET, found)
    group = REFUGEES if chart.startswith("refugees") else asked.group
    key = key_of(request, chart, "integration", found.iso3, group.code, asked.year)
    return drawn(request, key, lambda language: chart_of(found, chart, group, language, asked.year))


@require_safe
def host_file(request: HttpRequest, place: str) -> HttpResponse:
    """All figures of a host's integration as one file, in five forms."""
    found = pages.host_of(_place(place).iso3)
    title = gettext("Integration: {place}").format(place=found.iso3)
    return file_of(request, found.figures, title, f"passerelle-integration-{found.iso3}")


@require_safe
def hosts_file(request: HttpRequest) -> HttpResponse:
    """The measure that the list shows, of every host, as one file."""
    asked = pages.read(request.GET)
    figures = [figure for gap in pages.beside(asked).values() for figure in gap.figures]
    return file_of(request, figures, gettext("Integration"), f"passerelle-integration-{asked.measure.id}")

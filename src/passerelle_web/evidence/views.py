"""Pages about a corridor, a country, a grouping, a route: each gets, calls a query, renders.

Holds no figures and no queries. Stands on `theme`.
"""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from passerelle.base.groupings import grouping_of
from passerelle.output.tables import FORMS
from passerelle_web.evidence import pictures, queries
from passerelle_web.evidence.corridor_page import PARTS, all_lines, corridor_page
from passerelle_web.evidence.place_page import country_page, grouping_page
from passerelle_web.evidence.planned import planned_on
from passerelle_web.evidence.practised import practised_on
from passerelle_web.evidence.route_page import route_page
from passerelle_web.evidence.rows import newest_of, ranked
from passerelle_web.evidence.spoken import spoken_on
from passerelle_web.evidence.ways_in import ways_on


def _language() -> str:
    return get_language() or "en"


def _year() -> int:
    return date.today().year  # noqa: DTZ011  the reader's calendar year, no instant


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What Passerelle is, the largest corridors, and the way in."""
    figures = queries.largest()
    context = {
        "map": pictures.world(figures, _language()),
        "largest": ranked(figures[:10], _language()),
        "typed": {},
    }
    return render(request, "evidence/home.html", context)


@require_safe
def corridors(request: HttpRequest) -> HttpResponse:
    """The picker's answer: on to the corridor, or suggestions; without a question the largest corridors."""
    origin = queries.read_place(request.GET.get("origin", ""))
    destination = queries.read_place(request.GET.get("destination", ""))
    found = queries.corridor_of(origin, destination)
    if found is not None:
        return redirect("evidence:corridor", found.origin, found.destination)
    return _corridors_page(request, origin, destination, 200)


def _corridors_page(
    request: HttpRequest, origin: queries.Typed, destination: queries.Typed, status: int
) -> HttpResponse:
    figures = queries.largest()
    context = {
        "typed": {"origin": origin, "destination": destination},
        "is_same": origin.place is not None and origin.place == destination.place,
        "is_half": bool(origin.text) != bool(destination.text),
        "largest": ranked(figures, _language()),
        "map": pictures.world(figures, _language()),
    }
    return render(request, "evidence/corridors.html", context, status=status)


@require_safe
def corridor(request: HttpRequest, origin: str, destination: str) -> HttpResponse:
    """The page of a corridor; any spelling leads to its one address."""
    typed = queries.read_place(origin), queries.read_place(destination)
    found = queries.corridor_of(*typed)
    if found is None:
        return _corridors_page(request, *typed, status=404)
    if (found.origin, found.destination) != (origin, destination):
        return redirect("evidence:corridor", found.origin, found.destination)
    asked = [*request.GET.getlist("beside"), *(f"o:{text}" for text in request.GET.getlist("origin") if text.strip())]
    beside, wrong = queries.all_beside(found, asked)
    knowns = [queries.corridor_known(one) for one in (found, *beside)]
    stock = newest_of(knowns[0], "stock")
    context = {
        "corridor": found,
        "ends": found.places,
        "beside": beside,
        "laid": [found, *beside],
        "besides": "".join(f"&beside={one.origin}-{one.destination}" for one in beside),
        "wrong": wrong,
        "page": corridor_page(knowns, year=_year(), language=_language()),
        "map": pictures.corridor(found, stock.value, _language()),
        "planned": planned_on(request, origin=found.origin, destination=found.destination),
        "practised": practised_on(request, origin=found.origin, destination=found.destination),
        "spoken": spoken_on(request, origin=found.origin, destination=found.destination),
        "ways": ways_on(found.origin, found.destination),
    }
    return render(request, "evidence/corridor.html", context)


@require_safe
def figures(request: HttpRequest, origin: str, destination: str, section: str) -> HttpResponse:
    """Every figure of one section of a corridor, as a table."""
    found = queries.corridor_of(queries.read_place(origin), queries.read_place(destination))
    part = next((part for part in PARTS if part.slug == section), None)
    if found is None or part is None:
        raise Http404
    lines, sources = all_lines(queries.corridor_known(found), part, year=_year(), language=_language())
    context = {"corridor": found, "ends": found.places, "part": part, "lines": lines, "sources": sources}
    context["forms"] = tuple(FORMS)
    return render(request, "evidence/figures.html", context)


@require_safe
def country(request: HttpRequest, place: str) -> HttpResponse:
    """The page of a country or territory."""
    typed = queries.read_place(place)
    if typed.place is None:
        raise queries.unknown(typed)
    if typed.place.iso3 != place:
        return redirect("evidence:country", typed.place.iso3)
    context = country_page(typed.place, year=_year(), language=_language())
    return render(request, "evidence/country.html", context)


@require_safe
def grouping(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a grouping, with its members of today."""
    found = grouping_of(code)
    if found.code != code:
        return redirect("evidence:grouping", found.code)
    context = grouping_page(found, date.today(), year=_year(), language=_language())  # noqa: DTZ011
    return render(request, "evidence/grouping.html", context)


@require_safe
def route(request: HttpRequest, code: str) -> HttpResponse:
    """The page of a route, named or given as codes of places."""
    found = queries.route_of(code)
    context = route_page(queries.route_known(found), year=_year(), language=_language())
    planned = planned_on(request, route=found.code) if found.code else []
    spoken = spoken_on(request, route=found.code) if found.code else []
    return render(request, "evidence/route.html", {**context, "planned": planned, "spoken": spoken})

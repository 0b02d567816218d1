"""Places, groupings and routes.

Routes only: each gets, asks, answers. The roof of the site.
"""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from passerelle.base.corridors import named_routes
from passerelle.base.groupings import all_groupings, grouping_of, groupings_of
from passerelle.base.names import find_place
from passerelle.base.places import all_places
from passerelle.evidence.indicators.registry import indicator_of
from passerelle_web.api import parameters as p
from passerelle_web.api import queries, shapes
from passerelle_web.api.answers import (
    answer,
    grouping_line,
    grouping_whole,
    place_line,
    route_line,
    suggestion,
    written,
)
from passerelle_web.api.corridors import today
from passerelle_web.api.paging import ON_A_PAGE, Part
from passerelle_web.evidence.queries import read_place, route_known, route_of

router = Router(tags=["Places, groupings, routes"])
OnDay = Annotated[
    date | None,
    Query(description="The day on which members are counted; today where left out.", example="2024-06-30"),
]
Kind = Annotated[
    Literal["current", "user-assigned", "former"] | None, Query(description="One kind of place; all where left out.")
]


@router.get("/places", response=shapes.PlacePage, summary="Places")
def list_places(
    request: HttpRequest, kind: Kind = None, page: p.Page = 1, per_page: p.PerPage = ON_A_PAGE
) -> HttpResponse:
    """Countries and territories with their codes and their names in five languages, former ones included."""
    found = [place for place in all_places().values() if kind in (None, place.kind)]
    part = Part(page, per_page)
    return answer(part.envelope(request, len(found), [place_line(place) for place in part.of(found)]))


@router.get("/places/find", response=shapes.Found, summary="Find a place by any spelling")
def find(
    request: HttpRequest,
    q: Annotated[str, Query(description="A code or name in any spelling.", example="Marroc", max_length=120)],
) -> HttpResponse:
    """The place that a text means. An unsure spelling gets suggestions, never a guess."""
    typed = read_place(q)
    place = place_line(typed.place) if typed.place else None
    return answer({"text": q, "place": place, "suggestions": [suggestion(one) for one in typed.suggestions]})


@router.get("/places/{code}", response=shapes.PlaceShape, summary="What is known of a place")
def place(
    request: HttpRequest,
    code: Annotated[str, Path(description="A code or name in any spelling.", example="MAR", max_length=120)],
    vintage: p.Vintage = "latest",
    section: p.Section = None,
) -> HttpResponse:
    """Codes and names, groupings of today, and the newest figure of each indicator of places."""
    found = find_place(code)
    figures = queries.place_as_of(found.iso3, vintage)
    if section:
        figures = [figure for figure in figures if indicator_of(figure.indicator).section == section]
    groupings = [grouping.code for grouping in groupings_of(found.iso3, today())]
    return answer(place_line(found) | {"groupings": groupings, "figures": written(figures)})


@router.get("/groupings", response=shapes.GroupingPage, summary="Groupings")
def list_groupings(
    request: HttpRequest, on: OnDay = None, page: p.Page = 1, per_page: p.PerPage = ON_A_PAGE
) -> HttpResponse:
    """Regional communities, statuses and UN regions, and how many members each has on a day."""
    found = list(all_groupings().values())
    part = Part(page, per_page)
    lines = [grouping_line(grouping, on or today()) for grouping in part.of(found)]
    return answer(part.envelope(request, len(found), lines))


@router.get("/groupings/{code}", response=shapes.GroupingShape, summary="A grouping and its members on a day")
def grouping(
    request: HttpRequest,
    code: Annotated[str, Path(description="Code of a grouping, such as ECOWAS or UN011.", example="ECOWAS")],
    on: OnDay = None,
) -> HttpResponse:
    """Members on a day, and since when each has been one without a break."""
    return answer(grouping_whole(grouping_of(code), on or today()))


@router.get("/routes", response=shapes.RoutePage, summary="Named routes")
def list_routes(request: HttpRequest, page: p.Page = 1, per_page: p.PerPage = ON_A_PAGE) -> HttpResponse:
    """Routes that the field names, each with one example chain of places."""
    found = list(named_routes().values())
    part = Part(page, per_page)
    return answer(part.envelope(request, len(found), [route_line(route) for route in part.of(found)]))


@router.get("/routes/{code}", response=shapes.RouteShape, summary="What is known of a route")
def route(
    request: HttpRequest,
    code: Annotated[
        str,
        Path(
            description="Code of a named route, or codes of places with hyphens between (VEN-COL-PAN).",
            example="central-mediterranean",
            max_length=120,
        ),
    ],
) -> HttpResponse:
    """Stocks of the legs, and detections and deaths where registers file them under the route."""
    return answer(route_known(route_of(code)).as_dict())

"""What stands on the page of a route.

Holds the choice of figures; words are made in `rows`. Stands on `rows`.
"""

from dataclasses import dataclass
from typing import Any

from passerelle.base.corridors import Corridor
from passerelle.base.places import Place, place_of
from passerelle.base.words import number, say
from passerelle.evidence.figures import Figure
from passerelle.evidence.remarks import remark_text
from passerelle.evidence.routes import KnownRoute
from passerelle.evidence.wording import name_text, note_text, period_label, value_text
from passerelle_web.evidence import pictures
from passerelle_web.evidence.corridor_page import sources_of
from passerelle_web.evidence.rows import Cell, Papers, cell_of

MOST_EVENTS = 12


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of the route with its newest figures."""

    corridor: Corridor
    origin: Place
    destination: Place
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """What the registers filed under the route in one year."""

    period: str
    detections: str
    deaths: str


def _years(known: KnownRoute, papers: Papers, language: str) -> list[Year]:
    """Years newest first; a register that does not cover a year leaves its cell empty, which is not zero."""
    found: dict[str, dict[str, str]] = {}
    for figure in known.by_year:
        if figure.is_known:
            papers.of(figure)
            found.setdefault(figure.period, {})[figure.indicator] = value_text(figure, language)
    unknown = say("not known", language)
    return [
        Year(
            period_label(period, language),
            values.get("route_detections", unknown),
            values.get("route_deaths", unknown),
        )
        for period, values in sorted(found.items(), reverse=True)
    ]


def _gaps(known: KnownRoute, language: str) -> list[tuple[str, str]]:
    return [(name_text(f.indicator, language), note_text(f, language)) for f in known.by_year if not f.is_known]


def route_page(known: KnownRoute, *, year: int, language: str) -> dict[str, Any]:
    """The context of a route's page: legs, what registers filed under it, the gravest incidents."""
    papers = Papers()
    legs = [
        Leg(
            leg,
            place_of(leg.origin),
            place_of(leg.destination),
            tuple(cell_of(figure, None, papers, year=year, language=language) for figure in figures),
        )
        for leg, (_, figures) in zip(known.route.legs, known.legs, strict=True)
    ]
    columns = [name_text(figure.indicator, language) for figure in known.legs[0][1]]
    years = _years(known, papers, language)
    gravest = sorted(known.events, key=lambda event: (-event.dead, event.day))[:MOST_EVENTS]
    return {
        "known": known,
        "name": say(known.route.name, language),
        "stops": [place_of(iso3) for iso3 in known.route.stops],
        "legs": legs,
        "columns": columns,
        "years": years,
        "gaps": _gaps(known, language),
        "nationalities": [_nationality(figure, papers, language) for figure in known.by_origin],
        "gravest": [
            (event, number(event.dead, language), place_name(event.place, language), remark_text(event.cause, language))
            for event in gravest
        ],
        "map": pictures.route(known, language),
        "dead": number(sum(event.dead for event in known.events), language),
        "sources": sources_of(papers),
    }


def place_name(code: str, language: str) -> str:
    """The name of a place's code; "" for none, as at sea."""
    return place_of(code).name(language) if len(code) == 3 and code.isalpha() else ""


def _nationality(figure: Figure, papers: Papers, language: str) -> tuple[str, str, str]:
    papers.of(figure)
    return place_of(figure.origin).name(language), value_text(figure, language), period_label(figure.period, language)

"""Answers as JSON, and what the library knows as plain records.

Holds no reads. The roof of the site.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from passerelle.base.corridors import Route
from passerelle.base.groupings import Grouping
from passerelle.base.places import Place
from passerelle.evidence.cards import Card
from passerelle.evidence.catalogue import Holding
from passerelle.evidence.figures import UNITS, Figure
from passerelle.evidence.indicators.basis import Indicator
from passerelle.evidence.indicators.registry import corridor_names

BASE = "/api/v1"


def answer(value: Any) -> HttpResponse:
    """One UTF-8 document. Figures are written as the command line writes them, not checked a second time."""
    said = HttpResponse(json.dumps(value, ensure_ascii=False, allow_nan=False), content_type="application/json")
    said["Content-Language"] = "en"
    return said


def attachment(raw: bytes, media_type: str, name: str, language: str = "en") -> HttpResponse:
    """A file to keep, under a name of plain letters."""
    said = HttpResponse(raw, content_type=media_type)
    said["Content-Disposition"] = f'attachment; filename="{name}"'
    said["Content-Language"] = language
    return said


def written(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Figures as the command line writes them."""
    return [figure.as_dict() for figure in figures]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def place_line(place: Place) -> dict[str, Any]:
    """A place with its codes and names."""
    return {
        "code": place.iso3, "iso2": place.iso2, "m49": place.m49, "kind": place.kind, "name": place.name(),
        "names": place.names, "since": _day(place.since), "until": _day(place.until),
        "successors": list(place.successors),
    }  # fmt: skip


def grouping_line(grouping: Grouping, day: date) -> dict[str, Any]:
    """A grouping and the number of its members on a day."""
    return {
        "code": grouping.code, "name": grouping.name, "kind": grouping.kind,
        "free_movement": grouping.free_movement, "members": len(grouping.members_on(day)),
    }  # fmt: skip


def grouping_whole(grouping: Grouping, day: date) -> dict[str, Any]:
    """A grouping and its members on a day. The first day of all time stands for UN regions' lack of dates."""
    members = []
    for place in grouping.members_on(day):
        since = next(m.since for m in grouping.membership_of(place.iso3) if m.holds_on(day))
        members.append({"code": place.iso3, "name": place.name(), "since": _day(since) if since > date.min else None})
    return grouping_line(grouping, day) | {"source": grouping.source, "on": day.isoformat(), "members": members}


def route_line(route: Route) -> dict[str, Any]:
    """A named route."""
    return {
        "code": route.code, "name": route.name, "stops": list(route.stops), "source": route.source,
        "href": f"{BASE}/routes/{route.code}",
    }  # fmt: skip


def corridor_line(figure: Figure) -> dict[str, Any]:
    """A corridor with its stock."""
    return {
        "origin": figure.origin, "destination": figure.destination, "stock": figure.value, "unit": figure.unit,
        "period": figure.period, "source": figure.source, "vintage": figure.vintage, "status": figure.status,
        "href": f"{BASE}/corridors/{figure.origin}/{figure.destination}",
    }  # fmt: skip


def indicator_line(i: Indicator) -> dict[str, Any]:
    """An indicator, as `passerelle evidence indicators` writes it."""
    return {
        "indicator": i.id, "name": i.name, "section": i.section, "scope": i.scope,
        "unit": UNITS.get(i.unit, i.unit), "formula": i.formula, "needs": list(i.needs), "reference": i.reference,
        "maximum_age_years": i.max_age, "filled_by": i.fills,
        "in_a_corridor": [name for name, (of, _) in corridor_names().items() if of is i],
    }  # fmt: skip


def source_line(card: Card, holdings: Iterable[Holding]) -> dict[str, Any]:
    """A card in short, with the vintages held."""
    vintages = sorted({h.vintage for h in holdings if h.source == card.id})
    return {
        "source": card.id, "title": card.title, "publisher": card.publisher, "licence": card.licence,
        "licence_url": card.licence_url, "redistributable": card.redistributable, "vintages": vintages,
        "address": card.address, "date_read": card.date_read, "citation": card.citation,
    }  # fmt: skip


def source_whole(card: Card, holdings: Iterable[Holding], report: dict[str, Any] | None) -> dict[str, Any]:
    """A card in full, what is held of the source, and what its build reported."""
    mine = [h for h in holdings if h.source == card.id]
    return source_line(card, mine) | {
        "why_not_shipped": card.why_not_shipped, "layout": card.layout, "files": list(card.files),
        "observes": card.observes, "columns": card.columns, "checks": list(card.checks),
        "known_faults": list(card.known_faults), "notes": card.notes,
        "holds": [
            {"code": h.indicator, "vintage": h.vintage, "units": list(h.units), "rows": h.rows, "first": h.first,
             "last": h.last}
            for h in mine
        ],
        "report": report,
    }  # fmt: skip


def suggestion(place: Place) -> dict[str, str]:
    """A place that may have been meant."""
    return {"code": place.iso3, "name": place.name()}


def asked_from(request: HttpRequest, *names: str) -> bool:
    """Does the query name one of these parameters?"""
    return any(name in request.GET for name in names)

"""Maps for the pages of this room, with their links and their words.

Drawing is the library's (`passerelle.output.maps`). Stands on `queries`.
"""

from collections.abc import Sequence
from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from passerelle.base.corridors import Corridor
from passerelle.base.places import place_of
from passerelle.base.words import number, percent
from passerelle.evidence.figures import Figure
from passerelle.evidence.routes import KnownRoute
from passerelle.evidence.wording import period_label
from passerelle.output.atlas import shapes
from passerelle.output.maps import Arc, Spot, corridor_map, place_map, route_map, shaded_map, world_map


def _country(iso3: str) -> str | None:
    # Antarctica has nobody from there
    return None if iso3 == "ATA" else reverse("evidence:country", args=[iso3])


def _safe(svg: str) -> SafeString:
    # the library escapes what comes from outside; a test holds it to that
    return mark_safe(svg)  # noqa: S308


def arcs_of(figures: Sequence[Figure]) -> list[Arc]:
    """Known figures of corridors as arcs."""
    return [Arc(f.origin, f.destination, f.value) for f in figures if f.value is not None]


@lru_cache(maxsize=16)
def world(figures: tuple[Figure, ...], language: str) -> SafeString:
    """The largest corridors of the world."""
    return _safe(
        world_map(
            arcs_of(figures),
            title=gettext("Map of the largest corridors of the world"),
            language=language,
            unit=gettext("people"),
            href=_country,
        )
    )


def pairs(arcs: Sequence[Arc], language: str) -> SafeString:
    """Any pairs of places with a number."""
    return _safe(
        world_map(arcs, title=gettext("Map of the largest pairs found"), language=language, href=_country, key="found")
    )


@lru_cache(maxsize=128)
def corridor(found: Corridor, value: float | None, language: str) -> SafeString:
    """One corridor, close; nothing where the atlas lacks one of its ends (a former place)."""
    if not {found.origin, found.destination} <= shapes().keys():
        return SafeString("")
    names = [place.name(language) for place in found.places]
    title = gettext("Map of the corridor from {origin} to {destination}").format(origin=names[0], destination=names[1])
    return _safe(
        corridor_map(found.origin, found.destination, title=title, value=value, language=language, href=_country)
    )


@lru_cache(maxsize=128)
def place(iso3: str, figures: tuple[Figure, ...], side: str, language: str) -> SafeString:
    """A place's largest corridors on one side: as "origin" to where, as "destination" from where."""
    if iso3 not in shapes():
        return SafeString("")
    name = place_of(iso3).in_text(language)
    title = (
        gettext("Where people from {place} live") if side == "origin" else gettext("Where people in {place} are from")
    )
    return _safe(
        place_map(
            iso3,
            arcs_of(figures),
            title=title.format(place=name),
            language=language,
            unit=gettext("people"),
            href=_country,
            key=f"map-{side}",
        )
    )


def route(known: KnownRoute, language: str) -> SafeString:
    """A route with the deaths and disappearances filed under it."""
    spots = [Spot(event.longitude, event.latitude, event.dead) for event in known.events]
    if not set(known.route.stops) <= shapes().keys():
        return SafeString("")
    return _safe(
        route_map(
            known.route.stops,
            title=gettext("Map of the route, with deaths, disappearances and detections"),
            spots=spots,
            unit=gettext("dead and missing"),
            detected=_detected(known, language),
            language=language,
            href=_country,
        )
    )


def _detected(known: KnownRoute, language: str) -> str:
    """Crossings detected in the newest whole year, in words; nothing where no register counts them."""
    whole = [f for f in known.by_year if f.indicator == "route_detections" and f.is_known and f.status != "P"]
    if not whole:
        return ""
    last = max(whole, key=lambda figure: figure.period)
    return gettext("{value} crossings detected, {period}").format(
        value=number(last.value or 0, language), period=period_label(last.period, language)
    )


def shares(values: dict[str, float | None], title: str, language: str) -> SafeString:
    """Places shaded by a share, close to them."""

    def write(value: float) -> str:
        return percent(value, language, 1)

    return _safe(shaded_map(values, title=title, write=write, language=language, href=_country, close=True))

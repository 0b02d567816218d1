"""What the pages of this room read: the store, corridors, places, routes, what a reader typed.

Holds no words for the reader (`rows`, `wording`) and no drawing (`pictures`). Stands on `theme`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext

from passerelle.base.corridors import Corridor, CorridorError, Route, find_route, named_routes
from passerelle.base.errors import ModelError, PasserelleError, PlaceUnknown
from passerelle.base.groupings import M49_REGIONS, Grouping, all_groupings
from passerelle.base.names import find_place
from passerelle.base.places import Place, current_places, place_of
from passerelle.base.words import compact, number, say
from passerelle.demography.cohorts.outlook import Outlook, outlook
from passerelle.economy.drivers.explaining import Explanation, explained
from passerelle.economy.drivers.gravity import shipped
from passerelle.evidence.corridors import (
    KnownCorridor,
    KnownPlace,
    known_corridor,
    known_place,
    largest_corridors,
    partners,
)
from passerelle.evidence.figures import Figure
from passerelle.evidence.queries import explored, observations_table, vintages_table
from passerelle.evidence.routes import KnownRoute, known_route
from passerelle.evidence.selections import Wanted, select
from passerelle.evidence.store import Store, open_store


def the_store() -> Store:
    """The evidence that this site serves: its own build first, then what ships."""
    return open_store(tuple(settings.EVIDENCE_FOLDERS), "latest", settings.EVIDENCE_NATIVE)


# A process keeps what it read until the evidence changes, which comes with a new store.
@lru_cache(maxsize=256)
def _corridor(store: Store, corridor: Corridor) -> KnownCorridor:
    return known_corridor(store, corridor)


@lru_cache(maxsize=256)
def _place(store: Store, iso3: str) -> KnownPlace:
    return known_place(store, iso3)


@lru_cache(maxsize=256)
def _why(store: Store, corridor: Corridor) -> Explanation | None:
    try:
        return explained(shipped("pairs"), store, corridor)
    except ModelError:
        return None


@lru_cache(maxsize=32)
def _route(store: Store, route: Route) -> KnownRoute:
    return known_route(store, route)


@lru_cache(maxsize=4)
def _largest(store: Store, most: int) -> tuple[Figure, ...]:
    return tuple(largest_corridors(store, most))


@lru_cache(maxsize=16)
def _newest_by_place(store: Store, name: str) -> dict[str, Figure]:
    newest: dict[str, Figure] = {}
    for figure in select(store, Wanted(name, sex="_T")):
        held = newest.get(figure.destination)
        if figure.is_known and (held is None or figure.period > held.period):
            newest[figure.destination] = figure
    return newest


def corridor_known(corridor: Corridor) -> KnownCorridor:
    """What is known of a corridor."""
    return _corridor(the_store(), corridor)


def why(corridor: Corridor) -> Explanation | None:
    """What the fitted model says of a corridor's drivers; None where it does not cover the corridor."""
    return _why(the_store(), corridor)


@lru_cache(maxsize=256)
def _outlook(store: Store, iso3: str) -> Outlook | None:
    try:
        return outlook(store, iso3)
    except ModelError:
        return None


def outlook_of(iso3: str) -> Outlook | None:
    """A place's population to come with and without migration; None where its ages are not known."""
    return _outlook(the_store(), iso3)


def place_known(iso3: str) -> KnownPlace:
    """What is known of one place."""
    return _place(the_store(), iso3)


def route_known(route: Route) -> KnownRoute:
    """What is known of a route."""
    return _route(the_store(), route)


def largest(most: int = 40) -> tuple[Figure, ...]:
    """The largest corridors of the world by stock."""
    return _largest(the_store(), most)


def partners_of(iso3: str, side: str) -> list[Figure]:
    """The ten largest corridors of a place, as "origin" or as "destination"."""
    return partners(the_store(), iso3, side, 10)


def newest_by_place(name: str) -> dict[str, Figure]:
    """The newest known figure of every place under one indicator of places, by alpha-3 code."""
    return _newest_by_place(the_store(), name)


@dataclass(frozen=True, slots=True)
class Typed:
    """What a reader typed for a place: the text, the place it means, or the places it may mean."""

    text: str
    place: Place | None
    suggestions: tuple[Place, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Was something typed that means no place?"""
        return bool(self.text) and self.place is None

    @property
    def query_origin(self) -> str:
        """The start of the picker's query with this as its origin, before a destination."""
        return "?" + urlencode({"origin": self.text}) + "&destination="

    @property
    def query_destination(self) -> str:
        """The end of the picker's query with this as its destination, after an origin."""
        return "&" + urlencode({"destination": self.text})


def read_place(text: str) -> Typed:
    """Read what was typed. Nothing typed is no fault; an unsure spelling gets suggestions, never a guess."""
    cleaned = text.strip()
    if not cleaned:
        return Typed("", None)
    try:
        return Typed(cleaned, find_place(cleaned))
    except PlaceUnknown as unknown:
        return Typed(cleaned, None, tuple(place_of(iso3) for iso3 in unknown.suggestions))


def unknown(typed: Typed) -> PlaceUnknown:
    """The refusal of what was typed, with its suggestions."""
    return PlaceUnknown(typed.text, [place.iso3 for place in typed.suggestions])


def corridor_of(origin: Typed, destination: Typed) -> Corridor | None:
    """The corridor of two readings; None where one of them means no place or both mean the same."""
    if origin.place is None or destination.place is None:
        return None
    try:
        return Corridor(origin.place.iso3, destination.place.iso3)
    except CorridorError:
        return None


MOST_BESIDE = 2  # a third column is the most that a page can show


def beside_of(corridor: Corridor, text: str) -> Corridor:
    """The corridor that a reader wants beside this one.

    "back" is the other direction, "TUR-NLD" a corridor by its codes, a place another destination of the same origin,
    and "o:" before a place another origin of the same destination.

    Raises
    ------
    PlaceUnknown, CorridorError : the text means no corridor beside this one.
    """
    if text == "back":
        return corridor.reversed()
    if text.startswith("o:"):
        return _other(corridor, Corridor(find_place(text[2:]).iso3, corridor.destination))
    origin, dash, destination = text.partition("-")
    if dash and len(origin) == 3 and len(destination) == 3:
        return _other(corridor, Corridor(find_place(origin).iso3, find_place(destination).iso3))
    return _other(corridor, Corridor(corridor.origin, find_place(text).iso3))


def _other(corridor: Corridor, beside: Corridor) -> Corridor:
    if beside == corridor:
        raise CorridorError("A corridor cannot be laid beside itself. Choose another place.")
    return beside


def all_beside(corridor: Corridor, texts: Iterable[str]) -> tuple[list[Corridor], PasserelleError | None]:
    """The corridors to lay beside this one, at most two, each once; and the refusal of what was not understood."""
    found: list[Corridor] = []
    wrong = None
    for text in filter(None, (text.strip() for text in texts)):
        try:
            one = beside_of(corridor, text)
        except PasserelleError as refused:
            wrong = refused
            continue
        if one not in found:
            found.append(one)
    return found[:MOST_BESIDE], wrong


def route_of(text: str) -> Route:
    """The route of an address: a named route's code, or codes of places with hyphens between.

    Raises
    ------
    PlaceUnknown, CorridorError : no such route.
    """
    try:
        return find_route([text])
    except PasserelleError:
        return find_route(text.split("-"))


def members(grouping: Grouping, day: date) -> tuple[Place, ...]:
    """The members of a grouping on a day."""
    return grouping.members_on(day)


@dataclass(frozen=True, slots=True)
class Inside:
    """Migrants who were born in one member of a grouping and live in another: their sum and the largest pairs."""

    persons: float
    period: str
    largest: tuple[Figure, ...]

    def words(self, language: str) -> tuple[str, str]:
        """The sum and its period in words."""
        return compact(self.persons, language) if self.persons >= 1e6 else number(self.persons, language), self.period


@lru_cache(maxsize=32)
def _inside(store: Store, codes: tuple[str, ...]) -> Inside | None:
    expression = explored(
        observations_table(), vintages_table(), indicator="migrant_stock", origins=codes, destinations=codes, sex="_T"
    )
    rows = store.ask(expression).to_pylist()
    newest = max((row["TIME_PERIOD"] for row in rows), default="")
    found = [
        Figure(
            "stock", row["OBS_VALUE"], "persons", newest, row["SOURCE"], row["VINTAGE"], row["COUNTERPART_AREA"],
            row["REF_AREA"], status=row["OBS_STATUS"],
        )
        for row in rows
        if row["TIME_PERIOD"] == newest and row["COUNTERPART_AREA"] != row["REF_AREA"]
    ]  # fmt: skip
    if not found:
        return None
    ordered = sorted(found, key=lambda figure: -(figure.value or 0))
    return Inside(sum(figure.value or 0 for figure in found), newest, tuple(ordered[:10]))


def stock_inside(codes: tuple[str, ...]) -> Inside | None:
    """The stock between members of a grouping; None where nothing is known."""
    return _inside(the_store(), codes)


def places_by_region(language: str) -> list[tuple[str, list[Place]]]:
    """Today's places by UN sub-region, both by name; those without a region last."""
    found: dict[str, list[Place]] = {}
    for place in current_places():
        name = M49_REGIONS.get(place.intermediate) or M49_REGIONS.get(place.subregion) or ""
        found.setdefault(name, []).append(place)
    named = sorted(((say(name, language), places) for name, places in found.items() if name))
    rest = [(gettext("Elsewhere"), found[""])] if "" in found else []
    return [(name, sorted(places, key=lambda place: place.name(language))) for name, places in named + rest]


def groupings_by_kind(day: date, language: str) -> list[tuple[str, list[tuple[Grouping, str, int]]]]:
    """Every grouping by kind: itself, its name, how many members it has on a day."""
    found: dict[str, list[tuple[Grouping, str, int]]] = {}
    for grouping in all_groupings().values():
        members_today = len(grouping.members_on(day))
        if members_today:
            found.setdefault(grouping.kind, []).append((grouping, say(grouping.name, language), members_today))
    return [(say(kind.capitalize() if kind != "UN region" else kind, language), rows) for kind, rows in found.items()]


def named_routes_in(language: str) -> list[tuple[Route, str, list[str]]]:
    """The named routes: itself, its name, the names of its stops."""
    return [
        (route, say(route.name, language), [place_of(stop).name(language) for stop in route.stops])
        for route in named_routes().values()
    ]

"""Corridors and routes: the units on which everything hangs.

A corridor is an ordered pair, origin before destination, wherever in the world; a route passes through transit
places. Lowest floor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from passerelle.base.errors import PasserelleError
from passerelle.base.names import find_place
from passerelle.base.own_files import read_yaml
from passerelle.base.places import Place, place_of


class CorridorError(PasserelleError):
    """A corridor or route that cannot be: from a place to itself, too short, or twice through one place."""

    title = "Not a corridor"


@dataclass(frozen=True, slots=True)
class Corridor:
    """From one place of origin to one place of destination (alpha-3). The migrants' direction, never money's."""

    origin: str
    destination: str

    def __post_init__(self) -> None:
        if self.origin == self.destination:
            raise CorridorError(f"A corridor leads from one place to another; {self.origin} stands at both ends.")
        place_of(self.origin)
        place_of(self.destination)

    @property
    def places(self) -> tuple[Place, Place]:
        """Origin and destination."""
        return place_of(self.origin), place_of(self.destination)

    def reversed(self) -> "Corridor":
        """The other direction."""
        return Corridor(self.destination, self.origin)

    def __str__(self) -> str:
        return f"{self.origin} → {self.destination}"


@dataclass(frozen=True, slots=True)
class Route:
    """Ordered places from origin through transit to destination (alpha-3), two or more.

    `incidents` are the slugs under which registers of detections and deaths file what happens on it.
    """

    stops: tuple[str, ...]
    code: str = ""
    name: str = ""
    incidents: tuple[str, ...] = ()
    source: str = ""

    def __post_init__(self) -> None:
        if len(self.stops) < 2:
            raise CorridorError("A route has at least an origin and a destination.")
        if len(set(self.stops)) != len(self.stops):
            raise CorridorError(f"The route {' → '.join(self.stops)} passes twice through one place.")
        for iso3 in self.stops:
            place_of(iso3)

    @property
    def legs(self) -> tuple[Corridor, ...]:
        """The corridors from stop to stop."""
        return tuple(Corridor(a, b) for a, b in zip(self.stops, self.stops[1:], strict=False))

    @property
    def corridor(self) -> Corridor:
        """From the first place to the last."""
        return Corridor(self.stops[0], self.stops[-1])

    def __str__(self) -> str:
        return " → ".join(self.stops)


def find_corridor(origin: str, destination: str) -> Corridor:
    """The corridor between two places as a person wrote them.

    Raises
    ------
    PlaceUnknown : either is unknown; carries suggestions. CorridorError : both are the same place.
    """
    return Corridor(find_place(origin).iso3, find_place(destination).iso3)


def find_route(stops: Sequence[str]) -> Route:
    """The route through places as a person wrote them, or the named route whose code is the only stop given."""
    if len(stops) == 1 and stops[0].lower() in named_routes():
        return named_routes()[stops[0].lower()]
    return Route(tuple(find_place(stop).iso3 for stop in stops))


@cache
def named_routes() -> dict[str, Route]:
    """Routes that the field names, each with one example chain of places."""
    raw: dict[str, Any] = read_yaml(files(__package__).joinpath("reference/routes.yaml"))
    return {
        code: Route(
            tuple(entry["stops"]), code, entry["name"], tuple(entry["incidents"]), entry["source"]
        )
        for code, entry in raw.items()
    }  # fmt: skip

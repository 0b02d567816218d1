"""What is known of a route: its legs, detections and deaths filed under it, and where they happened.

Stands on `corridors` and `store`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from passerelle.base.corridors import Route, named_routes
from passerelle.base.places import NOT_PLACES
from passerelle.evidence.corridors import held, known_corridor
from passerelle.evidence.figures import UNITS, Figure, unknown
from passerelle.evidence.indicators.rights import by_year
from passerelle.evidence.store import Incident, Store

LEG_NAMES = ("stock", "refugees", "asylum_seekers", "flow")


@dataclass(frozen=True, slots=True)
class Event:
    """Deaths and disappearances of one incident, where and when: for the map and its table."""

    day: str
    latitude: float
    longitude: float
    dead: float
    place: str
    cause: str
    source: str
    vintage: str


@dataclass(frozen=True)
class KnownRoute:
    """What is known of a route.

    `legs` has the newest figures of each leg in order; `by_year` those of the registers that file what happens
    under this route (empty where the places given are on no named route), with unknowns said; `by_origin` the
    newest year's detections of the nationalities most detected; `events` the incidents with coordinates.
    """

    route: Route
    filed_under: tuple[str, ...]
    legs: tuple[tuple[str, list[Figure]], ...]
    by_year: list[Figure]
    by_origin: list[Figure]
    events: list[Event]

    @property
    def figures(self) -> list[Figure]:
        """All figures in order: legs first, then the registers' years."""
        return [figure for _, figures in self.legs for figure in figures] + self.by_year + self.by_origin

    def as_dict(self) -> dict[str, Any]:
        """As the command line and the API write it."""
        return {
            "stops": list(self.route.stops),
            "name": self.route.name,
            "filed_under": list(self.filed_under),
            "legs": [
                {
                    "origin": leg.origin,
                    "destination": leg.destination,
                    "figures": [figure.as_dict() for figure in figures],
                }
                for leg, (_, figures) in zip(self.route.legs, self.legs, strict=True)
            ],
            "figures": [figure.as_dict() for figure in self.by_year],
            "nationalities": [{"origin": f.origin} | f.as_dict() for f in self.by_origin],
            "incidents": len(self.events),
        }


def slugs_of(route: Route) -> tuple[str, ...]:
    """The slugs under which registers file a route: its own, or those of the named routes it follows.

    A chain of places follows a named route when it ends where that one ends and shares at least two stops.
    """
    if route.incidents:
        return route.incidents
    found: list[str] = []
    for named in named_routes().values():
        shared = [stop for stop in route.stops if stop in named.stops]
        if route.stops[-1] == named.stops[-1] and len(shared) >= 2:
            found += named.incidents
    return tuple(dict.fromkeys(found))


def known_route(store: Store, route: Route) -> KnownRoute:
    """What is known of a route, leg by leg and as a whole."""
    legs = []
    for leg in route.legs:
        known = known_corridor(store, leg, LEG_NAMES)
        legs.append((str(leg), [known.latest(name) for name in LEG_NAMES[:3]] + [_flow(known)]))
    slugs = slugs_of(route)
    rows = store.on_routes(slugs) if slugs else []
    return KnownRoute(route, slugs, tuple(legs), _years(store, rows, slugs), _nationalities(store, rows), _events(rows))


def _flow(known: Any) -> Figure:
    figure: Figure = known.latest("flow", method="da_pb_closed")
    return figure


def _years(store: Store, rows: Iterable[Incident], slugs: tuple[str, ...]) -> list[Figure]:
    rows = list(rows)
    found: list[Figure] = []
    for code, unit in (("detections", "CROSSINGS"), ("deaths_missing", "PS")):
        mine = [row for row in rows if row.indicator == code]
        last = held(store).ends.get(code, "")
        made = [f.about(indicator=_ROUTE_NAMES[code]) for f in by_year(mine, "sum over the route", last)]
        note = (
            f"no register files incidents under {', '.join(slugs)}" if slugs
            else "The places given follow no route under which registers file incidents."
        )  # fmt: skip
        found += made or [unknown(_ROUTE_NAMES[code], UNITS[unit], note)]
    return found


# On a route the registers' figures are about everyone, not the nationals of one origin.
_ROUTE_NAMES = {"detections": "route_detections", "deaths_missing": "route_deaths"}


def _nationalities(store: Store, rows: Iterable[Incident], most: int = 8) -> list[Figure]:
    """Detections of the newest whole year by nationality, the most detected first."""
    detected = [row for row in rows if row.indicator == "detections" and row.origin not in NOT_PLACES]
    last = held(store).ends.get("detections", "")
    years = {row.period[:4] for row in detected}
    whole = sorted(year for year in years if year != last[:4] or last[5:7] in ("", "12"))
    if not whole:
        return []
    by_origin: dict[str, list[Incident]] = {}
    for row in detected:
        if row.period[:4] == whole[-1]:
            by_origin.setdefault(row.origin, []).append(row)
    made = []
    for origin, held_rows in by_origin.items():
        (figure,) = by_year(held_rows, "sum over the route", "")
        made.append(figure.about(indicator="route_detections", origin=origin))
    return sorted(made, key=lambda f: -(f.value or 0))[:most]


def _events(rows: Iterable[Incident]) -> list[Event]:
    return [
        Event(row.period, row.latitude, row.longitude, row.value, row.destination, row.comment or "", row.source,
              row.vintage)
        for row in rows
        if row.indicator == "deaths_missing" and row.latitude is not None and row.longitude is not None
    ]  # fmt: skip

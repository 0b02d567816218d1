"""A country as a place of transit: the named routes through it, and what is recorded of people on the way.

Holds no reading of the store. Stands on `rows`.
"""

from dataclasses import dataclass

from passerelle.base.corridors import Route, named_routes
from passerelle.base.places import Place, place_of
from passerelle.base.words import say
from passerelle.evidence.corridors import KnownPlace
from passerelle.evidence.figures import Figure
from passerelle_web.evidence import queries
from passerelle_web.evidence.rows import Cell, Papers, Row, cell_of, own_rows, split

NAMES = ("deaths_here", "refugees_hosted", "asylum_seekers_hosted", "idps", "refused_entry", "detections")


@dataclass(frozen=True, slots=True)
class Passing:
    """A named route through the place: its name, its stops, and the newest whole year of both registers."""

    route: Route
    name: str
    stops: list[tuple[Place, bool]]
    detections: Cell
    deaths: Cell


@dataclass(frozen=True, slots=True)
class TransitBlock:
    """Routes through the place and figures of people on the way; `numbers` are the sources."""

    routes: list[Passing]
    rows: list[Row]
    numbers: list[int]


def _newest(figures: list[Figure], name: str) -> Figure | None:
    whole = [f for f in figures if f.indicator == name and f.is_known and f.status != "P"]
    return max(whole, key=lambda figure: figure.period, default=None)


def _cell(figures: list[Figure], name: str, papers: Papers, year: int, language: str) -> Cell:
    newest = _newest(figures, name)
    if newest is None:
        return Cell(say("not known", language), is_known=False)
    return cell_of(newest, None, papers, year=year, language=language)


def transit_block(place: Place, known: KnownPlace, papers: Papers, *, year: int, language: str) -> TransitBlock | None:
    """The block; None where no named route passes and nothing is recorded."""
    passing = []
    for route in named_routes().values():
        if place.iso3 not in route.stops[1:-1]:
            continue
        figures = queries.route_known(route).by_year
        passing.append(Passing(
            route, say(route.name, language), [(place_of(stop), stop == place.iso3) for stop in route.stops],
            _cell(figures, "route_detections", papers, year, language),
            _cell(figures, "route_deaths", papers, year, language),
        ))  # fmt: skip
    names = [name for name in NAMES if name in known.series]
    rows, _ = split(own_rows([known], names, papers, year=year, language=language))
    if not passing and not rows:
        return None
    cells = [cell for row in rows for cell in row.cells] + [c for one in passing for c in (one.detections, one.deaths)]
    return TransitBlock(passing, rows, sorted({n for cell in cells for n in cell.numbers}))

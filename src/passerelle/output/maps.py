"""Maps: the world's largest corridors, one corridor, a place and its corridors, a route, shades by class.

Holds what each map shows; how it is drawn is in `atlas.canvas`, the shapes are in `atlas`. Each map is an SVG
whose text twin is a table on the same page or one link away. Stands on `base`.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from passerelle.base.places import place_of
from passerelle.base.words import RIGHT_TO_LEFT, compact, listed, mark, number, say
from passerelle.output.atlas import WORLD, Box, Point, on_map, shape_of, shapes
from passerelle.output.atlas.canvas import Canvas, Medium
from passerelle.output.atlas.legends import (
    class_breaks,
    class_legend,
    class_of,
    hatch,
    radius_of,
    size_legend,
    spot_legend,
    width_of,
)

DISCLAIMER = mark("Boundaries and names shown do not imply any opinion on the legal status of a territory.")
MOST_BANDS = 40  # beyond these, bands from neighbours to the same place become one
MOST_LABELS = 10
HALF_ROUND = 470  # map units: farther apart than this, the way over the edge of the map is the shorter one
CLOSE = 640  # pixels at which the maps of less than the world are meant to be seen
# where a badge may stand when its own place is taken, in pixels
_TRIES = [(0, 0), (0, -14), (14, 0), (-14, 0), (0, 14), (14, -14), (-14, -14), (14, 14), (-14, 14), (0, -28)]


@dataclass(frozen=True, slots=True)
class Arc:
    """People (or anything counted) from an origin to a destination."""

    origin: str
    destination: str
    value: float


@dataclass(frozen=True, slots=True)
class Spot:
    """Something counted at a point of the earth: degrees east, degrees north."""

    longitude: float
    latitude: float
    value: float


@dataclass(frozen=True, slots=True)
class _Band:
    """A band to be drawn: where from, where to, how much, what it is called, and which corridors it holds."""

    start: Point
    end: Point
    value: float
    arcs: tuple[Arc, ...]


def arrow(language: str) -> str:
    """From origin to destination, in the language's direction of reading."""
    return "←" if language in RIGHT_TO_LEFT else "→"


def _arc_name(arc: Arc, language: str) -> str:
    origin, destination = place_of(arc.origin).name(language), place_of(arc.destination).name(language)
    return f"{origin} {arrow(language)} {destination}: {number(arc.value, language)}"


def _drawable(arcs: Iterable[Arc]) -> list[Arc]:
    """The arcs between two places that the atlas has, largest first; ties in the order of the codes."""
    kept = [
        arc
        for arc in arcs
        if arc.value > 0 and arc.origin != arc.destination and {arc.origin, arc.destination} <= shapes().keys()
    ]
    return sorted(kept, key=lambda arc: (-arc.value, arc.origin, arc.destination))


def merged(arcs: Sequence[Arc], most: int = MOST_BANDS) -> list[_Band]:
    """Bands for arcs: the largest `most` as they are, the rest as one band a region of origin and destination.

    A merged band starts at the middle of its origins, weighted by their people. Persons are conserved.
    """
    ordered = _drawable(arcs)
    bands = [_Band(shape_of(a.origin).at, shape_of(a.destination).at, a.value, (a,)) for a in ordered[:most]]
    together: dict[tuple[str, str], list[Arc]] = defaultdict(list)
    for arc in ordered[most:]:
        origin = place_of(arc.origin)
        together[(origin.intermediate or origin.subregion or origin.iso3, arc.destination)].append(arc)
    for (_region, destination), group in together.items():
        total = sum(arc.value for arc in group)
        x = sum(shape_of(arc.origin).at[0] * arc.value for arc in group) / total
        y = sum(shape_of(arc.origin).at[1] * arc.value for arc in group) / total
        bands.append(_Band((x, y), shape_of(destination).at, total, tuple(group)))
    return sorted(bands, key=lambda band: -band.value)


def _badge(canvas: Canvas, rank: int, at: Point) -> None:
    """A rank in a small ring, keyed to the list beside the map; moved along until it is clear of others."""
    zoom = canvas.zoom
    for dx, dy in (
        (0, 0),
        (0, -14),
        (14, 0),
        (-14, 0),
        (0, 14),
        (14, -14),
        (-14, -14),
        (14, 14),
        (-14, 14),
        (0, -28),
    ):
        x, y = at[0] + dx * zoom, at[1] + dy * zoom
        if canvas.free(Box(x - 7 * zoom, y - 7 * zoom, x + 7 * zoom, y + 7 * zoom)):
            canvas.dot((x, y), 7 * zoom, "badge")
            canvas.words(str(rank), (x, y + 3.5 * zoom), size=10, anchor="middle", bold=True, halo=False)
            return


def _bends(bands: Sequence[_Band]) -> list[float]:
    """How far each band bulges: up; the second of a pair of opposite ones down, so that both are seen."""
    seen: set[tuple[Point, Point]] = set()
    bends = []
    for band in bands:
        bends.append(-0.2 if (band.end, band.start) in seen else 0.2)
        seen.add((band.start, band.end))
    return bends


def _draw_bands(canvas: Canvas, bands: Sequence[_Band], *, largest: float, round_the_back: bool) -> list[Point]:
    """Draw every band, the thinnest on top; gives their middles in the order of the bands."""
    middles: list[Point] = [(0.0, 0.0)] * len(bands)
    for i, (band, bend) in enumerate(zip(bands, _bends(bands), strict=True)):
        name = "; ".join(_arc_name(arc, canvas.language) for arc in band.arcs[:6])
        width = width_of(band.value, largest, canvas.zoom)
        (x1, y1), (x2, y2) = band.start, band.end
        if round_the_back and abs(x2 - x1) > HALF_ROUND:
            middles[i] = _over_the_edge(canvas, (x1, y1), (x2, y2), width, bend / 2, name)
        else:
            middles[i] = canvas.band((x1, y1), (x2, y2), width, bend=bend, name=name)
    return middles


def _over_the_edge(canvas: Canvas, start: Point, end: Point, width: float, bend: float, name: str = "") -> Point:
    """A band over the Pacific, which leaves the map on one side and comes in on the other; gives its middle in view."""
    (x1, y1), (x2, y2) = start, end
    turn = WORLD.width if x2 < x1 else -WORLD.width
    middle = canvas.band((x1, y1), (x2 + turn, y2), width, bend=bend, name=name)
    canvas.band((x1 - turn, y1), (x2, y2), width, bend=bend, name=name)
    return middle if canvas.view.holds(middle) else (middle[0] - turn, middle[1])


def world_map(
    arcs: Iterable[Arc],
    *,
    title: str,
    language: str = "en",
    unit: str = "",
    href: Callable[[str], str | None] | None = None,
    most: int = MOST_BANDS,
    labelled: int = MOST_LABELS,
    key: str = "world",
    medium: Medium = "screen",
) -> str:
    """The largest corridors of the world as bands, the first ones numbered by rank for a list beside the map.

    Parameters
    ----------
    arcs : corridors with their values, in any order; those of unknown places are left out.
    unit : what is counted, for the legend: "people".
    href : the address of a place's page by alpha-3 code; None for no link.
    most : more arcs than these are merged by region of origin.

    Returns
    -------
    str : one SVG element. Text from outside is escaped.
    """
    canvas = Canvas(WORLD, language, key, medium)
    bands = merged(list(arcs), most)
    subjects = frozenset(code for band in bands for arc in band.arcs for code in (arc.origin, arc.destination))
    canvas.land(href=href, subjects=subjects)
    if bands:
        largest = bands[0].value
        middles = _draw_bands(canvas, bands, largest=largest, round_the_back=True)
        for rank, middle in enumerate(middles[:labelled], start=1):
            _badge(canvas, rank, middle)
        size_legend(canvas, largest, unit, (24, WORLD.bottom - 86))
    first = [_arc_name(band.arcs[0], language) for band in bands[:3] if len(band.arcs) == 1]
    return canvas.svg(title, listed(first, language) if first else say("Nothing is known.", language))


def _ends_box(codes: Iterable[str]) -> Box:
    """Around the anchors of places and, where they are not huge, their land."""
    box: Box | None = None
    for code in codes:
        shape = shape_of(code)
        x, y = shape.at
        own = Box(x - 4, y - 4, x + 4, y + 4)
        # a huge country would make the map a world again: what matters is where people live
        land = shape.box if shape.box.width < 60 and shape.box.height < 60 else own.grown(22)
        box = land.around(own) if box is None else box.around(land).around(own)
    return box or WORLD


def corridor_map(
    origin: str,
    destination: str,
    *,
    title: str,
    value: float | None = None,
    language: str = "en",
    href: Callable[[str], str | None] | None = None,
    key: str = "corridor",
    medium: Medium = "screen",
    ratio: float = 1.6,
) -> str:
    """One corridor, close: both ends shaded and named, one band between them with its number.

    `value` is None where the stock is not known: the band is then thin and carries no number.

    Raises
    ------
    PlaceUnknown : the atlas lacks one of the two.
    """
    start, end = shape_of(origin), shape_of(destination)
    view = _ends_box((origin, destination))
    view = view.grown(0.16 * max(view.width, view.height) + 3).shaped(ratio, 40)
    canvas = Canvas(view, language, key, medium, CLOSE)
    kinds = {origin: "origin-land", destination: "destination-land"}
    canvas.land(href=href, subjects=frozenset(kinds), kinds=kinds)
    zoom = canvas.zoom
    width = (9 if value is not None else 3) * zoom
    if abs(end.at[0] - start.at[0]) > HALF_ROUND:
        middle = _over_the_edge(canvas, start.at, end.at, width, 0.08)
    else:
        middle = canvas.band(start.at, end.at, width, bend=0.16)
    canvas.dot(start.at, 4.5 * zoom, "end-origin")
    canvas.dot(end.at, 4.5 * zoom, "end-destination")
    for shape in (start, end):
        x, y = shape.at
        canvas.taken.append(Box(x - 6 * zoom, y - 6 * zoom, x + 6 * zoom, y + 6 * zoom))
        canvas.name_beside(place_of(shape.iso3).name(language), shape.at, size=18, gap=9, bold=True)
    said = f"{place_of(origin).name(language)} {arrow(language)} {place_of(destination).name(language)}"
    if value is not None:
        said = _arc_name(Arc(origin, destination, value), language)
        canvas.name_beside(compact(value, language, 1), middle, size=16, gap=10)
    return canvas.svg(title, said)


def place_map(
    iso3: str,
    arcs: Iterable[Arc],
    *,
    title: str,
    language: str = "en",
    unit: str = "",
    href: Callable[[str], str | None] | None = None,
    key: str = "place",
    medium: Medium = "screen",
) -> str:
    """A place and its largest corridors, up to ten, each partner named where there is room.

    Raises
    ------
    PlaceUnknown : the atlas lacks the place.
    """
    shape_of(iso3)
    ours = [arc for arc in _drawable(arcs) if iso3 in (arc.origin, arc.destination)][:MOST_LABELS]
    others = [arc.destination if arc.origin == iso3 else arc.origin for arc in ours]
    view = _ends_box([iso3, *others])
    view = view.grown(0.08 * max(view.width, view.height) + 4).shaped(1.9, 120)
    canvas = Canvas(view, language, key, medium, CLOSE)
    leaving = bool(ours) and ours[0].origin == iso3
    kinds = dict.fromkeys(others, "destination-land" if leaving else "origin-land")
    kinds[iso3] = "origin-land" if leaving else "destination-land"
    canvas.land(href=href, subjects=frozenset([iso3, *others]), kinds=kinds)
    bands = merged(ours)
    if bands:
        _draw_bands(canvas, bands, largest=bands[0].value, round_the_back=view.width > 900)
        size_legend(canvas, bands[0].value, unit, (view.left + 18 * canvas.zoom, view.bottom - 78 * canvas.zoom))
    for code in dict.fromkeys([iso3, *others]):
        canvas.dot(shape_of(code).at, 2.6 * canvas.zoom, "end-" + kinds[code].removesuffix("-land"))
        size = 14 if code == iso3 else 12
        canvas.name_beside(place_of(code).name(language), shape_of(code).at, size=size, gap=6, bold=code == iso3)
    said = [_arc_name(arc, language) for arc in ours]
    return canvas.svg(title, listed(said, language) if said else say("Nothing is known.", language))


def route_map(
    stops: Sequence[str],
    *,
    title: str,
    spots: Iterable[Spot] = (),
    unit: str = "",
    language: str = "en",
    href: Callable[[str], str | None] | None = None,
    detected: str = "",
    key: str = "route",
    medium: Medium = "screen",
) -> str:
    """A route in its order: origin, transit, destination; what was counted on the way as circles by area.

    `detected` says how many crossings were detected on the route as a whole; it stands at a diamond on the last leg,
    which leads to the border where they are counted.

    Raises
    ------
    PlaceUnknown : the atlas lacks one of the stops.
    """
    view = _ends_box(stops)
    view = view.grown(0.08 * max(view.width, view.height) + 3).shaped(1.6, 60)
    canvas = Canvas(view, language, key, medium, CLOSE)
    roles = ["origin", *["transit"] * (len(stops) - 2), "destination"] if len(stops) > 1 else ["origin"]
    kinds = {code: f"{role}-land" for code, role in reversed(list(zip(stops, roles, strict=True)))}
    canvas.land(href=href, subjects=frozenset(stops), kinds=kinds)
    zoom = canvas.zoom
    seen = _gathered(spots, canvas)
    most = seen[0][1] if seen else 0.0
    for at, value in seen:
        canvas.dot(at, radius_of(value, most) * zoom, "spot", name=number(value, language))
    for first, second in pairwise(stops):
        _leg(canvas, shape_of(first).at, shape_of(second).at)
    if detected and len(stops) > 1:
        _diamond(canvas, shape_of(stops[-2]).at, shape_of(stops[-1]).at, detected)
    for code, role in zip(stops, roles, strict=True):
        canvas.dot(shape_of(code).at, 4 * zoom, f"end-{role}")
        canvas.name_beside(place_of(code).name(language), shape_of(code).at, size=15, gap=8, bold=True)
    if seen:
        spot_legend(canvas, most, unit)
    return canvas.svg(title, f" {arrow(language)} ".join(place_of(code).name(language) for code in stops))


def _diamond(canvas: Canvas, start: Point, end: Point, said: str) -> None:
    """A diamond two thirds along a leg, with words beside it."""
    x, y = (a + (b - a) * 0.64 for a, b in zip(start, end, strict=True))
    half = 6.5 * canvas.zoom
    canvas.add(
        f'<path{canvas.ink("diamond")} stroke-width="{1.4 * canvas.zoom:.2f}" '
        f'd="M{x:.1f},{y - half:.1f}L{x + half:.1f},{y:.1f}L{x:.1f},{y + half:.1f}L{x - half:.1f},{y:.1f}Z"/>'
    )
    canvas.taken.append(Box(x - half, y - half, x + half, y + half))
    canvas.name_beside(said, (x, y), size=14, gap=10)


def _gathered(spots: Iterable[Spot], canvas: Canvas) -> list[tuple[Point, float]]:
    """What is counted in view, summed by cells of a few pixels, largest first; each at its weighted middle."""
    cell = 7 * canvas.zoom
    cells: dict[tuple[int, int], list[float]] = {}
    for spot in spots:
        x, y = on_map(spot.longitude, spot.latitude)
        if spot.value <= 0 or not canvas.view.holds((x, y)):
            continue
        sums = cells.setdefault((math.floor(x / cell), math.floor(y / cell)), [0.0, 0.0, 0.0])
        sums[0] += spot.value
        sums[1] += spot.value * x
        sums[2] += spot.value * y
    placed = [((wx / value, wy / value), value) for value, wx, wy in cells.values()]
    return sorted(placed, key=lambda one: (-one[1], one[0]))


def _leg(canvas: Canvas, start: Point, end: Point) -> None:
    (x1, y1), (x2, y2), zoom = start, end, canvas.zoom
    canvas.add(
        f'<path{canvas.ink("leg")} stroke-width="{2.6 * zoom:.2f}" stroke-linecap="round" '
        f'stroke-dasharray="{0.1 * zoom:.2f} {6 * zoom:.2f}" d="M{x1:.1f},{y1:.1f}L{x2:.1f},{y2:.1f}"/>'
    )


def shaded_map(
    values: Mapping[str, float | None],
    *,
    title: str,
    write: Callable[[float], str],
    language: str = "en",
    href: Callable[[str], str | None] | None = None,
    close: bool = False,
    key: str = "shades",
    medium: Medium = "screen",
) -> str:
    """Places shaded by class of value; one that is asked for and has no value is hatched: not known.

    Places that are not in `values` stay plain land. `close` shows only what is around those that are. `write` puts
    a value into words for the legend and the names of the links.
    """
    asked = {code: value for code, value in values.items() if code in shapes()}
    view = WORLD
    if close and asked:
        around = _ends_box(asked)
        view = around.grown(0.08 * max(around.width, around.height) + 4).shaped(1.6, 60)
    canvas = Canvas(view, language, key, medium, CLOSE if close else 960)
    known = {code: value for code, value in asked.items() if value is not None}
    breaks = class_breaks(known.values())
    kinds = dict.fromkeys(asked, "step-none") | {code: f"step-{class_of(v, breaks)}" for code, v in known.items()}
    canvas.defs.append(hatch(canvas))
    unknown = say("not known", language)

    def name(code: str) -> str:
        said = place_of(code).name(language)
        if code not in asked:
            return said
        return f"{said}: {write(known[code]) if code in known else unknown}"

    canvas.land(href=href, subjects=frozenset(known), kinds=kinds, names=name)
    class_legend(canvas, breaks, write, unknown if len(known) < len(asked) else "")
    return canvas.svg(title, listed([name(code) for code in sorted(known)][:MOST_LABELS], language) or unknown)

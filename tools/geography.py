"""Write the geography that ships: centres and borders from Natural Earth, official languages from CLDR.

Run by hand: `python tools/geography.py COUNTRIES-50M.JSON`, the file of the npm package world-atlas 2.0.2 (Natural
Earth 4.1.0, 1:50m, public domain). Colonial ties are compiled by hand in `colonial_ties.csv`, not here.
"""

import csv
import json
import math
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

from babel.languages import get_official_languages

from passerelle.base.places import all_places, current_places, place_of_code

TARGET = Path(__file__).parents[1] / "src/passerelle/evidence/reference"
Vector = tuple[float, float, float]

# Territories that Natural Earth draws without a code, and the place they are counted with.
UNCODED = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP"}
# Parts of a country's multipolygon that are places of their own: (country, west, south, east, north, place).
PARTS = (
    ("FRA", -55.0, 1.5, -51.0, 6.5, "GUF"),
    ("FRA", -62.0, 15.6, -60.9, 16.7, "GLP"),
    ("FRA", -61.4, 14.2, -60.7, 15.0, "MTQ"),
    ("FRA", 55.0, -21.6, 56.0, -20.7, "REU"),
    ("FRA", 44.8, -13.2, 45.5, -12.4, "MYT"),
    ("NLD", -69.0, 11.8, -62.8, 17.8, "BES"),
    ("NOR", 9.0, 74.0, 35.0, 81.0, "SJM"),
    ("Indian Ocean Ter.", 104.0, -12.0, 107.0, -9.0, "CXR"),
    ("Indian Ocean Ter.", 96.0, -13.0, 98.0, -11.0, "CCK"),
)
# Places too small for the scale: centre (north, east) and neighbours, from general geography.
SMALL = {
    "GIB": (36.14, -5.35, ("ESP",)),
    "TUV": (-8.52, 179.20, ()),
    "TKL": (-9.17, -171.83, ()),
    "BVT": (-54.42, 3.36, ()),
}


class Atlas:
    """The topology: rings of points in degrees, with the arcs they are made of."""

    def __init__(self, topology: dict[str, Any]) -> None:
        self.scale, self.shift = topology["transform"]["scale"], topology["transform"]["translate"]
        self.arcs = [self._unpack(arc) for arc in topology["arcs"]]
        self.shapes = topology["objects"]["countries"]["geometries"]

    def _unpack(self, arc: list[list[int]]) -> list[tuple[float, float]]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * self.scale[0] + self.shift[0], y * self.scale[1] + self.shift[1]))
        return points

    def ring(self, numbers: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for number in numbers:
            arc = self.arcs[number] if number >= 0 else self.arcs[~number][::-1]
            points.extend(arc if not points else arc[1:])
        return points

    def polygons(self) -> list[tuple[str, list[list[int]]]]:
        """(name or alpha-3, arcs of each ring) of every polygon."""
        found = []
        for shape in self.shapes:
            place = place_of_code(shape["id"]) if shape.get("id") else None
            name = shape["properties"]["name"]
            label = place.iso3 if place else UNCODED.get(name, name)
            rings = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            found += [(label, polygon) for polygon in rings]
        return found


def point(east: float, north: float) -> Vector:
    """Degrees to a unit vector."""
    lon, lat = math.radians(east), math.radians(north)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def moment(ring: list[tuple[float, float]]) -> Vector:
    """The integral of position over a polygon on the sphere; its direction is the centre, its length the area.

    Half the sum over edges of the edge's angle times the normal of its plane; exact across the date line.
    """
    total = [0.0, 0.0, 0.0]
    vertices = [point(*place) for place in ring]
    for a, b in pairwise(vertices):
        normal = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
        length = math.hypot(*normal)
        if length > 1e-15:
            angle = math.atan2(length, sum(p * q for p, q in zip(a, b, strict=True)))
            for axis in range(3):
                total[axis] += normal[axis] / length * angle / 2
    middle = [sum(vertex[axis] for vertex in vertices) for axis in range(3)]
    if sum(p * q for p, q in zip(total, middle, strict=True)) < 0:
        total = [-value for value in total]
    return total[0], total[1], total[2]


def degrees(vector: Vector) -> tuple[float, float]:
    """(north, east) of a direction."""
    x, y, z = vector
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def owner(label: str, north: float, east: float) -> str:
    """The place that a polygon belongs to, parts overseas taken apart."""
    for country, west, south, far_east, far_north, part in PARTS:
        if label == country and west <= east <= far_east and south <= north <= far_north:
            return part
    return label


def drawn(atlas: Atlas) -> dict[str, tuple[float, float, set[str]]]:
    """Centre of the largest polygon and neighbours of every place on the atlas."""
    largest: dict[str, tuple[float, float, float]] = {}
    users: dict[int, set[str]] = defaultdict(set)
    for label, polygon in atlas.polygons():
        shape = moment(atlas.ring(polygon[0]))
        north, east = degrees(shape)
        iso3 = owner(label, north, east)
        if iso3 not in all_places() or iso3 == "ATA":  # no one lives there, and its ring runs over the pole
            continue
        size = math.hypot(*shape)
        if size > largest.get(iso3, (0.0,))[0]:
            largest[iso3] = (size, north, east)
        for ring in polygon:
            for number in ring:
                users[number if number >= 0 else ~number].add(iso3)
    neighbours: dict[str, set[str]] = defaultdict(set)
    for sharing in users.values():
        for iso3 in sharing:
            neighbours[iso3] |= sharing - {iso3}
    return {iso3: (north, east, neighbours[iso3]) for iso3, (_, north, east) in largest.items()}


def geography(atlas: Atlas) -> dict[str, tuple[float, float, set[str]]]:
    """Centres and neighbours, with the places that the atlas does not draw."""
    found = drawn(atlas)
    for iso3, (north, east, beside) in SMALL.items():
        found[iso3] = (north, east, set(beside))
        for other in beside:
            found[other][2].add(iso3)
    found["XCX"] = found["JEY"]  # the Channel Islands, of which Jersey is the largest
    return found


def languages() -> dict[str, list[str]]:
    """Languages official in the whole place, by law or in fact, without script and variety."""
    found = {}
    for place in current_places():
        if place.iso2:
            spoken = get_official_languages(place.iso2, regional=False, de_facto=True)
            found[place.iso3] = sorted({code.split("_")[0] for code in spoken})
    found["XCX"] = sorted(set(found["GGY"]) | set(found["JEY"]))
    return {iso3: codes for iso3, codes in found.items() if codes}


def write(name: str, header: list[str], rows: list[list[str]]) -> None:
    with (TARGET / name).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main(atlas_file: Path) -> None:
    places = geography(Atlas(json.loads(atlas_file.read_text("utf-8"))))
    write(
        "geography.csv",
        ["iso3", "lat", "lon", "neighbours"],
        [
            [iso3, f"{north:.3f}", f"{east:.3f}", " ".join(sorted(beside))]
            for iso3, (north, east, beside) in sorted(places.items())
        ],
    )
    spoken = languages()
    write("languages.csv", ["iso3", "languages"], [[iso3, " ".join(spoken[iso3])] for iso3 in sorted(spoken)])
    missing = sorted(place.iso3 for place in current_places() if place.iso3 not in places)
    print(f"{len(places)} places; without a centre: {', '.join(missing)}", file=sys.stderr)
    print(f"{len(spoken)} places with languages", file=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

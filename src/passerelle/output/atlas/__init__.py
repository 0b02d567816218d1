"""The atlas: the shape of every place on the flat map, its anchor, and where a longitude and latitude fall.

Holds no drawing (`canvas`, `..maps`). World.json is made by tools/atlas. Stands on `base`.
"""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from passerelle.base.errors import PlaceUnknown

Detail = Literal["coarse", "fine"]
Point = tuple[float, float]

# Without Antarctica and the open sea around it.
WORLD_TOP, WORLD_BOTTOM = 0.0, 412.0
_NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map, in its units (the world is 960 wide); y grows southwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def meets(self, other: "Box") -> bool:
        """Do the two share any point?"""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    def holds(self, point: Point) -> bool:
        """Is the point inside or on the edge?"""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom

    def around(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, by: float) -> "Box":
        """Wider by `by` units on every side."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def shaped(self, ratio: float, least: float) -> "Box":
        """Around the same middle, at least `least` wide, with width / height = `ratio`, kept on the map."""
        width = max(self.width, self.height * ratio, least)
        height = width / ratio
        x, y = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        left = min(max(x - width / 2, -20.0), max(980.0 - width, -20.0))
        top = min(max(y - height / 2, -12.0), max(WORLD_BOTTOM - height, -12.0))
        return Box(left, top, left + width, top + height)


WORLD = Box(0.0, WORLD_TOP, 960.0, WORLD_BOTTOM)


@dataclass(frozen=True, slots=True)
class Ring:
    """One closed line or one stretch of a line: its start, its path and its box, in map units × the grid."""

    path: str
    box: Box


@dataclass(frozen=True, slots=True)
class Shape:
    """A place on the map: `at` is where arcs start and end, `area` in square units, `box` of its largest part."""

    iso3: str
    at: Point
    area: float
    box: Box


@cache
def _raw() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files(__package__).joinpath("world.json").read_text("utf-8"))
    return found


@cache
def shapes() -> dict[str, Shape]:
    """Every place of today by alpha-3 code."""
    return {
        iso3: Shape(iso3, (row["at"][0], row["at"][1]), row["area"], Box(*row["box"]))
        for iso3, row in _raw()["places"].items()
    }


def shape_of(iso3: str) -> Shape:
    """The shape of a place.

    Raises
    ------
    PlaceUnknown : the atlas has none, as for a former place.
    """
    try:
        return shapes()[iso3]
    except KeyError:
        raise PlaceUnknown(iso3, (), f'The atlas has no place "{iso3}".') from None


def grid(detail: Detail) -> int:
    """How many steps of a path make one unit of the map."""
    return int(_raw()["grids"][detail])


def _rings(path: str, steps: int) -> Iterable[Ring]:
    """Cut a path of relative whole numbers into rings that stand alone."""
    x = y = 0
    for part in path.split("m")[1:]:
        start, _, rest = part.partition("l")
        closed = rest.endswith("z")
        first = _NUMBER.findall(start)
        x, y = x + int(first[0]), y + int(first[1])
        numbers = list(map(int, _NUMBER.findall(rest)))
        xs, ys = [x], [y]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            xs.append(xs[-1] + dx)
            ys.append(ys[-1] + dy)
        box = Box(min(xs) / steps, min(ys) / steps, max(xs) / steps, max(ys) / steps)
        yield Ring(f"M{x},{y}l{rest}", box)
        if not closed:
            x, y = xs[-1], ys[-1]


@cache
def rings_of(iso3: str, detail: Detail) -> tuple[Ring, ...]:
    """The rings of a place; none for one that is drawn as a dot at that detail."""
    return tuple(_rings(_raw()["places"][iso3].get(detail, ""), grid(detail)))


@cache
def unsettled(detail: Detail) -> tuple[Ring, ...]:
    """Lines that are not agreed between the parties."""
    return tuple(ring for row in _raw()["unsettled"] for ring in _rings(row[detail], grid(detail)))


def on_map(longitude: float, latitude: float) -> Point:
    """Where a point of the earth falls, in map units.

    Source: Šavrič, Patterson & Jenny (2019), The Equal Earth map projection, IJGIS 33(3).
    """
    made = _raw()["projection"]
    turned = (longitude - made["west"] + 540) % 360 - 180
    lam = math.radians(turned)
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t2 = theta * theta
    t6 = t2**3
    slope = a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)
    x = lam * math.cos(theta) / (math.sqrt(3) / 2 * slope)
    y = theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))
    shift_x, shift_y = made["translate"]
    return shift_x + made["scale"] * x, shift_y - made["scale"] * y

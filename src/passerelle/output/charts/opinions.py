"""The opinion map: groups as ellipses with their names, people as dots where enough are together, statements as links.

Drawn like the maps and not as a Vega-Lite chart, because its marks are links and its words stand beside them. Holds no
words: the page gives them. Stands on `dialogue` and `atlas.canvas`.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from passerelle.dialogue.gridding import Cell, Ellipse
from passerelle.output.atlas import Box, Point
from passerelle.output.atlas.canvas import Canvas, Medium

_WIDE, _HIGH = 400.0, 320.0  # pixels at which it is meant to be seen: a telephone's width, and half a desk's
_EDGE = 26.0
_LARGEST_DOT = 11.0
_DIAMOND = 4.5


@dataclass(frozen=True)
class Stand:
    """A group that was found: what it is called on the map, and where it stands."""

    name: str
    where: Ellipse


@dataclass(frozen=True)
class Mark:
    """A statement: its short name on the map, what it says, where it stands, and the address of its row."""

    label: str
    name: str
    x: float
    y: float
    href: str | None = None


def opinion_map(
    cells: Sequence[Cell],
    groups: Sequence[Stand],
    statements: Sequence[Mark] = (),
    *,
    title: str,
    description: str,
    language: str = "en",
    key: str = "opinions",
    medium: Medium = "screen",
) -> str:
    """The map as one SVG element, the same way around in every language. Text from outside is escaped.

    People and groups are on one scale, the same in both directions. Statements point from the middle to where those
    stand who agree with them; how far they stand out is on a scale of their own, as only their order of distance tells
    something.
    """
    canvas = Canvas(Box(0, 0, _WIDE, _HIGH), language, key, medium, _WIDE)
    place = _Placing.of(cells, groups)
    middle = place.at(0.0, 0.0)
    for line in (((0, middle[1]), (_WIDE, middle[1])), ((middle[0], 0), (middle[0], _HIGH))):
        _axis(canvas, *line)
    for group in groups:
        _ring(canvas, place, group.where)
    most = max((cell.people for cell in cells), default=1)
    for cell in sorted(cells, key=lambda one: -one.people):
        _taken(canvas, place.at(cell.x, cell.y), _LARGEST_DOT / 2)
        canvas.dot(
            place.at(cell.x, cell.y), _LARGEST_DOT * math.sqrt(cell.people / most), "person", name=f"{cell.people}"
        )
    reach = _reach(middle, statements)
    marks = [(one, (middle[0] + one.x * reach, middle[1] - one.y * reach)) for one in statements]
    for one, at in marks:
        _mark(canvas, one, at)
    # groups are named first, as they are fewer and matter more
    for group in groups:
        _name(canvas, place, group)
    for one, at in marks:
        canvas.name_beside(one.label, at, size=12, gap=7)
    return canvas.svg(title, description)


@dataclass(frozen=True)
class _Placing:
    """From the picture of opinions to the drawing: one scale, up is up."""

    scale: float
    middle: Point

    @classmethod
    def of(cls, cells: Sequence[Cell], groups: Sequence[Stand]) -> "_Placing":
        across = [cell.x for cell in cells]
        up = [cell.y for cell in cells]
        for one in groups:
            right, top = _half(one.where)
            across += [one.where.x - right, one.where.x + right]
            up += [one.where.y - top, one.where.y + top]
        if not across:
            return cls(1.0, (0.0, 0.0))
        wide, high = max(across) - min(across), max(up) - min(up)
        scale = min((_WIDE - 2 * _EDGE) / max(wide, 1e-9), (_HIGH - 2 * _EDGE) / max(high, 1e-9), 1e6)
        return cls(scale, ((max(across) + min(across)) / 2, (max(up) + min(up)) / 2))

    def at(self, x: float, y: float) -> Point:
        return _WIDE / 2 + (x - self.middle[0]) * self.scale, _HIGH / 2 - (y - self.middle[1]) * self.scale


def _half(where: Ellipse) -> Point:
    """Half the width and half the height of the box around an ellipse."""
    turn = math.radians(where.angle)
    a, b = where.wide, where.narrow
    return math.hypot(a * math.cos(turn), b * math.sin(turn)), math.hypot(a * math.sin(turn), b * math.cos(turn))


def _axis(canvas: Canvas, start: Point, end: Point) -> None:
    canvas.add(
        f'<path{canvas.ink("axis")} stroke-width="1" d="M{start[0]:.1f},{start[1]:.1f}L{end[0]:.1f},{end[1]:.1f}"/>'
    )


def _ring(canvas: Canvas, place: _Placing, where: Ellipse) -> None:
    x, y = place.at(where.x, where.y)
    wide, narrow = (max(size * place.scale, 6.0) for size in (where.wide, where.narrow))
    canvas.add(
        f'<ellipse{canvas.ink("ring")} stroke-width="1.5" cx="{x:.1f}" cy="{y:.1f}" rx="{wide:.1f}" ry="{narrow:.1f}" '
        f'transform="rotate({-where.angle:.1f} {x:.1f} {y:.1f})"/>'
    )


def _reach(middle: Point, statements: Sequence[Mark]) -> float:
    """Pixels to a unit of the statements' own scale, so that the farthest stays in the drawing."""
    reach = math.inf
    for one in statements:
        for along, at, size in ((one.x, middle[0], _WIDE), (-one.y, middle[1], _HIGH)):
            room = (size - _EDGE - at) if along > 0 else at - _EDGE
            if abs(along) > 1e-9:
                reach = min(reach, max(room, 8.0) / abs(along))
    return reach if math.isfinite(reach) else 1.0


def _mark(canvas: Canvas, one: Mark, at: Point) -> None:
    x, y, d = *at, _DIAMOND
    outline = f"M{x:.1f},{y - d:.1f}L{x + d:.1f},{y:.1f}L{x:.1f},{y + d:.1f}L{x - d:.1f},{y:.1f}Z"
    drawn = f'<path{canvas.ink("idea")} d="{outline}"/>'
    if canvas.medium == "screen":
        drawn += f'<circle class="hit" cx="{x:.1f}" cy="{y:.1f}" r="12"/>'
    canvas.add(canvas.link(drawn, one.href, one.name, reachable=True))
    _taken(canvas, at, d)


def _taken(canvas: Canvas, at: Point, half: float) -> None:
    """Keep words away from a mark."""
    canvas.taken.append(Box(at[0] - half, at[1] - half, at[0] + half, at[1] + half))


def _name(canvas: Canvas, place: _Placing, group: Stand) -> None:
    """The name of a group: at the top of its ring, in or above it, else below, else in its middle whatever is there."""
    x, y = place.at(group.where.x, group.where.y)
    top = max(_half(group.where)[1] * place.scale, 6.0)
    size = 15.0
    width = 0.54 * size * len(group.name)
    for middle in (y - top + 24, y - top - 6, y + top - 10, y + top + 18, y - top / 2, y + top / 2):
        for shift in (0.0, -width / 2, width / 2):
            left = x + shift - width / 2
            if canvas.free(Box(left, middle - size, left + width, middle + 0.25 * size)):
                canvas.words(group.name, (x + shift, middle), size=size, anchor="middle", bold=True)
                return
    canvas.words(group.name, (x, y), size=size, anchor="middle", bold=True)

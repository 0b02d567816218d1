"""What maps are drawn with: land, bands, dots, words, as SVG, in classes for the screen or colours for paper.

Holds no choice of what to draw (`passerelle.output.maps`). Everything that comes from outside is escaped.
Stands on `base`.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Literal

from passerelle.base.places import place_of
from passerelle.base.words import RIGHT_TO_LEFT
from passerelle.output.atlas import Box, Detail, Point, grid, rings_of, shapes, unsettled

Medium = Literal["screen", "paper"]
Anchor = Literal["start", "middle", "end"]

# The light palette as attributes, for media without style sheets (PDF). Stroke widths are in map units × zoom.
PAPER: dict[str, dict[str, str]] = {
    "land": {"fill": "#e6e1d4", "stroke": "#fbfaf7"},
    "isle": {"fill": "#cfc8b6"},
    "origin-land": {"fill": "#e3b8a2"},
    "destination-land": {"fill": "#b3bdd6"},
    "transit-land": {"fill": "#bfc9b8"},
    "disputed": {"fill": "none", "stroke": "#8b8778"},
    "from": {"stop-color": "#b4532a"},
    "to": {"stop-color": "#34508f"},
    "leg": {"fill": "none", "stroke": "#5f7355"},
    "diamond": {"fill": "#fffefb", "stroke": "#4b5c42"},
    "end-origin": {"fill": "#b4532a"},
    "end-destination": {"fill": "#34508f"},
    "end-transit": {"fill": "#5f7355"},
    "spot": {"fill": "#8f2d2d", "fill-opacity": "0.35", "stroke": "#8f2d2d"},
    "badge": {"fill": "#fffefb", "stroke": "#1d2433"},
    "ring": {"fill": "#e4f0ef", "fill-opacity": "0.6", "stroke": "#8b8778"},
    "person": {"fill": "#a97a12", "fill-opacity": "0.75"},
    "idea": {"fill": "#0b6e75"},
    "axis": {"fill": "none", "stroke": "#dfdbd0"},
    "word": {"fill": "#1d2433"},
    "faint": {"fill": "#4a5366"},
    "halo": {"stroke": "#fbfaf7"},
    "hatch-ground": {"fill": "#f3f1ea"},
    "hatch-line": {"stroke": "#8b8778"},
    "step-none": {"fill": "url(#{key}-unknown)"},
    "step-0": {"fill": "#eeeade"},
    "step-1": {"fill": "#c9dedb"},
    "step-2": {"fill": "#93c0bf"},
    "step-3": {"fill": "#549a9c"},
    "step-4": {"fill": "#1f757a"},
    "step-5": {"fill": "#0a4f55"},
}


@dataclass
class Canvas:
    """A map in the making: what it shows of the world, in which language, for which medium.

    `key` makes the ids on it differ from those of another map on the same page. `pixels` is the width at which it
    is meant to be seen, so that lines and words keep their size on the page.
    """

    view: Box
    language: str
    key: str
    medium: Medium = "screen"
    pixels: float = 960
    parts: list[str] = field(default_factory=list)
    defs: list[str] = field(default_factory=list)
    taken: list[Box] = field(default_factory=list)

    @property
    def zoom(self) -> float:
        """Map units to a pixel."""
        return self.view.width / self.pixels

    @property
    def detail(self) -> Detail:
        """Fine lines only where they can be seen."""
        return "coarse" if self.view.width > 460 else "fine"

    def ink(self, *names: str) -> str:
        """The attributes of a kind of mark: its classes, or the light palette's colours."""
        if self.medium == "screen":
            # a pattern is named by its map, which no style sheet can know
            hatch = f' fill="url(#{self.key}-unknown)"' if "step-none" in names else ""
            return f' class="{" ".join(filter(None, names))}"{hatch}'
        pairs = {key: value for name in names for key, value in PAPER.get(name, {}).items()}
        return "".join(f' {key}="{value.format(key=self.key)}"' for key, value in pairs.items())

    def add(self, part: str) -> None:
        """Put a finished piece on top of what is there."""
        self.parts.append(part)

    def link(self, inside: str, href: str | None, name: str, *, reachable: bool) -> str:
        """A link around a piece; with the keyboard only where it is one of the map's subjects."""
        if href is None or self.medium == "paper":
            return inside
        stop = "" if reachable else ' tabindex="-1"'
        return f'<a href="{escape(href)}" aria-label="{escape(name)}"{stop}>{inside}</a>'

    def land(
        self,
        *,
        href: Callable[[str], str | None] | None = None,
        subjects: frozenset[str] = frozenset(),
        kinds: dict[str, str] | None = None,
        names: Callable[[str], str] | None = None,
    ) -> None:
        """Draw every place in view; `kinds` gives some another ink, `subjects` can be reached by keyboard."""
        kinds = kinds or {}
        steps = grid(self.detail)
        # on screen the style sheet keeps the edge thin at any size; paper needs the width said
        edge = f' stroke-width="{0.5 * self.zoom * steps:.2f}"' if self.medium == "paper" else ""
        drawn = [self._place(iso3, kinds.get(iso3, ""), edge, href, iso3 in subjects, names) for iso3 in shapes()]
        self.add(f'<g transform="scale({1 / steps:g})">{"".join(drawn)}{self._unsettled(steps)}</g>')

    def _place(
        self,
        iso3: str,
        kind: str,
        edge: str,
        href: Callable[[str], str | None] | None,
        reachable: bool,
        names: Callable[[str], str] | None,
    ) -> str:
        shape = shapes()[iso3]
        rings = [ring.path for ring in rings_of(iso3, self.detail) if ring.box.meets(self.view)]
        inside = (
            f'<path{self.ink("land", kind) if kind else self.ink("land")}{edge} d="{"".join(rings)}"/>' if rings else ""
        )
        if shape.area <= 4 * self.zoom**2 and self.view.holds(shape.at):
            inside += self._isle(shape.at, kind, href is not None)
        if not inside:
            return ""
        name = names(iso3) if names else place_of(iso3).name(self.language)
        return self.link(inside, href(iso3) if href else None, name, reachable=reachable)

    def _isle(self, at: Point, kind: str, linked: bool) -> str:
        steps = grid(self.detail)
        x, y = at[0] * steps, at[1] * steps
        size = self.zoom * steps
        dot = f'<circle{self.ink("isle", kind)} cx="{x:.0f}" cy="{y:.0f}" r="{1.7 * size:.1f}"/>'
        if not linked or self.medium == "paper":
            return dot
        return dot + f'<circle{self.ink("hit")} cx="{x:.0f}" cy="{y:.0f}" r="{6 * size:.1f}"/>'

    def _unsettled(self, steps: int) -> str:
        lines = "".join(ring.path for ring in unsettled(self.detail) if ring.box.meets(self.view))
        width = 0.8 * self.zoom * steps
        dashes = f' stroke-width="{width:.2f}" stroke-dasharray="{2 * width:.2f} {2 * width:.2f}"'
        return f'<path{self.ink("disputed")}{dashes} d="{lines}"/>' if lines else ""

    def band(self, start: Point, end: Point, width: float, *, bend: float, name: str = "") -> Point:
        """A band from origin to destination, wide where it starts and narrow where it ends; gives its middle.

        `width` in map units at the start; `bend` is how far the middle stands off, in parts of the length:
        upwards when positive. Tapering tells the direction without colour (Holten & van Wijk 2009, CHI).
        """
        (x1, y1), (x2, y2) = start, end
        dx, dy = x2 - x1, y2 - y1
        length = math.hypot(dx, dy) or 1e-6
        # the side on which the band bulges is up, whichever way it runs
        side = 1 if dx >= 0 else -1
        nx, ny = side * dy / length, -side * dx / length
        cx, cy = (x1 + x2) / 2 + nx * bend * length, (y1 + y2) / 2 + ny * bend * length
        shade = f"{self.key}-b{len(self.defs)}"
        self.defs.append(
            f'<linearGradient id="{shade}" gradientUnits="userSpaceOnUse" x1="{x1:.1f}" y1="{y1:.1f}" '
            f'x2="{x2:.1f}" y2="{y2:.1f}"><stop offset="0.1"{self.ink("from")}/>'
            f'<stop offset="0.9"{self.ink("to")}/></linearGradient>'
        )
        title = f"<title>{escape(name)}</title>" if name else ""
        self.add(
            f'<path{self.ink("band")} fill="url(#{shade})" fill-opacity="0.82" '
            f'd="{_taper(start, (cx, cy), end, width)}">{title}</path>'
        )
        return (x1 + 2 * cx + x2) / 4, (y1 + 2 * cy + y2) / 4

    def dot(self, at: Point, radius: float, *kind: str, name: str = "") -> None:
        """A round mark; `radius` in map units."""
        title = f"<title>{escape(name)}</title>" if name else ""
        edge = f' stroke-width="{0.6 * self.zoom:.2f}"'
        self.add(f'<circle{self.ink(*kind)}{edge} cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="{radius:.2f}">{title}</circle>')

    def words(
        self,
        text: str,
        at: Point,
        *,
        size: float = 11,
        anchor: Anchor = "start",
        bold: bool = False,
        kind: str = "word",
        halo: bool = True,
    ) -> None:
        """Words on the map; `size` in pixels. Right-to-left ones stay where they are put."""
        rtl = self.language in RIGHT_TO_LEFT
        turned: Anchor = {"start": "end", "middle": "middle", "end": "start"}[anchor] if rtl else anchor  # type: ignore[assignment]
        way = ' direction="rtl"' if rtl else ""
        weight = ' font-weight="600"' if bold else ""
        face = " font-family=\"'Source Sans 3', 'Noto Sans Arabic'\"" if self.medium == "paper" else ""
        style = f' font-size="{size * self.zoom:.2f}" text-anchor="{turned}"{way}{weight}{face}'
        place = f' x="{at[0]:.1f}" y="{at[1]:.1f}"{style}'
        said = escape(text)
        if halo:
            # drawn twice, because not every renderer knows paint-order
            wide = f' stroke-width="{3 * self.zoom:.2f}" stroke-linejoin="round" aria-hidden="true"'
            self.add(f"<text{self.ink('halo')}{wide}{place}>{said}</text>")
        self.add(f"<text{self.ink(kind)}{place}>{said}</text>")

    def free(self, box: Box) -> bool:
        """Is the box on the map and clear of the words already placed? If so it is taken."""
        if not (self.view.holds((box.left, box.top)) and self.view.holds((box.right, box.bottom))):
            return False
        if any(box.meets(other) for other in self.taken):
            return False
        self.taken.append(box)
        return True

    def name_beside(self, text: str, at: Point, *, size: float = 11, gap: float = 4, bold: bool = False) -> bool:
        """Words beside a point, on the first side where they are clear; False when none is."""
        width, height = 0.54 * size * len(text) * self.zoom, size * self.zoom
        off = gap * self.zoom
        x, y = at
        sides: list[tuple[Anchor, float, float]] = [
            ("start", x + off, y + 0.35 * height),
            ("end", x - off, y + 0.35 * height),
            ("middle", x, y - off),
            ("middle", x, y + off + 0.8 * height),
        ]
        for anchor, tx, ty in sides:
            left = {"start": tx, "middle": tx - width / 2, "end": tx - width}[anchor]
            if self.free(Box(left, ty - height, left + width, ty + 0.25 * height)):
                self.words(text, (tx, ty), size=size, anchor=anchor, bold=bold)
                return True
        return False

    def svg(self, title: str, description: str) -> str:
        """The finished picture, named and described for those who do not see it."""
        key, view = self.key, self.view
        box = f"{view.left:.1f} {view.top:.1f} {view.width:.1f} {view.height:.1f}"
        size = f' width="{view.width / self.zoom:.0f}" height="{view.height / self.zoom:.0f}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"{size} role="group" direction="ltr" '
            f'aria-labelledby="{key}-title" aria-describedby="{key}-desc">'
            f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>'
            f"<defs>{self._clip()}{''.join(self.defs)}</defs>"
            f'<g clip-path="url(#{key}-clip)">{"".join(self.parts)}</g></svg>'
        )

    def _clip(self) -> str:
        view = self.view
        return (
            f'<clipPath id="{self.key}-clip"><rect x="{view.left:.1f}" y="{view.top:.1f}" '
            f'width="{view.width:.1f}" height="{view.height:.1f}"/></clipPath>'
        )


def _taper(start: Point, control: Point, end: Point, width: float) -> str:
    """The outline of a band along a quadratic curve: full width at the start, a fifth at the end."""
    (x1, y1), (cx, cy), (x2, y2) = start, control, end
    a = math.atan2(cy - y1, cx - x1)
    b = math.atan2(y2 - cy, x2 - cx)
    m = math.atan2(y2 - y1, x2 - x1)
    h1, hm, h2 = width / 2, width * 0.3, max(width * 0.1, 0.12)

    def off(x: float, y: float, angle: float, by: float) -> str:
        return f"{x - math.sin(angle) * by:.1f},{y + math.cos(angle) * by:.1f}"

    return (
        f"M{off(x1, y1, a, h1)}Q{off(cx, cy, m, hm)} {off(x2, y2, b, h2)}"
        f"L{off(x2, y2, b, -h2)}Q{off(cx, cy, m, -hm)} {off(x1, y1, a, -h1)}"
        f"A{h1:.1f},{h1:.1f} 0 0 0 {off(x1, y1, a, h1)}Z"
    )

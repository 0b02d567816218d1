"""Legends of the maps, and the scales that they explain: widths, areas, classes.

Holds no maps. Stands on `base`.
"""

import math
from collections.abc import Callable, Iterable, Sequence

from passerelle.base.words import compact, number, say
from passerelle.output.atlas import Point, grid
from passerelle.output.atlas.canvas import Canvas

WIDEST = 11.0  # the widest band, in pixels
LARGEST_SPOT = 18.0  # the radius of the largest spot, in pixels
CLASSES = 5


def nice_sizes(largest: float) -> list[float]:
    """Three round numbers for a legend, the first the largest of 1, 2 or 5 × 10ⁿ that is not above `largest`."""
    if largest <= 0:
        return []
    power = 10.0 ** math.floor(math.log10(largest))
    step = max(step for step in (1, 2, 5) if step * power <= largest)
    smaller = {1: (0.5, 0.2), 2: (1, 0.5), 5: (2, 1)}[step]
    return [size for size in (step * power, *(part * power for part in smaller)) if size >= 1] or [largest]


def width_of(value: float, largest: float, zoom: float) -> float:
    """In map units, in proportion to the value; a hair at least, so that nothing drawn is unseen."""
    return max(WIDEST * value / largest, 0.9) * zoom


def size_legend(canvas: Canvas, largest: float, unit: str, at: Point) -> None:
    """Three bands with their numbers, one under the other."""
    zoom, (x, y) = canvas.zoom, at
    if unit:
        canvas.words(unit, (x, y), size=10.5, bold=True)
    for i, size in enumerate(nice_sizes(largest)):
        line = y + (14 + 15 * i) * zoom
        canvas.band((x, line), (x + 46 * zoom, line), width_of(size, largest, zoom), bend=0)
        canvas.words(compact(size, canvas.language, 0), (x + 54 * zoom, line + 3.5 * zoom), size=10.5)
    foot = y + (14 + 15 * 3 + 2) * zoom
    canvas.words(say("origin", canvas.language), (x, foot), size=9.5, kind="faint")
    canvas.words(say("destination", canvas.language), (x + 54 * zoom, foot), size=9.5, kind="faint")


def radius_of(value: float, most: float) -> float:
    """By area, in pixels."""
    return max(LARGEST_SPOT * math.sqrt(value / most), 1.2)


def spot_legend(canvas: Canvas, most: float, unit: str) -> None:
    """Three circles that stand in one another with their numbers, in the lower corner."""
    zoom, view = canvas.zoom, canvas.view
    sizes = nice_sizes(most)
    x, y = view.left + 36 * zoom, view.bottom - 16 * zoom
    if unit:
        top = y - (2 * LARGEST_SPOT + 14) * zoom
        canvas.words(unit, (view.left + 12 * zoom, top), size=14, bold=True)
    for size, lift in zip(sizes, (28, 15, 2), strict=False):
        radius = radius_of(size, most) * zoom
        canvas.dot((x, y - radius), radius, "spot")
        canvas.words(number(size, canvas.language), (x + 30 * zoom, y - lift * zoom), size=13)


def class_breaks(values: Iterable[float], classes: int = CLASSES) -> list[float]:
    """The lower ends of classes that hold about as many places each, rounded to two figures.

    Empty for no values; fewer than `classes` where rounding brings two together.
    """
    ordered = sorted(values)
    if not ordered:
        return []
    cuts = [ordered[math.floor(i * len(ordered) / classes)] for i in range(classes)]
    rounded = [_two_figures(cut) for cut in cuts]
    rounded[0] = min(rounded[0], ordered[0])
    return sorted(set(rounded))


def _two_figures(value: float) -> float:
    if value == 0:
        return 0.0
    power = 10.0 ** (math.floor(math.log10(abs(value))) - 1)
    return math.floor(value / power) * power


def class_of(value: float, breaks: Sequence[float]) -> int:
    """1 for the lowest class: the last break that is not above the value."""
    return max(sum(1 for lower in breaks if lower <= value), 1)


def hatch(canvas: Canvas) -> str:
    # places are drawn in steps of the grid, and so are the legend's boxes
    steps = 1.1 * canvas.zoom * grid(canvas.detail)
    return (
        f'<pattern id="{canvas.key}-unknown" width="{4 * steps:g}" height="{4 * steps:g}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect{canvas.ink("hatch-ground")} width="{4 * steps:g}" height="{4 * steps:g}"/>'
        f'<path{canvas.ink("hatch-line")} d="M0,0V{4 * steps:g}" stroke-width="{steps:g}"/></pattern>'
    )


def class_legend(canvas: Canvas, breaks: Sequence[float], write: Callable[[float], str], unknown: str) -> None:
    """One box a class with the value where it starts; then, unless "", the box of what is not known."""
    zoom, view = canvas.zoom, canvas.view
    lines = [(f"step-{i}", f"≥ {write(lower)}") for i, lower in enumerate(breaks, start=1)]
    if unknown:
        lines.append(("step-none", unknown))
    x, y = view.left + 20 * zoom, view.bottom - (16 * len(lines) + 6) * zoom
    for kind, said in lines:
        steps = grid(canvas.detail)
        size = f'width="{16 * zoom * steps:.1f}" height="{11 * zoom * steps:.1f}"'
        box = f'x="{x * steps:.1f}" y="{y * steps:.1f}" {size}'
        canvas.add(f'<g transform="scale({1 / steps:g})"><rect{canvas.ink("land", kind)} {box}/></g>')
        canvas.words(said, (x + 23 * zoom, y + 9.5 * zoom), size=11.5)
        y += 16 * zoom

"""The marks of charts as Vega-Lite: lines over years, bars over years, bars of parts, profiles over ages.

Holds no figures and no words of its own. Estimates are hollow, observed values solid, missing years gaps, intervals
whiskers. Stands on `labels`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from passerelle.output.charts.labels import Label, Spec, places, words

Profile = tuple[str, str, Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name, colour by role, points (x, y, estimated) in order, and whether it is dashed.

    `whiskers` are the intervals (x, low, high) of those points that have one.
    """

    name: str
    colour: str
    points: tuple[tuple[float, float, bool], ...]
    dashed: bool = False
    whiskers: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A line of reference with its name, such as a target."""

    name: str
    value: float


def _rows(lines: Sequence[Line]) -> list[Spec]:
    """Points as rows; a gap of more than twice the usual step begins a new stretch."""
    rows: list[Spec] = []
    for line in lines:
        steps = sorted(b[0] - a[0] for a, b in zip(line.points, line.points[1:], strict=False))
        usual = steps[len(steps) // 2] if steps else 1
        stretch, before = 0, None
        for x, y, estimated in line.points:
            if before is not None and x - before > 2 * usual:
                stretch += 1
            rows.append({"name": line.name, "stretch": f"{line.name}-{stretch}", "x": x, "y": y, "est": estimated})
            before = x
    return rows


def _heights(lines: Sequence[Line], levels: Sequence[Level], bands: Sequence[tuple[float, float, float]]) -> Any:
    """The lowest and highest value of the axis: zero is always on it."""
    values = [y for line in lines for _, y, _ in line.points] + [level.value for level in levels]
    values += [end for _, *ends in [*bands, *(w for line in lines for w in line.whiskers)] for end in ends]
    return min([*values, 0]) * 1.05, max([*values, 0]) * 1.08 or 1


def time_chart(
    lines: Sequence[Line],
    *,
    levels: Sequence[Level] = (),
    bands: Sequence[tuple[float, float, float]] = (),
    y_format: str = ",~f",
    quarters: bool = False,
) -> Spec:
    """Lines over years with direct names, a zero baseline, reference levels and bands (x, low, high).

    x is the year, with a fraction for quarters.
    """
    low, top = _heights(lines, levels, bands)
    xs = [x for line in lines for x, _, _ in line.points] + [x for x, _, _ in bands]
    first, last = min(xs), max(xs)
    span = max(last - first, 1)
    x = {"field": "x", "type": "quantitative",
         "scale": {"domain": [first - span * 0.02, last + span * 0.02], "nice": False, "zero": False},
         "axis": {"format": "d", "grid": False, "tickMinStep": 1, "tickCount": 7, "labelOverlap": True,
                  "labelSeparation": 8}}  # fmt: skip
    y = {"field": "y", "type": "quantitative", "scale": {"domain": [low, top], "nice": False},
         "axis": {"format": y_format, "tickCount": 5, "domain": False, "ticks": False}}  # fmt: skip
    layers: list[Spec] = []
    if bands:
        layers.append(_ranges(bands, x, y, {"strokeWidth": 10, "opacity": 0.22, "color": "@migrants"}))
    for level in levels:
        layers.append({
            "data": {"values": [{"y": level.value}]},
            "mark": {"type": "rule", "color": "@soft", "strokeDash": [4, 4]},
            "encoding": {"y": y},
        })  # fmt: skip
    for line in lines:
        layers += _line_layers(line, x, y, points=not quarters)
    labels = [Label(line.name, line.points[-1][1], line.colour) for line in lines if line.points]
    labels += [Label(level.name, level.value, "@soft") for level in levels]
    return {"params": places(labels, low, top), "layer": [*layers, *words(labels)]}


def _ranges(ranges: Sequence[tuple[float, float, float]], x: Spec, y: Spec, look: Spec) -> Spec:
    """Upright strokes from low to high."""
    return {
        "data": {"values": [{"x": at, "y": low, "y2": high} for at, low, high in ranges]},
        "mark": {"type": "rule", **look},
        "encoding": {"x": x, "y": y, "y2": {"field": "y2"}},
    }


def _line_layers(line: Line, x: Spec, y: Spec, *, points: bool) -> list[Spec]:
    rows = _rows([line])
    data = {"values": rows}
    drawn: list[Spec] = []
    if line.whiskers:
        drawn.append(_ranges(line.whiskers, x, y, {"strokeWidth": 1.4, "color": line.colour}))
    drawn.append({
        "data": data,
        "mark": {"type": "line", "color": line.colour, "strokeWidth": 2.2,
                 **({"strokeDash": [5, 4]} if line.dashed else {})},
        "encoding": {"x": x, "y": y, "detail": {"field": "stretch"}},
    })  # fmt: skip
    held = Counter(row["stretch"] for row in rows)
    # a point without neighbours is no line: it is drawn as a dot, or it would not be seen
    dots = rows if points and len(rows) <= 40 else [row for row in rows if held[row["stretch"]] == 1]
    if dots:
        drawn.append({
            "data": {"values": dots},
            "mark": {"type": "point", "filled": True, "size": 38, "stroke": line.colour, "strokeWidth": 1.8,
                     "opacity": 1},
            "encoding": {"x": x, "y": y,
                         "fill": {"condition": {"test": "datum.est", "value": "@paper"}, "value": line.colour}},
        })  # fmt: skip
    return drawn


def bar_chart(rows: Sequence[tuple[str, float, bool]], *, colour: str, y_format: str = ",~f") -> Spec:
    """Bars over years (label, value, partial): zero baseline, a year that is held in part hollow."""
    data = [{"x": label, "y": value, "part": partial} for label, value, partial in rows]
    y = {"field": "y", "type": "quantitative",
         "axis": {"format": y_format, "tickCount": 4, "domain": False, "ticks": False}}  # fmt: skip
    x = {
        "field": "x",
        "type": "ordinal",
        "sort": None,
        "axis": {"labelAngle": 0, "ticks": False, "labelOverlap": True},
    }
    return {
        "data": {"values": data},
        "layer": [
            {
                "mark": {"type": "bar", "stroke": colour, "strokeWidth": 1.2, "width": {"band": 0.68}},
                "encoding": {"x": x, "y": y,
                             "fill": {"condition": {"test": "datum.part", "value": "@paper"}, "value": colour}},
            },
        ],
    }  # fmt: skip


# A bar with the words above it, in pixels: the words of a short bar would cover one another inside.
_WORDS, _BAR, _APART = 16, 18, 16


def stacked_height(rows: Sequence[tuple[str, str, float, str]], levels: Sequence[Level] = ()) -> int:
    """Pixels that `stacked_bars` of the same rows needs, axis and padding included."""
    return _foot(rows) + (_WORDS if levels else 0) + 28


def _foot(rows: Sequence[tuple[str, str, float, str]]) -> int:
    bars = len({row[0] for row in rows})
    return (bars + len(rows)) * _WORDS + bars * (_BAR + _APART)


def stacked_bars(
    rows: Sequence[tuple[str, str, float, str]], *, levels: Sequence[Level] = (), y_format: str = ",~f"
) -> Spec:
    """Horizontal bars (bar, part, value, colour) named with its parts above it, and levels as marks across the bars.

    A level is drawn where the bars are and not across their words.
    """
    named = list(dict.fromkeys(row[0] for row in rows))
    ends = {bar: sum(row[2] for row in rows if row[0] == bar) for bar in named}
    top = max([*ends.values(), *[level.value for level in levels]]) * 1.05
    x = {"field": "start", "type": "quantitative", "scale": {"domain": [0, top], "nice": False},
         "axis": {"format": y_format, "tickCount": 6, "domain": False, "ticks": False, "grid": False}}  # fmt: skip
    layers: list[Spec] = []
    down = 0
    for bar in named:
        parts = [row for row in rows if row[0] == bar]
        layers += [
            _word_at(text, down + _WORDS * at, parts[0][3], x, bold=at == 0)
            for at, text in enumerate([bar, *(part for _, part, _, _ in parts)])
        ]
        down += _WORDS * (1 + len(parts))
        layers += _bar_parts(parts, down, x)
        layers += [_tick(level, down, down + _BAR + 5, x) for level in levels]
        down += _BAR + _APART
    layers += [_level_name(level, down, x, before=level.value > top / 2) for level in levels]
    return {"layer": layers}


def _word_at(text: str, down: int, colour: str, x: Spec, *, bold: bool) -> Spec:
    return {
        "data": {"values": [{"start": 0}]},
        "mark": {"type": "text", "align": "left", "baseline": "middle", "y": down + _WORDS // 2 - 3, "text": text,
                 "fontSize": 13, "color": colour, "fontWeight": 600 if bold else 400},
        "encoding": {"x": x},
    }  # fmt: skip


def _bar_parts(parts: Sequence[tuple[str, str, float, str]], down: int, x: Spec) -> list[Spec]:
    made: list[Spec] = []
    start = 0.0
    for _, _, value, colour in parts:
        made.append({
            "data": {"values": [{"start": start, "end": start + value}]},
            "mark": {"type": "rect", "color": colour, "stroke": "@paper", "strokeWidth": 1,
                     "fillOpacity": 0.62 if start else 1},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": {"value": down}, "y2": {"value": down + _BAR}},
        })  # fmt: skip
        start += value
    return made


def _tick(level: Level, above: int, below: int, x: Spec) -> Spec:
    return {
        "data": {"values": [{"start": level.value}]},
        "mark": {"type": "rule", "color": "@ink", "strokeWidth": 1.6},
        "encoding": {"x": x, "y": {"value": above}, "y2": {"value": below}},
    }


def _level_name(level: Level, down: int, x: Spec, *, before: bool) -> Spec:
    """The name of a level under the last bar, on the side of it on which there is room."""
    return {
        "data": {"values": [{"start": level.value}]},
        "mark": {"type": "text", "align": "right" if before else "left", "baseline": "middle", "dx": 4 if before else
                 -4, "y": down - 2, "text": level.name, "fontSize": 12.5, "color": "@ink"},
        "encoding": {"x": x},
    }  # fmt: skip


def profile_chart(profiles: Sequence[Profile], *, x_format: str = ".0%") -> Spec:
    """Profiles over age bands (name, colour, (band, share)): lines against one axis, named where they lead."""
    x = {"field": "share", "type": "quantitative",
         "axis": {"format": x_format, "tickCount": 5, "domain": False, "ticks": False}}  # fmt: skip
    y = {"field": "band", "type": "ordinal", "sort": None,
         "axis": {"domain": False, "ticks": False, "labelOverlap": True}}  # fmt: skip
    layers: list[Spec] = []
    for name, colour, points in profiles:
        rows = [{"band": band, "share": share, "name": name} for band, share in points]
        layers.append({"data": {"values": rows},
                       "mark": {"type": "line", "color": colour, "strokeWidth": 2.4, "interpolate": "monotone",
                                "order": False},
                       "encoding": {"x": x, "y": y, "order": {"value": 0}}})  # fmt: skip
    for (name, colour, _), (band, share) in zip(profiles, _leads(profiles), strict=True):
        layers.append({"data": {"values": [{"band": band, "share": share}]},
                       "mark": {"type": "text", "align": "left", "dx": 8, "color": colour, "fontWeight": 600,
                                "text": name},
                       "encoding": {"x": x, "y": y}})  # fmt: skip
    return {"layer": layers, "padding": {"left": 2, "right": 8, "top": 8, "bottom": 2}}


_NEAR = 2  # bands above and below that a name covers at the least height, and that therefore must be free of lines


def _leads(profiles: Sequence[Profile]) -> list[tuple[str, float]]:
    """Where each name stands: at the band in which its line lies farthest outside the others, clear of all lines.

    Two profiles each add up to one, so that each leads somewhere; names keep clear of one another as well.
    """
    shares = [[share for _, share in points] for _, _, points in profiles]
    bands = [band for band, _ in profiles[0][2]]
    taken: list[int] = []
    found: list[tuple[str, float]] = []
    for at, own in enumerate(shares):
        others = [max((s[i] for o, s in enumerate(shares) if o != at), default=0.0) for i in range(len(bands))]
        free = [i for i in range(len(bands)) if all(abs(i - other) > _NEAR for other in taken)] or range(len(bands))
        best = max(free, key=lambda i: own[i] - others[i])
        taken.append(best)
        around = range(max(0, best - _NEAR), min(len(bands), best + _NEAR + 1))
        found.append((bands[best], max(line[i] for line in shares for i in around)))
    return found

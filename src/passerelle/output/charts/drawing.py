"""How charts are drawn: palettes, sizes, marks, and from specification to SVG.

Specifications name colours by role ("@origin"); the palette is chosen when drawn. Estimates are hollow, observed
values solid, missing years gaps. Stands on `figures`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from passerelle.base.words import language_of
from passerelle.evidence.figures import Figure

Spec = dict[str, Any]
Theme = Literal["light", "dark"]
# The names of the site's tokens; a test holds the two lists against each other.
PALETTES: dict[Theme, dict[str, str]] = {
    "light": {
        "@paper": "#fbfaf7", "@ink": "#1d2433", "@soft": "#4a5366", "@line": "#dfdbd0", "@accent": "#0b6e75",
        "@origin": "#b4532a", "@destination": "#34508f", "@migrants": "#a97a12", "@transit": "#5f7355",
    },
    "dark": {
        "@paper": "#12161e", "@ink": "#eae7df", "@soft": "#b9bdc7", "@line": "#2e3543", "@accent": "#63c3c6",
        "@origin": "#e88f63", "@destination": "#9bb1ee", "@migrants": "#ddaf4e", "@transit": "#a4bb98",
    },
}  # fmt: skip
FONT = "'Source Sans 3', 'Noto Sans Arabic', 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
FONTS = Path(__file__).parents[1] / "fonts"
# Arabic as babel writes it with Latin digits: 8.000 and 1,5
_LOCALES = {"en": "en-US", "nl": "nl-NL", "fr": "fr-FR", "es": "es-ES", "ar": "nl-NL"}
MOST_LABEL_ROOM = 320  # pixels that the name of a line may take; Arabic is measured wider than it is drawn


@dataclass(frozen=True)
class Chart:
    """A drawing with its words and papers.

    `title` says the finding, `subtitle` the measure with unit and years, `description` what is to be seen for who
    does not see it. `figures` are what is drawn, for the table and the sources. `spec` is Vega-Lite with colours
    by role.
    """

    slug: str
    title: str
    subtitle: str
    description: str
    figures: tuple[Figure, ...]
    spec: Spec = field(repr=False)
    height: int = 260


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its name, colour by role, points (x, y, estimated) in order, and whether it is dashed."""

    name: str
    colour: str
    points: tuple[tuple[float, float, bool], ...]
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A horizontal line of reference with its name, such as a target."""

    name: str
    value: float


def _themed(value: Any, palette: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _themed(item, palette) for key, item in value.items()}
    if isinstance(value, list):
        return [_themed(item, palette) for item in value]
    return palette.get(value, value) if isinstance(value, str) else value


@cache
def _converter() -> Any:
    import vl_convert  # noqa: PLC0415  starts a JavaScript engine: only who draws pays for it

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def _whole(chart: Chart, theme: Theme, width: int) -> Spec:
    palette = PALETTES[theme]
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": chart.height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 2, "right": 4, "top": 6, "bottom": 2},
        "config": _config(palette),
        **_themed(chart.spec, palette),
    }


def svg(chart: Chart, *, theme: Theme = "light", width: int = 640, language: str = "en") -> str:
    """The chart as SVG; `width` is that of the whole drawing in pixels."""
    locale = _LOCALES[language_of(language)]
    drawn: str = _converter().vegalite_to_svg(_whole(chart, theme, width), format_locale=locale)
    # a drawing inside a page is a picture: its words stand beside it
    return drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def png(chart: Chart, *, width: int = 640, language: str = "en", scale: int = 2) -> bytes:
    """The chart as PNG at twice the size of the screen, for documents that take no SVG."""
    locale = _LOCALES[language_of(language)]
    spec = {**_whole(chart, "light", width), "background": "#ffffff"}
    drawn: bytes = _converter().vegalite_to_png(spec, scale=scale, format_locale=locale)
    return drawn


def svg_as_png(drawing: str, *, scale: int = 3) -> bytes:
    """Any of our drawings as PNG."""
    drawn: bytes = _converter().svg_to_png(drawing, scale=scale)
    return drawn


def _config(palette: dict[str, str]) -> Spec:
    words = {"labelColor": palette["@soft"], "labelFontSize": 13, "labelFont": FONT, "titleColor": palette["@soft"]}
    return {
        "background": None,
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            **words, "titleFontSize": 13, "titleFontWeight": 400, "domainColor": palette["@line"],
            "tickColor": palette["@line"], "gridColor": palette["@line"], "gridDash": [1, 3], "labelPadding": 6,
            "title": None,
        },
        "text": {"font": FONT, "fontSize": 14, "fill": palette["@ink"]},
    }  # fmt: skip


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


def _label_places(lines: Sequence[Line], levels: Sequence[Level], height: int, top: float) -> list[Spec]:
    """Where lines and levels are named: at their last values, pushed apart so that none covers another."""
    gap = 17 * top / height if height else 0
    wanted = sorted(
        [(line.points[-1][1], line.name, line.colour) for line in lines if line.points]
        + [(level.value, level.name, "@soft") for level in levels],
    )
    placed: list[Spec] = []
    for y, name, colour in wanted:
        at = max(y, placed[-1]["y"] + gap) if placed else y
        placed.append({"y": at, "name": name, "colour": colour})
    ceiling = top
    for row in reversed(placed):
        row["y"] = min(row["y"], ceiling)
        ceiling = row["y"] - gap
    return placed


def time_chart(
    lines: Sequence[Line],
    *,
    levels: Sequence[Level] = (),
    bands: Sequence[tuple[float, float, float]] = (),
    y_format: str = ",~f",
    height: int = 260,
    quarters: bool = False,
) -> Spec:
    """Lines over years with direct names, a zero baseline, reference levels and bands (x, low, high).

    x is the year, with a fraction for quarters.
    """
    values = [y for line in lines for _, y, _ in line.points] + [level.value for level in levels]
    values += [high for _, _, high in bands]
    top = max([*values, 0]) * 1.08 or 1
    low = min([*values, *[b[1] for b in bands], 0])
    xs = [x for line in lines for x, _, _ in line.points] + [x for x, _, _ in bands]
    first, last = min(xs), max(xs)
    named = _label_places(lines, levels, height, top)
    span = max(last - first, 1)
    x_scale = {"domain": [first - span * 0.02, last + span * 0.02], "nice": False, "zero": False}
    axis_x = {"format": "d", "grid": False, "tickMinStep": 1, "tickCount": 7}
    x = {"field": "x", "type": "quantitative", "scale": x_scale, "axis": axis_x}
    y_scale = {"domain": [low * 1.05, top], "nice": False}
    y = {"field": "y", "type": "quantitative", "scale": y_scale,
         "axis": {"format": y_format, "tickCount": 5, "domain": False, "ticks": False}}  # fmt: skip
    layers: list[Spec] = []
    if bands:
        layers.append({
            "data": {"values": [{"x": x0, "y": a, "y2": b} for x0, a, b in bands]},
            "mark": {"type": "rule", "strokeWidth": 10, "opacity": 0.22, "color": "@migrants"},
            "encoding": {"x": x, "y": y, "y2": {"field": "y2"}},
        })  # fmt: skip
    for level in levels:
        layers.append({
            "data": {"values": [{"y": level.value}]},
            "mark": {"type": "rule", "color": "@soft", "strokeDash": [4, 4]},
            "encoding": {"y": y},
        })  # fmt: skip
    for line in lines:
        layers += _line_layers(line, x, y, points=not quarters)
    layers.append({
        "data": {"values": named},
        "mark": {"type": "text", "align": "left", "dx": 8, "limit": MOST_LABEL_ROOM, "clip": False},
        "encoding": {
            "x": {"datum": last + span * 0.02, "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
            "text": {"field": "name"},
            "color": {"field": "colour", "type": "nominal", "legend": None,
                      "scale": {"domain": sorted({r["colour"] for r in named}),
                                "range": sorted({r["colour"] for r in named})}},
        },
    })  # fmt: skip
    return {"layer": layers}


def _line_layers(line: Line, x: Spec, y: Spec, *, points: bool) -> list[Spec]:
    rows = _rows([line])
    data = {"values": rows}
    drawn: list[Spec] = [{
        "data": data,
        "mark": {"type": "line", "color": line.colour, "strokeWidth": 2.2,
                 **({"strokeDash": [5, 4]} if line.dashed else {})},
        "encoding": {"x": x, "y": y, "detail": {"field": "stretch"}},
    }]  # fmt: skip
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
    """Bars over years (label, value, partial): zero baseline, values on top, a year that is held in part hollow."""
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


def stacked_bars(
    rows: Sequence[tuple[str, str, float, str]], *, levels: Sequence[Level] = (), y_format: str = ",~f"
) -> Spec:
    """Horizontal bars (bar, part, value, colour) named with its parts above it, and levels as vertical rules."""
    data: list[Spec] = []
    ends: dict[str, float] = {}
    for bar, part, value, colour in rows:
        start = ends.get(bar, 0.0)
        ends[bar] = start + value
        data.append({"bar": bar, "part": part, "start": start, "end": start + value, "colour": colour})  # fmt: skip
    top = max([*ends.values(), *[level.value for level in levels]]) * 1.05
    colours = sorted({row["colour"] for row in data})
    x = {"field": "start", "type": "quantitative", "scale": {"domain": [0, top], "nice": False},
         "axis": {"format": y_format, "tickCount": 6, "domain": False, "ticks": False}}  # fmt: skip
    y = {"field": "bar", "type": "ordinal", "sort": None, "axis": None}
    shade = {"field": "colour", "type": "nominal", "legend": None, "scale": {"domain": colours, "range": colours}}
    bars = {"mark": {"type": "bar", "height": {"band": 0.3}, "stroke": "@paper", "strokeWidth": 1},
            "encoding": {"x": x, "x2": {"field": "end"}, "y": y, "fill": shade,
                         "fillOpacity": {"condition": {"test": "datum.start > 0", "value": 0.62},
                                         "value": 1}}}  # fmt: skip
    # the words stand above each bar: inside, the words of a short bar would cover one another; each line is a
    # mark of its own, since lines of Arabic in one mark are set over one another
    lines = {bar: [bar, *(row["part"] for row in data if row["bar"] == bar)] for bar in ends}
    hue = {row["bar"]: row["colour"] for row in data}
    words = [
        {"data": {"values": [{"bar": bar, "start": 0, "text": line, "colour": hue[bar]}]},
         "mark": {"type": "text", "align": "left", "dx": 2, "dy": -27 - 16 * (len(lines[bar]) - 1 - at),
                  "fontSize": 13},
         "encoding": {"x": x, "y": y, "text": {"field": "text"}, "color": shade}}
        for bar in lines for at, line in enumerate(lines[bar])
    ]  # fmt: skip
    rules = [
        {
            "data": {"values": [{"start": level.value, "name": level.name}]},
            "layer": [
                {"mark": {"type": "rule", "color": "@ink", "strokeDash": [4, 4]}, "encoding": {"x": x}},
                {"mark": {"type": "text", "align": "left", "dx": 4, "baseline": "bottom", "fontSize": 12.5},
                 "encoding": {"x": x, "y": {"value": "height"}, "text": {"field": "name"}}},
            ],
        }
        for level in levels
    ]  # fmt: skip
    return {"data": {"values": data}, "layer": [bars, *words, *rules]}


def profile_chart(profiles: Sequence[tuple[str, str, Sequence[tuple[str, float]]]], *, x_format: str = ".0%") -> Spec:
    """Profiles over age bands (name, colour, (band, share)): two lines against one axis, named at their peaks."""
    layers: list[Spec] = []
    for name, colour, points in profiles:
        rows = [{"band": band, "share": share, "name": name} for band, share in points]
        x = {"field": "share", "type": "quantitative",
             "axis": {"format": x_format, "tickCount": 5, "domain": False, "ticks": False}}  # fmt: skip
        y = {"field": "band", "type": "ordinal", "sort": None,
             "axis": {"domain": False, "ticks": False, "labelOverlap": True}}  # fmt: skip
        layers.append({"data": {"values": rows},
                       "mark": {"type": "line", "color": colour, "strokeWidth": 2.4, "interpolate": "monotone",
                                "order": False},
                       "encoding": {"x": x, "y": y, "order": {"value": 0}}})  # fmt: skip
        peak = rows[max(range(len(points)), key=lambda at: points[at][1])]
        layers.append({"data": {"values": [peak]},
                       "mark": {"type": "text", "align": "left", "dx": 8, "color": colour, "fontWeight": 600},
                       "encoding": {"x": x, "y": y, "text": {"field": "name"}}})  # fmt: skip
    return {"layer": layers, "padding": {"left": 2, "right": 8, "top": 8, "bottom": 2}}

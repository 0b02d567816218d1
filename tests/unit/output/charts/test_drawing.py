"""How charts are drawn: palettes, marks, SVG and PNG."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from passerelle.output.charts.drawing import PALETTES, Chart, png, svg
from passerelle.output.charts.marks import (
    Level,
    Line,
    _rows,
    bar_chart,
    profile_chart,
    stacked_bars,
    stacked_height,
    time_chart,
)
from tests.unit.output.charts.boxes import rules_of, words_of

TOKENS = Path(__file__).parents[4] / "src/passerelle_web/theme/static/theme/css/tokens.css"


def line(*points: tuple[float, float], estimated: bool = False) -> Line:
    return Line("all", "@migrants", tuple((x, y, estimated) for x, y in points))


def chart(spec: dict, height: int = 200) -> Chart:
    return Chart("c", "Title.", "measure", "Title.", (), spec, height)


def test_a_drawing_is_an_svg_without_style_or_script() -> None:
    drawn = svg(chart(time_chart([line((1990, 1), (1995, 3), (2000, 2))])))
    ET.fromstring(drawn)
    assert "style=" not in drawn
    assert "<script" not in drawn
    assert 'aria-hidden="true"' in drawn


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_are_those_of_the_palette(theme: str) -> None:
    drawn = svg(chart(time_chart([line((1990, 1), (1995, 3))])), theme=theme)  # type: ignore[arg-type]
    assert PALETTES[theme]["@migrants"] in drawn  # type: ignore[index]
    assert "@" not in re.sub(r">[^<]*<", "><", drawn)


def test_palettes_are_the_sites_tokens() -> None:
    sheet = TOKENS.read_text("utf-8")
    light = sheet.split("@media (prefers-color-scheme: dark)")[0]
    dark = sheet.split("@media (prefers-color-scheme: dark)")[1].split("@media print")[0]
    for theme, text in (("light", light), ("dark", dark)):
        held = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", text))
        for role in ("paper", "ink", "line", "accent", "origin", "destination", "migrants", "transit"):
            assert PALETTES[theme][f"@{role}"] == held[role], (theme, role)  # type: ignore[index]
        assert PALETTES[theme]["@soft"] == held["ink-soft"]  # type: ignore[index]


def test_an_estimate_is_hollow_and_an_observation_solid() -> None:
    hollow = svg(chart(time_chart([line((1990, 1), (1995, 3), estimated=True)])))
    solid = svg(chart(time_chart([line((1990, 1), (1995, 3))])))
    paper = PALETTES["light"]["@paper"]
    assert hollow.count(f'fill="{paper}"') == solid.count(f'fill="{paper}"') + 2


def test_a_missing_year_is_a_gap() -> None:
    rows = _rows([line((1990, 1), (1991, 1), (1992, 1), (2000, 1), (2001, 1))])
    assert [row["stretch"] for row in rows] == ["all-0", "all-0", "all-0", "all-1", "all-1"]


def test_steady_steps_have_no_gap_whatever_their_length() -> None:
    assert {row["stretch"] for row in _rows([line((1990, 1), (1995, 1), (2000, 1))])} == {"all-0"}


def test_the_axis_begins_at_zero() -> None:
    spec = time_chart([line((1990, 90), (1995, 100))])
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"][0] == 0


def test_values_below_zero_are_drawn_below_it() -> None:
    spec = time_chart([line((1990, -5), (1995, 10))])
    assert spec["layer"][0]["encoding"]["y"]["scale"]["domain"][0] < -5


def test_a_level_is_named_beside_the_plot() -> None:
    drawn = svg(chart(time_chart([line((2011, 6), (2012, 5))], levels=[Level("3% target", 3)])))
    assert "3% target" in drawn


def test_a_year_held_in_part_is_a_hollow_bar() -> None:
    whole = svg(chart(bar_chart([("2023", 5, False), ("2024", 4, False)], colour="@transit")))
    part = svg(chart(bar_chart([("2023", 5, False), ("2024", 4, True)], colour="@transit")))
    paper = PALETTES["light"]["@paper"]
    assert part.count(f'fill="{paper}"') == whole.count(f'fill="{paper}"') + 1


def test_stacked_bars_name_their_parts_and_levels() -> None:
    rows = [("Ghana", "nurses 38", 38.0, "@origin"), ("Ghana", "physicians 2", 2.0, "@origin")]
    spec = stacked_bars(rows, levels=[Level("median 49", 49)])
    bars = [layer["data"]["values"][0] for layer in spec["layer"] if layer["mark"]["type"] == "rect"]
    assert bars == [{"start": 0.0, "end": 38.0}, {"start": 38.0, "end": 40.0}]
    drawn = svg(chart(spec, stacked_height(rows, [Level("median 49", 49)])))
    assert [box.text for box in words_of(drawn)][-4:] == ["Ghana", "nurses 38", "physicians 2", "median 49"]


@pytest.mark.parametrize(("value", "before"), [(49, True), (1, False)])
def test_a_level_is_named_on_the_side_with_room(value: float, before: bool) -> None:
    drawn = svg(chart(stacked_bars([("Mali", "nurses 4", 4.0, "@origin")], levels=[Level("median", value)])))
    named = next(box for box in words_of(drawn) if box.text == "median")
    tick = next(box for box in rules_of(drawn))
    assert (named.left < tick.left - 20) == before
    assert (named.right > tick.right + 20) == (not before)


def test_an_interval_is_a_whisker() -> None:
    sure = line((1990, 2), (1995, 3))
    spec = time_chart([Line("all", "@migrants", sure.points, whiskers=((1990, 1, 9), (1995, 2, 4)))])
    (drawn,) = [layer for layer in spec["layer"] if layer["mark"]["type"] == "rule"]
    assert drawn["data"]["values"] == [{"x": 1990, "y": 1, "y2": 9}, {"x": 1995, "y": 2, "y2": 4}]
    assert drawn["encoding"]["y"]["scale"]["domain"][1] > 9


def test_a_profile_names_each_line_once() -> None:
    spec = profile_chart([("Mali", "@origin", [("5–9", 0.15), ("0–4", 0.18)])])
    assert svg(chart(spec)).count(">Mali<") == 1


def test_profiles_are_named_where_each_leads_and_apart() -> None:
    bands = [f"{age}–{age + 4}" for age in range(0, 60, 5)]
    young = [(band, 0.10 - 0.005 * at) for at, band in enumerate(bands)]
    old = [(band, 0.05 + 0.005 * at) for at, band in enumerate(bands)]
    spec = profile_chart([("Mali", "@origin", young), ("France", "@destination", old)])
    named = {layer["mark"]["text"]: layer["data"]["values"][0] for layer in spec["layer"] if "text" in layer["mark"]}
    assert named["Mali"]["band"] == "0–4" and named["France"]["band"] == "55–59"
    same = profile_chart([("Mali", "@origin", young), ("Chad", "@destination", young)])
    found = [bands.index(layer["data"]["values"][0]["band"]) for layer in same["layer"] if "text" in layer["mark"]]
    assert abs(found[0] - found[1]) > 2


def test_words_from_right_to_left_are_isolated_and_the_drawing_is_not_turned() -> None:
    drawn = svg(chart(time_chart([line((1990, 1), (1995, 3))])), language="ar")
    assert ">\u2067all\u2069<" in drawn and 'direction="ltr"' in drawn
    assert "\u2067" not in svg(chart(time_chart([line((1990, 1), (1995, 3))])))


def test_markup_in_a_name_is_escaped() -> None:
    hostile = Line('<script>"&', "@origin", ((1990, 1, False), (1991, 2, False)))
    drawn = svg(chart(time_chart([hostile])))
    ET.fromstring(drawn)
    assert "<script" not in drawn


def test_png_is_twice_the_size_of_the_screen() -> None:
    drawn = png(chart(time_chart([line((1990, 1), (1995, 3))])), width=300)
    assert drawn.startswith(b"\x89PNG")
    assert int.from_bytes(drawn[16:20], "big") == 600


def test_a_point_without_neighbours_is_drawn_as_a_dot() -> None:
    """Else a year that stands alone after a gap would not be seen at all."""
    whole = Line("a", "@migrants", tuple((float(year), 1.0, False) for year in range(2000, 2010)))
    alone = Line("a", "@migrants", (*whole.points, (2020.0, 5.0, False)))
    marks = [layer["mark"]["type"] for layer in time_chart([whole], quarters=True)["layer"]]
    assert "point" not in marks
    dots = [layer for layer in time_chart([alone], quarters=True)["layer"] if layer["mark"]["type"] == "point"]
    assert [[row["x"] for row in layer["data"]["values"]] for layer in dots] == [[2020.0]]

"""Charts of integration: both sides of each rate on one scale, and one measure over the years.

Sides have one hue each everywhere: migrants ochre, those they are compared with indigo. Hosts are never drawn beside
one another. Stands on `marks` and `evidence.integration`.
"""

from collections.abc import Sequence
from typing import Final

from passerelle.base.places import place_of
from passerelle.base.words import say
from passerelle.evidence.figures import Figure
from passerelle.evidence.integration.gaps import Gap
from passerelle.evidence.integration.hosts import Host
from passerelle.evidence.integration.measures import MEASURES, SEXES, Group, Measure
from passerelle.evidence.integration.wording import SEX_WORDS, age_words, finding, value_text
from passerelle.output.charts.drawing import Chart
from passerelle.output.charts.labels import Spec
from passerelle.output.charts.marks import time_chart
from passerelle.output.charts.told import line_of, subtitle_of, upper_first

MIGRANTS, OTHERS = "@migrants", "@destination"
SIDES: Final = "sides"
# Rates in a hundred, which may stand on one scale.
_RATES: Final = tuple(one.id for one in MEASURES.values() if one.unit == "%" and one.has_gap)
_ROW, _HEAD, _FOOT = 40, 34, 30  # pixels: a row, the names of the sides above them, the axis below


def rates_of(host: Host, group: Group, year: str = "") -> list[Gap]:
    """The gaps of rates of which both sides are known: each measure, both sexes and then women and men."""
    found = (
        host.newest(measure, group.code, sex, year=year) for measure in _RATES for sex in SEXES
    )  # fmt: skip
    return [gap for gap in found if gap is not None and gap.others is not None]


def sides_chart(host: Host, group: Group, language: str, year: str = "") -> Chart | None:
    """Both sides of every rate as two points with the gap between them; None where no rate has both sides."""
    gaps = rates_of(host, group, year)
    if not gaps:
        return None
    place = place_of(host.iso3).in_text(language)
    title = finding(gaps[0], place, language)
    sides = [figure for gap in gaps for figure in (gap.migrants, gap.others) if figure is not None]
    told = "; ".join(_row_told(gap, language) for gap in gaps)
    # the years of the rows may differ: the subtitle says from which to which
    subtitle = subtitle_of(say("Percent of each side", language), "", sides)
    height = _HEAD + _ROW * len(gaps) + _FOOT
    return Chart(
        SIDES, title, subtitle, f"{title} {told}.", tuple(sides), _sides(gaps, language), height=height,
        paper_height=height,
    )  # fmt: skip


def _row_name(gap: Gap, language: str) -> str:
    name = say(gap.measure.name, language)
    return name if gap.sex == "_T" else f"{name}, {say(SEX_WORDS[gap.sex], language)}"


def _row_told(gap: Gap, language: str) -> str:
    text = say("{row}: {ours} and {theirs}", language)
    sides = {"ours": value_text(gap.migrants, language), "theirs": value_text(gap.others or gap.migrants, language)}
    return text.format(row=_row_name(gap, language), **sides)


def _sides(gaps: Sequence[Gap], language: str) -> Spec:
    """Rows from top to bottom: the name above its line, a rule between two points, each with its value."""
    x = {"field": "x", "type": "quantitative", "scale": {"domain": [0, 100], "nice": False},
         "axis": {"format": ",~f", "tickCount": 5, "domain": False, "ticks": False}}  # fmt: skip
    layers: list[Spec] = [_heading(gaps[0].group, language)]
    for at, gap in enumerate(gaps):
        down = _HEAD + _ROW * at
        ours, theirs = gap.migrants.value or 0.0, (gap.others.value if gap.others else 0.0) or 0.0
        layers += [
            _word(_row_name(gap, language), down + 8, bold=gap.sex == "_T"),
            _between(ours, theirs, down + 26, x),
            _point(theirs, gap.others, down + 26, OTHERS, x, left=theirs < ours, language=language),
            _point(ours, gap.migrants, down + 26, MIGRANTS, x, left=ours <= theirs, language=language),
        ]
    return {"layer": layers}


def _heading(group: Group, language: str) -> Spec:
    """The names of both sides in their hues, above all rows."""
    words = ((f"● {say(group.name, language)}", MIGRANTS, 0), (f"● {say(group.others_name, language)}", OTHERS, 17))
    return {"layer": [
        {"data": {"values": [{}]},
         "mark": {"type": "text", "align": "left", "baseline": "middle", "x": 0, "y": down, "text": text,
                  "fontSize": 13, "fontWeight": 600, "color": colour}}
        for text, colour, down in words
    ]}  # fmt: skip


def _word(text: str, down: int, *, bold: bool) -> Spec:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": "left", "baseline": "middle", "x": 0, "y": down, "text": text, "fontSize": 13,
                 "fontWeight": 600 if bold else 400, "color": "@ink"},
    }  # fmt: skip


def _between(ours: float, theirs: float, down: int, x: Spec) -> Spec:
    return {
        "data": {"values": [{"x": ours, "x2": theirs}]},
        "mark": {"type": "rule", "y": down, "strokeWidth": 3, "color": "@line"},
        "encoding": {"x": x, "x2": {"field": "x2"}},
    }


def _point(at: float, figure: Figure | None, down: int, colour: str, x: Spec, *, left: bool, language: str) -> Spec:
    """A side's point and its value; one of low reliability is hollow, as an estimate is; an interval is a whisker."""
    unsure = figure is not None and (figure.status == "U" or figure.is_estimate)
    rows = {"data": {"values": [{"x": at}]}, "encoding": {"x": x}}
    drawn: list[Spec] = [
        {**rows, "mark": {"type": "point", "filled": True, "y": down, "size": 70, "stroke": colour, "strokeWidth": 2,
                          "opacity": 1, "fill": "@paper" if unsure else colour}},
        {**rows, "mark": {"type": "text", "y": down, "align": "right" if left else "left", "baseline": "middle",
                          "dx": -9 if left else 9, "fontSize": 13, "color": colour,
                          "text": value_text(figure, language) if figure else ""}},
    ]  # fmt: skip
    if figure is not None and figure.low is not None and figure.high is not None:
        drawn.insert(0, {
            "data": {"values": [{"x": figure.low, "x2": figure.high}]},
            "mark": {"type": "rule", "y": down, "strokeWidth": 1.4, "color": colour},
            "encoding": {"x": x, "x2": {"field": "x2"}},
        })  # fmt: skip
    return {"layer": drawn}


def years_chart(host: Host, measure: Measure, group: Group, language: str, sex: str = "_T") -> Chart | None:
    """One measure of both sides over the years; None where fewer than two years are known."""
    series = host.series(measure.id, group.code, sex)
    if len(series) < 2:
        return None
    sides = [(say(group.name, language), MIGRANTS, [gap.migrants for gap in series])]
    others = [gap.others for gap in series if gap.others is not None]
    if others:
        sides.append((say(group.others_name, language), OTHERS, others))
    last = series[-1]
    place = place_of(host.iso3).in_text(language)
    title = finding(last, place, language)
    if sex != "_T":
        title = f"{upper_first(say(SEX_WORDS[sex], language))}. {title}"
    told = ", ".join(part for part in (say(measure.of, language), age_words(last, language)) if part)
    figures = tuple(figure for _, _, rows in sides for figure in rows)
    unit = "%" if measure.unit == "%" else say(last.migrants.unit, language)
    slug = f"{measure.id.replace('_', '-')}-{sex.strip('_').lower()}"
    return Chart(
        slug, title, subtitle_of(upper_first(told), unit, figures), f"{title} {upper_first(told)}.", figures,
        time_chart([line_of(name, colour, rows) for name, colour, rows in sides]),
    )  # fmt: skip


def chart_of(host: Host, slug: str, group: Group, language: str, year: str = "") -> Chart | None:
    """The chart of a slug: "sides", or a measure with its sex behind ("employment-rate-f"); None where none is."""
    if slug == SIDES:
        return sides_chart(host, group, language, year)
    name, _, ending = slug.rpartition("-")
    sex = {"t": "_T", "f": "F", "m": "M"}.get(ending)
    measure = MEASURES.get(name.replace("-", "_"))
    return years_chart(host, measure, group, language, sex) if measure and sex else None

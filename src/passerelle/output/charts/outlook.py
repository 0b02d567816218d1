"""The charts of a place's population to come, with the migration of 2000–2020 and with none.

What is projected is hollow or dashed; the record is solid. Stands on `marks`, `told` and `demography.cohorts`.
"""

from collections.abc import Sequence

from passerelle.base.places import place_of
from passerelle.base.words import compact, mark, number, say
from passerelle.demography.cohorts.ages import age_label
from passerelle.demography.cohorts.outlook import Course, Outlook
from passerelle.evidence.corridors import KnownPlace
from passerelle.evidence.figures import Figure
from passerelle.output.charts.drawing import Chart
from passerelle.output.charts.labels import Spec
from passerelle.output.charts.marks import Line, time_chart
from passerelle.output.charts.told import at_of, only_known, upper_first

WITH, WITHOUT = mark("with the migration of 2000–2020"), mark("without migration")
# Words and hues of the two courses, the same in every chart and table.
COURSES = ((WITH, "@accent"), (WITHOUT, "@migrants"))


def courses_of(outlook: Outlook) -> tuple[Course, Course]:
    """With migration, and without."""
    return outlook.with_migration, outlook.without_migration


def _figure(outlook: Outlook, indicator: str, value: float, unit: str, year: int) -> Figure:
    return Figure(
        indicator, value, unit, str(year), outlook.source, outlook.vintage, destination=outlook.place, status="F",
        method="cohort-component projection",
    )  # fmt: skip


def pyramid_chart(outlook: Outlook, language: str) -> Chart:
    """People by age and sex now, and in the last year of both courses."""
    place = place_of(outlook.place).in_text(language)
    first, last = outlook.years[0], outlook.years[-1]
    moving, still = courses_of(outlook)
    text = say(
        "{place} is projected to have {moving} people in {year} with the migration of 2000–2020, {still} without.",
        language,
    )
    totals = [_people(float(course.total[-1]), language) for course in (moving, still)]
    title = upper_first(text.format(place=place, year=last, moving=totals[0], still=totals[1]))
    now, then, alone = moving.pyramid(first), moving.pyramid(last), still.pyramid(last)
    by, word = _scale(max(max(w, m) for rows in (now, then, alone) for _, w, m in rows), language)
    subtitle = say("People by age and sex, {unit}, {first} and {last}", language)
    figures = tuple(
        _figure(outlook, "population_projected", float(course.total[-1]), "persons", last) for course in (moving, still)
    )
    return Chart(
        "pyramid", title, subtitle.format(unit=word, first=first, last=last).replace(", ,", ","), title, figures,
        _pyramid((now, then, alone), by, first, last, language), height=430, paper_height=300,
    )  # fmt: skip


def _people(count: float, language: str) -> str:
    """A projected number as it can be known: to a tenth of a million, or to a thousand."""
    return compact(count, language, 1) if count >= 1e6 else number(round(count, -3), language)


def _scale(top: float, language: str) -> tuple[float, str]:
    """Thousands, or millions where a band has more than two of them."""
    return (1e6, say("millions", language)) if top >= 2e6 else (1e3, say("thousands", language))


def _pyramid(
    courses: Sequence[Sequence[tuple[str, float, float]]], by: float, first: int, last: int, language: str
) -> Spec:
    now, then, alone = courses
    bands = [age_label(code) for code, _, _ in reversed(now)]
    most = max(max(w, m) for rows in courses for _, w, m in rows) / by * 1.04
    x = {"field": "people", "type": "quantitative", "scale": {"domain": [-most, most], "nice": False},
         "axis": {"labelExpr": "format(abs(datum.value), ',~f')", "tickCount": 6, "domain": False, "ticks": False},
         }  # fmt: skip
    y = {"field": "band", "type": "ordinal", "sort": bands,
         "axis": {"domain": False, "ticks": False, "labelOverlap": True}}  # fmt: skip
    sides = ((1, mark("women")), (-1, mark("men")))
    bars = {
        "data": {"values": _sided(now, by)},
        "mark": {"type": "bar", "height": {"band": 0.86}, "color": "@soft", "opacity": 0.3},
        "encoding": {"x": x, "y": y},
    }
    ticks = [
        {"data": {"values": _sided(rows, by)},
         "mark": {"type": "tick", "thickness": 2.4, "color": colour, "bandSize": 14, "opacity": 1},
         "encoding": {"x": x, "y": y}}
        for rows, (_, colour) in ((alone, COURSES[1]), (then, COURSES[0]))
    ]  # fmt: skip
    heads = [
        _word(say(text, language), "left" if side > 0 else "right", 8 * side, -18, "@ink", at=0.5)
        for side, text in sides
    ]
    names = [(str(first), "@soft")] + [(f"{last}, {say(text, language)}", colour) for text, colour in COURSES]
    told = [
        _word(name, "left", 0, 18 * (line - len(names)) - 16, colour, at=0.0)
        for line, (name, colour) in enumerate(names)
    ]
    axis = {"data": {"values": [{"people": 0}]}, "mark": {"type": "rule", "color": "@line"}, "encoding": {"x": x}}
    return {"layer": [bars, axis, *ticks, *heads, *told]}


def _sided(rows: Sequence[tuple[str, float, float]], by: float) -> list[Spec]:
    """Women to the right, men to the left."""
    return [
        {"band": age_label(code), "people": side * people / by}
        for code, women, men in rows
        for side, people in ((1, women), (-1, men))
    ]


def _word(text: str, align: str, dx: int, dy: int, colour: str, *, at: float) -> Spec:
    return {
        "data": {"values": [{}]},
        "mark": {"type": "text", "align": align, "baseline": "top", "dx": dx, "dy": dy, "color": colour, "fontSize": 13,
                 "fontWeight": 600},
        "encoding": {"x": {"value": {"expr": f"width * {at}"}}, "y": {"value": 0}, "text": {"value": text}},
    }  # fmt: skip


def working_chart(outlook: Outlook, language: str) -> Chart:
    """People of 15 to 64 for every 100 of the first year."""
    first, last = outlook.years[0], outlook.years[-1]
    text = say(
        "For every 100 people of working age in {place} in {first}, {year} would have {moving} with the migration of "
        "2000–2020 and {still} without.", language,
    )  # fmt: skip
    ends = [float(100 + course.working_age_change[-1]) for course in courses_of(outlook)]
    title = text.format(
        place=place_of(outlook.place).in_text(language), first=first, year=last,
        moving=number(ends[0], language), still=number(ends[1], language),
    )  # fmt: skip
    lines = [
        Line(say(name, language), colour, tuple(
            (float(year), float(100 + change), year > first)
            for year, change in zip(course.years, course.working_age_change, strict=True)
        ), dashed=True)
        for (name, colour), course in zip(COURSES, courses_of(outlook), strict=True)
    ]  # fmt: skip
    subtitle = say("People aged 15 to 64, {first} = 100, {first}–{last}, projected", language)
    figures = tuple(_figure(outlook, "working_age_projected", end, "index", last) for end in ends)
    return Chart(
        "working-age", title, subtitle.format(first=first, last=last), title, figures, time_chart(lines),
    )  # fmt: skip


def dependency_chart(known: KnownPlace, outlook: Outlook, language: str) -> Chart:
    """People of 65 and over for every 100 of 15 to 64: the record, and both courses."""
    first, last = outlook.years[0], outlook.years[-1]
    ends = [float(course.dependency.old_age[-1]) for course in courses_of(outlook)]
    start = float(outlook.with_migration.dependency.old_age[0])
    text = say(
        "For every 100 people of working age, {place} had {start} of 65 and over in {first}; {year} would have "
        "{moving} with the migration of 2000–2020 and {still} without.", language,
    )  # fmt: skip
    title = upper_first(text.format(
        place=place_of(outlook.place).in_text(language), first=first, year=last, start=number(start, language),
        moving=number(ends[0], language), still=number(ends[1], language),
    ))  # fmt: skip
    record = [f for f in only_known(known.all_of("old_age_dependency")) if at_of(f.period) <= first]
    lines: list[Line] = []
    if len(record) > 1:
        points = tuple((at_of(f.period), _per_100(f), False) for f in record)
        lines.append(Line(say("record", language), "@soft", points))
    for (name, colour), course in zip(COURSES, courses_of(outlook), strict=True):
        points = tuple(
            (float(year), float(share), year > first)
            for year, share in zip(course.years, course.dependency.old_age, strict=True)
        )
        lines.append(Line(say(name, language), colour, points, dashed=True))
    since = int(lines[0].points[0][0])
    subtitle = say("People of 65 and over for every 100 of 15 to 64, {since}–{last}, projected from {first}", language)
    figures = (*record[-1:], *(_figure(outlook, "old_age_projected", end, "per 100", last) for end in ends))
    return Chart(
        "dependency", title, subtitle.format(since=since, last=last, first=first), title, figures, time_chart(lines),
    )  # fmt: skip


def _per_100(figure: Figure) -> float:
    value = figure.value or 0.0
    return value * 100 if figure.unit == "1" else value


def outlook_charts(known: KnownPlace, outlook: Outlook, language: str) -> list[Chart]:
    """All charts of the outlook, in order."""
    return [
        pyramid_chart(outlook, language), working_chart(outlook, language), dependency_chart(known, outlook, language),
    ]  # fmt: skip


def outlook_chart(known: KnownPlace, outlook: Outlook, slug: str, language: str) -> Chart | None:
    """One chart by its slug."""
    return next((chart for chart in outlook_charts(known, outlook, language) if chart.slug == slug), None)


SLUGS: tuple[str, ...] = ("pyramid", "working-age", "dependency")

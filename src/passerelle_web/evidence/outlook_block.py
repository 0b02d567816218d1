"""A country's population to come on its page: charts, a table, what is assumed.

The projection is the library's. Stands on `rows`.
"""

from dataclasses import dataclass

from django.utils.translation import gettext

from passerelle.base.words import compact, number, say
from passerelle.demography.cohorts.outlook import Outlook
from passerelle.evidence.corridors import KnownPlace
from passerelle.output.charts.outlook import COURSES, courses_of, outlook_charts
from passerelle_web.evidence.corridor_page import Picture
from passerelle_web.evidence.rows import Papers

EVERY = 10  # years between the columns of the table


@dataclass(frozen=True, slots=True)
class Course:
    """One course of the table: its name, and rows of (what, a value a year)."""

    name: str
    rows: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class OutlookBlock:
    """All that the template needs, in words of one language."""

    pictures: list[Picture]
    years: list[int]
    courses: list[Course]
    told: list[str]
    numbers: list[int]


def outlook_block(known: KnownPlace, outlook: Outlook, papers: Papers, language: str) -> OutlookBlock:
    """The outlook of a place, with its sources numbered among those of the page."""
    pictures = [
        Picture(chart, sorted({n for figure in chart.figures for n in papers.of(figure)}))
        for chart in outlook_charts(known, outlook, language)
    ]
    at = [index for index, year in enumerate(outlook.years) if not (year - outlook.years[0]) % EVERY]
    courses = []
    for (name, _), course in zip(COURSES, courses_of(outlook), strict=True):
        people = [_people(float(course.total[index]), language) for index in at]
        working = [_people(float(course.working_age[index]), language) for index in at]
        old, young = course.dependency.old_age, course.dependency.youth
        courses.append(Course(say(name, language), [
            (gettext("Population"), people),
            (gettext("People aged 15 to 64"), working),
            (gettext("65 and over for every 100 of 15 to 64"), [number(float(old[index]), language) for index in at]),
            (gettext("Under 15 for every 100 of 15 to 64"), [number(float(young[index]), language) for index in at]),
        ]))  # fmt: skip
    numbers = sorted({n for picture in pictures for n in picture.numbers})
    told = [say(sentence, language) for sentence in outlook.told]
    return OutlookBlock(pictures, [outlook.years[index] for index in at], courses, told, numbers)


def _people(count: float, language: str) -> str:
    """A projected number, no finer than it can be known."""
    return compact(count, language, 1) if count >= 1e6 else number(round(count, -2), language)

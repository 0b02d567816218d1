"""Rows of screenings as the library's records: the measure as it is today, who screened, what follows.

Writing is in `screening_actions`, words for pages in `screening_page`. Stands on `queries`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from passerelle.measures import screening as library
from passerelle.measures.screening import Result, Screener, WhoGate, who_gate
from passerelle.measures.templates import Template
from passerelle_web.evidence.queries import the_store
from passerelle_web.measures import queries
from passerelle_web.measures.models import Measure, Screening
from passerelle_web.people.models import Department, Member, User

# Outcomes that stand until a later screening is settled too; an unfinished one changes nothing.
SETTLED = ("stopped", "no stop found")
WHO_VERSIONS = ("2020", "2023")
_WITH_PEOPLE = ("by", "member", "department", "confirmed_by", "confirmed_for", "confirmed_in")


def measure_of(row: Measure) -> library.Measure:
    """A measure of the site as the library screens it; of a package the parameters stand as `template.name`."""
    parameters: dict[str, float | str | bool] = {}
    for name, value in row.parameters.items():
        if isinstance(value, dict):
            parameters |= {f"{name}.{part}": one for part, one in value.items()}
        else:
            parameters[name] = value
    transit = (row.transit,) if row.transit else ()
    return library.Measure(row.template, row.origin, row.destination, transit, parameters)


def templates_of(row: Measure) -> list[Template]:
    """The templates that a measure is made of, those that are still in the catalogue."""
    codes = [name for name, value in row.parameters.items() if isinstance(value, dict)] or [row.template]
    return [found for code in codes if (found := queries.template_or_none(code)) is not None]


def is_coercive(row: Measure) -> bool:
    """Can the measure compel people?"""
    return any(template.coercive for template in templates_of(row))


def screenings_of(row: Measure) -> list[Screening]:
    """All screenings of a measure, the newest first."""
    return list(row.screenings.select_related("measure", *_WITH_PEOPLE))


def standing_one(rows: Iterable[Screening]) -> Screening | None:
    """The screening that a measure stands on: the newest that is settled or, where none is, the newest."""
    listed = list(rows)
    return next((row for row in listed if row.outcome in SETTLED), listed[0] if listed else None)


def may_enter_a_plan(row: Measure) -> bool:
    """Does a screening without a stop, by two persons and up to date, stand behind the measure?"""
    found = standing_one(screenings_of(row))
    result = result_or_none(found) if found else None
    return result is not None and result.outcome == "no stop found"


def screeners_of(row: Screening) -> tuple[Screener, ...]:
    """Who screened, as they are called today."""
    found = [_screener(row.by, row.member, row.department)]
    if row.confirmed_on:
        second = _screener(row.confirmed_by, row.confirmed_for, row.confirmed_in)
        # two people may have one name; to the library one name in one member is one person
        if second.name == found[0].name:
            second = replace(second, name=f"{second.name} (2)")
        found.append(second)
    return tuple(found)


def _screener(person: User | None, member: Member | None, department: Department | None) -> Screener:
    return Screener(called(person), member.name if member else "", department.name if department else "")


def called(person: User | None) -> str:
    """The name of a person; never her address."""
    if person is None or person.is_gone:
        return gettext("former participant")
    return person.name or gettext("a person without a name")


def screening_of(row: Screening, *, with_second: bool = True) -> library.Screening:
    """What a row holds, with who screened and, unless not wanted, the second person's dissent.

    Raises
    ------
    ScreeningUnreadable : written by another version of the questions, or by hand.
    """
    found = library.read_screening(str(row.answers.get("yaml", "")))
    said = (library.Dissent(called(row.confirmed_by), row.dissent),) if row.dissent and with_second else ()
    return replace(
        found, screeners=screeners_of(row), dissent=(*found.dissent, *said), screened_on=row.made_on,
        review_by=row.review_on, fingerprint=row.fingerprint,
    )  # fmt: skip


def judged(screening: library.Screening, measure: Measure, on: date | None = None) -> Result:
    """What follows from a screening for the measure as it is, under the instruments that bind on a day."""
    today = replace(measure_of(measure), features=screening.measure.features)
    bound = library.binding(the_store(), today.where, on or timezone.localdate())
    return library.screen(screening, bound, measure=today)


def result_of(row: Screening) -> Result:
    """What follows from a screening today.

    Raises
    ------
    ScreeningUnreadable : as `screening_of`.
    """
    return judged(screening_of(row), row.measure)


def result_or_none(row: Screening) -> Result | None:
    """The same; None where the row cannot be read any more."""
    try:
        return result_of(row)
    except library.ScreeningError:
        return None


def who_gates(row: Measure) -> list[WhoGate]:
    """WHO's safeguards for the origin of a health measure, version by version; none for other measures."""
    if not any(template.health for template in templates_of(row)):
        return []
    return gates_of_origin(row.origin)


def gates_of_origin(iso3: str) -> list[WhoGate]:
    """Where an origin stands under each version of WHO's criteria, which are never mixed."""
    year = timezone.localdate().year
    return [who_gate(the_store(), iso3, criteria_version=version, year=year) for version in WHO_VERSIONS]

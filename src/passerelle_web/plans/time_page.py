"""The timetable ready for its page: rows, clashes, and what moves when an action slips.

Stands on `working`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from passerelle.base.errors import PlanError
from passerelle.output.plans.gantt import gantt
from passerelle.plans.budget import Budget, budget
from passerelle.plans.records import Plan as Record
from passerelle.plans.remarks import conflicts_said
from passerelle.plans.schedule import Moved, Schedule, Timed, slip
from passerelle_web.plans import working
from passerelle_web.plans.models import Version
from passerelle_web.plans.plan_page import money

MOST_ROWS = 400


@dataclass(frozen=True, slots=True)
class Slipped:
    """What moves: the action, by how many days, the others, the end, the years' costs before and after."""

    title: str
    days: int
    moved: Sequence[Moved]
    end: date
    end_before: date
    years: list[tuple[str, str, str, str]]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class TimetablePage:
    """All that the page of a timetable shows."""

    lead: str
    rows: Sequence[Timed]
    left_out: int
    conflicts: list[str]
    path: list[str]
    choices: list[tuple[str, str]]
    slipped: Slipped | None
    asked: tuple[str, str]
    fault: str
    gantt: str
    gantt_narrow: str


def timetable_page(version: Version, language: str, key: str = "", days: str = "") -> TimetablePage:
    """The timetable of a version; with `key` and `days` also what moves when that action begins later."""
    record = version.record
    times, made = working.forecast(record)
    slipped, fault = None, ""
    if key or days:
        try:
            slipped = _slipped(record, times, made, key, int(days) if days.isdigit() else 0, language)
        except PlanError:
            fault = gettext("Choose an action, and a number of days from 1 to 3,660.")
    titles = {one.key: one.title for one in times.timed}
    return TimetablePage(
        _lead(record, times, titles), times.timed[:MOST_ROWS], max(len(times.timed) - MOST_ROWS, 0),
        [one.text(language) for one in conflicts_said(times)], [titles[one] for one in times.critical_path],
        list(titles.items()), slipped, (key, days), fault,
        *(gantt(record, times, language=language, narrow=narrow, today=timezone.localdate())
          for narrow in (False, True)),
    )  # fmt: skip


def _lead(record: Record, times: Schedule, titles: dict[str, str]) -> str:
    if times.end is None:
        return gettext("No action has days yet.")
    end = date_format(times.end, "DATE_FORMAT")
    count = sum(one.is_critical for one in times.timed)
    said = gettext("The last action ends on {day}.").format(day=end)
    late = (times.end - record.period.end).days
    if late > 0:
        said += " " + ngettext(
            "That is {n} day after the plan.", "That is {n} days after the plan.", late
        ).format(n=late)  # fmt: skip
    said += " " + ngettext(
        "A day’s delay of {n} action would move it.", "A day’s delay of any of {n} actions would move it.", count
    ).format(n=count)  # fmt: skip
    return said


def _slipped(record: Record, times: Schedule, made: Budget, key: str, days: int, language: str) -> Slipped:
    after, moved = slip(record, key, days)
    then = budget(record, after)
    sums = {year: [_of_year(one, year) for one in (made, then)] for year in sorted({*made.years, *then.years})}
    whole = [sum((both[at] for both in sums.values()), Decimal(0)) for at in (0, 1)]
    named = [*((str(year), both) for year, both in sums.items()), (gettext("All years"), whole)]
    years = [_year_row(name, both, record.currency, language) for name, both in named]
    title = times.by_key[key].title
    assert after.end is not None and times.end is not None
    return Slipped(title, days, moved, after.end, times.end, years)


def _year_row(name: str, both: Sequence[Decimal], currency: str, language: str) -> tuple[str, str, str, str]:
    change = both[1] - both[0]
    sign = "+" if change > 0 else ""
    before, then = (money(one, currency, language) for one in both)
    return name, before, then, f"{sign}{money(change, currency, language)}"


def _of_year(made: Budget, year: int) -> Decimal:
    return made.money(int(made.total[made.years.index(year)])) if year in made.years else Decimal(0)

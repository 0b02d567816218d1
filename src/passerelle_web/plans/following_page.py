"""How a plan goes, ready for its page: lights by deadline, indicators against target, spent against forecast.

The rules are the library's (`followup`). Stands on `working`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from passerelle.base.words import listed, number, percent, say
from passerelle.followup.curves import Compared, TargetPath, compare
from passerelle.followup.lights import NAMES, Planned, light
from passerelle.followup.spending import YearOfSpending, spending
from passerelle.output.charts.drawing import Chart
from passerelle.output.plans.curves import curve_chart
from passerelle.plans.records import Action, Indicator
from passerelle.plans.records import Plan as Record
from passerelle_web.plans import working
from passerelle_web.plans.models import Plan, Report, Version
from passerelle_web.plans.plan_page import money


@dataclass(frozen=True, slots=True)
class LightRow:
    """An action with its light and why."""

    key: str
    title: str
    lead: str
    end: date
    light: str
    said: str
    why: str
    reported_on: date | None


@dataclass(frozen=True, slots=True)
class CurveRow:
    """An indicator of an action: where it stood, where it shall stand, what was observed last, what was expected."""

    action: str
    action_key: str
    name: str
    unit: str
    baseline: str
    target: str
    observed: str
    expected: str
    covered: str
    lead: str
    is_behind: bool
    chart: Chart | None
    at: int


@dataclass(frozen=True, slots=True)
class SpendingRow:
    """A year of spending beside its forecast."""

    year: int
    planned: str
    spent: str
    rate: str
    so_far: str


@dataclass(frozen=True, slots=True)
class FollowingPage:
    """All that the page of a plan's course shows."""

    lead: str
    lights: list[LightRow]
    curves: list[CurveRow]
    spending: list[SpendingRow]


def following_page(plan: Plan, version: Version, language: str) -> FollowingPage:
    """How a version of a plan goes, by the reports up to today."""
    record = version.record
    found = working.of_version(version)
    times = working.times_of(found)
    reports = all_reports(plan)
    today = timezone.localdate()
    rows = _lights(record, times, reports, today, language)
    counted: dict[str, int] = defaultdict(int)
    for row in rows:
        counted[row.light] += 1
    return FollowingPage(
        lead=_lead(rows, counted, language), lights=rows,
        curves=[row for action in record.actions() for row in curves_of(action, times, reports, language)],
        spending=spending_rows(record, found, reports, language),
    )  # fmt: skip


def _lead(rows: Sequence[LightRow], counted: Mapping[str, int], language: str) -> str:
    """How many actions have which light, and of how many that should have begun nothing is reported."""
    if not rows:
        return gettext("The plan has no action yet.")
    parts = [f"{number(counted[name], language)} {say(words, language)}" for name, words in NAMES.items()
             if counted.get(name)]  # fmt: skip
    said = gettext("Of {all} actions: {parts}.").format(all=len(rows), parts=listed(parts, language))
    silent = sum(row.reported_on is None and row.light not in ("not_due",) for row in rows)
    if silent:
        said += " " + ngettext(
            "Of {n} that has begun nothing is reported yet.", "Of {n} that have begun nothing is reported yet.", silent
        ).format(n=silent)  # fmt: skip
    return said


def all_reports(plan: Plan) -> dict[str, list[Report]]:
    """Reports by action, the newest first."""
    found: dict[str, list[Report]] = defaultdict(list)
    for report in plan.reports.order_by("-on", "-pk"):
        found[report.action].append(report)
    return found


def _lights(
    record: Record, times: Mapping[str, tuple[date, date]], reports: Mapping[str, Sequence[Report]], today: date,
    language: str,
) -> list[LightRow]:  # fmt: skip
    carriers = record.carriers()
    newest_of = {key: held[0] for key, held in reports.items() if held}
    waits = working.waits_of(record, times, newest_of)
    rows = []
    for action in record.actions():
        newest = newest_of.get(action.key)
        shown = light(Planned(*times[action.key]), working.progress_of(newest), today, waits[action.key])
        rows.append(LightRow(
            action.key, action.title, carriers.get(action.lead, ""), times[action.key][1], shown.name,
            shown.text(language), shown.reason.text(language), newest.on if newest else None,
        ))  # fmt: skip
    return sorted(rows, key=lambda row: (row.end, row.title))


def curves_of(
    action: Action, times: Mapping[str, tuple[date, date]], reports: Mapping[str, Sequence[Report]], language: str
) -> list[CurveRow]:
    """The indicators of an action that have a target, with what was reported of them."""
    return [
        _curve(action, at, times[action.key], reports.get(action.key, ()), language)
        for at, one in enumerate(action.indicators)
        if one.target is not None
    ]


def _curve(action: Action, at: int, days: tuple[date, date], reports: Sequence[Report], language: str) -> CurveRow:
    one = action.indicators[at]
    assert one.target is not None
    seen = observed_of(one, reports)
    newest = _newest(one, days, seen)
    observed = number(seen[0][1], language, _digits(seen[0][1])) if seen else ""
    expected = covered = lead = ""
    if newest is not None:
        expected = number(newest.expected, language, _digits(newest.expected)) if newest.expected is not None else ""
        covered = percent(newest.covered, language, 0) if newest.covered is not None else ""
        lead = number(newest.lead, language, _digits(newest.lead)) if newest.lead is not None else ""
    baseline = ""
    if one.baseline is not None:
        value = float(one.baseline.value)
        baseline = f"{number(value, language, _digits(value))} ({one.baseline.period})"
    target = number(float(one.target.value), language, _digits(float(one.target.value)))
    return CurveRow(
        action.title, action.key, one.name, one.unit, baseline, f"{target} ({one.target.on.isoformat()})", observed,
        expected, covered, lead, bool(newest and newest.lead is not None and newest.lead < 0),
        curve_chart(one, days[0], seen, language), at,
    )  # fmt: skip


def observed_of(one: Indicator, reports: Sequence[Report]) -> list[tuple[date, float]]:
    """What reports say of an indicator, the newest first."""
    return [(report.on, float(report.observed[one.name])) for report in reports if one.name in report.observed]


def _newest(one: Indicator, days: tuple[date, date], seen: Sequence[tuple[date, float]]) -> Compared | None:
    """The newest value beside the path from the baseline, at the action's start, to the target; None without either."""
    assert one.target is not None
    if one.baseline is None or not seen or one.target.on <= days[0]:
        return None
    path = TargetPath(float(one.baseline.value), days[0], float(one.target.value), one.target.on)
    return compare(path, seen)[-1]


def _digits(value: float) -> int:
    return 0 if float(value).is_integer() or abs(value) >= 1000 else 1 if abs(value) >= 10 else 2


def spending_rows(
    record: Record, found: Mapping[str, Any], reports: Mapping[str, Sequence[Report]], language: str
) -> list[SpendingRow]:
    """Spent beside forecast by year, from what leads report as spent since the start."""
    planned = {row["year"]: Decimal(row["total"]) for row in found["budget"]["years"]}
    spent = [pair for held in reports.values() for pair in _by_day(held)]
    if not spent:
        return []
    return [_spending(row, record.currency, language) for row in spending(planned, spent)]


def _by_day(reports: Sequence[Report]) -> list[tuple[date, Decimal]]:
    """Sums since the start as what came on since the report before."""
    before = Decimal(0)
    found = []
    for report in reversed(reports):
        if report.spent is not None:
            found.append((report.on, report.spent - before))
            before = report.spent
    return found


def _spending(row: YearOfSpending, currency: str, language: str) -> SpendingRow:
    def said(amount: Decimal | None) -> str:
        return "" if amount is None else money(amount, currency, language)

    rate = row.within.rate
    return SpendingRow(
        row.year, said(row.within.planned), said(row.within.spent),
        percent(float(rate), language, 0) if rate is not None else "", said(row.spent_so_far),
    )  # fmt: skip

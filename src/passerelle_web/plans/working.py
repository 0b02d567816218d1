"""What a page shows of a version, worked out when it is saved: timetable, budget, ranges, lines to be counted.

Stands on `models`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from passerelle.base.words import say
from passerelle.followup.lights import Planned, Progress, turns
from passerelle.plans.budget import Budget, as_dict, budget
from passerelle.plans.draws import ranges
from passerelle.plans.faults import Fault
from passerelle.plans.gate import KINDS
from passerelle.plans.records import Plan as Record
from passerelle.plans.remarks import remarks
from passerelle.plans.schedule import Schedule, schedule
from passerelle_web.people.models import Member
from passerelle_web.plans.models import ActionLine, Plan, Report, Version, pack

DRAWS = 10_000


def worked_out(record: Record) -> dict[str, Any]:
    """Timetable and budget of a plan as plain values."""
    times = schedule(record)
    made = budget(record, times)
    return {
        "timetable": [
            [one.key, one.early_start.isoformat(), one.early_end.isoformat(), one.slack, one.pushed]
            for one in times.timed
        ],
        "end": times.end.isoformat() if times.end else None,
        "critical": list(times.critical_path),
        "budget": as_dict(made, ranges(made, draws=DRAWS)),
        "remarks": [_kept(one) for one in _remarks(record, times, made)],
        "by_action": {key: str(made.money(int(cents.sum()))) for key, cents in made.by_action.items()},
        "by_action_year": {
            key: {str(year): str(made.money(int(cents[at]))) for at, year in enumerate(made.years) if cents[at]}
            for key, cents in made.by_action.items()
        },
    }


def _remarks(record: Record, times: Schedule, made: Budget) -> Iterator[Fault]:
    """What is worth a look whatever the day: the gate, which depends on it, is asked when the page is read."""
    day = timezone.localdate()
    return (one for one in remarks(record, times, made, day) if one.kind not in KINDS)


def _kept(one: Fault) -> list[Any]:
    return [one.kind, one.key, one.said, {name: str(value) for name, value in one.values.items()}]


def remarks_of(found: Mapping[str, Any], language: str) -> list[str]:
    """What was found worth a look, as sentences."""
    return [say(said, language).format(**values) for _kind, _key, said, values in found["remarks"]]


def of_version(version: Version) -> dict[str, Any]:
    """What was worked out of a version; worked out now, and kept, where another release kept none."""
    if version.results is None:
        version.worked_out = pack(worked_out(version.record))
        Version.objects.filter(pk=version.pk).update(worked_out=version.worked_out)
    assert version.results is not None
    return version.results


def forecast(record: Record) -> tuple[Schedule, Budget]:
    """Timetable and budget themselves, for what needs more than their figures."""
    times = schedule(record)
    return times, budget(record, times)


def newest_reports(plan: Plan) -> dict[str, Report]:
    """The newest report on each action."""
    found: dict[str, Report] = {}
    for report in plan.reports.order_by("-on", "-pk"):
        found.setdefault(report.action, report)
    return found


def progress_of(report: Report | None) -> Progress | None:
    """A report as the rules of the lights read it."""
    if report is None:
        return None
    return Progress(
        on=report.on, state=report.state, share=float(report.share) if report.share is not None else None,  # type: ignore[arg-type]
        expected_end=report.expected_end, reason=report.reason,
    )  # fmt: skip


def waits_of(
    record: Record, times: Mapping[str, tuple[date, date]], reports: Mapping[str, Report]
) -> dict[str, list[tuple[str, date]]]:
    """Of each action what it needs and that is not reported as done or dropped: titles and last days."""
    titles = {action.key: action.title for action in record.actions()}
    open_ones = {key for key in titles if key not in reports or reports[key].state not in ("done", "dropped")}
    return {
        action.key: [
            (titles[need.action], times[need.action][1]) for need in action.all_needs if need.action in open_ones
        ]
        for action in record.actions()
    }


def write_lines(plan: Plan, record: Record, times: Mapping[str, tuple[date, date]]) -> None:
    """Write the lines of a plan's actions anew."""
    reports = newest_reports(plan)
    waits = waits_of(record, times, reports)
    owners = {owner.name: owner for owner in plan.owners.all()}
    owners |= {owner.short_name: owner for owner in owners.values()}
    carriers = record.carriers()
    members = {one.key: owners.get(one.member) for one in record.departments}
    lines = []
    for action in record.actions():
        start, end = times[action.key]
        found = turns(Planned(start, end), progress_of(reports.get(action.key)), waits.get(action.key, ()))
        lines.append(ActionLine(
            plan=plan, key=action.key, title=action.title, lead=carriers.get(action.lead, ""),
            member=_sole(members.get(action.lead), plan), start=start, end=end, closed=found.closed,
            risk_from=found.risk_from, late_from=found.late_from,
        ))  # fmt: skip
    ActionLine.objects.filter(plan=plan).delete()
    ActionLine.objects.bulk_create(lines, batch_size=1000)


def _sole(member: Member | None, plan: Plan) -> Member | None:
    """The lead's member; the owner where there is one alone."""
    if member is not None:
        return member
    owners = list(plan.owners.all())
    return owners[0] if len(owners) == 1 else None


def times_of(found: Mapping[str, Any]) -> dict[str, tuple[date, date]]:
    """First and last day of each action, from what was worked out."""
    return {key: (date.fromisoformat(start), date.fromisoformat(end)) for key, start, end, *_ in found["timetable"]}


def total(texts: Iterable[str]) -> Decimal:
    """The exact sum of amounts that stand as texts."""
    return sum((Decimal(text) for text in texts), Decimal(0))

"""What is known of a measure that has run: the actions of it in plans, their reports, what came of its run.

Reads what other rooms hold and writes nothing. Stands on `plans`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from passerelle.plans.records import Action
from passerelle.plans.records import Measure as Planned
from passerelle.plans.records import Plan as PlanRecord
from passerelle_web.measures.models import Measure
from passerelle_web.plans.models import Outcome, Plan, Report, Version
from passerelle_web.plans.working import newest_reports


@dataclass(frozen=True, slots=True)
class Carried:
    """A measure in one plan: the version of the plan that is followed, the measure's own part of it, its reports."""

    plan: Plan
    version: Version
    record: PlanRecord
    measure: Planned
    reports: dict[str, Report]

    @property
    def actions(self) -> tuple[Action, ...]:
        """Its actions."""
        return self.measure.actions

    @property
    def spent(self) -> Decimal | None:
        """What was reported as spent on them; None where nobody reported any."""
        found = [held.spent for key in self._keys if (held := self.reports.get(key)) and held.spent is not None]
        return sum(found, Decimal(0)) if found else None

    @property
    def _keys(self) -> list[str]:
        return [action.key for action in self.actions]

    @property
    def is_reported(self) -> bool:
        """Is there a report on one of its actions?"""
        return any(key in self.reports for key in self._keys)


def carried_in(measure: Measure) -> list[Carried]:
    """The plans in which a measure stands, in its followed version of each, with the newest report of each action."""
    return [one for plan in measure.plans.order_by("title", "pk") for one in _in_plan(measure, plan)]


def _in_plan(measure: Measure, plan: Plan) -> Iterator[Carried]:
    version = plan.versions.filter(number=plan.adopted or plan.current).first()
    if version is None:
        return
    record = version.record
    reports = newest_reports(plan)
    for one in record.measures():
        if one.measure == str(measure.pk):
            yield Carried(plan, version, record, one, reports)


def outcomes_of(measure: Measure) -> list[Outcome]:
    """What came of the measure's run, year by year."""
    if measure.run_id is None:
        return []
    return list(Outcome.objects.filter(run=measure.run_id).order_by("quantity", "year"))


def has_run(measure: Measure) -> bool:
    """Was anything reported of it, or entered beside its run?"""
    return any(one.is_reported for one in carried_in(measure)) or bool(outcomes_of(measure))

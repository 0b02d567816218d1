"""The plans of the demonstration: one of a corridor, adopted and followed; one of a route, still a draft.

Stands on `plans` of the site.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import msgspec
from django.utils import timezone

from passerelle.base.corridors import Corridor
from passerelle.measures.runs import asked
from passerelle.measures.templates import all_templates
from passerelle.plans.baselines import with_baselines
from passerelle.plans.gate import OWN
from passerelle.plans.reading import read_plan
from passerelle.plans.records import Expected
from passerelle.plans.records import Plan as Record
from passerelle_web.demonstration.example import example_text
from passerelle_web.demonstration.members import people_of
from passerelle_web.demonstration.screenings import screened
from passerelle_web.evidence.queries import the_store
from passerelle_web.measures import actions as measure_actions
from passerelle_web.measures import tasks
from passerelle_web.measures.models import Run
from passerelle_web.people.models import Member
from passerelle_web.plans import actions, following_actions
from passerelle_web.plans.models import Plan
from passerelle_web.plans.taking import finding_of
from passerelle_web.plans.working import of_version, times_of

DRAWS = 10_000
MITIGATION = "Nobody pays for a place or for being recruited"  # which an action of the plan carries out
EXAMPLE_BEGINS = 2027  # the year in which the example of the documentation begins
_YEAR = re.compile(r"\b20(?:2[6-9])\b")


def shifted(text: str, begins: int) -> str:
    """The example with its years moved, so that it began a while ago and something can be reported."""
    by = begins - EXAMPLE_BEGINS
    return _YEAR.sub(lambda year: str(int(year[0]) + by), text)


def corridor_plan(members: Mapping[str, Member], today: date) -> Plan:
    """The plan between Morocco and Belgium: measured, screened, adopted by both, reported on."""
    owners = [members["Skills (invented)"], members["Work (invented)"]]
    record = read_plan(shifted(example_text("corridor"), today.year - 1))
    record = _linked(with_baselines(the_store(), record), owners[0])
    plan = actions.make_plan(record=record, by=None, owners=owners, is_demonstration=True)
    for row in plan.measures.all():
        mitigation = MITIGATION if row.template == "health-training" else ""
        screened(row, people_of(owners[0])[0], people_of(owners[1])[0], mitigation=mitigation)
    for owner in owners:
        actions.adopt(plan=plan, number=plan.current, member=owner, by=None)
        plan.refresh_from_db()
    # the invented story began a while ago
    plan.adoptions.update(on=plan.start - timedelta(days=20))
    _report(plan, owners, today)
    _commit(plan, members)
    return plan


def _linked(record: Record, member: Member) -> Record:
    """The plan with each measure made one of the site, simulated where the model can, and its effect told."""
    replace = msgspec.structs.replace
    objectives = []
    for objective in record.objectives:
        measures = []
        for one in objective.measures:
            corridor = one.corridor
            assert corridor is not None, "every measure of the demonstration has its corridor"
            run = _run(one.template, Corridor(corridor.origin, corridor.destination), one.parameters)
            row = measure_actions.add_measure(
                template=one.template or OWN, title=one.title[:160], question=one.text, by=people_of(member)[0],
                corridor=Corridor(corridor.origin, corridor.destination), run=run, member=member,
            )  # fmt: skip
            measures.append(replace(
                one, measure=str(row.pk), parameters=dict(row.parameters), screening=None,
                expected=_expected(run) if run else None,
            ))  # fmt: skip
        objectives.append(replace(objective, measures=tuple(measures)))
    return replace(record, objectives=tuple(objectives))


def _expected(run: Run) -> Expected:
    return Expected(text=finding_of(run.record), run=str(run.pk), fingerprint=str((run.record or {})["fingerprint"]))


def _run(template: str, corridor: Corridor, parameters: Mapping[str, object]) -> Run | None:
    """A run of the model, worked out now; None of a template that is not simulated."""
    found = all_templates().get(template)
    if found is None or not found.is_simulated:
        return None
    known = {p.name for p in found.parameters}
    settings = {
        f"{template}.{name}": (float(value),) * 3
        for name, value in parameters.items()
        if name in known and isinstance(value, int | float)
    }
    run = measure_actions.ask(asked=asked([template], corridor, settings, draws=DRAWS))
    tasks.work.call(str(run.pk))
    run.refresh_from_db()
    return run if run.record is not None else None


# Reports and commitments --------------------------------------------------------------------------------

_TOLD = "Invented for the demonstration: {what}"


def _report(plan: Plan, owners: list[Member], today: date) -> None:
    """Reports as far as the plan's days have come: most in time, one behind, one late, one dropped."""
    version = actions.version_of(plan, plan.adopted or plan.current)
    found, record = of_version(version), version.record
    times = times_of(found)
    behind = {"school": Decimal("0.55"), "teachers": Decimal("0.7")}
    for at, (key, (start, end)) in enumerate(sorted(times.items(), key=lambda one: one[1])):
        if start > today:
            continue
        member = _leads(record, key, owners)
        is_done = end < today and key not in behind
        share = None if is_done else behind.get(key, _elapsed(start, end, today))
        made = following_actions.report(
            plan=plan, action=key, state="done" if is_done else "running", by=None, member=member, share=share,
            on=min(today, end) - timedelta(days=20) if is_done else max(today - timedelta(days=40), start),
            expected_end=today + timedelta(days=75) if key == "school" else None,
            text=_TOLD.format(what="the work went as the plan foresaw." if is_done else "the work goes on."),
            spent=_spent(found["by_action"][key], share, at), observed=_observed(record, key, share), evidence=(
                following_actions.Attached("Minutes of both offices (invented)", "https://demonstration.example/minutes"),
            ),
        )  # fmt: skip
        if key == "school":
            following_actions.comment(
                report=made, by=people_of(owners[1])[1], member=owners[1],
                text=_TOLD.format(what="which rooms can open in time, so that the first class need not wait?"),
            )  # fmt: skip


def _leads(record: Record, key: str, owners: list[Member]) -> Member:
    """The owner whose department leads an action; the second where a stakeholder does."""
    lead = next(action.lead for action in record.actions() if action.key == key)
    named = next((one.member for one in record.departments if one.key == lead), "")
    return next((one for one in owners if one.name == named), owners[1])


def _spent(cost: str, share: Decimal | None, at: int) -> Decimal:
    """About as much as the work that is done costs, a little more or less."""
    part = (Decimal(1) if share is None else share) * (Decimal("0.92") + Decimal(at % 4) / 20)
    return (Decimal(cost) * part).quantize(Decimal(1))


def _observed(record: Record, key: str, share: Decimal | None) -> dict[str, str]:
    """The first indicator of an action on its way to the target, as far as the work is done."""
    action = next(one for one in record.actions() if one.key == key)
    one = next((held for held in action.indicators if held.target is not None), None)
    if one is None or one.target is None:
        return {}
    start = one.baseline.value if one.baseline is not None else Decimal(0)
    way = (one.target.value - start) * (Decimal(1) if share is None else share)
    return {one.name: f"{(start + way).quantize(Decimal(1)):f}"}


def _elapsed(start: date, end: date, today: date) -> Decimal:
    part = min(max((today - start).days / ((end - start).days + 1), 0.0), 1.0)
    return Decimal(f"{part:.2f}")


def _commit(plan: Plan, members: Mapping[str, Member]) -> None:
    day = timezone.localdate()
    for name, text, due in (
        ("Skills (invented)", "Publishes the number of nurses at home every half year.", plan.end),
        ("Work (invented)", "Pays the line for complaints in full, whatever the plan costs elsewhere.", plan.end),
        ("Associations (invented)", "Reads the material for courses with people who came back.", day),
    ):  # fmt: skip
        made = following_actions.pledge(
            member=members[name], text=_TOLD.format(what=text), due=due, by=None, plan=plan, on=plan.start
        )
        if name.startswith("Associations"):
            following_actions.withdraw_pledge(
                pledge=made, reason=_TOLD.format(what="nobody had the time; another association does it."), by=None
            )


def route_plan(members: Mapping[str, Member]) -> Plan:
    """The joint plan along the Central Mediterranean: a draft that the rights gate still holds."""
    owners = [members[name] for name in ("Nigeria (invented)", "Niger (invented)", "Italy (invented)")]
    return actions.make_plan(record=read_plan(example_text("route")), by=None, owners=owners, is_demonstration=True)

"""What is done with plans: make, change, take measures over, adopt, take back.

Each save is a new version; two people's changes are put together and, where they clash, shown to the second. Reports
and commitments are in `following_actions`. Stands on `people`.
"""

from collections.abc import Iterable, Sequence

import msgspec
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy

from passerelle.base.corridors import Corridor as Pair
from passerelle.base.errors import PlanUnsound
from passerelle.plans import gate as library_gate
from passerelle.plans.building import copied, measure_from, mitigations_as_actions, with_measure
from passerelle.plans.changes import Merged, merged
from passerelle.plans.checking import faults, said
from passerelle.plans.records import Corridor, Objective
from passerelle.plans.records import Measure as PlannedMeasure
from passerelle.plans.records import Plan as Record
from passerelle_web.measures.actions import add_measure
from passerelle_web.measures.models import Measure
from passerelle_web.measures.queries import template_or_none
from passerelle_web.people.actions import record as leave_trace
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell
from passerelle_web.plans import working
from passerelle_web.plans.gate import rows_of, screened_today, without_claims
from passerelle_web.plans.models import Adoption, Plan, Version, pack, packed_record
from passerelle_web.plans.permissions import permit  # noqa: F401  registers who may
from passerelle_web.plans.taking import finding_of, mitigations_of

tell(**{
    "plan.made": gettext_lazy("Plan made"),
    "plan.changed": gettext_lazy("Plan changed"),
    "plan.adopted": gettext_lazy("Plan adopted"),
    "plan.adoption_withdrawn": gettext_lazy("Adoption of a plan taken back"),
})  # fmt: skip


class Clashed(CannotBeDone):
    """Somebody else changed the same fields meanwhile; `merge` holds both, nothing is lost and nothing was saved."""

    def __init__(self, merge: Merged, mine: Record, base: int, current: int) -> None:
        self.merge, self.mine, self.base, self.current = merge, mine, base, current
        super().__init__(gettext("Somebody else changed the same part of the plan meanwhile. Look at both and choose."))


def _refuse_unsound(record: Record) -> None:
    found = list(faults(record))
    if found:
        raise PlanUnsound(said(found, get_language() or "en"))


@transaction.atomic
def make_plan(
    *, record: Record, by: User | None, owners: Sequence[Member] = (), taken_from: Plan | None = None,
    is_demonstration: bool = False,
) -> Plan:  # fmt: skip
    """Make a plan of one or more members; the person acts for the first of them.

    Raises
    ------
    NotAllowed : no account, or an owner that the person does not act for.
    PlanUnsound : what the plan says cannot be.
    """
    require(by, "plans.add_plan")
    for owner in owners[:1]:
        require(by, "plans.act_for", owner)
    named = tuple(owner.name for owner in owners) or record.owners
    record = without_claims(msgspec.structs.replace(record, owners=named, demonstration=is_demonstration))
    _refuse_unsound(record)
    plan = Plan.objects.create(
        **_columns(record), made_by=by, taken_from=taken_from, is_demonstration=is_demonstration,
    )  # fmt: skip
    plan.owners.set(owners)
    _save(plan, record, by=by, member=owners[0] if owners else None, said="")
    leave_trace("plan.made", plan, by=by)
    return plan


def _columns(record: Record) -> dict[str, object]:
    places = record.where.places
    return {
        "title": record.title,
        "origin": places[0] if len(places) > 1 else "",
        "destination": places[-1] if len(places) > 1 else "",
        "route": record.where.route,
        "start": record.period.start,
        "end": record.period.end,
    }


def _save(plan: Plan, record: Record, *, by: User | None, member: Member | None, said: str) -> Version:
    found = working.worked_out(record)
    plan.current += 1
    version = Version.objects.create(
        plan=plan, number=plan.current, packed=packed_record(record), worked_out=pack(found), said=said[:200], by=by,
        member=member,
    )  # fmt: skip
    for name, value in _columns(record).items():
        setattr(plan, name, value)
    plan.changed_at = timezone.now()
    plan.save()
    plan.measures.set(rows_of(record).values())
    if plan.adopted is None:
        working.write_lines(plan, record, working.times_of(found))
    return version


@transaction.atomic
def change_plan(
    *, plan: Plan, base: int, record: Record, by: User | None, member: Member | None = None, said: str = ""
) -> Version:
    """Save a plan as changed from version `base`; what others changed meanwhile is kept as well.

    Raises
    ------
    Clashed : both changed the same field.
    PlanUnsound : what the plan says, or both changes say together, cannot be.
    """
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    require(by, "plans.change_plan", held)
    stood = version_of(held, base).record
    fixed = {"owners": stood.owners, "demonstration": held.is_demonstration}
    record = without_claims(msgspec.structs.replace(record, **fixed))
    if base != held.current:
        merge = merged(stood, record, version_of(held, held.current).record)
        if merge.clashes:
            raise Clashed(merge, record, base, held.current)
        record = merge.plan
    _refuse_unsound(record)
    if record == version_of(held, held.current).record:
        return version_of(held, held.current)
    made = _save(held, record, by=by, member=member, said=said)
    leave_trace("plan.changed", held, by=by, version=made.number)
    return made


def version_of(plan: Plan, number: int) -> Version:
    """A version of a plan.

    Raises
    ------
    CannotBeDone : there is none of that number.
    """
    found = Version.objects.filter(plan=plan, number=number).first()
    if found is None:
        raise CannotBeDone(gettext("This plan has no version {number}.").format(number=number))
    return found


@transaction.atomic
def take_measures(
    *, plan: Plan, measures: Iterable[Measure], objective: str, years: int, by: User, member: Member | None = None
) -> Version:
    """Put measures of the site into a plan: each with an action, its cost lines and its expected effect.

    `objective` is a key; a new objective is made where the plan has none of it.

    Raises
    ------
    NotAllowed : the plan, or a measure, is not the person's to change or see.
    """
    record = version_of(plan, plan.current).record
    if objective not in {one.key for one in record.objectives}:
        made = Objective(key=objective or "measures", title=gettext("Measures"))
        record = msgspec.structs.replace(record, objectives=(*record.objectives, made))
        objective = made.key
    for row in measures:
        require(by, "measures.see_measure", row)
        if any(one.measure == str(row.pk) for one in record.measures()):
            continue
        record = _with_row(record, row, objective, years)
    return change_plan(plan=plan, base=plan.current, record=record, by=by, member=member,
                       said=gettext("Measures taken into the plan"))  # fmt: skip


def _with_row(record: Record, row: Measure, objective: str, years: int) -> Record:
    template = template_or_none(row.template)
    taken = {one.key for one in record.measures()} | {one.key for one in record.actions()}
    corridor = Corridor(row.origin, row.destination, (row.transit,) if row.transit else ())
    run = row.run.record if row.run else None
    made, sources = measure_from(
        template, title=row.title, corridor=corridor, record=run, years=years, taken=taken, link=str(row.pk),
        run=str(row.run_id or ""), told=finding_of(run), parameters=row.parameters,
    )  # fmt: skip
    return with_measure(record, objective, made, sources)


@transaction.atomic
def take_mitigations(*, plan: Plan, key: str, by: User, member: Member | None = None) -> Version:
    """Make actions of the mitigations that the screening of a measure asks for and that none carries out yet."""
    record = version_of(plan, plan.current).record
    measure = measure_in(record, key)
    taken = {one.key for one in record.actions()}
    more = mitigations_as_actions(measure, mitigations_of(measure), taken)
    if not more:
        raise CannotBeDone(gettext("Every mitigation of its screening has its action already."))
    begins = max(timezone.localdate(), record.period.start)
    more = tuple(msgspec.structs.replace(one, start=begins) for one in more)
    changed = msgspec.structs.replace(measure, actions=(*measure.actions, *more))
    return change_plan(
        plan=plan, base=plan.current, record=with_part(record, changed), by=by, member=member,
        said=gettext("Mitigations made actions"),
    )  # fmt: skip


def measure_in(record: Record, key: str) -> PlannedMeasure:
    """A measure of a plan.

    Raises
    ------
    CannotBeDone : there is none of that key.
    """
    found = next((one for one in record.measures() if one.key == key), None)
    if found is None:
        raise CannotBeDone(gettext("The plan has no measure “{key}”.").format(key=key))
    return found


def with_part(record: Record, measure: PlannedMeasure) -> Record:
    """The plan with one measure in place of that of its key."""
    replace = msgspec.structs.replace
    objectives = tuple(
        replace(one, measures=tuple(measure if held.key == measure.key else held for held in one.measures))
        for one in record.objectives
    )
    return replace(record, objectives=objectives)


@transaction.atomic
def link_measure(*, plan: Plan, key: str, by: User, member: Member | None = None) -> Measure:
    """Make a measure of the site of one in the plan, as it is planned, so that it can be screened.

    One that is linked already takes over what the plan says of it; a screening of what it was is then out of date.

    Raises
    ------
    CannotBeDone : it says no corridor.
    """
    require(by, "plans.change_plan", plan)
    record = version_of(plan, plan.current).record
    measure = measure_in(record, key)
    if measure.corridor is None:
        raise CannotBeDone(gettext("Say first on which corridor the measure is taken: rights bind places."))
    row = rows_of(record).get(measure.measure)
    if row is None:
        row = add_measure(
            template=measure.template or library_gate.OWN, title=measure.title[:160], question=measure.text[:2000],
            by=by, corridor=Pair(measure.corridor.origin, measure.corridor.destination),
            member=member or plan.owners.first(), transit=next(iter(measure.corridor.transit), ""), route=plan.route,
        )  # fmt: skip
        changed = msgspec.structs.replace(measure, measure=str(row.pk))
        change_plan(plan=plan, base=plan.current, record=with_part(record, changed), by=by, member=member,
                    said=gettext("Measure made one of the site"))  # fmt: skip
    planned = library_gate.screened_parameters(measure)
    if row.parameters != planned:
        require(by, "measures.change_measure", row)
        row.parameters, row.changed_at = planned, timezone.now()
        row.save(update_fields=["parameters", "changed_at"])
    return row


@transaction.atomic
def adopt(*, plan: Plan, number: int, member: Member, by: User | None) -> Adoption:
    """Adopt a version of a plan for a member. It stands as adopted once every owner adopted the same version.

    Raises
    ------
    NotAllowed : the person does not decide for the member, or the member is no owner.
    NotScreened : a measure of it has no screening in date that found no stop.
    CannotBeDone : the version is not the newest, or the member adopted it already.
    """
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    require(by, "plans.adopt", member)
    owners = list(held.owners.all())
    if member not in owners:
        raise CannotBeDone(gettext("Only the plan’s own members adopt it."))
    if number != held.current:
        raise CannotBeDone(gettext("The plan has changed meanwhile. Read the newest version before you adopt it."))
    if held.adoptions.filter(member=member, until=None, number=number).exists():
        raise CannotBeDone(gettext("This member has adopted this version already."))
    today = timezone.localdate()
    version = version_of(held, number)
    if not any(True for _ in version.record.actions()):
        raise CannotBeDone(gettext("A plan without an action says nothing that could be adopted."))
    library_gate.require_screened(screened_today(version.record, today), today)
    held.adoptions.filter(member=member, until=None).update(
        until=today, reason=gettext("Version {number} was adopted in its place.").format(number=number)
    )
    made = Adoption.objects.create(plan=held, number=number, member=member, by=by, on=today)
    leave_trace("plan.adopted", held, by=by, member=member.pk, version=number)
    _settle(held)
    return made


def _settle(plan: Plan) -> None:
    """Set which version is adopted: the one that every owner stands behind."""
    open_ones = dict(plan.adoptions.filter(until=None).values_list("member_id", "number"))
    owners = [owner.pk for owner in plan.owners.all()]
    numbers = {open_ones.get(owner) for owner in owners}
    agreed = numbers.pop() if len(numbers) == 1 and owners else None
    if plan.adopted != agreed:
        plan.adopted = agreed
        plan.save(update_fields=["adopted"])
    shown = version_of(plan, plan.adopted or plan.current)
    working.write_lines(plan, shown.record, working.times_of(working.of_version(shown)))


@transaction.atomic
def withdraw_adoption(*, plan: Plan, member: Member, reason: str, by: User | None) -> Adoption:
    """Take a member's adoption back, with a reason; the history stays.

    Raises
    ------
    CannotBeDone : nothing is adopted, or no reason is given.
    """
    require(by, "plans.adopt", member)
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    found = held.adoptions.filter(member=member, until=None).first()
    if found is None:
        raise CannotBeDone(gettext("This member has not adopted the plan."))
    if not reason.strip():
        raise CannotBeDone(gettext("Give the reason; it stays with the plan."))
    found.until, found.reason = timezone.localdate(), reason.strip()
    found.save(update_fields=["until", "reason"])
    leave_trace("plan.adoption_withdrawn", held, by=by, member=member.pk)
    _settle(held)
    return found


@transaction.atomic
def copy_plan(*, plan: Plan, title: str, by: User, owners: Sequence[Member]) -> Plan:
    """Begin from another's published plan: aims, measures and costs, nothing that was screened or paid elsewhere."""
    require(by, "plans.see_plan", plan)
    number = plan.adopted or plan.current
    record = copied(version_of(plan, number).record, title=title, owners=tuple(owner.name for owner in owners))
    return make_plan(record=record, by=by, owners=owners, taken_from=plan)

"""What the pages of plans read: lists, versions, reports, the scoreboard, papers.

Writing is in the actions. Stands on `models`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils import timezone

from passerelle.base.corridors import Corridor
from passerelle.plans.coherence.papers import Allocation, paper_of_text
from passerelle.plans.coherence.papers import Paper as PaperRecord
from passerelle_web.measures.models import Measure
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import active_memberships, may_each
from passerelle_web.plans.models import (
    ActionLine,
    Adoption,
    Comment,
    Evidence,
    Paper,
    Plan,
    Pledge,
    Report,
    Version,
    unpack,
)

Somebody = User | AnonymousUser
PER_PAGE = 50
LIGHTS = ("done", "on_time", "at_risk", "late", "not_due", "dropped")


def seen_by(somebody: Somebody) -> "QuerySet[Plan]":
    """The plans that a person may see."""
    open_ones = Q(is_demonstration=True) | Q(adopted__isnull=False) | Q(pk__in=Adoption.objects.values("plan"))
    if not isinstance(somebody, User) or not somebody.is_active:
        return Plan.objects.filter(open_ones)
    if somebody.is_staff:
        return Plan.objects.all()
    hers = Q(made_by=somebody) | Q(owners__in=active_memberships(somebody).values("member"))
    return Plan.objects.filter(Q(pk__in=Plan.objects.filter(hers).values("pk")) | open_ones)


def changeable_by(person: User) -> list[Plan]:
    """The plans that a person may change: her own, and those of the members that she acts for."""
    mine = active_memberships(person).values("member")
    found = Plan.objects.filter(Q(made_by=person) | Q(owners__in=mine)).distinct()
    return list(found.prefetch_related("owners").order_by("title")[:200])


def listed(
    somebody: Somebody, *, member: Member | None = None, route: str = "", corridor: Corridor | None = None
) -> "QuerySet[Plan]":
    """Plans by title, with their owners; of one member, route or corridor where given."""
    found = seen_by(somebody).prefetch_related("owners")
    if member is not None:
        found = found.filter(owners=member)
    if route:
        found = found.filter(route=route)
    if corridor is not None:
        found = found.filter(origin=corridor.origin, destination=corridor.destination)
    return found.order_by("title", "pk")


def version(plan: Plan, number: int) -> Version | None:
    """A version of a plan."""
    return plan.versions.filter(number=number).select_related("by", "member").first()


def current_version(plan: Plan) -> Version:
    """The newest version."""
    return Version.objects.select_related("by", "member").get(plan=plan, number=plan.current)


def versions(plan: Plan) -> "QuerySet[Version]":
    """All versions, the newest first, without their content."""
    return plan.versions.defer("packed", "worked_out").select_related("by", "member")


def adoptions(plan: Plan) -> list[Adoption]:
    """Who adopted which version, and took it back."""
    return list(plan.adoptions.select_related("member"))


# The scoreboard -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A plan with the lights of its actions, counted."""

    plan: Plan
    owners: tuple[str, ...]
    counts: dict[str, int]
    actions: int


def _of_light(day: date) -> dict[str, Q]:
    """The rules of `followup.lights.turns` as conditions of the database."""
    open_ = Q(closed="")
    late = open_ & Q(late_from__lte=day)
    begun = open_ & Q(start__lte=day) & (Q(late_from=None) | Q(late_from__gt=day))
    return {
        "done": Q(closed="done"),
        "dropped": Q(closed="dropped"),
        "late": late,
        "at_risk": begun & Q(risk_from__lte=day),
        "on_time": begun & (Q(risk_from=None) | Q(risk_from__gt=day)),
        "not_due": open_ & Q(start__gt=day) & (Q(late_from=None) | Q(late_from__gt=day)),
    }


def score_rows(plans: Sequence[Plan], day: date | None = None) -> list[ScoreRow]:
    """Plans with their lights on a day, in the order given: never a total by member, never a rank."""
    conditions = _of_light(day or timezone.localdate())
    counted = (
        ActionLine.objects.filter(plan__in=[plan.pk for plan in plans])
        .values("plan")
        .annotate(actions=Count("pk"), **{f"n_{name}": Count("pk", filter=rule) for name, rule in conditions.items()})
    )
    by_plan = {row["plan"]: row for row in counted}
    found = []
    for plan in plans:
        row = by_plan.get(plan.pk, {})
        counts = {name: row.get(f"n_{name}", 0) for name in LIGHTS}
        found.append(ScoreRow(plan, tuple(owner.name for owner in plan.owners.all()), counts, row.get("actions", 0)))
    return found


def lines_of(plan: Plan) -> "QuerySet[ActionLine]":
    """The actions of a plan as they are counted."""
    return plan.lines.select_related("member").order_by("end", "title")


def lines_of_member(member: Member, somebody: Somebody) -> "QuerySet[ActionLine]":
    """Actions that a member leads, in plans that a person may see, by the deadline that it set itself."""
    return (
        ActionLine.objects.filter(member=member, plan__in=seen_by(somebody))
        .select_related("plan")
        .order_by("end", "title")
    )


def pledges(
    somebody: Somebody, *, plan: Plan | None = None, member: Member | None = None
) -> "QuerySet[Pledge]":  # fmt: skip
    """Commitments, those that were withdrawn among them, by member and day."""
    found = Pledge.objects.select_related("member", "plan").filter(Q(plan=None) | Q(plan__in=seen_by(somebody)))
    if plan is not None:
        found = found.filter(plan=plan)
    if member is not None:
        found = found.filter(member=member)
    return found.order_by("member__name", F("due").asc(nulls_last=True), "pk")


def ended_by(somebody: Somebody, found: Sequence[Pledge]) -> set[int]:
    """Keys of the open commitments that a person may close or withdraw: those of members for which she states."""
    still = [one for one in found if one.kept_on is None and one.withdrawn_on is None]
    return {one.pk for one, allowed in may_each(somebody, "plans.end_pledge", still) if allowed}


def reports_of(plan: Plan, action: str) -> list[Report]:
    """Reports on an action with what they rest on and what peers said, the newest first."""
    return list(
        plan.reports.filter(action=action)
        .select_related("by", "member")
        .prefetch_related(
            Prefetch("evidence", Evidence.objects.defer("content")),
            Prefetch("comments", Comment.objects.select_related("by", "member")),
        )
    )


# Papers -------------------------------------------------------------------------------------------------


def papers() -> "QuerySet[Paper]":
    """Strategy papers by title, without their text."""
    return Paper.objects.defer("text").order_by("title", "at")


def read_paper(row: Paper) -> PaperRecord:
    """A paper as it is judged; the same row is read once."""
    return _read(str(row.pk), row.title)


@lru_cache(maxsize=32)
def _read(key: str, _title: str) -> PaperRecord:
    from decimal import Decimal  # noqa: PLC0415  amounts stand as texts

    row = Paper.objects.get(pk=key)
    allocations = [Allocation(one["sector"], Decimal(one["amount"]), one["currency"]) for one in row.allocations]
    years = [str(year) for year in (row.first_year, row.last_year) if year]
    return paper_of_text(
        row.title, unpack(row.text), iso3=row.place, grouping=row.grouping, period="–".join(years),
        language=row.language, allocations=allocations,
    )  # fmt: skip


def plans_with(measure: Measure, somebody: Somebody) -> "QuerySet[Plan]":
    """The plans that a measure of the site stands in, those that a person may see."""
    return seen_by(somebody).filter(measures=measure).order_by("title")

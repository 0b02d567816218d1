"""What can be read here: members, their people, a person's memberships, the trail, and all that is held of a person.

Holds no writing. Who may read is in `permissions`. Ground of the site.
"""

from datetime import date

from django.db import models
from django.utils import timezone

from passerelle_web.people.models import (
    TOGETHER,
    DelegationFunction,
    Department,
    Event,
    Function,
    Invitation,
    Kind,
    Member,
    Membership,
    User,
)
from passerelle_web.people.permissions import Somebody, active_memberships
from passerelle_web.people.remembering import remembered


def members(*, kind: str = "", on: date | None = None) -> "models.QuerySet[Member]":
    """The members of a day, of one kind or of all, by name."""
    found = Member.objects.on(on or timezone.localdate())
    return found.filter(kind=kind) if kind else found


def former_members(*, kind: str = "") -> "models.QuerySet[Member]":
    """Those that left, newest first."""
    found = Member.objects.filter(until__lte=timezone.localdate()).order_by("-until", "name")
    return found.filter(kind=kind) if kind else found


def members_by_kind(*, kind: str = "") -> list[tuple[str, list[Member]]]:
    """Today's members under the name of their kind; kinds in their own order, names by the alphabet."""
    held: dict[str, list[Member]] = {value: [] for value in Kind.values}
    for member in members(kind=kind):
        held[member.kind].append(member)
    return [(str(TOGETHER[Kind(value)]), listed) for value, listed in held.items() if listed]


def has_invented() -> bool:
    """Are members here invented? What the forum does is then the demonstration's."""
    return remembered("invented members", Member.objects.filter(is_demonstration=True).exists)


def member_of(slug: str) -> Member | None:
    """The member of an address."""
    return Member.objects.filter(slug=slug).first()


def departments_of(member: Member) -> "models.QuerySet[Department]":
    """A member's departments, by name."""
    return member.departments.all()


def delegation_of(member: Member) -> "list[DelegationFunction]":
    """Who is what in a member's delegation today: the head, the alternates in their order, the focal points."""
    held = DelegationFunction.objects.active_on(timezone.localdate()).filter(member=member)
    order = list(Function.values)
    return sorted(
        held.select_related("membership__person", "member"),
        key=lambda one: (order.index(one.function), one.turn or 0, one.theme, one.pk),
    )


def speaker_of(member: Member) -> DelegationFunction | None:
    """Through which function the delegation speaks today: its head's, else the first alternate's, else none."""
    held = delegation_of(member)
    return held[0] if held and held[0].function != Function.FOCAL_POINT else None


def open_invitations(member: Member) -> "models.QuerySet[Invitation]":
    """Invitations into a member that were neither used nor taken back, those that are too old included."""
    return member.invitations.filter(used_at=None, taken_back_at=None).select_related("department")


def people_of(member: Member) -> "models.QuerySet[Membership]":
    """Who is in a member today, by department and name."""
    held = Membership.objects.active_on(timezone.localdate()).filter(member=member)
    return held.select_related("person", "department").order_by("department__name", "person__name", "person_id", "role")


def memberships_of(person: User) -> "models.QuerySet[Membership]":
    """All of a person's memberships, those that hold first, newest first."""
    return person.memberships.select_related("member", "department").order_by(
        models.F("until").desc(nulls_first=True), "-since", "member__name"
    )


def members_to_act_for(somebody: Somebody) -> "models.QuerySet[Member]":
    """The members that a person may act for today, by name."""
    return Member.objects.filter(pk__in=active_memberships(somebody).values("member"))


def person_of(address: str) -> User | None:
    """The person of an address, in any capitals, who may sign in."""
    return User.objects.filter(email__iexact=address.strip(), is_active=True).first()


def trail_of(subject: models.Model) -> "models.QuerySet[Event]":
    """What was done to a subject, newest first."""
    return Event.objects.filter(subject_kind=subject._meta.label_lower, subject_key=str(subject.pk)).select_related(
        "by"
    )


def trail_by(person: User) -> "models.QuerySet[Event]":
    """What a person did, newest first."""
    return Event.objects.filter(by=person).select_related("by")


def trail_about(person: User) -> "models.QuerySet[Event]":
    """What a person did, and what was done to her, newest first."""
    hers = models.Q(by=person) | models.Q(subject_kind="people.user", subject_key=str(person.pk))
    return Event.objects.filter(hers).select_related("by")


def whole_trail() -> "models.QuerySet[Event]":
    """Everything that was done, newest first."""
    return Event.objects.select_related("by")


def people_named(events: "list[Event]") -> dict[str, User]:
    """The people whom events are about, by their key: the trail itself names nobody."""
    keys = {event.subject_key for event in events if event.subject_kind == "people.user"}
    return {str(person.pk): person for person in User.objects.filter(pk__in=keys)}

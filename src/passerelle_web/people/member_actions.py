"""What can be done with members and who is in them.

Each action asks the permission, checks what the database cannot, and leaves a trace in the same transaction. Accounts
are in `actions`, reading in `queries`. Ground of the site.
"""

from datetime import date
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.db import models, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from passerelle.base.places import place_of
from passerelle_web.people.actions import end_functions, record
from passerelle_web.people.models import Department, Kind, Member, Membership, Role, User
from passerelle_web.people.permissions import GUARDED, require
from passerelle_web.people.queries import person_of
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.writing import write

# What a member's own delegates may change; the rest decides in which bloc it counts, and since when.
OWN_TO_CHANGE = {"name", "short_name"}
# Addresses below /members/ that are no member's.
RESERVED = {"new", "copies"}
ACTS_FOR = "acts_for"


def _free_slug(short_name: str) -> str:
    base = slugify(short_name, allow_unicode=True)[:50] or "member"
    taken = set(Member.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    return next(slug for slug in (base, *(f"{base}-{number}" for number in range(2, 10_000))) if slug not in taken)


@transaction.atomic
def found_member(
    *, name: str, short_name: str, kind: str, place: str = "", since: date, until: date | None = None, by: User | None,
    is_demonstration: bool = False,
) -> Member:  # fmt: skip
    """Enter an organisation as a member from a day on.

    Raises
    ------
    NotAllowed : `by` lacks people.add_member.
    CannotBeDone : the short name or the state is taken, a state lacks its place, or the days are turned round.
    PlaceUnknown : no such place.
    """
    require(by, "people.add_member")
    iso3 = place_of(place).iso3 if place else ""
    member = Member(
        name=name.strip(), short_name=short_name.strip(), kind=kind, place=iso3, since=since, until=until,
        is_demonstration=is_demonstration,
    )  # fmt: skip
    member.slug = _free_slug(member.short_name)
    write(member)
    record("member.founded", member, by=by, kind=kind, since=str(since))
    return member


@transaction.atomic
def change_member(*, member: Member, by: User | None, **changes: Any) -> Member:
    """Change a member; its delegates its names, the secretariat and administrators all of it.

    The address stays as it was, so that links hold. The trail keeps what stood there before.
    """
    require(by, "people.change_member", member)
    before = {name: getattr(member, name) for name in changes}
    changed = {name: value for name, value in changes.items() if value != before[name]}
    if set(changed) - OWN_TO_CHANGE:
        require(by, "people.add_member")
    if not changed:
        return member
    for name, value in changed.items():
        setattr(member, name, value)
    if member.kind != Kind.STATE:
        member.place = ""
    if member.place:
        place_of(member.place)
    write(member)
    record(
        "member.changed",
        member,
        by=by,
        **{name: [str(before[name] or ""), str(changed[name] or "")] for name in changed},
    )
    return member


@transaction.atomic
def add_department(*, member: Member, name: str, by: User | None) -> Department:
    """Give a member a department."""
    require(by, "people.change_member", member)
    department = Department(member=member, name=name.strip())
    write(department)
    record("member.department_added", member, by=by, department=department.name)
    return department


def _refuse_clash(person: User, member: Member, role: str, since: date, until: date | None) -> None:
    """One person is in a member once in a role at a time, also where the earlier one has an end."""
    clash = Membership.objects.filter(person=person, member=member, role=role).filter(
        models.Q(until=None) | models.Q(until__gt=since), until__gt=models.F("since")
    )
    clash |= Membership.objects.filter(person=person, member=member, role=role, until=None)
    if until is not None:
        clash = clash.filter(since__lt=until)
    if clash.exists():
        raise CannotBeDone(_("This person has that role in this member already."))


@transaction.atomic
def add_membership(
    *,
    member: Member,
    email: str,
    role: str,
    department: Department | None = None,
    since: date | None = None,
    until: date | None = None,
    by: User | None,
) -> Membership:
    """Put a person with an account into a member.

    Raises
    ------
    NotAllowed : `by` lacks people.add_membership, or people.guard for a guarded role.
    CannotBeDone : no account has the address, the department is another member's, or the role is held already.
    """
    require(by, "people.add_membership", member)
    if role in GUARDED:
        require(by, "people.guard")
    person = person_of(email)
    if person is None:
        raise CannotBeDone(_("No account has this address. Invite the person instead, who then makes one."))
    return enter(person=person, member=member, role=role, department=department, since=since, until=until, by=by)


@transaction.atomic
def enter(
    *,
    person: User,
    member: Member,
    role: str,
    department: Department | None = None,
    since: date | None = None,
    until: date | None = None,
    by: User | None,
) -> Membership:
    """Put a person into a member. Who may is asked by the action that calls this: adding, an invitation, handing over.

    Raises
    ------
    CannotBeDone : the department is another member's, or the role is held already.
    """
    if department is not None and department.member_id != member.pk:
        raise CannotBeDone(_("This department belongs to another member."))
    since = since or timezone.localdate()
    _refuse_clash(person, member, role, since, until)
    membership = Membership(
        person=person, member=member, department=department, role=Role(role), since=since, until=until
    )
    write(membership)
    record("membership.added", membership, by=by, person=person.pk, role=role, since=str(since))
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, on: date | None = None, by: User | None) -> Membership:
    """End a membership: `on` is the first day on which it no longer holds, today unless said."""
    require(by, "people.end_membership", membership)
    on = max(on or timezone.localdate(), membership.since)
    if membership.until is not None and membership.until <= on:
        raise CannotBeDone(_("This membership has ended already."))
    end_functions(membership, on=on, by=by)
    membership.until = on
    write(membership)
    record("membership.ended", membership, by=by, person=membership.person_id, role=membership.role, on=str(on))
    return membership


@transaction.atomic
def act_for(*, member: Member, session: SessionBase, by: User) -> Member:
    """Choose for which member a person acts from now on, as long as she is signed in."""
    require(by, "people.act_for", member)
    session[ACTS_FOR] = member.pk
    record("person.acts_for", member, by=by)
    return member

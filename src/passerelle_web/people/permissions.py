"""Who may do what with members, people and the trail: predicates that read as sentences, and permissions of them.

Every view, API call and command asks `require` or `may`. A membership counts while it holds, and while its member does:
who was removed loses access at the next request. Other rooms build their own permissions of these predicates. Ground
of the site.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from typing import TypeVar

import rules
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from passerelle_web.people.models import (
    DelegationFunction,
    Function,
    Invitation,
    JointAnswer,
    JointStatement,
    Member,
    Membership,
    Role,
    User,
)
from passerelle_web.people.refusals import NotAllowed
from passerelle_web.people.remembering import reading, remembered

Somebody = User | AnonymousUser
Subject = TypeVar("Subject")

# Roles that only an administrator gives and takes, so that nobody raises herself.
GUARDED = (Role.SECRETARIAT, Role.ADMINISTRATOR)
# Roles that whoever speaks for a member gives in it; those of the whole forum are the secretariat's to give.
OWN_TO_GIVE = (Role.DELEGATE, Role.OBSERVER)


def active_memberships(somebody: Somebody) -> "models.QuerySet[Membership]":
    """The memberships that count today; none of who is not signed in."""
    if not isinstance(somebody, User) or not somebody.is_active:
        return Membership.objects.none()
    return Membership.objects.active_on(timezone.localdate()).filter(person=somebody)


# A membership as predicates see it: member, department, role. A person has few, so all are read at once.
Desk = tuple[int, int | None, str]


def _desks(somebody: Somebody) -> list[Desk]:
    """The memberships that count today; within `read_once` they are read once."""
    if somebody.pk is None:
        return []
    return remembered(
        ("desks", somebody.pk),
        lambda: list(active_memberships(somebody).values_list("member_id", "department_id", "role")),
    )


def _spoken_for(somebody: User) -> set[int]:
    """Keys of the members that a person speaks for today: the head, else the first of the alternates."""
    hers = DelegationFunction.objects.filter(membership__person=somebody).values("member")
    speaking = DelegationFunction.objects.active_on(timezone.localdate()).exclude(function=Function.FOCAL_POINT)
    in_order = speaking.filter(member__in=hers).values_list("member_id", "function", "turn", "membership__person_id")
    first: dict[int, tuple[bool, int, int]] = {}
    for member, function, turn, person in in_order:
        mine = (function != Function.HEAD, turn or 0, person)
        first[member] = min(first.get(member, mine), mine)
    return {member for member, (_is_alternate, _turn, person) in first.items() if person == somebody.pk}


def _voices(somebody: Somebody) -> set[int]:
    """The same; within `read_once` it is read once."""
    if not isinstance(somebody, User) or not somebody.is_active:
        return set()
    return remembered(("voices", somebody.pk), lambda: _spoken_for(somebody))


# Predicates of a person --------------------------------------------------------------------------------


@rules.predicate
def is_signed_in(somebody: Somebody) -> bool:
    """Signed in, and still let in."""
    return somebody.is_authenticated and somebody.is_active


@rules.predicate
def runs_the_site(somebody: Somebody) -> bool:
    """A person who runs this site, and still may."""
    return somebody.is_authenticated and somebody.is_active and somebody.is_staff


def has_role(*roles: str) -> rules.Predicate:
    """In one of these roles, in any member."""

    def holds(somebody: Somebody) -> bool:
        return any(role in roles for _member, _department, role in _desks(somebody))

    return rules.predicate(holds, name=f"has_role:{'/'.join(roles)}")


is_secretariat = has_role(Role.SECRETARIAT)
is_administrator = runs_the_site | has_role(Role.ADMINISTRATOR)
takes_part = rules.predicate(lambda somebody: bool(_desks(somebody)), name="takes_part")
runs_the_forum = is_administrator | is_secretariat


# Predicates of a person and a member -------------------------------------------------------------------


def has_role_in_member(*roles: str) -> rules.Predicate:
    """In one of these roles, in this member."""

    def holds(somebody: Somebody, member: Member | None = None) -> bool:
        return member is not None and any(held == member.pk and role in roles for held, _, role in _desks(somebody))

    return rules.predicate(holds, name=f"has_role_in_member:{'/'.join(roles)}")


@rules.predicate
def acts_for(somebody: Somebody, member: Member | None = None) -> bool:
    """May act for this member: is in it, in whatever role."""
    return member is not None and any(held == member.pk for held, _, _ in _desks(somebody))


@rules.predicate
def speaks_for(somebody: Somebody, member: Member | None = None) -> bool:
    """Speaks for the delegation of this member, so may state its position: its head, else the first alternate."""
    return member is not None and member.pk in _voices(somebody)


@rules.predicate
def states_for(somebody: Somebody, member: Member | None = None) -> bool:
    """Speaks for the delegation; where it never named head or alternate, is in the member as more than an observer."""
    if member is None or not any(held == member.pk and role != Role.OBSERVER for held, _, role in _desks(somebody)):
        return False
    return member.pk in _voices(somebody) or not _has_named_speakers(member)


def _has_named_speakers(member: Member) -> bool:
    return member.functions.exclude(function=Function.FOCAL_POINT).exists()


def is_focal_point(somebody: Somebody, member: Member, theme: str) -> bool:
    """Answers for a theme in the delegation of this member today, as more than an observer."""
    if not isinstance(somebody, User) or not somebody.is_active:
        return False
    return (member.pk, theme) in remembered(("focal points", somebody.pk), lambda: _answered_for(somebody))


def _answered_for(somebody: User) -> set[tuple[int, str]]:
    """Members and themes for which a person is the focal point today, as more than an observer."""
    held = DelegationFunction.objects.active_on(timezone.localdate()).filter(
        membership__person=somebody, function=Function.FOCAL_POINT
    )
    return {*held.exclude(membership__role=Role.OBSERVER).values_list("member_id", "theme")}


# Predicates of two people ------------------------------------------------------------------------------


def _share(one: Iterable[Desk], other: Iterable[Desk]) -> bool:
    return any(
        member == its_member and (part == its_part or part is None or its_part is None)
        for member, part, _ in one
        for its_member, its_part, _ in other
    )


@rules.predicate
def is_oneself(somebody: Somebody, person: User | None = None) -> bool:
    """The same person."""
    return isinstance(somebody, User) and somebody == person


@rules.predicate
def same_department(one: Somebody, other: User | None = None) -> bool:
    """In one department of one member. Who has no department in a member may sit in any of it."""
    return isinstance(one, User) and other is not None and _share(_desks(one), _desks(other))


@rules.predicate
def different_department_or_member(one: Somebody, other: User | None = None) -> bool:
    """Two people, each in a member, whom nothing puts in one department: the two-person rule.

    A check by who shares a desk is no check; nor is one by oneself, or by who is in no member.
    """
    if not isinstance(one, User) or other is None or one == other:
        return False
    hers, its = _desks(one), _desks(other)
    return bool(hers) and bool(its) and not _share(hers, its)


# Predicates of a person and a membership ---------------------------------------------------------------


@rules.predicate
def is_own_membership(somebody: Somebody, membership: Membership | None = None) -> bool:
    """Hers to lay down."""
    return isinstance(somebody, User) and membership is not None and membership.person_id == somebody.pk


@rules.predicate
def is_guarded(_somebody: Somebody, membership: Membership | None = None) -> bool:
    """In a role that only administrators give and take."""
    return membership is not None and membership.role in GUARDED


# Predicates of a person and what belongs to a delegation -------------------------------------------------


@rules.predicate
def is_own_function(somebody: Somebody, held: DelegationFunction | None = None) -> bool:
    """Hers to lay down or hand over."""
    return isinstance(somebody, User) and held is not None and held.membership.person_id == somebody.pk


@rules.predicate
def speaks_for_its_member(somebody: Somebody, thing: Invitation | JointAnswer | JointStatement | None = None) -> bool:
    """Speaks for the member that an invitation, an answer or a joint statement is of."""
    return thing is not None and speaks_for.test(somebody, thing.member)


@rules.predicate
def was_asked_to_join(somebody: Somebody, statement: JointStatement | None = None) -> bool:
    """In the member that asks, or in one that it asks."""
    if statement is None:
        return False
    held = {member for member, _, _ in _desks(somebody)}
    return bool(held) and (statement.member_id in held or statement.answers.filter(member__in=held).exists())


# Permissions -------------------------------------------------------------------------------------------

WHO_MAY: dict[str, str | Promise] = {}


def permit(name: str, who: rules.Predicate, said: str | Promise) -> None:
    """Register a permission, with the sentence that a refusal says. Other rooms register theirs so too."""
    rules.add_perm(name, who)
    WHO_MAY[name] = said


permit("people.add_member", runs_the_forum, _("Only the secretariat and administrators add members."))
permit(
    "people.change_member",
    runs_the_forum | has_role_in_member(Role.DELEGATE),
    _("Only its delegates, the secretariat and administrators change a member."),
)
permit("people.add_membership", runs_the_forum, _("Only the secretariat and administrators add people to a member."))
permit(
    "people.guard", is_administrator, _("Only administrators give or take the roles of secretariat and administrator.")
)
permit(
    "people.end_membership",
    is_own_membership | is_administrator | (is_secretariat & ~is_guarded),
    _("A membership is ended by the person herself, the secretariat or an administrator."),
)
permit(
    "people.set_function",
    runs_the_forum | speaks_for,
    _("Only who speaks for the member, the secretariat and administrators say who is what in its delegation."),
)
permit(
    "people.hand_over",
    is_own_function | runs_the_forum,
    _("A function is handed over or laid down by who holds it, the secretariat or an administrator."),
)
permit(
    "people.invite",
    runs_the_forum | speaks_for,
    _("Only who speaks for the member, the secretariat and administrators invite people into it."),
)
permit("people.ask_to_join", speaks_for, _("Only who speaks for the member asks others to join a statement."))
permit("people.answer_joint", speaks_for_its_member, _("Only who speaks for the member answers for it."))
permit(
    "people.change_joint",
    speaks_for_its_member,
    _("Only who speaks for the member that wrote the statement changes, delivers or gives it up."),
)
permit("people.see_joint", was_asked_to_join, _("Only people of the members that are asked read a joint statement."))
permit("people.take_away_member", speaks_for, _("Only who speaks for the member takes its data away."))
permit("people.act_for", acts_for, _("You act only for members that you are in."))
permit("people.see_people", takes_part | is_administrator, _("Only people of members see who is in a member."))
permit(
    "people.see_trail",
    is_oneself | runs_the_forum,
    _("You see your own trail; the secretariat and administrators see all."),
)
permit(
    "people.let_go", is_oneself | is_administrator, _("An account is ended by the person herself or an administrator.")
)


def may(somebody: Somebody | None, name: str, subject: object = None) -> bool:
    """Is it permitted? None stands for the machine itself (a command, a scheduled task), which may."""
    return somebody is None or rules.has_perm(name, somebody, subject)


def read_once() -> AbstractContextManager[None]:
    """Within it everybody's memberships and functions are read once: for lists, and for mails to many."""
    return reading()


def may_each(somebody: Somebody | None, name: str, subjects: Iterable[Subject]) -> list[tuple[Subject, bool]]:
    """The same question of each of many, with everybody's memberships read once: for lists."""
    with read_once():
        return [(subject, may(somebody, name, subject)) for subject in subjects]


def desks(somebody: Somebody) -> list[Desk]:
    """The memberships that count today as member, department and role; read once within `read_once`."""
    return _desks(somebody) if isinstance(somebody, User) else []


def require(somebody: Somebody | None, name: str, subject: object = None) -> None:
    """Refuse what is not permitted.

    Raises
    ------
    NotAllowed : with the sentence that says who may.
    """
    if not may(somebody, name, subject):
        raise NotAllowed(str(WHO_MAY[name]))

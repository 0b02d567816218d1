"""What can be done with the delegation of a member: giving a function, ending it, handing it over.

Each asks the permission and leaves a trace in the same transaction. Who speaks follows from the functions; it is never
written down by itself. Ground of the site.
"""

from datetime import date

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle_web.people.actions import record
from passerelle_web.people.member_actions import end_membership, enter
from passerelle_web.people.models import DelegationFunction, Function, Member, Membership, Role, User
from passerelle_web.people.permissions import GUARDED, require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.themes import is_theme
from passerelle_web.people.writing import write

# Who observes speaks for nobody, and so is neither head nor alternate.
SPEAKING = (Function.HEAD, Function.ALTERNATE)


def _free_turn(member: Member) -> int:
    taken = member.functions.filter(function=Function.ALTERNATE, until=None).aggregate(last=models.Max("turn"))
    return (taken["last"] or 0) + 1


def _check(membership: Membership, function: str, theme: str, since: date) -> None:
    """What the database does not say in words."""
    if function in SPEAKING and membership.role == Role.OBSERVER:
        raise CannotBeDone(_("An observer speaks for nobody, and so cannot be head or alternate."))
    if function == Function.FOCAL_POINT and not is_theme(theme):
        raise CannotBeDone(_("Choose the theme that this focal point answers for."))
    if since < membership.since or (membership.until is not None and since >= membership.until):
        raise CannotBeDone(_("On that day this person is not in the member."))


def _refuse_second_head(member: Member, since: date, besides: int | None = None) -> None:
    heads = member.functions.filter(function=Function.HEAD).filter(
        models.Q(until=None) | (models.Q(until__gt=since) & models.Q(until__gt=models.F("since")))
    )
    if heads.exclude(pk=besides).exists():
        raise CannotBeDone(_("This delegation has a head on that day. The head hands over, or is ended first."))


def _end(held: DelegationFunction, on: date, by: User | None) -> None:
    held.until = max(on, held.since)
    write(held)
    person = held.membership.person_id
    record("function.ended", held, by=by, person=person, function=held.function, on=str(held.until))


@transaction.atomic
def set_function(
    *,
    membership: Membership,
    function: str,
    theme: str = "",
    turn: int | None = None,
    since: date | None = None,
    by: User | None,
) -> DelegationFunction:
    """Make a person head, alternate or focal point from a day on.

    An alternate comes last in the order unless `turn` says otherwise. Who becomes head is no alternate any more.

    Raises
    ------
    NotAllowed : `by` lacks people.set_function.
    CannotBeDone : there is a head, an observer is to speak, the theme or the day does not fit, or it is held already.
    """
    member = membership.member
    require(by, "people.set_function", member)
    since = since or timezone.localdate()
    theme = theme if function == Function.FOCAL_POINT else ""
    _check(membership, function, theme, since)
    if function == Function.HEAD:
        _refuse_second_head(member, since)
    if function in SPEAKING:
        for held in membership.functions.filter(function__in=SPEAKING, until=None).exclude(function=function):
            _end(held, since, by)
    turn = turn or _free_turn(member) if function == Function.ALTERNATE else None
    made = DelegationFunction(
        membership=membership,
        member=member,
        function=Function(function),
        turn=turn,
        theme=theme,
        since=since,
        until=membership.until,
    )
    write(made)
    record("function.given", made, by=by, person=membership.person_id, function=function, since=str(since))
    return made


def _refuse_ended(held: DelegationFunction, on: date) -> None:
    if held.until is not None and held.until <= on:
        raise CannotBeDone(_("This function has ended already."))


@transaction.atomic
def end_function(*, held: DelegationFunction, on: date | None = None, by: User | None) -> DelegationFunction:
    """End a function: `on` is the first day on which it no longer holds, today unless said."""
    if by != held.membership.person:
        require(by, "people.set_function", held.member)
    on = max(on or timezone.localdate(), held.since)
    _refuse_ended(held, on)
    _end(held, on, by)
    return held


def _successor(held: DelegationFunction, to: User, on: date, with_membership: bool, by: User | None) -> Membership:
    """The membership in which a successor holds the function: hers, or the one that is handed over."""
    given = held.membership
    if to == given.person:
        raise CannotBeDone(_("Hand over to somebody else."))
    hers = Membership.objects.active_on(on).filter(person=to, member=held.member)
    able = hers if held.function not in SPEAKING else hers.exclude(role=Role.OBSERVER)
    if with_membership:
        if given.role in GUARDED:
            require(by, "people.guard")
        same = hers.filter(role=given.role).first()
        return same or enter(
            person=to, member=held.member, role=given.role, department=given.department, since=on, by=by
        )
    found = able.first()
    if found is None:
        raise CannotBeDone(_("This person is not in the member on that day in a role that can carry the function."))
    return found


@transaction.atomic
def hand_over(
    *, held: DelegationFunction, to: User, on: date | None = None, with_membership: bool = False, by: User | None
) -> DelegationFunction:
    """Hand a function over to another person on a day, and with it the membership if wished, in one step.

    Raises
    ------
    NotAllowed : `by` neither holds it nor runs the forum.
    CannotBeDone : it has ended, or the other person cannot carry it on that day.
    """
    require(by, "people.hand_over", held)
    on = max(on or timezone.localdate(), held.since)
    _refuse_ended(held, on)
    if not Membership.objects.filter(member=held.member, person=to).exists():
        raise CannotBeDone(_("Invite this person into the member first."))
    successor = _successor(held, to, on, with_membership, by)
    _end(held, on, by)
    if held.function in SPEAKING:
        for other in successor.functions.filter(function__in=SPEAKING, until=None):
            _end(other, on, by)
    made = DelegationFunction(
        membership=successor,
        member=held.member,
        function=held.function,
        turn=held.turn,
        theme=held.theme,
        since=on,
        until=successor.until,
    )
    write(made)
    record("function.handed_over", made, by=by, person=to.pk, function=held.function, since=str(on))
    if with_membership:
        end_membership(membership=held.membership, on=on, by=by)
    return made

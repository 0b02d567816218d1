"""Joining and withdrawing: an organisation asks, the steering group answers, a member leaves by its own word.

Nothing is deleted. The member itself is entered and ended by the actions of `people`. Stands on `permissions`.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.base.places import place_of
from passerelle_web.forum import hearing
from passerelle_web.forum.models import Application, Withdrawal
from passerelle_web.forum.permissions import permit  # noqa: F401  registers who may
from passerelle_web.people import delegation_actions, member_actions
from passerelle_web.people.actions import record
from passerelle_web.people.leaving import on_leaving
from passerelle_web.people.models import Kind, Member, Role, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell
from passerelle_web.people.writing import write

tell(**{
    "application.made": gettext_lazy("Asked to take part in the forum"),
    "application.accepted": gettext_lazy("Application accepted"),
    "application.declined": gettext_lazy("Application declined"),
    "application.withdrawn": gettext_lazy("Application withdrawn"),
    "member.withdrew": gettext_lazy("Withdrew from the forum"),
})  # fmt: skip
MOST_OPEN = 5  # applications of one person that wait at a time


@transaction.atomic
def apply(
    *, name: str, short_name: str, kind: str, what: str, why: str, language: str, by: User, place: str = ""
) -> Application:
    """Ask for an organisation to take part, as the person who is its contact.

    Raises
    ------
    NotAllowed : `by` is not signed in.
    CannotBeDone : a member has this short name or is this state, a state lacks its place, or too many wait already.
    PlaceUnknown : no such place.
    """
    require(by, "forum.apply")
    iso3 = place_of(place).iso3 if place else ""
    if Member.objects.filter(short_name__iexact=short_name.strip()).exists():
        raise CannotBeDone(_("A member has this short name, or had it. Choose another one."))
    if kind == Kind.STATE and Member.objects.filter(place=iso3, kind=kind, until=None).exclude(place="").exists():
        raise CannotBeDone(_("This state is a member already."))
    if by.applications.filter(state=Application.State.OPEN).count() >= MOST_OPEN:
        raise CannotBeDone(_("Several of your applications wait for an answer. Wait for these first."))
    made = Application(
        name=name.strip(), short_name=short_name.strip(), kind=kind, place=iso3, what=what.strip(), why=why.strip(),
        language=language, person=by,
    )  # fmt: skip
    write(made)
    hearing.tell_application(made)
    record("application.made", made, by=by)
    return made


def _waiting(application: Application) -> Application:
    held = Application.objects.select_for_update(of=("self",)).select_related("person").get(pk=application.pk)
    if held.state != Application.State.OPEN:
        raise CannotBeDone(_("This application has been answered already."))
    return held


@transaction.atomic
def accept(*, application: Application, since: date, by: User | None, answer: str = "") -> Member:
    """Let an organisation take part from a day on. Its contact becomes head of its delegation, and invites the others.

    Raises
    ------
    CannotBeDone : it was answered already, its contact is gone, or a member has the short name by now.
    """
    require(by, "forum.answer_application", application)
    held = _waiting(application)
    if held.person is None or not held.person.is_active:
        raise CannotBeDone(_("Its contact has no account any more; it has to ask anew."))
    # the answer is the steering group's; entering members is otherwise the secretariat's, so the machine does it here
    member = member_actions.found_member(
        name=held.name, short_name=held.short_name, kind=held.kind, place=held.place, since=since, by=None
    )
    entered = member_actions.enter(person=held.person, member=member, role=Role.DELEGATE, since=since, by=None)
    delegation_actions.set_function(membership=entered, function="head", since=since, by=None)
    held.state, held.member = Application.State.ACCEPTED, member
    held.answer, held.answered_on = answer.strip(), timezone.localdate()
    write(held)
    hearing.answer_application(held)
    record("application.accepted", held, by=by, member=member.pk, since=str(since))
    return member


@transaction.atomic
def decline(*, application: Application, answer: str, by: User | None) -> Application:
    """Decline an application, with a reason that its contact reads. It may be made again."""
    require(by, "forum.answer_application", application)
    if not answer.strip():
        raise CannotBeDone(_("Say why; who asked reads it."))
    held = _waiting(application)
    held.state, held.answer, held.answered_on = Application.State.DECLINED, answer.strip(), timezone.localdate()
    write(held)
    hearing.answer_application(held)
    record("application.declined", held, by=by)
    return held


@transaction.atomic
def withdraw_application(*, application: Application, by: User | None) -> Application:
    """Withdraw one's own application."""
    require(by, "forum.withdraw_application", application)
    held = _waiting(application)
    held.state, held.answered_on = Application.State.WITHDRAWN, timezone.localdate()
    write(held)
    record("application.withdrawn", held, by=by)
    return held


@transaction.atomic
def withdraw_member(*, member: Member, on: date, language: str, by: User | None, reason: str = "") -> Withdrawal:
    """Withdraw a member from the forum; `on` is the first day on which it is none. What it did stays.

    Raises
    ------
    NotAllowed : `by` does not speak for the member.
    CannotBeDone : it has withdrawn already, or the day lies in the past.
    """
    require(by, "forum.withdraw_member", member)
    held = Member.objects.select_for_update().get(pk=member.pk)
    if held.until is not None:
        raise CannotBeDone(_("This member has withdrawn already, from {day} on.").format(day=held.until.isoformat()))
    if on < timezone.localdate():
        raise CannotBeDone(_("A member withdraws from today or from a later day."))
    member_actions.change_member(member=held, by=None, until=on)
    made = Withdrawal(member=held, on=on, reason=reason.strip(), language=language)
    write(made)
    for seat in held.seats.filter(until__gt=on):
        seat.until, seat.ended_for = max(on, seat.since), _("The member withdrew from the forum.")
        write(seat)
    hearing.tell_withdrawal(made)
    record("member.withdrew", held, by=by, on=str(on))
    return made


@on_leaving
def _contact_leaves(person: User) -> None:
    """Who has her account deleted is no contact any more; what she asked for and is not answered is withdrawn."""
    waiting = person.applications.filter(state=Application.State.OPEN)
    waiting.update(state=Application.State.WITHDRAWN, answered_on=timezone.localdate())
    person.applications.update(person=None)
    person.mission_roles.update(person=None)

"""What can be done with statements on behalf of a group: asking members to join, answering, delivering.

A room above names the subject by kind and key, and prints `named` when it delivers. An agreement is to a wording: where
that changes, every member is asked anew. Ground of the site.
"""

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle_web.people import joint_subjects
from passerelle_web.people.actions import record
from passerelle_web.people.models import JointAnswer, JointStatement, Member, Reply, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.writing import write


def _refuse_closed(statement: JointStatement) -> JointStatement:
    """The row as it stands, held until the end of the transaction; refused where nothing can change any more."""
    held = JointStatement.objects.select_for_update().get(pk=statement.pk)
    if held.delivered_at is not None:
        raise CannotBeDone(_("This statement was delivered, and stands as it is."))
    if held.given_up_at is not None:
        raise CannotBeDone(_("This statement was given up."))
    return held


def _add(statement: JointStatement, members: Iterable[Member], by: User | None) -> None:
    asked = set(statement.answers.values_list("member_id", flat=True))
    today = timezone.localdate()
    for member in members:
        if member.pk in asked or member.pk == statement.member_id:
            continue
        if not member.holds_on(today):
            raise CannotBeDone(_("%(member)s is no member today.") % {"member": member.name})
        JointAnswer.objects.create(statement=statement, member=member)
        record("joint.asked", statement, by=by, member=member.pk)


@transaction.atomic
def ask_to_join(
    *,
    member: Member,
    members: Iterable[Member],
    subject: tuple[str, str],
    title: str,
    wording: str,
    language: str,
    address: str = "",
    answer_by: date | None = None,
    by: User | None,
) -> JointStatement:
    """Ask members to join a wording about a subject (its kind and key).

    The member that asks agrees by asking.

    Raises
    ------
    NotAllowed : `by` does not speak for the member.
    CannotBeDone : nobody is asked, the day is past, or one of them is no member today.
    """
    require(by, "people.ask_to_join", member)
    asked = list(members)
    if not [one for one in asked if one.pk != member.pk]:
        raise CannotBeDone(_("Choose at least one other member to ask."))
    if answer_by is not None and answer_by < timezone.localdate():
        raise CannotBeDone(_("The day to answer by has passed already."))
    kind, key = subject
    statement = JointStatement(
        member=member,
        subject_kind=kind,
        subject_key=key,
        title=title.strip(),
        address=address,
        wording=wording.strip(),
        language=language,
        answer_by=answer_by,
        asked_by=by,
    )
    write(statement)
    record("joint.begun", statement, by=by)
    JointAnswer.objects.create(
        statement=statement, member=member, reply=Reply.AGREED, answered_at=timezone.now(), answered_by=by
    )
    _add(statement, asked, by)
    return statement


@transaction.atomic
def ask_more(*, statement: JointStatement, members: Iterable[Member], by: User | None) -> JointStatement:
    """Ask further members; who was asked already is not asked twice."""
    require(by, "people.change_joint", statement)
    held = _refuse_closed(statement)
    _add(held, members, by)
    return held


def _reply(answer: JointAnswer, reply: str, by: User | None) -> JointAnswer:
    require(by, "people.answer_joint", answer)
    _refuse_closed(answer.statement)
    held = JointAnswer.objects.select_for_update().select_related("statement").get(pk=answer.pk)
    held.reply, held.answered_at, held.answered_by = reply, timezone.now(), by
    held.save()
    record(f"joint.{reply}", held.statement, by=by, member=held.member_id)
    return held


@transaction.atomic
def answer(*, answer: JointAnswer, agrees: bool, by: User | None) -> JointAnswer:
    """Agree to the wording, or decline. A member may change its mind until the statement is delivered."""
    if answer.member_id == answer.statement.member_id:
        raise CannotBeDone(_("The member that asks has agreed by asking. Give the statement up instead."))
    return _reply(answer, Reply.AGREED if agrees else Reply.DECLINED, by)


@transaction.atomic
def withdraw(*, answer: JointAnswer, by: User | None) -> JointAnswer:
    """Withdraw an agreement before the statement is delivered."""
    require(by, "people.answer_joint", answer)
    if answer.member_id == answer.statement.member_id:
        raise CannotBeDone(_("The member that asks has agreed by asking. Give the statement up instead."))
    if JointAnswer.objects.get(pk=answer.pk).reply != Reply.AGREED:
        raise CannotBeDone(_("This member has not agreed, so there is nothing to withdraw."))
    return _reply(answer, Reply.WITHDRAWN, by)


@transaction.atomic
def reword(*, statement: JointStatement, wording: str, by: User | None) -> JointStatement:
    """Change the wording: every other member is asked anew, as it agreed to what stood there before."""
    require(by, "people.change_joint", statement)
    held = _refuse_closed(statement)
    wording = wording.strip()
    if wording == held.wording:
        return held
    held.wording, held.reworded_at = wording, timezone.now()
    write(held)
    held.answers.exclude(member=held.member).update(reply=Reply.OPEN, answered_at=None, answered_by=None)
    record("joint.reworded", held, by=by)
    return held


@transaction.atomic
def deliver(*, statement: JointStatement, by: User | None) -> list[Member]:
    """Deliver: from now on it stands, in the name of those that agreed, whom it returns in their order.

    Raises
    ------
    CannotBeDone : it was delivered or given up, nobody else has agreed, or where it belongs does not take it.
    """
    require(by, "people.change_joint", statement)
    held = _refuse_closed(statement)
    agreed = named(held)
    if len(agreed) < 2:
        raise CannotBeDone(_("No other member has agreed yet, so there is no group to speak for."))
    held.delivered_at = timezone.now()
    held.save(update_fields=["delivered_at"])
    record("joint.delivered", held, by=by, members=[member.pk for member in agreed])
    joint_subjects.take(held, agreed, by)
    return agreed


@transaction.atomic
def give_up(*, statement: JointStatement, by: User | None) -> JointStatement:
    """Give a statement up; nobody is bound by it."""
    require(by, "people.change_joint", statement)
    held = _refuse_closed(statement)
    held.given_up_at = timezone.now()
    held.save(update_fields=["given_up_at"])
    record("joint.given_up", held, by=by)
    return held


def named(statement: JointStatement) -> list[Member]:
    """The members in whose name it speaks: the one that asks first, then those that agreed, by name; no other."""
    on = (statement.delivered_at or timezone.now()).date()
    agreed = Member.objects.on(on).filter(joint_answers__statement=statement, joint_answers__reply=Reply.AGREED)
    return sorted(agreed, key=lambda member: (member.pk != statement.member_id, member.name))


def joint_of(kind: str, key: str) -> "models.QuerySet[JointStatement]":
    """The joint statements of a subject, newest first."""
    return JointStatement.objects.filter(subject_kind=kind, subject_key=key).select_related("member")

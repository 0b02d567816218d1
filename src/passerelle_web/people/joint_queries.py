"""Joint statements as people see them: which wait for an answer, and who answered what, as far as one may know.

Only the member that asks knows who declined; every other sees who agreed, and its own answer. Ground of the site.
"""

from collections.abc import Iterable

from django.db import models

from passerelle_web.people.models import JointAnswer, JointStatement, Member, Reply
from passerelle_web.people.permissions import Somebody, active_memberships


def statements_for(somebody: Somebody) -> "models.QuerySet[JointStatement]":
    """Those of the members that a person is in: asked by them, or asked of them; newest first."""
    hers = active_memberships(somebody).values("member")
    asked = JointAnswer.objects.filter(member__in=hers).values("statement")
    return JointStatement.objects.filter(pk__in=asked).select_related("member")


def answers_shown(statement: JointStatement, somebody: Somebody) -> list[JointAnswer]:
    """The answers that a person may know of."""
    hers = set(active_memberships(somebody).values_list("member_id", flat=True))
    answers = statement.answers.select_related("member", "statement")
    if statement.member_id in hers:
        return list(answers)
    return [one for one in answers if one.reply == Reply.AGREED or one.member_id in hers]


def named_in_all(statements: Iterable[JointStatement]) -> dict[int, list[Member]]:
    """The members that delivered statements name, as `joint_actions.named` does for one; in one query for all."""
    held = {one.pk: one for one in statements if one.delivered_at is not None}
    found: dict[int, list[Member]] = {key: [] for key in held}
    agreed = JointAnswer.objects.filter(statement__in=held, reply=Reply.AGREED).select_related("member")
    for one in agreed.order_by("member__name"):
        statement = held[one.statement_id]
        if statement.delivered_at is not None and one.member.holds_on(statement.delivered_at.date()):
            found[one.statement_id].append(one.member)
    return {key: sorted(named, key=lambda member: member.pk != held[key].member_id) for key, named in found.items()}


def statements_about(subjects: Iterable[tuple[str, str]], somebody: Somebody) -> "models.QuerySet[JointStatement]":
    """Those about one of these subjects (kind and key) that a person's members ask or are asked to join."""
    about = models.Q(pk__in=())
    for kind, key in subjects:
        about |= models.Q(subject_kind=kind, subject_key=key)
    return statements_for(somebody).filter(about)


def statements_of(member: Member) -> "models.QuerySet[JointStatement]":
    """Those that a member asked others to join, newest first."""
    return member.joint_statements.all()

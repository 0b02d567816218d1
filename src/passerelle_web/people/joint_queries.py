"""Joint statements as people see them: which wait for an answer, and who answered what, as far as one may know.

Only the member that asks knows who declined; every other sees who agreed, and its own answer. Ground of the site.
"""

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


def statements_of(member: Member) -> "models.QuerySet[JointStatement]":
    """Those that a member asked others to join, newest first."""
    return member.joint_statements.all()

"""Statements on behalf of a group of members that agreed to them: the wording, who was asked, who agreed.

A room above says what the statement belongs to by kind and key. Once delivered nothing of it changes: a trigger
(migration 0007). Ground of the site.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.people.models.ground import Member, User


class Reply(models.TextChoices):
    """What a member says to a wording that it is asked to join."""

    OPEN = "open", _("has not answered")
    AGREED = "agreed", _("agreed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrew its agreement")


class JointStatement(models.Model):
    """A wording that a member asks others to join. Its subject is named by kind and key, as in the trail."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="joint_statements", verbose_name=_("by"))
    subject_kind = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=80)
    title = models.CharField(_("title"), max_length=300)
    address = models.CharField(_("where it belongs"), max_length=500, blank=True)
    wording = models.TextField(_("wording"))
    language = models.CharField(_("language"), max_length=2)
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reworded_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        verbose_name = _("joint statement")
        verbose_name_plural = _("joint statements")
        indexes = (models.Index(fields=("subject_kind", "subject_key"), name="joint_by_subject"),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(wording=""), name="joint_has_a_wording"),
            models.CheckConstraint(
                condition=models.Q(delivered_at=None) | models.Q(given_up_at=None),
                name="delivered_or_given_up_not_both",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Can members still agree, decline and withdraw?"""
        return self.delivered_at is None and self.given_up_at is None


class JointAnswer(models.Model):
    """What one member said to a joint statement: dated, by an accountable person."""

    statement = models.ForeignKey(JointStatement, on_delete=models.PROTECT, related_name="answers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="joint_answers", verbose_name=_("member"))
    reply = models.CharField(_("answer"), max_length=12, choices=Reply.choices, default=Reply.OPEN)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="joint_answers")

    class Meta:
        ordering = ("member__name",)
        verbose_name = _("answer to a joint statement")
        verbose_name_plural = _("answers to joint statements")
        constraints = (
            models.UniqueConstraint(fields=("statement", "member"), name="one_answer_per_member"),
            models.CheckConstraint(condition=models.Q(reply__in=Reply.values), name="reply_is_known"),
            models.CheckConstraint(
                condition=models.Q(reply=Reply.OPEN, answered_at=None)
                | (~models.Q(reply=Reply.OPEN) & models.Q(answered_at__isnull=False)),
                name="answers_are_dated",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.get_reply_display()}"

    @property
    def trail_name(self) -> str:
        """The member: the trail names no person."""
        return str(self.member)

"""What was said, and the seal under which lies who said it.

A contribution holds no more of its speaker than the rule lets be shown; the rest lies sealed in another table, which
one module alone reads. A trigger keeps the rule from being loosened. Stands on `meeting`.
"""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues.models.meeting import RULES, Dialogue, Session
from passerelle_web.measures.models import Measure
from passerelle_web.people.models import JointStatement, Member, User

LONGEST = 20_000


class Contribution(models.Model):
    """One thing that was said, in the speaker's own language, in its place in a thread.

    `said_at` is absent where the rule names no member, so that no clock gives her away; `said_on` is the day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="contributions")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="contributions", null=True, blank=True)
    answers = models.ForeignKey("self", on_delete=models.PROTECT, related_name="replies", null=True, blank=True)
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="contributions", null=True, blank=True)
    number = models.PositiveIntegerField()
    text = models.TextField(_("contribution"), max_length=LONGEST)
    language = models.CharField(_("language"), max_length=8)
    rule = models.PositiveSmallIntegerField(choices=RULES.items())
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="contributions", null=True, blank=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="contributions", null=True, blank=True)
    constituency = models.CharField(max_length=60, blank=True)
    said_on = models.DateField(default=timezone.localdate)
    said_at = models.DateTimeField(null=True, blank=True)
    # of several members; the statement names them, and is cut off where the rule names none
    is_joint = models.BooleanField(default=False)
    statement = models.ForeignKey(
        JointStatement, on_delete=models.PROTECT, related_name="contributions", null=True, blank=True
    )
    is_hidden = models.BooleanField(default=False)
    hidden_for = models.TextField(blank=True)

    class Meta:
        ordering = ("number",)
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        indexes = (models.Index(fields=("dialogue", "answers", "number"), name="threads_of_a_dialogue"),)
        constraints = (
            models.UniqueConstraint(fields=("dialogue", "number"), name="one_contribution_per_number"),
            models.CheckConstraint(condition=models.Q(rule__in=[*RULES]), name="contribution_rule_is_known"),
            models.CheckConstraint(
                condition=models.Q(rule=Rule.RECORD) | models.Q(person=None), name="no_person_off_the_record"
            ),
            models.CheckConstraint(
                condition=models.Q(rule__lt=Rule.CHATHAM, member__isnull=False, said_at__isnull=False)
                | models.Q(rule__gte=Rule.CHATHAM, member=None, said_at=None),
                name="no_member_under_the_chatham_house_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(statement=None) | models.Q(is_joint=True, rule__lt=Rule.CHATHAM),
                name="no_joint_names_under_the_chatham_house_rule",
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="contribution_says_something"),
            models.CheckConstraint(
                condition=models.Q(is_hidden=False) | ~models.Q(hidden_for=""), name="hidden_for_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}"

    def get_absolute_url(self) -> str:
        """Where it stands in its dialogue."""
        return f"{reverse('dialogues:dialogue', args=(self.dialogue_id,))}exchange/#c{self.number}"

    @property
    def trail_name(self) -> str:
        """Its dialogue and number: the trail says nothing of who spoke."""
        return f"{self.dialogue}: {self.number}"


class Seal(models.Model):
    """Who answers for something that was said: person and member, in a form that only the site's own key opens."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=40)
    sealed = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="one_seal_on_each"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

"""Who asks to join the forum and what was answered; who withdraws, from which day and why.

A member's own days stand on the member. Nothing is deleted; who leaves with her account is forgotten as a contact.
Stands on `people`.
"""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.forum.models.wording import words
from passerelle_web.people.models import Kind, Member, User


class Application(models.Model):
    """An organisation that asks to take part, through a person who has an account."""

    class State(models.TextChoices):
        """What became of it."""

        OPEN = "open", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    place = models.CharField(_("country or territory"), max_length=3, blank=True)
    what = words(_("what it is"), 4_000)
    why = words(_("why it asks to take part"), 4_000)
    language = models.CharField(_("language"), max_length=8)
    person = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="applications", null=True, blank=True)
    made_on = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = words(_("answer"), 4_000, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    member = models.OneToOneField(Member, on_delete=models.PROTECT, related_name="application", null=True, blank=True)

    class Meta:
        ordering = ("-made_on", "name")
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="application_kind_is_known"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(short_name="") & ~models.Q(why="") & ~models.Q(what=""),
                name="application_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=(models.Q(kind=Kind.STATE) & ~models.Q(place=""))
                | (~models.Q(kind=Kind.STATE) & models.Q(place="")),
                name="states_alone_apply_with_a_place",
                violation_error_message=_("A state needs its country or territory, and only a state has one."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", answered_on=None, member=None)
                | models.Q(state="withdrawn", answered_on__isnull=False, member=None)
                | (models.Q(state="declined", answered_on__isnull=False, member=None) & ~models.Q(answer=""))
                | models.Q(state="accepted", answered_on__isnull=False, member__isnull=False),
                name="an_application_is_answered_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("forum:application", args=(self.pk,))


class Withdrawal(models.Model):
    """A member that withdrew from the forum, by its own word: from which day, with its reason where it gives one."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="withdrawals")
    on = models.DateField(_("first day without"))
    reason = words(_("reason"), 4_000, blank=True)
    language = models.CharField(_("language"), max_length=8)
    made_on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ("-on", "member__name")
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = (models.UniqueConstraint(fields=("member", "on"), name="one_withdrawal_per_day"),)

    def __str__(self) -> str:
        return f"{self.member}: {self.on}"

"""What keeps order among contributions: reports of readers, and appeals of the speaker's side. Nothing is deleted.

Who appeals stands nowhere: it would tell who spoke. Stands on `speaking`.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.dialogues.models.speaking import Contribution
from passerelle_web.people.models import Event, User


class ReportState(models.TextChoices):
    """What became of a report."""

    OPEN = "open", _("open")
    HIDDEN = "hidden", _("the contribution was hidden")
    DISMISSED = "dismissed", _("dismissed")


class Report(models.Model):
    """A reader says why a contribution should not stand; the moderation answers with a reason."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="reports")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="contribution_reports")
    reason = models.TextField(_("reason"), max_length=2_000)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.OPEN)
    answer = models.TextField(_("answer"), blank=True, max_length=2_000)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name = _("report of a contribution")
        verbose_name_plural = _("reports of contributions")
        constraints = (
            models.UniqueConstraint(
                fields=("contribution", "by"),
                condition=models.Q(state=ReportState.OPEN),
                name="one_open_report_per_reader",
                violation_error_message=_("You have reported this already; the moderation will answer."),
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="reported_for_a_reason"),
            models.CheckConstraint(
                condition=models.Q(state=ReportState.OPEN, decided_at=None)
                | ~models.Q(state=ReportState.OPEN) & models.Q(decided_at__isnull=False) & ~models.Q(answer=""),
                name="report_is_answered_in_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.contribution}"


class Appeal(models.Model):
    """The speaker's side asks that a contribution be shown after all: once for each time it was hidden."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="appeals")
    hiding = models.OneToOneField(
        Event, on_delete=models.PROTECT, related_name="+",
        error_messages={"unique": _("An appeal was made already, and once is all.")},
    )  # fmt: skip
    reason = models.TextField(_("why it should be shown"), max_length=2_000)
    # the day and no hour, so that no clock gives the speaker away
    made_on = models.DateField(default=timezone.localdate, editable=False)
    is_upheld = models.BooleanField(null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True, max_length=2_000)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("appeal for a contribution")
        verbose_name_plural = _("appeals for contributions")
        constraints = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="appealed_for_a_reason"),
            models.CheckConstraint(
                condition=models.Q(is_upheld=None) | ~models.Q(answer=""), name="contribution_appeal_answered_in_words"
            ),
        )

    def __str__(self) -> str:
        return f"{self.contribution}"

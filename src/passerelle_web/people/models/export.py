"""What a member took away, or waits for: one row for each copy of its own data that was asked for.

Holds no data of the member; the copy is a file below `settings.EXPORTS` for some days. Ground of the site.
"""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.people.models.ground import Member, User


class ExportState(models.TextChoices):
    """How far a copy is."""

    WAITING = "waiting", _("being made")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")


class MemberExport(models.Model):
    """A copy of all that is held of a member, asked for by whoever speaks for it."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="exports")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=ExportState.choices, default=ExportState.WAITING)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-asked_at",)
        verbose_name = _("copy of a member's data")
        verbose_name_plural = _("copies of members' data")
        constraints = (
            models.UniqueConstraint(
                fields=("member",), condition=models.Q(state=ExportState.WAITING), name="one_copy_made_at_a_time"
            ),
            models.CheckConstraint(condition=models.Q(state__in=ExportState.values), name="export_state_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.member} {self.asked_at:%Y-%m-%d}"

    @property
    def trail_name(self) -> str:
        """The member."""
        return str(self.member)

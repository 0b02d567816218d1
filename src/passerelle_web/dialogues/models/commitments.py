"""Which conclusions a commitment arose from; the commitment itself is the room of plans'.

Stands on `drafting`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from passerelle_web.dialogues.models.drafting import Draft, Paragraph
from passerelle_web.plans.models import Pledge


class Commitment(models.Model):
    """A member's own commitment with the adopted text, and the paragraph, out of which it was made."""

    pledge = models.OneToOneField(Pledge, on_delete=models.CASCADE, related_name="commitment")
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="commitments")
    paragraph = models.ForeignKey(
        Paragraph, on_delete=models.PROTECT, related_name="commitments", null=True, blank=True
    )

    class Meta:
        ordering = ("pk",)
        verbose_name = _("commitment out of conclusions")
        verbose_name_plural = _("commitments out of conclusions")

    def __str__(self) -> str:
        return f"{self.draft}"

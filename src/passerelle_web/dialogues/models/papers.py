"""Documents of the library that lie before a session, or before one point of its agenda.

A document that is taken away stays in the row, with the day. Stands on `meeting`.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.dialogues.models.meeting import Session
from passerelle_web.library.models import Document


class SessionPaper(models.Model):
    """A document before a session. `point` is the title of an agenda point, or empty for the whole session: an agenda
    is written anew, so its rows cannot be pointed to."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="papers")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="session_papers")
    point = models.CharField(_("point"), max_length=300, blank=True)
    laid_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ("laid_at", "pk")
        verbose_name = _("document of a session")
        verbose_name_plural = _("documents of sessions")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "document", "point"),
                condition=models.Q(taken_at=None),
                name="one_paper_per_point",
                violation_error_message=_("This document lies there already."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.session}"

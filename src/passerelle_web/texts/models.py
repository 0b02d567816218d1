"""Translations of what people wrote: beside the original, each version kept.

Writing is in `actions`. That a version never changes is a trigger (migration 0001). Stands on `people`.
"""

import hashlib

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.people.models import Member, User
from passerelle_web.texts.languages import direction, name_of


def digest_of(text: str) -> str:
    """A mark of a text, by which a translation sees whether its original has changed."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Translation(models.Model):
    """One version of a translation of one text. The newest of a language stands; the others are kept."""

    subject_kind = models.CharField(max_length=80)
    subject_key = models.CharField(max_length=80)
    field = models.CharField(max_length=40)
    language = models.CharField(_("language"), max_length=2)
    number = models.PositiveIntegerField(default=1)
    is_standing = models.BooleanField(default=True)
    text = models.TextField(_("translation"))
    original = models.CharField(max_length=64)  # the digest of what was translated
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = ("language", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("subject_kind", "subject_key", "field", "language"),
                condition=models.Q(is_standing=True),
                name="one_translation_stands",
            ),
            models.UniqueConstraint(
                fields=("subject_kind", "subject_key", "field", "language", "number"), name="one_version_per_number"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="translation_has_a_text"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="versions_count_from_one"),
        )

    def __str__(self) -> str:
        return f"{self.subject_kind}.{self.field} ({self.language}, {self.number})"

    def is_behind(self, original: str) -> bool:
        """Has the original changed since?"""
        return self.original != digest_of(original)

    @property
    def language_name(self) -> str:
        """Its language, in the reader's."""
        return name_of(self.language)

    @property
    def direction(self) -> str:
        """How it is written."""
        return direction(self.language)

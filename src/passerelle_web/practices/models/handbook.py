"""Editions of the integration handbook: which versions stand in each, in which order, under which principle.

A trigger keeps what was published from changing (migration 0002), so that every edition stays. Stands on `practice`.
"""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.people.models import User
from passerelle_web.practices.models.practice import Version


class Edition(models.Model):
    """One edition. Its number is given when it is published; before, it is a draft that the secretariat alone sees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(unique=True, null=True, blank=True)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=2, default="en")
    dated = models.DateField(_("date"), default=timezone.localdate)
    introduction = models.TextField(_("introduction"), max_length=20_000, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("edition of the handbook")
        verbose_name_plural = _("editions of the handbook")
        ordering = (models.F("number").desc(nulls_first=True),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(title=""), name="edition_has_a_title"),
            models.CheckConstraint(
                condition=models.Q(number=None, published_at=None)
                | models.Q(number__isnull=False, published_at__isnull=False),
                name="published_editions_are_numbered",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("practices:edition", args=(self.pk,))

    @property
    def is_published(self) -> bool:
        """Does everybody read it, for ever?"""
        return self.published_at is not None


class Entry(models.Model):
    """A version of a practice in an edition, under a principle, in its turn."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="entries")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="entries")
    principle = models.PositiveSmallIntegerField(_("principle"))
    turn = models.PositiveSmallIntegerField(_("turn"), default=0)

    class Meta:
        verbose_name = _("entry of the handbook")
        verbose_name_plural = _("entries of the handbook")
        ordering = ("principle", "turn", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("edition", "version"),
                name="once_in_an_edition",
                violation_error_message=_("This practice stands in the edition already."),
            ),
            models.CheckConstraint(
                condition=models.Q(principle__gte=1, principle__lte=11), name="principle_is_one_of_eleven"
            ),
        )

    def __str__(self) -> str:
        return f"{self.principle}. {self.version}"

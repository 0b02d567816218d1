"""A practice, every version of it, and the marks by which it is found.

What a version says is the library's record, kept as JSON; a trigger keeps it from changing once it was submitted
(migration 0002). What a practice holds beside its versions is copied from the version that stands, for lists. Stands on
`measures`.
"""

import uuid
from functools import cached_property

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.exchange.practices.records import Practice as Record
from passerelle.exchange.practices.records import read_practice
from passerelle_web.measures.models import Measure
from passerelle_web.people.models import Member, User


class State(models.TextChoices):
    """How far a version is."""

    DRAFT = "draft", _("draft")
    REVIEW = "review", _("under review")
    SENT_BACK = "sent_back", _("sent back for revision")
    DECLINED = "declined", _("declined")
    PUBLISHED = "published", _("published")


OPEN = (State.DRAFT, State.REVIEW)


class Practice(models.Model):
    """A practice of one member. `published` is the number of the version that everybody reads, `newest` the last.

    A practice that was withdrawn keeps its versions; those that were published stay readable, with the reason above.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="practices", verbose_name=_("member"))
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="practices")
    measure = models.ForeignKey(Measure, on_delete=models.SET_NULL, null=True, blank=True, related_name="practices")
    title = models.CharField(_("title"), max_length=200, blank=True)
    gist = models.CharField(max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    template = models.CharField(max_length=60, blank=True)
    origin = models.CharField(max_length=3, blank=True)
    destination = models.CharField(max_length=3, blank=True)
    grade = models.PositiveSmallIntegerField(default=0)
    newest = models.PositiveIntegerField(default=0)
    published = models.PositiveIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_for = models.TextField(_("reason"), blank=True)
    is_demonstration = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")
        ordering = ("-published_at", "-made_at")
        indexes = (
            models.Index(
                fields=("-published_at", "id"),
                condition=models.Q(published__isnull=False, withdrawn_on=None),
                name="practices_that_stand",
            ),
            models.Index(fields=("language", "-published_at"), name="practices_by_language"),
            models.Index(fields=("grade", "-published_at"), name="practices_by_grade"),
            models.Index(fields=("template", "-published_at"), name="practices_by_template"),
            models.Index(fields=("origin", "destination"), name="practices_of_a_corridor"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(published=None, published_at=None)
                | models.Q(published__isnull=False, published_at__isnull=False),
                name="published_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on=None, withdrawn_for="")
                | (models.Q(withdrawn_on__isnull=False) & ~models.Q(withdrawn_for="")),
                name="practice_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(condition=models.Q(grade__lte=7), name="practice_grade_is_known"),
            models.CheckConstraint(
                condition=models.Q(published=None) | ~models.Q(title=""), name="published_practice_has_a_title"
            ),
        )

    def __str__(self) -> str:
        return self.title or str(_("Practice without a title"))

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("practices:practice", args=(self.pk,))

    @cached_property
    def standing(self) -> "Version":
        """The version that a reader meets: the published one, else the newest."""
        return self.versions.get(number=self.published or self.newest)

    @property
    def stands(self) -> bool:
        """Does everybody find it?"""
        return self.published is not None and self.withdrawn_on is None


class Version(models.Model):
    """A practice as it was told once. A draft changes; what was submitted never does."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    content = models.JSONField(default=dict, blank=True)
    said = models.CharField(_("what changed"), max_length=200, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_for = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("-number",)
        indexes = (models.Index(fields=("state", "submitted_at"), name="practice_versions_by_state"),)
        constraints = (
            models.UniqueConstraint(fields=("practice", "number"), name="one_practice_version_of_a_number"),
            models.UniqueConstraint(
                fields=("practice",),
                condition=models.Q(state__in=OPEN),
                name="one_open_version_of_a_practice",
                violation_error_message=_("A version of this practice is being written or reviewed already."),
            ),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="version_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(state=State.DRAFT, submitted_at=None)
                | (~models.Q(state=State.DRAFT) & models.Q(submitted_at__isnull=False)),
                name="what_is_submitted_is_dated",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=OPEN, decided_at=None)
                | (~models.Q(state__in=OPEN) & models.Q(decided_at__isnull=False)),
                name="what_is_decided_is_dated",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=(State.SENT_BACK, State.DECLINED)) | ~models.Q(decided_for=""),
                name="sent_back_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.practice} ({self.number})"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("practices:version", args=(self.practice_id, self.number))

    @cached_property
    def record(self) -> Record:
        """What it says."""
        return read_practice(self.content)


class Mark(models.Model):
    """A property by which a practice is sought: a theme, a place, a principle, a place where others tried it."""

    class What(models.TextChoices):
        THEME = "theme"
        PLACE = "place"
        TRIED = "tried"
        PRINCIPLE = "principle"

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="marks")
    what = models.CharField(max_length=10, choices=What.choices)
    value = models.CharField(max_length=60)

    class Meta:
        indexes = (models.Index(fields=("what", "value", "practice"), name="practices_by_mark"),)
        constraints = (models.UniqueConstraint(fields=("practice", "what", "value"), name="marked_once"),)

    def __str__(self) -> str:
        return f"{self.what}: {self.value}"

"""Runs of the model, what people keep of them, measures on a corridor, who agreed to them, and their screenings.

Writing is in `actions`. What must hold always is a constraint. Stands on `people`.
"""

import json
import uuid
import zlib
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.base.corridors import Corridor
from passerelle_web.people.models import Department, Member, User


class State(models.TextChoices):
    """Where a run is."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("at work")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped by a fault")
    CANCELLED = "cancelled", _("cancelled")


OPEN = (State.QUEUED, State.RUNNING)


class Run(models.Model):
    """One run of the model: what was asked, and once it is done the whole record, packed.

    Holds nothing of a person. The same question to the same evidence is one run: `key` is that of question, evidence
    and model.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=64)
    request = models.JSONField()
    origin = models.CharField(max_length=3)
    destination = models.CharField(max_length=3)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    progress = models.FloatField(default=0.0)
    fault = models.TextField(blank=True)
    packed = models.BinaryField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        indexes = (models.Index(fields=("origin", "destination"), name="runs_of_a_corridor"),)
        constraints = (
            models.UniqueConstraint(
                fields=("key",),
                condition=models.Q(state__in=(State.QUEUED, State.RUNNING, State.DONE)),
                name="one_run_of_a_question",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.DONE) | models.Q(packed__isnull=False), name="done_has_a_record"
            ),
            models.CheckConstraint(condition=~models.Q(origin=models.F("destination")), name="run_on_a_corridor"),
        )

    def __str__(self) -> str:
        return f"{' + '.join(self.templates)} {self.origin} → {self.destination}"

    def get_absolute_url(self) -> str:
        """The page of the run."""
        return reverse("measures:run", args=(self.pk,))

    @property
    def templates(self) -> list[str]:
        """The codes of its templates."""
        return list(self.request["templates"])

    @property
    def corridor(self) -> Corridor:
        """The corridor."""
        return Corridor(self.origin, self.destination)

    @property
    def is_open(self) -> bool:
        """Does it wait or work?"""
        return self.state in OPEN

    @property
    def record(self) -> dict[str, Any] | None:
        """The record of a run that is done."""
        if self.packed is None:
            return None
        return dict(json.loads(zlib.decompress(bytes(self.packed))))


def pack(record: dict[str, Any]) -> bytes:
    """A record as it is kept."""
    return zlib.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(), 6)


class Kept(models.Model):
    """A run that a person keeps under a name."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="kept_runs")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="kept_by")
    name = models.CharField(_("name"), max_length=120)
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("kept run")
        verbose_name_plural = _("kept runs")
        ordering = ("-kept_at",)
        constraints = (models.UniqueConstraint(fields=("person", "run"), name="kept_once_by_a_person"),)

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """A template on a corridor with parameters: the record that every room fills a part of.

    `template` is a code, so that a measure outlives its template. `parameters` are those of `run` where there is one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.CharField(max_length=60)
    title = models.CharField(_("title"), max_length=160)
    origin = models.CharField(max_length=3)
    destination = models.CharField(max_length=3)
    transit = models.CharField(max_length=3, blank=True)
    route = models.CharField(max_length=40, blank=True)
    question = models.TextField(_("question"), blank=True)
    parameters = models.JSONField(default=dict, blank=True)
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="measures")
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="measures")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="measures")
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ("-changed_at",)
        constraints = (
            models.CheckConstraint(condition=~models.Q(origin=models.F("destination")), name="measure_on_a_corridor"),
            models.CheckConstraint(condition=~models.Q(title=""), name="measure_has_a_title"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the measure."""
        return reverse("measures:measure", args=(self.pk,))

    @property
    def corridor(self) -> Corridor:
        """The corridor."""
        return Corridor(self.origin, self.destination)


class Agreement(models.Model):
    """A member that agreed to try a measure; not a commitment, which is made elsewhere."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="agreements")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="agreements")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        constraints = (models.UniqueConstraint(fields=("measure", "member"), name="agreed_once_by_a_member"),)

    def __str__(self) -> str:
        return f"{self.member} – {self.measure}"


class Screening(models.Model):
    """Answers of the rights gate on a measure, as the library reads them; later ones stand beside earlier ones.

    `answers` holds the library's YAML under "yaml", without names of people: who screened is `by` and `confirmed_by`,
    each with the member and department that she acted in. `fingerprint` is that of the measure when it was screened,
    `outcome` what followed when it was saved or confirmed. The second person confirms, and may dissent in words.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="screenings")
    answers = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    outcome = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="screenings")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    department = models.ForeignKey(Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_for = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_in = models.ForeignKey(Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    confirmed_on = models.DateField(null=True, blank=True)
    dissent = models.TextField(_("dissent"), blank=True)
    made_on = models.DateField()
    review_on = models.DateField()

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ("-made_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(review_on__gt=models.F("made_on")), name="review_after_screening"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("by")),
                name="screened_by_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | models.Q(confirmed_on__isnull=False),
                name="confirmed_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.made_on}"

    def get_absolute_url(self) -> str:
        """The page of the screening."""
        return reverse("measures:screening", args=(self.measure_id, self.pk))

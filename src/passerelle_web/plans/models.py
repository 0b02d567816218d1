"""Plans with every version that was ever saved, who adopted which, and the actions as lines to be counted.

The plan itself is the library's record, packed in `Version`: what was adopted stays readable for ever. Reports and
commitments stand below, and so do papers. Writing is in the actions. Stands on `measures`.
"""

import json
import uuid
import zlib
from functools import lru_cache
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.plans.reading import as_dict, read_plan
from passerelle.plans.records import Plan as Record
from passerelle_web.measures.models import Measure
from passerelle_web.people.models import Member, User


class Plan(models.Model):
    """A plan of one or more members. `current` is the number of its newest version; each save makes a new one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    owners = models.ManyToManyField(Member, related_name="plans", verbose_name=_("owners"))
    measures = models.ManyToManyField(Measure, related_name="plans", verbose_name=_("measures"))
    current = models.PositiveIntegerField(default=0)
    adopted = models.PositiveIntegerField(null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)
    origin = models.CharField(max_length=3, blank=True)
    destination = models.CharField(max_length=3, blank=True)
    route = models.CharField(max_length=40, blank=True)
    start = models.DateField()
    end = models.DateField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="plans")
    taken_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ("title", "made_at")
        indexes = (
            models.Index(fields=("origin", "destination"), name="plans_of_a_corridor"),
            models.Index(fields=("route",), name="plans_of_a_route"),
            models.Index(fields=("title", "id"), name="plans_by_title"),
        )
        constraints = (
            models.CheckConstraint(condition=~models.Q(title=""), name="plan_has_a_title"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="plan_ends_after_it_begins"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("plans:plan", args=(self.pk,))

    @property
    def is_adopted(self) -> bool:
        """Has every owner adopted one version?"""
        return self.adopted is not None


def pack(value: Any) -> bytes:
    """Plain values as they are kept."""
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpack(packed: bytes | memoryview) -> Any:
    """Plain values as they were kept."""
    return json.loads(zlib.decompress(bytes(packed)))


class Version(models.Model):
    """A plan as it was saved once, never changed. `worked_out` holds its timetable and budget, so that a page reads."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    packed = models.BinaryField()
    worked_out = models.BinaryField(null=True)
    said = models.CharField(_("what changed"), max_length=200, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("plan", "number"), name="one_version_of_a_number"),)

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("plans:version", args=(self.plan_id, self.number))

    @property
    def record(self) -> Record:
        """The plan."""
        return _record(self.plan_id, self.number, _Packed(self.packed))

    @property
    def results(self) -> dict[str, Any] | None:
        """What was worked out when it was saved; None where another release kept nothing. Not to be changed."""
        if self.worked_out is None:
            return None
        return _results(self.plan_id, self.number, _Packed(self.worked_out))


class _Packed:
    """Bytes that a cache does not look at: a version of a plan never changes, so its number says which it is."""

    def __init__(self, held: bytes | memoryview) -> None:
        self.held = held

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Packed)

    def __hash__(self) -> int:
        return 0


# A process keeps the few versions that are read at a time: a large plan takes a third of a second to unpack.
@lru_cache(maxsize=6)
def _record(_plan: uuid.UUID, _number: int, packed: _Packed) -> Record:
    return record_of(packed.held)


@lru_cache(maxsize=12)
def _results(_plan: uuid.UUID, _number: int, packed: _Packed) -> dict[str, Any]:
    return dict(unpack(packed.held))


def packed_record(record: Record) -> bytes:
    """A plan as it is kept."""
    return pack(as_dict(record))


def record_of(packed: bytes | memoryview) -> Record:
    """A plan as it was kept."""
    return read_plan(zlib.decompress(bytes(packed)).decode())


class Adoption(models.Model):
    """A member that adopted a version of a plan on a day; it binds nobody, and stays written when it is taken back."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="adoptions")
    number = models.PositiveIntegerField()
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="adoptions")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField()
    until = models.DateField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        ordering = ("-on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "member"), condition=models.Q(until=None), name="one_open_adoption_of_a_member"
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | ~models.Q(reason=""), name="adoption_is_withdrawn_with_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.member} – {self.plan} {self.number}"


class ActionLine(models.Model):
    """An action as a scoreboard counts it: its days, and from which day on its light changes if nothing is reported.

    Written anew from the plan and its reports by `actions`; nothing is kept here alone.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    lead = models.CharField(max_length=200, blank=True)
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    start = models.DateField()
    end = models.DateField()
    closed = models.CharField(max_length=8, blank=True)
    risk_from = models.DateField(null=True, blank=True)
    late_from = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        constraints = (models.UniqueConstraint(fields=("plan", "key"), name="one_line_of_an_action"),)
        indexes = (models.Index(fields=("member", "end"), name="lines_of_a_member"),)

    def __str__(self) -> str:
        return self.title


class Report(models.Model):
    """What a lead reports of an action on a day; a later report stands beside it, none is changed.

    `share` is the part of the work that is done, `spent` what was spent since the start in the plan's currency,
    `observed` values of the action's indicators by their name.
    """

    class State(models.TextChoices):
        NOT_STARTED = "not started", _("not started")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reports")
    action = models.CharField(max_length=40)
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    share = models.DecimalField(max_digits=4, decimal_places=3, null=True, blank=True)
    expected_end = models.DateField(null=True, blank=True)
    spent = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    observed = models.JSONField(default=dict, blank=True)
    text = models.TextField(_("report"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-on", "-pk")
        indexes = (models.Index(fields=("plan", "action", "-on"), name="reports_of_an_action"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="dropped") | ~models.Q(reason=""), name="dropped_with_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(share=None) | models.Q(share__gte=0, share__lte=1), name="share_from_nothing_to_all"
            ),
        )

    def __str__(self) -> str:
        return f"{self.action} {self.on}"


class Evidence(models.Model):
    """What a report rests on: an address, or a file that is handed out as it is and shown nowhere."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="evidence")
    title = models.CharField(_("title"), max_length=200)
    address = models.URLField(_("address"), max_length=500, blank=True)
    content = models.BinaryField(null=True)
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(address="") | models.Q(content__isnull=False), name="evidence_is_there"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Comment(models.Model):
    """What a peer says of a report."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(_("comment"))
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ("at", "pk")
        constraints = (models.CheckConstraint(condition=~models.Q(text=""), name="comment_says_something"),)

    def __str__(self) -> str:
        return self.text[:60]


class Pledge(models.Model):
    """What a member says it will do of its own will, by a day that it set; withdrawn with a reason, it stays."""

    plan = models.ForeignKey(Plan, null=True, blank=True, on_delete=models.CASCADE, related_name="pledges")
    action = models.CharField(max_length=40, blank=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="pledges")
    text = models.TextField(_("commitment"))
    metric = models.CharField(_("measured by"), max_length=300, blank=True)
    baseline = models.CharField(_("where it stands today"), max_length=300, blank=True)
    owner = models.CharField(_("who answers for it"), max_length=200, blank=True)
    due = models.DateField(_("by"), null=True, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField()
    kept_on = models.DateField(null=True, blank=True)
    kept_text = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    # title and address of what it arose from, as `arising` tells it to a reader; no column
    arose_from: tuple[str, str] | None = None

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        ordering = ("member__name", "due", "pk")
        constraints = (
            models.CheckConstraint(condition=~models.Q(text=""), name="pledge_says_something"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on=None) | ~models.Q(reason=""), name="pledge_withdrawn_with_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_on=None) | models.Q(kept_on=None), name="pledge_kept_or_withdrawn"
            ),
        )

    def __str__(self) -> str:
        return self.text[:60]


class Paper(models.Model):
    """A country or regional strategy paper, its text kept whole, as it is held against the checklist."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    place = models.CharField(max_length=3, blank=True)
    grouping = models.CharField(max_length=40, blank=True)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.CharField(max_length=2, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    text = models.BinaryField()
    allocations = models.JSONField(default=list, blank=True)
    is_demonstration = models.BooleanField(default=False)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    member = models.ForeignKey(Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ("title", "at")
        constraints = (models.CheckConstraint(condition=~models.Q(title=""), name="paper_has_a_title"),)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("plans:paper", args=(self.pk,))


class Outcome(models.Model):
    """What came of a run of the model, beside its range: the ledger of predictions. Never changed, only added to."""

    run = models.ForeignKey("measures.Run", on_delete=models.CASCADE, related_name="outcomes")
    template = models.CharField(max_length=60)
    quantity = models.CharField(max_length=80)
    unit = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    p5 = models.FloatField()
    p50 = models.FloatField()
    p95 = models.FloatField()
    value = models.FloatField()
    on = models.DateField()
    source = models.CharField(_("source"), max_length=300)
    is_demonstration = models.BooleanField(default=False)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ("-on", "-pk")
        indexes = (models.Index(fields=("template", "quantity"), name="outcomes_of_a_template"),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(source=""), name="outcome_has_a_source"),
            models.UniqueConstraint(fields=("run", "quantity", "year"), name="one_outcome_of_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.quantity} {self.year}"


class Revision(models.Model):
    """A range that the ledger proposes for a template, and who approved or declined it; never applied by itself."""

    template = models.CharField(max_length=60)
    parameter = models.CharField(max_length=80)
    old = models.JSONField()
    new = models.JSONField()
    why = models.TextField()
    proposed_on = models.DateField()
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    is_approved = models.BooleanField(null=True)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("template", "parameter", "-proposed_on")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(is_approved=None, decided_on=None)
                | models.Q(is_approved__isnull=False, decided_on__isnull=False),
                name="revision_decided_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.parameter}"

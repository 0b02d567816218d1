"""Tables in which each party has its own row: positions on questions, and figures that it accepts or not.

A position and a mark are a party's own word and bear its name. Nothing is overwritten: the newest stands. Stands on
`meeting`.
"""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.dialogues.models.meeting import Act, Dialogue, person_on_the_record
from passerelle_web.people.models import Member


class Question(models.Model):
    """A question on which parties take positions."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(_("question"), max_length=300)
    language = models.CharField(_("language"), max_length=8)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    is_closed = models.BooleanField(default=False)

    class Meta:
        ordering = ("asked_at", "pk")
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return self.text


class Stance(models.TextChoices):
    """Where a party stands."""

    FOR = "for", _("in favour")
    CONDITIONS = "conditions", _("in favour, with conditions")
    OPEN = "open", _("open")
    AGAINST = "against", _("not in favour")


class Position(Act):
    """Where a party stood from a moment on; the newest stands, the others show how it changed."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="positions")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="positions")
    stance = models.CharField(_("position"), max_length=10, choices=Stance.choices)
    text = models.TextField(_("in its own words"), max_length=2_000, blank=True)
    language = models.CharField(_("language"), max_length=8)
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("taken_at", "pk")
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        indexes = (models.Index(fields=("question", "member", "-taken_at"), name="newest_position"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(stance__in=Stance.values), name="stance_is_known"),
            person_on_the_record("position"),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.get_stance_display()}"


class Fact(models.Model):
    """A figure laid before the parties, as it stood that day, with its papers."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="facts")
    origin = models.CharField(max_length=3)
    destination = models.CharField(max_length=3)
    indicator = models.CharField(max_length=60)
    # the figure whole: value, unit, period, source, vintage, status, method, low, high
    figure = models.JSONField()
    laid_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("laid_at", "pk")
        verbose_name = _("figure before the parties")
        verbose_name_plural = _("figures before the parties")
        indexes = (models.Index(fields=("origin", "destination"), name="facts_of_a_corridor"),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(origin=models.F("destination")), name="fact_on_a_corridor"),
        )

    def __str__(self) -> str:
        return f"{self.origin} → {self.destination}: {self.indicator}"


class Says(models.TextChoices):
    """What a party says of a figure."""

    ACCEPT = "accept", _("accepts it")
    CONTEST = "contest", _("contests it")
    OWN = "own", _("has its own")


class Mark(Act):
    """What a party said of a figure; its own figure has a source, a year and the same unit."""

    fact = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="marks")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="marks")
    says = models.CharField(_("the party"), max_length=8, choices=Says.choices)
    value = models.FloatField(_("its own figure"), null=True, blank=True)
    period = models.CharField(_("year or period"), max_length=20, blank=True)
    source = models.CharField(_("source"), max_length=400, blank=True)
    reason = models.TextField(_("reason"), max_length=2_000, blank=True)
    language = models.CharField(_("language"), max_length=8)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name = _("word on a figure")
        verbose_name_plural = _("words on figures")
        indexes = (models.Index(fields=("fact", "member", "-made_at"), name="newest_mark"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(says=Says.OWN, value__isnull=False) & ~models.Q(source="") & ~models.Q(period="")
                | ~models.Q(says=Says.OWN) & models.Q(value=None, source="", period=""),
                name="own_figure_has_its_papers",
                violation_error_message=_("A figure of your own needs its value, its year and its source."),
            ),
            models.CheckConstraint(
                condition=~models.Q(says=Says.CONTEST) | ~models.Q(reason=""),
                name="contested_for_a_reason",
                violation_error_message=_("Say why you contest it."),
            ),
            person_on_the_record("mark"),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.get_says_display()}"

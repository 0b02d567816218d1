"""A year of the forum: who chairs it, its themes, seats of stakeholders, deadlines, dialogues, and its handover.

Nothing is deleted: a proposal, a support and a seat keep what became of them. Stands on `people` and `dialogues`.
"""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.dialogues.models import Dialogue
from passerelle_web.forum.models.wording import words
from passerelle_web.people.models import DatedQuerySet, Kind, Member
from passerelle_web.people.themes import theme_name


class Cycle(models.Model):
    """One year of the forum, from the first day to the last, with the member that chairs it."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    begins = models.DateField(_("begins"))
    ends = models.DateField(_("ends"))
    chair = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="years", null=True, blank=True)
    chair_group = models.CharField(max_length=60, blank=True)
    chair_reason = words(_("reason"), 4_000, blank=True)
    note = words(_("note"), 20_000, blank=True)
    note_language = models.CharField(_("language"), max_length=8, blank=True)
    handed_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    # what was open on the last day, and what was concluded: the page of a closed year does not move any more
    closing = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("-year",)
        verbose_name = _("year of the forum")
        verbose_name_plural = _("years of the forum")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(year__gte=2000, year__lte=2200),
                name="a_year_of_our_time",
                violation_error_message=_("Write the year with four digits."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends__gt=models.F("begins")),
                name="year_ends_after_it_begins",
                violation_error_message=_("The end has to come after the beginning."),
            ),
            models.CheckConstraint(
                condition=models.Q(chair=None) | ~models.Q(chair_reason=""), name="a_chair_is_chosen_for_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on=None, closing=None)
                | models.Q(closed_on__isnull=False, closing__isnull=False, handed_on__isnull=False),
                name="a_year_is_closed_after_its_handover",
            ),
        )

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("forum:year", args=(self.year,))

    @property
    def is_open(self) -> bool:
        """Can it still be worked on?"""
        return self.closed_on is None


class CycleDialogue(models.Model):
    """A dialogue that belongs to a year."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="held")
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="years")

    class Meta:
        ordering = ("dialogue__begins", "dialogue__title")
        constraints = (
            models.UniqueConstraint(
                fields=("cycle", "dialogue"), name="a_dialogue_once_a_year",
                violation_error_message=_("This dialogue belongs to the year already."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.cycle}: {self.dialogue}"


class Deadline(models.Model):
    """A day of the year up to which something is to be done."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="deadlines")
    day = models.DateField(_("day"))
    title = models.CharField(_("what"), max_length=200)
    language = models.CharField(_("language"), max_length=8)

    class Meta:
        ordering = ("day", "pk")
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = (models.CheckConstraint(condition=~models.Q(title=""), name="deadline_says_what"),)

    def __str__(self) -> str:
        return self.title


class ThemeState(models.TextChoices):
    """What became of a proposed theme."""

    PROPOSED = "proposed", _("proposed")
    CHOSEN = "chosen", _("chosen")
    NOT_CHOSEN = "not_chosen", _("not chosen")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ThemeProposal(models.Model):
    """A theme that a member proposes for a year, with its reason. `theme` is the seed's under which it is grouped."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="proposals")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="theme_proposals")
    title = models.CharField(_("theme"), max_length=200)
    reason = words(_("reason"), 4_000)
    language = models.CharField(_("language"), max_length=8)
    theme = models.CharField(_("belongs to"), max_length=60)
    proposed_at = models.DateTimeField(default=timezone.now, editable=False)
    state = models.CharField(max_length=10, choices=ThemeState.choices, default=ThemeState.PROPOSED)
    decided_on = models.DateField(null=True, blank=True)
    why = words(_("reason"), 4_000, blank=True)

    class Meta:
        ordering = ("proposed_at", "pk")
        verbose_name = _("proposed theme")
        verbose_name_plural = _("proposed themes")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(reason=""), name="theme_is_proposed_for_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(state=ThemeState.PROPOSED, decided_on=None)
                | models.Q(state=ThemeState.WITHDRAWN, decided_on__isnull=False)
                | (models.Q(state__in=(ThemeState.CHOSEN, ThemeState.NOT_CHOSEN), decided_on__isnull=False)
                   & ~models.Q(why="")),
                name="theme_is_chosen_for_a_reason",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it stands on the page of its year."""
        return f"{self.cycle.get_absolute_url()}themes/#theme-{self.pk}"

    @property
    def group_name(self) -> str:
        """The theme of the seed to which it belongs, in the reader's language."""
        return theme_name(self.theme)


class ThemeSupport(models.Model):
    """A member that supports a proposed theme, from a day up to another."""

    proposal = models.ForeignKey(ThemeProposal, on_delete=models.PROTECT, related_name="supports")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="theme_supports")
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("since", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("proposal", "member"), condition=models.Q(until=None), name="one_open_support_per_member",
                violation_error_message=_("This member supports the theme already."),
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="support_ends_after_it_begins",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.member)


class YearSeats(models.Model):
    """How many seats a year keeps for stakeholders of a kind."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="stakeholder_seats")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    many = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("seats of stakeholders")
        verbose_name_plural = _("seats of stakeholders")
        constraints = (
            models.UniqueConstraint(fields=("cycle", "kind"), name="one_line_of_seats_per_kind"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="year_seat_kind_is_known"),
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.STATE),
                name="stakeholders_are_no_states",
                violation_error_message=_("These seats are for members that are no states."),
            ),
            models.CheckConstraint(condition=models.Q(many__lte=200), name="seats_of_a_year_are_countable"),
        )

    def __str__(self) -> str:
        return f"{self.cycle}: {self.get_kind_display()}"


class YearSeat(models.Model):
    """A member that asked for one of these seats, and what was answered."""

    class State(models.TextChoices):
        """What became of it."""

        ASKED = "asked", _("asked for")
        GIVEN = "given", _("given")
        DECLINED = "declined", _("not given")
        LAID_DOWN = "laid_down", _("laid down")

    seats = models.ForeignKey(YearSeats, on_delete=models.PROTECT, related_name="asked")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="year_seats")
    asked_on = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    decided_on = models.DateField(null=True, blank=True)
    why = words(_("reason"), 4_000, blank=True)

    class Meta:
        ordering = ("asked_on", "pk")
        verbose_name = _("seat of a stakeholder")
        verbose_name_plural = _("seats of stakeholders")
        constraints = (
            models.UniqueConstraint(
                fields=("seats", "member"), condition=models.Q(state__in=("asked", "given")),
                name="one_year_seat_per_member",
                violation_error_message=_("This member has asked for a seat already."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="asked", decided_on=None)
                | models.Q(state__in=("given", "laid_down"), decided_on__isnull=False)
                | (models.Q(state="declined", decided_on__isnull=False) & ~models.Q(why="")),
                name="a_seat_is_declined_for_a_reason",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.member)


class HandoverItem(models.Model):
    """One line of what goes from chair to chair."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="handover")
    text = models.CharField(_("what is handed over"), max_length=300)
    language = models.CharField(_("language"), max_length=8)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("line of the handover")
        verbose_name_plural = _("lines of the handover")
        constraints = (models.CheckConstraint(condition=~models.Q(text=""), name="handover_says_what"),)

    def __str__(self) -> str:
        return self.text

"""Who holds a seat of the steering group from when to when, and what the group decided.

A decision is never changed nor removed: a correction is a further one. That no seat is held twice at a time, and that
decisions stay, are triggers (migration 0005). Stands on `charter`.
"""

from typing import Any, NoReturn, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.dialogues.models import Silence
from passerelle_web.forum.models.charter import CharterVersion
from passerelle_web.forum.models.wording import words
from passerelle_web.library.models import Document
from passerelle_web.people.models import DatedQuerySet, Kind, Member, User
from passerelle_web.people.refusals import CannotBeDone

LONGEST_DECISION = 20_000


class Holding(models.Model):
    """A seat of the steering group that a member holds from a day up to another, and who sits there for it."""

    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(_("seat"))
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="seats", verbose_name=_("member"))
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="seats", null=True, blank=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    ended_for = words(_("reason"), 4_000, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "number", "since")
        verbose_name = _("seat of the steering group")
        verbose_name_plural = _("seats of the steering group")
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="seat_kind_is_known"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="seats_count_from_one"),
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")),
                name="seat_ends_after_it_begins",
                violation_error_message=_("The end has to come after the beginning."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}: {self.member}"

    @property
    def trail_name(self) -> str:
        """The member: the trail names no person."""
        return str(self.member)


class How(models.TextChoices):
    """How a decision was taken."""

    CONSENSUS = "consensus", _("by consensus")
    SILENCE = "silence", _("by silence")
    NOTED = "noted", _("noted, without objection")


class DecisionQuerySet(models.QuerySet[Any]):
    """Decisions are read and added, nothing else."""

    def public(self) -> Self:
        """Those that everybody reads."""
        return self.filter(is_closed=False)

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise CannotBeDone(_("A decision is not changed; take a further one."))

    def delete(self) -> NoReturn:
        """Refused."""
        raise CannotBeDone(_("A decision is not removed; take a further one."))


class Decision(models.Model):
    """What the steering group decided on a day. `corrects` is the decision that it changes, where it does."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    day = models.DateField(_("day"))
    title = models.CharField(_("title"), max_length=200)
    text = words(_("text"), LONGEST_DECISION)
    changes = words(_("what it changes"), 4_000, blank=True)
    language = models.CharField(_("language"), max_length=8)
    how = models.CharField(_("how it was taken"), max_length=10, choices=How.choices)
    silence = models.OneToOneField(
        Silence, on_delete=models.PROTECT, related_name="decision", null=True, blank=True, verbose_name=_("silence")
    )
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="corrections", null=True, blank=True, verbose_name=_("corrects")
    )
    charter = models.OneToOneField(
        CharterVersion, on_delete=models.PROTECT, related_name="adoption", null=True, blank=True,
        verbose_name=_("charter that it adopts"),
    )  # fmt: skip
    is_closed = models.BooleanField(_("for the steering group alone"), default=False)
    closed_for = models.CharField(_("reason"), max_length=300, blank=True)
    documents = models.ManyToManyField(Document, related_name="decisions", blank=True, verbose_name=_("documents"))
    taken_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("-year", "-number")
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = (
            models.UniqueConstraint(fields=("year", "number"), name="one_decision_per_number"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="decisions_count_from_one"),
            models.CheckConstraint(condition=~models.Q(title="") & ~models.Q(text=""), name="decision_says_something"),
            models.CheckConstraint(condition=models.Q(how__in=How.values), name="decision_how_is_known"),
            models.CheckConstraint(
                condition=models.Q(how=How.SILENCE, silence__isnull=False)
                | (~models.Q(how=How.SILENCE) & models.Q(silence=None)),
                name="by_silence_names_its_silence",
                violation_error_message=_("Choose the text that was adopted by silence, and only for that."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_closed=True) & ~models.Q(closed_for="")
                | models.Q(is_closed=False, closed_for=""),
                name="closed_for_a_reason",
                violation_error_message=_("A closed decision needs a reason, and only a closed one has one."),
            ),
            models.CheckConstraint(
                condition=models.Q(charter=None) | models.Q(is_closed=False),
                name="a_charter_is_adopted_in_public",
                violation_error_message=_("A charter is adopted by a decision that everybody reads."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.sign} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new decision; one that is taken stays as it is."""
        if not self._state.adding:
            raise CannotBeDone(_("A decision is not changed; take a further one."))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise CannotBeDone(_("A decision is not removed; take a further one."))

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("forum:decision", args=(self.year, self.number))

    @property
    def sign(self) -> str:
        """Its number as it is cited, such as 2026/3."""
        return f"{self.year}/{self.number}"

    @property
    def trail_name(self) -> str:
        """Its number, and its title where everybody reads it."""
        return self.sign if self.is_closed else str(self)


class Presence(models.Model):
    """A member that was there when a decision was taken."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="presences")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="presences")

    class Meta:
        ordering = ("member__name",)
        constraints = (models.UniqueConstraint(fields=("decision", "member"), name="present_once"),)

    def __str__(self) -> str:
        return f"{self.decision.sign}: {self.member}"

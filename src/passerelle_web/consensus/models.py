"""Consultations: statements, who has a voice under which pseudonym, votes, and the picture that was made of them.

No table ties a person's key to a vote: a voter is found again by a keyed hash (`voices`). Rows of votes are narrow, as
there are millions. What must hold always is a constraint. Stands on `dialogues`.
"""

import json
import secrets
import uuid
import zlib
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.dialogue.blocs import LEAST_MEMBERS
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.people.models import Member

LONGEST = 280  # letters of a statement: one idea, also in a language that needs a third more of them
LONGEST_BROUGHT = 500  # of one that was voted on elsewhere, where others had chosen how long it may be


class Access(models.TextChoices):
    """Who votes."""

    PARTIES = "parties", _("the people of the parties")
    LINK = "link", _("everybody who has the link")


class Puts(models.TextChoices):
    """Who puts statements, besides the chair."""

    NOBODY = "nobody", _("the chair alone")
    PARTIES = "parties", _("the people of the parties")
    EVERYBODY = "everybody", _("everybody who votes")


def new_link() -> str:
    """A link that nobody guesses: 192 bits."""
    return secrets.token_urlsafe(24)


class Consultation(models.Model):
    """A question on which people vote by short statements, within a dialogue."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="consultations")
    title = models.CharField(_("title"), max_length=200)
    question = models.TextField(_("question"), max_length=1000)
    language = models.CharField(_("language"), max_length=8, default="en")
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    access = models.CharField(_("who votes"), max_length=8, choices=Access.choices, default=Access.PARTIES)
    puts = models.CharField(_("who puts statements"), max_length=10, choices=Puts.choices, default=Puts.PARTIES)
    is_moderated = models.BooleanField(_("statements wait for a moderator"), default=True)
    least = models.PositiveSmallIntegerField(_("smallest group that is shown"), default=LEAST_MEMBERS)
    link = models.CharField(max_length=40, unique=True, default=new_link, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    is_demonstration = models.BooleanField(default=False)
    # brought from elsewhere with its votes: nobody votes here, and nobody could be told apart from who voted there
    is_imported = models.BooleanField(default=False)
    # the number of the newest statement, so that the next is given without counting
    newest = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("-opens_at", "title")
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="consultation_closes_after_it_opens",
                violation_error_message=_("The end has to come after the beginning."),
            ),
            models.CheckConstraint(
                condition=models.Q(least__gte=LEAST_MEMBERS, least__lte=50),
                name="consultation_shows_no_small_group",
                violation_error_message=_("The smallest group that is shown has 5 to 50 people."),
            ),
            models.CheckConstraint(
                condition=models.Q(access__in=Access.values, puts__in=Puts.values), name="consultation_access_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(question=""), name="consultation_asks_something"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, for who may see it without the link."""
        return reverse("consensus:consultation", args=(str(self.pk),))

    @property
    def is_public(self) -> bool:
        """Is it open to who has the link?"""
        return self.access == Access.LINK

    def is_open_at(self, moment: datetime) -> bool:
        """Does it take votes? By the server's clock."""
        return self.opens_at <= moment < self.closes_at and not self.is_imported

    @property
    def is_open(self) -> bool:
        """Does it take votes now?"""
        return self.is_open_at(timezone.now())

    @property
    def has_closed(self) -> bool:
        """Is voting over?"""
        return self.is_imported or timezone.now() >= self.closes_at


class State(models.TextChoices):
    """Where a statement is."""

    WAITING = "waiting", _("waits for a moderator")
    SHOWN = "shown", _("shown")
    HIDDEN = "hidden", _("hidden")


class Statement(models.Model):
    """One idea to vote on. It shows no author: who put it lies sealed, and the day alone is kept, not the hour."""

    id = models.AutoField(primary_key=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    text = models.CharField(_("statement"), max_length=LONGEST_BROUGHT)
    language = models.CharField(_("language"), max_length=8)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    hidden_for = models.CharField(max_length=500, blank=True)
    is_meta = models.BooleanField(_("about the participants"), default=False)
    is_seed = models.BooleanField(default=False)
    put_on = models.DateField(default=timezone.localdate)
    # what was translated of it, as `translating` reads it for a page; no column
    said: Any = None

    class Meta:
        ordering = ("number",)
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = (
            models.UniqueConstraint(fields=("consultation", "number"), name="one_statement_per_number"),
            models.CheckConstraint(condition=~models.Q(text=""), name="statement_says_something"),
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="statement_state_is_known"),
            models.CheckConstraint(
                condition=~models.Q(state=State.HIDDEN) | ~models.Q(hidden_for=""), name="statement_hidden_for_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}"

    @property
    def trail_name(self) -> str:
        """Its consultation and number: the trail says nothing of who put it."""
        return f"{self.consultation}: {self.number}"


class StatementSeal(models.Model):
    """Who put a statement, in a form that only the site's own key opens; `sealing` alone reads it."""

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, primary_key=True, related_name="seal")
    sealed = models.TextField()

    def __str__(self) -> str:
        return f"{self.statement_id}"


class Appeal(models.Model):
    """Who put a statement asks that it be shown after all; the dialogue's moderation answers with a reason."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="appeals")
    reason = models.CharField(_("why it should be shown"), max_length=1000)
    made_on = models.DateField(default=timezone.localdate)
    is_upheld = models.BooleanField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = (
            models.UniqueConstraint(
                fields=("statement",),
                condition=models.Q(is_upheld=None),
                name="one_open_appeal_per_statement",
                violation_error_message=_("An appeal waits for its answer already."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_upheld=None) | ~models.Q(answer=""), name="appeal_is_answered_in_words"
            ),
        )

    def __str__(self) -> str:
        return f"{self.statement}"


class VoiceKind(models.IntegerChoices):
    """Whose voice it is. A person's and a visitor's are one count, a delegation's is another."""

    PERSON = 1
    VISITOR = 2
    DELEGATION = 3


class Voter(models.Model):
    """A voice in one consultation, under a keyed hash of who it is; the same person has another in another.

    `changed_in`: the number of the picture that first counts her newest vote.
    """

    id = models.AutoField(primary_key=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="voters", db_index=False)
    key = models.UUIDField(editable=False)
    kind = models.PositiveSmallIntegerField(choices=VoiceKind.choices)
    bloc = models.CharField(max_length=60, blank=True)
    changed_in = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("consultation", "key"), name="one_voter_per_key"),
            models.CheckConstraint(condition=models.Q(kind__in=VoiceKind.values), name="voter_kind_is_known"),
        )
        indexes = (models.Index(fields=("consultation", "kind", "changed_in"), name="voters_since_a_picture"),)

    def __str__(self) -> str:
        return f"{self.pk}"


class Vote(models.Model):
    """Agree 1, disagree -1, pass 0. The pair of voter and statement is the key: what arrives twice counts once."""

    pk = models.CompositePrimaryKey("voter", "statement")
    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, related_name="votes", db_index=False)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="votes", db_index=False)
    value = models.SmallIntegerField()

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(value__in=(-1, 0, 1)), name="vote_is_one"),)

    def __str__(self) -> str:
        return f"{self.value}"


class Tally(models.Model):
    """The votes of people on a statement, changed with each vote, so that nothing has to be counted."""

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, primary_key=True, related_name="tally")
    agree = models.PositiveIntegerField(default=0)
    disagree = models.PositiveIntegerField(default=0)
    passed = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.agree}/{self.disagree}/{self.passed}"


class Picture(models.Model):
    """What the votes told when they were last counted: the whole record, packed, and what the page shows.

    `serial` is the number of the picture in the making, `published` that of the one that stands here,
    `delegations_published` that of the last count of delegations. `asked_at` is when a job was asked for that has not
    begun; `is_last` says that it was made after the end.
    """

    consultation = models.OneToOneField(
        Consultation, on_delete=models.PROTECT, primary_key=True, related_name="picture"
    )
    asked_at = models.DateTimeField(null=True)
    is_forced = models.BooleanField(default=False)
    serial = models.PositiveIntegerField(default=1)
    published = models.PositiveIntegerField(default=0)
    delegations_published = models.PositiveIntegerField(default=0)
    is_last = models.BooleanField(default=False)
    made_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0.0)
    fingerprint = models.CharField(max_length=64, blank=True)
    packed = models.BinaryField(null=True)
    page = models.JSONField(default=dict)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(made_at=None) | models.Q(packed__isnull=False), name="picture_has_its_record"
            ),
        )

    def __str__(self) -> str:
        return f"{self.consultation_id}"

    @property
    def record(self) -> dict[str, Any] | None:
        """The whole record as it may be shown, for the file of the result."""
        return dict(json.loads(zlib.decompress(bytes(self.packed)))) if self.packed is not None else None


class DelegationsAgreed(models.Model):
    """A party that agrees that delegations vote in a consultation, beside their people."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="delegations_agreed")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    agreed_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("consultation", "member"), name="delegations_agreed_once"),)

    def __str__(self) -> str:
        return f"{self.member}"


class ImportDraft(models.Model):
    """Files of a consultation from elsewhere, between the look at them and the decision; gone after a day."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.CASCADE, related_name="+")
    statements = models.BinaryField()
    votes = models.BinaryField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.pk}"

"""A text that parties work on, paragraph by paragraph: every wording, every proposal, what parties attach, adoption.

Nothing is overwritten: a wording, a proposal and a note are rows that stay. Stands on `meeting`.
"""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues.models.meeting import RULES, Act, Dialogue, person_on_the_record
from passerelle_web.people.models import Member

LONGEST_PARAGRAPH = 6_000


class DraftKind(models.TextChoices):
    """What a text is to become. The chair's summary is hers alone and is never agreed text."""

    CONCLUSIONS = "conclusions", _("draft conclusions")
    SUMMARY = "summary", _("chair’s summary")


class DraftState(models.TextChoices):
    """Where a text is."""

    OPEN = "open", _("open to proposals")
    SILENCE = "silence", _("under silence")
    ADOPTED = "adopted", _("adopted")
    CLOSED = "closed", _("closed without adoption")


class Draft(models.Model):
    """A text of a dialogue."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="drafts")
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=DraftKind.choices, default=DraftKind.CONCLUSIONS)
    language = models.CharField(_("language"), max_length=8)
    rule = models.PositiveSmallIntegerField(_("attribution"), choices=RULES.items(), default=Rule.MEMBER)
    state = models.CharField(_("state"), max_length=8, choices=DraftState.choices, default=DraftState.OPEN)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state=DraftState.ADOPTED, adopted_at__isnull=False)
                | ~models.Q(state=DraftState.ADOPTED) & models.Q(adopted_at=None),
                name="adopted_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=DraftKind.CONCLUSIONS)
                | models.Q(state__in=(DraftState.OPEN, DraftState.CLOSED)),
                name="a_summary_is_never_agreed",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("dialogues:draft", args=(self.dialogue_id, self.pk))


class Paragraph(models.Model):
    """A paragraph of a text; what it says is in its wordings. A removed one keeps its place and its history."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="paragraphs")
    # between two places there is always a third
    place = models.FloatField()
    number = models.PositiveIntegerField(default=1)
    is_heading = models.BooleanField(_("heading"), default=False)
    is_removed = models.BooleanField(default=False)

    class Meta:
        ordering = ("place", "pk")
        constraints = (models.UniqueConstraint(fields=("draft", "place"), name="one_paragraph_per_place"),)

    def __str__(self) -> str:
        return f"{self.draft}: {self.place:g}"


class Wording(models.Model):
    """What a paragraph says in one version; the newest number is what stands."""

    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="wordings")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("paragraph", "number"), name="one_wording_per_number"),)

    def __str__(self) -> str:
        return f"{self.number}"


class Change(models.TextChoices):
    """What a proposal asks for."""

    REPLACE = "replace", _("another wording")
    INSERT = "insert", _("a new paragraph after it")
    REMOVE = "remove", _("to leave it out")


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("open")
    BRACKETED = "bracketed", _("in brackets, as an alternative")
    ACCEPTED = "accepted", _("accepted")
    MERGED = "merged", _("merged with others")
    REJECTED = "rejected", _("not taken up")
    WITHDRAWN = "withdrawn", _("withdrawn")


STANDING = (ProposalState.OPEN, ProposalState.BRACKETED)


class Proposal(Act):
    """A delegation's proposal on a wording, or on another proposal; with its reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="proposals")
    on_number = models.PositiveIntegerField()
    amends = models.ForeignKey("self", on_delete=models.PROTECT, related_name="amendments", null=True, blank=True)
    change = models.CharField(_("proposal"), max_length=8, choices=Change.choices, default=Change.REPLACE)
    text = models.TextField(_("text"), blank=True, max_length=LONGEST_PARAGRAPH)
    reason = models.TextField(_("reason"), max_length=4_000)
    language = models.CharField(_("language of the reason"), max_length=8)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="proposals", null=True, blank=True)
    made_on = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)

    class Meta:
        ordering = ("made_on", "pk")
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        indexes = (models.Index(fields=("paragraph", "state"), name="proposals_of_a_paragraph"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(change=Change.REMOVE) | ~models.Q(text=""),
                name="proposal_has_a_text",
                violation_error_message=_("There is no text."),
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=STANDING) & models.Q(decided_at=None)
                | ~models.Q(state__in=STANDING) & models.Q(decided_at__isnull=False),
                name="decided_at_a_time",
            ),
            person_on_the_record("proposal"),
        )

    def __str__(self) -> str:
        return f"{self.get_change_display()}"

    def get_absolute_url(self) -> str:
        """Where it stands in its text."""
        return f"{self.paragraph.draft.get_absolute_url()}#p{self.pk}"

    @property
    def trail_name(self) -> str:
        """The text alone: who proposed is told by the text, as its rule lets."""
        return str(self.paragraph.draft)


class NoteKind(models.TextChoices):
    """How far a party goes along with a paragraph."""

    AD_REFERENDUM = "ad_referendum", _("ad referendum: subject to confirmation at home")
    RESERVATION = "reservation", _("reservation")
    EXPLANATION = "explanation", _("explanation of position")
    DISASSOCIATION = "disassociation", _("disassociation")


class Note(Act):
    """What a party attaches to a paragraph, or to the whole text; its own word, and its own to withdraw."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="notes")
    paragraph = models.ForeignKey(Paragraph, on_delete=models.PROTECT, related_name="notes", null=True, blank=True)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("kind"), max_length=14, choices=NoteKind.choices)
    text = models.TextField(_("text"), blank=True, max_length=4_000)
    language = models.CharField(_("language"), max_length=8)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("made_at", "pk")
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = (person_on_the_record("note"),)

    def __str__(self) -> str:
        return f"{self.draft}: {self.member}"


class Silence(models.Model):
    """A silence procedure on a text as it stood: it is adopted at the deadline unless a party breaks silence."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="silences")
    opened_at = models.DateTimeField(default=timezone.now)
    deadline = models.DateTimeField(_("deadline"))
    # paragraphs as they stood: [[place, heading, text], …]
    text = models.JSONField()
    state = models.CharField(
        max_length=8,
        choices=[("running", _("running")), ("broken", _("broken")), ("adopted", _("adopted"))],
        default="running",
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-opened_at",)
        verbose_name = _("silence procedure")
        verbose_name_plural = _("silence procedures")
        constraints = (
            models.UniqueConstraint(fields=("draft",), condition=models.Q(state="running"), name="one_running_silence"),
            models.CheckConstraint(
                condition=models.Q(deadline__gt=models.F("opened_at")), name="silence_ends_after_it_begins"
            ),
        )

    def __str__(self) -> str:
        return f"{self.draft}: {self.deadline:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("dialogues:silence", args=(self.draft.dialogue_id, self.pk))


class Receipt(Act):
    """What a party did in a silence procedure, with the server's time: it received the text, it broke silence."""

    silence = models.ForeignKey(Silence, on_delete=models.PROTECT, related_name="receipts")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="receipts")
    received_at = models.DateTimeField(null=True, blank=True)
    broke_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, max_length=4_000)
    language = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ("member__name",)
        constraints = (
            models.UniqueConstraint(fields=("silence", "member"), name="one_receipt_per_party"),
            person_on_the_record("receipt"),
        )

    def __str__(self) -> str:
        return f"{self.silence}: {self.member}"

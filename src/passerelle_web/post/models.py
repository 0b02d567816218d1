"""The outbox, what people follow and hear of, the addresses to which they answer, and what came in.

Holds no rule of when a letter is tried; that is `rules`. Stands on `people`.
"""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.people.models import User


class State(models.TextChoices):
    """How far a letter is."""

    WAITING = "waiting", _("waits")
    SENDING = "sending", _("is being sent")
    SENT = "sent", _("sent")
    UNSURE = "unsure", _("perhaps sent")
    FAILED = "failed", _("failed")


class Letter(models.Model):
    """A mail that goes out once. Its words and its address are erased when it is sent."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to_person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    to_address = models.EmailField(blank=True)
    kind = models.CharField(_("kind"), max_length=60)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=2, default="en")
    about_kind = models.CharField(max_length=80, blank=True)
    about_key = models.CharField(max_length=200, blank=True)
    # further headers, such as the thread, where to answer, and how to hear no more
    headers = models.JSONField(default=dict, blank=True)
    # the same letter is not written twice: who writes it says what is the same
    once = models.CharField(max_length=200, null=True, blank=True, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    fault = models.CharField(_("why"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("written"), default=timezone.now)
    next_try_at = models.DateTimeField(_("next try"), default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = (models.Index(fields=("state", "next_try_at"), name="letter_by_turn"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=State.values), name="letter_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(state=State.SENT, sent_at__isnull=False)
                | (~models.Q(state=State.SENT) & models.Q(sent_at=None)),
                name="sent_letters_are_dated",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.SENT) | models.Q(text="", html="", to_address=""),
                name="sent_letters_hold_no_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def trail_name(self) -> str:
        """The kind: the trail names no person and quotes no letter."""
        return self.kind


class Rhythm(models.TextChoices):
    """How often a person hears of what she follows."""

    IMMEDIATE = "immediate", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")
    NONE = "none", _("not by mail")


class Habit(models.Model):
    """How a person hears of things, and up to when she has."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="habit", primary_key=True)
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm.choices, default=Rhythm.DAILY)
    hour = models.PositiveSmallIntegerField(_("hour, in UTC"), default=6)
    weekday = models.PositiveSmallIntegerField(_("day of the week"), default=0)
    told_daily = models.DateTimeField(default=timezone.now)
    told_weekly = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("habit")
        verbose_name_plural = _("habits")
        constraints = (
            models.CheckConstraint(condition=models.Q(rhythm__in=Rhythm.values), name="habit_rhythm_is_known"),
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="hour_of_a_day"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="day_of_a_week"),
        )

    def __str__(self) -> str:
        return str(self.get_rhythm_display())


class Following(models.Model):
    """A person follows a topic; one that she stopped stays, so that no room makes her follow it again."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="followings")
    topic = models.CharField(max_length=200, db_index=True)
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm.choices, blank=True)
    since = models.DateTimeField(default=timezone.now)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("topic",)
        verbose_name = _("followed topic")
        verbose_name_plural = _("followed topics")
        constraints = (
            models.UniqueConstraint(fields=("person", "topic"), name="a_topic_is_followed_once"),
            models.CheckConstraint(
                condition=models.Q(rhythm__in=["", *Rhythm.values]), name="following_rhythm_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.topic


class Item(models.Model):
    """One piece of news of a topic, in the words of the room that tells it, in every language of the interface.

    It holds nothing of who did it beyond those words. `reach` says who may hear of it; it is asked again for each mail.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    topic = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    said = models.JSONField()
    actor = models.JSONField(default=dict, blank=True)
    address = models.JSONField(default=dict, blank=True)
    reach = models.JSONField()

    class Meta:
        ordering = ("at", "pk")
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")
        indexes = (models.Index(fields=("topic", "at"), name="news_by_topic"),)
        constraints = (models.CheckConstraint(condition=~models.Q(topic=""), name="news_has_a_topic"),)

    def __str__(self) -> str:
        return f"{self.topic} {self.kind}"


class AnswerAddress(models.Model):
    """Where one person answers to one topic. The address itself is made of this row and a signature."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="answer_addresses")
    topic = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "topic"), name="one_answer_address_per_topic"),)

    def __str__(self) -> str:
        return self.topic


class Received(models.Model):
    """A message that came in, by its fingerprint, so that it counts once. Nothing of what it said is kept."""

    fingerprint = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    outcome = models.CharField(max_length=20)

    class Meta:
        ordering = ("-at",)
        verbose_name = _("message that came in")
        verbose_name_plural = _("messages that came in")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.outcome}"

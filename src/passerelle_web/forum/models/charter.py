"""The charter of the forum: every version whole, by articles, with the few figures that the forum works by.

A version is never changed; a trigger keeps it so (migration 0005). Which one is in force follows from the decisions
that adopted them. Stands on `people`.
"""

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues.models.meeting import RULES
from passerelle_web.forum.models.wording import words
from passerelle_web.people.models import Kind

LONGEST_ARTICLE = 6_000


class Rotation(models.TextChoices):
    """By what the chair of a year rotates."""

    KIND = "kind", _("kind of member")
    REGION = "region", _("region of the world")


class CharterVersion(models.Model):
    """One version of the charter. It is a draft until a decision of the steering group adopts it."""

    number = models.PositiveIntegerField(unique=True)
    language = models.CharField(_("language"), max_length=8)
    reason = words(_("reason"), 4_000)
    rotation = models.CharField(_("the chair rotates by"), max_length=8, choices=Rotation.choices)
    term_years = models.PositiveSmallIntegerField(_("years for which a seat is held"))
    silence_days = models.PositiveSmallIntegerField(_("days that a silence procedure lasts at least"))
    attribution = models.PositiveSmallIntegerField(_("attribution"), choices=RULES.items(), default=Rule.MEMBER)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("version of the charter")
        verbose_name_plural = _("versions of the charter")
        constraints = (
            models.CheckConstraint(condition=models.Q(number__gte=1), name="charters_count_from_one"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="charter_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(term_years__gte=1, term_years__lte=20),
                name="seats_are_held_for_years",
                violation_error_message=_("A seat is held for one to twenty years."),
            ),
            models.CheckConstraint(
                condition=models.Q(silence_days__gte=1, silence_days__lte=90),
                name="silence_lasts_a_day",
                violation_error_message=_("A silence procedure lasts from one day to ninety."),
            ),
            models.CheckConstraint(condition=models.Q(attribution__in=[*RULES]), name="charter_rule_is_known"),
        )

    def __str__(self) -> str:
        return str(_("Charter, version {number}")).format(number=self.number)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("forum:charter-version", args=(self.number,))


class Article(models.Model):
    """An article of a version. The same `key` in another version is the same article, worded then."""

    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="articles")
    place = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    heading = models.CharField(_("heading"), max_length=120)
    text = words(_("text"), LONGEST_ARTICLE)

    class Meta:
        ordering = ("place",)
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = (
            models.UniqueConstraint(fields=("version", "place"), name="one_article_per_place"),
            models.UniqueConstraint(fields=("version", "key"), name="one_article_per_key"),
            models.CheckConstraint(condition=~models.Q(heading="") & ~models.Q(text=""), name="article_says_something"),
        )

    def __str__(self) -> str:
        return f"{self.place}. {self.heading}"


class SeatShare(models.Model):
    """How many seats of the steering group a version gives to a kind of member."""

    version = models.ForeignKey(CharterVersion, on_delete=models.PROTECT, related_name="shares")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    many = models.PositiveSmallIntegerField(_("seats"))

    class Meta:
        ordering = ("pk",)
        verbose_name = _("seats of a kind")
        verbose_name_plural = _("seats of kinds")
        constraints = (
            models.UniqueConstraint(fields=("version", "kind"), name="one_share_per_kind"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="share_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(many__gte=1, many__lte=60),
                name="a_share_has_a_seat",
                violation_error_message=_("Give one seat to sixty, or none to this kind."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.many}"

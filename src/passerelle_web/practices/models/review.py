"""What peers say of a version, and what members report who tried a practice.

That a review and a report are of another member than the author's is a trigger (migration 0002), and so is that nothing
is published which two members do not recommend. Stands on `practice`.
"""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from passerelle_web.people.models import Member, User
from passerelle_web.practices.models.practice import Practice, Version

LONGEST = 10_000


class Judgement(models.TextChoices):
    """What a reviewer says of one criterion."""

    YES = "yes", _("yes")
    PARTLY = "partly", _("in part")
    NO = "no", _("no")


# What every review answers: a question, and what to look for.
CRITERIA = {
    "clarity": (
        _("Is it clear what was done?"),
        _("Somebody who was not there could do it: who did what, with whom, in which order."),
    ),
    "evidence": (
        _("Does the evidence match its grade?"),
        _("The grade says how the result was found. Compare what is told with what the grade takes."),
    ),
    "results": (
        _("Are the results stated with their sources?"),
        _("An indicator, a value before and after where there is one, and where it can be looked up."),
    ),
    "transfer": (
        _("Are the conditions for doing it elsewhere told?"),
        _("What has to be there: laws, offices, money, people, trust."),
    ),
    "failed": (
        _("Is it told what failed?"),
        _("Nothing works as planned. A practice that tells of no failure is not told whole."),
    ),
    "rights": (
        _("Were the rights of the people concerned considered?"),
        _("Which rights it touches, what was done about them, who could complain and to whom."),
    ),
}


class Recommendation(models.TextChoices):
    """What a reviewer recommends."""

    ACCEPT = "accept", _("publish it")
    REVISE = "revise", _("revise it first")
    DECLINE = "decline", _("do not publish it")


def whole_form(given: Any) -> None:
    """Refuse a form in which a criterion has no judgement, or one that is not whole has no comment."""
    if not isinstance(given, dict) or set(given) != set(CRITERIA):
        raise ValidationError(gettext("Judge every criterion."))
    for name, told in given.items():
        judgement, comment = told.get("judgement"), str(told.get("comment", "")).strip()
        if judgement not in Judgement.values or (judgement != Judgement.YES and not comment):
            raise ValidationError(
                gettext("“{question}” wants a judgement, and a comment where it is not a plain yes.").format(
                    question=CRITERIA[name][0]
                )
            )


class Review(models.Model):
    """What one member says of one version, by one of its people; never changed."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="reviews")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="practice_reviews")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="practice_reviews")
    judgements = models.JSONField(validators=[whole_form])
    recommendation = models.CharField(_("recommendation"), max_length=8, choices=Recommendation.choices)
    text = models.TextField(_("to the authors"), max_length=LONGEST, blank=True)
    language = models.CharField(_("language"), max_length=2)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "member"),
                name="one_review_of_a_member",
                violation_error_message=_("This member has reviewed this version already."),
            ),
            models.UniqueConstraint(
                fields=("version", "by"),
                name="one_review_of_a_person",
                violation_error_message=_("You have reviewed this version already."),
            ),
            models.CheckConstraint(
                condition=models.Q(recommendation__in=Recommendation.values), name="recommendation_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.version}: {self.member}"


class Outcome(models.TextChoices):
    """What came of trying a practice elsewhere."""

    WORKED = "worked", _("it worked")
    PARTLY = "partly", _("it worked in part")
    NOT = "not", _("it did not work")


class Tried(models.Model):
    """A report of a member that tried a practice: where, when, how it was adapted, what came of it.

    One that is hidden stays stored, and its place says why.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="reports")
    version = models.PositiveIntegerField()  # the number of the version that was tried
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="practice_reports")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="practice_reports")
    place = models.CharField(_("country or territory"), max_length=3)
    since = models.CharField(_("since"), max_length=10)
    until = models.CharField(_("until"), max_length=10, blank=True)
    adapted = models.TextField(_("how it was adapted"), max_length=LONGEST)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    indicator = models.CharField(_("indicator"), max_length=300, blank=True)
    before = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    after = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    source = models.CharField(_("source"), max_length=600, blank=True)
    grade = models.PositiveSmallIntegerField(_("evidence grade"))
    change = models.TextField(_("what to change"), max_length=LONGEST, blank=True)
    language = models.CharField(_("language"), max_length=2)
    at = models.DateTimeField(default=timezone.now)
    is_hidden = models.BooleanField(default=False)
    hidden_for = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("report of who tried it")
        verbose_name_plural = _("reports of who tried it")
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("practice", "is_hidden", "outcome"), name="reports_of_a_practice"),)
        constraints = (
            models.CheckConstraint(condition=models.Q(outcome__in=Outcome.values), name="outcome_is_known"),
            models.CheckConstraint(condition=models.Q(grade__gte=1, grade__lte=7), name="report_grade_is_known"),
            models.CheckConstraint(
                condition=models.Q(is_hidden=False, hidden_for="")
                | (models.Q(is_hidden=True) & ~models.Q(hidden_for="")),
                name="report_hidden_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(before=None, after=None) | ~models.Q(indicator=""),
                name="a_value_has_an_indicator",
                violation_error_message=_("Say of which indicator the values are."),
            ),
            models.CheckConstraint(
                condition=models.Q(after=None) | ~models.Q(source=""),
                name="a_value_has_a_source",
                violation_error_message=_("Say where the value can be looked up."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.member}, {self.place}"

    def get_absolute_url(self) -> str:
        """Where it stands on the page of its practice."""
        return f"{reverse('practices:practice', args=(self.practice_id,))}#tried-{self.pk}"

    @property
    def trail_name(self) -> str:
        """The practice and the member: the trail names no person."""
        return f"{self.practice}: {self.member}"

"""Help with capacity: what a member asks for, what others offer, the terms both agree to, missions, what came of it.

Nothing is overwritten: terms are versions, reports are added, states are dated. Stands on `measures` and `plans`.
"""

import uuid

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.forum.models.wording import words
from passerelle_web.measures.models import Measure
from passerelle_web.people.models import DatedQuerySet, Member, User
from passerelle_web.people.themes import theme_name
from passerelle_web.plans.models import Plan, Pledge

LONGEST = 20_000


class HelpRequest(models.Model):
    """A member that asks for help: with what, for which theme, measure or plan, when, and what it brings itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="help_requests")
    title = models.CharField(_("title"), max_length=200)
    need = words(_("what help is asked for"), LONGEST)
    brings = words(_("what the member brings itself"), 4_000)
    language = models.CharField(_("language"), max_length=8)
    wanted_languages = models.JSONField(_("languages of the help"), default=list, blank=True)
    theme = models.CharField(_("theme"), max_length=60)
    measure = models.ForeignKey(Measure, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    plan = models.ForeignKey(Plan, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    place = models.CharField(_("country or territory"), max_length=3, blank=True)
    wanted_from = models.DateField(_("from"), null=True, blank=True)
    wanted_until = models.DateField(_("to"), null=True, blank=True)
    is_public = models.BooleanField(_("read by everybody"), default=True)
    made_on = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)
    closed_for = words(_("reason"), 4_000, blank=True)

    class Meta:
        ordering = ("-made_on", "title")
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(title="") & ~models.Q(need="") & ~models.Q(brings=""), name="help_says_with_what"
            ),
            models.CheckConstraint(
                condition=models.Q(wanted_from=None) | models.Q(wanted_until=None)
                | models.Q(wanted_until__gte=models.F("wanted_from")),
                name="help_ends_after_it_begins",
                violation_error_message=_("The end has to come after the beginning."),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on=None, closed_for="")
                | models.Q(closed_on__isnull=False) & ~models.Q(closed_for=""),
                name="help_is_closed_for_a_reason",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("forum:help", args=(self.pk,))

    @property
    def is_open(self) -> bool:
        """Can others still offer?"""
        return self.closed_on is None

    @property
    def theme_name(self) -> str:
        """Its theme in the reader's language."""
        return theme_name(self.theme)

    @property
    def trail_name(self) -> str:
        """The title of what everybody reads; of the rest the trail keeps the key alone."""
        return self.title if self.is_public else ""


class OfferState(models.TextChoices):
    """What was answered to an offer."""

    OPEN = "open", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Offer(models.Model):
    """What a member offers to another that asked: what, who pays, when. Accepted, it goes on to terms and missions."""

    request = models.ForeignKey(HelpRequest, on_delete=models.PROTECT, related_name="offers")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="help_offers")
    what = words(_("what is offered"), LONGEST)
    pays = words(_("who pays for what"), 4_000)
    begins = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("to"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=8)
    made_on = models.DateField(default=timezone.localdate)
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    decided_on = models.DateField(null=True, blank=True)
    why = words(_("reason"), 4_000, blank=True)
    # what the helper commits itself to, of its own will: the one kind of commitment that this site has
    pledge = models.ForeignKey(Pledge, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ("made_on", "pk")
        verbose_name = _("offer of help")
        verbose_name_plural = _("offers of help")
        constraints = (
            models.UniqueConstraint(
                fields=("request", "member"), condition=models.Q(state__in=("open", "accepted")),
                name="one_standing_offer_per_member",
                violation_error_message=_("This member has an offer that stands already."),
            ),
            models.CheckConstraint(condition=~models.Q(what="") & ~models.Q(pays=""), name="offer_says_what"),
            models.CheckConstraint(
                condition=models.Q(begins=None) | models.Q(ends=None) | models.Q(ends__gte=models.F("begins")),
                name="offer_ends_after_it_begins",
                violation_error_message=_("The end has to come after the beginning."),
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_on=None)
                | models.Q(state__in=("accepted", "withdrawn"), decided_on__isnull=False)
                | (models.Q(state="declined", decided_on__isnull=False) & ~models.Q(why="")),
                name="offer_is_declined_for_a_reason",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.member}: {self.request}"

    def get_absolute_url(self) -> str:
        """Its page, where what follows from it is worked on."""
        return reverse("forum:offer", args=(self.request_id, self.pk))

    @property
    def trail_name(self) -> str:
        """The request, as far as it may be named."""
        return self.request.trail_name


class Terms(models.Model):
    """A version of the terms of reference. It holds once both members have agreed to this very version."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveIntegerField()
    text = words(_("terms of reference"), LONGEST)
    language = models.CharField(_("language"), max_length=8)
    written_for = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    asker_agreed_at = models.DateTimeField(null=True, blank=True)
    helper_agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-number",)
        verbose_name = _("terms of reference")
        verbose_name_plural = _("terms of reference")
        constraints = (
            models.UniqueConstraint(fields=("offer", "number"), name="one_wording_of_terms_per_number"),
            models.CheckConstraint(condition=~models.Q(text=""), name="terms_say_something"),
        )

    def __str__(self) -> str:
        return f"{self.offer}, {self.number}"

    @property
    def is_agreed(self) -> bool:
        """Have both members agreed to this version?"""
        return self.asker_agreed_at is not None and self.helper_agreed_at is not None


class Mission(models.Model):
    """When and where people went or met, and in which roles. Outside it is told by roles, never by names."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="missions")
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=8)
    where = models.CharField(_("where"), max_length=200, blank=True)
    begins = models.DateField(_("from"))
    ends = models.DateField(_("to"))

    class Meta:
        ordering = ("begins", "pk")
        verbose_name = _("mission")
        verbose_name_plural = _("missions")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("begins")),
                name="mission_ends_after_it_begins",
                violation_error_message=_("The end has to come after the beginning."),
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="mission_has_a_title"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def trail_name(self) -> str:
        """The request, as far as it may be named."""
        return self.offer.trail_name


class MissionRole(models.Model):
    """What somebody does on a mission. Who it is, the two members alone see."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(_("role"), max_length=120)
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="mission_roles", null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=~models.Q(role=""), name="mission_role_has_a_name"),)

    def __str__(self) -> str:
        return self.role


class MissionReport(models.Model):
    """What one of the two members reports of a mission. A further report stands beside the first."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="reports")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    text = words(_("report"), LONGEST)
    language = models.CharField(_("language"), max_length=8)
    on = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ("on", "pk")
        verbose_name = _("report on a mission")
        verbose_name_plural = _("reports on missions")
        constraints = (models.CheckConstraint(condition=~models.Q(text=""), name="mission_report_says_something"),)

    def __str__(self) -> str:
        return f"{self.mission}: {self.on}"


class Result(models.Model):
    """What came of the help: in words, by an indicator where there is one, and what others can learn from it."""

    offer = models.OneToOneField(Offer, on_delete=models.PROTECT, related_name="result")
    text = words(_("what came of it"), LONGEST)
    indicator = models.CharField(_("indicator"), max_length=200, blank=True)
    before = models.CharField(_("before"), max_length=60, blank=True)
    after = models.CharField(_("after"), max_length=60, blank=True)
    lesson = words(_("what others can learn from it"), 4_000)
    language = models.CharField(_("language"), max_length=8)
    on = models.DateField(default=timezone.localdate)
    # where a draft practice was made of it, the address of that
    practice = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("result of help")
        verbose_name_plural = _("results of help")
        constraints = (
            models.CheckConstraint(condition=~models.Q(text="") & ~models.Q(lesson=""), name="result_says_something"),
            models.CheckConstraint(
                condition=~models.Q(indicator="") | models.Q(before="", after=""),
                name="values_have_an_indicator",
                violation_error_message=_("Say what the values before and after are values of."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.offer}"

    @property
    def trail_name(self) -> str:
        """The request, as far as it may be named."""
        return self.offer.trail_name


class Ability(models.Model):
    """What a member says it can help with, without being asked yet, from a day up to another."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="abilities")
    theme = models.CharField(_("theme"), max_length=60)
    what = words(_("what you can help with"), 4_000)
    language = models.CharField(_("language"), max_length=8)
    languages = models.JSONField(_("languages of the help"), default=list, blank=True)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("theme", "member__name", "pk")
        verbose_name = _("help that a member can give")
        verbose_name_plural = _("help that members can give")
        constraints = (
            models.CheckConstraint(condition=~models.Q(what=""), name="ability_says_what"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="ability_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.member}: {self.theme}"

    @property
    def theme_name(self) -> str:
        """Its theme in the reader's language."""
        return theme_name(self.theme)

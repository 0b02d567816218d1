"""A dialogue, its parties, who chairs it, its sessions and their agenda.

What must hold always is a constraint; that a rule of attribution is never loosened is a trigger. Stands on `people`.
"""

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from passerelle.base.corridors import Corridor, named_routes
from passerelle.base.groupings import grouping_of
from passerelle.base.words import say
from passerelle.dialogue.attribution import Rule
from passerelle_web.people.models import DatedQuerySet, Member, User

RULES = {
    Rule.RECORD: _("on the record"),
    Rule.MEMBER: _("to the member, not the person"),
    Rule.CHATHAM: _("Chatham House rule: neither person nor member"),
    Rule.CLOSED: _("closed: for the parties alone"),
}


class Stage(models.TextChoices):
    """How far a dialogue is."""

    PREPARATION = "preparation", _("preparation")
    EXCHANGE = "exchange", _("exchange")
    DRAFTING = "drafting", _("drafting")
    CONCLUSIONS = "conclusions", _("conclusions")
    FOLLOW_UP = "follow_up", _("follow-up")


class Scope(models.TextChoices):
    """What a dialogue is about."""

    CORRIDOR = "corridor", _("a corridor")
    ROUTE = "route", _("a route")
    REGION = "region", _("a region")
    WORLD = "world", _("the world")


class Constituency(models.TextChoices):
    """By what parties are told apart where members may not be named, and in which blocs consensus is sought."""

    KIND = "kind", _("kind of member")
    REGION = "region", _("region of the world")
    PROFILE = "profile", _("origin, transit or destination")


class Profile(models.TextChoices):
    """What a party is on the way of migrants, by its own word."""

    ORIGIN = "origin", _("mostly origin")
    TRANSIT = "transit", _("mostly transit")
    DESTINATION = "destination", _("mostly destination")
    SEVERAL = "several", _("several of these")
    NONE = "none", _("no state")


_NAMED = {name: ~models.Q(**{name: ""}) for name in ("origin", "destination", "route", "region")}
_EMPTY = {name: models.Q(**{name: ""}) for name in _NAMED}
_PLACED = (
    models.Q(scope=Scope.CORRIDOR) & _NAMED["origin"] & _NAMED["destination"] & _EMPTY["route"] & _EMPTY["region"]
    | models.Q(scope=Scope.ROUTE) & _NAMED["route"] & _EMPTY["origin"] & _EMPTY["destination"] & _EMPTY["region"]
    | models.Q(scope=Scope.REGION) & _NAMED["region"] & _EMPTY["origin"] & _EMPTY["destination"] & _EMPTY["route"]
    | models.Q(scope=Scope.WORLD) & _EMPTY["origin"] & _EMPTY["destination"] & _EMPTY["route"] & _EMPTY["region"]
)


class Dialogue(models.Model):
    """Members who exchange on a theme, along a corridor, a route, in a region or the world. Non-binding."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(_("title"), max_length=200)
    purpose = models.TextField(_("purpose"), blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    theme = models.CharField(_("theme"), max_length=60)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope.choices)
    origin = models.CharField(_("origin"), max_length=3, blank=True)
    destination = models.CharField(_("destination"), max_length=3, blank=True)
    route = models.CharField(_("route"), max_length=60, blank=True)
    region = models.CharField(_("region"), max_length=60, blank=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.PREPARATION)
    rule = models.PositiveSmallIntegerField(_("attribution"), choices=RULES.items(), default=Rule.MEMBER)
    constituency = models.CharField(
        _("constituencies"), max_length=8, choices=Constituency.choices, default=Constituency.KIND
    )
    is_public = models.BooleanField(_("read by everybody"), default=True)
    begins = models.DateField(_("begins"))
    ends = models.DateField(_("ends"), null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    is_demonstration = models.BooleanField(default=False)
    # the number of the newest contribution, so that the next is given without counting
    newest = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("-begins", "title")
        verbose_name = _("dialogue")
        verbose_name_plural = _("dialogues")
        indexes = (
            models.Index(fields=("origin", "destination"), name="dialogues_of_a_corridor"),
            models.Index(fields=("route",), name="dialogues_of_a_route"),
        )
        constraints = (
            models.CheckConstraint(
                condition=_PLACED,
                name="scope_names_its_places",
                violation_error_message=_("A corridor needs origin and destination; a route, a region its name."),
            ),
            models.CheckConstraint(
                condition=models.Q(origin="") | ~models.Q(origin=models.F("destination")), name="dialogue_on_a_corridor"
            ),
            models.CheckConstraint(condition=models.Q(rule__in=[*RULES]), name="dialogue_rule_is_known"),
            models.CheckConstraint(
                condition=models.Q(ends=None) | models.Q(ends__gte=models.F("begins")),
                name="dialogue_ends_after_it_begins",
                violation_error_message=_("The end has to come after the beginning."),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page, in the reader's language."""
        return reverse("dialogues:dialogue", args=(self.pk,))

    @property
    def place_name(self) -> str:
        """What it is about, in the reader's language; origin before destination."""
        language = get_language() or "en"
        if self.scope == Scope.CORRIDOR:
            ends = Corridor(self.origin, self.destination).places
            return " → ".join(place.name(language) for place in ends)
        if self.scope == Scope.ROUTE:
            return say(named_routes()[self.route].name, language)
        if self.scope == Scope.REGION:
            return say(grouping_of(self.region).name, language)
        return str(_("The world"))


class Party(models.Model):
    """A member that takes part in a dialogue, from a day up to another. Joining and withdrawing are its own acts."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="parties")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="parties", verbose_name=_("member"))
    profile = models.CharField(_("profile"), max_length=12, choices=Profile.choices, default=Profile.NONE)
    constituency = models.CharField(_("constituency"), max_length=60)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("member__name",)
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = (
            models.UniqueConstraint(
                fields=("dialogue", "member"),
                condition=models.Q(until=None),
                name="one_open_party_per_member",
                violation_error_message=_("This member takes part already."),
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="party_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~models.Q(constituency=""), name="party_has_a_constituency"),
        )

    def __str__(self) -> str:
        return str(self.member)


class OfficeRole(models.TextChoices):
    """What a person does for a dialogue, whatever her member."""

    CHAIR = "chair", _("chair")
    MODERATOR = "moderator", _("moderator")
    RAPPORTEUR = "rapporteur", _("rapporteur")


class Office(models.Model):
    """A person who chairs, moderates or reports on a dialogue, from a day up to another."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="offices")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="offices", verbose_name=_("person"))
    role = models.CharField(_("office"), max_length=10, choices=OfficeRole.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("role", "since", "pk")
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = (
            models.UniqueConstraint(
                fields=("dialogue", "person", "role"),
                condition=models.Q(until=None),
                name="one_open_office_per_role",
                violation_error_message=_("This person has this office already."),
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="office_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def trail_name(self) -> str:
        """The dialogue and the office: the trail names no person."""
        return f"{self.dialogue}: {self.role}"


class SessionQuerySet(models.QuerySet[Any]):
    """Sessions, by time."""

    def coming(self, moment: Any = None) -> Self:
        """Those that have not ended."""
        now = moment or timezone.now()
        return self.filter(models.Q(ends_at__gte=now) | models.Q(ends_at=None, starts_at__gte=now)).order_by(
            "starts_at"
        )


class Session(models.Model):
    """A meeting or a round of written exchange, with its own rule of attribution."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="sessions")
    title = models.CharField(_("title"), max_length=200)
    is_written = models.BooleanField(_("in writing"), default=False)
    rule = models.PositiveSmallIntegerField(_("attribution"), choices=RULES.items())
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    where = models.CharField(_("where"), max_length=300, blank=True)
    link = models.URLField(_("link to take part"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    minutes_language = models.CharField(max_length=8, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at",)
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = (
            models.CheckConstraint(condition=models.Q(rule__in=[*RULES]), name="session_rule_is_known"),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("starts_at")),
                name="session_ends_after_it_begins",
                violation_error_message=_("The end has to come after the beginning."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("dialogues:session", args=(self.dialogue_id, self.pk))

    def holds_on(self, day: date) -> bool:
        """Is it on that day?"""
        return self.starts_at.date() <= day <= (self.ends_at or self.starts_at).date()


class AgendaItem(models.Model):
    """One point of a session's agenda, in order."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="agenda")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(_("point"), max_length=300)
    speaker = models.CharField(_("introduced by"), max_length=200, blank=True)

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=("session", "place"), name="one_point_per_place"),)

    def __str__(self) -> str:
        return self.title


class Act(models.Model):
    """What a delegation did by its own word. The person stands in the row only where the rule lets her be named; else
    she lies under the seal, as whoever spoke does. `rule` is None on rows that are older than it."""

    rule = models.PositiveSmallIntegerField(choices=RULES.items(), null=True, blank=True, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def person_on_the_record(name: str) -> models.CheckConstraint:
    """The constraint that no act holds a person off the record."""
    return models.CheckConstraint(
        condition=models.Q(person=None) | models.Q(rule=Rule.RECORD), name=f"{name}_person_on_the_record"
    )

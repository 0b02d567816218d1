"""Who signs in, the members of the dialogue and who acts for them, and the trail of what was done.

Holds `User`, `Member`, `Department`, `Membership` and the append-only `Event`. Writing any is in `actions`. What must
hold always is a constraint; that a department is the member's own is a trigger (migration 0004). Ground of the site.
"""

from datetime import date
from typing import Any, NoReturn, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from passerelle.base.places import place_of

# The address of somebody who left: nobody reads it, and it says nothing of her.
GONE = "gone.invalid"


class TrailIsFixed(Exception):
    """An event was to be changed or removed; a mistake is answered by a further event."""


class UserManager(BaseUserManager["User"]):
    """Makes people; addresses are kept in small letters, as allauth seeks them."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a person who may sign in; without a password, only by another way of proving who one is."""
        if not email:
            raise ValueError("A person signs in with an e-mail address; none was given.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a person who runs this site."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person of an address, in any capitals."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who can sign in. The e-mail address is the login; leaving is `is_active=False`."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("runs this site"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # noqa: RUF012  Django's own shape

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.UniqueConstraint(Lower("email"), name="one_person_per_address"),
            models.CheckConstraint(condition=~models.Q(email=""), name="person_has_an_address"),
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="address_in_small_letters"),
        )

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_gone(self) -> bool:
        """Did she have her account deleted?"""
        return self.email.endswith("@" + GONE)

    @property
    def trail_name(self) -> str:
        """Nothing: the trail cannot be changed, so it names a person by her key alone and forgets with her."""
        return ""


class Kind(models.TextChoices):
    """What a member is."""

    STATE = "state", _("State")
    REGIONAL = "regional", _("Regional organisation")
    INTERNATIONAL = "international", _("United Nations or other international body")
    DIASPORA = "diaspora", _("Diaspora organisation")
    CIVIL_SOCIETY = "civil_society", _("Civil society")
    SOCIAL_PARTNER = "social_partner", _("Social partner")
    ACADEMIA = "academia", _("Academia")
    PRIVATE_SECTOR = "private_sector", _("Private sector")


# Several of a kind, as a heading says it.
TOGETHER = {
    Kind.STATE: _("States"),
    Kind.REGIONAL: _("Regional organisations"),
    Kind.INTERNATIONAL: _("United Nations and other international bodies"),
    Kind.DIASPORA: _("Diaspora organisations"),
    Kind.CIVIL_SOCIETY: _("Civil society"),
    Kind.SOCIAL_PARTNER: _("Social partners"),
    Kind.ACADEMIA: _("Academia"),
    Kind.PRIVATE_SECTOR: _("Private sector"),
}


class Role(models.TextChoices):
    """What a person is in a member."""

    DELEGATE = "delegate", _("Delegate")
    OBSERVER = "observer", _("Observer")
    MODERATOR = "moderator", _("Moderator")
    CHAIR = "chair", _("Chair")
    STEERING_GROUP = "steering_group", _("Steering group")
    SECRETARIAT = "secretariat", _("Secretariat")
    ADMINISTRATOR = "administrator", _("Administrator")


class DatedQuerySet(models.QuerySet[Any]):
    """Rows that hold from `since` up to, and not on, `until`."""

    def on(self, day: date) -> Self:
        """Those that hold on a day."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=day), since__lte=day)


class Member(models.Model):
    """An organisation that takes part. A state has its place; joining and leaving are dated."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40)
    slug = models.SlugField(_("address"), max_length=60, unique=True, allow_unicode=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    place = models.CharField(_("country or territory"), max_length=3, blank=True)
    since = models.DateField(_("member since"))
    until = models.DateField(_("member until"), null=True, blank=True)
    # invented, to show how it works; whatever it decides, asks or offers is marked by it
    is_demonstration = models.BooleanField(default=False, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = (
            models.UniqueConstraint(
                Lower("short_name"),
                name="one_member_per_short_name",
                violation_error_message=_("Another member has this short name."),
            ),
            models.UniqueConstraint(
                fields=("place",),
                condition=models.Q(kind=Kind.STATE, until=None),
                name="one_member_per_state",
                violation_error_message=_("This state is a member already."),
            ),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="member_kind_is_known"),
            models.CheckConstraint(
                condition=(models.Q(kind=Kind.STATE) & ~models.Q(place=""))
                | (~models.Q(kind=Kind.STATE) & models.Q(place="")),
                name="states_alone_have_a_place",
                violation_error_message=_("A state needs its country or territory, and only a state has one."),
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gt=models.F("since")),
                name="member_ends_after_it_begins",
                violation_error_message=_("The end has to come after the beginning."),
            ),
        )

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        """Its page, in the reader's language."""
        return reverse("people:member", args=(self.slug,))

    @property
    def place_name(self) -> str:
        """The state's country or territory in the reader's language."""
        return place_of(self.place).name(get_language() or "en") if self.place else ""

    def holds_on(self, day: date) -> bool:
        """Is it a member on that day?"""
        return self.since <= day and (self.until is None or day < self.until)


class Department(models.Model):
    """A part of a member that has people of its own: the two-person rule tells departments apart."""

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="departments", verbose_name=_("member"))
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ("name",)
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = (
            models.UniqueConstraint(
                "member",
                Lower("name"),
                name="one_department_per_name",
                violation_error_message=_("This member has a department of that name."),
            ),
        )

    def __str__(self) -> str:
        return self.name


def _in(role: str, member: str) -> str:
    return gettext("%(role)s in %(member)s") % {"role": role, "member": member}


class MembershipQuerySet(DatedQuerySet):
    """Memberships, by day."""

    def active_on(self, day: date) -> Self:
        """Those that hold, of members that hold, by people who may sign in."""
        member_holds = models.Q(member__until=None) | models.Q(member__until__gt=day)
        return self.on(day).filter(member_holds, member__since__lte=day, person__is_active=True)


class Membership(models.Model):
    """A person in a member, in one role, from a day up to another.

    One that ended on the day on which it began held on no day: it was taken back, and stays written down.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("person"))
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("member"))
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="memberships",
        null=True,
        blank=True,
        verbose_name=_("department"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ("member__name", "role", "since", "pk")
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        indexes = (models.Index(fields=("member", "until"), name="membership_by_member"),)
        constraints = (
            models.UniqueConstraint(
                fields=("person", "member", "role"),
                condition=models.Q(until=None),
                name="one_open_membership_per_role",
                violation_error_message=_("This person has that role in this member already."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_is_known"),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("The end has to come after the beginning."),
            ),
        )

    def __str__(self) -> str:
        return _in(self.get_role_display(), str(self.member))

    @property
    def trail_name(self) -> str:
        """The member alone: the trail names no person."""
        return str(self.member)


class EventQuerySet(models.QuerySet["Event"]):
    """Events are read and added, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise TrailIsFixed("Events are not changed; record a further one.")

    def delete(self) -> NoReturn:
        """Refused."""
        raise TrailIsFixed("Events are not removed; record a further one.")


class Event(models.Model):
    """One thing that was done: who, what, to what, when. Never changed, never removed.

    `by` is empty where the machine itself acted (a command, a scheduled task). `verb` reads `plan.adopted`.
    The subject is named by its kind and key, not by a foreign key, so that the trail outlives it.
    """

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True, editable=False)
    by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("who")
    )
    verb = models.CharField(_("what"), max_length=80)
    subject_kind = models.CharField(_("kind of subject"), max_length=80, blank=True)
    subject_key = models.CharField(_("key of the subject"), max_length=80, blank=True)
    subject_name = models.CharField(_("subject"), max_length=300, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = (models.Index(fields=("subject_kind", "subject_key"), name="event_by_subject"),)
        constraints = (models.CheckConstraint(condition=models.Q(verb__contains="."), name="verb_has_a_room"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_name}".rstrip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new event; one that is written stays as it is."""
        if not self._state.adding:
            raise TrailIsFixed("An event is not changed; record a further one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused."""
        raise TrailIsFixed("An event is not removed; record a further one.")

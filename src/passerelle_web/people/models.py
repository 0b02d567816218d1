"""Who signs in, and the trail of what was done.

Holds `User` and the append-only `Event`. Writing either is in `actions`. Ground of the site.
"""

from typing import Any, NoReturn

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TrailIsFixed(Exception):
    """An event was to be changed or removed; a mistake is answered by a further event."""


class UserManager(BaseUserManager["User"]):
    """Makes people; an address differs from another by more than its capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a person who may sign in; without a password, only by another way of proving who one is."""
        if not email:
            raise ValueError("A person signs in with an e-mail address; none was given.")
        user = self.model(email=self.normalize_email(email).strip(), **fields)
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
        )

    def __str__(self) -> str:
        return self.name or self.email


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

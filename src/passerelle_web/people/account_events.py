"""Leaves a trace of what people do with their accounts through allauth.

Signing in and out is not followed: the trail holds acts, not movements. Ground of the site.
"""

from typing import Any

from allauth.account import signals
from django.dispatch import receiver

from passerelle_web.people.actions import record
from passerelle_web.people.models import User


@receiver((signals.password_changed, signals.password_set))
def password_changed(user: User, **_more: Any) -> None:
    """By the person herself, signed in."""
    record("person.password_changed", user, by=user)


@receiver(signals.password_reset)
def password_reset(user: User, **_more: Any) -> None:
    """By the link in a mail."""
    record("person.password_reset", user, by=user)


@receiver(signals.email_confirmed)
def address_confirmed(email_address: Any, **_more: Any) -> None:
    """By the link in a mail. The trail does not hold the address."""
    record("person.address_confirmed", email_address.user, by=email_address.user)


@receiver(signals.email_changed)
def address_changed(user: User, from_email_address: Any = None, **_more: Any) -> None:
    """The person signs in with another address from now on; her first one is no change."""
    if from_email_address is not None:
        record("person.address_changed", user, by=user)

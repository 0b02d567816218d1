"""Leaves a trace of what people do with their accounts through allauth.

Signing in and out is not followed: the trail holds acts, not movements. Ground of the site.
"""

from typing import Any

from allauth.account import signals
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from allauth.socialaccount import signals as providers
from django.dispatch import receiver

from passerelle_web.people.actions import record
from passerelle_web.people.identity.providers import enter_bound_member
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


@receiver(factors.authenticator_added)
def second_factor_added(user: User, authenticator: Authenticator, **_more: Any) -> None:
    """An app or a passkey; recovery codes come along by themselves."""
    record("person.second_factor_added", user, by=user, kind=str(authenticator.type))


@receiver(factors.authenticator_removed)
def second_factor_removed(user: User, authenticator: Authenticator, **_more: Any) -> None:
    """By the person herself, who has just shown again who she is."""
    record("person.second_factor_removed", user, by=user, kind=str(authenticator.type))


@receiver(factors.authenticator_reset)
def recovery_codes_renewed(user: User, **_more: Any) -> None:
    """The codes before hold no more."""
    record("person.recovery_codes_renewed", user, by=user)


@receiver(providers.social_account_added)
def provider_connected(sociallogin: Any, **_more: Any) -> None:
    """An identity provider may sign her in from now on."""
    record("person.provider_connected", sociallogin.user, by=sociallogin.user, provider=sociallogin.account.provider)


@receiver(providers.social_account_removed)
def provider_disconnected(socialaccount: Any, **_more: Any) -> None:
    """It may not any more."""
    record("person.provider_disconnected", socialaccount.user, by=socialaccount.user, provider=socialaccount.provider)


@receiver(signals.user_logged_in)
def came_through_a_provider(user: User, sociallogin: Any = None, **_more: Any) -> None:
    """Whom a member's own provider let in is put into that member."""
    if sociallogin is not None:
        enter_bound_member(user, sociallogin.provider.app.settings)

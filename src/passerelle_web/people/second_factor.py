"""Who must have a second factor, and the door that leads her to set it up.

Signing in with one is allauth's; so are the codes and the keys. Ground of the site.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.people.models import User
from passerelle_web.people.permissions import Somebody, read_once, runs_the_forum

REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def must_have_one(somebody: Somebody) -> bool:
    """The secretariat and administrators, where the site asks it of them."""
    with read_once():
        return bool(settings.SECOND_FACTOR_REQUIRED) and bool(runs_the_forum.test(somebody))


def has_one(person: User) -> bool:
    """An app that makes codes, or a passkey. Recovery codes alone are none."""
    return Authenticator.objects.filter(user=person, type__in=REAL).exists()


class SecondFactors(DefaultMFAAdapter):
    """allauth's questions about second factors, answered."""

    error_messages = {  # noqa: RUF012  allauth's own shape
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": gettext_lazy("Turn the second factor off before you change the address."),
        "cannot_delete_authenticator": gettext_lazy(
            "The secretariat and administrators keep a second factor. Set up another one before you remove this."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Set up a second factor before you make recovery codes."),
        "incorrect_code": gettext_lazy("This code is not right. Look whether a new one shows by now."),
        "unverified_email": gettext_lazy("Confirm your e-mail address before you set up a second factor."),
    }

    def build_totp_svg(self, url: str) -> str:
        """The picture to scan, to stand in the page itself: without the head of a file, and with a name."""
        drawn = super().build_totp_svg(url)
        named = _("A picture for the camera of your app; the same as the key below.")
        return drawn[drawn.index("<svg") :].replace("<svg", f'<svg role="img" aria-label="{named}"', 1)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Who must have a second factor keeps at least one."""
        if not must_have_one(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=REAL).exclude(pk=authenticator.pk)
        return others.exists()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a passkey is called until she says otherwise."""
        there = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey %(number)s") % {"number": there + 1}


class LeadToSecondFactor:
    """Leads who must have a second factor and has none to the page where it is set up; all else waits until then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _named: Any) -> HttpResponse | None:
        """Before any page but those of the account itself."""
        if not settings.SECOND_FACTOR_REQUIRED or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if self._is_open(view):
            return None
        person = request.user
        if not isinstance(person, User) or not must_have_one(person) or has_one(person):
            return None
        if request.path_info.startswith("/api/"):  # a program is led nowhere: until then it is a visitor's
            request.user = AnonymousUser()
            return None
        messages.warning(request, _("Your role asks for a second factor. Set it up here; then everything is open."))
        return redirect("mfa_index")

    @staticmethod
    def _is_open(view: Any) -> bool:
        """allauth's pages, where it is set up and where she signs out."""
        return bool(view.__module__.startswith("allauth."))

"""Signing in through an organisation's own identity provider (OpenID Connect): whom it may vouch for, and for what.

The exchange is allauth's; here its tokens are always checked by their signature, and what the environment bound a
provider to is held. Ground of the site.
"""

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from requests import RequestException

from passerelle_web.people.actions import record
from passerelle_web.people.member_actions import enter
from passerelle_web.people.models import User
from passerelle_web.people.queries import member_of
from passerelle_web.people.refusals import CannotBeDone


class Checked(OpenIDConnectOAuth2Adapter):
    """allauth's exchange, with the signature checked always and one address to come back to in every language."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **told: Any) -> SocialLogin:
        """Who signs in: by a signed token always, and what is told besides it has to be of the same person.

        Raises
        ------
        OAuth2Error : no token came, or the two speak of different people.
        """
        if not told["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        login: SocialLogin = super().complete_login(request, app, token, **told)
        said = login.account.extra_data
        if said.get("userinfo", {}).get("sub") != said["id_token"]["sub"]:
            raise OAuth2Error("userinfo of another person")
        return login

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """The token of who signs in, checked by the provider's key, its name and ours."""
        told: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return told

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """The address that the provider is told: the same in all languages, as it has to know it beforehand."""
        come_back: str = build_absolute_uri(
            request, reverse("openid_connect_callback", args=(self.provider_id,)), self.redirect_uri_protocol
        )
        return come_back


class Provider(OpenIDConnectProvider):
    """allauth's provider, which exchanges as we do."""

    oauth2_adapter_class = Checked


@login_not_required
def begin(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Ask whether to go on, and lead to the provider.

    The way there is a page that leads on: our policy lets forms send to this site alone, and browsers hold a redirect
    after a form to it.
    """
    try:
        answer: HttpResponseBase = OAuth2LoginView.adapter_view(Checked(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    except RequestException:  # it could not even be asked where it is
        return render(request, "socialaccount/authentication_error.html", status=502)
    if answer.status_code == 302 and request.method == "POST":
        return render(request, "socialaccount/leading.html", {"to": answer["Location"]})
    return answer


@login_not_required
def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """What the provider says of who came back."""
    try:
        answer: HttpResponseBase = OAuth2CallbackView.adapter_view(Checked(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer


def _bound(login: SocialLogin) -> dict[str, Any]:
    """What the environment bound the provider to."""
    held: dict[str, Any] = login.provider.app.settings
    return held


class Providers(DefaultSocialAccountAdapter):
    """allauth's questions about identity providers, answered."""

    error_messages = {  # noqa: RUF012  allauth's own shape
        **DefaultSocialAccountAdapter.error_messages,
        "email_taken": gettext_lazy(
            "An account with this address exists already. Sign in to it, then connect %s on the page of your account."
        ),
        "invalid_token": gettext_lazy("The identity provider’s answer cannot be believed."),
        "no_password": gettext_lazy("Set a password first, so that you can still sign in."),
        "no_verified_email": gettext_lazy("Confirm your e-mail address first, so that you can still sign in."),
        "connected_other": gettext_lazy("This is connected to another account already."),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse addresses that are not the provider's own, before anything is written."""
        domains = _bound(sociallogin)["domains"]
        if not domains:  # it may say so, and is believed about no address
            for told in sociallogin.email_addresses:
                told.verified = False
        address = sociallogin.user.email if not sociallogin.is_existing else _told_address(sociallogin)
        if domains and address.rpartition("@")[2].lower() not in domains:
            said = _(
                "%(provider)s does not vouch for your address. Sign in with your password, or ask the secretariat."
            )
            refused = render(
                request,
                "socialaccount/authentication_error.html",
                {"said": said % {"provider": sociallogin.provider.name}},
                status=403,
            )
            raise ImmediateHttpResponse(refused)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Where the provider vouches for the address, or a mail can confirm it."""
        return bool(settings.SENDS_MAIL) or any(one.verified for one in sociallogin.email_addresses)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Address and name as the provider tells them."""
        person: User = super().populate_user(request, sociallogin, data)
        person.email = person.email.lower()
        person.name = str(data.get("name") or "").strip()[:200]
        return person

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Form | None = None) -> User:
        """Make the person, without a password, in the language of the page, and leave a trace."""
        person = sociallogin.user
        person.language = get_language() or "en"
        super().save_user(request, sociallogin, form)
        if form is None:
            record("person.signed_up", person, by=person)
        return person

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:
        """Back to the account's page."""
        return reverse("people:account")


def _told_address(login: SocialLogin) -> str:
    """The address that the provider tells now, of who signed in through it before."""
    told = login.account.extra_data
    for part in ("userinfo", "id_token"):
        if address := told.get(part, {}).get("email"):
            return str(address)
    return ""


def enter_bound_member(person: User, bound: dict[str, Any]) -> None:
    """Put who came through a member's provider into the member, once: who was removed is not put back."""
    member = member_of(bound.get("member", ""))
    if member is None or not member.holds_on(timezone.localdate()):
        return
    if person.memberships.filter(member=member).exists():
        return
    try:
        enter(person=person, member=member, role=bound["role"], since=timezone.localdate(), by=None)
    except CannotBeDone:  # two windows at once: she is in already
        return

"""Signing in through an organisation's identity provider, against one that runs on this machine.

Covers `passerelle_web.people.identity`, `passerelle_web.config.identity` and their pages.
"""

import html
import re
from urllib.parse import parse_qs, quote, urlsplit

import httpx
import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.urls import Resolver404, resolve
from django.utils import timezone

from passerelle_web.config.environment import EnvironmentUnready, read_environment
from passerelle_web.config.identity import read_providers
from passerelle_web.people import member_actions, queries
from passerelle_web.people.models import User
from tests.site.identity_server import CLIENT, SECRET, new_key, provider
from tests.site.people_makers import PASSWORD, member, person, put

pytestmark = pytest.mark.django_db
BACK = "/account/oidc/ministry/back/"


@pytest.fixture(scope="module")
def server():
    with provider() as running:
        yield running


@pytest.fixture(autouse=True)
def _as_it_was(server):
    cache.clear()
    server.claims = {"sub": "7", "email": "ana@ministry.example", "name": "Ana Ananda"}
    server.bent, server.signs_with, server.told_besides, server.gives_token = {}, None, {}, True


@pytest.fixture
def named(server, settings):
    """Name the provider to the site, as the environment would."""

    def name(query=""):
        whom = f"//{CLIENT}:{quote(SECRET, safe='')}@"
        address = f"ministry={server.issuer.replace('//', whom)}?name=Ministry{query}"
        held = [one.for_allauth() for one in read_providers(address)]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": held}}

    return name


def leave(client, more=""):
    """Where the site leads to: the provider's address with what it asks."""
    page = client.post(f"/en/account/oidc/ministry/login/{more}")
    assert page.status_code == 200, page
    way = re.findall(r'content="0;url=([^"]+)"', page.text)[0]
    return html.unescape(way)


def come_back(client, way, **more):
    """Through the provider and back, as a browser goes."""
    to = urlsplit(httpx.get(way).headers["Location"])
    assert to.path == BACK
    return client.get(f"{to.path}?{to.query}", **more)


def sign_in(client, **more):
    return come_back(client, leave(client), **more)


# Signing in -------------------------------------------------------------------------------------------


def test_who_comes_for_the_first_time_has_an_account_from_then_on(client, named, server):
    named("&domains=ministry.example")
    assert "Sign in with Ministry" in client.get("/en/account/login/").text
    asked = client.get("/en/account/oidc/ministry/login/").text
    assert "We lead you to Ministry" in asked
    way = leave(client)
    told = parse_qs(urlsplit(way).query)
    assert told["code_challenge_method"] == ["S256"] and told["redirect_uri"] == [f"http://testserver{BACK}"]
    assert "openid" in told["scope"][0].split()
    answer = come_back(client, way)
    assert answer["Location"] == "/en/account/"
    ana = User.objects.get()
    assert (ana.email, ana.name) == ("ana@ministry.example", "Ana Ananda")
    assert not ana.has_usable_password() and ana.emailaddress_set.get().verified
    assert client.session["_auth_user_id"] == str(ana.pk)
    assert "/keys" in server.asked
    assert "person.signed_up" in [event.verb for event in queries.trail_of(ana)]


def test_who_comes_again_is_the_same_whatever_her_address_is_by_then(client, named, server):
    named("&domains=ministry.example")
    sign_in(client)
    client.logout()
    server.claims["email"] = "ana.ananda@ministry.example"
    sign_in(client)
    assert User.objects.count() == 1 and "_auth_user_id" in client.session


def test_an_account_of_the_providers_own_domain_is_signed_in_to(client, named):
    named("&domains=ministry.example")
    ana = person("Ana")
    User.objects.update(email="ana@ministry.example")
    ana.emailaddress_set.update(email="ana@ministry.example")
    sign_in(client)
    assert client.session["_auth_user_id"] == str(ana.pk)
    assert SocialAccount.objects.get().user == ana


def test_a_provider_without_domains_signs_nobody_in_to_an_account_that_is_there(client, named, server):
    named()
    ana = person("Ana")
    server.claims |= {"email": ana.email, "email_verified": True}
    sign_in(client)
    assert "_auth_user_id" not in client.session
    assert not SocialAccount.objects.exists()


def test_a_provider_vouches_for_its_own_domains_alone(client, named, server):
    named("&domains=ministry.example")
    root = person("Root", staff=True)
    server.claims["email"] = root.email
    refused = sign_in(client)
    assert refused.status_code == 403 and "does not vouch for your address" in refused.text
    assert "_auth_user_id" not in client.session and User.objects.count() == 1
    server.claims["email"] = "x@ministry.example.elsewhere.example"
    assert sign_in(client).status_code == 403


@pytest.mark.parametrize("says", [{}, {"email_verified": True}], ids=str)
def test_an_address_that_nobody_vouches_for_is_confirmed_by_mail(client, named, server, says):
    named()
    server.claims |= says
    answer = sign_in(client)
    assert answer["Location"].endswith("/account/confirm-email/")
    assert "_auth_user_id" not in client.session


def test_a_second_factor_is_asked_for_all_the_same(client, named):
    named("&domains=ministry.example")
    sign_in(client)
    ana = User.objects.get()
    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={"secret": "A" * 32})
    client.logout()
    assert sign_in(client)["Location"].endswith("/account/2fa/authenticate/")
    assert "_auth_user_id" not in client.session


# What cannot be believed ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bent", [{"iss": "http://elsewhere.example"}, {"aud": "another"}, {"exp": 1}, {"aud": None}], ids=str
)
def test_a_token_that_is_not_for_us_is_refused(client, named, server, bent):
    named("&domains=ministry.example")
    server.bent = bent
    refused = sign_in(client)
    assert refused.status_code == 401 and "cannot be believed" in refused.text
    assert not User.objects.exists()


def test_a_token_that_another_key_signed_is_refused(client, named, server):
    named("&domains=ministry.example")
    server.signs_with = new_key()
    assert sign_in(client).status_code == 401
    assert not User.objects.exists()


def test_without_a_token_or_with_what_is_told_of_another_person_nobody_comes_in(client, named, server):
    named("&domains=ministry.example")
    server.told_besides = {"sub": "8", "email": "root@ministry.example"}
    assert sign_in(client).status_code == 401
    server.told_besides, server.gives_token = {}, False
    assert sign_in(client).status_code == 401
    assert not User.objects.exists()


def test_an_answer_that_nobody_asked_for_is_refused(client, named):
    named("&domains=ministry.example")
    assert client.get(f"{BACK}?code=x&state=y").status_code == 401
    way = leave(client)
    to = urlsplit(httpx.get(way).headers["Location"])
    come_back(client, way)
    client.logout()
    assert client.get(f"{to.path}?{to.query}").status_code == 401  # a second time


def test_turning_back_and_a_provider_that_is_away_are_told(client, named, server, settings):
    named()
    state = parse_qs(urlsplit(leave(client)).query)["state"][0]
    told = client.get(f"{BACK}?error=access_denied&state={state}", follow=True)
    assert "You turned back" in told.text
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    away = client.post("/en/account/oidc/ministry/login/")
    assert "did not answer" in away.text


def test_allauth_s_addresses_hold_none_of_ours():
    assert resolve("/en/account/trail/").view_name == "people:own-trail"
    for address in ("/en/account/members/", "/en/account/oidc/x/login/callback/", "/en/account/account/"):
        with pytest.raises(Resolver404):
            resolve(address)


def test_a_provider_that_nobody_named_is_not_found(client):
    assert client.get("/en/account/oidc/nobody/login/").status_code == 404
    assert client.get("/account/oidc/nobody/back/").status_code == 404


# A member's provider ----------------------------------------------------------------------------------


def test_whom_a_member_s_provider_lets_in_is_in_the_member_once(client, named):
    member("Ministry")
    named("&domains=ministry.example&member=ministry&role=delegate")
    sign_in(client)
    ana = User.objects.get()
    held = ana.memberships.get()
    assert (held.role, held.since, held.member.slug) == ("delegate", timezone.localdate(), "ministry")
    member_actions.end_membership(membership=held, by=None)
    client.logout()
    sign_in(client)
    assert ana.memberships.filter(until=None).count() == 0  # who was removed is not put back


def test_a_member_that_is_none_any_more_takes_nobody(client, named):
    member("Ministry", until=timezone.localdate())
    named("&domains=ministry.example&member=ministry")
    sign_in(client)
    assert not User.objects.get().memberships.exists()


# Connecting -------------------------------------------------------------------------------------------


def test_a_provider_is_connected_to_an_account_and_disconnected(client, named):
    named()
    ana = person("Ana")
    put(ana, member("Millers"))
    client.force_login(ana)
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    assert "Connect Ministry" in client.get("/en/account/3rdparty/").text
    come_back(client, leave(client, "?process=connect"))
    held = SocialAccount.objects.get()
    assert held.user == ana
    page = client.get("/en/account/3rdparty/").text
    assert re.search(r"<label[^>]*>\s*<input[^>]*> Ministry</label>|Ministry</label>", page)
    assert "See them" in client.get("/en/account/").text
    client.post("/en/account/3rdparty/", {"account": held.pk})
    assert not SocialAccount.objects.exists()
    assert "person.provider_disconnected" in [event.verb for event in queries.trail_of(ana)]


# The environment --------------------------------------------------------------------------------------


def test_providers_are_named_by_the_environment():
    text = (
        "ministry=https://me:a%2Fb@login.ministry.example/realms/one?name=Ministry%20of%20Labour&member=x&role=delegate"
        "&domains=a.example,B.example  other=https://you@other.example"
    )
    one, other = read_environment({"PASSERELLE_OPENID": text}).providers
    assert (one.issuer, one.client, one.secret) == ("https://login.ministry.example/realms/one", "me", "a/b")
    assert (one.name, one.member, one.role, one.domains) == (
        "Ministry of Labour", "x", "delegate", ("a.example", "b.example"),
    )  # fmt: skip
    assert (other.name, other.role, other.domains) == ("other", "observer", ())
    assert read_environment({}).providers == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://me:s@x.example", "has no name"),
        ("a=ftp://me:s@x.example", "needs https"),
        ("a=https://x.example", "needs https"),
        ("a=http://me:s@x.example", "plain HTTP"),
        ("a=https://me:s@x.example?role=administrator", "observer or delegate"),
        ("a=https://me:s@x.example?colour=red", "knows domains, member, name, role"),
        ("a=https://me:s@x.example a=https://me:s@y.example", "one name"),
    ],
)
def test_an_entry_that_cannot_be_read_is_refused_without_its_secret(text, said):
    with pytest.raises(EnvironmentUnready, match=said) as refused:
        read_environment({"PASSERELLE_OPENID": text.replace(":s@", ":geheim@")})
    assert "geheim" not in str(refused.value)

"""Second factors: an app, recovery codes, who must have one and is led there, proving oneself anew.

Covers `passerelle_web.people.second_factor`, `factor_forms` and allauth's pages in our words. Passkeys need a browser:
`tests/browser/test_second_factor.py`.
"""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache

from passerelle_web.people import queries, second_factor
from passerelle_web.people.models import Role
from tests.site.people_makers import PASSWORD, member, person, put

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


@pytest.fixture
def ana(client):
    made = person("Ana")
    client.force_login(made)
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    return made


def code(secret, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up(client):
    """The secret of an app that was set up as a person does it."""
    page = client.get("/en/account/2fa/totp/activate/").text
    secret = re.findall(r'<code dir="ltr">([A-Z2-7]+)</code>', page)[0]
    done = client.post("/en/account/2fa/totp/activate/", {"code": code(secret, -1)}, follow=True)
    assert "Each lets you in once." in done.text
    return secret, re.findall(r"<code>(\d{8})</code>", done.text)


def sign_in(client):
    return client.post("/en/account/login/", {"login": "ana@village.example", "password": PASSWORD})


def test_an_app_is_set_up_with_its_picture_and_asks_at_the_next_signing_in(client, ana):
    page = client.get("/en/account/2fa/totp/activate/").text
    assert '<svg role="img" aria-label="A picture for the camera' in page and "<?xml" not in page
    assert "data:image" not in page and not re.search(r"<svg[^>]*style=", page)
    secret, codes = set_up(client)
    assert len(codes) == 10
    client.post("/en/account/logout/")
    assert sign_in(client)["Location"] == "/en/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    wrong = client.post("/en/account/2fa/authenticate/", {"code": "000000"})
    assert "This code is not right" in wrong.text and "_auth_user_id" not in client.session
    done = client.post("/en/account/2fa/authenticate/", {"code": code(secret)})
    assert done["Location"] == "/en/account/"
    assert client.session["_auth_user_id"] == str(ana.pk)


def test_a_code_of_an_app_is_taken_once(client, ana):
    secret, _codes = set_up(client)
    said = code(secret)
    for expected in (True, False):
        client.post("/en/account/logout/")
        sign_in(client)
        client.post("/en/account/2fa/authenticate/", {"code": said})
        assert ("_auth_user_id" in client.session) is expected


def test_a_recovery_code_lets_in_once(client, ana):
    _secret, codes = set_up(client)
    for expected in (True, False):
        client.post("/en/account/logout/")
        sign_in(client)
        client.post("/en/account/2fa/authenticate/", {"code": codes[0]})
        assert ("_auth_user_id" in client.session) is expected
    sign_in(client)
    client.post("/en/account/2fa/authenticate/", {"code": codes[1]})
    assert "8 codes are left" in client.get("/en/account/2fa/").text


def test_new_codes_end_the_old_ones_and_the_codes_come_as_a_file(client, ana):
    _secret, codes = set_up(client)
    client.post("/en/account/2fa/recovery-codes/generate/")
    fresh = client.get("/en/account/2fa/recovery-codes/").text
    assert codes[0] not in fresh
    taken = client.get("/en/account/2fa/recovery-codes/download/")
    assert len(taken.text.split()) == 10 and "attachment" in taken["Content-Disposition"]


def test_tries_of_codes_are_limited(client, ana):
    set_up(client)
    client.post("/en/account/logout/")
    sign_in(client)
    said = [client.post("/en/account/2fa/authenticate/", {"code": f"{n:06}"}).text for n in range(8)]
    assert "Too many tries" in said[-1]


@pytest.mark.django_db(transaction=True)
def test_what_is_done_leaves_a_trail_and_is_told_by_mail(client, ana):
    set_up(client)
    assert "person.second_factor_added" in [event.verb for event in queries.trail_of(ana)]
    assert "Passerelle: Your account has a second factor" in [sent.subject for sent in mail.outbox]
    removed = client.post("/en/account/2fa/totp/deactivate/", follow=True)
    assert "no second factor any more" in removed.text
    assert not Authenticator.objects.exists()  # recovery codes alone are none
    assert "person.second_factor_removed" in [event.verb for event in queries.trail_of(ana)]


# Who must have one ------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role.values)
def test_the_secretariat_and_administrators_are_led_to_set_one_up(client, settings, ana, role):
    settings.SECOND_FACTOR_REQUIRED = True
    put(ana, member("Office"), role)
    must = role in ("secretariat", "administrator")
    answer = client.get("/en/members/")
    assert (answer.status_code == 302) is must
    if not must:
        return
    told = client.get("/en/members/", follow=True)
    assert "Your role asks for a second factor" in told.text and told.redirect_chain == [("/en/account/2fa/", 302)]
    assert client.post("/en/members/new/", {"name": "X"})["Location"] == "/en/account/2fa/"
    set_up(client)
    assert client.get("/en/members/").status_code == 200


def test_who_must_keeps_her_last_one(client, settings, ana):
    settings.SECOND_FACTOR_REQUIRED = True
    put(ana, member("Office"), Role.SECRETARIAT)
    set_up(client)
    refused = client.post("/en/account/2fa/totp/deactivate/")
    assert "keep a second factor" in refused.text and second_factor.has_one(ana)


def test_she_can_still_sign_out_read_the_api_and_is_free_where_the_site_does_not_ask(client, settings):
    root = person("Root", staff=True)
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(root)
    assert client.get("/en/account/logout/").status_code == 200
    assert client.get("/api/v1/indicators").status_code == 200
    settings.SECOND_FACTOR_REQUIRED = False
    assert client.get("/en/members/new/").status_code == 200


def test_visitors_are_asked_nothing_and_who_must_not_costs_one_question(client, settings, django_assert_num_queries):
    settings.SECOND_FACTOR_REQUIRED = True
    with django_assert_num_queries(0):
        assert client.get("/en/account/signup/").status_code == 200
    ana = person("Ana")
    with django_assert_num_queries(1):
        assert not second_factor.must_have_one(ana)


# Proving oneself --------------------------------------------------------------------------------------


def test_without_a_password_one_proves_oneself_by_a_code_in_a_mail(client):
    ana = person("Ana")
    ana.set_unusable_password()
    ana.save()
    client.force_login(ana)
    way = client.get("/en/account/2fa/totp/activate/", follow=True)
    assert "we send a code to your address" in way.text
    asked = client.post("/en/account/reauthenticate/code/", {"recipient": ana.email}, follow=True)
    assert "The code from the mail" in asked.text, asked.redirect_chain
    said = re.findall(r"^([A-Z0-9-]{6,12})$", mail.outbox[-1].body, re.M)[0]
    where = asked.redirect_chain[-1][0]
    client.post(where, {"code": said})
    assert "Set up an app" in client.get("/en/account/2fa/totp/activate/").text


def test_with_an_app_one_may_choose_how_to_prove_oneself(client, ana):
    secret, _codes = set_up(client)
    client.logout()
    client.force_login(ana)
    page = client.get("/en/account/reauthenticate/").text
    assert "Use a code of your app" in page and "Use a code by mail" in page
    cache.clear()
    client.post("/en/account/2fa/reauthenticate/", {"code": code(secret)})
    assert client.get("/en/account/delete/").status_code == 200


def test_a_confirmed_address_comes_first(client, ana):
    ana.emailaddress_set.update(verified=False)
    told = client.get("/en/account/2fa/totp/activate/", follow=True)
    assert "Confirm your e-mail address before" in told.text

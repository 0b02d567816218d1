"""Signing up, in and out, passwords and addresses: allauth in this house, its mails, its limits, its silence.

Covers `passerelle_web.people.adapter`, `letters`, `account_forms`, `account_events` and their templates.
"""

import re
import smtplib

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import translation

from passerelle_web.people import letters, queries
from passerelle_web.people.models import User
from tests.site.people_makers import PASSWORD, person

pytestmark = pytest.mark.django_db
ADDRESS = "ana@village.example"
NEW = "quite another password"


@pytest.fixture(autouse=True)
def _no_tries_yet():
    cache.clear()


def sign_up(client, address=ADDRESS, language="en", **more):
    given = {"email": address, "password1": PASSWORD, "name": "Ana", **more}
    return client.post(f"/{language}/account/signup/", given)


def sign_in(client, address=ADDRESS, password=PASSWORD):
    return client.post("/en/account/login/", {"login": address, "password": password})


def link(message):
    (found,) = re.findall(r"http://testserver(/\S+)", message.body)
    return found


def verbs(who):
    return [event.verb for event in queries.trail_about(who)]


# Signing up -------------------------------------------------------------------------------------------


def test_from_signing_up_to_one_s_account(client):
    answer = sign_up(client, language="fr")
    assert (answer.status_code, answer["Location"]) == (302, "/fr/account/confirm-email/")
    ana = User.objects.get()
    assert (ana.email, ana.name, ana.language) == (ADDRESS, "Ana", "fr")
    assert "_auth_user_id" not in client.session
    page = client.get(link(mail.outbox[0]))
    assert "est-elle la vôtre" in page.text
    client.post(link(mail.outbox[0]))
    assert EmailAddress.objects.get().verified
    answer = sign_in(client)
    assert answer["Location"] == "/fr/account/"
    assert "Ana" in client.get("/fr/account/").text
    assert verbs(ana) == ["person.address_confirmed", "person.signed_up"]


def test_mails_are_in_the_reader_s_language_and_say_what_to_do(client):
    sign_up(client, language="nl")
    (sent,) = mail.outbox
    assert sent.subject == "Passerelle: Bevestig uw e-mailadres"
    assert sent.body.startswith("Goedendag,\n\nDit adres is opgegeven")
    assert sent.to == [ADDRESS]


def test_an_address_is_not_told_to_be_taken(client):
    person("Ana")
    known, unknown = sign_up(client), sign_up(client, "nobody@village.example")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert User.objects.count() == 2
    told = {sent.to[0]: sent.subject for sent in mail.outbox}
    assert told[ADDRESS] == "Passerelle: You have an account already"
    assert told["nobody@village.example"] == "Passerelle: Confirm your e-mail address"


def test_an_address_is_not_told_to_be_known_when_a_password_is_forgotten(client):
    person("Ana")
    asked = [client.post("/en/account/password/reset/", {"email": to}) for to in (ADDRESS, "no@village.example")]
    assert {(one.status_code, one["Location"]) for one in asked} == {(302, "/en/account/password/reset/done/")}
    assert [sent.subject for sent in mail.outbox] == [
        "Passerelle: A new password",
        "Passerelle: No account has this address",
    ]


def test_nor_when_signing_in(client):
    person("Ana")
    wrong = [sign_in(client, to, "not the password").text for to in (ADDRESS, "no@village.example")]
    without = [re.sub(r'value="[^"]*"', "", text) for text in wrong]
    assert without[0] == without[1]
    assert "do not go together" in without[0]


def test_what_is_wrong_stands_beside_the_field_and_at_the_top_and_nothing_is_lost(client):
    page = sign_up(client, "no address", password1="short").text
    assert '<a href="#id_email">E-mail address</a>' in page
    assert 'id="id_email_error"' in page and 'aria-describedby="id_email_helptext id_email_error"' in page
    assert 'value="Ana"' in page and 'value="no address"' in page
    assert "short" not in re.findall(r'value="([^"]*)"', page)
    assert "<title>To correct: Make an account" in page
    assert not User.objects.exists()


def test_without_mail_nobody_signs_up_and_no_link_is_promised(client, settings):
    settings.SENDS_MAIL = False
    assert "This site sends no mail" in client.get("/en/account/signup/").text
    assert "No new accounts here" in sign_up(client).text
    assert "Ask the people who run it" in client.post("/en/account/password/reset/", {"email": ADDRESS}).text
    assert not User.objects.exists() and not mail.outbox


def test_in_debug_without_a_server_one_signs_up_at_once(client, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "optional"
    assert sign_up(client)["Location"] == "/en/account/"
    assert client.get("/en/account/").status_code == 200


def test_a_mail_server_that_is_away_is_told_in_words(client, monkeypatch):
    def away(*_given, **_named):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
    answer = sign_up(client)
    assert answer.status_code == 503
    assert "The mail did not go out" in answer.text and "gone" not in answer.text


# Signing in and out -----------------------------------------------------------------------------------


def test_capitals_in_an_address_do_not_matter(client):
    person("Ana")
    assert sign_in(client, "ANA@Village.Example")["Location"] == "/en/account/"


def test_signing_out_asks_by_post_and_tells(client):
    client.force_login(person("Ana"))
    assert "Do you want to sign out" in client.get("/en/account/logout/").text
    assert "_auth_user_id" in client.session
    answer = client.post("/en/account/logout/", follow=True)
    assert answer.redirect_chain == [("/en/", 302)]
    assert "You are signed out." in answer.text
    assert "You are signed out." not in client.get("/en/").text


def test_who_was_let_go_is_told_so_only_with_the_right_password(client):
    ana = person("Ana")
    ana.is_active = False
    ana.save()
    assert sign_in(client)["Location"] == "/en/account/inactive/"
    assert "Nobody can sign in with it" in client.get("/en/account/inactive/").text
    assert "do not go together" in sign_in(client, password="wrong").text


def test_an_open_session_ends_with_the_account(client):
    ana = person("Ana")
    client.force_login(ana)
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert client.get("/en/account/")["Location"] == "/en/account/login/?next=/en/account/"


def test_an_unconfirmed_address_gets_a_new_link(client):
    ana = person("Ana")
    EmailAddress.objects.filter(user=ana).update(verified=False)
    assert sign_in(client)["Location"] == "/en/account/confirm-email/"
    assert "_auth_user_id" not in client.session
    assert link(mail.outbox[0]).startswith("/en/account/confirm-email/")


def test_the_next_page_is_kept_on_the_way_through_and_never_leads_outside(client):
    person("Ana")
    page = client.get("/en/account/login/?next=/en/members/").text
    assert '<input type="hidden" name="next" value="/en/members/"' in page
    to = {"login": ADDRESS, "password": PASSWORD}
    assert client.post("/en/account/login/", {**to, "next": "/en/members/"})["Location"] == "/en/members/"
    client.logout()
    assert client.post("/en/account/login/", {**to, "next": "https://elsewhere.example/"})["Location"] == "/en/account/"


def test_too_many_tries_are_refused_in_words(client):
    person("Ana")
    for _ in range(5):
        sign_in(client, password="wrong")
    assert "Too many tries" in sign_in(client).text
    assert "_auth_user_id" not in client.session


def test_too_many_requests_get_a_page_of_ours(client):
    answers = [client.post("/en/account/password/reset/", {"email": f"p{n}@village.example"}) for n in range(25)]
    assert answers[-1].status_code == 429
    assert "takes only so many tries" in answers[-1].text


# Passwords --------------------------------------------------------------------------------------------


def test_a_forgotten_password_is_set_by_a_link_that_holds_once(client):
    ana = person("Ana")
    client.post("/en/account/password/reset/", {"email": ADDRESS})
    address = link(mail.outbox[0])
    form = client.get(address, follow=True)
    where = form.redirect_chain[0][0]
    assert "Choose a new password" in form.text
    done = client.post(where, {"password1": NEW, "password2": NEW}, follow=True)
    assert "Your password is set" in done.text
    ana.refresh_from_db()
    assert ana.check_password(NEW)
    assert mail.outbox[1].subject == "Passerelle: Your password is changed"
    assert "127.0.0.1" in mail.outbox[1].body
    assert verbs(ana)[0] == "person.password_reset"
    assert "does not hold any more" in client.get(address, follow=True).text


def test_changing_the_password_asks_for_the_current_one(client):
    ana = person("Ana")
    client.force_login(ana)
    given = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    assert "This is not your current password." in client.post("/en/account/password/change/", given).text
    answer = client.post("/en/account/password/change/", {**given, "oldpassword": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/en/account/"
    assert "Your password is changed." in answer.text
    assert verbs(ana)[0] == "person.password_changed"


@pytest.mark.parametrize(
    ("weak", "said"), [("short", "too short"), ("qwerty123456", "too common"), (ADDRESS, "similar")]
)
def test_weak_passwords_are_refused(client, weak, said):
    page = sign_up(client, password1=weak).text
    assert said in page
    assert not User.objects.exists()


# The address ------------------------------------------------------------------------------------------


def prove(client):
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})


def test_what_matters_asks_for_the_password_once_more(client):
    client.force_login(person("Ana"))
    change = {"email": "ana@town.example", "action_add": ""}
    way = client.post("/en/account/email/", change)["Location"]
    assert way == "/en/account/reauthenticate/?next=%2Fen%2Faccount%2Femail%2F"
    wrong = client.post("/en/account/reauthenticate/", {"password": "wrong"})
    assert "This is not your password." in wrong.text
    assert not mail.outbox
    client.post(way, {"password": PASSWORD, "next": "/en/account/email/"})
    # what was asked for is done then, without asking again
    assert "waits for you" in client.get("/en/account/email/").text


def test_a_new_address_takes_the_old_one_s_place_once_confirmed(client):
    ana = person("Ana")
    client.force_login(ana)
    prove(client)
    client.post("/en/account/email/", {"email": "ana@town.example", "action_add": ""})
    assert "waits for you" in client.get("/en/account/email/").text
    ana.refresh_from_db()
    assert ana.email == ADDRESS
    (sent,) = [sent for sent in mail.outbox if sent.to == ["ana@town.example"]]
    client.post(link(sent))
    ana.refresh_from_db()
    assert ana.email == "ana@town.example"
    assert list(ana.emailaddress_set.values_list("email", flat=True)) == ["ana@town.example"]
    assert "person.address_changed" in verbs(ana)
    assert any("instead of" in sent.body and sent.to == [ADDRESS] for sent in mail.outbox)


def test_a_change_of_address_is_taken_back(client):
    ana = person("Ana")
    client.force_login(ana)
    prove(client)
    client.post("/en/account/email/", {"email": "ana@town.example", "action_add": ""})
    client.post("/en/account/email/", {"email": "ana@town.example", "action_remove": ""})
    assert list(ana.emailaddress_set.values_list("email", flat=True)) == [ADDRESS]


def test_somebody_else_s_address_is_not_told_to_be_taken_and_cannot_be_had(client):
    ana = person("Ana")
    person("Ben")
    client.force_login(ana)
    prove(client)
    page = client.post("/en/account/email/", {"email": "ben@village.example", "action_add": ""}, follow=True)
    assert "exists already" not in page.text
    ana.refresh_from_db()
    assert ana.email == ADDRESS


# The pages --------------------------------------------------------------------------------------------

VISITORS = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
    "account_email_verification_sent",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
]
SIGNED_IN = [
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "account_email",
    "account_request_reauthentication_code",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_generate_recovery_codes",
    "socialaccount_connections",
]


@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
@pytest.mark.parametrize("name", VISITORS + SIGNED_IN)
def test_every_page_of_allauth_is_ours_in_every_language(client, name, language):
    if name in SIGNED_IN:
        client.force_login(person("Ana"))
        prove(client)
    with translation.override(language):
        page = client.get(reverse(name))
    assert page.status_code == (401 if name == "socialaccount_login_error" else 200), page
    assert f'lang="{language}"' in page.text and 'id="main"' in page.text
    assert page.text.count("<h1>") == 1
    assert "placeholder" not in page.text[page.text.index("<main") :]
    # scripts are files of ours or of allauth; what stands in the page is data, which no browser runs
    assert not re.search(r"\sstyle=|<script(?![^>]*(src=|application/json))", page.text)


def test_a_broken_link_of_confirmation_says_what_to_do(client):
    page = client.get("/en/account/confirm-email/nonsense/")
    assert "does not hold any more" in page.text and "we send a new link" in page.text


@pytest.mark.parametrize("name", letters.LETTERS)
@pytest.mark.parametrize("language", ["en", "nl", "fr", "es", "ar"])
def test_every_mail_can_be_written_in_every_language(name, language):
    known = (
        "activate_url",
        "password_reset_url",
        "signup_url",
        "timestamp",
        "ip",
        "to_email",
        "from_email",
        "deleted_email",
        "code",
        "provider_name",
    )
    with translation.override(language):
        subject, text = letters.write(name, {one: f"<{one}>" for one in known})
    assert subject and "\n" not in subject
    assert "%(" not in text and text.endswith("Passerelle\n")


@pytest.mark.parametrize("name", letters.NOTES)
def test_every_note_can_be_told(name):
    assert "%(" not in letters.note(name, {"email": ADDRESS})


def test_a_step_that_shows_for_itself_is_not_told():
    assert letters.note("logged_in", {}) == ""

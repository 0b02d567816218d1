"""The ground under every page: languages, headers, cookies, refusals.

Covers the addresses, the theme's middleware and its pages that say no.
"""

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from passerelle.base import errors
from passerelle_web.theme.middleware import RefusalPages
from passerelle_web.theme.refusals import refusal_of
from passerelle_web.theme.views import refusal

LANGUAGES = ["en", "nl", "fr", "es", "ar"]


@pytest.mark.parametrize(("asked", "given"), [("fr-BE,fr;q=0.9", "fr"), ("ar", "ar"), ("de", "en"), ("", "en")])
def test_the_root_leads_to_the_readers_language(client, asked, given):
    answer = client.get("/", headers={"accept-language": asked})
    assert answer.status_code == 302
    assert answer["Location"] == f"/{given}/"
    assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_in_every_language(client, language):
    answer = client.get(f"/{language}/")
    assert answer.status_code == 200
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}"' in answer.text


def test_headers_are_strict(client):
    answer = client.get("/en/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_visitor_gets_no_cookie(client):
    answer = client.get("/en/")
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_https_is_asked_for_where_it_is_spoken():
    with override_settings(SECURE_SSL_REDIRECT=True, SECURE_HSTS_SECONDS=60):
        sent = Client().get("/en/")
        assert (sent.status_code, sent["Location"]) == (301, "https://testserver/en/")
        assert Client().get("/en/", secure=True)["Strict-Transport-Security"].startswith("max-age=60")


@pytest.mark.parametrize("language", LANGUAGES)
def test_unknown_address_says_so_in_the_house_style(client, language):
    answer = client.get(f"/{language}/no-such-page/")
    assert answer.status_code == 404
    assert f'lang="{language}"' in answer.text
    assert 'id="main"' in answer.text


def test_unknown_address_without_a_language(client):
    assert client.get("/nothing", headers={"accept-language": "nl"}).status_code == 404


def test_our_own_fault_shows_nothing_of_itself(monkeypatch):
    from passerelle_web.evidence import views

    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("the inside of the machine")

    monkeypatch.setattr(views, "render", broken)
    answer = Client(raise_request_exception=False).get("/fr/")
    assert answer.status_code == 500
    assert 'lang="fr"' in answer.text
    assert "inside of the machine" not in answer.text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.PlaceUnknown("Marroc", ["MAR"]), 404),
        (errors.IndicatorUnknown("stokc"), 404),
        (errors.PeriodUnreadable("x"), 400),
        (errors.StoreBusy("x"), 503),
        (errors.ServiceUnreachable("x"), 502),
        (errors.SourceUnreadable("x"), 500),
        (errors.RuleError("x"), 409),
        (errors.PlanError("x"), 400),
        (errors.PasserelleError("x"), 400),
    ],
)
def test_each_branch_has_its_status(error, status):
    assert refusal_of(error).status == status


def test_a_refusal_suggests_and_escapes():
    request = RequestFactory().get("/en/")
    with translation.override("fr"):
        answer = refusal(request, errors.PlaceUnknown("<b>Marroc", ["MAR"]))
    assert answer.status_code == 404
    assert '<a href="/fr/countries/MAR/">Maroc</a>' in answer.text
    assert "&lt;b&gt;Marroc" in answer.text
    assert "<b>Marroc" not in answer.text


def test_the_librarys_sentence_is_marked_as_english():
    answer = refusal(RequestFactory().get("/nl/"), errors.PeriodUnreadable("It ends before it starts."))
    assert '<p class="sentence" lang="en" dir="ltr">It ends before it starts.</p>' in answer.text


def test_other_faults_are_not_refusals():
    def view(request: HttpRequest) -> None:
        raise AssertionError

    pages = RefusalPages(view)
    request = RequestFactory().get("/en/")
    assert pages.process_exception(request, KeyError("x")) is None
    assert pages.process_exception(request, errors.PlanError("x")).status_code == 400


def test_an_unknown_address_is_told_in_our_words_in_debug_as_well(client, settings):
    settings.DEBUG = True
    answer = client.get("/en/no-such-page/")
    assert answer.status_code == 404
    assert 'id="main"' in answer.text
    assert "URLconf" not in answer.text

"""Consultations over HTTP: read and vote under one's own rights, by the session or by a visitor's token.

Covers `passerelle_web.api.consultations` and what the middleware lets through for people.
"""

import json

import pytest
from django.core.cache import cache
from django.test import Client

from passerelle_web.consensus import actions, limits, statement_actions
from passerelle_web.consensus.models import Statement, Vote, Voter
from passerelle_web.consensus.voices import cookie_name, signed
from tests.site.api.test_answers import got
from tests.site.consensus_makers import camps, cast, consultation, pictured, public, seeds
from tests.site.dialogues_makers import delegation, dialogue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def sent(client, made, what, status=200, key=None, **body):
    answer = client.post(
        f"/api/v1/consultations/{key or made.link}/{what}", json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == status, answer.text
    assert answer["Cache-Control"] == "private, no-store" and "Access-Control-Allow-Origin" not in answer
    return answer.json()


def test_a_consultation_is_read_with_what_the_caller_may_do(client):
    made = public()
    camps(made)
    told = got(client, f"consultations/{made.link}")
    assert (told["voters"], told["eligible"], told["picture_at"], told["may_vote"]) == (26, None, None, True)
    assert got(client, f"consultations/{made.link}/result", 404)["status"] == 404
    pictured(made)
    listed = got(client, f"consultations/{made.link}/statements?per_page=5&page=3")
    assert listed["total"] == 12 and [one["number"] for one in listed["items"]] == [11, 12]
    assert listed["items"][0]["agreed_by"] == "groups" and listed["items"][0]["agree"] >= 20
    result = got(client, f"consultations/{made.link}/result")
    assert result["counts"]["participants"] == 26 and "members" not in result["groups"][0]
    head = client.head(f"/api/v1/consultations/{made.link}")
    assert head.status_code == 200 and head.content == b"" and not head.cookies


def test_what_is_not_for_the_caller_is_not_there(client):
    made = consultation()
    for key in (made.pk, made.link, "nothing"):
        assert got(client, f"consultations/{key}", 404)["status"] == 404
    who, _ = delegation(made.dialogue, "ana")
    client.force_login(who)
    assert got(client, f"consultations/{made.pk}")["eligible"] == 1


def test_a_visitor_votes_by_the_token_of_her_first_answer_and_no_cookie(client):
    made = public()
    seeds(made, "Wages are paid.", "Housing is safe.")
    token = sent(client, made, "votes", statement=1, vote=1)["voter"]
    sent(client, made, "votes", statement=1, vote=-1, voter=token)
    sent(client, made, "votes", statement=2, vote=0, voter=token)
    assert sorted(Vote.objects.values_list("statement__number", "value")) == [(1, -1), (2, 0)]
    assert Voter.objects.count() == 1 and not client.cookies.get(cookie_name(made))
    put = sent(client, made, "statements", text="Trains are cheap.", language="en", voter=token)
    assert put["state"] == "shown" and Statement.objects.get(number=put["number"]).text == "Trains are cheap."


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"statement": 1, "vote": 2}, 400), ({"statement": 0, "vote": 1}, 400), ({"vote": 1}, 400), ({"statement": 99, "vote": 1}, 404),
        ({"statement": 2, "vote": 1}, 409), ({"statement": 1, "vote": 1, "voter": "forged"}, 400),
        ({"statement": 1, "vote": 1, "voter": "x" * 301}, 400), ({"statement": 1, "vote": 1, "delegation": "union-of-ana"}, 404),
    ],
)  # fmt: skip
def test_votes_that_cannot_be_change_nothing(client, body, status):
    made = public()
    _shown, hidden = seeds(made, "Wages are paid.", "Hidden")
    statement_actions.hide(statement=hidden, reason="x", by=None)
    assert sent(client, made, "votes", status, **body)["status"] == status
    assert not Vote.objects.exists()


def test_a_token_of_another_consultation_is_refused_and_a_cookie_counts_for_nothing(client):
    made, other = public(), public()
    (one,) = seeds(made, "Wages are paid.")
    seeds(other, "Wages are late.")
    voice = cast(made, one, 1)
    told = sent(client, other, "votes", 400, statement=1, vote=1, voter=signed(voice))
    assert "none of this consultation" in told["detail"]
    client.cookies[cookie_name(made)] = signed(voice)
    sent(client, made, "votes", statement=1, vote=-1)
    assert sorted(Vote.objects.values_list("value", flat=True)) == [-1, 1], "no page of another site votes for her"


def test_too_long_and_empty_statements_are_refused_in_words(client):
    made = public()
    assert "280" in sent(client, made, "statements", 409, text="x" * 281, language="en")["detail"]
    assert sent(client, made, "statements", 409, text=" ", language="en")["detail"] == "There is no text."
    assert sent(client, made, "statements", 400, text="x", language="<b>")["status"] == 400
    assert (
        client.post(f"/api/v1/consultations/{made.link}/votes", "{", content_type="application/json").status_code == 400
    )


def test_who_is_signed_in_votes_by_her_session_and_her_token_against_forged_requests():
    where = dialogue()
    who, of = delegation(where, "ana")
    made = consultation(where)
    seeds(made, "Wages are paid.")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(who)
    sent(strict, made, "votes", 403, key=made.pk, statement=1, vote=1)
    strict.get("/en/account/login/")
    plain = Client()
    plain.force_login(who)
    assert sent(plain, made, "votes", key=made.pk, statement=1, vote=1)["voter"] == ""
    sent(plain, made, "votes", 403, key=made.pk, statement=1, vote=1, delegation=of.slug)
    actions.agree_to_delegations(consultation=made, member=of, by=who)
    sent(plain, made, "votes", key=made.pk, statement=1, vote=-1, delegation=of.slug)
    assert sorted(Vote.objects.values_list("voter__kind", "value")) == [(1, 1), (3, -1)]


def test_the_urn_is_not_stuffed(client):
    made = public()
    seeds(made, "Wages are paid.")
    for _ in range(limits.VOICES_OF_AN_ADDRESS.most):
        sent(client, made, "votes", statement=1, vote=1)
    assert sent(client, made, "votes", 429, statement=1, vote=1)["status"] == 429


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_nothing_else_is_written(client, method):
    made = public()
    assert getattr(client, method)(f"/api/v1/consultations/{made.link}").status_code == 405
    assert client.post(f"/api/v1/consultations/{made.link}").status_code == 405
    assert client.post("/api/v1/plans").status_code == 405

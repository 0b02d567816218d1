"""Ways in over HTTP: the same as the command prints, nothing kept, refused with the same sentences.

Covers `passerelle_web.api.admission`.
"""

import json
import logging

import pytest
from django.test import Client

from passerelle.rules.law import the_law
from tests.site.api.test_answers import got

pytestmark = pytest.mark.django_db
CHECK = "/api/v1/admission/check"
CASE = {
    "member_state": "DE", "application_date": "2026-11-28",
    "facts": {
        "third_country_national": True, "contract_months": 24, "regulated_profession": False, "higher_qualification": "degree",
        "degree_years": 3, "isco08": "2431", "salary": 51234, "salary_period": "year", "currency": "EUR",
        "travel_document": True, "insurance": True, "threat": False, "degree_date": "2015-01-01",
    },
}  # fmt: skip


def sent(body, address=CHECK, status=200):
    answer = Client(enforce_csrf_checks=True).post(address, json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.content
    return answer


def test_routes_facts_and_thresholds_are_those_of_the_law(client):
    assert {one["name"] for one in got(client, "admission/routes")} == set(the_law().ways)
    assert [one["name"] for one in got(client, "admission/facts")] == list(the_law().facts)
    thresholds = got(client, "admission/thresholds")
    assert len(thresholds) == len(the_law().values)
    assert all(one["sources"] and one["valid_from"] for one in thresholds)


def test_a_case_is_answered_with_every_condition():
    (card,) = sent(CASE, f"{CHECK}?route=blue_card").json()
    assert (card["state"], card["route"], card["verdict"]) == ("DE", "blue_card", "met")
    assert card["value"]["threshold"] == 50700
    assert all(one["article"] and one["verification"] for one in card["conditions"])
    near = next(one for one in sent(CASE, f"{CHECK}?route=blue_card&state=FR").json())
    assert near["verdict"] == "not_met"
    assert near["failing"] == ["bc.salary"]
    assert near["would_change"]


def test_all_states_at_once():
    found = sent(CASE, f"{CHECK}?route=blue_card&state=all").json()
    assert len({one["state"] for one in found}) == 27


def test_nothing_of_a_case_is_kept(caplog):
    with caplog.at_level(logging.DEBUG):
        answer = sent(CASE)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    assert not answer.has_header("ETag")
    assert "51234" not in caplog.text


def test_other_sites_may_ask():
    answer = Client().options(CHECK)
    assert "POST" in answer["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    ("body", "address", "told"),
    [
        ({**CASE, "facts": {"salry": 1}}, CHECK, 'Did you mean "salary"?'),
        ({**CASE, "facts": {"salary": 50000}}, CHECK, "period"),
        ({**CASE, "member_state": "US"}, CHECK, "no member"),
        ({**CASE, "application_date": "2026-02-30"}, CHECK, "2026-02-30"),
        (CASE, f"{CHECK}?route=blue_cart", 'Did you mean "blue_card"?'),
        ({"facts": {}}, CHECK, "name a state"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_the_reason(body, address, told):
    answer = sent(body, address, 400)
    assert answer["Content-Type"] == "application/problem+json"
    assert told in answer.json()["detail"]


def test_it_cannot_be_read_by_get(client):
    assert client.get(CHECK).status_code == 405

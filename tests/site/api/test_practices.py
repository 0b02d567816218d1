"""Practices over HTTP: published ones alone, with filters; a draft and a report handed in by who may.

Covers `passerelle_web.api.practices`.
"""

import json
import uuid

import pytest
from django.test import Client

from passerelle_web.people.models import Role
from passerelle_web.practices import trying_actions, writing_actions
from passerelle_web.practices.models import Practice, State, Tried
from tests.site.api.test_answers import got
from tests.site.practices_makers import NEIGHBOURS, desk, drafted, published, tried

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def ana():
    return desk("ana")


@pytest.fixture
def eva():
    return desk("eva")


@pytest.fixture
def practice(ana, eva):
    return published(*ana, eva, desk("ida"))


@pytest.fixture
def posting():
    """A function that posts JSON as somebody, with the site's token."""

    def post(path: str, given: dict, who=None, token: bool = True):
        client = Client(enforce_csrf_checks=True)
        headers = {}
        if who is not None:
            client.force_login(who, backend=BACKEND)
            client.get("/en/practices/new/")
        if token and "csrftoken" in client.cookies:
            headers["x-csrftoken"] = client.cookies["csrftoken"].value
        path = f"/api/v1/practices{path}"
        return client.post(path, json.dumps(given), content_type="application/json", headers=headers)

    return post


def test_what_is_published_is_here_and_drafts_are_not(client, practice, ana):
    draft = drafted(*ana)
    told = got(client, "practices")
    assert told["total"] == 1 and told["items"][0]["key"] == str(practice.pk)
    assert told["items"][0]["grade"] == 4 and told["items"][0]["tried"] == {"worked": 0, "partly": 0, "not": 0}
    for key in (draft.pk, "nothing", uuid.uuid4()):
        assert got(client, f"practices/{key}", 404)["status"] == 404


@pytest.mark.parametrize(
    ("query", "total"),
    [("theme=2.3-integration", 1), ("country=nld", 1), ("country=SEN", 0), ("grade=5", 0), ("grade=4", 1),
     ("language=en", 1), ("origin=BFA&destination=CIV", 1), ("tried=PRT", 1), ("principle=7", 1), ("template=x", 0),
     ("page=2", 1)],
)  # fmt: skip
def test_filters(client, practice, eva, query, total):
    tried(practice, *eva)
    assert got(client, f"practices?{query}")["total"] == total


@pytest.mark.parametrize("query", ["grade=8", "grade=many", "principle=12", "colour=red", "per_page=1000"])
def test_strange_questions_are_refused(client, query):
    assert got(client, f"practices?{query}", 400)["status"] == 400


def test_one_is_whole_with_the_reports_that_are_not_hidden(client, practice, eva):
    tried(practice, *eva)
    trying_actions.hide(tried=tried(practice, *eva, place="ESP"), reason="Wrong", by=None)
    told = got(client, f"practices/{practice.pk}")
    assert told["failed"] == NEIGHBOURS.failed and told["cost"] == "412000" and told["withdrawn"] is None
    assert told["results"][1] == {
        "indicator": "Feel at home", "grade": 2, "before": None, "after": "71", "unit": "%", "source": "Survey of 2021",
    }  # fmt: skip
    (report,) = told["reports"]
    assert (report["place"], report["before"], report["outcome"]) == ("PRT", "30", "partly")
    writing_actions.withdraw(practice=practice, reason="It harmed somebody.", by=None)
    assert got(client, f"practices/{practice.pk}")["withdrawn"] == "It harmed somebody."
    assert got(client, "practices")["total"] == 0


def test_the_example_that_ships_is_marked_as_invented(client):
    told = got(client, "practices/example")
    assert told["demonstration"] is True and "invented" in told["title"] and told["grade"] == 4


def test_pages_of_other_sites_read_it_without_cookies(client, practice):
    answer = client.get("/api/v1/practices")
    assert answer["Access-Control-Allow-Origin"] == "*" and answer["Cache-Control"] == "no-cache"
    again = client.get("/api/v1/practices", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


# Handing in --------------------------------------------------------------------------------------------

DRAFT = {
    "member": "anas", "title": "Wells", "themes": ["2.5-root-causes"], "places": ["BFA"], "cost": "12.50",
    "currency": "XOF", "results": [{"indicator": "Wells", "grade": 2, "after": "9"}],
    "contacts": [{"organisation": "Village"}],
}  # fmt: skip


def test_a_draft_is_handed_in_for_ones_member_and_says_what_it_lacks(posting, ana):
    answer = posting("", DRAFT, ana[0])
    assert answer.status_code == 201
    made = Practice.objects.get()
    assert answer["Location"] == f"/en/practices/{made.pk}/" == answer.json()["page"]
    assert {"gist", "failed", "sources", "result_sources"} <= set(answer.json()["lacks"])
    version = made.versions.get()
    assert version.state == State.DRAFT and version.record.title == "Wells" and str(version.record.cost) == "12.50"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"member": "nobody"}, 409), ({"member": "evas"}, 403), ({"themes": ["unheard"]}, 409), ({"places": ["QQQ"]}, 409),
        ({"places": ["Mali"]}, 400), ({"results": [{"indicator": "W", "grade": 9}]}, 400), ({"since": "2019-99"}, 409),
        ({"origin": "SEN"}, 409), ({"currency": ""}, 409), ({"language": "xx"}, 409), ({"route": "x"}, 409),
        ({"region": "x"}, 409), ({"template": "x"}, 409), ({"contacts": [{"organisation": "a@b.example"}]}, 409),
        ({"sources": [{"citation": "A", "link": "javascript:alert(1)"}]}, 409), ({"title": "x" * 201}, 400),
        ({"contacts": [{"organisation": "A", "telephone": "1"}]}, 400), ({"cost": "dear"}, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_as_a_problem_and_nothing_is_kept(posting, ana, eva, changes, status):
    answer = posting("", {**DRAFT, **changes}, ana[0])
    assert answer.status_code == status and answer["Content-Type"] == "application/problem+json"
    assert not Practice.objects.exists()


def test_nothing_is_handed_in_without_being_signed_in_nor_from_another_site(posting, ana):
    assert posting("", DRAFT).status_code in (401, 403)
    assert posting("", DRAFT, ana[0], token=False).status_code == 403
    assert posting("", DRAFT, desk("watcher", Role.OBSERVER, of=ana[1])[0]).status_code == 403
    assert not Practice.objects.exists()


def test_a_report_is_handed_in_by_another_member(posting, practice, ana, eva):
    given = {"member": "evas", "place": "PRT", "since": "2022", "adapted": "Paid.", "outcome": "worked", "grade": 3,
             "indicator": "In work", "after": "34", "source": "Our count"}  # fmt: skip
    answer = posting(f"/{practice.pk}/tried", given, eva[0])
    assert answer.status_code == 201 and answer["Location"].endswith(f"#tried-{Tried.objects.get().pk}")
    assert posting(f"/{practice.pk}/tried", {**given, "member": "anas"}, ana[0]).status_code == 403
    assert posting(f"/{practice.pk}/tried", {**given, "place": "QQQ"}, eva[0]).status_code == 409
    assert posting(f"/{practice.pk}/tried", {**given, "grade": 0}, eva[0]).status_code == 400
    assert posting(f"/{uuid.uuid4()}/tried", given, eva[0]).status_code == 404
    assert posting(f"/{practice.pk}/reviews", given, eva[0]).status_code == 405
    assert posting(f"/{practice.pk}/tried", given).status_code in (401, 403)
    assert Tried.objects.count() == 1

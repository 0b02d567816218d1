"""Plans over HTTP: open ones alone, whole, with timetable and budget as the command line prints them.

Covers `passerelle_web.api.plans`.
"""

import uuid

import msgspec
import pytest

from passerelle.plans.reading import read_plan
from passerelle_web.demonstration.example import example_record
from passerelle_web.plans import actions
from tests.site.api.test_answers import got
from tests.site.people_makers import member, person, put
from tests.site.plans_makers import kept, record

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return person("Ana")


@pytest.fixture
def millers(ana):
    made = member("Millers")
    put(ana, made)
    return made


def test_drafts_are_not_here(client, ana, millers):
    draft = kept(ana, millers)
    shown = kept(ana, millers, plan=record(title="Shown"), is_demonstration=True)
    told = got(client, "plans")
    assert [one["key"] for one in told["items"]] == [str(shown.pk)] and told["total"] == 1
    assert told["items"][0]["demonstration"] is True and sum(told["items"][0]["lights"].values()) == 2
    assert got(client, f"plans/{draft.pk}", 404)["status"] == 404
    for key in ("nothing", uuid.uuid4()):
        assert got(client, f"plans/{key}/budget", 404)["status"] == 404


def test_a_plan_is_read_in_again_as_it_was(client, ana, millers):
    shown = kept(ana, millers, is_demonstration=True)
    answer = client.get(f"/api/v1/plans/{shown.pk}")
    assert read_plan(answer.text) == actions.version_of(shown, 1).record


def test_the_example_is_there_on_every_site(client):
    assert read_plan(client.get("/api/v1/plans/example").text) == example_record()
    told = got(client, "plans/example/schedule")
    assert {"action", "early_start", "early_end", "late_start", "late_end", "slack", "critical"} <= set(
        told["actions"][0]
    )
    budget = got(client, "plans/example/budget")
    year = budget["years"][0]
    assert {"p10", "p50", "p90", "gap", "sources"} <= set(year) and isinstance(year["total"], str)


def test_an_answer_changes_with_the_plan_and_is_held_until_then(client, ana, millers):
    shown = kept(ana, millers, is_demonstration=True)
    address = f"/api/v1/plans/{shown.pk}"
    first = client.get(address)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    changed = msgspec.structs.replace(actions.version_of(shown, 1).record, title="Another")
    actions.change_plan(plan=shown, base=1, record=changed, by=ana)
    second = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200 and second["ETag"] != first["ETag"] and "Another" in second.text


def test_the_work_programmes_say_what_is_checked(client):
    told = got(client, "work-programmes")
    assert [one["code"] for one in told] == ["tampere", "the_hague", "priority_actions_2005"]
    assert {held["light"] for one in told for held in one["commitments"]} >= {"done", "done_late", "unknown"}
    assert any(not held["checked"] for one in told for held in one["commitments"])

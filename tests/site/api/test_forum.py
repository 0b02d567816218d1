"""The forum over HTTP: what everybody reads, and nothing that is closed, for members, or of persons.

Covers `passerelle_web.api.forum`.
"""

from datetime import date

import pytest
from django.utils import timezone

from passerelle_web.forum import assistance_actions, cycle_actions, theme_actions
from passerelle_web.forum.steering_actions import Papers
from tests.site.api.test_answers import got
from tests.site.dialogues_makers import dialogue
from tests.site.forum_makers import call, charter, decided, delegate, offered, seated, theme, year

pytestmark = pytest.mark.django_db
NOW = timezone.localdate().year


@pytest.fixture
def of():
    _ana, found = delegate("ana")
    seated(found)
    return found


def test_the_charter_is_a_draft_until_a_decision_adopts_it(client, of):
    told = got(client, "forum/charter")
    assert told["adopted_on"] is None and told["in_force"] is False and told["non_binding"] is True
    assert told["seats"]["state"] == 12 and told["articles"][0]["key"] == "nature"
    decision = decided(of, papers=Papers(charter=charter()))
    told = got(client, "forum/charter/1")
    assert told["adopted_by"] == decision.sign and told["in_force"] is True
    assert got(client, "forum/charter/2", 404)["status"] == 404


def test_where_there_is_no_charter_there_is_none(client):
    assert got(client, "forum/charter", 404)["title"] == "No such address"


def test_closed_decisions_are_in_no_answer_and_in_no_count(client, of):
    decided(of, day=date(2026, 1, 5))
    decided(of, day=date(2026, 1, 6), title="Moving", closed_for="A price.")
    told = got(client, "forum/decisions")
    assert [one["decision"] for one in told["items"]] == ["2026/1"] and told["total"] == 1
    assert told["items"][0]["present"] == [of.name] and told["licence"] == "CC BY 4.0"


def test_a_year_tells_its_chair_themes_and_public_dialogues(client, of):
    held = year()
    cycle_actions.choose_chair(cycle=held, member=of, reason="By the rule.", by=None)
    made = theme(held, of)
    theme_actions.answer_theme(proposal=made, chosen=True, why="Asked by many.", by=None)
    for talk in (dialogue("Open"), dialogue("Hidden", is_public=False)):
        cycle_actions.add_dialogue(cycle=held, dialogue=talk, by=None)
    told = got(client, f"forum/years/{NOW}")
    assert told["chair"] == of.name and [one["why"] for one in told["themes"]] == ["Asked by many."]
    assert [one["title"] for one in told["dialogues"]] == ["Open"]
    assert [one["year"] for one in got(client, "forum/years")] == [NOW]
    assert got(client, "forum/years/2099", 404)["status"] == 404


def test_calls_for_members_and_offers_that_wait_are_not_here(client, of):
    _ben, other = delegate("ben")
    offered(call(of, "Open call"), other, what="Secret advice")
    call(of, "For members", is_public=False)
    answer = client.get("/api/v1/forum/assistance")
    told = answer.json()
    assert [(one["title"], one["step"]) for one in told["items"]] == [("Open call", "offered")] and told["total"] == 1
    assert "Secret advice" not in answer.text and "For members" not in answer.text


def test_an_answer_changes_as_soon_as_what_it_says_does(client, of):
    made = call(of)
    first = client.get("/api/v1/forum/assistance")
    assert client.get("/api/v1/forum/assistance", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assistance_actions.close_help(request=made, reason="Helped.", by=None)
    again = client.get("/api/v1/forum/assistance", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200 and again.json()["items"][0]["closed_on"]


def test_many_calls_and_decisions_ask_no_more_of_the_database(client, of, django_assert_max_num_queries):
    for number in range(9):
        call(of, f"Call {number}")
        decided(of, title=f"Decision {number}")
    for address in ("assistance", "decisions"):
        with django_assert_max_num_queries(5):
            got(client, f"forum/{address}")

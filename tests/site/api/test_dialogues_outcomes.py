"""Documents before sessions and commitments out of conclusions over HTTP, under the rights of the pages.

Covers `passerelle_web.api.dialogue_outcomes`. That nothing tells who acted is held in `test_dialogues_attribution`.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import meeting_actions, paper_actions
from passerelle_web.dialogues.models import Commitment, Draft, SessionPaper
from passerelle_web.library import reach
from passerelle_web.people.delegation_actions import set_function
from passerelle_web.people.models import Function
from passerelle_web.plans.models import Pledge
from tests.site.api.test_answers import got
from tests.site.api.test_dialogues import sent
from tests.site.dialogues_makers import LONG_AGO, delegation, dialogue, draft, session
from tests.site.library_makers import kept
from tests.site.people_makers import person, put
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db
WHOLE = {
    "text": "We publish wages each March.", "metric": "Sectors with published wages", "baseline": "None in 2025",
    "owner": "Statistical office", "due": "2028-03-01",
}  # fmt: skip


@pytest.fixture
def talk():
    return dialogue()


@pytest.fixture
def ana(talk):
    return delegation(talk, "ana")


@pytest.fixture
def chair(talk):
    who = person("chair")
    meeting_actions.appoint(dialogue=talk, email=who.email, role="chair", by=None)
    return who


@pytest.fixture
def room(talk):
    made = session(talk)
    meeting_actions.set_agenda(session=made, points=[("Wages", "Chair"), ("Visas", "")], by=None)
    return made


@pytest.fixture
def text(talk):
    made = draft(talk)
    Draft.objects.filter(pk=made.pk).update(state="adopted", adopted_at=timezone.now())
    return made


# Documents ---------------------------------------------------------------------------------------------


def test_documents_stand_by_point_for_whom_they_reach(client, talk, ana, room):
    there = f"dialogues/{talk.pk}/sessions/{room.pk}/documents"
    for title, point, of in (
        ("Terms", "", reach.PUBLIC), ("Wages 2025", "Wages", reach.PUBLIC), ("Own", "Visas", reach.of_member(ana[1])),
    ):  # fmt: skip
        paper_actions.lay_paper(session=room, document=kept(title=title, reach=of), point=point, by=None)
    told = got(client, there)
    assert [(one["title"], one["point"]) for one in told] == [("Wages 2025", "Wages"), ("Terms", None)]
    assert told[0]["href"] == f"/api/v1/documents/{told[0]['key']}" and client.get(told[0]["href"]).status_code == 200
    assert [one["title"] for one in got(signed_in(ana[0]), there)] == ["Wages 2025", "Own", "Terms"]


def test_who_runs_the_dialogue_lays_and_takes_and_nobody_else(client, talk, ana, chair, room):
    there, document = f"{talk.pk}/sessions/{room.pk}/documents", kept(title="Wages 2025")
    body = {"document": str(document.pk), "point": "Wages"}
    sent(client, there, 401, **body)
    sent(signed_in(ana[0]), there, 403, **body)
    assert sent(signed_in(chair), there, **body)["page"] == room.get_absolute_url()
    assert "lies there already" in sent(signed_in(chair), there, 409, **body)["detail"]
    sent(signed_in(chair), there, 409, **body | {"point": "Closing"})
    hidden = kept(title="Of another", reach=reach.of_member(ana[1]))
    sent(signed_in(chair), there, 404, document=str(hidden.pk))
    (row,) = SessionPaper.objects.all()
    sent(signed_in(ana[0]), f"{there}/{row.pk}/take", 403)
    sent(signed_in(chair), f"{there}/{row.pk}/take")
    sent(signed_in(chair), f"{there}/{row.pk}/take", 404)
    assert not got(client, f"dialogues/{there}") and SessionPaper.objects.get().taken_at is not None


def test_those_of_a_closed_session_are_for_the_parties(client, talk, ana):
    closed = session(talk, Rule.CLOSED)
    paper_actions.lay_paper(session=closed, document=kept(title="Wages 2025"), by=None)
    there = f"dialogues/{talk.pk}/sessions/{closed.pk}/documents"
    assert client.get(f"/api/v1/{there}").status_code == 404
    assert [one["title"] for one in got(signed_in(ana[0]), there)] == ["Wages 2025"]


# Commitments -------------------------------------------------------------------------------------------


def test_a_commitment_is_made_kept_and_told(client, talk, ana, text):
    hers, paragraph = signed_in(ana[0]), text.paragraphs.last()
    made = sent(hers, f"{talk.pk}/texts/{text.pk}/commitments", **WHOLE, paragraph=paragraph.pk)
    assert made["page"] == text.get_absolute_url() and Commitment.objects.get().paragraph == paragraph
    (told,) = got(client, f"dialogues/{talk.pk}/commitments")
    assert {name: told[name] for name in WHOLE} == WHOLE and told["member"] == ana[1].name
    assert (told["text_key"], told["paragraph"], told["may_end"]) == (str(text.pk), paragraph.pk, False)
    assert told["kept_on"] is told["withdrawn_on"] is told["reason"] is None and told["non_binding"] is True
    assert got(hers, f"dialogues/{talk.pk}/commitments")[0]["may_end"] is True
    sent(hers, f"{talk.pk}/commitments/{made['key']}/keep", reason="Published.")
    assert "ended already" in sent(hers, f"{talk.pk}/commitments/{made['key']}/withdraw", 409, reason="x")["detail"]
    (told,) = got(client, f"dialogues/{talk.pk}/commitments?text={text.pk}")
    assert (told["kept_text"], told["kept_on"]) == ("Published.", timezone.localdate().isoformat())
    assert got(client, f"dialogues/{talk.pk}/commitments?text={draft(talk, title='Other').pk}") == []


def test_the_mandate_is_asked_over_http_too(client, talk, ana, text):
    head, watching = person("head"), delegation(talk, "ben")[0]
    membership = put(head, ana[1])
    set_function(membership=membership, function=Function.HEAD, since=LONG_AGO, by=None)
    there = f"{talk.pk}/texts/{text.pk}/commitments"
    for who, status in ((client, 401), (signed_in(person("stranger")), 403), (signed_in(ana[0]), 403)):
        sent(who, there, status, **WHOLE)
    sent(signed_in(watching), there, 403, **WHOLE, member=ana[1].slug)
    made = sent(signed_in(head), there, **WHOLE, member=ana[1].slug)
    for what in ("keep", "withdraw"):
        address = f"{talk.pk}/commitments/{made['key']}/{what}"
        assert [sent(signed_in(who), address, 403, reason="x")["status"] for who in (ana[0], watching)] == [403, 403]
    sent(signed_in(head), f"{talk.pk}/commitments/{made['key']}/withdraw", 409, reason=" ")
    sent(signed_in(head), f"{talk.pk}/commitments/{made['key']}/withdraw", reason="Elections.")
    assert Pledge.objects.get().reason == "Elections."


def test_what_is_no_commitment_of_this_dialogue_is_not_found(talk, ana, text):
    hers, other = signed_in(ana[0]), dialogue("Another")
    open_text = draft(talk, title="Open")
    sent(hers, f"{talk.pk}/texts/{open_text.pk}/commitments", 409, **WHOLE)
    sent(hers, f"{talk.pk}/texts/{text.pk}/commitments", 404, **WHOLE, paragraph=open_text.paragraphs.first().pk)
    sent(hers, f"{talk.pk}/texts/{text.pk}/commitments", 400, **WHOLE | {"due": "soon"})
    sent(hers, f"{talk.pk}/texts/{text.pk}/commitments", 409, **WHOLE | {"metric": " "})
    made = sent(hers, f"{talk.pk}/texts/{text.pk}/commitments", **WHOLE)
    sent(hers, f"{other.pk}/commitments/{made['key']}/keep", 404, reason="x")
    sent(hers, f"{talk.pk}/commitments/{int(made['key']) + 1}/keep", 404, reason="x")
    meeting_actions.change_dialogue(dialogue=talk, ends=timezone.localdate() - timedelta(days=1), by=None)
    assert sent(hers, f"{talk.pk}/texts/{text.pk}/commitments", **WHOLE)["key"], "follow-up goes on after the end"

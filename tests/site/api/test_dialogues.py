"""Dialogues over HTTP: what the pages show is read, and what the pages do is done, under one's own rights.

Covers `passerelle_web.api.dialogues`, `dialogue_texts`, `dialogue_writing` and `dialogues.plain`. That nothing tells who
spoke is held in `test_dialogues_attribution`.
"""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from passerelle.base.corridors import Corridor
from passerelle.dialogue.attribution import Rule
from passerelle.evidence.figures import Figure
from passerelle_web.dialogues import drafting_actions, meeting_actions, silence_actions, table_actions
from passerelle_web.dialogues.models import Contribution, Mark, Note, Position, Proposal, Silence
from passerelle_web.people.models import Role
from passerelle_web.texts import actions as texts
from tests.site.api.test_answers import got
from tests.site.consensus_makers import consultation
from tests.site.dialogues_makers import delegation, dialogue, draft, proposed, said, session
from tests.site.people_makers import member, person, put

pytestmark = pytest.mark.django_db
STOCK = Figure("stock", 76_000.0, "persons", "2020", "undesa_stock", "2020", status="E", method="census")
NOTHING = "3f2b1c9e-0d4a-4c55-9a77-2f6f4a1d8e10"


@pytest.fixture
def talk():
    return dialogue(purpose="To make the season fair.")


@pytest.fixture
def ana(talk):
    return delegation(talk, "ana")


@pytest.fixture
def ben(talk):
    return delegation(talk, "ben")


def sent(client, path, status=201, **body):
    answer = client.post(f"/api/v1/dialogues/{path}", json.dumps(body), content_type="application/json")
    assert answer.status_code == status, answer.text
    return answer.json()


def test_dialogues_are_listed_by_what_they_are_about_and_for_whom(client, talk, ana):
    dialogue("All of it", scope="world", origin="", destination="", theme="2.5-remittances")
    mine = dialogue("Private", is_public=False)
    assert [one["title"] for one in got(client, "dialogues")["items"]] == ["All of it", "Work in the season"]
    for query, many in [
        ("scope=world", 1), ("theme=2.5-remittances", 1), ("origin=sen&destination=ESP", 1), ("route=western-balkans", 0),
        ("stage=preparation", 2), ("stage=drafting", 0), ("origin=ESP", 0),
    ]:  # fmt: skip
        assert got(client, f"dialogues?{query}")["total"] == many, query
    assert got(client, "dialogues?member=anas", 400)["title"] == "Unknown parameter"
    meeting_actions.join(dialogue=mine, member=ana[1], by=None)
    client.force_login(ana[0])
    assert got(client, "dialogues")["total"] == 3
    answer = client.get("/api/v1/dialogues")
    assert answer["Cache-Control"] == "private, no-store" and "Cookie" in answer["Vary"]


def test_one_dialogue_tells_its_parties_its_calendar_and_what_one_may_do(client, talk, ana, ben):
    open_one = session(talk, Rule.MEMBER, link="https://meet.example/1")
    meeting_actions.set_agenda(session=open_one, points=[("Fees", "Anas")], by=None)
    meeting_actions.write_minutes(session=open_one, text="We met.", language="en", by=None)
    closed = session(talk, Rule.CLOSED)
    meeting_actions.leave(party=talk.parties.get(member=ben[1]), by=None)
    chair = person("cem")
    meeting_actions.appoint(dialogue=talk, email=chair.email, role="chair", by=None)
    texts.translate(
        kind="dialogues.dialogue", key=str(talk.pk), field="purpose", language="fr", text="Pour une saison juste.",
        by=ana[0], member=ana[1],
    )  # fmt: skip
    told = got(client, f"dialogues/{talk.pk}")
    assert [one["member"] for one in told["party_list"]] == ["Union of the Anas"]
    assert [one["member"] for one in told["former_parties"]] == ["Union of the Bens"]
    assert told["run_by"] == [{"office": "chair", "person": "cem"}]
    assert [(one["title"], one["link"], one["minutes"]) for one in told["sessions"]] == [
        ("Under rule 2", None, "We met.")
    ]
    assert told["sessions"][0]["agenda"] == [{"point": "Fees", "introduced_by": "Anas"}]
    assert told["translations"][0]["text"] == "Pour une saison juste." and not told["may_speak"]
    assert client.get(told["calendar"]).status_code == client.get(told["feed"]).status_code == 200
    client.force_login(ana[0])
    told = got(client, f"dialogues/{talk.pk}")
    assert told["may_speak"] and told["speaks_for"] == ["anas"]
    assert {one["link"] for one in told["sessions"]} == {"https://meet.example/1", None} and len(told["sessions"]) == 2
    assert got(client, f"dialogues/{talk.pk}/sessions/{closed.pk}")["attribution"] == "closed"
    consultation(talk)
    (one,) = got(client, f"dialogues/{talk.pk}")["consultations"]
    assert client.get(one["href"]).status_code == 200


def test_threads_come_in_pages_and_hidden_words_are_for_who_keeps_order(client, talk, ana, ben):
    first = said(talk, *ana, "First")
    said(talk, *ben, "Answer", answers=first)
    last = said(talk, *ana, "Last")
    sent_by_ana = Client()
    sent_by_ana.force_login(ana[0])
    assert sent(sent_by_ana, f"{talk.pk}/contributions/{last.number}/hide", reason="A slip.")["page"].endswith("#c3")
    told = got(client, f"dialogues/{talk.pk}/contributions?per_page=1")
    assert (told["total"], told["items"][0]["text"], told["items"][0]["hidden_for"]) == (2, None, "A slip.")
    again = client.get(told["next"]).json()["items"][0]
    assert (again["text"], [one["text"] for one in again["replies"]]) == ("First", ["Answer"])
    assert again["replies"][0]["answers"] == 1 and again["member"] == "Union of the Anas"
    own = got(sent_by_ana, f"dialogues/{talk.pk}/contributions/3")
    assert own["own"] and own["text"] == "Last"
    assert got(client, f"dialogues/{talk.pk}/contributions/9", 404)["status"] == 404


def test_answers_are_marked_by_what_they_say(client, talk, ana):
    address = f"/api/v1/dialogues/{talk.pk}/contributions"
    etag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    said(talk, *ana)
    assert client.get(address, headers={"if-none-match": etag}).status_code == 200
    assert client.get(address)["Access-Control-Allow-Origin"] == "*"


def test_positions_and_figures_with_their_changes(client, talk, ana, ben):
    asked = table_actions.ask(dialogue=talk, text="Who pays?", language="en", by=None)
    held = table_actions.lay(dialogue=talk, corridor=Corridor("SEN", "ESP"), figure=STOCK, by=None)
    client.force_login(ana[0])
    sent(client, f"{talk.pk}/questions/{asked.pk}/positions", position="open")
    sent(client, f"{talk.pk}/questions/{asked.pk}/positions", position="conditions", text="The employer.")
    refused = sent(client, f"{talk.pk}/questions/{asked.pk}/positions", 409, position="conditions")
    assert "what the conditions are" in refused["detail"]
    sent(client, f"{talk.pk}/facts/{held.pk}/words", says="own", value=80_000, period="2021", source="Our register")
    assert sent(client, f"{talk.pk}/facts/{held.pk}/words", 409, says="contest")["status"] == 409
    sent(client, f"{talk.pk}/questions/999/positions", 404, position="for")
    sent(client, f"{talk.pk}/facts/999/words", 404, says="accept")
    table_actions.give_word(fact=held, says="accept", member=ben[1], language="en", by=ben[0])
    outside = Client()
    (question,) = got(outside, f"dialogues/{talk.pk}/positions")
    assert [(one["newest"]["position"], len(one["before"])) for one in question["positions"]] == [("conditions", 1)]
    (fact,) = got(outside, f"dialogues/{talk.pk}/facts")
    assert (fact["figure"]["value"], fact["agreed"]) == (76_000, False)
    assert [(one["member"], one["says"], one["value"]) for one in fact["words"]] == [
        ("Union of the Anas", "own", 80_000), ("Union of the Bens", "accept", None),
    ]  # fmt: skip
    assert (Position.objects.count(), Mark.objects.count()) == (2, 2)


def test_a_text_is_worked_on_and_every_wording_stays(client, talk, ana, ben):
    text = draft(talk)
    one = text.paragraphs.last()
    at = f"{talk.pk}/texts/{text.pk}"
    client.force_login(ana[0])
    key = sent(client, f"{at}/proposals", paragraph=one.pk, text="Recruitment is free.", reason="Shorter.")["key"]
    amended = sent(
        client, f"{at}/proposals", paragraph=one.pk, text="Recruitment is free for all.", reason="Clearer.", amends=key
    )
    assert sent(client, f"{at}/proposals", 409, paragraph=one.pk, text="x", reason=" ")["status"] == 409
    sent(client, f"{at}/proposals", 404, paragraph=one.pk + 99, text="x", reason="y")
    sent(client, f"{at}/proposals", 404, paragraph=one.pk, text="x", reason="y", amends=NOTHING)
    note = sent(client, f"{at}/notes", kind="reservation", text="Not in winter.", paragraph=one.pk)["key"]
    sent(client, f"{at}/notes", kind="ad_referendum")
    outside = Client()
    told = got(outside, f"dialogues/{at}")
    (proposal,) = told["paragraphs"][-1]["proposals"]
    assert proposal["member"] == "Union of the Anas" and proposal["amendments"][0]["key"] == amended["key"]
    assert (
        told["paragraphs"][-1]["notes"][0]["text"] == "Not in winter." and told["notes"][0]["kind"] == "ad_referendum"
    )
    assert not proposal["own"] and got(client, f"dialogues/{at}")["paragraphs"][-1]["proposals"][0]["own"]
    drafting_actions.accept(proposal=Proposal.objects.get(pk=amended["key"]), by=None)
    wordings = got(outside, f"dialogues/{at}/paragraphs/{one.pk}")["wordings"]
    assert [row["wording"] for row in wordings] == [2, 1] and wordings[0]["text"] == "Recruitment is free for all."
    assert got(outside, f"dialogues/{at}/paragraphs/{one.pk + 99}", 404)["status"] == 404
    sent(client, f"{at}/notes/{note}/withdraw")
    assert Note.objects.get(pk=note).withdrawn_at and sent(client, f"{at}/notes/{note}/withdraw", 409)["status"] == 409
    mine = proposed(one, *ana, "Free.")
    other = Client()
    other.force_login(ben[0])
    sent(other, f"{at}/proposals/{mine.pk}/withdraw", 403)
    sent(client, f"{at}/proposals/{mine.pk}/withdraw")
    assert Proposal.objects.get(pk=mine.pk).state == "withdrawn"
    assert [one["title"] for one in got(outside, f"dialogues/{talk.pk}/texts")] == ["Conclusions"]


def test_silence_is_received_broken_and_kept(client, talk, ana, ben):
    text = draft(talk)
    running = silence_actions.open_silence(draft=text, deadline=timezone.now() + timedelta(days=3), by=None)
    client.force_login(ana[0])
    at = f"{talk.pk}/silence/{running.pk}"
    assert sent(client, f"{at}/receipts")["received_at"]
    assert sent(client, f"{at}/break", 409, reason=" ")["status"] == 409
    assert sent(client, f"{at}/break", reason="We need a day.")["broke_at"]
    told = got(client, f"dialogues/{at}")
    assert told["state"] == "broken" and {one["member"]: bool(one["broke_at"]) for one in told["receipts"]} == {
        "Union of the Anas": True, "Union of the Bens": False,
    }  # fmt: skip
    kept = silence_actions.open_silence(
        draft=type(text).objects.get(pk=text.pk), deadline=timezone.now() + timedelta(days=3), by=None
    )
    now = timezone.now()
    Silence.objects.filter(pk=kept.pk).update(
        opened_at=now - timedelta(days=9), deadline=now - timedelta(hours=1)
    )  # fmt: skip
    assert got(Client(), f"dialogues/{talk.pk}/texts/{text.pk}")["state"] == "adopted", "who looks first settles it"
    (adopted,) = got(Client(), "conclusions")["items"]
    assert adopted["paragraphs"][0] == {"heading": True, "text": "Seasonal work"} and adopted["non_binding"]
    sent(client, f"{talk.pk}/silence/{kept.pk}/break", 409, reason="Too late.")


def test_one_speaks_for_a_party_of_ones_own_in_its_session_and_under_its_rule(client, talk, ana, ben):
    held = session(talk, Rule.CHATHAM)
    client.force_login(ana[0])
    made = sent(client, f"{talk.pk}/contributions", text="In session", session=str(held.pk))
    assert made["attribution"] == "chatham_house" and made["number"] == 1
    other = session(talk, Rule.RECORD)
    answer = sent(client, f"{talk.pk}/contributions", text="Answer", answers=1, session=str(other.pk))
    row = Contribution.objects.get(number=answer["number"])
    assert (row.session, row.rule, row.member) == (held, Rule.CHATHAM, None), "an answer stays with its thread"
    refused = sent(client, f"{talk.pk}/contributions", 409, text="Deeper", answers=answer["number"])
    assert "number 1" in refused["detail"]
    sent(client, f"{talk.pk}/contributions", 403, text="For others", member="bens")
    second = member("Seconds")
    put(ana[0], second)
    meeting_actions.join(dialogue=talk, member=second, by=None)
    assert "anas, seconds" in sent(client, f"{talk.pk}/contributions", 409, text="For whom?")["detail"]
    assert sent(client, f"{talk.pk}/contributions", text="For us", member="seconds")["number"] == 3
    sent(client, f"{talk.pk}/contributions", 404, text="About", member="anas", measure=NOTHING)
    sent(client, f"{talk.pk}/contributions", 404, text="In none", member="anas", session=NOTHING)
    sent(client, f"{talk.pk}/contributions", 409, text=" ", member="anas")
    sent(client, f"{talk.pk}/contributions", 400, text="x", language="<b>")
    assert Contribution.objects.count() == 3


WRITES = [
    ("contributions", {"text": "x"}), ("contributions/1/hide", {"reason": "x"}),
    ("questions/{question}/positions", {"position": "for"}), ("facts/{fact}/words", {"says": "accept"}),
    ("texts/{text}/proposals", {"paragraph": 1, "change": "remove", "reason": "x"}),
    ("texts/{text}/notes", {"kind": "ad_referendum"}), ("silence/{silence}/receipts", {}),
    ("silence/{silence}/break", {"reason": "x"}),
]  # fmt: skip
# who, and what each write answers: a visitor, somebody of no party, an observer of one, a delegate without the token
ROLES = {"visitor": 401, "stranger": 403, "observer": 403, "forged": 403}


def test_every_write_is_refused_to_who_may_not(talk, ana):
    said(talk, *ana)
    text = draft(talk)
    keys = {
        "question": table_actions.ask(dialogue=talk, text="Who pays?", language="en", by=None).pk,
        "fact": table_actions.lay(dialogue=talk, corridor=Corridor("SEN", "ESP"), figure=STOCK, by=None).pk,
        "silence": silence_actions.open_silence(draft=text, deadline=timezone.now() + timedelta(days=3), by=None).pk,
        "text": text.pk,
    }  # fmt: skip
    clients = {
        "visitor": Client(),
        "stranger": Client(),
        "observer": Client(),
        "forged": Client(enforce_csrf_checks=True),
    }
    clients["stranger"].force_login(person("sam"))
    clients["observer"].force_login(delegation(talk, "oda", role=Role.OBSERVER)[0])
    clients["forged"].force_login(ana[0])
    before = Contribution.objects.filter(is_hidden=False).count()
    for who, status in ROLES.items():
        for path, body in WRITES:
            told = sent(clients[who], f"{talk.pk}/{path.format(**keys)}", status, **body)
            assert told["status"] == status, (who, path)
    assert Contribution.objects.filter(is_hidden=False).count() == before
    assert not (
        Position.objects.exists() or Mark.objects.exists() or Note.objects.exists() or Proposal.objects.exists()
    )
    for method in ("put", "patch", "delete"):
        assert getattr(Client(), method)(f"/api/v1/dialogues/{talk.pk}").status_code == 405


def test_who_left_her_member_loses_access_at_the_next_request(client, ana):
    private = dialogue("Private", is_public=False)
    meeting_actions.join(dialogue=private, member=ana[1], by=None)
    client.force_login(ana[0])
    assert got(client, f"dialogues/{private.pk}")["title"] == "Private"
    ana[0].memberships.update(until=timezone.localdate())
    assert got(client, f"dialogues/{private.pk}", 404)["status"] == 404
    sent(client, f"{private.pk}/contributions", 404, text="x")


@pytest.mark.parametrize("key", ["nothing", "0", "%00", "x" * 41, NOTHING])
def test_keys_that_are_none_are_refused_in_words(client, key):
    answer = client.get(f"/api/v1/dialogues/{key}")
    assert answer.status_code in (400, 404) and answer.json()["status"] == answer.status_code


def test_who_must_have_a_second_factor_is_a_visitor_until_she_has_one(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    private = dialogue("Private", is_public=False)
    root = person("Root", staff=True)
    client.force_login(root)
    assert got(client, f"dialogues/{private.pk}", 404)["status"] == 404
    sent(client, f"{private.pk}/contributions", 401, text="x")
    settings.SECOND_FACTOR_REQUIRED = False
    assert got(client, f"dialogues/{private.pk}")["title"] == "Private"

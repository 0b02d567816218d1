"""Pages of dialogues: what each reader sees, what the forms do, and what leaks nowhere."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import meeting_actions, silence_actions, speaking_actions
from passerelle_web.dialogues.models import Contribution, Dialogue, Draft, Party, Proposal, Session
from passerelle_web.people.models import Event, Role
from tests.site.dialogues_makers import delegation, dialogue, draft, proposed, said, session, states
from tests.site.people_makers import member, person, put

pytestmark = pytest.mark.django_db
SECRET = "We would pay for the journey."


def signed_in(who) -> Client:
    client = Client()
    client.force_login(who, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


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
    return signed_in(who)


def address(name: str, *given: object) -> str:
    return reverse(f"dialogues:{name}", args=given)


# Reading -----------------------------------------------------------------------------------------------


def test_the_list_shows_what_a_reader_may_read(client, talk, ana):
    hidden = dialogue("For parties alone", is_public=False)
    told = client.get(address("dialogues")).content.decode()
    assert talk.title in told and hidden.title not in told and "Senegal → Spain" in told
    assert hidden.title not in signed_in(ana[0]).get(address("dialogues")).content.decode()
    eva, _ = delegation(hidden, "eva")
    assert hidden.title in signed_in(eva).get(address("dialogues")).content.decode()


def test_the_list_is_filtered_and_empty_it_says_what_to_do(client, talk):
    assert talk.title in client.get(address("dialogues"), {"theme": talk.theme}).content.decode()
    told = client.get(address("dialogues"), {"theme": "2.5-remittances", "stage": "drafting"}).content.decode()
    assert talk.title not in told and "No dialogue is read here yet" in told


@pytest.mark.parametrize("page", ["dialogue", "exchange", "drafts", "calendar"])
def test_a_dialogue_of_its_parties_alone_is_not_there_for_others(client, page):
    closed = dialogue(is_public=False)
    eva, _ = delegation(closed, "eva")
    assert client.get(address(page, closed.pk)).status_code == 404
    assert signed_in(person("stranger")).get(address(page, closed.pk)).status_code == 404
    assert signed_in(eva).get(address(page, closed.pk)).status_code == 200


def test_the_page_says_who_takes_part_when_and_under_which_rule(client, talk, ana):
    session(talk, Rule.CHATHAM, title="Who pays")
    told = client.get(talk.get_absolute_url()).content.decode()
    for words in (
        "1 party, about Senegal → Spain",
        "Voluntary and non-binding",
        ana[1].name,
        "Who pays",
        "Chatham House",
    ):
        assert words in told
    assert 'aria-current="step">preparation' in told


def test_rooms_above_stand_among_its_parts(client, talk):
    told = client.get(talk.get_absolute_url()).content.decode()
    assert f'href="{reverse("consensus:of_dialogue", args=[talk.pk])}">Consultations' in told


def test_a_page_of_fifty_contributions_asks_no_more_of_the_database_than_one_of_five(talk, ana):
    client, counted = signed_in(ana[0]), []
    for many in (5, 40):
        said(talk, *ana)
        first = Contribution.objects.first()
        for _ in range(many):
            said(talk, *ana, answers=first)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address("exchange", talk.pk)).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 26


# Attribution -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "named"),
    [(Rule.RECORD, "Ana Diop, Union of the Anas"), (Rule.MEMBER, "Union of the Anas"), (Rule.CHATHAM, "A participant")],
)
def test_beside_what_was_said_stands_what_the_rule_lets(client, talk, ana, rule, named):
    who, of = ana
    who.name = "Ana Diop"
    who.save()
    said(talk, who, of, SECRET, session=session(talk, rule))
    told = client.get(address("exchange", talk.pk)).content.decode()
    assert f">{named}</h3>" in told and SECRET in told


def test_a_former_participant_is_called_so(client, talk, ana):
    from passerelle_web.people.actions import forget

    said(talk, *ana, session=session(talk, Rule.RECORD))
    forget(person=ana[0], by=ana[0])
    assert "former participant, Union of the Anas" in client.get(address("exchange", talk.pk)).content.decode()


def test_a_large_constituency_is_named_and_a_small_one_is_not(client):
    talk = dialogue(constituency="region")
    senegal, *_ = states(talk, "SEN", "GMB", "GIN", "MLI", "CIV", "GHA")
    for name, of in (("west", senegal), ("pacific", states(talk, "FJI")[0])):
        who = person(name)
        put(who, of)
        said(talk, who, of, f"From {name}", session=session(talk, Rule.CHATHAM))
    told = client.get(address("exchange", talk.pk)).content.decode()
    assert "Melanesia" not in told
    # one bloc alone is too small: the next smallest goes with it, so that nothing follows from what bears no name
    assert "A participant</h3>" in told


CLOSED = ("exchange", "dialogue")


@pytest.mark.parametrize("page", CLOSED)
def test_a_closed_session_is_for_the_parties_alone(client, talk, ana, page):
    room = session(talk, Rule.CLOSED, link="https://meet.example/room")
    row = said(talk, *ana, SECRET, session=room)
    assert SECRET not in client.get(address(page, talk.pk)).content.decode()
    assert SECRET in signed_in(ana[0]).get(address(page, talk.pk)).content.decode()
    for there in (room.get_absolute_url(), address("contribution", talk.pk, row.number)):
        assert client.get(there).status_code == 404
        assert signed_in(ana[0]).get(there).status_code == 200


def test_search_tells_words_to_who_may_read_them_and_never_who_said_them(talk, ana):
    said(talk, *ana, SECRET, session=session(talk, Rule.CLOSED))
    said(talk, *ana, "Openly about harvests.", session=session(talk, Rule.CHATHAM))
    client = Client()
    told = client.get("/en/search/", {"q": "journey"}).content.decode()
    assert "We would" not in told
    assert "harvests" in client.get("/en/search/", {"q": "harvests"}).content.decode()
    assert "We would" in signed_in(ana[0]).get("/en/search/", {"q": "journey"}).content.decode()
    assert "harvests" not in client.get("/en/search/", {"q": "ana"}).content.decode()


def test_what_is_hidden_or_tightened_is_found_no_more_by_those_outside(talk, ana):
    room = session(talk, Rule.MEMBER)
    said(talk, *ana, SECRET, session=room)
    other = said(talk, *ana, "Openly about harvests.")
    speaking_actions.hide(contribution=other, reason="Names somebody", by=None)
    speaking_actions.tighten(session=room, rule=Rule.CLOSED, by=None)
    client = Client()
    for word in ("journey", "harvests"):
        assert "/exchange/" not in client.get("/en/search/", {"q": word}).content.decode()


def test_the_calendar_gives_no_link_and_no_closed_session_to_those_outside(client, talk, ana):
    session(talk, Rule.MEMBER, title="Open room", link="https://meet.example/open")
    session(talk, Rule.CLOSED, title="Closed room", link="https://meet.example/closed")
    outside = client.get(address("calendar", talk.pk)).content.decode()
    inside = signed_in(ana[0]).get(address("calendar", talk.pk)).content.decode().replace("\r\n ", "")
    assert "Open room" in outside and "Closed room" not in outside and "meet.example" not in outside
    assert "Closed room" in inside and "https://meet.example/closed" in inside


def test_the_trail_that_the_secretariat_reads_ties_nobody_to_what_was_said(talk, ana):
    clerk = person("clerk")
    put(clerk, member("Office"), Role.SECRETARIAT)
    said(talk, *ana, SECRET, session=session(talk, Rule.CHATHAM))
    told = signed_in(clerk).get(reverse("people:trail")).content.decode()
    assert SECRET not in told and not Event.objects.filter(by=ana[0], subject_kind__startswith="dialogues").exists()


# Speaking ----------------------------------------------------------------------------------------------


def test_one_speaks_and_answers_by_the_forms(talk, ana):
    client = signed_in(ana[0])
    answer = client.post(address("exchange", talk.pk), {"text": "Bonjour", "language": "fr"})
    assert answer.status_code == 302 and Contribution.objects.get().language == "fr"
    client.post(address("contribution", talk.pk, 1), {"text": "Et encore", "language": "fr"})
    assert Contribution.objects.get(number=2).answers == Contribution.objects.get(number=1)
    assert client.get(address("contribution", talk.pk, 2)).url.endswith("/exchange/1/#c2")


def test_what_was_typed_stays_where_it_is_refused(talk, ana):
    answer = signed_in(ana[0]).post(address("exchange", talk.pk), {"text": "Kept", "language": "xx"})
    assert answer.status_code == 422 and "Kept" in answer.content.decode() and not Contribution.objects.exists()


def test_a_visitor_sees_no_form_and_posts_nothing(client, talk):
    assert "<textarea" not in client.get(address("exchange", talk.pk)).content.decode()
    client.post(address("exchange", talk.pk), {"text": "Hello", "language": "en"})
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>Hello", '<img src=x onerror="alert(1)">Hello', "[x](javascript:alert(1)) Hello"]
)
def test_scripts_and_pictures_are_cleaned_and_links_marked(client, talk, ana, text):
    said(talk, *ana, text)
    told = client.get(address("exchange", talk.pk)).content.decode()
    thread = told[told.index('class="threads"') :]
    assert "Hello" in thread and not re.search(r"<script|<img|href=.javascript|<[^>]*onerror", thread)


def test_hiding_and_bringing_back_by_the_forms(talk, ana, chair, client):
    said(talk, *ana, SECRET)
    assert chair.post(address("hide", talk.pk, 1), {"reason": "Names somebody"}).status_code == 302
    told = client.get(address("exchange", talk.pk)).content.decode()
    assert SECRET not in told and "Hidden: Names somebody" in told
    assert SECRET in chair.get(address("exchange", talk.pk)).content.decode()
    chair.post(address("show-again", talk.pk, 1))
    assert SECRET in client.get(address("exchange", talk.pk)).content.decode()


def test_the_secretariat_opens_a_seal_by_the_form_and_others_do_not(talk, ana, chair):
    said(talk, *ana, session=session(talk, Rule.CHATHAM))
    clerk = person("clerk")
    put(clerk, member("Office"), Role.SECRETARIAT)
    told = signed_in(clerk).post(address("seal", talk.pk, 1), {"reason": "A threat"}).content.decode()
    assert "Union of the Anas" in told
    assert chair.post(address("seal", talk.pk, 1), {"reason": "Curiosity"}).status_code == 403


# Running -----------------------------------------------------------------------------------------------


def test_the_steering_group_opens_a_dialogue_by_the_form():
    who = person("steers")
    put(who, member("Steering"), Role.STEERING_GROUP)
    given = {
        "title": "A new one", "theme": "2.5-remittances", "language": "en", "scope": "corridor", "origin": "Zimbabwe",
        "destination": "South Africa", "begins": "2026-12-01", "rule": "3", "constituency": "kind", "is_public": "on",
    }  # fmt: skip
    assert signed_in(who).post(address("open"), {**given, "destination": ""}).status_code == 422
    assert signed_in(who).post(address("open"), given).status_code == 302
    made = Dialogue.objects.get()
    assert (made.origin, made.destination, made.rule) == ("ZWE", "ZAF", Rule.CHATHAM)
    assert signed_in(person("other")).get(address("open")).status_code == 403


def test_the_chair_runs_it_by_the_forms(talk, chair):
    of = member("Weavers")
    steps = [
        ("stage", [], {"stage": "exchange"}),
        ("invite", [], {"member": of.pk, "profile": "none"}),
        ("change", [], {"title": "Renamed", "language": "en", "theme": talk.theme, "begins": "2020-01-01", "rule": "2",
                        "is_public": "on"}),
        ("appoint", [], {"email": person("mod").email, "role": "moderator"}),
        ("new-session", [], {"title": "First", "starts_at": "2026-12-01T10:00", "zone": "Africa/Dakar", "rule": "2"}),
    ]  # fmt: skip
    for name, more, given in steps:
        assert chair.post(address(name, talk.pk, *more), given).status_code == 302, name
    talk.refresh_from_db()
    assert talk.title == "Renamed" and talk.stage == "exchange" and Party.objects.get().member == of
    room = Session.objects.get()
    assert room.starts_at.isoformat() == "2026-12-01T10:00:00+00:00"
    for name, given in (
        ("agenda", {"title0": "Opening", "speaker0": "Chair"}),
        ("minutes", {"text": "We met.", "language": "en"}),
        ("change-session", {"title": "First of all", "starts_at": "2026-12-02T10:00", "zone": "UTC"}),
        ("tighten", {"rule": "3"}),
    ):
        assert chair.post(address(name, talk.pk, room.pk), given).status_code == 302, name
    told = chair.get(room.get_absolute_url()).content.decode()
    for words in ("Opening", "We met.", "Chatham House"):
        assert words in told
    assert chair.post(address("leave", talk.pk, Party.objects.get().pk), {}).status_code == 302
    for office in talk.offices.filter(role="moderator"):
        assert chair.post(address("end-office", talk.pk, office.pk)).status_code == 302


@pytest.mark.parametrize("page", ["change", "stage", "invite", "appoint", "new-session", "begin-draft"])
def test_parties_do_not_run_it(talk, ana, page):
    assert signed_in(ana[0]).get(address(page, talk.pk)).status_code == 403


def test_a_member_joins_and_withdraws_by_the_forms(talk):
    who, of = person("zoe"), member("Zoes")
    put(who, of)
    client = signed_in(who)
    assert "Take part" in client.get(talk.get_absolute_url()).content.decode()
    assert client.post(address("join", talk.pk), {"member": of.pk, "profile": "none"}).status_code == 302
    party = Party.objects.get()
    assert client.post(address("leave", talk.pk, party.pk), {"reason": "Elections"}).status_code == 302


# Texts -------------------------------------------------------------------------------------------------


def test_a_text_goes_from_proposal_to_adoption_by_the_forms(talk, ana, chair):
    given = {
        "title": "Conclusions",
        "kind": "conclusions",
        "language": "en",
        "rule": "2",
        "text": "We share data.\n\nWe meet.",
    }
    assert chair.post(address("begin-draft", talk.pk), given).status_code == 302
    text = Draft.objects.get()
    first, last = text.paragraphs.all()
    party = signed_in(ana[0])
    where = (talk.pk, text.pk)
    proposal = {"change": "replace", "text": "We share open data.", "reason": "Open", "language": "en"}
    assert party.post(address("propose", *where, first.pk), proposal).status_code == 302
    one = Proposal.objects.get()
    told = party.get(text.get_absolute_url()).content.decode()
    assert "<ins>" in told and "open " in told and "your delegation" in told
    amended = {"text": "We share all open data.", "reason": "All", "language": "en"}
    assert party.post(address("propose", *where, first.pk) + f"?amends={one.pk}", amended).status_code == 302
    sub = Proposal.objects.get(amends=one)
    assert chair.post(address("decide", *where, sub.pk, "accept")).status_code == 302
    other = {"change": "replace", "text": "We meet soon.", "reason": "Soon", "language": "en"}
    party.post(address("propose", *where, last.pk), other)
    other = Proposal.objects.get(paragraph=last)
    assert chair.post(address("decide", *where, other.pk, "reject"), {"reason": ""}).status_code == 422
    assert chair.post(address("decide", *where, other.pk, "reject"), {"reason": "In June"}).status_code == 302
    assert (
        chair.post(address("merge", *where, last.pk), {"text": "We meet in June.", "reason": "Date"}).status_code == 302
    )
    history = party.get(address("wordings", *where, first.pk)).content.decode()
    assert "From wording 1 to 2" in history and "We share data." in history
    note = {"kind": "reservation", "text": "Not yet", "language": "en"}
    assert party.post(address("attach", *where) + f"?paragraph={last.pk}", note).status_code == 302
    assert party.post(address("withdraw-note", *where, text.notes.get().pk)).status_code == 302
    deadline = (timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert chair.post(address("open-silence", *where), {"deadline": deadline}).status_code == 302
    silence = text.silences.get()
    assert party.post(address("receive", talk.pk, silence.pk)).status_code == 302
    assert "received on" in party.get(silence.get_absolute_url()).content.decode()
    assert (
        party.post(address("break-silence", talk.pk, silence.pk), {"reason": "Costs", "language": "en"}).status_code
        == 302
    )
    text.refresh_from_db()
    assert text.state == "open"


def test_a_deadline_that_passed_is_settled_by_whoever_looks(client, talk, ana):
    text = draft(talk)
    silence = silence_actions.open_silence(draft=text, deadline=timezone.now() + timedelta(days=2), by=None)
    past = timezone.now() - timedelta(hours=1)
    type(silence).objects.update(opened_at=past - timedelta(days=2), deadline=past)
    told = client.get(text.get_absolute_url()).content.decode()
    assert "Adopted by silence" in told and "binds nobody in law" in told


def test_those_outside_do_not_learn_who_broke_silence(client, talk, ana):
    silence = silence_actions.open_silence(draft=draft(talk), deadline=timezone.now() + timedelta(days=2), by=None)
    silence_actions.break_silence(silence=silence, member=ana[1], reason="Costs too much", language="en", by=ana[0])
    told = client.get(silence.get_absolute_url()).content.decode()
    assert "1 party broke silence" in told and "Costs too much" not in told and ana[1].name not in told
    assert "Costs too much" in signed_in(ana[0]).get(silence.get_absolute_url()).content.decode()


def test_a_closed_text_is_for_the_parties_alone(client, talk, ana):
    text = draft(talk, rule=Rule.CLOSED, title="Confidential lines")
    assert client.get(text.get_absolute_url()).status_code == 404
    assert "Confidential" not in client.get(address("drafts", talk.pk)).content.decode()
    assert "Confidential" in signed_in(ana[0]).get(address("drafts", talk.pk)).content.decode()


def test_a_proposal_under_the_chatham_house_rule_is_a_participants(client, talk, ana):
    text = draft(talk, rule=Rule.CHATHAM)
    proposed(text.paragraphs.last(), *ana, "Free recruitment.")
    told = client.get(text.get_absolute_url()).content.decode()
    assert "A participant" in told and ana[1].name not in told


def test_strange_addresses_are_not_there(client, talk, ana):
    text = draft(talk)
    other = dialogue("Another")
    one = proposed(text.paragraphs.last(), *ana, "Free recruitment.")
    for there in (
        address("draft", other.pk, text.pk),
        address("contribution", talk.pk, 99),
        address("session", other.pk, session(talk).pk),
    ):
        assert client.get(there).status_code == 404
    assert signed_in(ana[0]).get(address("decide", talk.pk, text.pk, one.pk, "explode")).status_code == 404

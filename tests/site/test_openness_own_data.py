"""What a person and a member take along of dialogues, consultations and plans; and what stays when a person leaves.

Covers `dialogues.everything`, `consensus.everything`, `plans.everything`, and leaving in every room.
"""

import json
from datetime import date, timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.utils import timezone

from passerelle.dialogue.attribution import Rule
from passerelle_web.consensus import actions as consensus_actions
from passerelle_web.consensus import statement_actions, vote_actions
from passerelle_web.consensus.everything import NOT_HERE
from passerelle_web.consensus.permissions import Opened
from passerelle_web.consensus.voices import of_person
from passerelle_web.dialogues import drafting_actions, meeting_actions, silence_actions, speaking_actions, table_actions
from passerelle_web.openness.catalogue import SETS
from passerelle_web.openness.sets import written
from passerelle_web.people import actions as people_actions
from passerelle_web.people.everything import everything_about, rows_of
from passerelle_web.plans.models import Pledge
from tests.site.consensus_makers import cast, consultation, seeds
from tests.site.dialogues_makers import delegation, dialogue, draft, proposed, said, session
from tests.site.people_makers import person, put
from tests.site.practices_makers import desk, published, tried

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    return dialogue()


@pytest.fixture
def ana(talk):
    return delegation(talk, "Ana")


@pytest.fixture
def ben(talk):
    return delegation(talk, "Ben")


def held_of(member):
    return {name: list(rows) for name, rows in rows_of(member)}


def test_her_own_words_are_hers_also_where_they_lie_sealed(talk, ana, ben):
    for rule in (Rule.RECORD, Rule.CHATHAM, Rule.CLOSED):
        said(talk, *ana, f"Under {rule.name}", session=session(talk, rule))
    said(talk, *ben, "Words of another", session=session(talk, Rule.CHATHAM))
    speaking_actions.hide(contribution=talk.contributions.get(number=1), reason="A slip.", by=None)
    proposed(draft(talk, rule=Rule.CHATHAM).paragraphs.last(), *ana)
    meeting_actions.appoint(dialogue=talk, email=ana[0].email, role="rapporteur", by=None)
    told = everything_about(ana[0])["dialogues"]
    assert [(one["text"], one["attribution"], one["for"]) for one in told["contributions"]] == [
        ("Under RECORD", "record", "Union of the Anas"), ("Under CHATHAM", "chatham_house", "Union of the Anas"),
        ("Under CLOSED", "closed", "Union of the Anas"),
    ]  # fmt: skip
    assert told["contributions"][0]["hidden_for"] == "A slip." and told["contributions"][1]["said_at"] is None
    assert told["proposals"][0]["reason"] == "It is clearer." and told["offices"][0]["office"] == "rapporteur"
    json.dumps(told, cls=DjangoJSONEncoder)
    assert "Words of another" not in json.dumps(told, cls=DjangoJSONEncoder)
    ana[0].memberships.update(until=timezone.localdate())
    assert len(everything_about(ana[0])["dialogues"]["contributions"]) == 3, "hers also after she left the member"


def test_a_key_that_is_gone_opens_no_seal_and_breaks_no_copy(talk, ana, settings):
    said(talk, *ana, session=session(talk, Rule.CHATHAM))
    settings.SECRET_KEY = "another key of the site, " + "y" * 40
    assert everything_about(ana[0])["dialogues"]["contributions"] == []


def test_a_member_takes_what_its_delegation_did_and_not_which_of_its_people(talk, ana, ben):
    second = person("Ann")
    put(second, ana[1])
    said(talk, second, ana[1], "Sealed words", session=session(talk, Rule.CHATHAM))
    said(talk, *ben, "Words of another", session=session(talk, Rule.CHATHAM))
    asked = table_actions.ask(dialogue=talk, text="Who pays?", language="en", by=None)
    table_actions.take_position(question=asked, stance="for", member=ana[1], language="en", by=second)
    text = draft(talk)
    mine = proposed(text.paragraphs.last(), *ana)
    drafting_actions.attach(draft=text, kind="reservation", text="Not so.", member=ana[1], language="en", by=ana[0])
    drafting_actions.reject(proposal=mine, reason="Later.", by=None)
    kept = silence_actions.open_silence(draft=text, deadline=timezone.now() + timedelta(days=2), by=None)
    silence_actions.break_silence(silence=kept, member=ana[1], reason="Too soon.", language="en", by=ana[0])
    told = held_of(ana[1])
    assert told["dialogues"][0]["dialogue"] == "Work in the season"
    assert [(one["what"], one["text"]) for one in told["dialogues_said"]] == [
        ("contribution", "Sealed words"), ("proposal", "The parties will share data."),
    ]  # fmt: skip
    assert [one["what"] for one in told["dialogues_positions"]] == ["position", "note", "silence procedure"]
    assert told["dialogues_positions"][2]["reason"] == "Too soon."
    said_ = json.dumps([told[name] for name in told if name.startswith("dialogues")], cls=DjangoJSONEncoder)
    assert "Ann" not in said_ and "Words of another" not in said_
    assert [one["text"] for one in held_of(ben[1])["dialogues_said"]] == ["Words of another"]


def test_her_votes_are_found_by_the_pseudonym_that_is_made_for_her_alone(talk, ana, ben):
    held, other = consultation(talk), consultation(talk, title="Another", access="link", puts="everybody")
    first, second = seeds(held, "Wages are paid.", "Housing is safe.")
    cast(held, first, 1, by=ana[0])
    cast(held, second, -1, by=ana[0])
    cast(held, first, -1, by=ben[0])
    (third,) = seeds(other, "Trains are cheap.")
    cast(other, third, 0, by=ana[0])
    cast(other, third, 1)  # as a visitor, be it she or not
    statement_actions.put(
        opened=Opened(held), text="Buses are late.", language="en", by=ana[0], voice=of_person(held, ana[0])
    )
    told = everything_about(ana[0])["consultations"]
    assert sorted((one["consultation"], one["statement"], one["vote"]) for one in told["votes"]) == [
        ("Another", 1, "pass"), ("The season", 1, "agree"), ("The season", 2, "disagree"),
    ]  # fmt: skip
    assert [one["text"] for one in told["statements"]] == ["Buses are late."] and told["not_here"] == NOT_HERE
    assert everything_about(ben[0])["consultations"]["statements"] == []
    for of in (ana[1], ben[1]):
        consensus_actions.agree_to_delegations(consultation=held, member=of, by=None)
    vote_actions.cast_for(opened=Opened(held), member=ana[1], statement=first, value=-1, by=ana[0])
    rows = held_of(ana[1])["consultations"]
    assert rows[0]["agreed_to_delegations_in"] == "The season"
    assert [one["vote"] for one in rows[1:]] == ["disagree"], "the delegation's vote, and never hers"
    assert len(held_of(ben[1])["consultations"]) == 1


def test_commitments_and_reports_are_taken_along(ana):
    Pledge.objects.create(member=ana[1], text="We will", by=ana[0], on=date(2026, 1, 1))
    assert everything_about(ana[0])["plans"]["commitments"][0]["text"] == "We will"
    assert held_of(ana[1])["plans"] == [{
        "what": "commitment", "plan": None, "for": "Union of the Anas", "text": "We will", "due": None,
        "on": date(2026, 1, 1), "kept_on": None, "kept_text": "", "withdrawn_on": None, "reason": "",
    }]  # fmt: skip


def test_when_a_person_leaves_her_words_stay_and_her_name_goes_in_every_room(talk, ana, ben):
    who, of = ana
    who.name = "Anastasia Zephyrine"
    who.save()
    meeting_actions.appoint(dialogue=talk, email=who.email, role="chair", by=None)
    for rule in (Rule.RECORD, Rule.MEMBER, Rule.CHATHAM):
        said(talk, who, of, f"Words under {rule.name}", session=session(talk, rule))
    text = draft(talk)
    proposed(text.paragraphs.last(), who, of)
    asked = table_actions.ask(dialogue=talk, text="Who pays?", language="en", by=None)
    table_actions.take_position(question=asked, stance="for", member=of, language="en", by=who)
    held = consultation(talk, is_moderated=False)
    cast(held, seeds(held, "Wages are paid.")[0], 1, by=who)
    statement_actions.put(opened=Opened(held), text="Buses.", language="en", by=who, voice=of_person(held, who))
    mine = published(who, of, desk("pia"), desk("rob"))
    theirs = published(*ben, ana, desk("quin"), title="Another")  # she reviewed it
    tried(theirs, who, of)
    Pledge.objects.create(member=of, text="We will", by=who, on=date(2026, 1, 1))
    keys = (f"/en/dialogues/{talk.pk}/", f"/en/dialogues/{talk.pk}/exchange/", f"/en/dialogues/{talk.pk}/positions/",
            text.get_absolute_url(), mine.get_absolute_url(), theirs.get_absolute_url(), "/en/members/anas/",
            f"/api/v1/dialogues/{talk.pk}", f"/api/v1/dialogues/{talk.pk}/contributions",
            f"/api/v1/practices/{theirs.pk}", f"/en/dialogues/{talk.pk}/feed.atom", "/en/commitments/")  # fmt: skip
    inside = Client()
    inside.force_login(ben[0])
    before = "".join(inside.get(key).text for key in keys)
    assert "Zephyrine" in before
    people_actions.forget(person=who, by=who)
    told = {key: client.get(key).text for client in (Client(), inside) for key in keys}
    files = {name: "".join(written(one, "jsonl")) for name, one in SETS.items()}
    for where, words in (told | files).items():
        assert "Zephyrine" not in words and "Anastasia" not in words and "village.example" not in words, where
        assert "@" not in words or "gone" not in words, where
    said_ = told[f"/en/dialogues/{talk.pk}/exchange/"]
    assert "former participant, Union of the Anas" in said_ and "Words under CHATHAM" in said_
    record = [json.loads(line) for line in files["contributions"].splitlines()]
    assert [(one["person"], one["member"]) for one in record] == [
        ("former participant", "Union of the Anas"), (None, "Union of the Anas"), (None, None),
    ]  # fmt: skip
    assert not talk.offices.filter(until=None).exists(), "who left chairs nothing"
    assert json.loads(told[f"/api/v1/dialogues/{talk.pk}"])["run_by"] == []
    assert "We will" in files["commitments"]


def test_a_delegation_knows_its_own_after_the_person_left(talk, ana, ben):
    said(talk, *ana, "Sealed words", session=session(talk, Rule.CHATHAM))
    second = person("Ann")
    put(second, ana[1])
    people_actions.forget(person=ana[0], by=ana[0])
    assert [one["text"] for one in held_of(ana[1])["dialogues_said"]] == ["Sealed words"]
    client = Client()
    client.force_login(second)
    (item,) = client.get(f"/api/v1/dialogues/{talk.pk}/contributions").json()["items"]
    assert item["own"] and item["member"] is None

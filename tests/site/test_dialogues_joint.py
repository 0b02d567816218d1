"""Statements of several parties in a dialogue: who asks, who is named, and where nobody may be."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import joint_actions, sealing, speaking_actions
from passerelle_web.dialogues.models import Contribution
from passerelle_web.library.models import Entry
from passerelle_web.people import joint_actions as people_joint
from passerelle_web.people.delegation_actions import set_function
from passerelle_web.people.models import Function, JointStatement, User
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.post.models import Item
from tests.site.dialogues_makers import LONG_AGO, delegation, dialogue, party, said, session
from tests.site.people_makers import member, person, put
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db
WORDING = "No fee is paid by who goes."


def heads(talk, name: str):
    """A delegation with its head."""
    who, of = delegation(talk, name)
    set_function(membership=who.memberships.get(), function=Function.HEAD, since=LONG_AGO, by=None)
    return who, of


@pytest.fixture
def talk():
    return dialogue()


@pytest.fixture
def ana(talk):
    return heads(talk, "ana")


@pytest.fixture
def ben(talk):
    return heads(talk, "ben")


@pytest.fixture
def cem(talk):
    return heads(talk, "cem")


def asked(talk, who: User, of, *others, **more) -> JointStatement:
    given = {"title": "On fees", "wording": WORDING, "language": "en", **more}
    return joint_actions.ask_parties(dialogue=talk, member=of, members=others, by=who, **given)


def delivered(talk, ana, ben, cem, **more) -> Contribution:
    """A statement that ben joined and cem declined."""
    made = asked(talk, *ana, ben[1], cem[1], **more)
    for (who, of), agrees in ((ben, True), (cem, False)):
        people_joint.answer(answer=made.answers.get(member=of), agrees=agrees, by=who)
    people_joint.deliver(statement=made, by=ana[0])
    return Contribution.objects.get(statement=made)


def page(somebody, talk, name: str = "exchange") -> str:
    client = signed_in(somebody) if somebody else Client()
    return client.get(reverse(f"dialogues:{name}", args=[talk.pk])).content.decode()


def test_a_delivered_statement_is_said_in_the_exchange_with_those_that_carry_it(talk, ana, ben, cem):
    row = delivered(talk, ana, ben, cem)
    assert row.member == ana[1] and row.text == WORDING and row.is_joint and row.person is None
    told = page(None, talk)
    assert f"{ana[1].name}, also on behalf of {ben[1].name}" in told and WORDING in told and "joint statement" in told
    assert cem[1].name not in told
    assert sealing.own([row], [ana[1].pk]) == {row.pk}
    assert Entry.objects.get(kind="dialogues.contribution").text == WORDING


def test_it_stands_in_its_session_under_the_sessions_rule(talk, ana, ben, cem):
    row = delivered(talk, ana, ben, cem, session=session(talk, Rule.RECORD))
    assert row.rule == Rule.RECORD and row.person == ana[0]
    told = Client().get(row.session.get_absolute_url()).content.decode()
    assert f"ana, {ana[1].name}, also on behalf of {ben[1].name}" in told


def test_it_is_answered_as_any_contribution(talk, ana, ben, cem):
    row = delivered(talk, ana, ben, cem)
    said(talk, *cem, "We do not agree.", answers=row)
    assert page(None, talk).index("also on behalf of") < page(None, talk).index("We do not agree.")


@pytest.mark.parametrize("rule", [Rule.CHATHAM, Rule.CLOSED])
def test_where_no_member_is_named_it_is_refused_and_the_sentence_says_why(talk, ana, ben, rule):
    with pytest.raises(CannotBeDone, match="names the members that carry it"):
        asked(talk, *ana, ben[1], session=session(talk, rule))
    assert not JointStatement.objects.exists()
    with pytest.raises(CannotBeDone, match="names the members that carry it"):
        asked(dialogue_under(rule, ana, ben), *ana, ben[1])


def dialogue_under(rule: int, *parties):
    made = dialogue("Under another rule", rule=rule)
    for _who, of in parties:
        party(made, of)
    return made


def test_a_rule_that_was_tightened_before_delivery_stops_it(talk, ana, ben):
    room = session(talk, Rule.MEMBER)
    made = asked(talk, *ana, ben[1], session=room)
    people_joint.answer(answer=made.answers.get(member=ben[1]), agrees=True, by=ben[0])
    speaking_actions.tighten(session=room, rule=Rule.CHATHAM, by=None)
    with pytest.raises(CannotBeDone, match="names the members"):
        people_joint.deliver(statement=made, by=ana[0])
    made.refresh_from_db()
    assert made.delivered_at is None and not Contribution.objects.exists()


def test_a_rule_that_is_tightened_after_it_cuts_the_names_off(talk, ana, ben, cem):
    room = session(talk, Rule.MEMBER)
    row = delivered(talk, ana, ben, cem, session=room)
    speaking_actions.tighten(session=room, rule=Rule.CHATHAM, by=None)
    row.refresh_from_db()
    assert row.statement is None and row.member is None and row.is_joint
    told = page(None, talk)
    assert "Several participants" in told and ana[1].name not in told and ben[1].name not in told


@pytest.mark.parametrize("change", [{"is_joint": False}, {"rule": Rule.CHATHAM, "member": None, "said_at": None}])
def test_the_database_refuses_names_that_the_rule_does_not_let_stand(talk, ana, ben, cem, change):
    row = delivered(talk, ana, ben, cem)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contribution.objects.filter(pk=row.pk).update(**change)


def test_only_who_speaks_for_a_party_asks_and_only_parties_are_asked(talk, ana, ben):
    second = person("second")
    put(second, ana[1])
    with pytest.raises(NotAllowed):
        asked(talk, second, ana[1], ben[1])
    with pytest.raises(NotAllowed):
        asked(talk, ana[0], ben[1], ana[1])
    with pytest.raises(CannotBeDone, match="takes no part"):
        asked(talk, *ana, member("Outsiders"))
    with pytest.raises(CannotBeDone, match="20000 characters"):
        asked(talk, *ana, ben[1], wording="x" * 20_001)
    with pytest.raises(CannotBeDone, match="another dialogue"):
        asked(talk, *ana, ben[1], session=session(dialogue("Another")))


def test_who_withdrew_from_the_dialogue_delivers_nothing_in_it(talk, ana, ben):
    made = asked(talk, *ana, ben[1])
    people_joint.answer(answer=made.answers.get(member=ben[1]), agrees=True, by=ben[0])
    talk.parties.filter(member=ana[1]).delete()
    with pytest.raises(NotAllowed):
        people_joint.deliver(statement=made, by=ana[0])
    assert JointStatement.objects.get().delivered_at is None


def test_parties_that_are_asked_hear_of_it_and_see_it_on_the_page(talk, ana, ben, cem):
    made = asked(talk, *ana, ben[1])
    item = Item.objects.get(kind="joint")
    assert "On fees" in item.said["en"] and item.reach["permission"] == "people.see_joint"
    assert made.title in page(ben[0], talk) and made.title in page(ana[0], talk)
    assert made.title not in page(cem[0], talk) and made.title not in page(None, talk)


def test_it_is_begun_by_the_form_and_nothing_typed_is_lost(talk, ana, ben):
    client, there = signed_in(ana[0]), reverse("dialogues:ask-to-join", args=[talk.pk])
    session(talk, Rule.CHATHAM, title="Quiet room")
    assert "Quiet room" not in client.get(there).content.decode()
    given = {"title": "On fees", "wording": WORDING, "language": "en", "answer_by": ""}
    refused = client.post(there, given)
    assert refused.status_code == 422 and WORDING in refused.content.decode()
    made = client.post(there, given | {"members": [ben[1].pk]})
    assert made.status_code == 302 and JointStatement.objects.get().subject_key == str(talk.pk)
    assert signed_in(person("stranger")).get(there).status_code == 403


def test_many_joint_statements_cost_no_more_queries_than_one(talk, ana, ben, cem):
    delivered(talk, ana, ben, cem)
    with CaptureQueriesContext(connection) as first:
        page(None, talk)
    delivered(talk, ana, ben, cem)
    with CaptureQueriesContext(connection) as second:
        page(None, talk)
    assert len(first) == len(second)

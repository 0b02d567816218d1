"""Statements on behalf of a group: asking, answering, withdrawing, rewording, delivering, and who sees what.

Covers `passerelle_web.people.joint_actions`, `joint_queries`, `joint_views` and their triggers.
"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from passerelle_web.people import delegation_actions, joint_actions, joint_queries, member_actions
from passerelle_web.people.models import JointAnswer, JointStatement, Reply
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from tests.site.people_makers import member, person, put

pytestmark = pytest.mark.django_db
SUBJECT = ("village.fair", "7")


def head_of(short_name, who):
    """A member with its head."""
    made, head = member(short_name), person(who)
    delegation_actions.set_function(membership=put(head, made), function="head", by=None)
    return made, head


@pytest.fixture
def table():
    """Three members with their heads, and a statement of the Millers that the others are asked to join."""
    names = (("Millers", "Ana"), ("Bakers", "Ben"), ("Weavers", "Cleo"))
    members, heads = zip(*(head_of(*one) for one in names), strict=True)
    statement = joint_actions.ask_to_join(
        member=members[0],
        members=members[1:],
        subject=SUBJECT,
        title="On the fair",
        wording="The fair shall be open to all.",
        language="en",
        by=heads[0],
    )
    return statement, members, heads


def answer_of(statement, whose):
    return statement.answers.get(member=whose)


def agree(statement, whose, by, agrees=True):
    return joint_actions.answer(answer=answer_of(statement, whose), agrees=agrees, by=by)


def names(statement):
    return [one.short_name for one in joint_actions.named(statement)]


def test_only_those_that_agreed_are_named_the_one_that_asks_first(table):
    statement, (_millers, bakers, weavers), (ana, ben, cleo) = table
    assert names(statement) == ["Millers"]
    agree(statement, weavers, cleo)
    agree(statement, bakers, ben, agrees=False)
    assert [one.short_name for one in joint_actions.deliver(statement=statement, by=ana)] == ["Millers", "Weavers"]
    assert list(joint_actions.joint_of(*SUBJECT)) == [statement]
    assert answer_of(statement, weavers).answered_by == cleo and answer_of(statement, weavers).answered_at


def test_an_agreement_can_be_withdrawn_until_it_is_delivered_and_then_stands(table):
    statement, (_, bakers, weavers), (ana, ben, cleo) = table
    agree(statement, bakers, ben)
    agree(statement, weavers, cleo)
    joint_actions.withdraw(answer=answer_of(statement, bakers), by=ben)
    assert names(statement) == ["Millers", "Weavers"]
    joint_actions.deliver(statement=statement, by=ana)
    for change in (
        lambda: joint_actions.withdraw(answer=answer_of(statement, weavers), by=cleo),
        lambda: agree(statement, bakers, ben),
        lambda: joint_actions.reword(statement=statement, wording="Closed.", by=ana),
        lambda: joint_actions.ask_more(statement=statement, members=[member("Smiths")], by=ana),
        lambda: joint_actions.give_up(statement=statement, by=ana),
        lambda: joint_actions.deliver(statement=statement, by=ana),
    ):
        with pytest.raises(CannotBeDone, match="delivered, and stands"):
            change()


def test_the_database_holds_what_was_delivered(table):
    statement, (_, bakers, _w), (ana, ben, _c) = table
    agree(statement, bakers, ben)
    joint_actions.deliver(statement=statement, by=ana)
    for change in (
        lambda: JointStatement.objects.update(wording="Another."),
        lambda: JointStatement.objects.update(delivered_at=None),
        lambda: JointAnswer.objects.filter(reply=Reply.AGREED).update(reply=Reply.DECLINED),
        lambda: JointAnswer.objects.all().delete(),
        lambda: JointAnswer.objects.create(statement=statement, member=member("Smiths")),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert names(statement) == ["Millers", "Bakers"]


def test_another_wording_is_agreed_to_anew(table):
    statement, (_, bakers, _w), (ana, ben, _c) = table
    agree(statement, bakers, ben)
    joint_actions.reword(statement=statement, wording="  The fair shall be open to all.  ", by=ana)
    assert names(statement) == ["Millers", "Bakers"]  # the same wording is no change
    joint_actions.reword(statement=statement, wording="The fair shall be free.", by=ana)
    assert names(statement) == ["Millers"]
    assert answer_of(statement, bakers).reply == Reply.OPEN
    with pytest.raises(CannotBeDone, match="No other member has agreed"):
        joint_actions.deliver(statement=statement, by=ana)


def test_whoever_speaks_answers_and_nobody_else(table):
    statement, (millers, bakers, _w), (ana, ben, cleo) = table
    second = person("Bea")
    delegation_actions.set_function(membership=put(second, bakers), function="alternate", by=None)
    for by in (cleo, second, person("Stranger")):
        with pytest.raises(NotAllowed, match="answers for it"):
            agree(statement, bakers, by)
    for change in (joint_actions.deliver, joint_actions.give_up):
        with pytest.raises(NotAllowed):
            change(statement=statement, by=ben)
    with pytest.raises(CannotBeDone, match="agreed by asking"):
        agree(statement, millers, ana, agrees=False)
    with pytest.raises(CannotBeDone, match="agreed by asking"):
        joint_actions.withdraw(answer=answer_of(statement, millers), by=ana)
    with pytest.raises(CannotBeDone, match="nothing to withdraw"):
        joint_actions.withdraw(answer=answer_of(statement, bakers), by=ben)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"members": []}, "at least one other"),
        ({"wording": "  "}, "wording"),
        ({"answer_by": timezone.localdate() - timedelta(days=1)}, "passed already"),
    ],
)
def test_what_does_not_fit_is_refused(table, given, said):
    _statement, members, (ana, *_rest) = table
    asked = {"member": members[0], "members": members[1:], "subject": SUBJECT, "title": "T", "wording": "W",
             "language": "en", **given}  # fmt: skip
    with pytest.raises(CannotBeDone, match=said):
        joint_actions.ask_to_join(**asked, by=ana)


def test_a_member_that_left_is_neither_asked_nor_named(table):
    statement, (_, bakers, weavers), (ana, ben, _c) = table
    agree(statement, bakers, ben)
    for one in (bakers, weavers):
        member_actions.change_member(member=one, until=timezone.localdate(), by=None)
    assert names(statement) == ["Millers"]
    with pytest.raises(CannotBeDone, match="no member today"):
        joint_actions.ask_to_join(
            member=statement.member, members=[weavers], subject=SUBJECT, title="T", wording="W", language="en", by=ana
        )


def test_further_members_are_asked_once(table):
    statement, (_, bakers, _w), (ana, *_rest) = table
    smiths = member("Smiths")
    joint_actions.ask_more(statement=statement, members=[smiths, bakers, statement.member], by=ana)
    assert statement.answers.count() == 4


# Who sees what ----------------------------------------------------------------------------------------


def test_only_the_one_that_asks_sees_who_declined(table, client):
    statement, (_, bakers, _weavers), (ana, ben, cleo) = table
    agree(statement, bakers, ben, agrees=False)
    seen = {
        who.name: {one.member.short_name: one.reply for one in joint_queries.answers_shown(statement, who)}
        for who in (ana, ben, cleo)
    }
    assert seen["Ana"] == {"Millers": "agreed", "Bakers": "declined", "Weavers": "open"}
    assert seen["Ben"] == {"Millers": "agreed", "Bakers": "declined"}
    assert seen["Cleo"] == {"Millers": "agreed", "Weavers": "open"}
    client.force_login(cleo)
    page = client.get(f"/en/joint-statements/{statement.pk}/").text
    assert "declined" not in page.split("<main")[1].replace("who declined or", "")
    client.force_login(person("Stranger"))
    assert client.get(f"/en/joint-statements/{statement.pk}/").status_code == 403
    assert list(joint_queries.statements_for(ben)) == [statement]


def test_the_page_answers_withdraws_rewords_and_delivers(table, client):
    statement, (_, bakers, _w), (ana, ben, _c) = table
    held = answer_of(statement, bakers)
    client.force_login(ben)
    assert "On the fair" in client.get("/en/joint-statements/").text
    page = client.get(f"/en/joint-statements/{statement.pk}/").text
    assert "Answer for Union of the Bakers" in page and "Change the wording" not in page
    assert client.post(f"/en/joint-answers/{held.pk}/", {"agrees": ""}).status_code == 422
    client.post(f"/en/joint-answers/{held.pk}/", {"agrees": "yes"})
    assert "can withdraw until" in client.get(f"/en/joint-statements/{statement.pk}/").text
    client.post(f"/en/joint-answers/{held.pk}/withdraw/")
    assert names(statement) == ["Millers"]
    client.post(f"/en/joint-answers/{held.pk}/", {"agrees": "yes"})
    client.force_login(ana)
    form = client.get(f"/en/joint-statements/{statement.pk}/members/").text
    assert "Bakers" not in form.split("<form")[-1]
    smiths = member("Smiths")
    client.post(f"/en/joint-statements/{statement.pk}/members/", {"members": [smiths.pk]})
    assert statement.answers.filter(member=smiths).exists()
    assert "The fair shall be open" in client.get(f"/en/joint-statements/{statement.pk}/wording/").text
    assert "Union of the Bakers" in client.get(f"/en/joint-statements/{statement.pk}/deliver/").text
    assert client.get(f"/en/joint-statements/{statement.pk}/burn/").status_code == 404
    done = client.post(f"/en/joint-statements/{statement.pk}/deliver/", follow=True)
    assert "it stands as it is" in done.text and "Union of the Bakers" in done.text
    client.force_login(ben)
    assert client.post(f"/en/joint-answers/{held.pk}/withdraw/").status_code == 409


def test_a_wording_is_text_and_no_markup(table, client):
    statement, _members, (ana, *_rest) = table
    joint_actions.reword(statement=statement, wording="<script>alert(1)</script> & more", by=ana)
    client.force_login(ana)
    page = client.get(f"/en/joint-statements/{statement.pk}/").text
    assert "&lt;script&gt;" in page and "<script>alert" not in page
    refused = client.post(f"/en/joint-statements/{statement.pk}/give-up/", follow=True)
    assert "Given up on" in refused.text

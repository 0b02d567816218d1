"""Reports, hiding and appeals: who may, who decides, who hears, and that nothing is deleted."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import meeting_actions, order_actions, speaking_actions
from passerelle_web.dialogues.models import Appeal, Contribution, Report
from passerelle_web.people.models import Event, Role
from passerelle_web.people.permissions import may
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.post.models import Item
from passerelle_web.post.reach import reaches
from tests.site.dialogues_makers import delegation, dialogue, said, session
from tests.site.people_makers import member, person, put
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    return dialogue()


@pytest.fixture
def ana(talk):
    return delegation(talk, "ana")


@pytest.fixture
def row(talk, ana):
    return said(talk, *ana)


def officer(talk, name: str, role: str = "moderator"):
    who = person(name)
    meeting_actions.appoint(dialogue=talk, email=who.email, role=role, by=None)
    return who


@pytest.fixture
def judge(talk):
    return officer(talk, "judge")


@pytest.fixture
def chair(talk):
    return officer(talk, "chair", "chair")


@pytest.fixture
def reader():
    return person("reader")


def reported(row, reader, reason: str = "It names a patient.") -> Report:
    return order_actions.report(contribution=row, reason=reason, by=reader)


def hidden(row, judge) -> Contribution:
    return speaking_actions.hide(contribution=row, reason="Names a patient.", by=judge)


def appealed(row, ana) -> Appeal:
    return order_actions.appeal(contribution=row, reason="The name is public.", by=ana[0])


def page(somebody, talk, name: str = "exchange") -> str:
    client = signed_in(somebody) if somebody else Client()
    return client.get(reverse(f"dialogues:{name}", args=[talk.pk])).content.decode()


# Who may ---------------------------------------------------------------------------------------------


def test_who_may_report_appeal_and_keep_order(talk, ana, row, judge, chair, reader):
    watching = person("watching")
    put(watching, ana[1], Role.OBSERVER)
    ben = delegation(talk, "ben")[0]
    clerk = person("clerk")
    put(clerk, member("Office"), Role.SECRETARIAT)
    everybody = {
        "visitor": AnonymousUser(), "reader": reader, "ben": ben, "ana": ana[0], "watching": watching,
        "judge": judge, "chair": chair, "clerk": clerk,
    }  # fmt: skip
    asked = ("dialogues.report", "dialogues.appeal", "dialogues.keep_order")
    told = {name: "".join("x" if may(who, one, row) else "-" for one in asked) for name, who in everybody.items()}
    assert told == {
        "visitor": "---", "reader": "x--", "ben": "x--", "ana": "-x-", "watching": "x--", "judge": "x-x",
        "chair": "x-x", "clerk": "x-x",
    }  # fmt: skip


def test_what_one_does_not_read_one_does_not_report(reader):
    closed = dialogue("Closed", is_public=False)
    row = said(closed, *delegation(closed, "eva"))
    with pytest.raises(NotAllowed):
        reported(row, reader)
    assert signed_in(reader).get(reverse("dialogues:report", args=[closed.pk, 1])).status_code == 404


# Reports ---------------------------------------------------------------------------------------------


def test_a_report_waits_is_dismissed_with_a_reason_and_its_reader_reads_it(talk, row, judge, reader):
    made = reported(row, reader)
    assert "It names a patient." in page(judge, talk, "order") and "reader reports" in page(judge, talk, "order")
    assert "has not answered yet" in page(reader, talk)
    with pytest.raises(CannotBeDone, match="Answer in words"):
        order_actions.dismiss(report=made, reason=" ", by=judge)
    order_actions.dismiss(report=made, reason="No patient is named.", by=judge)
    assert "No patient is named." in page(reader, talk) and "Nothing waits for you" in page(judge, talk, "order")
    with pytest.raises(CannotBeDone, match="answered already"):
        order_actions.dismiss(report=made, reason="Twice.", by=judge)
    verbs = Event.objects.filter(subject_key=str(row.pk)).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["contribution.reported", "contribution.report_dismissed"]
    assert Contribution.objects.get().is_hidden is False


def test_one_reports_once_at_a_time_with_a_reason(row, reader):
    with pytest.raises(CannotBeDone, match="what is wrong"):
        reported(row, reader, " ")
    made = reported(row, reader)
    with pytest.raises(CannotBeDone, match="reported this already"):
        reported(row, reader)
    order_actions.dismiss(report=made, reason="It is fine.", by=None)
    assert reported(row, reader).pk != made.pk


def test_ones_own_is_not_reported(row, ana):
    with pytest.raises(NotAllowed, match="withdrawn instead"):
        reported(row, ana[0])


def test_hiding_answers_all_that_reported_it(talk, row, judge, reader):
    first, second = reported(row, reader), reported(row, judge)
    hidden(row, judge)
    for one in (first, second):
        one.refresh_from_db()
        assert (one.state, one.answer) == ("hidden", "Names a patient.")
    with pytest.raises(CannotBeDone, match="hidden already"):
        hidden(row, judge)
    with pytest.raises(NotAllowed):
        reported(row, reader)
    assert Contribution.objects.get().text


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (Report, {"state": "dismissed"}),
        (Report, {"reason": ""}),
        (Appeal, {"is_upheld": True}),
        (Appeal, {"reason": ""}),
    ],
)
def test_the_database_refuses_what_is_decided_without_words(talk, ana, row, judge, reader, kind, change):
    reported(row, reader)
    appealed(hidden(row, judge), ana)
    if kind is Report:
        Report.objects.update(state="open", answer="", decided_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        kind.objects.update(**change)


# Appeals ---------------------------------------------------------------------------------------------


def test_an_appeal_is_upheld_by_another_and_the_contribution_shown_again(talk, ana, row, judge, chair):
    made = appealed(hidden(row, judge), ana)
    assert "The name is public." in page(chair, talk, "order") and "You hid it" in page(judge, talk, "order")
    with pytest.raises(CannotBeDone, match="Somebody else answers"):
        order_actions.answer_appeal(appeal=made, is_upheld=False, answer="No.", by=judge)
    with pytest.raises(CannotBeDone, match="Answer in words"):
        order_actions.answer_appeal(appeal=made, is_upheld=True, answer="", by=chair)
    order_actions.answer_appeal(appeal=made, is_upheld=True, answer="It is public indeed.", by=chair)
    assert not Contribution.objects.get().is_hidden
    with pytest.raises(CannotBeDone, match="answered already"):
        order_actions.answer_appeal(appeal=made, is_upheld=False, answer="No.", by=chair)


def test_an_appeal_that_is_refused_was_the_only_one(talk, ana, row, judge, chair):
    made = appealed(hidden(row, judge), ana)
    with pytest.raises(CannotBeDone, match="once is all"):
        appealed(row, ana)
    order_actions.answer_appeal(appeal=made, is_upheld=False, answer="A patient is a patient.", by=chair)
    assert Contribution.objects.get().is_hidden and "A patient is a patient." in page(ana[0], talk)
    assert "A patient is a patient." not in page(None, talk)
    with pytest.raises(CannotBeDone, match="once is all"):
        appealed(row, ana)
    speaking_actions.show_again(contribution=row, by=chair)
    assert appealed(hidden(row, chair), ana).pk != made.pk  # hidden anew, for another reason


def test_who_is_of_the_speakers_side_does_not_answer_its_appeal(talk, ana, row, judge):
    both = officer(talk, "both")
    put(both, ana[1])
    made = appealed(hidden(row, judge), ana)
    with pytest.raises(CannotBeDone, match="Somebody else answers"):
        order_actions.answer_appeal(appeal=made, is_upheld=True, answer="Ours.", by=both)


def test_a_colleague_appeals_and_others_do_not(talk, ana, row, judge):
    second = person("second")
    put(second, ana[1])
    with pytest.raises(CannotBeDone, match="has not hidden"):
        appealed(row, ana)
    hidden(row, judge)
    with pytest.raises(NotAllowed):
        appealed(row, delegation(talk, "ben"))
    assert appealed(row, (second, ana[1]))


def test_what_was_withdrawn_by_its_own_side_is_not_appealed_for(row, ana):
    speaking_actions.hide(contribution=row, reason="Withdrawn", by=ana[0])
    with pytest.raises(CannotBeDone, match="has not hidden"):
        appealed(row, ana)


def test_bringing_it_back_answers_the_appeal(row, ana, judge):
    made = appealed(hidden(row, judge), ana)
    speaking_actions.show_again(contribution=row, by=judge)
    made.refresh_from_db()
    assert made.is_upheld and made.answer


# What is told ----------------------------------------------------------------------------------------


def reached(kind: str, *people) -> list[bool]:
    item = Item.objects.get(kind=kind)
    return [reaches(who, item.topic, item.reach) for who in people]


def test_each_side_hears_what_concerns_it(talk, ana, row, judge, chair, reader):
    reported(row, reader)
    appealed(hidden(row, judge), ana)
    assert reached("reported", judge, ana[0], reader) == [True, False, False]
    assert reached("hidden", judge, ana[0], reader) == [False, True, False]
    assert reached("appealed", chair, ana[0], reader) == [True, False, False]


def test_under_the_chatham_house_rule_the_page_alone_tells_the_speakers_side(talk, ana, judge, chair):
    row = said(talk, *ana, session=session(talk, Rule.CHATHAM))
    before = Item.objects.count()
    hidden(row, judge)
    assert Item.objects.count() == before
    assert "Appeal, once" in page(ana[0], talk) and "Appeal, once" not in page(judge, talk)
    made = appealed(row, ana)
    event = Event.objects.get(verb="contribution.appealed")
    assert event.by is None and ana[1].name not in str(event.details)
    assert not any(isinstance(value, type(ana[0])) for value in vars(made).values())
    assert ana[1].name not in page(chair, talk, "order")


def test_it_goes_by_the_forms_too(talk, ana, row, judge, chair, reader):
    client = signed_in(reader)
    there = reverse("dialogues:report", args=[talk.pk, row.number])
    assert client.post(there, {"reason": ""}).status_code == 422
    assert client.post(there, {"reason": "Names a patient."}).status_code == 302
    dismiss = reverse("dialogues:dismiss-report", args=[talk.pk, Report.objects.get().pk])
    assert client.get(dismiss).status_code == 403
    assert signed_in(judge).post(dismiss, {"reason": "It does not."}).status_code == 302
    hidden(row, judge)
    appeal = reverse("dialogues:appeal", args=[talk.pk, row.number])
    assert client.get(appeal).status_code == 403
    assert signed_in(ana[0]).post(appeal, {"reason": "It is public."}).status_code == 302
    answer = reverse("dialogues:answer-appeal", args=[talk.pk, Appeal.objects.get().pk])
    refused = signed_in(judge).post(answer, {"decision": "keep", "answer": "No."})
    assert refused.status_code == 422 and "Somebody else answers" in refused.content.decode()
    assert signed_in(chair).post(answer, {"decision": "show", "answer": "Yes."}).status_code == 302
    assert not Contribution.objects.get().is_hidden
    assert client.get(reverse("dialogues:order", args=[talk.pk])).status_code == 403
    assert "shown again" in page(judge, talk, "order") and "It does not." in page(judge, talk, "order")


def test_the_moderators_page_costs_no_more_with_many_reports(talk, ana, judge, reader):
    counted = []
    for many in (2, 6):
        for _ in range(many):
            reported(said(talk, *ana), reader)
        client = signed_in(judge)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("dialogues:order", args=[talk.pk]))
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 32

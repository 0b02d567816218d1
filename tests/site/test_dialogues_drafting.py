"""Texts worked on paragraph by paragraph: nothing is lost, nothing overwritten, silence adopts."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passerelle.base.errors import DialogueError
from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import drafting_actions, meeting_actions, silence_actions
from passerelle_web.dialogues.drafting_page import PARAGRAPH, paragraphs_shown
from passerelle_web.dialogues.models import Draft, Note, Paragraph, Proposal, Silence
from passerelle_web.people.models import Event, Role
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.texts.actions import translate
from tests.site.dialogues_makers import delegation, dialogue, draft, proposed
from tests.site.people_makers import person
from tests.site.test_dialogues_pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    return dialogue()


@pytest.fixture
def ana(talk):
    return delegation(talk, "ana")


@pytest.fixture
def ben(talk):
    return delegation(talk, "ben")


@pytest.fixture
def text(talk):
    return draft(talk)


def body(text: Draft) -> Paragraph:
    """The first paragraph under the heading."""
    return text.paragraphs.filter(is_heading=False).first()


def standing(text: Draft) -> list[str]:
    """What the text says now."""
    return [said for _, _, said in silence_actions.text_of(text)]


# Beginning ---------------------------------------------------------------------------------------------


def test_a_text_is_split_at_empty_lines(text):
    assert standing(text) == [
        "Seasonal work", "The parties will share data each year.", "Recruitment is free for those who go.",
    ]  # fmt: skip
    assert [one.is_heading for one in text.paragraphs.all()] == [True, False, False]


@pytest.mark.parametrize("said", ["", " \n\n # \n", "x" * 6_001])
def test_a_text_that_does_not_hold_is_refused_whole(talk, said):
    with pytest.raises(CannotBeDone):
        draft(talk, said)
    assert not Draft.objects.exists()


def test_only_who_runs_the_dialogue_begins_a_text(talk, ana):
    with pytest.raises(NotAllowed):
        draft(talk, by=ana[0])


# Proposing ---------------------------------------------------------------------------------------------


def test_two_amend_one_paragraph_at_once_and_neither_loses_text(text, ana, ben):
    first = proposed(body(text), *ana, "All parties will share data each year.")
    second = proposed(body(text), *ben, "The parties will share data every month.")
    drafting_actions.accept(proposal=first, by=None)
    drafting_actions.accept(proposal=second, by=None)
    assert standing(text)[1] == "All parties will share data every month."
    assert [one.text for one in body(text).wordings.all()] == [
        "The parties will share data each year.",
        "All parties will share data each year.",
        "All parties will share data every month.",
    ]


def test_where_both_changed_the_same_words_the_chair_merges_by_hand(text, ana, ben):
    first = proposed(body(text), *ana, "The parties must share data each year.")
    second = proposed(body(text), *ben, "The parties may share data each year.")
    drafting_actions.accept(proposal=first, by=None)
    with pytest.raises(CannotBeDone, match="Merge both by hand"):
        drafting_actions.accept(proposal=second, by=None)
    second.refresh_from_db()
    assert second.state == "open" and second.text == "The parties may share data each year."
    drafting_actions.merge(
        paragraph=body(text),
        proposals=[second],
        text="The parties should share data each year.",
        reason="Both",
        by=None,
    )
    second.refresh_from_db()
    assert second.state == "merged" and standing(text)[1] == "The parties should share data each year."


def test_a_sub_amendment_is_accepted_with_what_it_amends(text, ana, ben):
    parent = proposed(body(text), *ana, "The parties will share data.")
    sub = proposed(body(text), *ben, "The parties will share open data.", amends=parent)
    drafting_actions.accept(proposal=sub, by=None)
    parent.refresh_from_db()
    assert parent.state == "merged" and standing(text)[1] == "The parties will share open data."


def test_what_is_decided_is_amended_no_more(text, ana, ben):
    parent = proposed(body(text), *ana)
    drafting_actions.reject(proposal=parent, reason="Agreed otherwise in June", by=None)
    with pytest.raises(CannotBeDone, match="not open on this paragraph"):
        proposed(body(text), *ben, "Another", amends=parent)
    with pytest.raises(CannotBeDone, match="decided already"):
        drafting_actions.accept(proposal=parent, by=None)


def test_a_new_paragraph_goes_after_the_one_it_is_proposed_on(text, ana):
    drafting_actions.accept(proposal=proposed(body(text), *ana, "Costs are shared.", change="insert"), by=None)
    drafting_actions.accept(proposal=proposed(body(text), *ana, "And told.", change="insert"), by=None)
    assert standing(text)[1:4] == ["The parties will share data each year.", "And told.", "Costs are shared."]


def test_a_paragraph_that_is_left_out_keeps_its_history(text, ana):
    removed = body(text)
    drafting_actions.accept(proposal=proposed(removed, *ana, change="remove"), by=None)
    assert len(standing(text)) == 2
    removed.refresh_from_db()
    assert removed.is_removed and removed.wordings.first().text == "The parties will share data each year."


def test_a_proposal_in_brackets_stands_beside_the_wording(text, ana):
    one = drafting_actions.bracket(proposal=proposed(body(text), *ana), by=None)
    assert one.state == "bracketed" and standing(text)[1] == "The parties will share data each year."
    with pytest.raises(CannotBeDone, match="Only an open"):
        drafting_actions.bracket(proposal=one, by=None)
    drafting_actions.accept(proposal=one, by=None)
    assert standing(text)[1] == "The parties will share data."


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"reason": " "}, "Say why"),
        ({"text": "The parties will share data each year."}, "as it stands"),
        ({"text": "x" * 6_001}, "at most"),
        ({"text": "", "change": "insert"}, "no text"),
    ],
)
def test_a_proposal_that_says_nothing_is_refused(text, ana, given, told):
    with pytest.raises(CannotBeDone, match=told):
        proposed(body(text), *ana, **given)
    assert not Proposal.objects.exists()


def test_its_own_delegation_withdraws_a_proposal_and_no_other(text, ana, ben):
    one = proposed(body(text), *ana)
    with pytest.raises(NotAllowed):
        drafting_actions.withdraw_proposal(proposal=one, by=ben[0])
    drafting_actions.withdraw_proposal(proposal=one, by=ana[0])
    assert Proposal.objects.get().state == "withdrawn"


def test_under_the_chatham_house_rule_a_proposal_names_nobody(talk, ana):
    quiet = draft(talk, rule=Rule.CHATHAM)
    one = proposed(body(quiet), *ana)
    assert one.member is None and not Event.objects.filter(by=ana[0]).exists()
    drafting_actions.withdraw_proposal(proposal=one, by=ana[0])


@pytest.mark.parametrize("act", ["accept", "reject", "bracket", "merge", "close", "silence"])
def test_parties_propose_and_the_chair_decides(text, ana, act):
    one, who = proposed(body(text), *ana), ana[0]
    with pytest.raises(NotAllowed):
        match act:
            case "accept":
                drafting_actions.accept(proposal=one, by=who)
            case "reject":
                drafting_actions.reject(proposal=one, reason="No", by=who)
            case "bracket":
                drafting_actions.bracket(proposal=one, by=who)
            case "merge":
                drafting_actions.merge(paragraph=body(text), proposals=[one], text="x", reason="y", by=who)
            case "close":
                drafting_actions.close(draft=text, by=who)
            case _:
                silence_actions.open_silence(draft=text, deadline=timezone.now() + timedelta(days=2), by=who)


def test_the_chair_edits_with_a_reason_that_stays(text):
    drafting_actions.merge(paragraph=body(text), proposals=[], text="We share data.", reason="Shorter", by=None)
    assert body(text).wordings.last().reason == "Shorter"
    with pytest.raises(CannotBeDone):
        drafting_actions.merge(paragraph=body(text), proposals=[], text="We share.", reason="", by=None)


def test_proposals_on_another_paragraph_are_not_merged_into_this(text, ana):
    other = proposed(text.paragraphs.last(), *ana, "Free recruitment.")
    with pytest.raises(CannotBeDone, match="on this paragraph"):
        drafting_actions.merge(paragraph=body(text), proposals=[other], text="x", reason="y", by=None)


def test_a_closed_text_takes_nothing_more(text, ana):
    drafting_actions.close(draft=text, by=None)
    with pytest.raises(CannotBeDone, match="not open"):
        proposed(body(text), *ana)


def test_observers_do_not_propose(talk, text):
    with pytest.raises(NotAllowed):
        proposed(body(text), *delegation(talk, "eva", role=Role.OBSERVER))


# Notes -------------------------------------------------------------------------------------------------


def test_a_party_attaches_its_word_and_withdraws_it(text, ana, ben):
    note = drafting_actions.attach(
        draft=text, paragraph=body(text), kind="reservation", text="Not before 2028", member=ana[1], language="en",
        by=ana[0],
    )  # fmt: skip
    with pytest.raises(NotAllowed):
        drafting_actions.withdraw_note(note=note, by=ben[0])
    drafting_actions.withdraw_note(note=note, by=ana[0])
    assert Note.objects.get().withdrawn_at is not None
    with pytest.raises(CannotBeDone, match="already"):
        drafting_actions.withdraw_note(note=note, by=ana[0])


def test_ad_referendum_needs_no_text_and_the_others_do(text, ana):
    given = {"draft": text, "member": ana[1], "language": "en", "by": ana[0]}
    assert drafting_actions.attach(kind="ad_referendum", **given).text == ""
    with pytest.raises(CannotBeDone, match="Say what"):
        drafting_actions.attach(kind="disassociation", **given)


def test_a_chairs_summary_is_hers_and_never_agreed(talk, ana):
    summary = draft(talk, kind="summary")
    with pytest.raises(CannotBeDone, match="hers alone"):
        drafting_actions.attach(draft=summary, kind="ad_referendum", member=ana[1], language="en", by=ana[0])
    with pytest.raises(CannotBeDone, match="Only draft conclusions"):
        silence_actions.open_silence(draft=summary, deadline=timezone.now() + timedelta(days=2), by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.filter(pk=summary.pk).update(state="adopted", adopted_at=timezone.now())


# Silence -----------------------------------------------------------------------------------------------

DAYS = timedelta(days=2)


def later(moment):
    """The server's clock, set to a moment."""
    return patch("passerelle_web.dialogues.silence_actions.timezone.now", return_value=moment)


@pytest.fixture
def silence(text, ana, ben):
    return silence_actions.open_silence(draft=text, deadline=timezone.now() + DAYS, by=None)


def test_silence_up_to_the_deadline_adopts_the_text_as_it_stood(silence):
    with later(silence.deadline - timedelta(seconds=1)):
        assert silence_actions.settle(silence=silence).state == "running"
    with later(silence.deadline):
        assert silence_actions.settle_due() == [silence]
    text = Draft.objects.get()
    assert text.state == "adopted" and text.adopted_at == silence.deadline
    assert Event.objects.get(verb="silence.adopted").by is None


def test_settling_twice_is_settling_once(silence):
    with later(silence.deadline):
        silence_actions.settle(silence=silence)
        silence_actions.settle(silence=silence)
    assert Event.objects.filter(verb="silence.adopted").count() == 1


def test_one_party_breaks_it_and_the_text_is_open_again(silence, ana, ben):
    row = silence_actions.break_silence(silence=silence, member=ana[1], reason="Costs", language="en", by=ana[0])
    assert row.broke_at is not None and row.received_at is not None
    text = Draft.objects.get()
    assert text.state == "open" and Silence.objects.get().state == "broken"
    with later(silence.deadline + DAYS):
        assert silence_actions.settle(silence=silence).state == "broken"
    also = silence_actions.break_silence(silence=silence, member=ben[1], reason="Also", language="en", by=ben[0])
    assert also.reason == "Also"
    with pytest.raises(CannotBeDone, match="already"):
        silence_actions.break_silence(silence=silence, member=ana[1], reason="Again", language="en", by=ana[0])


@pytest.mark.parametrize("settled", [False, True])
def test_at_the_deadline_it_is_too_late_whether_anybody_looked_or_not(silence, ana, settled):
    with later(silence.deadline):
        if settled:
            silence = silence_actions.settle(silence=silence)
        with pytest.raises(CannotBeDone, match="deadline has passed"):
            silence_actions.break_silence(silence=silence, member=ana[1], reason="Late", language="en", by=ana[0])


def test_silence_is_not_broken_without_a_reason(silence, ana):
    with pytest.raises(CannotBeDone, match="Say why"):
        silence_actions.break_silence(silence=silence, member=ana[1], reason="", language="en", by=ana[0])


def test_a_receipt_says_when_and_once(silence, ana):
    first = silence_actions.receive(silence=silence, member=ana[1], by=ana[0]).received_at
    assert silence_actions.receive(silence=silence, member=ana[1], by=ana[0]).received_at == first
    assert silence.receipts.count() == 2 and silence.receipts.filter(received_at=None).count() == 1


def test_nothing_changes_under_silence(silence, text, ana):
    text.refresh_from_db()
    with pytest.raises(CannotBeDone, match="not open"):
        drafting_actions.propose(
            paragraph=Paragraph.objects.select_related("draft").last(), change="replace", text="x", reason="y",
            language="en", member=ana[1], by=ana[0],
        )  # fmt: skip


def test_undecided_proposals_stand_in_the_way(text, ana):
    proposed(body(text), *ana)
    with pytest.raises(CannotBeDone, match="undecided: 1"):
        silence_actions.open_silence(draft=text, deadline=timezone.now() + DAYS, by=None)


def test_a_deadline_leaves_a_day(text):
    with pytest.raises(DialogueError, match="24 hours"):
        silence_actions.open_silence(draft=text, deadline=timezone.now() + timedelta(hours=3), by=None)


def test_who_takes_no_part_breaks_nothing(silence):
    stranger = person("stranger")
    with pytest.raises(NotAllowed):
        silence_actions.break_silence(
            silence=silence, member=delegation(dialogue("Another"), "zoe")[1], reason="x", language="en", by=stranger
        )


def test_a_party_that_withdrew_breaks_nothing(talk, silence, ana):
    meeting_actions.leave(party=talk.parties.get(member=ana[1]), by=ana[0])
    with pytest.raises(NotAllowed):
        silence_actions.break_silence(silence=silence, member=ana[1], reason="x", language="en", by=ana[0])


# Translations ------------------------------------------------------------------------------------------


def translated(paragraph, who, of, text="Les parties partagent des données."):
    return translate(kind=PARAGRAPH, key=str(paragraph.pk), field="text", language="fr", text=text, by=who, member=of)


def page_of(text, somebody=None):
    return (signed_in(somebody) if somebody else Client()).get(text.get_absolute_url()).content.decode()


def test_a_paragraph_is_translated_by_a_party_and_falls_behind_when_it_is_worded_anew():
    talk = dialogue()
    who, of = delegation(talk, "ana")
    text = draft(talk)
    paragraph = text.paragraphs.all()[1]
    translated(paragraph, who, of)
    told = page_of(text)
    assert "Les parties partagent des données." in told and f"A translation by {of.name}." in told
    assert "behind the original" not in told and "Add a translation" not in told
    assert "Add a translation" in page_of(text, who)
    drafting_actions.accept(proposal=proposed(paragraph, who, of, "The parties share data each month."), by=None)
    assert "behind the original" in page_of(text)
    there = reverse("texts:versions", args=[PARAGRAPH, paragraph.pk, "text"])
    assert Client().get(there).status_code == 200
    told = Client().get(f"/api/v1/dialogues/{talk.pk}/texts/{text.pk}").json()["paragraphs"][1]["translations"]
    assert [(one["language"], one["behind"], one["translated_by"]) for one in told] == [("fr", True, of.name)]


@pytest.mark.parametrize("how", ["stranger", "observer", "closed"])
def test_who_may_not_translate_a_paragraph(how):
    talk = dialogue()
    (ana, of), stranger = (
        delegation(talk, "ana", role=Role.OBSERVER if how == "observer" else Role.DELEGATE),
        person("x"),
    )
    text = draft(talk, rule=Rule.CLOSED if how == "closed" else Rule.MEMBER)
    paragraph = text.paragraphs.all()[1]
    paragraph_there = reverse("texts:versions", args=[PARAGRAPH, paragraph.pk, "text"])
    with pytest.raises((NotAllowed, CannotBeDone)):
        translated(paragraph, ana if how == "observer" else stranger, of if how == "observer" else None)
    if how == "closed":
        translated(paragraph, ana, of)
        assert [signed_in(one).get(paragraph_there).status_code for one in (ana, stranger)] == [200, 404]


def test_under_the_chatham_house_rule_no_translator_of_a_text_is_named():
    talk = dialogue()
    who, of = delegation(talk, "ana")
    text = draft(talk, rule=Rule.CHATHAM)
    translated(text.paragraphs.all()[1], who, of)
    assert "A translation by somebody who takes part." in page_of(text) and of.name not in page_of(text)


def test_paragraphs_are_numbered_without_headings_which_are_called_by_their_words():
    text = draft(dialogue(), "# Season\n\nFirst.\n\n# After it\n\nSecond.")
    told = page_of(text)
    assert [one.number for one in paragraphs_shown(text, None)] == [None, 1, None, 2]
    assert 'aria-label="Paragraph 2"' in told and 'aria-label="Paragraph 3"' not in told
    assert 'aria-label="After it"' in told

"""Who acts for a delegation in a dialogue: by the functions that it gave, and who stands behind each act."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from passerelle.base.corridors import Corridor
from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import drafting_actions, meeting_actions, queries, silence_actions, table_actions
from passerelle_web.dialogues.mandates import CHOSEN, behind
from passerelle_web.dialogues.models import Mark, Note, Position, Proposal, Receipt
from passerelle_web.dialogues.permissions import SPEAK, STATE, WORK
from passerelle_web.people.delegation_actions import end_function, hand_over, set_function
from passerelle_web.people.models import Event, Function, Role, User
from passerelle_web.people.refusals import NotAllowed
from tests.site.dialogues_makers import LONG_AGO, delegation, dialogue, draft, party, proposed, said
from tests.site.people_makers import member, person, put
from tests.site.test_dialogues_pages import signed_in
from tests.site.test_dialogues_tables import STOCK

pytestmark = pytest.mark.django_db
HEAD, ALTERNATE, FOCAL = Function.HEAD, Function.ALTERNATE, Function.FOCAL_POINT
OTHER_THEME = "2.5-remittances"


def named(who: User, function: str, **more: object) -> object:
    """A function that somebody carries since long ago."""
    held = who.memberships.get()
    return set_function(membership=held, function=function, since=LONG_AGO, by=None, **more)


@pytest.fixture
def talk():
    return dialogue()


@pytest.fixture
def anas(talk):
    """A delegation with a head, two alternates and three focal points; everybody by what she is."""
    head, of = delegation(talk, "head")
    people = {"head": head, "of": of}
    for name in ("alternate", "second", "focal", "elsewhere", "watching", "delegate"):
        people[name] = person(name)
        put(people[name], of, Role.OBSERVER if name == "watching" else Role.DELEGATE)
    named(head, HEAD)
    named(people["alternate"], ALTERNATE)
    named(people["second"], ALTERNATE)
    named(people["focal"], FOCAL, theme=talk.theme)
    named(people["watching"], FOCAL, theme=talk.theme)
    named(people["elsewhere"], FOCAL, theme=OTHER_THEME)
    people["stranger"] = delegation(talk, "stranger")[0]
    people["gone"] = person("gone")
    put(people["gone"], of, until=timezone.localdate())
    return people


def acts_of(talk, who: User, of) -> dict[str, object]:
    """Everything that is done for a delegation, each ready to be done by a person."""
    text = draft(talk)
    body = text.paragraphs.filter(is_heading=False).first()
    question = table_actions.ask(dialogue=talk, text="Who pays?", language="en", by=None)
    fact = table_actions.lay(dialogue=talk, corridor=Corridor("SEN", "ESP"), figure=STOCK, by=None)
    given = {"member": of, "language": "en", "by": who}
    short = draft(talk, title="Short")
    silence = silence_actions.open_silence(draft=short, deadline=timezone.now() + timedelta(days=3), by=None)
    return {
        "speak": lambda: said(talk, who, of),
        "receive": lambda: silence_actions.receive(silence=silence, member=of, by=who),
        "propose": lambda: proposed(body, who, of),
        "word": lambda: table_actions.give_word(fact=fact, says="accept", **given),
        "position": lambda: table_actions.take_position(question=question, stance="for", **given),
        "note": lambda: drafting_actions.attach(draft=text, kind="ad_referendum", **given),
        "break": lambda: silence_actions.break_silence(silence=silence, reason="Not yet.", **given),
    }


SPOKEN, WORKED, STATED = {"speak", "receive"}, {"propose", "word"}, {"position", "note", "break"}


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("head", SPOKEN | WORKED | STATED),
        ("alternate", SPOKEN),
        ("second", SPOKEN),
        ("focal", SPOKEN | WORKED),
        ("elsewhere", SPOKEN),
        ("delegate", SPOKEN),
        ("watching", set()),
        ("stranger", set()),
        ("gone", set()),
    ],
)
def test_what_each_does_for_a_delegation_that_named_who_speaks(talk, anas, who, may):
    done = set()
    for act, do in acts_of(talk, anas[who], anas["of"]).items():
        try:
            do()
        except NotAllowed:
            continue
        done.add(act)
    assert done == may


def test_a_delegate_acts_where_her_member_never_named_who_speaks(talk):
    who, of = delegation(talk, "ana")
    for do in acts_of(talk, who, of).values():
        assert do()


def test_the_first_alternate_acts_while_there_is_no_head(talk, anas):
    end_function(held=anas["head"].memberships.get().functions.get(), by=None)
    assert [queries.members_for(anas[who], talk, STATE) for who in ("alternate", "second", "head", "delegate")] == [
        [anas["of"]], [], [], [],
    ]  # fmt: skip


def test_where_all_functions_have_ended_the_member_states_nothing_until_it_names_somebody(talk, anas):
    for who in ("head", "alternate", "second"):
        end_function(held=anas[who].memberships.get().functions.get(), by=None)
    assert queries.members_for(anas["delegate"], talk, STATE) == []
    assert queries.members_for(anas["delegate"], talk, SPEAK) == queries.members_for(anas["focal"], talk, WORK)


def test_a_focal_point_works_on_the_dialogues_own_theme_alone(talk, anas):
    other = dialogue("On money", theme=OTHER_THEME)
    party(other, anas["of"])
    assert queries.members_for(anas["focal"], other, WORK) == []
    assert queries.members_for(anas["elsewhere"], other, WORK) == [anas["of"]]
    assert queries.members_for(anas["elsewhere"], other, STATE) == []


def test_who_observes_one_member_and_speaks_for_another_chooses_only_among_those_she_speaks_for(talk):
    who, ours = delegation(talk, "ana")
    seen = member("Seen")
    put(who, seen, Role.OBSERVER)
    party(talk, seen)
    assert queries.members_for(who, talk) == [ours]
    with pytest.raises(NotAllowed):
        said(talk, who, seen)


# Withdrawing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [Rule.MEMBER, Rule.CHATHAM])
def test_a_successor_withdraws_what_her_delegation_proposed_and_nobody_else_does(talk, anas, rule):
    text = draft(talk, rule=rule)
    made = proposed(text.paragraphs.last(), anas["head"], anas["of"])
    for other in (anas["stranger"], anas["delegate"], anas["alternate"]):
        with pytest.raises(NotAllowed):
            drafting_actions.withdraw_proposal(proposal=made, by=other)
    hand_over(held=anas["head"].memberships.get().functions.get(), to=anas["delegate"], by=None)
    with pytest.raises(NotAllowed):
        drafting_actions.withdraw_proposal(proposal=made, by=anas["head"])
    assert drafting_actions.withdraw_proposal(proposal=made, by=anas["delegate"]).state == "withdrawn"


def test_a_note_is_withdrawn_by_who_speaks_today(talk, anas):
    note = drafting_actions.attach(
        draft=draft(talk), kind="ad_referendum", member=anas["of"], language="en", by=anas["head"]
    )
    with pytest.raises(NotAllowed):
        drafting_actions.withdraw_note(note=note, by=anas["alternate"])
    assert drafting_actions.withdraw_note(note=note, by=anas["head"]).withdrawn_at


# Who stands behind -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [Rule.RECORD, Rule.MEMBER, Rule.CHATHAM])
def test_the_person_stands_in_the_row_on_the_record_and_else_is_known_to_her_delegation_alone(rule):
    talk = dialogue(rule=rule)
    ana, of = delegation(talk, "ana")
    ben, _ = delegation(talk, "ben")
    for do in acts_of(talk, ana, of).values():
        do()
    for kind in (Proposal, Mark, Position, Note):
        row = kind.objects.get()
        assert row.person == (ana if rule == Rule.RECORD else None) and row.rule == rule
        assert [one.name for one in behind([row], ana).values()] == ["ana"]
        assert behind([row], ana)[row.pk].is_inside == (rule != Rule.RECORD)
        assert bool(behind([row], ben)) == (rule == Rule.RECORD)
    broken = Receipt.objects.get(member=of)
    assert (broken.person == ana) == (rule == Rule.RECORD) and behind([broken], ana)[broken.pk].name == "ana"


@pytest.mark.parametrize("kind", [Proposal, Mark, Position, Note, Receipt])
def test_the_database_refuses_a_person_off_the_record(talk, kind):
    ana, of = delegation(talk, "ana")
    for do in acts_of(talk, ana, of).values():
        do()
    row = kind.objects.filter(member=of).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        kind.objects.filter(pk=row.pk).update(person=ana)


def test_pages_tell_a_delegation_who_acted_for_it_and_others_nothing(talk, anas):
    for act, do in acts_of(talk, anas["head"], anas["of"]).items():
        if act != "break":
            do()
    pages = [reverse(f"dialogues:{name}", args=[talk.pk]) for name in ("positions", "facts")]
    pages.append(Note.objects.get().draft.get_absolute_url())
    for page in pages:
        inside = signed_in(anas["delegate"]).get(page).content.decode()
        assert "seen by your delegation alone" in inside and " · head" in inside
        outside = signed_in(anas["stranger"]).get(page).content.decode()
        assert "seen by your delegation alone" not in outside and " · head" not in outside


def test_a_page_says_who_speaks_where_she_does_not(talk, anas):
    table_actions.ask(dialogue=talk, text="Who pays?", language="en", by=None)
    there = reverse("dialogues:positions", args=[talk.pk])
    told = signed_in(anas["delegate"]).get(there).content.decode()
    assert "are its delegation’s own" in told and "Take a position" not in told
    assert "As focal point you propose" in signed_in(anas["focal"]).get(there).content.decode()
    assert "Take a position" in signed_in(anas["head"]).get(there).content.decode()


def test_the_address_of_a_form_is_refused_in_words_to_who_has_no_mandate(talk, anas):
    question = table_actions.ask(dialogue=talk, text="Who pays?", language="en", by=None)
    there = reverse("dialogues:take-position", args=[talk.pk, question.pk])
    answer = signed_in(anas["focal"]).post(there, {"stance": "for", "language": "en"})
    assert answer.status_code == 403 and "only who speaks for it" in answer.content.decode()
    assert not Position.objects.exists()


# For whom ----------------------------------------------------------------------------------------------


def test_who_acts_for_two_chooses_and_the_choice_is_remembered(talk):
    ana, ours = delegation(talk, "ana")
    theirs = member("Zebras")
    put(ana, theirs)
    party(talk, theirs)
    client, there = signed_in(ana), reverse("dialogues:exchange", args=[talk.pk])
    events = Event.objects.count()
    client.post(there, {"text": "For the others.", "language": "en", "member": theirs.pk})
    assert talk.contributions.get().member == theirs and Event.objects.count() == events
    question = table_actions.ask(dialogue=talk, text="Who pays?", language="en", by=None)
    form = client.get(reverse("dialogues:take-position", args=[talk.pk, question.pk])).content.decode()
    assert form.index(theirs.name) < form.index(ours.name)
    client.post(there, {"text": "For nobody.", "language": "en", "member": member("Nobody").pk})
    assert talk.contributions.count() == 1


def test_a_choice_is_not_kept_where_it_could_tell_who_spoke():
    talk = dialogue(rule=Rule.CHATHAM)
    ana, _ = delegation(talk, "ana")
    theirs = member("Zebras")
    put(ana, theirs)
    party(talk, theirs)
    client = signed_in(ana)
    there = reverse("dialogues:exchange", args=[talk.pk])
    client.post(there, {"text": "We would pay.", "language": "en", "member": theirs.pk})
    assert talk.contributions.count() == 1 and CHOSEN not in client.session


def test_a_chair_who_is_in_no_party_states_nothing(talk):
    who = person("chair")
    meeting_actions.appoint(dialogue=talk, email=who.email, role="chair", by=None)
    assert [queries.members_for(who, talk, act) for act in (SPEAK, WORK, STATE)] == [[], [], []]

"""Documents of sessions within their reach, and conclusions in the one search."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import drafting_actions, meeting_actions, paper_actions, silence_actions
from passerelle_web.dialogues.models import Draft, SessionPaper
from passerelle_web.dialogues.papers_page import papers_of
from passerelle_web.library import reach
from passerelle_web.library.models import Entry
from passerelle_web.people.models import Event
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from tests.site.dialogues_makers import delegation, dialogue, draft, session
from tests.site.library_makers import kept
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
def room(talk):
    made = session(talk)
    meeting_actions.set_agenda(session=made, points=[("Wages", "Chair"), ("Visas", "")], by=None)
    return made


@pytest.fixture
def chair(talk):
    who = person("chair")
    meeting_actions.appoint(dialogue=talk, email=who.email, role="chair", by=None)
    return who


def shown(address: str, somebody=None) -> str:
    client = signed_in(somebody) if somebody else Client()
    return client.get(address).content.decode()


# Documents -------------------------------------------------------------------------------------------


def test_a_document_stands_under_its_point_and_one_of_the_whole_beside(room):
    paper_actions.lay_paper(session=room, document=kept(title="Wages 2025"), point="Wages", by=None)
    paper_actions.lay_paper(session=room, document=kept(title="Terms"), by=None)
    told = papers_of(room, None)
    assert [(point.title, [one.row.document.title for one in there]) for point, there in told.points] == [
        ("Wages", ["Wages 2025"]), ("Visas", []),
    ]  # fmt: skip
    assert [one.row.document.title for one in told.whole] == ["Terms"]
    page = shown(room.get_absolute_url())
    assert page.index("Wages 2025") < page.index('id="papers"') < page.index("Terms")


def test_a_document_of_a_point_that_is_gone_stands_with_the_whole(room):
    paper_actions.lay_paper(session=room, document=kept(title="Wages 2025"), point="Wages", by=None)
    meeting_actions.set_agenda(session=room, points=[("Closing", "")], by=None)
    assert [one.row.document.title for one in papers_of(room, None).whole] == ["Wages 2025"]


def test_each_reader_sees_those_in_her_reach_alone(talk, ana, room):
    among = kept(title="Among ourselves", reach=f"dialogue:{talk.pk}")
    own = kept(title="Of one member", reach=reach.of_member(ana[1]))
    for one in (among, own, kept(title="For all")):
        paper_actions.lay_paper(session=room, document=one, by=None)
    ben = delegation(talk, "ben")[0]
    names = ("Among ourselves", "Of one member", "For all")
    seen = {who: [name for name in names if name in shown(room.get_absolute_url(), by)] for who, by in
            {"nobody": None, "stranger": person("stranger"), "ben": ben, "ana": ana[0]}.items()}  # fmt: skip
    assert seen == {"nobody": ["For all"], "stranger": ["For all"], "ben": ["Among ourselves", "For all"],
                    "ana": list(names)}  # fmt: skip
    assert "read by: The parties of a dialogue" in shown(room.get_absolute_url(), ben)


def test_only_who_runs_it_lays_a_document_and_only_one_that_she_reads(talk, ana, room, chair):
    secret = kept(title="Secret", reach=reach.of_member(ana[1]))
    with pytest.raises(NotAllowed):
        paper_actions.lay_paper(session=room, document=kept(title="For all"), by=ana[0])
    with pytest.raises(NotAllowed):
        paper_actions.lay_paper(session=room, document=secret, by=chair)
    with pytest.raises(CannotBeDone, match="no such point"):
        paper_actions.lay_paper(session=room, document=kept(title="Other"), point="Fish", by=chair)


def test_it_is_laid_once_taken_away_once_and_may_come_back(room, chair):
    document = kept(title="Secret name", reach=reach.MEMBERS)
    made = paper_actions.lay_paper(session=room, document=document, by=None)
    with pytest.raises(CannotBeDone, match="lies there already"):
        paper_actions.lay_paper(session=room, document=document, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        SessionPaper.objects.create(session=room, document=document)
    paper_actions.take_paper(paper=made, by=chair)
    with pytest.raises(CannotBeDone, match="already"):
        paper_actions.take_paper(paper=made, by=chair)
    paper_actions.lay_paper(session=room, document=document, by=None)
    assert SessionPaper.objects.count() == 2
    told = [str(one.details) for one in Event.objects.filter(verb__startswith="session.paper")]
    assert len(told) == 3 and not any("Secret name" in one for one in told)


def test_it_goes_by_the_forms_too(talk, ana, room, chair):
    document = kept(title="Wages 2025")
    hidden = kept(title="Hidden title", reach=reach.of_member(ana[1]))
    client, there = signed_in(chair), reverse("dialogues:lay-paper", args=[talk.pk, room.pk])
    form = client.get(there).content.decode()
    assert "Wages 2025" in form and "Hidden title" not in form
    assert client.post(there, {}).status_code == 422
    for given in ({"link": f"https://x.example{hidden.get_absolute_url()}"}, {"link": "nonsense"}):
        refused = client.post(there, given)
        assert refused.status_code == 422 and "no document at this address" in refused.content.decode()
    address = f"https://x.example{document.get_absolute_url()}"
    assert client.post(there, {"link": address, "point": "Wages"}).status_code == 302
    held = SessionPaper.objects.get()
    assert (held.document, held.point) == (document, "Wages")
    take = reverse("dialogues:take-paper", args=[talk.pk, room.pk, held.pk])
    assert signed_in(ana[0]).get(there).status_code == signed_in(ana[0]).get(take).status_code == 403
    assert client.post(take).status_code == 302 and "Wages 2025" not in shown(room.get_absolute_url())


# Conclusions -----------------------------------------------------------------------------------------


def settled(talk, **more) -> Draft:
    """Conclusions adopted by silence."""
    text = draft(talk, "# Work\n\nEmployers publish wages.\n\nNo fee is taken.", **more)
    body = text.paragraphs.filter(is_heading=False).first()
    drafting_actions.merge(paragraph=body, proposals=[], text="Employers publish salaries.", reason="Clearer", by=None)
    made = silence_actions.open_silence(draft=text, deadline=timezone.now() + timedelta(days=2), by=None)
    with patch("passerelle_web.dialogues.silence_actions.timezone.now", return_value=made.deadline + timedelta(1)):
        silence_actions.settle(silence=made)
    text.refresh_from_db()
    return text


def found(word: str, somebody=None) -> str:
    return shown(f"{reverse('library:search')}?q={word}", somebody)


def test_adopted_conclusions_are_found_as_they_stand_and_as_a_kind_of_their_own(talk):
    text = settled(talk)
    entry = Entry.objects.get(kind="dialogues.conclusions")
    assert entry.text.split("\n\n") == ["Work", "Employers publish salaries.", "No fee is taken."]
    assert entry.reach == reach.PUBLIC and entry.places == ["ESP", "SEN"] and entry.themes == [talk.theme]
    told = found("salaries")
    assert text.get_absolute_url() in told and "Conclusions" in told


def test_what_is_not_adopted_is_not_found(talk):
    draft(talk, "Employers publish salaries.")
    draft(talk, "The chair heard of salaries.", kind="summary")
    assert not Entry.objects.filter(kind="dialogues.conclusions").exists()


@pytest.mark.parametrize("how", [{"is_public": False}, {"rule": Rule.CLOSED}])
def test_they_reach_no_further_than_their_text(how):
    talk = dialogue(**(how if "is_public" in how else {}))
    ana, _ = delegation(talk, "ana")
    text = settled(talk, **({} if "is_public" in how else how))
    for outside in (None, person("stranger")):
        assert text.get_absolute_url() not in found("salaries", outside)
    assert text.get_absolute_url() in found("salaries", ana)


def test_they_are_found_by_nobody_else_once_the_dialogue_is_for_its_parties_alone(talk):
    text = settled(talk)
    meeting_actions.change_dialogue(dialogue=talk, is_public=False, by=None)
    assert text.get_absolute_url() not in found("salaries")
    meeting_actions.change_dialogue(dialogue=talk, is_public=True, by=None)
    assert text.get_absolute_url() in found("salaries")

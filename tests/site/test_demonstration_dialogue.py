"""The dialogue of the demonstration: every part of it is there, and each says that it is invented.

Covers `passerelle_web.demonstration.dialogue`.
"""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from passerelle_web.consensus.models import Consultation
from passerelle_web.consensus.queries import agreed
from passerelle_web.demonstration import dialogue, members
from passerelle_web.demonstration.said import COMMITMENTS, SAID, STATEMENTS
from passerelle_web.dialogues import commitments
from passerelle_web.dialogues.models import Commitment, Contribution, Dialogue, Draft, Fact, Position, Proposal, Silence
from passerelle_web.people.models import JointStatement
from passerelle_web.people.permissions import speaks_for
from tests.site.test_pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def filled(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return dialogue.route_dialogue(members.found(None), timezone.localdate())


def test_every_part_of_it_is_there_and_says_that_it_is_invented(filled, client):
    assert filled.parties.count() == len(dialogue.PARTIES) and filled.sessions.count() == 3
    spoken = Contribution.objects.filter(is_joint=False)
    assert spoken.count() == len(SAID) and len({one.language for one in spoken}) == 5
    assert Position.objects.count() == 6 and Fact.objects.get().marks.count() == 2
    assert sorted(one.state for one in Draft.objects.all()) == ["adopted", "open", "silence"]
    assert sorted(one.state for one in Silence.objects.all()) == ["adopted", "running"]
    assert {one.state for one in Proposal.objects.all()} == {"open", "bracketed", "accepted"}
    for part in ("", "exchange/", "positions/", "facts/", "texts/"):
        assert "invented" in words(client.get(f"{filled.get_absolute_url()}{part}"))
    assert Dialogue.objects.get().is_demonstration and Consultation.objects.get().is_demonstration
    quiet = Contribution.objects.filter(session__title="Who pays for the journey")
    assert quiet.count() == 2 and not quiet.exclude(member=None).exists()
    for party in filled.parties.select_related("member"):
        first, _second = members.people_of(party.member)
        assert speaks_for(first, party.member)


def test_a_text_stands_and_commitments_come_out_of_it(filled, client):
    text = Draft.objects.get(state="adopted")
    silence = text.silences.get()
    received = silence.receipts.exclude(received_at=None)
    assert text.adopted_at == silence.deadline < timezone.now() and received.count() == 3
    assert all(silence.opened_at < one.received_at < silence.deadline for one in received)
    made = commitments.commitments_of(filled, AnonymousUser())
    assert len(made) == len(COMMITMENTS) == Commitment.objects.exclude(paragraph=None).count()
    assert sorted((one.kept_on is not None, one.withdrawn_on is not None) for one in made) == [
        (False, False), (False, True), (True, False),
    ]  # fmt: skip
    for page in (filled.get_absolute_url(), text.get_absolute_url(), reverse("plans:pledges")):
        told = words(client.get(page))
        assert all(one.text in told and one.metric in told for one in made), page
    every = [*made, *text.paragraphs.get(place=2048).wordings.all()]
    assert all("invented" in one.text.lower() for one in every)


def test_several_say_something_together_and_others_are_still_asked(filled, client):
    delivered = JointStatement.objects.exclude(delivered_at=None).get()
    asked = JointStatement.objects.get(delivered_at=None)
    told = words(client.get(reverse("dialogues:exchange", args=[filled.pk])))
    assert delivered.wording in told and "also on behalf of Unions of Field Workers (invented)" in told
    assert "also on behalf of Shelter" not in told, "it declined"
    assert asked.is_open and asked.answers.filter(reply="open").count() == 1 and asked.wording not in told
    assert all("invented" in one.title and "nvented" in one.wording for one in (delivered, asked))


def test_its_consultation_finds_what_both_minds_agree_on(filled):
    consultation = Consultation.objects.get()
    found = {one.statement.text for one in agreed(consultation)}
    assert "Nobody should pay to be recruited." in found
    assert "Employers should advance the whole journey." not in found
    assert consultation.statements.count() == len(STATEMENTS)

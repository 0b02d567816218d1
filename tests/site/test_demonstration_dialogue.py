"""The dialogue of the demonstration: every part of it is there, and each says that it is invented.

Covers `passerelle_web.demonstration.dialogue`.
"""

import pytest
from django.utils import timezone

from passerelle_web.consensus.models import Consultation
from passerelle_web.consensus.queries import agreed
from passerelle_web.demonstration import dialogue, members
from passerelle_web.demonstration.said import SAID, STATEMENTS
from passerelle_web.dialogues.models import Contribution, Dialogue, Draft, Fact, Position, Proposal, Silence
from passerelle_web.people.permissions import speaks_for
from tests.site.test_pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def filled(settings, monkeypatch):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return dialogue.route_dialogue(members.found(None), timezone.localdate())


def test_every_part_of_it_is_there_and_says_that_it_is_invented(filled, client):
    assert filled.parties.count() == len(dialogue.PARTIES) and filled.sessions.count() == 3
    assert Contribution.objects.count() == len(SAID) and len({one.language for one in Contribution.objects.all()}) == 5
    assert Position.objects.count() == 6 and Fact.objects.get().marks.count() == 2
    assert Draft.objects.count() == 2 and Silence.objects.get().state == "running"
    assert {one.state for one in Proposal.objects.all()} == {"open", "bracketed", "accepted"}
    for part in ("", "exchange/", "positions/", "facts/", "texts/"):
        assert "invented" in words(client.get(f"{filled.get_absolute_url()}{part}"))
    assert Dialogue.objects.get().is_demonstration and Consultation.objects.get().is_demonstration
    quiet = Contribution.objects.filter(session__title="Who pays for the journey")
    assert quiet.count() == 2 and not quiet.exclude(member=None).exists()
    for party in filled.parties.select_related("member"):
        first, _second = members.people_of(party.member)
        assert speaks_for(first, party.member)


def test_its_consultation_finds_what_both_minds_agree_on(filled):
    consultation = Consultation.objects.get()
    found = {one.statement.text for one in agreed(consultation)}
    assert "Nobody should pay to be recruited." in found
    assert "Employers should advance the whole journey." not in found
    assert consultation.statements.count() == len(STATEMENTS)

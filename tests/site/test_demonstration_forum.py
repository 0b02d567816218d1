"""The forum of the demonstration: charter, seats, a year, themes and help are there, and each says that it is invented.

Covers `passerelle_web.demonstration.forum`.
"""

from datetime import date

import pytest
from django.urls import reverse

from passerelle_web.demonstration import forum, members
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.forum import charter_queries
from passerelle_web.forum.models import (
    Ability,
    Cycle,
    Deadline,
    Decision,
    HandoverItem,
    HelpRequest,
    Holding,
    Mission,
    Offer,
    Terms,
    ThemeProposal,
)
from tests.site.dialogues_makers import dialogue
from tests.site.test_pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TODAY = date(2026, 11, 28)


@pytest.fixture
def filled(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    return forum.forum(members.found(None), dialogue(), TODAY)


def test_every_part_of_it_is_there_and_says_that_it_is_invented(filled, client):
    assert charter_queries.in_force() is not None and Decision.objects.get().charter is not None
    assert Holding.objects.count() == len(forum.SEATED)
    assert filled.chair.short_name == "Senegal (invented)" and filled.held.get().dialogue == Dialogue.objects.get()
    assert sorted(one.state for one in ThemeProposal.objects.all()) == ["chosen", "proposed"]
    assert sorted(one.state for one in Offer.objects.all()) == ["accepted", "open"]
    assert Terms.objects.get().is_agreed and Mission.objects.get().begins > TODAY
    for model, field in (
        (Decision, "title"), (Decision, "text"), (Cycle, "chair_reason"), (Deadline, "title"), (HandoverItem, "text"),
        (ThemeProposal, "title"), (ThemeProposal, "reason"), (HelpRequest, "title"), (Offer, "what"), (Offer, "pays"),
        (Terms, "text"), (Mission, "title"), (Ability, "what"),
    ):  # fmt: skip
        told = [getattr(one, field).lower() for one in model.objects.all()]
        assert told and all("invent" in one for one in told), (model, field, told)
    for name in ("forum:home", "forum:steering", "forum:years", "forum:assistance"):
        assert "invented" in words(client.get(reverse(name)))

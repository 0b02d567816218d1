"""What is of the demonstration says so wherever it is read: on every page, in every file that is taken out of the site.

Covers the marks of `dialogues`, `consensus`, `forum`, `practices`, `openness` and the API.
"""

import csv
import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from passerelle_web.consensus import data
from passerelle_web.consensus.models import Consultation
from passerelle_web.demonstration import dialogue, forum, members, practices
from passerelle_web.dialogues.models import Draft, Silence
from passerelle_web.forum.models import Cycle
from passerelle_web.openness.catalogue import SETS
from passerelle_web.openness.sets import written
from passerelle_web.practices import handbook_actions
from passerelle_web.practices.handbook_page import handbook_of
from passerelle_web.practices.models import Practice
from tests.site.test_pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MARK = '<p class="demonstration" role="note"><strong>Demonstration</strong>'
ROOMS = re.compile(r'href="(/en/(?:dialogues|consultations|forum|practices|members)/[^"#?]*)')
# lists in which each thing has a tag of its own, and pages that ask to sign in
LISTS = {"/en/dialogues/", "/en/practices/", "/en/members/"}
FILE = re.compile(r"\.(ics|atom|csv|jsonl|json|zip)$|/feed/$")
SAID = "Demonstration: this is invented."


@pytest.fixture
def filled(settings):
    """The demonstration without its plans, the consultation closed, so that its data are open."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    made, today = members.found(None), timezone.localdate()
    practices.practice(made)
    talks = dialogue.route_dialogue(made, today)
    forum.forum(made, talks, today)
    Consultation.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    return talks


def found_from(client, *starts):
    """Every page of the rooms that a visitor comes to by links."""
    waiting, seen = list(starts), {}
    while waiting:
        address = waiting.pop()
        if address in seen or FILE.search(address):
            continue
        answer = client.get(address)
        seen[address] = answer
        if answer.status_code == 200:
            waiting += ROOMS.findall(answer.text)
    return {address: answer for address, answer in seen.items() if answer.status_code == 200}


def test_every_page_of_it_that_a_visitor_reads_bears_the_mark(filled, client):
    held = Consultation.objects.get()
    pages = found_from(client, *LISTS, "/en/forum/", held.get_absolute_url())
    assert len(pages) > 50
    bare = {address for address, answer in pages.items() if MARK not in answer.text}
    assert bare <= LISTS | {address for address in bare if "/login/" in address}, sorted(bare)
    for address in LISTS:
        assert "demonstration" in words(pages[address]) or "(invented)" in words(pages[address])


def test_every_file_and_answer_of_it_says_that_it_is_invented(filled, client):
    held, text, practice = Consultation.objects.get(), Draft.objects.get(state="adopted"), Practice.objects.get()
    for one in SETS.values():
        rows = [json.loads(line) for line in "".join(written(one, "jsonl")).splitlines()]
        assert all(row["demonstration"] is True for row in rows), one.name
    assert {"decisions", "commitments", "statements"} <= {name for name, one in SETS.items() if one.count()}
    there = filled.get_absolute_url()
    for address in (f"{there}calendar.ics", reverse("forum:year-calendar", args=[Cycle.objects.get().year])):
        told = client.get(address).text.replace("\r\n ", "")
        assert told.count("DESCRIPTION") == told.count(SAID) > 0, address
    feeds = (
        f"{there}feed.atom", reverse("openness:dialogues-feed"), reverse("openness:conclusions-feed"),
        reverse("openness:consultations-feed"), reverse("practices:feed"), reverse("forum:decisions-feed"),
    )  # fmt: skip
    for address in feeds:
        told = client.get(address).text
        assert told.count("<entry") == told.count(SAID) > 0, address
    for name in ("practices:open-data", "forum:decisions-json", "forum:decisions-csv"):
        answer = client.get(reverse(name, args=["csv"] if name.startswith("practices") else []))
        told = b"".join(answer.streaming_content).decode() if answer.streaming else answer.text
        assert "demonstration" in told and '"demonstration": false' not in told, name
    rows = list(csv.DictReader(io.StringIO(client.get(f"{held.get_absolute_url()}data.csv").text)))
    assert rows and {row["demonstration"] for row in rows} == {"True"}
    result = client.get(f"{held.get_absolute_url()}result.json")
    assert result.json()["demonstration"] is True and 'filename="demonstration-' in result["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(data.take_votes(consultation=held, by=None))) as packed:
        assert {row["demonstration"] for row in csv.DictReader(io.TextIOWrapper(packed.open("comments.csv")))} == {
            "True"
        }
    api = f"/api/v1/dialogues/{filled.pk}"
    for address in (
        api, f"{api}/sessions", f"{api}/contributions", f"{api}/positions", f"{api}/facts", f"{api}/texts",
        f"{api}/texts/{text.pk}", f"{api}/texts/{text.pk}/paragraphs/{text.paragraphs.first().pk}",
        f"{api}/silence/{Silence.objects.get(state='adopted').pk}", "/api/v1/conclusions", "/api/v1/dialogues",
        f"/api/v1/consultations/{held.pk}", f"/api/v1/consultations/{held.pk}/result",
        f"/api/v1/consultations/{held.pk}/statements", f"/api/v1/practices/{practice.pk}", "/api/v1/practices",
        "/api/v1/forum/charter", "/api/v1/forum/decisions", "/api/v1/forum/years", "/api/v1/forum/assistance",
    ):  # fmt: skip
        told = client.get(address).json()
        rows = told if isinstance(told, list) else [told] if "demonstration" in told else told["items"]
        assert rows and all(row["demonstration"] is True for row in rows), address


def test_a_practice_of_it_says_so_in_the_handbook(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    made = practices.practice(members.found(None))
    edition = handbook_actions.begin_edition(
        title="Handbook", language="fr", dated=timezone.localdate(), introduction="", by=None
    )
    handbook_actions.take_in(edition=edition, practice=made, principle=3, by=None)
    (chapter,) = handbook_of(edition).chapters
    (told,) = chapter.practices
    assert "Démonstration" in told.lead[0]
    Practice.objects.update(is_demonstration=False)
    (chapter,) = handbook_of(edition).chapters
    assert not any("Démonstration" in line for line in chapter.practices[0].lead)

"""Nothing that leaves the site tells who spoke: the same world with another speaker gives the same bytes.

Covers `api.dialogues`, `dialogue_texts`, `dialogue_writing`, `openness` and the search, as those outside and those of
another party see them. Bodies, statuses and headers are compared, so that counts, links, order and ETags are too. That
the comparison can fail is shown where the rule lets a member or a person be named.
"""

import json
from datetime import timedelta
from itertools import count
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import drafting_actions, silence_actions, speaking_actions
from passerelle_web.dialogues.models import Contribution, Proposal, Receipt
from tests.site.dialogues_makers import delegation, dialogue, draft, proposed, said, session
from tests.site.people_makers import person, put

pytestmark = pytest.mark.django_db
# Sets in whose rows, counts or order a speaker could be read.
TELLING = ("contributions", "proposals", "wordings", "texts", "silences", "sessions", "dialogues")


class Back(Exception):
    """Leaves a world, so that the next begins as this one did."""


@pytest.fixture
def talk():
    """Six civil society organisations, of which two may speak, one listens, and one has two people."""
    where = dialogue("Voices", rule=Rule.CHATHAM)
    people = {name: delegation(where, name) for name in ("ana", "ben", "eve", "fay", "gus", "hal")}
    second = person("ann")
    put(second, people["ana"][1])
    people["ann"] = (second, people["ana"][1])
    return where, people


def read(client, address):
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, sorted(answer.headers.items()), body.decode()


def everywhere(talk, *further):
    """All that is read over HTTP without a page."""
    one = f"/api/v1/dialogues/{talk.pk}"
    yield from ("/api/v1/dialogues", "/api/v1/conclusions", "/api/v1/search?q=season", one)
    yield from (f"{one}/{part}" for part in ("sessions", "contributions", "positions", "facts", "texts", *further))
    yield from (f"{one}/contributions?per_page=1&page=2", f"{one}/contributions/1", f"{one}/contributions/2")
    yield from (f"/en/dialogues/{talk.pk}/feed.atom", "/en/dialogues/feed.atom", "/ar/corridors/SEN/ESP/news.atom")
    yield from (f"/en/open-data/{name}.jsonl" for name in TELLING)
    yield from ("/en/open-data/contributions.csv", "/en/open-data/catalogue.json")


def world(monkeypatch, happen, readers, addresses, after=lambda _readers: ()):
    """What readers are told in a world in which something happened; then it has not happened.

    Keys that are drawn would differ between two worlds: here they are counted.
    """
    told = []
    for model in (Contribution, Proposal):
        drawn = count(1)
        monkeypatch.setattr(model._meta.pk, "_get_default", lambda drawn=drawn: UUID(int=next(drawn)), raising=False)
    try:
        with transaction.atomic():
            happen()
            for who, client in readers:
                # feeds and files are the same whoever asks
                hers = [one for one in addresses if who == "outside" or one.startswith("/api/")]
                told += [(who, address, *read(client, address)) for address in hers]
            told += after(readers)
            raise Back
    except Back:
        return told


def readers(people, *names):
    found = [("outside", Client())]
    for name in names:
        client = Client()
        client.force_login(people[name][0])
        found.append((name, client))
    return found


def told_apart(one, other):
    """The addresses at which two worlds can be told from one another."""
    assert len(one) == len(other)
    return {(first[0], first[1]) for first, second in zip(one, other, strict=True) if first != second}


def speaks(talk, who, of, rule, where=None):
    """Two things said and one answer, in a session under the rule."""
    held = where or session(talk, rule)

    def happen():
        first = said(talk, who, of, "The season is long.", session=held)
        said(talk, who, of, "It is longer in the season of olives.", session=held, answers=first)
        said(talk, who, of, "One more on the season.", session=held)

    return happen


@pytest.mark.parametrize("rule", [Rule.CHATHAM, Rule.CLOSED])
def test_who_spoke_is_told_to_nobody_but_her_own(talk, monkeypatch, rule):
    where, people = talk
    held, seen = session(where, rule), readers(people, "eve", "ana")
    worlds = [
        world(monkeypatch, speaks(where, *people[name], rule, held), seen, list(everywhere(where)))
        for name in ("ana", "ben")
    ]
    apart = told_apart(*worlds)
    assert apart, "her own delegation is told which contributions are its own, so the comparison can fail"
    assert {who for who, _address in apart} == {"ana"}
    assert all("/contributions" in address for _who, address in apart)
    outside = json.dumps([told for told in worlds[0] if told[0] == "outside"])
    assert ("olives" in outside) == (rule == Rule.CHATHAM)


def test_of_closed_sessions_those_outside_are_told_nothing_at_all(talk, monkeypatch):
    where, people = talk
    held, seen = session(where, Rule.CLOSED), readers({})
    addresses = [one for one in everywhere(where, f"sessions/{held.pk}") if not one.endswith("sessions")]
    quiet = world(monkeypatch, lambda: None, seen, addresses)
    loud = world(monkeypatch, speaks(where, *people["ana"], Rule.CLOSED, held), seen, addresses)
    assert not told_apart(quiet, loud)
    assert "Under rule 4" not in json.dumps(loud)
    assert Client().get(f"/api/v1/dialogues/{where.pk}/sessions/{held.pk}").status_code == 404


def test_which_of_a_members_people_spoke_is_not_told_either(talk, monkeypatch):
    where, people = talk
    held, seen = session(where, Rule.MEMBER), readers(people, "eve")
    now = timezone.now()
    monkeypatch.setattr(speaking_actions.timezone, "now", lambda: now)
    same = [world(monkeypatch, speaks(where, *people[name], Rule.MEMBER, held), seen, list(everywhere(where)))
            for name in ("ana", "ann")]  # fmt: skip
    assert not told_apart(*same)
    other = world(monkeypatch, speaks(where, *people["ben"], Rule.MEMBER, held), seen, list(everywhere(where)))
    assert {"outside", "eve"} <= {who for who, _address in told_apart(same[0], other)}, "the member is named here"


def test_on_the_record_all_of_it_is_told(talk, monkeypatch):
    where, people = talk
    held, seen = session(where, Rule.RECORD), readers({})
    worlds = [world(monkeypatch, speaks(where, *people[name], Rule.RECORD, held), seen, list(everywhere(where)))
              for name in ("ana", "ann")]  # fmt: skip
    apart = {address for _who, address in told_apart(*worlds)}
    one = f"/api/v1/dialogues/{where.pk}"
    assert {f"{one}/contributions", f"{one}/contributions/1", "/en/open-data/contributions.csv"} <= apart


def test_after_a_rule_is_tightened_nothing_is_left(talk, monkeypatch):
    where, people = talk

    def happen(name):
        held = session(where, Rule.RECORD)
        held.__class__.objects.filter(pk=held.pk).update(starts_at=where.made_at)
        speaks(where, *people[name], Rule.RECORD, held)()
        speaking_actions.tighten(session=held, rule=Rule.CHATHAM, by=None)

    # the session is made anew in each world, and so are its key and the hour at which it was set
    addresses = [one for one in everywhere(where) if "open-data/contributions" in one]
    worlds = [world(monkeypatch, lambda name=name: happen(name), readers({}), addresses) for name in ("ana", "ben")]
    bodies = [[told[4].count(word) for told in one for word in ("Ana", "Ben", "record")] for one in worlds]
    assert bodies[0] == bodies[1] == [0] * 6
    assert "olives" in worlds[0][0][4]


def test_who_proposed_and_withdrew_on_a_text_under_the_chatham_house_rule(talk, monkeypatch):
    where, people = talk
    text = draft(where, rule=Rule.CHATHAM)
    paragraph = text.paragraphs.last()
    further = (f"texts/{text.pk}", f"texts/{text.pk}/paragraphs/{paragraph.pk}")

    def happen(name):
        proposed(paragraph, *people[name])
        drafting_actions.withdraw_proposal(
            proposal=proposed(paragraph, *people[name], "Recruitment costs nothing."), by=people[name][0]
        )

    def refused(seen):
        for who, client in seen[:2]:
            for key in (1, 2, 77):
                address = f"/api/v1/dialogues/{where.pk}/texts/{text.pk}/proposals/{UUID(int=key)}/withdraw"
                answer = client.post(address)
                assert answer.status_code in ({401} if who == "outside" else {403, 404})
                yield who, address, answer.status_code, sorted(answer.headers.items()), answer.text

    worlds = [
        world(monkeypatch, lambda name=name: happen(name), readers(people, "eve", "ana"),
              list(everywhere(where, *further)), refused)
        for name in ("ana", "ben")
    ]  # fmt: skip
    apart = told_apart(*worlds)
    assert {who for who, _address in apart} == {"ana"} and apart == {
        ("ana", f"/api/v1/dialogues/{where.pk}/{further[0]}")
    }


def test_who_broke_silence_is_told_to_the_parties_alone(talk, monkeypatch):
    where, people = talk
    text = draft(where)
    held = silence_actions.open_silence(draft=text, deadline=timezone.now() + timedelta(days=3), by=None)
    further = (f"texts/{text.pk}", f"silence/{held.pk}")

    def happen(name):
        silence_actions.break_silence(
            silence=held.__class__.objects.get(pk=held.pk), member=people[name][1], reason="We need a day.",
            language="en", by=people[name][0],
        )  # fmt: skip

    worlds = [
        world(monkeypatch, lambda name=name: happen(name), readers(people, "eve"), list(everywhere(where, *further)))
        for name in ("ana", "ben")
    ]
    assert told_apart(*worlds) == {("eve", f"/api/v1/dialogues/{where.pk}/silence/{held.pk}")}
    outside = {told[1]: told[4] for told in worlds[0] if told[0] == "outside"}
    silence = json.loads(outside[f"/api/v1/dialogues/{where.pk}/silence/{held.pk}"])
    assert silence["receipts"] is None and silence["broken_by"] == 1
    assert "We need a day" not in json.dumps(outside) and not Receipt.objects.exclude(broke_at=None).exists()


def test_refusals_tell_no_speaker(talk, monkeypatch):
    where, people = talk
    held, seen = session(where, Rule.CHATHAM), readers(people, "eve")
    one = f"/api/v1/dialogues/{where.pk}/contributions"

    def refused(seen):
        for who, client in seen:
            for number in (1, 2, 9):
                answers = (
                    client.post(f"{one}/{number}/hide", {"reason": "x"}, content_type="application/json"),
                    client.post(
                        one, {"text": "x", "answers": number, "member": "anas"}, content_type="application/json"
                    ),
                    client.post(
                        one, {"text": "x", "answers": number, "member": "bens"}, content_type="application/json"
                    ),
                )
                for answer in answers:
                    assert answer.status_code in ({401} if who == "outside" else {403, 404, 409})
                    yield who, number, answer.status_code, sorted(answer.headers.items()), answer.text

    worlds = [world(monkeypatch, speaks(where, *people[name], Rule.CHATHAM, held), seen, [one], refused)
              for name in ("ana", "ben")]  # fmt: skip
    assert not told_apart(*worlds)


def test_what_is_closed_reads_as_what_is_not_there(talk):
    where, people = talk
    private = dialogue("Private", is_public=False)
    held = session(where, Rule.CLOSED)
    said(where, *people["ana"], "Closed words", session=held)
    text = draft(where, rule=Rule.CLOSED)
    nothing, client = UUID(int=5), Client()
    pairs = [
        (f"dialogues/{private.pk}", f"dialogues/{nothing}"),
        (f"dialogues/{private.pk}/positions", f"dialogues/{nothing}/positions"),
        (f"dialogues/{where.pk}/contributions/1", f"dialogues/{where.pk}/contributions/2"),
        (
            f"dialogues/{where.pk}/contributions?session={held.pk}",
            f"dialogues/{where.pk}/contributions?session={nothing}",
        ),
        (f"dialogues/{where.pk}/texts/{text.pk}", f"dialogues/{where.pk}/texts/{nothing}"),
    ]
    for there, absent in pairs:
        answers = [client.get(f"/api/v1/{path}") for path in (there, absent)]
        told = [{**json.loads(one.text), "instance": ""} for one in answers]
        assert told[0] == told[1] and told[0]["status"] == 404
        assert answers[0].headers["Cache-Control"] == answers[1].headers["Cache-Control"] == "no-store"
    for address in (f"/en/dialogues/{private.pk}/feed.atom", f"/en/dialogues/{nothing}/feed.atom"):
        assert client.get(address).status_code == 404


def test_small_constituencies_are_named_nowhere(talk):
    where, people = talk
    held = session(where, Rule.CHATHAM)
    state, lone = delegation(where, "ivo", kind="state", place="TUV")
    said(where, state, lone, "The sea rises.", session=held)
    said(where, *people["ana"], "The season is long.", session=held)
    client = Client()
    items = client.get(f"/api/v1/dialogues/{where.pk}/contributions").json()["items"]
    assert [one["constituency"] for one in items] == [None, None], "what is unnamed would be the one state"
    assert all(one["person"] is one["member"] is one["said_at"] is None for one in items)
    rows = read(client, "/en/open-data/contributions.jsonl")[2]
    assert "Ivo" not in rows and "TUV" not in rows and '"constituency": "' not in rows

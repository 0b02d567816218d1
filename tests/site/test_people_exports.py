"""All that is held of a member, taken away by who speaks for it; and what leaves with a person.

Covers `passerelle_web.people.exporting`, `tasks`, `everything` and `leaving`.
"""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import IntegrityError, transaction
from django.utils import timezone

from passerelle_web.people import actions, delegation_actions, everything, exporting, leaving
from passerelle_web.people.models import ExportState, MemberExport
from passerelle_web.people.refusals import NotAllowed
from passerelle_web.people.tasks import make_copy
from tests.site.people_makers import member, person, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def millers(tmp_path, settings):
    settings.EXPORTS = tmp_path / "exports"
    return member("Millers")


@pytest.fixture
def ana(millers):
    made = person("Ana")
    delegation_actions.set_function(membership=put(made, millers), function="head", by=None)
    return made


@pytest.fixture
def _many_rows(monkeypatch):
    monkeypatch.setattr(everything, "_MEMBER_PARTS", dict(everything._MEMBER_PARTS))
    monkeypatch.setattr(exporting, "AT_ONCE", 50)
    everything.add_member_part("sacks", lambda whose: ({"sack": n, "of": whose.short_name} for n in range(60)))


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: [json.loads(line) for line in packed.read(name).splitlines()] for name in packed.namelist()}


def test_a_small_copy_comes_at_once(client, millers, ana):
    client.force_login(ana)
    assert "What we hold of this member" in client.get("/en/members/millers/").text
    answer = client.post("/en/members/millers/everything.zip")
    assert answer["Content-Type"] == "application/zip" and "passerelle-millers.zip" in answer["Content-Disposition"]
    told = unpacked(answer.content)
    assert set(told) == {f"{name}.jsonl" for name, _rows in everything.rows_of(millers)}
    assert told["member.jsonl"][0]["name"] == "Union of the Millers"
    assert told["delegation.jsonl"][0]["function"] == "head"
    assert told["people.jsonl"][0]["person"] == "Ana"
    assert "village.example" not in str(told)
    assert not MemberExport.objects.exists()


@pytest.mark.usefixtures("_many_rows")
def test_a_large_copy_is_made_in_the_background(client, millers, ana, django_capture_on_commit_callbacks):
    client.force_login(ana)
    with django_capture_on_commit_callbacks(execute=False):
        told = client.post("/en/members/millers/everything.zip", follow=True)
    assert "being made" in told.text
    waiting = MemberExport.objects.get()
    assert client.get(f"/en/members/copies/{waiting.key}.zip").status_code == 404
    client.post("/en/members/millers/everything.zip")  # one is enough
    assert MemberExport.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        MemberExport.objects.create(member=millers)
    make_copy.func(str(waiting.key))
    assert "Take the copy of" in client.get("/en/members/millers/").text
    answer = client.get(f"/en/members/copies/{waiting.key}.zip")
    assert len(unpacked(b"".join(answer.streaming_content))["sacks.jsonl"]) == 60
    make_copy.func(str(waiting.key))  # a second worker does nothing
    client.force_login(person("Ben"))
    assert client.get(f"/en/members/copies/{waiting.key}.zip").status_code == 403


@pytest.mark.usefixtures("_many_rows")
def test_a_copy_that_breaks_leaves_no_half_file_and_old_ones_go(millers, ana, settings):
    def broken(_whose):
        yield {"fine": 1}
        raise RuntimeError("broken")

    everything.add_member_part("broken", broken)
    made = MemberExport.objects.create(member=millers)
    with pytest.raises(RuntimeError):
        make_copy.func(str(made.key))
    made.refresh_from_db()
    assert made.state == ExportState.FAILED and not list(settings.EXPORTS.iterdir())
    assert exporting.newest_copy(millers) is None
    old = MemberExport.objects.create(
        member=millers, state=ExportState.READY, asked_at=timezone.now() - timedelta(days=8)
    )
    exporting.path_of(old).write_bytes(b"old")
    exporting.take_away(member=millers, by=ana)
    assert not exporting.path_of(old).exists() and not MemberExport.objects.filter(pk=old.pk).exists()


def test_only_who_speaks_for_it_takes_it_away(client, millers, ana):
    ben = person("Ben")
    put(ben, millers)
    for somebody in (ben, person("Root", staff=True)):
        with pytest.raises(NotAllowed, match="takes its data away"):
            exporting.take_away(member=millers, by=somebody)
    client.force_login(ben)
    assert "What we hold of this member" not in client.get("/en/members/millers/").text


def test_what_leaves_with_a_person(ana):
    Authenticator.objects.create(user=ana, type=Authenticator.Type.TOTP, data={"secret": "s"})
    SocialAccount.objects.create(user=ana, provider="ministry", uid="7", extra_data={"email": ana.email})
    told = everything.everything_about(ana)
    assert told["signing_in"]["second_factors"][0]["type"] == "totp" and "'s'" not in str(told)
    assert told["signing_in"]["identity_providers"][0]["uid"] == "7"
    assert told["memberships"][0]["functions"][0]["function"] == "head"
    actions.forget(person=ana, by=ana)
    assert not ana.authenticator_set.exists() and not ana.socialaccount_set.exists()
    assert all(held.until for held in ana.memberships.get().functions.all())


def test_rooms_erase_theirs_in_the_same_transaction(ana, monkeypatch):
    monkeypatch.setattr(leaving, "_STEPS", list(leaving._STEPS))

    def cannot(_person):
        raise RuntimeError

    leaving.on_leaving(cannot)
    with pytest.raises(RuntimeError):
        actions.forget(person=ana, by=ana)
    ana.refresh_from_db()
    assert ana.is_active and ana.name == "Ana"

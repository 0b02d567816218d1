"""Each page of the forum asks the database as often with ten times as much in it.

Covers `passerelle_web.people.remembering` and every page of people, texts, library, practices, forum, dialogues, post
and consensus, which are found by their addresses: a page that is added is counted without being named here.
"""

import pytest
from bench.forum_filling import fill
from bench.forum_pages import pages
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from passerelle_web.consensus.models import Consultation
from passerelle_web.dialogues.models import Dialogue, Party
from passerelle_web.forum.models import Ability, HelpRequest
from passerelle_web.library.models import Document
from passerelle_web.people.models import User

LITTLE = {
    "members": 14, "people": 28, "dialogues": 4, "contributions": 24, "largest dialogue": 12, "largest text": 4,
    "longest thread": 3, "practices": 24, "documents": 6, "decisions": 8, "calls for help": 8,
    "corridors with facts": 1, "voters": 30, "statements": 6, "small consultations": 3, "voters of a small one": 12,
}  # fmt: skip
TEN_TIMES = ("people", "dialogues", "contributions", "largest dialogue", "largest text", "practices", "documents",
             "decisions", "calls for help", "small consultations")  # fmt: skip
MUCH = {name: many * 10 if name in TEN_TIMES else many for name, many in LITTLE.items()} | {
    "members": 60,
    "longest thread": 30,
    "statements": 40,
    "voters": 120,
}
# A page that asks more often than this for anything is slow on a slow line to the database, however little there is.
MOST = 45


def _asked(sizes: dict[str, int]) -> dict[tuple[str, str], list[str]]:
    """What each page asks, of a visitor and of somebody of the secretariat, who reads most."""
    found = {}
    with transaction.atomic():
        fill(sizes)
        readers = {"visitor": Client(), "secretariat": Client()}
        readers["secretariat"].force_login(_in_everything())
        for name, addresses in pages(1).items():
            for who, client in readers.items():
                client.get(f"/en{addresses[0]}")  # what is read once for a process
                with CaptureQueriesContext(connection) as queries:
                    answer = client.get(f"/en{addresses[0]}")
                if answer.status_code == 200:
                    found[name, who] = [one["sql"] for one in queries.captured_queries]
        transaction.set_rollback(True)
    return found


def _in_everything() -> User:
    """A person of the secretariat whose member takes part in every dialogue, none of which everybody reads."""
    person = User.objects.get(email="person1@invented.example")
    member = person.memberships.get(role="secretariat").member
    person.memberships.exclude(member=member).delete()
    person.offices.all().delete()
    others = Dialogue.objects.exclude(parties__member=member)
    Party.objects.bulk_create(
        Party(dialogue=one, member=member, since=one.begins, constituency=member.kind) for one in others
    )
    # whether she is asked for as head or as focal point depends on nothing that is drawn
    member.functions.all().delete()
    # whichever row a page is of, the same is asked about it
    Dialogue.objects.update(is_public=False)
    Consultation.objects.update(access="parties")
    Document.objects.update(reach="members", member=None, by=None)
    theme = HelpRequest.objects.values_list("theme", flat=True)[0]
    HelpRequest.objects.update(is_public=False, theme=theme)
    Ability.objects.update(theme=theme)
    return person


@pytest.mark.slow
@pytest.mark.rare
@pytest.mark.django_db
def test_ten_times_as_much_is_asked_for_no_more_often(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    little, much = _asked(LITTLE), _asked(MUCH)
    both = sorted(set(little) & set(much))
    assert len(both) > 150, "hardly any page was read"
    more = [
        f"{page}: {len(little[page])}, then {len(much[page])}" for page in both if len(much[page]) > len(little[page])
    ]
    assert not more, "\n".join(more)
    many = [f"{page}: {len(much[page])}" for page in both if len(much[page]) > MOST]
    assert not many, "\n".join(many)

"""Consultations for tests: an invented village that votes on its season of work."""

import uuid
from datetime import timedelta

import numpy as np
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from passerelle_web.consensus import actions, statement_actions, vote_actions
from passerelle_web.consensus.making import make_picture
from passerelle_web.consensus.models import Consultation, Picture, Statement, Tally, VoiceKind, Vote, Voter
from passerelle_web.consensus.permissions import Opened
from passerelle_web.consensus.voices import Voice, new_visitor, of_person
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.people.models import User
from tests.site.dialogues_makers import dialogue

NOBODY = AnonymousUser()


def consultation(where: Dialogue | None = None, **more: object) -> Consultation:
    """A consultation that opened an hour ago and is open for a day, in English."""
    now = timezone.now()
    given = {
        "title": "The season", "question": "How should seasonal work be arranged?", "language": "en",
        "opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(days=1), "by": None, **more,
    }  # fmt: skip
    return actions.open_consultation(dialogue=where or dialogue(), **given)


def public(where: Dialogue | None = None, **more: object) -> Consultation:
    """One that is open to who has the link, where everybody puts statements and none waits."""
    return consultation(where, **{"access": "link", "puts": "everybody", "is_moderated": False, **more})


def seeds(where: Consultation, *texts: str) -> list[Statement]:
    """Statements of the chair."""
    return [statement_actions.put_seed(consultation=where, text=text, language="en", by=None) for text in texts]


def by_link(where: Consultation) -> Opened:
    """The consultation for who holds its link."""
    return Opened(where, by_link=True)


def cast(where: Consultation, one: Statement, value: int, voice: Voice | None = None, by: User | None = None) -> Voice:
    """A vote by a visitor, or by a person."""
    voice = voice or (of_person(where, by) if by else new_visitor(where))
    vote_actions.cast(
        opened=Opened(where, by_link=by is None), statement=one, value=value, by=by or NOBODY, voice=voice
    )
    return voice


def camps(
    where: Consultation, sizes: tuple[int, ...] = (14, 12), statements: int = 12, *, blocs: tuple[str, ...] = (),
    share: float = 0.9, kind: int = VoiceKind.VISITOR, seed: int = 7,
) -> list[Statement]:  # fmt: skip
    """Camps that vote against one another on all statements but the last two, on which all agree; written in bulk.

    `blocs`: the bloc of each camp.
    """
    draw = np.random.default_rng(seed)
    put = list(where.statements.all()) or seeds(where, *(f"Statement number {n}" for n in range(1, statements + 1)))
    rows, counts = [], np.zeros((len(put), 3), dtype=int)
    for camp, size in enumerate(sizes):
        bloc = blocs[camp] if blocs else ""
        for _ in range(size):
            voter = Voter.objects.create(consultation=where, key=uuid.uuid4(), kind=kind, bloc=bloc, changed_in=1)
            for j, one in enumerate(put):
                if draw.random() > share:
                    continue
                side = 1 if j >= len(put) - 2 or (j + camp) % 2 else -1
                value = side if draw.random() < 0.98 else 0
                rows.append(Vote(voter=voter, statement=one, value=value))
                counts[j, {1: 0, -1: 1, 0: 2}[value]] += 1
    Vote.objects.bulk_create(rows)
    if kind != VoiceKind.DELEGATION:
        for one, (agree, disagree, passed) in zip(put, counts.tolist(), strict=True):
            Tally.objects.filter(statement=one).update(agree=agree, disagree=disagree, passed=passed)
    return put


def pictured(where: Consultation) -> Picture:
    """The picture, made now."""
    make_picture(where)
    return Picture.objects.get(pk=where.pk)

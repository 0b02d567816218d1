"""A consultation from elsewhere, in the files that Polis exports: read, looked at, and brought in whole or not at all.

A fault is told with its line or its statement. Stands on `actions` and the library's reading.
"""

import tempfile
import uuid
import zlib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle.dialogue.reading import Statement as Brought
from passerelle.dialogue.reading import read_statements, read_votes
from passerelle.dialogue.votes import Votes
from passerelle_web.consensus.actions import open_consultation
from passerelle_web.consensus.models import (
    LONGEST_BROUGHT,
    Consultation,
    ImportDraft,
    State,
    Statement,
    Tally,
    VoiceKind,
    Vote,
    Voter,
)
from passerelle_web.consensus.pictures import want_picture
from passerelle_web.consensus.statement_actions import cleaned
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.people.actions import record
from passerelle_web.people.models import User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone

MOST_BYTES = 20_000_000  # of each file
MOST_VOTES = 300_000  # more are brought in by the command of the database, not by a page
_KEPT = timedelta(days=1)
_FAULTS = 8


@dataclass(frozen=True)
class Look:
    """What the files hold, before anything is done with them."""

    people: int
    statements: int
    votes: int
    hidden: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class _Read:
    votes: Votes
    texts: dict[str, str]


@transaction.atomic
def keep_draft(*, dialogue: Dialogue, statements: bytes, votes: bytes, by: User | None) -> tuple[ImportDraft, Look]:
    """Look at the files and keep them for a day, so that they need not be sent twice.

    Raises
    ------
    NotAllowed : `by` does not run the dialogue.
    DialogueError, CannotBeDone : a file cannot be taken; the line or the statement is named.
    """
    require(by, "consensus.add", dialogue)
    ImportDraft.objects.filter(made_at__lt=timezone.now() - _KEPT).delete()
    found = _read(statements, votes)
    kept = ImportDraft.objects.create(
        dialogue=dialogue, statements=zlib.compress(statements), votes=zlib.compress(votes)
    )  # fmt: skip
    return kept, _look(found)


def look_again(draft: ImportDraft) -> Look:
    """What the kept files hold."""
    return _look(_of_draft(draft))


def _of_draft(draft: ImportDraft) -> _Read:
    return _read(zlib.decompress(bytes(draft.statements)), zlib.decompress(bytes(draft.votes)))


def _look(found: _Read) -> Look:
    return Look(
        found.votes.n, found.votes.m, found.votes.total, int(found.votes.hidden.sum()), tuple(found.texts.values())[:5]
    )  # fmt: skip


def _read(statements: bytes, votes: bytes) -> _Read:
    if max(len(statements), len(votes)) > MOST_BYTES:
        raise CannotBeDone(_("A file is larger than 20 MB."))
    with tempfile.TemporaryDirectory() as room:
        paths = [Path(room) / name for name in ("comments.csv", "votes.csv")]
        for path, raw in zip(paths, (statements, votes), strict=True):
            path.write_bytes(raw)
        known = read_statements(paths[0])
        table = read_votes(paths[1], known)
    if table.total > MOST_VOTES:
        raise CannotBeDone(_("There are more than {most} votes.").format(most=f"{MOST_VOTES:,}"))
    return _Read(table, _texts(table, known))


def _texts(votes: Votes, known: dict[str, Brought]) -> dict[str, str]:
    """The text of each statement that is voted on, or every fault of theirs at once."""
    texts: dict[str, str] = {}
    faults: list[str] = []
    for name in votes.statements:
        try:
            texts[name] = cleaned(known[name].text if name in known else "", LONGEST_BROUGHT)
        except CannotBeDone as fault:
            faults.append(_("Statement {name}: {fault}").format(name=name, fault=fault))
    if faults:
        more = [_("And {n} more.").format(n=len(faults) - _FAULTS)] if len(faults) > _FAULTS else []
        raise CannotBeDone(" ".join([*faults[:_FAULTS], *more]))
    return texts


@transaction.atomic
def bring_in(*, draft: ImportDraft, by: User | None, **settings: Any) -> Consultation:
    """Make a consultation of the kept files, with its votes; it has closed, and nobody votes in it here.

    Raises
    ------
    NotAllowed, CannotBeDone, DialogueError : as when it was looked at.
    """
    found = _of_draft(draft)
    made = open_consultation(dialogue=draft.dialogue, by=by, **settings)
    made.is_imported = True
    made.newest = found.votes.m
    made.save(update_fields=["is_imported", "newest"])
    _write_votes(made, found.votes, _write_statements(made, found))
    draft.delete()
    record("consultation.imported", made, by=by, votes=found.votes.total)
    want_picture(made, force=True)
    return made


def _write_statements(made: Consultation, found: _Read) -> list[Statement]:
    hidden = _("Hidden where it was voted on")
    rows = Statement.objects.bulk_create([
        Statement(
            consultation=made, number=number, text=found.texts[name], language=made.language,
            state=State.HIDDEN if found.votes.hidden[number - 1] else State.SHOWN,
            hidden_for=hidden if found.votes.hidden[number - 1] else "", is_meta=bool(found.votes.meta[number - 1]),
            put_on=made.opens_at.date(),
        )
        for number, name in enumerate(found.votes.statements, 1)
    ], batch_size=500)  # fmt: skip
    Tally.objects.bulk_create(
        [
            Tally(statement=row, agree=int(many[0]), disagree=int(many[1]), passed=int(many[2]))
            for row, many in zip(rows, found.votes.counts, strict=True)
        ],
        batch_size=500,
    )
    return rows


def _write_votes(made: Consultation, votes: Votes, statements: list[Statement]) -> None:
    voters = Voter.objects.bulk_create(
        [Voter(consultation=made, key=uuid.uuid4(), kind=VoiceKind.VISITOR, changed_in=1) for _ in range(votes.n)],
        batch_size=1000,
    )
    keys = [row.pk for row in statements]
    rows = (
        Vote(voter_id=voters[i].pk, statement_id=keys[j], value=int(value))
        for i, j, value in zip(votes.rows, votes.columns, votes.values, strict=True)
    )
    Vote.objects.bulk_create(rows, batch_size=5000)

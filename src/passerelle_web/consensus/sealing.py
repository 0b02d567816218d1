"""The seal of a statement: who put it, closed with a key that is derived from the site's own, as in dialogues.

No page, search, mail, log, export or API reads seals. They are opened to tell somebody what is her own, and by the
secretariat with a reason that the trail keeps. Stands on `models`.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.db import transaction
from django.utils.translation import gettext as _

from passerelle_web.consensus.keys import keys_for
from passerelle_web.consensus.models import Statement, StatementSeal
from passerelle_web.consensus.voices import Voice
from passerelle_web.people.actions import record
from passerelle_web.people.models import User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone

_PURPOSE = b"passerelle consensus seal"


@dataclass(frozen=True)
class Author:
    """Who put a statement: the key of a person, or else the pseudonym of a visitor."""

    person: int | None
    voice: str


def _lock() -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys_for(_PURPOSE)])


def seal(statement: Statement, person: User | None, voice: Voice | None) -> StatementSeal:
    """Close who put a statement under its seal."""
    told = [person.pk if person else None, voice.keys[0].hex if voice else ""]
    return StatementSeal.objects.create(
        statement=statement, sealed=_lock().encrypt(json.dumps(told).encode()).decode()
    )  # fmt: skip


def _opened(statement: Statement) -> Author | None:
    """Who put it; None where the site's key is another by now, or nobody here did, as in an import."""
    held = StatementSeal.objects.filter(statement=statement).first()
    if held is None:
        return None
    try:
        return Author(*json.loads(_lock().decrypt(held.sealed.encode())))
    except InvalidToken:
        return None


def is_own(statement: Statement, person: User | None, voice: Voice | None) -> bool:
    """Did this person, or this visitor, put it?"""
    author = _opened(statement)
    if author is None:
        return False
    if person is not None:
        return author.person == person.pk
    return voice is not None and author.person is None and author.voice in {key.hex for key in voice.keys}


def put_by(person: User) -> Iterator[Statement]:
    """The statements that a person put, for her own copy of what is held of her."""
    lock = _lock()
    for held in StatementSeal.objects.select_related("statement__consultation").order_by("pk").iterator(chunk_size=500):
        try:
            author = Author(*json.loads(lock.decrypt(held.sealed.encode())))
        except InvalidToken:
            continue
        if author.person == person.pk:
            yield held.statement


@transaction.atomic
def open_seal(*, statement: Statement, reason: str, by: User | None) -> Author:
    """Tell the secretariat who answers for a statement, as when it is reported; the trail keeps that it was done.

    Raises
    ------
    NotAllowed : `by` lacks dialogues.open_seal.
    CannotBeDone : there is no reason, or the seal cannot be opened.
    """
    require(by, "dialogues.open_seal")
    if not reason.strip():
        raise CannotBeDone(_("A seal is opened with a reason, which the trail keeps."))
    author = _opened(statement)
    if author is None:
        raise CannotBeDone(_("This seal cannot be opened: nobody here put the statement, or the key is another now."))
    record("statement.seal_opened", statement, by=by, reason=reason.strip())
    return author

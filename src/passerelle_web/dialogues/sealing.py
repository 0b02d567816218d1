"""The seal: who answers for what was said, closed with a key that is derived from the site's own.

No page, search, mail, log, export or API reads seals. They are opened to tell a delegation what is its own, and by the
secretariat with a reason that the trail keeps. Stands on `models`.
"""

import base64
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

from passerelle_web.dialogues.models import Contribution, Seal
from passerelle_web.dialogues.permissions import permit  # noqa: F401  registers who may
from passerelle_web.people.actions import record
from passerelle_web.people.models import User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone


@dataclass(frozen=True)
class Speaker:
    """Keys of the person and of the member for which she spoke."""

    person: int
    member: int


@cache
def _keys(secrets: tuple[str, ...]) -> MultiFernet:
    derived = (HKDF(SHA256(), 32, None, b"passerelle dialogues seal").derive(secret.encode()) for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def _lock() -> MultiFernet:
    return _keys((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def seal(contribution: Contribution, speaker: Speaker) -> Seal:
    """Close who spoke under the seal of a contribution."""
    closed = _lock().encrypt(json.dumps([speaker.person, speaker.member]).encode()).decode()
    return Seal.objects.create(contribution=contribution, sealed=closed)


def _opened(sealed: str) -> Speaker | None:
    """Who spoke; None where the site's key is another by now."""
    try:
        person, member = json.loads(_lock().decrypt(sealed.encode()))
    except InvalidToken:
        return None
    return Speaker(person, member)


def own(contributions: Iterable[Contribution], members: Iterable[int]) -> set[object]:
    """The keys of those contributions that people of these members made: a delegation knows its own."""
    mine = set(members)
    if not mine:
        return set()
    return {key for key, speaker in opened_all(contributions).items() if speaker.member in mine}


def opened_all(contributions: Iterable[Contribution]) -> dict[object, Speaker]:
    """Who spoke, by contribution, for taking names from rows; what cannot be opened is left out."""
    seals = Seal.objects.filter(contribution__in=[one.pk for one in contributions])
    found = ((one.contribution_id, _opened(one.sealed)) for one in seals)
    return {key: speaker for key, speaker in found if speaker is not None}


def by_oneself(contribution: Contribution, person: User) -> bool:
    """Did this person say it?"""
    speaker = _opened(contribution.seal.sealed)
    return speaker is not None and speaker.person == person.pk


@transaction.atomic
def open_seal(*, contribution: Contribution, reason: str, by: User | None) -> Speaker:
    """Tell the secretariat who answers for a contribution, as when it is reported; the trail keeps that it was done.

    Raises
    ------
    NotAllowed : `by` lacks dialogues.open_seal.
    CannotBeDone : there is no reason, or the site's key is another than when it was sealed.
    """
    require(by, "dialogues.open_seal")
    if not reason.strip():
        raise CannotBeDone("A seal is opened with a reason, which the trail keeps.")
    speaker = _opened(contribution.seal.sealed)
    if speaker is None:
        raise CannotBeDone("The seal was closed with a key that this site no longer has.")
    record("contribution.seal_opened", contribution, by=by, reason=reason.strip())
    return speaker

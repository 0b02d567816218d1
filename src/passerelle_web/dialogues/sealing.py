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
from django.db import models, transaction

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


def seal(said: models.Model, speaker: Speaker) -> Seal:
    """Close who said something under its seal."""
    closed = _lock().encrypt(json.dumps([speaker.person, speaker.member]).encode()).decode()
    return Seal.objects.create(kind=said._meta.label_lower, key=str(said.pk), sealed=closed)


def _opened(sealed: str) -> Speaker | None:
    """Who spoke; None where the site's key is another by now."""
    try:
        person, member = json.loads(_lock().decrypt(sealed.encode()))
    except InvalidToken:
        return None
    return Speaker(person, member)


def opened_all(said: Iterable[models.Model]) -> dict[object, Speaker]:
    """Who said each of many things of one kind, by their keys; what cannot be opened is left out."""
    rows = {str(one.pk): one for one in said}
    kinds = {one._meta.label_lower for one in rows.values()}
    seals = Seal.objects.filter(kind__in=kinds, key__in=rows).values_list("key", "sealed")
    found = ((rows[key].pk, _opened(sealed)) for key, sealed in seals)
    return {key: speaker for key, speaker in found if speaker is not None}


def own(said: Iterable[models.Model], members: Iterable[int]) -> set[object]:
    """The keys of what people of these members said: a delegation knows its own."""
    mine = set(members)
    return {key for key, speaker in opened_all(said).items() if speaker.member in mine} if mine else set()


def by_oneself(said: models.Model, person: User) -> bool:
    """Did this person say it?"""
    speaker = opened_all([said]).get(said.pk)
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
    speaker = opened_all([contribution]).get(contribution.pk)
    if speaker is None:
        raise CannotBeDone("The seal was closed with a key that this site no longer has.")
    record("contribution.seal_opened", contribution, by=by, reason=reason.strip())
    return speaker

"""Addresses that carry a proof: where one person answers to one topic, and where she says that she wants no more mail.

Made with the site's key, so nobody else can make one. Holds no reading of messages. Stands on `models`.
"""

import base64
import hashlib
import hmac
import struct
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from passerelle_web.people.models import User
from passerelle_web.post.models import AnswerAddress
from passerelle_web.post.rules import ANSWERS_FOR

BEFORE = "reply+"
_DAY = 24 * 3600
_SIGNED = 16  # bytes of the signature: 128 bits
_NO_MORE = "passerelle.post.no-more"


def _signature(row: AnswerAddress, packed: bytes) -> bytes:
    bound = packed + f"\n{row.person_id}\n{row.topic}".encode()
    key = hashlib.sha256(b"passerelle.post.answers" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, bound, hashlib.sha256).digest()[:_SIGNED]


def answer_address(person: User, topic: str, *, now: datetime | None = None) -> str:
    """`reply+TOKEN@domain`: small letters and figures, as mail servers may change capitals; whole days, so that
    the mails of a day share one address.
    """
    row, _made = AnswerAddress.objects.get_or_create(person=person, topic=topic)
    expires = int(((now or timezone.now()) + ANSWERS_FOR).timestamp()) // _DAY + 1
    packed = struct.pack(">QH", row.pk, expires)
    token = base64.b32encode(packed + _signature(row, packed)).decode().rstrip("=").lower()
    return f"{BEFORE}{token}@{settings.ANSWERS_DOMAIN}"


class AddressUnknown(Exception):
    """No address of ours: no token, or one that we did not make."""


def read_answer_address(address: str, *, now: datetime | None = None) -> tuple[AnswerAddress, bool]:
    """The row behind an address, and whether it still holds.

    Raises
    ------
    AddressUnknown : it is none of ours.
    """
    local, _at, domain = address.strip().lower().rpartition("@")
    if not settings.ANSWERS_DOMAIN or domain != settings.ANSWERS_DOMAIN or not local.startswith(BEFORE):
        raise AddressUnknown
    token = local.removeprefix(BEFORE).upper()
    try:
        raw = base64.b32decode(token + "=" * (-len(token) % 8))
        packed, signed = raw[:10], raw[10:]
        key, expires = struct.unpack(">QH", packed)
        row = AnswerAddress.objects.select_related("person").get(pk=key)
    except (ValueError, struct.error, OverflowError, AnswerAddress.DoesNotExist):
        raise AddressUnknown from None
    if not hmac.compare_digest(signed, _signature(row, packed)):
        raise AddressUnknown
    return row, (now or timezone.now()).timestamp() < expires * _DAY


def no_more_address(person: User, topic: str = "") -> str:
    """Where a person hears no more of a topic, or of anything, without signing in."""
    token = signing.dumps([person.pk, topic], salt=_NO_MORE)
    return settings.SITE_ADDRESS + reverse("post:no-more", args=(token,))


def read_no_more(token: str) -> tuple[User, str] | None:
    """Who wants to hear no more, of what; None where the address is none of ours."""
    try:
        key, topic = signing.loads(token, salt=_NO_MORE)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=key, is_active=True).first()
    return (person, str(topic)) if person else None

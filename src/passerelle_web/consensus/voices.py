"""Whose voice it is: a person, a delegation, a visitor; and under which pseudonym it is found again.

The pseudonym is a keyed hash of who and of the consultation, so that rows of votes say nothing without the site's key
and nobody's votes in two consultations can be laid beside one another. A visitor is a random token in a signed cookie
of this consultation alone. Holds no votes. Stands on `models`.
"""

import hmac
import secrets
import uuid
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.utils import timezone

from passerelle_web.consensus.keys import keys_for
from passerelle_web.consensus.models import Consultation, VoiceKind, Voter
from passerelle_web.people.models import Member, Role, User
from passerelle_web.people.permissions import active_memberships

_SALT = "passerelle consensus visitor"
_PURPOSE = b"passerelle consensus voters"


@dataclass(frozen=True)
class Voice:
    """A voice that may be raised: its kind, its pseudonyms (the newest key's first), the bloc that it counts in.

    `token` is a visitor's, to be kept by her browser.
    """

    consultation: Consultation
    kind: VoiceKind
    keys: tuple[uuid.UUID, ...]
    bloc: str = ""
    token: str = ""

    def found(self) -> Voter | None:
        """The row of this voice; None while it has not voted."""
        return Voter.objects.filter(consultation=self.consultation, key__in=self.keys).first()


def _pseudonyms(consultation: Consultation, who: str) -> tuple[uuid.UUID, ...]:
    told = f"{consultation.pk}/{who}".encode()
    return tuple(uuid.UUID(bytes=hmac.digest(key, told, "sha256")[:16]) for key in keys_for(_PURPOSE))


def keys_of_person(consultation: Consultation, person: User) -> tuple[uuid.UUID, ...]:
    """The pseudonyms under which a person's votes are found again, the newest key's first."""
    return _pseudonyms(consultation, f"person/{person.pk}")


def keys_of_delegation(consultation: Consultation, member: Member) -> tuple[uuid.UUID, ...]:
    """The same of a delegation."""
    return _pseudonyms(consultation, f"delegation/{member.pk}")


def of_person(consultation: Consultation, person: User) -> Voice:
    """A person's voice, in the bloc of the parties that she is in; in none where these are of several."""
    mine = active_memberships(person).exclude(role=Role.OBSERVER).values("member")
    parties = consultation.dialogue.parties.on(timezone.localdate()).filter(member__in=mine)
    blocs = set(parties.values_list("constituency", flat=True))
    bloc = blocs.pop() if len(blocs) == 1 else ""
    return Voice(consultation, VoiceKind.PERSON, keys_of_person(consultation, person), bloc)


def of_delegation(consultation: Consultation, member: Member) -> Voice:
    """A delegation's voice, in its own bloc."""
    party = consultation.dialogue.parties.on(timezone.localdate()).filter(member=member).first()
    keys = keys_of_delegation(consultation, member)
    return Voice(consultation, VoiceKind.DELEGATION, keys, party.constituency if party else "")


def _of_visitor(consultation: Consultation, token: str) -> Voice:
    return Voice(consultation, VoiceKind.VISITOR, _pseudonyms(consultation, f"visitor/{token}"), "", token)


def new_visitor(consultation: Consultation) -> Voice:
    """The voice of somebody who has not voted yet."""
    return _of_visitor(consultation, secrets.token_urlsafe(18))


def signed(voice: Voice) -> str:
    """A visitor's token as her browser keeps it: good for this consultation alone."""
    return signing.dumps(voice.token, salt=f"{_SALT} {voice.consultation.pk}")


def of_signed(consultation: Consultation, told: str) -> Voice | None:
    """The voice of a token that this site signed for this consultation; None for any other."""
    try:
        token = signing.loads(told, salt=f"{_SALT} {consultation.pk}")
    except signing.BadSignature:
        return None
    return _of_visitor(consultation, str(token))


def cookie_name(consultation: Consultation) -> str:
    """The cookie of one consultation."""
    return f"voice-{consultation.pk.hex}"


def voice_of(consultation: Consultation, somebody: User | AnonymousUser, told: str = "") -> Voice | None:
    """Whose voice this is: the person's who is signed in, or that of a visitor's token; None for a new visitor."""
    if isinstance(somebody, User):
        return of_person(consultation, somebody)
    return of_signed(consultation, told) if told else None

"""Whether delegations vote in a consultation: only where every party of today has agreed to it.

Holds no permission and no votes. Stands on `models`.
"""

from dataclasses import dataclass

from django.utils import timezone

from passerelle_web.consensus.models import Consultation
from passerelle_web.dialogues.models import Party
from passerelle_web.dialogues.permissions import parties_today
from passerelle_web.people.models import Member
from passerelle_web.people.remembering import remembered


@dataclass(frozen=True)
class PartyAgreed:
    """A party, and whether it has agreed that delegations vote."""

    party: Party
    has_agreed: bool


def is_party(consultation: Consultation, member: Member) -> bool:
    """Does this member take part today?"""
    return member.pk in parties_today(consultation.dialogue)


def agreements(consultation: Consultation) -> list[PartyAgreed]:
    """The parties of today, by name, each with whether it has agreed."""
    agreed = set(consultation.delegations_agreed.values_list("member_id", flat=True))
    parties = consultation.dialogue.parties.on(timezone.localdate()).select_related("member")
    return [PartyAgreed(party, party.member_id in agreed) for party in parties]


def vote_in(consultation: Consultation) -> bool:
    """Do delegations vote? A party that joins later turns it off until it agrees as well."""
    return remembered(("delegations vote in", consultation.pk), lambda: _all_agreed(consultation))


def _all_agreed(consultation: Consultation) -> bool:
    parties = parties_today(consultation.dialogue)
    return bool(parties) and parties <= {*consultation.delegations_agreed.values_list("member_id", flat=True)}

"""In which constituency each party is, and which of them are large enough to be named.

Stands on `models`.
"""

from django.utils import timezone
from django.utils.translation import get_language

from passerelle.base.groupings import all_groupings
from passerelle.base.places import place_of
from passerelle.base.words import say
from passerelle.dialogue.attribution import nameable_constituencies
from passerelle_web.dialogues.models import Dialogue, Profile
from passerelle_web.dialogues.models.meeting import Constituency
from passerelle_web.people.models import Kind, Member
from passerelle_web.people.remembering import remembered

NO_REGION = "no-region"


def constituency_of(scheme: str, member: Member, profile: str) -> str:
    """The code of a party's constituency under a scheme: a kind, a region of the M49, or a profile.

    Members that are no states have no region; they are told by their kind.
    """
    if scheme == Constituency.PROFILE:
        return profile if member.kind == Kind.STATE else member.kind
    if scheme == Constituency.REGION and member.place:
        return _region(member.place)
    return member.kind


def _region(iso3: str) -> str:
    """The smallest region of the M49 in which a place lies."""
    place = place_of(iso3)
    return f"UN{place.intermediate or place.subregion}" if place.subregion else NO_REGION


def nameable(dialogue: Dialogue) -> frozenset[str]:
    """The constituencies that may be named in a dialogue today."""
    return remembered(("nameable", dialogue.pk), lambda: _nameable(dialogue))


def _nameable(dialogue: Dialogue) -> frozenset[str]:
    parties = dialogue.parties.on(timezone.localdate()).values_list("member_id", "constituency")
    return nameable_constituencies({str(member): constituency for member, constituency in parties})


def said(code: str) -> str:
    """A constituency in the reader's language."""
    if code in Kind.values:
        return str(Kind(code).label)
    if code in Profile.values:
        return str(Profile(code).label)
    grouping = all_groupings().get(code)
    return say(grouping.name, get_language() or "en") if grouping is not None else ""

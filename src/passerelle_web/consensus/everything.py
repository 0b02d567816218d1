"""What this room holds of a person and of a member, for what either takes along.

Votes lie under a pseudonym that the site can make again for her alone who asks; nothing is kept of the link. Stands on
`voices` and `sealing`.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from passerelle_web.consensus import sealing
from passerelle_web.consensus.models import Consultation, DelegationsAgreed, VoiceKind, Vote, Voter
from passerelle_web.consensus.voices import keys_of_delegation, keys_of_person
from passerelle_web.people.everything import add_member_part, add_part
from passerelle_web.people.models import Member, User

AT_A_TIME = 200
# Stands in her copy, in the language of every other key and word of it.
NOT_HERE = (
    "Votes that you cast without being signed in are not here: they lie under a number that only your browser keeps. "
    "Nor are those that lie under a key which this site no longer has."
)
AGREES = {1: "agree", -1: "disagree", 0: "pass"}


def _voters(keys: Callable[[Consultation], tuple[UUID, ...]], kind: VoiceKind) -> Iterator[Voter]:
    """The voices of somebody in all consultations, some at a time: the pseudonym is another in each."""
    every = Consultation.objects.order_by("opens_at", "pk").iterator(chunk_size=AT_A_TIME)
    while lot := list(islice(every, AT_A_TIME)):
        hers = {key: one.pk for one in lot for key in keys(one)}
        found = Voter.objects.filter(consultation__in=lot, key__in=hers, kind=kind)
        yield from (voter for voter in found if hers[voter.key] == voter.consultation_id)


def _votes(voter: Voter) -> Iterator[dict[str, Any]]:
    rows = Vote.objects.filter(voter=voter).select_related("statement__consultation").order_by("statement__number")
    for one in rows:
        yield {
            "consultation": one.statement.consultation.title, "statement": one.statement.number,
            "text": one.statement.text, "vote": AGREES[one.value],
        }  # fmt: skip


def of_person(person: User) -> dict[str, Any]:
    """Statements that she put, and her votes, found again by the pseudonym that is made of her key and the site's."""
    voters = _voters(lambda one: keys_of_person(one, person), VoiceKind.PERSON)
    return {
        "statements": [
            {
                "consultation": one.consultation.title, "number": one.number, "text": one.text,
                "language": one.language, "put_on": one.put_on, "state": one.state,
                "hidden_for": one.hidden_for or None,
            }
            for one in sealing.put_by(person)
        ],
        "votes": [told for voter in voters for told in _votes(voter)],
        "not_here": NOT_HERE,
    }  # fmt: skip


def of_member(member: Member) -> Iterator[dict[str, Any]]:
    """Where a member agreed that delegations vote, and how its delegation did; its people's votes are their own."""
    agreed = DelegationsAgreed.objects.filter(member=member).select_related("consultation").order_by("agreed_on", "pk")
    for one in agreed:
        yield {"agreed_to_delegations_in": one.consultation.title, "on": one.agreed_on}
    for voter in _voters(lambda one: keys_of_delegation(one, member), VoiceKind.DELEGATION):
        yield from _votes(voter)


def register() -> None:
    """Tell the ground."""
    add_part("consultations", of_person)
    add_member_part("consultations", of_member)

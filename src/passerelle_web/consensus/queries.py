"""What can be read of consultations: which there are, their statements, one's own votes, what all agree on.

Holds no writing and no words. Who may read is in `permissions`. Stands on `models`.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from passerelle.dialogue.analysis import BLOCS, GROUPS
from passerelle_web.consensus.models import (
    Appeal,
    Consultation,
    Picture,
    State,
    Statement,
    VoiceKind,
    Vote,
    Voter,
)
from passerelle_web.consensus.permissions import Opened
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.people.models import Membership, Role
from passerelle_web.people.permissions import Somebody, may, may_each


def opened(key: str) -> Opened | None:
    """The consultation of an address: its own key, or the link of one that is open to who has it."""
    held = Consultation.objects.select_related("dialogue")
    try:
        found, by_link = held.filter(pk=UUID(key)).first(), False
    except ValueError:
        found, by_link = held.filter(link=key).first(), True
        if found is not None and not found.is_public:
            return None
    return Opened(found, by_link) if found is not None else None


def of_dialogue(dialogue: Dialogue, somebody: Somebody) -> list[Consultation]:
    """The consultations of a dialogue that somebody may see without a link, newest first."""
    found = dialogue.consultations.select_related("dialogue")
    asked = may_each(somebody, "consensus.see", [Opened(one) for one in found])
    return [one.consultation for one, may_see in asked if may_see]


def statements(consultation: Consultation) -> "models.QuerySet[Statement]":
    """Those that are voted on, by number."""
    return consultation.statements.filter(state=State.SHOWN)


def statement_of(consultation: Consultation, number: int) -> Statement | None:
    """The statement of a number, whatever its state."""
    found = consultation.statements.filter(number=number).first()
    if found is not None:
        found.consultation = consultation
    return found


def to_moderate(consultation: Consultation) -> "models.QuerySet[Statement]":
    """Those that wait for a moderator, the first put first."""
    return consultation.statements.filter(state=State.WAITING)


def open_appeals(consultation: Consultation) -> "models.QuerySet[Appeal]":
    """Appeals without an answer."""
    return Appeal.objects.filter(statement__consultation=consultation, is_upheld=None).select_related(
        "statement__consultation__dialogue"
    )


def votes_by(voter: Voter | None) -> dict[int, int]:
    """One's own votes: the value by the key of the statement."""
    return dict(Vote.objects.filter(voter=voter).values_list("statement_id", "value")) if voter is not None else {}


@dataclass(frozen=True)
class Turnout:
    """How many voted, of how many who may (None where everybody may), and how many delegations."""

    voters: int
    eligible: int | None
    delegations: int


def turnout(consultation: Consultation) -> Turnout:
    """Who voted so far, counted and not named."""
    kinds = dict(
        Voter.objects.filter(consultation=consultation).values_list("kind").annotate(many=models.Count("pk"))
    )  # fmt: skip
    people = kinds.get(VoiceKind.PERSON, 0) + kinds.get(VoiceKind.VISITOR, 0)
    eligible = None if consultation.is_public or consultation.is_imported else _eligible(consultation)
    return Turnout(people, eligible, kinds.get(VoiceKind.DELEGATION, 0))


def _eligible(consultation: Consultation) -> int:
    today = timezone.localdate()
    parties = consultation.dialogue.parties.on(today).values("member")
    speaking = Membership.objects.active_on(today).filter(member__in=parties).exclude(role=Role.OBSERVER)
    return speaking.aggregate(many=models.Count("person", distinct=True))["many"] or 0


@dataclass(frozen=True)
class Agreed:
    """A statement on which all agree: by whom, whether they accept or reject it, with what share and of how many.

    `by` is "blocs" or "groups". `low` and `high` are the range of the mean over those that agree, None where a cell of
    theirs is too small to be shown.
    """

    statement: Statement
    by: str
    is_accepted: bool
    share: float
    votes: int
    low: float | None
    high: float | None


def agreed(consultation: Consultation) -> list[Agreed]:
    """What all declared blocs, and then all found groups, agree on, as of the last picture: the strongest first.

    For whoever takes consensus further, as into the conclusions of the dialogue. Hidden statements are not in it.
    """
    page: dict[str, Any] = Picture.objects.values_list("page", flat=True).get(pk=consultation.pk)
    texts = {str(one.number): one for one in statements(consultation)}
    found = [
        _agreed(texts[row["id"]], row)
        for row in page.get("rows", [])
        if row["agreed_by"] in (BLOCS, GROUPS) and row["id"] in texts and not row["withheld"]
    ]
    return sorted(found, key=lambda one: (one.by != BLOCS, not one.is_accepted, -one.share, one.statement.number))


def _agreed(statement: Statement, row: dict[str, Any]) -> Agreed:
    over = row["consensus_of_blocs"] if row["agreed_by"] == BLOCS else row["consensus"]
    votes = row["agree"] + row["disagree"] + row["pass"]
    share = row["agree" if row["accepted"] else "disagree"] / votes
    is_accepted = bool(row["accepted"])
    low, high = (over["low"], over["high"]) if is_accepted else (None, None)
    return Agreed(statement, row["agreed_by"], is_accepted, share, votes, low, high)


def may_see(somebody: Somebody, found: Opened | None) -> bool:
    """Is there such a consultation, and may this person see it?"""
    return found is not None and may(somebody, "consensus.see", found)

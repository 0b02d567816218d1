"""Casting a vote: one a voice and statement; a later one replaces it, the same one again changes nothing.

Nothing of a vote is in the trail, in mails or in logs. Stands on `permissions`, `pictures` and `voices`.
"""

from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from passerelle.dialogue.votes import KINDS
from passerelle_web.consensus.models import Picture, State, Statement, Tally, VoiceKind, Vote, Voter
from passerelle_web.consensus.permissions import Opened
from passerelle_web.consensus.pictures import want_picture
from passerelle_web.consensus.voices import Voice, of_delegation
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone

_COUNTED = {1: "agree", -1: "disagree", 0: "passed"}


def cast(*, opened: Opened, statement: Statement, value: int, by: User | AnonymousUser, voice: Voice) -> None:
    """Vote on a statement, for oneself: 1 agrees, -1 disagrees, 0 passes.

    Raises
    ------
    NotAllowed : `by` does not vote here, or it is not open.
    CannotBeDone : the statement is not to be voted on, or the vote is none.
    """
    require(by, "consensus.vote", opened)
    _cast(voice, statement, value)


def cast_for(*, opened: Opened, member: Member, statement: Statement, value: int, by: User) -> None:
    """Vote on a statement for a delegation: beside its people's own votes, as another count.

    Raises
    ------
    NotAllowed : `by` does not speak for it, or not every party has agreed that delegations vote.
    """
    asked = Opened(opened.consultation, opened.by_link, member)
    require(by, "consensus.vote_for", asked)
    _cast(of_delegation(opened.consultation, member), statement, value)


def _cast(voice: Voice, statement: Statement, value: int) -> None:
    if value not in KINDS:
        raise CannotBeDone(_("A vote agrees, disagrees or passes."))
    if statement.consultation_id != voice.consultation.pk or statement.state != State.SHOWN:
        raise CannotBeDone(_("This statement is not voted on here."))
    with transaction.atomic():
        voter = _voter(voice)
        _replace(voter, statement, value)
    want_picture(voice.consultation)


def _voter(voice: Voice) -> Voter:
    """The row of a voice, held by this request until its vote is written; made with the first vote."""
    held = Voter.objects.select_for_update()
    found = held.filter(consultation=voice.consultation, key__in=voice.keys).first()
    if found is None:
        try:
            with transaction.atomic():
                found = Voter.objects.create(
                    consultation=voice.consultation, key=voice.keys[0], kind=voice.kind, bloc=voice.bloc
                )
        except IntegrityError:  # the same person in two windows
            found = held.get(consultation=voice.consultation, key=voice.keys[0])
    serial = Picture.objects.values_list("serial", flat=True).get(pk=voice.consultation.pk)
    if (found.changed_in, found.bloc) != (serial, voice.bloc):
        found.changed_in, found.bloc = serial, voice.bloc
        found.save(update_fields=["changed_in", "bloc"])
    return found


def _replace(voter: Voter, statement: Statement, value: int) -> None:
    before = Vote.objects.filter(voter=voter, statement=statement).values_list("value", flat=True).first()
    if before == value:
        return
    if before is None:
        Vote.objects.create(voter=voter, statement=statement, value=value)
    else:
        Vote.objects.filter(voter=voter, statement=statement).update(value=value)
    if voter.kind != VoiceKind.DELEGATION:
        _count(statement, value, before)


def _count(statement: Statement, value: int, before: int | None) -> None:
    changes = {_COUNTED[value]: F(_COUNTED[value]) + 1}
    if before is not None:
        changes[_COUNTED[before]] = F(_COUNTED[before]) - 1
    Tally.objects.filter(statement=statement).update(**changes)

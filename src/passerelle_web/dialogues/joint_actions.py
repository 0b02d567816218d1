"""Statements of several parties in a dialogue: asking others to join one, and what is said once it is delivered.

Agreeing, rewording and delivering are the business of `people.joint_actions`. Stands on `speaking_actions`.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues.hearing import tell_asked_to_join, tell_contribution
from passerelle_web.dialogues.meeting_actions import write
from passerelle_web.dialogues.models import Contribution, Dialogue, Session
from passerelle_web.dialogues.models.speaking import LONGEST
from passerelle_web.dialogues.permissions import STATE
from passerelle_web.dialogues.sealing import Speaker, seal
from passerelle_web.dialogues.speaking_actions import known_of, next_number, party_of
from passerelle_web.dialogues.told import find_contribution
from passerelle_web.people import joint_actions, joint_subjects
from passerelle_web.people.models import JointStatement, Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone

DIALOGUE, SESSION = Dialogue._meta.label_lower, Session._meta.label_lower


def subjects_of(dialogue: Dialogue) -> list[tuple[str, str]]:
    """What a statement in a dialogue may be about: the dialogue, or one of its sessions."""
    sessions = dialogue.sessions.values_list("pk", flat=True)
    return [(DIALOGUE, str(dialogue.pk)), *((SESSION, str(key)) for key in sessions)]


def _refuse_unnamed(rule: int) -> None:
    if rule >= Rule.CHATHAM:
        raise CannotBeDone(
            _(
                "A joint statement names the members that carry it, and under this rule no member is named. "
                "Make it in a session whose rule names members, or let each say it for itself."
            )
        )


def _refuse_long(wording: str) -> None:
    if len(wording.strip()) > LONGEST:
        raise CannotBeDone(
            _("A contribution has {most} characters at most; keep a longer text as a document.").format(most=LONGEST)
        )


@transaction.atomic
def ask_parties(
    *, dialogue: Dialogue, member: Member, members: Iterable[Member], title: str, wording: str, language: str, by: User,
    session: Session | None = None, answer_by: date | None = None,
) -> JointStatement:  # fmt: skip
    """Ask other parties to join a wording, to be said in a session, or in the dialogue outside of sessions.

    Raises
    ------
    NotAllowed : `by` does not speak for the member, or it is no party.
    CannotBeDone : the rule names no member, one that is asked is no party, or the wording is too long.
    """
    require(by, "dialogues.speak", dialogue)
    party_of(dialogue, member, by, STATE)
    if session is not None and session.dialogue_id != dialogue.pk:
        raise CannotBeDone(_("That was said in another dialogue."))
    _refuse_unnamed(session.rule if session else dialogue.rule)
    _refuse_long(wording)
    asked = list(members)
    there = set(dialogue.parties.on(timezone.localdate()).values_list("member_id", flat=True))
    for one in asked:
        if one.pk not in there:
            raise CannotBeDone(_("{member} takes no part in this dialogue.").format(member=one.name))
    made = joint_actions.ask_to_join(
        member=member, members=asked, title=title, wording=wording, language=language, answer_by=answer_by, by=by,
        subject=(SESSION, str(session.pk)) if session else (DIALOGUE, str(dialogue.pk)),
        address=reverse("dialogues:exchange", args=[dialogue.pk]),
    )  # fmt: skip
    tell_asked_to_join(dialogue, made)
    return made


def _place_of(statement: JointStatement) -> tuple[Dialogue, Session | None]:
    if statement.subject_kind == SESSION:
        session = Session.objects.select_related("dialogue").get(pk=statement.subject_key)
        return session.dialogue, session
    return Dialogue.objects.get(pk=statement.subject_key), None


def say_jointly(statement: JointStatement, _members: list[Member], by: User | None) -> Contribution:
    """Say a delivered statement where it belongs, in the transaction that delivers it.

    Raises
    ------
    NotAllowed : `by` does not speak for the member that asked, or it takes part no more.
    CannotBeDone : the rule was tightened since, so that it names no member; or it is too long by now.
    """
    dialogue, session = _place_of(statement)
    person = by or statement.asked_by
    if person is None:
        raise CannotBeDone(_("A statement is delivered by somebody who answers for it."))
    require(person, "dialogues.speak", dialogue)
    party = party_of(dialogue, statement.member, person, STATE)
    rule = Rule(session.rule if session else dialogue.rule)
    _refuse_unnamed(rule)
    _refuse_long(statement.wording)
    made = Contribution(
        dialogue=dialogue, session=session, text=statement.wording, language=statement.language, is_joint=True,
        statement=statement, number=next_number(dialogue), **known_of(rule, person, party),
    )  # fmt: skip
    write(made)
    seal(made, Speaker(person.pk, statement.member_id))
    find_contribution(made)
    tell_contribution(made)
    return made


def take_statements() -> None:
    """Register with the room of members."""
    joint_subjects.register(DIALOGUE, say_jointly)
    joint_subjects.register(SESSION, say_jointly)

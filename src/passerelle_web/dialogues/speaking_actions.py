"""What is said in a dialogue: speak, correct, hide with a reason, bring back; tighten the rule of what was said.

A contribution is its own trail: it is numbered, never removed, and the trail of people names nobody for it, so that a
rule that is tightened later leaves nothing behind. Stands on `meeting_actions` and `sealing`.
"""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues.constituencies import nameable
from passerelle_web.dialogues.hearing import tell_contribution, tell_hidden
from passerelle_web.dialogues.meeting_actions import tightened_rule, write
from passerelle_web.dialogues.models import Contribution, Dialogue, Party, Session
from passerelle_web.dialogues.models.order import ReportState
from passerelle_web.dialogues.models.speaking import LONGEST
from passerelle_web.dialogues.permissions import SPEAK
from passerelle_web.dialogues.sealing import Speaker, by_oneself, opened_all, seal
from passerelle_web.dialogues.told import find_contribution
from passerelle_web.measures.models import Measure
from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.people.trail_words import tell

tell(**{
    "contribution.hidden": gettext_lazy("Contribution hidden"),
    "contribution.shown": gettext_lazy("Contribution shown again"),
    "contribution.seal_opened": gettext_lazy("Seal of a contribution opened"),
})  # fmt: skip


def party_of(dialogue: Dialogue, member: Member, by: User, act: str = SPEAK) -> Party:
    """The party for which a person does something.

    Raises
    ------
    NotAllowed : the member takes no part today, or she has no mandate in it for this.
    """
    found = dialogue.parties.on(timezone.localdate()).filter(member=member)
    party = found.select_related("member", "dialogue").first()
    if party is None:
        raise NotAllowed(_("You speak only for a party that you act for."))
    require(by, act, party)
    return party


def by_person(rule: int, person: User) -> dict[str, Any]:
    """What the row of a delegation's act holds of who did it: on the record the person, else nobody."""
    return {"rule": rule, "person": person if rule == Rule.RECORD else None}


@transaction.atomic
def speak(
    *, dialogue: Dialogue, text: str, language: str, member: Member, by: User, session: Session | None = None,
    answers: Contribution | None = None, measure: Measure | None = None,
) -> Contribution:  # fmt: skip
    """Say something for a member, under the rule of the session, or of the dialogue outside of sessions.

    An answer is under the rule of what it answers where that is tighter.

    Raises
    ------
    NotAllowed : `by` may not speak here, or not for this member.
    CannotBeDone : there is no text, it is too long, or it answers what is not said here.
    """
    require(by, "dialogues.speak", dialogue)
    party = party_of(dialogue, member, by)
    if not text.strip():
        raise CannotBeDone(_("There is no text."))
    if len(text.strip()) > LONGEST:
        raise CannotBeDone(
            _("A contribution has {most} characters at most; keep a longer text as a document.").format(most=LONGEST)
        )
    for place in (session, answers):
        if place is not None and place.dialogue_id != dialogue.pk:
            raise CannotBeDone(_("That was said in another dialogue."))
    if measure is not None and measure.member_id is None:
        raise CannotBeDone(
            _("This measure is somebody’s own draft. Make it one of a member, so that others can read it.")
        )
    rule = Rule(max(session.rule if session else dialogue.rule, answers.rule if answers else Rule.RECORD))
    made = Contribution(
        dialogue=dialogue, session=session, answers=answers, measure=measure, text=text.strip(), language=language,
        number=next_number(dialogue), **known_of(rule, by, party),
    )  # fmt: skip
    write(made)
    seal(made, Speaker(by.pk, member.pk))
    find_contribution(made)
    tell_contribution(made)
    return made


def next_number(dialogue: Dialogue) -> int:
    """The number of the next contribution, given once."""
    Dialogue.objects.filter(pk=dialogue.pk).update(newest=F("newest") + 1)
    dialogue.refresh_from_db(fields=["newest"])
    return dialogue.newest


def known_of(rule: Rule, person: User, party: Party) -> dict[str, object]:
    """What the row of a contribution may hold of its speaker."""
    known: dict[str, object] = {"rule": rule, "person": None, "member": None, "constituency": "", "said_at": None}
    if rule < Rule.CHATHAM:
        known |= {"member": party.member, "said_at": timezone.now()}
    if rule == Rule.RECORD:
        known["person"] = person
    if rule >= Rule.CHATHAM and party.constituency in nameable(party.dialogue):
        known["constituency"] = party.constituency
    return known


@transaction.atomic
def tighten(*, session: Session, rule: int, by: User | None) -> Session:
    """Tighten the rule of a session, for what was said in it too: what may no longer be shown leaves the rows.

    Raises
    ------
    DialogueError : the rule would be looser.
    """
    require(by, "dialogues.run", session)
    after = tightened_rule(session.rule, rule)
    before, session.rule = session.rule, after
    write(session)
    said = session.contributions.filter(rule__lt=after)
    if after >= Rule.CHATHAM:
        _take_names(session.dialogue, list(said), after)
    else:
        said.update(rule=after, person=None)
    for one in session.contributions.select_related("dialogue"):
        find_contribution(one)
    record("session.tightened", session, by=by, before=int(before), after=int(after))
    return session


def _take_names(dialogue: Dialogue, said: list[Contribution], rule: Rule) -> None:
    """Take person, member and hour from rows; put the constituency in their place where it may be named."""
    allowed = nameable(dialogue)
    of_member = dict(dialogue.parties.values_list("member_id", "constituency"))
    speakers = opened_all(said)
    for one in said:
        speaker = speakers.get(one.pk)
        told = of_member.get(speaker.member if speaker else one.member_id, "")
        one.rule, one.person, one.member, one.said_at, one.statement = rule, None, None, None, None
        one.constituency = told if told in allowed and rule >= Rule.CHATHAM else ""
    Contribution.objects.bulk_update(
        said, ["rule", "person", "member", "said_at", "constituency", "statement"], batch_size=500
    )


@transaction.atomic
def hide(*, contribution: Contribution, reason: str, by: User | None) -> Contribution:
    """Hide a contribution with a reason that everybody reads in its place; who said it may withdraw it so, too.

    Open reports of it are answered with the same reason, and the speaker's side hears that it was hidden.
    """
    is_withdrawn = by is not None and by_oneself(contribution, by)
    if not is_withdrawn:
        require(by, "dialogues.keep_order", contribution)
    if contribution.is_hidden:
        raise CannotBeDone(_("It is hidden already."))
    if not reason.strip():
        raise CannotBeDone(_("Say why: the reason stands in its place."))
    contribution.is_hidden, contribution.hidden_for = True, reason.strip()
    write(contribution)
    find_contribution(contribution)
    contribution.reports.filter(state=ReportState.OPEN).update(
        state=ReportState.HIDDEN, answer=contribution.hidden_for, decided_at=timezone.now()
    )
    if not is_withdrawn:
        record("contribution.hidden", contribution, by=by, reason=reason.strip())
        tell_hidden(contribution)
    return contribution


@transaction.atomic
def show_again(*, contribution: Contribution, by: User | None) -> Contribution:
    """Bring a hidden contribution back, as after an appeal."""
    require(by, "dialogues.keep_order", contribution)
    contribution.is_hidden, contribution.hidden_for = False, ""
    write(contribution)
    contribution.appeals.filter(is_upheld=None).update(is_upheld=True, answer=_("It was shown again."))
    find_contribution(contribution)
    record("contribution.shown", contribution, by=by)
    return contribution

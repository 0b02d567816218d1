"""What the steering group does: seats are given and ended, decisions are taken, a table to work at is opened.

Decisions are only added: what is to change is corrected by a further one. Stands on `steering_queries`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues import meeting_actions
from passerelle_web.dialogues.models import Dialogue, Silence
from passerelle_web.forum import hearing, told
from passerelle_web.forum.charter_queries import adoption_of, worked_by
from passerelle_web.forum.models import CharterVersion, Decision, Holding, How, Presence
from passerelle_web.forum.permissions import permit  # noqa: F401  registers who may
from passerelle_web.forum.steering_queries import free_seat, members_of_the_group
from passerelle_web.library.models import Document
from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import active_memberships, require
from passerelle_web.people.queries import people_of, person_of
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell
from passerelle_web.people.writing import write

tell(**{
    "seat.given": gettext_lazy("Seat of the steering group given"),
    "seat.person_named": gettext_lazy("Said who sits in a seat"),
    "seat.ended": gettext_lazy("Seat of the steering group ended"),
    "decision.taken": gettext_lazy("Decision taken"),
    "charter.adopted": gettext_lazy("Charter adopted"),
    "steering.table_opened": gettext_lazy("Dialogue of the steering group opened"),
})  # fmt: skip


# Seats -------------------------------------------------------------------------------------------------


def years_later(day: date, years: int) -> date:
    """The same day some years on; the first of March where that year has no 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def _sitting(member: Member, email: str) -> User | None:
    """The person of an address, who has to be in the member; None where no address is given."""
    if not email.strip():
        return None
    person = person_of(email)
    if person is None or not active_memberships(person).filter(member=member).exists():
        raise CannotBeDone(_("Nobody of this member has this address. Invite the person first."))
    return person


@transaction.atomic
def give_seat(*, member: Member, since: date, by: User | None, email: str = "") -> Holding:
    """Give a member the first free seat of its kind, for the years that the charter says.

    Raises
    ------
    NotAllowed : `by` lacks forum.give_seat.
    CannotBeDone : it is no member then, it has a seat, none of its kind is free, or nobody of it has the address.
    """
    require(by, "forum.give_seat")
    charter = worked_by()
    if charter is None:
        raise CannotBeDone(_("There is no charter yet that says how many seats there are."))
    if not member.holds_on(since):
        raise CannotBeDone(_("It is no member of the forum on that day."))
    until = years_later(since, charter.term_years)
    if Holding.objects.filter(member=member, since__lt=until, until__gt=since).exists():
        raise CannotBeDone(_("This member holds a seat in that time already."))
    number = free_seat(member.kind, since, until)
    if number is None:
        raise CannotBeDone(_("No seat of this kind of member is free in that time."))
    made = Holding(
        kind=member.kind, number=number, member=member, person=_sitting(member, email), since=since, until=until
    )  # fmt: skip
    write(made)
    for one in people_of(member):
        hearing.follow(hearing.DECISIONS, one.person)
    record("seat.given", made, by=by, member=member.pk, seat=number, since=str(since), until=str(until))
    return made


@transaction.atomic
def name_person(*, holding: Holding, email: str, by: User | None) -> Holding:
    """Say who sits in a seat for its member; nobody in particular where no address is given."""
    require(by, "forum.name_person", holding)
    holding.person = _sitting(holding.member, email)
    write(holding)
    record("seat.person_named", holding, by=by, person=holding.person_id)
    return holding


@transaction.atomic
def end_seat(*, holding: Holding, on: date, reason: str, by: User | None) -> Holding:
    """End a seat before its time; `on` is the first day without. It stays written, with the reason."""
    require(by, "forum.give_seat")
    if not reason.strip():
        raise CannotBeDone(_("Say why; it stays with the seat."))
    if holding.until <= on:
        raise CannotBeDone(_("This seat has ended by that day already."))
    holding.until, holding.ended_for = max(on, holding.since), reason.strip()
    write(holding)
    record("seat.ended", holding, by=by, member=holding.member_id, on=str(holding.until))
    return holding


# Decisions ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Papers:
    """What a decision rests on and what it changes, beside its text."""

    documents: Sequence[Document] = field(default_factory=tuple)
    changes: str = ""
    corrects: Decision | None = None
    charter: CharterVersion | None = None
    silence: Silence | None = None


@transaction.atomic
def decide(
    *, title: str, text: str, language: str, day: date, how: str, present: Sequence[Member], by: User | None,
    papers: Papers | None = None, closed_for: str = "",
) -> Decision:  # fmt: skip
    """Record a decision of the steering group, under the next number of its year.

    By silence its text is the one that was adopted, and its day that of the deadline.

    Raises
    ------
    NotAllowed : `by` lacks forum.decide.
    CannotBeDone : it lies in the future, nobody was present, who was present holds no seat, the silence was too short
        by the charter or left a member of the group out, or the charter was adopted before.
    """
    require(by, "forum.decide")
    held = papers or Papers()
    if how == How.SILENCE:
        text, day, language = _by_silence(held.silence, day)
    if day > timezone.localdate():
        raise CannotBeDone(_("A decision is recorded once it is taken; this day is still to come."))
    _refuse_strangers(present, day, how)
    _refuse_unsound(held, by)
    newest = Decision.objects.filter(year=day.year).aggregate(newest=Max("number"))["newest"] or 0
    made = Decision(
        year=day.year, number=newest + 1, day=day, title=title.strip(), text=text.strip(), language=language, how=how,
        changes=held.changes.strip(), corrects=held.corrects, charter=held.charter, silence=held.silence,
        is_closed=bool(closed_for.strip()), closed_for=closed_for.strip(),
    )  # fmt: skip
    write(made)
    Presence.objects.bulk_create([Presence(decision=made, member=one) for one in dict.fromkeys(present)])
    made.documents.set(held.documents)
    told.find_decision(made)
    hearing.tell_decision(made)
    record("decision.taken", made, by=by, how=how, closed=made.is_closed)
    if made.charter is not None:
        record("charter.adopted", made.charter, by=by, decision=made.sign)
    return made


def _by_silence(silence: Silence | None, day: date) -> tuple[str, date, str]:
    """Text, day and language of what was adopted by silence, if the charter lets it count."""
    charter = worked_by()
    if silence is None or silence.state != "adopted":
        raise CannotBeDone(_("Choose the text that was adopted by silence, and only for that."))
    if charter is not None and silence.deadline - silence.opened_at < timedelta(days=charter.silence_days):
        raise CannotBeDone(
            _("Silence ran for less than the {days} days that the charter asks for.").format(days=charter.silence_days)
        )
    asked = set(silence.receipts.values_list("member", flat=True))
    left_out = members_of_the_group(silence.deadline.date()).exclude(pk__in=asked).first()
    if left_out is not None:
        raise CannotBeDone(
            _("{member} holds a seat and was no party to the silence procedure.").format(member=left_out.name)
        )
    words = [f"### {said}" if heading else str(said) for _place, heading, said in silence.text]
    return "\n\n".join(words), timezone.localdate(silence.deadline), silence.draft.language


def _refuse_strangers(present: Sequence[Member], day: date, how: str) -> None:
    group = set(members_of_the_group(day).values_list("pk", flat=True))
    if how != How.SILENCE and not present:
        raise CannotBeDone(_("Say which members were present."))
    stranger = next((one for one in present if one.pk not in group), None)
    if stranger is not None:
        raise CannotBeDone(_("{member} held no seat on that day.").format(member=stranger.name))


def _refuse_unsound(held: Papers, by: User | None) -> None:
    if held.charter is not None and adoption_of(held.charter) is not None:
        raise CannotBeDone(_("This version of the charter was adopted already."))
    for one in held.documents:
        require(by, "library.see_document", one)
    if held.corrects is not None:
        require(by, "forum.see_decision", held.corrects)


# A table to work at ------------------------------------------------------------------------------------


@transaction.atomic
def open_table(*, title: str, language: str, begins: date, by: User | None) -> Dialogue:
    """Open a dialogue of the steering group, for its parties alone: there texts are worked on and put under silence.

    Every member that holds a seat takes part from the first day; who opens it chairs it.
    """
    require(by, "forum.decide")
    charter = worked_by()
    made = meeting_actions.open_dialogue(
        title=title, theme="3-forum", scope="world", begins=begins, language=language, is_public=False, by=None,
        rule=charter.attribution if charter is not None else Rule.MEMBER,
        purpose=_("The steering group prepares its decisions here. Voluntary and non-binding."),
    )  # fmt: skip
    for member in members_of_the_group():
        meeting_actions.join(dialogue=made, member=member, by=None)
    if by is not None:
        meeting_actions.appoint(dialogue=made, email=by.email, role="chair", by=None)
    record("steering.table_opened", made, by=by)
    return made

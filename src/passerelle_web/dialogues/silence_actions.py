"""Adoption by silence: opened with a deadline, received, broken, settled by the server's clock.

Stands on `drafting_actions`.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.dialogue import silence as procedure
from passerelle_web.dialogues.drafting_actions import current
from passerelle_web.dialogues.hearing import tell_silence
from passerelle_web.dialogues.meeting_actions import write
from passerelle_web.dialogues.models import Draft, Receipt, Silence
from passerelle_web.dialogues.models.drafting import STANDING, DraftState
from passerelle_web.dialogues.permissions import SPEAK, STATE
from passerelle_web.dialogues.sealing import Speaker, seal
from passerelle_web.dialogues.speaking_actions import by_person, party_of
from passerelle_web.dialogues.told import find_conclusions
from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell

tell(**{
    "silence.opened": gettext_lazy("Silence procedure opened"),
    "silence.received": gettext_lazy("Text under silence received"),
    "silence.broken": gettext_lazy("Silence broken"),
    "silence.adopted": gettext_lazy("Text adopted by silence"),
})  # fmt: skip


def text_of(draft: Draft) -> list[list[object]]:
    """A text as it stands: place, whether it is a heading, what it says."""
    there = draft.paragraphs.filter(is_removed=False).order_by("place")
    return [[one.place, one.is_heading, current(one).text] for one in there]


@transaction.atomic
def open_silence(*, draft: Draft, deadline: datetime, by: User | None) -> Silence:
    """Put a text under silence as it stands, with a deadline of a day at least.

    Raises
    ------
    CannotBeDone : it is not open, is a summary, or a proposal is undecided.
    DialogueError : the deadline is too near.
    """
    require(by, "dialogues.run", draft.dialogue)
    if draft.state != DraftState.OPEN or draft.kind != "conclusions":
        raise CannotBeDone(_("Only draft conclusions that are open are put under silence."))
    undecided = sum(one.proposals.filter(state__in=STANDING).count() for one in draft.paragraphs.all())
    if undecided:
        raise CannotBeDone(_("Proposals are undecided: {n}. Accept, merge or answer them first.").format(n=undecided))
    now = timezone.now()
    procedure.silence(now, deadline)
    made = Silence(draft=draft, opened_at=now, deadline=deadline, text=text_of(draft))
    write(made)
    draft.state = DraftState.SILENCE
    write(draft)
    parties = draft.dialogue.parties.on(timezone.localdate())
    Receipt.objects.bulk_create([Receipt(silence=made, member=one.member) for one in parties.select_related("member")])
    tell_silence(made)
    record("silence.opened", draft, by=by, deadline=deadline.isoformat())
    return made


def _of_party(silence: Silence, member: Member, by: User, act: str) -> Receipt:
    party_of(silence.draft.dialogue, member, by, act)
    row, _new = Receipt.objects.select_for_update().get_or_create(silence=silence, member=member)
    return row


@transaction.atomic
def receive(*, silence: Silence, member: Member, by: User) -> Receipt:
    """Say that a party has received the text; once is enough. It says nothing of agreement."""
    row = _of_party(silence, member, by, SPEAK)
    if row.received_at is None:
        row.received_at = timezone.now()
        write(row)
        record("silence.received", silence.draft, by=by, member=member.pk)
    return row


@transaction.atomic
def break_silence(*, silence: Silence, member: Member, reason: str, language: str, by: User) -> Receipt:
    """Break silence for a party, with a reason, before the deadline by the server's clock; the receipt says when.

    Raises
    ------
    CannotBeDone : it is too late, the party has done so already, or there is no reason.
    """
    require(by, "dialogues.speak", silence.draft.dialogue)
    now = timezone.now()
    row = _of_party(silence, member, by, STATE)
    if silence.state == "adopted" or not _procedure(silence).may_be_broken(now):
        raise CannotBeDone(
            _("The deadline has passed at {time}.").format(time=silence.deadline.isoformat(timespec="minutes"))
        )
    if row.broke_at is not None:
        raise CannotBeDone(_("This party has broken silence already."))
    if not reason.strip():
        raise CannotBeDone(_("Say why: the others have to know what stands in the way."))
    row.broke_at, row.reason, row.language = now, reason.strip(), language
    row.received_at = row.received_at or now
    row.rule, row.person = by_person(silence.draft.rule, by).values()
    write(row)
    seal(row, Speaker(by.pk, member.pk))
    record("silence.broken", silence.draft, by=by, member=member.pk, at=now.isoformat())
    if silence.state == "running":
        _end(silence, "broken", DraftState.OPEN)
    return row


def _procedure(silence: Silence) -> procedure.Silence:
    broken = silence.receipts.exclude(broke_at=None).values_list("broke_at", flat=True)
    return procedure.Silence(silence.opened_at, silence.deadline, [at for at in broken if at is not None])


def _end(silence: Silence, state: str, of_draft: str) -> None:
    """Write how it ended; a text whose silence was broken is open to proposals again."""
    silence.state, silence.settled_at = state, timezone.now()
    write(silence)
    draft = silence.draft
    draft.state = of_draft
    draft.adopted_at = silence.deadline if of_draft == DraftState.ADOPTED else None
    write(draft)


@transaction.atomic
def settle(*, silence: Silence) -> Silence:
    """Adopt a text whose deadline has passed unbroken; done by the machine, once, whoever looks first."""
    held = Silence.objects.select_for_update().select_related("draft").get(pk=silence.pk)
    if held.state == "running" and _procedure(held).state(timezone.now()) == procedure.State.ADOPTED:
        _end(held, "adopted", DraftState.ADOPTED)
        find_conclusions(held.draft)
        record("silence.adopted", held.draft, by=None, deadline=held.deadline.isoformat())
    return held


def settle_due() -> list[Silence]:
    """Settle every procedure whose deadline has passed."""
    due = Silence.objects.filter(state="running", deadline__lte=timezone.now())
    return [settle(silence=one) for one in due]

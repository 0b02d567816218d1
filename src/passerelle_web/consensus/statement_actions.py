"""What is done with statements: put one, accept it, hide it with a reason, appeal, answer the appeal.

A statement that was put is its own trail: the trail of people names nobody for it, as it would tell the author. Stands
on `actions` and `sealing`.
"""

import unicodedata
from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.consensus.actions import write
from passerelle_web.consensus.models import LONGEST, Appeal, Consultation, State, Statement, Tally
from passerelle_web.consensus.permissions import Opened
from passerelle_web.consensus.pictures import want_picture
from passerelle_web.consensus.sealing import is_own, seal
from passerelle_web.consensus.voices import Voice
from passerelle_web.people.actions import record
from passerelle_web.people.models import Event, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.people.trail_words import tell

tell(**{
    "statement.seeded": gettext_lazy("Statement put by the chair"),
    "statement.accepted": gettext_lazy("Statement accepted"),
    "statement.hidden": gettext_lazy("Statement hidden"),
    "statement.marked": gettext_lazy("Statement marked as about the participants, or not"),
    "statement.appeal_answered": gettext_lazy("Appeal for a statement answered"),
    "statement.seal_opened": gettext_lazy("Seal of a statement opened"),
})  # fmt: skip

# Signs that turn the direction of the text around them: a statement could then read otherwise than it is written.
_TURNING = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def cleaned(text: str, most: int = LONGEST) -> str:
    """The text on one line, without signs that are not seen or that turn others around.

    Raises
    ------
    CannotBeDone : nothing is left, or it is too long.
    """
    composed = unicodedata.normalize("NFC", text[: most * 20])
    seen = "".join(
        " " if one.isspace() else one
        for one in composed
        if one.isspace() or (unicodedata.category(one) not in ("Cc", "Cs", "Co", "Cn") and one not in _TURNING)
    )
    found = " ".join(seen.split())
    if not found:
        raise CannotBeDone(_("There is no text."))
    if len(found) > most:
        raise CannotBeDone(
            _("A statement has {most} letters at most; this one has {many}. Say one thing, and put another beside it.")
            .format(most=most, many=len(found))
        )  # fmt: skip
    return found


def new_statement(consultation: Consultation, text: str, language: str, **more: object) -> Statement:
    """A statement with its number and its empty tally.

    Raises
    ------
    CannotBeDone : there is no text, it is too long, or it was put already.
    """
    said = cleaned(text)
    if consultation.statements.filter(text__iexact=said).exclude(state=State.HIDDEN).exists():
        raise CannotBeDone(_("This statement was put already."))
    Consultation.objects.filter(pk=consultation.pk).update(newest=F("newest") + 1)
    consultation.refresh_from_db(fields=["newest"])
    made = Statement(consultation=consultation, number=consultation.newest, text=said, language=language, **more)
    write(made)
    Tally.objects.create(statement=made)
    return made


@transaction.atomic
def put(*, opened: Opened, text: str, language: str, by: User | AnonymousUser, voice: Voice | None = None) -> Statement:
    """Put a statement; it waits for a moderator where the consultation says so. Who put it is sealed.

    Raises
    ------
    NotAllowed : `by` may not put statements here.
    CannotBeDone : there is no text, it is too long, or it was put already.
    """
    require(by, "consensus.put", opened)
    state = State.WAITING if opened.consultation.is_moderated else State.SHOWN
    made = new_statement(opened.consultation, text, language, state=state)
    seal(made, by if isinstance(by, User) else None, voice)
    return made


@transaction.atomic
def put_seed(*, consultation: Consultation, text: str, language: str, by: User | None) -> Statement:
    """Put a statement to begin with, for the chair; it is shown at once and says that it is the chair's."""
    require(by, "consensus.seed", Opened(consultation))
    made = new_statement(consultation, text, language, state=State.SHOWN, is_seed=True)
    seal(made, by, None)
    record("statement.seeded", made, by=by)
    return made


@transaction.atomic
def put_seeds(*, consultation: Consultation, texts: Iterable[str], language: str, by: User | None) -> list[Statement]:
    """Put several, all or none; empty ones are left out."""
    said = [text for text in texts if text.strip()]
    return [put_seed(consultation=consultation, text=text, language=language, by=by) for text in said]


@transaction.atomic
def accept(*, statement: Statement, by: User | None) -> Statement:
    """Show a statement that waits or was hidden."""
    require(by, "consensus.moderate", Opened(statement.consultation))
    if statement.state != State.SHOWN:
        _shown(statement)
        record("statement.accepted", statement, by=by)
    return statement


def _shown(statement: Statement) -> None:
    statement.state, statement.hidden_for = State.SHOWN, ""
    write(statement)
    want_picture(statement.consultation, force=True)


@transaction.atomic
def hide(*, statement: Statement, reason: str, by: User | None) -> Statement:
    """Hide a statement with a reason that stands in its place. Votes on it stay, and count for nothing."""
    require(by, "consensus.moderate", Opened(statement.consultation))
    if not reason.strip():
        raise CannotBeDone(_("Say why: the reason stands in its place."))
    statement.state, statement.hidden_for = State.HIDDEN, reason.strip()
    write(statement)
    want_picture(statement.consultation, force=True)
    record("statement.hidden", statement, by=by, reason=statement.hidden_for)
    return statement


@transaction.atomic
def mark_meta(*, statement: Statement, is_meta: bool, by: User | None) -> Statement:
    """Say that a statement is about the participants and not about the matter: then it tells no groups apart."""
    require(by, "consensus.moderate", Opened(statement.consultation))
    if statement.is_meta != is_meta:
        statement.is_meta = is_meta
        write(statement)
        want_picture(statement.consultation, force=True)
        record("statement.marked", statement, by=by, is_meta=is_meta)
    return statement


@transaction.atomic
def appeal(*, statement: Statement, reason: str, by: User | AnonymousUser, voice: Voice | None = None) -> Appeal:
    """Ask the dialogue's moderation to show a hidden statement after all: for who put it. The trail says nothing.

    Raises
    ------
    NotAllowed : somebody else put it.
    CannotBeDone : it is not hidden, there is no reason, or an appeal waits already.
    """
    if not is_own(statement, by if isinstance(by, User) else None, voice):
        raise NotAllowed(_("Only who put a statement appeals for it."))
    if statement.state != State.HIDDEN:
        raise CannotBeDone(_("This statement is not hidden."))
    if not reason.strip():
        raise CannotBeDone(_("Say why it should be shown."))
    made = Appeal(statement=statement, reason=reason.strip())
    write(made)
    return made


@transaction.atomic
def answer_appeal(*, appeal: Appeal, is_upheld: bool, answer: str, by: User | None) -> Appeal:
    """Answer an appeal; where it is upheld the statement is shown again. Somebody else than who hid it answers.

    Raises
    ------
    CannotBeDone : it was answered already, there are no words, or `by` hid the statement.
    """
    statement = appeal.statement
    require(by, "consensus.moderate", Opened(statement.consultation))
    if appeal.is_upheld is not None:
        raise CannotBeDone(_("This appeal was answered already."))
    if not answer.strip():
        raise CannotBeDone(_("Answer in words: who appealed reads them."))
    hidden = Event.objects.filter(verb="statement.hidden", subject_key=str(statement.pk)).first()
    if by is not None and hidden is not None and hidden.by_id == by.pk:
        raise CannotBeDone(_("Somebody else than who hid a statement answers the appeal."))
    appeal.is_upheld, appeal.answer = is_upheld, answer.strip()
    write(appeal)
    if is_upheld:
        _shown(statement)
    record("statement.appeal_answered", statement, by=by, is_upheld=is_upheld)
    return appeal

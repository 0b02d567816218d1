"""What is done in tables: ask, take a position, lay a figure before the parties, say what one makes of it.

Stands on `speaking_actions`.
"""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.base.corridors import Corridor
from passerelle.evidence.figures import Figure
from passerelle_web.dialogues.meeting_actions import write
from passerelle_web.dialogues.models import Dialogue, Fact, Mark, Position, Question
from passerelle_web.dialogues.models.tables import Says
from passerelle_web.dialogues.permissions import STATE, WORK
from passerelle_web.dialogues.sealing import Speaker, seal
from passerelle_web.dialogues.speaking_actions import by_person, party_of
from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell

tell(**{
    "question.asked": gettext_lazy("Question asked of the parties"),
    "question.closed": gettext_lazy("Question closed"),
    "position.taken": gettext_lazy("Position taken"),
    "fact.laid": gettext_lazy("Figure laid before the parties"),
    "fact.marked": gettext_lazy("Word given on a figure"),
})  # fmt: skip


@transaction.atomic
def ask(*, dialogue: Dialogue, text: str, language: str, by: User | None) -> Question:
    """Ask the parties a question."""
    require(by, "dialogues.run", dialogue)
    made = Question(dialogue=dialogue, text=text.strip(), language=language)
    write(made)
    record("question.asked", dialogue, by=by, question=made.pk)
    return made


@transaction.atomic
def close_question(*, question: Question, by: User | None) -> Question:
    """Take no further positions on a question; those taken stay."""
    require(by, "dialogues.run", question.dialogue)
    question.is_closed = True
    write(question)
    record("question.closed", question.dialogue, by=by, question=question.pk)
    return question


@transaction.atomic
def take_position(
    *, question: Question, stance: str, member: Member, language: str, by: User, text: str = ""
) -> Position:
    """Say where a party stands; a later position stands beside the earlier ones.

    Raises
    ------
    CannotBeDone : the question is closed, or conditions are not told.
    """
    require(by, "dialogues.speak", question.dialogue)
    party_of(question.dialogue, member, by, STATE)
    if question.is_closed:
        raise CannotBeDone(_("This question is closed."))
    if stance == "conditions" and not text.strip():
        raise CannotBeDone(_("Say what the conditions are."))
    made = Position(
        question=question, member=member, stance=stance, text=text.strip(), language=language,
        **by_person(question.dialogue.rule, by),
    )  # fmt: skip
    write(made)
    seal(made, Speaker(by.pk, member.pk))
    record("position.taken", question.dialogue, by=by, question=question.pk, member=member.pk, stance=stance)
    return made


def figure_of(fact: Fact) -> Figure:
    """The figure as it was laid."""
    return Figure(**fact.figure)


@transaction.atomic
def lay(*, dialogue: Dialogue, corridor: Corridor, figure: Figure, by: User | None) -> Fact:
    """Lay a figure of a corridor before the parties, as it stands today with its papers.

    Raises
    ------
    CannotBeDone : nothing is known, or this very figure lies there already.
    """
    require(by, "dialogues.run", dialogue)
    if not figure.is_known:
        raise CannotBeDone(_("Nothing is known there yet; a figure without value cannot be accepted."))
    plain: dict[str, Any] = asdict(figure)
    given = {"origin": corridor.origin, "destination": corridor.destination, "indicator": figure.indicator}
    if any(one.figure == plain for one in dialogue.facts.filter(**given)):
        raise CannotBeDone(_("This figure lies before the parties already."))
    made = Fact(dialogue=dialogue, figure=plain, **given)
    write(made)
    record("fact.laid", dialogue, by=by, indicator=figure.indicator)
    return made


@transaction.atomic
def give_word(
    *, fact: Fact, says: str, member: Member, language: str, by: User, value: float | None = None, period: str = "",
    source: str = "", reason: str = "",
) -> Mark:  # fmt: skip
    """Accept a figure, contest it with a reason, or offer one's own with year and source; the newest word stands.

    Raises
    ------
    CannotBeDone : one's own figure lacks its papers, or a reason lacks.
    """
    require(by, "dialogues.speak", fact.dialogue)
    party_of(fact.dialogue, member, by, WORK)
    own = {"value": value, "period": period.strip(), "source": source.strip()} if says == Says.OWN else {}
    made = Mark(
        fact=fact, member=member, says=says, language=language, reason=reason.strip(), **own,
        **by_person(fact.dialogue.rule, by),
    )  # fmt: skip
    write(made)
    seal(made, Speaker(by.pk, member.pk))
    record("fact.marked", fact.dialogue, by=by, fact=fact.pk, member=member.pk, says=says)
    return made

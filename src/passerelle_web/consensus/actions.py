"""What is done with a consultation itself: open it, change it, end it, change its link, agree that delegations vote.

Statements are in `statement_actions`, votes in `vote_actions`. Letters, search and translations are told of each from
the actions, after they are done. Stands on `permissions`.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.consensus.models import Consultation, DelegationsAgreed, Picture, new_link
from passerelle_web.consensus.permissions import Opened
from passerelle_web.dialogues.models import Dialogue
from passerelle_web.people.actions import record
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell

tell(**{
    "consultation.opened": gettext_lazy("Consultation opened"),
    "consultation.changed": gettext_lazy("Consultation changed"),
    "consultation.ended": gettext_lazy("Consultation ended early"),
    "consultation.link_changed": gettext_lazy("Link of a consultation changed"),
    "consultation.imported": gettext_lazy("Consultation brought from elsewhere"),
    "consultation.votes_taken": gettext_lazy("Votes of a consultation taken, under pseudonyms"),
    "consultation.delegations_agreed": gettext_lazy("Agreed that delegations vote"),
    "consultation.delegations_withdrawn": gettext_lazy("No longer agrees that delegations vote"),
})  # fmt: skip


def write(thing: models.Model) -> None:
    """Save, telling in words which rule of the database stands against it.

    Raises
    ------
    CannotBeDone : with the words of the constraint.
    """
    try:
        thing.full_clean()
        with transaction.atomic():
            thing.save()
    except ValidationError as refused:
        raise CannotBeDone(" ".join(refused.messages)) from None
    except IntegrityError:  # another request was quicker by a moment
        raise CannotBeDone(_("Somebody else has just done this. Look at the page again.")) from None


SETTINGS = {"title", "question", "language", "opens_at", "closes_at", "access", "puts", "is_moderated", "least"}


@transaction.atomic
def open_consultation(
    *, dialogue: Dialogue, by: User | None, is_demonstration: bool = False, **settings: Any
) -> Consultation:
    """Ask a question in a dialogue: title, question, language, from when to when, who votes and who puts statements.

    Raises
    ------
    NotAllowed : `by` does not run the dialogue.
    CannotBeDone : what was given does not hold.
    """
    require(by, "consensus.add", dialogue)
    made = Consultation(dialogue=dialogue, is_demonstration=is_demonstration, **_only_settings(settings))
    write(made)
    Picture.objects.create(consultation=made)
    record("consultation.opened", made, by=by, access=made.access)
    return made


def _only_settings(given: dict[str, Any]) -> dict[str, Any]:
    strange = set(given) - SETTINGS
    if strange:
        raise TypeError(f"a consultation's {', '.join(sorted(strange))} cannot be set")
    return {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}


@transaction.atomic
def change_consultation(*, consultation: Consultation, by: User | None, **settings: Any) -> Consultation:
    """Change what a consultation says of itself. Once it is open, who votes and the smallest group stay.

    Raises
    ------
    CannotBeDone : it has closed, or people voted under other conditions.
    """
    require(by, "consensus.run", Opened(consultation))
    given = _only_settings(settings)
    if consultation.has_closed:
        raise CannotBeDone(_("This consultation has closed: what was asked stays as it was."))
    changed = {name: value for name, value in given.items() if value != getattr(consultation, name)}
    began = timezone.now() >= consultation.opens_at
    if began and {"access", "question", "opens_at"} & set(changed):
        raise CannotBeDone(_("People vote already: the question, who votes and since when stay as they are."))
    if began and changed.get("least", consultation.least) < consultation.least:
        raise CannotBeDone(_("People vote already: the smallest group that is shown may only become larger."))
    for name, value in changed.items():
        setattr(consultation, name, value)
    if changed:
        write(consultation)
        record("consultation.changed", consultation, by=by, what=sorted(changed))
    return consultation


@transaction.atomic
def end_now(*, consultation: Consultation, by: User | None, at: datetime | None = None) -> Consultation:
    """End voting before its time. What was voted stands.

    Raises
    ------
    CannotBeDone : it is not open.
    """
    require(by, "consensus.run", Opened(consultation))
    if not consultation.is_open:
        raise CannotBeDone(_("This consultation is not open."))
    before, consultation.closes_at = consultation.closes_at, at or timezone.now()
    write(consultation)
    record("consultation.ended", consultation, by=by, before=before.isoformat())
    return consultation


@transaction.atomic
def change_link(*, consultation: Consultation, by: User | None) -> Consultation:
    """Give a consultation another link, as when the first has reached the wrong people. Votes stand."""
    require(by, "consensus.run", Opened(consultation))
    consultation.link = new_link()
    write(consultation)
    record("consultation.link_changed", consultation, by=by)
    return consultation


@transaction.atomic
def agree_to_delegations(*, consultation: Consultation, member: Member, by: User | None) -> DelegationsAgreed:
    """Agree for a party that delegations vote; they do once all parties have agreed.

    Raises
    ------
    NotAllowed : `by` does not speak for the party.
    """
    require(by, "consensus.agree_to_delegations", Opened(consultation, member=member))
    made, is_new = DelegationsAgreed.objects.get_or_create(consultation=consultation, member=member)
    if is_new:
        record("consultation.delegations_agreed", consultation, by=by, member=member.pk)
    return made


@transaction.atomic
def withdraw_from_delegations(*, consultation: Consultation, member: Member, by: User | None) -> None:
    """Take the agreement back: delegations vote no more, and what they voted is not shown."""
    require(by, "consensus.agree_to_delegations", Opened(consultation, member=member))
    gone, _tables = DelegationsAgreed.objects.filter(consultation=consultation, member=member).delete()
    if gone:
        record("consultation.delegations_withdrawn", consultation, by=by, member=member.pk)

"""What keeps order: report a contribution, dismiss a report, appeal once, answer the appeal. Nothing is deleted.

Hiding and bringing back are in `speaking_actions`. The trail names nobody for an appeal. Stands on those.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle_web.dialogues.hearing import tell_appeal_answered, tell_appealed, tell_reported
from passerelle_web.dialogues.meeting_actions import write
from passerelle_web.dialogues.models import Appeal, Contribution, Report
from passerelle_web.dialogues.models.order import ReportState
from passerelle_web.dialogues.order_permissions import is_of_the_speakers_side
from passerelle_web.dialogues.queries import hidings_of
from passerelle_web.dialogues.speaking_actions import show_again
from passerelle_web.people.actions import record
from passerelle_web.people.models import User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell

tell(**{
    "contribution.reported": gettext_lazy("Contribution reported"),
    "contribution.report_dismissed": gettext_lazy("Report of a contribution dismissed"),
    "contribution.appealed": gettext_lazy("Appeal for a hidden contribution"),
    "contribution.appeal_answered": gettext_lazy("Appeal for a contribution answered"),
})  # fmt: skip


@transaction.atomic
def report(*, contribution: Contribution, reason: str, by: User) -> Report:
    """Say why a contribution should not stand; the moderation hears of it.

    Raises
    ------
    NotAllowed : `by` does not read it, or is of the speaker's own side.
    CannotBeDone : there is no reason, or hers waits already.
    """
    require(by, "dialogues.report", contribution)
    if not reason.strip():
        raise CannotBeDone(_("Say what is wrong with it: the moderation has to know."))
    made = Report(contribution=contribution, by=by, reason=reason.strip())
    write(made)
    tell_reported(contribution)
    record("contribution.reported", contribution, by=by, reason=made.reason)
    return made


@transaction.atomic
def dismiss(*, report: Report, reason: str, by: User | None) -> Report:
    """Let a contribution stand in spite of a report, with a reason that who reported reads."""
    require(by, "dialogues.keep_order", report.contribution)
    held = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if held.state != ReportState.OPEN:
        raise CannotBeDone(_("This report was answered already."))
    if not reason.strip():
        raise CannotBeDone(_("Answer in words: who reported reads them."))
    held.state, held.answer, held.decided_at = ReportState.DISMISSED, reason.strip(), timezone.now()
    write(held)
    record("contribution.report_dismissed", held.contribution, by=by, report=held.pk, reason=held.answer)
    return held


@transaction.atomic
def appeal(*, contribution: Contribution, reason: str, by: User) -> Appeal:
    """Ask that a hidden contribution be shown after all, for the delegation that said it: once for each hiding.

    Raises
    ------
    NotAllowed : `by` is not of the speaker's side.
    CannotBeDone : the moderation did not hide it, there is no reason, or an appeal was made already.
    """
    require(by, "dialogues.appeal", contribution)
    hiding = hidings_of([contribution]).get(contribution.pk)
    if not contribution.is_hidden or hiding is None:
        raise CannotBeDone(_("The moderation has not hidden this contribution."))
    if not reason.strip():
        raise CannotBeDone(_("Say why it should be shown."))
    made = Appeal(contribution=contribution, hiding=hiding, reason=reason.strip())
    write(made)
    tell_appealed(contribution)
    # no person: it would tell who spoke
    record("contribution.appealed", contribution, by=None)
    return made


@transaction.atomic
def answer_appeal(*, appeal: Appeal, is_upheld: bool, answer: str, by: User | None) -> Appeal:
    """Answer an appeal; where it is upheld the contribution is shown again.

    Raises
    ------
    CannotBeDone : it was answered already, there are no words, or `by` hid it or is of the speaker's side.
    """
    row = appeal.contribution
    require(by, "dialogues.keep_order", row)
    held = Appeal.objects.select_for_update(of=("self",)).select_related("hiding").get(pk=appeal.pk)
    if held.is_upheld is not None:
        raise CannotBeDone(_("This appeal was answered already."))
    if not answer.strip():
        raise CannotBeDone(_("Answer in words: who appealed reads them."))
    if by is not None and (held.hiding.by_id == by.pk or is_of_the_speakers_side.test(by, row)):
        raise CannotBeDone(
            _("Somebody else answers an appeal than who hid the contribution, and than the delegation that said it.")
        )
    held.is_upheld, held.answer = is_upheld, answer.strip()
    write(held)
    if is_upheld:
        show_again(contribution=row, by=by)
    tell_appeal_answered(row)
    record("contribution.appeal_answered", row, by=by, is_upheld=is_upheld)
    return held

"""What is done after adoption: report, comment, commit, withdraw, enter what came of a measure.

A report is never changed; a further one stands beside it. Stands on `people`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from passerelle.plans.records import Plan as Record
from passerelle_web.measures.models import Run
from passerelle_web.people.actions import record as leave_trace
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import may, require
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.people.trail_words import tell
from passerelle_web.plans import working
from passerelle_web.plans.actions import version_of
from passerelle_web.plans.models import Comment, Evidence, Outcome, Plan, Pledge, Report, Revision

tell(**{
    "plan.reported": gettext_lazy("Report on an action"),
    "plan.commented": gettext_lazy("Comment on a report"),
    "pledge.made": gettext_lazy("Commitment made"),
    "pledge.kept": gettext_lazy("Commitment kept"),
    "pledge.withdrawn": gettext_lazy("Commitment withdrawn"),
    "outcome.entered": gettext_lazy("Outcome of a measure entered"),
    "revision.decided": gettext_lazy("Other ranges decided on"),
})  # fmt: skip
LARGEST_FILE = 10_000_000  # bytes
# what a reader's machine opens without running anything in it
KINDS = {
    ".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".csv": "text/csv",
    ".txt": "text/plain", ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet", ".odt": "application/vnd.oasis.opendocument.text",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attached:
    """What a report rests on: an address, or a file with its name."""

    title: str
    address: str = ""
    name: str = ""
    content: bytes = b""


@transaction.atomic
def report(
    *, plan: Plan, action: str, state: str, by: User | None, member: Member | None, share: Decimal | None = None,
    expected_end: date | None = None, spent: Decimal | None = None, observed: Mapping[str, str] | None = None,
    text: str = "", reason: str = "", evidence: Sequence[Attached] = (), on: date | None = None,
) -> Report:  # fmt: skip
    """Report on an action of a plan.

    Raises
    ------
    NotAllowed : not of the plan's owners, or of another than the one that leads the action.
    CannotBeDone : no such action, dropped without a reason, done with nothing that shows it, less spent than before, a
        file that is too large or of a kind that is not taken.
    """
    require(by, "plans.report", plan)
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    shown = version_of(held, held.adopted or held.current)
    record = shown.record
    if action not in {one.key for one in record.actions()}:
        raise CannotBeDone(gettext("The plan has no action “{key}”.").format(key=action))
    if state == Report.State.DROPPED and not reason.strip():
        raise CannotBeDone(gettext("An action is dropped with a reason. Say in a sentence why."))
    _require_lead(held, record, action, by)
    if state == Report.State.DONE and not evidence:
        raise CannotBeDone(gettext("Show that it is done: name an address, or give a file."))
    if spent is not None and spent < 0:
        raise CannotBeDone(gettext("What was spent cannot be below nothing."))
    if spent is not None and spent < _spent_before(held, action) and not reason.strip():
        raise CannotBeDone(
            gettext("Less is spent than was reported before. Give the sum since the start, or a reason.")
        )
    made = Report.objects.create(
        plan=held, action=action, state=state, share=Decimal(1) if state == Report.State.DONE else share,
        expected_end=expected_end, spent=spent, observed=dict(observed or {}), text=text.strip(), reason=reason.strip(),
        by=by, member=member, on=on or timezone.localdate(),
    )  # fmt: skip
    for one in evidence:
        _attach(made, one)
    leave_trace("plan.reported", held, by=by, action=action, state=state)
    working.write_lines(held, record, working.times_of(working.of_version(shown)))
    return made


def _require_lead(plan: Plan, record: Record, action: str, by: User | None) -> None:
    """An action is reported on by its lead: by people of the owner whose department leads it."""
    lead = next(one.lead for one in record.actions() if one.key == action)
    named = next((one.member for one in record.departments if one.key == lead), "")
    member = next((one for one in plan.owners.all() if named in (one.name, one.short_name)), None)
    if member is not None and not may(by, "plans.pledge", member):
        raise NotAllowed(gettext("{member} leads this action: its own people report on it.").format(member=member.name))


def _spent_before(plan: Plan, action: str) -> Decimal:
    newest = plan.reports.filter(action=action).exclude(spent=None).order_by("-on", "-pk").first()
    return newest.spent if newest is not None and newest.spent is not None else Decimal(0)


def _attach(report_: Report, one: Attached) -> None:
    if not one.content:
        Evidence.objects.create(report=report_, title=one.title or one.address, address=one.address)
        return
    suffix = PurePath(one.name).suffix.lower()
    if suffix not in KINDS:
        known = ", ".join(sorted(kind.removeprefix(".") for kind in KINDS))
        raise CannotBeDone(gettext("Files of this kind are not taken; these are: {kinds}.").format(kinds=known))
    if len(one.content) > LARGEST_FILE:
        raise CannotBeDone(gettext("The file is larger than 10 MB; give its address instead."))
    Evidence.objects.create(
        report=report_, title=one.title or one.name, content=one.content, name=PurePath(one.name).name[:120],
        kind=KINDS[suffix],
    )  # fmt: skip


@transaction.atomic
def comment(*, report: Report, text: str, by: User, member: Member | None) -> Comment:
    """Comment on a report as a peer."""
    require(by, "plans.comment", report)
    require(by, "plans.see_plan", report.plan)
    if not text.strip():
        raise CannotBeDone(gettext("Write what you want to say."))
    made = Comment.objects.create(report=report, text=text.strip(), by=by, member=member)
    leave_trace("plan.commented", report.plan, by=by, action=report.action)
    return made


# Commitments --------------------------------------------------------------------------------------------


@transaction.atomic
def pledge(
    *, member: Member, text: str, due: date | None, by: User | None, plan: Plan | None = None, action: str = "",
    on: date | None = None, metric: str = "", baseline: str = "", owner: str = "",
) -> Pledge:  # fmt: skip
    """Make a commitment for a member, of its own will and binding nobody."""
    require(by, "plans.pledge", member)
    if not text.strip():
        raise CannotBeDone(gettext("Write what the member will do."))
    made = Pledge.objects.create(
        plan=plan, action=action, member=member, text=text.strip(), due=due, by=by, on=on or timezone.localdate(),
        metric=metric.strip(), baseline=baseline.strip(), owner=owner.strip(),
    )  # fmt: skip
    leave_trace("pledge.made", made, by=by, member=member.pk)
    return made


@transaction.atomic
def keep_pledge(*, pledge: Pledge, text: str, by: User | None) -> Pledge:
    """Say that a commitment was kept, and how."""
    held = _open_pledge(pledge, by)
    held.kept_on, held.kept_text = timezone.localdate(), text.strip()
    held.save(update_fields=["kept_on", "kept_text"])
    leave_trace("pledge.kept", held, by=by)
    return held


@transaction.atomic
def withdraw_pledge(*, pledge: Pledge, reason: str, by: User | None) -> Pledge:
    """Withdraw a commitment with a reason; it stays written, with what became of it."""
    held = _open_pledge(pledge, by)
    if not reason.strip():
        raise CannotBeDone(gettext("Give the reason; it stays with the commitment."))
    held.withdrawn_on, held.reason = timezone.localdate(), reason.strip()
    held.save(update_fields=["withdrawn_on", "reason"])
    leave_trace("pledge.withdrawn", held, by=by)
    return held


def _open_pledge(pledge: Pledge, by: User | None) -> Pledge:
    held = Pledge.objects.select_for_update(of=("self",)).select_related("member").get(pk=pledge.pk)
    require(by, "plans.end_pledge", held)
    if held.kept_on or held.withdrawn_on:
        raise CannotBeDone(gettext("This commitment has ended already."))
    return held


# The ledger of predictions ------------------------------------------------------------------------------


@transaction.atomic
def enter_outcome(
    *, run: Run, quantity: str, year: int, value: float, on: date, source: str, by: User | None,
    member: Member | None = None, is_demonstration: bool = False,
) -> Outcome:  # fmt: skip
    """Enter what came of a run, beside its range of that year.

    Raises
    ------
    CannotBeDone : the run has no such quantity or year, no source is given, or the outcome stands already.
    """
    from passerelle_web.plans.ledger import predicted  # noqa: PLC0415  reads runs

    require(by, "plans.add_outcome")
    found = predicted(run, quantity, year)
    if found is None:
        raise CannotBeDone(gettext("The run says nothing of that quantity in that year."))
    if not source.strip():
        raise CannotBeDone(gettext("Name the source: a figure without one is not taken."))
    try:
        with transaction.atomic():
            made = Outcome.objects.create(
                run=run, template=run.templates[0], quantity=quantity, unit=found.unit, year=year, p5=found.p5,
                p50=found.p50, p95=found.p95, value=value, on=on, source=source.strip(), by=by, member=member,
                is_demonstration=is_demonstration,
            )  # fmt: skip
    except IntegrityError:
        raise CannotBeDone(gettext("An outcome of that year stands already; it is not written over.")) from None
    leave_trace("outcome.entered", made, by=by, run=str(run.pk))
    return made


@transaction.atomic
def decide_revision(*, revision: Revision, approve: bool, by: User | None) -> Revision:
    """Approve or decline other ranges; approved ones are for who writes the template, never applied by themselves."""
    require(by, "plans.decide_revision")
    held = Revision.objects.select_for_update().get(pk=revision.pk)
    if held.decided_on:
        raise CannotBeDone(gettext("This proposal was decided on already."))
    held.is_approved, held.decided_by, held.decided_on = approve, by, timezone.localdate()
    held.save(update_fields=["is_approved", "decided_by", "decided_on"])
    leave_trace("revision.decided", held, by=by, approved=approve)
    return held

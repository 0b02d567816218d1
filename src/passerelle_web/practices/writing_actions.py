"""What a member does with its own practice: begin, write, submit, take back, begin a further version, withdraw.

What peers and editors do is in `reviewing_actions`. Stands on `standing`.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.base.groupings import named_grouping
from passerelle.exchange.practices.checking import lacks
from passerelle.exchange.practices.records import Practice as Record
from passerelle.exchange.practices.records import as_plain, changed
from passerelle_web.measures.models import Measure
from passerelle_web.people.actions import record as leave_trace
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone
from passerelle_web.people.trail_words import tell
from passerelle_web.people.writing import write
from passerelle_web.practices.models import Practice, State, Version
from passerelle_web.practices.standing import settle
from passerelle_web.practices.told import tell_submitted

tell(**{
    "practice.begun": gettext_lazy("Practice begun"),
    "practice.written": gettext_lazy("Practice written on"),
    "practice.submitted": gettext_lazy("Practice submitted for review"),
    "practice.taken_back": gettext_lazy("Practice taken back from review"),
    "practice.version_begun": gettext_lazy("Version of a practice begun"),
    "practice.withdrawn": gettext_lazy("Practice withdrawn"),
})  # fmt: skip


@transaction.atomic
def begin(
    *, member: Member, by: User | None, record: Record | None = None, measure: Measure | None = None,
    is_demonstration: bool = False,
) -> Practice:  # fmt: skip
    """Begin a practice of a member, empty or filled by what is known already."""
    require(by, "practices.write_for", member)
    made = Practice(member=member, made_by=by, measure=measure, newest=1, is_demonstration=is_demonstration)
    write(made)
    write(Version(practice=made, number=1, content=as_plain(record or Record()), made_by=by))
    settle(made)
    leave_trace("practice.begun", made, by=by, member=member.pk, measure=str(measure.pk) if measure else "")
    return made


def draft_of(practice: Practice) -> Version:
    """The version that is being written, held for this transaction.

    Raises
    ------
    CannotBeDone : none is.
    """
    found = Version.objects.select_for_update().filter(practice=practice, state=State.DRAFT).first()
    if found is None:
        raise CannotBeDone(_("No version is being written. Begin one first."))
    return found


@transaction.atomic
def save(*, practice: Practice, changes: Mapping[str, Any], by: User | None, said: str | None = None) -> Version:
    """Write on the draft. What the site filled in and somebody changed is somebody's own from then on.

    Raises
    ------
    NotAllowed : `by` does not write for its member.
    CannotBeDone : no version is being written, or a region is unknown.
    PracticeError : a value cannot be.
    """
    require(by, "practices.change", practice)
    version = draft_of(practice)
    if changes.get("region") and named_grouping(changes["region"]) is None:
        raise CannotBeDone(_("No region or grouping has this code."))
    before = version.record
    after = changed(before, **changes)
    own = {name for name in changes if getattr(after, name) != getattr(before, name)}
    after = changed(after, whence={name: told for name, told in before.whence.items() if name not in own})
    version.content = as_plain(after)
    version.said = version.said if said is None else said.strip()
    write(version)
    version.__dict__.pop("record", None)  # what was read before the change
    if practice.published is None:
        settle(practice)
    if own:
        leave_trace("practice.written", practice, by=by, number=version.number, what=sorted(own))
    return version


@transaction.atomic
def submit(*, practice: Practice, by: User | None) -> Version:
    """Hand the draft to peers: from now on it does not change.

    Raises
    ------
    CannotBeDone : something lacks.
    """
    require(by, "practices.change", practice)
    version = draft_of(practice)
    if lacking := lacks(version.record):
        raise CannotBeDone(_("Before others can review it, %(number)s things lack.") % {"number": len(lacking)})
    version.state, version.submitted_at = State.REVIEW, timezone.now()
    write(version)
    leave_trace("practice.submitted", practice, by=by, number=version.number)
    tell_submitted(practice)
    return version


@transaction.atomic
def take_back(*, practice: Practice, reason: str, by: User | None) -> Version:
    """Take a version back from review, to write on: it stays, with its reviews, and a further one begins."""
    require(by, "practices.change", practice)
    version = Version.objects.select_for_update().filter(practice=practice, state=State.REVIEW).first()
    if version is None:
        raise CannotBeDone(_("No version is under review."))
    end(version, State.SENT_BACK, reason, by)
    leave_trace("practice.taken_back", practice, by=by, number=version.number)
    return further(practice, version, by)


def end(version: Version, state: str, reason: str, by: User | None) -> None:
    """Let a review end without publication, with a reason that stays beside the version."""
    if not reason.strip():
        raise CannotBeDone(_("Say why: the reason stays beside the version."))
    version.state, version.decided_for = state, reason.strip()
    version.decided_at, version.decided_by = timezone.now(), by
    write(version)


def further(practice: Practice, of: Version, by: User | None) -> Version:
    """A further version, which begins as the one that it follows."""
    practice.newest = practice.newest + 1
    made = Version(practice=practice, number=practice.newest, content=of.content, made_by=by)
    write(made)
    write(practice)
    return made


@transaction.atomic
def begin_version(*, practice: Practice, by: User | None) -> Version:
    """Begin a further version of what was published, declined or withdrawn; the one that stands keeps standing."""
    require(by, "practices.change", practice)
    held = Practice.objects.select_for_update().get(pk=practice.pk)
    if held.versions.filter(state__in=(State.DRAFT, State.REVIEW)).exists():
        raise CannotBeDone(_("A version of this practice is being written or reviewed already."))
    made = further(held, held.versions.get(number=held.published or held.newest), by)
    leave_trace("practice.version_begun", held, by=by, number=made.number)
    practice.refresh_from_db()
    return made


@transaction.atomic
def withdraw(*, practice: Practice, reason: str, by: User | None) -> Practice:
    """Withdraw a practice with a reason. What was published stays readable under it, and is found no more."""
    require(by, "practices.change", practice)
    held = Practice.objects.select_for_update().get(pk=practice.pk)
    if not reason.strip():
        raise CannotBeDone(_("Say why: the reason stands above the practice."))
    if held.withdrawn_on:
        raise CannotBeDone(_("It is withdrawn already."))
    under = held.versions.filter(state=State.REVIEW).first()
    if under is not None:
        end(under, State.SENT_BACK, reason, by)
    held.withdrawn_on, held.withdrawn_for = timezone.localdate(), reason.strip()
    settle(held)
    leave_trace("practice.withdrawn", held, by=by)
    practice.refresh_from_db()
    return held

"""What members report who tried a practice: report, hide with a reason, bring back.

Each report is a row of its own; none is changed or removed. Stands on `standing`.
"""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from passerelle.base.places import all_places
from passerelle_web.library.checking import day_of
from passerelle_web.people.actions import record as leave_trace
from passerelle_web.people.models import Member, User
from passerelle_web.people.permissions import require
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.people.trail_words import tell
from passerelle_web.people.writing import write
from passerelle_web.practices.models import Outcome, Practice, Tried
from passerelle_web.practices.permissions import written_for
from passerelle_web.practices.standing import settle
from passerelle_web.practices.told import tell_tried

tell(**{
    "practice.tried": gettext_lazy("Report of trying a practice"),
    "practice.report_hidden": gettext_lazy("Report of trying a practice hidden"),
    "practice.report_shown": gettext_lazy("Report of trying a practice shown again"),
})  # fmt: skip


@transaction.atomic
def report(
    *, practice: Practice, member: Member, place: str, since: str, adapted: str, outcome: str, grade: int, by: User,
    until: str = "", indicator: str = "", before: Decimal | None = None, after: Decimal | None = None, unit: str = "",
    source: str = "", change: str = "", language: str = "en",
) -> Tried:  # fmt: skip
    """Report that a member tried a published practice.

    Raises
    ------
    NotAllowed : in the author's member, or not of `member`; the practice is not published, or withdrawn.
    CannotBeDone : a place or day there is none of, a value without indicator or source, no word on what to change.
    """
    held = Practice.objects.select_for_update(of=("self",)).get(pk=practice.pk)
    require(by, "practices.try_it", held)
    if member.pk not in written_for(by):
        raise NotAllowed(_("You report only for a member that you act for."))
    if place not in all_places():
        raise CannotBeDone(_("Say in which country it was tried."))
    if day_of(since) is None or (until and day_of(until) is None) or (until and until < since[: len(until)]):
        raise CannotBeDone(_("Say from when to when, as 2019, 2019-03 or 2019-03-31."))
    if outcome != Outcome.WORKED and not change.strip():
        raise CannotBeDone(_("Say what you would change: that is what the next one learns from."))
    made = Tried(
        practice=held, version=held.published, member=member, by=by, place=place, since=since, until=until,
        adapted=adapted.strip(), outcome=outcome, indicator=indicator.strip(), before=before, after=after,
        unit=unit.strip(), source=source.strip(), grade=grade, change=change.strip(), language=language,
    )  # fmt: skip
    write(made)
    settle(held)
    leave_trace("practice.tried", made, by=by, member=member.pk, practice=str(held.pk))
    tell_tried(held, member.name)
    return made


@transaction.atomic
def hide(*, tried: Tried, reason: str, by: User | None) -> Tried:
    """Hide a report with a reason that stands in its place; its own member may take it back so, too."""
    require(by, "practices.hide_report", tried)
    if not reason.strip():
        raise CannotBeDone(_("Say why: the reason stands in its place."))
    tried.is_hidden, tried.hidden_for = True, reason.strip()
    write(tried)
    settle(tried.practice)
    leave_trace("practice.report_hidden", tried, by=by, reason=reason.strip())
    return tried


@transaction.atomic
def show_again(*, tried: Tried, by: User | None) -> Tried:
    """Bring a hidden report back, as after an appeal."""
    require(by, "practices.show_report", tried)
    tried.is_hidden, tried.hidden_for = False, ""
    write(tried)
    settle(tried.practice)
    leave_trace("practice.report_shown", tried, by=by)
    return tried

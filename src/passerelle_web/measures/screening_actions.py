"""What is done with screenings: screen a measure, confirm as the second person.

A later screening stands beside the earlier ones; none is ever changed but by its confirmation. Reading is in
`screening_reading`. Stands on `people`.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from passerelle.measures import screening as library
from passerelle_web.measures.models import Measure, Screening
from passerelle_web.measures.permissions import permit  # noqa: F401  registers who may
from passerelle_web.measures.screening_reading import judged, measure_of, screeners_of, screening_of
from passerelle_web.people.actions import record
from passerelle_web.people.models import Department, Member, Membership, User
from passerelle_web.people.permissions import WHO_MAY, active_memberships, require
from passerelle_web.people.refusals import CannotBeDone, NotAllowed
from passerelle_web.people.trail_words import tell

tell(**{
    "screening.made": gettext_lazy("Measure screened"),
    "screening.confirmed": gettext_lazy("Screening confirmed"),
})  # fmt: skip


def a_year_after(day: date) -> date:
    """The same day of the next year; the last day of February after a 29th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def desks_of(person: User) -> list[Membership]:
    """The memberships in which a person screens today, one for each department of a member."""
    held = active_memberships(person).select_related("member", "department").order_by("member__name", "pk")
    return list({(one.member_id, one.department_id): one for one in held}.values())


@transaction.atomic
def screen_measure(
    *, measure: Measure, screening: library.Screening, department: Department | None, by: User,
    member: Member | None = None,
) -> Screening:  # fmt: skip
    """Keep a screening of a measure as it is today, by one person; complete or not.

    Places, parameters, day and people are those of the site, whatever the screening names. `member` tells for whom she
    screens where she is in several and names no department.

    Raises
    ------
    NotAllowed : in no member, not in this department, or not to see the measure.
    CannotBeDone : the day of review is not within the year after today.
    """
    require(by, "measures.screen")
    require(by, "measures.see_measure", measure)
    desk = _desk(by, department, member)
    today = timezone.localdate()
    screened = replace(
        screening, measure=replace(measure_of(measure), features=screening.measure.features), screeners=(),
        screened_on=today, review_by=_review(screening.review_by, today),
    ).sealed()  # fmt: skip
    made = Screening(
        measure=measure, answers={"yaml": library.as_yaml(screened)}, fingerprint=screened.fingerprint, by=by,
        member=desk.member, department=desk.department, made_on=today, review_on=screened.review_by,
    )  # fmt: skip
    made.outcome = judged(screening_of(made), measure).outcome
    made.save()
    record("screening.made", made, by=by, measure=str(measure.pk), outcome=made.outcome)
    return made


def _desk(by: User, department: Department | None, member: Member | None) -> Membership:
    """The membership in which somebody screens."""
    for one in desks_of(by):
        if department is None and (member is None or one.member_id == member.pk):
            return one
        if department is not None and one.department_id == department.pk:
            return one
    raise NotAllowed(gettext("You screen only for a member or department that you are in."))


def _review(asked: date | None, today: date) -> date:
    last = a_year_after(today)
    if asked is not None and not today < asked <= last:
        raise CannotBeDone(gettext("The day of review comes after today, and within a year."))
    return asked or last


@transaction.atomic
def confirm(*, screening: Screening, by: User, dissent: str = "") -> Screening:
    """Stand behind a screening as the second person, of another department or member; dissent is kept in words.

    Raises
    ------
    NotAllowed : of the same department or member, in none, or the same person.
    CannotBeDone : confirmed already, unfinished or out of date.
    """
    found = Screening.objects.select_for_update(of=("self",)).select_related("measure", "by").get(pk=screening.pk)
    require(by, "measures.see_measure", found.measure)
    require(by, "measures.confirm_screening", found)
    if found.confirmed_on:
        raise CannotBeDone(gettext("This screening is confirmed already."))
    desk = next(_independent(found, by), None)
    if desk is None:
        raise NotAllowed(str(WHO_MAY["measures.confirm_screening"]))
    found.confirmed_by, found.confirmed_for, found.confirmed_in = by, desk.member, desk.department
    found.confirmed_on, found.dissent = timezone.localdate(), dissent.strip()
    result = judged(screening_of(found), found.measure)
    if result.outcome == "incomplete":
        raise CannotBeDone(_unfinished(result))
    found.outcome = result.outcome
    found.save()
    record("screening.confirmed", found, by=by, measure=str(found.measure_id), outcome=found.outcome)
    return found


def _independent(row: Screening, by: User) -> Iterator[Membership]:
    """Her memberships that are not of the department or member in which it was screened, even if those changed."""
    (first,) = screeners_of(row)
    for desk in desks_of(by):
        department = desk.department.name if desk.department else ""
        second = library.Screener(f"{first.name} (2)", desk.member.name, department)
        if library.are_independent([first, second]):
            yield desk


def _unfinished(result: library.Result) -> str:
    if result.is_out_of_date:
        return gettext("This screening is out of date; screen the measure anew.")
    return gettext("This screening is unfinished; what is missing stands on its page.")

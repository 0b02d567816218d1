"""Who may do what with practices, in named predicates.

A practice is its member's: who is in that member never reviews it, whatever other member she is in as well, nor decides
on it. Stands on `models`.
"""

from collections.abc import Iterable

import rules
from django.utils.translation import gettext_lazy as _

from passerelle_web.people.models import Member, Role, User
from passerelle_web.people.permissions import (
    Somebody,
    desks,
    has_role,
    is_administrator,
    is_secretariat,
    is_signed_in,
    permit,
    runs_the_forum,
    takes_part,
)
from passerelle_web.practices.models import Edition, Practice, State, Tried, Version

Place = Practice | Version | Tried


def practice_of(place: Place | None) -> Practice | None:
    """The practice that a version or a report is of."""
    return place if place is None or isinstance(place, Practice) else place.practice


def written_for(somebody: Somebody) -> set[int]:
    """Keys of the members for which a person writes: those that she is in as more than an observer."""
    return {member for member, _department, role in desks(somebody) if role != Role.OBSERVER}


def _is_in(somebody: Somebody, members: Iterable[int]) -> bool:
    held = {member for member, _department, _role in desks(somebody)}
    return not held.isdisjoint(members)


# Predicates of a person and a member -------------------------------------------------------------------


@rules.predicate
def writes_for(somebody: Somebody, member: Member | None = None) -> bool:
    """Acts for this member as more than an observer."""
    return member is not None and member.pk in written_for(somebody)


@rules.predicate
def writes_at_all(somebody: Somebody) -> bool:
    """In some member as more than an observer."""
    return bool(written_for(somebody))


# Predicates of a person and a practice -----------------------------------------------------------------


@rules.predicate
def is_of_its_member(somebody: Somebody, place: Place | None = None) -> bool:
    """In the member that tells it, in whatever role."""
    practice = practice_of(place)
    return practice is not None and _is_in(somebody, [practice.member_id])


@rules.predicate
def writes_for_its_member(somebody: Somebody, place: Place | None = None) -> bool:
    """Acts for the member that tells it, as more than an observer."""
    practice = practice_of(place)
    return practice is not None and practice.member_id in written_for(somebody)


@rules.predicate
def writes_for_another(somebody: Somebody, place: Place | None = None) -> bool:
    """Acts for some member, and is in no way in the one that tells it."""
    practice = practice_of(place)
    return (
        practice is not None and bool(written_for(somebody)) and not _is_in(somebody, [practice.member_id])
    )  # fmt: skip


@rules.predicate
def was_published(_somebody: Somebody, place: Place | None = None) -> bool:
    """Everybody reads it: the practice where a version was published once, a version or report where it is."""
    practice = practice_of(place)
    if practice is None or practice.published is None:
        return False
    return not isinstance(place, Version) or place.state == State.PUBLISHED


@rules.predicate
def stands(_somebody: Somebody, place: Place | None = None) -> bool:
    """Published, and not withdrawn."""
    practice = practice_of(place)
    return practice is not None and practice.stands


@rules.predicate
def is_under_review(_somebody: Somebody, place: Place | None = None) -> bool:
    """Waits for reviews: this version, or one of the practice."""
    if isinstance(place, Version):
        return place.state == State.REVIEW
    practice = practice_of(place)
    return practice is not None and practice.versions.filter(state=State.REVIEW).exists()


@rules.predicate
def has_reviewed(somebody: Somebody, place: Place | None = None) -> bool:
    """Has reviewed this very version."""
    if not isinstance(place, Version) or not isinstance(somebody, User):
        return False
    return place.reviews.filter(by=somebody).exists()


@rules.predicate
def is_own_report(somebody: Somebody, tried: Tried | None = None) -> bool:
    """Of a member for which this person writes."""
    return tried is not None and tried.member_id in written_for(somebody)


@rules.predicate
def is_published_edition(_somebody: Somebody, edition: Edition | None = None) -> bool:
    """An edition that everybody reads."""
    return edition is not None and edition.is_published


is_editor = is_secretariat | has_role(Role.MODERATOR) | is_administrator
may_review = is_under_review & writes_for_another

permit("practices.add", writes_at_all, _("Only people who act for a member, as more than observers, tell a practice."))
permit("practices.write_for", writes_for, _("You tell a practice only for a member that you act for."))
permit(
    "practices.see",
    was_published | is_of_its_member | is_editor | may_review,
    _("This practice is not published: its own member and those who review it read it."),
)
permit(
    "practices.change", writes_for_its_member, _("A practice is written, submitted and withdrawn by its own member.")
)
permit(
    "practices.review",
    may_review,
    _("A version under review is reviewed by people of other members than the one that tells it."),
)
permit(
    "practices.see_reviews",
    was_published | is_of_its_member | is_editor | has_reviewed,
    _("You read the reviews of others once you have written yours, or when the version is published."),
)
permit(
    "practices.decide",
    is_editor & ~is_of_its_member,
    _("The secretariat and moderators decide on what other members tell."),
)
permit(
    "practices.try_it",
    stands & writes_for_another,
    _("Other members than the one that tells a practice report that they tried it."),
)
permit(
    "practices.hide_report",
    is_editor | is_own_report,
    _("A report is hidden by moderators and the secretariat, or taken back by its own member."),
)
permit("practices.show_report", is_editor, _("Only moderators and the secretariat bring a report back."))
permit("practices.translate", takes_part & was_published, _("People of members translate what is published."))
permit("practices.follow", is_signed_in, _("Following needs an account."))
permit("practices.make_handbook", runs_the_forum, _("Only the secretariat and administrators make the handbook."))
permit(
    "practices.see_edition",
    is_published_edition | runs_the_forum,
    _("This edition is not published yet: the secretariat alone reads it."),
)

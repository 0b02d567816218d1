"""Who may do what with measures, in named predicates.

Trying a measure asks nothing of anybody. Stands on `people`.
"""

import rules
from django.utils.translation import gettext_lazy as _

from passerelle_web.measures.models import Kept, Measure, Screening
from passerelle_web.people.models import User
from passerelle_web.people.permissions import (
    Somebody,
    acts_for,
    different_department_or_member,
    is_administrator,
    is_signed_in,
    permit,
    takes_part,
)


@rules.predicate
def is_own_measure(somebody: Somebody, measure: Measure | None = None) -> bool:
    """Made by this person."""
    return isinstance(somebody, User) and measure is not None and measure.made_by_id == somebody.pk


@rules.predicate
def is_own_kept(somebody: Somebody, kept: Kept | None = None) -> bool:
    """Kept by this person."""
    return isinstance(somebody, User) and kept is not None and kept.person_id == somebody.pk


@rules.predicate
def acts_for_its_member(somebody: Somebody, measure: Measure | None = None) -> bool:
    """Acts for the member that the measure was made for."""
    return measure is not None and measure.member is not None and bool(acts_for(somebody, measure.member))


@rules.predicate
def is_measure_of_a_member(_somebody: Somebody, measure: Measure | None = None) -> bool:
    """Made for a member, so that everybody sees it."""
    return measure is not None and measure.member_id is not None


@rules.predicate
def is_no_desk_of_the_first(somebody: Somebody, screening: Screening | None = None) -> bool:
    """Of another department or member than who screened: the two-person rule."""
    return screening is not None and bool(different_department_or_member(somebody, screening.by))


permit("measures.keep_run", is_signed_in, _("Keeping a run needs an account."))
permit("measures.forget_run", is_own_kept, _("Only who keeps a run forgets it."))
permit("measures.add_measure", is_signed_in, _("Making a measure needs an account."))
permit(
    "measures.change_measure",
    is_own_measure | acts_for_its_member | is_administrator,
    _("A measure is changed by who made it, or by people of its member."),
)
permit("measures.agree", acts_for, _("You agree only for a member that you act for."))
permit("measures.screen", takes_part, _("Only people of a member screen a measure."))
permit(
    "measures.confirm_screening",
    takes_part & is_no_desk_of_the_first,
    _("A screening is confirmed by somebody of another department or member than the person who made it."),
)
permit(
    "measures.see_measure",
    is_measure_of_a_member | is_own_measure | is_administrator,
    _("This measure is seen by the person who made it alone."),
)

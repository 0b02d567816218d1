"""Who may do what with measures, in named predicates.

Trying a measure asks nothing of anybody. Stands on `people`.
"""

import rules
from django.utils.translation import gettext_lazy as _

from passerelle_web.measures.models import Kept, Measure
from passerelle_web.people.models import User
from passerelle_web.people.permissions import (
    Somebody,
    acts_for,
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

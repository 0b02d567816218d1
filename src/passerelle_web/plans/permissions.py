"""Who may do what with plans, in named predicates.

A draft is seen by its owners and by who made it, an adopted plan by everybody. Stands on `people`.
"""

import rules
from django.utils.translation import gettext_lazy as _

from passerelle_web.people.models import Role, User
from passerelle_web.people.permissions import (
    Somebody,
    active_memberships,
    acts_for,
    has_role_in_member,
    is_administrator,
    is_signed_in,
    permit,
    runs_the_forum,
    states_for,
    takes_part,
)
from passerelle_web.plans.models import Plan, Pledge, Report


@rules.predicate
def is_own_plan(somebody: Somebody, plan: Plan | None = None) -> bool:
    """Made by this person."""
    return isinstance(somebody, User) and plan is not None and plan.made_by_id == somebody.pk


@rules.predicate
def acts_for_an_owner(somebody: Somebody, plan: Plan | None = None) -> bool:
    """Acts for one of the members whose plan it is."""
    if plan is None or not isinstance(somebody, User):
        return False
    owners = set(plan.owners.values_list("pk", flat=True))
    return bool(owners) and any(one.member_id in owners for one in active_memberships(somebody))


@rules.predicate
def is_open_to_all(_somebody: Somebody, plan: Plan | None = None) -> bool:
    """Adopted, once at least, or of the demonstration: everybody reads it."""
    return plan is not None and (plan.is_demonstration or plan.is_adopted or plan.adoptions.exists())


@rules.predicate
def is_of_an_open_plan(_somebody: Somebody, report: Report | None = None) -> bool:
    """A report on a plan that everybody reads."""
    return report is not None and bool(is_open_to_all(None, report.plan))


@rules.predicate
def is_pledge_of_ones_member(somebody: Somebody, pledge: Pledge | None = None) -> bool:
    """Of a member for which this person states: a commitment is ended by the mandate by which one is made."""
    return pledge is not None and bool(states_for(somebody, pledge.member))


decides_for = has_role_in_member(Role.DELEGATE, Role.CHAIR, Role.STEERING_GROUP)

permit("plans.add_plan", is_signed_in, _("Making a plan needs an account."))
permit(
    "plans.see_plan",
    is_open_to_all | is_own_plan | acts_for_an_owner | is_administrator,
    _("This plan is a draft: its owners alone see it."),
)
permit(
    "plans.change_plan",
    is_own_plan | acts_for_an_owner | is_administrator,
    _("A plan is changed by people of its owners, or by the person who made it."),
)
permit("plans.adopt", decides_for, _("Only delegates of a member adopt a plan for it."))
permit("plans.report", acts_for_an_owner | is_own_plan, _("Only people of a plan’s owners report on it."))
permit("plans.comment", takes_part, _("Only people of a member comment on a report."))
permit("plans.act_for", acts_for, _("You make a plan or report on one only for a member that you act for."))
permit("plans.pledge", states_for, _("A commitment is the member’s own: only who speaks for its delegation makes it."))
permit(
    "plans.end_pledge",
    is_pledge_of_ones_member,
    _("Only who speaks for its own member withdraws or closes a commitment."),
)
permit("plans.add_paper", is_signed_in, _("Registering a paper needs an account."))
permit("plans.add_outcome", takes_part, _("Only people of a member enter what came of a measure."))
permit("plans.decide_revision", runs_the_forum, _("Only the secretariat and administrators approve other ranges."))

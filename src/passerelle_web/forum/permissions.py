"""Who may do what in the forum, in named predicates.

The steering group is whoever has that role in a member, sits in a seat, or speaks for a member that holds one. A
position of a member is taken by its people who are more than observers. Stands on `models`.
"""

import rules
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle_web.forum.models import Application, Cycle, Decision, HelpRequest, Holding, Offer, ThemeProposal
from passerelle_web.people.models import Member, Role, User
from passerelle_web.people.permissions import (
    Somebody,
    desks,
    has_role,
    has_role_in_member,
    is_signed_in,
    permit,
    runs_the_forum,
    speaks_for,
    states_for,
    takes_part,
)

# Predicates of a person --------------------------------------------------------------------------------


@rules.predicate
def sits_in_the_group(somebody: Somebody) -> bool:
    """Sits in a seat today, while still in the member that holds it, or speaks for a member that holds one."""
    held = {member for member, _department, _role in desks(somebody)}
    if not held or not isinstance(somebody, User):
        return False
    today = Holding.objects.on(timezone.localdate()).filter(member__in=held).select_related("member")
    return any(one.person_id == somebody.pk or speaks_for.test(somebody, one.member) for one in today)


is_steering = has_role(Role.STEERING_GROUP) | sits_in_the_group
steers = is_steering | runs_the_forum

# Predicates of a person and a member -------------------------------------------------------------------

takes_position = has_role_in_member(*(role for role in Role.values if role != Role.OBSERVER))


def _for(somebody: Somebody, member: Member | None) -> bool:
    return member is not None and bool(takes_position.test(somebody, member))


# Predicates of a person and a thing --------------------------------------------------------------------


@rules.predicate
def is_read_by_everybody(_somebody: Somebody, decision: Decision | None = None) -> bool:
    """A decision that is not closed."""
    return decision is not None and not decision.is_closed


@rules.predicate
def speaks_for_the_holder(somebody: Somebody, holding: Holding | None = None) -> bool:
    """Speaks for the member that holds this seat."""
    return holding is not None and bool(speaks_for.test(somebody, holding.member))


@rules.predicate
def chairs_the_year(somebody: Somebody, cycle: Cycle | None = None) -> bool:
    """Takes positions for the member that chairs this year."""
    return cycle is not None and _for(somebody, cycle.chair)


@rules.predicate
def is_of_who_proposed(somebody: Somebody, proposal: ThemeProposal | None = None) -> bool:
    """Takes positions for the member that proposed it."""
    return proposal is not None and _for(somebody, proposal.member)


@rules.predicate
def is_own_application(somebody: Somebody, application: Application | None = None) -> bool:
    """Hers: she made it."""
    return bool(is_signed_in(somebody)) and application is not None and application.person_id == somebody.pk


@rules.predicate
def is_open_request(_somebody: Somebody, request: HelpRequest | None = None) -> bool:
    """A request that everybody reads."""
    return request is not None and request.is_public


@rules.predicate
def is_of_who_asked(somebody: Somebody, request: HelpRequest | None = None) -> bool:
    """Takes positions for the member that asked for help."""
    return request is not None and _for(somebody, request.member)


@rules.predicate
def decides_on_offer(somebody: Somebody, offer: Offer | None = None) -> bool:
    """Takes positions for the member to which help is offered."""
    return offer is not None and _for(somebody, offer.request.member)


@rules.predicate
def is_of_who_offered(somebody: Somebody, offer: Offer | None = None) -> bool:
    """Takes positions for the member that offers."""
    return offer is not None and _for(somebody, offer.member)


@rules.predicate
def states_for_who_offered(somebody: Somebody, offer: Offer | None = None) -> bool:
    """Speaks for the delegation of the member that offers: a commitment is a position, and so its head's to take."""
    return offer is not None and bool(states_for(somebody, offer.member))


@rules.predicate
def is_in_either(somebody: Somebody, offer: Offer | None = None) -> bool:
    """In one of the two members, in whatever role."""
    held = {member for member, _department, _role in desks(somebody)}
    return offer is not None and not held.isdisjoint({offer.member_id, offer.request.member_id})


# Permissions -------------------------------------------------------------------------------------------

_STEERS = _("Only the steering group and the secretariat do this.")
_POSITION = _("Only people of the member who are more than observers do this.")

permit("forum.write_charter", steers, _("Only the steering group and the secretariat draft the charter."))
permit("forum.translate", takes_part, _("Only people of a member translate."))
permit("forum.give_seat", steers, _STEERS)
permit(
    "forum.name_person",
    speaks_for_the_holder | steers,
    _("Who sits in a seat is said by who speaks for its member, the steering group or the secretariat."),
)
permit("forum.decide", steers, _("Only the steering group and the secretariat record decisions."))
permit("forum.see_decision", is_read_by_everybody | steers, _("This decision is for the steering group alone."))
permit("forum.read", rules.always_allow, _("Everybody reads this."))
permit("forum.run_year", steers, _STEERS)
permit(
    "forum.hand_over",
    chairs_the_year | steers,
    _("Only the year’s chair, the steering group and the secretariat do this."),
)
permit("forum.propose_theme", takes_position, _POSITION)
permit("forum.support_theme", takes_position, _POSITION)
permit("forum.withdraw_theme", is_of_who_proposed, _("A theme is withdrawn by the member that proposed it."))
permit("forum.choose_theme", steers, _("The steering group chooses the themes of a year."))
permit("forum.ask_year_seat", takes_position, _POSITION)
permit("forum.give_year_seat", steers, _STEERS)
permit("forum.apply", is_signed_in, _("Asking to take part needs an account."))
permit(
    "forum.see_application",
    is_own_application | steers,
    _("An application is read by who made it, the steering group and the secretariat."),
)
permit("forum.withdraw_application", is_own_application, _("Only who made an application withdraws it."))
permit("forum.answer_application", steers, _("Only the steering group and the secretariat answer an application."))
permit("forum.withdraw_member", speaks_for, _("Only who speaks for the member withdraws it from the forum."))
permit("forum.ask_help", takes_position, _POSITION)
permit("forum.see_help", is_open_request | takes_part | runs_the_forum, _("This request is read by members alone."))
permit("forum.change_help", is_of_who_asked, _("Only the member that asked changes its request."))
permit("forum.close_help", is_of_who_asked | runs_the_forum, _("A request is closed by its member or the secretariat."))
permit("forum.offer_help", takes_position, _POSITION)
permit("forum.withdraw_offer", is_of_who_offered, _("An offer is withdrawn by the member that made it."))
permit(
    "forum.commit_offer",
    states_for_who_offered,
    _("A commitment is the member’s own: only who speaks for the delegation of the member that offers makes it."),
)
permit("forum.decide_offer", decides_on_offer, _("An offer is answered by the member that asked for help."))
permit(
    "forum.work_on_offer",
    decides_on_offer | is_of_who_offered,
    _("Only the member that asked and the one that helps work on this."),
)
permit("forum.see_inside_offer", is_in_either | runs_the_forum, _("The two members alone see this."))

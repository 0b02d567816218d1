"""Who may do what in dialogues, in named predicates.

Parties are members; an office is a person's. Who was removed from a member, or laid down her office, loses access at
the next request. Stands on `models`.
"""

import rules
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues.models import Contribution, Dialogue, OfficeRole, Party, Proposal, Session
from passerelle_web.people.models import Role, User
from passerelle_web.people.permissions import (
    Somebody,
    active_memberships,
    has_role,
    is_administrator,
    is_secretariat,
    permit,
    runs_the_forum,
)

Place = Dialogue | Session | Contribution | Party


def dialogue_of(place: Place | None) -> Dialogue | None:
    """The dialogue in which a session, a contribution or a party is."""
    return place if place is None or isinstance(place, Dialogue) else place.dialogue


@rules.predicate
def is_read_by_everybody(_somebody: Somebody, place: Place | None = None) -> bool:
    """In a dialogue that everybody reads; a closed session is for its parties all the same."""
    dialogue = dialogue_of(place)
    closed = isinstance(place, Session | Contribution) and place.rule == Rule.CLOSED
    return dialogue is not None and dialogue.is_public and not closed


@rules.predicate
def is_of_a_party(somebody: Somebody, place: Place | None = None) -> bool:
    """In a member that takes part today, in whatever role."""
    dialogue = dialogue_of(place)
    if dialogue is None:
        return False
    taking = dialogue.parties.on(timezone.localdate())
    return taking.filter(member__in=active_memberships(somebody).values("member")).exists()


@rules.predicate
def speaks_in_a_party(somebody: Somebody, place: Place | None = None) -> bool:
    """In a member that takes part today, as more than an observer."""
    dialogue = dialogue_of(place)
    if dialogue is None:
        return False
    speaking = active_memberships(somebody).exclude(role=Role.OBSERVER).values("member")
    return dialogue.parties.on(timezone.localdate()).filter(member__in=speaking).exists()


def holds_office(*roles: str) -> rules.Predicate:
    """In one of these offices of this dialogue today."""

    def holds(somebody: Somebody, place: Place | None = None) -> bool:
        dialogue = dialogue_of(place)
        if dialogue is None or not isinstance(somebody, User) or not somebody.is_active:
            return False
        return dialogue.offices.on(timezone.localdate()).filter(person=somebody, role__in=roles).exists()

    return rules.predicate(holds, name=f"holds_office:{'/'.join(roles)}")


@rules.predicate
def is_open_to_words(_somebody: Somebody, place: Place | None = None) -> bool:
    """Not past its end."""
    dialogue = dialogue_of(place)
    return dialogue is not None and (dialogue.ends is None or timezone.localdate() <= dialogue.ends)


@rules.predicate
def is_of_the_party(somebody: Somebody, party: Party | None = None) -> bool:
    """In this very member."""
    return (
        party is not None
        and active_memberships(somebody).filter(member=party.member).exclude(role=Role.OBSERVER).exists()
    )


@rules.predicate
def is_of_its_delegation(somebody: Somebody, proposal: Proposal | None = None) -> bool:
    """In the member that made this proposal, where the row names it."""
    return (
        proposal is not None
        and proposal.member_id is not None
        and active_memberships(somebody).filter(member=proposal.member_id).exclude(role=Role.OBSERVER).exists()
    )


is_chair = holds_office(OfficeRole.CHAIR)
has_an_office = holds_office(*OfficeRole.values)
is_inside = is_of_a_party | has_an_office | runs_the_forum
runs_the_dialogue = is_chair | is_secretariat | is_administrator
keeps_order = holds_office(OfficeRole.CHAIR, OfficeRole.MODERATOR) | runs_the_forum

permit(
    "dialogues.add_dialogue",
    runs_the_forum | has_role(Role.CHAIR, Role.STEERING_GROUP),
    _("The secretariat, the steering group and chairs open a dialogue."),
)
permit("dialogues.see", is_read_by_everybody | is_inside, _("This dialogue is read by its parties alone."))
permit("dialogues.see_inside", is_inside, _("Only the parties see this."))
permit("dialogues.run", runs_the_dialogue, _("Only the chair of a dialogue and the secretariat do this."))
permit(
    "dialogues.speak",
    is_open_to_words & (speaks_in_a_party | has_an_office),
    _("Only parties that are more than observers, the chair and the secretariat’s officers speak in a dialogue."),
)
permit(
    "dialogues.leave", is_of_the_party | runs_the_dialogue, _("A party withdraws by its own people, or by the chair.")
)
permit("dialogues.own_proposal", is_of_its_delegation, _("A proposal is withdrawn by the delegation that made it."))
permit("dialogues.keep_order", keeps_order, _("Only the chair, a moderator or the secretariat does this."))
permit("dialogues.open_seal", is_secretariat | is_administrator, _("Only the secretariat opens a seal, with a reason."))

"""Who may do what in dialogues, in named predicates.

Parties are members; an office is a person's. Who was removed from a member, or laid down her office, loses access at
the next request. Stands on `models`.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager

import rules
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from passerelle.dialogue.attribution import Rule
from passerelle_web.dialogues.models import Contribution, Dialogue, Office, OfficeRole, Party, Session
from passerelle_web.people.models import Role, User
from passerelle_web.people.permissions import (
    Somebody,
    desks,
    has_role,
    is_administrator,
    is_focal_point,
    is_secretariat,
    permit,
    read_once,
    runs_the_forum,
    states_for,
)
from passerelle_web.people.remembering import remember, remembered

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


def asked_once() -> AbstractContextManager[None]:
    """Within it memberships, parties and offices are read once: for pages with many contributions."""
    return read_once()


def parties_today(dialogue: Dialogue) -> set[int]:
    """Keys of the members that take part today."""
    today = timezone.localdate()
    return remembered(("parties", dialogue.pk), lambda: {*dialogue.parties.on(today).values_list("member", flat=True)})


def _offices(dialogue: Dialogue) -> set[tuple[int, str]]:
    """Who has which office today."""
    today = timezone.localdate()
    return remembered(("offices", dialogue.pk), lambda: {*dialogue.offices.on(today).values_list("person", "role")})


def make_ready(dialogues: Iterable[Dialogue]) -> None:
    """Read who takes part in several dialogues at once, for questions that follow within `asked_once`."""
    today = timezone.localdate()
    parties: dict[object, set[int]] = {one.pk: set() for one in dialogues}
    offices: dict[object, set[tuple[int, str]]] = {key: set() for key in parties}
    if not parties:
        return
    for key, member in Party.objects.on(today).filter(dialogue__in=parties).values_list("dialogue", "member"):
        parties[key].add(member)
    for key, *office in Office.objects.on(today).filter(dialogue__in=parties).values_list("dialogue", "person", "role"):
        offices[key].add((office[0], office[1]))
    for key, members in parties.items():
        remember(("parties", key), members)
        remember(("offices", key), offices[key])


@rules.predicate
def is_of_a_party(somebody: Somebody, place: Place | None = None) -> bool:
    """In a member that takes part today, in whatever role."""
    dialogue = dialogue_of(place)
    held = {member for member, _department, _role in desks(somebody)}
    return dialogue is not None and bool(held) and not held.isdisjoint(parties_today(dialogue))


@rules.predicate
def speaks_in_a_party(somebody: Somebody, place: Place | None = None) -> bool:
    """In a member that takes part today, as more than an observer."""
    dialogue = dialogue_of(place)
    held = {member for member, _department, role in desks(somebody) if role != Role.OBSERVER}
    return dialogue is not None and bool(held) and not held.isdisjoint(parties_today(dialogue))


def holds_office(*roles: str) -> rules.Predicate:
    """In one of these offices of this dialogue today."""

    def holds(somebody: Somebody, place: Place | None = None) -> bool:
        dialogue = dialogue_of(place)
        if dialogue is None or not isinstance(somebody, User) or not somebody.is_active:
            return False
        return any(person == somebody.pk and role in roles for person, role in _offices(dialogue))

    return rules.predicate(holds, name=f"holds_office:{'/'.join(roles)}")


@rules.predicate
def is_open_to_words(_somebody: Somebody, place: Place | None = None) -> bool:
    """Not past its end."""
    dialogue = dialogue_of(place)
    return dialogue is not None and (dialogue.ends is None or timezone.localdate() <= dialogue.ends)


def acts_in(somebody: Somebody, member: int) -> bool:
    """In the member of this key today, as more than an observer."""
    return any(held == member and role != Role.OBSERVER for held, _department, role in desks(somebody))


@rules.predicate
def is_of_the_party(somebody: Somebody, party: Party | None = None) -> bool:
    """In this very member, as more than an observer."""
    return party is not None and acts_in(somebody, party.member_id)


@rules.predicate
def states_for_the_party(somebody: Somebody, party: Party | None = None) -> bool:
    """Speaks for the delegation of this party; any of its delegates where it never named who does."""
    return party is not None and bool(states_for(somebody, party.member))


@rules.predicate
def is_focal_point_of_the_theme(somebody: Somebody, party: Party | None = None) -> bool:
    """Answers in the delegation of this party for the theme of the dialogue."""
    return party is not None and is_focal_point(somebody, party.member, party.dialogue.theme)


@rules.predicate
def is_not_hidden(_somebody: Somebody, row: Contribution | None = None) -> bool:
    """Standing, and not hidden by a moderator."""
    return row is not None and not row.is_hidden


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
permit(
    "dialogues.hear",
    is_not_hidden & (is_read_by_everybody | is_inside),
    _("This dialogue is read by its parties alone."),
)
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
# What is done for a party, by the mandate of who does it (decision 52).
SPEAK, WORK, STATE = "dialogues.speak_for", "dialogues.work_for", "dialogues.state_for"
permit(SPEAK, is_of_the_party, _("You speak only for a party that you act for."))
permit(
    WORK,
    states_for_the_party | is_focal_point_of_the_theme,
    _(
        "Proposals and words on figures are the delegation’s own: they are given by who speaks for it, or by its focal "
        "point for the theme of this dialogue."
    ),
)
permit(
    STATE,
    states_for_the_party,
    _("Positions, notes and silence are the delegation’s own: only who speaks for it states them."),
)
permit("dialogues.keep_order", keeps_order, _("Only the chair, a moderator or the secretariat does this."))
permit("dialogues.open_seal", is_secretariat | is_administrator, _("Only the secretariat opens a seal, with a reason."))

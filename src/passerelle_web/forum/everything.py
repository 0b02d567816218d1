"""What this room holds of a person and of a member, for the copies that they take away.

Holds the registration only. Stands on `models`.
"""

from collections.abc import Iterator
from typing import Any

from passerelle_web.people.everything import add_member_part, add_part
from passerelle_web.people.models import Member, User


def forum_of(person: User) -> dict[str, Any]:
    """Applications that a person made, seats in which she sat, roles that she had on missions."""
    return {
        "applications": list(
            person.applications.values("name", "kind", "what", "why", "made_on", "state", "answer", "answered_on")
        ),
        "seats": [
            {"for": one.member.name, "kind": one.kind, "seat": one.number, "since": one.since, "until": one.until}
            for one in person.seats.select_related("member")
        ],
        "missions": [
            {"role": one.role, "for": one.member.name, "mission": one.mission.title, "begins": one.mission.begins}
            for one in person.mission_roles.select_related("member", "mission")
        ],
    }


def steering_of(member: Member) -> Iterator[dict[str, Any]]:
    """Seats that a member held, decisions at which it was, years that it chaired, when it withdrew."""
    for seat in member.seats.all():
        yield {"seat": seat.number, "kind": seat.kind, "since": seat.since, "until": seat.until, "why": seat.ended_for}
    for present in member.presences.select_related("decision").iterator():
        yield {"present_at": present.decision.sign, "on": present.decision.day}
    for year in member.years.all():
        yield {"chaired": year.year, "reason": year.chair_reason}
    for gone in member.withdrawals.all():
        yield {"withdrew_on": gone.on, "reason": gone.reason}


def themes_of(member: Member) -> Iterator[dict[str, Any]]:
    """Themes that a member proposed and supported, seats of stakeholders that it asked for."""
    for one in member.theme_proposals.select_related("cycle"):
        yield {"proposed": one.title, "year": one.cycle.year, "reason": one.reason, "state": one.state, "why": one.why}
    for support in member.theme_supports.select_related("proposal__cycle"):
        yield {"supported": support.proposal.title, "since": support.since, "until": support.until}
    for seat in member.year_seats.select_related("seats__cycle"):
        yield {"asked_for_a_seat_in": seat.seats.cycle.year, "state": seat.state, "why": seat.why}


def assistance_of(member: Member) -> Iterator[dict[str, Any]]:
    """Help that a member asked for, offered, and says that it can give."""
    for request in member.help_requests.all():
        yield {"asked": request.title, "need": request.need, "brings": request.brings, "on": request.made_on,
               "closed_on": request.closed_on, "closed_for": request.closed_for}  # fmt: skip
    for offer in member.help_offers.select_related("request__member"):
        yield {"offered_to": offer.request.member.name, "what": offer.what, "pays": offer.pays, "state": offer.state}
    for ability in member.abilities.all():
        yield {"can_help_with": ability.theme, "what": ability.what, "since": ability.since, "until": ability.until}


add_part("forum", forum_of)
add_member_part("forum", steering_of)
add_member_part("forum_themes", themes_of)
add_member_part("forum_assistance", assistance_of)

"""All that this room holds of a person, as one document: her right to know (GDPR, article 15).

Other rooms add theirs with `add_part`. Holds no page. Ground of the site.
"""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from passerelle_web.people.models import User
from passerelle_web.people.queries import memberships_of, trail_about

Part = Callable[[User], Any]


def _account(person: User) -> dict[str, Any]:
    return {
        "email": person.email,
        "name": person.name,
        "language": person.language,
        "joined_at": person.joined_at,
        "last_sign_in": person.last_login,
        "runs_this_site": person.is_staff,
    }


def _addresses(person: User) -> list[dict[str, Any]]:
    return list(person.emailaddress_set.values("email", "verified", "primary"))


def _memberships(person: User) -> list[dict[str, Any]]:
    return [
        {
            "member": held.member.name,
            "department": held.department.name if held.department else None,
            "role": held.role,
            "since": held.since,
            "until": held.until,
        }
        for held in memberships_of(person)
    ]


def _trail(person: User) -> list[dict[str, Any]]:
    return [
        {
            "at": event.at,
            "verb": event.verb,
            "by_you": event.by_id == person.pk,
            "subject_kind": event.subject_kind,
            "subject": event.subject_name,
            "details": event.details,
        }
        for event in trail_about(person)
    ]


_PARTS: dict[str, Part] = {
    "account": _account,
    "addresses": _addresses,
    "memberships": _memberships,
    "trail": _trail,
}


def add_part(name: str, part: Part) -> None:
    """Let another room add what it holds of a person, as JSON holds it."""
    _PARTS[name] = part


def everything_about(person: User) -> dict[str, Any]:
    """All that the site holds of a person."""
    return {"made_at": timezone.now(), **{name: part(person) for name, part in _PARTS.items()}}

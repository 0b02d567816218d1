"""All that is held of a person, as one document (GDPR, article 15), and all that is held of a member, as rows.

Other rooms add theirs with `add_part` and `add_member_part`. Holds no page and no file. Ground of the site.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils import timezone

from passerelle_web.people.models import Event, Member, User
from passerelle_web.people.queries import memberships_of, trail_about

Part = Callable[[User], Any]
MemberPart = Callable[[Member], Iterable[dict[str, Any]]]


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
            "functions": [
                {"function": one.function, "theme": one.theme, "since": one.since, "until": one.until}
                for one in held.functions.all()
            ],
        }
        for held in memberships_of(person).prefetch_related("functions")
    ]


def _invitations(person: User) -> list[dict[str, Any]]:
    followed = person.invitations_used.select_related("member")
    return [{"member": one.member.name, "role": one.role, "followed_at": one.used_at} for one in followed]


def _joint(person: User) -> list[dict[str, Any]]:
    answers = person.joint_answers.select_related("member", "statement")
    return [
        {"for": one.member.name, "statement": one.statement.title, "answer": one.reply, "at": one.answered_at}
        for one in answers
    ]


def _ways_of_signing_in(person: User) -> dict[str, Any]:
    """What proves who she is; never the secrets themselves."""
    return {
        "password": person.has_usable_password(),
        "second_factors": list(person.authenticator_set.values("type", "created_at", "last_used_at")),
        "identity_providers": list(person.socialaccount_set.values("provider", "uid", "extra_data", "date_joined")),
    }


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
    "signing_in": _ways_of_signing_in,
    "memberships": _memberships,
    "invitations": _invitations,
    "joint_statements": _joint,
    "trail": _trail,
}


def add_part(name: str, part: Part) -> None:
    """Let another room add what it holds of a person, as JSON holds it."""
    _PARTS[name] = part


def everything_about(person: User) -> dict[str, Any]:
    """All that the site holds of a person."""
    return {"made_at": timezone.now(), **{name: part(person) for name, part in _PARTS.items()}}


# What is held of a member ------------------------------------------------------------------------------


def _member(member: Member) -> Iterator[dict[str, Any]]:
    names = ("name", "short_name", "kind", "place", "since", "until")
    yield {name: getattr(member, name) for name in names}
    for department in member.departments.all():
        yield {"department": department.name}


def _people(member: Member) -> Iterator[dict[str, Any]]:
    """Who was in it, by the name that people of members see; addresses are the people's own."""
    for held in member.memberships.select_related("person", "department").iterator():
        yield {
            "person": held.person.name or None,
            "department": held.department.name if held.department else None,
            "role": held.role,
            "since": held.since,
            "until": held.until,
        }


def _delegation(member: Member) -> Iterator[dict[str, Any]]:
    for one in member.functions.select_related("membership__person").iterator():
        yield {
            "person": one.membership.person.name or None,
            "function": one.function,
            "order": one.turn,
            "theme": one.theme or None,
            "since": one.since,
            "until": one.until,
        }


def _statements(member: Member) -> Iterator[dict[str, Any]]:
    for answer in member.joint_answers.select_related("statement__member").iterator():
        statement = answer.statement
        yield {
            "statement": statement.title,
            "by": statement.member.name,
            "wording": statement.wording,
            "language": statement.language,
            "answer": answer.reply,
            "answered_at": answer.answered_at,
            "delivered_at": statement.delivered_at,
        }


def _member_trail(member: Member) -> Iterator[dict[str, Any]]:
    found = Event.objects.filter(subject_kind="people.member", subject_key=str(member.pk)).order_by("at")
    for event in found.iterator():
        yield {"at": event.at, "verb": event.verb, "details": event.details}


_MEMBER_PARTS: dict[str, MemberPart] = {
    "member": _member,
    "people": _people,
    "delegation": _delegation,
    "joint_statements": _statements,
    "trail": _member_trail,
}


def add_member_part(name: str, part: MemberPart) -> None:
    """Let another room add what it holds of a member: rows as JSON holds them, given one by one."""
    _MEMBER_PARTS[name] = part


def rows_of(member: Member) -> Iterator[tuple[str, Iterable[dict[str, Any]]]]:
    """Every part of what is held of a member, with its name."""
    for name, part in _MEMBER_PARTS.items():
        yield name, part(member)

"""What this room holds of a person and of a member, for what either takes along.

Holds the registration only. Stands on `people`.
"""

from collections.abc import Iterator
from typing import Any

from passerelle_web.people.everything import add_member_part, add_part
from passerelle_web.people.models import Member, User
from passerelle_web.practices.models import Review, Tried, Version


def of_person(person: User) -> dict[str, Any]:
    """The practices that a person began, the versions that she wrote, her reviews and reports."""
    versions = Version.objects.filter(made_by=person).select_related("practice").order_by("made_at")
    return {
        "versions": [
            {"practice": str(row.practice), "number": row.number, "state": row.state, "at": row.made_at}
            for row in versions
        ],
        "reviews": [_review(row) for row in _reviews().filter(by=person)],
        "tried": [_tried(row) for row in _reports().filter(by=person)],
    }


def practices_of(member: Member) -> Iterator[dict[str, Any]]:
    """Every version of every practice of a member, with why it was withdrawn."""
    rows = Version.objects.filter(practice__member=member).select_related("practice")
    for row in rows.order_by("practice__made_at", "number").iterator(chunk_size=200):
        yield {
            "practice": str(row.practice_id), "number": row.number, "state": row.state, "content": row.content,
            "submitted_at": row.submitted_at, "decided_at": row.decided_at, "decided_for": row.decided_for,
            "withdrawn_on": row.practice.withdrawn_on, "withdrawn_for": row.practice.withdrawn_for,
        }  # fmt: skip


def reviews_of(member: Member) -> Iterator[dict[str, Any]]:
    """The reviews of a member."""
    return (_review(row) for row in _reviews().filter(member=member).iterator(chunk_size=200))


def reports_of(member: Member) -> Iterator[dict[str, Any]]:
    """The reports of a member on what it tried."""
    return (_tried(row) for row in _reports().filter(member=member).iterator(chunk_size=200))


def _reviews() -> Any:
    return Review.objects.select_related("version__practice", "member").order_by("at")


def _reports() -> Any:
    return Tried.objects.select_related("practice", "member").order_by("at")


def _review(row: Review) -> dict[str, Any]:
    return {
        "practice": str(row.version.practice), "version": row.version.number, "for": row.member.name,
        "recommendation": row.recommendation, "judgements": row.judgements, "text": row.text, "at": row.at,
    }  # fmt: skip


def _tried(row: Tried) -> dict[str, Any]:
    names = ("place", "since", "until", "adapted", "outcome", "indicator", "before", "after", "unit", "source", "grade")
    told = {name: getattr(row, name) for name in names}
    return told | {
        "practice": str(row.practice), "for": row.member.name, "change": row.change, "at": row.at,
        "hidden_for": row.hidden_for,
    }  # fmt: skip


add_part("practices", of_person)
add_member_part("practices", practices_of)
add_member_part("practice_reviews", reviews_of)
add_member_part("practice_reports", reports_of)

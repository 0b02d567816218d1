"""What this room holds of a person and of a member, for what either takes along.

Stands on `models`.
"""

from collections.abc import Iterator
from typing import Any

from passerelle_web.people.everything import add_member_part, add_part
from passerelle_web.people.models import Member, User
from passerelle_web.plans.models import Adoption, Comment, Pledge, Report, Version


def of_person(person: User) -> dict[str, Any]:
    """Versions of plans that she saved, reports and comments that she wrote, commitments that she entered."""
    versions = Version.objects.filter(by=person).select_related("plan").defer("packed", "worked_out").order_by("at")
    return {
        "versions": [
            {"plan": one.plan.title, "number": one.number, "said": one.said, "at": one.at} for one in versions
        ],
        "reports": [_report(one) for one in _reports().filter(by=person)],
        "comments": [
            {"on": str(one.report), "text": one.text, "at": one.at}
            for one in Comment.objects.filter(by=person).select_related("report").order_by("at")
        ],
        "commitments": [_pledge(one) for one in Pledge.objects.filter(by=person).select_related("plan", "member")],
    }  # fmt: skip


def _reports() -> Any:
    return Report.objects.select_related("plan", "member").order_by("at", "pk")


def _report(one: Report) -> dict[str, Any]:
    names = ("action", "state", "share", "expected_end", "spent", "observed", "text", "reason", "on")
    return {"plan": one.plan.title, "for": one.member.name if one.member else None} | {
        name: getattr(one, name) for name in names
    }


def _pledge(one: Pledge) -> dict[str, Any]:
    names = ("text", "due", "on", "kept_on", "kept_text", "withdrawn_on", "reason")
    return {"plan": one.plan.title if one.plan else None, "for": one.member.name} | {
        name: getattr(one, name) for name in names
    }


def of_member(member: Member) -> Iterator[dict[str, Any]]:
    """Plans of a member, what it adopted and took back, what it reported, what it committed itself to."""
    for plan in member.plans.order_by("title", "pk"):
        yield {"what": "plan", "title": plan.title, "start": plan.start, "end": plan.end, "versions": plan.current}
    for one in Adoption.objects.filter(member=member).select_related("plan").order_by("on", "pk"):
        yield {"what": "adoption", "plan": one.plan.title, "version": one.number, "on": one.on, "until": one.until,
               "reason": one.reason}  # fmt: skip
    for report in _reports().filter(member=member).iterator(chunk_size=200):
        yield {"what": "report", **_report(report)}
    for pledge in Pledge.objects.filter(member=member).select_related("plan", "member").order_by("on", "pk"):
        yield {"what": "commitment", **_pledge(pledge)}


def register() -> None:
    """Tell the ground."""
    add_part("plans", of_person)
    add_member_part("plans", of_member)

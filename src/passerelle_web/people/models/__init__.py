"""The tables of this room, under one name: people and members, delegations, joint statements, exports.

Holds no table itself; each part has its file. Ground of the site.
"""

from passerelle_web.people.models.delegation import DelegationFunction, Function, Invitation
from passerelle_web.people.models.export import ExportState, MemberExport
from passerelle_web.people.models.ground import (
    GONE,
    TOGETHER,
    DatedQuerySet,
    Department,
    Event,
    EventQuerySet,
    Kind,
    Member,
    Membership,
    MembershipQuerySet,
    Role,
    TrailIsFixed,
    User,
    UserManager,
)
from passerelle_web.people.models.joint import JointAnswer, JointStatement, Reply

__all__ = [
    "GONE",
    "TOGETHER",
    "DatedQuerySet",
    "DelegationFunction",
    "Department",
    "Event",
    "EventQuerySet",
    "ExportState",
    "Function",
    "Invitation",
    "JointAnswer",
    "JointStatement",
    "Kind",
    "Member",
    "MemberExport",
    "Membership",
    "MembershipQuerySet",
    "Reply",
    "Role",
    "TrailIsFixed",
    "User",
    "UserManager",
]

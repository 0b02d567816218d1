"""The invented members of the demonstration and the people in them.

Stands on `people`.
"""

from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress

from passerelle_web.people import actions, member_actions
from passerelle_web.people.delegation_actions import set_function
from passerelle_web.people.models import Department, Function, Kind, Member, Membership, Role, User

SINCE = date(2024, 1, 1)
DOMAIN = "demonstration.example"
INVENTED = "(invented)"


@dataclass(frozen=True, slots=True)
class Office:
    """An invented member: its short name, its kind and place, its departments."""

    name: str
    short_name: str
    kind: str
    place: str = ""
    departments: tuple[str, ...] = ("Policy", "Legal service")


OFFICES = (
    Office("Ministry of Skills (invented)", "Skills (invented)", Kind.STATE, "MAR"),
    Office("Ministry of Work (invented)", "Work (invented)", Kind.STATE, "BEL"),
    Office("Office of the Route, Nigeria (invented)", "Nigeria (invented)", Kind.STATE, "NGA"),
    Office("Office of the Route, Niger (invented)", "Niger (invented)", Kind.STATE, "NER"),
    Office("Office of the Route, Italy (invented)", "Italy (invented)", Kind.STATE, "ITA"),
    Office("Office of Seasonal Work, Spain (invented)", "Spain (invented)", Kind.STATE, "ESP"),
    Office("Office of the Route, Algeria (invented)", "Algeria (invented)", Kind.STATE, "DZA"),
    Office("Office of the Route, Mali (invented)", "Mali (invented)", Kind.STATE, "MLI"),
    Office("Office of Nationals Abroad, Senegal (invented)", "Senegal (invented)", Kind.STATE, "SEN"),
    Office("Office of the Route, Côte d’Ivoire (invented)", "Ivory Coast (invented)", Kind.STATE, "CIV"),
    Office("Shelter for Travellers (invented)", "Shelter (invented)", Kind.CIVIL_SOCIETY),
    Office("Unions of Field Workers (invented)", "Unions (invented)", Kind.SOCIAL_PARTNER),
    Office("Moroccan Associations in Flanders (invented)", "Associations (invented)", Kind.DIASPORA),
)


def is_there() -> bool:
    """Is the demonstration filled in already?"""
    return Member.objects.filter(is_demonstration=True).exists()


def others_are_there() -> bool:
    """Are there members that nobody invented? A demonstration does not belong among them."""
    return Member.objects.filter(is_demonstration=False).exists()


def found(password: str | None) -> dict[str, Member]:
    """Enter the offices, each with two people of different departments; by short name."""
    made: dict[str, Member] = {}
    for office in OFFICES:
        member = member_actions.found_member(
            name=office.name, short_name=office.short_name, kind=office.kind, place=office.place, since=SINCE, by=None,
            is_demonstration=True,
        )  # fmt: skip
        for part in office.departments:
            department = member_actions.add_department(member=member, name=part, by=None)
            _person(member, department, password)
        made[office.short_name] = member
    return made


def _person(member: Member, department: Department, password: str | None) -> None:
    word = member.short_name.removesuffix(f" {INVENTED}").lower().replace(" ", "-")
    email = f"{word}-{department.name.split()[0].lower()}@{DOMAIN}"
    person = actions.add_person(email=email, password=password, name=f"{department.name}, {member.short_name}", by=None)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    membership = member_actions.add_membership(
        member=member, email=email, role=Role.DELEGATE, department=department, since=SINCE, by=None
    )
    first = member.memberships.count() == 1
    set_function(membership=membership, function=Function.HEAD if first else Function.ALTERNATE, since=SINCE, by=None)


def people_of(member: Member) -> tuple[User, User]:
    """The two people of an invented office: who writes, and who checks."""
    held = Membership.objects.filter(member=member).select_related("person").order_by("pk")
    first, second = (one.person for one in held[:2])
    return first, second

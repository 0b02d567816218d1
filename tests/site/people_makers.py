"""People and members for tests: one invented village each."""

from datetime import date

from allauth.account.models import EmailAddress

from passerelle_web.people import actions, member_actions
from passerelle_web.people.models import Kind, Member, Membership, Role, User

PASSWORD = "a long password of ours"
LONG_AGO = date(2020, 1, 1)


def person(name: str = "Ana", *, staff: bool = False) -> User:
    """A person with a confirmed address, NAME@village.example."""
    made = actions.add_person(email=f"{name}@village.example", password=PASSWORD, name=name, by=None)
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return actions.make_administrator(person=made, by=None) if staff else made


def member(short_name: str = "Millers", kind: str = Kind.CIVIL_SOCIETY, **more: object) -> Member:
    """A member since long ago."""
    given = {"name": f"Union of the {short_name}", "since": LONG_AGO, "by": None, **more}
    return member_actions.found_member(short_name=short_name, kind=kind, **given)


def put(who: User, where: Member, role: str = Role.DELEGATE, **more: object) -> Membership:
    """A person in a member, since long ago."""
    given = {"since": LONG_AGO, "by": None, **more}
    return member_actions.add_membership(member=where, email=who.email, role=role, **given)

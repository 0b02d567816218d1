"""What can be done here with people and their accounts, and how every room leaves a trace.

Every other room calls `record` inside its own actions. What is done with members is in `member_actions`, reading in
`queries`. `by` is None where the machine itself acts. Ground of the site.
"""

from datetime import date

from django.db import models, transaction
from django.utils import timezone

from passerelle_web.people import leaving
from passerelle_web.people.models import GONE, Event, Membership, User
from passerelle_web.people.permissions import require


def record(verb: str, subject: models.Model | None = None, *, by: User | None, **details: object) -> Event:
    """Leave a trace of something done, in the caller's transaction.

    `verb` reads `plan.adopted`; `by` is None where the machine itself acted. `details` must be what JSON
    holds, and never a secret or more of a person than the trail needs: it cannot be taken back. A subject that has a
    `trail_name` is called so; a person has an empty one.
    """
    return Event.objects.create(
        verb=verb,
        by=by,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_key=str(subject.pk) if subject is not None else "",
        subject_name=str(getattr(subject, "trail_name", subject))[:300] if subject is not None else "",
        details=details,
    )


@transaction.atomic
def add_person(
    *, email: str, password: str | None = None, name: str = "", language: str = "en", by: User | None
) -> User:
    """Make a person who can sign in.

    Raises
    ------
    django.db.IntegrityError : the address is taken, in any capitals.
    """
    person = User.objects.create_user(email, password, name=name, language=language)
    record("person.added", person, by=by)
    return person


@transaction.atomic
def change_person(*, person: User, name: str, language: str, by: User | None) -> User:
    """Change how a person is called and which language she reads. The trail says that it was done, not the name."""
    require(by, "people.let_go", person)
    person.name, person.language = name.strip(), language
    person.save(update_fields=["name", "language"])
    record("person.changed", person, by=by)
    return person


def end_functions(membership: Membership, *, on: date, by: User | None) -> None:
    """End what a membership carried in the delegation, when the membership itself ends."""
    for held in membership.functions.filter(models.Q(until=None) | models.Q(until__gt=on)):
        held.until = max(on, held.since)
        held.save(update_fields=["until"])
        record("function.ended", held, by=by, person=membership.person_id, function=held.function, on=str(held.until))


@transaction.atomic
def let_go(*, person: User, by: User | None) -> User:
    """End a person's access and her memberships. What she did stays in the trail."""
    require(by, "people.let_go", person)
    today = timezone.localdate()
    for membership in person.memberships.filter(models.Q(until=None) | models.Q(until__gt=today)):
        end_functions(membership, on=max(today, membership.since), by=by)
        membership.until = max(today, membership.since)
        membership.save(update_fields=["until"])
        record("membership.ended", membership, by=by, person=person.pk, role=membership.role, on=str(membership.until))
    person.is_active = False
    person.save(update_fields=["is_active"])
    record("person.let_go", person, by=by)
    return person


@transaction.atomic
def forget(*, person: User, by: User | None) -> User:
    """Delete an account: access and memberships end; address, name, password and other ways of signing in are erased.

    The row stays without them, because the trail of what was done for members points to it. Other rooms erase what
    they hold of her in the same transaction (`leaving`).
    """
    let_go(person=person, by=by)
    leaving.erase_all(person)
    person.email, person.name = f"{person.pk}@{GONE}", ""
    person.is_staff = person.is_superuser = False
    person.set_unusable_password()
    person.save()
    person.emailaddress_set.all().delete()
    record("person.forgotten", person, by=by)
    return person


@transaction.atomic
def make_administrator(*, person: User, by: User | None) -> User:
    """Let a person run this site: the first one is made by a command, further ones by the role."""
    require(by, "people.guard")
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    record("person.made_administrator", person, by=by)
    return person

"""What can be done here: make a person, let one go, leave a trace.

Every other room calls `record` inside its own actions. Reading is in `queries`. Ground of the site.
"""

from django.db import models, transaction

from passerelle_web.people.models import Event, User


def record(verb: str, subject: models.Model | None = None, *, by: User | None, **details: object) -> Event:
    """Leave a trace of something done, in the caller's transaction.

    `verb` reads `plan.adopted`; `by` is None where the machine itself acted. `details` must be what JSON
    holds, and never a secret or more of a person than the trail needs.
    """
    return Event.objects.create(
        verb=verb,
        by=by,
        subject_kind=subject._meta.label_lower if subject is not None else "",
        subject_key=str(subject.pk) if subject is not None else "",
        subject_name=str(subject)[:300] if subject is not None else "",
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
def let_go(*, person: User, by: User | None) -> User:
    """End a person's access. What she did stays in the trail."""
    person.is_active = False
    person.save(update_fields=["is_active"])
    record("person.let_go", person, by=by)
    return person

"""What can be read here: the trail of a subject, the trail of a person.

Holds no writing. Who may read is in `permissions`. Ground of the site.
"""

from django.db import models

from passerelle_web.people.models import Event, User


def trail_of(subject: models.Model) -> "models.QuerySet[Event]":
    """What was done to a subject, newest first."""
    return Event.objects.filter(subject_kind=subject._meta.label_lower, subject_key=str(subject.pk)).select_related(
        "by"
    )


def trail_by(person: User) -> "models.QuerySet[Event]":
    """What a person did, newest first."""
    return Event.objects.filter(by=person)

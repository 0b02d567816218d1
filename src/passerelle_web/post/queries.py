"""What can be read of mail: what a person follows, what waits in the outbox and why, what is held of a person.

Holds no writing. Who may read is in `permissions`. Stands on `models`.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models

from passerelle_web.people.models import User
from passerelle_web.people.remembering import reading
from passerelle_web.post.models import Following, Letter, State
from passerelle_web.post.topics import make_ready, topic_for


@dataclass(frozen=True, slots=True)
class Followed:
    """A topic that a person follows, as she may see it."""

    following: Following
    title: str
    address: str


def followed_by(person: User) -> list[Followed]:
    """What a person follows, by name; what she may not see any more is not there."""
    rows, held_now = [], list(person.followings.filter(stopped_at=None))
    with reading():
        make_ready(held.topic for held in held_now)
        for held in held_now:
            topic = topic_for(person, held.topic)
            if topic is not None:
                rows.append(Followed(held, topic.title, topic.address))
    return sorted(rows, key=lambda row: row.title)


def follows(person: User, topic: str) -> bool:
    """Does she follow it?"""
    return Following.objects.filter(person=person, topic=topic, stopped_at=None).exists()


def outbox(*, state: str = "") -> "models.QuerySet[Letter]":
    """Letters in one state, or all that are not sent; those that want attention first, newest first."""
    found = Letter.objects.select_related("to_person")
    if state:
        return found.filter(state=state).order_by("-made_at")
    attention = models.Case(models.When(state=State.FAILED, then=0), models.When(state=State.UNSURE, then=1), default=2)
    return found.exclude(state=State.SENT).order_by(attention, "-made_at")


def counts() -> dict[str, int]:
    """How many letters there are in each state."""
    found = dict(Letter.objects.values_list("state").annotate(number=models.Count("pk")).order_by())
    return {state: found.get(state, 0) for state in State.values}


def held_of(person: User) -> dict[str, Any]:
    """All that this room holds of a person, as JSON holds it."""
    habit = getattr(person, "habit", None)
    return {
        "rhythm": habit.rhythm if habit else None,
        "hour_in_utc": habit.hour if habit else None,
        "follows": list(person.followings.values("topic", "rhythm", "since", "stopped_at")),
        "letters": list(person.letters.values("kind", "subject", "state", "made_at", "sent_at")),
        "answers_to": list(person.answer_addresses.values_list("topic", flat=True)),
    }

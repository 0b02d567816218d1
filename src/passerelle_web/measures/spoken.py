"""What the room of dialogues tells the page of a measure: what was said of it, and where a reader may say something.

Holds the registry alone; that room tells (`tell_spoken`). Stands on `models`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AnonymousUser

from passerelle_web.measures.models import Measure
from passerelle_web.people.models import User


@dataclass(frozen=True, slots=True)
class Words:
    """Something that was said of a measure: who, as far as the rule lets, its words, the day, where it stands."""

    who: str
    said: str
    language: str
    on: date
    dialogue: str
    href: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said of a measure, how much in all, and where the reader may say something: title and address."""

    words: list[Words] = field(default_factory=list)
    many: int = 0
    where: list[tuple[str, str]] = field(default_factory=list)


Teller = Callable[[Measure, User | AnonymousUser], Spoken]
_TELLERS: list[Teller] = []


def tell_spoken(teller: Teller) -> None:
    """Let the room of dialogues tell what is said of a measure."""
    _TELLERS[:] = [teller]


def spoken_of(measure: Measure, person: User | AnonymousUser) -> Spoken:
    """What dialogues say of a measure, as far as a person may read it."""
    return next((teller(measure, person) for teller in _TELLERS), Spoken())

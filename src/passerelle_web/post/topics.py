"""What topics are called, and where they are: each room tells it of its own, to whom may know.

A topic is a text such as `dialogues.dialogue:UUID`; a room registers what its own begin with. Stands on `people`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from passerelle_web.people.models import User


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as a person may see it."""

    title: str
    address: str


Naming = Callable[[User, str], Topic | None]
_NAMINGS: dict[str, Naming] = {}


def register(prefix: str, naming: Naming) -> None:
    """Let a room name its topics: `naming(person, topic)`, None where she may not know of it."""
    _NAMINGS[prefix] = naming


def forget(prefix: str) -> None:
    """Take a room's naming back."""
    _NAMINGS.pop(prefix, None)


def topic_for(person: User, topic: str) -> Topic | None:
    """What a topic is called for a person, in the active language; None where no room names it, or not to her."""
    fitting = [prefix for prefix in _NAMINGS if topic.startswith(prefix)]
    return _NAMINGS[max(fitting, key=len)](person, topic) if fitting else None

"""What topics are called, and where they are: each room tells it of its own, to whom may know.

A topic is a text such as `dialogues.dialogue:UUID`; a room registers what its own begin with. Stands on `people`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from passerelle_web.people.models import User


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as a person may see it."""

    title: str
    address: str


Naming = Callable[[User, str], Topic | None]
Ready = Callable[[Sequence[str]], None]
_NAMINGS: dict[str, Naming] = {}
_READY: dict[str, Ready] = {}


def register(prefix: str, naming: Naming, *, ready: Ready | None = None) -> None:
    """Let a room name its topics.

    Parameters
    ----------
    naming : given the person and the topic; None where she may not know of it.
    ready : called with several topics before they are named one after another, so that they are read at once.
    """
    _NAMINGS[prefix] = naming
    if ready is not None:
        _READY[prefix] = ready


def forget(prefix: str) -> None:
    """Take a room's naming back."""
    _NAMINGS.pop(prefix, None)
    _READY.pop(prefix, None)


def make_ready(topics: Iterable[str]) -> None:
    """Read at once what is needed to name several topics; within `people.remembering.reading`."""
    held = list(topics)
    for prefix, ready in _READY.items():
        if mine := [topic for topic in held if topic.startswith(prefix)]:
            ready(mine)


def topic_for(person: User, topic: str) -> Topic | None:
    """What a topic is called for a person, in the active language; None where no room names it, or not to her."""
    fitting = [prefix for prefix in _NAMINGS if topic.startswith(prefix)]
    return _NAMINGS[max(fitting, key=len)](person, topic) if fitting else None

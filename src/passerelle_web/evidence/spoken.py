"""What other rooms tell the pages of corridors, routes and measures: the dialogues about them.

Holds the registry alone; the room of dialogues tells (`tell_dialogues`). Stands on `theme`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Spoken:
    """A dialogue as a line: title, address, its language, how far it is, how many take part, whether it is invented."""

    title: str
    href: str
    language: str
    stage: str
    parties: int
    is_demonstration: bool


# (request, origin, destination, code of a route) → dialogues that the reader may read
Teller = Callable[[HttpRequest, str, str, str], list[Spoken]]
_TELLERS: list[Teller] = []


def tell_dialogues(teller: Teller) -> None:
    """Let the room of dialogues tell."""
    _TELLERS[:] = [teller]


def spoken_on(request: HttpRequest, *, origin: str = "", destination: str = "", route: str = "") -> list[Spoken]:
    """The dialogues about a corridor or a route."""
    return [one for teller in _TELLERS for one in teller(request, origin, destination, route)]
